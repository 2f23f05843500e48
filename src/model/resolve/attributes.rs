//! The attributes given to a use: found by name, their values known, and able to stand together.

use std::collections::HashMap;

use super::{Resolver, push_new};
use crate::catalog::{Attribute, Configuration, Service};
use crate::diagnostic::{nearest, quoted_list};
use crate::input::{AttributeEntry, SERVICE_KEYS, ServiceEntry, Spanned};
use crate::model::configure::Fault;

/// The values given, by the attributes' own ids and in the service's order.
pub(super) type Given<'c> = Vec<(&'c str, Vec<String>)>;

impl<'c> Resolver<'_, 'c> {
    /// The attribute values given, under their own ids and in the service's order; `None` when one of
    /// them is unknown.
    pub(super) fn given(
        &mut self,
        service: &'c Service,
        entry: &ServiceEntry,
    ) -> Option<Given<'c>> {
        let before = self.diagnostics.len();
        let mut given: HashMap<&str, Vec<String>> = HashMap::new();
        for (index, written) in entry.attributes.iter().enumerate() {
            let name = &written.name.value;
            if entry.attributes[..index]
                .iter()
                .any(|earlier| &earlier.name.value == name)
            {
                // The same key in the same letters is a finding of the reader already.
                continue;
            }
            for (id, values) in self.stated(service, written) {
                if given.insert(id, values).is_some() {
                    let message = format!("the attribute '{id}' is given twice");
                    self.fault(
                        "duplicate-key",
                        message,
                        written.name.span,
                        "keep one of the two".to_owned(),
                    );
                }
            }
        }
        self.settled_by_name(service, entry, &mut given);
        if self.diagnostics.len() > before {
            return None;
        }
        let in_order = service.attributes.keys();
        Some(
            in_order
                .filter_map(|id| {
                    given
                        .remove(id.as_str())
                        .map(|values| (id.as_str(), values))
                })
                .collect(),
        )
    }

    /// What one key states: of one attribute, or of each that knows the values written.
    fn stated(
        &mut self,
        service: &'c Service,
        written: &AttributeEntry,
    ) -> Vec<(&'c str, Vec<String>)> {
        let named = service.attributes_stated_by(&written.name.value);
        let date = self.date;
        let knows = |attribute: &Attribute| {
            let mut words = written.values.iter();
            words.all(|word| attribute.value(&word.value, date).is_some())
        };
        let mut telling: Vec<_> = named
            .iter()
            .filter(|(_, attribute)| knows(attribute))
            .copied()
            .collect();
        if telling.is_empty() {
            // None of them knows the values; the first says what it would take.
            telling.extend(named.first());
        }
        if telling.is_empty() {
            self.unknown_attribute(service, written);
        }
        telling
            .into_iter()
            .map(|(id, attribute)| (id, self.values(service, attribute, written)))
            .collect()
    }

    /// What the name says of the configuration, where the entry does not say it itself.
    fn settled_by_name(
        &mut self,
        service: &'c Service,
        entry: &ServiceEntry,
        given: &mut HashMap<&'c str, Vec<String>>,
    ) {
        let name = &entry.service;
        for (id, value) in service.settled_by(&name.value) {
            let Some((id, _)) = service.attributes.get_key_value(id) else {
                // Lint forbids it.
                continue;
            };
            let said = given
                .entry(id.as_str())
                .or_insert_with(|| vec![value.to_owned()]);
            if said.iter().any(|said| said != value) {
                let message = format!(
                    "'{}' says {id} is {value}, and the entry says {}",
                    name.value,
                    said.join(" and ")
                );
                let help = format!("write '{}', or leave '{id}' out", service.id);
                self.fault("no-such-combination", message, name.span, help);
            }
        }
    }

    fn values(
        &mut self,
        service: &Service,
        attribute: &Attribute,
        written: &AttributeEntry,
    ) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for word in &written.values {
            match attribute.value(&word.value, self.date) {
                Some(value) => push_new(&mut values, value),
                None => self.unknown_value(service, attribute, written, word),
            }
        }
        values
    }

    fn unknown_attribute(&mut self, service: &Service, written: &AttributeEntry) {
        let name = &written.name.value;
        let ids = service.attributes.keys().map(String::as_str);
        let keys = service
            .attributes
            .values()
            .flat_map(|attribute| &attribute.stated_by)
            .map(String::as_str);
        let help = match nearest(
            name,
            ids.clone().chain(keys).chain(SERVICE_KEYS.iter().copied()),
        ) {
            Some(near) => format!("did you mean '{near}'?"),
            None if service.attributes.is_empty() => format!("{} has no attributes", service.name),
            None => format!("an attribute of it is {}", quoted_list(ids)),
        };
        let message = format!("{} has no attribute '{name}'", service.name);
        self.fault("unknown-attribute", message, written.name.span, help);
    }

    fn unknown_value(
        &mut self,
        service: &Service,
        attribute: &Attribute,
        written: &AttributeEntry,
        word: &Spanned<String>,
    ) {
        let values = attribute.values.keys().map(String::as_str);
        // A number is no slip of another number.
        let is_number = word.value.parse::<f64>().is_ok();
        let near = nearest(&word.value, values.clone()).filter(|_| !is_number);
        let help = match (attribute.elsewhere(&word.value), near) {
            (Some(other), _) => format!("that is a service of its own: '{other}'"),
            (None, Some(near)) => format!("did you mean '{near}'?"),
            (None, None) => format!("it is {}", quoted_list(values)),
        };
        let message = format!(
            "'{}' of {} has no value '{}'",
            written.name.value, service.name, word.value
        );
        self.fault("unknown-value", message, word.span, help);
    }

    /// A given value that cannot stand with the others, at the place where it is given.
    pub(super) fn no_such(
        &mut self,
        service: &Service,
        entry: &ServiceEntry,
        given: &Configuration,
        fault: &Fault,
    ) {
        let (attribute, when, what) = match fault {
            Fault::NoAttribute { attribute } => {
                let when = &service.attributes[attribute].when;
                (
                    attribute,
                    when,
                    format!("'{attribute}' does not exist here"),
                )
            }
            Fault::NoValue { attribute, value } => {
                let when = service.attributes[attribute].values[value].when();
                (
                    attribute,
                    when,
                    format!("'{attribute}' cannot be '{value}' here"),
                )
            }
        };
        let written = entry.attributes.iter().find(|written| {
            let stated = service.attributes_stated_by(&written.name.value);
            stated.iter().any(|(id, _)| id == attribute)
        });
        let span = written.map_or(entry.span, |written| written.name.span);
        let stated = when
            .attributes()
            .filter(|name| given.contains_key(*name))
            .count()
            > 0;
        let help = if stated {
            "change one of the two, or leave it out"
        } else {
            "state that as well, or leave it out"
        };
        let message = format!("{what}: {} has it where {when}", service.name);
        self.fault("no-such-combination", message, span, help.to_owned());
    }
}
