//! What can be said of a question before any search: windows, forced units, what the slots hold, and bounds that refute at once.

mod windows;

use super::numbers::{Bits, sort};
use super::problem::Level;
use super::ready::{Limits, Ready};
use super::resources::{self, Resource};
use super::solution::{Measure, Refutation};
use super::tree::{self, Demand};
use crate::list::List;
use windows::Windows;

/// A question after presolve.
pub(super) struct Presolved {
    /// The starts left to each unit, as bits; none when it cannot be taken (or is done).
    pub(super) starts: List<u64>,
    /// Taken in every plan.
    pub(super) forced: List<bool>,
    pub(super) demand: Demand,
    pub(super) resources: List<Resource>,
    /// The slots each unit can occupy, as bits.
    pub(super) reach: List<u64>,
    /// The least total of each resource over the units taken.
    pub(super) least: List<i64>,
}

/// Narrows the question down.
///
/// # Errors
/// The proof that there is no plan within `limits`.
pub(super) fn presolve(ready: &Ready, limits: Limits) -> Result<Presolved, Refutation> {
    let presolved = outline(ready, limits)?;
    let Presolved { demand, starts, forced, resources, .. } = &presolved;
    resources::check_slots(ready, limits, demand, starts, forced, resources)?;
    Ok(presolved)
}

/// As [`presolve`], but compares what is needed with what there is over all slots together only, not over each part of the time.
///
/// # Errors
/// As [`presolve`]; some proofs are left out.
pub(super) fn outline(ready: &Ready, limits: Limits) -> Result<Presolved, Refutation> {
    let mut windows = Windows::new(ready, limits);
    let demand = windows.close()?;
    windows.changed = false;
    let resources = resources::derive(ready, limits, &windows.starts);
    windows.load_windows(&resources)?;
    let demand = if windows.changed { windows.close()? } else { demand };
    let Windows { starts, possible, forced, .. } = windows;
    debug_assert!(possible.len() == starts.len());
    let reach = resources::reach(ready, &starts);
    let least = resources::least(ready, limits, &demand, &starts, &forced, &resources)?;
    let presolved = Presolved { reach, starts, forced, demand, resources, least };
    cost_bounds(ready, limits, &presolved)?;
    Ok(presolved)
}

impl Presolved {
    /// Narrows the question down further, from what it was within the limits `known`: where only money and wishes got tighter, and leave
    /// every start possible, the rest is as it was. `None` when it must be narrowed down anew.
    pub(super) fn again(&self, ready: &Ready, known: Limits, limits: Limits) -> Option<Result<(), Refutation>> {
        let allowed = |(unit, &starts): (usize, &u64)| {
            starts == 0
                || ready.units[unit].cost <= limits.cost
                    && (limits.pref == i64::MAX || Bits(starts).all(|start| ready.penalty(unit, start) <= limits.pref))
        };
        let same = known.slots == limits.slots && known.peak == limits.peak && limits.within(known);
        (same && self.starts.iter().enumerate().all(allowed)).then(|| cost_bounds(ready, limits, self))
    }
}

/// The least cost, and the least penalty, of any plan; whatever the windows.
///
/// Units and starts that alone exceed the limit are left out here: a plan with one of them needs at least what that one does.
fn cost_bounds(ready: &Ready, limits: Limits, presolved: &Presolved) -> Result<(), Refutation> {
    if limits.cost < i64::MAX {
        let least = least_cost(ready, presolved);
        if least > limits.cost {
            let units = ready.units.iter().filter(|unit| !unit.done).map(|unit| unit.cost);
            let least = units.filter(|&cost| cost > limits.cost).fold(least, i64::min);
            return Err(Refutation::Lower { level: Level::Cost, least });
        }
    }
    if limits.pref < i64::MAX {
        let least = least_penalty(ready, presolved);
        if least > limits.pref {
            let penalties = ready.penalties.iter().copied();
            let least = penalties.filter(|&penalty| penalty > limits.pref).fold(least, i64::min);
            return Err(Refutation::Lower { level: Level::Pref, least });
        }
    }
    Ok(())
}

/// The least price of the units a plan takes and fee of the slots it uses.
pub(super) fn least_cost(ready: &Ready, presolved: &Presolved) -> i64 {
    let price = |unit: usize| if ready.units[unit].done { 0 } else { ready.units[unit].cost };
    least_sum(ready, presolved, &price) + least_fees(ready, presolved)
}

/// The least sum of penalties.
pub(super) fn least_penalty(ready: &Ready, presolved: &Presolved) -> i64 {
    least_sum(ready, presolved, &|unit| Bits(presolved.starts[unit]).map(|start| ready.penalty(unit, start)).min().unwrap_or(0))
}

/// The least sum over the units a plan takes.
fn least_sum(ready: &Ready, presolved: &Presolved, value: &dyn Fn(usize) -> i64) -> i64 {
    let mut sum = 0;
    let weight: Vec<i64> = (0..presolved.starts.len())
        .map(|unit| {
            let forced = presolved.forced[unit];
            sum += if forced { value(unit) } else { 0 };
            if forced { 0 } else { value(unit) }
        })
        .collect();
    sum + tree::least(ready, &presolved.demand, &weight)
}

/// The least fees: as many slots as the least load fills, the cheapest of those that can be used.
fn least_fees(ready: &Ready, presolved: &Presolved) -> i64 {
    let reach = presolved.reach.iter().fold(0, |all, reach| all | reach);
    let slots = || ready.slots.iter().enumerate().filter(|(slot, _)| reach >> slot & 1 == 1);
    let fees = slots().map(|(_, slot)| slot.fee as u64).collect();
    let mut years: Vec<i32> = Vec::new();
    let mut of_years = Vec::new();
    for (_, slot) in slots() {
        if !years.contains(&slot.year) {
            years.push(slot.year);
            // Semesters without the fee of their year bring room for nothing.
            of_years.push(slots().filter(|(_, other)| other.year == slot.year).map(|(_, other)| other.year_fee as u64).min().unwrap_or(0));
        }
    }
    let slot_of = |resource: &Resource| resource.cap.iter().map(|&cap| cap as u64).collect();
    let year_of = |resource: &Resource| {
        let room = |year: &i32| {
            slots().filter(|(_, slot)| slot.year == *year).filter_map(|(slot, _)| resource.cap.get(slot)).map(|&cap| cap as u64).sum()
        };
        years.iter().map(room).collect()
    };
    cheapest(presolved, fees, &slot_of) + cheapest(presolved, of_years, &year_of)
}

/// As many of the cheapest `fees` as the least load needs places of this room.
fn cheapest(presolved: &Presolved, mut fees: Vec<u64>, room: &dyn Fn(&Resource) -> Vec<u64>) -> i64 {
    let mut count = 0;
    for (resource, &needed) in presolved.resources.iter().zip(&presolved.least) {
        let mut room = room(resource);
        sort(&mut room);
        let mut left = needed;
        let filled = room.iter().rev().take_while(|&&cap| {
            let more = left > 0;
            left = left.saturating_sub_unsigned(cap);
            more
        });
        count = count.max(filled.count());
    }
    sort(&mut fees);
    fees.iter().take(count).sum::<u64>() as i64
}

/// A capacity refutation over the slots of `mask`.
pub(super) fn overflow(measure: Measure, needed: i64, available: i64, mask: u64, units: Vec<usize>) -> Refutation {
    Refutation::Capacity { measure, needed, available, slots: Bits(mask).collect(), units }
}
