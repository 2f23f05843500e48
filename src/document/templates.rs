//! The templates: the built-in ones, and the user's over them by name.

use std::path::Path;

use anyhow::{Context as _, bail};

/// The built-in templates by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("document.md", include_str!("../../templates/document.md")),
    ("title.md", include_str!("../../templates/title.md")),
    ("scope.md", include_str!("../../templates/scope.md")),
    ("summary.md", include_str!("../../templates/summary.md")),
    ("tables.md", include_str!("../../templates/tables.md")),
    ("account.md", include_str!("../../templates/account.md")),
    ("category.md", include_str!("../../templates/category.md")),
    ("use.md", include_str!("../../templates/use.md")),
    ("duties.md", include_str!("../../templates/duties.md")),
    ("register.md", include_str!("../../templates/register.md")),
    (
        "frameworks.md",
        include_str!("../../templates/frameworks.md"),
    ),
    ("sources.md", include_str!("../../templates/sources.md")),
    (
        "provenance.md",
        include_str!("../../templates/provenance.md"),
    ),
    ("page.html", include_str!("../../templates/page.html")),
    ("page.css", include_str!("../../templates/page.css")),
    ("page.js", include_str!("../../templates/page.js")),
    ("picture.css", include_str!("../../templates/picture.css")),
];

/// Texts of all templates.
#[derive(Debug, Clone)]
pub struct Templates {
    texts: Vec<(String, String)>,
}

impl Templates {
    pub fn built_in() -> Self {
        let texts = BUILT_IN
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Templates {
            texts: texts.collect(),
        }
    }

    /// The built-in templates with the files of a directory over those of the same name.
    ///
    /// # Errors
    /// When the directory cannot be read, or a file in it has the name of no template.
    pub fn with_overlay(directory: &Path) -> anyhow::Result<Self> {
        let mut templates = Templates::built_in();
        let shown = directory.display();
        let entries =
            std::fs::read_dir(directory).with_context(|| format!("cannot read '{shown}'"))?;
        for entry in entries {
            let path = entry
                .with_context(|| format!("cannot read '{shown}'"))?
                .path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let Some(slot) = templates.texts.iter_mut().find(|(known, _)| *known == name) else {
                let names: Vec<_> = BUILT_IN.iter().map(|(name, _)| *name).collect();
                bail!(
                    "no template is called '{name}'; they are {}",
                    names.join(", ")
                );
            };
            slot.1 = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read '{}'", path.display()))?;
        }
        Ok(templates)
    }

    /// The text of the template of this name; a name that no template has is empty.
    pub(crate) fn text(&self, name: &str) -> &str {
        let found = self.texts.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text)
    }

    /// Names and texts whose name ends so.
    pub(crate) fn ending(&self, suffix: &str) -> Vec<(String, String)> {
        self.texts
            .iter()
            .filter(|(name, _)| name.ends_with(suffix))
            .cloned()
            .collect()
    }
}
