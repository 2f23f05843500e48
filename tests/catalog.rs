//! The built-in catalog answers for every service in every configuration, and as the table of facts says.

mod support;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use onus::catalog::{Catalog, Configuration, Party, Service};
use onus::diagnostic::{Source, Span};
use onus::input::{AttributeEntry, ServiceEntry, Spanned};
use onus::model::{Explanation, answer, complete, resolve_use};
use time::Date;
use time::macros::date;

const DAY: Date = date!(2026 - 11 - 24);

/// Configurations of one service that are looked at; of more, as many spread evenly over all.
const MOST: usize = 4_000;

fn services(catalog: &Catalog) -> impl Iterator<Item = &Service> {
    catalog
        .names()
        .iter()
        .map(|names| catalog.service(&names.id).unwrap())
}

/// What a user may give: for each attribute nothing or one of its values, in every combination.
fn givens(service: &Service) -> Vec<Configuration> {
    let choices: Vec<(&String, Vec<&String>)> = service
        .attributes
        .iter()
        .map(|(id, attribute)| (id, attribute.values.keys().collect()))
        .collect();
    let all = choices.iter().fold(1_usize, |all, (_, values)| {
        all.saturating_mul(values.len() + 1)
    });
    let taken = all.min(MOST);
    (0..taken)
        .map(|index| {
            // Evenly spread, so that the last attribute varies as the first does.
            let mut rest = (index as u128 * all as u128 / taken as u128) as usize;
            let mut given = Configuration::new();
            for (id, values) in &choices {
                let choice = rest % (values.len() + 1);
                rest /= values.len() + 1;
                if choice > 0 {
                    given.insert((*id).clone(), values[choice - 1].clone());
                }
            }
            given
        })
        .collect()
}

fn shown(service: &Service, configuration: &Configuration) -> String {
    let values: Vec<_> = configuration
        .iter()
        .map(|(id, value)| format!("{id}={value}"))
        .collect();
    format!("{} {}", service.id, values.join(" "))
}

#[test]
fn every_configuration_has_an_answer_for_every_layer() {
    let catalog = Catalog::built_in();
    let layers: Vec<_> = catalog
        .layers()
        .iter()
        .map(|layer| layer.id.as_str())
        .collect();
    assert_eq!(layers.len(), 22);
    for service in services(&catalog) {
        let mut seen = HashSet::new();
        for given in givens(service) {
            // What cannot stand together is refused; a test of its own shows that.
            let Ok(taken) = complete(service, &given, DAY) else {
                continue;
            };
            let key: Vec<_> = taken.configuration.values().cloned().collect();
            if !seen.insert(key) {
                continue;
            }
            let told = || shown(service, &taken.configuration);
            let answer = answer(&catalog, service, &taken.configuration, DAY);
            let answered: Vec<_> = answer.layers.iter().map(|layer| layer.layer).collect();
            assert_eq!(answered, layers, "{}", told());
            for layer in &answer.layers {
                let claim = layer.claim;
                let told = || format!("{}: {}", told(), layer.layer);
                assert!(claim.source.starts_with("https://"), "{}", told());
                assert!(
                    claim.party == Party::Customer || claim.aws.is_some(),
                    "{}",
                    told()
                );
                assert!(
                    claim.party == Party::Aws || claim.team.is_some(),
                    "{}",
                    told()
                );
            }
            let mut duties = HashSet::new();
            for duty in &answer.duties {
                assert!(
                    duties.insert(&duty.id),
                    "{}: {} stands twice",
                    told(),
                    duty.id
                );
            }
        }
        assert!(!seen.is_empty(), "{}", service.id);
    }
}

/// The least to give beside a value so that it exists: `None` where it never does.
fn given_with(service: &Service, id: &str, value: &str) -> Option<Configuration> {
    let mut needed: Vec<&str> = Vec::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let attribute = &service.attributes[next];
        let of_values = attribute
            .values
            .values()
            .flat_map(|form| form.when().attributes());
        for other in attribute.when.attributes().chain(of_values) {
            if !needed.contains(&other) {
                needed.push(other);
                open.push(other);
            }
        }
    }
    let mut givens = vec![Configuration::from_iter([(
        id.to_owned(),
        value.to_owned(),
    )])];
    for other in needed {
        let values = &service.attributes[other].values;
        let longer: Vec<_> = givens
            .iter()
            .flat_map(|given| values.keys().map(|value| (given.clone(), value.clone())))
            .map(|(mut given, value)| {
                given.insert(other.to_owned(), value);
                given
            })
            .collect();
        givens.extend(longer);
    }
    givens
        .into_iter()
        .find(|given| complete(service, given, DAY).is_ok())
}

#[test]
fn every_value_can_be_given() {
    let catalog = Catalog::built_in();
    for service in services(&catalog) {
        for (id, attribute) in &service.attributes {
            for value in attribute.values.keys() {
                let given = given_with(service, id, value);
                assert!(
                    given.is_some(),
                    "{}: {id}={value} is refused everywhere",
                    service.id
                );
            }
        }
    }
}

fn explained<'c>(
    catalog: &'c Catalog,
    service: &str,
    given: &[(&str, &str)],
) -> Result<Explanation<'c>, String> {
    explained_on(DAY, catalog, service, given)
}

/// The same as of a day.
fn explained_on<'c>(
    day: Date,
    catalog: &'c Catalog,
    service: &str,
    given: &[(&str, &str)],
) -> Result<Explanation<'c>, String> {
    let source = Source::new("<test>", "");
    let spanned = |text: &str| Spanned::new(text.to_owned(), Span::default());
    let attribute = |(name, value): &(&str, &str)| AttributeEntry {
        name: spanned(name),
        values: vec![spanned(value)],
    };
    let entry = ServiceEntry {
        span: Span::default(),
        service: spanned(service),
        name: None,
        owner: None,
        note: None,
        attributes: given.iter().map(attribute).collect(),
        duties: Vec::new(),
    };
    let (used, faults) = resolve_use(&entry, &Arc::clone(&source), catalog, day);
    if !faults.is_empty() {
        return Err(faults
            .into_iter()
            .map(|fault| fault.message)
            .collect::<Vec<_>>()
            .join("; "));
    }
    used.and_then(|used| used.variants.into_iter().next())
        .map(|variant| variant.explanation)
        .ok_or("no answer".to_owned())
}

/// What is assumed is said, and what each other value would give is what it gives.
#[test]
fn every_assumption_tells_what_the_other_values_give() {
    let catalog = Catalog::built_in();
    for service in services(&catalog) {
        let explanation = explained(&catalog, &service.id, &[]).unwrap();
        for layer in &explanation.layers {
            for other in &layer.otherwise {
                let there =
                    explained(&catalog, &service.id, &[(other.attribute, other.value)]).unwrap();
                let then = there
                    .layers
                    .iter()
                    .find(|then| then.layer == layer.layer)
                    .unwrap();
                let told = format!(
                    "{}: {} under {}={}",
                    service.id, layer.layer, other.attribute, other.value
                );
                assert_eq!(then.claim, other.claim, "{told}");
                assert!(
                    layer.assumed.iter().any(|(id, _)| *id == other.attribute),
                    "{told}"
                );
            }
        }
        // An attribute that does not exist here is not asked for; what it depends on is.
        let asked = explanation.taken.assumed.keys();
        for (id, attribute) in asked.map(|id| (id, &service.attributes[id])) {
            for value in attribute.values.keys() {
                let Ok(there) = explained(&catalog, &service.id, &[(id, value)]) else {
                    continue;
                };
                for (now, then) in explanation.layers.iter().zip(&there.layers) {
                    let told = now
                        .otherwise
                        .iter()
                        .any(|other| other.attribute == id && other.value == value);
                    let moves = now.claim.party != then.claim.party;
                    assert!(
                        told || !moves,
                        "{}: {id}={value} moves {} in silence",
                        service.id,
                        now.layer
                    );
                }
            }
        }
    }
}

#[test]
fn every_service_is_found_by_every_name_in_any_case() {
    let catalog = Catalog::built_in();
    for service in services(&catalog) {
        let aliases = service.aliases.iter().map(|alias| &alias.name.0);
        for name in [&service.id, &service.name, &service.official_name]
            .into_iter()
            .chain(aliases)
        {
            for written in [
                name.clone(),
                name.to_uppercase(),
                name.to_lowercase(),
                name.replace(' ', "-"),
                format!("  {name} "),
            ] {
                let found = catalog.find(&written).map(|found| found.id.as_str());
                assert_eq!(found, Some(service.id.as_str()), "{written:?}");
            }
        }
    }
}

#[test]
fn lint_finds_nothing() {
    let run = support::Folder::new().onus("catalog lint");
    assert_eq!(run.stderr(), "");
    run.succeeds();
}

#[test]
fn the_catalog_of_the_tests_keeps_the_rules() {
    let overlay = Catalog::with_overlay(support::catalog().as_ref());
    let overlay = overlay.unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(onus::lint::lint(&overlay.catalog, &overlay.changed), []);
}

/// A row of the table: in this service, with this setting, this layer is held by this party.
#[derive(Debug)]
struct Row {
    service: String,
    attribute: String,
    value: String,
    layer: String,
    party: String,
    told: String,
}

fn rows() -> Vec<Row> {
    let path = support::root().join("tests/data/responsibility.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let records = reader.records().map(|record| {
        let record = record.unwrap();
        let [service, attribute, value, layer, party, detail, page] =
            std::array::from_fn(|column| record[column].to_owned());
        Row {
            service,
            attribute,
            value,
            layer,
            party,
            told: format!("{detail}; {page}"),
        }
    });
    records.collect()
}

/// A row of the table that the catalog deliberately contradicts.
struct Exception {
    /// Service, attribute, value, layer.
    row: [&'static str; 4],
    reason: &'static str,
    page: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        row: ["aurora", "capacity", "provisioned", "availability"],
        reason: "storage and failover are AWS's, whoever sizes the instances",
        page: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    },
    Exception {
        row: ["dynamodb", "", "", "availability"],
        reason: "tables are provisioned by default, and the team sets how much they can serve",
        page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html",
    },
    Exception {
        row: ["dynamodb", "capacity", "provisioned", "availability"],
        reason: "AWS still keeps the items in three zones, whoever sets the capacity",
        page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/disaster-recovery-resiliency.html",
    },
    Exception {
        row: ["ec2", "", "", "availability"],
        reason: "simplified automatic recovery is on by default",
        page: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recover.html",
    },
    Exception {
        row: ["ecr", "", "", "vulnerability-mgmt"],
        reason: "no image is scanned by itself until scanning on push is configured",
        page: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html",
    },
    Exception {
        row: ["eks", "", "", "availability"],
        reason: "self-managed nodes are assumed, and no service of EKS looks after them",
        page: "https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html",
    },
    Exception {
        row: ["elastic-beanstalk", "", "", "guest-os"],
        reason: "without managed updates the team patches the operating system",
        page: "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/platforms-shared-responsibility.html",
    },
    Exception {
        row: ["elastic-beanstalk", "", "", "runtime"],
        reason: "without managed updates the team patches the runtime",
        page: "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/platforms-shared-responsibility.html",
    },
    Exception {
        row: [
            "elastic-load-balancing",
            "deletion_protection",
            "false",
            "availability",
        ],
        reason: "AWS still scales and replaces the nodes while deletion protection is off",
        page: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
    },
    Exception {
        row: ["kinesis", "", "", "availability"],
        reason: "in provisioned mode the team sets the number of shards",
        page: "https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html",
    },
    Exception {
        row: ["quicksight", "edition", "standard", "encryption-at-rest"],
        reason: "all data that the service keeps is encrypted by default, in every edition",
        page: "https://docs.aws.amazon.com/quick/latest/userguide/data-encryption.html",
    },
    Exception {
        row: ["rds-custom", "", "", "backup-recovery"],
        reason: "the table speaks of Oracle; the page gives database backups of SQL Server to AWS",
        page: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-custom.html",
    },
];

#[test]
fn the_catalog_agrees_with_the_table() {
    let catalog = Catalog::built_in();
    let mut differ = BTreeMap::new();
    let mut compared = 0;
    for row in rows() {
        let service = catalog
            .service(&row.service)
            .unwrap_or_else(|| panic!("no service is called '{}'", row.service));
        let given = match service.attributes_stated_by(&row.attribute).first() {
            _ if row.attribute.is_empty() => Configuration::new(),
            Some((id, attribute)) => {
                let Some(value) = attribute.value(&row.value, DAY) else {
                    continue;
                };
                given_with(service, id, value)
                    .unwrap_or_else(|| panic!("{id}={value} is refused everywhere"))
            }
            None => continue,
        };
        let given: Vec<_> = given
            .iter()
            .map(|(id, value)| (id.as_str(), value.as_str()))
            .collect();
        let key = [&row.service, &row.attribute, &row.value, &row.layer].map(String::as_str);
        let told = match explained(&catalog, &row.service, &given) {
            Err(faults) => faults,
            Ok(explanation) => {
                compared += 1;
                let layer = explanation
                    .layers
                    .iter()
                    .find(|layer| layer.layer == row.layer);
                let claim = layer
                    .unwrap_or_else(|| panic!("no layer {}", row.layer))
                    .claim;
                if claim.party.name() == row.party {
                    continue;
                }
                format!(
                    "{} ({}), because {}; {}",
                    claim.party.name(),
                    claim.team.as_deref().unwrap_or("-"),
                    claim.reason,
                    claim.source
                )
            }
        };
        let line = format!(
            "{}\n    table:   {} ({})\n    catalog: {told}",
            key.join(" "),
            row.party,
            row.told
        );
        differ.insert(key.map(str::to_owned), line);
    }
    for Exception { row, reason, page } in EXCEPTIONS {
        let was_needed = differ.remove(&row.map(str::to_owned)).is_some();
        assert!(
            was_needed,
            "{row:?} agrees by now; it was: {reason} ({page})"
        );
    }
    let lines: Vec<_> = differ.into_values().collect();
    assert!(
        lines.is_empty(),
        "{} of {compared} rows differ:\n\n{}",
        lines.len(),
        lines.join("\n\n")
    );
    assert!(compared > 850, "only {compared} rows could be compared");
}

/// A fact that AWS changed: what holds of a layer on a day.
struct Dated {
    service: &'static str,
    given: &'static [(&'static str, &'static str)],
    layer: &'static str,
    day: Date,
    party: Party,
}

const DATED: &[Dated] = &[
    Dated {
        service: "s3",
        given: &[],
        layer: "encryption-at-rest",
        day: date!(2023 - 01 - 04),
        party: Party::Shared,
    },
    Dated {
        service: "s3",
        given: &[],
        layer: "encryption-at-rest",
        day: date!(2023 - 01 - 05),
        party: Party::Aws,
    },
    Dated {
        service: "lambda",
        given: &[("package", "zip"), ("runtime", "nodejs18.x")],
        layer: "runtime",
        day: date!(2025 - 08 - 31),
        party: Party::Aws,
    },
    Dated {
        service: "lambda",
        given: &[("package", "zip"), ("runtime", "nodejs18.x")],
        layer: "runtime",
        day: date!(2025 - 09 - 01),
        party: Party::Customer,
    },
    Dated {
        service: "aurora",
        given: &[],
        layer: "encryption-at-rest",
        day: date!(2026 - 02 - 17),
        party: Party::Customer,
    },
    Dated {
        service: "aurora",
        given: &[],
        layer: "encryption-at-rest",
        day: date!(2026 - 02 - 18),
        party: Party::Aws,
    },
    Dated {
        service: "redshift",
        given: &[],
        layer: "encryption-at-rest",
        day: date!(2025 - 01 - 10),
        party: Party::Customer,
    },
    Dated {
        service: "redshift",
        given: &[],
        layer: "encryption-at-rest",
        day: date!(2025 - 01 - 11),
        party: Party::Shared,
    },
];

#[test]
fn what_held_on_a_day_is_told_as_of_that_day() {
    let catalog = Catalog::built_in();
    for fact in DATED {
        let there = explained_on(fact.day, &catalog, fact.service, fact.given).unwrap();
        let layer = there.layers.iter().find(|layer| layer.layer == fact.layer);
        let told = format!("{} {} on {}", fact.service, fact.layer, fact.day);
        assert_eq!(layer.unwrap().claim.party, fact.party, "{told}");
    }
}

#[test]
fn defaults_and_minimums_of_earlier_days_are_told() {
    let catalog = Catalog::built_in();
    let assumed = |day, attribute: &str| {
        let there = explained_on(day, &catalog, "s3", &[]).unwrap();
        there.taken.assumed[attribute].value.clone()
    };
    assert_eq!(
        assumed(date!(2023 - 04 - 30), "block_public_access"),
        "disabled"
    );
    assert_eq!(
        assumed(date!(2023 - 05 - 01), "block_public_access"),
        "enabled"
    );
    let tls = |day| {
        let there = explained_on(day, &catalog, "billing", &[]).unwrap();
        let layer = there
            .layers
            .iter()
            .find(|layer| layer.layer == "encryption-in-transit");
        layer.unwrap().claim.aws.clone().unwrap()
    };
    assert_ne!(tls(date!(2023 - 06 - 27)), tls(date!(2023 - 06 - 28)));
    let duties = |day| {
        let there = explained_on(day, &catalog, "rds", &[("engine", "mysql")]).unwrap();
        let ids = there.answer.duties.iter().map(|duty| duty.id.clone());
        ids.collect::<HashSet<_>>()
    };
    let moving = "rds/leave-rds-ca-2019";
    assert!(duties(date!(2024 - 08 - 31)).contains(moving));
    assert!(!duties(date!(2024 - 09 - 01)).contains(moving));
}

#[test]
fn services_are_found_by_the_names_people_write() {
    let catalog = Catalog::built_in();
    let path = support::root().join("tests/data/service-names.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for record in reader.records().map(Result::unwrap) {
        let found = catalog.find(&record[0]).map(|service| service.id.as_str());
        if found != Some(&record[1]) {
            wrong.push(format!("{} is {}, found {found:?}", &record[0], &record[1]));
        }
        count += 1;
    }
    assert!(count > 1_000, "only {count} names");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
