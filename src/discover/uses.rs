//! From resources to uses: each service once for every way it is configured.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use indexmap::IndexMap;
use time::Date;

use super::classify::{self, Class};
use super::resource::{Detail, Found, Location, Notation, Resource};
use super::settings::{Reader, Said, properties};
use super::value::{At, Value};
use crate::catalog::{Catalog, Configuration, Service, normalise};
use crate::model::{Fault, complete};

/// What an input uses.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The name of the file or folder it was read from.
    pub input: String,
    pub uses: Vec<Use>,
    pub unknown: Vec<Unknown>,
    /// Resources of other providers, by provider.
    pub others: BTreeMap<String, u64>,
    /// What was not read, and why.
    pub unread: Vec<String>,
}

/// One way in which a service is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub service: String,
    pub name: Option<String>,
    pub attributes: IndexMap<String, Statement>,
    /// Attributes that the code sets to what is known only in use.
    pub open: Vec<String>,
    pub count: u64,
    /// Addresses of its resources.
    pub found: Vec<String>,
    /// Files, with lines where they say more than the address.
    pub places: Vec<String>,
    /// Whether it is used depends on what is known only in use.
    pub conditional: bool,
}

/// What is said of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    pub values: Vec<String>,
    /// Nothing is set: AWS's own default.
    pub is_default: bool,
}

/// A type of AWS that the catalog does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    pub kind: String,
    pub count: u64,
}

/// Most configurations that one use may have; `build` takes no more.
const CONFIGURATION_LIMIT: usize = 16;
/// Longest name of a use.
const NAME_LIMIT: usize = 80;

/// Turns what was found into uses.
pub(super) fn of(mut found: Found, catalog: &Catalog, date: Date, path: &Path) -> Discovery {
    counted(&mut found);
    let mut by_service: BTreeMap<String, Vec<Resource>> = BTreeMap::new();
    let mut shown: BTreeMap<String, Vec<Resource>> = BTreeMap::new();
    let mut unknown: BTreeMap<String, u64> = BTreeMap::new();
    for resource in found.resources {
        let (class, also) = classify::of_resource(&resource, catalog);
        for service in also {
            shown.entry(service).or_default().push(resource.clone());
        }
        match class {
            Class::Service(service) => by_service.entry(service).or_default().push(resource),
            Class::Unknown => *unknown.entry(resource.kind).or_default() += resource.count,
            Class::Glue => {}
        }
    }
    let mut uses = Vec::new();
    for (id, resources) in &by_service {
        match catalog.service(id) {
            Some(service) => uses.extend(Uses::of(service, resources, catalog, date).all()),
            None => resources.iter().for_each(|resource| {
                *unknown.entry(resource.kind.clone()).or_default() += resource.count;
            }),
        }
    }
    for (service, resources) in shown
        .iter()
        .filter(|(service, _)| !by_service.contains_key(*service))
    {
        let members: Vec<_> = resources.iter().collect();
        uses.push(group(service, &members, Settings::default(), None));
    }
    uses.sort_by(|a, b| (&a.service, &a.name).cmp(&(&b.service, &b.name)));
    distinct_names(&mut uses);
    let name = path.canonicalize().ok().and_then(|path| {
        path.file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
    });
    Discovery {
        input: name.unwrap_or_default(),
        uses,
        unknown: unknown
            .into_iter()
            .map(|(kind, count)| Unknown { kind, count })
            .collect(),
        others: found.others,
        unread: found.unread,
    }
}

/// Resources that were only counted stand as one of their type.
fn counted(found: &mut Found) {
    for ((notation, kind), counted) in std::mem::take(&mut found.counted) {
        let mut addresses = counted.first.into_iter();
        let first = addresses.next().unwrap_or_default();
        let resource = |address: String, count| Resource {
            notation,
            kind: kind.clone(),
            base: address.clone(),
            address,
            location: Location::default(),
            properties: Value::Map(IndexMap::new()),
            links: Vec::new(),
            conditional: false,
            detail: Detail::Listed,
            count,
        };
        let rest: Vec<_> = addresses.map(|address| resource(address, 1)).collect();
        let others = rest.len() as u64;
        found
            .resources
            .push(resource(first, counted.count - others));
        found.resources.extend(rest);
    }
}

/// The attributes of a use as they are gathered.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Settings {
    said: BTreeMap<usize, Statement>,
    open: Vec<String>,
}

/// The resources of one service.
struct Uses<'a> {
    service: &'a Service,
    resources: &'a [Resource],
    reader: Reader<'a>,
    mains: Vec<usize>,
    /// Who links with whom, both ways.
    linked: Vec<Vec<usize>>,
}

impl<'a> Uses<'a> {
    fn of(
        service: &'a Service,
        resources: &'a [Resource],
        catalog: &'a Catalog,
        date: Date,
    ) -> Self {
        let kinds = main_kinds(service, catalog);
        let is_main = |resource: &Resource| kinds.contains(resource.kind.as_str());
        let mains = (0..resources.len())
            .filter(|index| is_main(&resources[*index]))
            .collect();
        let mut by_base: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, resource) in resources.iter().enumerate() {
            by_base.entry(&resource.base).or_default().push(index);
        }
        let mut linked = vec![Vec::new(); resources.len()];
        for (index, resource) in resources.iter().enumerate() {
            for link in &resource.links {
                let targets = by_base.get(link.as_str()).into_iter().flatten();
                for target in targets
                    .copied()
                    .filter(|target| same_index(resource, &resources[*target]))
                {
                    linked[index].push(target);
                    linked[target].push(index);
                }
            }
        }
        Uses {
            service,
            resources,
            reader: Reader { catalog, date },
            mains,
            linked,
        }
    }

    fn all(&self) -> Vec<Use> {
        if self.mains.is_empty() {
            let members: Vec<_> = self.resources.iter().collect();
            let layers = vec![(0..self.resources.len()).collect()];
            let settings = self.settings(&layers, None);
            return vec![self.finish(&members, settings, None)];
        }
        let mut groups: Vec<(Settings, Vec<usize>)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for main in &self.mains {
            let settings = self.settings(&self.layers(*main), Some(*main));
            let key = format!("{settings:?}");
            let at = *known.entry(key).or_insert_with(|| {
                groups.push((settings, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(*main);
        }
        let alone = groups.len() == 1;
        let uses = groups.into_iter().map(|(settings, mains)| {
            let members: Vec<_> = mains.iter().map(|main| &self.resources[*main]).collect();
            let first = self.name(members[0]);
            let count: u64 = members.iter().map(|member| member.count).sum();
            let name = match (count, alone) {
                (1, _) => Some(first),
                (_, true) => None,
                (count, false) => Some(format!("{first} and {} more", count - 1)),
            };
            self.finish(&members, settings, name)
        });
        uses.collect()
    }

    /// The resources that belong to a main one, nearest first.
    fn layers(&self, main: usize) -> Vec<Vec<usize>> {
        let mut seen: HashSet<usize> = self.mains.iter().copied().collect();
        let mut layers = vec![vec![main]];
        while let Some(last) = layers.last().filter(|last| !last.is_empty()) {
            let next = last
                .iter()
                .flat_map(|index| self.linked[*index].iter().copied());
            let mut next: Vec<_> = next.filter(|index| seen.insert(*index)).collect();
            // Of a single main resource everything is.
            if self.mains.len() == 1 && next.is_empty() {
                next = (0..self.resources.len())
                    .filter(|index| seen.insert(*index))
                    .collect();
            }
            layers.push(next);
        }
        layers
    }

    fn settings(&self, layers: &[Vec<usize>], main: Option<usize>) -> Settings {
        let mut settings = Settings::default();
        for (position, id) in self.service.attributes.keys().enumerate() {
            match self.said(id, layers, main) {
                Said::Values(values) => {
                    settings.said.insert(
                        position,
                        Statement {
                            values,
                            is_default: false,
                        },
                    );
                }
                Said::Open => settings.open.push(id.clone()),
                Said::Nothing => {
                    if let Some(value) = main.and_then(|main| self.default(id, main)) {
                        let statement = Statement {
                            values: vec![value],
                            is_default: true,
                        };
                        settings.said.insert(position, statement);
                    }
                }
            }
        }
        self.fit(&mut settings);
        settings
    }

    /// What is said of an attribute, by the nearest that say anything.
    fn said(&self, id: &str, layers: &[Vec<usize>], main: Option<usize>) -> Said {
        for layer in layers {
            let mut values: Vec<String> = Vec::new();
            let mut open = false;
            for index in layer {
                match self.reader.said(self.service, id, &self.resources[*index]) {
                    Said::Values(more) => more.into_iter().for_each(|value| {
                        if !values.contains(&value) {
                            values.push(value);
                        }
                    }),
                    Said::Open => open = true,
                    Said::Nothing => {}
                }
            }
            if !values.is_empty() {
                return Said::Values(values);
            }
            if open {
                return Said::Open;
            }
        }
        match main {
            Some(main) => self
                .reader
                .said_last(self.service, id, &self.resources[main]),
            None => Said::Nothing,
        }
    }

    /// AWS's default, where the code could have said something else and did not.
    fn default(&self, id: &str, main: usize) -> Option<String> {
        let resource = &self.resources[main];
        let attribute = &self.service.attributes[id];
        if resource.detail != Detail::Written
            || !self.reader.can_be_said(self.service, id, resource)
        {
            return None;
        }
        // What another resource says, and nobody knows of which: then it is open.
        let elsewhere =
            properties(attribute, resource.notation)
                .iter()
                .any(|property| {
                    let kind = property.split('.').next().unwrap_or(property);
                    kind != resource.kind
                        && self.mains.len() > 1
                        && self.resources.iter().enumerate().any(|(index, other)| {
                            other.kind == kind && self.linked[index].is_empty()
                        })
                });
        if elsewhere {
            return None;
        }
        let default = attribute.default.as_ref()?.on(self.reader.date)?;
        Some(default.0.clone())
    }

    /// Leaves out what cannot stand together, as a setting of something that is switched off.
    fn fit(&self, settings: &mut Settings) {
        let ids: Vec<_> = self.service.attributes.keys().cloned().collect();
        let mut product = 1;
        settings.said.retain(|_, statement| {
            let longer = product * statement.values.len();
            let fits = longer <= CONFIGURATION_LIMIT;
            product = if fits { longer } else { product };
            fits
        });
        loop {
            let given = |default: bool| -> Configuration {
                let kept = settings
                    .said
                    .iter()
                    .filter(|(_, said)| default || !said.is_default);
                kept.map(|(position, said)| (ids[*position].clone(), said.values[0].clone()))
                    .collect()
            };
            match complete(self.service, &given(false), self.reader.date) {
                Err(faults) => {
                    let before = settings.said.len();
                    for fault in faults {
                        let (Fault::NoAttribute { attribute } | Fault::NoValue { attribute, .. }) =
                            fault;
                        settings.said.retain(|position, said| {
                            said.is_default || ids[*position] != attribute
                        });
                    }
                    if settings.said.len() == before {
                        return;
                    }
                }
                Ok(taken) => {
                    settings.said.retain(|position, said| {
                        !said.is_default
                            || taken.configuration.get(&ids[*position]) == Some(&said.values[0])
                    });
                    break;
                }
            }
        }
        self.fit_lists(settings, &ids);
    }

    /// Every value of a list must stand with the rest too; what only some of them have is left out.
    fn fit_lists(&self, settings: &mut Settings, ids: &[String]) {
        let lists: Vec<_> = settings
            .said
            .iter()
            .filter(|(_, said)| said.values.len() > 1)
            .map(|(position, said)| (*position, said.values.clone()))
            .collect();
        for (position, values) in lists {
            for value in values {
                let mut given: Configuration = settings
                    .said
                    .iter()
                    .map(|(position, said)| (ids[*position].clone(), said.values[0].clone()))
                    .collect();
                given.insert(ids[position].clone(), value.clone());
                for fault in complete(self.service, &given, self.reader.date)
                    .err()
                    .into_iter()
                    .flatten()
                {
                    let (Fault::NoAttribute { attribute } | Fault::NoValue { attribute, .. }) =
                        fault;
                    if attribute != ids[position] {
                        settings.said.retain(|other, _| ids[*other] != attribute);
                    } else if let Some(said) = settings.said.get_mut(&position) {
                        said.values.retain(|known| *known != value);
                    }
                }
            }
        }
        settings.said.retain(|_, said| !said.values.is_empty());
    }

    fn name(&self, resource: &Resource) -> String {
        let names = &self.reader.catalog.resource_rules().names;
        let own = names
            .iter()
            .find_map(|key| match resource.properties.at(key) {
                At::Values(values) => values
                    .first()
                    .and_then(|value| value.as_text())
                    .filter(|text| is_name(text))
                    .map(str::to_owned),
                _ => None,
            });
        own.unwrap_or_else(|| {
            let last = resource
                .address
                .rsplit(['.', ' ', '/'])
                .next()
                .unwrap_or(&resource.address);
            let plain: String = last
                .chars()
                .filter(|letter| !letter.is_control())
                .take(NAME_LIMIT)
                .collect();
            if plain.is_empty() {
                resource.kind.clone()
            } else {
                plain
            }
        })
    }

    fn finish(&self, members: &[&Resource], settings: Settings, name: Option<String>) -> Use {
        let ids: Vec<_> = self.service.attributes.keys().collect();
        let attributes = settings
            .said
            .iter()
            .map(|(position, said)| (ids[*position].clone(), said.clone()))
            .collect();
        let mut found = group(&self.service.id, members, settings, name);
        found.attributes = attributes;
        found
    }
}

fn group(service: &str, members: &[&Resource], settings: Settings, name: Option<String>) -> Use {
    let mut places: Vec<_> = members
        .iter()
        .map(|member| member.location.to_string())
        .collect();
    places.retain(|place| !place.is_empty());
    places.dedup();
    Use {
        service: service.to_owned(),
        name,
        attributes: IndexMap::new(),
        open: settings.open,
        count: members.iter().map(|member| member.count).sum(),
        found: members
            .iter()
            .map(|member| member.address.clone())
            .collect(),
        places,
        conditional: members.iter().all(|member| member.conditional),
    }
}

/// Instances of `count` and `for_each` belong to those of the same index.
fn same_index(one: &Resource, other: &Resource) -> bool {
    let index = |resource: &Resource| {
        let at = resource.address.find('[');
        at.map(|at| {
            resource.address[at..]
                .split('.')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    };
    match (index(one), index(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// The types of which each resource is a use of its own.
fn main_kinds<'a>(service: &'a Service, catalog: &'a Catalog) -> HashSet<&'a str> {
    if let Some(kinds) = catalog.resource_rules().uses.get(&service.id) {
        return kinds.iter().map(String::as_str).collect();
    }
    let mut mains = HashSet::new();
    for notation in [Notation::Terraform, Notation::CloudFormation] {
        let mut counts: IndexMap<&str, usize> = IndexMap::new();
        for attribute in service.attributes.values() {
            let kinds = properties(attribute, notation).iter();
            let kinds: HashSet<_> = kinds
                .map(|property| property.split('.').next().unwrap_or(property))
                .collect();
            for kind in kinds {
                *counts.entry(kind).or_default() += 1;
            }
        }
        let most = counts.values().copied().max().unwrap_or(0);
        mains.extend(
            counts
                .into_iter()
                .filter(|(_, count)| *count == most)
                .map(|(kind, _)| kind),
        );
    }
    mains
}

/// Whether a text can be the name of a use.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= NAME_LIMIT
        && !text.starts_with("arn:")
        && !text.chars().any(char::is_control)
}

/// Names are unique in a project.
fn distinct_names(uses: &mut [Use]) {
    let mut seen: HashSet<String> = HashSet::new();
    for found in uses {
        let Some(name) = &mut found.name else {
            continue;
        };
        let plain = name.clone();
        let mut number = 1;
        while !seen.insert(normalise(name)) {
            *name = match number {
                1 => format!("{plain} ({})", found.service),
                number => format!("{plain} ({} {number})", found.service),
            };
            number += 1;
        }
    }
}
