//! From the services file and the catalog to the resolved project.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use time::Date;

use super::configure::{Fault, complete};
use super::explain::explain;
use super::project::{Approval, Contact, FrameworkUse, Project, RegisterRow, Use, Variant};
use super::records;
use crate::catalog::{Attribute, Catalog, Configuration, Service, normalise};
use crate::diagnostic::{Diagnostic, Place, Source, Span, code, nearest, quoted_list};
use crate::input::{AttributeEntry, SERVICE_KEYS, ServiceEntry, ServicesFile, Spanned};

/// Most configurations that the lists of one use may multiply to.
const CONFIGURATION_LIMIT: usize = 16;

/// The day of a document: what the command line demands, else what the file says, else the day of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub demanded: Option<Date>,
    pub of_run: Date,
}

impl Day {
    /// The day for a file that may state its own.
    fn choose(self, file: &ServicesFile) -> Date {
        let stated = file.project.date.as_ref().map(|date| date.value);
        self.demanded.or(stated).unwrap_or(self.of_run)
    }
}

/// Resolves one use on its own, as `explain` needs it.
pub fn resolve_use<'c>(
    entry: &ServiceEntry,
    source: &Arc<Source>,
    catalog: &'c Catalog,
    date: Date,
) -> (Option<Use<'c>>, Vec<Diagnostic>) {
    let mut resolver = Resolver {
        catalog,
        source,
        date,
        diagnostics: Vec::new(),
    };
    let used = resolver.one_use(entry, None);
    (used, resolver.diagnostics)
}

/// Resolves a project. Findings stand beside a project that is complete only when none of them is an
/// error.
pub fn resolve<'c>(
    file: &ServicesFile,
    catalog: &'c Catalog,
    day: Day,
) -> (Project<'c>, Vec<Diagnostic>) {
    let entry = &file.project;
    let date = day.choose(file);
    let mut resolver = Resolver {
        catalog,
        source: &file.source,
        date,
        diagnostics: Vec::new(),
    };
    let uses = resolver.uses(file);
    let id = resolver.project_id(file);
    let frameworks = resolver.frameworks(file);
    let mut diagnostics = resolver.diagnostics;
    let register = records::register(catalog, file, &uses, &mut diagnostics);
    let text = |spanned: &Option<Spanned<String>>| spanned.as_ref().map(|text| text.value.clone());
    let texts = |list: &[Spanned<String>]| list.iter().map(|text| text.value.clone()).collect();
    let project = Project {
        source: Arc::clone(&file.source),
        id,
        name: text(&entry.name).unwrap_or_default(),
        description: text(&entry.description),
        organization: text(&entry.organization),
        team: text(&entry.team),
        version: text(&entry.version),
        classification: text(&entry.classification),
        date,
        accounts: texts(&entry.accounts),
        regions: texts(&entry.regions),
        contacts: contacts(file),
        approvals: approvals(file),
        frameworks: frameworks
            .into_iter()
            .map(|framework| supported(framework, &register))
            .collect(),
        uses: uses.into_iter().map(|(_, used)| used).collect(),
        register,
    };
    (project, diagnostics)
}

fn contacts(file: &ServicesFile) -> Vec<Contact> {
    let text = |spanned: &Option<Spanned<String>>| spanned.as_ref().map(|text| text.value.clone());
    let contact = |contact: &crate::input::Contact| Contact {
        name: contact.name.value.clone(),
        role: text(&contact.role),
        email: text(&contact.email),
    };
    file.project.contacts.iter().map(contact).collect()
}

fn approvals(file: &ServicesFile) -> Vec<Approval> {
    let approval = |approval: &crate::input::Approval| Approval {
        name: approval.name.value.clone(),
        role: approval.role.as_ref().map(|role| role.value.clone()),
        date: approval.date.as_ref().map(|date| date.value),
    };
    file.project.approvals.iter().map(approval).collect()
}

/// Which requirements the duties support, by way of the Security Hub controls that verify them.
fn supported<'c>(
    framework: &'c crate::catalog::Framework,
    register: &[RegisterRow<'c>],
) -> FrameworkUse<'c> {
    let mut requirements: BTreeMap<Vec<IdPart>, (String, Vec<String>, Vec<String>)> =
        BTreeMap::new();
    for row in register {
        for control in &row.verify.security_hub {
            for requirement in framework.controls.get(control).into_iter().flatten() {
                let (_, duties, controls) = requirements
                    .entry(id_parts(&requirement.0))
                    .or_insert_with(|| (requirement.0.clone(), Vec::new(), Vec::new()));
                push_new(duties, &row.id);
                push_new(controls, control);
            }
        }
    }
    FrameworkUse {
        framework,
        requirements: requirements.into_values().collect(),
    }
}

fn push_new(list: &mut Vec<String>, item: &str) {
    if !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
}

/// Part of an id, so that `AC-2` sorts before `AC-10`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum IdPart {
    Number(u64),
    Text(String),
}

fn id_parts(id: &str) -> Vec<IdPart> {
    let mut parts = Vec::new();
    for piece in id.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        if let Ok(number) = digits.parse() {
            parts.push(IdPart::Number(number));
        }
        if digits.len() < piece.len() {
            parts.push(IdPart::Text(piece[digits.len()..].to_owned()));
        }
    }
    parts
}

struct Resolver<'a, 'c> {
    catalog: &'c Catalog,
    source: &'a Arc<Source>,
    date: Date,
    diagnostics: Vec<Diagnostic>,
}

impl<'c> Resolver<'_, 'c> {
    fn fault(&mut self, name: &str, message: String, span: Span, help: String) {
        let place = Place::new(self.source, span);
        self.diagnostics
            .push(Diagnostic::new(code(name), message).at(place).help(help));
    }

    fn project_id(&mut self, file: &ServicesFile) -> String {
        if let Some(id) = &file.project.id {
            return id.value.clone();
        }
        let Some(name) = &file.project.name else {
            return String::new();
        };
        let id: String = slug::slugify(&name.value).chars().take(100).collect();
        if id.is_empty() {
            let message = format!("the name '{}' gives no file name", name.value);
            self.fault(
                "bad-id",
                message,
                name.span,
                "add `id: …` to 'project'".to_owned(),
            );
        }
        id
    }

    fn frameworks(&mut self, file: &ServicesFile) -> Vec<&'c crate::catalog::Framework> {
        let mut frameworks: Vec<&'c crate::catalog::Framework> = Vec::new();
        for written in &file.frameworks {
            let wanted = normalise(&written.value);
            let id = self
                .catalog
                .framework_ids()
                .find(|id| normalise(id) == wanted);
            match id.and_then(|id| self.catalog.framework(id)) {
                Some(framework) if frameworks.iter().any(|known| known.id == framework.id) => {
                    let message = format!("the framework '{}' stands twice", written.value);
                    self.fault(
                        "duplicate-framework",
                        message,
                        written.span,
                        "keep one of them".to_owned(),
                    );
                }
                Some(framework) => frameworks.push(framework),
                None => {
                    let help = match nearest(&written.value, self.catalog.framework_ids()) {
                        Some(near) => format!("did you mean '{near}'?"),
                        None => format!(
                            "known frameworks are {}",
                            quoted_list(self.catalog.framework_ids())
                        ),
                    };
                    let message = format!("no framework is called '{}'", written.value);
                    self.fault("unknown-framework", message, written.span, help);
                }
            }
        }
        frameworks
    }

    /// The uses that could be resolved, each with the index of its entry.
    fn uses(&mut self, file: &ServicesFile) -> Vec<(usize, Use<'c>)> {
        let mut uses = Vec::new();
        for (index, entry) in file.services.iter().enumerate() {
            if let Some(used) = self.one_use(entry, file.project.team.as_ref()) {
                uses.push((index, used));
            }
        }
        self.same_uses(file, &uses);
        uses
    }

    fn one_use(&mut self, entry: &ServiceEntry, team: Option<&Spanned<String>>) -> Option<Use<'c>> {
        let Some(service) = self.catalog.find(&entry.service.value) else {
            self.unknown_service(entry);
            return None;
        };
        let given = self.given(service, entry)?;
        let varying: Vec<_> = given
            .iter()
            .filter(|(_, values)| values.len() > 1)
            .map(|(id, _)| *id)
            .collect();
        let configurations = multiply(&given);
        if configurations.len() > CONFIGURATION_LIMIT {
            let message = format!(
                "the lists make {} configurations; {CONFIGURATION_LIMIT} are the most",
                configurations.len()
            );
            self.fault(
                "too-many-configurations",
                message,
                entry.span,
                "split it into several uses with names".to_owned(),
            );
            return None;
        }
        let mut variants = Vec::new();
        for given in configurations {
            match complete(service, &given) {
                Ok(taken) => variants.push(Variant {
                    told_apart_by: varying.iter().map(|id| (*id, given[*id].clone())).collect(),
                    explanation: explain(self.catalog, service, given, taken, self.date),
                }),
                Err(faults) => faults
                    .iter()
                    .for_each(|fault| self.no_such(service, entry, &given, fault)),
            }
        }
        let text =
            |spanned: &Option<Spanned<String>>| spanned.as_ref().map(|text| text.value.clone());
        Some(Use {
            service,
            name: text(&entry.name),
            owner: text(&entry.owner).or_else(|| team.map(|team| team.value.clone())),
            note: text(&entry.note),
            variants,
            place: Place::new(self.source, entry.service.span),
        })
    }

    fn unknown_service(&mut self, entry: &ServiceEntry) {
        let written = &entry.service;
        let names = self.catalog.names();
        let known = names.iter().flat_map(|names| {
            std::iter::once(names.id.as_str()).chain(names.others.iter().map(String::as_str))
        });
        let help = match nearest(&written.value, known) {
            Some(near) => {
                let id = self
                    .catalog
                    .find(near)
                    .map_or(near, |service| service.id.as_str());
                format!("did you mean '{id}'?")
            }
            None => "`onus catalog list` lists the services that are known".to_owned(),
        };
        let message = format!("no service is called '{}'", written.value);
        let place = Place::new(self.source, written.span);
        let fault = Diagnostic::new(code("unknown-service"), message)
            .at(place)
            .label("not in the catalog");
        self.diagnostics.push(fault.help(help));
    }

    /// The attribute values given, under their own ids and in the service's order; `None` when one of
    /// them is unknown.
    fn given(
        &mut self,
        service: &'c Service,
        entry: &ServiceEntry,
    ) -> Option<Vec<(&'c str, Vec<String>)>> {
        let before = self.diagnostics.len();
        let mut given: HashMap<&str, Vec<String>> = HashMap::new();
        for written in &entry.attributes {
            let Some((id, attribute)) = service.attribute(&written.name.value) else {
                self.unknown_attribute(service, written);
                continue;
            };
            let values = self.values(service, attribute, written);
            if given.insert(id, values).is_some() {
                let message = format!("the attribute '{id}' is given twice");
                self.fault(
                    "duplicate-key",
                    message,
                    written.name.span,
                    "keep one of the two".to_owned(),
                );
            }
        }
        if self.diagnostics.len() > before {
            return None;
        }
        let in_order = service.attributes.keys();
        Some(
            in_order
                .filter_map(|id| {
                    given
                        .remove(id.as_str())
                        .map(|values| (id.as_str(), values))
                })
                .collect(),
        )
    }

    fn values(
        &mut self,
        service: &Service,
        attribute: &Attribute,
        written: &AttributeEntry,
    ) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for word in &written.values {
            match attribute.value(&word.value) {
                Some(value) => push_new(&mut values, value),
                None => self.unknown_value(service, attribute, written, word),
            }
        }
        values
    }

    fn unknown_attribute(&mut self, service: &Service, written: &AttributeEntry) {
        let name = &written.name.value;
        let ids = service.attributes.keys().map(String::as_str);
        let help = match nearest(name, ids.clone().chain(SERVICE_KEYS.iter().copied())) {
            Some(near) => format!("did you mean '{near}'?"),
            None if service.attributes.is_empty() => format!("{} has no attributes", service.name),
            None => format!("its attributes are {}", quoted_list(ids)),
        };
        let message = format!("{} has no attribute '{name}'", service.name);
        self.fault("unknown-attribute", message, written.name.span, help);
    }

    fn unknown_value(
        &mut self,
        service: &Service,
        attribute: &Attribute,
        written: &AttributeEntry,
        word: &Spanned<String>,
    ) {
        let values = attribute.values.keys().map(String::as_str);
        let help = match nearest(&word.value, values.clone()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("it is {}", quoted_list(values)),
        };
        let message = format!(
            "'{}' of {} has no value '{}'",
            written.name.value, service.name, word.value
        );
        self.fault("unknown-value", message, word.span, help);
    }

    /// A given value that cannot stand with the others, at the place where it is given.
    fn no_such(
        &mut self,
        service: &Service,
        entry: &ServiceEntry,
        given: &Configuration,
        fault: &Fault,
    ) {
        let (attribute, when, what) = match fault {
            Fault::NoAttribute { attribute } => {
                let when = &service.attributes[attribute].when;
                (
                    attribute,
                    when,
                    format!("'{attribute}' does not exist here"),
                )
            }
            Fault::NoValue { attribute, value } => {
                let when = service.attributes[attribute].values[value].when();
                (
                    attribute,
                    when,
                    format!("'{attribute}' cannot be '{value}' here"),
                )
            }
        };
        let id = normalise(attribute);
        let written = entry
            .attributes
            .iter()
            .find(|written| normalise(&written.name.value) == id);
        let span = written.map_or(entry.span, |written| written.name.span);
        let stated = when
            .attributes()
            .filter(|name| given.contains_key(*name))
            .count()
            > 0;
        let help = if stated {
            "change one of the two, or leave it out"
        } else {
            "state that as well, or leave it out"
        };
        let message = format!("{what}: {} has it where {when}", service.name);
        self.fault("no-such-combination", message, span, help.to_owned());
    }

    /// Uses of one service need names that tell them apart; names are unique in the project.
    fn same_uses(&mut self, file: &ServicesFile, uses: &[(usize, Use<'c>)]) {
        for (position, (index, used)) in uses.iter().enumerate() {
            let entry = &file.services[*index];
            let twin = uses[..position]
                .iter()
                .find(|(_, other)| match (&used.name, &other.name) {
                    (Some(name), Some(other)) => records::same_name(name, other),
                    (None, None) => used.service.id == other.service.id,
                    _ => false,
                });
            let Some((_, twin)) = twin else {
                continue;
            };
            let (line, _) = twin.place.line_and_column();
            let (message, span) = match &entry.name {
                Some(name) => (format!("two uses are called '{}'", name.value), name.span),
                None => (
                    format!("'{}' stands twice", entry.service.value),
                    entry.service.span,
                ),
            };
            let fault = Diagnostic::new(code("same-use"), message)
                .at(Place::new(self.source, span))
                .label(format!("first on line {line}"))
                .help(format!(
                    "give each use a name of its own: `{{service: {}, name: …}}`",
                    used.service.id
                ));
            self.diagnostics.push(fault);
        }
    }
}

/// Every way to choose one value of each attribute.
fn multiply(given: &[(&str, Vec<String>)]) -> Vec<Configuration> {
    let mut configurations = vec![Configuration::new()];
    for (id, values) in given {
        // Past the limit the count is what matters, not the configurations.
        if configurations.len() > CONFIGURATION_LIMIT * 100 {
            break;
        }
        configurations = configurations
            .iter()
            .flat_map(|configuration| {
                values.iter().map(|value| {
                    let mut longer = configuration.clone();
                    longer.insert((*id).to_owned(), value.clone());
                    longer
                })
            })
            .collect();
    }
    configurations
}

#[cfg(test)]
mod tests {
    use super::id_parts;

    #[test]
    fn requirement_ids_sort_as_people_count() {
        let mut ids = ["AC-10", "AC-2", "AC-2(10)", "AC-2(1)", "8.3.10.1", "8.3.2"];
        ids.sort_by_key(|id| id_parts(id));
        assert_eq!(
            ids,
            ["8.3.2", "8.3.10.1", "AC-2", "AC-2(1)", "AC-2(10)", "AC-10"]
        );
    }
}
