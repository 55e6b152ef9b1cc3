//! A problem with what every question about it needs, worked out once.

use super::numbers::{Bits, gcd};
use super::problem::{Level, Node, PeakOf, PreMode, Problem, Season};
use super::solution::Placement;
use super::validate::{LARGEST_NUMBER, MOST_UNITS};
use crate::list::List;

/// What is asked: is there a plan within these limits? `i64::MAX` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Only the first so many slots.
    pub(super) slots: usize,
    pub(super) cost: i64,
    pub(super) peak: i64,
    pub(super) pref: i64,
}

/// A prerequisite as (unit, whether it must be finished before).
pub(super) type Needs = Vec<(usize, bool)>;

/// The problem, prepared.
pub(super) struct Ready {
    pub(super) problem: Problem,
    pub(super) duration: List<usize>,
    /// Where the loads of each unit begin in a list of the loads of all units.
    pub(super) offset: List<usize>,
    pub(super) loads: usize,
    /// The credits and hours of each of them.
    pub(super) ects: List<i64>,
    pub(super) hours: List<i64>,
    /// Where each unit may start, as bits; none for what is done.
    pub(super) starts: List<u64>,
    /// Of those, where the unit alone is not too much for a slot.
    pub(super) fitting: List<u64>,
    /// The penalty of each start of each unit, slot after slot; 0 elsewhere.
    pub(super) penalties: List<i64>,
    /// The largest load of each unit, of what the peak is about.
    pub(super) peaks: List<i64>,
    /// How many starts there are in all.
    pub(super) all_starts: u64,
    pub(super) pre: List<Vec<Needs>>,
    /// The leaves of each unit.
    pub(super) leaves: List<Vec<usize>>,
    /// The leaf counts exactly when its unit is taken: the only leaf of the unit, and under no limit on how many count.
    pub(super) plain: List<bool>,
    /// The slots of each season, as bits; only seasons that occur.
    pub(super) seasons: Vec<u64>,
    /// The credits of every leaf and cap are a multiple of it, and what each unit has of it.
    pub(super) credit_step: i64,
    pub(super) credits: List<usize>,
    /// Every cost is a multiple of it.
    pub(super) cost_step: i64,
    pub(super) pref_step: i64,
    pub(super) peak_step: i64,
}

impl Ready {
    /// Prepares a problem that [`super::validate`] has accepted.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut problem = problem.clone();
        for slot in &mut problem.slots {
            // No unit, nor all of them together, weighs more: sums over slots stay small.
            for limit in [&mut slot.max_units, &mut slot.max_ects, &mut slot.max_hours] {
                *limit = (*limit).min(LARGEST_NUMBER * MOST_UNITS as i64);
            }
        }
        let slots = problem.slots.len();
        let (mut starts, mut fitting, mut peaks) = (List::new(), List::new(), List::new());
        let mut penalties = List::from(vec![0; problem.units.len() * slots]);
        let (mut cost_step, mut pref_step, mut peak_step) = (0, 0, 0);
        for (index, unit) in problem.units.iter().enumerate() {
            let (mut all, mut fit, mut peak) = (0u64, 0u64, 0);
            if !unit.done {
                cost_step = gcd(cost_step, unit.cost);
                for &(ects, hours) in &unit.load {
                    let load = if problem.peak_of == PeakOf::Hours { hours } else { ects };
                    peak = load.max(peak);
                    peak_step = gcd(peak_step, load);
                }
                for (&start, &penalty) in unit.starts.iter().zip(&unit.pen) {
                    if start + unit.load.len() <= slots {
                        pref_step = gcd(pref_step, penalty);
                        penalties[index * slots + start] = penalty;
                        all |= 1 << start;
                        let fits = unit
                            .load
                            .iter()
                            .zip(&problem.slots[start..])
                            .all(|(load, slot)| slot.max_units >= 1 && load.0 <= slot.max_ects && load.1 <= slot.max_hours);
                        fit |= u64::from(fits) << start;
                    }
                }
            }
            starts.push(all);
            fitting.push(fit);
            peaks.push(peak);
        }
        for slot in &problem.slots {
            cost_step = gcd(gcd(cost_step, slot.fee), slot.year_fee);
        }
        let mut leaves = List::from(vec![Vec::new(); problem.units.len()]);
        let mut capped = List::from(vec![false; problem.nodes.len()]);
        let mut credit_step = 0;
        for (index, node) in problem.nodes.iter().enumerate().rev() {
            match node {
                Node::Leaf(leaf) => {
                    leaves[leaf.u].insert(0, index);
                    credit_step = gcd(credit_step, problem.units[leaf.u].ects);
                }
                Node::Group(group) => {
                    credit_step = gcd(credit_step, group.cap_ects.max(0));
                    for &child in &group.of {
                        capped[child] = capped[index] || group.cap_n >= 0;
                    }
                }
            }
        }
        let plain = problem
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| matches!(node, Node::Leaf(leaf) if leaves[leaf.u].len() == 1 && !capped[index]))
            .collect();
        let seasons = [Season::A, Season::S, Season::U]
            .iter()
            .map(|season| {
                problem.slots.iter().enumerate().filter(|(_, slot)| slot.season == *season).fold(0u64, |bits, (t, _)| bits | 1 << t)
            })
            .filter(|bits| *bits != 0)
            .collect();
        let pre = problem
            .units
            .iter()
            .map(|unit| {
                unit.pre.iter().map(|list| list.iter().map(|&(other, mode)| (other, mode == PreMode::Before)).collect::<Needs>()).collect()
            })
            .collect();
        let mut loads = 0;
        let mut offset = List::with_capacity(problem.units.len());
        for unit in &problem.units {
            offset.push(loads);
            loads += unit.load.len();
        }
        let credit_step = credit_step.max(1);
        let each = || problem.units.iter().flat_map(|unit| &unit.load);
        Self {
            offset,
            loads,
            ects: each().map(|load| load.0).collect(),
            hours: each().map(|load| load.1).collect(),
            duration: problem.units.iter().map(|unit| unit.load.len()).collect(),
            all_starts: starts.iter().map(|starts| u64::from(starts.count_ones())).sum(),
            starts,
            fitting,
            penalties,
            peaks,
            pre,
            leaves,
            plain,
            seasons,
            credits: problem.units.iter().map(|unit| (unit.ects / credit_step) as usize).collect(),
            credit_step,
            cost_step: cost_step.max(1),
            pref_step: pref_step.max(1),
            peak_step: peak_step.max(1),
            problem,
        }
    }

    /// Every value of the level is a multiple of it.
    pub(super) fn step_of(&self, level: Level) -> i64 {
        match level {
            Level::Cost => self.cost_step,
            Level::Pref => self.pref_step,
            Level::Peak => self.peak_step,
            Level::Finish => 1,
        }
    }

    /// The penalty when `unit` starts at `start`.
    pub(super) fn penalty(&self, unit: usize, start: usize) -> i64 {
        self.penalties[unit * self.problem.slots.len() + start]
    }

    /// Every unit where its penalty is nothing; those without such a start are not taken.
    pub(super) fn unpenalised(&self) -> Vec<Placement> {
        let free = |unit: usize| Bits(self.starts[unit]).find(|&start| self.penalty(unit, start) == 0);
        let units = self.problem.units.iter().enumerate();
        units.map(|(at, unit)| if unit.done { Placement::Done } else { free(at).map_or(Placement::NotTaken, Placement::At) }).collect()
    }

    /// No limit but the horizon.
    pub(super) fn unlimited(&self) -> Limits {
        Limits { slots: self.problem.slots.len(), cost: i64::MAX, peak: i64::MAX, pref: i64::MAX }
    }

    /// The values of a plan (a start slot for each unit taken and not done).
    pub(super) fn values(&self, plan: &[Option<usize>]) -> Limits {
        let slots = &self.problem.slots;
        let mut load = List::from(vec![(0, 0, 0); slots.len()]);
        let mut found = Limits { slots: 0, cost: 0, peak: 0, pref: 0 };
        for (unit, start) in plan.iter().enumerate() {
            let Some(start) = *start else { continue };
            let what = &self.problem.units[unit];
            found.cost += what.cost;
            found.slots = found.slots.max(start + what.load.len());
            found.pref += self.penalty(unit, start);
            for (offset, &(ects, hours)) in what.load.iter().enumerate() {
                let slot = &mut load[start + offset];
                slot.0 += 1;
                slot.1 += ects;
                slot.2 += hours;
            }
        }
        let mut years = Vec::new();
        for (slot, &(units, ects, hours)) in slots.iter().zip(&load) {
            if units > 0 {
                found.cost += slot.fee;
                if slot.year_fee > 0 && !years.contains(&slot.year) {
                    found.cost += slot.year_fee;
                    years.push(slot.year);
                }
            }
            found.peak = found.peak.max(if self.problem.peak_of == PeakOf::Hours { hours } else { ects });
        }
        found
    }
}

impl Limits {
    /// The limit on one level.
    pub(super) fn get(&self, level: Level) -> i64 {
        match level {
            Level::Finish => self.slots as i64,
            Level::Cost => self.cost,
            Level::Peak => self.peak,
            Level::Pref => self.pref,
        }
    }

    /// Whether no limit is wider than the same of `other`.
    pub(super) fn within(&self, other: Self) -> bool {
        self.slots <= other.slots && self.cost <= other.cost && self.peak <= other.peak && self.pref <= other.pref
    }

    /// Sets the limit on one level.
    pub(super) fn set(&mut self, level: Level, value: i64) {
        match level {
            Level::Finish => self.slots = usize::try_from(value).unwrap_or(0),
            Level::Cost => self.cost = value,
            Level::Peak => self.peak = value,
            Level::Pref => self.pref = value,
        }
    }
}
