//! `onus check`: everything wrong or missing, and an exit status for CI.

use super::args::CheckArgs;
use super::{Status, Terminal, build, gather, today};
use crate::check;
use crate::diagnostic::has_errors;
use crate::model::{self, Day};

pub(super) fn run(args: &CheckArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let today = args.date.date.map_or_else(today::today, Ok)?;
    let day = Day {
        demanded: args.date.date,
        of_run: today,
    };
    let mut diagnostics = Vec::new();
    match gather::catalog(&args.catalog) {
        Err(faults) => diagnostics.extend(faults),
        Ok(catalog) => {
            for file in build::read_all(&args.files, &mut diagnostics) {
                let (project, faults) = model::resolve(&file, &catalog, day);
                diagnostics.extend(faults);
                diagnostics.extend(check::check(&project, today));
            }
        }
    }
    let status = match (has_errors(&diagnostics), diagnostics.len()) {
        (true, _) => Status::Invalid,
        (false, 0) => Status::Done,
        (false, _) => Status::Found,
    };
    let count = diagnostics.len();
    terminal.findings(diagnostics);
    terminal.finish()?;
    terminal.remark(&match count {
        0 => "nothing is wrong or missing".to_owned(),
        1 => "1 finding".to_owned(),
        _ => format!("{count} findings"),
    });
    Ok(status)
}
