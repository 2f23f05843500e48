//! What the templates get: the resolved project as plain values, in the order of the document.
//!
//! Texts are unescaped here; the template engine escapes what it prints. Nothing is decided: parties,
//! duties and questions come from the model as they are.

mod account;
mod citations;
mod links;
mod question;
mod service;
mod summary;

use serde::Serialize;
use time::Date;

use super::picture::Picture;
use super::tally::status_label;
use crate::catalog::{Catalog, CategoryId, Party, Statement};
use crate::model::{Evidence, Of, Project, RegisterRow};
use account::AccountContext;
use citations::Citations;
use links::{LinkContext, Links};
use service::UseContext;
pub(super) use service::variant_title;
use summary::SummaryContext;

/// Where the document comes from, beside the project itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// SHA-256 of the services file, in hexadecimal.
    pub input_digest: String,
    /// SHA-256 of the built-in catalog, in hexadecimal.
    pub catalog_digest: String,
    /// Version of onus.
    pub version: String,
}

#[derive(Serialize)]
pub(super) struct DocumentContext {
    project: ProjectContext,
    /// The team's name inside a sentence: without one, "the team".
    team_within: String,
    /// The team's name at the start of a sentence: without one, "The team".
    team: String,
    onus: OnusContext,
    uses: Vec<ScopeRow>,
    summary: SummaryContext,
    account: AccountContext,
    categories: Vec<CategoryContext>,
    register: Vec<RegisterContext>,
    frameworks: Vec<FrameworkContext>,
    sources: Vec<SourceContext>,
    /// What the team's evidence leads to.
    links: Vec<LinkContext>,
    unverified: usize,
}

#[derive(Serialize)]
struct ProjectContext {
    name: String,
    description: Vec<String>,
    organization: Option<String>,
    team: Option<String>,
    version: Option<String>,
    classification: Option<String>,
    date: String,
    as_of: Option<String>,
    accounts: String,
    regions: String,
    contacts: Vec<PersonContext>,
    approvals: Vec<PersonContext>,
}

#[derive(Serialize)]
struct PersonContext {
    name: String,
    role: Option<String>,
    email: Option<String>,
    date: Option<String>,
}

#[derive(Serialize)]
struct OnusContext {
    version: String,
    input_digest: String,
    catalog_digest: String,
    /// First and last day on which a cited page was read.
    checked_from: Option<String>,
    checked_until: Option<String>,
    overlay: bool,
}

#[derive(Serialize)]
struct ScopeRow {
    title: String,
    official_name: String,
    categories: String,
    owner: Option<String>,
}

#[derive(Serialize)]
struct CategoryContext {
    id: &'static str,
    name: String,
    label: String,
    means: StatementContext,
    aws: Vec<StatementContext>,
    team: Vec<StatementContext>,
    uses: Vec<UseContext>,
}

#[derive(Serialize)]
struct StatementContext {
    text: String,
    citation: usize,
    unverified: bool,
}

#[derive(Serialize)]
struct RegisterContext {
    id: String,
    of: String,
    layer: String,
    text: String,
    owner: Option<String>,
    status: &'static str,
    evidence: Vec<EvidenceContext>,
    due: Option<String>,
    note: Vec<String>,
}

#[derive(Serialize)]
struct EvidenceContext {
    title: String,
    /// Label of one of the document's links.
    link: Option<String>,
    date: Option<String>,
}

#[derive(Serialize)]
struct FrameworkContext {
    name: String,
    source: String,
    /// Some duties support a requirement by the catalog's own reading.
    has_ours: bool,
    rows: Vec<RequirementContext>,
}

#[derive(Serialize)]
struct RequirementContext {
    id: String,
    duties: Vec<String>,
    controls: String,
    /// Duties that support it by the catalog's own reading.
    ours: Vec<String>,
}

#[derive(Serialize)]
struct SourceContext {
    number: usize,
    url: String,
    checked: String,
}

/// Gathers what the templates print. Citations are numbered in the order in which they are met.
pub(super) fn build(
    project: &Project<'_>,
    catalog: &Catalog,
    provenance: &Provenance,
    pictures: &[Picture],
) -> DocumentContext {
    let mut citations = Citations::default();
    let (team, team_within) = team_names(project.team.as_deref());
    let summary = summary::build(project, catalog, pictures);
    let account = account::build(project, catalog, &mut citations);
    let categories = CategoryId::ALL
        .iter()
        .map(|id| category(project, catalog, *id, &mut citations))
        .collect();
    let mut links = Links::default();
    let register = project
        .register
        .iter()
        .map(|row| register_row(project, catalog, row, &mut links))
        .collect();
    let (checked_from, checked_until) = citations.span();
    DocumentContext {
        project: project_context(project),
        team,
        team_within,
        onus: OnusContext {
            version: provenance.version.clone(),
            input_digest: provenance.input_digest.clone(),
            catalog_digest: provenance.catalog_digest.clone(),
            checked_from: checked_from.map(|day| day.to_string()),
            checked_until: checked_until.map(|day| day.to_string()),
            overlay: catalog.overlay().is_some(),
        },
        uses: project.uses.iter().map(scope_row).collect(),
        summary,
        account,
        categories,
        register,
        frameworks: project.frameworks.iter().map(framework).collect(),
        links: links.into_contexts(),
        unverified: citations.unverified(),
        sources: citations.into_sources(),
    }
}

fn project_context(project: &Project<'_>) -> ProjectContext {
    ProjectContext {
        name: project.name.clone(),
        description: lines(project.description.as_deref()),
        organization: project.organization.clone(),
        team: project.team.clone(),
        version: project.version.clone(),
        classification: project.classification.clone(),
        date: project.date.to_string(),
        as_of: project.as_of.map(|day| day.to_string()),
        accounts: project.accounts.join(", "),
        regions: project.regions.join(", "),
        contacts: project
            .contacts
            .iter()
            .map(|contact| PersonContext {
                name: contact.name.clone(),
                role: contact.role.clone(),
                email: contact.email.clone(),
                date: None,
            })
            .collect(),
        approvals: project
            .approvals
            .iter()
            .map(|approval| PersonContext {
                name: approval.name.clone(),
                role: approval.role.clone(),
                email: None,
                date: approval.date.map(|day| day.to_string()),
            })
            .collect(),
    }
}

/// Text by its lines, blank ones left out: each becomes a paragraph.
fn lines(text: Option<&str>) -> Vec<String> {
    let lines = text.unwrap_or_default().lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn scope_row(used: &crate::model::Use<'_>) -> ScopeRow {
    let mut categories: Vec<_> = used
        .variants
        .iter()
        .map(crate::model::Variant::category)
        .collect();
    categories.sort();
    categories.dedup();
    ScopeRow {
        title: used.title(),
        official_name: used.service.official_name.clone(),
        categories: categories
            .iter()
            .map(|id| id.name())
            .collect::<Vec<_>>()
            .join(", "),
        owner: used.owner.clone(),
    }
}

fn category(
    project: &Project<'_>,
    catalog: &Catalog,
    id: CategoryId,
    citations: &mut Citations,
) -> CategoryContext {
    let category = catalog.category(id);
    let in_use = project
        .uses
        .iter()
        .any(|used| used.variants.iter().any(|variant| variant.category() == id));
    let mut statement = |statement: &Statement| StatementContext {
        text: with_team(&statement.text, project.team.as_deref()),
        // A category that is not in use prints one sentence and cites nothing.
        citation: if in_use {
            citations.cite(&statement.source, statement.checked, statement.unverified)
        } else {
            0
        },
        unverified: statement.unverified,
    };
    CategoryContext {
        id: id.name(),
        name: category.name.clone(),
        label: category.label.clone(),
        means: statement(&category.means),
        aws: category.aws.iter().map(&mut statement).collect(),
        team: category.team.iter().map(&mut statement).collect(),
        uses: service::uses(project, catalog, id, citations),
    }
}

/// How a team, or an owner, is named at the start of a sentence and inside one.
fn team_names(name: Option<&str>) -> (String, String) {
    match name {
        Some(name) => (name.to_owned(), name.to_owned()),
        None => ("The team".to_owned(), "the team".to_owned()),
    }
}

/// A sentence about "the team" names the project's own where it begins with it.
fn with_team(text: &str, team: Option<&str>) -> String {
    match (team, text.strip_prefix("The team ")) {
        (Some(team), Some(rest)) => format!("{team} {rest}"),
        _ => text.to_owned(),
    }
}

fn register_row(
    project: &Project<'_>,
    catalog: &Catalog,
    row: &RegisterRow<'_>,
    links: &mut Links,
) -> RegisterContext {
    RegisterContext {
        id: row.id.clone(),
        of: match row.of {
            Of::Account => project.account.account.name.clone(),
            Of::Use(index) => project.uses[index].title(),
        },
        layer: layer_name(catalog, &row.duty.layer),
        text: row.duty.text.clone(),
        owner: row.owner.clone(),
        status: status_label(row.status),
        evidence: row
            .evidence
            .iter()
            .map(|piece| evidence(piece, links))
            .collect(),
        due: row.due.as_ref().map(|due| due.value.to_string()),
        note: lines(row.note.as_deref()),
    }
}

fn evidence(piece: &Evidence, links: &mut Links) -> EvidenceContext {
    EvidenceContext {
        title: piece.title.clone(),
        link: piece.link.as_deref().map(|url| links.label(url)),
        date: piece.date.as_ref().map(|day| day.value.to_string()),
    }
}

fn framework(used: &crate::model::FrameworkUse<'_>) -> FrameworkContext {
    let rows = used
        .requirements
        .iter()
        .map(|requirement| RequirementContext {
            id: requirement.id.clone(),
            duties: requirement.duties.clone(),
            controls: requirement.controls.join(", "),
            ours: requirement.ours.clone(),
        });
    FrameworkContext {
        name: used.framework.name.clone(),
        source: used.framework.source.clone(),
        has_ours: used
            .requirements
            .iter()
            .any(|requirement| !requirement.ours.is_empty()),
        rows: rows.collect(),
    }
}

fn layer_name(catalog: &Catalog, id: &str) -> String {
    catalog.layer(id).map_or(id, |layer| &layer.name).to_owned()
}

/// A layer's name inside a sentence; `Guest OS` keeps its capitals behind the first word.
fn uncapital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// How the document names a party.
fn party_name(party: Party) -> &'static str {
    match party {
        Party::Aws => "AWS",
        Party::Shared => "Shared",
        Party::Customer => "Team",
    }
}

fn earliest(a: Option<Date>, b: Date) -> Option<Date> {
    Some(a.map_or(b, |a| a.min(b)))
}
