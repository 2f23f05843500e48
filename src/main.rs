//! The `onus` command: parses, runs, and turns the result into an exit status.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use onus::cli::{Args, Status, Terminal, run};

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args, &mut Terminal::new(args.terminal)) {
        Ok(status) => ExitCode::from(status as u8),
        Err(error) if is_closed_pipe(&error) => ExitCode::from(Status::Done as u8),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(Status::Invalid as u8)
        }
    }
}

/// Whoever read our output had enough of it, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|io| io.kind() == ErrorKind::BrokenPipe)
}
