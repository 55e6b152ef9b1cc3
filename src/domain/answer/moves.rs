//! What a plan changes of the one before, and why.

use crate::domain::date::Term;
use serde::Serialize;

/// A change of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Move {
    /// The unit.
    pub code: String,
    /// Its term before; `None` when it is new.
    pub from: Option<Term>,
    /// Its term now; `None` when the plan no longer takes it.
    pub to: Option<Term>,
    /// Why.
    pub why: Cause,
}

/// Why a unit could not stay where it was: what breaks first when it is put back there alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// The request pins it.
    Pinned,
    /// The request chooses it.
    Chosen,
    /// The request rules it out.
    Excluded,
    /// It is held, or was granted.
    Acquired,
    /// It is not given in that term, or nothing may be taken then.
    NotOpen,
    /// What it builds on comes too late for that term.
    After {
        /// The units that come first.
        units: Vec<String>,
    },
    /// Another unit builds on it, or goes with it.
    Before {
        /// That unit.
        unit: String,
    },
    /// Too few credits are finished by that term.
    Credits,
    /// That term is full.
    Full {
        /// The units that were not in it before.
        units: Vec<String>,
    },
    /// The plan would end later.
    Sooner,
    /// It would cost more.
    Cheaper,
    /// The heaviest term would be heavier.
    Lighter,
    /// It would be given in a way that suits less.
    Suits,
    /// The requirements ask for it, now that others are not taken.
    Needed,
    /// The requirements are met without it.
    NotNeeded,
}

impl Cause {
    /// Its name in answers.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Chosen => "chosen",
            Self::Excluded => "excluded",
            Self::Acquired => "acquired",
            Self::NotOpen => "not_open",
            Self::After { .. } => "after",
            Self::Before { .. } => "before",
            Self::Credits => "credits",
            Self::Full { .. } => "full",
            Self::Sooner => "sooner",
            Self::Cheaper => "cheaper",
            Self::Lighter => "lighter",
            Self::Suits => "suits",
            Self::Needed => "needed",
            Self::NotNeeded => "not_needed",
        }
    }
}
