//! From bytes to the services file as its author wrote it, every value with its place.

mod fields;
mod load;
mod services_file;
pub mod yaml;

pub(crate) use fields::parse_date;
pub use load::{STDIN, load, parse};
pub use services_file::{
    ACCOUNT_KEYS, AccountEntry, Approval, AttributeEntry, Contact, DutyEntry, Evidence,
    PROJECT_KEYS, ProjectEntry, RECORD_KEYS, SERVICE_KEYS, ServiceEntry, ServicesFile, Status,
    TOP_KEYS,
};

use crate::diagnostic::Span;

/// A value and where it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}
