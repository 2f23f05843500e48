//! What is valid but not in order: open questions, duties nobody owns, evidence that went stale.
//!
//! Each rule is a file in `rules`, with its code and its documentation.

mod rules;

use time::Date;

use crate::diagnostic::{self, Code, Diagnostic};
use crate::model::Project;

/// A rule: what it looks for, and how.
pub struct Rule {
    pub code: Code,
    check: fn(&Project<'_>, Date) -> Vec<Diagnostic>,
}

/// Every rule, in the order of the page of codes.
pub static RULES: &[&Rule] = rules::ALL;

/// Days after which evidence and sources are stale.
const YEAR: i64 = 365;

/// Checks a resolved project as of a day; the findings are sorted by place.
pub fn check(project: &Project<'_>, today: Date) -> Vec<Diagnostic> {
    let mut findings: Vec<_> = RULES
        .iter()
        .flat_map(|rule| (rule.check)(project, today))
        .collect();
    diagnostic::sort(&mut findings);
    findings
}
