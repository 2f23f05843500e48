//! Duties: complete, imperative, verifiable, sourced.

use crate::catalog::{Catalog, Duty};
use crate::diagnostic::Diagnostic;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(catalog: &Catalog, file: &LintFile) -> Vec<Diagnostic> {
    let duties = match file.subject(catalog) {
        Some(Subject::Service(service)) => &service.duties,
        Some(Subject::Trait(found)) => &found.duties,
        Some(Subject::Account(account)) => &account.duties,
        _ => return Vec::new(),
    };
    let mut findings = Vec::new();
    for (index, duty) in duties.iter().enumerate() {
        let path = [Step::Key("duties"), Step::Item(index)];
        findings.extend(super::claims::source(file, &duty.source, &path));
        findings.extend(super::claims::period(file, duty.from, duty.until, &path));
        for (key, message) in faults(duty) {
            findings.push(file.finding(
                "catalog-form",
                message,
                &[&path[..], &[Step::Key(key)]].concat(),
            ));
        }
    }
    findings
}

fn faults(duty: &Duty) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !duty.id.chars().all(slug) || !duty.id.starts_with(|c: char| c.is_ascii_lowercase()) {
        faults.push(("id", "a slug has lower-case letters, digits and hyphens"));
    }
    if !duty.text.starts_with(|c: char| c.is_uppercase()) || duty.text.ends_with('.') {
        faults.push((
            "text",
            "'text' is imperative, begins with a capital and has no full stop",
        ));
    }
    if !duty.why.ends_with('.') {
        faults.push(("why", "'why' is whole sentences"));
    }
    if duty.evidence.trim().is_empty() || duty.evidence.ends_with('.') {
        faults.push((
            "evidence",
            "'evidence' names things, without a full stop at the end",
        ));
    }
    let verify = &duty.verify;
    let is_empty = verify.security_hub.is_empty() && verify.config.is_empty();
    if is_empty && verify.cli.is_none() && verify.by_hand.is_none() {
        faults.push((
            "verify",
            "'verify' has one of security_hub, config, cli and by_hand",
        ));
    }
    if verify
        .cli
        .as_ref()
        .is_some_and(|cli| !cli.starts_with("aws ") && !cli.starts_with("kubectl "))
    {
        faults.push(("verify", "'cli' is a command of the AWS CLI or of kubectl"));
    }
    faults
}
