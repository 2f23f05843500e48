//! Text that was never meant as Markdown, made to come out of it as the characters it is.

use std::io::{self, Write};

/// Characters that a reader cannot see or that turn the text around them: they are spelled out, as
/// `[U+202E]`, in every format, so that nothing hides in an evidence file.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Text with its invisible characters spelled out, where no Markdown stands between it and the reader.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            shown.push_str(&format!("[U+{:04X}]", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Writes text so that Markdown, GitHub's included, gives back just these characters: in a paragraph, a
/// heading, a table cell or the text of a link. Only what could act is escaped, so that the Markdown
/// still reads well as it is.
pub(crate) fn escape(text: &str, output: &mut dyn Write) -> io::Result<()> {
    for (offset, c) in text.char_indices() {
        let rest = &text[offset + c.len_utf8()..];
        if is_invisible(c) {
            write!(output, "\\[U+{:04X}\\]", u32::from(c))?;
        } else {
            write_one(c, &text[..offset], rest, output)?;
        }
    }
    Ok(())
}

fn write_one(c: char, start: &str, rest: &str, output: &mut dyn Write) -> io::Result<()> {
    let before = start.chars().next_back();
    let next = rest.chars().next();
    match c {
        '\n' => return output.write_all(b"&#10;"),
        '\t' => return output.write_all(b" "),
        // A space at either end would be lost, or begin a block of code.
        ' ' if before.is_none() || next.is_none() => return output.write_all(b"&#32;"),
        _ => {}
    }
    let acts = match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '#' | '$' => true,
        '_' => {
            !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric))
        }
        '&' => opens_entity(rest),
        // These act at the start of a line only, and behind a number only before a space.
        '>' | '-' | '+' | '=' => before.is_none(),
        '.' | ')' => {
            let is_number = !start.is_empty() && start.bytes().all(|byte| byte.is_ascii_digit());
            is_number && next.is_none_or(char::is_whitespace)
        }
        _ => false,
    };
    if acts {
        output.write_all(b"\\")?;
    }
    write!(output, "{c}")
}

/// Whether an ampersand with this behind it would be read as a character's name or number.
fn opens_entity(rest: &str) -> bool {
    let name = rest.split(';').next().unwrap_or_default();
    name.len() < rest.len()
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
}

/// An address for the angle brackets of a link: validated where it was read, and here kept from ending
/// the link or the cell it stands in.
pub(crate) fn escape_url(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' | '>' | '|' | '\\' | '`' | '"' | ' ' | '\n' | '\r' | '\t' => {
                escaped.push_str(&format!("%{:02X}", u32::from(c)));
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::super::tree::{Block, Inline, plain_text};
    use super::*;

    fn escaped(text: &str) -> String {
        let mut bytes = Vec::new();
        escape(text, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    const HOSTILE: &[&str] = &[
        "a | b",
        "`code`",
        "[x](javascript:alert(1))",
        "![x](y)",
        "<script>alert(1)</script>",
        "# heading",
        "heading #",
        "- item",
        "+ item",
        "1. one",
        "1) one",
        "> quote",
        "*a* **b**",
        "_a_ __b__",
        "a_b_c",
        "~~a~~",
        "{{ name }} {% if x %}",
        "&lt; &#60; R&D",
        "a\\",
        "\\*",
        "===",
        "---",
        "    code",
        "trailing ",
        "https://a.b/c_d_e",
        "[1]",
        "[x]: y",
        "$x$",
        "|",
        "||",
        "a\nb",
        "\u{202e}gpj.exe",
        "x^2",
        "\"quoted\" 'single'",
        "c:\\temp\\new",
        "***",
        "___",
        "``",
        "<!-- a -->",
        "<?php",
        "http://x|y",
        "a  b",
    ];

    /// What the reader gives back: line breaks and spelled-out characters as they are shown.
    fn shown(text: &str) -> String {
        text.replace('\u{202e}', "[U+202E]")
    }

    #[test]
    fn a_paragraph_gives_back_the_characters() {
        for text in HOSTILE {
            let document = read(&format!("# T\n\n{}\n", escaped(text)));
            let [_, Block::Paragraph(content)] = document.blocks.as_slice() else {
                panic!("{text:?} became {:?}", document.blocks);
            };
            assert!(
                matches!(content.as_slice(), [Inline::Text(_)]),
                "{text:?} became {content:?}"
            );
            assert_eq!(plain_text(content), shown(text));
        }
    }

    #[test]
    fn a_heading_gives_back_the_characters() {
        for text in HOSTILE {
            let document = read(&format!("# {}\n", escaped(text)));
            assert_eq!(document.title, shown(text));
            assert_eq!(document.blocks.len(), 1, "{text:?}");
        }
    }

    #[test]
    fn a_cell_and_a_link_give_back_the_characters() {
        for text in HOSTILE {
            let cell = escaped(text);
            let document = read(&format!(
                "# T\n\n| A | B |\n| --- | --- |\n| {cell} | [{cell}](<https://a>) |\n"
            ));
            let Block::Table(table) = &document.blocks[1] else {
                panic!("{text:?}: {document:?}");
            };
            assert_eq!(table.rows.len(), 1, "{text:?}");
            let cells = &table.rows[0].cells;
            assert_eq!(cells.len(), 2, "{text:?}");
            assert_eq!(plain_text(&cells[0]), shown(text));
            assert_eq!(plain_text(&cells[1]), shown(text));
        }
    }

    #[test]
    fn addresses_cannot_leave_their_link() {
        assert_eq!(
            escape_url("https://a/?b=1&copy=2|3>"),
            "https://a/?b=1&amp;copy=2%7C3%3E"
        );
    }
}
