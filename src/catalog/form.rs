//! The form of the catalog's files; `docs/catalog-format.md` describes it for authors.

use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use time::Date;

use super::condition::{Condition, Scalar};
use super::dated::{DatedWord, DefaultValue};

time::serde::format_description!(pub(super) day, Date, "[year]-[month]-[day]");

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Party {
    Aws,
    Shared,
    Customer,
}

impl Party {
    /// As written in files and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Party::Aws => "aws",
            Party::Shared => "shared",
            Party::Customer => "customer",
        }
    }

    /// How much it leaves with the team: nothing, a part, all.
    pub fn burden(self) -> usize {
        match self {
            Party::Aws => 0,
            Party::Shared => 1,
            Party::Customer => 2,
        }
    }
}

/// One of the 22 slices of the stack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub id: String,
    pub name: String,
    /// Place, host, network, access, protection, resilience, running, workload or use.
    pub group: String,
    /// One sentence that defines it.
    pub means: String,
}

/// The three categories of AWS's model, in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CategoryId {
    Infrastructure,
    Container,
    Abstracted,
}

impl CategoryId {
    pub const ALL: [CategoryId; 3] = [
        CategoryId::Infrastructure,
        CategoryId::Container,
        CategoryId::Abstracted,
    ];

    pub fn name(self) -> &'static str {
        match self {
            CategoryId::Infrastructure => "infrastructure",
            CategoryId::Container => "container",
            CategoryId::Abstracted => "abstracted",
        }
    }
}

impl fmt::Display for CategoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A category: what it means and who holds each layer unless a service says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    /// The usual label: IaaS, PaaS, serverless.
    pub label: String,
    pub means: Statement,
    pub aws: Vec<Statement>,
    pub team: Vec<Statement>,
    /// Claims without conditions: one for each time.
    pub layers: IndexMap<String, Vec<Claim>>,
}

/// Whole sentences with their source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub text: String,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    #[serde(default)]
    pub unverified: bool,
}

/// Who holds a layer, and how.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    #[serde(default)]
    pub when: Condition,
    /// First day on which it holds.
    #[serde(default, with = "day::option")]
    pub from: Option<Date>,
    /// Last day on which it holds.
    #[serde(default, with = "day::option")]
    pub until: Option<Date>,
    pub party: Party,
    /// Predicate of "AWS".
    pub aws: Option<String>,
    /// Predicate of the team.
    pub team: Option<String>,
    /// Why it falls so in this configuration.
    pub reason: String,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    /// No page states it; the source is the nearest.
    #[serde(default)]
    pub unverified: bool,
}

/// An AWS service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    pub id: String,
    pub name: String,
    pub official_name: String,
    pub aliases: Vec<Alias>,
    pub summary: String,
    /// Where AWS stands with it, unless it is generally available.
    pub lifecycle: Option<Lifecycle>,
    pub category: CategoryRule,
    #[serde(default)]
    pub attributes: IndexMap<String, Attribute>,
    #[serde(default)]
    pub traits: Vec<TraitUse>,
    pub layers: IndexMap<String, Vec<Claim>>,
    pub duties: Vec<Duty>,
    #[serde(default)]
    pub resources: Resources,
}

/// A name that people write for a service, and what they say of its configuration by it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "AliasForm")]
pub struct Alias {
    pub name: Scalar,
    /// Attributes that the name settles: `rds postgres` is RDS with `engine: postgres`.
    pub sets: IndexMap<String, Scalar>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AliasForm {
    Name(Scalar),
    Full(AliasDetail),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasDetail {
    name: Scalar,
    sets: IndexMap<String, Scalar>,
}

impl From<AliasForm> for Alias {
    fn from(form: AliasForm) -> Self {
        match form {
            AliasForm::Name(name) => Alias {
                name,
                sets: IndexMap::new(),
            },
            AliasForm::Full(AliasDetail { name, sets }) => Alias { name, sets },
        }
    }
}

/// How far a service is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Those who use it may go on; new customers are not taken. AWS calls it maintenance.
    ClosedToNew,
    /// AWS has announced the day on which it ends. AWS calls it sunset.
    EndOfSupport,
    /// AWS has shut it down. AWS calls it full shutdown.
    Retired,
}

impl Stage {
    /// As written in files and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Stage::ClosedToNew => "closed-to-new",
            Stage::EndOfSupport => "end-of-support",
            Stage::Retired => "retired",
        }
    }
}

/// Where AWS stands with a service that is not generally available.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    pub stage: Stage,
    /// The day AWS announced it.
    #[serde(default, with = "day::option")]
    pub since: Option<Date>,
    /// The last day of support, announced or past.
    #[serde(default, with = "day::option")]
    pub ends: Option<Date>,
    /// Ids of the services that AWS names as the way on.
    #[serde(default)]
    pub successors: Vec<String>,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    #[serde(default)]
    pub unverified: bool,
}

impl Lifecycle {
    /// Whether it had been announced by that day, or, where the announcement has no date, was in force.
    pub fn was_known_on(&self, date: Date) -> bool {
        let in_force = self.ends.filter(|_| self.stage == Stage::Retired);
        self.since.or(in_force).is_none_or(|day| day <= date)
    }
}

/// The duties that come with an AWS account, whatever runs in it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// What stands before a duty's slug.
    pub id: String,
    pub name: String,
    pub means: Statement,
    pub duties: Vec<Duty>,
}

/// A service's category, always or by configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum CategoryRule {
    Always(CategoryId),
    By(Vec<CategoryClaim>),
}

/// The category of a service in some configurations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryClaim {
    pub is: CategoryId,
    #[serde(default)]
    pub when: Condition,
    pub reason: String,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    #[serde(default)]
    pub unverified: bool,
}

/// A setting that changes the answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    pub question: String,
    pub values: IndexMap<String, ValueForm>,
    /// Other keys under which people state it, as infrastructure code does; one key may state several
    /// attributes at once.
    #[serde(default)]
    pub stated_by: Vec<String>,
    /// What AWS does when nothing is set.
    pub default: Option<DefaultValue>,
    /// Where AWS has no default: the value that leaves most with the team.
    pub assume: Option<Scalar>,
    #[serde(default)]
    pub when: Condition,
    /// Values that people write here and that belong to another service, by its id; a `*` at the end
    /// matches any rest.
    #[serde(default)]
    pub elsewhere: IndexMap<String, String>,
    pub why: String,
    #[serde(default)]
    pub terraform: Vec<String>,
    #[serde(default)]
    pub cloudformation: Vec<String>,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    #[serde(default)]
    pub unverified: bool,
}

/// A value of an attribute: the phrase that answers the question, and what else the value may be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ValueForm {
    Label(String),
    Full(ValueDetail),
}

/// The long form of a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueDetail {
    pub label: String,
    /// Other spellings; a `*` at the end matches any rest. A spelling may mean this for a time.
    #[serde(default)]
    pub also: Vec<DatedWord>,
    /// Least and greatest whole number that means this value.
    pub range: Option<[i64; 2]>,
    /// A choice that nobody makes unawares, such as machines of the team's own: it is never assumed.
    #[serde(default)]
    pub never_assumed: bool,
    #[serde(default)]
    pub when: Condition,
}

static ALWAYS: std::sync::LazyLock<Condition> = std::sync::LazyLock::new(Condition::default);

impl ValueForm {
    pub fn label(&self) -> &str {
        match self {
            ValueForm::Label(label) => label,
            ValueForm::Full(detail) => &detail.label,
        }
    }

    pub fn when(&self) -> &Condition {
        match self {
            ValueForm::Label(_) => &ALWAYS,
            ValueForm::Full(detail) => &detail.when,
        }
    }

    pub fn detail(&self) -> Option<&ValueDetail> {
        match self {
            ValueForm::Label(_) => None,
            ValueForm::Full(detail) => Some(detail),
        }
    }
}

/// A trait that a service takes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraitUse {
    pub id: String,
    pub when: Condition,
    /// More ways to verify duties of the trait, by slug.
    pub verify: IndexMap<String, Verify>,
}

impl<'de> Deserialize<'de> for TraitUse {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Id(String),
            Full(Full),
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            #[serde(rename = "trait")]
            id: String,
            #[serde(default)]
            when: Condition,
            #[serde(default)]
            verify: IndexMap<String, Verify>,
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Id(id) => TraitUse {
                id,
                when: Condition::default(),
                verify: IndexMap::new(),
            },
            Form::Full(Full { id, when, verify }) => TraitUse { id, when, verify },
        })
    }
}

/// Duties that many services take on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    pub id: String,
    pub name: String,
    /// To what it applies, in one sentence.
    pub applies: String,
    pub duties: Vec<Duty>,
}

/// What kind of act a duty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    Decide,
    Configure,
    Operate,
    Watch,
    Respond,
    Prove,
}

impl Verb {
    pub fn name(self) -> &'static str {
        match self {
            Verb::Decide => "decide",
            Verb::Configure => "configure",
            Verb::Operate => "operate",
            Verb::Watch => "watch",
            Verb::Respond => "respond",
            Verb::Prove => "prove",
        }
    }
}

/// One thing the team must do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Slug; with the service's id before it, the duty's id for ever.
    pub id: String,
    pub layer: String,
    pub verb: Verb,
    #[serde(default)]
    pub when: Condition,
    #[serde(default, with = "day::option")]
    pub from: Option<Date>,
    #[serde(default, with = "day::option")]
    pub until: Option<Date>,
    /// Imperative, without a full stop.
    pub text: String,
    pub why: String,
    pub verify: Verify,
    /// What an auditor accepts.
    pub evidence: String,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    #[serde(default)]
    pub unverified: bool,
}

/// How to see that a duty is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verify {
    /// Security Hub controls; their AWS Config rules follow.
    #[serde(default)]
    pub security_hub: Vec<String>,
    /// AWS Config rules beyond those.
    #[serde(default)]
    pub config: Vec<String>,
    pub cli: Option<String>,
    pub by_hand: Option<String>,
}

/// Resource types that reveal a service in infrastructure code and inventories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resources {
    #[serde(default)]
    pub terraform: Vec<String>,
    #[serde(default)]
    pub cloudformation: Vec<String>,
    #[serde(default)]
    pub arn: Vec<String>,
    #[serde(default)]
    pub config: Vec<String>,
}

/// Which Security Hub controls support which requirements of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    pub id: String,
    pub name: String,
    pub source: String,
    #[serde(with = "day")]
    pub checked: Date,
    /// Requirement ids by Security Hub control.
    pub controls: IndexMap<String, Vec<Scalar>>,
    /// Requirement ids by a duty's layer and verb, for duties that no control verifies: the catalog's own
    /// reading, not a mapping of AWS.
    #[serde(default)]
    pub ours: IndexMap<String, IndexMap<Verb, Vec<Scalar>>>,
}

/// A Security Hub control.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    pub severity: String,
    /// The AWS Config rule it runs on; a few have none.
    pub config_rule: Option<String>,
    /// Why it verifies no duty of the catalog.
    pub exception: Option<String>,
}
