//! The functions of a template, worked out as far as its parameters' defaults allow.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::discover::value::Value;

/// Deepest that functions and conditions are followed.
const DEPTH_LIMIT: usize = 64;
/// Most resources that a loop makes.
const LOOP_LIMIT: usize = 1000;

/// A template, with what its parameters are given.
pub(super) struct Template<'t> {
    pub(super) json: &'t Json,
    given: &'t IndexMap<String, Value>,
    /// What stands before the addresses of its resources.
    prefix: String,
}

impl<'t> Template<'t> {
    pub(super) fn of(json: &'t Json, given: &'t IndexMap<String, Value>, prefix: String) -> Self {
        Template {
            json,
            given,
            prefix,
        }
    }

    /// The resources, loops worked out; false where it is not certain that one exists.
    pub(super) fn resources(&self) -> Vec<(String, Json, bool)> {
        let mut found = Vec::new();
        if let Some(resources) = self.json["Resources"].as_object() {
            self.expand(resources, true, 0, &mut found);
        }
        found
    }

    fn expand(
        &self,
        resources: &Map<String, Json>,
        certain: bool,
        depth: usize,
        found: &mut Vec<(String, Json, bool)>,
    ) {
        for (id, resource) in resources {
            if !id.starts_with("Fn::ForEach::") {
                found.push((id.clone(), resource.clone(), certain));
                continue;
            }
            let (Some(name), Some(Json::Object(body))) = (resource[0].as_str(), resource.get(2))
            else {
                continue;
            };
            if depth > 8 || found.len() > LOOP_LIMIT {
                continue;
            }
            let items = match self.value(&resource[1]) {
                Value::List(items) => items
                    .iter()
                    .filter_map(|item| item.as_text().map(str::to_owned))
                    .collect(),
                _ => Vec::new(),
            };
            if items.is_empty() {
                self.expand(body, false, depth + 1, found);
            }
            for item in items.iter().take(LOOP_LIMIT) {
                let body = substitute(&Json::Object(body.clone()), name, item);
                if let Json::Object(body) = body {
                    self.expand(&body, certain, depth + 1, found);
                }
            }
        }
    }

    /// A value with its functions worked out.
    pub(super) fn value(&self, json: &Json) -> Value {
        self.eval(json, 0)
    }

    fn eval(&self, json: &Json, depth: usize) -> Value {
        if depth > DEPTH_LIMIT {
            return Value::Unknown;
        }
        match json {
            Json::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| self.eval(item, depth + 1))
                    .collect(),
            ),
            Json::Object(entries) => {
                if let (1, Some((name, argument))) = (entries.len(), entries.iter().next())
                    && (name == "Ref" || name.starts_with("Fn::"))
                {
                    return self.function(name, argument, depth + 1);
                }
                Value::Map(
                    entries
                        .iter()
                        .map(|(key, value)| (key.clone(), self.eval(value, depth + 1)))
                        .collect(),
                )
            }
            other => Value::from(other.clone()),
        }
    }

    fn function(&self, name: &str, argument: &Json, depth: usize) -> Value {
        let at = |index: usize| self.eval(&argument[index], depth);
        match name {
            "Ref" => argument
                .as_str()
                .map_or(Value::Unknown, |name| self.reference(name, depth)),
            "Fn::GetAtt" => {
                let id = argument.as_str().and_then(|path| path.split('.').next());
                let id = id.or_else(|| argument[0].as_str());
                Value::Set(
                    id.map(|id| format!("{}{id}", self.prefix))
                        .into_iter()
                        .collect(),
                )
            }
            "Fn::If" => match argument[0]
                .as_str()
                .map(|name| self.condition(&serde_json::json!({"Condition": name}), depth))
            {
                Some(Some(true)) => at(1),
                Some(Some(false)) => at(2),
                _ => either(at(1), at(2)),
            },
            "Fn::Sub" => self.sub(argument, depth),
            "Fn::Join" => match (at(0), at(1)) {
                (Value::Text(joint), Value::List(items)) => join(&joint, &items),
                (_, other) => set(&[other]),
            },
            "Fn::Split" => match (at(0), at(1)) {
                (Value::Text(joint), Value::Text(text)) if !joint.is_empty() => {
                    Value::List(text.split(&joint).map(Value::text).collect())
                }
                (_, other) => set(&[other]),
            },
            "Fn::Select" => {
                let index = at(0)
                    .as_text()
                    .and_then(|index| index.parse::<usize>().ok());
                match (index, at(1)) {
                    (Some(index), Value::List(items)) => {
                        items.get(index).cloned().unwrap_or(Value::Unknown)
                    }
                    (_, other) => set(&[other]),
                }
            }
            "Fn::FindInMap" => self.find_in_map(argument, depth),
            "Fn::Transform" | "Fn::Length" => Value::Unknown,
            // ImportValue, GetAZs, Cidr, Base64, ToJsonString: set, and known only in use.
            _ => set(&[self.eval(argument, depth)]),
        }
    }

    fn reference(&self, name: &str, depth: usize) -> Value {
        if name == "AWS::NoValue" {
            return Value::Null;
        }
        if name.starts_with("AWS::") {
            return Value::Set(Vec::new());
        }
        if self.json["Resources"].get(name).is_some() {
            return Value::Set(vec![format!("{}{name}", self.prefix)]);
        }
        if let Some(value) = self.given.get(name) {
            return value.clone();
        }
        let parameter = &self.json["Parameters"][name];
        let kind = parameter["Type"].as_str().unwrap_or_default();
        match parameter.get("Default") {
            // The default is the name of a parameter in the store.
            Some(_) if kind.starts_with("AWS::SSM::") => Value::Set(Vec::new()),
            Some(Json::String(text))
                if kind == "CommaDelimitedList" || kind.starts_with("List<") =>
            {
                Value::List(
                    text.split(',')
                        .map(|item| Value::text(item.trim()))
                        .collect(),
                )
            }
            Some(default) => self.eval(default, depth + 1),
            None => Value::Unknown,
        }
    }

    fn sub(&self, argument: &Json, depth: usize) -> Value {
        let (text, own) = match argument {
            Json::String(text) => (text.as_str(), &Json::Null),
            Json::Array(_) => (argument[0].as_str().unwrap_or_default(), &argument[1]),
            _ => return Value::Unknown,
        };
        let mut result = String::new();
        let mut unknown = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            result.push_str(&rest[..start]);
            let Some(length) = rest[start..].find('}') else {
                break;
            };
            let name = &rest[start + 2..start + length];
            rest = &rest[start + length + 1..];
            let value = match (own.get(name), name.split_once('.')) {
                (Some(value), _) => self.eval(value, depth),
                _ if name.starts_with('!') => Value::Text(format!("${{{}}}", &name[1..])),
                (None, Some((id, _))) => Value::Set(vec![format!("{}{id}", self.prefix)]),
                (None, None) => self.reference(name, depth),
            };
            match value {
                Value::Text(text) => result.push_str(&text),
                other => unknown.push(other),
            }
        }
        result.push_str(rest);
        if unknown.is_empty() {
            Value::Text(result)
        } else {
            set(&unknown)
        }
    }

    fn find_in_map(&self, argument: &Json, depth: usize) -> Value {
        let keys = [0, 1, 2].map(|index| self.eval(&argument[index], depth));
        let [Some(map), Some(first), Some(second)] = keys.each_ref().map(Value::as_text) else {
            return Value::Set(Vec::new());
        };
        let found = self.json["Mappings"]
            .get(map)
            .and_then(|map| map.get(first))
            .and_then(|map| map.get(second));
        found.map_or(Value::Unknown, |found| self.eval(found, depth))
    }

    fn condition(&self, json: &Json, depth: usize) -> Option<bool> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        let (name, argument) = json.as_object()?.iter().next()?;
        let all = || {
            argument
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| self.condition(one, depth + 1))
        };
        match name.as_str() {
            "Condition" => self.condition(&self.json["Conditions"][argument.as_str()?], depth + 1),
            "Fn::Equals" => {
                let sides = [0, 1].map(|index| self.eval(&argument[index], depth + 1));
                let [Some(one), Some(other)] = sides.each_ref().map(Value::as_text) else {
                    return None;
                };
                Some(one == other)
            }
            "Fn::Not" => self.condition(&argument[0], depth + 1).map(|value| !value),
            "Fn::And" if all().any(|value| value == Some(false)) => Some(false),
            "Fn::And" => all().all(|value| value == Some(true)).then_some(true),
            "Fn::Or" if all().any(|value| value == Some(true)) => Some(true),
            "Fn::Or" => all().all(|value| value == Some(false)).then_some(false),
            _ => None,
        }
    }
}

/// One of two values, and nobody knows which.
pub(in crate::discover::readers) fn either(one: Value, other: Value) -> Value {
    let may_be_unset = |value: &Value| matches!(value, Value::Unknown) || value.is_empty();
    if one == other {
        one
    } else if may_be_unset(&one) || may_be_unset(&other) {
        Value::Unknown
    } else {
        set(&[one, other])
    }
}

/// Something made of values, known only in use.
pub(in crate::discover::readers) fn set(values: &[Value]) -> Value {
    let mut references = Vec::new();
    values
        .iter()
        .for_each(|value| value.references(&mut references));
    Value::Set(references)
}

fn join(joint: &str, items: &[Value]) -> Value {
    let texts: Option<Vec<_>> = items.iter().map(Value::as_text).collect();
    texts.map_or_else(|| set(items), |texts| Value::Text(texts.join(joint)))
}

/// Puts an item in place of the name of a loop, in keys and texts.
fn substitute(json: &Json, name: &str, item: &str) -> Json {
    let put = |text: &str| {
        text.replace(&format!("${{{name}}}"), item)
            .replace(&format!("&{{{name}}}"), item)
    };
    match json {
        Json::String(text) => Json::String(put(text)),
        Json::Array(items) => items
            .iter()
            .map(|one| substitute(one, name, item))
            .collect(),
        Json::Object(entries)
            if entries.len() == 1 && entries.get("Ref").is_some_and(|value| value == name) =>
        {
            Json::String(item.to_owned())
        }
        Json::Object(entries) => entries
            .iter()
            .map(|(key, value)| (put(key), substitute(value, name, item)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}
