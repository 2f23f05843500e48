//! `onus compare`: services or configurations side by side, as text, Markdown or JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::args::{CompareArgs, CompareFormat};
use super::{Status, Terminal, gather, stated, today};
use crate::catalog::{Catalog, Party};
use crate::diagnostic::has_errors;
use crate::model::{self, Column, Comparison, Explanation, LayerExplanation, Row};

/// Marks a layer whose holder is not the same in every column.
const DIFFERS: &str = "*";

pub(super) fn run(args: &CompareArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let day = today::day(&args.date, args.as_of.as_of)?;
    let date = day.as_of.unwrap_or(day.of_run);
    let catalog = match gather::catalog(&args.catalog) {
        Ok(catalog) => catalog,
        Err(faults) => return terminal.refuse(faults),
    };
    let mut diagnostics = Vec::new();
    let mut explanations: Vec<Explanation<'_>> = Vec::new();
    for argument in &args.services {
        let (service, attributes) = split(argument);
        let (entry, source, faults) = stated::entry(service, &attributes);
        diagnostics.extend(faults);
        let (used, faults) = model::resolve_use(&entry, &source, &catalog, date);
        diagnostics.extend(faults);
        let variants = used.into_iter().flat_map(|used| used.variants);
        explanations.extend(variants.map(|variant| variant.explanation));
    }
    if has_errors(&diagnostics) {
        return terminal.refuse(diagnostics);
    }
    let comparison = model::compare(&catalog, &explanations);
    let text = match args.format {
        CompareFormat::Text => text(&catalog, &comparison),
        CompareFormat::Md => markdown(&catalog, &comparison),
        CompareFormat::Json => format!("{:#}\n", object(&comparison)),
    };
    terminal.result(text.as_bytes())?;
    Ok(Status::Done)
}

/// `rds:engine=mysql,multi_az=true`: the service, and what is given of it.
fn split(argument: &str) -> (&str, Vec<String>) {
    match argument.split_once(':') {
        Some((service, attributes)) => {
            (service, attributes.split(',').map(str::to_owned).collect())
        }
        None => (argument, Vec::new()),
    }
}

/// What a column is about: the service's name, then what was given of it.
fn heading(column: &Column<'_, '_>) -> Vec<String> {
    let explanation = column.explanation;
    let given = explanation.given.iter();
    std::iter::once(explanation.service.name.clone())
        .chain(given.map(|(id, value)| format!("{id}={value}")))
        .collect()
}

fn holder(party: Party) -> &'static str {
    match party {
        Party::Aws => "AWS",
        Party::Shared => "shared",
        Party::Customer => "team",
    }
}

fn layer_name<'c>(catalog: &'c Catalog, id: &'c str) -> &'c str {
    catalog.layer(id).map_or(id, |layer| layer.name.as_str())
}

/// A row's holders; one that hangs on an attribute nobody gave carries a question mark.
fn cells(row: &Row<'_, '_>) -> Vec<String> {
    let cells = row.cells.iter().map(|cell| {
        let open = if is_open(cell) { " ?" } else { "" };
        format!("{}{open}", holder(cell.claim.party))
    });
    cells.collect()
}

/// The rows below the layers: what each column comes to.
fn totals(comparison: &Comparison<'_, '_>) -> Vec<(&'static str, Vec<String>)> {
    let of = |count: fn(&Column<'_, '_>) -> String| {
        comparison.columns.iter().map(count).collect::<Vec<_>>()
    };
    vec![
        (
            "Category",
            of(|column| column.explanation.answer.category.name().to_owned()),
        ),
        ("Layers AWS holds", of(|column| column.aws.to_string())),
        ("Layers shared", of(|column| column.shared.to_string())),
        (
            "Layers the team holds",
            of(|column| column.customer.to_string()),
        ),
        ("Duties of the team", of(|column| column.duties.to_string())),
    ]
}

/// Whether a holder hangs on an attribute that was not given.
fn has_open(comparison: &Comparison<'_, '_>) -> bool {
    let cells = comparison.rows.iter().flat_map(|row| &row.cells);
    cells.into_iter().any(|cell| is_open(cell))
}

/// Whether another value of an attribute that was not given would name another holder.
fn is_open(cell: &LayerExplanation<'_>) -> bool {
    let mut others = cell.otherwise.iter();
    others.any(|other| other.claim.party != cell.claim.party)
}

fn notes(comparison: &Comparison<'_, '_>) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if comparison.rows.iter().any(|row| row.differs) {
        notes.push("* the holder differs");
    }
    if has_open(comparison) {
        notes.push("? hangs on an attribute that was not given; `onus explain` says on which");
    }
    notes
}

fn text(catalog: &Catalog, comparison: &Comparison<'_, '_>) -> String {
    let headings: Vec<_> = comparison.columns.iter().map(heading).collect();
    let height = headings.iter().map(Vec::len).max().unwrap_or_default();
    let mut lines: Vec<(&str, Vec<String>, &str)> = Vec::new();
    for line in 0..height {
        let cell = |heading: &Vec<String>| heading.get(line).cloned().unwrap_or_default();
        lines.push(("", headings.iter().map(cell).collect(), ""));
    }
    for row in &comparison.rows {
        let mark = if row.differs { DIFFERS } else { "" };
        lines.push((layer_name(catalog, row.layer), cells(row), mark));
    }
    for (name, cells) in totals(comparison) {
        lines.push((name, cells, ""));
    }
    let width = |texts: &mut dyn Iterator<Item = &str>| {
        texts
            .map(|text| text.chars().count())
            .max()
            .unwrap_or_default()
    };
    let first = width(&mut lines.iter().map(|(name, _, _)| *name)) + DIFFERS.len() + 1;
    let widths: Vec<_> = (0..headings.len())
        .map(|index| width(&mut lines.iter().map(|(_, cells, _)| cells[index].as_str())))
        .collect();
    let blank_before = [height, height + comparison.rows.len()];
    let mut text = String::new();
    for (index, (name, cells, mark)) in lines.iter().enumerate() {
        if blank_before.contains(&index) {
            text.push('\n');
        }
        let mut line = format!("{:<first$}", format!("{name} {mark}"));
        for (cell, width) in cells.iter().zip(&widths) {
            // Writing to a string cannot fail.
            let _ = write!(line, "  {cell:<width$}");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let notes = notes(comparison);
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        text.push_str(note);
        text.push('\n');
    }
    text
}

fn markdown(catalog: &Catalog, comparison: &Comparison<'_, '_>) -> String {
    let mut text = String::from("| Layer |");
    for column in &comparison.columns {
        // Names, ids and values are the catalog's own, without letters that mean anything in Markdown
        // beside the underscore, which code spells.
        let heading = heading(column);
        let (name, given) = heading.split_at(1);
        text.push_str(&format!(" {}", name.concat()));
        for one in given {
            text.push_str(&format!(" `{one}`"));
        }
        text.push_str(" |");
    }
    text.push_str("\n| --- |");
    text.push_str(&" --- |".repeat(comparison.columns.len()));
    text.push('\n');
    for row in &comparison.rows {
        let name = layer_name(catalog, row.layer);
        let name = if row.differs {
            format!("**{name}**")
        } else {
            name.to_owned()
        };
        text.push_str(&format!("| {name} | {} |\n", cells(row).join(" | ")));
    }
    for (name, cells) in totals(comparison) {
        text.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    }
    text.push_str("\nA layer in bold type has not the same holder in every column.");
    if has_open(comparison) {
        text.push_str(
            " A question mark means that the holder hangs on an attribute that was not given.",
        );
    }
    text.push('\n');
    text
}

fn object(comparison: &Comparison<'_, '_>) -> Value {
    let columns = comparison.columns.iter().map(|column| {
        let explanation = column.explanation;
        json!({
            "service": explanation.service.id,
            "name": explanation.service.official_name,
            "config": explanation.given,
            "category": explanation.answer.category.name(),
            "layers": {"aws": column.aws, "shared": column.shared, "customer": column.customer},
            "duties": column.duties,
        })
    });
    let rows = comparison.rows.iter().map(|row| {
        let parties: Vec<_> = row
            .cells
            .iter()
            .map(|cell| cell.claim.party.name())
            .collect();
        json!({"layer": row.layer, "parties": parties, "differs": row.differs})
    });
    json!({
        "columns": columns.collect::<Vec<_>>(),
        "layers": rows.collect::<Vec<_>>(),
    })
}
