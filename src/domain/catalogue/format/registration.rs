//! Entries in the national registers of certifications.

use crate::domain::date::Date;
use crate::domain::read::FromValue;

/// An entry in a national register of certifications.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Which register.
    pub register: Register,
    /// The number, `RNCP36889`; `null` when not known.
    pub number: Option<String>,
    /// The first day of validity.
    #[serde(default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub from: Option<Date>,
    /// The last day on which one may enter.
    #[serde(default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub until: Option<Date>,
    /// The number that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The national registers, as the fact `target_register` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// Répertoire national des certifications professionnelles.
    Rncp,
    /// A bloc of an RNCP certification.
    Bloc,
    /// Répertoire spécifique.
    Rs,
}
