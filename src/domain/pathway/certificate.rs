//! Why no plan finishes earlier, in a few words that anybody can check.
//!
//! The planner's proof may be a search, which nobody can follow. Most often something simpler alone fixes the finish: units that build on one
//! another, a unit that is given late, credits that must be finished first, or more units than the terms hold. This looks for it in the
//! compiled problem: everything here is a lower bound that holds for every plan.

use super::{compiled::Compiled, slots::UNLIMITED};
use crate::domain::planner::{Group, Level, Node, PreMode, Problem, Slot};

/// What fixes the finish; units and slots as in the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Each unit starts at the earliest in its slot, after the one before.
    Chain(Vec<(usize, usize)>),
    /// A unit is not given before its slot.
    Offering(usize, usize),
    /// A unit needs that many credits first; the slots before the one before its own hold no more than `holds`.
    Threshold { unit: usize, slot: usize, needs: i64, holds: i64 },
    /// So much has to fit in the slots from the first to the last, which hold less.
    Capacity { measure: Measure, units: Vec<usize>, needs: i64, holds: i64, first: usize, last: usize },
}

/// What a capacity is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Units,
    Ects,
    Hours,
}

impl Measure {
    pub const ALL: [Self; 3] = [Self::Units, Self::Ects, Self::Hours];

    /// Whether some slot limits it.
    pub fn limited(self, problem: &Problem) -> bool {
        problem.slots.iter().any(|slot| self.most(slot) < UNLIMITED)
    }

    /// What a slot holds of it.
    pub fn most(self, slot: &Slot) -> i64 {
        match self {
            Self::Units => slot.max_units,
            Self::Ects => slot.max_ects,
            Self::Hours => slot.max_hours,
        }
    }

    /// What a unit takes of it, in all.
    fn of(self, load: &[(i64, i64)]) -> i64 {
        match self {
            Self::Units => i64::try_from(load.len()).unwrap_or(i64::MAX),
            Self::Ects => load.iter().map(|load| load.0).sum(),
            Self::Hours => load.iter().map(|load| load.1).sum(),
        }
    }
}

/// The windows of every unit: what comes before and after leaves no other slots.
struct Windows<'a> {
    problem: &'a Problem,
    /// The earliest start, and what pushed it there; `None` when the unit cannot be taken.
    earliest: Vec<Option<(usize, Push)>>,
    /// The unit is part of every plan.
    always: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Push {
    /// Its own openings.
    Open,
    /// A unit that comes first.
    After(usize),
    /// Credits that come first.
    Credits,
}

/// What alone keeps a plan from finishing in fewer than `finish` slots, when something does. `least` is the least that any plan takes of
/// each measure, where that is known.
pub(super) fn certificate(compiled: &Compiled, finish: usize, least: &[(Measure, i64)]) -> Option<Vec<Reason>> {
    if finish < 2 {
        // Nothing is shorter than a term.
        return Some(Vec::new());
    }
    let windows = Windows::of(compiled);
    windows.chain(finish).or_else(|| windows.whole(finish, least)).or_else(|| windows.window(finish))
}

/// The problem of taking as little of `measure` as the requirements allow, whenever that is: its cost is that least.
pub(super) fn lightest(problem: &Problem, measure: Measure) -> Problem {
    let mut problem = problem.clone();
    problem.slots.truncate(1);
    for slot in &mut problem.slots {
        (slot.max_units, slot.max_ects, slot.max_hours, slot.fee) = (UNLIMITED, UNLIMITED, UNLIMITED, 0);
        (slot.min_units, slot.min_ects, slot.year_fee) = (0, 0, 0);
    }
    for unit in &mut problem.units {
        unit.cost = measure.of(&unit.load);
        if !unit.done {
            unit.load = vec![(0, 0)];
        }
        unit.starts.truncate(1);
        unit.starts.iter_mut().for_each(|start| *start = 0);
        unit.pen = vec![0; unit.starts.len()];
        unit.pre.iter_mut().flatten().for_each(|(_, mode)| *mode = PreMode::NotLater);
        unit.min_ects_before = 0;
    }
    problem.objective = vec![Level::Cost];
    problem
}

impl<'a> Windows<'a> {
    fn of(compiled: &'a Compiled) -> Self {
        let problem = &compiled.problem;
        let mut windows = Self { problem, earliest: vec![None; problem.units.len()], always: always(problem) };
        for (unit, what) in problem.units.iter().enumerate() {
            let first = if what.done { Some(0) } else { what.starts.iter().min().copied() };
            windows.set(unit, first.map(|first| (first, Push::Open)));
        }
        // Each push is to a later slot, so that this ends.
        while (0..problem.units.len()).any(|unit| windows.push(unit)) {}
        windows
    }

    fn at(&self, unit: usize) -> Option<(usize, Push)> {
        self.earliest.get(unit).copied().flatten()
    }

    fn set(&mut self, unit: usize, start: Option<(usize, Push)>) {
        if let Some(own) = self.earliest.get_mut(unit) {
            *own = start;
        }
    }

    fn duration(&self, unit: usize) -> usize {
        self.problem.units.get(unit).map_or(0, |unit| if unit.done { 0 } else { unit.load.len() })
    }

    /// Pushes the earliest start of a unit; says whether it moved.
    fn push(&mut self, unit: usize) -> bool {
        let (Some(what), Some((now, _))) = (self.problem.units.get(unit).filter(|unit| !unit.done), self.at(unit)) else { return false };
        let mut least = (now, None);
        for clause in &what.pre {
            let end = |&(other, mode): &(usize, PreMode)| {
                let (start, _) = self.at(other)?;
                Some((if mode == PreMode::Before { start + self.duration(other) } else { start }, other))
            };
            match clause.iter().filter_map(end).min_by_key(|(end, _)| *end) {
                None => {
                    self.set(unit, None);
                    return true;
                }
                Some((end, other)) if end > least.0 => least = (end, Some(Push::After(other))),
                Some(_) => {}
            }
        }
        let credits = self.credits(unit, what.min_ects_before);
        if credits > least.0 {
            least = (credits, Some(Push::Credits));
        }
        let Some(push) = least.1 else { return false };
        self.set(unit, what.starts.iter().copied().filter(|start| *start >= least.0).min().map(|start| (start, push)));
        true
    }

    /// The first slot before which `needs` credits can be finished.
    fn credits(&self, unit: usize, needs: i64) -> usize {
        (0..self.problem.slots.len()).find(|slot| self.finished(unit, *slot) >= needs).unwrap_or(self.problem.slots.len())
    }

    /// The most credits that can be finished before `slot`, beside `unit`.
    fn finished(&self, unit: usize, slot: usize) -> i64 {
        let mut held = 0;
        let mut open: Vec<i64> = Vec::new();
        for (other, what) in self.problem.units.iter().enumerate().filter(|(other, _)| *other != unit) {
            let ends = self.at(other).is_some_and(|(start, _)| start + what.load.len() <= slot);
            // What takes no place is finished whatever the terms hold.
            if what.done || (ends && what.load.iter().all(|load| *load == (0, 0))) {
                held += what.ects;
            } else if ends {
                open.push(what.ects);
            }
        }
        open.sort_unstable();
        open.reverse();
        let places: i64 = self.problem.slots.iter().take(slot).map(|slot| slot.max_units).sum();
        held + open.iter().take(usize::try_from(places).unwrap_or(0)).sum::<i64>()
    }

    /// A unit of every plan that ends in slot number `finish` at the earliest.
    fn chain(&self, finish: usize) -> Option<Vec<Reason>> {
        let late = |unit: &usize| self.at(*unit).is_some_and(|(start, _)| start + self.duration(*unit) >= finish);
        let paths = (0..self.problem.units.len()).filter(|unit| self.always.get(*unit) == Some(&true)).filter(late);
        // The shortest telling.
        let length =
            |path: &Vec<Reason>| path.iter().map(|reason| if let Reason::Chain(chain) = reason { chain.len() } else { 1 }).sum::<usize>();
        paths.map(|unit| self.path(unit)).min_by_key(length)
    }

    /// Why a unit cannot start earlier.
    fn path(&self, last: usize) -> Vec<Reason> {
        let mut chain = Vec::new();
        let mut unit = last;
        let mut reasons = Vec::new();
        while let Some((slot, push)) = self.at(unit) {
            chain.push((unit, slot));
            match push {
                // Units that go together push one another.
                Push::After(other) if !chain.iter().any(|(known, _)| *known == other) => unit = other,
                Push::Credits => {
                    let needs = self.problem.units.get(unit).map_or(0, |unit| unit.min_ects_before);
                    let holds = self.finished(unit, self.credits(unit, needs).saturating_sub(1));
                    reasons.push(Reason::Threshold { unit, slot, needs, holds });
                    break;
                }
                _ => break,
            }
        }
        chain.reverse();
        match chain.as_slice() {
            [(unit, slot)] if reasons.is_empty() => reasons.push(Reason::Offering(*unit, *slot)),
            [_] => {}
            _ => reasons.push(Reason::Chain(chain)),
        }
        reasons
    }

    /// All that any plan takes does not fit in fewer slots.
    fn whole(&self, finish: usize, least: &[(Measure, i64)]) -> Option<Vec<Reason>> {
        let last = finish.checked_sub(2)?;
        Measure::ALL.into_iter().find_map(|measure| {
            let units: Vec<usize> = self.forced().collect();
            let known = least.iter().filter(|(of, _)| *of == measure).map(|(_, least)| *least).max().unwrap_or(0);
            let needs = known.max(self.sum(measure, &units));
            let holds = self.holds(measure, 0, last);
            (needs > holds).then(|| vec![Reason::Capacity { measure, units, needs, holds, first: 0, last }])
        })
    }

    /// Units of every plan that all fall into some slots do not fit there.
    fn window(&self, finish: usize) -> Option<Vec<Reason>> {
        let slots = finish.checked_sub(1)?;
        let latest = self.latest(slots);
        let ends = |unit: usize| latest.get(unit).copied().flatten().map(|start| start + self.duration(unit));
        for first in 0..slots {
            for last in (first..slots).rev() {
                for measure in Measure::ALL {
                    let inside = |unit: &usize| {
                        self.at(*unit).is_some_and(|(start, _)| start >= first) && ends(*unit).is_some_and(|end| end <= last + 1)
                    };
                    let units: Vec<usize> = self.forced().filter(inside).collect();
                    let (needs, holds) = (self.sum(measure, &units), self.holds(measure, first, last));
                    if needs > holds {
                        // What opens the window comes first.
                        let opener = units.iter().copied().min_by_key(|unit| self.at(*unit).map(|(start, _)| start)).filter(|_| first > 0);
                        let mut reasons = opener.map(|unit| self.path(unit)).unwrap_or_default();
                        reasons.push(Reason::Capacity { measure, units, needs, holds, first, last });
                        return Some(reasons);
                    }
                }
            }
        }
        None
    }

    fn forced(&self) -> impl Iterator<Item = usize> {
        let taken = |unit: &usize| self.always.get(*unit) == Some(&true) && self.duration(*unit) > 0;
        (0..self.problem.units.len()).filter(taken)
    }

    fn sum(&self, measure: Measure, units: &[usize]) -> i64 {
        units
            .iter()
            .filter_map(|unit| self.problem.units.get(*unit))
            .filter(|unit| unit.load != [(0, 0)])
            .map(|unit| measure.of(&unit.load))
            .sum()
    }

    fn holds(&self, measure: Measure, first: usize, last: usize) -> i64 {
        let slots = self.problem.slots.iter().skip(first).take((last + 1).saturating_sub(first));
        slots.map(|slot| measure.most(slot)).sum()
    }

    /// The latest start of every unit of every plan that fits in `slots` slots.
    fn latest(&self, slots: usize) -> Vec<Option<usize>> {
        let fits = |unit: usize, end: usize| {
            let what = self.problem.units.get(unit)?;
            what.starts.iter().copied().filter(|start| start + what.load.len() <= end).max()
        };
        let mut latest: Vec<Option<usize>> = (0..self.problem.units.len()).map(|unit| fits(unit, slots)).collect();
        loop {
            let before = latest.clone();
            for (unit, what) in self.problem.units.iter().enumerate().filter(|(unit, _)| self.always.get(*unit) == Some(&true)) {
                let Some(start) = latest.get(unit).copied().flatten() else { continue };
                for clause in &what.pre {
                    let [(other, mode)] = clause.as_slice() else { continue };
                    let end = if *mode == PreMode::Before { start } else { start + self.duration(*other) };
                    let bound = fits(*other, end);
                    if let Some(own) = latest.get_mut(*other)
                        && bound < *own
                    {
                        *own = bound;
                    }
                }
            }
            if latest == before {
                return latest;
            }
        }
    }
}

/// The units of every plan: those that the requirements cannot do without, and what these need.
pub(super) fn always(problem: &Problem) -> Vec<bool> {
    let mut needed = vec![false; problem.nodes.len()];
    let mut always = vec![false; problem.units.len()];
    if let Some(root) = needed.last_mut() {
        *root = true;
    }
    for (index, node) in problem.nodes.iter().enumerate().rev().filter(|(_, node)| matches!(node, Node::Group(_))) {
        let Node::Group(group) = node else { continue };
        if needed.get(index) == Some(&true) && all_of(group) {
            for child in &group.of {
                needed.get_mut(*child).into_iter().for_each(|needed| *needed = true);
            }
        }
    }
    for (node, _) in problem.nodes.iter().zip(&needed).filter(|(_, needed)| **needed) {
        if let Node::Leaf(leaf) = node {
            always.get_mut(leaf.u).into_iter().for_each(|always| *always = true);
        }
    }
    loop {
        let before = always.clone();
        for (unit, _) in problem.units.iter().zip(&before).filter(|(unit, always)| **always && !unit.done) {
            for clause in &unit.pre {
                if let [(only, _)] = clause.as_slice() {
                    always.get_mut(*only).into_iter().for_each(|always| *always = true);
                }
            }
        }
        if always == before {
            return always;
        }
    }
}

fn all_of(group: &Group) -> bool {
    usize::try_from(group.min_n).is_ok_and(|least| least >= group.of.len())
}
