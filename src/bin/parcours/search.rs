//! `parcours search`: the whole catalogue, best first.

use crate::{Failure, read_stdin, say_json};
use parcours::{
    data,
    domain::{error::InputError, pathway::Task as _, request::Request},
};

/// Prints what every diploma would take for the person of the request on standard input.
pub fn run() -> Result<(), Failure> {
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let found = data::engine()?.survey(&request)?.finish()?;
    say_json(&found)
}
