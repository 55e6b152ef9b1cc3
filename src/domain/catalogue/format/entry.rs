//! Who may enter a diploma.

use crate::domain::read::FromValue;

/// Who may enter a diploma.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryRule {
    /// In words, for readers of the data.
    pub text: String,
    /// Any of these will do; `null` when the words give no condition that can be computed.
    pub any_of: Option<Vec<EntryWay>>,
    /// Candidates are selected before any registration.
    #[serde(default)]
    pub selection: Option<bool>,
    /// When it is checked.
    #[serde(default)]
    pub checked_at: Option<CheckedAt>,
    /// The ways around that the source names: `vapp`, `ves`, `vae`.
    #[serde(default)]
    pub bypass: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// One way in: all that it names is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryWay {
    /// A level, 3 to 8 (bac is 4, bac+2 is 5).
    #[serde(default)]
    pub level: Option<u8>,
    /// In this field.
    #[serde(default)]
    pub field: Option<String>,
    /// Months of experience.
    #[serde(default)]
    pub experience_months: Option<u32>,
    /// These units.
    #[serde(default)]
    pub units: Vec<String>,
    /// That many units of the Cnam, whichever.
    #[serde(default)]
    pub any_units: Option<u32>,
    /// For a foreign diploma: what it takes, such as `enic_naric` and `ves`.
    #[serde(default)]
    pub foreign_diploma: Vec<String>,
}

/// When an entry condition is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckedAt {
    /// On registration in a unit.
    Registration,
    /// On candidacy.
    Candidacy,
    /// When the diploma is delivered.
    Delivery,
}
