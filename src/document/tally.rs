//! The project counted: what the summary's tables say and its pictures show, gathered once for both.

use crate::catalog::{Catalog, CategoryId, Party, Verb};
use crate::document::context::variant_title;
use crate::document::escape::visible;
use crate::input::Status;
use crate::model::Project;

/// The verbs of duties, in the order of their columns.
pub(super) const VERBS: [Verb; 6] = [
    Verb::Decide,
    Verb::Configure,
    Verb::Operate,
    Verb::Watch,
    Verb::Respond,
    Verb::Prove,
];

/// What a duty's record may say, in the order in which it is shown; a duty without a record is open.
pub(super) const STATUSES: [Option<Status>; 6] = [
    Some(Status::Implemented),
    Some(Status::Partial),
    Some(Status::Planned),
    Some(Status::Alternative),
    Some(Status::NotApplicable),
    None,
];

/// A project in numbers.
pub(super) struct Tally {
    /// The catalog's layers, in its order.
    pub(super) layers: Vec<LayerName>,
    /// One for each configuration of each use, from infrastructure over container to abstracted.
    pub(super) columns: Vec<Column>,
    /// The layers that have duties, in the catalog's order.
    pub(super) load: Vec<Load>,
    /// By number of duties, most first.
    pub(super) owners: Vec<OwnerTally>,
}

pub(super) struct LayerName {
    pub(super) name: String,
    pub(super) group: String,
}

/// Who holds the layers of one use in one configuration.
pub(super) struct Column {
    pub(super) title: String,
    pub(super) category: CategoryId,
    /// One for each layer.
    pub(super) parties: Vec<Party>,
}

/// The duties of one layer, counted by verb.
pub(super) struct Load {
    /// Index of the layer.
    pub(super) layer: usize,
    pub(super) counts: [usize; VERBS.len()],
}

/// The duties of one owner, counted by status.
pub(super) struct OwnerTally {
    /// `None`: nobody yet.
    pub(super) name: Option<String>,
    pub(super) counts: [usize; STATUSES.len()],
}

impl Load {
    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }
}

impl OwnerTally {
    pub(super) fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    pub(super) fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or("nobody yet")
    }
}

impl Tally {
    pub(super) fn of(project: &Project<'_>, catalog: &Catalog) -> Self {
        Tally {
            layers: catalog
                .layers()
                .iter()
                .map(|layer| LayerName {
                    name: layer.name.clone(),
                    group: layer.group.clone(),
                })
                .collect(),
            columns: columns(project),
            load: load(project, catalog),
            owners: owners(project),
        }
    }

    /// Layers by columns: how many places the party holds.
    pub(super) fn places(&self, party: Party) -> usize {
        let parties = self.columns.iter().flat_map(|column| &column.parties);
        parties.filter(|held| **held == party).count()
    }
}

fn columns(project: &Project<'_>) -> Vec<Column> {
    let uses = project.uses.iter();
    let variants = uses.flat_map(|used| used.variants.iter().map(move |variant| (used, variant)));
    // Nobody holds the layers of a service that AWS has shut down.
    let variants = variants.filter(|(_, variant)| !variant.is_retired());
    let mut columns: Vec<Column> = variants
        .map(|(used, variant)| Column {
            title: variant_title(used, variant),
            category: variant.category(),
            parties: variant
                .explanation
                .layers
                .iter()
                .map(|layer| layer.claim.party)
                .collect(),
        })
        .collect();
    columns.sort_by_key(|column| column.category);
    columns
}

fn load(project: &Project<'_>, catalog: &Catalog) -> Vec<Load> {
    let one = |(index, layer): (usize, &crate::catalog::Layer)| {
        let duties = || {
            let rows = project.register.iter();
            rows.filter(|row| row.duty.layer == layer.id)
        };
        Load {
            layer: index,
            counts: VERBS.map(|verb| duties().filter(|row| row.duty.verb == verb).count()),
        }
    };
    let layers = catalog.layers().iter().enumerate();
    layers.map(one).filter(|load| load.total() > 0).collect()
}

fn owners(project: &Project<'_>) -> Vec<OwnerTally> {
    let mut owners: Vec<OwnerTally> = Vec::new();
    for row in &project.register {
        let at = owners.iter().position(|known| known.name == row.owner);
        let at = at.unwrap_or_else(|| {
            owners.push(OwnerTally {
                name: row.owner.clone(),
                counts: [0; STATUSES.len()],
            });
            owners.len() - 1
        });
        let status = STATUSES.iter().position(|status| *status == row.status);
        owners[at].counts[status.expect("every status is listed")] += 1;
    }
    // Owners of equally many stay in the register's order.
    owners.sort_by_key(|owner| std::cmp::Reverse(owner.total()));
    owners
}

/// How the document names a status.
pub(super) fn status_label(status: Option<Status>) -> &'static str {
    match status {
        None => "Open",
        Some(Status::Implemented) => "Implemented",
        Some(Status::Partial) => "Partial",
        Some(Status::Planned) => "Planned",
        Some(Status::Alternative) => "Alternative",
        Some(Status::NotApplicable) => "Not applicable",
    }
}

/// Text of the user's on one line, as a picture shows it.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    visible(&words.join(" "))
}
