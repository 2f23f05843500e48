//! JSON of any kind, read as a stream: what the keys at its top mean decides who reads what is below them.

use std::fmt;
use std::path::Path;

use serde::Deserialize as _;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use super::terraform_json::{self, Plan};
use super::{Kind, Reading, cloudformation, inventory, terraform_state};
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, unfit};
use crate::input::STDIN;

/// Most bytes of a part that is held as a whole: a template, the configuration in a plan.
const WHOLE_LIMIT: usize = 64 << 20;

/// Reads a file of JSON.
pub(super) fn read(
    input: &mut Input,
    path: &Path,
    kind: Option<Kind>,
    reading: &mut Reading<'_>,
) -> Result<(), Diagnostic> {
    let name = input.name.clone();
    let mut top = Top {
        reading,
        file: name.clone(),
        kind,
        plan: Plan::default(),
        template: serde_json::Map::new(),
        state_version: None,
        recognised: false,
        refused: None,
        first_keys: Vec::new(),
    };
    let mut deserializer = serde_json::Deserializer::from_reader(input.reader());
    let read = (&mut top)
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
    if let Some(reason) = top.refused.take() {
        return Err(unfit(&name, &reason));
    }
    if let Err(error) = read {
        return Err(unfit(
            &name,
            &conflict(path).unwrap_or_else(|| fault(&error)),
        ));
    }
    top.finish(path)
}

/// The line of a merge conflict in a file that is no JSON.
fn conflict(path: &Path) -> Option<String> {
    if path.as_os_str() == STDIN.0 {
        return None;
    }
    let text = Input::open(path).ok()?.text(WHOLE_LIMIT as u64);
    text.err()
        .map(|fault| fault.message)
        .and_then(|message| {
            message
                .split_once("cannot be used: ")
                .map(|(_, reason)| reason.to_owned())
        })
        .filter(|reason| reason.contains("merge conflict"))
}

/// Where and why JSON ends too early or is none, without a word of what stands there.
fn fault(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        serde_json::error::Category::Eof => format!("the JSON is cut off at {place}"),
        serde_json::error::Category::Io => "it cannot be read to its end".to_owned(),
        _ if error.to_string().contains("recursion limit") => {
            format!("it is nested too deep at {place}")
        }
        serde_json::error::Category::Syntax => format!("it is not JSON at {place}"),
        serde_json::error::Category::Data => {
            format!("a value is not of the expected form at {place}")
        }
    }
}

/// What is told by the keys at the top.
pub(super) struct Top<'r, 'c> {
    pub(super) reading: &'r mut Reading<'c>,
    pub(super) file: String,
    kind: Option<Kind>,
    plan: Plan,
    /// The parts of a template; they depend on each other.
    template: serde_json::Map<String, Json>,
    state_version: Option<u64>,
    recognised: bool,
    refused: Option<String>,
    first_keys: Vec<String>,
}

/// Keys at the top of a template.
const TEMPLATE: [&str; 7] = [
    "AWSTemplateFormatVersion",
    "Transform",
    "Parameters",
    "Mappings",
    "Conditions",
    "Globals",
    "Metadata",
];

impl Top<'_, '_> {
    fn may(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
    }

    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if self.first_keys.len() < 6 {
            self.first_keys.push(key.to_owned());
        }
        let terraform = self.may(Kind::TerraformJson);
        match key {
            "planned_values" | "values" if terraform => {
                self.recognised = true;
                let seed = terraform_json::Values {
                    top: self,
                    settled: key == "values",
                };
                map.next_value_seed(seed)
            }
            "format_version" if terraform => {
                self.recognised = true;
                map.next_value::<IgnoredAny>().map(drop)
            }
            "resource_changes" if terraform => {
                self.recognised = true;
                map.next_value_seed(Items {
                    top: self,
                    each: |top, item| {
                        top.plan.change(item, &top.reading.asked);
                    },
                })
            }
            "configuration" if terraform => {
                let configuration = map.next_value::<Json>()?;
                if configuration.get("root_module").is_some() {
                    self.plan.configuration(&configuration);
                }
                Ok(())
            }
            "resources" if terraform => map.next_value_seed(Items {
                top: self,
                each: |top, item| {
                    top.recognised |= terraform_state::resource(&item, &top.file, top.reading);
                },
            }),
            "version" => {
                let version = map.next_value::<Json>()?;
                self.state_version = version.as_u64();
                Ok(())
            }
            "terraform_version" | "lineage" | "serial" if terraform => {
                // A state without resources has these.
                self.recognised |= self.state_version == Some(4);
                map.next_value::<IgnoredAny>().map(drop)
            }
            "modules" if terraform && self.state_version == Some(3) => {
                self.refuse("it is a state of version 3, from before Terraform 0.12; `terraform show -json` of a newer Terraform gives one that can be read");
                map.next_value::<IgnoredAny>().map(drop)
            }
            "encrypted_data" => {
                self.refuse("it is encrypted; `tofu show -json` gives it in clear");
                map.next_value::<IgnoredAny>().map(drop)
            }
            "Resources" => map.next_value_seed(Resources { top: self }),
            _ if TEMPLATE.contains(&key) && self.may(Kind::Cloudformation) => {
                let part = map.next_value::<Json>()?;
                self.template.insert(key.to_owned(), part);
                Ok(())
            }
            _ if self.may(Kind::Inventory) && inventory::knows(key, self.reading) => {
                map.next_value_seed(Listed { top: self, key })
            }
            "resource" | "module" | "variable" | "provider" | "terraform" => {
                self.refuse("it seems to be Terraform code; name the file .tf.json, or say --from terraform");
                map.next_value::<IgnoredAny>().map(drop)
            }
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }

    fn refuse(&mut self, reason: &str) {
        self.refused.get_or_insert_with(|| reason.to_owned());
    }

    fn finish(mut self, path: &Path) -> Result<(), Diagnostic> {
        if !self.recognised {
            let reason = match self.first_keys.as_slice() {
                [] => "its JSON holds nothing that is known".to_owned(),
                keys if keys
                    .iter()
                    .any(|key| key == "Error" || key == "errorMessage") =>
                {
                    "it seems to be the message of a command that failed".to_owned()
                }
                keys => format!(
                    "its JSON holds {}, which is none of the kinds that are known",
                    keys.join(", ")
                ),
            };
            return Err(unfit(&self.file, &reason));
        }
        std::mem::take(&mut self.plan).settle(&mut self.reading.found);
        terraform_state::settle(&mut self.reading.found);
        if self.template.contains_key("Resources") {
            let template = Json::Object(std::mem::take(&mut self.template));
            cloudformation::read_json(template, &self.file, path, self.reading)?;
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for &mut Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            self.entry(&key, &mut map)?;
            if self.refused.is_some() {
                return Err(A::Error::custom("refused"));
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Json>()? {
            self.recognised |= inventory::item(None, item, &self.file, self.reading);
        }
        Ok(())
    }
}

/// A list whose items are read one by one.
struct Items<'t, 'r, 'c> {
    top: &'t mut Top<'r, 'c>,
    each: fn(&mut Top<'r, 'c>, Json),
}

impl<'de> DeserializeSeed<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Json>()? {
            (self.each)(self.top, item);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// `Resources`: a list in an inventory, a map in a template.
struct Resources<'t, 'r, 'c> {
    top: &'t mut Top<'r, 'c>,
}

impl<'de> DeserializeSeed<'de> for Resources<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Resources<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.top.recognised = true;
        while let Some(item) = items.next_element::<Json>()? {
            inventory::item(Some("Resources"), item, &self.top.file, self.top.reading);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut resources = serde_json::Map::new();
        let mut size = 0;
        while let Some((key, value)) = map.next_entry::<String, Json>()? {
            size += key.len() + weight(&value);
            if size > WHOLE_LIMIT {
                return Err(A::Error::custom("the template is too large"));
            }
            resources.insert(key, value);
        }
        self.top.recognised = true;
        self.top
            .template
            .insert("Resources".to_owned(), Json::Object(resources));
        Ok(())
    }
}

/// About how many bytes a value takes.
fn weight(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len() + 16,
        Json::Array(items) => 16 + items.iter().map(weight).sum::<usize>(),
        Json::Object(entries) => {
            16 + entries
                .iter()
                .map(|(key, value)| key.len() + weight(value))
                .sum::<usize>()
        }
        _ => 16,
    }
}

/// What stands under a key that an inventory has: a list, one thing, or whether there is more.
struct Listed<'t, 'k, 'r, 'c> {
    top: &'t mut Top<'r, 'c>,
    key: &'k str,
}

impl<'de> DeserializeSeed<'de> for Listed<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Listed<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what an inventory holds")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.top.recognised = true;
        while let Some(item) = items.next_element::<Json>()? {
            inventory::item(Some(self.key), item, &self.top.file, self.top.reading);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let item = Json::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        self.top.recognised |=
            inventory::item(Some(self.key), item, &self.top.file, self.top.reading);
        Ok(())
    }

    fn visit_str<E>(self, token: &str) -> Result<(), E> {
        if !token.is_empty() && inventory::is_more(self.key) {
            let what = format!(
                "'{}' is one page of several: it says there are more",
                self.top.file
            );
            self.top.reading.found.unread(what);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
}
