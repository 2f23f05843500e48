//! What the examples render to is kept in `output/`, byte for byte.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const RENDER: &str = "cargo run --release -- build examples";

/// Names of the files in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| {
            entry
                .expect("the folder can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[test]
fn building_the_examples_again_changes_no_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = tempfile::tempdir().expect("a folder for the run");
    let status = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(["build", "examples", "--output"])
        .arg(fresh.path())
        .current_dir(root)
        .status()
        .expect("the program starts");
    assert!(status.success(), "the examples do not build");
    let kept = root.join("output");
    let expected = names(fresh.path());
    assert!(
        expected.len() >= 12,
        "an example in three formats each: {expected:?}"
    );
    assert_eq!(
        names(&kept),
        expected,
        "output/ lacks files or has files that nothing writes; `{RENDER}` writes them"
    );
    let same =
        |name: &&String| fs::read(kept.join(name)).ok() == fs::read(fresh.path().join(name)).ok();
    let changed: Vec<_> = expected.iter().filter(|name| !same(name)).collect();
    assert!(
        changed.is_empty(),
        "{changed:?} changed; write output/ again with `{RENDER}`, and read the difference"
    );
}
