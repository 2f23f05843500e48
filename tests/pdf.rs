//! The written file, opened again: tags, outline, words and bytes.

use std::collections::{BTreeMap, HashMap};

use lopdf::content::Content;
use lopdf::{Dictionary, Document as File, Object, ObjectId};
use onus::document::read::read;
use onus::document::tree::{Block, Document, plain_text};
use onus::write::pdf::{Fonts, Pdf, write};
use onus::write::{PageInfo, Paper};

const SPECIMEN: &str = include_str!("pdf/specimen.md");

fn info() -> PageInfo {
    PageInfo {
        project: "Web shop".to_owned(),
        organization: Some("Example Retail Ltd".to_owned()),
        version: Some("1.4".to_owned()),
        classification: Some("Internal".to_owned()),
        date: "2026-11-24".to_owned(),
        producer: "onus 0.1.0".to_owned(),
    }
}

fn pdf(markdown: &str) -> Pdf {
    write(&read(markdown), &info(), Paper::A4, &Fonts::embedded()).expect("the document is written")
}

fn open(markdown: &str) -> File {
    File::load_mem(&pdf(markdown).bytes).expect("the file opens")
}

/// A structure element as a reader meets it.
struct Element {
    role: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn all<'a>(&'a self, role: &str, found: &mut Vec<&'a Element>) {
        if self.role == role {
            found.push(self);
        }
        for child in &self.children {
            child.all(role, found);
        }
    }

    fn count(&self, role: &str) -> usize {
        let mut found = Vec::new();
        self.all(role, &mut found);
        found.len()
    }

    fn headings(&self) -> Vec<String> {
        let own = self
            .role
            .strip_prefix('H')
            .filter(|level| level.parse::<u8>().is_ok());
        let own = own.map(|level| format!("{level} {}", self.text));
        let below = self.children.iter().flat_map(Element::headings);
        own.into_iter().chain(below).collect()
    }
}

/// Reads the structure tree back, with the text its marked content spells.
struct Reader<'a> {
    file: &'a File,
    /// Text of each marked content of each page.
    content: HashMap<ObjectId, BTreeMap<i64, String>>,
    /// Marked contents and link rectangles met on the way, with the element they were met in.
    met: Vec<(Met, ObjectId)>,
}

#[derive(Debug, PartialEq)]
enum Met {
    Content(ObjectId, i64),
    Link(ObjectId),
}

impl<'a> Reader<'a> {
    fn new(file: &'a File) -> Self {
        let pages = file.get_pages().into_values();
        let content = pages.map(|page| (page, marked_text(file, page))).collect();
        Self {
            file,
            content,
            met: Vec::new(),
        }
    }

    fn tree(&mut self) -> Element {
        let root = resolve(
            self.file,
            get(self.file.catalog().unwrap(), b"StructTreeRoot"),
        );
        let kids = resolve(self.file, get(root.as_dict().unwrap(), b"K"));
        let document = kids.as_array().unwrap()[0].as_reference().unwrap();
        self.element(document)
    }

    fn element(&mut self, id: ObjectId) -> Element {
        let file = self.file;
        let dictionary = file.get_dictionary(id).unwrap();
        let role = String::from_utf8(get(dictionary, b"S").as_name().unwrap().to_vec()).unwrap();
        let page = dictionary
            .get(b"Pg")
            .ok()
            .map(|page| page.as_reference().unwrap());
        let mut element = Element {
            role,
            text: String::new(),
            children: Vec::new(),
        };
        let kids = match dictionary.get(b"K") {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(kid) => vec![kid.clone()],
            Err(_) => Vec::new(),
        };
        for kid in kids {
            self.kid(&kid, id, page, &mut element);
        }
        element
    }

    fn kid(&mut self, kid: &Object, id: ObjectId, page: Option<ObjectId>, element: &mut Element) {
        match kid {
            Object::Integer(mcid) => self.content(page.unwrap(), *mcid, id, element),
            Object::Dictionary(kid) if kid.has(b"MCID") => {
                let page = get(kid, b"Pg").as_reference().unwrap();
                self.content(page, get(kid, b"MCID").as_i64().unwrap(), id, element);
            }
            Object::Dictionary(kid) => {
                let link = get(kid, b"Obj").as_reference().unwrap();
                self.met.push((Met::Link(link), id));
            }
            Object::Reference(child) => {
                let child = self.element(*child);
                element.text.push_str(&child.text);
                element.children.push(child);
            }
            other => panic!("a kid that is none: {other:?}"),
        }
    }

    fn content(&mut self, page: ObjectId, mcid: i64, id: ObjectId, element: &mut Element) {
        element.text.push_str(&self.content[&page][&mcid]);
        self.met.push((Met::Content(page, mcid), id));
    }
}

fn get<'a>(dictionary: &'a Dictionary, key: &[u8]) -> &'a Object {
    dictionary
        .get(key)
        .unwrap_or_else(|_| panic!("no {}", String::from_utf8_lossy(key)))
}

fn resolve<'a>(file: &'a File, object: &'a Object) -> &'a Object {
    file.dereference(object).unwrap().1
}

/// What each marked content of a page spells, by its number; text outside must be an artifact.
fn marked_text(file: &File, page: ObjectId) -> BTreeMap<i64, String> {
    let fonts = font_meanings(file, page);
    let content = Content::decode(&file.get_page_content(page)).unwrap();
    let mut texts = BTreeMap::new();
    let mut open: Vec<Mark> = Vec::new();
    let mut font = &BTreeMap::new();
    for operation in content.operations {
        match operation.operator.as_str() {
            "BDC" => open.push(Mark::of(&operation.operands)),
            "EMC" => drop(open.pop()),
            "Tf" => font = &fonts[operation.operands[0].as_name().unwrap()],
            "TJ" => {
                let number = open.iter().find_map(|mark| mark.number);
                let Some(number) = number else {
                    assert!(
                        open.iter().any(|mark| mark.artifact),
                        "text that belongs to nothing"
                    );
                    continue;
                };
                let text: &mut String = texts.entry(number).or_default();
                match open.iter_mut().find_map(|mark| mark.actual.as_mut()) {
                    // The replacement is said once, for all glyphs in it.
                    Some(actual) => text.push_str(&std::mem::take(actual)),
                    None => text.push_str(&spell(&operation.operands[0], font)),
                }
            }
            _ => {}
        }
    }
    texts
}

#[derive(Default)]
struct Mark {
    number: Option<i64>,
    artifact: bool,
    actual: Option<String>,
}

impl Mark {
    fn of(operands: &[Object]) -> Self {
        let properties = operands[1].as_dict().unwrap();
        let actual = properties.get(b"ActualText").ok();
        Self {
            number: properties
                .get(b"MCID")
                .ok()
                .map(|number| number.as_i64().unwrap()),
            artifact: operands[0].as_name().unwrap() == b"Artifact",
            actual: actual.map(|text| utf16(&text.as_str().unwrap()[2..])),
        }
    }
}

fn spell(array: &Object, font: &BTreeMap<u16, String>) -> String {
    let strings = array
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item.as_str().ok());
    let codes = strings.flat_map(|string| {
        string
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
    });
    codes.map(|code| font[&code].as_str()).collect()
}

/// The ToUnicode map of each font of a page.
fn font_meanings(file: &File, page: ObjectId) -> BTreeMap<Vec<u8>, BTreeMap<u16, String>> {
    let fonts = file.get_page_fonts(page).unwrap();
    let meanings = fonts.into_iter().map(|(name, font)| {
        let map = resolve(file, get(font, b"ToUnicode")).as_stream().unwrap();
        let map = map
            .decompressed_content()
            .unwrap_or_else(|_| map.content.clone());
        (name, meanings(&String::from_utf8(map).unwrap()))
    });
    meanings.collect()
}

fn meanings(map: &str) -> BTreeMap<u16, String> {
    let mut meanings = BTreeMap::new();
    for line in map.lines() {
        let parts: Vec<&str> = line
            .split(['<', '>'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        let code = |part: &str| u16::from_str_radix(part, 16).unwrap();
        match parts.as_slice() {
            [from, text] if from.len() == 4 && line.starts_with('<') => {
                meanings.insert(code(from), hex_text(text));
            }
            [from, to, text]
                if from.len() == 4 && to.len() == 4 && line.starts_with('<') && *from != "0000" =>
            {
                assert_eq!(from, to, "{line}");
                meanings.insert(code(from), hex_text(text));
            }
            _ => {}
        }
    }
    meanings
}

fn hex_text(hex: &str) -> String {
    let bytes: Vec<u8> = (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).unwrap())
        .collect();
    utf16(&bytes)
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16(&units).unwrap()
}

/// All text of a document in order, labels of list items included, spaces left out.
fn letters(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Heading(heading) => text.push_str(&plain_text(&heading.content)),
            Block::Paragraph(inlines) => text.push_str(&plain_text(inlines)),
            Block::Code { text: code, .. } => text.push_str(code),
            Block::Quote(blocks) => letters(blocks, text),
            Block::Contents { heading, .. } => text.push_str(&plain_text(&heading.content)),
            Block::List(list) => {
                for (index, item) in list.items.iter().enumerate() {
                    match list.start {
                        Some(start) => text.push_str(&format!("{}.", start + index as u64)),
                        None => text.push('•'),
                    }
                    letters(item, text);
                }
            }
            Block::Table(table) => {
                text.push_str(&plain_text(table.caption.as_deref().unwrap_or_default()));
                let cells = table
                    .head
                    .iter()
                    .chain(table.rows.iter().flat_map(|row| &row.cells));
                cells.for_each(|cell| text.push_str(&plain_text(cell)));
            }
            // What a picture shows is said in its `Alt`.
            Block::Figure(_) | Block::Rule => {}
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn headings(document: &Document) -> Vec<String> {
    let headings = document.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) | Block::Contents { heading, .. } => Some(format!(
            "{} {}",
            heading.level,
            plain_text(&heading.content)
        )),
        _ => None,
    });
    headings.collect()
}

#[test]
fn every_word_is_in_the_tree_in_order() {
    let file = open(SPECIMEN);
    let tree = Reader::new(&file).tree();
    let said: String = tree
        .children
        .iter()
        .filter(|child| child.role != "TOC")
        .map(|child| child.text.as_str())
        .collect();
    let mut expected = String::new();
    letters(&read(SPECIMEN).blocks, &mut expected);
    assert_eq!(squeezed(&said), squeezed(&expected));
}

#[test]
fn the_tree_and_the_way_back_agree() {
    let file = open(SPECIMEN);
    let mut reader = Reader::new(&file);
    reader.tree();
    let back = way_back(&file);
    assert_eq!(reader.met.len(), back.len());
    for (met, element) in &reader.met {
        let found = back.iter().find(|(other, _)| other == met);
        assert_eq!(found.map(|(_, element)| element), Some(element), "{met:?}");
    }
    let painted: usize = reader.content.values().map(BTreeMap::len).sum();
    let contents = reader
        .met
        .iter()
        .filter(|(met, _)| matches!(met, Met::Content(..)))
        .count();
    assert_eq!(painted, contents, "each marked content is met once");
}

/// From content and link rectangles to elements, by the parent tree.
fn way_back(file: &File) -> Vec<(Met, ObjectId)> {
    let root = resolve(file, get(file.catalog().unwrap(), b"StructTreeRoot"));
    let parents = resolve(file, get(root.as_dict().unwrap(), b"ParentTree"));
    let numbers = get(parents.as_dict().unwrap(), b"Nums").as_array().unwrap();
    let numbers: HashMap<i64, &Object> = numbers
        .chunks(2)
        .map(|pair| (pair[0].as_i64().unwrap(), &pair[1]))
        .collect();
    let mut back = Vec::new();
    for page in file.get_pages().into_values() {
        let dictionary = file.get_dictionary(page).unwrap();
        let key = get(dictionary, b"StructParents").as_i64().unwrap();
        let elements = resolve(file, numbers[&key]).as_array().unwrap();
        for (mcid, element) in elements.iter().enumerate() {
            back.push((
                Met::Content(page, mcid as i64),
                element.as_reference().unwrap(),
            ));
        }
        let annotations = dictionary.get(b"Annots").ok();
        for link in annotations.map_or(&[][..], |links| links.as_array().unwrap()) {
            let link = link.as_reference().unwrap();
            let key = get(file.get_dictionary(link).unwrap(), b"StructParent")
                .as_i64()
                .unwrap();
            back.push((Met::Link(link), numbers[&key].as_reference().unwrap()));
        }
    }
    back
}

#[test]
fn headings_are_tags_and_bookmarks() {
    let file = open(SPECIMEN);
    let expected = headings(&read(SPECIMEN));
    assert_eq!(Reader::new(&file).tree().headings(), expected);
    let outlines = get(file.catalog().unwrap(), b"Outlines")
        .as_reference()
        .unwrap();
    let mut bookmarks = Vec::new();
    walk_outline(&file, outlines, 1, &mut bookmarks);
    assert_eq!(bookmarks, expected);
}

fn walk_outline(file: &File, parent: ObjectId, level: u8, found: &mut Vec<String>) {
    let mut next = file
        .get_dictionary(parent)
        .unwrap()
        .get(b"First")
        .ok()
        .cloned();
    while let Some(id) = next {
        let id = id.as_reference().unwrap();
        let item = file.get_dictionary(id).unwrap();
        let title = String::from_utf8_lossy(get(item, b"Title").as_str().unwrap()).into_owned();
        assert!(
            get(item, b"Dest").as_array().unwrap()[0]
                .as_reference()
                .is_ok()
        );
        found.push(format!("{level} {title}"));
        walk_outline(file, id, level + 1, found);
        next = item.get(b"Next").ok().cloned();
    }
}

#[test]
fn cells_are_tagged_by_what_they_head() {
    let file = open("| Duty | Do |\n|---|---|\n| a | b |\n| c | |\n");
    let tree = Reader::new(&file).tree();
    assert_eq!(
        (
            tree.count("Table"),
            tree.count("TR"),
            tree.count("TH"),
            tree.count("TD")
        ),
        (1, 3, 4, 2)
    );
}

/// One figure, with its words, its place, and its letters inside it and nowhere else.
#[test]
fn a_picture_is_a_figure_with_words_and_a_place() {
    let folder = tempfile::tempdir().unwrap();
    let services =
        "project: {name: A}\nservices: [{service: ec2, name: \"山山山山山山山山山山山山\"}]\n";
    std::fs::write(folder.path().join("services.yaml"), services).unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(["build", "-q", "-f", "pdf,md", "--date", "2026-11-24"])
        .current_dir(folder.path())
        .status();
    assert!(run.unwrap().success());
    let written = |name: &str| std::fs::read(folder.path().join("output").join(name)).unwrap();
    let file = File::load_mem(&written("a.pdf")).unwrap();
    let markdown = String::from_utf8(written("a.md")).unwrap();
    let figures: Vec<&Dictionary> = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|element| matches!(element.get(b"S"), Ok(Object::Name(name)) if name == b"Figure"))
        .collect();
    assert_eq!(figures.len(), markdown.matches("![").count());
    assert!(figures.len() >= 3);
    for figure in &figures {
        let words = get(figure, b"Alt").as_str().unwrap();
        assert!(words.len() > 40, "{words:?}");
        let place = get(figure, b"A").as_dict().unwrap();
        let place = get(place, b"BBox").as_array().unwrap();
        let place: Vec<f32> = place.iter().map(|n| n.as_float().unwrap()).collect();
        assert!(place[0] < place[2] && place[1] < place[3], "{place:?}");
        assert!(place[0] > 0.0 && place[2] < 595.0, "{place:?}");
    }
    let tree = Reader::new(&file).tree();
    let mut found = Vec::new();
    tree.all("Figure", &mut found);
    assert_eq!(found.len(), figures.len());
    // The name has no glyph and is clipped, code points and all.
    assert!(found[0].text.contains("[U+5C71]") && found[0].text.contains('…'));
}

#[test]
fn contents_are_tagged_down_to_their_links() {
    let file = open(SPECIMEN);
    let tree = Reader::new(&file).tree();
    let mut entries = Vec::new();
    tree.all("TOCI", &mut entries);
    assert!(!entries.is_empty());
    for entry in entries {
        assert_eq!(entry.children[0].role, "Reference");
        assert_eq!(entry.children[0].children[0].role, "Link");
    }
}

#[test]
fn the_same_document_has_the_same_bytes() {
    assert_eq!(pdf(SPECIMEN), pdf(SPECIMEN));
}

#[test]
fn what_no_font_has_is_named_in_its_place() {
    let written = pdf("# T\n\n山 and 山\n");
    assert_eq!(written.missing, ['山']);
    let file = File::load_mem(&written.bytes).unwrap();
    assert!(
        Reader::new(&file)
            .tree()
            .text
            .contains("[U+5C71] and [U+5C71]")
    );
}

#[test]
fn links_lead_where_they_say_and_nothing_runs() {
    let file = open(
        "# T\n\n[a](#h) [b](https://example.com/x) [c](javascript:alert) [d](#nowhere)\n\n## H\n",
    );
    let page = *file.get_pages().values().next().unwrap();
    let links = get(file.get_dictionary(page).unwrap(), b"Annots")
        .as_array()
        .unwrap();
    let actions: Vec<String> = links
        .iter()
        .map(|link| resolve(&file, link).as_dict().unwrap())
        .map(|link| format!("{:?}", get(link, b"A")))
        .collect();
    assert_eq!(actions.len(), 2, "{actions:?}");
    assert!(actions[0].contains("GoTo") && actions[1].contains("https://example.com/x"));
}

#[test]
fn no_text_is_too_hostile() {
    let word = "w".repeat(10_000);
    let wide = format!(
        "|{}\n|{}\n|{}\n",
        " h |".repeat(40),
        "---|".repeat(40),
        " cell text |".repeat(40)
    );
    let deep: String = (0..20)
        .map(|depth| format!("{}- item\n", "  ".repeat(depth)))
        .collect();
    let cases = [
        String::new(),
        word.clone(),
        format!("`{word}`"),
        format!("# {}\n\n## {}", "Title ".repeat(400), "H".repeat(2000)),
        format!("| a | {word} |\n|---|---|\n| {word} | b |\n"),
        "| | |\n|---|---|\n".to_owned(),
        "| a |\n|---|\n".to_owned(),
        wide,
        deep,
        "> ".repeat(30) + "deep",
        format!("```\n{}\n```\n", "line\n".repeat(300)),
        "\u{202E}\u{0}\u{7}\u{FFFF}\u{1F469}\u{200D}\u{1F4BB} e\u{301}\u{302}\u{303} \u{AD}\u{200B}".to_owned(),
        "[](#x) [ ](https://a.b) [a]() ![alt](b.png)".to_owned(),
        format!("{}* x\n", "1. a\n\n   ".repeat(12)),
    ];
    for case in cases {
        let file = open(&case);
        Reader::new(&file).tree();
    }
}
