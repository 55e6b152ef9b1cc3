//! The parts of a link, as bits: which there are, and in which module each is written and read.
//!
//! Layouts are fixed for ever. A part may grow at its end only; what an older planner finds there it reports as newer.

mod aim;
mod facts;
mod near;
#[cfg(test)]
mod tests;
mod units;
mod view;

pub(super) use view::{is_note, is_pack};

use super::{
    Decoded, Shared,
    bits::{BitReader, BitWriter},
    fault::{Dropped, EncodeError, Part, Why},
};
use crate::domain::request::Request;
use aim::{read_aim, read_pace, write_aim, write_pace};
use facts::{read_facts, write_facts};
use near::{read_near, write_near};
use units::{read_items, read_units, write_items, write_units};
use view::{read_note, read_view, write_view};

/// The parts of `shared` that say anything.
pub(super) fn write(shared: &Shared) -> Result<Vec<(Part, Vec<u8>)>, EncodeError> {
    if shared.note.as_deref().is_some_and(|note| !is_note(note)) {
        return Err(EncodeError::Note);
    }
    if shared.pack.as_deref().is_some_and(|pack| !is_pack(pack)) {
        return Err(EncodeError::Pack);
    }
    let request = &shared.request;
    let (target, pace) = (&request.target, &request.pace);
    let blank = Request::blank(request.today);
    let mut parts = Vec::new();
    let mut add = |part, says_anything, write: fn(&mut BitWriter, &Shared)| {
        if says_anything {
            let mut bits = BitWriter::default();
            write(&mut bits, shared);
            parts.push((part, bits.into_bytes()));
        }
    };
    let aims = shared.keep_today
        || request.rules != blank.rules
        || request.centre_region.is_some()
        || target.diploma.is_some()
        || !target.ue.is_empty()
        || target.start_term.is_some()
        || !target.routes.is_empty()
        || request.modalities.is_some()
        || request.objective != blank.objective;
    add(Part::Aim, aims, write_aim);
    add(Part::Facts, !request.facts.is_empty(), write_facts);
    let limits = [pace.max_ue, pace.max_ects, pace.max_hours_per_week];
    add(Part::Pace, limits.iter().any(Option::is_some) || !pace.terms.is_empty(), write_pace);
    let units = !(request.acquired.is_empty() && request.pins.is_empty() && request.excluded.is_empty() && request.chosen.is_empty());
    add(Part::Units, units, write_units);
    add(Part::Items, request.items.is_some(), write_items);
    let view = shared.language.is_some() || shared.pack.is_some() || !shared.adviser_facts.is_empty();
    add(Part::View, view, write_view);
    add(Part::Note, shared.note.is_some(), |bits, shared| bits.text(shared.note.as_deref().unwrap_or_default()));
    // What an older planner does not know comes last.
    add(Part::Near, !request.near.is_empty(), write_near);
    Ok(parts)
}

/// Reads the part `tag` into `decoded`; what cannot be kept is added to its `dropped`.
pub(super) fn read(tag: u8, payload: &[u8], decoded: &mut Decoded) {
    let Some(part) = Part::of_tag(tag) else {
        decoded.dropped.push(Dropped::new("link", format!("part {tag}"), Why::Newer));
        return;
    };
    if decoded.parts.contains(&part) {
        decoded.dropped.push(Dropped::new(part.id(), "", Why::Repeated));
        return;
    }
    let mut bits = BitReader::new(payload);
    let done = match part {
        Part::Aim => read_aim(&mut bits, decoded),
        Part::Facts => read_facts(&mut bits, decoded),
        Part::Pace => read_pace(&mut bits, decoded),
        Part::Units => read_units(&mut bits, decoded),
        Part::Items => read_items(&mut bits, decoded),
        Part::View => read_view(&mut bits, decoded),
        Part::Note => read_note(&mut bits, decoded),
        Part::Near => read_near(&mut bits, &mut decoded.shared.request),
    };
    decoded.parts.push(part);
    if done.is_none() {
        decoded.dropped.push(Dropped::new(part.id(), "", Why::Invalid("its end cannot be read".to_owned())));
    } else if !bits.is_spent() {
        decoded.dropped.push(Dropped::new(part.id(), "", Why::Newer));
    }
}
