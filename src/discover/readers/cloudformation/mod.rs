//! CloudFormation and SAM templates, in YAML and JSON, with the nested templates that lie beside them.

mod intrinsic;
pub(super) use intrinsic::{either, set};
mod yaml;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::Reading;
use super::folder::within;
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, unfit};
use crate::discover::resource::{Detail, Location, Notation, Resource};
use crate::discover::value::{At, Value};
use intrinsic::Template;

/// Most bytes of a template; AWS takes 1 MB.
const LIMIT: u64 = 16 << 20;
/// Most templates in each other.
const DEPTH_LIMIT: usize = 16;

/// Properties that name another template, by what the resource is.
const NESTED: [(&str, &str); 2] = [
    ("AWS::CloudFormation::Stack", "TemplateURL"),
    ("AWS::Serverless::Application", "Location"),
];

/// A template as written, with the lines of its resources where they are known.
struct Text {
    json: Json,
    lines: HashMap<String, usize>,
}

/// Whether a text begins as a template does.
pub(super) fn sniff(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    text.lines().any(|line| {
        let key = line
            .split(':')
            .next()
            .unwrap_or_default()
            .trim_matches(['"', '\'']);
        line.contains(':')
            && (key == "AWSTemplateFormatVersion"
                || key == "Resources"
                || (key == "Transform" && line.contains("AWS::")))
    })
}

/// Reads a template in YAML that has been opened.
pub(super) fn read_yaml(
    input: &mut Input,
    path: &Path,
    reading: &mut Reading<'_>,
) -> Result<(), Diagnostic> {
    let text = input.text(LIMIT)?;
    let text = yaml::read(&text).map_err(|reason| unfit(&input.name, &reason))?;
    let mut nest = Nest::of(path, reading);
    nest.template(&text, path, &input.name, "", &IndexMap::new())
}

/// Reads a template in JSON that has been parsed.
pub(super) fn read_json(
    json: Json,
    file: &str,
    path: &Path,
    reading: &mut Reading<'_>,
) -> Result<(), Diagnostic> {
    let text = Text {
        json,
        lines: HashMap::new(),
    };
    let mut nest = Nest::of(path, reading);
    nest.template(&text, path, file, "", &IndexMap::new())
}

/// Reads a template by its path.
pub(super) fn read_path(path: &Path, reading: &mut Reading<'_>) -> Result<(), Diagnostic> {
    let text = open(path)?;
    let mut nest = Nest::of(path, reading);
    nest.template(
        &text,
        path,
        &path.display().to_string(),
        "",
        &IndexMap::new(),
    )
}

/// Reads the templates of a folder; those that others nest are read where they are nested.
pub(super) fn read_all(
    root: &Path,
    paths: &[PathBuf],
    reading: &mut Reading<'_>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut texts = Vec::new();
    let mut nested = BTreeSet::new();
    for path in paths {
        match open(path) {
            Err(fault) => faults.push(fault),
            Ok(text) => {
                let folder = path.parent().unwrap_or(Path::new("."));
                let resources = text.json["Resources"].as_object();
                let local = resources
                    .into_iter()
                    .flat_map(Map::values)
                    .filter_map(local_template);
                nested.extend(local.filter_map(|local| folder.join(local).canonicalize().ok()));
                texts.push((path, text));
            }
        }
    }
    for (path, text) in texts {
        if path.canonicalize().is_ok_and(|real| nested.contains(&real)) {
            continue;
        }
        let mut nest = Nest {
            root: root.to_owned(),
            open: Vec::new(),
            reading,
        };
        let name = path.display().to_string();
        faults.extend(
            nest.template(&text, path, &name, "", &IndexMap::new())
                .err(),
        );
    }
    faults
}

fn open(path: &Path) -> Result<Text, Diagnostic> {
    let mut input = Input::open(path)?;
    let is_json = super::begins_json(input.peek());
    let text = input.text(LIMIT)?;
    if !is_json {
        return yaml::read(&text).map_err(|reason| unfit(&input.name, &reason));
    }
    let json = serde_json::from_str(&text).map_err(|error| {
        let reason = format!(
            "it is not whole JSON, line {}, column {}",
            error.line(),
            error.column()
        );
        unfit(&input.name, &reason)
    })?;
    Ok(Text {
        json,
        lines: HashMap::new(),
    })
}

/// The path of a template beside this one that a resource nests, as it is written.
fn local_template(resource: &Json) -> Option<&str> {
    // The CDK writes the address of a bucket, and the file beside it.
    if let Some(path) = resource["Metadata"]["aws:asset:path"]
        .as_str()
        .filter(|path| path.ends_with(".template.json"))
    {
        return Some(path);
    }
    let (_, property) = NESTED.iter().find(|(kind, _)| resource["Type"] == *kind)?;
    let path = resource["Properties"][*property].as_str()?;
    (!path.contains("://")).then_some(path)
}

/// Templates in each other.
struct Nest<'r, 'c> {
    root: PathBuf,
    open: Vec<PathBuf>,
    reading: &'r mut Reading<'c>,
}

impl<'r, 'c> Nest<'r, 'c> {
    fn of(path: &Path, reading: &'r mut Reading<'c>) -> Self {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        Nest {
            root: folder.unwrap_or(Path::new(".")).to_owned(),
            open: Vec::new(),
            reading,
        }
    }

    fn template(
        &mut self,
        text: &Text,
        path: &Path,
        file: &str,
        prefix: &str,
        given: &IndexMap<String, Value>,
    ) -> Result<(), Diagnostic> {
        if !text.json["Resources"].is_object() {
            return Err(unfit(
                file,
                "its Resources are no map, so it is no template",
            ));
        }
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.open.contains(&real) {
            return Err(unfit(file, "the template nests itself"));
        }
        if self.open.len() >= DEPTH_LIMIT {
            return Err(unfit(file, "templates are nested too deep"));
        }
        self.open.push(real);
        let template = Template::of(&text.json, given, format!("{file}#{prefix}"));
        for (id, resource, certain) in template.resources() {
            self.resource(
                &template,
                text,
                (path, file, prefix),
                (&id, &resource, certain),
            )?;
        }
        self.open.pop();
        Ok(())
    }

    fn resource(
        &mut self,
        template: &Template<'_>,
        text: &Text,
        (path, file, prefix): (&Path, &str, &str),
        (id, resource, certain): (&str, &Json, bool),
    ) -> Result<(), Diagnostic> {
        let Some(kind) = resource["Type"].as_str() else {
            return Ok(());
        };
        let properties = template.value(&resource["Properties"]);
        if let Some((_, property)) = NESTED.iter().find(|(nests, _)| *nests == kind) {
            let given = match properties.get("Parameters") {
                Some(Value::Map(given)) => given.clone(),
                _ => IndexMap::new(),
            };
            self.nested(
                resource,
                &properties,
                property,
                (path, file),
                (&format!("{prefix}{id}."), &given),
            )?;
        }
        let provider = kind.split("::").next().unwrap_or(kind);
        if !["AWS", "Alexa", "Custom"].contains(&provider) {
            self.reading.found.other(provider);
            return Ok(());
        }
        let properties = with_globals(template, kind, properties);
        self.reading.add(Resource {
            notation: Notation::CloudFormation,
            kind: kind.to_owned(),
            address: format!("{prefix}{id}"),
            base: format!("{file}#{prefix}{id}"),
            location: Location {
                file: file.to_owned(),
                line: text.lines.get(id).copied(),
            },
            properties,
            links: Vec::new(),
            conditional: !certain || resource.get("Condition").is_some(),
            detail: Detail::Written,
            count: 1,
        });
        Ok(())
    }

    fn nested(
        &mut self,
        resource: &Json,
        properties: &Value,
        property: &str,
        (path, file): (&Path, &str),
        (prefix, given): (&str, &IndexMap<String, Value>),
    ) -> Result<(), Diagnostic> {
        let Some(local) = local_template(resource) else {
            let source = match properties.at(property) {
                At::Values(values) => values
                    .first()
                    .and_then(|value| value.as_text())
                    .map(without_query),
                _ => None,
            };
            let source = source.unwrap_or_else(|| "an address known only in use".to_owned());
            self.reading
                .found
                .unread(format!("'{file}' nests a template from {source}"));
            return Ok(());
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        let beside = folder.join(local);
        if !beside.exists() {
            self.reading
                .found
                .unread(format!("'{file}' nests '{local}', which is not there"));
            return Ok(());
        }
        let Some(inside) = within(&self.root, &beside) else {
            return Err(unfit(
                file,
                &format!("it nests '{local}', which leads out of the folder"),
            ));
        };
        let text = open(&inside)?;
        let name = inside.display().to_string();
        self.template(&text, &inside, &name, prefix, given)
    }
}

/// An address without what follows its question mark, which may be a signature.
fn without_query(address: &str) -> String {
    format!("'{}'", address.split('?').next().unwrap_or_default())
}

/// The properties of a SAM resource with what `Globals` says for all of its kind.
fn with_globals(template: &Template<'_>, kind: &str, properties: Value) -> Value {
    let Some(name) = kind.strip_prefix("AWS::Serverless::") else {
        return properties;
    };
    let globals = template.value(&template.json["Globals"][name]);
    let (Value::Map(mut all), Value::Map(own)) = (globals, properties.clone()) else {
        return properties;
    };
    for (key, value) in own {
        match (all.get_mut(&key), value) {
            (Some(Value::Map(common)), Value::Map(more)) => common.extend(more),
            (_, value) => {
                all.insert(key, value);
            }
        }
    }
    Value::Map(all)
}
