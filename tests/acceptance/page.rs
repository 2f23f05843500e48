//! Writes the HTML page of a Markdown document, for the acceptance tests: `page IN.md OUT.html`.

use std::env;
use std::fs;

use onus::document::read::read;
use onus::document::templates::Templates;
use onus::write::{PageInfo, html};

fn main() -> anyhow::Result<()> {
    let [input, output] = &env::args().skip(1).collect::<Vec<_>>()[..] else {
        anyhow::bail!("two arguments are needed: the Markdown to read and the page to write");
    };
    let document = read(&fs::read_to_string(input)?);
    fs::write(
        output,
        html::write(&document, &info(), &Templates::built_in())?,
    )?;
    Ok(())
}

fn info() -> PageInfo {
    PageInfo {
        project: "Web shop".into(),
        organization: Some("Example Retail Ltd".into()),
        version: Some("1.4".into()),
        classification: Some("Internal".into()),
        date: "2026-11-24".into(),
        producer: "onus 0.1.0".into(),
    }
}
