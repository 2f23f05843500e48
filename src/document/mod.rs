//! From the resolved project to one Markdown text, and from that text to the tree the writers read.

pub mod read;
pub mod tree;
