//! The JSON Schema of the services file: its keys, and for each service the attributes and values that
//! the catalog gives it, so that editors complete and check them.

use serde_json::{Map, Value, json};

use crate::catalog::{Attribute, Catalog, Service};
use crate::input::Status;

/// An http or https address with a host, a mailbox, or a path that neither begins at a root nor leads out;
/// without the letters that no address has.
const LINK: &str =
    "^(https?://[^/?#]|mailto:.*@|(?![/?#]|[^/?#]*:|(.*/)?\\.\\.(/|$)))[^\\s<>\"\\\\`]*$";

/// The schema, for JSON Schema 2020-12.
pub fn schema(catalog: &Catalog) -> Value {
    let ids: Vec<&str> = catalog
        .names()
        .iter()
        .map(|names| names.id.as_str())
        .collect();
    let frameworks: Vec<&str> = catalog.framework_ids().collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "onus services file",
        "description": "The AWS services a project uses, and what its team has done about its duties.",
        "type": "object",
        "additionalProperties": false,
        "required": ["project", "services"],
        "properties": {
            "project": {"$ref": "#/$defs/project"},
            "frameworks": {
                "description": "Frameworks whose requirements the document lists.",
                "type": "array",
                "uniqueItems": true,
                "items": {"enum": frameworks},
            },
            "fonts": {
                "description": "Font files for the PDF, from the folder of this file; for scripts other than Latin, Greek and Cyrillic.",
                "type": "array",
                "items": {"$ref": "#/$defs/text"},
            },
            "account": {
                "description": "Who does the duties that come with the AWS account.",
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "owner": text("Who does them; by default the team."),
                    "note": text("Printed under the account."),
                },
            },
            "services": {
                "description": "The services in use; one that is used in several ways stands several times.",
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/$defs/use"},
            },
            "duties": {"$ref": "#/$defs/duties"},
        },
        "$defs": {
            "text": {"type": "string", "pattern": "\\S"},
            "date": {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
            "project": project(),
            "duties": duties(),
            "record": record(),
            "use": uses(catalog, &ids),
        },
    })
}

fn text(description: &str) -> Value {
    json!({"$ref": "#/$defs/text", "description": description})
}

fn project() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name"],
        "properties": {
            "name": text("Name of the project; the only key that must be there."),
            "id": {
                "description": "Name of the files; by default made from the name.",
                "type": "string",
                "pattern": "^[a-z0-9][a-z0-9-]{0,99}$",
            },
            "description": text("What it does."),
            "organization": text("Whose project it is."),
            "team": text("Who owns every duty that has no other owner."),
            "version": {
                "description": "Version of the document.",
                "type": ["string", "number"],
            },
            "classification": text("Printed on every page."),
            "date": {"$ref": "#/$defs/date", "description": "Day of the document; by default the day of the run."},
            "accounts": {
                "description": "AWS account ids, twelve digits each.",
                "type": "array",
                "items": {"type": ["string", "integer"], "pattern": "^\\d{12}$"},
            },
            "regions": {"description": "AWS Regions.", "type": "array", "items": {"$ref": "#/$defs/text"}},
            "contacts": people("Whom to ask.", &json!({"email": {"type": "string", "format": "email"}})),
            "approvals": people(
                "Who approves the document; without a date there is a line to sign.",
                &json!({"date": {"$ref": "#/$defs/date"}}),
            ),
        },
    })
}

fn people(description: &str, more: &Value) -> Value {
    let mut properties = Map::new();
    properties.insert("name".into(), json!({"$ref": "#/$defs/text"}));
    properties.insert("role".into(), json!({"$ref": "#/$defs/text"}));
    properties.extend(more.as_object().cloned().unwrap_or_default());
    json!({
        "description": description,
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["name"],
            "properties": properties,
        },
    })
}

fn duties() -> Value {
    json!({
        "description": "What the team has done about a duty, by the duty's id.",
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/record"},
    })
}

fn record() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "owner": text("Who does it."),
            "status": {"enum": Status::ALL.map(Status::name)},
            "evidence": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["title"],
                    "properties": {
                        "title": text("What an auditor will look for."),
                        "link": {
                            "description": "An https address, or a path inside the project.",
                            "type": "string",
                            "pattern": LINK,
                        },
                        "date": {"$ref": "#/$defs/date"},
                    },
                },
            },
            "due": {"$ref": "#/$defs/date"},
            "note": text("Until when, how instead, or why not."),
        },
    })
}

/// A use is a name, or a mapping whose other keys are the attributes of its service. Services named by
/// an alias are not looked into: the schema knows ids only, `onus check` knows all names.
fn uses(catalog: &Catalog, ids: &[&str]) -> Value {
    let services = ids.iter().filter_map(|id| catalog.service(id));
    let known: Vec<Value> = services.map(|one| service(catalog, one)).collect();
    json!({
        "anyOf": [
            {"enum": ids, "description": "A service by its id."},
            {"$ref": "#/$defs/text", "description": "A service by an alias or its official name."},
            {
                "type": "object",
                "required": ["service"],
                "properties": {
                    "service": {"anyOf": [{"enum": ids}, {"$ref": "#/$defs/text"}]},
                    "name": text("The team's own name for this use."),
                    "owner": text("Who owns the duties of this use."),
                    "note": text("Printed under the use."),
                    "duties": {"$ref": "#/$defs/duties"},
                },
                "allOf": known,
            },
        ],
    })
}

fn service(catalog: &Catalog, service: &Service) -> Value {
    let mut properties = Map::new();
    for key in ["service", "name", "owner", "note", "duties"] {
        properties.insert(key.into(), true.into());
    }
    add_attributes(&mut properties, service);
    // A value that belongs to another service makes the use one of that service, with its attributes.
    let mut others: Vec<&str> = service
        .attributes
        .values()
        .flat_map(|form| form.elsewhere.values().map(String::as_str))
        .collect();
    others.sort_unstable();
    others.dedup();
    for other in others.into_iter().filter_map(|id| catalog.service(id)) {
        add_attributes(&mut properties, other);
    }
    json!({
        "if": {"properties": {"service": {"const": service.id}}},
        "then": {"properties": properties, "additionalProperties": false},
    })
}

/// Adds what a service's attributes take to what is taken already.
fn add_attributes(properties: &mut Map<String, Value>, service: &Service) {
    for (id, form) in &service.attributes {
        let taken = match properties.remove(id) {
            None => attribute(form),
            Some(Value::Bool(all)) => all.into(),
            Some(before) => {
                json!({"description": before["description"], "anyOf": [before, attribute(form)]})
            }
        };
        properties.insert(id.clone(), taken);
        // A key that states several attributes takes what any of them takes; `check` knows which.
        for key in &form.stated_by {
            properties.insert(key.clone(), true.into());
        }
    }
}

fn attribute(attribute: &Attribute) -> Value {
    let mut words: Vec<Value> = Vec::new();
    let mut ranges: Vec<Value> = Vec::new();
    for (id, form) in &attribute.values {
        words.push(id.clone().into());
        match id.as_str() {
            "true" | "enabled" => words.push(true.into()),
            "false" | "disabled" => words.push(false.into()),
            number => words.extend(number.parse::<i64>().ok().map(Value::from)),
        }
        let Some(detail) = form.detail() else {
            continue;
        };
        if let Some([least, greatest]) = detail.range {
            ranges.push(json!({"type": "integer", "minimum": least, "maximum": greatest}));
        }
        for also in &detail.also {
            match also.is.0.strip_suffix('*') {
                Some(start) => {
                    ranges.push(json!({"type": "string", "pattern": format!("^{start}")}))
                }
                None => words.push(also.is.0.clone().into()),
            }
        }
    }
    let mut one = vec![json!({"enum": words})];
    one.extend(ranges);
    let mut either = one.clone();
    either.push(json!({"type": "array", "minItems": 1, "items": {"anyOf": one}}));
    // Values that are another service's stand alone: with this one's they are two services in one use.
    for spelling in attribute.elsewhere.keys() {
        either.push(match spelling.strip_suffix('*') {
            Some(start) => json!({"type": "string", "pattern": format!("^{start}")}),
            None => json!({"const": spelling}),
        });
    }
    json!({"description": format!("{} {}", attribute.question, attribute.why), "anyOf": either})
}
