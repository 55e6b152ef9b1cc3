//! `parcours ics`: a request in, the calendar file of its dated steps out.

use crate::{Failure, options::bad_argument, packs};
use parcours::data::{calendar, texts::Lang};
use std::io::Write as _;

/// Prints the calendar file (RFC 5545) of the request on standard input, in French, or in English with `--lang en`.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let (request, loaded, mut options) = packs::request("ics", arguments, &["--lang"])?;
    let lang = match options.take("--lang").as_deref() {
        None | Some("fr") => Lang::Fr,
        Some("en") => Lang::En,
        Some(other) => return Err(bad_argument(other, "--lang is fr or en").into()),
    };
    let answer = loaded.engine.evaluate(&request)?;
    // As it is: its ends of line are part of the format. A reader that has gone away is no fault.
    let _ = std::io::stdout().lock().write_all(calendar::ics(&loaded.texts, lang, &request, &answer).as_bytes());
    Ok(())
}
