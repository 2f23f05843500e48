//! What `serde_yaml` reads: values without places, duplicate keys kept.

use std::fmt;

use serde::de::{
    Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// A YAML value as `serde_yaml` resolves it.
pub(super) enum Plain {
    Null,
    Bool,
    Number,
    String(String),
    Sequence(Vec<Plain>),
    Mapping(Vec<(Plain, Plain)>),
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Plain, E> {
        Ok(Plain::Bool)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Plain, E> {
        Ok(Plain::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Plain, E> {
        Ok(Plain::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Plain, E> {
        Ok(Plain::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Plain, E> {
        Ok(Plain::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Plain, E> {
        Ok(Plain::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Plain, E> {
        Ok(Plain::String(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_none<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Plain, D::Error> {
        Plain::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Plain, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Plain::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Plain, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Plain::Mapping(entries))
    }

    /// A tagged value: the tag is a finding of the marked parse, the value is read on.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Plain, A::Error> {
        let (_tag, variant) = access.variant::<String>()?;
        variant.newtype_variant()
    }
}
