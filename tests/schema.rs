//! The schema that is printed takes what onus takes, and refuses what a schema can refuse.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use onus::input::{PROJECT_KEYS, RECORD_KEYS, SERVICE_KEYS, TOP_KEYS};
use serde_json::Value;

fn schema(words: &str) -> Value {
    let run = support::run(&support::root(), words.split(' '), None, &[]).succeeds();
    serde_json::from_str(&run.stdout()).unwrap()
}

/// As an editor does, which looks at the day of a date too.
fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

fn small() -> Validator {
    validator(&schema("schema --catalog tests/catalog"))
}

fn yaml(path: &Path) -> Option<Value> {
    serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok()
}

#[track_caller]
fn takes(validator: &Validator, path: &Path) {
    let value = yaml(path).unwrap_or_else(|| panic!("{} is not YAML", path.display()));
    let errors: Vec<_> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(
        errors.is_empty(),
        "{}: {}",
        path.display(),
        errors.join("\n")
    );
}

#[test]
fn it_is_json_schema() {
    for words in ["schema", "schema --catalog tests/catalog"] {
        jsonschema::meta::validate(&schema(words))
            .unwrap_or_else(|error| panic!("{words}: {error}"));
    }
}

#[test]
fn its_keys_are_those_of_the_reader() {
    let schema = schema("schema");
    let keys = |pointer: &str| {
        let properties = schema.pointer(pointer).and_then(Value::as_object);
        properties
            .unwrap_or_else(|| panic!("no {pointer}"))
            .keys()
            .map(String::as_str)
            .collect::<BTreeSet<_>>()
    };
    let known = |keys: &[&'static str]| keys.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(keys("/properties"), known(TOP_KEYS));
    assert_eq!(keys("/$defs/project/properties"), known(PROJECT_KEYS));
    assert_eq!(keys("/$defs/record/properties"), known(RECORD_KEYS));
    // `inherits` is kept and not read yet.
    let mut of_a_use = known(SERVICE_KEYS);
    of_a_use.remove("inherits");
    assert_eq!(keys("/$defs/use/anyOf/2/properties"), of_a_use);
}

#[test]
fn it_takes_the_starter_and_the_examples() {
    let validator = validator(&schema("schema"));
    takes(&validator, &support::root().join("templates/services.yaml"));
    for path in support::examples() {
        takes(&validator, &path);
    }
}

/// Cases by whether onus takes them.
fn cases(good: bool) -> Vec<std::path::PathBuf> {
    let folders = support::entries(&support::root().join("tests/cases"));
    let of_kind = folders.into_iter().filter(|folder| {
        let refused =
            fs::read_to_string(folder.join("expected.status")).is_ok_and(|status| status == "2\n");
        folder.join("services.yaml").exists() && refused != good
    });
    of_kind.collect()
}

#[test]
fn it_takes_the_good_cases() {
    let validator = small();
    for folder in cases(true) {
        // A schema knows one spelling of a name; onus knows them all.
        if !folder.ends_with("names-in-odd-case") {
            takes(&validator, &folder.join("services.yaml"));
        }
    }
}

/// Faults that a schema can express.
const EXPRESSIBLE: &[&str] = &[
    "wrong-type",
    "empty-value",
    "unknown-key",
    "missing-project",
    "missing-name",
    "missing-services",
    "bad-id",
    "bad-date",
    "unknown-status",
    "unknown-framework",
    "duplicate-framework",
    "unknown-attribute",
    "unknown-value",
    "bad-link",
];

/// Cases whose fault a schema cannot see, and why.
const UNSEEN: &[(&str, &str)] = &[(
    "fault-name-gives-no-file-name",
    "which letters make a file name is for the slug to say",
)];

#[test]
fn it_refuses_what_it_can() {
    let validator = small();
    let mut refused = 0;
    for folder in cases(false) {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let stderr = fs::read_to_string(folder.join("expected.stderr")).unwrap();
        let is_expressible = EXPRESSIBLE
            .iter()
            .any(|code| stderr.contains(&format!("error[{code}]")));
        let Some(value) = yaml(&folder.join("services.yaml")).filter(|_| is_expressible) else {
            continue;
        };
        let is_taken = validator.is_valid(&value);
        let is_unseen = UNSEEN.iter().any(|(unseen, _)| *unseen == name);
        assert_eq!(is_taken, is_unseen, "{name}");
        refused += usize::from(!is_taken);
    }
    assert!(refused > 25, "only {refused} cases were refused");
}
