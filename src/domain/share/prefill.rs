//! The readable form of a link, for partners who prefill the planner by hand:
//! `#centre_region=grand-est&diploma=LG02501A&status=salarie&max_ue=2&lang=en`.
//!
//! | key | value |
//! |---|---|
//! | a fact of the contract | as in requests; lists are joined by commas |
//! | `centre_region`, `rules`, `today` | as in requests |
//! | `diploma`, `ue`, `start_term`, `routes` | as in `target` |
//! | `max_ue`, `max_ects`, `max_hours_per_week` | as in `pace` |
//! | `modalities`, `objective`, `chosen`, `excluded` | lists joined by commas |
//! | `acquired` | codes joined by commas, each with `:ue`, `:ves`, `:vae` or `:equivalence` behind it if known |
//! | `pins`, `near` | codes with a term, as in `NFA031:2027-S2`, joined by commas |
//! | `lang`, `pack`, `note` | `fr` or `en`; the id or `https` address of a region pack; a text |
//! | `adviser_facts` | the facts that the adviser filled, joined by commas |
//! | `p` | a code; the other keys then go over what it says |
//!
//! Values are percent-encoded as in web forms, `+` being a space. Codes of units are read without regard to case.
//! A key that is not known, or a value that may not stand there, is named in [`Decoded::dropped`]; the rest is kept.

use super::{Decoded, Dropped, FACT_NUMBERS, LinkError, Numbered, Shared, Why, codec, decode_code};
use crate::domain::{
    date::Date,
    facts::{FactKind, FactValue, fact_spec},
    request::{Acquired, Request},
};
use std::str::FromStr;

/// The most keys read: there are fewer than a hundred.
const MAX_PAIRS: usize = 200;

/// Reads a fragment without its `#`.
pub(super) fn read(fragment: &str, today: Date) -> Result<Decoded, LinkError> {
    let fragment = fragment.trim();
    // Some programs encode the whole fragment.
    let plain;
    let fragment = if fragment.contains('=') {
        fragment
    } else {
        plain = unescape(fragment).ok_or(LinkError::NotALink)?;
        &plain
    };
    let pairs: Vec<(&str, &str)> = fragment.split('&').filter_map(|pair| pair.split_once('=')).collect();
    if pairs.is_empty() {
        return Err(LinkError::NotALink);
    }
    if pairs.len() > MAX_PAIRS {
        return Err(LinkError::TooLong);
    }
    let code = pairs.iter().find(|(key, _)| *key == "p").map(|(_, code)| *code);
    let base = code.map(|code| decode_code(code, today));
    let only_code = code.is_some() && pairs.len() == 1;
    match base {
        Some(Ok(mut decoded)) => {
            apply(&pairs, &mut decoded);
            Ok(decoded)
        }
        Some(Err(fault)) => Err(if only_code { fault } else { with_pairs(fault, &pairs) }),
        None => {
            let mut decoded = Decoded { shared: Shared::new(Request::blank(today)), parts: Vec::new(), dropped: Vec::new() };
            let known = apply(&pairs, &mut decoded);
            // `#section=2` of a host page is no link of ours.
            if known { Ok(decoded) } else { Err(LinkError::NotALink) }
        }
    }
}

fn with_pairs(mut fault: LinkError, pairs: &[(&str, &str)]) -> LinkError {
    if let LinkError::Truncated(decoded) | LinkError::Damaged(decoded) = &mut fault {
        apply(pairs, decoded);
    }
    fault
}

/// Applies the pairs but `p`; tells whether any key was known.
fn apply(pairs: &[(&str, &str)], decoded: &mut Decoded) -> bool {
    let mut any = false;
    for (at, (key, value)) in pairs.iter().enumerate() {
        if *key == "p" {
            any = true;
            continue;
        }
        let repeated = pairs.get(..at).is_some_and(|before| before.iter().any(|(other, _)| other == key));
        let result = match unescape(value) {
            _ if repeated => Err(Why::Repeated),
            None => Err(Why::Invalid("it is not percent-encoded UTF-8".to_owned())),
            Some(value) => set(&mut decoded.shared, key, &value),
        };
        any |= result != Err(Why::UnknownKey);
        if let Err(why) = result {
            decoded.dropped.push(Dropped::new(*key, *value, why));
        }
    }
    any
}

fn set(shared: &mut Shared, key: &str, value: &str) -> Result<(), Why> {
    let request = &mut shared.request;
    let (target, pace) = (&mut request.target, &mut request.pace);
    match key {
        "centre_region" => {
            FactValue::parse(FactKind::Region, value).map_err(Why::Invalid)?;
            request.centre_region = Some(value.to_owned());
        }
        "rules" => request.rules = named(value)?,
        "today" => {
            request.today = parsed(value)?;
            shared.keep_today = true;
        }
        "diploma" => target.diploma = Some(code(value)?),
        "ue" => target.ue = list(value, code)?,
        "start_term" => target.start_term = Some(parsed(value)?),
        "routes" => target.routes = list(value, named)?,
        "max_ue" => pace.max_ue = Some(amount(value)?),
        "max_ects" => pace.max_ects = Some(amount(value)?),
        "max_hours_per_week" => pace.max_hours_per_week = Some(amount(value)?),
        "modalities" => request.modalities = Some(list(value, named)?),
        "objective" => request.objective = list(value, named)?,
        "chosen" => request.chosen = list(value, code)?,
        "excluded" => request.excluded = list(value, code)?,
        "acquired" => request.acquired = list(value, held)?,
        "pins" => {
            // Not `collect`, which would bring a sort along.
            for (code, term) in list(value, pin)? {
                request.pins.insert(code, term);
            }
        }
        "near" => {
            for (code, term) in list(value, pin)? {
                request.near.insert(code, term);
            }
        }
        "lang" => shared.language = Some(named(value)?),
        "pack" if codec::is_pack(value) => shared.pack = Some(value.to_owned()),
        "pack" => return Err(Why::Invalid("neither an id nor an https address".to_owned())),
        "note" if codec::is_note(value) => shared.note = Some(value.to_owned()),
        "note" => return Err(Why::Invalid("longer than 200 characters, or with control characters".to_owned())),
        "adviser_facts" => {
            let facts = list(value, fact_key)?;
            shared.adviser_facts = FACT_NUMBERS.iter().map(|(_, key)| *key).filter(|key| facts.contains(key)).collect();
        }
        _ => {
            let spec = fact_spec(key).ok_or(Why::UnknownKey)?;
            let value = FactValue::parse(spec.kind, value).map_err(Why::Invalid)?;
            request.facts.set(spec, Some(value)).map_err(Why::Invalid)?;
        }
    }
    Ok(())
}

fn list<T>(value: &str, read: fn(&str) -> Result<T, Why>) -> Result<Vec<T>, Why> {
    let mut values = Vec::new();
    for word in value.split(',') {
        if !word.is_empty() {
            values.push(read(word)?);
        }
    }
    Ok(values)
}

fn named<T: Numbered>(word: &str) -> Result<T, Why> {
    T::of_name(word).ok_or_else(|| {
        let names: Vec<&str> = T::NAMED.iter().map(|(_, name)| *name).collect();
        Why::Invalid(format!("`{word}` is not one of {}", names.join(", ")))
    })
}

fn parsed<T: FromStr<Err = String>>(word: &str) -> Result<T, Why> {
    word.parse().map_err(Why::Invalid)
}

fn amount(word: &str) -> Result<u32, Why> {
    word.parse().map_err(|_| Why::Invalid(format!("`{word}` is not a whole number")))
}

fn fact_key(word: &str) -> Result<&'static str, Why> {
    fact_spec(word).map(|spec| spec.key).ok_or_else(|| Why::Invalid(format!("`{word}` is not a fact")))
}

fn code(word: &str) -> Result<String, Why> {
    let sound = (2..=16).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if sound { Ok(word.to_ascii_uppercase()) } else { Err(Why::Invalid(format!("`{word}` is not a code such as NFA031 or LG02501A"))) }
}

fn held(word: &str) -> Result<Acquired, Why> {
    let (unit, how) = word.split_once(':').map_or((word, None), |(unit, how)| (unit, Some(how)));
    Ok(Acquired { ue: code(unit)?, how: how.map(named).transpose()?, on: None })
}

fn pin(word: &str) -> Result<(String, crate::domain::date::Term), Why> {
    let (unit, term) =
        word.split_once(':').ok_or_else(|| Why::Invalid(format!("`{word}` is not a code with a term, as in NFA031:2027-S2")))?;
    Ok((code(unit)?, parsed(term)?))
}

/// Undoes percent-encoding; `None` when the result is not UTF-8 or an escape is incomplete.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => (digit(rest.next())? * 16 + digit(rest.next())?) as u8,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}
