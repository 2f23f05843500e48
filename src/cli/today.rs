//! The day of the run: the one place that reads the clock.

use anyhow::{Context as _, bail};
use time::{Date, OffsetDateTime};

use super::args::DateArg;
use crate::model::Day;

/// The day that the arguments demand, and the day of the run: the same where one is demanded, so that
/// then neither environment nor clock is asked.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is needed and no number of seconds.
pub(super) fn day(argument: &DateArg, as_of: Option<Date>) -> anyhow::Result<Day> {
    Ok(Day {
        demanded: argument.date,
        of_run: argument.date.map_or_else(today, Ok)?,
        as_of,
    })
}

/// `SOURCE_DATE_EPOCH` where it is set, else today in UTC.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is no number of seconds.
fn today() -> anyhow::Result<Date> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(OffsetDateTime::now_utc().date());
    };
    let epoch = epoch.to_string_lossy();
    let Ok(seconds) = epoch.parse::<i64>() else {
        bail!("SOURCE_DATE_EPOCH is '{epoch}', a number of seconds since 1970 belongs there");
    };
    let day = OffsetDateTime::from_unix_timestamp(seconds);
    Ok(day
        .with_context(|| format!("SOURCE_DATE_EPOCH is '{epoch}', beyond the calendar"))?
        .date())
}
