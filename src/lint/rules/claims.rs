//! Claims about layers: a source, a day, and the half or halves that the party needs.

use time::Date;

use crate::catalog::{CategoryRule, Claim, Lifecycle, Party, Stage, Statement};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut findings = Vec::new();
    match file.subject(catalog) {
        Some(Subject::Service(service)) => {
            if let CategoryRule::By(claims) = &service.category {
                for (index, claim) in claims.iter().enumerate() {
                    let path = [Step::Key("category"), Step::Item(index)];
                    findings.extend(source(file, &claim.source, &path));
                }
            }
            if let Some(lifecycle) = &service.lifecycle {
                let path = [Step::Key("lifecycle")];
                findings.extend(source(file, &lifecycle.source, &path));
                findings.extend(standing(file, lifecycle, &path));
            }
            for (layer, claims) in &service.layers {
                for (index, one) in claims.iter().enumerate() {
                    let path = [Step::Key("layers"), Step::Key(layer), Step::Item(index)];
                    claim(file, one, &path, &mut findings);
                }
            }
        }
        Some(Subject::Account(account)) => {
            statement(file, &account.means, &[Step::Key("means")], &mut findings);
        }
        Some(Subject::Category(category)) => {
            statement(file, &category.means, &[Step::Key("means")], &mut findings);
            for (key, list) in [("aws", &category.aws), ("team", &category.team)] {
                for (index, one) in list.iter().enumerate() {
                    statement(
                        file,
                        one,
                        &[Step::Key(key), Step::Item(index)],
                        &mut findings,
                    );
                }
            }
            for (layer, claims) in &category.layers {
                for (index, one) in claims.iter().enumerate() {
                    let path = [Step::Key("layers"), Step::Key(layer), Step::Item(index)];
                    claim(file, one, &path, &mut findings);
                }
            }
        }
        _ => {}
    }
    findings
}

/// An announced end has its day, and no end lies before its announcement.
fn standing(file: &LintFile, lifecycle: &Lifecycle, path: &[Step<'_>]) -> Option<Diagnostic> {
    let message = match (lifecycle.stage, lifecycle.since, lifecycle.ends) {
        (Stage::EndOfSupport, _, None) => {
            "a service that ends has the day on which it does: 'ends'"
        }
        (_, Some(since), Some(ends)) if ends < since => "'ends' lies before 'since'",
        _ => return None,
    };
    Some(file.finding("catalog-form", message, path))
}

fn statement(file: &LintFile, one: &Statement, path: &[Step<'_>], findings: &mut Vec<Diagnostic>) {
    findings.extend(source(file, &one.source, path));
    if !one.text.ends_with('.') {
        findings.push(file.finding(
            "catalog-form",
            "a statement is a whole sentence with a full stop",
            path,
        ));
    }
}

fn claim(file: &LintFile, one: &Claim, path: &[Step<'_>], findings: &mut Vec<Diagnostic>) {
    findings.extend(source(file, &one.source, path));
    findings.extend(period(file, one.from, one.until, path));
    let missing = match one.party {
        Party::Aws => one
            .aws
            .is_none()
            .then_some("'aws' does not say what AWS does"),
        Party::Customer => one
            .team
            .is_none()
            .then_some("'team' does not say what the team does"),
        Party::Shared => (one.aws.is_none() || one.team.is_none())
            .then_some("a shared layer says how it divides: 'aws' and 'team'"),
    };
    findings.extend(missing.map(|message| file.finding("catalog-division", message, path)));
    for (key, half) in [("aws", &one.aws), ("team", &one.team)] {
        if let Some(fault) = half.as_deref().and_then(predicate_fault) {
            let message = format!("'{key}' {fault}");
            findings.push(file.finding(
                "catalog-form",
                message,
                &[path, &[Step::Key(key)]].concat(),
            ));
        }
    }
    if one.reason.trim().is_empty() || one.reason.ends_with('.') {
        let message = "'reason' is a clause without a full stop";
        findings.push(file.finding(
            "catalog-form",
            message,
            &[path, &[Step::Key("reason")]].concat(),
        ));
    }
}

/// A source is a page of AWS.
pub(super) fn source(file: &LintFile, url: &str, path: &[Step<'_>]) -> Option<Diagnostic> {
    let host = url
        .strip_prefix("https://")
        .and_then(|rest| rest.split('/').next());
    let is_aws = host.is_some_and(|host| {
        host == "aws.amazon.com" || host.ends_with(".aws.amazon.com") || host == "repost.aws"
    });
    (!is_aws).then(|| {
        let message = format!("the source '{url}' is no https page of AWS");
        file.finding(
            "catalog-source",
            message,
            &[path, &[Step::Key("source")]].concat(),
        )
    })
}

/// A claim's time does not end before it begins.
pub(super) fn period(
    file: &LintFile,
    from: Option<Date>,
    until: Option<Date>,
    path: &[Step<'_>],
) -> Option<Diagnostic> {
    let (from, until) = (from?, until?);
    (until < from).then(|| file.finding("catalog-unreachable", "'until' lies before 'from'", path))
}

/// A predicate reads well behind "AWS" and behind a team's name.
fn predicate_fault(text: &str) -> Option<&'static str> {
    let first = text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_end_matches(',');
    if !first.chars().all(|c| c.is_ascii_lowercase() || c == '-') || !first.ends_with('s') {
        return Some("starts with a verb in the third person, in lower case");
    }
    text.ends_with('.').then_some("has no full stop at its end")
}
