//! Nobody owns a duty.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Project;

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "duty-without-owner",
        "Nobody owns the duties of a service: neither the duty's record, nor the service's `owner`, nor the project's `team` names anyone. Work that nobody owns is not done.",
    ),
    check,
};

/// One finding a use: its duties share the cure.
fn check(project: &Project<'_>, _: Date) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, used) in project.uses.iter().enumerate() {
        let orphans: Vec<_> = project
            .register
            .iter()
            .filter(|row| row.of == index && row.owner.is_none())
            .collect();
        let Some(first) = orphans.first() else {
            continue;
        };
        let message = match orphans.len() {
            1 => format!("nobody owns the duty '{}'", first.id),
            count => format!(
                "nobody owns {count} duties of {}, '{}' first",
                used.title(),
                first.id
            ),
        };
        findings.push(
            Diagnostic::new(&RULE.code, message)
                .at(used.place.clone())
                .help("name a `team` in 'project', or an `owner` here or in the duty's record"),
        );
    }
    findings
}
