//! The uses of a project: each found in the catalog, configured and explained.

use std::borrow::Cow;

use super::attributes::Given;
use super::{Resolver, records, text};
use crate::catalog::{Attribute, Configuration, Service};
use crate::diagnostic::{Diagnostic, Place, code, nearest};
use crate::input::{ServiceEntry, ServicesFile, Spanned};
use crate::model::configure::complete;
use crate::model::explain::explain;
use crate::model::project::{Use, Variant};

/// Most configurations that the lists of one use may multiply to.
const CONFIGURATION_LIMIT: usize = 16;

impl<'c> Resolver<'_, 'c> {
    /// The uses that could be resolved, each with the index of its entry.
    pub(super) fn uses(&mut self, file: &ServicesFile) -> Vec<(usize, Use<'c>)> {
        let mut uses = Vec::new();
        for (index, entry) in file.services.iter().enumerate() {
            if let Some(used) = self.one_use(entry, file.project.team.as_ref()) {
                uses.push((index, used));
            }
        }
        self.same_uses(file, &uses);
        uses
    }

    pub(super) fn one_use(
        &mut self,
        entry: &ServiceEntry,
        team: Option<&Spanned<String>>,
    ) -> Option<Use<'c>> {
        let Some(service) = self.catalog.find(&entry.service.value) else {
            self.unknown_service(entry);
            return None;
        };
        let (service, entry) = self.where_it_belongs(service, entry);
        let entry = entry.as_ref();
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
            match complete(service, &given, self.date) {
                Ok(taken) => variants.push(Variant {
                    told_apart_by: varying.iter().map(|id| (*id, given[*id].clone())).collect(),
                    explanation: explain(self.catalog, service, taken, self.date),
                }),
                Err(faults) => faults
                    .iter()
                    .for_each(|fault| self.no_such(service, entry, &given, fault)),
            }
        }
        Some(Use {
            service,
            name: text(&entry.name),
            owner: text(&entry.owner).or_else(|| team.map(|team| team.value.clone())),
            note: text(&entry.note),
            variants,
            place: Place::new(self.source, entry.service.span),
        })
    }

    /// The service that a use really is of, and what is left to say of it: `engine: aurora-mysql` makes RDS
    /// Amazon Aurora, whose engine it then is.
    fn where_it_belongs<'e>(
        &self,
        service: &'c Service,
        entry: &'e ServiceEntry,
    ) -> (&'c Service, Cow<'e, ServiceEntry>) {
        let moved = entry
            .attributes
            .iter()
            .enumerate()
            .find_map(|(at, written)| {
                let (_, attribute) = *service.attributes_stated_by(&written.name.value).first()?;
                let mut others = written
                    .values
                    .iter()
                    .map(|word| attribute.elsewhere(&word.value));
                let first = others.next()??;
                // A mix of services in one use cannot be told apart; its values are unknown here.
                let other = others
                    .all(|other| other == Some(first))
                    .then(|| self.catalog.service(first))??;
                Some((at, other))
            });
        let Some((at, other)) = moved else {
            return (service, Cow::Borrowed(entry));
        };
        let mut entry = entry.clone();
        let written = &entry.attributes[at];
        let knows = |attribute: &Attribute| {
            let mut words = written.values.iter();
            words.all(|word| attribute.value(&word.value, self.date).is_some())
        };
        let stated = other.attributes_stated_by(&written.name.value);
        if !stated.iter().any(|(_, attribute)| knows(attribute)) {
            entry.attributes.remove(at);
        }
        (other, Cow::Owned(entry))
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
fn multiply(given: &Given<'_>) -> Vec<Configuration> {
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
