//! A catalog file under lint: its path, and the place of everything in it.

use std::sync::Arc;

use crate::catalog::{
    Account, Catalog, Category, CategoryId, Framework, ResourceRules, Service, Trait,
};
use crate::diagnostic::{Diagnostic, Place, Source, code};
use crate::input::yaml::{self, Node, Value};

/// What a file is about.
pub(super) enum Subject<'c> {
    Service(&'c Service),
    Trait(&'c Trait),
    Category(&'c Category),
    Framework(&'c Framework),
    Account(&'c Account),
    Resources(&'c ResourceRules),
    Layers,
    Controls,
}

pub(super) struct LintFile {
    pub(super) path: String,
    source: Arc<Source>,
    root: Node,
}

/// A step into a file: a key, or the place in a list.
#[derive(Clone, Copy)]
pub(super) enum Step<'s> {
    Key(&'s str),
    Item(usize),
}

impl LintFile {
    pub(super) fn read(path: &str, source: Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let (root, faults) = yaml::read(&source)?;
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(LintFile {
            path: path.to_owned(),
            source,
            root,
        })
    }

    /// The file's id: its name without folder and ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.strip_suffix(".yaml").unwrap_or(name)
    }

    pub(super) fn subject<'c>(&self, catalog: &'c Catalog) -> Option<Subject<'c>> {
        let stem = self.stem();
        match self.path.split_once('/').map_or("", |(folder, _)| folder) {
            "services" => catalog.service(stem).map(Subject::Service),
            "traits" => catalog.trait_named(stem).map(Subject::Trait),
            "frameworks" => catalog.framework(stem).map(Subject::Framework),
            "categories" => {
                let id = CategoryId::ALL.into_iter().find(|id| id.name() == stem)?;
                Some(Subject::Category(catalog.category(id)))
            }
            _ if stem == "layers" => Some(Subject::Layers),
            _ if stem == "resources" => Some(Subject::Resources(catalog.resource_rules())),
            _ if stem == "account" => Some(Subject::Account(catalog.account())),
            _ => Some(Subject::Controls),
        }
    }

    pub(super) fn root(&self) -> &Node {
        &self.root
    }

    /// The node at a path, as far as the path leads.
    pub(super) fn node(&self, path: &[Step<'_>]) -> &Node {
        let mut node = &self.root;
        for step in path {
            let next = match (step, &node.value) {
                (Step::Key(key), _) => node.get(key),
                (Step::Item(index), Value::Sequence(items)) => items.get(*index),
                _ => None,
            };
            let Some(next) = next else {
                break;
            };
            node = next;
        }
        node
    }

    pub(super) fn finding(
        &self,
        name: &str,
        message: impl Into<String>,
        path: &[Step<'_>],
    ) -> Diagnostic {
        let node = self.node(path);
        let mut span = node.span;
        // A finding about a whole mapping or list is shown at its first line.
        if matches!(node.value, Value::Mapping(_) | Value::Sequence(_)) {
            let text = &self.source.text[span.start..span.end];
            span.end = span.start + text.lines().next().unwrap_or_default().trim_end().len();
        }
        Diagnostic::new(code(name), message).at(Place::new(&self.source, span))
    }
}
