//! The file's bytes, written object by object, so that no object need be kept that is done: a long
//! document has a hundred thousand.
//!
//! Small objects are packed into compressed streams, as PDF 1.5 and later do.

use std::io::Write;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

/// Objects packed together: many, so that they compress well.
const PACK: usize = 2000;

/// A file that is being written.
pub(super) struct File {
    bytes: Vec<u8>,
    /// Where each object is, by its number.
    places: Vec<Place>,
    /// Number for the next stream of packed objects: above those of the document.
    next: u32,
    pack: Pack,
}

#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    At(usize),
    Packed { stream: u32, index: usize },
}

/// Objects that wait to be written together.
#[derive(Default)]
struct Pack {
    /// Number of each, and where it starts in `bytes`.
    objects: Vec<(u32, usize)>,
    bytes: Vec<u8>,
}

impl File {
    /// `last` is the highest number of an object.
    pub(super) fn new(last: u32) -> Self {
        Self {
            // Bytes beyond ASCII tell programs that copy files that this is no text.
            bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
            places: vec![Place::Nowhere; last as usize + 1],
            next: last + 1,
            pack: Pack::default(),
        }
    }

    pub(super) fn add(&mut self, (number, _): ObjectId, object: &Object) -> Result<()> {
        match object {
            Object::Stream(stream) => self.stream(number, stream),
            _ => {
                self.pack.objects.push((number, self.pack.bytes.len()));
                put(object, &mut self.pack.bytes);
                self.pack.bytes.push(b'\n');
                if self.pack.objects.len() == PACK {
                    self.close_pack()
                } else {
                    Ok(())
                }
            }
        }
    }

    fn stream(&mut self, number: u32, stream: &Stream) -> Result<()> {
        let as_it_is = stream.dict.has(b"Filter") || !stream.allows_compression;
        let packed = match as_it_is {
            true => None,
            false => Some(deflate(&stream.content)?),
        };
        let mut dictionary = stream.dict.clone();
        if packed.is_some() {
            dictionary.set("Filter", "FlateDecode");
        }
        self.write_stream(
            number,
            dictionary,
            packed.as_deref().unwrap_or(&stream.content),
        );
        Ok(())
    }

    fn write_stream(&mut self, number: u32, mut dictionary: Dictionary, content: &[u8]) {
        if let Some(place) = self.places.get_mut(number as usize) {
            *place = Place::At(self.bytes.len());
        }
        dictionary.set("Length", content.len() as i64);
        self.bytes.extend(format!("{number} 0 obj\n").as_bytes());
        put(&Object::Dictionary(dictionary), &mut self.bytes);
        self.bytes.extend(b"\nstream\n");
        self.bytes.extend(content);
        // Content may end in a carriage return: a whole line end behind it keeps the two apart.
        self.bytes.extend(b"\r\nendstream\nendobj\n");
    }

    fn close_pack(&mut self) -> Result<()> {
        let pack = std::mem::take(&mut self.pack);
        if pack.objects.is_empty() {
            return Ok(());
        }
        let stream = self.next;
        self.next += 1;
        self.places.push(Place::Nowhere);
        let mut content = Vec::with_capacity(pack.bytes.len() + pack.objects.len() * 12);
        for (index, (number, start)) in pack.objects.iter().enumerate() {
            content.extend(format!("{number} {start} ").as_bytes());
            self.places[*number as usize] = Place::Packed { stream, index };
        }
        let dictionary = dictionary! {
            "Type" => "ObjStm",
            "N" => pack.objects.len() as i64,
            "First" => content.len() as i64,
            "Filter" => "FlateDecode",
        };
        content.extend(pack.bytes);
        let content = deflate(&content)?;
        self.write_stream(stream, dictionary, &content);
        Ok(())
    }

    /// The whole file. Its identity is a digest of what it holds: the same pages, the same identity.
    pub(super) fn finish(mut self, root: ObjectId, information: ObjectId) -> Result<Vec<u8>> {
        self.close_pack()?;
        let identity = Sha256::digest(&self.bytes)[..16].to_vec();
        let identity = Object::String(identity, StringFormat::Hexadecimal);
        let number = self.next;
        let start = self.bytes.len();
        self.places.push(Place::At(start));
        let dictionary = dictionary! {
            "Type" => "XRef",
            "Size" => self.places.len() as i64,
            "W" => vec![1.into(), 4.into(), 2.into()],
            "Root" => root,
            "Info" => information,
            "ID" => vec![identity.clone(), identity],
            "Filter" => "FlateDecode",
        };
        let mut table = Vec::with_capacity(self.places.len() * 7);
        for (index, place) in self.places.iter().enumerate() {
            let (kind, first, second) = match *place {
                Place::Nowhere => (0, 0, if index == 0 { 65535 } else { 0 }),
                Place::At(offset) => (1, offset, 0),
                Place::Packed { stream, index } => (2, stream as usize, index),
            };
            let first = u32::try_from(first).context("the file is larger than 4 GiB")?;
            table.push(kind);
            table.extend(first.to_be_bytes());
            table.extend((second as u16).to_be_bytes());
        }
        let table = deflate(&table)?;
        self.write_stream(number, dictionary, &table);
        self.bytes
            .extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok(self.bytes)
    }
}

/// Compresses streams on all processors; the bytes do not depend on how many there are.
pub(super) fn compress(streams: &mut [&mut Stream]) -> Result<()> {
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get().min(8));
    let share = streams.len().div_ceil(workers).max(1);
    std::thread::scope(|scope| {
        let parts = streams.chunks_mut(share);
        let running: Vec<_> = parts
            .map(|part| scope.spawn(|| compress_all(part)))
            .collect();
        let mut done = running.into_iter().map(|worker| worker.join());
        done.try_for_each(|result| result.unwrap_or_else(|_| anyhow::bail!("compressing failed")))
    })
}

fn compress_all(streams: &mut [&mut Stream]) -> Result<()> {
    for stream in streams {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            stream.content = deflate(&stream.content)?;
            stream.dict.set("Filter", "FlateDecode");
        }
    }
    Ok(())
}

fn deflate(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(6));
    encoder
        .write_all(plain)
        .context("cannot compress a stream")?;
    encoder.finish().context("cannot compress a stream")
}

/// Writes an object as PDF spells it.
fn put(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().as_bytes()),
        Object::Integer(value) => number(*value, out),
        Object::Real(value) => out.extend(value.to_string().as_bytes()),
        Object::Name(name) => put_name(name, out),
        Object::String(bytes, StringFormat::Literal) => put_literal(bytes, out),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            for byte in bytes {
                out.extend(
                    [byte >> 4, byte & 15].map(|digit| b"0123456789ABCDEF"[usize::from(digit)]),
                );
            }
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                put(item, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => put_dictionary(dictionary, out),
        // A stream is an object of its own and never stands inside another.
        Object::Stream(stream) => put_dictionary(&stream.dict, out),
        Object::Reference((object, generation)) => {
            number(i64::from(*object), out);
            out.push(b' ');
            number(i64::from(*generation), out);
            out.extend(b" R");
        }
    }
}

fn put_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        put_name(key, out);
        out.push(b' ');
        put(value, out);
    }
    out.extend(b">>");
}

fn put_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn put_literal(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

fn number(value: i64, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = [0_u8; 20];
    let (mut rest, mut at) = (value.unsigned_abs(), digits.len());
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(&digits[at..]);
}
