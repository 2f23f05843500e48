//! Holds the catalog to its rules, which `docs/catalog-format.md` states for authors. A test runs this
//! over the built-in files; a user's catalog passes it before it is used.
//!
//! Each rule is a file in `rules`. A finding stands at the file and line it is about.

mod combinations;
mod file;
mod rules;

use crate::catalog::Catalog;
use crate::diagnostic::{self, Diagnostic};
use file::LintFile;

/// Lints every file of a catalog.
pub fn lint_all(catalog: &Catalog) -> Vec<Diagnostic> {
    let paths: Vec<_> = catalog.paths().map(str::to_owned).collect();
    lint(catalog, &paths)
}

/// Lints some files of a catalog; the others are what they refer to.
pub fn lint(catalog: &Catalog, paths: &[String]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for path in paths {
        let Some(source) = catalog.source(path) else {
            continue;
        };
        match LintFile::read(path, source) {
            Ok(file) => {
                for rule in rules::ALL {
                    findings.extend(rule(catalog, &file));
                }
            }
            Err(faults) => findings.extend(faults),
        }
    }
    diagnostic::sort(&mut findings);
    findings
}
