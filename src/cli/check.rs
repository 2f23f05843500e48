//! `onus check`: everything wrong or missing, and an exit status for CI.

use super::args::CheckArgs;
use super::{Status, Terminal, gather, today};
use crate::check;
use crate::diagnostic::has_errors;
use crate::discover;
use crate::model;

pub(super) fn run(args: &CheckArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let day = today::day(&args.date, None)?;
    let mut diagnostics = Vec::new();
    match gather::catalog(&args.catalog) {
        Err(faults) => diagnostics.extend(faults),
        Ok(catalog) => {
            let found = args
                .against
                .as_ref()
                .map(|path| discover::discover(path, args.from, &catalog, day.of_run));
            let found = match found.transpose() {
                Ok(found) => found,
                Err(faults) => {
                    diagnostics.extend(faults);
                    None
                }
            };
            diagnostics.extend(found.iter().flat_map(discover::remarks));
            for file in gather::read_all(&args.files, &mut diagnostics) {
                if let Some(found) = &found {
                    diagnostics.extend(discover::compare(&file, found, &catalog, day.of_run));
                }
                let (project, faults) = model::resolve(&file, &catalog, day);
                diagnostics.extend(faults);
                diagnostics.extend(check::check(&project, day.of_run));
            }
        }
    }
    let status = match (has_errors(&diagnostics), diagnostics.len()) {
        (true, _) => Status::Invalid,
        (false, 0) => Status::Done,
        (false, _) => Status::Found,
    };
    let count = diagnostics.len();
    terminal.report(diagnostics)?;
    terminal.remark(&match count {
        0 => "nothing is wrong or missing".to_owned(),
        1 => "1 finding".to_owned(),
        _ => format!("{count} findings"),
    });
    Ok(status)
}
