//! A problem with what every question about it needs, worked out once.

use super::numbers::{Bits, gcd};
use super::problem::{Level, Node, PeakOf, PreMode, Problem, Season, Slot, Unit};
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

/// A unit, prepared.
pub(super) struct Item {
    pub(super) ects: i64,
    pub(super) cost: i64,
    pub(super) done: bool,
    pub(super) min_ects_before: i64,
    /// How many slots it occupies, and where its loads begin in a list of the loads of all units.
    pub(super) duration: usize,
    pub(super) offset: usize,
    /// Where it may start, as bits; none for what is done.
    pub(super) starts: u64,
    /// Of those, where the unit alone is not too much for a slot.
    pub(super) fitting: u64,
    /// Its largest load, of what the peak is about.
    pub(super) peak: i64,
    /// Its credits, in steps.
    pub(super) credits: usize,
    pub(super) pre: Vec<Needs>,
    /// The first of the units that are only taken together, and start together; the unit itself when it is bound to none.
    pub(super) leader: usize,
    /// The leaves it stands in.
    pub(super) leaves: Vec<usize>,
}

/// The problem, prepared.
pub(super) struct Ready {
    pub(super) slots: Vec<Slot>,
    pub(super) units: List<Item>,
    pub(super) nodes: List<Node>,
    pub(super) objective: Vec<Level>,
    pub(super) peak_of: PeakOf,
    /// The credits and hours of each load of each unit.
    pub(super) ects: List<i64>,
    pub(super) hours: List<i64>,
    /// The same of units that are only taken together, at the place of their leader, and nothing at those of the others.
    pub(super) whole: Whole,
    /// The penalty of each start of each unit, slot after slot; 0 elsewhere.
    pub(super) penalties: List<i64>,
    /// How many starts there are in all.
    pub(super) all_starts: u64,
    /// The leaf counts exactly when its unit is taken: the only leaf of the unit, and under no limit on how many count.
    pub(super) plain: List<bool>,
    /// The slots of each season, as bits; only seasons that occur.
    pub(super) seasons: Vec<u64>,
    /// The credits of every leaf and cap are a multiple of it.
    pub(super) credit_step: i64,
    /// Every cost is a multiple of it.
    pub(super) cost_step: i64,
    pub(super) pref_step: i64,
    pub(super) peak_step: i64,
}

/// What units bring that are only taken together.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) ects: List<i64>,
    pub(super) hours: List<i64>,
    /// How many they are.
    pub(super) units: List<i64>,
    /// Whether any are bound to others at all.
    pub(super) any: bool,
}

impl Ready {
    /// Prepares a problem that [`super::validate`] has accepted.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut slots = problem.slots.clone();
        for slot in &mut slots {
            // No unit, nor all of them together, weighs more: sums over slots stay small.
            for limit in [&mut slot.max_units, &mut slot.max_ects, &mut slot.max_hours] {
                *limit = (*limit).min(LARGEST_NUMBER * MOST_UNITS as i64);
            }
        }
        let mut ready = Self {
            slots,
            units: List::with_capacity(problem.units.len()),
            nodes: problem.nodes.clone().into(),
            objective: problem.objective.clone(),
            peak_of: problem.peak_of,
            ects: List::new(),
            hours: List::new(),
            whole: Whole::default(),
            penalties: vec![0; problem.units.len() * problem.slots.len()].into(),
            all_starts: 0,
            plain: List::new(),
            seasons: Vec::new(),
            credit_step: 0,
            cost_step: 0,
            pref_step: 0,
            peak_step: 0,
        };
        for unit in &problem.units {
            ready.add(unit);
        }
        ready.bind();
        for slot in &ready.slots {
            ready.cost_step = gcd(gcd(ready.cost_step, slot.fee), slot.year_fee);
        }
        for season in [Season::A, Season::S, Season::U] {
            let slots = ready.slots.iter().enumerate().filter(|(_, slot)| slot.season == season);
            let bits = slots.fold(0u64, |bits, (at, _)| bits | 1 << at);
            if bits != 0 {
                ready.seasons.push(bits);
            }
        }
        ready.place_leaves();
        for step in [&mut ready.credit_step, &mut ready.cost_step, &mut ready.pref_step, &mut ready.peak_step] {
            *step = (*step).max(1);
        }
        for unit in &mut ready.units {
            unit.credits = (unit.ects / ready.credit_step) as usize;
        }
        ready
    }

    /// Adds the next unit.
    fn add(&mut self, unit: &Unit) {
        let slots = self.slots.len();
        let mut item = Item {
            ects: unit.ects,
            cost: unit.cost,
            done: unit.done,
            min_ects_before: unit.min_ects_before,
            duration: unit.load.len(),
            offset: self.ects.len(),
            starts: 0,
            fitting: 0,
            peak: 0,
            credits: 0,
            leader: self.units.len(),
            pre: unit.pre.iter().map(|list| list.iter().map(|&(other, mode)| (other, mode == PreMode::Before)).collect()).collect(),
            leaves: Vec::new(),
        };
        for &(ects, hours) in &unit.load {
            self.ects.push(ects);
            self.hours.push(hours);
            if !unit.done {
                let load = if self.peak_of == PeakOf::Hours { hours } else { ects };
                item.peak = load.max(item.peak);
                self.peak_step = gcd(self.peak_step, load);
            }
        }
        if !unit.done {
            self.cost_step = gcd(self.cost_step, unit.cost);
            for (&start, &penalty) in unit.starts.iter().zip(&unit.pen) {
                if start + unit.load.len() <= slots {
                    self.pref_step = gcd(self.pref_step, penalty);
                    self.penalties[self.units.len() * slots + start] = penalty;
                    self.all_starts += 1;
                    item.starts |= 1 << start;
                    let mut loads = unit.load.iter().zip(&self.slots[start..]);
                    let fits = loads.all(|(load, slot)| slot.max_units >= 1 && load.0 <= slot.max_ects && load.1 <= slot.max_hours);
                    item.fitting |= u64::from(fits) << start;
                }
            }
        }
        self.units.push(item);
    }

    /// Finds the units that are only taken together: each must not start later than the other.
    fn bind(&mut self) {
        self.whole = Whole { ects: self.ects.clone(), hours: self.hours.clone(), units: vec![1; self.ects.len()].into(), any: false };
        for unit in 0..self.units.len() {
            let Item { duration, offset, done, .. } = self.units[unit];
            let not_later = |list: &Needs| match list.as_slice() {
                &[(other, false)] => Some(other).filter(|&other| other < unit),
                _ => None,
            };
            let binds = |&other: &usize| {
                let other = &self.units[other];
                !done && !other.done && other.duration == duration && other.pre.iter().any(|list| *list == [(unit, false)])
            };
            let Some(other) = self.units[unit].pre.iter().filter_map(not_later).find(binds) else { continue };
            let leader = self.units[other].leader;
            self.units[unit].leader = leader;
            self.whole.any = true;
            let first = self.units[leader].offset;
            for load in [&mut self.whole.ects, &mut self.whole.hours, &mut self.whole.units] {
                for place in 0..duration {
                    load[first + place] += std::mem::take(&mut load[offset + place]);
                }
            }
        }
        // They start where all of them fit, together.
        for unit in (0..self.units.len()).filter(|_| self.whole.any) {
            let Item { leader, duration, fitting, .. } = self.units[unit];
            let first = self.units[leader].offset;
            let fits = |start: usize| {
                self.slots[start..start + duration].iter().zip(first..).all(|(slot, place)| {
                    let Whole { ects, hours, units, .. } = &self.whole;
                    units[place] <= slot.max_units && ects[place] <= slot.max_ects && hours[place] <= slot.max_hours
                })
            };
            let fitting = Bits(fitting).filter(|&start| fits(start)).fold(0, |bits, start| bits | 1 << start);
            let peaks = if self.peak_of == PeakOf::Hours { &self.whole.hours } else { &self.whole.ects };
            let peak = peaks[first..first + duration].iter().copied().max().unwrap_or(0);
            (self.units[unit].fitting, self.units[unit].peak) = (fitting, peak);
        }
    }

    /// Tells the units which leaves they stand in.
    fn place_leaves(&mut self) {
        let mut capped = List::from(vec![false; self.nodes.len()]);
        for (index, node) in self.nodes.iter().enumerate().rev() {
            match node {
                Node::Leaf(leaf) => {
                    let unit = &mut self.units[leaf.u];
                    unit.leaves.insert(0, index);
                    self.credit_step = gcd(self.credit_step, unit.ects);
                }
                Node::Group(group) => {
                    self.credit_step = gcd(self.credit_step, group.cap_ects.max(0));
                    for &child in &group.of {
                        capped[child] = capped[index] || group.cap_n >= 0;
                    }
                }
            }
        }
        let plain =
            |(index, node): (usize, &Node)| matches!(node, Node::Leaf(leaf) if self.units[leaf.u].leaves.len() == 1 && !capped[index]);
        self.plain = self.nodes.iter().enumerate().map(plain).collect();
    }

    /// What the peak is about, of each load.
    pub(super) fn peak_loads(&self) -> &List<i64> {
        if self.peak_of == PeakOf::Hours { &self.hours } else { &self.ects }
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
        self.penalties[unit * self.slots.len() + start]
    }

    /// Every unit where its penalty is nothing; those without such a start are not taken.
    pub(super) fn unpenalised(&self) -> Vec<Placement> {
        let free = |unit: usize| Bits(self.units[unit].starts).find(|&start| self.penalty(unit, start) == 0);
        let units = self.units.iter().enumerate();
        units.map(|(at, unit)| if unit.done { Placement::Done } else { free(at).map_or(Placement::NotTaken, Placement::At) }).collect()
    }

    /// No limit but the horizon.
    pub(super) fn unlimited(&self) -> Limits {
        Limits { slots: self.slots.len(), cost: i64::MAX, peak: i64::MAX, pref: i64::MAX }
    }

    /// The values of a plan (a start slot for each unit taken and not done).
    pub(super) fn values(&self, plan: &[Option<usize>]) -> Limits {
        let slots = &self.slots;
        let mut load = List::from(vec![(0, 0, 0); slots.len()]);
        let mut found = Limits { slots: 0, cost: 0, peak: 0, pref: 0 };
        for (unit, start) in plan.iter().enumerate() {
            let Some(start) = *start else { continue };
            let what = &self.units[unit];
            found.cost += what.cost;
            found.slots = found.slots.max(start + what.duration);
            found.pref += self.penalty(unit, start);
            for offset in 0..what.duration {
                let slot = &mut load[start + offset];
                slot.0 += 1;
                slot.1 += self.ects[what.offset + offset];
                slot.2 += self.hours[what.offset + offset];
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
            found.peak = found.peak.max(if self.peak_of == PeakOf::Hours { hours } else { ects });
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
