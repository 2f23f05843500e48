//! `onus schema`: the JSON Schema of the services file, for editors.

use super::args::SchemaArgs;
use super::{Status, Terminal, gather};
use crate::model;

pub(super) fn run(args: &SchemaArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    match gather::catalog(&args.catalog) {
        Ok(catalog) => {
            terminal.result(format!("{:#}\n", model::schema(&catalog)).as_bytes())?;
            Ok(Status::Done)
        }
        Err(faults) => terminal.refuse(faults),
    }
}
