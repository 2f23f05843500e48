//! Compares a services file with what the code or an inventory uses.

use time::Date;

use super::report::found_at;
use super::uses::{Discovery, Use};
use crate::catalog::{Catalog, Service, normalise};
use crate::diagnostic::{Diagnostic, Place, Span, and, code};
use crate::input::{ServiceEntry, ServicesFile};

/// A setting in the file that the code contradicts.
struct Contradiction {
    attribute: String,
    listed: String,
    found: String,
    span: Span,
}

/// The entries of a file as the catalog knows them.
pub(super) struct Listed<'a> {
    entries: Vec<(&'a ServiceEntry, &'a Service)>,
    date: Date,
}

/// How a use that was found stands to the entries.
pub(super) enum Match<'a> {
    /// No entry is of its service.
    None,
    /// This entry is it, or may be.
    Entry(&'a ServiceEntry),
    /// All entries of its service say something else.
    Differs(&'a ServiceEntry),
}

impl<'a> Listed<'a> {
    pub(super) fn of(file: &'a ServicesFile, catalog: &'a Catalog, date: Date) -> Self {
        let entries = file.services.iter();
        let entries =
            entries.filter_map(|entry| Some((entry, catalog.find(&entry.service.value)?)));
        Listed {
            entries: entries.collect(),
            date,
        }
    }

    fn of_service(&self, id: &str) -> impl Iterator<Item = (&'a ServiceEntry, &'a Service)> {
        self.entries
            .iter()
            .copied()
            .filter(move |(_, service)| service.id == id)
    }

    pub(super) fn find(&self, used: &Use) -> Match<'a> {
        let entries: Vec<_> = self.of_service(&used.service).collect();
        let name = used.name.as_deref().map(normalise);
        let named = entries.iter().find(|(entry, _)| {
            let own = entry.name.as_ref().map(|name| normalise(&name.value));
            own.is_some() && own == name
        });
        let agrees = |(entry, service): &&(&ServiceEntry, &Service)| {
            self.contradictions(used, entry, service).is_empty()
        };
        match (named, entries.iter().find(agrees), entries.first()) {
            (Some((entry, _)), ..) | (None, Some((entry, _)), _) => Match::Entry(entry),
            (None, None, Some((entry, _))) => Match::Differs(entry),
            (None, None, None) => Match::None,
        }
    }

    fn contradictions(
        &self,
        used: &Use,
        entry: &ServiceEntry,
        service: &Service,
    ) -> Vec<Contradiction> {
        let mut found = Vec::new();
        for written in &entry.attributes {
            for (id, attribute) in service.attributes_stated_by(&written.name.value) {
                let Some(said) = used.attributes.get(id) else {
                    continue;
                };
                let values = written.values.iter();
                let values: Vec<_> = values
                    .filter_map(|word| attribute.value(&word.value, self.date).map(str::to_owned))
                    .collect();
                let differs =
                    !values.is_empty() && said.values.iter().any(|value| !values.contains(value));
                if differs {
                    found.push(Contradiction {
                        attribute: id.to_owned(),
                        listed: and(&values),
                        found: and(&said.values),
                        span: written
                            .values
                            .first()
                            .map_or(written.name.span, |word| word.span),
                    });
                }
            }
        }
        found
    }

    /// What is in use and not listed, listed and not in use, or listed otherwise.
    pub(super) fn findings(&self, file: &ServicesFile, discovery: &Discovery) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for used in &discovery.uses {
            match self.find(used) {
                Match::None => findings.push(not_listed(file, used)),
                Match::Entry(entry) | Match::Differs(entry) => {
                    let service = self
                        .of_service(&used.service)
                        .next()
                        .map(|(_, service)| service);
                    for one in service
                        .map(|service| self.contradictions(used, entry, service))
                        .unwrap_or_default()
                    {
                        findings.push(differs(file, used, &one));
                    }
                }
            }
        }
        findings.extend(self.vanished(file, discovery));
        findings
    }

    /// What is listed and not in use.
    pub(super) fn vanished(&self, file: &ServicesFile, discovery: &Discovery) -> Vec<Diagnostic> {
        let is_used =
            |service: &Service| discovery.uses.iter().any(|used| used.service == service.id);
        let gone = self.entries.iter().filter(|(_, service)| !is_used(service));
        gone.map(|(entry, service)| {
            let message = format!(
                "{} is listed, and '{}' does not use it",
                service.name, discovery.input
            );
            Diagnostic::new(code("use-not-found"), message)
                .at(Place::new(&file.source, entry.service.span))
                .help("remove it, or compare with the code that uses it")
        })
        .collect()
    }
}

/// Compares a file with what was found.
pub fn compare(
    file: &ServicesFile,
    found: &Discovery,
    catalog: &Catalog,
    date: Date,
) -> Vec<Diagnostic> {
    Listed::of(file, catalog, date).findings(file, found)
}

fn not_listed(file: &ServicesFile, used: &Use) -> Diagnostic {
    let message = format!(
        "'{}' is in use and not listed: {}",
        used.service,
        found_at(used)
    );
    let span = file
        .services
        .last()
        .map_or(Span::default(), |entry| entry.service.span);
    Diagnostic::new(code("use-not-listed"), message)
        .at(Place::new(&file.source, span))
        .label("the list ends here")
        .help(format!(
            "add `- {}`, or run `onus discover` with `--merge`",
            used.service
        ))
}

fn differs(file: &ServicesFile, used: &Use, one: &Contradiction) -> Diagnostic {
    let message = format!(
        "'{}' is {} here and {} in use: {}",
        one.attribute,
        one.listed,
        one.found,
        found_at(used)
    );
    Diagnostic::new(code("setting-differs"), message)
        .at(Place::new(&file.source, one.span))
        .help("correct the one that is wrong")
}
