//! The planner: which units, in which semester, proven.
//!
//! It knows nothing of diplomas or people: [`crate::domain::pathway`] turns a request and a catalogue into a [`Problem`] and a solution back into a plan.

mod problem;

pub use problem::{Group, Leaf, Level, Node, PeakOf, PreMode, Problem, Season, Slot, Unit};
