//! Search by words, on text folded once.

use super::{
    fold::words,
    format::{Diploma, Domain, Family, Unit},
};
use crate::domain::sorted::Sorting;

/// What a search is narrowed to; `None` does not narrow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Only this level, 3 to 8.
    pub level: Option<u8>,
    /// Only this family.
    pub family: Option<Family>,
    /// Only this field.
    pub domain: Option<Domain>,
    /// Only diplomas whose structure is published.
    pub plannable: bool,
}

/// The folded words of every record, with what a match on them is worth.
#[derive(Clone, Debug, Default)]
pub(super) struct SearchIndex {
    diplomas: Vec<Vec<(String, u32)>>,
    units: Vec<Vec<(String, u32)>>,
}

/// A match on a code is worth more than any number of matches on a title, and so on down.
const CODE: u32 = 10_000;
const TITLE: u32 = 100;
const AROUND: u32 = 10;

impl SearchIndex {
    pub(super) fn new(diplomas: &[Diploma], units: &[Unit]) -> Self {
        Self { diplomas: diplomas.iter().map(diploma_words).collect(), units: units.iter().map(unit_words).collect() }
    }

    pub(super) fn diplomas(&self, query: &str, diplomas: &[Diploma], filters: &Filters) -> Vec<usize> {
        let kept = |index: usize| {
            diplomas.get(index).is_some_and(|diploma| {
                filters.level.is_none_or(|level| diploma.level == Some(level))
                    && filters.family.is_none_or(|family| diploma.family == Some(family))
                    && filters.domain.is_none_or(|domain| diploma.domain == Some(domain))
                    && (!filters.plannable || diploma.plannable())
            })
        };
        ranked(&self.diplomas, query, kept)
    }

    pub(super) fn units(&self, query: &str) -> Vec<usize> {
        ranked(&self.units, query, |_| true)
    }
}

/// The records in which every word of the query begins some word, best first; equals stay in order.
fn ranked(index: &[Vec<(String, u32)>], query: &str, kept: impl Fn(usize) -> bool) -> Vec<usize> {
    let wanted = words(query);
    let mut hits: Vec<(u32, usize)> = index
        .iter()
        .enumerate()
        .filter(|(place, _)| kept(*place))
        .filter_map(|(place, entries)| Some((score(entries, &wanted)?, place)))
        .collect();
    hits.order_by_key(|&(score, place)| (std::cmp::Reverse(score), place));
    hits.into_iter().map(|(_, place)| place).collect()
}

/// The sum over the wanted words of the best match; `None` when one has none. A whole word is worth twice a beginning.
fn score(entries: &[(String, u32)], wanted: &[String]) -> Option<u32> {
    wanted.iter().try_fold(0, |sum: u32, want| {
        let best = entries
            .iter()
            .filter(|(word, _)| word.starts_with(want.as_str()))
            .map(|(word, worth)| if word.len() == want.len() { worth * 2 } else { *worth })
            .max()?;
        Some(sum.saturating_add(best))
    })
}

fn diploma_words(diploma: &Diploma) -> Vec<(String, u32)> {
    let mut entries = Vec::new();
    let mut add = |text: &str, worth: u32| entries.extend(words(text).into_iter().map(|word| (word, worth)));
    add(&diploma.id, AROUND);
    add(diploma.code.as_deref().unwrap_or_default(), CODE);
    add(diploma.title.as_deref().unwrap_or_default(), TITLE);
    for parcours in &diploma.parcours {
        add(&parcours.code, TITLE);
        add(parcours.title.as_deref().unwrap_or_default(), AROUND);
    }
    add(diploma.family.map_or("", Family::id), AROUND);
    add(diploma.domain.map_or("", Domain::id), AROUND);
    for registration in diploma.registrations.iter().flatten() {
        add(registration.number.as_deref().unwrap_or_default(), TITLE);
    }
    // People write a level as the framework does or in years after the baccalaureate; level 6 covers both 3 and 4 years.
    let level = match diploma.level {
        Some(4) => "niveau 4 bac",
        Some(5) => "niveau 5 bac 2",
        Some(6) => "niveau 6 bac 3 4",
        Some(7) => "niveau 7 bac 5",
        Some(8) => "niveau 8 bac 8",
        _ => "",
    };
    add(level, AROUND);
    entries
}

fn unit_words(unit: &Unit) -> Vec<(String, u32)> {
    let mut entries = Vec::new();
    let mut add = |text: &str, worth: u32| entries.extend(words(text).into_iter().map(|word| (word, worth)));
    add(&unit.code, CODE);
    for alias in &unit.aliases {
        add(alias, CODE);
    }
    add(unit.title.as_deref().unwrap_or_default(), TITLE);
    entries
}
