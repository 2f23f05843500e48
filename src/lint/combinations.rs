//! Every configuration of a service, as far as some attributes tell them apart.

use std::collections::BTreeSet;

use crate::catalog::{Condition, Configuration, Service};

/// The configurations that differ in the named attributes and in those on which these depend. Attributes
/// that nothing names cannot change an answer, so these are all combinations that matter.
pub(super) fn combinations(service: &Service, named: &BTreeSet<String>) -> Vec<Configuration> {
    let mut needed = named.clone();
    loop {
        let more: BTreeSet<String> = needed
            .iter()
            .flat_map(|id| depends_on(service, id))
            .collect();
        let before = needed.len();
        needed.extend(more);
        if needed.len() == before {
            break;
        }
    }
    let mut configurations = vec![Configuration::new()];
    for (id, attribute) in service
        .attributes
        .iter()
        .filter(|(id, _)| needed.contains(*id))
    {
        configurations = configurations
            .into_iter()
            .flat_map(|configuration| {
                if !attribute.when.holds(&configuration) {
                    return vec![configuration];
                }
                let values = attribute
                    .values
                    .iter()
                    .filter(|(_, form)| form.when().holds(&configuration));
                let with = values.map(|(value, _)| {
                    let mut longer = configuration.clone();
                    longer.insert(id.clone(), value.clone());
                    longer
                });
                with.collect()
            })
            .collect();
    }
    configurations
}

/// The attributes that conditions name.
pub(super) fn named<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> BTreeSet<String> {
    conditions
        .into_iter()
        .flat_map(Condition::attributes)
        .map(str::to_owned)
        .collect()
}

fn depends_on(service: &Service, id: &str) -> BTreeSet<String> {
    let Some(attribute) = service.attributes.get(id) else {
        return BTreeSet::new();
    };
    let values = attribute
        .values
        .values()
        .map(crate::catalog::ValueForm::when);
    named(std::iter::once(&attribute.when).chain(values))
}
