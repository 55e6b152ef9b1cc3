//! `parcours evaluate`: a request in, the answer out.

use crate::{Failure, packs, say_json};

/// Answers the request on standard input.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let (request, loaded, _) = packs::request("evaluate", arguments, &[])?;
    say_json(&loaded.engine.evaluate(&request)?)
}
