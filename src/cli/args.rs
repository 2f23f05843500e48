//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use time::Date;

use crate::diagnostic::render::MessageFormat;
use crate::discover;
use crate::write::Paper;

const EXAMPLE: &str = "\
Write down who holds what in AWS, for the services a project uses. Example:
  onus init                    # a services.yaml to start from
  onus build                   # output/<project>.md, .html and .pdf";

/// Writes a shared-responsibility document for the AWS services a project uses
#[derive(Debug, Parser)]
#[command(name = "onus", version, about = EXAMPLE, max_term_width = 100, disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub terminal: TerminalArgs,
}

/// How messages are printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct TerminalArgs {
    /// How findings are printed
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    pub message_format: MessageFormat,
    /// When to use colour: auto, always or never
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true
    )]
    pub color: Color,
    /// Say nothing but findings and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the document of one or more services files
    Build(BuildArgs),
    /// Say what is wrong or missing, for CI; writes nothing
    Check(CheckArgs),
    /// Say who holds which layer of one service, and why
    Explain(ExplainArgs),
    /// Read infrastructure code or an inventory, and write a services file of it
    Discover(DiscoverArgs),
    /// Put services or configurations side by side, layer by layer
    Compare(CompareArgs),
    /// Show and check what the catalog knows
    Catalog(CatalogArgs),
    /// Write a commented services file to start from
    Init(InitArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Print the JSON Schema of the services file
    Schema(SchemaArgs),
}

/// A format of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ValueEnum)]
pub(super) enum Format {
    #[value(alias = "markdown")]
    Md,
    Html,
    Pdf,
}

#[derive(Debug, clap::Args)]
pub(super) struct CatalogArg {
    /// Lay a catalog directory over the built-in one
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) catalog: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct DateArg {
    /// Day to work for, YYYY-MM-DD; else SOURCE_DATE_EPOCH or today, UTC
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(super) date: Option<Date>,
}

#[derive(Debug, clap::Args)]
pub(super) struct AsOfArg {
    /// Tell what AWS did that day, YYYY-MM-DD; else on the day worked for
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub(super) as_of: Option<Date>,
}

fn parse_date(text: &str) -> Result<Date, String> {
    crate::input::parse_date(text)
        .ok_or_else(|| "not a day of the calendar; write YYYY-MM-DD".to_owned())
}

#[derive(Debug, clap::Args)]
pub(super) struct BuildArgs {
    /// Services files, directories of them, or - for standard input
    #[arg(value_name = "FILE", default_value = "services.yaml")]
    pub(super) files: Vec<PathBuf>,
    /// Formats to write, with commas between
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT", hide_possible_values = true, default_values = ["md", "html", "pdf"])]
    pub(super) format: Vec<Format>,
    /// Directory to write to, or - for standard output
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub(super) output: PathBuf,
    /// Write no pictures beside the Markdown: tables stand in their places
    #[arg(long)]
    pub(super) no_assets: bool,
    /// Paper of the PDF: a4 or letter
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub(super) paper: Paper,
    #[command(flatten)]
    pub(super) fonts: FontArgs,
    /// Write nothing where the PDF would lack a character
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) date: DateArg,
    #[command(flatten)]
    pub(super) as_of: AsOfArg,
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
    /// Lay a directory of templates over the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct FontArgs {
    /// Add a font to the PDF; FILE#2 is the third face of a collection
    #[arg(long, value_name = "FILE")]
    pub(super) font: Vec<PathBuf>,
    /// Look in this machine's fonts too; the PDF then depends on them
    #[arg(long)]
    pub(super) system_fonts: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Services files, directories of them, or - for standard input
    #[arg(value_name = "FILE", default_value = "services.yaml")]
    pub(super) files: Vec<PathBuf>,
    /// Compare with infrastructure code or an inventory too: a file, a folder, or - for standard input
    #[arg(long, value_name = "PATH")]
    pub(super) against: Option<PathBuf>,
    /// What PATH is, where its content does not tell
    #[arg(
        long,
        value_enum,
        value_name = "KIND",
        requires = "against",
        hide_possible_values = true
    )]
    pub(super) from: Option<discover::Kind>,
    #[command(flatten)]
    pub(super) date: DateArg,
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
}

#[derive(Debug, clap::Args)]
pub(super) struct DiscoverArgs {
    /// A file, a folder, or - for standard input
    #[arg(value_name = "PATH")]
    pub(super) path: PathBuf,
    /// What it is, where its content does not tell: terraform, terraform-json, cloudformation, cdk, inventory
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    pub(super) from: Option<discover::Kind>,
    /// yaml, a services file, or json
    #[arg(long, short, value_enum, default_value_t, hide_possible_values = true)]
    pub(super) format: DiscoverFormat,
    /// Services file to write, or - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub(super) output: PathBuf,
    /// Add what is new to the file, and leave every byte that is there
    #[arg(long)]
    pub(super) merge: bool,
    #[command(flatten)]
    pub(super) date: DateArg,
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum DiscoverFormat {
    #[default]
    Yaml,
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// Id, alias or official name of a service
    #[arg(value_name = "SERVICE")]
    pub(super) service: String,
    /// Attributes of its configuration, say launch=fargate
    #[arg(value_name = "K=V")]
    pub(super) attributes: Vec<String>,
    /// text or json
    #[arg(long, short, value_enum, default_value_t, hide_possible_values = true)]
    pub(super) format: ExplainFormat,
    #[command(flatten)]
    pub(super) date: DateArg,
    #[command(flatten)]
    pub(super) as_of: AsOfArg,
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ExplainFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct CompareArgs {
    /// Two services or more, each with what is given of it, say rds:engine=mysql,multi_az=true
    #[arg(value_name = "SERVICE[:K=V,…]", required = true, num_args = 2..)]
    pub(super) services: Vec<String>,
    /// text, md or json
    #[arg(long, short, value_enum, default_value_t, hide_possible_values = true)]
    pub(super) format: CompareFormat,
    #[command(flatten)]
    pub(super) date: DateArg,
    #[command(flatten)]
    pub(super) as_of: AsOfArg,
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum CompareFormat {
    #[default]
    Text,
    #[value(alias = "markdown")]
    Md,
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct CatalogArgs {
    #[command(subcommand)]
    pub(super) action: CatalogAction,
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
}

#[derive(Debug, Subcommand)]
pub(super) enum CatalogAction {
    /// List the services, with their categories
    List,
    /// Print the file of a service, category, trait or framework
    Show {
        /// Id, alias or official name
        name: String,
    },
    /// Hold every file to the catalog's rules
    Lint,
    /// Count what is known
    Stats,
}

#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// File to write, or - for standard output
    #[arg(value_name = "FILE", default_value = "services.yaml")]
    pub(super) file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub(super) struct SchemaArgs {
    #[command(flatten)]
    pub(super) catalog: CatalogArg,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Args::command().debug_assert();
    }
}
