//! `parcours link` and `parcours unlink`: a request to a share link, and back.

use crate::{
    Failure,
    options::{Options, bad_argument},
    read_stdin, say, say_json,
};
use parcours::domain::{
    date::Date,
    error::InputError,
    request::Request,
    share::{self, Language, Numbered, Shared},
};
use std::time::{SystemTime, UNIX_EPOCH};

/// Prints the link of the request on standard input: the fragment `#p=…`, behind the address of `--base` if given.
///
/// The link keeps the day of the request, so that `unlink` gives the same request back; with `--undated` it opens on the day of opening,
/// as the links of the page do. `--private` leaves out the sensitive facts and names them on standard error.
pub fn link(arguments: &[String]) -> Result<(), Failure> {
    let mut options = Options::read(arguments, &["--base", "--lang", "--pack", "--note"], &["--undated", "--private"])?;
    if let Some(extra) = options.rest.first() {
        return Err(bad_argument(extra, "link takes its request from standard input").into());
    }
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let mut shared = Shared { keep_today: !options.has("--undated"), ..Shared::new(request) };
    if options.has("--private") {
        let forgotten = shared.strip_sensitive();
        eprintln!("{}", serde_json::json!({ "left_out": forgotten }));
    }
    if let Some(name) = options.take("--lang") {
        shared.language = Some(Language::of_name(&name).ok_or_else(|| bad_argument(&name, "--lang is fr or en"))?);
    }
    shared.pack = options.take("--pack");
    shared.note = options.take("--note");
    let base = options.take("--base").unwrap_or_default();
    let base = base.split('#').next().unwrap_or_default();
    say(&format!("{base}{}", share::fragment(&shared).map_err(InputError::from)?));
    Ok(())
}

/// Prints the request of a link: a whole address, a fragment or a bare code.
///
/// A link without a day is read for `--today`, by default the day of the clock. What could not be kept is named on standard error.
/// A damaged link is an error, unless `--recover` asks for what is left of it.
pub fn unlink(arguments: &[String]) -> Result<(), Failure> {
    let mut options = Options::read(arguments, &["--today"], &["--recover"])?;
    let [link] = options.rest.as_slice() else {
        return Err(InputError::new("bad_argument", "", "unlink takes one link, in quotes because of its `#` and `&`").into());
    };
    let link = link.clone();
    let today = match options.take("--today") {
        Some(day) => day.parse().map_err(|fault: String| bad_argument("--today", &fault))?,
        None => clock_day()?,
    };
    let decoded = match share::decode(&link, today) {
        Err(fault) if options.has("--recover") && fault.recovered().is_some() => {
            eprintln!("{}", serde_json::json!({ "recovered": fault.to_string() }));
            fault.into_recovered()
        }
        other => Some(other.map_err(InputError::from)?),
    };
    if let Some(decoded) = decoded {
        if !decoded.dropped.is_empty() {
            eprintln!("{}", serde_json::json!({ "dropped": decoded.dropped }));
        }
        say_json(&decoded.shared.request)?;
    }
    Ok(())
}

/// Today by the clock of this machine, in universal time.
fn clock_day() -> Result<Date, InputError> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(seconds / 86_400)
        .ok()
        .and_then(Date::from_days_since_epoch)
        .ok_or_else(|| bad_argument("--today", "the clock of this machine is wrong: give the day"))
}
