//! One reader a kind of file, all of the same shape: `read` adds what it finds to [`Reading`], and a sniffing
//! function tells from the content whether a file is one of its kind.

mod asked;
mod cdk;
mod cloudformation;
mod folder;
mod inventory;
mod json;
mod terraform;
mod terraform_json;
mod terraform_state;

use std::path::Path;

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::discover::input::{Input, unfit};
use crate::discover::resource::{Found, Notation, Resource};
use crate::discover::value::Value;
use crate::input::STDIN;
use asked::Asked;

/// What the input is, where its content does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Terraform or OpenTofu code
    Terraform,
    /// A plan or state, as JSON
    TerraformJson,
    /// A CloudFormation or SAM template
    Cloudformation,
    /// A folder the CDK wrote
    Cdk,
    /// The JSON of an AWS inventory
    Inventory,
}

/// What has been read so far, and what is asked of it.
struct Reading<'c> {
    asked: Asked<'c>,
    found: Found,
}

/// Reads a file, a folder or standard input.
///
/// # Errors
/// Findings for what cannot be read.
pub(super) fn read(
    path: &Path,
    kind: Option<Kind>,
    catalog: &Catalog,
) -> Result<Found, Vec<Diagnostic>> {
    let mut reading = Reading {
        asked: Asked::of(catalog),
        found: Found::default(),
    };
    if path.is_dir() && path.as_os_str() != STDIN.0 {
        folder::read(path, kind, &mut reading)?;
    } else {
        file(path, kind, &mut reading).map_err(|fault| vec![fault])?;
    }
    Ok(reading.found)
}

/// Reads one file by its content.
fn file(path: &Path, kind: Option<Kind>, reading: &mut Reading<'_>) -> Result<(), Diagnostic> {
    if kind == Some(Kind::Cdk) {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        return cdk::read(folder.unwrap_or(Path::new(".")), reading);
    }
    let mut input = Input::open(path)?;
    let is_json = begins_json(input.peek());
    let is_code_file = terraform::is_code_file(path);
    if is_json && (is_code_file || kind == Some(Kind::Terraform)) {
        return terraform::read_file(path, &mut input, reading);
    }
    if is_json {
        return json::read(&mut input, path, kind, reading);
    }
    let name = input.name.clone();
    let is_code = terraform::sniff(input.peek());
    let is_template = cloudformation::sniff(input.peek());
    match kind {
        Some(Kind::Terraform) => terraform::read_file(path, &mut input, reading),
        Some(Kind::Cloudformation) => cloudformation::read_yaml(&mut input, path, reading),
        None if is_template => cloudformation::read_yaml(&mut input, path, reading),
        None if is_code || is_code_file => terraform::read_file(path, &mut input, reading),
        Some(Kind::TerraformJson | Kind::Inventory | Kind::Cdk) => {
            Err(unfit(&name, "it is not JSON"))
        }
        None => Err(unfit(&name, seems(input.peek()))),
    }
}

/// Whether a text begins as JSON does.
fn begins_json(start: &[u8]) -> bool {
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'{' | b'['))
}

/// What a text that no reader knows seems to be.
fn seems(start: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(&start[..start.len().min(2048)]);
    let text = text.trim_start();
    if text.is_empty() {
        "it is empty"
    } else if text.starts_with('<') {
        "it seems to be HTML or XML"
    } else if text.contains("An error occurred (")
        || text.starts_with("Error")
        || text.starts_with("Unable to locate credentials")
    {
        "it seems to be the message of a command that failed"
    } else if text.contains("Terraform will perform the following actions")
        || text.contains("Terraform used the selected providers")
    {
        "it seems to be a plan as text; `terraform show -json PLAN` gives it as JSON"
    } else {
        "it is neither JSON, a template nor Terraform code"
    }
}

impl Reading<'_> {
    /// Adds a resource, with the properties that are asked for.
    fn add(&mut self, mut resource: Resource) {
        let mut links = std::mem::take(&mut resource.links);
        resource.properties.references(&mut links);
        links.retain(|link| *link != resource.base);
        resource.links = links;
        if let Some(kind) = self.asked.cloud_control(&resource.kind) {
            resource.properties = self.asked.cloudformation_names(kind, resource.properties);
            resource.notation = Notation::CloudFormation;
            resource.kind = kind.to_owned();
        }
        resource.properties = self.asked.keep(&resource.kind, resource.properties);
        self.found.resources.push(resource);
    }

    /// Whether a Terraform type is one of AWS; another provider's is counted.
    fn is_aws(&mut self, kind: &str, provider: Option<&str>) -> bool {
        let is_aws = kind.starts_with("aws_") || kind.starts_with("awscc_");
        if !is_aws {
            let named = provider.and_then(|provider| provider.rsplit('/').next());
            let prefix = kind.split('_').next().unwrap_or(kind);
            self.found.other(named.unwrap_or(prefix));
        }
        is_aws
    }
}

/// An address without the indices of `count` and `for_each`.
fn base(address: &str) -> String {
    let mut base = String::with_capacity(address.len());
    let mut depth = 0_usize;
    let mut in_text = false;
    for letter in address.chars() {
        match letter {
            '"' if depth > 0 => in_text = !in_text,
            '[' if !in_text => depth += 1,
            ']' if !in_text && depth > 0 => depth -= 1,
            _ if depth == 0 => base.push(letter),
            _ => {}
        }
    }
    base
}

/// The map that a JSON object is.
fn object(value: serde_json::Value) -> Value {
    Value::from(value)
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_base_has_no_indices() {
        for (address, expected) in [
            ("aws_instance.a[0]", "aws_instance.a"),
            (
                "module.m[\"x.y[1]\"].aws_instance.a[\"b\"]",
                "module.m.aws_instance.a",
            ),
            ("aws_instance.a", "aws_instance.a"),
        ] {
            assert_eq!(base(address), expected);
        }
    }
}
