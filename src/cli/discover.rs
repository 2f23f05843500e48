//! `onus discover`: infrastructure code or an inventory in, a services file out.

use std::path::Path;

use super::args::{DiscoverArgs, DiscoverFormat};
use super::{Status, Terminal, gather, replace, today};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, code, has_errors};
use crate::discover::{self, Discovery, Merged};
use crate::input;

/// The argument that names standard output.
const STDOUT: &str = "-";

pub(super) fn run(args: &DiscoverArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let day = today::day(&args.date, None)?;
    if let Some(fault) = misuse(args) {
        return terminal.refuse(vec![fault]);
    }
    let catalog = match gather::catalog(&args.catalog) {
        Ok(catalog) => catalog,
        Err(faults) => return terminal.refuse(faults),
    };
    let found = match discover::discover(&args.path, args.from, &catalog, day.of_run) {
        Ok(found) => found,
        Err(faults) => return terminal.refuse(faults),
    };
    let mut diagnostics = discover::remarks(&found);
    if args.output == Path::new(STDOUT) {
        let text = match args.format {
            DiscoverFormat::Yaml => discover::yaml(&found),
            DiscoverFormat::Json => discover::json(&found),
        };
        terminal.report(diagnostics)?;
        terminal.result(text.as_bytes())?;
        return Ok(Status::Done);
    }
    let shown = args.output.display();
    let text = if args.merge && args.output.exists() {
        match merged(&args.output, &found, &catalog, day.of_run) {
            Err(faults) => return terminal.refuse(faults),
            Ok(merged) => {
                diagnostics.extend(merged.findings);
                terminal.remark(&format!("{shown}: {} added", merged.added));
                merged.text
            }
        }
    } else if args.format == DiscoverFormat::Json {
        discover::json(&found)
    } else {
        discover::yaml(&found)
    };
    terminal.report(diagnostics)?;
    replace::replace(&[(args.output.clone(), text.into_bytes())])?;
    terminal.remark(&format!("wrote {shown}"));
    Ok(Status::Done)
}

fn misuse(args: &DiscoverArgs) -> Option<Diagnostic> {
    let fault = |message: String, help: &str| {
        Some(Diagnostic::new(code("invalid-argument"), message).help(help))
    };
    let to_file = args.output != Path::new(STDOUT);
    if args.merge && !to_file {
        return fault(
            "--merge needs a file".to_owned(),
            "name it: `-o services.yaml --merge`",
        );
    }
    if args.merge && args.format == DiscoverFormat::Json {
        return fault(
            "a services file is YAML".to_owned(),
            "leave `--format json` out",
        );
    }
    if to_file && !args.merge && args.output.exists() {
        let message = format!("'{}' is there already", args.output.display());
        return fault(message, "`--merge` adds to it what is new");
    }
    None
}

fn merged(
    path: &Path,
    found: &Discovery,
    catalog: &Catalog,
    date: time::Date,
) -> Result<Merged, Vec<Diagnostic>> {
    let source = input::load(path).map_err(|fault| vec![fault])?;
    let (file, faults) = input::parse(&source);
    match file {
        Some(file) if !has_errors(&faults) => discover::merge(&file, found, catalog, date),
        _ => Err(faults),
    }
}
