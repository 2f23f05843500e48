//! Form and order: names of files and ids, keys and layers in their order, all layers where all belong.

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::input::yaml::{Node, Value};
use crate::lint::Lint;
use crate::lint::file::{LintFile, Step, Subject};

const SERVICE: &[&str] = &[
    "id",
    "name",
    "official_name",
    "aliases",
    "summary",
    "lifecycle",
    "category",
    "attributes",
    "traits",
    "layers",
    "duties",
    "resources",
];
const CATEGORY: &[&str] = &["id", "name", "label", "means", "aws", "team", "layers"];
const TRAIT: &[&str] = &["id", "name", "applies", "duties"];
const ACCOUNT: &[&str] = &["id", "name", "means", "duties"];
const LIFECYCLE: &[&str] = &[
    "stage",
    "since",
    "ends",
    "successors",
    "source",
    "checked",
    "unverified",
];
const CLAIM: &[&str] = &[
    "when",
    "from",
    "until",
    "party",
    "aws",
    "team",
    "reason",
    "source",
    "checked",
    "unverified",
];
const DUTY: &[&str] = &[
    "id",
    "layer",
    "verb",
    "when",
    "from",
    "until",
    "text",
    "why",
    "verify",
    "evidence",
    "source",
    "checked",
    "unverified",
];

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    let mut findings = Vec::new();
    let Some(subject) = file.subject(catalog) else {
        return findings;
    };
    let id = file.node(&[Step::Key("id")]).text();
    match subject {
        Subject::Service(service) => {
            keys(file, &[], SERVICE, &mut findings);
            layer_order(catalog, file, &mut findings);
            for (layer, claims) in &service.layers {
                for index in 0..claims.len() {
                    keys(
                        file,
                        &[Step::Key("layers"), Step::Key(layer), Step::Item(index)],
                        CLAIM,
                        &mut findings,
                    );
                }
            }
            if service.lifecycle.is_some() {
                keys(file, &[Step::Key("lifecycle")], LIFECYCLE, &mut findings);
            }
            duty_keys(file, service.duties.len(), &mut findings);
        }
        Subject::Trait(found) => {
            keys(file, &[], TRAIT, &mut findings);
            duty_keys(file, found.duties.len(), &mut findings);
        }
        Subject::Category(category) => {
            keys(file, &[], CATEGORY, &mut findings);
            layer_order(catalog, file, &mut findings);
            for layer in catalog
                .layers()
                .iter()
                .filter(|layer| !category.layers.contains_key(&layer.id))
            {
                let message = format!("the category does not answer the layer '{}'", layer.id);
                findings.push(file.finding("catalog-form", message, &[Step::Key("layers")]));
            }
        }
        Subject::Account(account) => {
            keys(file, &[], ACCOUNT, &mut findings);
            duty_keys(file, account.duties.len(), &mut findings);
        }
        Subject::Framework(_) => {}
        Subject::Layers | Subject::Controls | Subject::Resources(_) => return findings,
    }
    if id != file.stem() {
        let message = format!("the id '{id}' is not the file's name '{}'", file.stem());
        findings.push(file.finding("catalog-form", message, &[Step::Key("id")]));
    }
    findings
}

fn duty_keys(file: &LintFile, count: usize, findings: &mut Vec<Diagnostic>) {
    for index in 0..count {
        keys(
            file,
            &[Step::Key("duties"), Step::Item(index)],
            DUTY,
            findings,
        );
    }
}

/// Keys stand in the order of the format's description, so that every file reads alike.
fn keys(file: &LintFile, path: &[Step<'_>], order: &[&str], findings: &mut Vec<Diagnostic>) {
    let present = key_names(file.node(path));
    let wanted: Vec<_> = order
        .iter()
        .copied()
        .filter(|key| present.contains(key))
        .collect();
    if let Some((key, before)) = first_out_of_order(&present, &wanted) {
        let message = format!("'{key}' belongs before '{before}'");
        findings.push(file.finding("catalog-form", message, &[path, &[Step::Key(key)]].concat()));
    }
}

fn layer_order(catalog: &Catalog, file: &LintFile, findings: &mut Vec<Diagnostic>) {
    let present = key_names(file.node(&[Step::Key("layers")]));
    let wanted: Vec<_> = catalog
        .layers()
        .iter()
        .map(|layer| layer.id.as_str())
        .filter(|id| present.contains(id))
        .collect();
    if let Some((layer, before)) = first_out_of_order(&present, &wanted) {
        let message = format!("the layer '{layer}' belongs before '{before}'");
        findings.push(file.finding(
            "catalog-form",
            message,
            &[Step::Key("layers"), Step::Key(layer)],
        ));
    }
}

/// The first key that stands too late, and the one it belongs before.
fn first_out_of_order<'a>(present: &[&'a str], wanted: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let known: Vec<_> = present
        .iter()
        .copied()
        .filter(|key| wanted.contains(key))
        .collect();
    let at = known
        .iter()
        .zip(wanted)
        .position(|(is, should)| is != should)?;
    Some((wanted[at], known[at]))
}

fn key_names(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Mapping(entries) => entries.iter().map(|entry| entry.key.text()).collect(),
        _ => Vec::new(),
    }
}
