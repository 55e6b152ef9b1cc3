//! An independent judge of plans. It shares nothing with the search but the problem itself.

use super::problem::{Level, Node, PeakOf, PreMode, Problem};
use super::solution::{Placement, Solution};
use std::fmt;

/// The value of each level, worked out from a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Values {
    /// One more than the last occupied slot; 0 when nothing is left to take.
    pub finish: i64,
    /// Prices of the units taken and fees of the slots and years used.
    pub cost: i64,
    /// The largest load of a slot, in what `peak_of` says.
    pub peak: i64,
    /// The sum of the penalties.
    pub pref: i64,
}

impl Values {
    /// The value of one level.
    #[must_use]
    pub fn get(&self, level: Level) -> i64 {
        match level {
            Level::Finish => self.finish,
            Level::Cost => self.cost,
            Level::Peak => self.peak,
            Level::Pref => self.pref,
        }
    }
}

/// What is wrong with a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The plan does not have one placement a unit.
    Length,
    /// A unit is placed as done though it is not, or the reverse.
    Done(usize),
    /// A unit starts where it may not.
    Start(usize),
    /// A prerequisite of the unit is missing or too late.
    Prerequisite(usize),
    /// Too few credits are finished before the unit starts.
    CreditsBefore(usize),
    /// A slot holds too much or too little.
    Slot(usize),
    /// A counted node is no leaf, counted twice, not taken, or its unit counts elsewhere too.
    Counted(usize),
    /// More leaves count below a group than may.
    TooManyCounted(usize),
    /// The requirement tree is not satisfied.
    Requirement,
    /// A level does not have the value the solution claims.
    Value(Level),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length => f.write_str("the plan does not place every unit"),
            Self::Done(unit) => write!(f, "unit {unit}: done or not, the plan disagrees with the problem"),
            Self::Start(unit) => write!(f, "unit {unit} starts where it may not"),
            Self::Prerequisite(unit) => write!(f, "unit {unit} starts before its prerequisites"),
            Self::CreditsBefore(unit) => write!(f, "unit {unit} starts with too few credits finished"),
            Self::Slot(slot) => write!(f, "slot {slot} holds too much or too little"),
            Self::Counted(node) => write!(f, "node {node} cannot count"),
            Self::TooManyCounted(node) => write!(f, "too many leaves count below node {node}"),
            Self::Requirement => f.write_str("the requirements are not met"),
            Self::Value(level) => write!(f, "level {level:?} does not have the value claimed"),
        }
    }
}

impl std::error::Error for Violation {}

/// Checks the plan of `solution` against `problem` and works out its values.
///
/// # Errors
/// The first rule the plan breaks, or the first level whose claimed value is wrong.
pub fn check(problem: &Problem, solution: &Solution) -> Result<Values, Violation> {
    let plan = &solution.plan;
    if plan.len() != problem.units.len() {
        return Err(Violation::Length);
    }
    // (units, credits, hours) of each slot.
    let mut used = vec![[0i64; 3]; problem.slots.len()];
    let mut values = Values { finish: 0, cost: 0, peak: 0, pref: 0 };
    for (index, unit) in problem.units.iter().enumerate() {
        if unit.done != (plan[index] == Placement::Done) {
            return Err(Violation::Done(index));
        }
        let Placement::At(start) = plan[index] else { continue };
        let choice = unit.starts.iter().position(|&slot| slot == start).ok_or(Violation::Start(index))?;
        values.pref += unit.pen.get(choice).copied().unwrap_or(0);
        values.cost += unit.cost;
        for (offset, &(ects, hours)) in unit.load.iter().enumerate() {
            let slot = used.get_mut(start + offset).ok_or(Violation::Start(index))?;
            slot[0] += 1;
            slot[1] += ects;
            slot[2] += hours;
        }
        values.finish = values.finish.max((start + unit.load.len()) as i64);
        for list in &unit.pre {
            let met = list.iter().any(|&(other, mode)| match mode {
                PreMode::Before => finished(problem, plan, other, start),
                PreMode::NotLater => match plan.get(other) {
                    Some(Placement::Done) => true,
                    Some(Placement::At(other_start)) => *other_start <= start,
                    _ => false,
                },
            });
            if !met {
                return Err(Violation::Prerequisite(index));
            }
        }
        if unit.min_ects_before <= 0 {
            continue;
        }
        let mut credits = 0;
        for (other, what) in problem.units.iter().enumerate() {
            if other != index && finished(problem, plan, other, start) {
                credits += what.ects;
            }
        }
        if credits < unit.min_ects_before {
            return Err(Violation::CreditsBefore(index));
        }
    }
    let mut years = Vec::new();
    for (index, (slot, [units, ects, hours])) in problem.slots.iter().zip(&used).enumerate() {
        if *units < slot.min_units || *units > slot.max_units || *ects < slot.min_ects || *ects > slot.max_ects || *hours > slot.max_hours {
            return Err(Violation::Slot(index));
        }
        if *units > 0 {
            values.cost += slot.fee;
            if slot.year_fee > 0 && !years.contains(&slot.year) {
                values.cost += slot.year_fee;
                years.push(slot.year);
            }
        }
        values.peak = values.peak.max(match problem.peak_of {
            PeakOf::Ects => *ects,
            PeakOf::Hours => *hours,
        });
    }
    requirements(problem, solution)?;
    for result in &solution.levels {
        if result.value.is_some_and(|value| value != values.get(result.level)) {
            return Err(Violation::Value(result.level));
        }
    }
    Ok(values)
}

fn finished(problem: &Problem, plan: &[Placement], unit: usize, before: usize) -> bool {
    match (plan.get(unit), problem.units.get(unit)) {
        (Some(Placement::Done), _) => true,
        (Some(Placement::At(start)), Some(what)) => start + what.load.len() <= before,
        _ => false,
    }
}

fn requirements(problem: &Problem, solution: &Solution) -> Result<(), Violation> {
    let mut counts = vec![false; problem.nodes.len()];
    let mut counted_unit = vec![false; problem.units.len()];
    for &node in &solution.counted {
        let Some(Node::Leaf(leaf)) = problem.nodes.get(node) else { return Err(Violation::Counted(node)) };
        let taken = solution.plan.get(leaf.u).is_some_and(|placement| *placement != Placement::NotTaken);
        if !taken || std::mem::replace(&mut counts[node], true) || std::mem::replace(&mut counted_unit[leaf.u], true) {
            return Err(Violation::Counted(node));
        }
    }
    // (satisfied, credits passed on, leaves counted) of each node; children come first.
    let mut state: Vec<(bool, i64, i64)> = Vec::with_capacity(problem.nodes.len());
    for (index, node) in problem.nodes.iter().enumerate() {
        let entry = match node {
            Node::Leaf(leaf) => {
                let ects = problem.units.get(leaf.u).map_or(0, |unit| unit.ects);
                if counts[index] { (true, ects, 1) } else { (false, 0, 0) }
            }
            Node::Group(group) => {
                let (mut satisfied, mut credits, mut counted) = (0, 0, 0);
                for &child in &group.of {
                    let below = state.get(child).copied().unwrap_or((false, 0, 0));
                    satisfied += i64::from(below.0);
                    credits += below.1;
                    counted += below.2;
                }
                if group.cap_n >= 0 && counted > group.cap_n {
                    return Err(Violation::TooManyCounted(index));
                }
                let passed = if group.cap_ects < 0 { credits } else { credits.min(group.cap_ects) };
                (satisfied >= group.min_n && credits >= group.min_ects, passed, counted)
            }
        };
        state.push(entry);
    }
    if state.last().is_some_and(|root| root.0) { Ok(()) } else { Err(Violation::Requirement) }
}
