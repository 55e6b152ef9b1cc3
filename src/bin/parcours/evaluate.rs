//! `parcours evaluate`: a request in, the answer out.

use crate::{
    Failure,
    options::{Options, bad_argument},
    packs::{self, Loaded},
    read_stdin, say_json,
};
use parcours::domain::{error::InputError, request::Request};

/// Answers the request on standard input.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut options = Options::read(arguments, &packs::OPTIONS, &[])?;
    if let Some(extra) = options.rest.first() {
        return Err(bad_argument(extra, "evaluate takes its request from standard input").into());
    }
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let loaded = Loaded::of(&mut options, request.centre_region.as_deref())?;
    let answer = loaded.engine.evaluate(&request)?;
    say_json(&answer)
}
