//! Writes down what was found: a services file for people, JSON for programs, remarks beside both.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::uses::{Discovery, Statement, Use};
use crate::diagnostic::{Diagnostic, code};

/// How many addresses a comment names.
const NAMED: usize = 3;

/// A services file that builds as it is.
pub fn yaml(found: &Discovery) -> String {
    let name = if slug::slugify(&found.input).is_empty() {
        "Project"
    } else {
        &found.input
    };
    let mut text = format!(
        "# Read by `onus discover`. Look it over: an owner, a note and what code does not say are for people to add.\nproject:\n  name: {}\n",
        scalar(name)
    );
    if found.uses.is_empty() {
        text.push_str("services: []\n");
    } else {
        text.push_str("services:\n");
    }
    for used in &found.uses {
        text.push_str(&entry(used, "  "));
    }
    if !found.unknown.is_empty() {
        text.push_str("# Not known to the catalog:\n");
        for unknown in &found.unknown {
            let _ = writeln!(text, "#   {} ({})", plain(&unknown.kind), unknown.count);
        }
    }
    if !found.unread.is_empty() {
        text.push_str("# Not read:\n");
        for what in &found.unread {
            let _ = writeln!(text, "#   {}", plain(what));
        }
    }
    text
}

/// One use as an entry of `services`.
pub(super) fn entry(used: &Use, indent: &str) -> String {
    let mut text = String::new();
    let found = found_at(used);
    // Writing to a string cannot fail.
    if used.name.is_none() && used.attributes.is_empty() {
        let _ = writeln!(text, "{indent}- {}  # {found}", used.service);
    } else {
        let _ = writeln!(text, "{indent}- service: {}  # {found}", used.service);
        if let Some(name) = &used.name {
            let _ = writeln!(text, "{indent}  name: {}", scalar(name));
        }
        for (id, said) in &used.attributes {
            let note = if said.is_default {
                "  # not set: AWS's default"
            } else {
                ""
            };
            let _ = writeln!(text, "{indent}  {id}: {}{note}", values(said));
        }
    }
    if used.conditional {
        let _ = writeln!(
            text,
            "{indent}  # conditional: whether it exists is known only in use"
        );
    }
    if !used.open.is_empty() {
        let _ = writeln!(
            text,
            "{indent}  # cannot be told from the input: {}",
            used.open.join(", ")
        );
    }
    text
}

/// Where a use was found, for people.
pub(super) fn found_at(used: &Use) -> String {
    let mut named: Vec<_> = used
        .found
        .iter()
        .take(NAMED)
        .map(|address| plain(address))
        .collect();
    let rest = used.count.saturating_sub(named.len() as u64);
    if rest > 0 {
        named.push(format!("{rest} more"));
    }
    let list = match named.as_slice() {
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
        [] => String::new(),
    };
    match used.places.first() {
        Some(place) => format!("{list} ({})", plain(place)),
        None => list,
    }
}

fn values(said: &Statement) -> String {
    match said.values.as_slice() {
        [one] => scalar(one),
        many => format!(
            "[{}]",
            many.iter()
                .map(|one| scalar(one))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Text as YAML: plain where no reader takes it for anything else.
fn scalar(text: &str) -> String {
    const RESERVED: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let harmless = text
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "_-./ ()".contains(letter));
    let reserved = RESERVED.contains(&text.to_lowercase().as_str());
    if begins && harmless && !reserved && !text.ends_with(' ') {
        text.to_owned()
    } else {
        Json::String(text.to_owned()).to_string()
    }
}

/// Text that stays on its line.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_control() || "\u{2028}\u{2029}\u{85}".contains(letter) {
                ' '
            } else {
                letter
            }
        })
        .collect()
}

/// The same for programs.
pub fn json(found: &Discovery) -> String {
    let services: Vec<_> = found.uses.iter().map(json_use).collect();
    let unknown: Vec<_> = found
        .unknown
        .iter()
        .map(|unknown| json!({"type": unknown.kind, "count": unknown.count}))
        .collect();
    let mut top = Map::new();
    top.insert("services".to_owned(), services.into());
    top.insert("unknown".to_owned(), unknown.into());
    if !found.others.is_empty() {
        top.insert("other_providers".to_owned(), json!(found.others));
    }
    if !found.unread.is_empty() {
        top.insert("unread".to_owned(), json!(found.unread));
    }
    format!("{:#}\n", Json::Object(top))
}

fn json_use(used: &Use) -> Json {
    let mut object = Map::new();
    object.insert("service".to_owned(), json!(used.service));
    if let Some(name) = &used.name {
        object.insert("name".to_owned(), json!(name));
    }
    let attributes: Map<String, Json> = used
        .attributes
        .iter()
        .map(|(id, said)| {
            let value = match said.values.as_slice() {
                [one] => json!(one),
                many => json!(many),
            };
            (id.clone(), value)
        })
        .collect();
    object.insert("attributes".to_owned(), attributes.into());
    let defaults: Vec<_> = used
        .attributes
        .iter()
        .filter(|(_, said)| said.is_default)
        .map(|(id, _)| id)
        .collect();
    if !defaults.is_empty() {
        object.insert("defaults".to_owned(), json!(defaults));
    }
    if !used.open.is_empty() {
        object.insert("open".to_owned(), json!(used.open));
    }
    if used.conditional {
        object.insert("conditional".to_owned(), json!(true));
    }
    object.insert("count".to_owned(), json!(used.count));
    object.insert("found".to_owned(), json!(used.found));
    object.insert("places".to_owned(), json!(used.places));
    Json::Object(object)
}

/// What a person should know beside the list.
pub fn remarks(found: &Discovery) -> Vec<Diagnostic> {
    let mut remarks: Vec<_> = found
        .unread
        .iter()
        .map(|what| {
            Diagnostic::new(code("not-read"), plain(what)).help("what it holds is not in the list")
        })
        .collect();
    for unknown in &found.unknown {
        let times = if unknown.count == 1 {
            "once".to_owned()
        } else {
            format!("{} times", unknown.count)
        };
        let message = format!(
            "the catalog does not know the type '{}', which is there {times}",
            plain(&unknown.kind)
        );
        remarks
            .push(Diagnostic::new(code("unknown-type"), message).help("add its service by hand"));
    }
    if found.uses.is_empty() && found.unknown.is_empty() {
        let others: Vec<_> = found
            .others
            .iter()
            .map(|(provider, count)| format!("{count} of {provider}"))
            .collect();
        let message = match others.as_slice() {
            [] => "no resource of AWS is in use".to_owned(),
            others => format!(
                "no resource of AWS is in use; there are {}",
                others.join(", ")
            ),
        };
        remarks.push(Diagnostic::new(code("nothing-in-use"), message));
    }
    remarks
}
