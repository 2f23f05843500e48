//! `onus build`: services files in, documents out.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::args::{BuildArgs, Format};
use super::{Status, Terminal, fonts, gather, glyphs, replace, today};
use crate::catalog::{BUILT_IN_DIGEST, Catalog};
use crate::diagnostic::{Diagnostic, Place, Source, Span, code, has_errors};
use crate::document::templates::Templates;
use crate::document::{self, Picture, Provenance};
use crate::input::ServicesFile;
use crate::model::{self, Project};
use crate::write::pdf::Fonts;
use crate::write::{self, PageInfo, Paper};

/// A document under the name of its file.
struct Made {
    name: String,
    bytes: Vec<u8>,
}

/// The argument that names standard output.
const STDOUT: &str = "-";

pub(super) fn run(args: &BuildArgs, terminal: &mut Terminal) -> anyhow::Result<Status> {
    let mut diagnostics = Vec::new();
    let documents = documents(args, &mut diagnostics)?;
    let failed = has_errors(&diagnostics);
    terminal.report(diagnostics)?;
    if failed {
        return Ok(Status::Invalid);
    }
    if args.output == Path::new(STDOUT) {
        for made in &documents {
            terminal.result(&made.bytes)?;
        }
        return Ok(Status::Done);
    }
    let files: Vec<_> = documents
        .into_iter()
        .map(|made| (args.output.join(made.name), made.bytes))
        .collect();
    replace::replace(&files)?;
    for (path, _) in &files {
        terminal.remark(&format!("wrote {}", path.display()));
    }
    Ok(Status::Done)
}

/// All documents by file name; nothing is written before all of them are made.
fn documents(args: &BuildArgs, diagnostics: &mut Vec<Diagnostic>) -> anyhow::Result<Vec<Made>> {
    let day = today::day(&args.date, args.as_of.as_of)?;
    let templates = match &args.templates {
        Some(directory) => Templates::with_overlay(directory)?,
        None => Templates::built_in(),
    };
    let catalog = match gather::catalog(&args.catalog) {
        Ok(catalog) => catalog,
        Err(faults) => {
            diagnostics.extend(faults);
            return Ok(Vec::new());
        }
    };
    let read = gather::read_all(&args.files, diagnostics);
    one_stream(args, read.len(), diagnostics);
    let (mut projects, mut given) = (Vec::new(), Vec::new());
    for file in &read {
        let (project, faults) = model::resolve(file, &catalog, day);
        diagnostics.extend(faults);
        let fonts = match args.format.contains(&Format::Pdf) {
            true => fonts::gather(&args.fonts, file, diagnostics),
            false => Fonts::embedded(),
        };
        projects.push(project);
        given.push(fonts);
    }
    same_ids(&projects, &read, diagnostics);
    if has_errors(diagnostics) {
        return Ok(Vec::new());
    }
    let mut documents = Vec::new();
    for (project, fonts) in projects.iter().zip(given) {
        let (made, mut warnings) = make(project, &catalog, &templates, fonts, args)?;
        documents.extend(made);
        if args.strict {
            warnings = warnings.into_iter().map(Diagnostic::strict).collect();
        }
        diagnostics.extend(warnings);
    }
    Ok(documents)
}

/// Standard output takes one document.
fn one_stream(args: &BuildArgs, files: usize, diagnostics: &mut Vec<Diagnostic>) {
    if args.output == Path::new(STDOUT) && (args.format.len() != 1 || files > 1) {
        let message = "standard output takes one document of one format";
        diagnostics.push(
            Diagnostic::new(code("invalid-argument"), message)
                .help("name one file and one format, say `-f md`"),
        );
    }
}

/// Two projects of a batch with one id would write one file.
fn same_ids(projects: &[Project<'_>], files: &[ServicesFile], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, &Arc<Source>> = HashMap::new();
    for (project, file) in projects.iter().zip(files) {
        if let Some(first) = seen
            .get(project.id.as_str())
            .filter(|_| !project.id.is_empty())
        {
            let message = format!(
                "the project id '{}' is that of '{}' too",
                project.id, first.name
            );
            let entry = &file.project;
            let span = entry
                .id
                .as_ref()
                .or(entry.name.as_ref())
                .map_or(Span::default(), |text| text.span);
            diagnostics.push(
                Diagnostic::new(code("same-project"), message)
                    .at(Place::new(&file.source, span))
                    .help("give one of them an `id` of its own"),
            );
        } else {
            seen.insert(&project.id, &project.source);
        }
    }
}

/// The documents of one project, in the order md, html, pdf, and the pictures of the Markdown.
fn make(
    project: &Project<'_>,
    catalog: &Catalog,
    templates: &Templates,
    mut fonts: Fonts,
    args: &BuildArgs,
) -> anyhow::Result<(Vec<Made>, Vec<Diagnostic>)> {
    let provenance = Provenance {
        input_digest: hex(&Sha256::digest(project.source.text.as_bytes())),
        catalog_digest: BUILT_IN_DIGEST.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let pictures = document::pictures(project, catalog);
    let illustrated = document::markdown(project, catalog, templates, &provenance, &pictures)?;
    let tree = document::read::read_illustrated(&illustrated, &pictures);
    let info = page_info(project, &provenance);
    let mut formats = args.format.clone();
    formats.sort();
    formats.dedup();
    let mut documents = Vec::new();
    let mut warnings = Vec::new();
    let mut assets = Vec::new();
    for format in formats {
        let (extension, bytes) = match format {
            // A document that stands alone has tables in the places of the pictures.
            Format::Md if args.no_assets || args.output == Path::new(STDOUT) => {
                let alone = document::markdown(project, catalog, templates, &provenance, &[])?;
                ("md", alone.into_bytes())
            }
            Format::Md => {
                assets = pictures_beside(&pictures, templates)?;
                ("md", illustrated.clone().into_bytes())
            }
            Format::Html => ("html", write::html::write(&tree, &info, templates)?),
            Format::Pdf => {
                if args.fonts.system_fonts {
                    fonts::add_from_system(&mut fonts, &illustrated);
                }
                let pdf = write::pdf::write(&tree, &info, args.paper, &fonts)?;
                warnings.extend(glyphs::missing(project, &pdf.missing));
                ("pdf", pdf.bytes)
            }
        };
        documents.push(Made {
            name: format!("{}.{extension}", project.id),
            bytes,
        });
    }
    documents.extend(assets);
    Ok((documents, warnings))
}

/// The files that the Markdown names.
fn pictures_beside(pictures: &[Picture], templates: &Templates) -> anyhow::Result<Vec<Made>> {
    let made = pictures.iter().map(|picture| {
        Ok(Made {
            name: picture.file.clone(),
            bytes: write::svg::file(picture, templates)?,
        })
    });
    made.collect()
}

fn page_info(project: &Project<'_>, provenance: &Provenance) -> PageInfo {
    PageInfo {
        project: project.name.clone(),
        organization: project.organization.clone(),
        version: project.version.clone(),
        classification: project.classification.clone(),
        date: project.date.to_string(),
        producer: format!("onus {}", provenance.version),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The paper of the PDF as an argument.
impl clap::ValueEnum for Paper {
    fn value_variants<'a>() -> &'a [Self] {
        &[Paper::A4, Paper::Letter]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(match self {
            Paper::A4 => "a4",
            Paper::Letter => "letter",
        }))
    }
}
