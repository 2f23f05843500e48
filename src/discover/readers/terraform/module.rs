//! A module: the code of one folder.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::syntax::{self, Body, Expr};
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, unfit};

/// Most bytes of a file of code.
const LIMIT: u64 = 16 << 20;

/// The blocks of a folder, by what they declare.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) folder: PathBuf,
    pub(super) resources: Vec<Declared>,
    pub(super) calls: BTreeMap<String, Declared>,
    /// Variables, each with its default and its type.
    pub(super) variables: HashMap<String, (Option<Expr>, Option<Expr>)>,
    pub(super) locals: HashMap<String, Expr>,
    pub(super) outputs: HashMap<String, Expr>,
}

/// A resource or a call of a module.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    /// The type of a resource.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) body: Body,
    pub(super) file: String,
    pub(super) line: Option<usize>,
}

/// Whether a name is one of Terraform code.
pub(in crate::discover::readers) fn is_code_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [".tf", ".tofu", ".tf.json", ".tofu.json"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

impl Module {
    /// Reads all code in a folder.
    ///
    /// # Errors
    /// A finding for each file that is none.
    pub(super) fn read(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut module = Module {
            folder: folder.to_owned(),
            ..Module::default()
        };
        let mut faults = Vec::new();
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries
            .map(|entry| entry.path())
            .filter(|path| is_code_file(path) && path.is_file())
            .collect();
        // An override file changes what the others say, so it comes last.
        paths.sort_by_key(|path| (is_override(path), path.clone()));
        for path in &paths {
            // OpenTofu takes x.tofu for x.tf where both are there.
            if path.extension().is_some_and(|ending| ending == "tf")
                && path.with_extension("tofu").exists()
            {
                continue;
            }
            let read = Input::open(path).and_then(|mut input| module.file(path, &mut input));
            faults.extend(read.err());
        }
        if faults.is_empty() {
            Ok(module)
        } else {
            Err(faults)
        }
    }

    /// Adds the code of a file that has been opened.
    pub(super) fn file(&mut self, path: &Path, input: &mut Input) -> Result<(), Diagnostic> {
        let text = input.text(LIMIT)?;
        let is_json = super::super::begins_json(text.as_bytes());
        let body = if is_json {
            syntax::json(&text)
        } else {
            syntax::hcl(&text)
        };
        let body = body.map_err(|reason| unfit(&input.name, &reason))?;
        self.add(body, &input.name, is_override(path));
        Ok(())
    }

    fn add(&mut self, body: Body, file: &str, overrides: bool) {
        for block in body.blocks {
            let name = |index: usize| block.labels.get(index).cloned().unwrap_or_default();
            let line = (block.line > 0).then_some(block.line);
            match (block.kind.as_str(), block.labels.len()) {
                ("resource", 2) => {
                    let declared = Declared {
                        kind: name(0),
                        name: name(1),
                        body: block.body,
                        file: file.to_owned(),
                        line,
                    };
                    let known = self.resources.iter_mut().find(|known| {
                        overrides && (&known.kind, &known.name) == (&declared.kind, &declared.name)
                    });
                    match known {
                        Some(known) => overlay(&mut known.body, declared.body),
                        None => self.resources.push(declared),
                    }
                }
                ("module", 1) => {
                    let declared = Declared {
                        kind: String::new(),
                        name: name(0),
                        body: block.body,
                        file: file.to_owned(),
                        line,
                    };
                    self.calls.insert(name(0), declared);
                }
                ("variable", 1) => {
                    let default = block.body.attribute("default").cloned();
                    let kind = block.body.attribute("type").cloned();
                    self.variables.insert(name(0), (default, kind));
                }
                ("output", 1) => {
                    if let Some(value) = block.body.attribute("value") {
                        self.outputs.insert(name(0), value.clone());
                    }
                }
                ("locals", 0) => self.locals.extend(block.body.attributes),
                _ => {}
            }
        }
    }
}

fn is_override(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

fn overlay(body: &mut Body, over: Body) {
    for (key, value) in over.attributes {
        body.attributes.retain(|(known, _)| *known != key);
        body.attributes.push((key, value));
    }
    for block in &over.blocks {
        body.blocks.retain(|known| known.kind != block.kind);
    }
    body.blocks.extend(over.blocks);
}
