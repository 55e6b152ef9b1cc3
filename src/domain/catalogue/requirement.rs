//! The requirement tree: which sets of units make a diploma.
//!
//! Each [`Requirement`] has an id and one rule. A unit that two requirements accept counts in one of them only: which one is for the
//! planner to find out.

use super::format::{Confidence, Label, Strength};
use crate::domain::read::FromValue;

/// A part of a diploma.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Its id, once in a diploma.
    pub id: String,
    /// What a page calls it.
    #[serde(default)]
    pub label: Option<Label>,
    /// The credits it brings to the diploma's total; `null` when nobody published it. More may be earned: units do not always add up.
    pub ects: Option<u32>,
    /// What fulfils it.
    pub rule: Rule,
    /// How far to trust it.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Where this comes from; empty is as the diploma.
    #[serde(default)]
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// What fulfils a requirement.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// Each of these units and parts.
    All {
        /// Units.
        #[serde(default)]
        units: Vec<String>,
        /// Parts.
        #[serde(default)]
        parts: Vec<Requirement>,
    },
    /// Some of these units and parts.
    Choose {
        /// At least that many of them.
        #[serde(default)]
        min_units: Option<u32>,
        /// At least that many credits.
        #[serde(default)]
        min_ects: Option<u32>,
        /// No more than that many of them count.
        #[serde(default)]
        max_units: Option<u32>,
        /// No more than that many credits count.
        #[serde(default)]
        max_ects: Option<u32>,
        /// Units.
        #[serde(default)]
        units: Vec<String>,
        /// Parts.
        #[serde(default)]
        parts: Vec<Requirement>,
    },
    /// Units out of several themes.
    Themes {
        /// At least that many credits in all.
        #[serde(default)]
        min_ects: Option<u32>,
        /// At least that many themes covered; `null` when nobody published it.
        #[serde(default)]
        min_themes: Option<u32>,
        /// What covers a theme; `null` is one unit.
        #[serde(default)]
        theme_min_ects: Option<u32>,
        /// No more credits than that count in one theme.
        #[serde(default)]
        theme_max_ects: Option<u32>,
        /// No more units than that count in one theme.
        #[serde(default)]
        theme_max_units: Option<u32>,
        /// Units that carry a mark: so many at least.
        #[serde(default)]
        tags: Vec<TagCount>,
        /// The themes.
        themes: Vec<Theme>,
    },
    /// One of these options, whole.
    OneOf {
        /// The options, in the order of the source.
        options: Vec<Choice>,
    },
    /// That many units, which no source lists.
    Unlisted {
        /// How many.
        units: Option<u32>,
    },
    /// Units that a source lists without a readable rule.
    Unreadable {
        /// The units.
        units: Vec<String>,
    },
}

/// A theme.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its id within the requirement.
    pub id: String,
    /// What a page calls it.
    #[serde(default)]
    pub label: Option<Label>,
    /// Its units.
    pub units: Vec<String>,
    /// At least that many credits in this theme, whatever the others bring.
    #[serde(default)]
    pub min_ects: Option<u32>,
    /// No more than that many credits count.
    #[serde(default)]
    pub max_ects: Option<u32>,
}

/// How many units must carry a mark.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TagCount {
    /// The mark.
    pub tag: String,
    /// So many units.
    pub min_units: u32,
    /// In so many different themes; `null` is anywhere.
    #[serde(default)]
    pub min_themes: Option<u32>,
}

impl TagCount {
    /// The most ways that a plan is looked for in.
    const MOST_WAYS: usize = 64;

    /// The ways of spreading `units` marked units over `themes` themes so that at least `in_themes` of them hold one: so many for each theme.
    /// Empty when there is none, or when there are too many.
    #[must_use]
    pub fn ways(themes: usize, units: u32, in_themes: u32) -> Vec<Vec<u32>> {
        fn spread(way: &mut Vec<u32>, themes: usize, units: u32, in_themes: u32, found: &mut Vec<Vec<u32>>) {
            if found.len() > TagCount::MOST_WAYS || u32::try_from(themes).unwrap_or(u32::MAX) < in_themes || units < in_themes {
                return;
            }
            if themes == 0 {
                if units == 0 {
                    found.push(way.clone());
                }
                return;
            }
            for here in (0..=units).rev() {
                way.push(here);
                spread(way, themes - 1, units - here, in_themes.saturating_sub(u32::from(here > 0)), found);
                way.pop();
            }
        }
        let mut found = Vec::new();
        // More units than that in a rule would be a fault of the data.
        spread(&mut Vec::new(), themes, units.min(32), in_themes, &mut found);
        if found.len() > Self::MOST_WAYS { Vec::new() } else { found }
    }
}

/// An option.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its id within the requirement.
    pub id: String,
    /// For whom; `null` is anybody.
    #[serde(default)]
    pub when: Option<EntryRoute>,
    /// What fulfils it.
    pub rule: Rule,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// How one came into a diploma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryRoute {
    /// Straight into its last year.
    Direct,
    /// From its first year.
    FullPath,
}

/// A rule of order within a diploma.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderRule {
    /// What comes when.
    pub rule: Order,
    /// Whether it is demanded; `null` is demanded.
    #[serde(default)]
    pub strength: Option<Strength>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// What comes when.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// All the first ones are validated in earlier terms than the others begin.
    Before {
        /// Units, all of them.
        first: Vec<String>,
        /// Units of these requirements (ids), so many of them.
        #[serde(default)]
        first_of_groups: Option<GroupCount>,
        /// Units.
        then: Vec<String>,
    },
    /// The first ones are validated in an earlier term or in the same one.
    NotAfter {
        /// Units, all of them.
        first: Vec<String>,
        /// Units.
        then: Vec<String>,
    },
    /// In the same term.
    Together {
        /// Units.
        units: Vec<String>,
    },
    /// The units of the first semester come first.
    FirstSemester {
        /// What they are worth; `null` when nobody published it.
        ects: Option<u32>,
        /// Units.
        then: Vec<String>,
    },
    /// Needed when the diploma is delivered, not earlier.
    AtDelivery {
        /// Units.
        units: Vec<String>,
    },
    /// Year after year, as a class.
    Cohort {
        /// The first year and the next ones, as the source names them.
        years: Vec<String>,
    },
    /// Said in words only.
    Words(String),
}

/// Some units of some requirements.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupCount {
    /// How many.
    pub n: u32,
    /// The ids of the requirements.
    pub groups: Vec<String>,
}

impl Requirement {
    /// Itself and all of its parts.
    pub(super) fn for_each<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        self.rule.for_each(visit);
    }

    /// Every unit it names, in the order of the source; a unit that stands twice is named twice.
    pub fn units(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.rule.name_units(&mut found);
        found
    }
}

impl Rule {
    fn for_each<'a>(&'a self, visit: &mut impl FnMut(&'a Requirement)) {
        match self {
            Self::All { parts, .. } | Self::Choose { parts, .. } => parts.iter().for_each(|part| part.for_each(visit)),
            Self::OneOf { options } => options.iter().for_each(|option| option.rule.for_each(visit)),
            Self::Themes { .. } | Self::Unlisted { .. } | Self::Unreadable { .. } => {}
        }
    }

    fn name_units<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::All { units, parts } | Self::Choose { units, parts, .. } => {
                found.extend(units.iter().map(String::as_str));
                for part in parts {
                    part.rule.name_units(found);
                }
            }
            Self::Themes { themes, .. } => found.extend(themes.iter().flat_map(|theme| &theme.units).map(String::as_str)),
            Self::OneOf { options } => {
                for option in options {
                    option.rule.name_units(found);
                }
            }
            Self::Unlisted { .. } => {}
            Self::Unreadable { units } => found.extend(units.iter().map(String::as_str)),
        }
    }
}
