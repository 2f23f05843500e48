//! Joins what the team has done, as the services file records it, to the duties it is about.

use std::collections::HashMap;
use std::sync::Arc;

use super::text;
use crate::catalog::{Catalog, Duty, Verify, normalise};
use crate::diagnostic::{Diagnostic, Place, Source, code, nearest};
use crate::input::{DutyEntry, ServicesFile};
use crate::model::project::{AccountUse, Evidence, Of, RegisterRow, Use};

/// The register: a row for each duty of the account and of each use.
pub(super) fn register<'c>(
    catalog: &'c Catalog,
    file: &ServicesFile,
    account: &AccountUse<'c>,
    uses: &[(usize, Use<'c>)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<RegisterRow<'c>> {
    let mut rows = account_rows(account);
    rows.extend(use_rows(uses));
    let mut records = Records {
        file,
        catalog,
        source: &file.source,
        uses,
        diagnostics,
    };
    let general = records.by_duty(&file.duties, None, &rows);
    let own: Vec<_> = uses
        .iter()
        .enumerate()
        .map(|(of, (entry, _))| records.by_duty(&file.services[*entry].duties, Some(of), &rows))
        .collect();
    for row in &mut rows {
        let of_use = match row.of {
            Of::Account => None,
            Of::Use(of) => own[of].get(&row.id),
        };
        let record = of_use.or_else(|| general.get(&row.id));
        if let Some(record) = record {
            apply(row, record, &file.source);
        }
    }
    rows
}

fn account_rows<'c>(used: &AccountUse<'c>) -> Vec<RegisterRow<'c>> {
    let duties = used.account.duties.iter();
    let row = |duty: &'c Duty| {
        let id = format!("{}/{}", used.account.id, duty.id);
        open_row(id, Of::Account, duty, &duty.verify, used.owner.as_ref())
    };
    duties.map(row).collect()
}

/// A row about which nothing is recorded yet.
fn open_row<'c>(
    id: String,
    of: Of,
    duty: &'c Duty,
    verify: &Verify,
    owner: Option<&String>,
) -> RegisterRow<'c> {
    RegisterRow {
        id,
        of,
        duty,
        verify: verify.clone(),
        owner: owner.cloned(),
        status: None,
        evidence: Vec::new(),
        due: None,
        note: None,
        place: None,
    }
}

/// The duties of each use, each once however many configurations ask for it.
fn use_rows<'c>(uses: &[(usize, Use<'c>)]) -> Vec<RegisterRow<'c>> {
    let mut rows: Vec<RegisterRow<'c>> = Vec::new();
    for (of, (_, used)) in uses.iter().enumerate() {
        let first = rows.len();
        for variant in &used.variants {
            for duty in &variant.explanation.answer.duties {
                if rows[first..].iter().any(|row| row.id == duty.id) {
                    continue;
                }
                rows.push(open_row(
                    duty.id.clone(),
                    Of::Use(of),
                    duty.duty,
                    &duty.verify,
                    used.owner.as_ref(),
                ));
            }
        }
    }
    rows
}

fn apply(row: &mut RegisterRow<'_>, record: &DutyEntry, source: &Arc<Source>) {
    row.owner = text(&record.owner).or_else(|| row.owner.take());
    row.status = record.status.as_ref().map(|status| status.value);
    row.due = record.due.clone();
    row.note = text(&record.note);
    row.place = Some(Place::new(source, record.id.span));
    row.evidence = record
        .evidence
        .iter()
        .map(|piece| Evidence {
            title: piece.title.value.clone(),
            link: text(&piece.link),
            date: piece.date.clone(),
        })
        .collect();
}

struct Records<'a, 'c> {
    file: &'a ServicesFile,
    catalog: &'c Catalog,
    source: &'a Arc<Source>,
    uses: &'a [(usize, Use<'c>)],
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Records<'_, '_> {
    /// Records by the id of their duty; those that match none are findings.
    fn by_duty<'f>(
        &mut self,
        records: &'f [DutyEntry],
        of: Option<usize>,
        rows: &[RegisterRow<'_>],
    ) -> HashMap<String, &'f DutyEntry> {
        let mut by_duty: HashMap<String, &DutyEntry> = HashMap::new();
        for record in records {
            let written = &record.id.value;
            let id = self.whole_id(written, of);
            let known = rows
                .iter()
                .any(|row| row.id == id && of.is_none_or(|of| row.of == Of::Use(of)));
            if !known {
                // A use that could not be resolved has its own finding; its duties are not known yet.
                if !self.is_unresolved(&id) {
                    self.unknown(record, &id, of, rows);
                }
            } else if by_duty
                .insert(id, record)
                .is_some_and(|first| first.id.value != *written)
            {
                // The same key twice is a finding of the reader already.
                let message = format!("the duty '{written}' has two records");
                let place = Place::new(self.source, record.id.span);
                self.diagnostics.push(
                    Diagnostic::new(code("duplicate-duty"), message)
                        .at(place)
                        .help("keep one of them"),
                );
            }
        }
        by_duty
    }

    /// Whether the duty's service is listed, in a use that could not be resolved.
    fn is_unresolved(&self, id: &str) -> bool {
        let service = id
            .split_once('/')
            .filter(|(service, _)| *service != self.catalog.account().id)
            .and_then(|(service, _)| self.catalog.find(service));
        let Some(service) = service else {
            return false;
        };
        let resolved = |index| self.uses.iter().any(|(entry, _)| *entry == index);
        let mut listed = self.file.services.iter().enumerate();
        listed.any(|(index, entry)| {
            let found = self.catalog.find(&entry.service.value);
            found.is_some_and(|found| found.id == service.id) && !resolved(index)
        })
    }

    /// `service/slug` with the service's own id, however the record writes it.
    fn whole_id(&self, written: &str, of: Option<usize>) -> String {
        match (written.split_once('/'), of) {
            (Some((service, slug)), _) if normalise(service) == self.catalog.account().id => {
                format!(
                    "{}/{}",
                    self.catalog.account().id,
                    slug.trim().to_lowercase()
                )
            }
            (Some((service, slug)), _) => match self.catalog.find(service) {
                Some(found) => format!("{}/{}", found.id, slug.trim().to_lowercase()),
                None => written.to_owned(),
            },
            (None, Some(of)) => format!(
                "{}/{}",
                self.uses[of].1.service.id,
                written.trim().to_lowercase()
            ),
            (None, None) => written.to_owned(),
        }
    }

    fn unknown(
        &mut self,
        record: &DutyEntry,
        id: &str,
        of: Option<usize>,
        rows: &[RegisterRow<'_>],
    ) {
        let written = &record.id.value;
        let (message, help) = match self.reason(id, of) {
            Some(reason) => reason,
            None => {
                let ids = rows
                    .iter()
                    .filter(|row| of.is_none_or(|of| row.of == Of::Use(of)))
                    .map(|row| row.id.as_str());
                let help = match nearest(id, ids) {
                    Some(near) => format!("did you mean '{near}'?"),
                    None => "`onus explain SERVICE` lists the duties of a service".to_owned(),
                };
                (format!("no duty is called '{written}'"), help)
            }
        };
        let place = Place::new(self.source, record.id.span);
        self.diagnostics.push(
            Diagnostic::new(code("unknown-duty"), message)
                .at(place)
                .help(help),
        );
    }

    /// Why a duty that the catalog has is none of this project's.
    fn reason(&self, id: &str, of: Option<usize>) -> Option<(String, String)> {
        let (service_id, slug) = id
            .split_once('/')
            .filter(|(service, _)| *service != self.catalog.account().id)?;
        let service = self.catalog.find(service_id)?;
        let traits = service.traits.iter().filter_map(|taken| {
            let duties = &self.catalog.trait_named(&taken.id)?.duties;
            let duty = duties.iter().find(|duty| duty.id == slug)?;
            Some(if taken.when.is_always() {
                &duty.when
            } else {
                &taken.when
            })
        });
        let own = service
            .duties
            .iter()
            .find(|duty| duty.id == slug)
            .map(|duty| &duty.when);
        let when = own.into_iter().chain(traits).next()?;
        let in_use = match of {
            Some(of) => self.uses[of].1.service.id == service.id,
            None => self
                .uses
                .iter()
                .any(|(_, used)| used.service.id == service.id),
        };
        if !in_use {
            let place = if of.is_some() {
                "this use is of another service"
            } else {
                "the project does not list it"
            };
            let message = format!("the duty '{id}' belongs to {}, and {place}", service.name);
            return Some((
                message,
                format!("add '{}' to 'services', or remove the record", service.id),
            ));
        }
        let message = format!("the duty '{id}' does not apply: it holds where {when}");
        Some((
            message,
            "remove the record, or state the configuration it belongs to".to_owned(),
        ))
    }
}

/// Whether two names of uses are the same to a reader.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    normalise(a) == normalise(b)
}
