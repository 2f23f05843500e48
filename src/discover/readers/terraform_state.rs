//! `terraform.tfstate`, version 4: a list of resources with their instances.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::{Reading, object};
use crate::catalog::fits;
use crate::discover::resource::{Detail, Found, Location, Notation, Resource};
use crate::discover::value::Value;

/// Adds a resource of a state; false when the item is none.
pub(super) fn resource(item: &Json, file: &str, reading: &mut Reading<'_>) -> bool {
    let (Some(kind), Some(name), Some(instances)) = (
        item["type"].as_str(),
        item["name"].as_str(),
        item["instances"].as_array(),
    ) else {
        return false;
    };
    if item["mode"].as_str() != Some("managed") {
        return true;
    }
    let provider = item["provider"].as_str().map(|provider| {
        provider
            .trim_start_matches("provider[\"")
            .trim_end_matches("\"]")
    });
    let module = item["module"]
        .as_str()
        .map_or(String::new(), |module| format!("{module}."));
    for instance in instances {
        if !reading.is_aws(kind, provider) {
            continue;
        }
        let index = match &instance["index_key"] {
            Json::Null => String::new(),
            key => format!("[{key}]"),
        };
        let address = format!("{module}{kind}.{name}{index}");
        let base = super::base(&address);
        let depends = instance["dependencies"].as_array();
        let links = depends.into_iter().flatten().filter_map(Json::as_str);
        let links = links.map(super::base).collect();
        let mut properties = object(instance["attributes"].clone());
        observe(&mut properties);
        reading.add(Resource {
            notation: Notation::Terraform,
            kind: kind.to_owned(),
            address,
            base,
            location: Location {
                file: file.to_owned(),
                line: None,
            },
            properties,
            links,
            conditional: false,
            detail: Detail::Written,
            count: 1,
        });
    }
    true
}

/// Where an ARN is kept until all resources are read.
pub(super) const OWN_ARN: &str = "own arn";

/// In a state the key that AWS chose looks like one that the team chose: both are ARNs. Until all resources
/// are read, it is not known which.
pub(super) fn observe(properties: &mut Value) {
    if let Value::Map(entries) = properties {
        if let Some(Value::Text(arn)) = entries.get("arn") {
            let arn = arn.clone();
            if is_key(&arn) {
                entries.insert(OWN_ARN.to_owned(), Value::Text(arn));
            }
        }
        for value in entries.values_mut() {
            mark(value);
        }
    }
}

fn is_key(arn: &str) -> bool {
    fits("arn:*:kms:*:key/*", arn)
}

fn mark(value: &mut Value) {
    match value {
        Value::Text(text) if is_key(text) => *value = Value::Set(vec![std::mem::take(text)]),
        Value::List(items) => items.iter_mut().for_each(mark),
        Value::Map(entries) => entries.values_mut().for_each(mark),
        _ => {}
    }
}

/// Says of each key's ARN whose it is: a resource's, or unknown.
pub(super) fn settle(found: &mut Found) {
    let mut owners = HashMap::new();
    for resource in &mut found.resources {
        for link in &resource.links {
            if is_key(link) {
                owners.entry(link.clone()).or_insert(None);
            }
        }
        if resource.kind.ends_with("_key")
            && let Some(arn) = own_arn(resource)
        {
            owners.insert(arn, Some(resource.base.clone()));
        }
    }
    if owners.is_empty() {
        return;
    }
    for resource in &mut found.resources {
        resource.links.retain(|link| !is_key(link));
        settle_value(&mut resource.properties, &owners);
    }
}

fn own_arn(resource: &Resource) -> Option<String> {
    match resource.properties.get(OWN_ARN)? {
        Value::Set(arn) => arn.first().cloned(),
        value => value.as_text().map(str::to_owned),
    }
}

fn settle_value(value: &mut Value, owners: &HashMap<String, Option<String>>) {
    match value {
        Value::Set(addresses) => {
            if let [arn] = addresses.as_slice()
                && is_key(arn)
            {
                *value = match owners.get(arn) {
                    Some(Some(owner)) => Value::Set(vec![owner.clone()]),
                    _ => Value::Unknown,
                };
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| settle_value(item, owners)),
        Value::Map(entries) => entries
            .values_mut()
            .for_each(|value| settle_value(value, owners)),
        _ => {}
    }
}
