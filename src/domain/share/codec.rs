//! The parts of a link, as bits: which there are, and in which module each is written and read.
//!
//! Layouts are fixed for ever. A part may grow at its end only; what an older planner finds there it reports as newer.

mod aim;
mod facts;
mod near;
mod units;
mod view;

pub use view::is_pack;

pub(super) use view::is_note;

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

#[cfg(test)]
mod tests {
    use super::{
        facts::{form, write_fact},
        *,
    };
    use crate::domain::{
        date::Date,
        facts::FactValue,
        money::Money,
        share::values::{self, Codes, write_codes},
    };

    fn blank() -> Decoded {
        let today = Date::new(2026, 11, 21).unwrap();
        Decoded { shared: Shared::new(Request::blank(today)), parts: Vec::new(), dropped: Vec::new() }
    }

    /// What a newer planner may have written, read by this one.
    fn read_part(part: Part, write: impl Fn(&mut BitWriter)) -> (Shared, Vec<String>) {
        let mut bits = BitWriter::default();
        write(&mut bits);
        let mut decoded = blank();
        read(part.tag(), &bits.into_bytes(), &mut decoded);
        (decoded.shared, decoded.dropped.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_fact_of_a_newer_planner_is_named_and_the_others_are_kept() {
        let values = [
            FactValue::Bool(true),
            FactValue::Integer(12),
            FactValue::Date(Date::new(1985, 2, 28).unwrap()),
            FactValue::Money(Money::from_cents(10_223)),
            FactValue::Word("some-new-word".to_owned()),
            FactValue::Words(vec!["rsa".to_owned(), "X1".to_owned()]),
            FactValue::Ratio(rust_decimal::Decimal::new(8, 1)),
        ];
        for value in values {
            let (shared, dropped) = read_part(Part::Facts, |bits| {
                bits.count(2);
                bits.number(1, 3);
                write_fact(bits, &FactValue::Integer(36));
                bits.number(5000, 3);
                write_fact(bits, &value);
            });
            assert_eq!(shared.request.facts.integer("age"), Some(36), "{value:?}");
            assert_eq!(dropped, ["facts.5002 (written by a newer version)"], "{value:?}");
        }
    }

    #[test]
    fn a_value_that_may_not_stand_there_is_named_and_the_others_are_kept() {
        let (shared, dropped) = read_part(Part::Facts, |bits| {
            bits.count(5);
            bits.number(1, 3); // age
            write_fact(bits, &FactValue::Integer(500));
            bits.number(0, 3); // status
            write_fact(bits, &FactValue::Word("astronaute".to_owned()));
            bits.number(0, 3); // seeking_work
            write_fact(bits, &FactValue::Integer(1));
            bits.number(0, 3); // registered_france_travail
            bits.bits(form::WORD, 3);
            bits.flag(false);
            bits.number(9999, 7);
            bits.number(0, 3); // in_initial_education
            write_fact(bits, &FactValue::Bool(false));
        });
        assert_eq!(shared.request.facts.iter().collect::<Vec<_>>(), [("in_initial_education", &FactValue::Bool(false))]);
        assert_eq!(dropped.len(), 4);
        assert!(dropped[0].starts_with("facts.age (500 is not between"), "{}", dropped[0]);
        assert!(dropped[1].starts_with("facts.status (`astronaute` is not one of"), "{}", dropped[1]);
        assert!(dropped[2].starts_with("facts.seeking_work (seeking_work takes another kind"), "{}", dropped[2]);
        assert_eq!(dropped[3], "facts.registered_france_travail (written by a newer version)");
    }

    #[test]
    fn a_choice_a_word_a_part_and_an_end_of_a_newer_planner_are_named() {
        let (shared, dropped) = read_part(Part::Units, |bits| {
            let mut codes = Codes::default();
            bits.count(1);
            codes.write(bits, "NFA031");
            bits.flag(true);
            bits.number(77, 2);
            bits.flag(false);
            bits.count(0);
            write_codes(bits, &mut codes, &["NFA032".to_owned()]);
            write_codes(bits, &mut codes, &[]);
            bits.text("something more");
        });
        assert_eq!((shared.request.acquired[0].ue.as_str(), shared.request.acquired[0].how), ("NFA031", None));
        assert_eq!(shared.request.chosen, ["NFA032"]);
        assert_eq!(dropped, ["acquired: choice 77 (written by a newer version)", "units (written by a newer version)"]);
        let mut decoded = blank();
        read(9, &[1, 2, 3], &mut decoded);
        assert_eq!(decoded.dropped, [Dropped::new("link", "part 9", Why::Newer)]);
    }

    #[test]
    fn a_part_that_ends_early_keeps_what_it_said() {
        let (shared, dropped) = read_part(Part::Units, |bits| {
            bits.count(40);
            Codes::default().write(bits, "NFA031");
            bits.bits(0, 2);
            bits.bits(u64::MAX, 30);
        });
        assert_eq!(shared.request.acquired.len(), 1);
        assert_eq!(dropped, ["units (its end cannot be read)"]);
    }

    #[test]
    fn units_of_one_department_share_their_letters() {
        let list = ["NFA031", "NFA032", "UTC501", "UA2B30", "UTC502", "aaa001", "AAA00", "ZZZ999", "AAA000"].map(str::to_owned);
        let mut bits = BitWriter::default();
        values::write_codes(&mut bits, &mut Codes::default(), &list);
        let bytes = bits.into_bytes();
        let mut read = Vec::new();
        values::read_codes(&mut BitReader::new(&bytes), &mut Codes::default(), &mut read).unwrap();
        assert_eq!(read, list);
    }

    #[test]
    fn long_parts_of_one_bit_pattern_are_read_in_bounds() {
        for tag in 0..16 {
            for byte in 0..=255 {
                let mut decoded = blank();
                read(tag, &[byte; 0xfff], &mut decoded);
                assert!(decoded.dropped.len() <= 0xfff * 8);
            }
        }
    }

    proptest::proptest! {
        // A hostile link may have sound checks, so the parts themselves are read from anything.
        #[test]
        fn whatever_is_read_from_any_bytes_is_a_request_and_can_be_shared_again(
            parts in proptest::collection::vec((1..9_u8, proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)), 1..5)
        ) {
            let mut decoded = blank();
            parts.iter().for_each(|(tag, payload)| read(*tag, payload, &mut decoded));
            let shared = decoded.shared;
            let json = serde_json::to_string(&shared.request).unwrap();
            let back = crate::domain::error::InputError::read_json::<Request>(&json);
            proptest::prop_assert_eq!(back.as_ref(), Ok(&shared.request), "{}", json);
            let mut again = blank();
            write(&shared).unwrap().iter().for_each(|(part, payload)| read(part.tag(), payload, &mut again));
            proptest::prop_assert_eq!(again.dropped, vec![]);
            proptest::prop_assert_eq!(again.shared, shared);
        }
    }
}
