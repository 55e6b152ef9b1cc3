//! A planning problem, and what is needed to read its solution.

use super::{advice::Advice, calendar::Calendar, near::Near, offering::Openings, prerequisites::Clause, tree::LeafPlace};
use crate::domain::sorted::Set;
use crate::domain::{
    date::Term,
    planner::{self, Level, PreMode, Problem, Slot},
    request::Modality,
};

/// What a request becomes: a problem, and what is needed to read its solution.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The problem.
    pub problem: Problem,
    /// What a reader must know, as ids of warnings: `default_pace`, `diploma_withdrawn`.
    pub warnings: Vec<&'static str>,
    /// Wishes that clash whatever the terms are: two sets of units that rule each other out.
    pub contradiction: bool,
    pub(super) ects_required: Option<u32>,
    /// The term of each slot.
    pub(super) terms: Vec<Term>,
    /// The slots that stand for the end of their term: what is granted then is held from the next term on. Nothing is taken in them.
    pub(super) ends: Vec<bool>,
    pub(super) units: Vec<Candidate>,
    pub(super) leaves: Vec<LeafPlace>,
    pub(super) calendar: Calendar,
    /// The plan before, when there is one to stay near.
    pub(super) near: Near,
}

/// A unit that may be part of the plan.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub code: String,
    pub ects: Option<u32>,
    pub hours: Option<u32>,
    pub modality: Option<Modality>,
    pub assumed: Vec<&'static str>,
    pub clauses: Vec<Clause>,
    /// What is advised of it.
    pub advice: Vec<Advice>,
    /// When it opens.
    pub openings: Openings,
    /// It is not taken: it will be granted, or is in progress.
    pub granted: bool,
    pub pinned: bool,
    pub chosen: bool,
    /// It is a course, no UA.
    pub course: bool,
    /// Another unit is better where both would do.
    pub odd: bool,
    /// Its place in the natural order.
    pub rank: usize,
    /// How little a start in each slot suits the ways of attending that the person accepts; empty where nobody said which.
    pub misfit: Vec<i64>,
}

impl Compiled {
    /// Only the first `slots` slots are left to plan in.
    pub(super) fn cut(&mut self, slots: usize) {
        self.problem.slots.truncate(slots);
        self.terms.truncate(slots);
        self.ends.truncate(slots);
        for unit in &mut self.problem.units {
            let length = unit.load.len();
            keep_starts(unit, |start| start + length <= slots);
        }
    }

    /// Whether the last level of the objective is a wish alone: units given in a way that suits, a plan near the one before, or some units
    /// rather than others.
    pub(super) fn wishes(&self) -> bool {
        self.problem.objective.last() == Some(&Level::Pref)
    }

    /// Rather takes `units` than others, where that makes no level of the objective worse.
    pub(super) fn prefer(&mut self, units: &Set<String>) {
        if !units.is_empty() {
            let all = i64::try_from(self.units.len()).unwrap_or(i64::MAX);
            self.wish(all, |unit, _| i64::from(!units.contains(&unit.id)));
        }
    }

    /// Asks, of the plans that suit equally well, for one of the least weight: that of each unit at each of its starts, all together at most
    /// `most`. Where the person wants what suits to come before another level there is no such wish.
    pub(super) fn wish(&mut self, most: i64, weight: impl Fn(&planner::Unit, usize) -> i64) {
        if !self.problem.objective.contains(&Level::Pref) {
            self.problem.objective.push(Level::Pref);
        }
        if self.wishes() {
            for (unit, candidate) in self.problem.units.iter_mut().zip(&self.units).filter(|(unit, _)| !unit.done) {
                let pen = |start: &usize| candidate.misfit.get(*start).map_or(0, |misfit| misfit * (most + 1)) + weight(unit, *start);
                unit.pen = unit.starts.iter().map(pen).collect();
            }
        }
    }

    /// Units that have to start together can only start where all of them fit: saying so spares the planner a long proof.
    pub(super) fn together(&mut self) {
        let units = &self.problem.units;
        let needs = |unit: usize, other: usize| {
            units.get(unit).is_some_and(|unit| unit.pre.iter().any(|clause| *clause == [(other, PreMode::NotLater)]))
        };
        let mut fits = Vec::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate() {
            let with = |other: usize| other == index || (needs(index, other) && needs(other, index));
            let all: Set<usize> = unit.pre.iter().flatten().map(|(other, _)| *other).chain([index]).filter(|other| with(*other)).collect();
            let all: Vec<_> = all.into_iter().filter_map(|other| units.get(other)).filter(|unit| !unit.done).collect();
            let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
            let sum: i64 = all.iter().filter_map(|unit| unit.load.first()).map(|(ects, _)| ects).sum();
            let fit = |slot: &Slot| slot.max_units >= count && slot.max_ects >= sum;
            fits.push(self.problem.slots.iter().map(fit).collect::<Vec<bool>>());
        }
        for (unit, fits) in self.problem.units.iter_mut().zip(fits).filter(|(unit, _)| !unit.done) {
            keep_starts(unit, |start| fits.get(start) == Some(&true));
        }
    }

    /// The unit `code` was begun in the past, and failed: what may go with it or after its begin may, and only what builds on its end waits.
    pub(super) fn attempted(&mut self, code: &str) {
        let Some(failed) = self.problem.units.iter().position(|unit| unit.id == code) else { return };
        for unit in &mut self.problem.units {
            unit.pre.retain(|clause| !clause.contains(&(failed, PreMode::NotLater)));
        }
    }

    /// The one-term unit `code`, which every plan takes in the term it is pinned to, is finished only at the end of the term after that.
    pub(super) fn finish_late(&mut self, code: &str) {
        let found = self.problem.units.iter_mut().find(|unit| unit.id == code && unit.load.len() == 1);
        let Some((unit, start)) = found.and_then(|unit| unit.starts.first().copied().map(|start| (unit, start))) else { return };
        if let Some(slot) = self.problem.slots.get_mut(start + 1) {
            // It takes no place there.
            slot.max_units += 1;
            unit.load.push((0, 0));
        }
    }
}

fn keep_starts(unit: &mut planner::Unit, keep: impl Fn(usize) -> bool) {
    let left = unit.starts.iter().copied().zip(unit.pen.iter().copied()).filter(|(start, _)| keep(*start));
    (unit.starts, unit.pen) = left.unzip();
}
