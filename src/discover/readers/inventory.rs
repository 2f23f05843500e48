//! Answers of AWS: tagged resources, Resource Explorer, AWS Config, and the lists of single services. What
//! each list holds is the catalog's to say.

use serde_json::Value as Json;

use super::asked::rename;
use super::{Reading, object};
use crate::catalog::{Answer, fits};
use crate::discover::resource::{Detail, Location, Notation, Resource};
use crate::discover::value::{At, Value};

/// Lists whose items carry an ARN or a type of AWS Config.
const LISTS: [&str; 6] = [
    "ResourceTagMappingList",
    "Resources",
    "resourceIdentifiers",
    "Results",
    "baseConfigurationItems",
    "configurationItems",
];

/// Keys that name the next page, where there is one.
const MORE: [&str; 7] = [
    "NextToken",
    "nextToken",
    "NextMarker",
    "nextMarker",
    "Marker",
    "PaginationToken",
    "LastEvaluatedTableName",
];

/// Whether a key at the top is one of an inventory.
pub(super) fn knows(key: &str, reading: &Reading<'_>) -> bool {
    let answers = &reading.asked.catalog.resource_rules().answers;
    LISTS.contains(&key)
        || is_more(key)
        || key.ends_with("Arns")
        || answers.iter().any(|answer| answer.list == key)
}

pub(super) fn is_more(key: &str) -> bool {
    MORE.contains(&key)
}

/// Adds an item of a list, or the one thing that a key holds; false when it is none of an inventory.
pub(super) fn item(list: Option<&str>, item: Json, file: &str, reading: &mut Reading<'_>) -> bool {
    match item {
        Json::String(text) => text_item(list, &text, file, reading),
        Json::Object(_) => {
            if let Some(answer) = answer(list, &item, reading) {
                described(&answer, item, file, reading);
                return true;
            }
            listed(item, file, reading)
        }
        _ => false,
    }
}

/// An ARN, a name, or JSON in a text, as a query of AWS Config gives it.
fn text_item(list: Option<&str>, text: &str, file: &str, reading: &mut Reading<'_>) -> bool {
    if text.starts_with("arn:") {
        return arn(text, reading);
    }
    if text.starts_with('{') {
        return serde_json::from_str(text).is_ok_and(|inner| item(list, inner, file, reading));
    }
    let answers = &reading.asked.catalog.resource_rules().answers;
    let named = answers
        .iter()
        .find(|answer| Some(answer.list.as_str()) == list && answer.with.is_none());
    if let Some(answer) = named {
        let kind = answer.kind.clone();
        reading.found.count(Notation::CloudFormation, &kind, text);
    }
    named.is_some()
}

fn answer(list: Option<&str>, item: &Json, reading: &Reading<'_>) -> Option<Answer> {
    let answers = &reading.asked.catalog.resource_rules().answers;
    let fitting = answers.iter().find(|answer| {
        let of_list = list.is_none_or(|list| answer.list == list);
        of_list && answer.with.as_ref().is_some_and(|key| item.get(key).is_some())
            // Without the list's name only a key that no other answer has tells what it is.
            && (list.is_some() || answers.iter().filter(|other| other.with == answer.with).count() == 1)
    });
    fitting.cloned()
}

/// A resource with its settings.
fn described(answer: &Answer, item: Json, file: &str, reading: &mut Reading<'_>) {
    let name = answer
        .name
        .as_ref()
        .and_then(|key| item[key].as_str())
        .unwrap_or("unnamed")
        .to_owned();
    let is_part = answer
        .part_of
        .as_ref()
        .is_some_and(|key| item[key].as_str().is_some_and(|owner| !owner.is_empty()));
    let properties = pascal(object(item));
    if is_part || gone(answer, &properties) {
        return;
    }
    let inside = answer.inside.as_ref().and_then(|key| properties.get(key));
    let properties = inside.cloned().unwrap_or(properties);
    add(&answer.kind, &name, properties, file, reading);
}

fn gone(answer: &Answer, properties: &Value) -> bool {
    answer
        .gone
        .0
        .iter()
        .any(|(path, patterns)| match properties.at(path) {
            At::Values(values) => values
                .iter()
                .filter_map(|value| value.as_text())
                .any(|text| patterns.0.iter().any(|pattern| fits(&pattern.0, text))),
            _ => false,
        })
}

/// What a setting that is not in an answer means depends on the answer, so it is not known.
fn add(kind: &str, name: &str, mut properties: Value, file: &str, reading: &mut Reading<'_>) {
    super::terraform_state::observe(&mut properties);
    let address = format!("{kind} {name}");
    reading.add(Resource {
        notation: Notation::CloudFormation,
        kind: kind.to_owned(),
        base: address.clone(),
        address,
        location: Location {
            file: file.to_owned(),
            line: None,
        },
        properties,
        links: Vec::new(),
        conditional: false,
        detail: Detail::Shown,
        count: 1,
    });
}

/// The names of properties as CloudFormation writes them.
fn pascal(value: Value) -> Value {
    rename(value, &|key| {
        let mut letters = key.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    })
}

/// A resource that is listed by ARN or by its type in AWS Config.
fn listed(item: Json, file: &str, reading: &mut Reading<'_>) -> bool {
    let text = |keys: &[&str]| keys.iter().find_map(|key| item[*key].as_str());
    if item
        .get("resourceDeletionTime")
        .is_some_and(|time| !time.is_null())
    {
        return true;
    }
    let status = text(&["configurationItemStatus"]).unwrap_or_default();
    if fits("ResourceDeleted*", status) || status == "ResourceNotRecorded" {
        return true;
    }
    if let Some(kind) = text(&["resourceType", "ResourceType"]).filter(|kind| kind.contains("::")) {
        let name = text(&["resourceName", "resourceId", "ResourceName"])
            .unwrap_or("unnamed")
            .to_owned();
        let kind = kind.to_owned();
        let configuration = match &item["configuration"] {
            Json::String(text) => serde_json::from_str(text).unwrap_or(Json::Null),
            other => other.clone(),
        };
        match configuration {
            Json::Object(entries) if !entries.is_empty() => {
                let properties = pascal(object(Json::Object(entries)));
                add(&kind, &name, properties, file, reading);
            }
            _ => reading.found.count(Notation::CloudFormation, &kind, &name),
        }
        return true;
    }
    if let Some(found) = text(&["ResourceARN", "Arn", "arn", "ARN", "resourceArn"]) {
        let found = found.to_owned();
        // Resource Explorer says the type itself: `ec2:vpc`.
        return match text(&["ResourceType", "resourceType"]) {
            Some(kind) => {
                reading.found.count(Notation::Arn, kind, &found);
                true
            }
            None => arn(&found, reading),
        };
    }
    false
}

/// Counts an ARN under its service and the first word of its resource.
fn arn(text: &str, reading: &mut Reading<'_>) -> bool {
    let parts: Vec<_> = text.splitn(6, ':').collect();
    let [_, _, service, _, _, resource] = parts.as_slice() else {
        return false;
    };
    let token = resource.split(['/', ':']).find(|word| !word.is_empty());
    // The first word is a type or a name; it is a type where the catalog knows it.
    let typed = format!("{service}:{}", token.unwrap_or_default());
    let types = &reading.asked.catalog.resource_types().arn;
    let kind = if types.contains_key(&typed) {
        typed
    } else {
        (*service).to_owned()
    };
    reading.found.count(Notation::Arn, &kind, text);
    true
}
