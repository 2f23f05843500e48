//! `onus explain`: one service in one configuration, as text or JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::args::{ExplainArgs, ExplainFormat};
use super::{Status, Terminal, gather, stated, today};
use crate::catalog::{Catalog, Claim, Party, Verify};
use crate::diagnostic::has_errors;
use crate::document::{capital, standing};
use crate::model::{self, DutyAnswer, Explanation, LayerExplanation, Standing};

/// Columns of text output.
const WIDTH: usize = 96;

pub(super) fn run(args: &ExplainArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let day = today::day(&args.date, args.as_of.as_of)?;
    let date = day.as_of.unwrap_or(day.of_run);
    let catalog = match gather::catalog(&args.catalog) {
        Ok(catalog) => catalog,
        Err(faults) => return terminal.refuse(faults),
    };
    let (entry, source, mut diagnostics) = stated::entry(&args.service, &args.attributes);
    let (used, faults) = model::resolve_use(&entry, &source, &catalog, date);
    diagnostics.extend(faults);
    let explanation = used.and_then(|used| used.variants.into_iter().next());
    let Some(variant) = explanation.filter(|_| !has_errors(&diagnostics)) else {
        return terminal.refuse(diagnostics);
    };
    let text = match args.format {
        ExplainFormat::Text => text(&catalog, &variant.explanation),
        ExplainFormat::Json => format!("{:#}\n", object(&catalog, &variant.explanation)),
    };
    terminal.result(text.as_bytes())?;
    Ok(Status::Done)
}

/// How a layer divides, as one sentence.
fn detail(claim: &Claim) -> String {
    let aws = claim.aws.as_ref().map(|aws| format!("AWS {aws}"));
    let team = claim.team.as_ref().map(|team| format!("the team {team}"));
    match (claim.party, aws, team) {
        (Party::Customer, Some(aws), Some(team)) => format!("{}; {aws}", capital(&team)),
        (_, Some(aws), Some(team)) => format!("{aws}; {team}"),
        (_, Some(aws), None) => aws,
        (_, None, Some(team)) => capital(&team),
        (_, None, None) => String::new(),
    }
}

fn object(catalog: &Catalog, explanation: &Explanation<'_>) -> Value {
    let layers: Vec<_> = explanation.layers.iter().map(layer_object).collect();
    let duties: Vec<_> = explanation
        .answer
        .duties
        .iter()
        .map(|duty| duty_object(catalog, duty))
        .collect();
    let mut object = json!({
        "service": explanation.service.id,
        "name": explanation.service.official_name,
        "config": explanation.given,
        "category": explanation.answer.category.name(),
        "layers": layers,
        "duties": duties,
    });
    if let Some(Standing { lifecycle, .. }) = explanation.standing {
        object["lifecycle"] = json!({
            "stage": lifecycle.stage.name(),
            "since": lifecycle.since.map(|day| day.to_string()),
            "ends": lifecycle.ends.map(|day| day.to_string()),
            "successors": lifecycle.successors,
            "source": lifecycle.source,
            "checked": lifecycle.checked.to_string(),
        });
    }
    object
}

fn layer_object(layer: &LayerExplanation<'_>) -> Value {
    let claim = layer.claim;
    let mut object = Map::new();
    object.insert("layer".into(), layer.layer.into());
    object.insert("party".into(), claim.party.name().into());
    object.insert("detail".into(), detail(claim).into());
    object.insert("reason".into(), claim.reason.clone().into());
    object.insert("source".into(), claim.source.clone().into());
    object.insert("checked".into(), claim.checked.to_string().into());
    if claim.unverified {
        object.insert("unverified".into(), true.into());
    }
    if !layer.assumed.is_empty() {
        let assumed: Map<_, _> = layer
            .assumed
            .iter()
            .map(|(id, assumed)| ((*id).to_owned(), assumed.value.clone().into()))
            .collect();
        let otherwise = layer.otherwise.iter().map(|other| {
            let mut object = Map::new();
            object.insert(other.attribute.to_owned(), other.value.into());
            object.insert("party".into(), other.claim.party.name().into());
            object.insert("detail".into(), detail(other.claim).into());
            Value::Object(object)
        });
        object.insert("assumed".into(), Value::Object(assumed));
        object.insert("otherwise".into(), otherwise.collect());
    }
    Value::Object(object)
}

fn duty_object(catalog: &Catalog, answer: &DutyAnswer<'_>) -> Value {
    let duty = answer.duty;
    json!({
        "id": answer.id,
        "layer": duty.layer,
        "verb": duty.verb.name(),
        "text": duty.text,
        "why": duty.why,
        "verify": verify_object(catalog, &answer.verify),
        "evidence": duty.evidence,
        "source": duty.source,
        "checked": duty.checked.to_string(),
        "unverified": duty.unverified,
    })
}

fn verify_object(catalog: &Catalog, verify: &Verify) -> Value {
    json!({
        "security_hub": verify.security_hub,
        "config": catalog.config_rules(verify),
        "cli": verify.cli,
        "by_hand": verify.by_hand,
    })
}

fn text(catalog: &Catalog, explanation: &Explanation<'_>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut text, catalog, explanation);
    text
}

fn write_text(
    text: &mut String,
    catalog: &Catalog,
    explanation: &Explanation<'_>,
) -> std::fmt::Result {
    let service = explanation.service;
    writeln!(
        text,
        "{}: {}",
        service.official_name, explanation.answer.category
    )?;
    if let Some(known) = explanation.standing {
        let sentence = format!("{}.", standing(catalog, known));
        writeln!(text, "{}", indented(&sentence, 2))?;
    }
    if let Some(claim) = explanation.answer.category_claim {
        writeln!(text, "{}", indented(&claim.reason, 2))?;
    }
    for (id, value) in &explanation.taken.configuration {
        let label = service
            .attributes
            .get(id)
            .and_then(|attribute| attribute.values.get(value));
        let basis = match explanation.taken.assumed.get(id) {
            Some(assumed) => format!("; not given, {}", assumed.basis.phrase()),
            None => String::new(),
        };
        writeln!(
            text,
            "  {id}={value} ({}{basis})",
            label.map_or(value.as_str(), |form| form.label())
        )?;
    }
    writeln!(text, "\nLayers")?;
    for layer in &explanation.layers {
        write_layer(text, catalog, layer)?;
    }
    writeln!(text, "\nDuties of the team")?;
    for duty in &explanation.answer.duties {
        writeln!(
            text,
            "  {} ({}, {})",
            duty.id,
            duty.duty.layer,
            duty.duty.verb.name()
        )?;
        writeln!(
            text,
            "{}",
            indented(&format!("{}. {}", duty.duty.text, duty.duty.why), 4)
        )?;
        writeln!(text, "    {}", duty.duty.source)?;
    }
    Ok(())
}

fn write_layer(
    text: &mut String,
    catalog: &Catalog,
    layer: &LayerExplanation<'_>,
) -> std::fmt::Result {
    let name = catalog
        .layer(layer.layer)
        .map_or(layer.layer, |layer| &layer.id);
    let holder = match layer.claim.party {
        Party::Aws => "AWS",
        Party::Shared => "shared",
        Party::Customer => "team",
    };
    writeln!(text, "  {name:<24}{holder}")?;
    writeln!(
        text,
        "{}",
        indented(&format!("{}.", detail(layer.claim)), 4)
    )?;
    let unverified = if layer.claim.unverified {
        " (unverified)"
    } else {
        ""
    };
    writeln!(
        text,
        "{}",
        indented(&format!("Because {}.", layer.claim.reason), 4)
    )?;
    writeln!(
        text,
        "    {}, read on {}{unverified}",
        layer.claim.source, layer.claim.checked
    )?;
    for (id, assumed) in &layer.assumed {
        writeln!(text, "    Depends on {id}, taken as {}:", assumed.value)?;
        for other in layer
            .otherwise
            .iter()
            .filter(|other| other.attribute == *id)
        {
            let answer = format!(
                "{id}={}: {}. {}.",
                other.value,
                other.claim.party.name(),
                detail(other.claim)
            );
            writeln!(text, "{}", indented(&answer, 6))?;
        }
    }
    Ok(())
}

fn indented(paragraph: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(&indent)
        .subsequent_indent(&indent)
        .break_words(false);
    textwrap::fill(paragraph, options)
}
