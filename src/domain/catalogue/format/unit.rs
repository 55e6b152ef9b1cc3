//! What is taught or examined: UE, US and UA.

use super::{Assessment, Offering, Prerequisite, Status};
use crate::domain::read::FromValue;

/// A unit: UE, US or UA.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// Other spellings of the same code, such as a letter O for a zero.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its official title, in French.
    pub title: Option<String>,
    /// UE, US or UA.
    pub kind: UnitKind,
    /// What a UA is made of; `null` for a course.
    #[serde(default)]
    pub role: Option<UnitRole>,
    /// Its credits. 0 is a published zero, as for an examination that only opens the way.
    pub ects: Option<u32>,
    /// Its hours of class, by centre. They may not be derived from the credits: centres differ.
    #[serde(default)]
    pub hours: Option<Vec<Hours>>,
    /// Who may enrol; `null` when nothing is said.
    #[serde(default)]
    pub access: Option<Access>,
    /// What to know or hold before. `[]` when the source says there is nothing.
    #[serde(default)]
    pub prerequisites: Option<Vec<Prerequisite>>,
    /// When, where and how it is given; `null` when nobody published it.
    #[serde(default)]
    pub offering: Option<Vec<Offering>>,
    /// How it is examined.
    #[serde(default)]
    pub assessment: Option<Assessment>,
    /// The most times it may be sat.
    #[serde(default)]
    pub max_attempts: Option<u32>,
    /// Marks that requirements count, such as `theorique`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it is still given; `null` when nothing is said.
    #[serde(default)]
    pub status: Option<Status>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Unité d'enseignement: a course, open to all.
    Ue,
    /// Unité spécifique: a course inside its parcours only.
    Us,
    /// Unité d'activité: experience, thesis, test; belongs to a diploma.
    Ua,
}

/// What a UA is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnitRole {
    /// Professional experience.
    Experience,
    /// A thesis (mémoire).
    Thesis,
    /// A jury that admits to what follows.
    Admission,
    /// A language certificate.
    LanguageTest,
    /// Time abroad or its equivalent.
    International,
    /// A project.
    Project,
}

/// Hours of class of a unit at a centre.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// How many.
    pub hours: u32,
    /// How precise; `null` is exact.
    #[serde(default)]
    pub precision: Option<Precision>,
    /// The region (slug), `etranger`, or `null` when the source names none.
    #[serde(default)]
    pub region: Option<String>,
    /// The centre, in words.
    #[serde(default)]
    pub centre: Option<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
}

/// How precise a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// At least this.
    Minimum,
    /// About this.
    About,
}

/// Who may enrol in a unit.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The regime.
    pub regime: AccessRegime,
    /// Diplomas whose learners are exempt from it, by id; `null` when they are not listed.
    #[serde(default)]
    pub exempt: Option<Vec<String>>,
    /// Whether it can be granted for earlier studies (VES).
    #[serde(default)]
    pub by_ves: Option<bool>,
    /// Whether it can be granted by a partial VAE.
    #[serde(default)]
    pub by_vae: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The regimes of access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessRegime {
    /// Anybody.
    Open,
    /// Only inside the parcours that contains it.
    Parcours,
    /// After an approval by the teaching team (agrément).
    Agreement,
    /// Only the audience that its page names.
    TargetPublic,
    /// Only pupils of the engineering school.
    School,
}
