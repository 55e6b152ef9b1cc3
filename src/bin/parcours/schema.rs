//! `parcours schema`: JSON Schemas.

use crate::Failure;

/// Runs the command.
pub fn run(_arguments: &[String]) -> Result<(), Failure> {
    Err(Failure::Found)
}
