//! Weights under which the slots are visibly too small: a dual solution of the packing problem.
//!
//! A *pattern* is a set of units that fits one slot together. When every pattern of a slot weighs at most so much, that is the capacity of
//! the slot for the weights, whatever they are; good weights make what must be taken heavy and every pattern light. They are found by
//! rounds of best responses: kinds of units that the patterns leave behind grow heavier (multiplicative updates, in integers).

use super::presolve::Presolved;
use super::problem::PeakOf;
use super::ready::{Limits, Ready};
use super::resources::Resource;
use super::solution::Measure;
use super::tree::{Choice, least_choice};
use crate::list::List;

const MOST_PATTERNS: usize = 3_000;
const ROUNDS: i64 = 200;
/// How much of a correction carries over, and what the corrections are counted in.
const CARRIED: i64 = 70;
const WHOLE: i64 = 100;
/// Weights stay between 1 and this.
const HEAVIEST: i64 = 1 << 20;
/// A kind of load: credits, hours, and the seasons in which it can land.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Class {
    ects: i64,
    hours: i64,
    /// One, or as many units as are only taken together.
    units: i64,
    seasons: u64,
}

/// Slots that hold the same.
struct Shape {
    season: u64,
    slots: u64,
    room: [i64; 3],
    patterns: Vec<Vec<(usize, i64)>>,
}

/// The search for good weights, in pieces.
pub(super) struct Weighing {
    classes: List<Class>,
    /// The class of each load, and how many units bring it.
    class_of: List<usize>,
    available: List<i64>,
    shapes: List<Shape>,
    /// How many shapes have their patterns.
    listed: usize,
    weight: List<i64>,
    /// What must be taken, what the slots hold, and the weights, where the first is largest against the second.
    best: Option<(i64, i64, List<i64>)>,
    round: i64,
    /// Whether corrections carry over at all.
    carrying: bool,
    /// What the last correction of each class was.
    carried: List<i64>,
}

/// Where a search for weights stands.
pub(super) enum Weighed {
    /// There is more to do.
    More,
    /// The best weights found, as a resource; `None` when there are too many patterns or nothing to pack.
    Done(Option<Resource>),
}

impl Weighing {
    /// Prepares the search; weights found with corrections `carrying` over are others than those found without.
    pub(super) fn new(ready: &Ready, limits: Limits, presolved: &Presolved, carrying: bool) -> Self {
        let mut classes: List<Class> = List::new();
        let mut class_of = List::from(vec![usize::MAX; ready.ects.len()]);
        let mut available = List::new();
        for (unit, &starts) in presolved.starts.iter().enumerate() {
            let item = &ready.units[unit];
            for offset in (0..item.duration).take_while(|_| starts != 0 && item.leader == unit) {
                let whole = |load: &List<i64>| load[item.offset + offset];
                let (ects, hours, units) = (whole(&ready.whole.ects), whole(&ready.whole.hours), whole(&ready.whole.units));
                let lands = starts << offset;
                let seasons = ready.seasons.iter().filter(|&season| season & lands != 0).fold(0, |bits, season| bits | season);
                let class = Class { ects, hours, units, seasons };
                let index = classes.iter().position(|known| *known == class).unwrap_or(classes.len());
                if index == classes.len() {
                    classes.push(class);
                    available.push(0);
                }
                available[index] += 1;
                class_of[item.offset + offset] = index;
            }
        }
        let shapes = List::from(shapes(ready, limits));
        // Start from the share of a slot that a unit of the class takes up.
        let share = |class: &Class| {
            let mut share = 16;
            for shape in &shapes {
                for (load, room) in [class.ects, class.hours, class.units].iter().zip(shape.room) {
                    share = share.max(if room > 0 { (1 << 12) * load / room } else { 0 });
                }
            }
            share.min(HEAVIEST)
        };
        let weight = classes.iter().map(share).collect();
        let carried = vec![0; classes.len()].into();
        Self { classes, class_of, available, shapes, listed: 0, weight, best: None, round: 0, carrying, carried }
    }

    /// What improving the weights costs in all, in looks of the engine, once the patterns are listed.
    pub(super) fn whole(&self) -> u64 {
        if self.listed < self.shapes.len() || self.round > 0 { 0 } else { ROUNDS as u64 * self.looks() }
    }

    /// What a step costs, in looks of the engine.
    pub(super) fn looks(&self) -> u64 {
        8 * self.shapes.iter().map(|shape| 8 + shape.patterns.len() as u64).sum::<u64>() + self.class_of.len() as u64 * 16
    }

    /// Lists the patterns of one shape, or improves the weights once.
    pub(super) fn step(&mut self, ready: &Ready, limits: Limits, presolved: &Presolved) -> Weighed {
        if let Some(shape) = self.shapes.get_mut(self.listed) {
            self.listed += 1;
            let here: Vec<usize> = (0..self.classes.len()).filter(|&class| self.classes[class].seasons & shape.season != 0).collect();
            let fine = extend(&self.classes, &self.available, &here, shape.room, &mut Vec::new(), &mut shape.patterns, &mut 0);
            return if fine { Weighed::More } else { Weighed::Done(None) };
        }
        if self.round < ROUNDS && self.improve(ready, presolved) {
            self.round += 1;
            return Weighed::More;
        }
        Weighed::Done(self.resource(ready, limits))
    }

    /// Makes the kinds of units that the patterns leave behind heavier; whether there is more to gain.
    fn improve(&mut self, ready: &Ready, presolved: &Presolved) -> bool {
        let mut gap = List::from(vec![0i64; self.classes.len()]);
        let mut needed = 0;
        let mut choices = List::from(vec![Choice::NOTHING; presolved.starts.len()]);
        for (unit, &starts) in presolved.starts.iter().enumerate() {
            if starts == 0 || ready.units[unit].leader != unit {
                continue;
            }
            for offset in 0..ready.units[unit].duration {
                let class = self.class_of[ready.units[unit].offset + offset];
                if presolved.forced[unit] {
                    needed += self.weight[class];
                    gap[class] += 1;
                } else {
                    choices[unit] = choices[unit] + Choice::one(self.weight[class], class.min(Choice::KINDS - 1));
                }
            }
        }
        let chosen = least_choice(ready, &presolved.demand, &choices);
        needed += chosen.0;
        for (kind, gap) in gap.iter_mut().enumerate().take(Choice::KINDS) {
            *gap += chosen.count(kind);
        }
        let mut room = 0;
        for shape in &self.shapes {
            let count = i64::from(shape.slots.count_ones());
            let (total, heaviest) = shape.heaviest(&self.weight);
            room += total * count;
            for &(class, times) in heaviest {
                gap[class] -= times * count;
            }
        }
        if self.best.as_ref().is_none_or(|(needs, has, _)| i128::from(needed) * i128::from(*has) > i128::from(*needs) * i128::from(room)) {
            self.best = Some((needed, room, self.weight.clone()));
        }
        for (gap, carried) in gap.iter_mut().zip(&mut self.carried) {
            *carried = *gap * WHOLE + if self.carrying { *carried * CARRIED / WHOLE } else { 0 };
            *gap = *carried;
        }
        // Smaller and smaller corrections: an eighth at first.
        let widest = gap.iter().map(|gap| gap.abs()).max().unwrap_or(0);
        if needed > room || widest == 0 {
            return false;
        }
        let pace = widest * (8 + self.round / 4);
        for (weight, gap) in self.weight.iter_mut().zip(&gap) {
            let change = *weight * gap / pace;
            *weight = (*weight + if change == 0 { gap.signum() } else { change }).clamp(1, HEAVIEST);
        }
        // Keep the scale, so that the corrections stay visible.
        let heaviest = self.weight.iter().copied().max().unwrap_or(1);
        for weight in &mut self.weight {
            if heaviest < 1 << 14 {
                *weight *= 8;
            } else if heaviest > 1 << 18 {
                *weight = (*weight / 8).max(1);
            }
        }
        true
    }

    /// The best weights, with what each slot holds of them.
    fn resource(&self, ready: &Ready, limits: Limits) -> Option<Resource> {
        let (_, _, weight) = self.best.as_ref()?;
        let mut cap = List::from(vec![0; limits.slots]);
        for shape in &self.shapes {
            let total = shape.heaviest(weight).0;
            for (slot, cap) in cap.iter_mut().enumerate() {
                if shape.slots >> slot & 1 == 1 {
                    *cap = total;
                }
            }
        }
        let load = self.class_of.iter().map(|&class| weight.get(class).copied().unwrap_or(0)).collect();
        Some(Resource::new(ready, Measure::Weights, load, cap))
    }
}

impl Shape {
    /// The heaviest pattern, and its weight.
    fn heaviest(&self, weight: &List<i64>) -> (i64, &[(usize, i64)]) {
        let mut top: (i64, &[(usize, i64)]) = (0, &[]);
        for pattern in &self.patterns {
            let total = pattern.iter().map(|&(class, times)| weight[class] * times).sum();
            if total > top.0 {
                top = (total, pattern);
            }
        }
        top
    }
}

/// The slots by shape.
fn shapes(ready: &Ready, limits: Limits) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    for (slot, what) in ready.slots[..limits.slots].iter().enumerate() {
        let season = ready.seasons.iter().copied().find(|season| season >> slot & 1 == 1).unwrap_or(0);
        let mut room = [what.max_ects, what.max_hours, what.max_units];
        let peak = &mut room[usize::from(ready.peak_of == PeakOf::Hours)];
        *peak = (*peak).min(limits.peak);
        match shapes.iter_mut().find(|shape| shape.season == season && shape.room == room) {
            Some(shape) => shape.slots |= 1 << slot,
            None => shapes.push(Shape { season, slots: 1 << slot, room, patterns: Vec::new() }),
        }
    }
    shapes
}

/// Lists the patterns that begin with `pattern` and go on with the classes of `rest`; `false` when there are too many.
fn extend(
    classes: &[Class],
    available: &[i64],
    rest: &[usize],
    room: [i64; 3],
    pattern: &mut Vec<(usize, i64)>,
    patterns: &mut Vec<Vec<(usize, i64)>>,
    steps: &mut usize,
) -> bool {
    *steps += 1;
    if *steps > 20 * MOST_PATTERNS || patterns.len() >= MOST_PATTERNS {
        return false;
    }
    let Some((&class, rest)) = rest.split_first() else {
        patterns.push(pattern.clone());
        return true;
    };
    let Class { ects, hours, units, .. } = classes[class];
    let mut times = available[class];
    for (load, room) in [(ects, room[0]), (hours, room[1]), (units, room[2])] {
        if load > 0 {
            times = times.min(room / load);
        }
    }
    // The last class is taken as often as it fits: less weighs less.
    let least = if rest.is_empty() { times } else { 0 };
    for times in (least..=times).rev() {
        if times > 0 {
            pattern.push((class, times));
        }
        let left = [room[0] - ects * times, room[1] - hours * times, room[2] - units * times];
        let fine = extend(classes, available, rest, left, pattern, patterns, steps);
        if times > 0 {
            pattern.pop();
        }
        if !fine {
            return false;
        }
    }
    true
}
