//! The services file as written: which keys there are, and what kind of value each takes.
//!
//! Nothing here knows the catalog. A key of a service that is none of [`SERVICE_KEYS`] is taken for an
//! attribute; whether the service has it is for the next stage.

mod account;
mod project;
mod record;
mod service;

pub use account::{ACCOUNT_KEYS, AccountEntry};
pub use project::{Approval, Contact, PROJECT_KEYS, ProjectEntry};
pub use record::{DutyEntry, Evidence, RECORD_KEYS, Status};
pub use service::{AttributeEntry, SERVICE_KEYS, ServiceEntry};

use std::path::Path;
use std::sync::Arc;

use super::Spanned;
use super::fields::Fields;
use super::yaml::{Node, Value};
use crate::diagnostic::{Diagnostic, Source, Span};

/// Keys of the file itself.
pub const TOP_KEYS: &[&str] = &[
    "project",
    "frameworks",
    "fonts",
    "account",
    "services",
    "duties",
];

/// A services file as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicesFile {
    pub source: Arc<Source>,
    pub project: ProjectEntry,
    pub frameworks: Vec<Spanned<String>>,
    /// Paths of font files for the PDF, from the folder of the services file.
    pub fonts: Vec<Spanned<String>>,
    pub account: AccountEntry,
    pub services: Vec<ServiceEntry>,
    pub duties: Vec<DutyEntry>,
}

/// Reads the file; `None` when it has no shape to go on with.
pub(super) fn read(
    source: &Arc<Source>,
    node: &Node,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ServicesFile> {
    let mut fields = Fields::new(source, diagnostics);
    if matches!(node.value, Value::Null) {
        let help = "the least is `project: {name: Web shop}` and `services: [ec2]`".to_owned();
        fields.fault(
            "missing-project",
            "the file is empty".to_owned(),
            node.span,
            Some(help),
        );
        return None;
    }
    if !fields.mapping(node, "the file", TOP_KEYS) {
        return None;
    }
    let project = project::read(&mut fields, node);
    let frameworks = frameworks(&mut fields, node);
    let fonts = fonts(&mut fields, node);
    let account = account::read(&mut fields, node);
    let services = services(&mut fields, node);
    let duties = node
        .get("duties")
        .map_or_else(Vec::new, |duties| record::read(&mut fields, duties));
    Some(ServicesFile {
        source: Arc::clone(source),
        project: project.unwrap_or_default(),
        frameworks,
        fonts,
        account,
        services,
        duties,
    })
}

fn frameworks(fields: &mut Fields<'_>, node: &Node) -> Vec<Spanned<String>> {
    let Some(list) = node.get("frameworks") else {
        return Vec::new();
    };
    let items = fields.list(list, "'frameworks'");
    items
        .iter()
        .filter_map(|item| fields.text(item, "a framework"))
        .collect()
}

/// Font files; a path from the root would be right on one machine alone.
fn fonts(fields: &mut Fields<'_>, node: &Node) -> Vec<Spanned<String>> {
    let Some(list) = node.get("fonts") else {
        return Vec::new();
    };
    let mut fonts = Vec::new();
    for item in fields.list(list, "'fonts'") {
        let Some(font) = fields.text(item, "a font") else {
            continue;
        };
        if Path::new(&font.value).has_root() || font.value.contains('\0') {
            let message = format!(
                "the font '{}' is not a path from this file's folder",
                font.value
            );
            let help = "write say `fonts/NotoSansCJK-Regular.ttc`, or give it with `--font`";
            fields.fault("bad-font", message, font.span, Some(help.to_owned()));
        } else {
            fonts.push(font);
        }
    }
    fonts
}

fn services(fields: &mut Fields<'_>, node: &Node) -> Vec<ServiceEntry> {
    let help = || Some("list at least one, say `services: [ec2, rds, s3]`".to_owned());
    let Some(list) = node.get("services") else {
        fields.fault(
            "missing-services",
            "the file has no 'services'".to_owned(),
            Span::default(),
            help(),
        );
        return Vec::new();
    };
    let empty = match &list.value {
        Value::Sequence(items) => items.is_empty(),
        other => matches!(other, Value::Null),
    };
    if empty {
        fields.fault(
            "missing-services",
            "'services' is empty".to_owned(),
            list.span,
            help(),
        );
        return Vec::new();
    }
    let items = fields.list(list, "'services'");
    items
        .iter()
        .filter_map(|item| service::read(fields, item))
        .collect()
}
