//! Evidence is older than a year.

use time::Date;

use crate::check::{Rule, YEAR};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Project;

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "stale-evidence",
        "The newest evidence of a duty is dated more than a year before the day of the check. Most assessments look at the last twelve months.",
    ),
    check,
};

fn check(project: &Project<'_>, today: Date) -> Vec<Diagnostic> {
    super::records(project)
        .filter_map(|(row, _)| {
            let dates = row.evidence.iter().filter_map(|piece| piece.date.as_ref());
            let newest = dates.max_by_key(|date| date.value)?;
            let age = (today - newest.value).whole_days();
            (age > YEAR).then(|| {
                let message = format!("the newest evidence of '{}' is {age} days old", row.id);
                Diagnostic::new(&RULE.code, message)
                    .at(Place::new(&project.source, newest.span))
                    .help("gather it anew and add it with its date")
            })
        })
        .collect()
}
