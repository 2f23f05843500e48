//! `resources.yaml`: how infrastructure code and inventories are read, beyond the lists of types in the
//! services' files.

use indexmap::IndexMap;
use serde::Deserialize;

use super::condition::{OneOrMany, Scalar};

/// What the lists of resource types leave open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceRules {
    pub prefixes: Prefixes,
    /// Types that are no use of a service by themselves; a `*` at the end matches any rest.
    pub glue: Vec<String>,
    /// Properties under which a resource has its own name, the best first.
    pub names: Vec<String>,
    pub effects: Vec<Effect>,
    /// By service: the types of which each resource is a use of its own.
    pub uses: IndexMap<String, Vec<String>>,
    pub readings: Vec<Reading>,
    pub set_means: SetMeans,
    pub aws_keys: AwsKeys,
    /// What the answers of AWS's own commands hold.
    pub answers: Vec<Answer>,
}

/// A list in the answer of an AWS command, or the one thing it describes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The key of the list.
    pub list: String,
    /// The CloudFormation type of its items.
    #[serde(rename = "type")]
    pub kind: String,
    /// A key that an item must have; without it, items are names.
    pub with: Option<String>,
    /// The key of an item's own name.
    pub name: Option<String>,
    /// A key that makes an item a part of something listed elsewhere.
    pub part_of: Option<String>,
    /// The key below which the settings are.
    pub inside: Option<String>,
    /// When an item is no longer in use.
    #[serde(default)]
    pub gone: PropertyCondition,
}

/// The service of a type that no service lists, by the longest prefix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prefixes {
    pub terraform: IndexMap<String, String>,
    pub cloudformation: IndexMap<String, String>,
}

/// A property that moves a resource to another service, or shows one more.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    #[serde(rename = "type")]
    pub types: OneOrMany,
    #[serde(default)]
    pub when: PropertyCondition,
    /// The service the resource belongs to instead.
    pub service: Option<String>,
    /// A service that it shows beside its own.
    pub also: Option<String>,
}

/// What a property says of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// `service.attribute`.
    pub attribute: String,
    #[serde(rename = "type")]
    pub types: OneOrMany,
    #[serde(default)]
    pub when: PropertyCondition,
    /// The value.
    pub is: Option<Scalar>,
    /// The property that holds a word of the attribute.
    pub from: Option<String>,
    /// It counts only where no resource linked with this one says anything.
    #[serde(default)]
    pub last: bool,
}

/// Patterns by property path; all must match. A pattern is text with `*` for any run of characters, `set`
/// or `unset`; of a list any may match.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct PropertyCondition(pub IndexMap<String, OneOrMany>);

/// The values that mean "set, whatever to", by what the property is set to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetMeans {
    pub reference: Vec<String>,
    pub text: Vec<String>,
    pub block: Vec<String>,
}

/// How a key of AWS is written, and the values that mean it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwsKeys {
    pub begins: Vec<String>,
    pub means: Vec<String>,
}

impl Reading {
    /// The service and the attribute.
    pub fn target(&self) -> (&str, &str) {
        self.attribute
            .split_once('.')
            .unwrap_or((&self.attribute, ""))
    }
}

/// Whether a text fits a pattern, in which `*` stands for any run of characters.
pub fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_run() {
        for (pattern, text, expected) in [
            ("aurora*", "aurora-mysql", true),
            ("aurora*", "mysql", false),
            ("arn:*:sqs:*", "arn:aws:sqs:eu-west-1:1:q", true),
            ("arn:*:sqs:*", "arn:aws:sns:eu-west-1:1:t", false),
            ("*metal*", "m5.metal", true),
            ("docdb", "docdb", true),
            ("docdb", "docdb2", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }
}
