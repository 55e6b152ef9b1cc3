//! The planner: which units, in which semester, proven.
//!
//! It knows nothing of diplomas or people: `domain::pathway` turns a request and a catalogue into a [`Problem`] and a solution back into a plan.
//! A package of its own, so that the page can be compiled for size and the search for speed.
//!
//! [`solve`] asks, level after level, "is there a plan within these limits?". Each question is narrowed down (`presolve`), written as
//! pseudo-Boolean constraints (`encode`) and searched (`engine`). [`check()`] judges plans without any of that. [`explain()`] says what
//! contradicts what when there is no plan.

mod check;
mod encode;
mod engine;
mod explain;
mod fault;
mod heap;
mod levels;
mod list;
mod numbers;
mod patterns;
mod presolve;
mod problem;
mod question;
mod ready;
mod resources;
mod search;
mod solution;
mod tree;
mod validate;

pub use check::{Values, Violation, check};
pub use explain::{Constraints, Edit, Explanation, Relaxable, Tag, explain};
pub use fault::Fault;
pub use problem::{Group, Leaf, Level, Node, PeakOf, PreMode, Problem, Season, Slot, Unit};
pub use search::{Progress, Search, solve};
pub use solution::{Budget, LevelResult, Measure, Placement, Refutation, Solution, Status};
pub use validate::validate;
