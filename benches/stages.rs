//! The stages of a build, apart: resolve, Markdown, HTML, PDF; for a small project and a very large one.

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use onus::catalog::Catalog;
use onus::diagnostic::Source;
use onus::document::templates::Templates;
use onus::document::{self, Provenance};
use onus::input::{self, ServicesFile};
use onus::model::{self, Day, Project};
use onus::write::{self, PageInfo, Paper};
use time::macros::date;

/// Services that most projects use; larger projects repeat them under other names.
const SERVICES: [&str; 8] = [
    "ec2",
    "ebs",
    "vpc",
    "elastic-load-balancing",
    "s3",
    "lambda",
    "dynamodb",
    "kms",
];

const DAY: Day = Day {
    demanded: None,
    of_run: date!(2026 - 11 - 24),
    as_of: None,
};

fn services_file(count: usize) -> ServicesFile {
    let mut text = String::from("project: {name: Bench, team: Platform}\nservices:\n");
    for (number, service) in SERVICES.iter().cycle().take(count).enumerate() {
        writeln!(text, "  - {{service: {service}, name: use-{number}}}").expect("text grows");
    }
    let (file, faults) = input::parse(&Source::new("bench.yaml", text));
    assert!(
        faults.is_empty(),
        "the bench's own file is valid: {faults:?}"
    );
    file.expect("a file without faults")
}

fn markdown(project: &Project<'_>, catalog: &Catalog, templates: &Templates) -> String {
    let provenance = Provenance {
        input_digest: "0".repeat(64),
        catalog_digest: "0".repeat(64),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let pictures = document::pictures(project, catalog);
    document::markdown(project, catalog, templates, &provenance, &pictures)
        .expect("the built-in templates are sound")
}

fn page_info() -> PageInfo {
    PageInfo {
        project: "Bench".to_owned(),
        organization: None,
        version: None,
        classification: None,
        date: "2026-11-24".to_owned(),
        producer: "onus".to_owned(),
    }
}

fn stages(criterion: &mut Criterion) {
    let templates = Templates::built_in();
    let info = page_info();
    for count in [8, 200] {
        let mut group = criterion.benchmark_group(format!("{count} services"));
        group.sample_size(10);
        let file = services_file(count);
        // A run reads each service it uses once, so the catalog is part of what is measured.
        group.bench_function(BenchmarkId::from_parameter("resolve"), |bencher| {
            bencher.iter(|| {
                let catalog = Catalog::built_in();
                let (project, _) = model::resolve(&file, &catalog, DAY);
                black_box(project.register.len())
            });
        });
        let catalog = Catalog::built_in();
        let (project, _) = model::resolve(&file, &catalog, DAY);
        group.bench_function(BenchmarkId::from_parameter("markdown"), |bencher| {
            bencher.iter(|| black_box(markdown(&project, &catalog, &templates)));
        });
        let text = markdown(&project, &catalog, &templates);
        let pictures = document::pictures(&project, &catalog);
        group.bench_function(BenchmarkId::from_parameter("html"), |bencher| {
            bencher.iter(|| {
                let tree = document::read::read_illustrated(&text, &pictures);
                black_box(write::html::write(&tree, &info, &templates).expect("a page"))
            });
        });
        let fonts = write::pdf::Fonts::embedded();
        group.bench_function(BenchmarkId::from_parameter("pdf"), |bencher| {
            bencher.iter(|| {
                let tree = document::read::read_illustrated(&text, &pictures);
                black_box(write::pdf::write(&tree, &info, Paper::A4, &fonts).expect("pages"))
            });
        });
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
