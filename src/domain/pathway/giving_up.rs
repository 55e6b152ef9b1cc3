//! What a request asks and could give up.

use super::{scene::Scene, slots::DEFAULT_UNITS_A_TERM, wishes::Wishes};
use crate::domain::{
    answer::Clash,
    date::Term,
    error::InputError,
    request::{Pace, Request, TermPace},
};

/// Something that a request asks and could give up.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Wish {
    Pin(String),
    Excluded(String),
    Chosen(String),
    Pace,
    TermPace(Term),
}

/// More units than any term holds.
const NO_LIMIT: u32 = 1_000;

/// How much wider a pace is looked for.
const WIDER: u32 = 30;

/// The paces that are wider than this one in one limit, the least first. Of several limits the one in units comes first, or the one in
/// credits where they are `short` for a unit.
pub(super) fn wider(pace: &Pace, short: bool) -> Vec<TermPace> {
    let own = TermPace { max_ue: pace.max_ue, max_ects: pace.max_ects, max_hours_per_week: pace.max_hours_per_week };
    let over = |limit: Option<u32>| limit.into_iter().flat_map(|limit| (1..=WIDER).map(move |more| limit.saturating_add(more)));
    let units = own.max_ue.or((!pace.says_one()).then_some(DEFAULT_UNITS_A_TERM));
    let units = over(units).map(|most| TermPace { max_ue: Some(most), ..own.clone() });
    let ects = over(own.max_ects).map(|most| TermPace { max_ects: Some(most), ..own.clone() });
    let hours = over(own.max_hours_per_week).map(|most| TermPace { max_hours_per_week: Some(most), ..own.clone() });
    if short { ects.chain(units).chain(hours).collect() } else { units.chain(ects).chain(hours).collect() }
}

/// The wishes of a request, those that people give up most easily last.
pub(super) fn wishes(scene: &Scene<'_>, request: &Request) -> Result<Vec<Wish>, InputError> {
    let codes = Wishes::of(scene.catalogue, request, scene.start(request))?;
    // A pace that nobody said is taken for granted, and may be too slow for other wishes.
    let mut wishes = vec![Wish::Pace];
    wishes.extend(request.pace.terms.keys().map(|term| Wish::TermPace(*term)));
    wishes.extend(codes.excluded.into_iter().map(Wish::Excluded));
    wishes.extend(codes.chosen.into_iter().map(Wish::Chosen));
    wishes.extend(codes.pins.into_keys().map(Wish::Pin));
    Ok(wishes)
}

impl Wish {
    /// Takes the wish out of a request in the spelling of the catalogue.
    pub fn drop_from(&self, request: &mut Request) {
        match self {
            Self::Pin(code) => request.pins.retain(|pinned, _| pinned != code),
            Self::Excluded(code) => request.excluded.retain(|excluded| excluded != code),
            Self::Chosen(code) => {
                request.chosen.retain(|chosen| chosen != code);
                request.target.ue.retain(|chosen| chosen != code);
            }
            Self::Pace => request.pace.set(&TermPace { max_ue: Some(NO_LIMIT), ..TermPace::default() }),
            Self::TermPace(term) => {
                request.pace.terms.remove(term);
            }
        }
    }

    /// The wish as one of the things that clash.
    pub fn clash(&self) -> Clash {
        let (kind, subject) = match self {
            Self::Pin(code) => ("pin", Some(code.clone())),
            Self::Excluded(code) => ("excluded", Some(code.clone())),
            Self::Chosen(code) => ("chosen", Some(code.clone())),
            Self::Pace => ("pace", None),
            Self::TermPace(term) => ("pace", Some(term.to_string())),
        };
        Clash::of(kind, subject)
    }
}
