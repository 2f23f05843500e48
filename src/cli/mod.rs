//! The command line: arguments, files, time and environment enter here and are passed down as values.

mod args;
mod build;
mod catalog;
mod check;
mod compare;
mod completions;
mod discover;
mod explain;
mod fonts;
mod gather;
mod glyphs;
mod init;
mod man;
mod replace;
mod schema;
mod stated;
mod terminal;
mod today;

pub use args::Args;
use args::Command;
pub use terminal::Terminal;

/// How a run ended; its number is the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Done = 0,
    /// The check found something.
    Found = 1,
    /// Bad usage, or input that cannot be read or used.
    Invalid = 2,
}

/// Runs a command.
///
/// # Errors
/// Faults of the world: a disk, a permission, a template.
pub fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Status> {
    match &args.command {
        Command::Build(command) => build::run(command, terminal),
        Command::Check(command) => check::run(command, terminal),
        Command::Discover(command) => discover::run(command, terminal),
        Command::Explain(command) => explain::run(command, terminal),
        Command::Compare(command) => compare::run(command, terminal),
        Command::Catalog(command) => catalog::run(command, terminal),
        Command::Init(command) => init::run(command, terminal),
        Command::Completions(command) => completions::run(command, terminal),
        Command::Man => man::run(terminal),
        Command::Schema(command) => schema::run(command, terminal),
    }
}
