//! A question as constraints.
//!
//! For each unit and each of its starts there are two literals: `order` ("taken, and started by then") and `place` ("starts then"), so
//! that sums over the first few slots and loads of single slots both are short. What the slots and the requirements imply together is
//! added: it prunes what the search would have to find out.

use super::engine::{Engine, FALSE, Lit, TRUE, sort};
use super::presolve::{Presolved, low_bits};
use super::problem::{Node, PeakOf, Slot};
use super::ready::{Limits, Ready};
use super::resources::{Resource, smallest_load};
use super::solution::Placement;
use super::tree;

/// Up to so many ways to take caps on credits are listed; above it, the credits passed on become numbers.
const MOST_CAP_CHOICES: usize = 64;

/// A question, ready to be searched.
pub(super) struct Encoded {
    pub(super) engine: Engine,
    starts: Vec<Vec<(usize, i64)>>,
    place: Vec<Vec<Lit>>,
    order: Vec<Vec<Lit>>,
    counts: Vec<Lit>,
    /// Whether a slot is used at all; [`TRUE`] when that costs nothing.
    used: Vec<Lit>,
    /// How many parts are written down.
    written: usize,
}

/// Terms of a sum, and a constant.
type Terms = Vec<(i64, Lit)>;

impl Encoded {
    /// A question of which nothing is written down yet.
    pub(super) fn new(presolved: &Presolved) -> Self {
        let starts = presolved.starts.clone();
        Self { engine: Engine::new(), starts, place: Vec::new(), order: Vec::new(), counts: Vec::new(), used: Vec::new(), written: 0 }
    }

    /// Writes down the next part of the constraints; whether all of them are. `hint` is a plan to try first.
    pub(super) fn write(&mut self, ready: &Ready, limits: Limits, presolved: &Presolved, hint: Option<&[Placement]>) -> bool {
        match self.written {
            0 => {
                self.variables(ready, presolved, hint);
                self.prerequisites(ready);
            }
            1 => {
                self.least_loads(ready);
                self.requirements(ready, presolved);
                self.sums(ready, limits);
            }
            part if part - 2 < presolved.resources.len() => self.implied(ready, limits, presolved, part - 2),
            _ => return true,
        }
        self.written += 1;
        false
    }

    /// The plan found, and the leaves that count in it.
    pub(super) fn plan(&self, ready: &Ready) -> (Vec<Placement>, Vec<usize>) {
        let plan = (0..self.starts.len())
            .map(|unit| {
                if ready.problem.units[unit].done {
                    return Placement::Done;
                }
                match self.place[unit].iter().position(|&literal| self.engine.is_true(literal)) {
                    Some(choice) => Placement::At(self.starts[unit][choice].0),
                    None => Placement::NotTaken,
                }
            })
            .collect();
        let counted = (0..self.counts.len())
            .filter(|&node| matches!(ready.problem.nodes[node], Node::Leaf(_)) && self.engine.is_true(self.counts[node]))
            .collect();
        (plan, counted)
    }

    /// Adds what a narrower question demands more; only after an answer.
    pub(super) fn tighten(&mut self, ready: &Ready, before: Limits, limits: Limits, presolved: &Presolved) {
        self.written = usize::MAX;
        self.engine.reset();
        for (unit, left) in presolved.starts.iter().enumerate() {
            for (choice, &(start, _)) in self.starts[unit].iter().enumerate() {
                if left.iter().all(|entry| entry.0 != start) {
                    self.engine.clause(&[self.place[unit][choice] ^ 1]);
                }
            }
            if presolved.forced[unit] {
                self.engine.clause(&[self.taken(ready, unit)]);
            }
        }
        if limits.peak < before.peak {
            self.peak(ready, limits);
        }
        let new = |limit: i64, before: i64| if limit < before { limit } else { i64::MAX };
        self.sums(ready, Limits { cost: new(limits.cost, before.cost), pref: new(limits.pref, before.pref), ..limits });
    }

    fn variables(&mut self, ready: &Ready, presolved: &Presolved, hint: Option<&[Placement]>) {
        self.order.resize(presolved.starts.len(), Vec::new());
        self.place.resize(presolved.starts.len(), Vec::new());
        // The search decides on older variables first: on what every plan takes and must start soonest, the largest first.
        let mut ranks: Vec<u64> = Vec::with_capacity(presolved.starts.len());
        for (unit, starts) in presolved.starts.iter().enumerate() {
            let latest = starts.last().map_or(0, |entry| entry.0 as u64);
            let load = ready.problem.units[unit].load.iter().map(|load| load.0.max(load.1) as u64).sum::<u64>().min(0xffff_ffff);
            ranks.push(u64::from(!presolved.forced[unit]) << 63 | latest << 48 | (0xffff_ffff - load) << 16 | unit as u64);
        }
        sort(&mut ranks);
        for unit in ranks.into_iter().map(|rank| (rank & 0xffff) as usize) {
            let starts = &presolved.starts[unit];
            let hinted = match hint.and_then(|plan| plan.get(unit)) {
                Some(Placement::At(start)) => Some(*start),
                _ => None,
            };
            let count = starts.len();
            let mut order = Vec::with_capacity(count);
            let mut place = Vec::with_capacity(count);
            for (index, &(start, _)) in starts.iter().enumerate() {
                let by_then = match (hint, hinted) {
                    (Some(_), Some(at)) => at <= start,
                    (Some(_), None) => false,
                    (None, _) => presolved.forced[unit],
                };
                let last = index + 1 == count;
                let literal = if last && presolved.forced[unit] { TRUE } else { self.engine.variable(by_then) };
                let previous = order.last().copied().unwrap_or(FALSE);
                place.push(match (previous, literal) {
                    (FALSE, literal) => literal,
                    (previous, TRUE) => previous ^ 1,
                    (previous, literal) => {
                        let here = self.engine.variable(hinted == Some(start));
                        self.engine.clause(&[previous ^ 1, literal]);
                        self.engine.clause(&[here ^ 1, literal]);
                        self.engine.clause(&[here ^ 1, previous ^ 1]);
                        self.engine.clause(&[here, previous, literal ^ 1]);
                        here
                    }
                });
                order.push(literal);
            }
            self.order[unit] = order;
            self.place[unit] = place;
        }
    }

    /// "Taken, and started in slot `slot` or before"; `None` is before the first slot.
    fn started(&self, ready: &Ready, unit: usize, slot: Option<usize>) -> Lit {
        if ready.problem.units[unit].done {
            return TRUE;
        }
        let Some(slot) = slot else { return FALSE };
        match self.starts[unit].iter().rposition(|entry| entry.0 <= slot) {
            Some(choice) => self.order[unit][choice],
            None => FALSE,
        }
    }

    fn taken(&self, ready: &Ready, unit: usize) -> Lit {
        if ready.problem.units[unit].done { TRUE } else { self.order[unit].last().copied().unwrap_or(FALSE) }
    }

    fn prerequisites(&mut self, ready: &Ready) {
        let mut clause = Vec::new();
        let mut terms: Terms = Vec::new();
        for unit in 0..self.starts.len() {
            let threshold = ready.problem.units[unit].min_ects_before;
            for choice in 0..self.starts[unit].len() {
                let start = self.starts[unit][choice].0;
                let here = self.order[unit][choice];
                let next = self.starts[unit].get(choice + 1).map(|entry| entry.0);
                for list in &ready.pre[unit] {
                    clause.clear();
                    clause.push(here ^ 1);
                    let mut repeated = next.is_some();
                    for &(other, before) in list {
                        let by = |start: usize| if before { start.checked_sub(ready.duration[other]) } else { Some(start) };
                        let literal = self.started(ready, other, by(start));
                        repeated = repeated && next.is_some_and(|next| self.started(ready, other, by(next)) == literal);
                        clause.push(literal);
                    }
                    // The same alternatives for the next start: its clause says this one too.
                    if !repeated {
                        self.engine.clause(&clause);
                    }
                }
                if threshold > 0 {
                    terms.clear();
                    terms.push((threshold, here ^ 1));
                    for other in 0..self.starts.len() {
                        let ects = ready.problem.units[other].ects;
                        if other != unit && ects > 0 {
                            terms.push((ects, self.started(ready, other, start.checked_sub(ready.duration[other]))));
                        }
                    }
                    self.engine.at_least(&terms, threshold);
                }
            }
        }
    }

    /// What slots need at least; what they hold at most is said by the resources.
    fn least_loads(&mut self, ready: &Ready) {
        for (slot, what) in ready.problem.slots.iter().enumerate() {
            if what.min_units > 0 || what.min_ects > 0 {
                let here = self.landing(ready, slot);
                let units: Terms = here.iter().map(|&(_, _, literal)| (1, literal)).collect();
                self.engine.at_least(&units, what.min_units);
                let load = |unit: usize, offset: usize| ready.problem.units[unit].load[offset].0;
                let ects: Terms = here.iter().map(|&(unit, offset, literal)| (load(unit, offset), literal)).collect();
                self.engine.at_least(&ects, what.min_ects);
            }
        }
    }

    fn peak(&mut self, ready: &Ready, limits: Limits) {
        for slot in 0..limits.slots {
            let here = self.landing(ready, slot).into_iter();
            let load = |unit: usize, offset: usize| {
                let load = ready.problem.units[unit].load[offset];
                if ready.problem.peak_of == PeakOf::Hours { load.1 } else { load.0 }
            };
            let terms: Terms = here.map(|(unit, offset, literal)| (load(unit, offset), literal)).collect();
            self.engine.at_most(&terms, limits.peak);
        }
    }

    /// What may occupy a slot: (unit, which of its slots, literal).
    fn landing(&self, ready: &Ready, slot: usize) -> Vec<(usize, usize, Lit)> {
        let mut found = Vec::new();
        for (unit, starts) in self.starts.iter().enumerate() {
            for (choice, &(start, _)) in starts.iter().enumerate() {
                if start <= slot && slot < start + ready.duration[unit] {
                    found.push((unit, slot - start, self.place[unit][choice]));
                }
            }
        }
        found
    }

    fn requirements(&mut self, ready: &Ready, presolved: &Presolved) {
        let nodes = &ready.problem.nodes;
        // Whether a leaf counts, or a group is satisfied.
        let mut holds: Vec<Lit> = Vec::with_capacity(nodes.len());
        // What a node passes on: the sum is at least each of these, read "Σ terms + constant" (a minimum over choices of caps).
        let mut credits: Vec<Vec<(Terms, i64)>> = Vec::with_capacity(nodes.len());
        let mut counted: Vec<Vec<Lit>> = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            match node {
                Node::Leaf(leaf) => {
                    let taken = self.taken(ready, leaf.u);
                    let literal = if ready.plain[index] || taken == FALSE { taken } else { self.engine.variable(true) };
                    if literal != taken {
                        self.engine.clause(&[literal ^ 1, taken]);
                    }
                    if presolved.demand.required[index] {
                        self.engine.clause(&[literal]);
                    }
                    holds.push(literal);
                    credits.push(vec![(vec![(ready.problem.units[leaf.u].ects, literal)], 0)]);
                    counted.push(vec![literal]);
                }
                Node::Group(group) => {
                    let trivial = group.min_n <= 0 && group.min_ects <= 0;
                    let literal = if trivial || presolved.demand.required[index] {
                        TRUE
                    } else if presolved.demand.satisfiable[index] {
                        self.engine.variable(true)
                    } else {
                        FALSE
                    };
                    let below: Vec<Lit> = group.of.iter().flat_map(|&child| counted[child].iter().copied()).collect();
                    if group.cap_n >= 0 {
                        let terms: Terms = below.iter().map(|&literal| (1, literal)).collect();
                        self.engine.at_most(&terms, group.cap_n);
                    }
                    if literal != FALSE && group.min_n > 0 {
                        let mut terms: Terms = group.of.iter().map(|&child| (1, holds[child])).collect();
                        terms.push((group.min_n, literal ^ 1));
                        self.engine.at_least(&terms, group.min_n);
                    }
                    let mut sums = self.join(group.of.iter().map(|&child| std::mem::take(&mut credits[child])));
                    if literal != FALSE && group.min_ects > 0 {
                        for (terms, constant) in &sums {
                            let mut terms = terms.clone();
                            terms.push((group.min_ects, literal ^ 1));
                            self.engine.at_least(&terms, group.min_ects - constant);
                        }
                    }
                    if group.cap_ects >= 0 {
                        sums.push((Vec::new(), group.cap_ects));
                    }
                    holds.push(literal);
                    credits.push(sums);
                    counted.push(below);
                }
            }
        }
        if let Some(&root) = holds.last() {
            self.engine.clause(&[root]);
        }
        for leaves in &ready.leaves {
            if leaves.len() > 1 {
                let terms: Terms = leaves.iter().map(|&leaf| (1, holds[leaf])).collect();
                self.engine.at_most(&terms, 1);
            }
        }
        self.counts = holds;
    }

    /// The sum of what children pass on, each a minimum of several sums.
    fn join(&mut self, children: impl Iterator<Item = Vec<(Terms, i64)>>) -> Vec<(Terms, i64)> {
        let mut joined: Vec<(Terms, i64)> = vec![(Vec::new(), 0)];
        for mut child in children {
            if joined.len() * child.len() > MOST_CAP_CHOICES {
                child = vec![self.number(&child)];
            }
            if let [(terms, constant)] = child.as_slice() {
                for sum in &mut joined {
                    sum.0.extend_from_slice(terms);
                    sum.1 += constant;
                }
                continue;
            }
            let mut next = Vec::with_capacity(joined.len() * child.len());
            for sum in &joined {
                for (terms, constant) in &child {
                    let mut longer = sum.0.clone();
                    longer.extend_from_slice(terms);
                    next.push((longer, sum.1 + constant));
                }
            }
            joined = next;
        }
        joined
    }

    /// A number that is at most each of `sums`, in binary: the search may choose any number up to their minimum.
    fn number(&mut self, sums: &[(Terms, i64)]) -> (Terms, i64) {
        let largest = sums.iter().map(|(terms, constant)| constant + terms.iter().map(|term| term.0).sum::<i64>()).min().unwrap_or(0);
        let mut bits: Terms = Vec::new();
        let mut worth = 1;
        while worth <= largest {
            let bit = self.engine.variable(true);
            bits.push((worth, bit));
            worth *= 2;
        }
        for (terms, constant) in sums {
            let mut all = terms.clone();
            all.extend(bits.iter().map(|&(worth, bit)| (-worth, bit)));
            self.engine.at_least(&all, -constant);
        }
        (bits, 0)
    }

    /// Cost and penalties.
    fn sums(&mut self, ready: &Ready, limits: Limits) {
        if limits.cost < i64::MAX {
            let mut terms: Terms = Vec::new();
            for unit in 0..self.starts.len() {
                if !ready.problem.units[unit].done {
                    terms.push((ready.problem.units[unit].cost, self.taken(ready, unit)));
                }
            }
            self.used = vec![TRUE; ready.problem.slots.len()];
            let mut years: Vec<(i32, Lit)> = Vec::new();
            for slot in 0..limits.slots {
                let Slot { fee, year_fee, year, .. } = ready.problem.slots[slot];
                if fee > 0 || year_fee > 0 {
                    let used = self.engine.variable(true);
                    self.used[slot] = used;
                    for (_, _, literal) in self.landing(ready, slot) {
                        self.engine.clause(&[literal ^ 1, used]);
                    }
                    if fee > 0 {
                        terms.push((fee, used));
                    }
                    if year_fee > 0 {
                        let known = years.iter().find(|known| known.0 == year).map(|known| known.1);
                        let paid = known.unwrap_or_else(|| {
                            let paid = self.engine.variable(true);
                            terms.push((year_fee, paid));
                            years.push((year, paid));
                            paid
                        });
                        self.engine.clause(&[used ^ 1, paid]);
                    }
                }
            }
            self.engine.at_most(&terms, limits.cost);
        }
        if limits.pref < i64::MAX {
            let mut terms: Terms = Vec::new();
            for (starts, place) in self.starts.iter().zip(&self.place) {
                for (&(_, penalty), &literal) in starts.iter().zip(place) {
                    terms.push((penalty, literal));
                }
            }
            self.engine.at_most(&terms, limits.pref);
        }
    }

    fn used_slot(&self, slot: usize) -> Lit {
        self.used.get(slot).copied().unwrap_or(TRUE)
    }

    /// The slots of `mask` that are used hold what must be `needed` in them.
    fn enough_used(&mut self, resource: &Resource, mask: u64, needed: i64) {
        if self.used.is_empty() {
            return;
        }
        let slots = (0..resource.cap.len()).filter(|slot| mask >> slot & 1 == 1);
        let terms: Terms = slots.map(|slot| (resource.cap[slot], self.used[slot])).collect();
        self.engine.at_least(&terms, needed);
    }

    /// What a resource implies over the first slots, the last slots, each season, and in all.
    fn implied(&mut self, ready: &Ready, limits: Limits, presolved: &Presolved, index: usize) {
        let resource = &presolved.resources[index];
        let all = low_bits(limits.slots);
        let least = presolved.least[index];
        let room = |mask: u64| -> i64 { (0..limits.slots).filter(|slot| mask >> slot & 1 == 1).map(|slot| resource.cap[slot]).sum() };
        let not_done: Terms = (0..self.starts.len())
            .filter(|&unit| !self.starts[unit].is_empty())
            .map(|unit| (resource.total[unit], self.taken(ready, unit)))
            .collect();
        self.engine.at_least(&not_done, least);
        self.engine.at_most(&not_done, room(all));
        for slot in 0..limits.slots {
            let mut here: Terms = self
                .landing(ready, slot)
                .into_iter()
                .map(|(unit, offset, literal)| (resource.load[ready.offset[unit] + offset], literal))
                .collect();
            self.engine.at_least(&here, least - room(all & !(1 << slot)));
            // Nothing in a slot that is not used.
            here.push((resource.cap[slot], self.used_slot(slot) ^ 1));
            self.engine.at_most(&here, resource.cap[slot]);
        }
        self.enough_used(resource, all, least);
        let optional =
            (0..self.starts.len()).any(|unit| !presolved.forced[unit] && !self.starts[unit].is_empty() && resource.total[unit] > 0);
        let (mut early, mut late, mut rest): (Terms, Terms, Terms) = Default::default();
        for slot in 1..limits.slots {
            let first = low_bits(slot);
            early.clear();
            late.clear();
            // What a unit puts into the last slots is its total less what it puts into the first; a sum that must not be large is better
            // said start by start when it is open whether the unit is taken.
            let mut forced_late = 0;
            for unit in 0..self.starts.len() {
                if self.starts[unit].is_empty() || resource.total[unit] == 0 {
                    continue;
                }
                let forced = presolved.forced[unit];
                forced_late += if forced { resource.total[unit] } else { 0 };
                for offset in 0..ready.duration[unit] {
                    let load = resource.load[ready.offset[unit] + offset];
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
                for (choice, &(start, _)) in self.starts[unit].iter().enumerate() {
                    let mut load = 0;
                    for offset in 0..ready.duration[unit] {
                        if start + offset >= slot {
                            load += resource.load[ready.offset[unit] + offset];
                        }
                    }
                    late.push((load, self.place[unit][choice]));
                }
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
                if self.starts[unit].is_empty() {
                    continue;
                }
                let load = smallest_load(ready, resource, unit, &self.starts[unit], presolved.reach[unit], mask);
                if presolved.forced[unit] {
                    forced += load;
                } else {
                    *weight = load;
                }
                for (choice, &(start, _)) in self.starts[unit].iter().enumerate() {
                    let mut load = 0;
                    for offset in 0..ready.duration[unit] {
                        if mask >> (start + offset) & 1 == 1 {
                            load += resource.load[ready.offset[unit] + offset];
                        }
                    }
                    inside.push((load, self.place[unit][choice]));
                }
            }
            self.engine.at_most(&inside, room(mask));
            let needed = (forced + tree::least(ready, &presolved.demand, &weight)).max(least - room(all & !mask));
            self.engine.at_least(&inside, needed);
            self.enough_used(resource, mask, needed);
        }
    }
}
