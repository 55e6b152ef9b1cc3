//! What the planner answers.

use super::problem::Level;

/// How far the search may go, in conflicts: a count, never a clock, so that every machine gives the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Conflicts for one question ("is there a plan in 7 semesters?").
    pub question: u64,
    /// Conflicts for the whole problem.
    pub total: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { question: 60_000, total: 200_000 }
    }
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Every level is proven.
    Optimal,
    /// Proven: there is no plan.
    Infeasible,
    /// The budget ran out: the plan, when there is one, is the best found, and `bound` says how much better one could be.
    Limit,
}

/// Where a unit stands in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Validated or exempted before the first slot.
    Done,
    /// Not part of the plan.
    NotTaken,
    /// Starts in this slot.
    At(usize),
}

/// The result on one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelResult {
    /// Which level.
    pub level: Level,
    /// Its value in the plan; `None` without a plan.
    pub value: Option<i64>,
    /// No plan as good on the levels before has a lower value; equal to `value` when proven.
    pub bound: i64,
    /// What refuted the next better value; `None` when no better one was left to ask about.
    pub refutation: Option<Refutation>,
}

/// What a bound counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Units.
    Units,
    /// Credits.
    Ects,
    /// Hours.
    Hours,
    /// How many units bring at least so many credits, or hours.
    LargeUnits(i64),
    /// Weights chosen by the search over the kinds of units (a dual solution of the packing problem).
    Weights,
}

/// Why a question has no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refutation {
    /// These units must follow one another, and the last one ends in slot number `needed` at the earliest (1 is the first slot);
    /// `None` when it is not offered again at all.
    Chain {
        /// The units, in the order in which they must be taken.
        units: Vec<usize>,
        /// How many slots the chain needs.
        needed: Option<usize>,
    },
    /// More must fit into some slots than they hold.
    Capacity {
        /// What is counted.
        measure: Measure,
        /// What must fit, at least.
        needed: i64,
        /// What these slots hold, at most.
        available: i64,
        /// The slots.
        slots: Vec<usize>,
        /// The units that every plan has to place there.
        units: Vec<usize>,
    },
    /// The requirement cannot be met by the units that can still be taken.
    Requirement {
        /// The node.
        node: usize,
    },
    /// This much is spent at least.
    Lower {
        /// What is spent.
        level: Level,
        /// The smallest value possible.
        least: i64,
    },
    /// The search tried everything.
    Search {
        /// After so many conflicts.
        conflicts: u64,
    },
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// How the search ended.
    pub status: Status,
    /// One result a level, in the order of the objective.
    pub levels: Vec<LevelResult>,
    /// One placement a unit; empty without a plan.
    pub plan: Vec<Placement>,
    /// The leaf nodes that count, in order.
    pub counted: Vec<usize>,
    /// Why there is no plan, when infeasible.
    pub refutation: Option<Refutation>,
    /// Conflicts met, over all questions.
    pub conflicts: u64,
}
