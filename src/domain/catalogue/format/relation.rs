//! What units are to each other: those that stand for others, and those that may not be held together.

use super::Confidence;
use crate::domain::read::FromValue;

/// Units that stand for others.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Equivalence {
    /// Who holds all of these …
    pub held: Vec<String>,
    /// … holds these.
    pub counts_as: Vec<String>,
    /// Also the other way round.
    pub both_ways: bool,
    /// How sure: only `high` is applied to a plan.
    pub confidence: Confidence,
    /// A request (VES) is needed; `null` when not said.
    #[serde(default)]
    pub request_needed: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// Sets of units of which one set at most may be held.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The sets: a unit of one rules out every unit of the others.
    pub sets: Vec<Vec<String>>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}
