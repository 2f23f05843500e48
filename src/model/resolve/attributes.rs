//! The attributes given to a use: found by name, their values known, and able to stand together.

use std::collections::HashMap;

use super::{Resolver, push_new};
use crate::catalog::{Attribute, Configuration, Service, normalise};
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
            let Some((id, attribute)) = service.attribute(&written.name.value) else {
                self.unknown_attribute(service, written);
                continue;
            };
            let values = self.values(service, attribute, written);
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

    fn values(
        &mut self,
        service: &Service,
        attribute: &Attribute,
        written: &AttributeEntry,
    ) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for word in &written.values {
            match attribute.value(&word.value) {
                Some(value) => push_new(&mut values, value),
                None => self.unknown_value(service, attribute, written, word),
            }
        }
        values
    }

    fn unknown_attribute(&mut self, service: &Service, written: &AttributeEntry) {
        let name = &written.name.value;
        let ids = service.attributes.keys().map(String::as_str);
        let help = match nearest(name, ids.clone().chain(SERVICE_KEYS.iter().copied())) {
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
        let id = normalise(attribute);
        let written = entry
            .attributes
            .iter()
            .find(|written| normalise(&written.name.value) == id);
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
