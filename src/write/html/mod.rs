pub fn write(_: &crate::document::tree::Document, _: &super::PageInfo, _: &crate::document::templates::Templates) -> anyhow::Result<Vec<u8>> { Ok(Vec::new()) }
