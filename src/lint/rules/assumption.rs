//! What is assumed where AWS has no default is what leaves most with the team.

use time::Date;

use crate::catalog::{Catalog, Configuration, Service};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};
use crate::model::{answer, complete};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let Some(Subject::Service(service)) = file.subject(catalog) else {
        return Vec::new();
    };
    let asked = service
        .attributes
        .iter()
        .filter(|(_, attribute)| attribute.assume.is_some());
    let mut findings = Vec::new();
    for (id, attribute) in asked {
        let assume = attribute
            .assume
            .as_ref()
            .map_or("", |value| value.0.as_str());
        let burden = |value: &str| burden(catalog, service, id, value);
        let Some(assumed) = burden(assume) else {
            continue;
        };
        let mut candidates = attribute
            .values
            .iter()
            .filter(|(_, form)| !form.detail().is_some_and(|detail| detail.never_assumed));
        let heavier =
            candidates.find(|(value, _)| burden(value).is_some_and(|other| other > assumed));
        if let Some((value, _)) = heavier {
            let message = format!("'{assume}' is assumed, and '{value}' leaves more with the team");
            let path = [Step::Key("attributes"), Step::Key(id), Step::Key("assume")];
            findings.push(file.finding("catalog-assumption", message, &path));
        }
    }
    findings
}

/// How much a value leaves with the team, all else as it is taken; `None` where it cannot stand alone.
fn burden(catalog: &Catalog, service: &Service, id: &str, value: &str) -> Option<usize> {
    let given = Configuration::from_iter([(id.to_owned(), value.to_owned())]);
    let taken = complete(service, &given, Date::MAX).ok()?;
    let answer = answer(catalog, service, &taken.configuration, Date::MAX);
    Some(
        answer
            .layers
            .iter()
            .map(|layer| layer.claim.party.burden())
            .sum(),
    )
}
