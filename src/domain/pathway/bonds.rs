//! What the catalogue binds units by, one rule at a time, so that a conflict can name the rules that it comes from.

use super::{
    certificate::always,
    compile::Builder,
    compiled::Compiled,
    prerequisites::{Clause, Found},
};
use crate::domain::{
    answer::Clash,
    catalogue::Catalogue,
    planner::PreMode,
    sorted::{Set, Sorting},
};

/// A rule of the catalogue without which a plan could be easier to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// The unit comes after one of these: the clause of this number.
    After { unit: String, clause: usize, any: Vec<String>, sources: Vec<String> },
    /// So many credits come before the unit.
    Credits { unit: String, needs: i64 },
    /// The unit opens in some terms alone.
    Opening { unit: String, sources: Vec<String> },
    /// These go together in one term.
    Together { units: Vec<String>, sources: Vec<String> },
    /// The unit has more credits than a term may hold.
    Weight { unit: String, ects: i64 },
}

impl Bond {
    /// What binds the units of `compiled`. What people tell a conflict by best comes last.
    pub fn all(compiled: &Compiled) -> Vec<Self> {
        let problem = &compiled.problem;
        let mut bonds: Vec<(i64, Self)> = Vec::new();
        let code = |place: &usize| compiled.units.get(*place).map(|unit| unit.code.clone());
        let compulsory = always(problem);
        let open = problem.slots.iter().zip(&compiled.ends).filter(|(slot, end)| slot.max_units > 0 && !**end).count();
        for (place, (unit, candidate)) in problem.units.iter().zip(&compiled.units).enumerate().filter(|(_, (unit, _))| !unit.done) {
            let name = || candidate.code.clone();
            let mut with: Set<String> = Set::new();
            let mut rules: Set<String> = Set::new();
            for (number, clause) in candidate.clauses.iter().enumerate() {
                let any: Vec<String> = clause.any.iter().filter_map(code).collect();
                if clause.together {
                    with.extend(any);
                    rules.extend(clause.sources.iter().cloned());
                } else {
                    // That both may stand in one term keeps a unit back less than that one comes first.
                    let rank = i64::from(clause.mode == PreMode::Before);
                    bonds.push((rank, Self::After { unit: name(), clause: number, any, sources: clause.sources.clone() }));
                }
            }
            if unit.min_ects_before > 0 {
                bonds.push((2, Self::Credits { unit: name(), needs: unit.min_ects_before }));
            }
            if unit.starts.len() < open {
                bonds.push((3, Self::Opening { unit: name(), sources: candidate.openings.sources.clone() }));
            }
            if !with.is_empty() {
                with.insert(name());
                let together = Self::Together { units: with.into_iter().collect(), sources: rules.into_iter().collect() };
                if !bonds.iter().any(|(_, bond)| *bond == together) {
                    bonds.push((4, together));
                }
            }
            let ects = unit.load.first().map_or(0, |load| load.0);
            let least = problem.slots.iter().map(|slot| slot.max_ects).filter(|most| *most > 0).min();
            if unit.starts.is_empty() && least.is_some_and(|least| least < ects) {
                // The heaviest of those that every plan takes says best what a term has to hold.
                let rank = if compulsory.get(place) == Some(&true) { 1_000 } else { 5 };
                bonds.push((rank + ects, Self::Weight { unit: name(), ects }));
            }
        }
        bonds.order_by_key(|(rank, _)| *rank);
        bonds.into_iter().map(|(_, bond)| bond).collect()
    }

    /// The rule as one of the things that clash.
    pub fn clash(self, catalogue: &Catalogue) -> Clash {
        let published = |unit: &str| catalogue.unit(unit).map(|unit| unit.sources.clone()).unwrap_or_default();
        let (kind, mut units, needs, sources) = match self {
            Self::After { unit, any, sources, .. } => ("prerequisite", [vec![unit], any].concat(), None, sources),
            Self::Credits { unit, needs } => ("threshold", vec![unit], u32::try_from(needs).ok(), Vec::new()),
            Self::Opening { unit, sources } => ("offering", vec![unit], None, sources),
            Self::Together { units, sources } => ("corequisite", units, None, sources),
            Self::Weight { unit, ects } => ("ects", vec![unit], u32::try_from(ects).ok(), Vec::new()),
        };
        let subject = if units.is_empty() { None } else { Some(units.remove(0)) };
        // What nobody published of openings has no source.
        let of_unit = sources.is_empty() && kind != "offering";
        let sources = if of_unit { subject.as_deref().map(published).unwrap_or_default() } else { sources };
        Clash { units, needs, sources, ..Clash::of(kind, subject) }
    }
}

impl Builder<'_> {
    /// Takes the rules that the question leaves out off what was found for `code`.
    pub(super) fn waive(&self, code: &str, codes: &[String], found: &mut Found) {
        let waived = |bond: &Bond, number: usize, clause: &Clause| match bond {
            Bond::After { unit, clause, .. } => unit == code && *clause == number,
            Bond::Together { units, .. } if clause.together && units.iter().any(|unit| unit == code) => {
                clause.any.iter().all(|place| codes.get(*place).is_some_and(|code| units.contains(code)))
            }
            _ => false,
        };
        let mut number = 0;
        found.clauses.retain(|clause| {
            number += 1;
            !self.variation.waived.iter().any(|bond| waived(bond, number - 1, clause))
        });
        if self.waives(|bond| matches!(bond, Bond::Credits { unit, .. } if unit == code)) {
            found.ects_before = 0;
        }
    }

    /// Whether the question lets `code` start whenever there is a term.
    pub(super) fn always_open(&self, code: &str) -> bool {
        self.waives(|bond| matches!(bond, Bond::Opening { unit, .. } if unit == code))
    }

    /// Whether the question lets `code` weigh nothing.
    pub(super) fn weightless(&self, code: &str) -> bool {
        self.waives(|bond| matches!(bond, Bond::Weight { unit, .. } if unit == code))
    }

    fn waives(&self, is_it: impl Fn(&Bond) -> bool) -> bool {
        self.variation.waived.iter().any(is_it)
    }
}
