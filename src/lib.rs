//! Who holds what in AWS, for one project, written down.

pub mod document;
pub mod write;
