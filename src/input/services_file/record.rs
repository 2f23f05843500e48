//! The `duties` of a services file: what the team has done about each.

use time::Date;

use crate::diagnostic::nearest;
use crate::input::Spanned;
use crate::input::fields::Fields;
use crate::input::yaml::{Node, Value};

/// Keys of a duty's record.
pub const RECORD_KEYS: &[&str] = &["owner", "status", "evidence", "due", "note"];

const EVIDENCE_KEYS: &[&str] = &["title", "link", "date"];

/// What the team has done about one duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyEntry {
    /// `service/slug` as written; under a use, the slug alone will do.
    pub id: Spanned<String>,
    pub owner: Option<Spanned<String>>,
    pub status: Option<Spanned<Status>>,
    pub evidence: Vec<Evidence>,
    pub due: Option<Spanned<Date>>,
    pub note: Option<Spanned<String>>,
}

/// Where a duty stands: the states of OSCAL's `implementation-status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Implemented,
    Partial,
    Planned,
    Alternative,
    NotApplicable,
}

impl Status {
    pub const ALL: [Status; 5] = [
        Status::Implemented,
        Status::Partial,
        Status::Planned,
        Status::Alternative,
        Status::NotApplicable,
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        match self {
            Status::Implemented => "implemented",
            Status::Partial => "partial",
            Status::Planned => "planned",
            Status::Alternative => "alternative",
            Status::NotApplicable => "not-applicable",
        }
    }
}

/// A thing an auditor can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub title: Spanned<String>,
    /// Address, or path inside the project.
    pub link: Option<Spanned<String>>,
    pub date: Option<Spanned<Date>>,
}

pub(super) fn read(fields: &mut Fields<'_>, node: &Node) -> Vec<DutyEntry> {
    let Value::Mapping(entries) = &node.value else {
        fields.wrong_type(
            node,
            "'duties'",
            "a mapping",
            "write `rds/engine-upgrades: {status: implemented}`",
        );
        return Vec::new();
    };
    let mut records = Vec::new();
    for entry in entries {
        let Some(id) = fields.text(&entry.key, "a duty's id") else {
            continue;
        };
        let what = format!("the duty '{}'", id.value);
        if fields.mapping(&entry.value, &what, RECORD_KEYS) {
            records.push(record(fields, id, &entry.value));
        }
    }
    records
}

fn record(fields: &mut Fields<'_>, id: Spanned<String>, node: &Node) -> DutyEntry {
    DutyEntry {
        id,
        owner: node
            .get("owner")
            .and_then(|owner| fields.text(owner, "'owner'")),
        status: node
            .get("status")
            .and_then(|status| read_status(fields, status)),
        evidence: node
            .get("evidence")
            .map_or_else(Vec::new, |list| evidence(fields, list)),
        due: node.get("due").and_then(|due| fields.date(due, "'due'")),
        note: node
            .get("note")
            .and_then(|note| fields.text(note, "'note'")),
    }
}

fn read_status(fields: &mut Fields<'_>, node: &Node) -> Option<Spanned<Status>> {
    let text = fields.text(node, "'status'")?;
    let known = Status::ALL
        .iter()
        .find(|status| status.name() == text.value);
    if known.is_none() {
        let names = Status::ALL.map(Status::name);
        let help = match nearest(&text.value, names) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("a status is {}", crate::diagnostic::quoted_list(names)),
        };
        let message = format!("no status is called '{}'", text.value);
        fields.fault("unknown-status", message, node.span, Some(help));
    }
    known.map(|status| Spanned::new(*status, node.span))
}

fn evidence(fields: &mut Fields<'_>, node: &Node) -> Vec<Evidence> {
    let mut pieces = Vec::new();
    for item in fields.list(node, "'evidence'") {
        if !fields.mapping(item, "a piece of evidence", EVIDENCE_KEYS) {
            continue;
        }
        let title = match item.get("title") {
            Some(title) => fields.text(title, "'title'"),
            None => {
                let help = Some("add `title: …`, the name an auditor will look for".to_owned());
                fields.fault(
                    "missing-name",
                    "a piece of evidence has no 'title'".to_owned(),
                    item.span,
                    help,
                );
                None
            }
        };
        let link = item
            .get("link")
            .and_then(|link| fields.link(link, "'link'"));
        let date = item
            .get("date")
            .and_then(|date| fields.date(date, "'date'"));
        if let Some(title) = title {
            pieces.push(Evidence { title, link, date });
        }
    }
    pieces
}
