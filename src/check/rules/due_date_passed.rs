//! A duty is late.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::input::Status;
use crate::model::Project;

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "due-date-passed",
        "A duty's due date lies before the day of the check, and its status is neither implemented nor alternative nor not-applicable.",
    ),
    check,
};

fn check(project: &Project<'_>, today: Date) -> Vec<Diagnostic> {
    let done = |status: Option<Status>| {
        matches!(
            status,
            Some(Status::Implemented | Status::Alternative | Status::NotApplicable)
        )
    };
    super::records(project)
        .filter(|(row, _)| !done(row.status))
        .filter_map(|(row, _)| {
            let due = row.due.as_ref().filter(|due| due.value < today)?;
            let late = (today - due.value).whole_days();
            let message = format!(
                "'{}' was due on {}, {late} {} ago",
                row.id,
                due.value,
                super::days(late)
            );
            let place = Place::new(&project.source, due.span);
            Some(
                Diagnostic::new(&RULE.code, message)
                    .at(place)
                    .help("do it, or set a new date with a note"),
            )
        })
        .collect()
}
