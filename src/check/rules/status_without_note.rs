//! A duty is put off or met otherwise, and nothing says why.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::input::Status;
use crate::model::Project;

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "status-without-note",
        "A duty is planned, met in another way or not applicable, and its record has no `note`. These states need a remark: until when, how instead, or why not.",
    ),
    check,
};

fn check(project: &Project<'_>, _: Date) -> Vec<Diagnostic> {
    super::records(project)
        .filter(|(row, _)| row.note.is_none())
        .filter_map(|(row, place)| {
            let status = row.status.filter(|status| {
                matches!(
                    status,
                    Status::Planned | Status::Alternative | Status::NotApplicable
                )
            })?;
            let message = format!("'{}' is {}, and no note says why", row.id, status.name());
            Some(
                Diagnostic::new(&RULE.code, message)
                    .at(place.clone())
                    .help("add `note: …`"),
            )
        })
        .collect()
}
