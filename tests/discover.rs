//! `onus discover` end to end: what it finds builds, merges without touching a byte, and tells no secret.

mod support;

use std::fs;

const SECRET: &str = "a-secret-nobody-may-see";

/// The inputs of the cases, by folder and name.
const INPUTS: [&str; 6] = [
    "discover-terraform/infra",
    "discover-cloudformation/template.yaml",
    "discover-plan/plan.json",
    "discover-state/terraform.tfstate",
    "discover-tagged-resources/tags.json",
    "discover-described-databases/databases.json",
];

#[test]
fn what_is_found_builds_as_it_is_and_tells_no_secret() {
    let folder = support::root().join("tests/cases");
    for input in INPUTS {
        for format in ["yaml", "json"] {
            let words = [
                "discover",
                input,
                "--format",
                format,
                "--date",
                "2026-11-24",
            ];
            let run = support::run(&folder, words, None, &[]);
            assert_eq!(run.status(), 0, "{input}: {}", run.stderr());
            let said = format!("{}{}", run.stdout(), run.stderr());
            assert!(
                !said.contains(SECRET),
                "{input} as {format} tells the secret"
            );
            if format == "yaml" {
                let words = ["build", "-", "-f", "md", "-o", "-", "--date", "2026-11-24"];
                let built = support::run(&folder, words, Some(run.stdout().as_bytes()), &[]);
                assert_eq!(built.status(), 0, "{input}: {}", built.stderr());
            }
        }
    }
}

#[test]
fn a_merge_adds_what_is_new_and_keeps_every_byte() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("services.yaml");
    let written = "# Ours.\nproject: {name: Shop, team: Shop}   # a remark\nservices:\n  # The database.\n  - {service: rds, name: orders-db, engine: oracle, owner: Data}\n  - service: sqs\n    note: not in the code\n\nduties:\n  rds/engine-upgrades: {owner: DBA}\n";
    fs::write(&file, written).unwrap();
    let input = support::root().join("tests/cases/discover-terraform/infra");
    let words = [
        "discover",
        input.to_str().unwrap(),
        "-o",
        file.to_str().unwrap(),
        "--merge",
        "--date",
        "2026-11-24",
    ];
    let run = support::run(folder.path(), words, None, &[]);
    assert_eq!(run.status(), 0, "{}", run.stderr());
    assert!(run.stderr().contains("use-not-found"), "{}", run.stderr());
    let merged = fs::read_to_string(&file).unwrap();
    let mut rest = merged.as_str();
    for line in written.lines() {
        let at = rest
            .find(line)
            .unwrap_or_else(|| panic!("'{line}' is gone from {merged}"));
        rest = &rest[at + line.len()..];
    }
    assert!(merged.contains("  - service: ecs"), "{merged}");
    assert_eq!(merged.matches("service: rds").count(), 1, "{merged}");
    let again = support::run(folder.path(), words, None, &[]);
    assert_eq!(again.status(), 0, "{}", again.stderr());
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        merged,
        "a second merge changes nothing"
    );
}

#[test]
fn hostile_input_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let deep = "[".repeat(10_000);
    let bomb: String = (1..60)
        .map(|level| format!("  a{level} = concat(local.a{0}, local.a{0})\n", level - 1))
        .collect();
    let inputs: [(&str, Vec<u8>, i32); 9] = [
        ("deep.json", deep.clone().into_bytes(), 2),
        ("deep.yaml", format!("Resources: {deep}").into_bytes(), 2),
        ("deep.tf", format!("locals {{\n  a = {deep}\n}}\n").into_bytes(), 2),
        ("binary.tfstate", vec![0; 4096], 2),
        ("empty.json", Vec::new(), 2),
        ("conflict.json", b"{\n<<<<<<< HEAD\n\"a\": 1\n=======\n>>>>>>> x\n}".to_vec(), 2),
        ("error.json", b"An error occurred (AccessDenied) when calling".to_vec(), 2),
        ("old.tfstate", b"{\"version\": 3, \"modules\": []}".to_vec(), 2),
        ("bomb.tf", format!("locals {{\n  a0 = [1, 2]\n{bomb}}}\nresource \"aws_sqs_queue\" \"q\" {{\n  name = local.a59\n}}\n").into_bytes(), 0),
    ];
    for (name, bytes, status) in inputs {
        fs::write(folder.path().join(name), bytes).unwrap();
        let run = support::run(folder.path(), ["discover", name], None, &[]);
        assert_eq!(run.status(), status, "{name}: {}", run.stderr());
        assert!(
            status == 0 || run.stderr().contains(name),
            "{}",
            run.stderr()
        );
    }
}

#[test]
fn utf_16_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        fs::read_to_string(support::root().join("tests/cases/discover-plan/plan.json")).unwrap();
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    fs::write(folder.path().join("plan.json"), bytes).unwrap();
    let run = support::run(folder.path(), ["discover", "plan.json"], None, &[]);
    assert!(run.stdout().contains("service: aurora"), "{}", run.stderr());
}
