//! The rules of `check`, one a file.

mod due_date_passed;
mod duty_without_owner;
mod ending_service;
mod future_evidence;
mod implemented_without_evidence;
mod open_question;
mod stale_evidence;
mod stale_source;
mod status_without_note;

use std::collections::HashSet;

use super::Rule;
use crate::diagnostic::Place;
use crate::model::{Project, RegisterRow};

pub(super) static ALL: &[&Rule] = &[
    &ending_service::RULE,
    &open_question::RULE,
    &duty_without_owner::RULE,
    &implemented_without_evidence::RULE,
    &status_without_note::RULE,
    &due_date_passed::RULE,
    &stale_evidence::RULE,
    &future_evidence::RULE,
    &stale_source::RULE,
];

/// The rows that have a record in the services file, with its place. A record that counts for several
/// uses is looked at once.
fn records<'p, 'c>(
    project: &'p Project<'c>,
) -> impl Iterator<Item = (&'p RegisterRow<'c>, &'p Place)> {
    let mut seen = HashSet::new();
    project.register.iter().filter_map(move |row| {
        let place = row.place.as_ref()?;
        seen.insert(place.span).then_some((row, place))
    })
}

fn days(count: i64) -> &'static str {
    if count == 1 { "day" } else { "days" }
}
