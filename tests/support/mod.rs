//! Runs onus as its users do: some files in a folder of their own, a command line, what came of it.

// Each test file is a program of its own and uses a part of this.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use tempfile::TempDir;

/// The day every test works on, unless it is about days.
pub const DAY: &str = "2026-11-24";

/// The least that makes a document, of the tests' own catalog.
pub const SMALL: &str = "project: {name: Web shop}\nservices: [anvil]\n";

/// A run that takes longer hangs. Far above what any takes, on a busy machine too.
const HANG: Duration = Duration::from_secs(120);

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The tests' own catalog.
pub fn catalog() -> String {
    root().join("tests/catalog").display().to_string()
}

/// The services files of the examples.
pub fn examples() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("examples")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "services.yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What a folder holds, in order; nothing when there is none.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A folder with files, in which onus runs.
pub struct Folder {
    directory: TempDir,
}

impl Folder {
    pub fn new() -> Self {
        let directory = TempDir::new().unwrap();
        Folder { directory }
    }

    /// With a `services.yaml`.
    pub fn with(services: &str) -> Self {
        Folder::new().file("services.yaml", services)
    }

    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Names of all that is in a folder below, hidden files too.
    pub fn names(&self, below: &str) -> Vec<String> {
        let paths = entries(&self.path(below));
        let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        paths.iter().map(name).collect()
    }

    /// Runs onus here with words, split at spaces.
    pub fn onus(&self, words: &str) -> Run {
        self.run(words.split(' '), None, &[])
    }

    pub fn run<'a>(
        &self,
        arguments: impl IntoIterator<Item = &'a str>,
        input: Option<&[u8]>,
        environment: &[(&str, &str)],
    ) -> Run {
        run(self.directory.path(), arguments, input, environment)
    }
}

/// Runs onus in a directory, in an environment that says nothing of today or of colour.
pub fn run<'a>(
    directory: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
    input: Option<&[u8]>,
    environment: &[(&str, &str)],
) -> Run {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let mut command = snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(&arguments)
        .current_dir(directory)
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR")
        .timeout(HANG);
    for (name, value) in environment {
        command = command.env(name, value);
    }
    if let Some(input) = input {
        command = command.stdin(snapbox::Data::binary(input.to_vec()));
    }
    Run {
        command: arguments.join(" "),
        output: command.output().unwrap(),
    }
}

/// What came of a run.
pub struct Run {
    command: String,
    output: Output,
}

impl Run {
    /// The exit status; a run that was killed, or panicked, is a failed test.
    pub fn status(&self) -> i32 {
        let code = self.output.status.code();
        let said = format!(
            "`onus {}`: {:?}\n{}",
            self.command,
            self.output.status,
            self.stderr()
        );
        let code = code.unwrap_or_else(|| panic!("killed: {said}"));
        assert!((0..=2).contains(&code), "{said}");
        code
    }

    pub fn bytes(&self) -> &[u8] {
        &self.output.stdout
    }

    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    #[track_caller]
    pub fn ends(self, status: i32) -> Self {
        let said = format!("`onus {}`\n{}", self.command, self.stderr());
        assert_eq!(self.status(), status, "{said}");
        self
    }

    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.ends(0)
    }

    /// Ends with 2 and says so.
    #[track_caller]
    pub fn refuses(self, because: &str) -> Self {
        let run = self.ends(2);
        assert!(run.stderr().contains(because), "{}", run.stderr());
        run
    }
}
