//! `parcours evaluate`: a request in, the answer out.

use crate::{Failure, read_stdin};
use parcours::{
    data,
    domain::{error::InputError, request::Request},
};

/// Answers the request on standard input.
pub fn run() -> Result<(), Failure> {
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let answer = data::engine()?.evaluate(&request)?;
    println!("{}", serde_json::to_string(&answer).map_err(|fault| InputError::from_json(fault, ""))?);
    Ok(())
}
