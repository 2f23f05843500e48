//! Explains one service in one configuration, layer by layer, with what each answer rests on.

use time::Date;

use super::answer::{Answer, answer};
use super::configure::{Assumed, Complete};
use super::question::{Question, questions};
use crate::catalog::{Catalog, Claim, Configuration, Lifecycle, Service};

/// Who holds what in one use of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'c> {
    pub service: &'c Service,
    /// What was given, and what follows from it alone, in the service's order of attributes.
    pub given: Configuration,
    pub taken: Complete,
    /// Where AWS stood with the service on the day, unless it was generally available.
    pub standing: Option<Standing<'c>>,
    pub answer: Answer<'c>,
    pub questions: Vec<Question<'c>>,
    /// Every layer once, in the catalog's order.
    pub layers: Vec<LayerExplanation<'c>>,
}

/// Where AWS stands with a service that is not generally available, on the day that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing<'c> {
    pub lifecycle: &'c Lifecycle,
    /// The last day of support has passed.
    pub has_ended: bool,
}

/// Who holds a layer, and what the answer hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerExplanation<'c> {
    pub layer: &'c str,
    pub claim: &'c Claim,
    /// Attributes that were not given and on which this layer depends, with the value taken for each.
    pub assumed: Vec<(&'c str, Assumed)>,
    /// What other values of those would make of this layer.
    pub otherwise: Vec<Otherwise<'c>>,
}

/// A layer under another value of an attribute that was not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Otherwise<'c> {
    pub attribute: &'c str,
    pub value: &'c str,
    pub claim: &'c Claim,
}

/// Explains a completed configuration.
pub fn explain<'c>(
    catalog: &'c Catalog,
    service: &'c Service,
    taken: Complete,
    date: Date,
) -> Explanation<'c> {
    let stated = taken
        .configuration
        .iter()
        .filter(|(id, _)| !taken.assumed.contains_key(*id));
    let given: Configuration = stated
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect();
    let answer = answer(catalog, service, &taken.configuration, date);
    let questions = questions(catalog, service, &given, &taken, date);
    let layers = answer.layers.iter().map(|layer| {
        let (assumed, otherwise) = hangs_on(layer.layer, &questions);
        LayerExplanation {
            layer: layer.layer,
            claim: layer.claim,
            assumed,
            otherwise,
        }
    });
    Explanation {
        layers: layers.collect(),
        service,
        given,
        taken,
        standing: service
            .lifecycle
            .as_ref()
            .filter(|lifecycle| lifecycle.was_known_on(date))
            .map(|lifecycle| Standing {
                lifecycle,
                has_ended: lifecycle.ends.is_some_and(|day| day < date),
            }),
        answer,
        questions,
    }
}

/// What a layer's answer hangs on among the open questions.
fn hangs_on<'c>(
    layer: &str,
    questions: &[Question<'c>],
) -> (Vec<(&'c str, Assumed)>, Vec<Otherwise<'c>>) {
    let mut assumed = Vec::new();
    let mut otherwise = Vec::new();
    for question in questions {
        let before = otherwise.len();
        for alternative in &question.alternatives {
            let changed = alternative
                .layers
                .iter()
                .filter(|(changed, _, _)| *changed == layer);
            otherwise.extend(changed.map(|(_, _, claim)| Otherwise {
                attribute: question.id,
                value: alternative.value,
                claim,
            }));
        }
        if otherwise.len() > before {
            assumed.push((question.id, question.assumed.clone()));
        }
    }
    (assumed, otherwise)
}
