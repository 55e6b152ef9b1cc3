//! The part of the core that the planner needs.

#[path = "../../../src/domain/error.rs"]
pub mod error;
#[path = "../../../src/domain/planner/mod.rs"]
pub mod planner;
