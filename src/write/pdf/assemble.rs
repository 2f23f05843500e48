//! From painted pages to the file: structure tree, outline, metadata, colour profile, bytes.

use anyhow::{Context, Result};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use printpdf::PdfSaveOptions;

use crate::write::PageInfo;

use super::file::{self, File};
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
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let ink = std::mem::take(&mut painted.ink);
    set_ink(&mut document, &pages, ink)?;
    let annotations = prepare_pages(&mut document, &pages, &painted, laid)?;
    let tree = tags::structure(&mut document, laid, &painted, &pages, &annotations);
    let outline = outline(&mut document, laid, &pages);
    let metadata = document.add_object(metadata::xmp(title, info));
    let profile = dictionary! { "N" => 3 };
    let profile = document.add_object(Stream::new(profile, icc::srgb()));

    let catalog = document.catalog_mut().context("the file has no catalog")?;
    catalog.set("StructTreeRoot", tree.root);
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
    let root = document
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)?;
    let mut streams: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .collect();
    file::compress(&mut streams)?;
    let mut file = File::new(document.max_id);
    tags::write_elements(&mut file, &tree, laid, &pages, &annotations)?;
    for (id, object) in document.objects {
        file.add(id, &object)?;
    }
    file.finish(root, information)
}

/// Gives each page its content.
fn set_ink(document: &mut Document, pages: &[ObjectId], ink: Vec<Vec<u8>>) -> Result<()> {
    for (&page, ink) in pages.iter().zip(ink) {
        let contents = document
            .get_dictionary(page)?
            .get(b"Contents")?
            .as_reference()?;
        let stream = Stream::new(Dictionary::new(), ink);
        document.objects.insert(contents, stream.into());
    }
    Ok(())
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
