//! Share links: a request as a short text, and back.
//!
//! A link carries everything in the fragment of its address, behind `#`, which browsers do not send to servers. Two forms exist:
//!
//! - `#p=1BhAH…`, written by [`encode`]: compact, versioned, checked part by part (the module `frame` gives the layout);
//! - `#centre_region=grand-est&diploma=LG02501A&status=salarie`, written by hand by partners (the module `prefill` lists the keys).
//!
//! [`decode_fragment`] reads both. Names travel as numbers of an append-only table (the module `numbers`) or written out, never as
//! positions in the tables of the day, so that a link opens after tables and catalogue have grown. What can no longer be kept is named
//! in [`Decoded::dropped`]; [`Shared::resolve`] maps units that the catalogue has renamed.
//!
//! Unless [`Shared::keep_today`] is set, a link does not carry the day: opening it evaluates on the day of opening.

mod base64;
mod bits;
mod codec;
mod fault;
mod frame;
mod numbers;
mod prefill;
mod resolve;
mod values;

pub use codec::is_pack;
pub use fault::{Dropped, EncodeError, LinkError, Part, Why};
pub use numbers::{FACT_NUMBERS, Numbered, WORD_NUMBERS};
pub use resolve::{CodeKind, Resolution};

use super::{date::Date, facts::FACTS, request::Request};
use serde::Serialize;

/// The longest note, in characters.
pub const NOTE_MAX: usize = 200;

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Shared {
    /// The request.
    pub request: Request,
    /// Whether the link fixes `request.today`; otherwise it opens on the day of opening.
    pub keep_today: bool,
    /// The language of the page.
    pub language: Option<Language>,
    /// The id or the `https` address of a region pack. It comes from whoever wrote the link: ask before fetching it.
    pub pack: Option<String>,
    /// A note of the adviser, at most [`NOTE_MAX`] characters. It is text of a stranger: show it as text only.
    pub note: Option<String>,
    /// The facts that the adviser filled, each once. A link gives them in the order of [`FACT_NUMBERS`].
    pub adviser_facts: Vec<&'static str>,
}

/// The language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

/// A link that was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Decoded {
    /// What it carries.
    pub shared: Shared,
    /// The parts that were found sound.
    pub parts: Vec<Part>,
    /// What could not be kept.
    pub dropped: Vec<Dropped>,
}

impl Shared {
    /// The request alone, for the day of opening.
    #[must_use]
    pub fn new(request: Request) -> Self {
        Self { request, keep_today: false, language: None, pack: None, note: None, adviser_facts: Vec::new() }
    }

    /// Forgets the facts that [`FACTS`] marks as sensitive (birth date, health, benefits, identity, personal amounts), and names those it forgot.
    /// Nothing takes their place.
    pub fn strip_sensitive(&mut self) -> Vec<&'static str> {
        let mut forgotten = Vec::new();
        for spec in FACTS.iter().filter(|spec| spec.sensitive) {
            self.adviser_facts.retain(|key| *key != spec.key);
            if self.request.facts.get(spec.key).is_some() && self.request.facts.set(spec, None).is_ok() {
                forgotten.push(spec.key);
            }
        }
        forgotten
    }
}

/// The code of a link: letters, digits, `-` and `_`, the first one being the version. See [`fragment`] for what goes into an address.
///
/// # Errors
/// A part that does not fit, a note or a pack that may not travel.
pub fn encode(shared: &Shared) -> Result<String, EncodeError> {
    frame::write(&codec::write(shared)?)
}

/// The fragment of a link, `#p=` and its code.
///
/// # Errors
/// Those of [`encode`].
pub fn fragment(shared: &Shared) -> Result<String, EncodeError> {
    Ok(format!("#p={}", encode(shared)?))
}

/// Reads a link: a whole address, a fragment of either form, or a bare code. White space inside and punctuation behind, as mail programs
/// add them, do no harm. A link that does not carry its day is read for the day `today`.
///
/// # Errors
/// The kind of damage, with what could be recovered.
pub fn decode(link: &str, today: Date) -> Result<Decoded, LinkError> {
    if link.len() > 4 * frame::MAX_CODE {
        return Err(LinkError::TooLong);
    }
    match link.split_once('#') {
        Some((_, fragment)) => decode_fragment(fragment, today),
        None if link.contains('=') => decode_fragment(link, today),
        None => decode_code(link, today),
    }
}

/// Reads a fragment, with or without its `#`: `p=` and a code, the readable form, or both, the readable keys then going over the code.
///
/// # Errors
/// Those of [`decode`].
pub fn decode_fragment(fragment: &str, today: Date) -> Result<Decoded, LinkError> {
    if fragment.len() > 4 * frame::MAX_CODE {
        return Err(LinkError::TooLong);
    }
    prefill::read(fragment.strip_prefix('#').unwrap_or(fragment), today)
}

fn decode_code(text: &str, today: Date) -> Result<Decoded, LinkError> {
    let code: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let code = code.trim_end_matches(|end: char| base64::sextet(end).is_none());
    let mut characters = code.chars();
    match characters.next() {
        Some(frame::VERSION) => {}
        Some(digit) if digit.is_ascii_digit() && characters.all(|each| base64::sextet(each).is_some()) => {
            return Err(LinkError::UnknownVersion(digit));
        }
        _ => return Err(LinkError::NotALink),
    }
    if code.len() > frame::MAX_CODE {
        return Err(LinkError::TooLong);
    }
    let frame = frame::read(code.get(1..).unwrap_or_default());
    let damaged = !frame.dropped.is_empty();
    let mut decoded = Decoded { shared: Shared::new(Request::blank(today)), parts: Vec::new(), dropped: frame.dropped };
    for (tag, payload) in &frame.parts {
        codec::read(*tag, payload, &mut decoded);
    }
    match (frame.truncated, damaged) {
        (true, _) => Err(LinkError::Truncated(Box::new(decoded))),
        (_, true) => Err(LinkError::Damaged(Box::new(decoded))),
        _ => Ok(decoded),
    }
}
