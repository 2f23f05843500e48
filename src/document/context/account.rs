//! The section of the AWS account: what must be done once, whatever services run in it.

use serde::Serialize;

use super::citations::Citations;
use super::service::{DutyContext, duty};
use super::{StatementContext, lines, team_names};
use crate::catalog::Catalog;
use crate::model::{Of, Project};

#[derive(Serialize)]
pub(super) struct AccountContext {
    name: String,
    means: StatementContext,
    /// Who does the duties, inside a sentence.
    owner_within: String,
    note: Vec<String>,
    duties: Vec<DutyContext>,
}

pub(super) fn build(
    project: &Project<'_>,
    catalog: &Catalog,
    citations: &mut Citations,
) -> AccountContext {
    let used = &project.account;
    let means = &used.account.means;
    let (_, owner_within) = team_names(used.owner.as_deref());
    let rows = project.register.iter().filter(|row| row.of == Of::Account);
    AccountContext {
        name: used.account.name.clone(),
        means: StatementContext {
            text: means.text.clone(),
            citation: citations.cite(&means.source, means.checked, means.unverified),
            unverified: means.unverified,
        },
        owner_within,
        note: lines(used.note.as_deref()),
        duties: rows.map(|row| duty(catalog, row, citations)).collect(),
    }
}
