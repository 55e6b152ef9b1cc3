//! A question as constraints.
//!
//! For each unit and each of its starts there are two literals: `order` ("taken, and started by then") and `place` ("starts then"), so
//! that sums over the first few slots and loads of single slots both are short. What the slots and the requirements imply together is
//! added: it prunes what the search would have to find out.

mod implied;
mod requirements;

use super::engine::{Engine, FALSE, Lit, TRUE};
use super::numbers::sort;
use super::presolve::Presolved;
use super::problem::{Node, PeakOf};
use super::ready::{Limits, Ready};
use super::solution::Placement;

/// A question, ready to be searched.
pub(super) struct Encoded {
    pub(super) engine: Engine,
    starts: Vec<Vec<(usize, i64)>>,
    /// What may occupy each slot.
    landing: Vec<Vec<Landing>>,
    place: Vec<Vec<Lit>>,
    order: Vec<Vec<Lit>>,
    counts: Vec<Lit>,
    /// Whether a slot is used at all; [`TRUE`] when that costs nothing.
    used: Vec<Lit>,
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
        Self {
            engine: Engine::new(2 * starts.iter().map(Vec::len).sum::<usize>() + 64),
            starts,
            landing: Vec::new(),
            place: Vec::new(),
            order: Vec::new(),
            counts: Vec::new(),
            used: Vec::new(),
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
        let load = if ready.problem.peak_of == PeakOf::Hours { &ready.hours } else { &ready.ects };
        for here in &self.landing[..limits.slots] {
            let terms: Terms = here.iter().map(|landing| (load[landing.load], landing.literal)).collect();
            self.engine.at_most(&terms, limits.peak);
        }
    }

    /// Notes what may occupy each slot.
    fn land(&mut self, ready: &Ready, slots: usize) {
        self.landing.resize(slots, Vec::new());
        for (unit, starts) in self.starts.iter().enumerate() {
            for (&(start, _), &literal) in starts.iter().zip(&self.place[unit]) {
                for offset in 0..ready.duration[unit] {
                    self.landing[start + offset].push(Landing { load: ready.offset[unit] + offset, literal });
                }
            }
        }
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
            for slot in 0..limits.slots {
                let fee = ready.problem.slots[slot].fee;
                if fee > 0 {
                    let used = self.engine.variable(true);
                    self.used[slot] = used;
                    for landing in &self.landing[slot] {
                        self.engine.clause(&[landing.literal ^ 1, used]);
                    }
                    terms.push((fee, used));
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
}
