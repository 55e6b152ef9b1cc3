//! What the slots and the requirements imply together.

use super::{Encoded, Terms};
use crate::engine::{Lit, TRUE};
use crate::numbers::{Bits, low_bits};
use crate::presolve::Presolved;
use crate::ready::{Limits, Ready};
use crate::resources::{Resource, load_within, smallest_load};
use crate::tree;

impl Encoded {
    fn used_slot(&self, slot: usize) -> Lit {
        self.used.get(slot).copied().unwrap_or(TRUE)
    }

    /// The slots of `mask` that are used hold what must be `needed` in them.
    fn enough_used(&mut self, resource: &Resource, mask: u64, needed: i64) {
        if self.used.is_empty() {
            return;
        }
        let terms: Terms = Bits(mask).map(|slot| (resource.cap[slot], self.used[slot])).collect();
        self.engine.at_least(&terms, needed);
    }

    /// What a resource implies over the first slots, the last slots, each season, and in all.
    pub(super) fn implied(&mut self, ready: &Ready, limits: Limits, presolved: &Presolved, index: usize) {
        let resource = &presolved.resources[index];
        let all = low_bits(limits.slots);
        let least = presolved.least[index];
        let room = |mask: u64| -> i64 { Bits(mask).map(|slot| resource.cap[slot]).sum() };
        let not_done: Terms = (0..self.starts.len())
            .filter(|&unit| self.starts[unit] != 0)
            .map(|unit| (resource.total[unit], self.taken(ready, unit)))
            .collect();
        self.engine.at_least(&not_done, least);
        self.engine.at_most(&not_done, room(all));
        let mut here: Terms = Vec::new();
        for slot in 0..limits.slots {
            here.clear();
            here.extend(self.landing[slot].iter().map(|landing| (resource.load[landing.load], landing.literal)));
            self.engine.at_least(&here, least - room(all & !(1 << slot)));
            // Nothing in a slot that is not used.
            here.push((resource.cap[slot], self.used_slot(slot) ^ 1));
            self.engine.at_most(&here, resource.cap[slot]);
        }
        self.enough_used(resource, all, least);
        let optional = (0..self.starts.len()).any(|unit| !presolved.forced[unit] && self.starts[unit] != 0 && resource.total[unit] > 0);
        let (mut early, mut late, mut rest): (Terms, Terms, Terms) = Default::default();
        for slot in 1..limits.slots {
            let first = low_bits(slot);
            early.clear();
            late.clear();
            // What a unit puts into the last slots is its total less what it puts into the first; a sum that must not be large is better
            // said start by start when it is open whether the unit is taken.
            let mut forced_late = 0;
            for unit in 0..self.starts.len() {
                if self.starts[unit] == 0 || resource.total[unit] == 0 {
                    continue;
                }
                let forced = presolved.forced[unit];
                forced_late += if forced { resource.total[unit] } else { 0 };
                for offset in 0..ready.units[unit].duration {
                    let load = resource.load[ready.units[unit].offset + offset];
                    if load > 0 {
                        let literal = self.started(ready, unit, (slot - 1).checked_sub(offset));
                        early.push((load, literal));
                        if forced {
                            late.push((-load, literal));
                        }
                    }
                }
                if forced {
                    continue;
                }
                late.extend(self.places(unit).map(|(start, literal)| (load_within(ready, resource, unit, start, !first), literal)));
            }
            self.engine.at_most(&early, room(first));
            self.engine.at_least(&early, least - room(all & !first));
            // When every plan takes all units these say nothing new.
            if optional {
                self.engine.at_most(&late, room(all & !first) - forced_late);
                rest.clear();
                rest.extend_from_slice(&not_done);
                rest.extend(early.iter().map(|&(load, literal)| (-load, literal)));
                self.engine.at_least(&rest, least - room(first));
            }
        }
        for &season in &ready.seasons {
            let mask = season & all;
            if mask == 0 || mask == all {
                continue;
            }
            let mut inside: Terms = Vec::new();
            let mut forced = 0;
            let mut weight = vec![0; self.starts.len()];
            for (unit, weight) in weight.iter_mut().enumerate() {
                if self.starts[unit] == 0 {
                    continue;
                }
                let load = smallest_load(ready, resource, unit, self.starts[unit], presolved.reach[unit], mask);
                if presolved.forced[unit] {
                    forced += load;
                } else {
                    *weight = load;
                }
                inside.extend(self.places(unit).map(|(start, literal)| (load_within(ready, resource, unit, start, mask), literal)));
            }
            self.engine.at_most(&inside, room(mask));
            let needed = (forced + tree::least(ready, &presolved.demand, &weight)).max(least - room(all & !mask));
            self.engine.at_least(&inside, needed);
            self.enough_used(resource, mask, needed);
        }
    }
}
