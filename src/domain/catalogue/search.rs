//! Search by words, on folded text.

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

/// The folded words of a record, with what a match on each is worth.
pub(super) type Words = Vec<(String, u32)>;

/// A match on a code is worth more than any number of matches on a title, and so on down.
const CODE: u32 = 10_000;
const TITLE: u32 = 100;
const AROUND: u32 = 10;

impl Filters {
    /// Whether a diploma is among what they leave.
    pub(super) fn keep(&self, diploma: &Diploma) -> bool {
        self.level.is_none_or(|level| diploma.level == Some(level))
            && self.family.is_none_or(|family| diploma.family == Some(family))
            && self.domain.is_none_or(|domain| diploma.domain == Some(domain))
            && (!self.plannable || diploma.plannable())
    }
}

/// Records by what they scored, best first; equals stay in order.
pub(super) fn best_first<T>(mut hits: Vec<(u32, &T)>) -> Vec<&T> {
    hits.order_by_key(|(score, _)| std::cmp::Reverse(*score));
    hits.into_iter().map(|(_, record)| record).collect()
}

/// The sum over the wanted words of the best match; `None` when one has none. A whole word is worth twice a beginning.
pub(super) fn score(entries: &Words, wanted: &[String]) -> Option<u32> {
    wanted.iter().try_fold(0, |sum: u32, want| {
        let best = entries
            .iter()
            .filter(|(word, _)| word.starts_with(want.as_str()))
            .map(|(word, worth)| if word.len() == want.len() { worth * 2 } else { *worth })
            .max()?;
        Some(sum.saturating_add(best))
    })
}

/// The words by which a diploma is found.
pub(super) fn diploma_words(diploma: &Diploma) -> Words {
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

/// The words by which a unit is found.
pub(super) fn unit_words(unit: &Unit) -> Words {
    let mut entries = Vec::new();
    let mut add = |text: &str, worth: u32| entries.extend(words(text).into_iter().map(|word| (word, worth)));
    add(&unit.code, CODE);
    for alias in &unit.aliases {
        add(alias, CODE);
    }
    add(unit.title.as_deref().unwrap_or_default(), TITLE);
    entries
}
