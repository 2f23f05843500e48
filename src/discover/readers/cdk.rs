//! A folder the CDK wrote: its manifest says which templates are stacks.

use std::path::Path;

use serde_json::Value as Json;

use super::folder::within;
use super::{Reading, cloudformation};
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, unfit};

/// Most bytes of a manifest.
const LIMIT: u64 = 64 << 20;
/// Most assemblies in each other: an app has stages, and a stage has stages.
const DEPTH_LIMIT: usize = 8;

pub(super) const MANIFEST: &str = "manifest.json";

/// Whether a folder is one the CDK wrote.
pub(super) fn sniff(folder: &Path) -> bool {
    manifest(folder)
        .is_ok_and(|manifest| manifest["artifacts"].is_object() && manifest["version"].is_string())
}

fn manifest(folder: &Path) -> Result<Json, Diagnostic> {
    let mut input = Input::open(&folder.join(MANIFEST))?;
    let text = input.text(LIMIT)?;
    serde_json::from_str(&text).map_err(|_| unfit(&input.name, "it is no manifest of the CDK"))
}

/// Reads the stacks of a folder.
pub(super) fn read(folder: &Path, reading: &mut Reading<'_>) -> Result<(), Diagnostic> {
    assembly(folder, folder, 0, reading)
}

fn assembly(
    root: &Path,
    folder: &Path,
    depth: usize,
    reading: &mut Reading<'_>,
) -> Result<(), Diagnostic> {
    let manifest = manifest(folder)?;
    let name = folder.join(MANIFEST).display().to_string();
    let Some(artifacts) = manifest["artifacts"].as_object() else {
        return Err(unfit(&name, "it is no manifest of the CDK"));
    };
    for artifact in artifacts.values() {
        let properties = &artifact["properties"];
        let part = match artifact["type"].as_str() {
            Some("aws:cloudformation:stack") => properties["templateFile"].as_str(),
            Some("cdk:cloud-assembly") => properties["directoryName"].as_str(),
            _ => None,
        };
        let Some(part) = part else { continue };
        let Some(path) = within(root, &folder.join(part)) else {
            return Err(unfit(&name, &format!("'{part}' leads out of the folder")));
        };
        if path.is_dir() {
            if depth >= DEPTH_LIMIT {
                return Err(unfit(&name, "its assemblies are nested too deep"));
            }
            assembly(root, &path, depth + 1, reading)?;
        } else {
            cloudformation::read_path(&path, reading)?;
        }
    }
    Ok(())
}
