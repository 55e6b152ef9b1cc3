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

const MOST_PATTERNS: usize = 3_000;
const ROUNDS: i64 = 200;
/// Weights stay between 1 and this.
const HEAVIEST: i64 = 1 << 20;
/// Classes whose choices are tracked apart, eight bits each.
const TRACKED: usize = 16;

/// A kind of load: credits, hours, and the seasons in which it can land.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Class {
    ects: i64,
    hours: i64,
    seasons: u64,
}

/// Slots that hold the same.
struct Shape {
    slots: u64,
    room: [i64; 3],
    patterns: Vec<Vec<(usize, i64)>>,
}

/// The best weights found, as a resource; `None` when there are too many patterns or nothing to pack.
pub(super) fn weights(ready: &Ready, limits: Limits, presolved: &Presolved) -> Option<Resource> {
    let problem = &ready.problem;
    // The class of each load, and how many units bring it.
    let mut classes: Vec<Class> = Vec::new();
    let mut class_of = vec![usize::MAX; ready.loads];
    for (unit, starts) in presolved.starts.iter().enumerate() {
        for (offset, &(ects, hours)) in problem.units[unit].load.iter().enumerate() {
            let lands = starts.iter().fold(0u64, |bits, entry| bits | 1 << (entry.0 + offset));
            let seasons = ready.seasons.iter().filter(|&season| season & lands != 0).fold(0, |bits, season| bits | season);
            if lands != 0 {
                let class = Class { ects, hours, seasons };
                let index = classes.iter().position(|known| *known == class).unwrap_or(classes.len());
                if index == classes.len() {
                    classes.push(class);
                }
                class_of[ready.offset[unit] + offset] = index;
            }
        }
    }
    let mut available = vec![0i64; classes.len()];
    for &class in &class_of {
        if let Some(count) = available.get_mut(class) {
            *count += 1;
        }
    }
    let shapes = shapes(ready, limits, &classes, &available)?;
    // Start from the share of a slot that a unit of the class takes up.
    let mut weight: Vec<i64> = classes
        .iter()
        .map(|class| {
            let mut share = 16;
            for shape in &shapes {
                for (load, room) in [class.ects, class.hours, 1].iter().zip(shape.room) {
                    share = share.max(if room > 0 { (1 << 12) * load / room } else { 0 });
                }
            }
            share.min(HEAVIEST)
        })
        .collect();
    let mut best: Option<(i64, i64, Vec<i64>)> = None;
    let mut choices = vec![Choice::NOTHING; presolved.starts.len()];
    for round in 0..ROUNDS {
        let mut gap = vec![0i64; classes.len()];
        let mut needed = 0;
        for (unit, starts) in presolved.starts.iter().enumerate() {
            choices[unit] = Choice::NOTHING;
            if starts.is_empty() {
                continue;
            }
            for offset in 0..ready.duration[unit] {
                let class = class_of[ready.offset[unit] + offset];
                if presolved.forced[unit] {
                    needed += weight[class];
                    gap[class] += 1;
                } else {
                    choices[unit] = choices[unit] + Choice(weight[class], 1 << (8 * class.min(TRACKED - 1)));
                }
            }
        }
        let Choice(chosen, kinds) = least_choice(ready, &presolved.demand, &choices);
        needed += chosen;
        for (class, gap) in gap.iter_mut().enumerate().take(TRACKED) {
            *gap += (kinds >> (8 * class) & 0xff) as i64;
        }
        let mut room = 0;
        for shape in &shapes {
            let count = i64::from(shape.slots.count_ones());
            let mut top: (i64, &[(usize, i64)]) = (0, &[]);
            for pattern in &shape.patterns {
                let total = pattern.iter().map(|&(class, times)| weight[class] * times).sum();
                if total > top.0 {
                    top = (total, pattern);
                }
            }
            room += top.0 * count;
            for &(class, times) in top.1 {
                gap[class] -= times * count;
            }
        }
        if best.as_ref().is_none_or(|(needs, has, _)| i128::from(needed) * i128::from(*has) > i128::from(*needs) * i128::from(room)) {
            best = Some((needed, room, weight.clone()));
        }
        if needed > room {
            break;
        }
        // Smaller and smaller corrections: an eighth at first.
        let widest = gap.iter().map(|gap| gap.abs()).max().unwrap_or(0);
        if widest == 0 {
            break;
        }
        let pace = widest * (8 + round / 4);
        for (weight, gap) in weight.iter_mut().zip(&gap) {
            let change = *weight * gap / pace;
            *weight = (*weight + if change == 0 { gap.signum() } else { change }).clamp(1, HEAVIEST);
        }
        // Keep the scale, so that the corrections stay visible.
        let heaviest = weight.iter().copied().max().unwrap_or(1);
        if heaviest < 1 << 14 {
            for weight in &mut weight {
                *weight *= 8;
            }
        } else if heaviest > 1 << 18 {
            for weight in &mut weight {
                *weight = (*weight / 8).max(1);
            }
        }
    }
    let (_, _, weight) = best?;
    let cap = (0..limits.slots)
        .map(|slot| {
            let shape = shapes.iter().find(|shape| shape.slots >> slot & 1 == 1);
            let total = |pattern: &Vec<(usize, i64)>| pattern.iter().map(|&(class, times)| weight[class] * times).sum();
            shape.map_or(0, |shape| shape.patterns.iter().map(total).max().unwrap_or(0))
        })
        .collect();
    let load = class_of.iter().map(|&class| weight.get(class).copied().unwrap_or(0)).collect();
    Some(Resource::new(ready, Measure::Weights, load, cap))
}

/// The slots by shape, with the patterns of each; `None` when there are too many.
fn shapes(ready: &Ready, limits: Limits, classes: &[Class], available: &[i64]) -> Option<Vec<Shape>> {
    let problem = &ready.problem;
    let mut shapes: Vec<(u64, Shape)> = Vec::new();
    for (slot, what) in problem.slots[..limits.slots].iter().enumerate() {
        let season = ready.seasons.iter().copied().find(|season| season >> slot & 1 == 1).unwrap_or(0);
        let mut room = [what.max_ects, what.max_hours, what.max_units];
        let peak = &mut room[usize::from(problem.peak_of == PeakOf::Hours)];
        *peak = (*peak).min(limits.peak);
        match shapes.iter_mut().find(|(of, shape)| *of == season && shape.room == room) {
            Some((_, shape)) => shape.slots |= 1 << slot,
            None => shapes.push((season, Shape { slots: 1 << slot, room, patterns: Vec::new() })),
        }
    }
    for (season, shape) in &mut shapes {
        let here: Vec<usize> = (0..classes.len()).filter(|&class| classes[class].seasons & *season != 0).collect();
        let mut pattern = Vec::new();
        let mut steps = 0;
        if !extend(classes, available, &here, shape.room, &mut pattern, &mut shape.patterns, &mut steps) {
            return None;
        }
    }
    Some(shapes.into_iter().map(|(_, shape)| shape).collect())
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
    let Class { ects, hours, .. } = classes[class];
    let mut times = available[class].min(room[2]);
    for (load, room) in [(ects, room[0]), (hours, room[1])] {
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
        let left = [room[0] - ects * times, room[1] - hours * times, room[2] - times];
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
