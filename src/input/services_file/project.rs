//! The `project` of a services file.

use time::Date;

use crate::diagnostic::Span;
use crate::input::Spanned;
use crate::input::fields::Fields;
use crate::input::yaml::Node;

/// Keys of `project`.
pub const PROJECT_KEYS: &[&str] = &[
    "name",
    "id",
    "description",
    "organization",
    "team",
    "version",
    "classification",
    "date",
    "accounts",
    "regions",
    "contacts",
    "approvals",
];

/// Longest project id: it becomes a file name.
const ID_LIMIT: usize = 100;

/// What `project` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectEntry {
    /// `None` only when it is missing, which is a finding.
    pub name: Option<Spanned<String>>,
    pub id: Option<Spanned<String>>,
    pub description: Option<Spanned<String>>,
    pub organization: Option<Spanned<String>>,
    /// Owner of every duty that has no other.
    pub team: Option<Spanned<String>>,
    /// Version of the document.
    pub version: Option<Spanned<String>>,
    pub classification: Option<Spanned<String>>,
    /// Day of the document.
    pub date: Option<Spanned<Date>>,
    /// AWS account ids.
    pub accounts: Vec<Spanned<String>>,
    pub regions: Vec<Spanned<String>>,
    pub contacts: Vec<Contact>,
    pub approvals: Vec<Approval>,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: Spanned<String>,
    pub role: Option<Spanned<String>>,
    pub email: Option<Spanned<String>>,
}

/// Who approves the document; without a date, a line to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub name: Spanned<String>,
    pub role: Option<Spanned<String>>,
    pub date: Option<Spanned<Date>>,
}

pub(super) fn read(fields: &mut Fields<'_>, file: &Node) -> Option<ProjectEntry> {
    let Some(node) = file.get("project") else {
        let help = "add `project: {name: Web shop}`".to_owned();
        fields.fault(
            "missing-project",
            "the file has no 'project'".to_owned(),
            Span::default(),
            Some(help),
        );
        return None;
    };
    if !fields.mapping(node, "'project'", PROJECT_KEYS) {
        return None;
    }
    Some(ProjectEntry {
        name: name(fields, node, "'project'"),
        id: node.get("id").and_then(|id| project_id(fields, id)),
        description: text(fields, node, "description"),
        organization: text(fields, node, "organization"),
        team: text(fields, node, "team"),
        version: node
            .get("version")
            .and_then(|version| fields.text_or_number(version, "'version'")),
        classification: text(fields, node, "classification"),
        date: node
            .get("date")
            .and_then(|date| fields.date(date, "'date'")),
        accounts: accounts(fields, node),
        regions: texts(fields, node, "regions", "a Region"),
        contacts: contacts(fields, node),
        approvals: approvals(fields, node),
    })
}

fn text(fields: &mut Fields<'_>, node: &Node, key: &str) -> Option<Spanned<String>> {
    node.get(key)
        .and_then(|value| fields.text(value, &format!("'{key}'")))
}

fn texts(fields: &mut Fields<'_>, node: &Node, key: &str, what: &str) -> Vec<Spanned<String>> {
    let Some(list) = node.get(key) else {
        return Vec::new();
    };
    let items = fields.list(list, &format!("'{key}'"));
    items
        .iter()
        .filter_map(|item| fields.text(item, what))
        .collect()
}

/// The required `name` of an entry.
fn name(fields: &mut Fields<'_>, node: &Node, what: &str) -> Option<Spanned<String>> {
    match node.get("name") {
        Some(name) => fields.text(name, "'name'"),
        None => {
            let help = Some("add `name: …`".to_owned());
            fields.fault(
                "missing-name",
                format!("{what} has no 'name'"),
                node.span,
                help,
            );
            None
        }
    }
}

fn project_id(fields: &mut Fields<'_>, node: &Node) -> Option<Spanned<String>> {
    let id = fields.text(node, "'id'")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good =
        id.value.chars().all(plain) && !id.value.starts_with('-') && id.value.len() <= ID_LIMIT;
    if !good {
        let message = format!("the project id '{}' cannot be a file name", id.value);
        let help = format!(
            "use lower-case letters, digits and hyphens, say '{}'",
            slug::slugify(&id.value)
        );
        fields.fault("bad-id", message, node.span, Some(help));
        return None;
    }
    Some(id)
}

/// Account ids are twelve digits; written without quotes they are still taken as written.
fn accounts(fields: &mut Fields<'_>, node: &Node) -> Vec<Spanned<String>> {
    let Some(list) = node.get("accounts") else {
        return Vec::new();
    };
    let items = fields.list(list, "'accounts'");
    let mut accounts = Vec::new();
    for item in items {
        let Some(account) = fields.text_or_number(item, "an account") else {
            continue;
        };
        if account.value.len() == 12 && account.value.bytes().all(|byte| byte.is_ascii_digit()) {
            accounts.push(account);
        } else {
            let message = format!(
                "the account id '{}' does not have twelve digits",
                account.value
            );
            let help = Some("write it in quotes without hyphens, say \"111122223333\"".to_owned());
            fields.fault("bad-id", message, item.span, help);
        }
    }
    accounts
}

fn contacts(fields: &mut Fields<'_>, node: &Node) -> Vec<Contact> {
    entries(
        fields,
        node,
        "contacts",
        "a contact",
        &["name", "role", "email"],
        |fields, item, name| Contact {
            name,
            role: text(fields, item, "role"),
            email: item
                .get("email")
                .and_then(|email| fields.email(email, "'email'")),
        },
    )
}

fn approvals(fields: &mut Fields<'_>, node: &Node) -> Vec<Approval> {
    entries(
        fields,
        node,
        "approvals",
        "an approval",
        &["name", "role", "date"],
        |fields, item, name| Approval {
            name,
            role: text(fields, item, "role"),
            date: item
                .get("date")
                .and_then(|date| fields.date(date, "'date'")),
        },
    )
}

/// The mappings of a list, each with a name.
fn entries<T>(
    fields: &mut Fields<'_>,
    node: &Node,
    key: &str,
    what: &str,
    known: &[&str],
    entry: impl Fn(&mut Fields<'_>, &Node, Spanned<String>) -> T,
) -> Vec<T> {
    let Some(list) = node.get(key) else {
        return Vec::new();
    };
    let mut entries = Vec::new();
    for item in fields.list(list, &format!("'{key}'")) {
        if !fields.mapping(item, what, known) {
            continue;
        }
        // The other fields are read even without a name, for what may be wrong with them.
        let name = name(fields, item, what);
        let placeholder = name
            .clone()
            .unwrap_or_else(|| Spanned::new(String::new(), item.span));
        let read = entry(fields, item, placeholder);
        if name.is_some() {
            entries.push(read);
        }
    }
    entries
}
