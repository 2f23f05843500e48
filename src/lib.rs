//! Who holds what in AWS, for one project, written down.

pub mod diagnostic;
pub mod document;
pub mod input;
pub mod write;
