//! Every Security Hub control verifies a duty, or says why it verifies none.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, Duty};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let Some(Subject::Controls) = file.subject(catalog) else {
        return Vec::new();
    };
    let placed = placed(catalog);
    let mut findings = Vec::new();
    for (id, control) in catalog.controls() {
        let message = match (&control.exception, placed.contains(id.as_str())) {
            (None, false) => format!("the control '{id}' verifies no duty and gives no reason"),
            (Some(_), true) => format!("the control '{id}' verifies a duty, so it is no exception"),
            _ => continue,
        };
        findings.push(file.finding("catalog-control", message, &[Step::Key(id)]));
    }
    findings
}

/// The controls that stand with a duty.
fn placed(catalog: &Catalog) -> BTreeSet<&str> {
    let services: Vec<_> = catalog
        .names()
        .iter()
        .filter_map(|names| catalog.service(&names.id))
        .collect();
    let duties = services
        .iter()
        .flat_map(|service| &service.duties)
        .chain(catalog.traits().flat_map(|found| &found.duties))
        .chain(&catalog.account().duties);
    let of_duties = duties.map(|duty: &Duty| &duty.verify);
    let of_traits = services
        .iter()
        .flat_map(|service| &service.traits)
        .flat_map(|taken| taken.verify.values());
    of_duties
        .chain(of_traits)
        .flat_map(|verify| &verify.security_hub)
        .map(String::as_str)
        .collect()
}
