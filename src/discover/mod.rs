//! Reads the code that builds a system, or an inventory of it, and says which services it uses and how.
//!
//! `readers` turn files into resources, one kind of file each; `classify` and `settings` turn resources into
//! uses and attributes by the catalog's data; `report` writes them down. No service is named here.

mod against;
mod classify;
mod input;
mod merge;
mod readers;
mod report;
mod resource;
mod settings;
mod uses;
mod value;

pub use against::compare;
pub use input::Input;
pub use merge::{Merged, merge};
pub use readers::Kind;
pub use report::{json, remarks, yaml};
pub use uses::{Discovery, Statement, Unknown, Use};

use std::path::Path;

use time::Date;

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;

/// Reads a file, a folder or standard input, and says what it uses.
///
/// # Errors
/// Findings that name each file that is no infrastructure code or inventory, and what it seems to be.
pub fn discover(
    path: &Path,
    kind: Option<Kind>,
    catalog: &Catalog,
    date: Date,
) -> Result<Discovery, Vec<Diagnostic>> {
    let found = readers::read(path, kind, catalog)?;
    Ok(uses::of(found, catalog, date, path))
}
