//! Who holds what in AWS, for one project, written down.
//!
//! The folders are the journey of the data; imports point left only.
//!
//! ```text
//! services.yaml -> input -> catalog -> model -> document -> write -> md, html, pdf
//!                                        |
//!                                        +-> check, lint: what is not in order
//! ```
//!
//! - [`diagnostic`]: findings with their place, which every stage gathers and `cli` prints
//! - [`input`]: the services file as written, [`input::parse`]
//! - [`catalog`]: what is known of AWS, [`catalog::Catalog`]
//! - [`model`]: who holds what, [`model::resolve`]; every decision is taken here
//! - [`document`]: the one Markdown, [`document::markdown`], and the tree read from it
//! - [`write`]: bytes of each format, [`write::html::write`] and [`write::pdf::write`]
//! - [`discover`]: infrastructure code and inventories as uses of services, [`discover::discover`]
//! - [`check`] and [`lint`]: rules over a project and over the catalog
//! - [`cli`]: arguments, files, the clock

pub mod catalog;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod discover;
pub mod document;
pub mod input;
pub mod lint;
pub mod model;
pub mod write;
