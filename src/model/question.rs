//! Open questions: what was not given, what was taken for it, and what each other answer would move.

use time::Date;

use super::answer::{Answer, answer};
use super::configure::{Assumed, Complete, complete};
use crate::catalog::{Attribute, Catalog, Claim, Configuration, Service};

/// An attribute that was not given although it changes the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'c> {
    pub id: &'c str,
    pub attribute: &'c Attribute,
    pub assumed: Assumed,
    pub alternatives: Vec<Alternative<'c>>,
}

/// What another value would change; nothing in it is empty of change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative<'c> {
    pub value: &'c str,
    pub label: &'c str,
    /// Layers answered otherwise: layer, the claim as it is taken, and the claim under this value.
    pub layers: Vec<(&'c str, &'c Claim, &'c Claim)>,
    /// The category, where it becomes another.
    pub category: Option<crate::catalog::CategoryId>,
    /// Ids of duties that would be added.
    pub gained: Vec<String>,
    /// Ids of duties that would go.
    pub lost: Vec<String>,
}

/// The open questions of a configuration, in the service's order of attributes.
pub fn questions<'c>(
    catalog: &'c Catalog,
    service: &'c Service,
    given: &Configuration,
    taken: &Complete,
    date: Date,
) -> Vec<Question<'c>> {
    let current = answer(catalog, service, &taken.configuration, date);
    let mut questions = Vec::new();
    for (id, attribute) in &service.attributes {
        let Some(assumed) = taken.assumed.get(id) else {
            continue;
        };
        let others = attribute
            .values
            .iter()
            .filter(|(value, _)| **value != assumed.value);
        let alternatives: Vec<_> = others
            .filter_map(|(value, form)| {
                let other = with(service, given, id, value, date)?;
                let other = answer(catalog, service, &other.configuration, date);
                alternative(value, form.label(), &current, &other)
            })
            .collect();
        if !alternatives.is_empty() {
            questions.push(Question {
                id,
                attribute,
                assumed: assumed.clone(),
                alternatives,
            });
        }
    }
    questions
}

/// The configuration with one more value given; `None` where the value cannot stand with the others.
pub(super) fn with(
    service: &Service,
    given: &Configuration,
    id: &str,
    value: &str,
    date: Date,
) -> Option<Complete> {
    let mut given = given.clone();
    given.insert(id.to_owned(), value.to_owned());
    complete(service, &given, date).ok()
}

/// Whether two claims differ at most in the page that says it: then nothing moves.
fn says_the_same(now: &Claim, then: &Claim) -> bool {
    now.party == then.party
        && now.aws == then.aws
        && now.team == then.team
        && now.reason == then.reason
}

fn alternative<'c>(
    value: &'c str,
    label: &'c str,
    current: &Answer<'c>,
    other: &Answer<'c>,
) -> Option<Alternative<'c>> {
    let changed = current
        .layers
        .iter()
        .zip(&other.layers)
        .filter(|(now, then)| !says_the_same(now.claim, then.claim));
    let layers: Vec<_> = changed
        .map(|(now, then)| (then.layer, now.claim, then.claim))
        .collect();
    let category = (other.category != current.category).then_some(other.category);
    let gained = missing_from(current, other);
    let lost = missing_from(other, current);
    let is_change =
        !layers.is_empty() || category.is_some() || !gained.is_empty() || !lost.is_empty();
    is_change.then_some(Alternative {
        value,
        label,
        layers,
        category,
        gained,
        lost,
    })
}

/// Ids of the duties in `there` that are not in `here`.
fn missing_from(here: &Answer<'_>, there: &Answer<'_>) -> Vec<String> {
    let known: Vec<_> = here.duties.iter().map(|duty| &duty.id).collect();
    there
        .duties
        .iter()
        .map(|duty| &duty.id)
        .filter(|id| !known.contains(id))
        .cloned()
        .collect()
}
