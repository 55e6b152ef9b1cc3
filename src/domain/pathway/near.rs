//! Staying near the plan before.
//!
//! Among all plans that are best on each level of the objective, one with the fewest units that move or are new is wanted, and of these one
//! with the fewest new ones and whose units move by the fewest terms. The fewest are searched for first, with a penalty of one a change;
//! then, where some unit moves by more than a term, the nearest of those.

use super::{compiled::Compiled, wishes::Wishes};
use crate::domain::sorted::Map;
use crate::domain::{
    answer::Cause,
    date::Term,
    planner::{Placement, Solution},
};

/// The plan before, as far as it matters.
#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    /// Where its units stood.
    pub before: Map<String, Term>,
    /// Why those that no plan takes any more are not taken.
    pub gone: Map<String, Cause>,
}

impl Near {
    /// What a request says of the plan before.
    pub fn of(wishes: &Wishes) -> Self {
        let why = |code: &String| {
            if wishes.has(code) || wishes.will_have(code) {
                Some(Cause::Acquired)
            } else {
                wishes.excluded.contains(code).then_some(Cause::Excluded)
            }
        };
        let gone = wishes.near.keys().filter_map(|code| Some((code.clone(), why(code)?))).collect();
        Self { before: wishes.near.clone(), gone }
    }
}

/// A unit that is new is as far as any can move: rather the same units in other terms.
const NEW: i64 = 60;

impl Compiled {
    /// Asks for a plan with the fewest changes, when there is one to stay near.
    pub(super) fn stay_near(&mut self) {
        if !self.near.before.is_empty() {
            let all = i64::try_from(self.units.len()).unwrap_or(i64::MAX);
            self.weigh(all, 1, 0);
        }
    }

    /// Asks for the nearest plan that changes no more units than `solution`, which changes the fewest; says whether one can be nearer.
    ///
    /// Asked for even of a solution that no plan is nearer than, so that tidying takes it no farther.
    pub(super) fn stay_nearest(&mut self, solution: &Solution) -> bool {
        let far: Vec<i64> = self.moves(solution).filter(|far| *far > 0).collect();
        let distance: i64 = far.iter().sum();
        if self.wishes() {
            let changes = i64::try_from(far.len()).unwrap_or(i64::MAX / 8);
            self.weigh((distance + 1) * changes + distance, distance + 1, 1);
        }
        self.wishes() && far.iter().any(|far| *far > 1)
    }

    /// How far each unit that is taken is from where it was, in slots.
    fn moves(&self, solution: &Solution) -> impl Iterator<Item = i64> {
        let taken = self.units.iter().zip(&solution.plan).filter(|(unit, _)| !unit.granted);
        taken.filter_map(|(unit, placement)| match placement {
            Placement::At(start) => Some(self.near.before.get(&unit.code).map_or(NEW, |old| far(&self.terms, *old, *start))),
            _ => None,
        })
    }

    /// A unit that moves, or is new, pays `change` and `term` for each term that it is away from where it was, and all together at most
    /// `most`; one that is no longer needed leaves for nothing.
    fn weigh(&mut self, most: i64, change: i64, term: i64) {
        let (before, terms, ends) = (self.near.before.clone(), self.terms.clone(), self.ends.clone());
        self.wish(most, |unit, start| match before.get(&unit.id) {
            // What is granted was never taken.
            _ if ends.get(start) == Some(&true) => 0,
            Some(old) if terms.get(start) == Some(old) => 0,
            Some(old) => change + term * far(&terms, *old, start),
            None => change + term * NEW,
        });
    }
}

/// Terms between a term and the one of a slot.
fn far(terms: &[Term], old: Term, slot: usize) -> i64 {
    i64::try_from(terms.partition_point(|term| *term < old).abs_diff(slot)).unwrap_or(i64::MAX / 4)
}
