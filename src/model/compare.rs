//! Several services or configurations side by side: who holds each layer, and how much is left to do.

use super::explain::Explanation;
use crate::catalog::{Catalog, Party};

/// Explanations side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'e, 'c> {
    pub columns: Vec<Column<'e, 'c>>,
    /// Every layer once, in the catalog's order.
    pub rows: Vec<Row<'e, 'c>>,
}

/// One service in one configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'e, 'c> {
    pub explanation: &'e Explanation<'c>,
    /// Layers that AWS holds alone.
    pub aws: usize,
    pub shared: usize,
    /// Layers that the team holds alone.
    pub customer: usize,
    /// Duties left to the team.
    pub duties: usize,
}

/// One layer in every column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'e, 'c> {
    pub layer: &'c str,
    pub cells: Vec<&'e super::LayerExplanation<'c>>,
    /// Whether the holders differ.
    pub differs: bool,
}

/// Puts explanations side by side.
pub fn compare<'e, 'c>(
    catalog: &'c Catalog,
    explanations: &'e [Explanation<'c>],
) -> Comparison<'e, 'c> {
    let layers = catalog.layers().iter().map(|layer| layer.id.as_str());
    let rows = layers.map(|layer| {
        let cells: Vec<_> = explanations
            .iter()
            .flat_map(|explanation| explanation.layers.iter().filter(|cell| cell.layer == layer))
            .collect();
        let differs = cells
            .windows(2)
            .any(|pair| pair[0].claim.party != pair[1].claim.party);
        Row {
            layer,
            cells,
            differs,
        }
    });
    Comparison {
        rows: rows.collect(),
        columns: explanations.iter().map(column).collect(),
    }
}

fn column<'e, 'c>(explanation: &'e Explanation<'c>) -> Column<'e, 'c> {
    let held = |party: Party| {
        let layers = explanation.layers.iter();
        layers.filter(|layer| layer.claim.party == party).count()
    };
    Column {
        explanation,
        aws: held(Party::Aws),
        shared: held(Party::Shared),
        customer: held(Party::Customer),
        duties: explanation.answer.duties.len(),
    }
}
