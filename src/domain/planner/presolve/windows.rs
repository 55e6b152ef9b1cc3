//! When each unit can start, from what comes before it, what comes after it and what the slots hold.

use super::overflow;
use crate::list::List;
use crate::numbers::{Bits, low_bits, width};
use crate::problem::Node;
use crate::ready::{Limits, Ready};
use crate::resources::Resource;
use crate::solution::Refutation;
use crate::tree::{self, Demand};

/// The starts left to each unit while they are narrowed down.
pub(super) struct Windows<'a> {
    ready: &'a Ready,
    limits: Limits,
    pub(super) starts: List<u64>,
    pub(super) possible: List<bool>,
    pub(super) forced: List<bool>,
    /// What last pushed the earliest start of a unit, and its latest.
    pushed_by: List<Option<usize>>,
    pulled_by: List<Option<usize>>,
    pub(super) changed: bool,
}

impl<'a> Windows<'a> {
    pub(super) fn new(ready: &'a Ready, limits: Limits) -> Self {
        let units = &ready.units;
        let mut starts: List<u64> = units.iter().map(|unit| unit.fitting).collect();
        for (unit, starts) in starts.iter_mut().enumerate() {
            if units[unit].cost > limits.cost || units[unit].peak > limits.peak {
                *starts = 0;
            } else if limits.pref < i64::MAX {
                for start in Bits(*starts).filter(|&start| ready.penalty(unit, start) > limits.pref) {
                    *starts &= !(1 << start);
                }
            }
        }
        // What is only taken together starts where all of it can: the first knows after one look at each, the others after another.
        for unit in (0..2 * starts.len()).filter(|_| ready.whole.any).map(|look| look % units.len()) {
            let leader = units[unit].leader;
            starts[leader] &= starts[unit];
            starts[unit] &= starts[leader];
        }
        let possible = units.iter().zip(&starts).map(|(unit, &starts)| unit.done || starts != 0).collect();
        let count = units.len();
        Self {
            ready,
            limits,
            starts,
            possible,
            forced: vec![false; count].into(),
            pushed_by: vec![None; count].into(),
            pulled_by: vec![None; count].into(),
            changed: false,
        }
    }

    /// Runs requirements and prerequisites against each other until nothing moves.
    pub(super) fn close(&mut self) -> Result<Demand, Refutation> {
        loop {
            self.changed = false;
            let demand = tree::demand(self.ready, &self.possible).map_err(|node| self.unmet(node))?;
            for unit in 0..self.starts.len() {
                let wanted = self.ready.units[unit].leaves.iter().any(|&leaf| demand.required[leaf]);
                if wanted && !self.forced[unit] && !self.ready.units[unit].done {
                    self.forced[unit] = true;
                    self.changed = true;
                }
            }
            for unit in 0..self.starts.len() {
                self.prerequisites(unit)?;
                self.horizon(unit)?;
            }
            self.credits_before()?;
            if !self.changed {
                return Ok(demand);
            }
        }
    }

    /// Meaningful while there is a start.
    fn earliest(&self, unit: usize) -> usize {
        self.starts[unit].trailing_zeros() as usize
    }

    /// Meaningful while there is a start.
    fn latest(&self, unit: usize) -> usize {
        width(self.starts[unit] >> 1)
    }

    /// Where `unit` ends when it takes the first start that the problem allows from `at` on.
    fn end_from(&self, unit: usize, at: usize) -> Option<usize> {
        Bits(self.ready.units[unit].starts & !low_bits(at)).next().map(|start| start + self.ready.units[unit].duration)
    }

    fn prerequisites(&mut self, unit: usize) -> Result<(), Refutation> {
        let ready = self.ready;
        if self.starts[unit] == 0 {
            return Ok(());
        }
        for list in &ready.units[unit].pre {
            let mut soonest: Option<(usize, Option<usize>)> = None;
            let mut choices = 0;
            let mut only = None;
            for &(other, before) in list {
                if !self.possible[other] {
                    continue;
                }
                choices += 1;
                let (at, by) = if ready.units[other].done {
                    (0, None)
                } else {
                    only = Some((other, before));
                    (self.earliest(other) + if before { ready.units[other].duration } else { 0 }, Some(other))
                };
                if soonest.is_none_or(|(best, _)| at < best) {
                    soonest = Some((at, by));
                }
            }
            let Some((at, by)) = soonest else {
                let blocker = list.first().map(|entry| entry.0);
                self.exclude(unit, blocker)?;
                return Ok(());
            };
            self.push(unit, at, by)?;
            if self.starts[unit] == 0 {
                return Ok(());
            }
            // A done alternative leaves nothing to demand.
            if let (true, 1, Some((other, before))) = (self.forced[unit], choices, only) {
                if !self.forced[other] {
                    self.forced[other] = true;
                    self.changed = true;
                }
                let latest = self.latest(unit);
                let bound = if before { latest.checked_sub(ready.units[other].duration) } else { Some(latest) };
                self.pull(other, bound, unit)?;
            }
        }
        Ok(())
    }

    /// A unit must end within the slots allowed.
    fn horizon(&mut self, unit: usize) -> Result<(), Refutation> {
        if self.starts[unit] == 0 {
            return Ok(());
        }
        let left = self.starts[unit] & low_bits((self.limits.slots + 1).saturating_sub(self.ready.units[unit].duration));
        let earliest = self.earliest(unit);
        if left != self.starts[unit] {
            self.starts[unit] = left;
            self.changed = true;
            if left == 0 {
                return self.lost(unit, Some(earliest + self.ready.units[unit].duration));
            }
        }
        Ok(())
    }

    /// Raises the earliest start.
    fn push(&mut self, unit: usize, at: usize, by: Option<usize>) -> Result<(), Refutation> {
        if self.starts[unit] == 0 || self.earliest(unit) >= at {
            return Ok(());
        }
        self.starts[unit] &= !low_bits(at);
        self.pushed_by[unit] = by;
        self.changed = true;
        if self.starts[unit] == 0 {
            return self.lost(unit, self.end_from(unit, at));
        }
        Ok(())
    }

    /// Lowers the latest start of a forced unit; `None` is before the first slot.
    fn pull(&mut self, unit: usize, bound: Option<usize>, by: usize) -> Result<(), Refutation> {
        if bound.is_some_and(|bound| self.latest(unit) <= bound) {
            return Ok(());
        }
        let ends = self.earliest(unit) + self.ready.units[unit].duration;
        self.starts[unit] &= low_bits(bound.map_or(0, |bound| bound + 1));
        self.pulled_by[unit] = Some(by);
        self.changed = true;
        if self.starts[unit] == 0 {
            // What comes after needs at least as much again.
            let after = self.followers(unit);
            let needed = after.iter().fold(ends, |sum, &next| sum + self.ready.units[next].duration);
            return self.lost(unit, Some(needed));
        }
        Ok(())
    }

    /// A unit that can never be taken because a prerequisite cannot.
    fn exclude(&mut self, unit: usize, by: Option<usize>) -> Result<(), Refutation> {
        self.starts[unit] = 0;
        self.pushed_by[unit] = by;
        self.changed = true;
        self.lost(unit, None)
    }

    /// Notes that `unit` has no start left: a refutation when every plan takes it.
    fn lost(&mut self, unit: usize, needed: Option<usize>) -> Result<(), Refutation> {
        self.possible[unit] = false;
        if self.forced[unit] { Err(Refutation::Chain { units: self.chain(unit), needed }) } else { Ok(()) }
    }

    /// The units that pushed `unit` back, then itself, then those that wait for it.
    fn chain(&self, unit: usize) -> Vec<usize> {
        let mut units = vec![unit];
        let mut at = unit;
        while let Some(before) = self.pushed_by[at] {
            if units.contains(&before) {
                break;
            }
            units.insert(0, before);
            at = before;
        }
        units.extend(self.followers(unit));
        units
    }

    fn followers(&self, unit: usize) -> Vec<usize> {
        let mut units = Vec::new();
        let mut at = unit;
        while let Some(after) = self.pulled_by[at] {
            if after == unit || units.contains(&after) {
                break;
            }
            units.push(after);
            at = after;
        }
        units
    }

    /// A requirement is unmet; when it is a single unit, its own chain says why.
    fn unmet(&self, node: usize) -> Refutation {
        if let Node::Leaf(leaf) = &self.ready.nodes[node] {
            let from = if self.pushed_by[leaf.u].is_some() { self.limits.slots } else { 0 };
            return Refutation::Chain { units: self.chain(leaf.u), needed: self.end_from(leaf.u, from) };
        }
        Refutation::Requirement { node }
    }

    /// Credits that must be finished first: at most what the slots before hold, and what the units that can end there bring.
    fn credits_before(&mut self) -> Result<(), Refutation> {
        let ready = self.ready;
        for unit in 0..self.starts.len() {
            let threshold = ready.units[unit].min_ects_before;
            if threshold == 0 {
                continue;
            }
            while self.starts[unit] != 0 {
                let start = self.earliest(unit);
                let mut most = 0;
                for (other, what) in ready.units.iter().enumerate() {
                    let in_time = self.starts[other] != 0 && self.earliest(other) + ready.units[other].duration <= start;
                    if other != unit && (what.done || in_time) {
                        most += what.ects;
                    }
                }
                if most >= threshold {
                    break;
                }
                self.push(unit, start + 1, None)?;
            }
        }
        Ok(())
    }

    /// Windows from loads: all that must come before a unit has to fit before it, all that must come after, after it.
    pub(super) fn load_windows(&mut self, resources: &[Resource]) -> Result<(), Refutation> {
        let ready = self.ready;
        let count = self.starts.len();
        // before[u]: units that every plan with u finishes before u starts, as bits.
        let words = count.div_ceil(64);
        let mut before = List::from(vec![0u64; count * words]);
        let mut moved = true;
        while moved {
            moved = false;
            for unit in 0..count {
                for list in &ready.units[unit].pre {
                    let mut choices = list.iter().filter(|entry| self.possible[entry.0]);
                    let (Some(&(other, strict)), None) = (choices.next(), choices.next()) else { continue };
                    if ready.units[other].done || other == unit {
                        continue;
                    }
                    for word in 0..words {
                        let own = if strict && word == other / 64 { 1 << (other % 64) } else { 0 };
                        let bits = before[other * words + word] | own;
                        let cell = &mut before[unit * words + word];
                        moved |= *cell | bits != *cell;
                        *cell |= bits;
                    }
                }
            }
        }
        let precedes = |first: usize, then: usize| first != then && before[then * words + first / 64] >> (first % 64) & 1 == 1;
        let (mut ahead, mut behind) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for unit in 0..count {
            if self.starts[unit] == 0 {
                continue;
            }
            ahead.clear();
            ahead.extend((0..count).filter(|&other| precedes(other, unit)));
            behind.clear();
            behind.extend((0..count).filter(|&other| self.forced[other] && precedes(unit, other)));
            for resource in resources {
                let fit = |needed: i64, start: usize| resource.cap[..start].iter().sum::<i64>() >= needed;
                let needed = total(resource, &ahead);
                let latest = self.latest(unit);
                if ahead.len() > 1 && !fit(needed, self.earliest(unit)) {
                    let start = (self.earliest(unit)..=latest).find(|&start| fit(needed, start)).unwrap_or(latest + 1);
                    self.push(unit, start, None).map_err(|_| {
                        let available = resource.cap[..latest].iter().sum();
                        overflow(resource.measure, needed, available, low_bits(latest), ahead.clone())
                    })?;
                }
                if self.starts[unit] == 0 {
                    break;
                }
                let needed = total(resource, &behind);
                let room = |start: usize| resource.cap[start + ready.units[unit].duration..].iter().sum::<i64>();
                if self.forced[unit] && behind.len() > 1 && room(self.latest(unit)) < needed {
                    let earliest = self.earliest(unit);
                    let bound = (earliest..=self.latest(unit)).rev().find(|&start| room(start) >= needed);
                    if bound.is_none() {
                        let mask = low_bits(self.limits.slots) & !low_bits(earliest + ready.units[unit].duration);
                        return Err(overflow(resource.measure, needed, room(earliest), mask, behind));
                    }
                    self.starts[unit] &= low_bits(bound.map_or(0, |bound| bound + 1));
                    self.changed = true;
                    if self.starts[unit] == 0 {
                        let mask = low_bits(self.limits.slots) & !low_bits(earliest + ready.units[unit].duration);
                        return Err(overflow(resource.measure, needed, room(earliest), mask, behind));
                    }
                }
            }
        }
        Ok(())
    }
}

fn total(resource: &Resource, units: &[usize]) -> i64 {
    units.iter().map(|&unit| resource.total[unit]).sum()
}
