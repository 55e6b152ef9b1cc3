//! What a slot can hold, in credits, hours, units, and in what follows from them.
//!
//! "At most 20 credits" with units of 8 also means "at most two units of 8": such implied resources see packings that sums miss.

use super::numbers::{Bits, gcd, low_bits, sort, width};
use super::presolve::overflow;
use super::problem::PeakOf;
use super::ready::{Item, Limits, Ready};
use super::solution::{Measure, Refutation};
use super::tree::{self, Demand};
use crate::list::List;

/// Above this capacity (in steps) the reachable sums are not worked out.
const MOST_STEPS: i64 = 4_000;
/// Resources derived from large units, at most, for each of credits and hours.
const MOST_SIZES: usize = 12;

/// Something every slot has so much of.
pub(super) struct Resource {
    pub(super) measure: Measure,
    /// What each unit takes in each slot it occupies, at `Ready::offset`.
    pub(super) load: List<i64>,
    /// What each unit takes in all.
    pub(super) total: List<i64>,
    /// What each slot has.
    pub(super) cap: List<i64>,
}

impl Resource {
    pub(super) fn new(ready: &Ready, measure: Measure, load: List<i64>, cap: List<i64>) -> Self {
        let total = ready.units.iter().map(|unit| load[unit.offset..unit.offset + unit.duration].iter().sum()).collect();
        Self { measure, load, total, cap }
    }
}

/// The resources that can matter within `limits`.
pub(super) fn derive(ready: &Ready, limits: Limits, starts: &List<u64>) -> List<Resource> {
    let count = limits.slots;
    // Which loads can land in each slot, as places in the list of loads.
    let mut landing: List<Vec<usize>> = (0..count).map(|_| Vec::with_capacity(ready.ects.len())).collect();
    for (unit, &starts) in starts.iter().enumerate() {
        for start in Bits(starts) {
            for offset in 0..ready.units[unit].duration {
                landing[start + offset].push(ready.units[unit].offset + offset);
            }
        }
    }
    let (ects, hours) = (&ready.ects, &ready.hours);
    let peak = |of: PeakOf| if ready.peak_of == of { limits.peak } else { i64::MAX };
    let slots = &ready.slots[..count];
    let mut units: List<i64> = slots.iter().map(|slot| slot.max_units).collect();
    // Fewer units than allowed when even the smallest fill the slot.
    let ects_room: List<i64> = slots.iter().map(|slot| slot.max_ects.min(peak(PeakOf::Ects))).collect();
    let hours_room: List<i64> = slots.iter().map(|slot| slot.max_hours.min(peak(PeakOf::Hours))).collect();
    // Whether so many units can be too much for some slot; if not, only their number matters.
    let mut matters = [false; 2];
    let mut sizes: Vec<u64> = Vec::new();
    for slot in 0..count {
        for (of, (load, room)) in [(ects, ects_room[slot]), (hours, hours_room[slot])].into_iter().enumerate() {
            let largest = landing[slot].iter().map(|&place| load[place]).max().unwrap_or(0);
            if units[slot].min(landing[slot].len() as i64) * largest <= room {
                continue;
            }
            matters[of] = true;
            sizes.clear();
            sizes.extend(landing[slot].iter().map(|&place| load[place] as u64));
            sort(&mut sizes);
            let mut left = room;
            let most = sizes.iter().take_while(|&&size| {
                left -= size as i64;
                left >= 0
            });
            units[slot] = units[slot].min(most.count() as i64);
        }
    }
    let mut found = List::new();
    let mut keep = |measure: Measure, load: List<i64>, cap: List<i64>| {
        let binds = (0..count).any(|slot| landing[slot].iter().map(|&place| load[place]).sum::<i64>() > cap[slot]);
        if binds {
            found.push(Resource::new(ready, measure, load, cap));
        }
    };
    // Units first: the first bound that refutes is the one a person reads.
    keep(Measure::Units, vec![1; ready.ects.len()].into(), units.clone());
    for (of, (measure, load, whole, room, sized)) in [
        (Measure::Ects, ects, &ready.whole.ects, &ects_room, Measure::UnitsOfEcts as fn(i64) -> Measure),
        (Measure::Hours, hours, &ready.whole.hours, &hours_room, Measure::UnitsOfHours as fn(i64) -> Measure),
    ]
    .into_iter()
    .enumerate()
    {
        if !matters[of] {
            continue;
        }
        let mut cap: List<i64> = List::with_capacity(count);
        for slot in 0..count {
            // Neighbours, and neighbours of the same season, are often alike.
            let same = |other: usize| room[other] == room[slot] && units[other] == units[slot] && landing[other] == landing[slot];
            let known = (1..=3).filter_map(|back| slot.checked_sub(back)).find(|&other| same(other));
            let most =
                known.map_or_else(|| reachable(&landing[slot], whole, &ready.whole.units, room[slot], units[slot]), |other| cap[other]);
            cap.push(most);
        }
        keep(measure, load.clone(), cap);
        let mut sizes: Vec<u64> = landing.iter().flatten().map(|&place| load[place] as u64).filter(|&size| size > 0).collect();
        // What is only taken together counts once where no part of it is that large.
        let mut largest = load.clone();
        if ready.whole.any {
            sizes.extend(landing.iter().flatten().map(|&place| whole[place] as u64).filter(|&size| size > 0));
            for unit in &ready.units {
                for place in 0..unit.duration {
                    let first = ready.units[unit.leader].offset + place;
                    largest[first] = largest[first].max(load[unit.offset + place]);
                }
            }
        }
        let counts = |place: usize, size: i64| load[place] >= size || whole[place] >= size && largest[place] < size;
        sort(&mut sizes);
        sizes.dedup();
        let mut last = units.clone();
        for size in sizes.iter().take(MOST_SIZES).map(|&size| size as i64) {
            let cap: List<i64> = (0..count).map(|slot| (room[slot] / size).min(units[slot])).collect();
            // The same capacity for fewer units says nothing new.
            if *cap != *last {
                keep(sized(size), (0..load.len()).map(|place| i64::from(counts(place, size))).collect(), cap.clone());
                last = cap;
            }
        }
    }
    found
}

/// The largest sum not above `room` that at most `units` of the loads landing in a slot can make.
fn reachable(landing: &[usize], load: &List<i64>, counts: &List<i64>, room: i64, units: i64) -> i64 {
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
    let mut fewest = List::from(vec![i64::MAX; room as usize + 1]);
    fewest[0] = 0;
    for &place in landing {
        if fewest[room as usize] <= units {
            break;
        }
        let (size, count) = ((load[place] / step) as usize, counts[place]);
        if size == 0 {
            continue;
        }
        for sum in (size..fewest.len()).rev() {
            if fewest[sum - size] < fewest[sum] {
                fewest[sum] = fewest[sum].min(fewest[sum - size] + count);
            }
        }
    }
    fewest.iter().rposition(|&count| count <= units).map_or(0, |sum| sum as i64 * step)
}

/// The least total of each resource.
///
/// # Errors
/// A resource of which all slots together hold less.
pub(super) fn least(
    ready: &Ready,
    limits: Limits,
    demand: &Demand,
    starts: &List<u64>,
    forced: &List<bool>,
    resources: &List<Resource>,
) -> Result<List<i64>, Refutation> {
    let mut needs = Needs { ready, demand, starts, forced, reach: &reach(ready, starts), weight: vec![0; starts.len()].into() };
    resources.iter().map(|resource| needs.within(low_bits(limits.slots), resource, true)).collect()
}

/// What must go into sets of slots.
struct Needs<'a> {
    ready: &'a Ready,
    demand: &'a Demand,
    starts: &'a List<u64>,
    forced: &'a List<bool>,
    reach: &'a List<u64>,
    weight: List<i64>,
}

impl Needs<'_> {
    fn load(&self, unit: usize, mask: u64, resource: &Resource) -> i64 {
        smallest_load(self.ready, resource, unit, self.starts[unit], self.reach[unit], mask)
    }

    /// What must go into the slots of `mask`; units among which there is a choice are looked at `with_choice`.
    fn within(&mut self, mask: u64, resource: &Resource, with_choice: bool) -> Result<i64, Refutation> {
        let available: i64 = Bits(mask).map(|slot| resource.cap[slot]).sum();
        let mut needed = 0;
        for unit in 0..self.starts.len() {
            let load = self.load(unit, mask, resource);
            if self.forced[unit] {
                self.weight[unit] = 0;
                needed += load;
            } else {
                self.weight[unit] = load;
            }
        }
        if with_choice {
            needed += tree::least(self.ready, self.demand, &self.weight);
        }
        if needed > available {
            let units = (0..self.starts.len()).filter(|&unit| self.forced[unit] && self.load(unit, mask, resource) > 0).collect();
            return Err(overflow(resource.measure, needed, available, mask, units));
        }
        Ok(needed)
    }
}

/// Compares what must go into each part of the slots with what it holds; that they are not too small together is what [`least`] sees.
///
/// # Errors
/// The first set of slots that must hold too much.
pub(super) fn check_slots(
    ready: &Ready,
    limits: Limits,
    demand: &Demand,
    starts: &List<u64>,
    forced: &List<bool>,
    resources: &List<Resource>,
) -> Result<(), Refutation> {
    let all = low_bits(limits.slots);
    let reach = &reach(ready, starts);
    let mut needs = Needs { ready, demand, starts, forced, reach, weight: vec![0; starts.len()].into() };
    // What must, and what may have to, go into slots `from..to` of a class: units of one slot are summed up once, the few others each time.
    let spread: Vec<usize> = (0..starts.len()).filter(|&unit| ready.units[unit].duration > 1 && starts[unit] != 0).collect();
    let row = limits.slots + 1;
    let (mut sure, mut maybe) = (List::from(vec![0i64; row * row]), List::from(vec![0i64; row * row]));
    let (mut sure_in, mut maybe_in) = (List::from(vec![0i64; row]), List::from(vec![0i64; row]));
    for resource in resources {
        for class in std::iter::once(all).chain(ready.seasons.iter().map(|season| season & all)) {
            sure.fill(0);
            maybe.fill(0);
            for unit in 0..starts.len() {
                if ready.units[unit].duration == 1 && reach[unit] != 0 && reach[unit] & !class == 0 {
                    let place = reach[unit].trailing_zeros() as usize * row + width(reach[unit]);
                    let sum = if forced[unit] { &mut sure } else { &mut maybe };
                    sum[place] += resource.total[unit];
                }
            }
            sure_in.fill(0);
            maybe_in.fill(0);
            for from in (0..limits.slots).rev() {
                if class >> from & 1 == 0 {
                    continue;
                }
                let with_choice = class & low_bits(from) == 0;
                let (mut sure_from, mut maybe_from, mut available) = (0, 0, 0);
                for to in from + 1..=limits.slots {
                    sure_from += sure[from * row + to];
                    maybe_from += maybe[from * row + to];
                    sure_in[to] += sure_from;
                    maybe_in[to] += maybe_from;
                    let last = 1 << (to - 1);
                    if class & last == 0 {
                        continue;
                    }
                    available += resource.cap[to - 1];
                    let mask = class & low_bits(to) & !low_bits(from);
                    let (mut needed, mut optional) = (sure_in[to], maybe_in[to]);
                    for &unit in &spread {
                        let load = smallest_load(ready, resource, unit, starts[unit], reach[unit], mask);
                        *if forced[unit] { &mut needed } else { &mut optional } += load;
                    }
                    let with_choice = optional > 0 && (with_choice || class & !low_bits(to) == 0);
                    if mask != all && (needed > available || with_choice && needed + optional > available) {
                        needs.within(mask, resource, with_choice)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// The slots each unit can occupy, as bits.
pub(super) fn reach(ready: &Ready, starts: &List<u64>) -> List<u64> {
    let occupied = |(&starts, unit): (&u64, &Item)| (0..unit.duration).fold(0, |bits, offset| bits | starts << offset);
    starts.iter().zip(&ready.units).map(occupied).collect()
}

/// The least a unit can put into the slots of `mask`, when it occupies some of those in `reach`.
pub(super) fn smallest_load(ready: &Ready, resource: &Resource, unit: usize, starts: u64, reach: u64, mask: u64) -> i64 {
    if reach & !mask == 0 {
        return if reach == 0 { 0 } else { resource.total[unit] };
    }
    let duration = ready.units[unit].duration;
    if duration == 1 || reach & mask == 0 {
        return 0;
    }
    Bits(starts).map(|start| load_within(ready, resource, unit, start, mask)).min().unwrap_or(i64::MAX)
}

/// What a unit that starts at `start` puts into the slots of `mask`.
pub(super) fn load_within(ready: &Ready, resource: &Resource, unit: usize, start: usize, mask: u64) -> i64 {
    let load = &resource.load[ready.units[unit].offset..];
    (0..ready.units[unit].duration).filter(|offset| mask >> (start + offset) & 1 == 1).map(|offset| load[offset]).sum()
}
