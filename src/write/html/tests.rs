use super::*;
use crate::document::read::read;

pub(super) fn info() -> PageInfo {
    PageInfo {
        project: "Web shop".into(),
        organization: Some("Example Retail Ltd".into()),
        version: Some("1.4".into()),
        classification: Some("Internal".into()),
        date: "2026-11-24".into(),
        producer: "onus 0.1.0".into(),
    }
}
