//! Who holds what in AWS, for one project, written down.

pub mod catalog;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod input;
pub mod lint;
pub mod model;
pub mod write;
