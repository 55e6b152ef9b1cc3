//! `parcours search`: the whole catalogue, best first.

use crate::{Failure, packs, say_json};
use parcours::domain::pathway::Task as _;

/// Prints what every diploma would take for the person of the request on standard input.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let (request, loaded, _) = packs::request("search", arguments, &[])?;
    say_json(&loaded.engine.survey(&request)?.finish()?)
}
