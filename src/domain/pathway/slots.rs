//! The terms of a plan and what each can hold.

use super::calendar::Calendar;
use crate::domain::{
    answer::Plan,
    date::{Season, Term},
    planner::{self, Slot},
    request::{Pace, TermPace},
};

/// No limit: more than any term holds.
pub const UNLIMITED: i64 = 100_000;
/// The planner's slots are bits of a word.
const MOST_TERMS: usize = 60;
/// Units a term when nothing that can be counted limits it: the upper end of what rule R050 advises (two to three).
pub const DEFAULT_UNITS_A_TERM: u32 = 3;

/// The pace with the default filled in, and whether it had to be. A limit in credits or hours counts where those of every course are known,
/// as `known` says of each: what weighs nothing because nobody published its weight would all fit into one term.
pub fn pace_or_default(pace: &Pace, known: Known) -> (Pace, bool) {
    let unlimited =
        pace.max_ue.is_none() && pace.max_ects.is_none_or(|_| !known.ects) && pace.max_hours_per_week.is_none_or(|_| !known.hours);
    let mut filled = pace.clone();
    if unlimited {
        filled.max_ue = Some(DEFAULT_UNITS_A_TERM);
    }
    (filled, unlimited)
}

/// Whether the credits and the hours of every course that a plan may take are published.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The credits.
    pub ects: bool,
    /// The hours, and the weeks of a term.
    pub hours: bool,
}

/// What the terms of a plan have to hold.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// Units at most.
    pub units: usize,
    /// Units one after the other.
    pub chain: usize,
    /// Summer terms count.
    pub summer: bool,
    /// Some units are given every other year alone.
    pub biennial: bool,
    /// The hours of the longest course.
    pub hours: u32,
    /// The last term that a wish names.
    pub last_wished: Option<Term>,
}

/// The terms from `start` on: enough to hold what they need at this pace, and room for chains, pauses and units given once a year.
pub fn terms(start: Term, pace: &Pace, calendar: &Calendar, needs: &Needs) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut term = start;
    let mut room = 0;
    // Twice the room, because half of the units may be given in one season only, and of every other year; and a chain at the end, of which
    // each unit may wait as long.
    let wait = if needs.biennial { 4 } else { 2 };
    let room_for = needs.units.saturating_mul(wait);
    let mut spare = needs.chain.saturating_mul(wait).max(10);
    while terms.len() < MOST_TERMS {
        let held = limit(pace, term, |of| of.max_ects).map_or(u32::MAX, |ects| (ects / 6).max(1));
        let held = held.min(hours(pace, term, calendar).map_or(u32::MAX, |hours| (hours / needs.hours.max(1)).max(1)));
        let held = held.min(limit(pace, term, |of| of.max_ue).unwrap_or(u32::MAX));
        if room >= room_for && needs.last_wished.is_none_or(|last| last < term) {
            if spare == 0 {
                break;
            }
            spare -= 1;
        }
        room = room.saturating_add(usize::try_from(held).unwrap_or(usize::MAX));
        terms.push(term);
        term = term.next(needs.summer);
    }
    terms
}

/// A term as a slot of the problem that starts with `first`.
pub fn slot(term: Term, first: Term, pace: &Pace, calendar: &Calendar) -> Slot {
    let most = |limit: Option<u32>| limit.map_or(UNLIMITED, i64::from);
    Slot {
        season: match term.season {
            Season::Autumn => planner::Season::A,
            Season::Spring => planner::Season::S,
            Season::Summer => planner::Season::U,
        },
        year: term.academic_year() - first.academic_year(),
        max_units: most(limit(pace, term, |of| of.max_ue)),
        max_ects: most(limit(pace, term, |of| of.max_ects)),
        max_hours: most(hours(pace, term, calendar)),
        min_units: 0,
        min_ects: 0,
        fee: 0,
        year_fee: 0,
    }
}

/// The end of a term as a slot: nothing in it has a load.
pub fn end(term: Term, first: Term, pace: &Pace, calendar: &Calendar) -> Slot {
    Slot { max_units: UNLIMITED, max_ects: UNLIMITED, max_hours: UNLIMITED, ..slot(term, first, pace, calendar) }
}

/// Whether the request limits hours, be it in one term.
pub fn asks_hours(pace: &Pace) -> bool {
    pace.max_hours_per_week.is_some() || pace.terms.values().any(|own| own.max_hours_per_week.is_some())
}

/// Whether `slot` limits hours.
pub fn limits_hours(slot: &Slot) -> bool {
    slot.max_hours < UNLIMITED
}

/// What a term of `plan` may hold, the default filled in where a unit of the plan is marked as one of unknown credits or hours.
#[must_use]
pub fn limits(pace: &Pace, term: Term, plan: &Plan) -> TermPace {
    let marked = |mark: &str| plan.units().any(|(_, unit)| unit.assumed.iter().any(|what| what == mark));
    let (pace, _) = pace_or_default(pace, Known { ects: !marked("ects"), hours: !marked("hours") });
    TermPace {
        max_ue: limit(&pace, term, |of| of.max_ue),
        max_ects: limit(&pace, term, |of| of.max_ects),
        max_hours_per_week: limit(&pace, term, |of| of.max_hours_per_week),
    }
}

/// The hours that a term holds, where its weeks are known.
fn hours(pace: &Pace, term: Term, calendar: &Calendar) -> Option<u32> {
    let a_week = limit(pace, term, |of| of.max_hours_per_week)?;
    Some(a_week.saturating_mul(calendar.weeks_in(term.season)?))
}

/// A limit of one term: its own, or that of all terms.
fn limit(pace: &Pace, term: Term, which: impl Fn(&TermPace) -> Option<u32>) -> Option<u32> {
    let all = TermPace { max_ue: pace.max_ue, max_ects: pace.max_ects, max_hours_per_week: pace.max_hours_per_week };
    pace.terms.get(&term).and_then(&which).or_else(|| which(&all))
}
