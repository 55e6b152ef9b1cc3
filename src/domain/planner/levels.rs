//! The lowest value a level can have, as far as it is seen without any search.

use super::numbers::{ceil_div, low_bits};
use super::presolve::{Presolved, least_cost, least_penalty, outline, overflow, presolve};
use super::problem::{Level, PeakOf};
use super::ready::{Limits, Ready};
use super::solution::{Measure, Refutation};

/// The lowest value of a level.
pub(super) enum Lowest {
    /// It is known, with what refutes the next lower one.
    Known(i64, Option<Refutation>),
    /// It is to be found.
    Between(Box<Bisection>),
}

/// A lower bound on `level`, given the levels before; `best` are the values of the best plan, `known` what the limits
/// were narrowed down to before.
///
/// # Errors
/// The proof that there is no plan at all.
pub(super) fn lowest(
    ready: &Ready,
    limits: Limits,
    level: Level,
    best: Option<Limits>,
    known: Option<&Presolved>,
) -> Result<Lowest, Refutation> {
    let own;
    let presolved = match known {
        Some(known) => known,
        None => {
            own = outline(ready, limits)?;
            &own
        }
    };
    let (least, refutation) = match level {
        Level::Finish => lowest_finish(ready, limits, presolved),
        Level::Peak => return Ok(Lowest::Between(Box::new(Bisection::new(ready, limits, presolved, best.map(|best| best.peak))))),
        Level::Cost => lower(level, least_cost(ready, presolved)),
        Level::Pref => lower(level, least_penalty(ready, presolved)),
    };
    Ok(Lowest::Known(least, refutation))
}

/// A lower bound, and itself as what refutes anything lower.
fn lower(level: Level, least: i64) -> (i64, Option<Refutation>) {
    (least, (least > 0).then_some(Refutation::Lower { level, least }))
}

/// The last end of a unit that must be taken, or the first slot by which all that is needed fits.
fn lowest_finish(ready: &Ready, limits: Limits, presolved: &Presolved) -> (i64, Option<Refutation>) {
    let forced = || (0..presolved.starts.len()).filter(|&unit| presolved.forced[unit]);
    let starts = &presolved.starts;
    let ends = forced().filter(|&unit| starts[unit] != 0).map(|unit| starts[unit].trailing_zeros() as usize + ready.units[unit].duration);
    let mut lowest = (ends.max().unwrap_or(0) as i64, None);
    for (resource, &needed) in presolved.resources.iter().zip(&presolved.least) {
        let mut available = 0;
        for (slot, cap) in resource.cap.iter().enumerate() {
            if available >= needed {
                break;
            }
            if slot as i64 >= lowest.0 {
                let units = forced().filter(|&unit| resource.total[unit] > 0).collect();
                lowest = (slot as i64 + 1, Some(overflow(resource.measure, needed, available, low_bits(slot), units)));
            }
            available += cap;
        }
    }
    // A chain of units: the narrower question says which.
    if lowest.1.is_none() && lowest.0 > 0 {
        lowest.1 = presolve(ready, Limits { slots: lowest.0 as usize - 1, ..limits }).err();
    }
    lowest
}

/// The search for the lowest peak that presolve does not refute: just below the best plan's first, then about where every slot holds the
/// same, then by bisection.
pub(super) struct Bisection {
    low: i64,
    high: i64,
    middle: i64,
    even: i64,
    refutation: Option<Refutation>,
    /// What the limits with the highest peak that was not refuted were narrowed down to.
    passed: Option<(Limits, Presolved)>,
}

impl Bisection {
    fn new(ready: &Ready, limits: Limits, presolved: &Presolved, best: Option<i64>) -> Self {
        let most: i64 = ready.peak_loads().iter().sum();
        let high = best.unwrap_or(most) / ready.peak_step;
        let measure = if ready.peak_of == PeakOf::Hours { Measure::Hours } else { Measure::Ects };
        let needed = presolved.resources.iter().position(|resource| resource.measure == measure).map_or(0, |at| presolved.least[at]);
        let slots = ready.slots[..limits.slots].iter().filter(|slot| slot.max_units > 0).count() as i64;
        let even = ceil_div(needed, slots.max(1) * ready.peak_step);
        Self { low: 0, high, middle: if best.is_some() { high - 1 } else { high / 2 }, even, refutation: None, passed: None }
    }

    /// Asks once; the lowest peak when it is found.
    pub(super) fn step(&mut self, ready: &Ready, mut limits: Limits) -> Option<(i64, Option<Refutation>)> {
        if self.low < self.high {
            limits.set(Level::Peak, self.middle.max(0) * ready.peak_step);
            match presolve(ready, limits) {
                Ok(presolved) => {
                    self.high = self.middle;
                    self.passed = Some((limits, presolved));
                }
                Err(found) => {
                    self.refutation = Some(found);
                    self.low = self.middle + 1;
                }
            }
            self.middle = match self.even {
                even if (self.low + 1..self.high).contains(&even) => even - 1,
                even if even == self.low => even,
                _ => self.low + (self.high - self.low) / 2,
            };
        }
        (self.low >= self.high).then(|| (self.low * ready.peak_step, self.refutation.take()))
    }

    /// What the question about the lowest peak was narrowed down to, when it was asked.
    pub(super) fn passed(self) -> Option<(Limits, Presolved)> {
        self.passed
    }
}
