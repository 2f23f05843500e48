//! `onus man`: the manual page, made from the command line's own definition.

use clap::CommandFactory;

use super::{Args, Status, Terminal};

pub(super) fn run(terminal: &mut Terminal) -> anyhow::Result<Status> {
    let mut page = Vec::new();
    let command = Args::command();
    let manual = clap_mangen::Man::new(command.clone());
    manual.render(&mut page)?;
    for subcommand in command.get_subcommands() {
        subcommand_section(subcommand, &mut page)?;
    }
    terminal.result(&page)?;
    Ok(Status::Done)
}

/// A command's own options, so that one page says all.
fn subcommand_section(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let manual = clap_mangen::Man::new(
        command
            .clone()
            .bin_name(format!("onus {}", command.get_name())),
    );
    page.extend(format!(".SH \"ONUS {}\"\n", command.get_name().to_uppercase()).bytes());
    manual.render_description_section(page)?;
    manual.render_synopsis_section(page)?;
    manual.render_options_section(page)
}
