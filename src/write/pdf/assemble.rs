//! From painted pages to the file: structure tree, outline, metadata, colour profile, bytes.

use anyhow::{Context, Result};
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, dictionary};
use printpdf::PdfSaveOptions;
use sha2::{Digest, Sha256};

use crate::write::PageInfo;

use super::icc;
use super::layout::Laid;
use super::metadata;
use super::outline::outline;
use super::paint::Painted;
use super::tags::{self, Annotations};

pub(super) fn assemble(
    mut painted: Painted,
    laid: &Laid,
    title: &str,
    info: &PageInfo,
) -> Result<Vec<u8>> {
    let options = PdfSaveOptions {
        optimize: false,
        // The fonts are cut down already.
        subset_fonts: false,
        ..PdfSaveOptions::default()
    };
    let mut document = painted
        .document
        .to_lopdf_document(&options, &mut Vec::new());
    // The pages' operations are large and no longer needed.
    painted.document.pages = Vec::new();
    document.version = "1.7".to_owned();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let annotations = prepare_pages(&mut document, &pages, &painted, laid)?;
    let tree = tags::structure(&mut document, laid, &painted, &pages, &annotations);
    let outline = outline(&mut document, laid, &pages);
    let metadata = document.add_object(metadata::xmp(title, info));
    let profile = dictionary! { "N" => 3 };
    let profile = document.add_object(Stream::new(profile, icc::srgb()));

    let catalog = document.catalog_mut().context("the file has no catalog")?;
    catalog.set("StructTreeRoot", tree);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", Object::string_literal("en"));
    catalog.set(
        "ViewerPreferences",
        dictionary! { "DisplayDocTitle" => true },
    );
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![output_intent(profile).into()]);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let information = document.add_object(metadata::information(title, info));
    document.trailer.set("Info", information);
    set_identity(&mut document);
    compress(&mut document)?;
    save(&mut document)
}

fn output_intent(profile: ObjectId) -> Dictionary {
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
}

/// Gives each page its place in the parent tree and makes its link rectangles objects of their own.
fn prepare_pages(
    document: &mut Document,
    pages: &[ObjectId],
    painted: &Painted,
    laid: &Laid,
) -> Result<Annotations> {
    let mut annotations = Annotations::default();
    let mut key = pages.len();
    for (index, (&page, links)) in pages.iter().zip(&painted.links).enumerate() {
        let dictionary = document
            .get_dictionary_mut(page)
            .context("a page is missing")?;
        dictionary.set("StructParents", index as i64);
        dictionary.set("Tabs", "S");
        let rectangles = match dictionary.remove(b"Annots") {
            Some(Object::Array(rectangles)) => rectangles,
            _ => Vec::new(),
        };
        let mut ids = Vec::with_capacity(rectangles.len());
        for (rectangle, &link) in rectangles.into_iter().zip(links) {
            let Object::Dictionary(mut rectangle) = rectangle else {
                continue;
            };
            let link = &laid.gathered.links[link];
            rectangle.set("F", 4);
            rectangle.set("Contents", metadata::text(&link.description));
            rectangle.set("StructParent", key as i64);
            rectangle.remove(b"C");
            annotations.parents.push((key, link.node));
            key += 1;
            ids.push(document.add_object(rectangle));
        }
        if !ids.is_empty() {
            let references: Vec<Object> = ids.iter().map(|&id| id.into()).collect();
            document.get_dictionary_mut(page)?.set("Annots", references);
        }
        annotations.on_page.push(ids);
    }
    Ok(annotations)
}

/// The file's identity is a digest of what it shows: the same pages, the same identity.
fn set_identity(document: &mut Document) {
    let mut hash = Sha256::new();
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
        }
    }
    let id = Object::String(
        hash.finalize()[..16].to_vec(),
        lopdf::StringFormat::Hexadecimal,
    );
    document.trailer.set("ID", vec![id.clone(), id]);
}

/// Compresses streams so that none ends in a line end: `endstream` stands on a line of its own, and
/// checkers count a carriage return before it to that line and not to the stream.
fn compress(document: &mut Document) -> Result<()> {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let plain = stream.content.clone();
        for padding in 0..8 {
            let mut padded = plain.clone();
            padded.resize(plain.len() + padding, b'\n');
            if stream.dict.has(b"Length1") {
                stream.dict.set("Length1", padded.len() as i64);
            }
            stream.dict.remove(b"Filter");
            stream.set_content(padded);
            stream.compress().context("cannot compress a stream")?;
            if !stream.content.ends_with(b"\r") && !stream.content.ends_with(b"\n") {
                break;
            }
        }
    }
    Ok(())
}

/// Writes the file; the size of its object streams changes until none ends in a line end either.
/// Large streams are few, so the first try is most often the last.
fn save(document: &mut Document) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let last = document.max_id;
    for size in 2000..2020 {
        bytes.clear();
        // Saving counts the streams it adds among the objects.
        document.max_id = last;
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .max_objects_per_stream(size)
            .compression_level(6)
            .build();
        document
            .save_with_options(&mut bytes, options)
            .context("cannot write the file's objects")?;
        if !contains(&bytes, b"\r\nendstream") {
            break;
        }
    }
    Ok(bytes)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == part[0]) {
        rest = &rest[at..];
        if rest.starts_with(part) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}
