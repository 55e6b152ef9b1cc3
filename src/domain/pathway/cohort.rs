//! Programmes that run year after year, as a class: each of their years is taken in one academic year, and in their order.

use super::tree::mentioned;
use crate::domain::sorted::Map;
use crate::domain::{
    catalogue::{
        format::{Diploma, Strength},
        requirement::{Order, Requirement},
    },
    date::{Season, Term},
};

/// The academic year in which each unit of a class is taken; units of no class are free.
#[derive(Clone, Debug, Default)]
pub(super) struct Cohort {
    years: Map<String, i32>,
}

impl Cohort {
    /// The class that starts with `start`, or in the autumn after it; where `pins` place a unit, the class of that unit.
    ///
    /// Years of which everything is `had` are over. A year that no requirement of the diploma is named after (by its id or its French label)
    /// says nothing of its units, and they are free.
    pub fn of(diploma: &Diploma, start: Term, pins: &Map<String, Term>, had: &dyn Fn(&str) -> bool) -> Self {
        let mut found = Self::default();
        for rule in diploma.order.iter().flatten().filter(|rule| rule.strength != Some(Strength::Recommended)) {
            let Order::Cohort { years } = &rule.rule else { continue };
            let years: Vec<Vec<&str>> = years.iter().map(|name| units_of(diploma, name)).collect();
            let left: Vec<&Vec<&str>> = years.iter().skip_while(|units| units.iter().all(|code| had(code))).collect();
            let class = |place: usize| i32::try_from(place).unwrap_or(i32::MAX);
            let pinned = left.iter().enumerate().flat_map(|(place, units)| {
                units.iter().filter_map(move |code| Some(pins.get(*code)?.academic_year().saturating_sub(class(place))))
            });
            let autumn = if start.season == Season::Autumn { start } else { Term { season: Season::Autumn, ..start } };
            let first = pinned.min().unwrap_or_else(|| autumn.academic_year());
            for (place, units) in left.into_iter().enumerate() {
                for code in units {
                    found.years.entry((*code).to_owned()).or_insert_with(|| first.saturating_add(class(place)));
                }
            }
        }
        found
    }

    /// Whether a unit may be taken in `term`: in the year of its class, or, when it has to be taken again, `later` too.
    pub fn allows(&self, code: &str, term: Term, later: bool) -> bool {
        self.years.get(code).is_none_or(|year| term.academic_year() == *year || later && term.academic_year() > *year)
    }
}

/// The units of the year `name`.
fn units_of<'d>(diploma: &'d Diploma, name: &str) -> Vec<&'d str> {
    let is_it = |one: &&Requirement| one.id == name || one.label.as_ref().is_some_and(|label| label.fr == name);
    let mut units = Vec::new();
    for one in diploma.requirements.iter().flatten().filter(is_it) {
        mentioned(&one.rule, &mut |code| units.push(code));
    }
    units
}
