//! A page of AWS was last read more than a year ago.

use time::Date;

use crate::check::{Rule, YEAR};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Project, Use};

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "stale-source",
        "A claim about a service in use rests on a page that was last read more than a year before the day of the check. AWS changes its services; take a newer onus, or lay a reviewed catalog over it.",
    ),
    check,
};

/// One finding a use, for the page read longest ago.
fn check(project: &Project<'_>, today: Date) -> Vec<Diagnostic> {
    project
        .uses
        .iter()
        .filter_map(|used| finding(used, today))
        .collect()
}

fn finding(used: &Use<'_>, today: Date) -> Option<Diagnostic> {
    let answers = used
        .variants
        .iter()
        .map(|variant| &variant.explanation.answer);
    let pages = answers.flat_map(|answer| {
        let layers = answer
            .layers
            .iter()
            .map(|layer| (layer.claim.checked, layer.claim.source.as_str()));
        let duties = answer
            .duties
            .iter()
            .map(|duty| (duty.duty.checked, duty.duty.source.as_str()));
        layers.chain(duties)
    });
    let (checked, url) = pages.min()?;
    let age = (today - checked).whole_days();
    (age > YEAR).then(|| {
        let message = format!(
            "what is said of {} was last checked on {checked}, {age} days ago",
            used.title()
        );
        Diagnostic::new(&RULE.code, message)
            .at(used.place.clone())
            .help(format!(
                "update onus, or read {url} again and lay the result over the catalog"
            ))
    })
}
