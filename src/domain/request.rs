//! What the engine is asked. One request serves the page, the JavaScript API and the command line.

use super::{
    date::{Date, Term},
    facts::Facts,
};
use crate::domain::read::FromValue;
use crate::domain::sorted::Map;
use serde::Serialize;

/// A request, version 1. A key that is absent or `null` means *unknown*, never "no".
#[derive(Clone, Debug, PartialEq, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The version of this format: 1.
    pub version: Version,
    /// The day on which everything dated is evaluated.
    pub today: Date,
    /// Which rules to apply.
    #[serde(default)]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<RuleSet>"))]
    pub rules: RuleSet,
    /// The region of the centre where the person would enrol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub centre_region: Option<String>,
    /// What is known of the person.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Facts>"))]
    pub facts: Facts,
    /// What the person aims at.
    #[serde(default)]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Target>"))]
    pub target: Target,
    /// How much the person can take on in a term.
    #[serde(default)]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Pace>"))]
    pub pace: Pace,
    /// The acceptable ways of attending; `None` when nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modalities: Option<Vec<Modality>>,
    /// Units already held or exempted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Vec<Acquired>>"))]
    pub acquired: Vec<Acquired>,
    /// Units that must be taken in a given term.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Map<String, Term>>"))]
    pub pins: Map<String, Term>,
    /// Units that must not be taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Vec<String>>"))]
    pub excluded: Vec<String>,
    /// Electives that must be taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Vec<String>>"))]
    pub chosen: Vec<String>,
    /// Where units stood in the plan before a change: of all plans that are equally good, the one that moves the fewest of them is taken.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Map<String, Term>>"))]
    pub near: Map<String, Term>,
    /// What to price without a plan; then `cost` is about them alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Item>>,
    /// What to optimise, the most important first.
    #[serde(default = "default_objective")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Vec<Objective>>"))]
    pub objective: Vec<Objective>,
}

impl Request {
    /// An empty request on the day `today`: nothing is known.
    #[must_use]
    pub fn blank(today: Date) -> Self {
        Self {
            version: Version,
            today,
            rules: RuleSet::default(),
            centre_region: None,
            facts: Facts::default(),
            target: Target::default(),
            pace: Pace::default(),
            modalities: None,
            acquired: Vec::new(),
            pins: Map::new(),
            excluded: Vec::new(),
            chosen: Vec::new(),
            near: Map::new(),
            items: None,
            objective: default_objective(),
        }
    }

    /// The same without a plan to stay near.
    #[must_use]
    pub fn afresh(&self) -> Self {
        Self { near: Map::new(), ..self.clone() }
    }
}

fn default_objective() -> Vec<Objective> {
    vec![Objective::Finish, Objective::Cost, Objective::Peak, Objective::Preference]
}

/// The only version of the request and of the answer: 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, FromValue)]
#[serde(into = "u8", try_from = "u8")]
#[value(blank = "Self")]
pub struct Version;

impl From<Version> for u8 {
    fn from(_: Version) -> Self {
        1
    }
}

impl TryFrom<u8> for Version {
    type Error = String;
    fn try_from(number: u8) -> Result<Self, String> {
        if number == 1 { Ok(Self) } else { Err(format!("{number} is not a version that is known here: write 1")) }
    }
}

/// Which rules to apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// What holds today: the documents, and the law where they disagree.
    #[default]
    Law,
    /// What the regional documents alone say.
    Documents,
}

/// What the person aims at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The code of a diploma.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diploma: Option<String>,
    /// Single units, without a diploma.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Vec<String>>"))]
    pub ue: Vec<String>,
    /// The first term of the plan; by default the first that may still be enrolled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_term: Option<Term>,
    /// The routes under consideration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Vec<Route>>"))]
    pub routes: Vec<Route>,
}

/// A way to a diploma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Unit by unit.
    Ue,
    /// Validation of experience.
    Vae,
    /// Apprenticeship or professionalisation contract.
    Alternance,
}

/// How much a person can take on in a term. `None` is no limit of that kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Units a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_ue: Option<u32>,
    /// Credits a term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_ects: Option<u32>,
    /// Hours of class a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_hours_per_week: Option<u32>,
    /// Terms with a pace of their own; a pause is `max_ue` 0.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[value(null_is_default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<Map<Term, TermPace>>"))]
    pub terms: Map<Term, TermPace>,
}

impl Pace {
    /// Whether it limits every term that has no pace of its own.
    #[must_use]
    pub fn says_one(&self) -> bool {
        self.max_ue.is_some() || self.max_ects.is_some() || self.max_hours_per_week.is_some()
    }

    /// Lets every term without a pace of its own go at this one.
    pub fn set(&mut self, of_all: &TermPace) {
        (self.max_ue, self.max_ects, self.max_hours_per_week) = (of_all.max_ue, of_all.max_ects, of_all.max_hours_per_week);
    }
}

/// The pace of one term; what is absent is as in the other terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TermPace {
    /// Units in this term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_ue: Option<u32>,
    /// Credits in this term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_ects: Option<u32>,
    /// Hours of class a week in this term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_hours_per_week: Option<u32>,
}

/// A way of attending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// Weekday evenings.
    Soir,
    /// Saturdays.
    Samedi,
    /// In the day.
    Journee,
    /// At a distance.
    Distance,
    /// A course broadcast to several places.
    Visiocours,
    /// Work and study under a contract.
    Alternance,
}

impl Modality {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 6] = [Self::Soir, Self::Samedi, Self::Journee, Self::Distance, Self::Visiocours, Self::Alternance];

    /// Its name in requests and answers.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Soir => "soir",
            Self::Samedi => "samedi",
            Self::Journee => "journee",
            Self::Distance => "distance",
            Self::Visiocours => "visiocours",
            Self::Alternance => "alternance",
        }
    }
}

/// A unit already held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Acquired {
    /// Its code.
    pub ue: String,
    /// How it was obtained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<AcquiredHow>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// How a unit was obtained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AcquiredHow {
    /// By its exam.
    Ue,
    /// By validation of higher studies.
    Ves,
    /// By validation of experience.
    Vae,
    /// By holding a unit that counts as this one.
    Equivalence,
}

/// Something to price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name in the answer.
    pub id: String,
    /// `ue`, or an item of the tariff.
    pub kind: String,
    /// Credits, where the price depends on them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ects: Option<u32>,
    /// The region that gives the course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<String>,
    /// How it is attended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality: Option<Modality>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Who pays: a value of the fact `payer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
}

/// What a plan should be, beside valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// Finished early.
    Finish,
    /// Cheap.
    Cost,
    /// Without a heavy term.
    Peak,
    /// In the terms and with the electives the person prefers.
    Preference,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::error::InputError;

    #[test]
    fn null_is_as_absent() {
        let today = Date::new(2026, 11, 21).unwrap();
        let null = r#"{"version":1,"today":"2026-11-21","rules":null,"centre_region":null,"facts":null,"target":null,"pace":null,
            "modalities":null,"acquired":null,"pins":null,"excluded":null,"chosen":null,"near":null,"items":null,"objective":null}"#;
        assert_eq!(InputError::read_json::<Request>(null), Ok(Request::blank(today)));
        let inside = r#"{"version":1,"today":"2026-11-21","target":{"diploma":null,"ue":null,"start_term":null,"routes":null},
            "pace":{"max_ue":null,"max_ects":null,"max_hours_per_week":null,"terms":null}}"#;
        assert_eq!(InputError::read_json::<Request>(inside), Ok(Request::blank(today)));
        let term = r#"{"version":1,"today":"2026-11-21","pace":{"terms":{"2028-S1":{"max_eu":0}}},"facts":{"age":3}}"#;
        let fault = InputError::read_json::<Request>(term).unwrap_err();
        assert_eq!((fault.code, fault.path.as_str()), ("unknown_key", "pace.terms.2028-S1.max_eu"), "paths go through what may be null");
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_its_path() {
        let read = |text: &str| InputError::read_json::<Request>(text).unwrap_err();
        let fault = read(r#"{"version":1,"today":"2026-11-21","facts":{"favourite_colour":"blue"}}"#);
        assert_eq!((fault.code, fault.path.as_str()), ("unknown_key", "facts.favourite_colour"));
        let fault = read(r#"{"version":1,"today":"2026-11-21","pace":{"max_eu":3}}"#);
        assert_eq!((fault.code, fault.path.as_str()), ("unknown_key", "pace.max_eu"));
        let fault = read(r#"{"version":1,"today":"2026-11-21","acquired":[{"ue":"NFA031"},{"ue":"X","hwo":"ue"}]}"#);
        assert_eq!((fault.code, fault.path.as_str()), ("unknown_key", "acquired[1].hwo"));
        let fault = read(r#"{"version":1,"today":"2026-11-21","facts":{"age":"old"}}"#);
        assert_eq!((fault.code, fault.path.as_str()), ("invalid_value", "facts.age"));
        assert_eq!(read(r#"{"version":2,"today":"2026-11-21"}"#).path, "version");
        assert_eq!(read("{").code, "malformed_json");
    }
}
