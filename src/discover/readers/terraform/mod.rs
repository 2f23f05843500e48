//! Terraform and OpenTofu code: the modules of a folder, with what they are given worked out as far as it
//! can be known.

mod eval;
mod functions;
mod module;
mod syntax;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value as Json;

use super::Reading;
use super::folder::within;
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, unfit};
use crate::discover::resource::{Detail, Location, Notation, Resource};
use crate::discover::value::Value;
use eval::{Evaluator, Names, Scope, items, pair};
pub(super) use module::is_code_file;
use module::{Declared, Module};
use syntax::Expr;

/// Most modules in each other.
const DEPTH_LIMIT: usize = 24;
/// Most calls of modules in all.
const CALL_LIMIT: usize = 5_000;
/// Most instances of a resource that are looked at one by one.
const INSTANCE_LIMIT: usize = 64;

/// Properties that are about the resource, not of it.
const META: [&str; 7] = [
    "count",
    "for_each",
    "provider",
    "depends_on",
    "lifecycle",
    "provisioner",
    "connection",
];

/// Whether a text begins as Terraform code does.
pub(super) fn sniff(start: &[u8]) -> bool {
    const BLOCKS: [&str; 9] = [
        "resource",
        "data",
        "module",
        "variable",
        "output",
        "locals",
        "provider",
        "terraform",
        "moved",
    ];
    let text = String::from_utf8_lossy(start);
    text.lines().any(|line| {
        let mut words = line.split([' ', '"', '{']);
        words.next().is_some_and(|word| BLOCKS.contains(&word)) && line.contains('{')
    })
}

/// Reads one file of code, with the local modules it calls.
pub(super) fn read_file(
    path: &Path,
    input: &mut Input,
    reading: &mut Reading<'_>,
) -> Result<(), Diagnostic> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut module = Module {
        folder: folder.to_owned(),
        ..Module::default()
    };
    module.file(path, input)?;
    let mut project = Project::of(folder, reading);
    let root = project.root(Rc::new(module));
    project.run(&root).map_err(|mut faults| faults.remove(0))
}

/// Reads the folders of a project; those that others call are read where they are called.
pub(super) fn read_folders(
    root: &Path,
    folders: &BTreeSet<PathBuf>,
    reading: &mut Reading<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut project = Project::of(root, reading);
    let mut called = BTreeSet::new();
    for folder in folders {
        match project.module(folder) {
            Err(more) => faults.extend(more),
            Ok(module) => {
                let sources = module
                    .calls
                    .values()
                    .filter_map(|call| local_source(call).map(|source| folder.join(source)));
                called.extend(sources.filter_map(|path| path.canonicalize().ok()));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let is_called = |folder: &Path| {
        folder
            .canonicalize()
            .is_ok_and(|real| called.contains(&real))
    };
    let mut roots: Vec<_> = folders
        .iter()
        .filter(|folder| is_root(root, folder, folders) && (*folder == root || !is_called(folder)))
        .collect();
    if roots.is_empty() {
        // Each calls another, in a circle: the first shows it.
        roots.extend(folders.first());
    }
    for folder in roots {
        let scope = project.module(folder).map(|module| project.root(module));
        match scope {
            Err(more) => faults.extend(more),
            Ok(scope) => faults.extend(project.run(&scope).err().into_iter().flatten()),
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// Whether a folder is deployed as it is. Where the project's own folder has code, what lies beside it as an
/// example, a test or a module that nobody calls is not.
fn is_root(root: &Path, folder: &Path, folders: &BTreeSet<PathBuf>) -> bool {
    const BESIDE: [&str; 7] = [
        "modules", "examples", "example", "tests", "test", "fixtures", "wrappers",
    ];
    let below = folder.strip_prefix(root).unwrap_or(folder);
    let beside = below
        .iter()
        .any(|part| BESIDE.contains(&part.to_string_lossy().as_ref()));
    let others = || {
        folders.iter().any(|other| {
            let below = other.strip_prefix(root).unwrap_or(other);
            !below
                .iter()
                .any(|part| BESIDE.contains(&part.to_string_lossy().as_ref()))
        })
    };
    !beside || !others()
}

/// The folder of a module that lies in the project, as it is written.
fn local_source(call: &Declared) -> Option<&str> {
    let source = source(call)?;
    (source.starts_with("./") || source.starts_with("../")).then_some(source)
}

fn source(call: &Declared) -> Option<&str> {
    match call.body.attribute("source")? {
        Expr::Literal(value) => value.as_text(),
        _ => None,
    }
}

/// A project that is being read.
struct Project<'r, 'c> {
    /// The folder as it was given, which the paths that are printed start with.
    given: PathBuf,
    /// What no module may lead out of.
    root: PathBuf,
    reading: &'r mut Reading<'c>,
    modules: HashMap<PathBuf, Rc<Module>>,
    evaluator: Evaluator,
    calls: usize,
}

impl<'r, 'c> Project<'r, 'c> {
    fn of(root: &Path, reading: &'r mut Reading<'c>) -> Self {
        // A repository is the project where there is one: folders of environments call modules beside them.
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let repository = real.ancestors().find(|folder| folder.join(".git").exists());
        let whole = repository.map_or_else(|| root.to_owned(), Path::to_owned);
        Project {
            given: root.to_owned(),
            root: whole,
            reading,
            modules: HashMap::new(),
            evaluator: Evaluator::default(),
            calls: 0,
        }
    }

    fn module(&mut self, folder: &Path) -> Result<Rc<Module>, Vec<Diagnostic>> {
        if let Some(module) = self.modules.get(folder) {
            return Ok(Rc::clone(module));
        }
        let module = Rc::new(Module::read(folder)?);
        self.modules.insert(folder.to_owned(), Rc::clone(&module));
        Ok(module)
    }

    /// A module that is deployed as it is, with what its files of variables give it.
    fn root(&mut self, module: Rc<Module>) -> Rc<Scope> {
        let given = variables(&module.folder, &self.evaluator);
        let mut scope = Scope::new(module, String::new(), None);
        scope.given = given;
        Rc::new(scope)
    }

    fn run(&mut self, scope: &Rc<Scope>) -> Result<(), Vec<Diagnostic>> {
        let installed = installed(&scope.module.folder);
        let mut open = vec![real(&scope.module.folder)];
        let mut scopes = Vec::new();
        self.descend(scope, &installed, &mut open, true, &mut scopes)
            .map_err(|fault| vec![fault])?;
        for (scope, certain) in scopes {
            for declared in &scope.module.resources {
                self.resource(declared, &scope, certain);
            }
        }
        Ok(())
    }

    /// Opens the modules that one calls, so that outputs are known before resources are worked out.
    fn descend(
        &mut self,
        scope: &Rc<Scope>,
        installed: &HashMap<String, PathBuf>,
        open: &mut Vec<PathBuf>,
        certain: bool,
        scopes: &mut Vec<(Rc<Scope>, bool)>,
    ) -> Result<(), Diagnostic> {
        scopes.push((Rc::clone(scope), certain));
        let module = Rc::clone(&scope.module);
        let mut below = Vec::new();
        for (name, call) in &module.calls {
            let Some(folder) = self.folder_of(call, scope, installed)? else {
                continue;
            };
            let at = call
                .line
                .map_or(String::new(), |line| format!(" on line {line}"));
            if open.contains(&real(&folder)) {
                return Err(unfit(
                    &call.file,
                    &format!(
                        "the module '{name}'{at} calls itself, by way of {}",
                        folder.display()
                    ),
                ));
            }
            self.calls += 1;
            if open.len() >= DEPTH_LIMIT || self.calls > CALL_LIMIT {
                return Err(unfit(
                    &call.file,
                    &format!(
                        "the module '{name}'{at} is one too many: modules are nested too deep or called too often"
                    ),
                ));
            }
            let called = self
                .module(&folder)
                .map_err(|mut faults| faults.remove(0))?;
            below.push((name, call, called, folder));
        }
        for (name, call, called, folder) in below {
            let (instances, certain_here) = self.instances(call, scope);
            let several = instances.len() > 1;
            for (index, names) in instances {
                let path = format!("{}module.{name}{index}.", scope.path);
                let caller = Some((Rc::clone(scope), call.clone(), names));
                let child = Rc::new(Scope::new(Rc::clone(&called), path, caller));
                if !several {
                    scope
                        .children
                        .borrow_mut()
                        .insert(name.clone(), Rc::clone(&child));
                } else {
                    scope
                        .children
                        .borrow_mut()
                        .entry(name.clone())
                        .or_insert_with(|| Rc::clone(&child));
                }
                open.push(real(&folder));
                self.descend(&child, installed, open, certain && certain_here, scopes)?;
                open.pop();
            }
        }
        Ok(())
    }

    /// Where a module's code lies; `None` where it is not in the folder, which is noted.
    fn folder_of(
        &mut self,
        call: &Declared,
        scope: &Scope,
        installed: &HashMap<String, PathBuf>,
    ) -> Result<Option<PathBuf>, Diagnostic> {
        let Some(written) = source(call) else {
            self.reading.found.unread(format!(
                "'{}' calls the module '{}' from an address known only in use",
                call.file, call.name
            ));
            return Ok(None);
        };
        let folder = match local_source(call) {
            Some(local) => Some(scope.module.folder.join(local)),
            None => {
                let key = super::base(&format!("{}module.{}", scope.path, call.name))
                    .replace("module.", "");
                installed.get(&key).cloned()
            }
        };
        let shown = without_secrets(written);
        let Some(folder) = folder else {
            self.reading.found.unread(format!(
                "'{}' calls the module '{}' from '{shown}', which is not in the folder",
                call.file, call.name
            ));
            return Ok(None);
        };
        if !folder.is_dir() {
            self.reading.found.unread(format!(
                "'{}' calls the module '{}' from '{shown}', which is not there",
                call.file, call.name
            ));
            return Ok(None);
        }
        match within(&self.root, &folder) {
            Some(folder) => Ok(Some(from_given(&self.given, &folder))),
            None => Err(unfit(
                &call.file,
                &format!(
                    "the module '{}' leads out of the project, to '{shown}'",
                    call.name
                ),
            )),
        }
    }

    /// The instances of a resource or module: index and names of each; and whether it is certain that there
    /// are any.
    fn instances(&self, declared: &Declared, scope: &Rc<Scope>) -> (Vec<(String, Names)>, bool) {
        let none = Names::new();
        if let Some(count) = declared.body.attribute("count") {
            let value = self.evaluator.eval(count, scope, &none);
            let number = eval::number(&value)
                .map(|number| number.max(0.0) as usize)
                .or_else(|| value.as_bool().map(usize::from));
            let index = |index: Value| {
                (
                    String::from("count"),
                    Value::Map([("index".to_owned(), index)].into_iter().collect()),
                )
            };
            return match number {
                Some(number) => (
                    (0..number.min(INSTANCE_LIMIT))
                        .map(|at| (format!("[{at}]"), vec![index(Value::text(at))]))
                        .collect(),
                    true,
                ),
                None => (vec![(String::new(), vec![index(Value::Unknown)])], false),
            };
        }
        if let Some(each) = declared.body.attribute("for_each") {
            let found = items(self.evaluator.eval(each, scope, &none));
            let name = |key: String, value: Value| vec![("each".to_owned(), pair(key, value))];
            return match found {
                Some(items) => (
                    items
                        .into_iter()
                        .take(INSTANCE_LIMIT)
                        .map(|(key, value)| (format!("[\"{key}\"]"), name(key, value)))
                        .collect(),
                    true,
                ),
                None => (
                    vec![(String::new(), vec![("each".to_owned(), Value::Unknown)])],
                    false,
                ),
            };
        }
        (vec![(String::new(), none)], true)
    }

    fn resource(&mut self, declared: &Declared, scope: &Rc<Scope>, certain: bool) {
        let kind = &declared.kind;
        let (instances, certain_here) = self.instances(declared, scope);
        for (index, names) in instances {
            if !self.reading.is_aws(kind, None) {
                continue;
            }
            let mut properties = self.evaluator.body(&declared.body, scope, &names);
            if let Value::Map(entries) = &mut properties {
                entries.retain(|key, _| !META.contains(&key.as_str()));
            }
            let address = format!("{}{kind}.{}{index}", scope.path, declared.name);
            self.reading.add(Resource {
                notation: Notation::Terraform,
                kind: kind.clone(),
                base: super::base(&address),
                address,
                location: Location {
                    file: declared.file.clone(),
                    line: declared.line,
                },
                properties: unindexed(properties),
                links: Vec::new(),
                conditional: !(certain && certain_here),
                detail: Detail::Written,
                count: 1,
            });
        }
    }
}

/// References without the indices of the modules they lead through.
fn unindexed(value: Value) -> Value {
    match value {
        Value::Set(addresses) => Value::Set(
            addresses
                .iter()
                .map(|address| super::base(address))
                .collect(),
        ),
        Value::List(items) => Value::List(items.into_iter().map(unindexed).collect()),
        Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key, unindexed(value)))
                .collect(),
        ),
        other => other,
    }
}

fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The path of a folder from the one that was given, so that what is printed tells nothing of the machine.
fn from_given(given: &Path, folder: &Path) -> PathBuf {
    let (start, end) = (real(given), real(folder));
    let shared = start
        .iter()
        .zip(end.iter())
        .take_while(|(one, other)| one == other)
        .count();
    let below: PathBuf = end.iter().skip(shared).collect();
    let mut path = match given {
        given if given == Path::new(".") => PathBuf::new(),
        given => given.to_owned(),
    };
    for _ in shared..start.iter().count() {
        let parent = path
            .parent()
            .filter(|_| path.file_name().is_some() && !path.is_symlink())
            .map(Path::to_owned);
        path = parent.unwrap_or_else(|| path.join(".."));
    }
    path = path.join(below);
    if path.as_os_str().is_empty() {
        path.push(".");
    }
    path
}

/// A source without the user and the query, which may hold a token.
fn without_secrets(source: &str) -> String {
    let source = source.split('?').next().unwrap_or_default();
    match (source.find("://"), source.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => {
            format!("{}{}", &source[..scheme + 3], &source[at + 1..])
        }
        _ => source.to_owned(),
    }
}

/// Modules that `terraform init` brought into the folder, by the path of their calls.
fn installed(folder: &Path) -> HashMap<String, PathBuf> {
    let manifest = folder.join(".terraform/modules/modules.json");
    let text = Input::open(&manifest)
        .and_then(|mut input| input.text(16 << 20))
        .unwrap_or_default();
    let json: Json = serde_json::from_str(&text).unwrap_or(Json::Null);
    let modules = json["Modules"].as_array().into_iter().flatten();
    modules
        .filter_map(|module| {
            let key = module["Key"].as_str().filter(|key| !key.is_empty())?;
            Some((key.to_owned(), folder.join(module["Dir"].as_str()?)))
        })
        .collect()
}

/// The values that a root is given by the files Terraform reads of itself.
fn variables(folder: &Path, evaluator: &Evaluator) -> HashMap<String, Value> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_variables = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ["terraform.tfvars", "terraform.tfvars.json"].contains(&name.as_ref())
            || name.ends_with(".auto.tfvars")
            || name.ends_with(".auto.tfvars.json")
    };
    let mut paths: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(is_variables)
        .collect();
    // Those with a name of their own come after `terraform.tfvars`, and win.
    paths.sort_by_key(|path| {
        (
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .contains(".auto."),
            path.clone(),
        )
    });
    let empty = Rc::new(Scope::new(Rc::new(Module::default()), String::new(), None));
    let mut given = BTreeMap::new();
    for path in paths {
        let Ok(text) = Input::open(&path).and_then(|mut input| input.text(16 << 20)) else {
            continue;
        };
        if path.extension().is_some_and(|ending| ending == "json") {
            let json: Json = serde_json::from_str(&text).unwrap_or(Json::Null);
            given.extend(
                json.as_object()
                    .into_iter()
                    .flatten()
                    .map(|(key, value)| (key.clone(), Value::from(value.clone()))),
            );
        } else if let Ok(body) = syntax::hcl(&text) {
            given.extend(
                body.attributes.iter().map(|(key, value)| {
                    (key.clone(), evaluator.eval(value, &empty, &Names::new()))
                }),
            );
        }
    }
    given.into_iter().collect()
}
