//! The service of every resource type that the services' files list.

use std::collections::HashMap;

use serde::Deserialize;

use super::form::Service;

/// Services by resource type, in the four ways to write one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceTypes {
    pub terraform: HashMap<String, String>,
    pub cloudformation: HashMap<String, String>,
    /// By ARN service, or by `service:token` with the first word of the resource.
    pub arn: HashMap<String, String>,
    /// Names that AWS Config alone has.
    pub config: HashMap<String, String>,
    /// By Terraform or CloudFormation type: paths of the properties that any attribute is read from.
    pub properties: HashMap<String, Vec<String>>,
}

impl ResourceTypes {
    /// As `build.rs` packed them.
    ///
    /// # Panics
    /// When the text is not of the form, which a test rules out.
    pub(super) fn packed(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("built-in types: {error}"))
    }

    /// Takes what a service lists for all that is known of it.
    pub(super) fn replace(&mut self, service: &Service) {
        let resources = &service.resources;
        for (types, listed) in [
            (&mut self.terraform, &resources.terraform),
            (&mut self.cloudformation, &resources.cloudformation),
            (&mut self.arn, &resources.arn),
            (&mut self.config, &resources.config),
        ] {
            types.retain(|_, owner| *owner != service.id);
            types.extend(listed.iter().map(|name| (name.clone(), service.id.clone())));
        }
        for attribute in service.attributes.values() {
            for property in attribute.terraform.iter().chain(&attribute.cloudformation) {
                let (name, path) = property.split_once('.').unwrap_or((property, ""));
                let paths = self.properties.entry(name.to_owned()).or_default();
                paths.push(path.to_owned());
            }
        }
    }
}
