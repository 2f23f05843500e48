//! Evidence from a day that has not come.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Project;

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "future-evidence",
        "Evidence is dated after the day of the check, so it cannot exist yet. The date is probably mistyped.",
    ),
    check,
};

fn check(project: &Project<'_>, today: Date) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (row, _) in super::records(project) {
        for date in row.evidence.iter().filter_map(|piece| piece.date.as_ref()) {
            if date.value > today {
                let message = format!(
                    "evidence of '{}' is dated {}, after {today}",
                    row.id, date.value
                );
                let place = Place::new(&project.source, date.span);
                findings.push(
                    Diagnostic::new(&RULE.code, message)
                        .at(place)
                        .help("correct the date"),
                );
            }
        }
    }
    findings
}
