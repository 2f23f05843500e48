//! The functions of Terraform that decide what is built; what others give is known only in use.

use indexmap::IndexMap;

use super::eval::{ITEM_LIMIT, number};
use crate::discover::readers::cloudformation::set;
use crate::discover::value::Value;

/// Calls a function with what it is given.
pub(super) fn call(name: &str, arguments: Vec<Value>) -> Value {
    let known = known(name, &arguments);
    match known {
        Some(Value::List(items)) if items.len() > ITEM_LIMIT => Value::Unknown,
        Some(value) => value,
        None if arguments
            .iter()
            .any(|argument| matches!(argument, Value::Unknown)) =>
        {
            Value::Unknown
        }
        None => set(&arguments),
    }
}

fn known(name: &str, arguments: &[Value]) -> Option<Value> {
    let first = arguments.first()?;
    let text = |index: usize| arguments.get(index).and_then(Value::as_text);
    let list = |index: usize| match arguments.get(index) {
        Some(Value::List(items)) => Some(items),
        _ => None,
    };
    let map = |index: usize| match arguments.get(index) {
        Some(Value::Map(entries)) => Some(entries),
        _ => None,
    };
    Some(match name {
        "tolist" | "tomap" | "tostring" | "tobool" | "tonumber" | "nonsensitive" | "sensitive"
        | "ephemeralasnull" => first.clone(),
        "toset" => Value::List(distinct(list(0)?)),
        "distinct" => Value::List(distinct(list(0)?)),
        "length" => match first {
            Value::List(items) => Value::text(items.len()),
            Value::Map(entries) => Value::text(entries.len()),
            Value::Text(text) => Value::text(text.chars().count()),
            _ => return None,
        },
        "lookup" => match map(0)?.get(text(1)?) {
            Some(value) => value.clone(),
            None => arguments.get(2).cloned()?,
        },
        "merge" => {
            let mut merged = IndexMap::new();
            for argument in arguments {
                match argument {
                    Value::Map(entries) => merged.extend(entries.clone()),
                    Value::Null => {}
                    _ => return None,
                }
            }
            Value::Map(merged)
        }
        "concat" => {
            let mut all = Vec::new();
            for argument in arguments {
                match argument {
                    Value::List(items) => all.extend(items.iter().cloned()),
                    _ => return None,
                }
            }
            Value::List(all)
        }
        "flatten" => {
            let mut all = Vec::new();
            flatten(list(0)?, &mut all)?;
            Value::List(all)
        }
        "compact" => {
            let items = list(0)?;
            if items.contains(&Value::Unknown) {
                return None;
            }
            Value::List(
                items
                    .iter()
                    .filter(|item| !item.is_empty())
                    .cloned()
                    .collect(),
            )
        }
        "coalesce" => {
            let found = arguments.iter().find(|argument| !argument.is_empty())?;
            found.clone()
        }
        "coalescelist" => arguments
            .iter()
            .find(|argument| !argument.is_empty())?
            .clone(),
        "keys" => {
            let mut keys: Vec<_> = map(0)?.keys().collect();
            keys.sort();
            Value::List(keys.into_iter().map(Value::text).collect())
        }
        "values" => {
            let mut entries: Vec<_> = map(0)?.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            Value::List(
                entries
                    .into_iter()
                    .map(|(_, value)| value.clone())
                    .collect(),
            )
        }
        "zipmap" => Value::Map(
            list(0)?
                .iter()
                .zip(list(1)?)
                .map(|(key, value)| Some((key.as_text()?.to_owned(), value.clone())))
                .collect::<Option<_>>()?,
        ),
        "contains" => {
            let (items, wanted) = (list(0)?, arguments.get(1)?);
            if items.contains(wanted) {
                Value::text(true)
            } else if items
                .iter()
                .chain([wanted])
                .all(|item| item.as_text().is_some())
            {
                Value::text(false)
            } else {
                return Some(Value::Unknown);
            }
        }
        "element" => {
            let (items, index) = (list(0)?, number(arguments.get(1)?)?);
            let index = index as usize;
            items.get(index.checked_rem(items.len())?)?.clone()
        }
        "one" => match list(0)?.as_slice() {
            [] => Value::Null,
            [only] => only.clone(),
            _ => return None,
        },
        "range" => {
            let numbers: Vec<_> = arguments.iter().map(number).collect::<Option<_>>()?;
            let (start, end) = if numbers.len() > 1 {
                (numbers[0], numbers[1])
            } else {
                (0.0, numbers[0])
            };
            let count = (end - start).max(0.0);
            if numbers.len() > 2 || count > ITEM_LIMIT as f64 {
                return None;
            }
            Value::List(
                (0..count as usize)
                    .map(|step| Value::text(start + step as f64))
                    .collect(),
            )
        }
        "join" => {
            let items: Vec<_> = list(1)?.iter().map(Value::as_text).collect::<Option<_>>()?;
            Value::Text(items.join(text(0)?))
        }
        "split" if !text(0)?.is_empty() => {
            Value::List(text(1)?.split(text(0)?).map(Value::text).collect())
        }
        "lower" => Value::Text(text(0)?.to_lowercase()),
        "upper" => Value::Text(text(0)?.to_uppercase()),
        "trimspace" => Value::text(text(0)?.trim()),
        "trimprefix" => Value::text(text(0)?.strip_prefix(text(1)?).unwrap_or(text(0)?)),
        "trimsuffix" => Value::text(text(0)?.strip_suffix(text(1)?).unwrap_or(text(0)?)),
        "startswith" => Value::text(text(0)?.starts_with(text(1)?)),
        "endswith" => Value::text(text(0)?.ends_with(text(1)?)),
        "strcontains" => Value::text(text(0)?.contains(text(1)?)),
        "replace" if !text(1)?.is_empty() && !text(1)?.starts_with('/') => {
            Value::Text(text(0)?.replace(text(1)?, text(2)?))
        }
        "format" => format_text(text(0)?, &arguments[1..])?,
        "max" | "min" => {
            let numbers: Vec<_> = arguments.iter().map(number).collect::<Option<_>>()?;
            let best = if name == "max" { f64::max } else { f64::min };
            Value::text(numbers.into_iter().reduce(best)?)
        }
        "alltrue" | "anytrue" => {
            let truths: Vec<_> = list(0)?.iter().map(Value::as_bool).collect::<Option<_>>()?;
            Value::text(if name == "alltrue" {
                truths.iter().all(|truth| *truth)
            } else {
                truths.contains(&true)
            })
        }
        _ => return None,
    })
}

fn distinct(items: &[Value]) -> Vec<Value> {
    let mut seen = std::collections::HashSet::new();
    let fresh = items.iter().filter(|item| match item {
        Value::Text(text) => seen.insert(text.clone()),
        _ => true,
    });
    fresh.cloned().collect()
}

fn flatten(items: &[Value], all: &mut Vec<Value>) -> Option<()> {
    for item in items {
        match item {
            Value::List(inner) => flatten(inner, all)?,
            Value::Unknown => return None,
            other => all.push(other.clone()),
        }
    }
    Some(())
}

/// `format` with `%s`, `%d`, `%v` and `%%`.
fn format_text(pattern: &str, arguments: &[Value]) -> Option<Value> {
    let mut arguments = arguments.iter();
    let mut text = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => match letters.next()? {
                '%' => text.push('%'),
                's' | 'd' | 'v' => text.push_str(arguments.next()?.as_text()?),
                _ => return None,
            },
            other => text.push(other),
        }
    }
    (text.len() < 65_536).then_some(Value::Text(text))
}
