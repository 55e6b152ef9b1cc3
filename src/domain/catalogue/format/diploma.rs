//! A diploma and its parts.

use super::{Confidence, Domain, EntryRule, ExperienceRule, Family, Grading, Registration, Status};
use crate::domain::catalogue::requirement::{OrderRule, Requirement};
use crate::domain::read::FromValue;

/// A diploma, title or certificate; two versions of one code are two diplomas with two ids.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Diploma {
    /// What requests and links name: the code where there is one, otherwise `sans-code-` and a slug made here.
    pub id: String,
    /// The Cnam's code; `null` when it is not known.
    pub code: Option<String>,
    /// Its official title, in French; `null` when no source shows it.
    pub title: Option<String>,
    /// The title is a reader's inference.
    #[serde(default)]
    pub title_inferred: bool,
    /// Its family.
    pub family: Option<Family>,
    /// Its level in the French framework: 3 to 8.
    pub level: Option<u8>,
    /// The credits it takes.
    pub ects: Option<u32>,
    /// Its hours in all.
    #[serde(default)]
    pub hours: Option<u32>,
    /// Its field, where title or source says it.
    pub domain: Option<Domain>,
    /// Whether it can still be started.
    pub status: Option<Status>,
    /// The diploma (id) that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Its entries in the national registers; `[]` when the source says there is none.
    #[serde(default)]
    pub registrations: Option<Vec<Registration>>,
    /// Who may enter.
    #[serde(default)]
    pub entry: Option<EntryRule>,
    /// How its years are run; `null` when not said.
    #[serde(default)]
    pub organisation: Option<Organisation>,
    /// What makes it up, all of it required; `null` when no source shows its structure.
    pub requirements: Option<Vec<Requirement>>,
    /// What must come before what.
    #[serde(default)]
    pub order: Option<Vec<OrderRule>>,
    /// What experience it takes.
    #[serde(default)]
    pub experience: Option<ExperienceRule>,
    /// How marks make a diploma.
    #[serde(default)]
    pub grading: Option<Grading>,
    /// Named parcours of the same structure.
    #[serde(default)]
    pub parcours: Vec<Parcours>,
    /// Structures that differ by status, by centre or by year.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Alternative ways to it, each a chain of diplomas or years.
    #[serde(default)]
    pub paths: Vec<PathWay>,
    /// What sources disagree on.
    #[serde(default)]
    pub conflicts: Vec<Conflict>,
    /// How far to trust the record; `null` where its parts say it.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// How the years of a diploma are run.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Organisation {
    /// Unit by unit, at one's own pace.
    ALaCarte,
    /// As a class, year after year.
    Cohort {
        /// How many years.
        years: Option<u32>,
        /// Units in all.
        units: Option<u32>,
        /// Hours of each.
        hours_each: Option<u32>,
    },
}

/// A named parcours.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Parcours {
    /// Its code.
    pub code: String,
    /// Its official title, in French.
    pub title: Option<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
}

/// A structure that holds for some learners only.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its id within the diploma.
    pub id: String,
    /// For whom: a status (`apprentissage`, `formation_continue`), a centre (`region:` and a slug) or a year (`annee:` and a number).
    pub when: String,
    /// What makes it up; `null` when no source shows it.
    pub requirements: Option<Vec<Requirement>>,
    /// Units it counts.
    #[serde(default)]
    pub unit_count: Option<u32>,
    /// How marks make it a diploma.
    #[serde(default)]
    pub grading: Option<Grading>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// One way to a diploma, step after step.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathWay {
    /// Its steps in order: diplomas or years, as the source names them.
    pub steps: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// What sources disagree on.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// What they say.
    pub says: Vec<Saying>,
    /// Which was followed, and why.
    pub judgement: String,
}

/// What a source says.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// The words, paraphrased.
    pub text: String,
    /// Where this comes from.
    pub sources: Vec<String>,
}
