//! The rules of the catalog, one a file: each looks at one file and says what breaks it.

mod abbreviations;
mod assumption;
mod attributes;
mod claims;
mod combinations;
mod controls;
mod duplicates;
mod duties;
mod order;
mod references;
mod resources;
mod wording;

use super::Lint;
use super::file::LintFile;
use crate::diagnostic::Diagnostic;

pub(super) type Rule = fn(&Lint<'_>, &LintFile) -> Vec<Diagnostic>;

pub(super) static ALL: &[Rule] = &[
    order::check,
    references::check,
    resources::check,
    duplicates::check,
    claims::check,
    duties::check,
    attributes::check,
    combinations::check,
    assumption::check,
    controls::check,
    wording::check,
    abbreviations::check,
];
