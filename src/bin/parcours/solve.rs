//! `parcours solve`: pathway/1 instances to proven plans.

use crate::Failure;

/// Runs the command.
pub fn run() -> Result<(), Failure> {
    Err(Failure::Found)
}
