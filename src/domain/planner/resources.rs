//! What a slot can hold, in credits, hours, units, and in what follows from them.
//!
//! "At most 20 credits" with units of 8 also means "at most two units of 8": such implied resources see packings that sums miss.

use super::engine::{gcd, sort};
use super::presolve::{low_bits, overflow};
use super::problem::PeakOf;
use super::ready::{Limits, Ready};
use super::solution::{Measure, Refutation};
use super::tree::{self, Demand};

/// Above this capacity (in steps) the reachable sums are not worked out.
const MOST_STEPS: i64 = 4_000;
/// Resources derived from large units, at most, for each of credits and hours.
const MOST_SIZES: usize = 12;

/// Something every slot has so much of.
pub(super) struct Resource {
    pub(super) measure: Measure,
    /// What each unit takes in each slot it occupies, at `Ready::offset`.
    pub(super) load: Vec<i64>,
    /// What each unit takes in all.
    pub(super) total: Vec<i64>,
    /// What each slot has.
    pub(super) cap: Vec<i64>,
}

impl Resource {
    pub(super) fn new(ready: &Ready, measure: Measure, load: Vec<i64>, cap: Vec<i64>) -> Self {
        let total = ready.offset.iter().zip(&ready.duration).map(|(&from, &count)| load[from..from + count].iter().sum()).collect();
        Self { measure, load, total, cap }
    }
}

/// The resources that can matter within `limits`.
pub(super) fn derive(ready: &Ready, limits: Limits, starts: &[Vec<(usize, i64)>], forced: &[bool]) -> Vec<Resource> {
    let problem = &ready.problem;
    let count = limits.slots;
    // Which loads can land in each slot, as places in the list of loads.
    let mut landing: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (unit, list) in starts.iter().enumerate() {
        for &(start, _) in list {
            for offset in 0..ready.duration[unit] {
                landing[start + offset].push(ready.offset[unit] + offset);
            }
        }
    }
    let _ = forced;
    let ects: Vec<i64> = problem.units.iter().flat_map(|unit| unit.load.iter().map(|load| load.0)).collect();
    let hours: Vec<i64> = problem.units.iter().flat_map(|unit| unit.load.iter().map(|load| load.1)).collect();
    let peak = |of: PeakOf| if problem.peak_of == of { limits.peak } else { i64::MAX };
    let slots = &problem.slots[..count];
    let mut units: Vec<i64> = slots.iter().map(|slot| slot.max_units).collect();
    // Fewer units than allowed when even the smallest fill the slot.
    let ects_room: Vec<i64> = slots.iter().map(|slot| slot.max_ects.min(peak(PeakOf::Ects))).collect();
    let hours_room: Vec<i64> = slots.iter().map(|slot| slot.max_hours.min(peak(PeakOf::Hours))).collect();
    for slot in 0..count {
        for (load, room) in [(&ects, ects_room[slot]), (&hours, hours_room[slot])] {
            let mut sizes: Vec<u64> = landing[slot].iter().map(|&place| load[place] as u64).collect();
            sort(&mut sizes);
            let mut left = room;
            let most = sizes.iter().take_while(|&&size| {
                left -= size as i64;
                left >= 0
            });
            units[slot] = units[slot].min(most.count() as i64);
        }
    }
    let mut found = Vec::new();
    let mut keep = |measure: Measure, load: Vec<i64>, cap: Vec<i64>| {
        let binds = (0..count).any(|slot| landing[slot].iter().map(|&place| load[place]).sum::<i64>() > cap[slot]);
        if binds {
            found.push(Resource::new(ready, measure, load, cap));
        }
    };
    // Units first: the first bound that refutes is the one a person reads.
    keep(Measure::Units, vec![1; ready.loads], units.clone());
    for (measure, load, room, sized) in [
        (Measure::Ects, &ects, &ects_room, Measure::UnitsOfEcts as fn(i64) -> Measure),
        (Measure::Hours, &hours, &hours_room, Measure::UnitsOfHours as fn(i64) -> Measure),
    ] {
        let mut cap: Vec<i64> = Vec::with_capacity(count);
        for slot in 0..count {
            // Neighbours, and neighbours of the same season, are often alike.
            let same = |other: usize| room[other] == room[slot] && units[other] == units[slot] && landing[other] == landing[slot];
            let known = (1..=3).filter_map(|back| slot.checked_sub(back)).find(|&other| same(other));
            cap.push(known.map_or_else(|| reachable(&landing[slot], load, room[slot], units[slot]), |other| cap[other]));
        }
        keep(measure, load.clone(), cap);
        let mut sizes: Vec<u64> = landing.iter().flatten().map(|&place| load[place] as u64).filter(|&size| size > 0).collect();
        sort(&mut sizes);
        sizes.dedup();
        let mut last = units.clone();
        for size in sizes.iter().take(MOST_SIZES).map(|&size| size as i64) {
            let cap: Vec<i64> = (0..count).map(|slot| (room[slot] / size).min(units[slot])).collect();
            // The same capacity for fewer units says nothing new.
            if cap != last {
                keep(sized(size), load.iter().map(|&each| i64::from(each >= size)).collect(), cap.clone());
                last = cap;
            }
        }
    }
    found
}

/// The largest sum not above `room` that at most `units` of the loads landing in a slot can make.
fn reachable(landing: &[usize], load: &[i64], room: i64, units: i64) -> i64 {
    let total: i64 = landing.iter().map(|&place| load[place]).sum();
    let room = room.min(total);
    let step = landing.iter().fold(0, |step, &place| gcd(step, load[place]));
    if step == 0 {
        return room;
    }
    let room = room / step;
    if room > MOST_STEPS {
        return room * step;
    }
    // The fewest units that make each sum.
    let mut fewest = vec![i64::MAX; room as usize + 1];
    fewest[0] = 0;
    for &place in landing {
        let size = (load[place] / step) as usize;
        for sum in (size..fewest.len()).rev() {
            if fewest[sum - size] < fewest[sum] {
                fewest[sum] = fewest[sum].min(fewest[sum - size] + 1);
            }
        }
    }
    fewest.iter().rposition(|&count| count <= units).map_or(0, |sum| sum as i64 * step)
}

/// Compares what must go into sets of slots with what they hold; returns the least total of each resource.
///
/// # Errors
/// The first set of slots that must hold too much.
pub(super) fn check_slots(
    ready: &Ready,
    limits: Limits,
    demand: &Demand,
    starts: &[Vec<(usize, i64)>],
    forced: &[bool],
    resources: &[Resource],
) -> Result<Vec<i64>, Refutation> {
    let all = low_bits(limits.slots);
    let mut weight = vec![0; starts.len()];
    let reach = reach(ready, starts);
    let mut least = Vec::with_capacity(resources.len());
    let mut needs = |mask: u64, resource: &Resource, with_choice: bool| -> Result<i64, Refutation> {
        let available: i64 = (0..limits.slots).filter(|slot| mask >> slot & 1 == 1).map(|slot| resource.cap[slot]).sum();
        let mut needed = 0;
        let mut optional = 0;
        for (unit, list) in starts.iter().enumerate() {
            weight[unit] = 0;
            if list.is_empty() {
                continue;
            }
            let load = smallest_load(ready, resource, unit, list, reach[unit], mask);
            if forced[unit] {
                needed += load;
            } else {
                weight[unit] = load;
                optional += load;
            }
        }
        if with_choice && optional > 0 && (mask == all || needed + optional > available) {
            needed += tree::least(ready, demand, &weight);
        }
        if needed > available {
            let units = (0..starts.len())
                .filter(|&unit| {
                    forced[unit] && !starts[unit].is_empty() && smallest_load(ready, resource, unit, &starts[unit], reach[unit], mask) > 0
                })
                .collect();
            return Err(overflow(resource.measure, needed, available, mask, units));
        }
        Ok(needed)
    };
    for resource in resources {
        least.push(needs(all, resource, true)?);
    }
    for resource in resources {
        for class in std::iter::once(all).chain(ready.seasons.iter().map(|season| season & all)) {
            for from in 0..limits.slots {
                for to in from + 1..=limits.slots {
                    let mask = class & low_bits(to) & !low_bits(from);
                    let edges = 1u64 << from | 1 << (to - 1);
                    if mask & edges == edges && mask != all {
                        needs(mask, resource, class & low_bits(from) == 0 || class & !low_bits(to) == 0)?;
                    }
                }
            }
        }
    }
    Ok(least)
}

/// The slots each unit can occupy, as bits.
pub(super) fn reach(ready: &Ready, starts: &[Vec<(usize, i64)>]) -> Vec<u64> {
    let occupied = |unit: usize, start: usize| low_bits(start + ready.duration[unit]) & !low_bits(start);
    starts.iter().enumerate().map(|(unit, list)| list.iter().fold(0, |bits, entry| bits | occupied(unit, entry.0))).collect()
}

/// The least a unit can put into the slots of `mask`, when it occupies some of those in `reach`.
pub(super) fn smallest_load(ready: &Ready, resource: &Resource, unit: usize, starts: &[(usize, i64)], reach: u64, mask: u64) -> i64 {
    if reach & !mask == 0 {
        return if reach == 0 { 0 } else { resource.total[unit] };
    }
    let duration = ready.duration[unit];
    if duration == 1 || reach & mask == 0 {
        return 0;
    }
    let from = ready.offset[unit];
    let mut smallest = i64::MAX;
    for &(start, _) in starts {
        let inside = |offset: usize| if mask >> (start + offset) & 1 == 1 { resource.load[from + offset] } else { 0 };
        smallest = smallest.min((0..duration).map(inside).sum());
    }
    smallest
}
