//! What AWS does for a time: defaults that changed, and spellings whose meaning did.

use serde::Deserialize;
use time::Date;

use super::condition::Scalar;
use super::form::day;

/// Whether a day lies between two that both count; either may be open.
pub fn is_current(from: Option<Date>, until: Option<Date>, date: Date) -> bool {
    from.is_none_or(|from| from <= date) && until.is_none_or(|until| date <= until)
}

/// A word, always or for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WordForm")]
pub struct DatedWord {
    pub is: Scalar,
    /// First day on which it holds.
    pub from: Option<Date>,
    /// Last day on which it holds.
    pub until: Option<Date>,
}

impl DatedWord {
    pub fn is_current(&self, date: Date) -> bool {
        is_current(self.from, self.until, date)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WordForm {
    Always(Scalar),
    Dated(Dated),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    is: Scalar,
    #[serde(default, with = "day::option")]
    from: Option<Date>,
    #[serde(default, with = "day::option")]
    until: Option<Date>,
}

impl From<WordForm> for DatedWord {
    fn from(form: WordForm) -> Self {
        match form {
            WordForm::Always(is) => DatedWord {
                is,
                from: None,
                until: None,
            },
            WordForm::Dated(Dated { is, from, until }) => DatedWord { is, from, until },
        }
    }
}

/// What AWS does when nothing is set: one value, or one for each time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "DefaultForm")]
pub struct DefaultValue(pub Vec<DatedWord>);

impl DefaultValue {
    /// The value of a day; lint sees to it that every day has one.
    pub fn on(&self, date: Date) -> Option<&Scalar> {
        let current = self.0.iter().find(|word| word.is_current(date));
        current.map(|word| &word.is)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum DefaultForm {
    One(DatedWord),
    Many(Vec<DatedWord>),
}

impl From<DefaultForm> for DefaultValue {
    fn from(form: DefaultForm) -> Self {
        DefaultValue(match form {
            DefaultForm::One(word) => vec![word],
            DefaultForm::Many(words) => words,
        })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::DefaultValue;

    #[test]
    fn a_default_is_that_of_the_day() {
        let always: DefaultValue = serde_yaml::from_str("enabled").unwrap();
        assert_eq!(always.on(date!(2001 - 01 - 01)).unwrap().0, "enabled");
        let changed: DefaultValue =
            serde_yaml::from_str("[{is: false, until: 2023-04-27}, {is: true, from: 2023-04-28}]")
                .unwrap();
        assert_eq!(changed.on(date!(2023 - 04 - 27)).unwrap().0, "false");
        assert_eq!(changed.on(date!(2023 - 04 - 28)).unwrap().0, "true");
    }
}
