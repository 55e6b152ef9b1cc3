//! Where facts come from, and how far they can be trusted.

use crate::domain::read::FromValue;

/// A document that facts come from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id, which records name.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its address; `null` when it has none.
    pub url: Option<String>,
    /// Its date, as precisely as it tells; `null` when undated.
    pub date: Option<String>,
    /// Who speaks in it.
    pub kind: SourceKind,
    /// What to know before trusting it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who speaks in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The Cnam or the State.
    Official,
    /// A copy of an official text.
    OfficialCopy,
    /// A partner that teaches for the Cnam.
    OfficialPartner,
    /// Anybody else.
    ThirdParty,
    /// Made up, for a test or an example.
    MadeUp,
}

/// How far a reading of a source can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Stated as such.
    High,
    /// Retyped or read indirectly.
    Medium,
    /// Doubtful: confirm with a centre.
    Low,
}
