//! Completes a configuration: what was given, AWS's defaults for the rest, and what had to be assumed.

use indexmap::IndexMap;

use crate::catalog::{Attribute, Configuration, Service};

/// A configuration in which every attribute that exists has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complete {
    pub configuration: Configuration,
    /// The attributes that were not given, with the value taken for each.
    pub assumed: IndexMap<String, Assumed>,
}

/// A value that was not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    pub value: String,
    /// AWS's own default, as opposed to the value that leaves most with the team.
    pub is_default: bool,
}

/// Why given values cannot stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The attribute does not exist with the other values.
    NoAttribute { attribute: String },
    /// The value does not exist with the other values.
    NoValue { attribute: String, value: String },
}

/// Completes the given values, whose ids must be the service's own. Attributes are walked in the
/// service's order, in which each comes after those it depends on.
///
/// # Errors
/// Every given value that cannot stand with the others.
pub fn complete(service: &Service, given: &Configuration) -> Result<Complete, Vec<Fault>> {
    let mut configuration = Configuration::new();
    let mut assumed = IndexMap::new();
    let mut faults = Vec::new();
    for (id, attribute) in &service.attributes {
        let value = given.get(id);
        if !attribute.when.holds(&configuration) {
            faults.extend(value.map(|_| Fault::NoAttribute {
                attribute: id.clone(),
            }));
            continue;
        }
        let exists = |value: &str| {
            attribute
                .values
                .get(value)
                .is_some_and(|form| form.when().holds(&configuration))
        };
        match value {
            Some(value) if exists(value) => {
                configuration.insert(id.clone(), value.clone());
            }
            Some(value) => faults.push(Fault::NoValue {
                attribute: id.clone(),
                value: value.clone(),
            }),
            None => {
                if let Some(taken) = unstated(attribute, exists) {
                    configuration.insert(id.clone(), taken.value.clone());
                    assumed.insert(id.clone(), taken);
                }
            }
        }
    }
    if faults.is_empty() {
        Ok(Complete {
            configuration,
            assumed,
        })
    } else {
        Err(faults)
    }
}

/// The value of an attribute nobody gave; the first that exists where the stated one does not.
fn unstated(attribute: &Attribute, exists: impl Fn(&str) -> bool) -> Option<Assumed> {
    let stated = attribute.default.as_ref().or(attribute.assume.as_ref())?;
    if exists(&stated.0) {
        return Some(Assumed {
            value: stated.0.clone(),
            is_default: attribute.default.is_some(),
        });
    }
    let first = attribute.values.keys().find(|value| exists(value))?;
    Some(Assumed {
        value: first.clone(),
        is_default: false,
    })
}
