//! An attribute that changes the answer was not given.

use time::Date;

use crate::check::Rule;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{OpenQuestion, Project, Use};

pub(super) static RULE: Rule = Rule {
    code: Code::warning(
        "open-question",
        "An attribute is not given, and its value changes who holds a layer or which duties there are. The document takes AWS's own default or, where AWS has none, the value that leaves most with the team, and says so. State the attribute under the service.",
    ),
    check,
};

fn check(project: &Project<'_>, _: Date) -> Vec<Diagnostic> {
    let of_use = |used: &Use<'_>| {
        let open = used.open_questions();
        open.into_iter()
            .map(|open| finding(used, open))
            .collect::<Vec<_>>()
    };
    project.uses.iter().flat_map(of_use).collect()
}

fn finding(used: &Use<'_>, open: OpenQuestion<'_, '_>) -> Diagnostic {
    let OpenQuestion { question, .. } = open;
    let assumed = &question.assumed;
    let basis = assumed.basis.phrase();
    let values: Vec<_> = question
        .attribute
        .values
        .keys()
        .map(String::as_str)
        .collect();
    Diagnostic::new(
        &RULE.code,
        format!(
            "{} does not say: {}",
            used.title(),
            question.attribute.question
        ),
    )
    .at(used.place.clone())
    .label(format!(
        "taken as {}: {}, {basis}",
        question.id, assumed.value
    ))
    .help(format!(
        "add `{}:` with {}",
        question.id,
        crate::diagnostic::quoted_list(values)
    ))
}
