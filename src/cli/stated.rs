//! A use of a service as arguments state it: a name, and attributes with values.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Source, Span, code};
use crate::input::{AttributeEntry, ServiceEntry, Spanned};

/// The arguments as an entry of a services file, so that a slip is pointed at as in one.
pub(super) fn entry(
    service: &str,
    attributes: &[String],
) -> (ServiceEntry, Arc<Source>, Vec<Diagnostic>) {
    let mut line = service.to_owned();
    let name = Spanned::new(
        service.to_owned(),
        Span {
            start: 0,
            end: line.len(),
        },
    );
    let mut given = Vec::new();
    let mut wrong = Vec::new();
    for argument in attributes {
        line.push(' ');
        let start = line.len();
        line.push_str(argument);
        let span = Span {
            start,
            end: line.len(),
        };
        match argument.split_once('=') {
            Some((name, value)) => {
                let split = start + name.len();
                let name = Spanned::new(name.to_owned(), Span { start, end: split });
                let value = Spanned::new(
                    value.to_owned(),
                    Span {
                        start: split + 1,
                        end: line.len(),
                    },
                );
                given.push(AttributeEntry {
                    name,
                    values: vec![value],
                });
            }
            None => wrong.push((argument, span)),
        }
    }
    let source = Source::new("<arguments>", line);
    let diagnostics = wrong.into_iter().map(|(argument, span)| {
        Diagnostic::new(
            code("invalid-argument"),
            format!("'{argument}' is no attribute and value"),
        )
        .at(Place::new(&source, span))
        .help("write it as name=value, say launch=fargate")
    });
    let diagnostics = diagnostics.collect();
    let entry = ServiceEntry {
        span: name.span,
        service: name,
        name: None,
        owner: None,
        note: None,
        attributes: given,
        duties: Vec::new(),
    };
    (entry, source, diagnostics)
}
