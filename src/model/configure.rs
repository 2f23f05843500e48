//! Completes a configuration: what was given, AWS's defaults for the rest, and what had to be assumed.

use indexmap::IndexMap;
use time::Date;

use crate::catalog::{Attribute, Condition, Configuration, OneOrMany, Service};

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
    pub basis: Basis,
}

/// Why a value was taken that nobody gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// AWS does so when nothing is set.
    Default,
    /// AWS has no default; this value leaves most with the team.
    MostWithTeam,
    /// Neither of the two fits what is given; this value does.
    Fitting,
}

impl Basis {
    /// As documents and messages say it.
    pub fn phrase(self) -> &'static str {
        match self {
            Basis::Default => "AWS's default",
            Basis::MostWithTeam => "the answer that leaves most with the team",
            Basis::Fitting => "the first answer that fits what is given",
        }
    }
}

/// Why given values cannot stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The attribute does not exist with the other values.
    NoAttribute { attribute: String },
    /// The value does not exist with the other values.
    NoValue { attribute: String, value: String },
}

/// Completes the given values, whose ids must be the service's own, with the defaults of a day. Attributes
/// are walked in the service's order, in which each comes after those it depends on.
///
/// # Errors
/// Every given value that cannot stand with the others.
pub fn complete(
    service: &Service,
    given: &Configuration,
    date: Date,
) -> Result<Complete, Vec<Fault>> {
    let mut configuration = Configuration::new();
    let mut assumed = IndexMap::new();
    let mut faults = Vec::new();
    let demands = Demands::of(service, given);
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
                let fits = |value: &str| exists(value) && demands.allow(id, value);
                if let Some(taken) = unstated(attribute, fits, date) {
                    configuration.insert(id.clone(), taken.value.clone());
                    if !demands.settle(id, attribute) {
                        assumed.insert(id.clone(), taken);
                    }
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

/// The value of an attribute nobody gave: the stated one where it exists and fits what is given, else
/// the first that does.
fn unstated(attribute: &Attribute, fits: impl Fn(&str) -> bool, date: Date) -> Option<Assumed> {
    let default = attribute
        .default
        .as_ref()
        .and_then(|default| default.on(date));
    let stated = default.or(attribute.assume.as_ref())?;
    if fits(&stated.0) {
        let basis = match attribute.default {
            Some(_) => Basis::Default,
            None => Basis::MostWithTeam,
        };
        let value = stated.0.clone();
        return Some(Assumed { value, basis });
    }
    let first = attribute.values.keys().find(|value| fits(value))?;
    Some(Assumed {
        value: first.clone(),
        basis: Basis::Fitting,
    })
}

/// What the given values demand of attributes that were not given: `platform_version: LATEST` is said of
/// tasks on Fargate only, so whoever says it has said `launch: fargate` too.
struct Demands<'s>(Vec<(&'s str, &'s OneOrMany)>);

impl<'s> Demands<'s> {
    fn of(service: &'s Service, given: &Configuration) -> Self {
        let mut demands = Demands(Vec::new());
        let mut asked: Vec<&str> = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        for (id, value) in given {
            let Some((id, attribute)) = service.attributes.get_key_value(id) else {
                continue;
            };
            open.push(id);
            if let Some(form) = attribute.values.get(value) {
                demands.0.extend(pairs(form.when()));
            }
        }
        open.extend(demands.0.iter().map(|(id, _)| *id));
        // What is demanded has demands of its own.
        while let Some(id) = open.pop() {
            if asked.contains(&id) {
                continue;
            }
            asked.push(id);
            if let Some(attribute) = service.attributes.get(id) {
                demands.0.extend(pairs(&attribute.when));
                open.extend(pairs(&attribute.when).map(|(id, _)| id));
            }
        }
        demands
    }

    fn allow(&self, id: &str, value: &str) -> bool {
        let mut of_it = self.0.iter().filter(|(demanded, _)| *demanded == id);
        of_it.all(|(_, values)| values.0.iter().any(|allowed| allowed.0 == value))
    }

    /// Whether what is given leaves an attribute one value alone.
    fn settle(&self, id: &str, attribute: &Attribute) -> bool {
        let is_demanded = self.0.iter().any(|(demanded, _)| *demanded == id);
        is_demanded
            && attribute
                .values
                .keys()
                .filter(|value| self.allow(id, value))
                .count()
                == 1
    }
}

fn pairs(when: &Condition) -> impl Iterator<Item = (&str, &OneOrMany)> {
    when.0.iter().map(|(id, values)| (id.as_str(), values))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const DAY: Date = date!(2026 - 11 - 24);

    fn service() -> Service {
        serde_yaml::from_str(
            "{id: x, name: X, official_name: X, aliases: [], summary: s, category: container, layers: {}, duties: [],
              attributes: {
                launch: {question: Q?, values: {ec2: a, fargate: b, external: c}, assume: ec2, why: w, source: 'https://a', checked: 2026-11-24},
                agent: {question: Q?, values: {new: a, old: b}, default: new, when: {launch: [external, ec2]}, why: w, source: 'https://a', checked: 2026-11-24},
                version: {question: Q?, values: {LATEST: a, pinned: b}, default: LATEST, when: {launch: fargate}, why: w, source: 'https://a', checked: 2026-11-24}}}",
        )
        .unwrap()
    }

    fn given(id: &str, value: &str) -> Configuration {
        Configuration::from_iter([(id.to_owned(), value.to_owned())])
    }

    #[test]
    fn a_value_that_one_configuration_alone_has_settles_it() {
        let taken = complete(&service(), &given("version", "pinned"), DAY).unwrap();
        assert_eq!(taken.configuration["launch"], "fargate");
        assert!(taken.assumed.is_empty(), "{:?}", taken.assumed);
    }

    #[test]
    fn a_value_that_several_have_keeps_the_stated_one_where_it_fits() {
        let taken = complete(&service(), &given("agent", "old"), DAY).unwrap();
        assert_eq!(taken.configuration["launch"], "ec2");
        assert_eq!(taken.assumed["launch"].basis, Basis::MostWithTeam);
    }

    #[test]
    fn values_that_contradict_each_other_are_faults() {
        let mut both = given("launch", "ec2");
        both.insert("version".to_owned(), "pinned".to_owned());
        let attribute = "version".to_owned();
        assert_eq!(
            complete(&service(), &both, DAY),
            Err(vec![Fault::NoAttribute { attribute }])
        );
    }
}
