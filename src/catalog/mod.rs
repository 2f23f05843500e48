//! What onus knows: services, layers, categories, traits, frameworks and the controls that verify duties.
//!
//! The built-in catalog is packed by `build.rs`; a directory of the same layout may be laid over it.
//! Services are read when they are asked for, so a run pays for those it uses.

mod condition;
mod dated;
mod form;
mod lookup;
mod pack;
mod parse;
mod resource_rules;
mod resource_types;
mod store;

pub use condition::{Condition, Configuration, OneOrMany, Scalar};
pub use dated::{DatedWord, DefaultValue, is_current};
pub use form::{
    Account, Alias, Attribute, Category, CategoryClaim, CategoryId, CategoryRule, Claim, Control,
    Duty, Framework, Layer, Lifecycle, Party, Resources, Service, Stage, Statement, Trait,
    TraitUse, ValueDetail, ValueForm, Verb, Verify,
};
pub use lookup::{Names, normalise};
pub use resource_rules::{
    Answer, AwsKeys, Effect, Prefixes, PropertyCondition, Reading, ResourceRules, SetMeans, fits,
};
pub use resource_types::ResourceTypes;
pub use store::{BUILT_IN_DIGEST, Catalog, Overlay};
