//! References are alive: layers, traits, duties of traits, attributes, values, controls.

use crate::catalog::{
    Catalog, CategoryRule, Condition, Duty, OneOrMany, Service, ValueForm, Verify,
};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut check = References {
        catalog,
        file,
        findings: Vec::new(),
    };
    match file.subject(catalog) {
        Some(Subject::Service(service)) => check.service(service),
        Some(Subject::Trait(found)) => check.duties(&found.duties, None),
        Some(Subject::Account(account)) => check.duties(&account.duties, None),
        Some(Subject::Category(category)) => {
            for layer in category.layers.keys() {
                check.layer(layer, &[Step::Key("layers"), Step::Key(layer)]);
            }
        }
        Some(Subject::Framework(framework)) => {
            for control in framework.controls.keys() {
                check.control(control, &[Step::Key("controls"), Step::Key(control)]);
            }
            for layer in framework.ours.keys() {
                check.layer(layer, &[Step::Key("ours"), Step::Key(layer)]);
            }
        }
        _ => {}
    }
    check.findings
}

struct References<'a> {
    catalog: &'a Catalog,
    file: &'a LintFile,
    findings: Vec<Diagnostic>,
}

impl References<'_> {
    fn service(&mut self, service: &Service) {
        if let CategoryRule::By(claims) = &service.category {
            for (index, claim) in claims.iter().enumerate() {
                self.condition(
                    service,
                    &claim.when,
                    &[Step::Key("category"), Step::Item(index), Step::Key("when")],
                );
            }
        }
        for (index, alias) in service.aliases.iter().enumerate() {
            let path = [Step::Key("aliases"), Step::Item(index)];
            let sets = alias.sets.iter();
            let sets = sets.map(|(id, value)| (id.clone(), OneOrMany(vec![value.clone()])));
            self.condition(service, &Condition(sets.collect()), &path);
        }
        let successors = service.lifecycle.iter().flat_map(|known| &known.successors);
        for successor in successors.filter(|id| self.catalog.service(id).is_none()) {
            let path = [Step::Key("lifecycle"), Step::Key("successors")];
            self.findings.push(self.file.finding(
                "catalog-reference",
                format!("no service is called '{successor}'"),
                &path,
            ));
        }
        for (id, attribute) in &service.attributes {
            let path = [Step::Key("attributes"), Step::Key(id), Step::Key("when")];
            self.condition(service, &attribute.when, &path);
            for other in attribute.elsewhere.values() {
                if self.catalog.service(other).is_none() {
                    self.dead(format!("no service is called '{other}'"), &path[..2]);
                }
            }
            for (value, form) in &attribute.values {
                let path = [
                    Step::Key("attributes"),
                    Step::Key(id),
                    Step::Key("values"),
                    Step::Key(value),
                ];
                self.condition(service, ValueForm::when(form), &path);
            }
        }
        for (index, taken) in service.traits.iter().enumerate() {
            let path = [Step::Key("traits"), Step::Item(index)];
            self.condition(service, &taken.when, &path);
            let Some(found) = self.catalog.trait_named(&taken.id) else {
                self.dead(format!("no trait is called '{}'", taken.id), &path);
                continue;
            };
            for (slug, verify) in &taken.verify {
                if !found.duties.iter().any(|duty| &duty.id == slug) {
                    self.dead(
                        format!("the trait '{}' has no duty '{slug}'", taken.id),
                        &path,
                    );
                }
                self.controls(verify, &path);
            }
        }
        for (layer, claims) in &service.layers {
            self.layer(layer, &[Step::Key("layers"), Step::Key(layer)]);
            for (index, claim) in claims.iter().enumerate() {
                let path = [
                    Step::Key("layers"),
                    Step::Key(layer),
                    Step::Item(index),
                    Step::Key("when"),
                ];
                self.condition(service, &claim.when, &path);
            }
        }
        self.duties(&service.duties, Some(service));
    }

    fn duties(&mut self, duties: &[Duty], service: Option<&Service>) {
        for (index, duty) in duties.iter().enumerate() {
            let path = [Step::Key("duties"), Step::Item(index)];
            self.layer(&duty.layer, &[&path[..], &[Step::Key("layer")]].concat());
            self.controls(&duty.verify, &[&path[..], &[Step::Key("verify")]].concat());
            let when = [&path[..], &[Step::Key("when")]].concat();
            match service {
                Some(service) => self.condition(service, &duty.when, &when),
                None if !duty.when.is_always() => {
                    self.dead("only a service has attributes; of a trait, the service that takes it on has the condition".to_owned(), &when);
                }
                None => {}
            }
        }
    }

    fn condition(&mut self, service: &Service, when: &Condition, path: &[Step<'_>]) {
        for (id, values) in &when.0 {
            let Some(attribute) = service.attributes.get(id) else {
                self.dead(format!("the service has no attribute '{id}'"), path);
                continue;
            };
            for value in values
                .0
                .iter()
                .filter(|value| !attribute.values.contains_key(&value.0))
            {
                self.dead(
                    format!("the attribute '{id}' has no value '{}'", value.0),
                    path,
                );
            }
        }
    }

    fn layer(&mut self, id: &str, path: &[Step<'_>]) {
        if self.catalog.layer(id).is_none() {
            self.dead(format!("no layer is called '{id}'"), path);
        }
    }

    fn controls(&mut self, verify: &Verify, path: &[Step<'_>]) {
        for control in &verify.security_hub {
            self.control(control, path);
        }
    }

    fn control(&mut self, id: &str, path: &[Step<'_>]) {
        if !self.catalog.controls().contains_key(id) {
            self.dead(format!("no Security Hub control is called '{id}'"), path);
        }
    }

    fn dead(&mut self, message: String, path: &[Step<'_>]) {
        self.findings
            .push(self.file.finding("catalog-reference", message, path));
    }
}
