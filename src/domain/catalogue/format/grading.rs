//! How marks make a diploma.

use crate::domain::read::FromValue;

/// How marks make a diploma.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// The regime; `null` when only parts of it are known.
    pub regime: Option<GradingRegime>,
    /// The mark, or the average, that passes, out of 20.
    #[serde(default)]
    pub pass_mark: Option<u32>,
    /// A mark below this fails all.
    #[serde(default)]
    pub eliminatory_below: Option<u32>,
    /// The least and the greatest coefficient.
    #[serde(default)]
    pub coefficients: Option<(u32, u32)>,
    /// Years, from the first unit, in which marks can be averaged.
    #[serde(default)]
    pub window_years: Option<u32>,
    /// All units must have been sat.
    #[serde(default)]
    pub all_units_sat: Option<bool>,
    /// The mark that a unit obtained by VES or VAE counts as.
    #[serde(default)]
    pub validated_counts_as: Option<u32>,
    /// Units that must be prepared in house.
    #[serde(default)]
    pub min_units_in_house: Option<u32>,
    /// The best of these sittings counts.
    #[serde(default)]
    pub best_of: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The regimes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GradingRegime {
    /// Each unit on its own.
    Capitalisation,
    /// A weighted average may make up for a low mark.
    Compensation,
}
