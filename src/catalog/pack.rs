//! The built-in files as `build.rs` packed them.

/// A file of the built-in catalog.
pub(super) struct PackedFile {
    /// Path below `catalog/`.
    pub(super) path: &'static str,
    /// As written.
    pub(super) yaml: &'static str,
    /// The same as JSON.
    pub(super) json: &'static str,
}

pub(super) static FILES: &[PackedFile] = include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

/// The names of the built-in services: a list of `[id, [other names]]`.
pub(super) static NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/names.json"));

/// The resource types of the built-in services, by list: `{list: {type: service}}`.
pub(super) static TYPES: &str = include_str!(concat!(env!("OUT_DIR"), "/types.json"));
