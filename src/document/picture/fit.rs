//! How wide text is at most, before its typeface is known: an SVG is shown in whatever face a reader
//! has, so widths are those of a wide one.

/// Stands for what was clipped.
pub(crate) const ELLIPSIS: char = '…';

/// Width of text at most.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(ems).sum::<f32>() * size
}

/// Width of a character in parts of the type size: about that of Verdana, the widest face in common use.
fn ems(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        ' ' | 'f' | 't' | 'r' | '-' | '(' | ')' | '[' | ']' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' => 0.72,
        // Marks that stand on the letter before them.
        '\u{300}'..='\u{36f}' => 0.0,
        c if (c as u32) < 0x1100 => 0.6,
        // Emoji are wider than they are high in some faces.
        c if (c as u32) >= 0x1F000 => 1.4,
        _ => 1.0,
    }
}

/// The text, or as much of its start as has room before an ellipsis.
pub(super) fn clipped(text: &str, size: f32, room: f32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut room = room / size - ems(ELLIPSIS);
    let mut clipped = String::new();
    for c in text.chars() {
        room -= ems(c);
        if room < 0.0 {
            break;
        }
        clipped.push(c);
    }
    clipped.truncate(clipped.trim_end().len());
    clipped.push(ELLIPSIS);
    clipped
}

/// The text broken at spaces into at most so many lines, the last one clipped.
pub(super) fn wrapped(text: &str, size: f32, room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let words: Vec<&str> = text.split(' ').collect();
    for (at, word) in words.iter().enumerate() {
        if let Some(last) = lines.last_mut() {
            let longer = format!("{last} {word}");
            if width(&longer, size) <= room {
                *last = longer;
                continue;
            }
            if lines.len() == most {
                let rest = format!("{} {}", lines[most - 1], words[at..].join(" "));
                lines[most - 1] = clipped(&rest, size, room);
                return lines;
            }
        }
        lines.push((*word).to_owned());
    }
    for line in &mut lines {
        *line = clipped(line, size, room);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis_and_has_room() {
        for text in [
            "orders-db",
            "a rather long name of a use",
            "山山山山山山山山山",
            "😀😀😀😀😀😀",
        ] {
            let clipped = clipped(text, 8.0, 50.0);
            assert!(width(&clipped, 8.0) <= 50.0, "{clipped}");
            assert_eq!(clipped.ends_with(ELLIPSIS), clipped != text);
        }
    }

    #[test]
    fn lines_break_at_spaces_and_the_last_is_clipped() {
        assert_eq!(
            wrapped("Amazon RDS: orders-db", 8.0, 60.0, 2),
            ["Amazon RDS:", "orders-db"]
        );
        let lines = wrapped("one two three four five six seven", 8.0, 40.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with(ELLIPSIS), "{lines:?}");
    }
}
