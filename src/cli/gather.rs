//! Finds and reads the services files that the arguments mean, and opens the catalog.

use std::path::{Path, PathBuf};

use super::args::CatalogArg;
use crate::catalog::{Catalog, Overlay};
use crate::diagnostic::{Diagnostic, code};
use crate::input::{self, ServicesFile};
use crate::lint;

/// Deepest folder that is searched.
const DEPTH_LIMIT: usize = 8;

/// The files that have the shape of a services file; what is wrong with each is a finding.
pub(super) fn read_all(files: &[PathBuf], diagnostics: &mut Vec<Diagnostic>) -> Vec<ServicesFile> {
    let paths = match services_files(files) {
        Ok(paths) => paths,
        Err(faults) => {
            diagnostics.extend(faults);
            return Vec::new();
        }
    };
    let mut read = Vec::new();
    for path in paths {
        match input::load(&path) {
            Err(fault) => diagnostics.push(fault),
            Ok(source) => {
                let (file, faults) = input::parse(&source);
                diagnostics.extend(faults);
                read.extend(file);
            }
        }
    }
    read
}

/// The services files: files as named, and of a directory its YAML files and every `services.yaml` in
/// folders below.
///
/// # Errors
/// A finding for each directory that holds none or cannot be read.
fn services_files(arguments: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut faults = Vec::new();
    for argument in arguments {
        if !argument.is_dir() {
            files.push(argument.clone());
            continue;
        }
        let mut found = Vec::new();
        if let Err(error) = search(argument, 0, &mut found) {
            faults.push(fault(format!(
                "cannot read '{}': {error}",
                argument.display()
            )));
        } else if found.is_empty() {
            faults.push(fault(format!(
                "'{}' holds no services file",
                argument.display()
            )));
        }
        found.sort();
        files.append(&mut found);
    }
    if faults.is_empty() {
        Ok(files)
    } else {
        Err(faults)
    }
}

fn fault(message: String) -> Diagnostic {
    Diagnostic::new(code("unreadable"), message)
        .help("name a services file, or a directory with files that end in .yaml")
}

fn search(directory: &Path, depth: usize, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // Links to folders are not followed: they may lead round in circles.
        if entry.file_type()?.is_dir() {
            if depth < DEPTH_LIMIT && !name.starts_with('.') {
                search(&path, depth + 1, found)?;
            }
        } else if is_services_file(&name, depth) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_services_file(name: &str, depth: usize) -> bool {
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    yaml && (depth == 0 || name.starts_with("services."))
}

/// The catalog, with the user's over it where one is given.
pub(super) fn catalog(argument: &CatalogArg) -> Result<Catalog, Vec<Diagnostic>> {
    match &argument.catalog {
        Some(directory) => {
            let Overlay { catalog, changed } = Catalog::with_overlay(directory)?;
            let findings = lint::lint(&catalog, &changed);
            if findings.is_empty() {
                Ok(catalog)
            } else {
                Err(findings)
            }
        }
        None => Ok(Catalog::built_in()),
    }
}
