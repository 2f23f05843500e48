//! Finds things by the names people write.

use std::collections::HashMap;

use time::Date;

use super::form::{Attribute, Service};

/// The names of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    pub id: String,
    /// Name, official name, short forms and aliases.
    pub others: Vec<String>,
}

impl Names {
    pub fn of(service: &Service) -> Self {
        let mut others = vec![service.name.clone(), service.official_name.clone()];
        others.extend(service.aliases.iter().map(|alias| alias.name.0.clone()));
        Names {
            id: service.id.clone(),
            others,
        }
    }
}

/// Services by what people write.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    by_id: HashMap<String, usize>,
    /// Each key belongs to the first service that has it; lint forbids a second.
    by_name: HashMap<String, Vec<usize>>,
}

impl NameIndex {
    pub(super) fn new(names: &[Names]) -> Self {
        let mut index = NameIndex::default();
        for (position, names) in names.iter().enumerate() {
            index.by_id.insert(normalise(&names.id), position);
            for form in names.others.iter().flat_map(|name| short_forms(name)) {
                let owners = index.by_name.entry(form).or_default();
                if owners.last() != Some(&position) {
                    owners.push(position);
                }
            }
        }
        index
    }

    /// The service of that id, else the first of that name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let wanted = normalise(name);
        let by_name = || self.by_name.get(bare(&wanted))?.first();
        self.by_id.get(&wanted).or_else(by_name).copied()
    }

    /// Every service that a name means otherwise than by its id.
    pub(super) fn named(&self, name: &str) -> &[usize] {
        let owners = self.by_name.get(bare(&normalise(name)));
        owners.map_or(&[], Vec::as_slice)
    }
}

/// The forms in which a name is known: whole, what stands before its parentheses and inside them, each
/// without "Amazon" or "AWS" before it.
fn short_forms(name: &str) -> Vec<String> {
    let (before, inside) = match name.split_once('(') {
        Some((before, rest)) => (before, rest.trim_end_matches(')')),
        None => (name, ""),
    };
    let forms = [name, before, inside].into_iter().map(normalise);
    forms
        .filter(|form| !form.is_empty())
        .map(|form| bare(&form).to_owned())
        .collect()
}

fn bare(normalised: &str) -> &str {
    ["amazon ", "aws "]
        .iter()
        .find_map(|maker| normalised.strip_prefix(maker))
        .unwrap_or(normalised)
}

/// Names are compared in lower case, with hyphens, underscores and runs of spaces as one space.
pub fn normalise(name: &str) -> String {
    let lower = name.to_lowercase().replace(['-', '_'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Service {
    /// The attribute of that id, or all that a key states; case, hyphens and underscores do not matter.
    pub fn attributes_stated_by(&self, name: &str) -> Vec<(&str, &Attribute)> {
        let wanted = normalise(name);
        let all = || {
            self.attributes
                .iter()
                .map(|(id, attribute)| (id.as_str(), attribute))
        };
        match all().find(|(id, _)| normalise(id) == wanted) {
            Some(found) => vec![found],
            None => {
                let states = |key: &String| normalise(key) == wanted;
                all()
                    .filter(|(_, attribute)| attribute.stated_by.iter().any(states))
                    .collect()
            }
        }
    }

    /// What a name says of the configuration beside naming the service.
    pub fn settled_by(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        let wanted = normalise(name);
        let alias = self.aliases.iter().find(|alias| {
            short_forms(&alias.name.0)
                .iter()
                .any(|form| form == bare(&wanted))
        });
        let sets = alias.into_iter().flat_map(|alias| &alias.sets);
        sets.map(|(id, value)| (id.as_str(), value.0.as_str()))
    }
}

/// Words that say on and off, for attributes whose values do.
const ON: [&str; 4] = ["true", "enabled", "on", "yes"];
const OFF: [&str; 5] = ["false", "disabled", "off", "no", "none"];

impl Attribute {
    /// The value that a written word means on a day: its id, another spelling, a number in its range, or
    /// another word for on or off.
    pub fn value(&self, written: &str, date: Date) -> Option<&str> {
        let wanted = normalise(written);
        let ids = || self.values.keys().map(String::as_str);
        ids()
            .find(|id| *id == written)
            .or_else(|| ids().find(|id| normalise(id) == wanted))
            .or_else(|| self.other_spelling(written, &wanted, date))
            .or_else(|| self.in_range(written))
            .or_else(|| self.switch(&wanted))
    }

    /// The service that a value belongs to instead.
    pub fn elsewhere(&self, written: &str) -> Option<&str> {
        let wanted = normalise(written);
        let found = self
            .elsewhere
            .iter()
            .find(|(spelling, _)| spells(spelling, written, &wanted));
        found.map(|(_, service)| service.as_str())
    }

    fn other_spelling(&self, written: &str, wanted: &str, date: Date) -> Option<&str> {
        let found = self.values.iter().find(|(_, form)| {
            form.detail().is_some_and(|detail| {
                detail
                    .also
                    .iter()
                    .any(|also| also.is_current(date) && spells(&also.is.0, written, wanted))
            })
        });
        found.map(|(id, _)| id.as_str())
    }

    fn in_range(&self, written: &str) -> Option<&str> {
        let number: i64 = written.parse().ok()?;
        let found = self.values.iter().find(|(_, form)| {
            let range = form.detail().and_then(|detail| detail.range);
            range.is_some_and(|[least, greatest]| (least..=greatest).contains(&number))
        });
        found.map(|(id, _)| id.as_str())
    }

    fn switch(&self, wanted: &str) -> Option<&str> {
        [ON.as_slice(), OFF.as_slice()]
            .into_iter()
            .filter(|words| words.contains(&wanted))
            .find_map(|words| {
                self.values
                    .keys()
                    .find(|id| words.contains(&normalise(id).as_str()))
            })
            .map(String::as_str)
    }
}

/// Whether a spelling, in which a `*` at the end stands for any rest, is what was written.
fn spells(spelling: &str, written: &str, normalised: &str) -> bool {
    match spelling.strip_suffix('*') {
        Some(start) => written.to_lowercase().starts_with(&start.to_lowercase()),
        None => normalise(spelling) == normalised,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const DAY: Date = date!(2026 - 11 - 24);

    fn attribute(values: &str) -> Attribute {
        serde_yaml::from_str(&format!(
            "{{question: Q?, why: w, source: 'https://a', checked: 2026-11-24, default: x, values: {values}}}"
        ))
        .unwrap()
    }

    #[test]
    fn values_are_found_by_the_words_people_write() {
        let backups = attribute("{'0': none, 1-35: {label: some, range: [1, 35]}}");
        assert_eq!(backups.value("7", DAY), Some("1-35"));
        assert_eq!(backups.value("36", DAY), None);
        let switch = attribute("{enabled: a, disabled: b}");
        assert_eq!(switch.value("true", DAY), Some("enabled"));
        assert_eq!(switch.value("Off", DAY), Some("disabled"));
        let policy = attribute("{TLS_1_2: a, enhanced: {label: b, also: ['SecurityPolicy_*']}}");
        assert_eq!(policy.value("securitypolicy_tls13", DAY), Some("enhanced"));
        assert_eq!(policy.value("tls-1-2", DAY), Some("TLS_1_2"));
    }

    #[test]
    fn a_spelling_means_another_value_after_its_day() {
        let status = attribute(
            "{supported: {label: a, also: [{is: python3.9, until: 2025-12-14}]}, deprecated: {label: b, also: [{is: python3.9, from: 2025-12-15}]}}",
        );
        let on = |day| status.value("python3.9", day);
        assert_eq!(on(date!(2025 - 12 - 14)), Some("supported"));
        assert_eq!(on(date!(2025 - 12 - 15)), Some("deprecated"));
    }

    #[test]
    fn a_service_answers_to_its_names() {
        let index = NameIndex::new(&[Names {
            id: "s3".into(),
            others: vec![
                "Amazon S3".into(),
                "Amazon Simple Storage Service (S3)".into(),
                "object storage".into(),
            ],
        }]);
        for name in [
            "S3",
            "amazon s3",
            "AWS S3",
            "Simple Storage Service",
            "amazon simple-storage service (s3)",
            "Object_Storage",
        ] {
            assert_eq!(index.find(name), Some(0), "{name}");
        }
        assert_eq!(index.find("ec2"), None);
    }
}
