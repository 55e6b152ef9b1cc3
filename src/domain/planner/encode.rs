//! A question as constraints.
//!
//! For each unit and each of its starts there are two literals: `order` ("taken, and started by then") and `place` ("starts then"), so
//! that sums over the first few slots and loads of single slots both are short. What the slots and the requirements imply together is
//! added: it prunes what the search would have to find out.

mod implied;
mod requirements;

use super::engine::{Engine, FALSE, Lit, TRUE};
use super::numbers::{Bits, low_bits, sort, width};
use super::presolve::Presolved;
use super::problem::{Node, Slot};
use super::ready::{Limits, Ready};
use super::solution::Placement;
use crate::list::List;

/// A question, ready to be searched.
pub(super) struct Encoded {
    pub(super) engine: Engine,
    starts: List<u64>,
    /// What may occupy each slot.
    landing: List<Vec<Landing>>,
    /// Where the starts of each unit begin among those of all units.
    first: List<usize>,
    place: List<Lit>,
    order: List<Lit>,
    counts: List<Lit>,
    /// Whether a slot is used at all; [`TRUE`] when that costs nothing.
    used: List<Lit>,
    /// How many parts are written down.
    written: usize,
}

/// What may occupy a slot, and when it does.
#[derive(Clone, Copy)]
struct Landing {
    /// The place of its load among the loads of all units.
    load: usize,
    literal: Lit,
}

/// Terms of a sum, and a constant.
type Terms = Vec<(i64, Lit)>;

impl Encoded {
    /// A question of which nothing is written down yet.
    pub(super) fn new(presolved: &Presolved) -> Self {
        let starts = presolved.starts.clone();
        let mut all = 0;
        let mut first = List::with_capacity(starts.len());
        for starts in &starts {
            first.push(all);
            all += starts.count_ones() as usize;
        }
        Self {
            engine: Engine::new(2 * all + 64),
            starts,
            landing: List::new(),
            first,
            place: vec![FALSE; all].into(),
            order: vec![FALSE; all].into(),
            counts: List::new(),
            used: List::new(),
            written: 0,
        }
    }

    /// Writes down the next part of the constraints; whether all of them are. `hint` is a plan to try first.
    pub(super) fn write(&mut self, ready: &Ready, limits: Limits, presolved: &Presolved, hint: Option<&[Placement]>) -> bool {
        match self.written {
            0 => {
                self.variables(ready, presolved, hint);
                self.land(ready, limits.slots);
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
                if ready.units[unit].done {
                    return Placement::Done;
                }
                let here = self.places(unit).find(|&(_, literal)| self.engine.is_true(literal));
                here.map_or(Placement::NotTaken, |(start, _)| Placement::At(start))
            })
            .collect();
        let counted = (0..self.counts.len())
            .filter(|&node| matches!(ready.nodes[node], Node::Leaf(_)) && self.engine.is_true(self.counts[node]))
            .collect();
        (plan, counted)
    }

    /// Adds what a narrower question demands more; only after an answer.
    pub(super) fn tighten(&mut self, ready: &Ready, before: Limits, limits: Limits, presolved: &Presolved) {
        self.written = usize::MAX;
        self.engine.reset();
        for (unit, left) in presolved.starts.iter().enumerate() {
            for (choice, start) in Bits(self.starts[unit]).enumerate() {
                if left >> start & 1 == 0 {
                    self.engine.clause(&[self.place[self.first[unit] + choice] ^ 1]);
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
        // The search decides on older variables first: on what every plan takes and must start soonest, the largest first.
        let mut ranks: Vec<u64> = Vec::with_capacity(presolved.starts.len());
        for (unit, starts) in presolved.starts.iter().enumerate() {
            let latest = width(starts >> 1) as u64;
            let item = &ready.units[unit];
            let loads = (0..item.duration).map(|offset| ready.ects[item.offset + offset].max(ready.hours[item.offset + offset]) as u64);
            let load = loads.sum::<u64>().min(0xffff_ffff);
            ranks.push(u64::from(!presolved.forced[unit]) << 63 | latest << 48 | (0xffff_ffff - load) << 16 | unit as u64);
        }
        sort(&mut ranks);
        // Units that are only taken together are one: the others share the literals of the first.
        let shares = |unit: usize| {
            let leader = ready.units[unit].leader;
            leader != unit && presolved.starts[unit] == presolved.starts[leader] && presolved.forced[unit] == presolved.forced[leader]
        };
        for unit in ranks.into_iter().map(|rank| (rank & 0xffff) as usize).filter(|&unit| !shares(unit)) {
            let hinted = match hint.and_then(|plan| plan.get(unit)) {
                Some(Placement::At(start)) => Some(*start),
                _ => None,
            };
            let starts = presolved.starts[unit];
            let mut previous = FALSE;
            for (index, start) in Bits(starts).enumerate() {
                let by_then = match (hint, hinted) {
                    (Some(_), Some(at)) => at <= start,
                    (Some(_), None) => false,
                    (None, _) => presolved.forced[unit],
                };
                let last = starts >> start == 1;
                let literal = if last && presolved.forced[unit] { TRUE } else { self.engine.variable(by_then) };
                let place = match (previous, literal) {
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
                };
                self.order[self.first[unit] + index] = literal;
                self.place[self.first[unit] + index] = place;
                previous = literal;
            }
        }
        for unit in (0..presolved.starts.len()).filter(|&unit| shares(unit)) {
            let (own, first) = (self.first[unit], self.first[ready.units[unit].leader]);
            for index in 0..presolved.starts[unit].count_ones() as usize {
                (self.order[own + index], self.place[own + index]) = (self.order[first + index], self.place[first + index]);
            }
        }
    }

    /// The starts of `unit`, each with "starts then".
    fn places(&self, unit: usize) -> impl Iterator<Item = (usize, Lit)> {
        Bits(self.starts[unit]).zip(self.place[self.first[unit]..].iter().copied())
    }

    /// "Taken, and started in slot `slot` or before"; `None` is before the first slot.
    fn started(&self, ready: &Ready, unit: usize, slot: Option<usize>) -> Lit {
        if ready.units[unit].done {
            return TRUE;
        }
        let Some(slot) = slot else { return FALSE };
        match (self.starts[unit] & low_bits(slot + 1)).count_ones() {
            0 => FALSE,
            count => self.order[self.first[unit] + count as usize - 1],
        }
    }

    fn taken(&self, ready: &Ready, unit: usize) -> Lit {
        self.started(ready, unit, Some(63))
    }

    fn prerequisites(&mut self, ready: &Ready) {
        let mut clause = Vec::new();
        let mut terms: Terms = Vec::new();
        for unit in 0..self.starts.len() {
            let threshold = ready.units[unit].min_ects_before;
            for start in Bits(self.starts[unit]) {
                let here = self.started(ready, unit, Some(start));
                let next = Bits(self.starts[unit] & !low_bits(start + 1)).next();
                for list in &ready.units[unit].pre {
                    clause.clear();
                    clause.push(here ^ 1);
                    let mut repeated = next.is_some();
                    for &(other, before) in list {
                        let by = |start: usize| if before { start.checked_sub(ready.units[other].duration) } else { Some(start) };
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
                        let ects = ready.units[other].ects;
                        if other != unit && ects > 0 {
                            terms.push((ects, self.started(ready, other, start.checked_sub(ready.units[other].duration))));
                        }
                    }
                    self.engine.at_least(&terms, threshold);
                }
            }
        }
    }

    /// What slots need at least; what they hold at most is said by the resources.
    fn least_loads(&mut self, ready: &Ready) {
        for (slot, what) in ready.slots.iter().enumerate() {
            if what.min_units > 0 || what.min_ects > 0 {
                // Beyond the slots looked at nothing lands, and nothing can be enough.
                let here = self.landing.get(slot).map(Vec::as_slice).unwrap_or_default();
                let units: Terms = here.iter().map(|landing| (1, landing.literal)).collect();
                let ects: Terms = here.iter().map(|landing| (ready.ects[landing.load], landing.literal)).collect();
                self.engine.at_least(&units, what.min_units);
                self.engine.at_least(&ects, what.min_ects);
            }
        }
    }

    fn peak(&mut self, ready: &Ready, limits: Limits) {
        let load = ready.peak_loads();
        for here in &self.landing[..limits.slots] {
            let terms: Terms = here.iter().map(|landing| (load[landing.load], landing.literal)).collect();
            self.engine.at_most(&terms, limits.peak);
        }
    }

    /// Notes what may occupy each slot.
    fn land(&mut self, ready: &Ready, slots: usize) {
        let mut landing: List<Vec<Landing>> = (0..slots).map(|_| Vec::with_capacity(ready.ects.len())).collect();
        for unit in 0..self.starts.len() {
            for (start, literal) in self.places(unit) {
                for offset in 0..ready.units[unit].duration {
                    landing[start + offset].push(Landing { load: ready.units[unit].offset + offset, literal });
                }
            }
        }
        self.landing = landing;
    }

    /// Cost and penalties.
    fn sums(&mut self, ready: &Ready, limits: Limits) {
        if limits.cost < i64::MAX {
            let mut terms: Terms = Vec::new();
            for unit in 0..self.starts.len() {
                if !ready.units[unit].done {
                    terms.push((ready.units[unit].cost, self.taken(ready, unit)));
                }
            }
            self.used = vec![TRUE; ready.slots.len()].into();
            let mut years: Vec<(i32, Lit)> = Vec::new();
            for slot in 0..limits.slots {
                let Slot { fee, year_fee, year, .. } = ready.slots[slot];
                if fee > 0 || year_fee > 0 {
                    let used = self.engine.variable(true);
                    self.used[slot] = used;
                    for landing in &self.landing[slot] {
                        self.engine.clause(&[landing.literal ^ 1, used]);
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
            for unit in 0..self.starts.len() {
                terms.extend(self.places(unit).map(|(start, literal)| (ready.penalty(unit, start), literal)));
            }
            self.engine.at_most(&terms, limits.pref);
        }
    }
}
