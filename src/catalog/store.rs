//! Holds the catalog: the built-in files, and the user's over them.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::DeserializeOwned;

use super::form::{
    Account, Category, CategoryId, Control, Framework, Layer, Service, Trait, Verify,
};
use super::lookup::{NameIndex, Names};
use super::pack::{FILES, PackedFile};
use super::parse::parse;
use super::resource_rules::ResourceRules;
use super::resource_types::ResourceTypes;
use crate::diagnostic::{Diagnostic, Source, code};

/// SHA-256 over the built-in files, in hexadecimal.
pub const BUILT_IN_DIGEST: &str = env!("ONUS_CATALOG_DIGEST");

/// Everything onus knows.
pub struct Catalog {
    files: BTreeMap<String, File>,
    layers: Vec<Layer>,
    categories: Vec<Category>,
    names: OnceCell<Vec<Names>>,
    index: OnceCell<NameIndex>,
    controls: OnceCell<IndexMap<String, Control>>,
    account: OnceCell<Account>,
    resource_rules: OnceCell<ResourceRules>,
    resource_types: OnceCell<ResourceTypes>,
    /// Where a user's catalog was read from.
    overlay: Option<String>,
}

/// A catalog with a user's directory over it, and the paths of the user's files.
pub struct Overlay {
    pub catalog: Catalog,
    pub changed: Vec<String>,
}

/// A file of the catalog, read when it is needed.
struct File {
    text: Text,
    service: OnceCell<Service>,
    found: OnceCell<Trait>,
    framework: OnceCell<Framework>,
}

enum Text {
    BuiltIn(&'static PackedFile),
    /// Read from a user's directory and known to be of the form.
    User(Arc<Source>),
}

impl File {
    fn new(text: Text) -> Self {
        File {
            text,
            service: OnceCell::new(),
            found: OnceCell::new(),
            framework: OnceCell::new(),
        }
    }

    /// # Panics
    /// When the file is not of the form: the built-in ones are by test, a user's by the check on loading.
    fn read<T: DeserializeOwned>(&self) -> T {
        match &self.text {
            Text::BuiltIn(file) => serde_json::from_str(file.json)
                .unwrap_or_else(|error| panic!("built-in {}: {error}", file.path)),
            Text::User(source) => parse(source).unwrap_or_else(|fault| panic!("{}", fault.message)),
        }
    }

    fn source(&self) -> Arc<Source> {
        match &self.text {
            Text::BuiltIn(file) => Source::new(format!("catalog/{}", file.path), file.yaml),
            Text::User(source) => Arc::clone(source),
        }
    }
}

impl Catalog {
    /// The catalog compiled in.
    pub fn built_in() -> Self {
        let files = FILES
            .iter()
            .map(|file| (file.path.to_owned(), File::new(Text::BuiltIn(file))));
        Catalog::of(files.collect(), None)
    }

    /// The built-in catalog with a directory of the same layout over it: a file of the same path takes
    /// the place of the built-in one.
    ///
    /// # Errors
    /// Findings when a file cannot be read or is not of the catalog's form. Whether it keeps the rules is
    /// for [`crate::lint`] to say.
    pub fn with_overlay(directory: &Path) -> Result<Overlay, Vec<Diagnostic>> {
        let sources = read_directory(directory)?;
        let faults: Vec<_> = sources
            .iter()
            .filter_map(|(path, source)| form_fault(path, source))
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let changed: Vec<_> = sources.iter().map(|(path, _)| path.clone()).collect();
        let mut files: BTreeMap<_, _> = FILES
            .iter()
            .map(|file| (file.path.to_owned(), File::new(Text::BuiltIn(file))))
            .collect();
        for (path, source) in sources {
            files.insert(path, File::new(Text::User(source)));
        }
        let catalog = Catalog::of(files, Some(directory.display().to_string()));
        Ok(Overlay { catalog, changed })
    }

    fn of(files: BTreeMap<String, File>, overlay: Option<String>) -> Self {
        let layers = files["layers.yaml"].read();
        let categories = CategoryId::ALL
            .map(|id| files[&format!("categories/{id}.yaml")].read())
            .into();
        Catalog {
            files,
            layers,
            categories,
            names: OnceCell::new(),
            index: OnceCell::new(),
            controls: OnceCell::new(),
            account: OnceCell::new(),
            resource_rules: OnceCell::new(),
            resource_types: OnceCell::new(),
            overlay,
        }
    }

    /// The 22 layers in order.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    pub fn layer(&self, id: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == id)
    }

    pub fn category(&self, id: CategoryId) -> &Category {
        self.categories
            .iter()
            .find(|category| category.id == id)
            .unwrap_or(&self.categories[0])
    }

    pub fn trait_named(&self, id: &str) -> Option<&Trait> {
        let file = self.files.get(&format!("traits/{id}.yaml"))?;
        Some(file.found.get_or_init(|| file.read()))
    }

    pub fn traits(&self) -> impl Iterator<Item = &Trait> {
        below(&self.files, "traits/").map(|(_, file)| file.found.get_or_init(|| file.read()))
    }

    /// The names of all services, by id.
    pub fn names(&self) -> &[Names] {
        self.names.get_or_init(|| names(&self.files))
    }

    /// A service by its id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        let file = self.files.get(&format!("services/{id}.yaml"))?;
        Some(file.service.get_or_init(|| file.read()))
    }

    /// A service by id, alias or official name, without regard to case.
    pub fn find(&self, name: &str) -> Option<&Service> {
        // Most names are ids, letter by letter; those need no index.
        self.service(name)
            .or_else(|| self.service(&self.names()[self.index().find(name)?].id))
    }

    /// Every service that a name means otherwise than by its id.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Names> {
        let owners = self.index().named(name);
        owners.iter().map(|position| &self.names()[*position])
    }

    fn index(&self) -> &NameIndex {
        self.index.get_or_init(|| NameIndex::new(self.names()))
    }

    /// The duties that come with an AWS account.
    pub fn account(&self) -> &Account {
        self.account
            .get_or_init(|| self.files["account.yaml"].read())
    }

    /// How infrastructure code and inventories are read.
    pub fn resource_rules(&self) -> &ResourceRules {
        self.resource_rules
            .get_or_init(|| self.files["resources.yaml"].read())
    }

    /// Which service a resource type reveals, as the services' files list it.
    pub fn resource_types(&self) -> &ResourceTypes {
        self.resource_types.get_or_init(|| {
            let mut types = ResourceTypes::packed(super::pack::TYPES);
            for (_, file) in below(&self.files, "services/") {
                if matches!(file.text, Text::User(_)) {
                    types.replace(file.service.get_or_init(|| file.read()));
                }
            }
            types
        })
    }

    /// Ids of the frameworks, in order.
    pub fn framework_ids(&self) -> impl Iterator<Item = &str> {
        below(&self.files, "frameworks/").map(|(id, _)| id)
    }

    pub fn framework(&self, id: &str) -> Option<&Framework> {
        let file = self.files.get(&format!("frameworks/{id}.yaml"))?;
        Some(file.framework.get_or_init(|| file.read()))
    }

    /// The Security Hub controls by id.
    pub fn controls(&self) -> &IndexMap<String, Control> {
        self.controls
            .get_or_init(|| self.files["security-hub-controls.yaml"].read())
    }

    /// The AWS Config rules that verify a duty: those of its controls, then its own, each once.
    pub fn config_rules(&self, verify: &Verify) -> Vec<String> {
        let of_controls = verify
            .security_hub
            .iter()
            .filter_map(|id| self.controls().get(id)?.config_rule.as_ref());
        let mut rules: Vec<String> = Vec::new();
        for rule in of_controls.chain(&verify.config) {
            if !rules.contains(rule) {
                rules.push(rule.clone());
            }
        }
        rules
    }

    /// The directory laid over the built-in catalog.
    pub fn overlay(&self) -> Option<&str> {
        self.overlay.as_deref()
    }

    /// Paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A file as written.
    pub fn source(&self, path: &str) -> Option<Arc<Source>> {
        self.files.get(path).map(File::source)
    }
}

/// The names of the built-in services, and those of a user's in their place.
fn names(files: &BTreeMap<String, File>) -> Vec<Names> {
    let mut names: Vec<Names> =
        serde_json::from_str::<Vec<(String, Vec<String>)>>(super::pack::NAMES)
            .unwrap_or_else(|error| panic!("built-in names: {error}"))
            .into_iter()
            .map(|(id, others)| Names { id, others })
            .collect();
    for (id, file) in below(files, "services/") {
        if matches!(file.text, Text::User(_)) {
            names.retain(|names| names.id != id);
            names.push(Names::of(file.service.get_or_init(|| file.read())));
        }
    }
    names.sort_by(|a, b| a.id.cmp(&b.id));
    names
}

/// The files of a folder with their ids.
fn below<'a>(
    files: &'a BTreeMap<String, File>,
    folder: &'a str,
) -> impl Iterator<Item = (&'a str, &'a File)> {
    files.iter().filter_map(move |(path, file)| {
        let id = path.strip_prefix(folder)?.strip_suffix(".yaml")?;
        Some((id, file))
    })
}

/// What keeps a file from being read as what its path says it is.
pub(super) fn form_fault(path: &str, source: &Arc<Source>) -> Option<Diagnostic> {
    let folder = path.split_once('/').map_or(path, |(folder, _)| folder);
    match folder {
        "services" => parse::<Service>(source).err(),
        "traits" => parse::<Trait>(source).err(),
        "categories" => parse::<Category>(source).err(),
        "frameworks" => parse::<Framework>(source).err(),
        "account.yaml" => parse::<Account>(source).err(),
        "resources.yaml" => parse::<ResourceRules>(source).err(),
        "layers.yaml" => parse::<Vec<Layer>>(source).err(),
        "security-hub-controls.yaml" => parse::<IndexMap<String, Control>>(source).err(),
        _ => {
            let message = format!("the catalog has no place for '{path}'");
            Some(
                Diagnostic::new(code("catalog-form"), message)
                    .help("docs/catalog-format.md shows the layout"),
            )
        }
    }
}

/// The YAML files below a directory, at most two levels deep, by path.
fn read_directory(directory: &Path) -> Result<Vec<(String, Arc<Source>)>, Vec<Diagnostic>> {
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    let unreadable = |path: &Path, error: std::io::Error| {
        Diagnostic::new(
            code("unreadable"),
            format!("cannot read '{}': {error}", path.display()),
        )
    };
    let mut folders = vec![(String::new(), directory.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                faults.push(unreadable(&folder, error));
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let path = entry.path();
            if path.is_dir() && prefix.is_empty() {
                folders.push((format!("{name}/"), path));
            } else if name.ends_with(".yaml") {
                match std::fs::read_to_string(&path) {
                    Ok(text) => sources.push((name, Source::new(path.display().to_string(), text))),
                    Err(error) => faults.push(unreadable(&path, error)),
                }
            }
        }
    }
    sources.sort_by(|a, b| a.0.cmp(&b.0));
    if sources.is_empty() && faults.is_empty() {
        let message = format!("'{}' holds no catalog file", directory.display());
        let help = "it needs services/<id>.yaml or another file of the catalog's layout";
        faults.push(Diagnostic::new(code("unreadable"), message).help(help));
    }
    if faults.is_empty() {
        Ok(sources)
    } else {
        Err(faults)
    }
}
