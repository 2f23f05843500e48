//! Holds the catalog to its rules, which `docs/catalog-format.md` states for authors. A test runs this
//! over the built-in files; a user's catalog passes it before it is used.
//!
//! Each rule is a file in `rules`. A finding stands at the file and line it is about.

mod combinations;
mod file;
mod rules;

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::catalog::Catalog;
use crate::diagnostic::{self, Diagnostic};
use file::LintFile;

/// A catalog under lint, and what the rules look up in all of it.
struct Lint<'c> {
    catalog: &'c Catalog,
    /// Which services have a duty of these words, their own names aside; made when it is asked for.
    duty_texts: OnceCell<DutyTexts<'c>>,
}

type DutyTexts<'c> = HashMap<Vec<&'c str>, Vec<&'c str>>;

/// Lints every file of a catalog.
pub fn lint_all(catalog: &Catalog) -> Vec<Diagnostic> {
    let paths: Vec<_> = catalog.paths().map(str::to_owned).collect();
    lint(catalog, &paths)
}

/// Lints some files of a catalog; the others are what they refer to.
pub fn lint(catalog: &Catalog, paths: &[String]) -> Vec<Diagnostic> {
    let lint = Lint {
        catalog,
        duty_texts: OnceCell::new(),
    };
    let mut findings = Vec::new();
    for path in paths {
        let Some(source) = catalog.source(path) else {
            continue;
        };
        match LintFile::read(path, source) {
            Ok(file) => {
                for rule in rules::ALL {
                    findings.extend(rule(&lint, &file));
                }
            }
            Err(faults) => findings.extend(faults),
        }
    }
    diagnostic::sort(&mut findings);
    findings
}
