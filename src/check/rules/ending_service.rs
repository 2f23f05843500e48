//! A service that AWS has shut down, ends, or closed to new customers.

use time::Date;

use crate::catalog::Stage;
use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic, and};
use crate::input::Status;
use crate::model::{Project, Use};

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "ending-service",
        "AWS has shut the service down, has announced the day on which it ends, or takes no new customers for it. The message says which, since when, and what AWS names as the way on. Unless it is shut down, the finding goes once the duty `<service>/plan-move` has a record that says how far the move is.",
    ),
    check,
};

/// The duty of every service that is closed or ends, whose record shows that the team knows.
const PLAN: &str = "plan-move";

fn check(project: &Project<'_>, _: Date) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for used in &project.uses {
        let Some(standing) = used
            .variants
            .first()
            .and_then(|variant| variant.explanation.standing)
        else {
            continue;
        };
        let lifecycle = standing.lifecycle;
        if lifecycle.stage != Stage::Retired && is_planned(project, used) {
            continue;
        }
        let name = &used.service.name;
        let ends = lifecycle.ends.map(|day| format!(" on {day}"));
        let ends = ends.unwrap_or_default();
        let message = match lifecycle.stage {
            Stage::Retired => format!("AWS shut {name} down{ends}"),
            Stage::EndOfSupport if standing.has_ended => {
                format!("AWS ended support for {name}{ends}")
            }
            Stage::EndOfSupport => format!("AWS ends support for {name}{ends}"),
            Stage::ClosedToNew => format!("AWS takes no new customers for {name}"),
        };
        let help = match (lifecycle.successors.as_slice(), lifecycle.stage) {
            ([], Stage::Retired) => {
                "remove it from the list, or say what took its place".to_owned()
            }
            ([], _) => "AWS names no successor; record the plan under the duty".to_owned(),
            (successors, _) => format!("AWS names {} as the way on", and(successors)),
        };
        let mut finding = Diagnostic::new(&RULE.code, message)
            .at(used.place.clone())
            .help(help);
        if let Some(since) = lifecycle.since {
            finding = finding.label(format!("announced on {since}"));
        }
        findings.push(finding);
    }
    findings
}

/// Whether the team has recorded what it does about the move.
fn is_planned(project: &Project<'_>, used: &Use<'_>) -> bool {
    let id = format!("{}/{PLAN}", used.service.id);
    project
        .register
        .iter()
        .any(|row| row.id == id && !matches!(row.status, None | Some(Status::NotApplicable)))
}
