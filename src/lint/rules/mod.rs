//! The rules of the catalog, one a file: each looks at one file and says what breaks it.

mod assumption;
mod attributes;
mod claims;
mod combinations;
mod duplicates;
mod duties;
mod order;
mod references;
mod wording;

use super::file::LintFile;
use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;

pub(super) type Rule = fn(&Catalog, &LintFile) -> Vec<Diagnostic>;

pub(super) static ALL: &[Rule] = &[
    order::check,
    references::check,
    duplicates::check,
    claims::check,
    duties::check,
    attributes::check,
    combinations::check,
    assumption::check,
    wording::check,
];
