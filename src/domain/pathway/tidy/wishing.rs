//! Following a wish further than the search for it went.
//!
//! The search for the plan nearest to the one before, or for ways that suit, ends after so many conflicts. From where it ended a unit often
//! comes to a better place when others make room: one that takes its place, or two that move on in a circle, or an elective that steps aside
//! for one that was there before. Each exchange lowers the penalties and worsens no other level.

use super::{Tidying, opens};
use crate::domain::{
    pathway::compiled::Compiled,
    planner::{Level, Node, Placement, Problem, check},
};

impl Tidying {
    /// Brings a unit to a place of less penalty, whoever has to make room; says whether anything moved.
    pub(super) fn follow_wish(&mut self, compiled: &Compiled, unit: usize) -> bool {
        let problem = &compiled.problem;
        let Some(now) = self.start(unit) else { return false };
        let own = penalty(problem, unit, now);
        let better = places(problem, unit).filter(|(_, pen)| *pen < own);
        for (slot, pen) in better {
            self.set(unit, Placement::At(slot));
            if self.nearer(problem) || self.make_room(problem, unit, slot, now, own - pen) {
                return true;
            }
            self.set(unit, Placement::At(now));
        }
        own > 0 && self.step_aside(problem, unit, now, own)
    }

    /// `unit` came from `from` to `slot`, which gains `gain`: one of those there goes elsewhere, or to the place of a third, which goes to `from`.
    fn make_room(&mut self, problem: &Problem, unit: usize, slot: usize, from: usize, gain: i64) -> bool {
        for other in self.at_slot(slot, &[unit]) {
            let here = penalty(problem, other, slot);
            for (there, pen) in places(problem, other).filter(|(there, pen)| *there != slot && pen - here < gain) {
                self.set(other, Placement::At(there));
                if self.nearer(problem) {
                    return true;
                }
                for third in self.at_slot(there, &[unit, other]) {
                    let loss = penalty(problem, third, from) - penalty(problem, third, there);
                    if there == from || !opens(problem, third, from) || loss + pen - here >= gain {
                        continue;
                    }
                    self.set(third, Placement::At(from));
                    if self.nearer(problem) {
                        return true;
                    }
                    self.set(third, Placement::At(there));
                }
                self.set(other, Placement::At(slot));
            }
        }
        false
    }

    /// Takes in the place of `unit`, which starts in `now`, another that counts for the same and has a place of less penalty than `own`.
    fn step_aside(&mut self, problem: &Problem, unit: usize, now: usize, own: i64) -> bool {
        let counted = self.solution.counted.clone();
        for (other, instead) in replacements(problem, &counted, unit) {
            if self.solution.plan.get(other) != Some(&Placement::NotTaken) {
                continue;
            }
            self.set(unit, Placement::NotTaken);
            self.solution.counted = instead;
            for (slot, pen) in places(problem, other).filter(|(_, pen)| *pen < own) {
                self.set(other, Placement::At(slot));
                if self.nearer(problem) || self.make_room(problem, other, slot, now, own - pen) {
                    return true;
                }
            }
            self.set(other, Placement::NotTaken);
            self.set(unit, Placement::At(now));
            self.solution.counted.clone_from(&counted);
        }
        false
    }

    fn at_slot(&self, slot: usize, but: &[usize]) -> Vec<usize> {
        (0..self.solution.plan.len()).filter(|unit| self.start(*unit) == Some(slot) && !but.contains(unit)).collect()
    }

    /// Less penalty than before, and nothing else is worse: the plan from which to go on.
    fn nearer(&mut self, problem: &Problem) -> bool {
        self.tries = self.tries.saturating_add(1);
        let Ok(now) = check(problem, &self.solution) else { return false };
        let kept = problem.objective.iter().all(|level| *level == Level::Pref || now.get(*level) <= self.values.get(*level));
        let nearer = kept && now.pref < self.values.pref;
        if nearer {
            self.values.pref = now.pref;
        }
        nearer
    }
}

/// Where a unit may start, with the penalty of each.
fn places(problem: &Problem, unit: usize) -> impl Iterator<Item = (usize, i64)> {
    let unit = problem.units.get(unit);
    unit.into_iter().flat_map(|unit| unit.starts.iter().copied().zip(unit.pen.iter().copied()))
}

fn penalty(problem: &Problem, unit: usize, slot: usize) -> i64 {
    places(problem, unit).find(|(start, _)| *start == slot).map_or(0, |(_, pen)| pen)
}

/// The units that could count where `unit` counts, each with what counts then.
fn replacements(problem: &Problem, counted: &[usize], unit: usize) -> Vec<(usize, Vec<usize>)> {
    let of = |node: &usize| match problem.nodes.get(*node) {
        Some(Node::Leaf(leaf)) => Some(leaf.u),
        _ => None,
    };
    let Some(own) = counted.iter().find(|node| of(node) == Some(unit)) else { return Vec::new() };
    let beside = problem.nodes.iter().find_map(|node| match node {
        Node::Group(group) if group.of.contains(own) => Some(&group.of),
        _ => None,
    });
    let with = |node: &usize| counted.iter().map(|one| if one == own { *node } else { *one }).collect();
    beside.into_iter().flatten().filter_map(|node| of(node).filter(|other| *other != unit).map(|other| (other, with(node)))).collect()
}
