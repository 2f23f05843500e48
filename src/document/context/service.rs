//! One use of a service in one category: configuration, layers, duties, open questions.

use serde::Serialize;

use super::citations::Citations;
use super::question::{self, QuestionContext};
use super::{layer_name, lines, party_name, team_names, uncapital};
use crate::catalog::{Catalog, CategoryId, Claim, Verify};
use crate::document::{capital, standing};
use crate::model::{LayerExplanation, Of, Project, RegisterRow, Use, Variant};

#[derive(Serialize)]
pub(super) struct UseContext {
    /// Heading, unique in the document.
    title: String,
    official_name: String,
    summary: String,
    /// Heads the column of what the team does.
    owner: String,
    /// The same inside a sentence.
    owner_within: String,
    note: Vec<String>,
    /// Where AWS stands with the service, unless it is generally available.
    lifecycle: Option<Cited>,
    /// Why this category, where configuration decides it.
    category_reason: Option<Cited>,
    given: Vec<SettingContext>,
    /// Empty for a service that AWS has shut down.
    layers: Vec<LayerContext>,
    /// Part of an answer hangs on an open question.
    has_open_layers: bool,
    duties: Vec<DutyContext>,
    questions: Vec<QuestionContext>,
}

#[derive(Serialize)]
struct Cited {
    text: String,
    citation: usize,
    unverified: bool,
}

#[derive(Serialize)]
struct SettingContext {
    id: String,
    question: String,
    label: String,
}

#[derive(Serialize)]
struct LayerContext {
    /// One layer, or several that one answer covers.
    names: String,
    party: &'static str,
    aws: Option<String>,
    team: Option<String>,
    why: Cited,
    /// Part of the answer hangs on a setting nobody gave.
    open: bool,
}

#[derive(Serialize)]
pub(super) struct DutyContext {
    id: String,
    text: String,
    why: Cited,
    controls: String,
    config_rules: Vec<String>,
    cli: Option<String>,
    by_hand: Option<String>,
    evidence: String,
}

/// The uses of a category; a use whose configurations differ in category stands in each, with the
/// configurations that belong there.
pub(super) fn uses(
    project: &Project<'_>,
    catalog: &Catalog,
    category: CategoryId,
    citations: &mut Citations,
) -> Vec<UseContext> {
    let mut contexts = Vec::new();
    for (index, used) in project.uses.iter().enumerate() {
        let rows: Vec<_> = project
            .register
            .iter()
            .filter(|row| row.of == Of::Use(index))
            .collect();
        for variant in used
            .variants
            .iter()
            .filter(|variant| variant.category() == category)
        {
            contexts.push(one_use(catalog, used, variant, &rows, citations));
        }
    }
    contexts
}

fn one_use(
    catalog: &Catalog,
    used: &Use<'_>,
    variant: &Variant<'_>,
    rows: &[&RegisterRow<'_>],
    citations: &mut Citations,
) -> UseContext {
    let explanation = &variant.explanation;
    let category_reason = explanation.answer.category_claim.map(|claim| Cited {
        text: capital(&claim.reason),
        citation: citations.cite(&claim.source, claim.checked, claim.unverified),
        unverified: claim.unverified,
    });
    let duties = explanation
        .answer
        .duties
        .iter()
        .filter_map(|duty| rows.iter().find(|row| row.id == duty.id).copied());
    let (owner, owner_within) = team_names(used.owner.as_deref());
    UseContext {
        title: variant_title(used, variant),
        official_name: used.service.official_name.clone(),
        summary: used.service.summary.clone(),
        owner,
        owner_within,
        note: lines(used.note.as_deref()),
        lifecycle: explanation.standing.map(|known| {
            let lifecycle = known.lifecycle;
            let citation =
                citations.cite(&lifecycle.source, lifecycle.checked, lifecycle.unverified);
            Cited {
                text: format!("{}.", standing(catalog, known)),
                citation,
                unverified: lifecycle.unverified,
            }
        }),
        category_reason,
        given: given(variant),
        layers: if variant.is_retired() {
            Vec::new()
        } else {
            layers(catalog, &explanation.layers, citations)
        },
        has_open_layers: explanation
            .layers
            .iter()
            .any(|layer| !layer.otherwise.is_empty()),
        duties: duties.map(|row| duty(catalog, row, citations)).collect(),
        questions: explanation
            .questions
            .iter()
            .map(|question| question::build(catalog, question, citations))
            .collect(),
    }
}

/// The use's title, with the values that tell this configuration from its others.
pub(in crate::document) fn variant_title(used: &Use<'_>, variant: &Variant<'_>) -> String {
    let apart: Vec<_> = variant
        .told_apart_by
        .iter()
        .map(|(attribute, value)| told_apart(attribute, value))
        .collect();
    if apart.is_empty() {
        used.title()
    } else {
        format!("{} ({})", used.title(), apart.join(", "))
    }
}

/// A word says enough alone; a truth value or a number needs its attribute.
fn told_apart(attribute: &str, value: &str) -> String {
    let is_word = value.chars().any(char::is_alphabetic) && !matches!(value, "true" | "false");
    if is_word && !matches!(value, "enabled" | "disabled" | "none") {
        value.to_owned()
    } else {
        format!("{attribute} {value}")
    }
}

fn given(variant: &Variant<'_>) -> Vec<SettingContext> {
    let explanation = &variant.explanation;
    let settings = explanation.given.iter().filter_map(|(id, value)| {
        let attribute = explanation.service.attributes.get(id)?;
        Some(SettingContext {
            id: id.clone(),
            question: attribute.question.clone(),
            label: attribute.values.get(value)?.label().to_owned(),
        })
    });
    settings.collect()
}

/// The layers; neighbours that one claim answers in the same words share a row.
fn layers(
    catalog: &Catalog,
    layers: &[LayerExplanation<'_>],
    citations: &mut Citations,
) -> Vec<LayerContext> {
    let mut rows: Vec<(LayerContext, &Claim)> = Vec::new();
    for layer in layers {
        let name = layer_name(catalog, layer.layer);
        let open = !layer.otherwise.is_empty();
        if let Some((row, claim)) = rows.last_mut()
            && *claim == layer.claim
            && row.open == open
        {
            row.names = format!("{}, {}", row.names, uncapital(&name));
            continue;
        }
        let claim = layer.claim;
        let row = LayerContext {
            names: name,
            party: party_name(claim.party),
            aws: claim.aws.as_deref().map(sentence),
            team: claim.team.as_deref().map(sentence),
            why: Cited {
                text: sentence(&claim.reason),
                citation: citations.cite(&claim.source, claim.checked, claim.unverified),
                unverified: claim.unverified,
            },
            open,
        };
        rows.push((row, claim));
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

pub(super) fn duty(
    catalog: &Catalog,
    row: &RegisterRow<'_>,
    citations: &mut Citations,
) -> DutyContext {
    let duty = row.duty;
    let Verify {
        security_hub,
        cli,
        by_hand,
        ..
    } = &row.verify;
    DutyContext {
        id: row.id.clone(),
        text: duty.text.clone(),
        why: Cited {
            text: duty.why.clone(),
            citation: citations.cite(&duty.source, duty.checked, duty.unverified),
            unverified: duty.unverified,
        },
        controls: security_hub.join(", "),
        config_rules: catalog.config_rules(&row.verify),
        cli: cli.clone(),
        by_hand: by_hand.clone(),
        evidence: duty.evidence.clone(),
    }
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}
