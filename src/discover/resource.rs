//! What every reader hands on: resources, and what it could not read.

use std::collections::BTreeMap;
use std::fmt;

use super::value::Value;

/// How a resource type is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Notation {
    /// `aws_sqs_queue`
    Terraform,
    /// `AWS::SQS::Queue`, also that of AWS Config
    CloudFormation,
    /// `sqs` or `rds:db`
    Arn,
}

/// How much its reader knows of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// All that is set; the rest has AWS's defaults.
    Written,
    /// The settings that an answer shows; what else is set, others say.
    Shown,
    /// That it is there.
    Listed,
}

/// Where a resource stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Location {
    pub(super) file: String,
    /// From 1; `None` where the address says more.
    pub(super) line: Option<usize>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// A resource as its reader found it.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) notation: Notation,
    pub(super) kind: String,
    /// Unique in the input.
    pub(super) address: String,
    /// The address without the indices of `count` and `for_each`: what others refer to.
    pub(super) base: String,
    pub(super) location: Location,
    pub(super) properties: Value,
    /// Addresses that it refers to, without indices.
    pub(super) links: Vec<String>,
    /// Whether it exists depends on what is known only in use.
    pub(super) conditional: bool,
    pub(super) detail: Detail,
    pub(super) count: u64,
}

/// Resources of a type that come without settings, as inventories list them.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) count: u64,
    /// The first few, for the reader's eye.
    pub(super) first: Vec<String>,
}

/// Everything that was found in the input.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) resources: Vec<Resource>,
    pub(super) counted: BTreeMap<(Notation, String), Counted>,
    /// Resources of other providers, by provider.
    pub(super) others: BTreeMap<String, u64>,
    /// What lies outside the input, or was cut off: modules of a registry, templates in a bucket, more pages.
    pub(super) unread: Vec<String>,
}

/// How many resources of a type without settings are named.
const NAMED: usize = 3;

impl Found {
    /// Counts a resource that comes without settings.
    pub(super) fn count(&mut self, notation: Notation, kind: &str, address: &str) {
        let key = (notation, kind.to_owned());
        let counted = self.counted.entry(key).or_default();
        counted.count += 1;
        if counted.first.len() < NAMED {
            counted.first.push(address.to_owned());
        }
    }

    pub(super) fn other(&mut self, provider: &str) {
        *self.others.entry(provider.to_owned()).or_default() += 1;
    }

    pub(super) fn unread(&mut self, what: String) {
        if !self.unread.contains(&what) {
            self.unread.push(what);
        }
    }
}
