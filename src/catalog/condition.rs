//! Conditions on the configuration of a use.

use std::fmt;

use indexmap::IndexMap;
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// The values of a use's attributes, in the order the service states them.
pub type Configuration = IndexMap<String, String>;

/// `when`: every attribute named must have one of its values. An attribute that does not exist in a
/// configuration matches nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Condition(pub IndexMap<String, OneOrMany>);

impl Condition {
    pub fn is_always(&self) -> bool {
        self.0.is_empty()
    }

    pub fn holds(&self, configuration: &Configuration) -> bool {
        self.0.iter().all(|(attribute, values)| {
            configuration
                .get(attribute)
                .is_some_and(|value| values.0.iter().any(|one| &one.0 == value))
        })
    }

    /// The attributes the condition depends on.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// `launch is fargate or ec2, and runtime is managed`.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (attribute, values)) in self.0.iter().enumerate() {
            let values: Vec<_> = values.0.iter().map(|value| value.0.as_str()).collect();
            let joint = if index > 0 { ", and " } else { "" };
            write!(f, "{joint}{attribute} is {}", values.join(" or "))?;
        }
        Ok(())
    }
}

/// A value or a list of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany(pub Vec<Scalar>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Form {
            One(Scalar),
            Many(Vec<Scalar>),
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::One(value) => OneOrMany(vec![value]),
            Form::Many(values) => OneOrMany(values),
        })
    }
}

/// Text; a number or a truth value is taken as the text it is written as.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scalar(pub String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number or a truth value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_attributes_and_any_value_must_match() {
        let when: Condition =
            serde_yaml::from_str("{launch: [ec2, external], encrypted: true}").unwrap();
        let mut configuration = Configuration::new();
        configuration.insert("launch".into(), "ec2".into());
        assert!(!when.holds(&configuration));
        configuration.insert("encrypted".into(), "true".into());
        assert!(when.holds(&configuration));
        assert_eq!(
            when.to_string(),
            "launch is ec2 or external, and encrypted is true"
        );
    }
}
