//! `parcours search`: the whole catalogue, best first.

use crate::{
    Failure,
    options::{Options, bad_argument},
    packs::{self, Loaded},
    read_stdin, say_json,
};
use parcours::domain::{error::InputError, pathway::Task as _, request::Request};

/// Prints what every diploma would take for the person of the request on standard input.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let mut options = Options::read(arguments, &packs::OPTIONS, &[])?;
    if let Some(extra) = options.rest.first() {
        return Err(bad_argument(extra, "search takes its request from standard input").into());
    }
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let loaded = Loaded::of(&mut options, request.centre_region.as_deref())?;
    let found = loaded.engine.survey(&request)?.finish()?;
    say_json(&found)
}
