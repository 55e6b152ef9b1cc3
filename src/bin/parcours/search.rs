//! `parcours search`: the whole catalogue, best first.

use crate::Failure;

/// Runs the command.
pub fn run() -> Result<(), Failure> {
    Err(Failure::Found)
}
