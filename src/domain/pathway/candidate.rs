//! A unit as a candidate for a plan: what is assumed of it, what it weighs, and when it comes by nature.

use super::{
    advice,
    compile::Builder,
    compiled::Candidate,
    offering::{self, Openings},
    prerequisites::Found,
    slots,
};
use crate::domain::{
    catalogue::{
        format::{AccessRegime, LevelNeed, Needs, Status, Strength, Unit, UnitKind, UnitRole},
        requirement::Order,
    },
    planner::Slot,
};

/// The credits of an ordinary unit: one of more makes a term heavier than another.
const LARGE_ECTS: i64 = 6;

impl Builder<'_> {
    pub(super) fn candidate(&self, unit: &Unit, openings: Openings, found: Found) -> Candidate {
        let region = self.request.centre_region.as_deref();
        let wanted = self.request.modalities.as_deref();
        let hours = offering::hours(unit, region);
        let modality = offering::modality(unit, region, wanted);
        let mut assumed = found.assumed;
        // A UA is no course: there is nothing to open.
        if openings.assumed && unit.kind != UnitKind::Ua {
            assumed.push("offering");
        }
        if hours.is_none() && unit.kind != UnitKind::Ua && slots::asks_hours(&self.request.pace) {
            assumed.push("hours");
        }
        if modality.is_none() && wanted.is_some() && unit.kind != UnitKind::Ua {
            assumed.push("modality");
        }
        if unit.ects.is_none() {
            assumed.push("ects");
        }
        if unit.role == Some(UnitRole::Experience) {
            assumed.push("experience");
        }
        if self.level_above(unit) {
            assumed.push("level");
        }
        let code = unit.code.clone();
        let (pinned, chosen) = (self.wishes.pins.contains_key(&code), self.wishes.chosen.contains(&code));
        Candidate {
            course: unit.kind != UnitKind::Ua,
            odd: self.odd(unit),
            granted: false,
            rank: 0,
            misfit: Vec::new(),
            code,
            ects: unit.ects,
            hours,
            modality,
            assumed,
            clauses: found.clauses,
            advice: advice::of(unit, self.diploma),
            openings,
            pinned,
            chosen,
        }
    }

    /// A level is demanded that neither the learner's own nor the entry into the diploma gives.
    fn level_above(&self, unit: &Unit) -> bool {
        let own = self.request.facts.integer("qualification_level").unwrap_or(0);
        let entry = i64::from(self.diploma.entry_level().unwrap_or(0));
        unit.prerequisites.iter().flatten().any(|one| {
            let level = match &one.needs {
                Needs::Level(LevelNeed { level: Some(level), .. }) => i64::from(*level),
                _ => 0,
            };
            one.strength == Strength::Required && level > own.max(entry)
        })
    }

    /// Credits and hours in each slot.
    ///
    /// Experience and thesis are no course: where no term's limit on credits would hold theirs, with the `beside` credits of the units that
    /// go with them, they fill a term that has the usual limit, since otherwise they could never be taken. A wider limit so never makes a
    /// plan longer. Where hours are not limited, their place holds what makes a term heavy: courses, twice for a large one.
    pub(super) fn load(&self, unit: &Unit, candidate: &mut Candidate, beside: i64, annual: bool, slots: &[Slot]) -> Vec<(i64, i64)> {
        let mut ects = if self.weightless(&unit.code) { 0 } else { i64::from(unit.ects.unwrap_or(0)) };
        let no_course = matches!(unit.role, Some(UnitRole::Experience | UnitRole::Thesis));
        if no_course && slots.iter().all(|slot| slot.max_ects < ects + beside) {
            ects = (i64::from(self.request.pace.max_ects.unwrap_or(0)) - beside).max(0);
            candidate.assumed.push("pace");
        }
        let hours = if slots.iter().any(slots::limits_hours) {
            i64::from(candidate.hours.unwrap_or(0))
        } else if unit.kind == UnitKind::Ua {
            0
        } else {
            1 + i64::from(ects > LARGE_ECTS)
        };
        if annual { vec![(ects - ects / 2, hours - hours / 2), (ects / 2, hours / 2)] } else { vec![(ects, hours)] }
    }

    /// How late a unit comes by nature, which [`super::tidy`] goes by: what admits and what others build on, courses of the core, electives,
    /// then experience and thesis; within each in the order of the diploma.
    pub(super) fn ranks(&self, codes: &[String], units: &[Option<&Unit>]) -> Vec<usize> {
        let mut opens_others: Vec<&str> = Vec::new();
        for unit in units.iter().flatten() {
            for one in unit.prerequisites.iter().flatten() {
                match &one.needs {
                    Needs::AllOf(units) | Needs::AnyOf { units, .. } => opens_others.extend(units.iter().map(String::as_str)),
                    _ => {}
                }
            }
        }
        for rule in self.diploma.order.iter().flatten() {
            if let Order::Before { first, .. } = &rule.rule {
                opens_others.extend(first.iter().map(String::as_str));
            }
        }
        codes
            .iter()
            .zip(units)
            .enumerate()
            .map(|(place, (code, unit))| {
                let course = unit.is_none_or(|unit| unit.kind != UnitKind::Ua);
                let tier = if opens_others.contains(&code.as_str()) { 0 } else { usize::from(!course) + 1 };
                tier * codes.len() + place
            })
            .collect()
    }

    /// Nobody should get it unasked where another would do: for another public, for a higher level, or doubtful.
    fn odd(&self, unit: &Unit) -> bool {
        self.level_above(unit)
            || unit.status.is_some_and(|status| status != Status::Current)
            || unit.access.as_ref().is_some_and(|access| !matches!(access.regime, AccessRegime::Open | AccessRegime::School))
    }
}
