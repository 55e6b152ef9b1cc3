//! What experience a diploma takes.

use crate::domain::read::FromValue;

/// What experience a diploma takes.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExperienceRule {
    /// Whether any is needed.
    pub required: Option<bool>,
    /// Any one of these ways; `null` when the words give none that can be computed.
    #[serde(default)]
    pub ways: Option<Vec<ExperienceWay>>,
    /// Diplomas (ids) whose validated experience is taken over.
    #[serde(default)]
    pub carried_over_from: Vec<String>,
    /// Units held from which the file may be handed in early.
    #[serde(default)]
    pub early_file_from_units: Option<u32>,
    /// In words, for readers of the data.
    pub text: String,
    /// Where this comes from.
    pub sources: Vec<String>,
}

/// One way to bring the experience: all of its parts are needed.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExperienceWay {
    /// Its parts.
    pub parts: Vec<ExperiencePart>,
    /// The least and the most months of internship to add.
    #[serde(default)]
    pub internship_months: Option<(u32, u32)>,
}

/// A stretch of experience.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExperiencePart {
    /// How long, in months.
    pub months: u32,
    /// In the speciality of the diploma (`false`: outside it is enough).
    pub in_speciality: Option<bool>,
    /// At which level of responsibility.
    #[serde(default)]
    pub responsibility: Option<Responsibility>,
    /// The UA that it gives.
    #[serde(default)]
    pub unit: Option<String>,
}

/// Levels of responsibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// Technician or higher technician.
    Technician,
    /// At the level of the diploma.
    Diploma,
    /// Engineer.
    Engineer,
}
