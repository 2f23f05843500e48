//! An open question: what was taken for an answer, and what each other answer would move.

use serde::Serialize;

use super::citations::Citations;
use super::{layer_name, uncapital};
use crate::catalog::{Catalog, Party};
use crate::diagnostic::and;
use crate::model::{Alternative, Question};

/// Most duties that are named one by one.
const NAMED: usize = 4;

#[derive(Serialize)]
pub(super) struct QuestionContext {
    id: String,
    question: String,
    assumed: String,
    /// Why that answer was taken.
    basis: &'static str,
    citation: usize,
    unverified: bool,
    alternatives: Vec<AlternativeContext>,
}

#[derive(Serialize)]
struct AlternativeContext {
    label: String,
    effects: Vec<String>,
}

pub(super) fn build(
    catalog: &Catalog,
    question: &Question<'_>,
    citations: &mut Citations,
) -> QuestionContext {
    let attribute = question.attribute;
    let assumed = attribute.values.get(&question.assumed.value);
    QuestionContext {
        id: question.id.to_owned(),
        question: attribute.question.clone(),
        assumed: assumed
            .map_or(question.assumed.value.as_str(), |form| form.label())
            .to_owned(),
        basis: question.assumed.basis.phrase(),
        citation: citations.cite(&attribute.source, attribute.checked, attribute.unverified),
        unverified: attribute.unverified,
        alternatives: question
            .alternatives
            .iter()
            .map(|other| alternative(catalog, other))
            .collect(),
    }
}

fn alternative(catalog: &Catalog, other: &Alternative<'_>) -> AlternativeContext {
    let mut effects = Vec::new();
    if let Some(category) = other.category {
        effects.push(format!("the category becomes {category}"));
    }
    effects.extend(moves(catalog, other));
    effects.extend(duties("adds", &other.gained));
    effects.extend(duties("drops", &other.lost));
    AlternativeContext {
        label: other.label.to_owned(),
        effects,
    }
}

/// Duties that come or go; past a few, their number says more than their names.
fn duties(verb: &str, ids: &[String]) -> Option<String> {
    match ids.len() {
        0 => None,
        1..=NAMED => Some(format!("{verb} {}", and(ids))),
        count => Some(format!("{verb} {count} duties")),
    }
}

/// What another value does to the layers: those that pass to a party, then those that stay with theirs
/// on other terms.
fn moves(catalog: &Catalog, other: &Alternative<'_>) -> Vec<String> {
    let mut moves = Vec::new();
    for passes in [true, false] {
        for party in [Party::Customer, Party::Shared, Party::Aws] {
            let layers = other
                .layers
                .iter()
                .filter(|(_, now, then)| then.party == party && (now.party != party) == passes);
            let names: Vec<_> = layers
                .map(|(layer, _, _)| uncapital(&layer_name(catalog, layer)))
                .collect();
            if !names.is_empty() {
                moves.push(format!(
                    "{} {}",
                    and(&names),
                    fate(party, passes, names.len() == 1)
                ));
            }
        }
    }
    moves
}

fn fate(party: Party, passes: bool, is_one: bool) -> String {
    let verb = match (passes, is_one) {
        (true, true) => "becomes",
        (true, false) => "become",
        (false, true) => "stays",
        (false, false) => "stay",
    };
    let (holder, terms) = match party {
        Party::Customer => ("the team's", "on other terms"),
        Party::Shared => ("shared", "divided otherwise"),
        Party::Aws => ("AWS's", "on other terms"),
    };
    if passes {
        format!("{verb} {holder}")
    } else {
        format!("{verb} {holder}, {terms}")
    }
}
