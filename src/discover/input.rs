//! Opens a file and gives its bytes as UTF-8, read on as it is needed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use crate::diagnostic::{Diagnostic, code};
use crate::input::STDIN;

/// How much is looked at to tell what a file is.
const PEEK: usize = 64 * 1024;

/// A file that is being read.
pub struct Input {
    /// As messages call it.
    pub name: String,
    reader: BufReader<Box<dyn Read>>,
}

/// What makes a file nothing that can be read, by what it begins with.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x1f\x8b", "gzip archive"),
    (
        b"PK\x03\x04",
        "ZIP archive, as `terraform plan -out` and deployment packages are",
    ),
    (b"\x7fELF", "program"),
    (b"%PDF", "PDF document"),
    (b"\x89PNG", "picture"),
    (b"-----BEGIN PGP MESSAGE", "encrypted message"),
    (b"age-encryption.org/", "file encrypted with age"),
    (b"-----BEGIN AGE ENCRYPTED FILE", "file encrypted with age"),
    (b"$ANSIBLE_VAULT", "file encrypted with Ansible Vault"),
    (b"Salted__", "file encrypted with OpenSSL"),
];

impl Input {
    /// Opens a file; `-` is standard input.
    ///
    /// # Errors
    /// A finding when it cannot be opened or is no text.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let is_stdin = path.as_os_str() == STDIN.0;
        let name = if is_stdin {
            STDIN.1.to_owned()
        } else {
            path.display().to_string()
        };
        let inner: Box<dyn Read> = if is_stdin {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path).map_err(|error| cannot_read(&name, &error))?)
        };
        Input::of(name, inner)
    }

    pub(super) fn of(name: String, inner: Box<dyn Read>) -> Result<Self, Diagnostic> {
        let mut raw = BufReader::with_capacity(PEEK, inner);
        let start = fill(&mut raw).map_err(|error| cannot_read(&name, &error))?;
        let utf16 = match start {
            [0xff, 0xfe, ..] => Some(false),
            [0xfe, 0xff, ..] => Some(true),
            _ => None,
        };
        let mut reader: BufReader<Box<dyn Read>> = match utf16 {
            Some(big) => {
                raw.consume(2);
                let decoded = Utf16 {
                    inner: raw,
                    big,
                    left: Vec::new(),
                };
                BufReader::with_capacity(PEEK, Box::new(decoded))
            }
            None => {
                if start.starts_with(b"\xef\xbb\xbf") {
                    raw.consume(3);
                }
                raw
            }
        };
        let start = fill(&mut reader).map_err(|error| cannot_read(&name, &error))?;
        if let Some(seems) = no_text(start) {
            return Err(unfit(&name, &format!("it seems to be a {seems}")));
        }
        Ok(Input { name, reader })
    }

    /// The beginning of the text, as far as it is there.
    pub(super) fn peek(&self) -> &[u8] {
        self.reader.buffer()
    }

    pub(super) fn reader(&mut self) -> &mut dyn BufRead {
        &mut self.reader
    }

    /// The whole text.
    ///
    /// # Errors
    /// A finding when it is longer than the limit in bytes, or not UTF-8.
    pub(super) fn text(&mut self, limit: u64) -> Result<String, Diagnostic> {
        let mut bytes = Vec::new();
        (&mut self.reader)
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| cannot_read(&self.name, &error))?;
        if bytes.len() as u64 > limit {
            let reason = format!("it is larger than {} MiB", limit >> 20);
            return Err(unfit(&self.name, &reason));
        }
        let text =
            String::from_utf8(bytes).map_err(|_| unfit(&self.name, "it is not UTF-8 text"))?;
        match merge_conflict(&text) {
            Some(line) => {
                let reason = format!("line {line} has the marks of a merge conflict");
                Err(unfit(&self.name, &reason))
            }
            None => Ok(text),
        }
    }
}

/// Fills the empty buffer, a pipe's short reads aside: what tells a file is in its first bytes.
fn fill<R: Read>(reader: &mut BufReader<R>) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(reader.buffer())
}

fn no_text(start: &[u8]) -> Option<&'static str> {
    let signature = SIGNATURES
        .iter()
        .find(|(bytes, _)| start.starts_with(bytes));
    signature
        .map(|(_, seems)| *seems)
        .or_else(|| start.contains(&0).then_some("binary file"))
}

/// The line of the first mark that Git leaves where two changes meet.
pub(super) fn merge_conflict(text: &str) -> Option<usize> {
    let marks = ["<<<<<<< ", ">>>>>>> "];
    let marked = |line: &str| marks.iter().any(|mark| line.starts_with(mark));
    text.lines().position(marked).map(|line| line + 1)
}

/// A file that cannot be opened or read on.
pub(super) fn cannot_read(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(code("unreadable"), format!("cannot read '{name}': {error}")).help(
        "name a file or a folder of infrastructure code, an inventory, or - for standard input",
    )
}

/// A file that is no infrastructure code or inventory.
pub(super) fn unfit(name: &str, reason: &str) -> Diagnostic {
    let message = format!("'{name}' cannot be used: {reason}");
    Diagnostic::new(code("not-infrastructure"), message).help(
        "`onus discover` reads Terraform and CloudFormation code, plans, states, cdk.out and the JSON of AWS inventories",
    )
}

/// UTF-16 as UTF-8, read on as it is needed.
struct Utf16<R> {
    inner: R,
    big: bool,
    /// UTF-8 that did not fit.
    left: Vec<u8>,
}

impl<R: Read> Utf16<R> {
    fn unit(&mut self) -> io::Result<Option<u16>> {
        let mut bytes = [0; 2];
        match self.inner.read_exact(&mut bytes) {
            Ok(()) if self.big => Ok(Some(u16::from_be_bytes(bytes))),
            Ok(()) => Ok(Some(u16::from_le_bytes(bytes))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left.len() < buffer.len() {
            let Some(unit) = self.unit()? else { break };
            let mut units = vec![unit];
            if (0xd800..0xdc00).contains(&unit) {
                units.extend(self.unit()?);
            }
            for decoded in char::decode_utf16(units) {
                let letter = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
                let mut bytes = [0; 4];
                self.left.extend(letter.encode_utf8(&mut bytes).as_bytes());
            }
        }
        let length = self.left.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.left[..length]);
        self.left.drain(..length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, String> {
        let inner: Box<dyn Read> = Box::new(io::Cursor::new(bytes.to_vec()));
        let mut input = Input::of("x".into(), inner).map_err(|fault| fault.message)?;
        input.text(1 << 20).map_err(|fault| fault.message)
    }

    #[test]
    fn utf_16_with_a_mark_is_read() {
        let text = "{\"name\": \"Größe 😀\"}";
        let mut little = vec![0xff, 0xfe];
        little.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(&little).unwrap(), text);
        let mut big = vec![0xfe, 0xff];
        big.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(read(&big).unwrap(), text);
    }

    #[test]
    fn what_is_no_text_is_called_by_its_kind() {
        assert!(read(b"PK\x03\x04abc").unwrap_err().contains("ZIP archive"));
        assert!(read(b"a\0b").unwrap_err().contains("binary file"));
        let conflict = read(b"a\n<<<<<<< HEAD\nb\n").unwrap_err();
        assert!(conflict.contains("line 2"), "{conflict}");
    }
}
