//! What a file says about itself: title, author, dates, and that it is archival and accessible.

use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::write::PageInfo;

/// The metadata stream (XMP), never compressed so that archives can read it.
pub(super) fn xmp(title: &str, info: &PageInfo) -> Stream {
    let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    Stream::new(dictionary, packet(title, info).into_bytes()).with_compression(false)
}

/// The older information dictionary; it must agree with the stream.
pub(super) fn information(title: &str, info: &PageInfo) -> Dictionary {
    let mut dictionary = Dictionary::new();
    dictionary.set("Title", text(title));
    if let Some(organization) = &info.organization {
        dictionary.set("Author", text(organization));
    }
    dictionary.set("Creator", text(&info.producer));
    dictionary.set("Producer", text(&info.producer));
    if let Some(day) = day(&info.date) {
        let date = Object::string_literal(format!("D:{}000000Z", day.replace('-', "")));
        dictionary.set("CreationDate", date.clone());
        dictionary.set("ModDate", date);
    }
    dictionary
}

/// Text of the file itself, in UTF-16 where ASCII does not do.
pub(super) fn text(text: &str) -> Object {
    if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

/// The date if it is one: `YYYY-MM-DD`.
fn day(date: &str) -> Option<&str> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(date, format).ok().map(|_| date)
}

fn packet(title: &str, info: &PageInfo) -> String {
    let title = escape(title);
    let producer = escape(&info.producer);
    let author = info
        .organization
        .as_deref()
        .map_or_else(String::new, |name| {
            let name = escape(name);
            format!("<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>\n")
        });
    let dates = day(&info.date).map_or_else(String::new, |day| {
        let at = format!("{day}T00:00:00Z");
        format!("<xmp:CreateDate>{at}</xmp:CreateDate>\n<xmp:ModifyDate>{at}</xmp:ModifyDate>\n")
    });
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}{dates}<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{EXTENSION}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{FEFF}',
    )
}

/// PDF/A wants every schema it does not know described; it does not know that of PDF/UA.
const EXTENSION: &str = r#"<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"#;

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // XML has no way to write these.
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
