//! Every layer has exactly one answer in every combination of values on every day, and every claim and
//! duty holds in some.

use std::collections::BTreeSet;

use time::Date;

use crate::catalog::{
    Category, CategoryRule, Claim, Condition, Configuration, Service, is_current,
};
use crate::diagnostic::Diagnostic;
use crate::lint::Lint;
use crate::lint::combinations::{combinations, named};
use crate::lint::file::{LintFile, Step, Subject};

pub(super) fn check(lint: &Lint<'_>, file: &LintFile) -> Vec<Diagnostic> {
    let catalog = lint.catalog;
    match file.subject(catalog) {
        Some(Subject::Service(service)) => of_service(file, service),
        Some(Subject::Category(category)) => of_category(file, category),
        _ => Vec::new(),
    }
}

/// A category answers for every configuration, so its claims are told apart by time alone.
fn of_category(file: &LintFile, category: &Category) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (layer, claims) in &category.layers {
        let path = [Step::Key("layers"), Step::Key(layer)];
        if claims.iter().any(|claim| !claim.when.is_always()) {
            let message = "a category knows no attributes";
            findings.push(file.finding("catalog-reference", message, &path));
        }
        let scopes: Vec<_> = claims.iter().map(Scope::of).collect();
        for day in days(&scopes) {
            let count = scopes.iter().filter(|scope| scope.is_current(day)).count();
            if count != 1 {
                let message = format!("{count} claims hold on {day}; there must be one");
                findings.push(file.finding("catalog-overlap", message, &path));
            }
        }
    }
    findings
}

fn of_service(file: &LintFile, service: &Service) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (layer, claims) in &service.layers {
        let claims: Vec<_> = claims.iter().map(Scope::of).collect();
        one_answer(
            file,
            service,
            &claims,
            &[Step::Key("layers"), Step::Key(layer)],
            &mut findings,
        );
    }
    if let CategoryRule::By(claims) = &service.category {
        let claims: Vec<_> = claims
            .iter()
            .map(|claim| Scope {
                when: &claim.when,
                from: None,
                until: None,
            })
            .collect();
        one_answer(
            file,
            service,
            &claims,
            &[Step::Key("category")],
            &mut findings,
        );
        if !every_configuration(service, &claims) {
            let message = "no entry says the category of some configuration";
            findings.push(file.finding("catalog-form", message, &[Step::Key("category")]));
        }
    }
    for (index, duty) in service.duties.iter().enumerate() {
        satisfiable(
            file,
            service,
            &duty.when,
            &[Step::Key("duties"), Step::Item(index)],
            &mut findings,
        );
    }
    for (index, taken) in service.traits.iter().enumerate() {
        satisfiable(
            file,
            service,
            &taken.when,
            &[Step::Key("traits"), Step::Item(index)],
            &mut findings,
        );
    }
    findings
}

/// Where and when a claim holds.
struct Scope<'c> {
    when: &'c Condition,
    from: Option<Date>,
    until: Option<Date>,
}

impl<'c> Scope<'c> {
    fn of(claim: &'c Claim) -> Self {
        Scope {
            when: &claim.when,
            from: claim.from,
            until: claim.until,
        }
    }

    fn is_current(&self, day: Date) -> bool {
        is_current(self.from, self.until, day)
    }
}

fn one_answer(
    file: &LintFile,
    service: &Service,
    claims: &[Scope<'_>],
    path: &[Step<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let mut holds = vec![false; claims.len()];
    let mut told = BTreeSet::new();
    let configurations = combinations(service, &named(claims.iter().map(|claim| claim.when)));
    for day in days(claims) {
        let current: Vec<_> = (0..claims.len())
            .filter(|index| claims[*index].is_current(day))
            .collect();
        let (bases, limited): (Vec<_>, Vec<_>) = current
            .into_iter()
            .partition(|index| claims[*index].when.is_always());
        for configuration in &configurations {
            let matching: Vec<_> = limited
                .iter()
                .copied()
                .filter(|index| claims[*index].when.holds(configuration))
                .collect();
            let answers = if matching.is_empty() {
                &bases
            } else {
                &matching
            };
            answers.iter().for_each(|index| holds[*index] = true);
            if let [first, second, ..] = answers.as_slice()
                && told.insert((*first, *second))
            {
                let message = overlap(configuration, day, *first, *second);
                let path = [path, &[Step::Item(*second)]].concat();
                findings.push(file.finding("catalog-overlap", message, &path));
            }
        }
    }
    for index in (0..claims.len()).filter(|index| !holds[*index]) {
        let message = "this claim holds in no configuration";
        findings.push(file.finding(
            "catalog-unreachable",
            message,
            &[path, &[Step::Item(index)]].concat(),
        ));
    }
}

/// Names the day only where claims are limited in time.
fn overlap(configuration: &Configuration, day: Date, first: usize, second: usize) -> String {
    let since = if day == Date::MIN {
        String::new()
    } else {
        format!(" on {day}")
    };
    format!(
        "two claims answer {}{since}: entries {} and {}",
        shown(configuration),
        first + 1,
        second + 1
    )
}

/// The days on which an answer may change: the first of each claim, and the first after each.
fn days(claims: &[Scope<'_>]) -> BTreeSet<Date> {
    let mut days = BTreeSet::from([Date::MIN]);
    days.extend(claims.iter().filter_map(|claim| claim.from));
    days.extend(claims.iter().filter_map(|claim| claim.until?.next_day()));
    days
}

fn every_configuration(service: &Service, claims: &[Scope<'_>]) -> bool {
    let configurations = combinations(service, &named(claims.iter().map(|claim| claim.when)));
    configurations
        .iter()
        .all(|configuration| claims.iter().any(|claim| claim.when.holds(configuration)))
}

fn satisfiable(
    file: &LintFile,
    service: &Service,
    when: &Condition,
    path: &[Step<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    let reached = combinations(service, &named([when]))
        .iter()
        .any(|configuration| when.holds(configuration));
    if !reached {
        let message = format!("no configuration has it: {when}");
        findings.push(file.finding("catalog-unreachable", message, path));
    }
}

fn shown(configuration: &Configuration) -> String {
    if configuration.is_empty() {
        return "every configuration".to_owned();
    }
    let values: Vec<_> = configuration
        .iter()
        .map(|(id, value)| format!("{id}={value}"))
        .collect();
    values.join(" ")
}
