//! Telling plans apart that are equal on every level of the objective.
//!
//! The planner stops at any best plan. This makes it the one that people expect, and the same one each time: without a unit that it does
//! not need, with credits spread evenly over the terms, with what is advised followed where it can be, and in the natural order (see
//! `Candidate::rank`). Every step is checked against the problem and no level gets worse.

use super::{advice::Advised, compiled::Compiled};
use crate::domain::planner::{Placement, Problem, Solution, Values, check};
use crate::domain::sorted::Sorting;

/// Rounds of exchanges; each one that changes anything brings the plan nearer to the natural order.
const ROUNDS: usize = 4;

/// Tidies `solution` in place.
pub fn tidy(compiled: &Compiled, solution: &mut Solution) {
    let problem = &compiled.problem;
    let levels = std::mem::take(&mut solution.levels);
    if let Ok(values) = check(problem, solution) {
        let advised = Advised::of(compiled);
        drop_useless(problem, solution, values);
        for _ in 0..ROUNDS {
            if !balance(compiled, solution, values) {
                break;
            }
        }
        for _ in 0..ROUNDS {
            if !heed(compiled, &advised, solution, values) {
                break;
            }
        }
        for _ in 0..ROUNDS {
            if !exchange(compiled, &advised, solution, values) {
                break;
            }
        }
    }
    solution.levels = levels;
}

/// As good on each level of the objective.
fn as_good(problem: &Problem, solution: &Solution, values: Values) -> bool {
    check(problem, solution).is_ok_and(|now| problem.objective.iter().all(|level| now.get(*level) <= values.get(*level)))
}

fn drop_useless(problem: &Problem, solution: &mut Solution, values: Values) {
    for unit in (0..solution.plan.len()).rev() {
        let Some(&Placement::At(start)) = solution.plan.get(unit) else { continue };
        let counted = solution.counted.clone();
        set(solution, unit, Placement::NotTaken);
        solution
            .counted
            .retain(|node| !matches!(problem.nodes.get(*node), Some(crate::domain::planner::Node::Leaf(leaf)) if leaf.u == unit));
        if !as_good(problem, solution, values) {
            set(solution, unit, Placement::At(start));
            solution.counted = counted;
        }
    }
}

/// The credits of the courses in each slot.
fn credits(compiled: &Compiled, solution: &Solution) -> Vec<i64> {
    let mut slots = vec![0; compiled.problem.slots.len()];
    for ((unit, candidate), placement) in compiled.problem.units.iter().zip(&compiled.units).zip(&solution.plan) {
        if let (Placement::At(start), true) = (placement, candidate.course) {
            for (slot, (ects, _)) in slots.iter_mut().skip(*start).zip(&unit.load) {
                *slot += ects;
            }
        }
    }
    slots
}

fn unevenness(compiled: &Compiled, solution: &Solution) -> i64 {
    credits(compiled, solution).iter().map(|ects| ects * ects).sum()
}

fn heaviest(compiled: &Compiled, solution: &Solution) -> i64 {
    credits(compiled, solution).into_iter().max().unwrap_or(0)
}

/// Moves or exchanges courses when that spreads credits more evenly; says whether anything moved.
fn balance(compiled: &Compiled, solution: &mut Solution, values: Values) -> bool {
    let problem = &compiled.problem;
    let mut moved = false;
    for unit in 0..solution.plan.len() {
        for other in 0..solution.plan.len() {
            let (Some(&Placement::At(here)), Some(&Placement::At(there))) = (solution.plan.get(unit), solution.plan.get(other)) else {
                continue;
            };
            if here == there {
                continue;
            }
            let before = unevenness(compiled, solution);
            set(solution, unit, Placement::At(there));
            if unevenness(compiled, solution) < before && as_good(problem, solution, values) {
                moved = true;
                continue;
            }
            set(solution, other, Placement::At(here));
            if unevenness(compiled, solution) < before && as_good(problem, solution, values) {
                moved = true;
                continue;
            }
            set(solution, unit, Placement::At(here));
            set(solution, other, Placement::At(there));
        }
    }
    moved
}

/// Moves units, alone or in exchange, when more of what is advised is followed then; says whether anything moved.
fn heed(compiled: &Compiled, advised: &Advised, solution: &mut Solution, values: Values) -> bool {
    let problem = &compiled.problem;
    let most = heaviest(compiled, solution);
    let mut moved = false;
    for unit in advised.unheeded(solution) {
        let Some(&Placement::At(now)) = solution.plan.get(unit) else { continue };
        let before = advised.broken(solution);
        let better = |solution: &Solution| {
            advised.broken(solution) < before && heaviest(compiled, solution) <= most && as_good(problem, solution, values)
        };
        let starts = problem.units.get(unit).map(|unit| unit.starts.as_slice()).unwrap_or_default();
        'starts: for &slot in starts.iter().filter(|start| **start != now) {
            set(solution, unit, Placement::At(slot));
            if better(solution) {
                moved = true;
                break;
            }
            for other in 0..solution.plan.len() {
                if other == unit || solution.plan.get(other) != Some(&Placement::At(slot)) {
                    continue;
                }
                set(solution, other, Placement::At(now));
                if better(solution) {
                    moved = true;
                    break 'starts;
                }
                set(solution, other, Placement::At(slot));
            }
            set(solution, unit, Placement::At(now));
        }
    }
    moved
}

/// Moves units of a lower rank before others, alone or in exchange; says whether anything moved.
fn exchange(compiled: &Compiled, advised: &Advised, solution: &mut Solution, values: Values) -> bool {
    let problem = &compiled.problem;
    let most = heaviest(compiled, solution);
    let broken = advised.broken(solution);
    let fine = |solution: &Solution| {
        advised.broken(solution) <= broken && heaviest(compiled, solution) <= most && as_good(problem, solution, values)
    };
    let mut order: Vec<usize> = (0..solution.plan.len()).collect();
    order.order_by_key(|unit| compiled.units.get(*unit).map_or(usize::MAX, |unit| unit.rank));
    let mut moved = false;
    for (place, &early) in order.iter().enumerate() {
        let Some(&Placement::At(now)) = solution.plan.get(early) else { continue };
        let starts = problem.units.get(early).map(|unit| unit.starts.as_slice()).unwrap_or_default();
        let mut earlier: Vec<usize> = starts.iter().copied().filter(|start| *start < now).collect();
        earlier.order();
        'slots: for slot in earlier {
            set(solution, early, Placement::At(slot));
            if fine(solution) {
                moved = true;
                break;
            }
            for &late in order.iter().skip(place + 1).rev() {
                if solution.plan.get(late) != Some(&Placement::At(slot)) {
                    continue;
                }
                set(solution, late, Placement::At(now));
                if fine(solution) {
                    moved = true;
                    break 'slots;
                }
                set(solution, late, Placement::At(slot));
            }
            set(solution, early, Placement::At(now));
        }
    }
    moved
}

fn set(solution: &mut Solution, unit: usize, placement: Placement) {
    if let Some(own) = solution.plan.get_mut(unit) {
        *own = placement;
    }
}
