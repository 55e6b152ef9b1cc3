//! `parcours evaluate`: a request in, the answer out.

use crate::{Failure, read_stdin, say_json};
use parcours::{
    data,
    domain::{error::InputError, request::Request},
};

/// Answers the request on standard input.
pub fn run() -> Result<(), Failure> {
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let answer = data::engine()?.evaluate(&request)?;
    say_json(&answer)
}
