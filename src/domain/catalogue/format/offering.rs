//! When, where and how units are given and examined.

use crate::domain::date::Date;
use crate::domain::read::FromValue;

/// When, where and how a unit is given.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// The terms; `null` when only the modality is known.
    pub terms: Option<Vec<OfferedTerm>>,
    /// How it is attended; `null` when not said.
    #[serde(default)]
    pub modality: Option<OfferedModality>,
    /// The region (slug), `national`, `etranger`, or `null` when the source names none.
    #[serde(default)]
    pub region: Option<String>,
    /// The centre, in words.
    #[serde(default)]
    pub centre: Option<String>,
    /// The academic year of which this was said, by the calendar year in which it begins; `null` when undated.
    #[serde(default)]
    pub academic_year: Option<i32>,
    /// Given only every other year; `null` when not said.
    #[serde(default)]
    pub years: Option<Parity>,
    /// In blocked days or weeks.
    #[serde(default)]
    pub blocked: Option<bool>,
    /// The terms are deduced by a reader, not stated by the source.
    #[serde(default)]
    pub inferred: bool,
    /// From the opening schedule of the region: exact for its academic year, and a guess beyond.
    #[serde(default)]
    pub scheduled: bool,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The terms in which a unit may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub enum OfferedTerm {
    /// Autumn.
    S1,
    /// Spring.
    S2,
    /// Summer.
    S3,
    /// From autumn to spring, as one unit.
    #[serde(rename = "annual")]
    Annual,
}

/// How a unit is attended, as catalogues say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfferedModality {
    /// Weekday evenings.
    Soir,
    /// Saturdays.
    Samedi,
    /// In the day.
    Journee,
    /// At a distance (FOAD).
    Distance,
    /// A course broadcast to several places.
    Visiocours,
    /// Under a work and study contract.
    Alternance,
    /// On site, at hours not said.
    Presentiel,
    /// Partly on site, partly at a distance.
    Hybride,
}

/// Which academic years, by the calendar year in which they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Parity {
    /// 2026, 2028, …
    Even,
    /// 2027, 2029, …
    Odd,
}

/// How a unit is examined.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Whether there is an examination; `false` for a unit validated without a mark.
    pub exam: Option<bool>,
    /// It differs by modality.
    #[serde(default)]
    pub differs_by_modality: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// Examination weeks.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExamSession {
    /// The region (slug).
    pub region: String,
    /// The academic year, by the calendar year in which it begins.
    pub academic_year: i32,
    /// The term examined.
    pub term: OfferedTerm,
    /// First or second session.
    pub session: u32,
    /// The first day.
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub from: Option<Date>,
    /// The last day.
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub to: Option<Date>,
    /// One has to register oneself; `null` when not said.
    #[serde(default)]
    pub self_registration: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}
