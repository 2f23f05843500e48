//! `terraform show -json` of a plan or a state; OpenTofu writes the same.

use std::collections::{HashMap, HashSet};
use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::asked::Asked;
use super::json::Top;
use super::{base, object};
use crate::discover::resource::{Detail, Found, Location, Notation, Resource};
use crate::discover::value::Value;

/// `planned_values` and `values`: the root module below, or, in modules, `resources` and `child_modules`.
pub(super) struct Values<'t, 'r, 'c> {
    pub(super) top: &'t mut Top<'r, 'c>,
    /// Whether this is what exists, not what is planned.
    pub(super) settled: bool,
}

impl<'de> DeserializeSeed<'de> for Values<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("modules and resources")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let settled = self.settled;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "root_module" | "child_modules" => map.next_value_seed(Values {
                    top: self.top,
                    settled,
                })?,
                "resources" => map.next_value_seed(Listed {
                    top: self.top,
                    settled,
                })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut modules: A) -> Result<(), A::Error> {
        let settled = self.settled;
        while modules
            .next_element_seed(Values {
                top: self.top,
                settled,
            })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

struct Listed<'t, 'r, 'c> {
    top: &'t mut Top<'r, 'c>,
    settled: bool,
}

impl<'de> DeserializeSeed<'de> for Listed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Listed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of resources")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Json>()? {
            resource(item, self.top, self.settled);
        }
        Ok(())
    }
}

fn resource(item: Json, top: &mut Top<'_, '_>, settled: bool) {
    let Json::Object(mut item) = item else { return };
    let text = |item: &serde_json::Map<String, Json>, key: &str| {
        item.get(key).and_then(Json::as_str).map(str::to_owned)
    };
    let (Some(kind), Some(address)) = (text(&item, "type"), text(&item, "address")) else {
        return;
    };
    if text(&item, "mode").as_deref() != Some("managed") {
        return;
    }
    if !top
        .reading
        .is_aws(&kind, text(&item, "provider_name").as_deref())
    {
        return;
    }
    let base = base(&address);
    let module = base
        .rsplit_once(&format!("{kind}."))
        .map_or("", |(module, _)| module);
    let depends = item.get("depends_on").and_then(Json::as_array);
    let links = depends.into_iter().flatten().filter_map(Json::as_str);
    let links = links.map(|link| {
        if settled {
            super::base(link)
        } else {
            format!("{module}{link}")
        }
    });
    let links = links.collect();
    let mut properties = object(item.remove("values").unwrap_or(Json::Null));
    if settled {
        super::terraform_state::observe(&mut properties);
    }
    top.reading.add(Resource {
        notation: Notation::Terraform,
        kind,
        address,
        base,
        location: Location {
            file: top.file.clone(),
            line: None,
        },
        properties,
        links,
        conditional: false,
        detail: Detail::Written,
        count: 1,
    });
}

/// What a plan says beside the planned values: which are known only after it is applied, and from which
/// expressions.
#[derive(Default)]
pub(super) struct Plan {
    /// By address: properties whose values are not known yet.
    unknown: HashMap<String, Vec<String>>,
    /// By address without indices: properties that are written, and what they refer to.
    written: HashMap<String, HashMap<String, Vec<String>>>,
    /// Addresses of modules' outputs, and what they refer to.
    outputs: HashMap<String, Vec<String>>,
    /// Variables of modules, and what they are given.
    given: HashMap<String, Vec<String>>,
}

/// Most modules in each other that a plan is followed through.
const DEPTH_LIMIT: usize = 32;

impl Plan {
    /// One of `resource_changes`.
    pub(super) fn change(&mut self, item: Json, asked: &Asked<'_>) {
        let (Some(address), Some(kind)) = (item["address"].as_str(), item["type"].as_str()) else {
            return;
        };
        let cloud_control = asked.cloud_control(kind).is_some();
        let Some(unknown) = item["change"]["after_unknown"].as_object() else {
            return;
        };
        let keys = unknown
            .iter()
            .filter(|(key, value)| (cloud_control || asked.wants(kind, key)) && holds_true(value));
        let keys: Vec<_> = keys.map(|(key, _)| key.clone()).collect();
        if !keys.is_empty() {
            self.unknown.insert(address.to_owned(), keys);
        }
    }

    /// `configuration`: the expressions.
    pub(super) fn configuration(&mut self, configuration: &Json) {
        self.module(&configuration["root_module"], "", 0);
    }

    fn module(&mut self, module: &Json, path: &str, depth: usize) {
        if depth > DEPTH_LIMIT {
            return;
        }
        for resource in module["resources"].as_array().into_iter().flatten() {
            let Some(address) = resource["address"].as_str() else {
                continue;
            };
            let mut written: HashMap<String, Vec<String>> = HashMap::new();
            for (key, expression) in resource["expressions"].as_object().into_iter().flatten() {
                let mut references = Vec::new();
                gather(expression, path, &mut references);
                written.insert(key.clone(), references);
            }
            self.written.insert(format!("{path}{address}"), written);
        }
        for (name, output) in module["outputs"].as_object().into_iter().flatten() {
            let mut references = Vec::new();
            gather(&output["expression"], path, &mut references);
            self.outputs.insert(format!("{path}{name}"), references);
        }
        for (name, call) in module["module_calls"].as_object().into_iter().flatten() {
            let below = format!("{path}module.{name}.");
            for (key, expression) in call["expressions"].as_object().into_iter().flatten() {
                let mut references = Vec::new();
                gather(expression, path, &mut references);
                self.given.insert(format!("{below}var.{key}"), references);
            }
            self.module(&call["module"], &below, depth + 1);
        }
    }

    /// The resources that a reference leads to, through variables and outputs of modules.
    fn resolve(&self, reference: &str, seen: &mut HashSet<String>, found: &mut Vec<String>) {
        if !seen.insert(reference.to_owned()) {
            return;
        }
        let next = self
            .given
            .get(reference)
            .or_else(|| self.outputs.get(reference));
        match next {
            Some(next) => next.iter().for_each(|next| self.resolve(next, seen, found)),
            None => {
                if let Some((address, _)) = self.written.get_key_value(reference) {
                    found.push(address.clone());
                }
            }
        }
    }

    fn resolve_all(&self, references: &[String]) -> Vec<String> {
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        for reference in references {
            self.resolve(reference, &mut seen, &mut found);
        }
        found
    }

    /// Lays what is not known yet into the resources, and links them.
    pub(super) fn settle(self, found: &mut Found) {
        if self.written.is_empty() && self.unknown.is_empty() {
            return;
        }
        for resource in &mut found.resources {
            let written = self.written.get(&resource.base);
            for key in self.unknown.get(&resource.address).into_iter().flatten() {
                let value = match written.and_then(|written| written.get(key)) {
                    Some(references) if !references.is_empty() => {
                        Value::Set(self.resolve_all(references))
                    }
                    // Nobody wrote it: the provider will fill it in.
                    _ => continue,
                };
                if let Value::Map(entries) = &mut resource.properties {
                    lay(entries, key, value);
                }
            }
            for references in written.into_iter().flat_map(HashMap::values) {
                for address in self.resolve_all(references) {
                    if address != resource.base && !resource.links.contains(&address) {
                        resource.links.push(address);
                    }
                }
            }
        }
    }
}

/// A part of a block may be unknown while the rest of the block is known; the block is then left as it is.
fn lay(entries: &mut IndexMap<String, Value>, key: &str, value: Value) {
    let known = entries.get(key).is_some_and(|value| !value.is_empty());
    if !known {
        entries.insert(key.to_owned(), value);
    }
}

fn holds_true(value: &Json) -> bool {
    match value {
        Json::Bool(value) => *value,
        Json::Array(items) => items.iter().any(holds_true),
        Json::Object(entries) => entries.values().any(holds_true),
        _ => false,
    }
}

/// The references in an expression, each as the address it means within its module. The longest come first
/// in a plan; of those that name a resource, the resource alone counts.
fn gather(expression: &Json, path: &str, found: &mut Vec<String>) {
    match expression {
        Json::Object(entries) => {
            for (key, value) in entries {
                if key == "references" {
                    let texts = value
                        .as_array()
                        .into_iter()
                        .flatten()
                        .filter_map(Json::as_str);
                    found.extend(texts.map(|text| address_of(text, path)));
                } else {
                    gather(value, path, found);
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| gather(item, path, found)),
        _ => {}
    }
}

fn address_of(reference: &str, path: &str) -> String {
    let plain = base(reference);
    let parts: Vec<_> = plain.split('.').collect();
    let length = match parts[0] {
        "module" | "data" => 3,
        _ => 2,
    };
    format!("{path}{}", parts[..parts.len().min(length)].join("."))
}
