//! Duties: complete, imperative, verifiable, sourced.

use crate::catalog::Duty;
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
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

/// The programs whose commands verify duties.
const PROGRAMS: &[&str] = &["aws ", "kubectl ", "rosa "];

/// Most words of a duty.
const TEXT_LIMIT: usize = 35;

/// Words with which no instruction begins.
const NO_VERBS: &[&str] = &[
    "a", "after", "all", "an", "any", "as", "at", "aws", "before", "by", "during", "each",
    "ensure", "every", "for", "from", "if", "in", "it", "no", "on", "once", "only", "please",
    "should", "some", "that", "the", "their", "these", "this", "to", "until", "when", "where",
    "with", "you", "your",
];

/// Whether a text can be an instruction. Without a dictionary, it is told by what it cannot begin with:
/// an article, a condition, a gerund, a noun in -tion.
fn is_imperative(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let first = first.trim_end_matches(',').to_lowercase();
    let is_noun = first.ends_with("tion") && !matches!(first.as_str(), "mention" | "question");
    let is_gerund = first.ends_with("ing") && !matches!(first.as_str(), "bring" | "ring");
    // "Make sure" tells nobody what to do; to make something does.
    let begins_badly = match first.as_str() {
        "make" => text.to_lowercase().starts_with("make sure"),
        word => NO_VERBS.contains(&word),
    };
    !(is_noun || is_gerund || begins_badly)
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
    if duty.text.split_whitespace().count() > TEXT_LIMIT {
        faults.push(("text", "a duty of more than 35 words is two duties"));
    }
    if !is_imperative(&duty.text) {
        faults.push((
            "text",
            "'text' begins with what to do: a verb in the imperative",
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
    let is_known = |cli: &String| PROGRAMS.iter().any(|program| cli.starts_with(program));
    if !verify.cli.as_ref().is_none_or(is_known) {
        faults.push((
            "verify",
            "'cli' is a command of the AWS CLI, of kubectl or of rosa",
        ));
    }
    faults
}
