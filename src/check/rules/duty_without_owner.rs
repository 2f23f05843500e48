//! Nobody owns a duty.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::{Of, Project};

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "duty-without-owner",
        "Nobody owns the duties of a service: neither the duty's record, nor the service's `owner`, nor the project's `team` names anyone. Work that nobody owns is not done.",
    ),
    check,
};

/// One finding a use: its duties share the cure.
fn check(project: &Project<'_>, _: Date) -> Vec<Diagnostic> {
    let account = &project.account;
    let of_account = orphans(project, Of::Account).map(|(first, count)| {
        finding(first, count, &account.account.name, &account.place)
            .help("name a `team` in 'project', or an `owner` in 'account' or in the duty's record")
    });
    let uses = project.uses.iter().enumerate();
    let of_uses = uses.filter_map(|(index, used)| {
        let (first, count) = orphans(project, Of::Use(index))?;
        let finding = finding(first, count, &used.title(), &used.place);
        Some(finding.help("name a `team` in 'project', or an `owner` here or in the duty's record"))
    });
    of_account.into_iter().chain(of_uses).collect()
}

/// The first duty that nobody owns, and how many there are.
fn orphans<'p>(project: &'p Project<'_>, of: Of) -> Option<(&'p str, usize)> {
    let mut orphans = project
        .register
        .iter()
        .filter(|row| row.of == of && row.owner.is_none());
    let first = orphans.next()?;
    Some((&first.id, 1 + orphans.count()))
}

fn finding(first: &str, count: usize, whose: &str, place: &Place) -> Diagnostic {
    let message = match count {
        1 => format!("nobody owns the duty '{first}'"),
        _ => format!("nobody owns {count} duties of {whose}, '{first}' first"),
    };
    Diagnostic::new(&RULE.code, message).at(place.clone())
}
