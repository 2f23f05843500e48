//! A duty is said to be done, and nothing shows it.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::input::Status;
use crate::model::Project;

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "implemented-without-evidence",
        "A duty's status is implemented, and its record names no evidence. An auditor asks for something to open: a report, a ticket, an export, a screenshot, with its date.",
    ),
    check,
};

fn check(project: &Project<'_>, _: Date) -> Vec<Diagnostic> {
    super::records(project)
        .filter(|(row, _)| row.status == Some(Status::Implemented) && row.evidence.is_empty())
        .map(|(row, place)| {
            Diagnostic::new(
                &RULE.code,
                format!("'{}' is implemented, and no evidence is named", row.id),
            )
            .at(place.clone())
            .help("add `evidence: [{title: …, link: …, date: …}]`")
        })
        .collect()
}
