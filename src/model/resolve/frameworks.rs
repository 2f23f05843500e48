//! The frameworks a project reports to, and the requirements that its duties support.

use std::collections::BTreeMap;

use super::{Resolver, push_new};
use crate::catalog::{Framework, Scalar, normalise};
use crate::diagnostic::{nearest, quoted_list};
use crate::input::ServicesFile;
use crate::model::project::{FrameworkUse, RegisterRow, Requirement};

impl<'c> Resolver<'_, 'c> {
    pub(super) fn frameworks(&mut self, file: &ServicesFile) -> Vec<&'c Framework> {
        let mut frameworks: Vec<&'c Framework> = Vec::new();
        for written in &file.frameworks {
            let wanted = normalise(&written.value);
            let id = self
                .catalog
                .framework_ids()
                .find(|id| normalise(id) == wanted);
            match id.and_then(|id| self.catalog.framework(id)) {
                Some(framework) if frameworks.iter().any(|known| known.id == framework.id) => {
                    let message = format!("the framework '{}' stands twice", written.value);
                    self.fault(
                        "duplicate-framework",
                        message,
                        written.span,
                        "keep one of them".to_owned(),
                    );
                }
                Some(framework) => frameworks.push(framework),
                None => {
                    let help = match nearest(&written.value, self.catalog.framework_ids()) {
                        Some(near) => format!("did you mean '{near}'?"),
                        None => format!(
                            "a known framework is {}",
                            quoted_list(self.catalog.framework_ids())
                        ),
                    };
                    let message = format!("no framework is called '{}'", written.value);
                    self.fault("unknown-framework", message, written.span, help);
                }
            }
        }
        frameworks
    }
}

/// Which requirements the duties support, by way of the Security Hub controls that verify them.
pub(super) fn supported<'c>(
    framework: &'c Framework,
    register: &[RegisterRow<'c>],
) -> FrameworkUse<'c> {
    let mut requirements: BTreeMap<Vec<IdPart>, Requirement> = BTreeMap::new();
    for row in register {
        let mut mapped = false;
        for control in &row.verify.security_hub {
            for id in framework.controls.get(control).into_iter().flatten() {
                let requirement = requirement(&mut requirements, id);
                push_new(&mut requirement.duties, &row.id);
                push_new(&mut requirement.controls, control);
                mapped = true;
            }
        }
        if mapped {
            continue;
        }
        let ours = framework.ours.get(&row.duty.layer);
        let ours = ours.and_then(|by_verb| by_verb.get(&row.duty.verb));
        for id in ours.into_iter().flatten() {
            push_new(&mut requirement(&mut requirements, id).ours, &row.id);
        }
    }
    FrameworkUse {
        framework,
        requirements: requirements.into_values().collect(),
    }
}

fn requirement<'r>(
    requirements: &'r mut BTreeMap<Vec<IdPart>, Requirement>,
    id: &Scalar,
) -> &'r mut Requirement {
    requirements
        .entry(id_parts(&id.0))
        .or_insert_with(|| Requirement {
            id: id.0.clone(),
            duties: Vec::new(),
            controls: Vec::new(),
            ours: Vec::new(),
        })
}

/// Part of an id, so that `AC-2` sorts before `AC-10`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum IdPart {
    Number(u64),
    Text(String),
}

fn id_parts(id: &str) -> Vec<IdPart> {
    let mut parts = Vec::new();
    for piece in id.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        if let Ok(number) = digits.parse() {
            parts.push(IdPart::Number(number));
        }
        if digits.len() < piece.len() {
            parts.push(IdPart::Text(piece[digits.len()..].to_owned()));
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::id_parts;

    #[test]
    fn requirement_ids_sort_as_people_count() {
        let mut ids = ["AC-10", "AC-2", "AC-2(10)", "AC-2(1)", "8.3.10.1", "8.3.2"];
        ids.sort_by_key(|id| id_parts(id));
        assert_eq!(
            ids,
            ["8.3.2", "8.3.10.1", "AC-2", "AC-2(1)", "AC-2(10)", "AC-10"]
        );
    }
}
