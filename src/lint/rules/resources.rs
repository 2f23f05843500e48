//! What `resources.yaml` says refers to what is there: services, attributes, values, types.

use crate::catalog::{Catalog, OneOrMany, Reading, ResourceRules};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let Some(Subject::Resources(rules)) = file.subject(lint.catalog) else {
        return Vec::new();
    };
    let mut check = Check {
        catalog: lint.catalog,
        file,
        findings: Vec::new(),
    };
    check.services(rules);
    for (index, reading) in rules.readings.iter().enumerate() {
        check.reading(reading, &[Step::Key("readings"), Step::Item(index)]);
    }
    for (index, answer) in rules.answers.iter().enumerate() {
        let kind = OneOrMany(vec![crate::catalog::Scalar(answer.kind.clone())]);
        check.types(&kind, &[Step::Key("answers"), Step::Item(index)]);
    }
    check.findings
}

struct Check<'a> {
    catalog: &'a Catalog,
    file: &'a LintFile,
    findings: Vec<Diagnostic>,
}

impl Check<'_> {
    fn services(&mut self, rules: &ResourceRules) {
        for (list, prefixes) in [
            ("terraform", &rules.prefixes.terraform),
            ("cloudformation", &rules.prefixes.cloudformation),
        ] {
            for (prefix, service) in prefixes {
                self.service(
                    service,
                    &[Step::Key("prefixes"), Step::Key(list), Step::Key(prefix)],
                );
            }
        }
        for (index, effect) in rules.effects.iter().enumerate() {
            let path = [Step::Key("effects"), Step::Item(index)];
            for service in effect.service.iter().chain(&effect.also) {
                self.service(service, &path);
            }
            if effect.service.is_some() == effect.also.is_some() {
                self.dead(
                    "an effect has one of 'service' and 'also'".to_owned(),
                    &path,
                );
            }
            self.types(&effect.types, &path);
        }
        for (service, kinds) in &rules.uses {
            let path = [Step::Key("uses"), Step::Key(service)];
            self.service(service, &path);
            let kinds = kinds
                .iter()
                .map(|kind| crate::catalog::Scalar(kind.clone()));
            self.types(&OneOrMany(kinds.collect()), &path);
        }
    }

    fn reading(&mut self, reading: &Reading, path: &[Step<'_>]) {
        self.types(&reading.types, path);
        if reading.is.is_some() == reading.from.is_some() {
            self.dead("a reading has one of 'is' and 'from'".to_owned(), path);
        }
        let (service, id) = reading.target();
        let attribute = self
            .catalog
            .service(service)
            .and_then(|service| service.attributes.get(id));
        let Some(attribute) = attribute else {
            self.dead(
                format!("no attribute is called '{}'", reading.attribute),
                path,
            );
            return;
        };
        if let Some(value) = reading
            .is
            .as_ref()
            .filter(|value| !attribute.values.contains_key(&value.0))
        {
            self.dead(
                format!("the attribute '{id}' has no value '{}'", value.0),
                path,
            );
        }
    }

    fn service(&mut self, id: &str, path: &[Step<'_>]) {
        if self.catalog.service(id).is_none() {
            self.dead(format!("no service is called '{id}'"), path);
        }
    }

    fn types(&mut self, types: &OneOrMany, path: &[Step<'_>]) {
        let known = self.catalog.resource_types();
        for kind in &types.0 {
            if !known.terraform.contains_key(&kind.0) && !known.cloudformation.contains_key(&kind.0)
            {
                self.dead(format!("no service lists the type '{}'", kind.0), path);
            }
        }
    }

    fn dead(&mut self, message: String, path: &[Step<'_>]) {
        self.findings
            .push(self.file.finding("catalog-reference", message, path));
    }
}
