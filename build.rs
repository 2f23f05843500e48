//! Packs `catalog/` into the binary: each file as written, for lint, and as JSON, which reads ten times
//! faster than YAML; beside them what is looked up in all files, and a digest over them.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn main() {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("catalog");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=catalog");
    let mut files = Vec::new();
    gather(&root, &root, &mut files);
    files.sort();
    let mut digest = Sha256::new();
    let mut table = String::from("&[\n");
    let mut names = Vec::new();
    let mut types = serde_json::json!({"terraform": {}, "cloudformation": {}, "arn": {}, "config": {}, "properties": {}});
    for name in &files {
        let path = root.join(name);
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        digest.update(name.as_bytes());
        digest.update(text.as_bytes());
        let json = to_json(&path, &text);
        if name.starts_with("services/") {
            names.push(service_names(&json));
            list_types(&json, &mut types);
        }
        let packed = out.join(name.replace('/', "-")).with_extension("json");
        fs::write(&packed, json.to_string()).expect("the build directory is writable");
        writeln!(table, "    PackedFile {{ path: {name:?}, yaml: include_str!({path:?}), json: include_str!({packed:?}) }},")
            .expect("text grows");
    }
    table.push_str("]\n");
    fs::write(out.join("catalog.rs"), table).expect("the build directory is writable");
    let names = serde_json::Value::from(names).to_string();
    fs::write(out.join("names.json"), names).expect("the build directory is writable");
    fs::write(out.join("types.json"), types.to_string()).expect("the build directory is writable");
    let hex: String = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    println!("cargo::rustc-env=ONUS_CATALOG_DIGEST={hex}");
}

fn gather(root: &Path, directory: &Path, files: &mut Vec<String>) {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    for entry in entries {
        let path = entry.expect("the catalog is readable").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let name = path.strip_prefix(root).expect("found below it");
            files.push(
                name.to_str()
                    .expect("catalog names are plain")
                    .replace('\\', "/"),
            );
        }
    }
}

/// A service's id and its other names, so that a name is looked up without reading every service.
fn service_names(service: &serde_json::Value) -> serde_json::Value {
    let aliases = service["aliases"].as_array().into_iter().flatten();
    // An alias that settles attributes is a mapping; here its name alone counts.
    let aliases = aliases.map(|alias| alias.get("name").unwrap_or(alias));
    let others: Vec<_> = [&service["name"], &service["official_name"]]
        .into_iter()
        .chain(aliases)
        .collect();
    serde_json::json!([service["id"], others])
}

/// The service of each resource type it lists and the properties its attributes are read from, so that a
/// type is looked up without reading every service.
fn list_types(service: &serde_json::Value, types: &mut serde_json::Value) {
    for list in ["terraform", "cloudformation", "arn", "config"] {
        let listed = service["resources"][list].as_array();
        for name in listed.into_iter().flatten() {
            types[list][name.as_str().expect("a type is text")] = service["id"].clone();
        }
    }
    let attributes = service["attributes"].as_object();
    for attribute in attributes.into_iter().flat_map(|all| all.values()) {
        for list in ["terraform", "cloudformation"] {
            let listed = attribute[list].as_array();
            for property in listed.into_iter().flatten() {
                let property = property.as_str().expect("a property is text");
                let (name, path) = property.split_once('.').unwrap_or((property, ""));
                let paths = &mut types["properties"][name];
                if !paths.is_array() {
                    *paths = serde_json::json!([]);
                }
                paths.as_array_mut().expect("made as one").push(path.into());
            }
        }
    }
}

fn to_json(path: &Path, text: &str) -> serde_json::Value {
    let value: serde_yaml::Value =
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    convert(&value)
}

/// Keys that are no text in YAML (`true:`) become the text they are written as.
fn convert(value: &serde_yaml::Value) -> serde_json::Value {
    match value {
        serde_yaml::Value::Mapping(entries) => entries
            .iter()
            .map(|(key, value)| (key_text(key), convert(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        serde_yaml::Value::Sequence(items) => items.iter().map(convert).collect(),
        scalar => serde_json::to_value(scalar).expect("a scalar is JSON too"),
    }
}

fn key_text(key: &serde_yaml::Value) -> String {
    match key {
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Bool(value) => value.to_string(),
        serde_yaml::Value::Number(value) => value.to_string(),
        other => panic!("a key of the catalog is neither text nor number: {other:?}"),
    }
}
