//! Why there is no plan: a smallest set of constraints that already contradict each other.
//!
//! The caller names groups of constraints as a person would ("the pin of this unit", "what a semester holds"). The answer is *minimal*:
//! without any one of its groups, the others allow a plan (QuickXplain, Junker 2004, first over coarse kinds, then inside them).

use super::fault::Fault;
use super::problem::{Group, Level, Node, PreMode, Problem, Slot};
use super::search::solve;
use super::solution::{Budget, Status};

/// More than any sum a problem can hold in one slot, and still a valid number.
const WIDE: i64 = 100_000_000;

/// What a group of constraints is about, in the indices of the problem it was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The requirement of this node.
    Requirement(usize),
    /// What this slot holds, at most and at least.
    Slot(usize),
    /// Where this unit may start.
    Starts(usize),
    /// The prerequisites of this unit.
    Prerequisites(usize),
    /// The credits that must be finished before this unit.
    CreditsBefore(usize),
    /// Something of the caller's: a pin, an exclusion.
    Custom(usize),
}

/// One constraint, added to a problem that is free of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The unit may only start in one of these slots (an empty list excludes it).
    Starts {
        /// The unit.
        unit: usize,
        /// The slots.
        allowed: Vec<usize>,
    },
    /// The slot holds no more, and needs no less, than this one.
    Slot {
        /// Which slot.
        slot: usize,
        /// Its limits; season, year and fee are ignored.
        limits: Slot,
    },
    /// The group node needs this much.
    Require {
        /// The node.
        node: usize,
        /// Children that must be satisfied.
        min_n: i64,
        /// Credits that the children must bring.
        min_ects: i64,
    },
    /// One of these must come first.
    Prerequisite {
        /// The unit that needs it.
        unit: usize,
        /// The alternatives.
        any_of: Vec<(usize, PreMode)>,
    },
    /// So many credits must be finished before the unit starts.
    CreditsBefore {
        /// The unit.
        unit: usize,
        /// The credits.
        ects: i64,
    },
}

/// A group of constraints that stands or falls together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraints {
    /// What it is about.
    pub tag: Tag,
    /// The constraints.
    pub edits: Vec<Edit>,
}

/// A problem freed of its constraints, and the constraints in groups.
#[derive(Clone, Debug)]
pub struct Relaxable {
    /// The problem without them.
    pub problem: Problem,
    /// The groups; a caller may add its own.
    pub groups: Vec<Constraints>,
}

/// What [`explain`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// There is a plan with all constraints.
    Feasible,
    /// These groups (indices) contradict each other.
    Conflict {
        /// The groups, in their order.
        groups: Vec<usize>,
        /// Proven: without any one of them there is a plan. `false` when the budget ran out on a test.
        minimal: bool,
    },
    /// The budget ran out before anything was proven.
    Unknown,
}

impl Relaxable {
    /// Takes `problem` apart: each requirement below the root (or the root itself, when it offers a choice), each slot, and the starts,
    /// prerequisites and credits of each unit become a group. `problem` must be well-formed, see [`super::validate()`].
    #[must_use]
    pub fn split(problem: &Problem) -> Self {
        let mut relaxed = problem.clone();
        let mut groups = Vec::new();
        relaxed.objective.clear();
        Self::split_requirements(&mut relaxed, &mut groups);
        for (index, slot) in relaxed.slots.iter_mut().enumerate() {
            groups.push(Constraints { tag: Tag::Slot(index), edits: vec![Edit::Slot { slot: index, limits: slot.clone() }] });
            (slot.max_units, slot.max_ects, slot.max_hours, slot.min_units, slot.min_ects) = (WIDE, WIDE, WIDE, 0, 0);
        }
        let horizon = relaxed.slots.len();
        for (index, unit) in relaxed.units.iter_mut().enumerate().filter(|(_, unit)| !unit.done) {
            let mut add = |tag, edits: Vec<Edit>| groups.push(Constraints { tag, edits });
            let everywhere: Vec<usize> = (0..(horizon + 1).saturating_sub(unit.load.len())).collect();
            let mut allowed = std::mem::replace(&mut unit.starts, everywhere);
            // A start so late that the unit would not end is none.
            allowed.retain(|start| unit.starts.contains(start));
            if allowed.len() < unit.starts.len() {
                add(Tag::Starts(index), vec![Edit::Starts { unit: index, allowed }]);
            }
            unit.pen = vec![0; unit.starts.len()];
            let pre = std::mem::take(&mut unit.pre);
            if !pre.is_empty() {
                add(Tag::Prerequisites(index), pre.into_iter().map(|any_of| Edit::Prerequisite { unit: index, any_of }).collect());
            }
            let ects = std::mem::take(&mut unit.min_ects_before);
            if ects > 0 {
                add(Tag::CreditsBefore(index), vec![Edit::CreditsBefore { unit: index, ects }]);
            }
        }
        Self { problem: relaxed, groups }
    }

    fn split_requirements(relaxed: &mut Problem, groups: &mut Vec<Constraints>) {
        let Some(Node::Group(mut root)) = relaxed.nodes.pop() else { return };
        let all_of = root.min_n == root.of.len() as i64 && root.min_ects == 0;
        let original = std::mem::take(&mut root.of);
        for &child in &original {
            if !all_of {
                root.of.push(child);
                continue;
            }
            // A leaf cannot be relaxed: a group around it can.
            let node = match relaxed.nodes.get(child) {
                Some(Node::Leaf(_)) => {
                    relaxed.nodes.push(Node::Group(Group { of: vec![child], min_n: 1, min_ects: 0, cap_ects: -1, cap_n: -1 }));
                    relaxed.nodes.len() - 1
                }
                _ => child,
            };
            root.of.push(node);
            if let Some(Node::Group(group)) = relaxed.nodes.get_mut(node) {
                let edit = Edit::Require { node, min_n: group.min_n, min_ects: group.min_ects };
                (group.min_n, group.min_ects) = (0, 0);
                groups.push(Constraints { tag: Tag::Requirement(child), edits: vec![edit] });
            }
        }
        let node = relaxed.nodes.len();
        if !all_of {
            groups.push(Constraints {
                tag: Tag::Requirement(node),
                edits: vec![Edit::Require { node, min_n: root.min_n, min_ects: root.min_ects }],
            });
            (root.min_n, root.min_ects) = (0, 0);
        }
        relaxed.nodes.push(Node::Group(root));
    }

    /// The problem with the constraints of `kept` groups.
    #[must_use]
    pub fn with(&self, kept: &[usize]) -> Problem {
        let mut problem = self.problem.clone();
        for edit in kept.iter().filter_map(|&group| self.groups.get(group)).flat_map(|group| &group.edits) {
            apply(&mut problem, edit);
        }
        problem
    }
}

fn apply(problem: &mut Problem, edit: &Edit) {
    match edit {
        Edit::Starts { unit, allowed } => {
            let Some(unit) = problem.units.get_mut(*unit) else { return };
            let kept: Vec<(usize, i64)> =
                unit.starts.iter().copied().zip(unit.pen.iter().copied()).filter(|(start, _)| allowed.contains(start)).collect();
            (unit.starts, unit.pen) = kept.into_iter().unzip();
        }
        Edit::Slot { slot, limits } => {
            let Some(slot) = problem.slots.get_mut(*slot) else { return };
            slot.max_units = slot.max_units.min(limits.max_units);
            slot.max_ects = slot.max_ects.min(limits.max_ects);
            slot.max_hours = slot.max_hours.min(limits.max_hours);
            slot.min_units = slot.min_units.max(limits.min_units);
            slot.min_ects = slot.min_ects.max(limits.min_ects);
        }
        Edit::Require { node, min_n, min_ects } => {
            if let Some(Node::Group(group)) = problem.nodes.get_mut(*node) {
                group.min_n = group.min_n.max(*min_n);
                group.min_ects = group.min_ects.max(*min_ects);
            }
        }
        Edit::Prerequisite { unit, any_of } => {
            if let Some(unit) = problem.units.get_mut(*unit) {
                unit.pre.push(any_of.clone());
            }
        }
        Edit::CreditsBefore { unit, ects } => {
            if let Some(unit) = problem.units.get_mut(*unit) {
                unit.min_ects_before = unit.min_ects_before.max(*ects);
            }
        }
    }
}

/// Finds a minimal conflict among the groups of `relaxable`; `budget` bounds each test.
///
/// # Errors
/// The problem, or a group of the caller's, is malformed.
pub fn explain(relaxable: &Relaxable, budget: Budget) -> Result<Explanation, Fault> {
    let mut tests = Tests { relaxable, budget, minimal: true };
    let all: Vec<usize> = (0..relaxable.groups.len()).collect();
    match tests.status(&all)? {
        Status::Optimal => return Ok(Explanation::Feasible),
        Status::Limit => return Ok(Explanation::Unknown),
        Status::Infeasible => {}
    }
    // Coarse kinds first: few tests tell which kinds matter at all.
    let mut kinds: Vec<(Tag, Vec<usize>)> = Vec::new();
    for (index, group) in relaxable.groups.iter().enumerate() {
        let kind = match group.tag {
            Tag::Slot(_) => Tag::Slot(0),
            Tag::Starts(_) => Tag::Starts(0),
            Tag::Prerequisites(_) => Tag::Prerequisites(0),
            Tag::CreditsBefore(_) => Tag::CreditsBefore(0),
            own => own,
        };
        match kinds.iter_mut().find(|known| known.0 == kind) {
            Some(known) => known.1.push(index),
            None => kinds.push((kind, vec![index])),
        }
    }
    let coarse: Vec<Vec<usize>> = kinds.into_iter().map(|kind| kind.1).collect();
    let coarse = tests.narrow(&[], false, &coarse)?;
    let fine: Vec<Vec<usize>> = coarse.into_iter().flatten().map(|group| vec![group]).collect();
    let found = tests.narrow(&[], false, &fine)?;
    let groups = (0..relaxable.groups.len()).filter(|group| found.iter().any(|part| part.contains(group))).collect();
    Ok(Explanation::Conflict { groups, minimal: tests.minimal })
}

struct Tests<'a> {
    relaxable: &'a Relaxable,
    budget: Budget,
    minimal: bool,
}

impl Tests<'_> {
    fn status(&self, kept: &[usize]) -> Result<Status, Fault> {
        let mut problem = self.relaxable.with(kept);
        problem.objective = Vec::<Level>::new();
        Ok(solve(&problem, self.budget)?.status)
    }

    fn contradictory(&mut self, kept: &[usize]) -> Result<bool, Fault> {
        let status = self.status(kept)?;
        // What is not proven contradictory keeps its constraints: the answer stays a conflict, perhaps not the smallest.
        self.minimal &= status != Status::Limit;
        Ok(status == Status::Infeasible)
    }

    /// The parts of `parts` that, with `kept`, contradict each other; `test` when `kept` alone may.
    fn narrow(&mut self, kept: &[usize], test: bool, parts: &[Vec<usize>]) -> Result<Vec<Vec<usize>>, Fault> {
        if test && self.contradictory(kept)? {
            return Ok(Vec::new());
        }
        if parts.len() <= 1 {
            // A single part is needed, unless nothing is: even no constraint at all leaves no plan.
            return if !test && kept.is_empty() && self.contradictory(&[])? { Ok(Vec::new()) } else { Ok(parts.to_vec()) };
        }
        let (first, second) = parts.split_at(parts.len() / 2);
        let with_first: Vec<usize> = kept.iter().copied().chain(first.iter().flatten().copied()).collect();
        let from_second = self.narrow(&with_first, !first.is_empty(), second)?;
        let with_second: Vec<usize> = kept.iter().copied().chain(from_second.iter().flatten().copied()).collect();
        let mut found = self.narrow(&with_second, !from_second.is_empty(), first)?;
        found.extend(from_second);
        Ok(found)
    }
}
