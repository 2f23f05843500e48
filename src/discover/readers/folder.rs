//! A folder: every file in it that is infrastructure code or an inventory, each by its own reader.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Kind, Reading, cdk, cloudformation, terraform};
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, cannot_read, unfit};

/// Deepest folder that is searched.
const DEPTH_LIMIT: usize = 16;
/// Most files that are looked at.
const FILE_LIMIT: usize = 100_000;

/// Folders that hold what others made.
const PASSED_OVER: [&str; 4] = ["node_modules", "vendor", "target", "__pycache__"];

/// What lies in a folder and below.
#[derive(Default)]
struct Content {
    /// Folders with Terraform code.
    code: BTreeSet<PathBuf>,
    /// Folders the CDK wrote.
    cdk: Vec<PathBuf>,
    /// Files that may be templates, plans, states or inventories.
    files: Vec<PathBuf>,
    seen: usize,
}

/// Reads a folder.
pub(super) fn read(
    path: &Path,
    kind: Option<Kind>,
    reading: &mut Reading<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let mut content = Content::default();
    search(path, 0, &mut content)
        .map_err(|error| vec![cannot_read(&path.display().to_string(), &error)])?;
    let may = |wanted: Kind| kind.is_none_or(|kind| kind == wanted);
    let mut faults = Vec::new();
    let before = reading.found.resources.len();
    let mut recognised = false;
    if may(Kind::Terraform) && !content.code.is_empty() {
        recognised = true;
        faults.extend(
            terraform::read_folders(path, &content.code, reading)
                .err()
                .into_iter()
                .flatten(),
        );
    }
    if may(Kind::Cdk) {
        for folder in &content.cdk {
            recognised = true;
            faults.extend(cdk::read(folder, reading).err());
        }
    }
    let mut templates = Vec::new();
    for file in &content.files {
        match sort(file) {
            Ok(Sort::Template) if may(Kind::Cloudformation) => templates.push(file.clone()),
            Ok(Sort::Json(known)) if kind.is_none_or(|kind| kind == known) => {
                recognised = true;
                faults.extend(super::file(file, kind, reading).err());
            }
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    recognised |= !templates.is_empty();
    faults.extend(cloudformation::read_all(path, &templates, reading));
    if !recognised && faults.is_empty() && reading.found.resources.len() == before {
        let reason = "it holds no infrastructure code, plan, state or inventory";
        faults.push(unfit(&path.display().to_string(), reason));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn search(folder: &Path, depth: usize, content: &mut Content) -> std::io::Result<()> {
    if cdk::sniff(folder) {
        content.cdk.push(folder.to_owned());
        return Ok(());
    }
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        content.seen += 1;
        if content.seen > FILE_LIMIT {
            return Err(std::io::Error::other(format!(
                "it holds more than {FILE_LIMIT} files"
            )));
        }
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // Links to folders are not followed: they may lead round in circles, or out.
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if depth < DEPTH_LIMIT
                && !name.starts_with('.')
                && !PASSED_OVER.contains(&name.as_str())
            {
                search(&path, depth + 1, content)?;
            }
        } else if kind.is_file() {
            if terraform::is_code_file(&path) {
                content.code.insert(folder.to_owned());
            } else if [".json", ".yaml", ".yml", ".template", ".tfstate"]
                .iter()
                .any(|ending| name.ends_with(ending))
            {
                content.files.push(path);
            }
        }
    }
    Ok(())
}

/// What a file among others is.
enum Sort {
    Template,
    Json(Kind),
    /// Something else, of no concern.
    Other,
}

/// Looks at the beginning of a file. Here a file of another kind is no fault: a project holds many.
fn sort(path: &Path) -> Result<Sort, Diagnostic> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let input = match Input::open(path) {
        Ok(input) => input,
        Err(fault) if name.ends_with(".tfstate") || name.ends_with(".template") => {
            return Err(fault);
        }
        Err(_) => return Ok(Sort::Other),
    };
    let start = String::from_utf8_lossy(input.peek());
    let has = |key: &str| start.contains(&format!("\"{key}\""));
    if !super::begins_json(start.as_bytes()) {
        return Ok(if cloudformation::sniff(input.peek()) {
            Sort::Template
        } else {
            Sort::Other
        });
    }
    if has("Resources")
        && (has("Type") || has("AWSTemplateFormatVersion"))
        && start.contains("AWS::")
        && !has("resourceType")
    {
        return Ok(Sort::Template);
    }
    let is_state = name.ends_with(".tfstate")
        || (has("terraform_version") && (has("lineage") || has("format_version")));
    if is_state || has("planned_values") {
        return Ok(Sort::Json(Kind::TerraformJson));
    }
    let lists = [
        "ResourceTagMappingList",
        "resourceIdentifiers",
        "baseConfigurationItems",
        "configurationItems",
        "DBInstances",
        "DBClusters",
        "PaginationToken",
    ];
    let described = start.contains("\"arn:aws");
    if lists.iter().any(|list| has(list))
        || (has("Results") && described)
        || (has("Resources") && has("Arn"))
        || (has("Functions") && described)
    {
        return Ok(Sort::Json(Kind::Inventory));
    }
    Ok(Sort::Other)
}

/// The path where it exists and lies in a folder or below, links followed.
pub(super) fn within(root: &Path, path: &Path) -> Option<PathBuf> {
    let root_real = root.canonicalize().ok()?;
    let real = path.canonicalize().ok()?;
    let below = real.strip_prefix(&root_real).ok()?;
    Some(if below.as_os_str().is_empty() {
        root.to_owned()
    } else {
        root.join(below)
    })
}
