//! Workflow commands: a code host shows each finding beside its line.

use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(line).collect()
}

fn line(diagnostic: &Diagnostic) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = vec![format!("title={}", property(diagnostic.code.name))];
    if let Some(place) = &diagnostic.place {
        let (line, column) = place.line_and_column();
        properties.push(format!("file={}", property(&place.source.name)));
        properties.push(format!("line={line}"));
        properties.push(format!("col={column}"));
    }
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!(" ({help})"));
    }
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// Message text: the characters that would end a command are percent-encoded.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property value, which a colon or a comma would end as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, Source, Span, code};

    #[test]
    fn a_message_cannot_start_a_command_of_its_own() {
        let source = Source::new("a,b:c.yaml", "x");
        let diagnostic = Diagnostic::new(code("unknown-key"), "no key\n::error::boo")
            .at(Place::new(&source, Span { start: 0, end: 1 }));
        assert_eq!(
            line(&diagnostic),
            "::error title=unknown-key,file=a%2Cb%3Ac.yaml,line=1,col=1::no key%0A::error::boo\n"
        );
    }
}
