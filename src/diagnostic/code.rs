//! The codes of all findings, in one list. A code names the fault and stays for ever.

/// Whether a finding forbids the document or only marks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The input cannot be used: exit 2.
    Error,
    /// The input is valid but not in order: `check` exits 1.
    Warning,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab case.
    pub name: &'static str,
    pub severity: Severity,
    /// What it means and what to do, for the page of codes.
    pub meaning: &'static str,
}

/// Looks a code up by name.
///
/// # Panics
/// When there is no such code: callers name it literally, and a test looks all of them up.
pub fn code(name: &str) -> &'static Code {
    CODES
        .iter()
        .find(|code| code.name == name)
        .unwrap_or_else(|| panic!("no code is called '{name}'"))
}

impl Code {
    /// A code whose findings forbid the document.
    pub const fn error(name: &'static str, meaning: &'static str) -> Self {
        Code {
            name,
            severity: Severity::Error,
            meaning,
        }
    }

    /// A code whose findings `check` fails on.
    pub const fn warning(name: &'static str, meaning: &'static str) -> Self {
        Code {
            name,
            severity: Severity::Warning,
            meaning,
        }
    }
}

/// Every code, in the order of the page of codes: reading, the services file, the catalog, writing.
/// The codes of `check` stand with their rules, in `check`.
pub const CODES: &[Code] = &[
    Code::error(
        "unreadable",
        "The file cannot be opened or read. The message carries the system's own words.",
    ),
    Code::error(
        "too-large",
        "The file is larger than 1 MiB, nested deeper than 32 levels, or grows past 100,000 values through aliases. No services file needs that.",
    ),
    Code::error("not-utf8", "The file is not UTF-8 text. Save it as UTF-8."),
    Code::error(
        "not-yaml",
        "The text is not YAML. The message says where reading stopped and why.",
    ),
    Code::error(
        "several-documents",
        "The file holds more than one YAML document. Keep one a file; `build` takes several files.",
    ),
    Code::error(
        "unknown-tag",
        "A value carries a YAML tag (`!something`), which means nothing here. Remove it.",
    ),
    Code::error(
        "duplicate-key",
        "The same key stands twice in one mapping. One of the two would be lost, so neither is taken.",
    ),
    Code::error(
        "wrong-type",
        "A value is not of the kind its key needs, such as a list where text belongs.",
    ),
    Code::error("empty-value", "A key has no value where one is needed."),
    Code::error(
        "unknown-key",
        "The key is none that the services file knows. The message offers the nearest.",
    ),
    Code::error(
        "missing-project",
        "The file has no `project`. It needs at least `project: {name: …}`.",
    ),
    Code::error("missing-name", "An entry that needs a name has none."),
    Code::error(
        "missing-services",
        "The file has no `services`, or an empty list: a document about nothing is not written.",
    ),
    Code::error(
        "bad-id",
        "A project id is not made of lower-case letters, digits and hyphens. It becomes a file name.",
    ),
    Code::error(
        "bad-date",
        "A date is not a day of the calendar written YYYY-MM-DD.",
    ),
    Code::error(
        "bad-link",
        "A link is neither an https, http or mailto address nor a path inside the project.",
    ),
    Code::error(
        "unknown-status",
        "A duty's status is none of implemented, partial, planned, alternative, not-applicable.",
    ),
    Code::error(
        "unknown-framework",
        "The catalog has no framework of that id.",
    ),
    Code::error("duplicate-framework", "The same framework is listed twice."),
    Code::error(
        "unknown-service",
        "No service has that id, alias or official name.",
    ),
    Code::error(
        "unknown-attribute",
        "The service has no attribute of that name.",
    ),
    Code::error("unknown-value", "The attribute has no such value."),
    Code::error(
        "no-such-combination",
        "The attribute or the value does not exist together with the other values given.",
    ),
    Code::error(
        "too-many-configurations",
        "The lists of values of one use multiply to more than 16 configurations. Split it into several uses.",
    ),
    Code::error(
        "same-use",
        "The same service stands twice without names that tell the uses apart, or two uses have one name.",
    ),
    Code::error(
        "unknown-duty",
        "No service in use has a duty of that id, or not in the configuration given.",
    ),
    Code::error("duplicate-duty", "Two keys name the same duty."),
    Code::error(
        "same-project",
        "Two files of a batch have the same project id, so one document would replace the other.",
    ),
    Code::error(
        "invalid-argument",
        "An argument of the command is not usable. The message says why.",
    ),
    Code::error(
        "not-infrastructure",
        "The file is no infrastructure code, plan, state or inventory that can be read. The message says what it seems to be, and where reading stopped. Nothing of it is in the output.",
    ),
    Code::warning(
        "not-read",
        "Something that the input refers to was not read: a module of a registry, a template in a bucket, the next page of an answer. What it holds is missing from the list.",
    ),
    Code::warning(
        "unknown-type",
        "The catalog does not know of which service a resource type of AWS is. Look it up, and add the service by hand.",
    ),
    Code::warning(
        "nothing-in-use",
        "The input was read and holds no resource of AWS that is in use, as a plan that only deletes.",
    ),
    Code::warning(
        "use-not-listed",
        "The code or inventory uses a service that the services file does not list. `onus discover -o FILE --merge` adds it.",
    ),
    Code::warning(
        "use-not-found",
        "The services file lists a service that the code or inventory does not use. Remove it, or compare with the code that uses it.",
    ),
    Code::warning(
        "setting-differs",
        "The services file states a setting, and the code or inventory another.",
    ),
    Code::error(
        "catalog-unreadable",
        "A file of the catalog is not YAML of the catalog's form.",
    ),
    Code::error(
        "catalog-form",
        "A file of the catalog breaks the form: names, order, wording of a claim.",
    ),
    Code::error(
        "catalog-reference",
        "Something in the catalog refers to what is not there: a layer, trait, attribute, value or control.",
    ),
    Code::error(
        "catalog-duplicate",
        "Two things in the catalog have the same id, name or alias.",
    ),
    Code::error(
        "catalog-source",
        "A claim has no usable source, or no date on which it was read.",
    ),
    Code::error(
        "catalog-division",
        "A claim does not say what its holder does, or a shared one does not say how it divides.",
    ),
    Code::error(
        "catalog-overlap",
        "Two claims answer the same layer in the same configuration on the same day.",
    ),
    Code::error(
        "catalog-unreachable",
        "A claim, a duty, a value or an attribute that no configuration reaches, or that changes nothing.",
    ),
    Code::error(
        "catalog-assumption",
        "The value assumed for an attribute without a default is not the one that leaves most with the team.",
    ),
    Code::error(
        "catalog-control",
        "A Security Hub control verifies no duty and gives no reason for it, or verifies one although it gives a reason.",
    ),
    Code::error(
        "bad-font",
        "A font cannot be read, is no font that can be printed, or may not be embedded.",
    ),
    Code::warning(
        "missing-glyph",
        "No font of the PDF has a character; it is printed as its code point. `--font FILE` or `fonts:` in the services file adds a font; `--strict` makes this an error.",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::CODES;

    #[test]
    fn codes_are_unique_kebab_case_and_explained() {
        let mut seen = HashSet::new();
        for code in CODES {
            assert!(seen.insert(code.name), "'{}' stands twice", code.name);
            assert!(
                code.name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            );
            assert!(
                code.meaning.ends_with('.'),
                "'{}' has no sentence",
                code.name
            );
        }
    }
}
