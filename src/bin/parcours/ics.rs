//! `parcours ics`: a request in, the calendar file of its dated steps out.

use crate::{
    Failure,
    options::{Options, bad_argument},
    packs::{self, Loaded},
    read_stdin,
};
use parcours::{
    data::{calendar, texts::Lang},
    domain::{error::InputError, request::Request},
};
use std::io::Write as _;

/// Prints the calendar file (RFC 5545) of the request on standard input, in French, or in English with `--lang en`.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let [pack, schedule] = packs::OPTIONS;
    let mut options = Options::read(arguments, &[pack, schedule, "--lang"], &[])?;
    if let Some(extra) = options.rest.first() {
        return Err(bad_argument(extra, "ics takes its request from standard input").into());
    }
    let lang = match options.take("--lang").as_deref() {
        None | Some("fr") => Lang::Fr,
        Some("en") => Lang::En,
        Some(other) => return Err(bad_argument(other, "--lang is fr or en").into()),
    };
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let loaded = Loaded::of(&mut options, request.centre_region.as_deref())?;
    let answer = loaded.engine.evaluate(&request)?;
    // As it is: its ends of line are part of the format. A reader that has gone away is no fault.
    let _ = std::io::stdout().lock().write_all(calendar::ics(&loaded.texts, lang, &request, &answer).as_bytes());
    Ok(())
}
