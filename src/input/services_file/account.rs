//! The `account` of a services file: who does the duties that come with the AWS account.

use crate::diagnostic::Span;
use crate::input::Spanned;
use crate::input::fields::Fields;
use crate::input::yaml::Node;

/// Keys of `account`.
pub const ACCOUNT_KEYS: &[&str] = &["owner", "note"];

/// What `account` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountEntry {
    /// Where the key stands, if it does.
    pub span: Option<Span>,
    /// Owner of the account's duties; else the project's team.
    pub owner: Option<Spanned<String>>,
    pub note: Option<Spanned<String>>,
}

pub(super) fn read(fields: &mut Fields<'_>, file: &Node) -> AccountEntry {
    let Some(node) = file.get("account") else {
        return AccountEntry::default();
    };
    if !fields.mapping(node, "'account'", ACCOUNT_KEYS) {
        return AccountEntry::default();
    }
    let text = |fields: &mut Fields<'_>, key: &str| {
        node.get(key)
            .and_then(|value| fields.text(value, &format!("'{key}'")))
    };
    AccountEntry {
        span: Some(node.span),
        owner: text(fields, "owner"),
        note: text(fields, "note"),
    }
}
