//! What to know or hold before a unit.

use crate::domain::read::FromValue;

/// Something to know or hold before a unit.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    /// What.
    pub needs: Needs,
    /// Whether it is demanded.
    pub strength: Strength,
    /// Whether an equivalent level will do. `null` when the source does not say.
    #[serde(default)]
    pub or_equivalent: Option<bool>,
    /// Whether the same term will do; `null` when the source does not say, which a planner reads as *before*.
    #[serde(default)]
    pub timing: Option<Timing>,
    /// Where this comes from; empty is as the unit.
    #[serde(default)]
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a prerequisite asks for.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Needs {
    /// Each of these units.
    AllOf(Vec<String>),
    /// Some of these units.
    AnyOf {
        /// How many.
        n: u32,
        /// Out of these.
        units: Vec<String>,
    },
    /// Some units of these groups of the diploma one follows.
    UnitsOfGroups {
        /// How many.
        n: u32,
        /// The ids of the requirements.
        groups: Vec<String>,
    },
    /// To be admitted by this UA.
    Admission(String),
    /// The units of the first semester of the diploma.
    FirstSemester {
        /// What they are worth; `null` when nobody published it.
        ects: Option<u32>,
    },
    /// A level of education.
    Level(LevelNeed),
    /// A CEFR level that one may *not* have reached: the unit is for those below it.
    BelowCefr(String),
    /// A placement test.
    PlacementTest,
    /// Knowledge, in words.
    Competence(String),
    /// Months of professional experience.
    ExperienceMonths(u32),
}

/// A level of education.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelNeed {
    /// The level of the French framework, 3 to 8 (bac is 4, bac+2 is 5, bac+3 and bac+4 are 6, bac+5 is 7); `null` when the words do not map.
    pub level: Option<u8>,
    /// As the source writes it.
    pub text: String,
    /// In which field.
    #[serde(default)]
    pub field: Option<String>,
    /// A diploma is demanded: experience does not replace it.
    #[serde(default)]
    pub diploma_required: Option<bool>,
    /// Experience replaces it.
    #[serde(default)]
    pub or_experience: Option<bool>,
}

/// Whether something is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Demanded.
    Required,
    /// Advised.
    Recommended,
}

/// How two units stand in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// In an earlier term: the same one is forbidden.
    Before,
    /// In an earlier term or the same one.
    SameTermAllowed,
}
