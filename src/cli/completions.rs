//! `onus completions`: completions for a shell.

use clap::CommandFactory;

use super::args::CompletionsArgs;
use super::{Args, Status, Terminal};

pub(super) fn run(args: &CompletionsArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "onus", &mut script);
    terminal.result(&script)?;
    Ok(Status::Done)
}
