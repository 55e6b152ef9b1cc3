//! What the Cnam teaches: units, diplomas and their requirements, as data.
//!
//! [`Catalogue::read`] takes the texts of the files, checks every cross-reference and sum, and gives a catalogue whose records can be
//! trusted to name what exists. The format is in [`format`] and [`requirement`]; unknown is `None` throughout.

mod check;
pub(in crate::domain) mod fold;
pub mod format;
mod near;
mod reading;
pub mod requirement;
mod search;

pub use reading::Reading;
pub use search::Filters;

use crate::domain::sorted::Map;
use crate::domain::{date::Date, error::InputError};
use format::{
    CatalogueFile, Diploma, Domain, EntryRule, Equivalence, ExamSession, Exclusion, Family, Needs, Offering, Register, Source, Unit,
};
use requirement::{Requirement, Rule, TagCount};
use search::Words;
use std::sync::OnceLock;

/// A catalogue whose references have been checked.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    sources: Vec<Source>,
    units: Vec<Unit>,
    diplomas: Vec<Diploma>,
    equivalences: Vec<Equivalence>,
    exclusions: Vec<Exclusion>,
    exam_sessions: Vec<ExamSession>,
    unit_index: Map<String, usize>,
    diploma_index: Map<String, usize>,
    /// The words of each diploma, folded at the first search.
    folded: OnceLock<Vec<Words>>,
}

/// What the rules want to know of a diploma aimed at. `None` is unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetInfo<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its code.
    pub code: Option<&'a str>,
    /// Its official title, in French.
    pub title: Option<&'a str>,
    /// Its family.
    pub family: Option<Family>,
    /// Its field.
    pub domain: Option<Domain>,
    /// Its level, 3 to 8.
    pub level: Option<u8>,
    /// The lowest level that opens it: `None` when unknown, or when a way in asks for no level.
    pub entry_level: Option<u8>,
    /// The whole entry condition.
    pub entry: Option<&'a EntryRule>,
    /// Its credits.
    pub ects: Option<u32>,
    /// `rncp`, `bloc`, `rs` or `none` on the day asked for, as the fact `target_register`.
    pub register: Option<&'static str>,
}

impl Catalogue {
    /// Reads and checks the files, given as (name, text).
    ///
    /// # Errors
    /// Every fault found, each with `file: path` as its path and what to do in its message. Cross-references are checked only once all
    /// files have the right shape.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<InputError>> {
        let mut reading = Reading::new(files.to_vec());
        loop {
            if let Some(read) = reading.step() {
                return read;
            }
        }
    }

    /// The catalogue of files that were read, each with its name.
    fn of_files(files: Vec<(&str, CatalogueFile)>) -> Result<Self, Vec<InputError>> {
        let faults = check::faults(&files);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut catalogue = Self::default();
        for (_, file) in files {
            catalogue.sources.extend(file.sources);
            catalogue.units.extend(file.units);
            catalogue.diplomas.extend(file.diplomas);
            catalogue.equivalences.extend(file.equivalences);
            catalogue.exclusions.extend(file.exclusions);
            catalogue.exam_sessions.extend(file.exam_sessions);
        }
        for (index, unit) in catalogue.units.iter().enumerate() {
            catalogue.unit_index.insert(unit.code.clone(), index);
            for alias in &unit.aliases {
                catalogue.unit_index.insert(alias.clone(), index);
            }
        }
        for (index, diploma) in catalogue.diplomas.iter().enumerate() {
            catalogue.diploma_index.insert(diploma.id.clone(), index);
        }
        Ok(catalogue)
    }

    /// Every diploma, in the order of the files.
    #[must_use]
    pub fn diplomas(&self) -> &[Diploma] {
        &self.diplomas
    }

    /// Every unit, in the order of the files.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The units that stand for others.
    #[must_use]
    pub fn equivalences(&self) -> &[Equivalence] {
        &self.equivalences
    }

    /// The units that may not be held together.
    #[must_use]
    pub fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// Dated examination weeks.
    #[must_use]
    pub fn exam_sessions(&self) -> &[ExamSession] {
        &self.exam_sessions
    }

    /// This catalogue with `offerings` of units by their codes, all from `source`, in the place of what it had from that source.
    #[must_use]
    pub fn with_offerings(&self, source: Source, offerings: Vec<(String, Offering)>) -> Self {
        let mut catalogue = self.clone();
        for unit in &mut catalogue.units {
            // What nobody else published is unknown again: an empty list would say that the unit is not given.
            unit.offering.take_if(|known| {
                let all = known.len();
                known.retain(|one| !one.sources.contains(&source.id));
                known.is_empty() && all > 0
            });
        }
        catalogue.sources.retain(|known| known.id != source.id);
        if !offerings.is_empty() {
            catalogue.sources.push(source);
        }
        for (code, offering) in offerings {
            let place = catalogue.unit_index.get(&code).copied();
            if let Some(unit) = place.and_then(|place| catalogue.units.get_mut(place)) {
                unit.offering.get_or_insert_default().push(offering);
            }
        }
        catalogue
    }

    /// The source `id`.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The diploma `id`.
    #[must_use]
    pub fn diploma(&self, id: &str) -> Option<&Diploma> {
        self.diploma_index.get(id).and_then(|&index| self.diplomas.get(index))
    }

    /// The unit `code`, or the one that has it as another spelling.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.unit_index.get(code).and_then(|&index| self.units.get(index))
    }

    /// The diploma `id`, or an error at `path` that names it and near ones.
    ///
    /// # Errors
    /// `unknown_diploma`.
    pub fn expect_diploma(&self, id: &str, path: &str) -> Result<&Diploma, InputError> {
        self.diploma(id).ok_or_else(|| {
            let near = near::near(id, self.diploma_index.keys().map(String::as_str));
            InputError::new("unknown_diploma", path, format!("the catalogue has no diploma `{id}`{}", near::hint(&near)))
        })
    }

    /// The unit `code`, or an error at `path` that names it and near ones.
    ///
    /// # Errors
    /// `unknown_unit`.
    pub fn expect_unit(&self, code: &str, path: &str) -> Result<&Unit, InputError> {
        self.unit(code).ok_or_else(|| {
            let near = near::near(code, self.unit_index.keys().map(String::as_str));
            InputError::new("unknown_unit", path, format!("the catalogue has no unit `{code}`{}", near::hint(&near)))
        })
    }

    /// What the rules want to know of the diploma `id` on `day`; `None` when there is no such diploma.
    #[must_use]
    pub fn target(&self, id: &str, day: Date) -> Option<TargetInfo<'_>> {
        let diploma = self.diploma(id)?;
        Some(TargetInfo {
            id: &diploma.id,
            code: diploma.code.as_deref(),
            title: diploma.title.as_deref(),
            family: diploma.family,
            domain: diploma.domain,
            level: diploma.level,
            entry_level: diploma.entry_level(),
            entry: diploma.entry.as_ref(),
            ects: diploma.ects,
            register: diploma.register_on(day),
        })
    }

    /// The diplomas that match, best first: accents and case do not count, every word must be the start of a word of the code, the title,
    /// a parcours, the family, the domain or the level. An empty query matches all, in the order of the files.
    #[must_use]
    pub fn search(&self, query: &str, filters: &Filters) -> Vec<&Diploma> {
        let wanted = fold::words(query);
        let kept = self.diplomas.iter().enumerate().filter(|(_, diploma)| filters.keep(diploma));
        if wanted.is_empty() {
            return kept.map(|(_, diploma)| diploma).collect();
        }
        let folded = self.folded.get_or_init(|| self.diplomas.iter().map(search::diploma_words).collect());
        let score = |(place, diploma)| Some((search::score(folded.get(place)?, &wanted)?, diploma));
        search::best_first(kept.filter_map(score).collect())
    }

    /// The units that match by code or title, best first, `limit` at most.
    #[must_use]
    pub fn search_units(&self, query: &str, limit: usize) -> Vec<&Unit> {
        let wanted = fold::words(query);
        let hits = self.units.iter().filter_map(|unit| Some((search::score(&search::unit_words(unit), &wanted)?, unit)));
        let mut found = search::best_first(hits.collect());
        found.truncate(limit);
        found
    }
}

impl Diploma {
    /// Whether its whole structure is published, so that it can be planned.
    #[must_use]
    pub fn plannable(&self) -> bool {
        self.requirements.as_ref().is_some_and(|all| !all.is_empty() && all.iter().all(Requirement::plannable))
    }

    /// The lowest level that opens it; `None` when unknown, or when a way in asks for no level.
    #[must_use]
    pub fn entry_level(&self) -> Option<u8> {
        let ways = self.entry.as_ref()?.any_of.as_ref()?;
        let levels: Option<Vec<u8>> = ways.iter().map(|way| way.level).collect();
        levels?.into_iter().min()
    }

    /// The register it stands in on `day`: `rncp`, `bloc`, `rs`, or `none` when a source says it stands in none. `None` when nobody
    /// published it, or when what was published does not cover that day.
    #[must_use]
    pub fn register_on(&self, day: Date) -> Option<&'static str> {
        let registrations = self.registrations.as_ref()?;
        if registrations.is_empty() {
            return Some("none");
        }
        let valid = |from: Option<Date>, until: Option<Date>| from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until);
        registrations.iter().find(|entry| valid(entry.from, entry.until)).map(|entry| match entry.register {
            Register::Rncp => "rncp",
            Register::Bloc => "bloc",
            Register::Rs => "rs",
        })
    }
}

impl Unit {
    /// Whether it is reserved to those *below* a level of a language, so that nobody gets it unasked.
    #[must_use]
    pub fn is_for_beginners(&self) -> bool {
        self.prerequisites.iter().flatten().any(|one| matches!(one.needs, Needs::BelowCefr(_)))
    }
}

impl Requirement {
    /// Whether a planner can tell from it which sets of units will do.
    #[must_use]
    pub fn plannable(&self) -> bool {
        self.rule.plannable()
    }
}

impl Rule {
    fn plannable(&self) -> bool {
        match self {
            Self::All { parts, .. } | Self::Choose { parts, .. } => parts.iter().all(Requirement::plannable),
            // Each way of spreading marked units over the themes is an option of its own: several counts, or very many ways, are kept as data.
            Self::Themes { tags, themes, .. } => match tags.as_slice() {
                [] => true,
                [count] => !TagCount::ways(themes.len(), count.min_units, count.min_themes.unwrap_or(1)).is_empty(),
                _ => false,
            },
            Self::OneOf { options } => options.iter().all(|option| option.rule.plannable()),
            Self::Unlisted { .. } | Self::Unreadable { .. } => false,
        }
    }
}
