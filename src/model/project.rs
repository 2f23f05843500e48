//! The resolved project: everything the documents say, before it is worded.

use std::sync::Arc;

use time::Date;

use super::explain::Explanation;
use crate::catalog::{Account, CategoryId, Duty, Framework, Service, Stage, Verify};
use crate::diagnostic::{Place, Source};
use crate::input::{Spanned, Status};

/// A project and who holds what in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project<'c> {
    pub source: Arc<Source>,
    /// File-name stem.
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub organization: Option<String>,
    pub team: Option<String>,
    pub version: Option<String>,
    pub classification: Option<String>,
    pub date: Date,
    /// The day whose facts are told, where it is not the document's.
    pub as_of: Option<Date>,
    pub accounts: Vec<String>,
    pub regions: Vec<String>,
    pub contacts: Vec<Contact>,
    pub approvals: Vec<Approval>,
    pub account: AccountUse<'c>,
    pub uses: Vec<Use<'c>>,
    /// The account's duties, then every duty of every use, in the order of uses and of layers.
    pub register: Vec<RegisterRow<'c>>,
    pub frameworks: Vec<FrameworkUse<'c>>,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: String,
    pub role: Option<String>,
    pub email: Option<String>,
}

/// Who approves the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub name: String,
    pub role: Option<String>,
    pub date: Option<Date>,
}

/// The AWS account that the services run in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUse<'c> {
    pub account: &'c Account,
    /// Who does its duties: the account's owner, else the project's team.
    pub owner: Option<String>,
    pub note: Option<String>,
    /// Where the services file speaks of it, else of the project.
    pub place: Place,
}

/// One use of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use<'c> {
    pub service: &'c Service,
    /// The team's own name for it.
    pub name: Option<String>,
    /// Who does its duties: the use's owner, else the project's team.
    pub owner: Option<String>,
    pub note: Option<String>,
    /// One for each configuration: a single one unless an attribute holds a list.
    pub variants: Vec<Variant<'c>>,
    /// Where the use stands in the services file.
    pub place: Place,
}

/// A use in one configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant<'c> {
    /// The values that tell this configuration from the use's others; empty when it is the only one.
    pub told_apart_by: Vec<(&'c str, String)>,
    pub explanation: Explanation<'c>,
}

impl Variant<'_> {
    pub fn category(&self) -> CategoryId {
        self.explanation.answer.category
    }

    /// Whether AWS has shut the service down: then nobody holds its layers any more.
    pub fn is_retired(&self) -> bool {
        let standing = self.explanation.standing;
        standing.is_some_and(|standing| standing.lifecycle.stage == Stage::Retired)
    }
}

impl<'c> Use<'c> {
    /// `Amazon RDS: orders-db`, or the service's name alone.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("{}: {name}", self.service.name),
            None => self.service.name.clone(),
        }
    }

    /// The open questions of all variants, each once.
    pub fn open_questions(&self) -> Vec<OpenQuestion<'_, 'c>> {
        let mut open: Vec<OpenQuestion<'_, 'c>> = Vec::new();
        for variant in &self.variants {
            for question in &variant.explanation.questions {
                if !open.iter().any(|known| known.question.id == question.id) {
                    open.push(OpenQuestion { variant, question });
                }
            }
        }
        open
    }
}

/// A question of a use and the variant that asks it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenQuestion<'u, 'c> {
    pub variant: &'u Variant<'c>,
    pub question: &'u super::question::Question<'c>,
}

/// Whose duty it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The account's.
    Account,
    /// That of a use, by its index in the project.
    Use(usize),
}

/// One duty of the account or of a use, and what the team has done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow<'c> {
    /// `service/slug`.
    pub id: String,
    pub of: Of,
    pub duty: &'c Duty,
    pub verify: Verify,
    pub owner: Option<String>,
    pub status: Option<Status>,
    pub evidence: Vec<Evidence>,
    pub due: Option<Spanned<Date>>,
    pub note: Option<String>,
    /// Where its record stands in the services file, if it has one.
    pub place: Option<Place>,
}

/// A thing an auditor can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub title: String,
    pub link: Option<String>,
    pub date: Option<Spanned<Date>>,
}

/// A framework the project reports to, and the requirements that its duties support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkUse<'c> {
    pub framework: &'c Framework,
    pub requirements: Vec<Requirement>,
}

/// A requirement of a framework, and what supports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub id: String,
    /// Ids of the duties that support it by way of the controls.
    pub duties: Vec<String>,
    /// The Security Hub controls that AWS maps to it.
    pub controls: Vec<String>,
    /// Ids of the duties that support it by the catalog's own reading: no control verifies them.
    pub ours: Vec<String>,
}
