//! The terms that a plan may use, and those in which each unit may start.

use super::{
    compile::Builder,
    offering::{self, Openings},
    prerequisites::Found,
    slots::{self, Known, Needs},
    tree::Tree,
};
use crate::domain::sorted::Set;
use crate::domain::{
    catalogue::format::UnitKind,
    date::{Season, Term},
    planner::Slot,
};

/// The slots of a problem.
pub(super) struct Slots {
    pub terms: Vec<Term>,
    pub slots: Vec<Slot>,
    pub ends: Vec<bool>,
    /// The pace is not the request's.
    pub default_pace: bool,
}

impl Slots {
    fn push(&mut self, term: Term, slot: Slot, end: bool) {
        self.terms.push(term);
        self.slots.push(slot);
        self.ends.push(end);
    }
}
impl Builder<'_> {
    pub(super) fn slots(&self, tree: &Tree, codes: &[String], openings: &[Openings], chain: usize) -> Slots {
        let region = self.request.centre_region.as_deref();
        let courses = || codes.iter().filter(|code| !self.wishes.will_have(code)).filter_map(|code| self.catalogue.unit(code));
        let courses = || courses().filter(|unit| unit.kind != UnitKind::Ua);
        let weeks = [Season::Autumn, Season::Spring].iter().all(|season| self.calendar.weeks_in(*season).is_some());
        let known = Known {
            ects: courses().all(|unit| unit.ects.is_some()),
            hours: weeks && courses().all(|unit| offering::hours(unit, region).is_some()),
        };
        let (pace, default_pace) = slots::pace_or_default(&self.request.pace, known);
        let start = self.scene.start(self.request);
        let needed = tree.most_units(&|code| self.ects(code)) + self.wishes.chosen.len() + self.wishes.pins.len();
        let granted: Set<Term> = codes.iter().filter_map(|code| self.wishes.granted.get(code)).copied().collect();
        let needs = Needs {
            units: needed.min(codes.len()),
            chain,
            summer: openings.iter().any(Openings::in_summer) || self.wishes.pins.values().any(|term| term.season == Season::Summer),
            biennial: openings.iter().any(Openings::biennial),
            hours: courses().filter_map(|unit| offering::hours(unit, region)).max().unwrap_or(0),
            last_wished: self.wishes.pins.values().chain(&granted).max().copied(),
        };
        let annual = openings.iter().any(|openings| openings.annual);
        let mut all = Slots { terms: Vec::new(), slots: Vec::new(), ends: Vec::new(), default_pace };
        let terms = slots::terms(start, &pace, self.calendar, &needs);
        let mut waiting = false;
        for (place, &term) in terms.iter().enumerate() {
            all.push(term, slots::slot(term, start, &pace, self.calendar), false);
            let Some(&next) = terms.get(place + 1) else { continue };
            waiting |= granted.iter().any(|when| term < *when && *when <= next);
            // Nothing may come between the two halves of a year-long unit: what is granted then counts from the end of the year.
            if waiting && !(annual && term.season == Season::Autumn) {
                all.push(term, slots::end(term, start, &pace, self.calendar), true);
                waiting = false;
            }
        }
        all
    }

    pub(super) fn starts(
        &self,
        code: &str,
        openings: &Openings,
        found: &Found,
        terms: &[Term],
        slots: &[Slot],
        ends: &[bool],
    ) -> Vec<usize> {
        if self.wishes.excluded.contains(code) || found.blocked {
            return Vec::new();
        }
        let open = |place: usize| slots.get(place).is_some_and(|slot| slot.max_units > 0) && ends.get(place) == Some(&false);
        let pin = self.wishes.pins.get(code);
        let long_enough = |place: usize| !openings.annual || open(place + 1);
        let past = |term: Term| pin.is_none() && self.variation.past.is_some_and(|past| term <= past);
        let barred = |term: Term| self.variation.barred.as_ref().is_some_and(|(one, when)| one == code && *when == term);
        let again = self.variation.barred.as_ref().is_some_and(|(one, _)| one == code);
        let always_open = self.always_open(code);
        let fits = |&(place, term): &(usize, &Term)| {
            open(place)
                && !past(*term)
                && !barred(*term)
                && long_enough(place)
                && (always_open || openings.opens_in(*term) && self.cohort.allows(code, *term, again))
                && pin.is_none_or(|pin| pin == term)
        };
        terms.iter().enumerate().filter(fits).map(|(place, _)| place).collect()
    }
}
