//! Telling plans apart that are equal on every level of the objective.
//!
//! The planner stops at any best plan. This makes it the one that people expect, and the same one each time: without a unit that it does
//! not need, nearer to what was wished (see `wishing`), with credits spread evenly over the terms, with what is advised followed where it can be, and in the natural order (see
//! `Candidate::rank`). Every step is checked against the problem and no level gets worse.

mod wishing;

use super::{advice::Advised, compiled::Compiled};
use crate::domain::planner::{Level, LevelResult, Node, Placement, Problem, Solution, Values, check};
use crate::domain::sorted::Sorting;

/// Rounds of exchanges; each one that changes anything brings the plan nearer to the natural order.
const ROUNDS: usize = 4;

/// A solution being tidied, unit by unit.
pub struct Tidying {
    solution: Solution,
    /// What the solution claims of its levels, until it is tidy.
    levels: Vec<LevelResult>,
    /// What no level may exceed.
    values: Values,
    advised: Advised,
    pass: Pass,
    round: usize,
    /// The units of this round in their order, and how many of them are done.
    order: Vec<usize>,
    at: usize,
    /// Something moved in this round.
    moved: bool,
    /// At the beginning of the round: the heaviest slot, and how much advice is not followed.
    most: i64,
    broken: usize,
    /// Plans checked so far: each takes some microseconds.
    tries: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    DropUseless,
    Wish,
    Balance,
    Heed,
    Exchange,
    Done,
}

impl Tidying {
    /// Starts on `solution`. One that breaks a rule stays as it is.
    pub fn new(compiled: &Compiled, mut solution: Solution) -> Self {
        let levels = std::mem::take(&mut solution.levels);
        let claimed = levels.iter().find(|level| level.level == Level::Pref).and_then(|level| level.value);
        let (values, pass) = match check(&compiled.problem, &solution) {
            Ok(values) => (values, Pass::DropUseless),
            Err(_) => (Values { finish: 0, cost: 0, peak: 0, pref: claimed.unwrap_or(0) }, Pass::Done),
        };
        let (order, advised) = (Vec::new(), Advised::of(compiled));
        let mut tidying =
            Self { solution, levels, values, advised, pass, round: 0, order, at: 0, moved: false, most: 0, broken: 0, tries: 0 };
        tidying.begin(compiled);
        tidying
    }

    /// Goes on for about `work` tries; gives the solution once it is tidy.
    pub fn step(&mut self, compiled: &Compiled, work: u64) -> Option<Solution> {
        let until = self.tries.saturating_add(work);
        while self.pass != Pass::Done {
            match self.order.get(self.at).copied() {
                Some(unit) => {
                    self.at += 1;
                    self.moved |= self.improve(compiled, unit);
                    // Looking through the others for something to try takes time too.
                    self.tries = self.tries.saturating_add(1);
                    if self.tries >= until {
                        return None;
                    }
                }
                None => {
                    self.round += 1;
                    if !self.moved || self.round == ROUNDS || self.pass == Pass::DropUseless {
                        self.pass = self.pass.next();
                        self.round = 0;
                    }
                    self.begin(compiled);
                }
            }
        }
        let mut levels = self.levels.clone();
        for level in levels.iter_mut().filter(|level| level.level == Level::Pref && level.value.is_some()) {
            level.value = Some(self.values.pref);
        }
        Some(Solution { levels, ..self.solution.clone() })
    }

    fn begin(&mut self, compiled: &Compiled) {
        let units = 0..self.solution.plan.len();
        self.order = match self.pass {
            Pass::DropUseless => units.rev().collect(),
            Pass::Wish if !compiled.wishes() => Vec::new(),
            Pass::Wish | Pass::Balance => units.collect(),
            Pass::Heed => self.advised.unheeded(&self.solution),
            Pass::Exchange => {
                let mut order: Vec<usize> = units.collect();
                order.order_by_key(|unit| compiled.units.get(*unit).map_or(usize::MAX, |unit| unit.rank));
                order
            }
            Pass::Done => Vec::new(),
        };
        (self.at, self.moved) = (0, false);
        (self.most, self.broken) = (heaviest(compiled, &self.solution), self.advised.broken(&self.solution));
    }

    /// What the pass does for one unit; says whether anything moved.
    fn improve(&mut self, compiled: &Compiled, unit: usize) -> bool {
        match self.pass {
            Pass::DropUseless => self.drop_useless(compiled, unit),
            Pass::Wish => self.follow_wish(compiled, unit),
            Pass::Balance => self.balance(compiled, unit),
            Pass::Heed => self.heed(compiled, unit),
            Pass::Exchange => self.exchange(compiled, unit),
            Pass::Done => false,
        }
    }

    /// As good on each level of the objective.
    fn as_good(&mut self, problem: &Problem) -> bool {
        self.tries = self.tries.saturating_add(1);
        let values = self.values;
        check(problem, &self.solution).is_ok_and(|now| problem.objective.iter().all(|level| now.get(*level) <= values.get(*level)))
    }

    fn drop_useless(&mut self, compiled: &Compiled, unit: usize) -> bool {
        let problem = &compiled.problem;
        let Some(start) = self.start(unit) else { return false };
        let counted = self.solution.counted.clone();
        self.set(unit, Placement::NotTaken);
        self.solution.counted.retain(|node| !matches!(problem.nodes.get(*node), Some(Node::Leaf(leaf)) if leaf.u == unit));
        let dropped = self.as_good(problem);
        if !dropped {
            self.set(unit, Placement::At(start));
            self.solution.counted = counted;
        }
        dropped
    }

    /// Moves a course, or exchanges it with others, when that spreads credits more evenly.
    fn balance(&mut self, compiled: &Compiled, unit: usize) -> bool {
        let problem = &compiled.problem;
        let mut slots = credits(compiled, &self.solution);
        let mut moved = false;
        for other in 0..self.solution.plan.len() {
            let (Some(here), Some(there)) = (self.start(unit), self.start(other)) else { continue };
            if here == there || !opens(problem, unit, there) {
                continue;
            }
            let before = unevenness(&slots);
            self.set(unit, Placement::At(there));
            shift(compiled, &mut slots, unit, here, there);
            if unevenness(&slots) < before && self.as_good(problem) {
                moved = true;
                continue;
            }
            if opens(problem, other, here) {
                self.set(other, Placement::At(here));
                shift(compiled, &mut slots, other, there, here);
                if unevenness(&slots) < before && self.as_good(problem) {
                    moved = true;
                    continue;
                }
                self.set(other, Placement::At(there));
                shift(compiled, &mut slots, other, here, there);
            }
            self.set(unit, Placement::At(here));
            shift(compiled, &mut slots, unit, there, here);
        }
        moved
    }

    /// Moves a unit, alone or in exchange, when more of what is advised is followed then.
    fn heed(&mut self, compiled: &Compiled, unit: usize) -> bool {
        let problem = &compiled.problem;
        let Some(now) = self.start(unit) else { return false };
        let before = self.advised.broken(&self.solution);
        let starts = problem.units.get(unit).map(|unit| unit.starts.as_slice()).unwrap_or_default();
        for &slot in starts.iter().filter(|start| **start != now) {
            self.set(unit, Placement::At(slot));
            if self.heeds(compiled, before) {
                return true;
            }
            for other in 0..self.solution.plan.len() {
                if other == unit || self.start(other) != Some(slot) || !opens(problem, other, now) {
                    continue;
                }
                self.set(other, Placement::At(now));
                if self.heeds(compiled, before) {
                    return true;
                }
                self.set(other, Placement::At(slot));
            }
            self.set(unit, Placement::At(now));
        }
        false
    }

    fn heeds(&mut self, compiled: &Compiled, before: usize) -> bool {
        self.advised.broken(&self.solution) < before && heaviest(compiled, &self.solution) <= self.most && self.as_good(&compiled.problem)
    }

    /// Moves a unit earlier, alone or in exchange with one of a higher rank.
    fn exchange(&mut self, compiled: &Compiled, early: usize) -> bool {
        let Some(now) = self.start(early) else { return false };
        let starts = compiled.problem.units.get(early).map(|unit| unit.starts.as_slice()).unwrap_or_default();
        let mut earlier: Vec<usize> = starts.iter().copied().filter(|start| *start < now).collect();
        earlier.order();
        for slot in earlier {
            self.set(early, Placement::At(slot));
            if self.fine(compiled) {
                return true;
            }
            // Those of a higher rank come after it in the order, and `at` is the first of them.
            for place in (self.at..self.order.len()).rev() {
                let Some(late) = self.order.get(place).copied().filter(|late| self.start(*late) == Some(slot)) else { continue };
                if !opens(&compiled.problem, late, now) {
                    continue;
                }
                self.set(late, Placement::At(now));
                if self.fine(compiled) {
                    return true;
                }
                self.set(late, Placement::At(slot));
            }
            self.set(early, Placement::At(now));
        }
        false
    }

    fn fine(&mut self, compiled: &Compiled) -> bool {
        self.advised.broken(&self.solution) <= self.broken
            && heaviest(compiled, &self.solution) <= self.most
            && self.as_good(&compiled.problem)
    }

    fn start(&self, unit: usize) -> Option<usize> {
        match self.solution.plan.get(unit) {
            Some(Placement::At(start)) => Some(*start),
            _ => None,
        }
    }

    fn set(&mut self, unit: usize, placement: Placement) {
        if let Some(own) = self.solution.plan.get_mut(unit) {
            *own = placement;
        }
    }
}

impl Pass {
    fn next(self) -> Self {
        match self {
            Self::DropUseless => Self::Wish,
            Self::Wish => Self::Balance,
            Self::Balance => Self::Heed,
            Self::Heed => Self::Exchange,
            Self::Exchange | Self::Done => Self::Done,
        }
    }
}

fn opens(problem: &Problem, unit: usize, slot: usize) -> bool {
    problem.units.get(unit).is_some_and(|unit| unit.starts.contains(&slot))
}

/// The credits of the courses in each slot.
fn credits(compiled: &Compiled, solution: &Solution) -> Vec<i64> {
    let mut slots = vec![0; compiled.problem.slots.len()];
    for ((unit, candidate), placement) in compiled.problem.units.iter().zip(&compiled.units).zip(&solution.plan) {
        if let (Placement::At(start), true) = (placement, candidate.course) {
            for (slot, (ects, _)) in slots.iter_mut().skip(*start).zip(&unit.load) {
                *slot += ects;
            }
        }
    }
    slots
}

/// What moving a unit from one slot to another does to the credits of each.
fn shift(compiled: &Compiled, slots: &mut [i64], unit: usize, from: usize, to: usize) {
    let Some(what) = compiled.problem.units.get(unit).filter(|_| compiled.units.get(unit).is_some_and(|unit| unit.course)) else { return };
    for (slot, (ects, _)) in slots.iter_mut().skip(from).zip(&what.load) {
        *slot -= ects;
    }
    for (slot, (ects, _)) in slots.iter_mut().skip(to).zip(&what.load) {
        *slot += ects;
    }
}

fn unevenness(slots: &[i64]) -> i64 {
    slots.iter().map(|ects| ects * ects).sum()
}

fn heaviest(compiled: &Compiled, solution: &Solution) -> i64 {
    credits(compiled, solution).into_iter().max().unwrap_or(0)
}
