//! `parcours link` and `parcours unlink`: a request to a share link, and back.

use crate::Failure;

/// Prints the link of the request on standard input.
pub fn link() -> Result<(), Failure> {
    Err(Failure::Found)
}

/// Prints the request of a link.
pub fn unlink(_arguments: &[String]) -> Result<(), Failure> {
    Err(Failure::Found)
}
