//! The parts of a link, as bits.
//!
//! Layouts are fixed for ever. A part may grow at its end only; what an older planner finds there it reports as newer.

use super::{
    Decoded, NOTE_MAX, Shared,
    bits::{BitReader, BitWriter},
    fault::{Dropped, EncodeError, Part, Why},
    numbers::{FACT_NUMBERS, name_of, number_of},
    values::{
        Codes, known_word, read_amount, read_choice, read_choices, read_codes, read_date, read_optional, read_term, read_word,
        write_amount, write_choice, write_choices, write_codes, write_date, write_optional, write_term, write_word,
    },
};
use crate::domain::{
    date::Term,
    facts::{FactKind, FactValue, fact_spec},
    money::Money,
    request::{Acquired, Item, Pace, Request, Target, TermPace},
};
use std::collections::BTreeMap;

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

/// Whether `pack` is an id or an `https` address.
pub(super) fn is_pack(pack: &str) -> bool {
    let address = pack.strip_prefix("https://");
    match address {
        Some(rest) => pack.len() <= 300 && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()),
        None => (1..=64).contains(&pack.len()) && pack.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
    }
}

/// Whether `note` may travel.
pub(super) fn is_note(note: &str) -> bool {
    note.chars().count() <= NOTE_MAX && !note.chars().any(|character| character.is_control() && character != '\n')
}

// Aim

fn write_aim(bits: &mut BitWriter, shared: &Shared) {
    let Request { today, rules, centre_region, target, modalities, objective, .. } = &shared.request;
    write_choice(bits, *rules);
    write_optional(bits, shared.keep_today.then_some(*today), write_date);
    write_optional(bits, centre_region.as_deref(), write_word);
    write_optional(bits, target.diploma.as_deref(), BitWriter::text);
    write_codes(bits, &mut Codes::default(), &target.ue);
    write_optional(bits, target.start_term, write_term);
    write_choices(bits, &target.routes);
    write_optional(bits, modalities.as_deref(), write_choices);
    let usual = Request::blank(*today).objective == *objective;
    write_optional(bits, (!usual).then_some(objective.as_slice()), write_choices);
}

fn read_aim(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    let Shared { request, keep_today, .. } = shared;
    if let Some(rules) = read_choice(bits, "rules", dropped)? {
        request.rules = rules;
    }
    if let Some(today) = read_optional(bits, read_date)? {
        request.today = today;
        *keep_today = true;
    }
    if bits.flag()? {
        request.centre_region = known_word(bits, "centre_region", dropped)?;
    }
    let Target { diploma, ue, start_term, routes } = &mut request.target;
    *diploma = read_optional(bits, |bits| bits.text())?;
    read_codes(bits, &mut Codes::default(), ue)?;
    *start_term = read_optional(bits, read_term)?;
    *routes = read_choices(bits, "target.routes", dropped)?;
    if bits.flag()? {
        request.modalities = Some(read_choices(bits, "modalities", dropped)?);
    }
    if bits.flag()? {
        request.objective = read_choices(bits, "objective", dropped)?;
    }
    Some(())
}

// Facts

/// How a value is written. Every form tells its own length, so that a fact unknown to the reader can be stepped over.
mod form {
    pub const FALSE: u64 = 0;
    pub const TRUE: u64 = 1;
    pub const INTEGER: u64 = 2;
    pub const DATE: u64 = 3;
    pub const MONEY: u64 = 4;
    pub const WORD: u64 = 5;
    pub const WORDS: u64 = 6;
    pub const TEXT: u64 = 7;
}

fn write_facts(bits: &mut BitWriter, shared: &Shared) {
    let facts = &shared.request.facts;
    bits.count(facts.iter().filter(|(key, _)| number_of(FACT_NUMBERS, key).is_some()).count());
    let mut expected = 0;
    for (number, key) in FACT_NUMBERS {
        if let Some(value) = facts.get(key) {
            write_step(bits, *number, &mut expected);
            write_fact(bits, value);
        }
    }
}

/// Writes how far `number` is from the one that would follow the last.
fn write_step(bits: &mut BitWriter, number: u16, expected: &mut u16) {
    bits.number(u64::from(number - *expected), 3);
    *expected = number + 1;
}

fn write_fact(bits: &mut BitWriter, value: &FactValue) {
    let mut form = |form| bits.bits(form, 3);
    match value {
        FactValue::Bool(false) => form(form::FALSE),
        FactValue::Bool(true) => form(form::TRUE),
        FactValue::Integer(number) if *number >= 0 => {
            form(form::INTEGER);
            bits.number(number.unsigned_abs(), 4);
        }
        FactValue::Date(date) => {
            form(form::DATE);
            write_date(bits, *date);
        }
        FactValue::Money(amount) => match cents(*amount) {
            Some(cents) => {
                form(form::MONEY);
                let whole = cents % 100 == 0;
                bits.flag(whole);
                bits.number(if whole { cents / 100 } else { cents }, 4);
            }
            None => {
                form(form::TEXT);
                bits.text(&value.to_text());
            }
        },
        FactValue::Word(word) => {
            form(form::WORD);
            write_word(bits, word);
        }
        FactValue::Words(words) => {
            form(form::WORDS);
            bits.count(words.len());
            words.iter().for_each(|word| write_word(bits, word));
        }
        FactValue::Integer(_) | FactValue::Ratio(_) => {
            form(form::TEXT);
            bits.text(&value.to_text());
        }
    }
}

/// The amount in cents, unless it has parts of cents or is too large.
fn cents(amount: Money) -> Option<u64> {
    let euros = amount.to_decimal();
    let scale = 2_u32.checked_sub(euros.scale())?;
    let cents = i64::try_from(euros.mantissa()).ok()?.checked_mul(10_i64.pow(scale))?;
    u64::try_from(cents).ok()
}

fn read_facts(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let mut number = 0_u64;
    for _ in 0..bits.count()? {
        number = number.checked_add(bits.number(3)?)?;
        let spec = name_of(FACT_NUMBERS, number).and_then(fact_spec);
        let path = spec.map_or_else(|| format!("facts.{number}"), |spec| format!("facts.{}", spec.key));
        let value = read_fact(bits, spec.map(|spec| spec.kind))?;
        let why = match (spec, value) {
            (None, _) => Some(Why::Newer),
            (Some(spec), Ok(value)) => decoded.shared.request.facts.set(spec, Some(value)).err().map(Why::Invalid),
            (_, Err(why)) => Some(why),
        };
        decoded.dropped.extend(why.map(|why| Dropped::new(path, "", why)));
        number = number.checked_add(1)?;
    }
    Some(())
}

/// Reads a value; `kind` is `None` for a fact that is not known here, whose value is only stepped over.
fn read_fact(bits: &mut BitReader, kind: Option<FactKind>) -> Option<Result<FactValue, Why>> {
    let value = match bits.bits(3)? {
        form::FALSE => FactValue::Bool(false),
        form::TRUE => FactValue::Bool(true),
        form::INTEGER => FactValue::Integer(i64::try_from(bits.number(4)?).ok()?),
        form::DATE => FactValue::Date(read_date(bits)?),
        form::MONEY => {
            let unit = if bits.flag()? { 100 } else { 1 };
            FactValue::Money(Money::from_cents(i64::try_from(bits.number(4)?).ok()?.checked_mul(unit)?))
        }
        form::WORD => match read_word(bits)? {
            Ok(word) => FactValue::Word(word),
            Err(_) => return Some(Err(Why::Newer)),
        },
        form::WORDS => {
            let mut words = Ok(Vec::new());
            for _ in 0..bits.count()? {
                match (read_word(bits)?, &mut words) {
                    (Ok(word), Ok(words)) => words.push(word),
                    // A list without one of its words would say something else.
                    _ => words = Err(Why::Newer),
                }
            }
            return Some(words.map(FactValue::Words));
        }
        _ => {
            let text = bits.text()?;
            return Some(kind.map_or(Err(Why::Newer), |kind| FactValue::parse(kind, &text).map_err(Why::Invalid)));
        }
    };
    Some(Ok(value))
}

// Pace

fn write_pace(bits: &mut BitWriter, shared: &Shared) {
    let Pace { max_ue, max_ects, max_hours_per_week, terms } = &shared.request.pace;
    for limit in [max_ue, max_ects, max_hours_per_week] {
        write_optional(bits, *limit, write_amount);
    }
    bits.count(terms.len());
    for (term, TermPace { max_ue, max_ects, max_hours_per_week }) in terms {
        write_term(bits, *term);
        for limit in [max_ue, max_ects, max_hours_per_week] {
            write_optional(bits, *limit, write_amount);
        }
    }
}

fn read_pace(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let pace = &mut decoded.shared.request.pace;
    pace.max_ue = read_optional(bits, read_amount)?;
    pace.max_ects = read_optional(bits, read_amount)?;
    pace.max_hours_per_week = read_optional(bits, read_amount)?;
    for _ in 0..bits.count()? {
        let term = read_term(bits)?;
        let max_ue = read_optional(bits, read_amount)?;
        let max_ects = read_optional(bits, read_amount)?;
        let max_hours_per_week = read_optional(bits, read_amount)?;
        pace.terms.insert(term, TermPace { max_ue, max_ects, max_hours_per_week });
    }
    Some(())
}

// Units

fn write_units(bits: &mut BitWriter, shared: &Shared) {
    let Request { acquired, pins, excluded, chosen, .. } = &shared.request;
    let mut codes = Codes::default();
    bits.count(acquired.len());
    for Acquired { ue, how, on } in acquired {
        codes.write(bits, ue);
        write_optional(bits, *how, write_choice);
        write_optional(bits, *on, write_date);
    }
    bits.count(pins.len());
    for (code, term) in pins {
        codes.write(bits, code);
        write_term(bits, *term);
    }
    write_codes(bits, &mut codes, chosen);
    write_codes(bits, &mut codes, excluded);
}

fn read_units(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    let request = &mut shared.request;
    let mut codes = Codes::default();
    for _ in 0..bits.count()? {
        let ue = codes.read(bits)?;
        let how = if bits.flag()? { read_choice(bits, "acquired", dropped)? } else { None };
        let on = read_optional(bits, read_date)?;
        request.acquired.push(Acquired { ue, how, on });
    }
    for _ in 0..bits.count()? {
        let code = codes.read(bits)?;
        request.pins.insert(code, read_term(bits)?);
    }
    read_codes(bits, &mut codes, &mut request.chosen)?;
    read_codes(bits, &mut codes, &mut request.excluded)
}

// Near

/// Term by term, each with its units: that takes less than a term for each unit.
fn write_near(bits: &mut BitWriter, shared: &Shared) {
    let mut terms: BTreeMap<Term, Vec<String>> = BTreeMap::new();
    for (code, term) in &shared.request.near {
        terms.entry(*term).or_default().push(code.clone());
    }
    let mut codes = Codes::default();
    bits.count(terms.len());
    for (term, units) in &terms {
        write_term(bits, *term);
        write_codes(bits, &mut codes, units);
    }
}

fn read_near(bits: &mut BitReader, request: &mut Request) -> Option<()> {
    let mut codes = Codes::default();
    for _ in 0..bits.count()? {
        let term = read_term(bits)?;
        let mut units = Vec::new();
        read_codes(bits, &mut codes, &mut units)?;
        for code in units {
            request.near.insert(code, term);
        }
    }
    Some(())
}

// Items

fn write_items(bits: &mut BitWriter, shared: &Shared) {
    let items = shared.request.items.as_deref().unwrap_or_default();
    bits.count(items.len());
    for Item { id, kind, ects, organiser, modality, term, payer } in items {
        bits.text(id);
        write_word(bits, kind);
        write_optional(bits, *ects, write_amount);
        write_optional(bits, organiser.as_deref(), write_word);
        write_optional(bits, *modality, write_choice);
        write_optional(bits, *term, write_term);
        write_optional(bits, payer.as_deref(), write_word);
    }
}

fn read_items(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    let items = shared.request.items.insert(Vec::new());
    for _ in 0..bits.count()? {
        let id = bits.text()?;
        let kind = known_word(bits, "items.kind", dropped)?;
        let ects = read_optional(bits, read_amount)?;
        let organiser = if bits.flag()? { known_word(bits, "items.organiser", dropped)? } else { None };
        let modality = if bits.flag()? { read_choice(bits, "items.modality", dropped)? } else { None };
        let term = read_optional(bits, read_term)?;
        let payer = if bits.flag()? { known_word(bits, "items.payer", dropped)? } else { None };
        // An item of unknown kind has no price; the word is named in `dropped`.
        items.extend(kind.map(|kind| Item { id, kind, ects, organiser, modality, term, payer }));
    }
    Some(())
}

// View and note

fn write_view(bits: &mut BitWriter, shared: &Shared) {
    write_optional(bits, shared.language, write_choice);
    write_optional(bits, shared.pack.as_deref(), BitWriter::text);
    let named = || FACT_NUMBERS.iter().filter(|(_, key)| shared.adviser_facts.contains(key));
    bits.count(named().count());
    let mut expected = 0;
    named().for_each(|(number, _)| write_step(bits, *number, &mut expected));
}

fn read_view(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    if bits.flag()? {
        shared.language = read_choice(bits, "language", dropped)?;
    }
    if let Some(pack) = read_optional(bits, |bits| bits.text())? {
        if is_pack(&pack) {
            shared.pack = Some(pack);
        } else {
            dropped.push(Dropped::new("pack", pack, Why::Invalid("neither an id nor an https address".to_owned())));
        }
    }
    let mut number = 0_u64;
    for _ in 0..bits.count()? {
        number = number.checked_add(bits.number(3)?)?;
        match name_of(FACT_NUMBERS, number) {
            Some(key) => shared.adviser_facts.push(key),
            None => dropped.push(Dropped::new("adviser_facts", format!("fact {number}"), Why::Newer)),
        }
        number = number.checked_add(1)?;
    }
    Some(())
}

fn read_note(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let note = bits.text()?;
    if is_note(&note) {
        decoded.shared.note = Some(note);
    } else {
        decoded.dropped.push(Dropped::new("note", "", Why::Invalid("too long, or with control characters".to_owned())));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{date::Date, share::values};

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
