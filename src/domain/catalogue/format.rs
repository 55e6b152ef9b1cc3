//! The catalogue as it is written: `parcours-catalogue/1`.
//!
//! A catalogue is one or more JSON files of the shape of [`CatalogueFile`]; what one file says another may refer to. Two marks run through
//! all of it: `null` (or an absent key) is *nobody published it*, and an empty list is *the source says there is none*. Every record names
//! the ids of its `sources`, so that a reader can tell where a figure comes from; records made up for a test name a source of kind
//! `made_up`.
//!
//! The requirement tree is in [`super::requirement`].

use crate::domain::read::FromValue;

mod diploma;
mod entry;
mod experience;
mod family;
mod grading;
mod offering;
mod prerequisite;
mod registration;
mod relation;
mod source;
mod unit;

pub use diploma::{Conflict, Diploma, Organisation, Parcours, PathWay, Saying, Variant};
pub use entry::{CheckedAt, EntryRule, EntryWay};
pub use experience::{ExperiencePart, ExperienceRule, ExperienceWay, Responsibility};
pub use family::{Domain, Family};
pub use grading::{Grading, GradingRegime};
pub use offering::{Assessment, ExamSession, OfferedModality, OfferedTerm, Offering, Parity};
pub use prerequisite::{LevelNeed, Needs, Prerequisite, Strength, Timing};
pub use registration::{Register, Registration};
pub use relation::{Equivalence, Exclusion};
pub use source::{Confidence, Source, SourceKind};
pub use unit::{Access, AccessRegime, Hours, Precision, Unit, UnitKind, UnitRole};

/// The only value of `format`.
pub const FORMAT: &str = "parcours-catalogue/1";

/// A file of a catalogue. All lists may be absent: files are cut as their authors find handy.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CatalogueFile {
    /// `parcours-catalogue/1`.
    pub format: String,
    /// What the file is, for its readers.
    #[serde(default)]
    pub note: Option<String>,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// What is taught or examined: UE, US and UA.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Diplomas, titles and certificates.
    #[serde(default)]
    pub diplomas: Vec<Diploma>,
    /// Units that stand for others.
    #[serde(default)]
    pub equivalences: Vec<Equivalence>,
    /// Units that may not be held together.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// Dated examination weeks.
    #[serde(default)]
    pub exam_sessions: Vec<ExamSession>,
}

/// A text in the two languages of the page.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

/// Whether something can still be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Current when its sources were read.
    Current,
    /// Closed or replaced.
    Withdrawn,
    /// Known from an old document only: it may be gone.
    Historical,
}
