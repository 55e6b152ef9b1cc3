//! Whether units stand in terms in which they open, and terms keep to the pace.

use super::Judge;
use crate::domain::{
    answer::{PlanTerm, PlanUnit},
    catalogue::{
        format::{OfferedTerm, Offering, Parity, Strength, Unit, UnitKind},
        requirement::Order,
    },
    date::{Season, Term},
    pathway::slots::DEFAULT_UNITS_A_TERM,
    request::TermPace,
};

/// Whether a unit is said to take a whole term, because no limit on credits holds it.
fn exempt(unit: &PlanUnit) -> bool {
    unit.assumed.iter().any(|what| what == "pace")
}

impl Judge<'_> {
    /// What a unit that no limit on credits holds takes of one: all of the usual limit but for the units that go with it.
    fn usual_term(&self, term: &PlanTerm, unit: &PlanUnit) -> u32 {
        let rules = || self.diploma().into_iter().filter_map(|diploma| diploma.order.as_ref()).flatten();
        let with = |other: &&PlanUnit| {
            let together = |order: &Order| match order {
                Order::Together { units } => units.contains(&unit.code) && units.contains(&other.code),
                _ => false,
            };
            other.code != unit.code && rules().any(|rule| rule.strength != Some(Strength::Recommended) && together(&rule.rule))
        };
        let beside: u32 = term.ue.iter().filter(with).filter_map(|other| other.ects).sum();
        self.request.pace.max_ects.unwrap_or(0).saturating_sub(beside)
    }

    /// Whether what is published of the learner's region lets the unit start in `term`.
    pub(super) fn opens(&self, unit: &Unit, term: Term) -> bool {
        let relevant = self.relevant(unit);
        if relevant.iter().any(|one| one.scheduled) {
            return self.opens_by_schedule(relevant.into_iter(), term);
        }
        let here = relevant
            .into_iter()
            .filter(|one| one.region.as_deref() == Some("national") || (one.region.is_some() && one.region == self.request.centre_region));
        let mut published = here.flat_map(|one| one.terms.iter().flatten().map(move |term| (one.years, *term))).peekable();
        published.peek().is_none()
            || published.any(|(years, offered)| {
                let season = match offered {
                    OfferedTerm::S1 | OfferedTerm::Annual => Season::Autumn,
                    OfferedTerm::S2 => Season::Spring,
                    OfferedTerm::S3 => Season::Summer,
                };
                let parity = |years| (years == Parity::Even) == (term.academic_year() % 2 == 0);
                season == term.season && years.is_none_or(parity)
            })
    }

    /// The offerings that count for the learner: those of the region's own opening schedule, otherwise those of the other sources.
    pub(super) fn relevant<'u>(&self, unit: &'u Unit) -> Vec<&'u Offering> {
        let all = || unit.offering.iter().flatten();
        let own = |one: &&Offering| one.scheduled && one.region.is_some() && one.region == self.request.centre_region;
        if all().any(|one| own(&one)) { all().filter(own).collect() } else { all().filter(|one| !one.scheduled).collect() }
    }

    /// Whether the opening schedule of the learner's region, for a year that it covers, lets a unit start in `term`.
    pub(super) fn opens_by_schedule<'o>(&self, schedule: impl Iterator<Item = &'o Offering>, term: Term) -> bool {
        let season = match term.season {
            Season::Autumn => OfferedTerm::S1,
            Season::Spring => OfferedTerm::S2,
            Season::Summer => OfferedTerm::S3,
        };
        let mut covered = false;
        for one in schedule.filter(|one| one.academic_year.is_none_or(|year| year == term.academic_year())) {
            covered = true;
            let starts = |offered: &OfferedTerm| *offered == season || (*offered == OfferedTerm::Annual && season == OfferedTerm::S1);
            let even = term.academic_year() % 2 == 0;
            let this_year = one.years.is_none_or(|years| (years == Parity::Even) == even);
            if this_year && one.terms.iter().flatten().any(starts) {
                return true;
            }
        }
        !covered
    }

    pub(super) fn terms(&mut self) {
        let pace = &self.request.pace;
        // A limit counts where what it counts is known of every course.
        let course = |code: &str| self.catalogue.unit(code).is_none_or(|unit| unit.kind != UnitKind::Ua);
        let courses = || self.plan.units().map(|(_, unit)| unit).filter(|unit| course(&unit.code));
        let marked = |mark: &str| courses().any(|unit| unit.assumed.iter().any(|what| what == mark));
        let none = pace.max_ue.is_none()
            && pace.max_ects.is_none_or(|_| marked("ects"))
            && pace.max_hours_per_week.is_none_or(|_| marked("hours"));
        let mut before: Option<Term> = None;
        for (place, term) in self.plan.terms.iter().enumerate() {
            let own = pace.terms.get(&term.term);
            let limit = |which: fn(&TermPace) -> Option<u32>, all: Option<u32>| own.and_then(which).or(all);
            let most = limit(|own| own.max_ue, if none { Some(DEFAULT_UNITS_A_TERM) } else { pace.max_ue });
            // A unit that runs on from the term before counts too.
            let running = self.starts.values().filter(|(first, last)| *first <= place && place <= *last).count();
            if most.is_some_and(|most| running > usize::try_from(most).unwrap_or(usize::MAX)) {
                self.faults.push(format!("{} holds {running} units", term.term));
            }
            if let Some(most) = limit(|own| own.max_ects, pace.max_ects) {
                let before = place.checked_sub(1).and_then(|place| self.plan.terms.get(place));
                let year_long = |unit: &PlanUnit| self.starts.get(unit.code.as_str()).is_some_and(|(first, last)| first < last);
                let weight = |term: &PlanTerm, unit: &PlanUnit| {
                    let ects = if exempt(unit) { self.usual_term(term, unit) } else { unit.ects.unwrap_or(0) };
                    (ects, if year_long(unit) { ects / 2 } else { 0 })
                };
                // A year-long unit weighs half of its credits, rounded up, in its first term.
                let here = term.ue.iter().map(|unit| weight(term, unit)).map(|(ects, later)| ects - later);
                let running = before.iter().flat_map(|before| before.ue.iter().map(|unit| weight(before, unit).1));
                let ects: u32 = here.chain(running).sum();
                if ects > most {
                    self.faults.push(format!("{} holds {ects} credits", term.term));
                }
            }
            if term.ects != term.ue.iter().filter_map(|unit| unit.ects).sum::<u32>() {
                self.faults.push(format!("the credits of {} do not add up", term.term));
            }
            if before.is_some_and(|before| before >= term.term) {
                self.faults.push(format!("{} is out of order", term.term));
            }
            before = Some(term.term);
        }
        if self.plan.finish != before {
            self.faults.push("the finish is not the last term".into());
        }
        let first = self.plan.terms.first().map(|term| term.term);
        if self.request.target.start_term.zip(first).is_some_and(|(wanted, first)| wanted != first) {
            self.faults.push("the plan does not start when asked".into());
        }
        let planned: u32 = self.plan.terms.iter().map(|term| term.ects).sum();
        let last = self.plan.terms.last().map_or(planned, |term| term.ects_cumulated.saturating_sub(self.plan.totals.ects_acquired));
        if self.plan.totals.ects_planned != planned || last != planned {
            self.faults.push("the credits of the plan do not add up".into());
        }
    }
}
