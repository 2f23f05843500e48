//! `onus init`: a services file to start from.

use std::path::Path;

use anyhow::bail;

use super::args::InitArgs;
use super::{Status, Terminal, replace};

/// The starter; a test builds it as it is.
const STARTER: &str = include_str!("../../templates/services.yaml");

pub(super) fn run(args: &InitArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    if args.file == Path::new("-") {
        terminal.result(STARTER.as_bytes())?;
        return Ok(Status::Done);
    }
    let shown = args.file.display();
    if args.file.exists() && !args.force {
        bail!("'{shown}' is there already; --force replaces it");
    }
    replace::replace(&[(args.file.clone(), STARTER.as_bytes().to_vec())])?;
    terminal.remark(&format!(
        "wrote {shown}; `onus build` makes a document of it"
    ));
    Ok(Status::Done)
}
