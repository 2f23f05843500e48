//! From the services file and the catalog to the resolved project.

mod attributes;
mod frameworks;
mod records;
mod uses;

use std::sync::Arc;

use time::Date;

use super::project::{AccountUse, Approval, Contact, Project, Use};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Place, Source, Span, code};
use crate::input::{ServiceEntry, ServicesFile, Spanned};

/// The day of a document: what the command line demands, else what the file says, else the day of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub demanded: Option<Date>,
    pub of_run: Date,
    /// The day whose facts are told, where it is not that of the document.
    pub as_of: Option<Date>,
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
        date: day.as_of.unwrap_or(date),
        diagnostics: Vec::new(),
    };
    let uses = resolver.uses(file);
    let id = resolver.project_id(file);
    let frameworks = resolver.frameworks(file);
    let mut diagnostics = resolver.diagnostics;
    let account = account(file, catalog);
    let register = records::register(catalog, file, &account, &uses, &mut diagnostics);
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
        as_of: day.as_of.filter(|day| *day != date),
        accounts: texts(&entry.accounts),
        regions: texts(&entry.regions),
        contacts: contacts(file),
        approvals: approvals(file),
        frameworks: frameworks
            .into_iter()
            .map(|framework| frameworks::supported(framework, &register))
            .collect(),
        account,
        uses: uses.into_iter().map(|(_, used)| used).collect(),
        register,
    };
    (project, diagnostics)
}

/// The text a file states, without its place.
fn text(stated: &Option<Spanned<String>>) -> Option<String> {
    stated.as_ref().map(|text| text.value.clone())
}

fn account<'c>(file: &ServicesFile, catalog: &'c Catalog) -> AccountUse<'c> {
    let project = file.project.name.as_ref().map(|name| name.span);
    let span = file.account.span.or(project).unwrap_or_default();
    AccountUse {
        account: catalog.account(),
        owner: text(&file.account.owner).or_else(|| text(&file.project.team)),
        note: text(&file.account.note),
        place: Place::new(&file.source, span),
    }
}

fn contacts(file: &ServicesFile) -> Vec<Contact> {
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
}

fn push_new(list: &mut Vec<String>, item: &str) {
    if !list.iter().any(|known| known == item) {
        list.push(item.to_owned());
    }
}
