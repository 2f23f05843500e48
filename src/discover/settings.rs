//! What the properties of a resource say of an attribute, by the catalog's data.

use time::Date;

use super::classify::holds;
use super::resource::{Notation, Resource};
use super::value::{At, Value};
use crate::catalog::{Attribute, Catalog, Reading, Service};

/// What a resource says of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// Something that cannot be known before it is built.
    Open,
    Values(Vec<String>),
}

/// Who reads which attribute from a resource.
pub(super) struct Reader<'c> {
    pub(super) catalog: &'c Catalog,
    pub(super) date: Date,
}

impl<'c> Reader<'c> {
    /// What a resource says of an attribute of a service.
    pub(super) fn said(&self, service: &Service, id: &str, resource: &Resource) -> Said {
        let attribute = &service.attributes[id];
        for reading in self
            .readings(service, id, &resource.kind)
            .filter(|reading| !reading.last)
        {
            match self.by_reading(reading, attribute, resource) {
                Said::Nothing => {}
                said => return said,
            }
        }
        self.by_property(attribute, resource)
    }

    /// What it says where nothing that is linked with it says anything.
    pub(super) fn said_last(&self, service: &Service, id: &str, resource: &Resource) -> Said {
        let attribute = &service.attributes[id];
        let last = self
            .readings(service, id, &resource.kind)
            .filter(|reading| reading.last);
        let said = last.map(|reading| self.by_reading(reading, attribute, resource));
        said.into_iter()
            .find(|said| *said != Said::Nothing)
            .unwrap_or(Said::Nothing)
    }

    fn readings(
        &self,
        service: &Service,
        id: &str,
        kind: &str,
    ) -> impl Iterator<Item = &'c Reading> {
        let target = (service.id.clone(), id.to_owned());
        let kind = kind.to_owned();
        self.catalog
            .resource_rules()
            .readings
            .iter()
            .filter(move |reading| {
                reading.target() == (target.0.as_str(), target.1.as_str())
                    && reading.types.0.iter().any(|one| one.0 == kind)
            })
    }

    /// Whether code of this notation can say it at all.
    pub(super) fn can_be_said(&self, service: &Service, id: &str, resource: &Resource) -> bool {
        let listed = properties(&service.attributes[id], resource.notation);
        !listed.is_empty() || self.readings(service, id, &resource.kind).next().is_some()
    }

    fn by_reading(&self, reading: &Reading, attribute: &Attribute, resource: &Resource) -> Said {
        match (holds(&reading.when, resource), &reading.is, &reading.from) {
            (Some(false), ..) => Said::Nothing,
            (None, ..) => Said::Open,
            (Some(true), Some(value), _) => Said::Values(vec![value.0.clone()]),
            (Some(true), None, Some(path)) => self.at(path, attribute, resource),
            (Some(true), None, None) => Said::Nothing,
        }
    }

    fn by_property(&self, attribute: &Attribute, resource: &Resource) -> Said {
        let mut open = false;
        for property in properties(attribute, resource.notation) {
            let (kind, path) = property.split_once('.').unwrap_or((property, ""));
            if kind != resource.kind {
                continue;
            }
            let said = if path.is_empty() {
                self.means(attribute, &self.catalog.resource_rules().set_means.block)
            } else {
                self.at(path, attribute, resource)
            };
            match said {
                Said::Nothing => {}
                Said::Open => open = true,
                said => return said,
            }
        }
        if open { Said::Open } else { Said::Nothing }
    }

    fn at(&self, path: &str, attribute: &Attribute, resource: &Resource) -> Said {
        let values = match resource.properties.at(path) {
            At::Unset => return Said::Nothing,
            At::Unknown => return Said::Open,
            At::Values(values) => values,
        };
        let mut known = Vec::new();
        let mut open = false;
        for value in values {
            match self.value(value, attribute) {
                Said::Values(values) => values.into_iter().for_each(|value| {
                    if !known.contains(&value) {
                        known.push(value);
                    }
                }),
                Said::Open => open = true,
                Said::Nothing => {}
            }
        }
        match (known.is_empty(), open) {
            (false, _) => Said::Values(known),
            (true, true) => Said::Open,
            (true, false) => Said::Nothing,
        }
    }

    fn value(&self, value: &Value, attribute: &Attribute) -> Said {
        let rules = self.catalog.resource_rules();
        match value {
            Value::Text(text) => {
                if let Some(value) = attribute.value(text, self.date) {
                    return Said::Values(vec![value.to_owned()]);
                }
                if rules
                    .aws_keys
                    .begins
                    .iter()
                    .any(|begin| text.starts_with(begin.as_str()))
                {
                    return self.means(attribute, &rules.aws_keys.means);
                }
                if text == "true" || text == "false" {
                    return Said::Nothing;
                }
                self.means(attribute, &rules.set_means.text)
            }
            Value::Set(_) => match self.means(attribute, &rules.set_means.reference) {
                Said::Nothing => Said::Open,
                said => said,
            },
            Value::Map(_) => self.means(attribute, &rules.set_means.block),
            Value::Unknown => Said::Open,
            Value::Null | Value::List(_) => Said::Nothing,
        }
    }

    /// The first of some values that the attribute has.
    fn means(&self, attribute: &Attribute, values: &[String]) -> Said {
        let value = values
            .iter()
            .find(|value| attribute.values.contains_key(value.as_str()));
        value.map_or(Said::Nothing, |value| Said::Values(vec![value.clone()]))
    }
}

/// The properties an attribute is read from.
pub(super) fn properties(attribute: &Attribute, notation: Notation) -> &[String] {
    match notation {
        Notation::Terraform => &attribute.terraform,
        Notation::CloudFormation => &attribute.cloudformation,
        Notation::Arn => &[],
    }
}
