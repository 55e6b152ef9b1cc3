//! The parts of a link, as bits.
//!
//! Layouts are fixed for ever. A part may grow at its end only; what an older planner finds there it reports as newer.

use super::{
    Decoded, NOTE_MAX, Numbered, Shared,
    bits::{BitReader, BitWriter},
    fault::{Dropped, EncodeError, Part, Why},
    numbers::{FACT_NUMBERS, WORD_NUMBERS, name_of, number_of},
};
use crate::domain::{
    date::{Date, Season, Term},
    facts::{FactKind, FactValue, fact_spec},
    money::Money,
    request::{Acquired, Item, Pace, Request, Target, TermPace},
};
use rust_decimal::Decimal;

/// The parts of `shared` that say anything.
pub(super) fn write(shared: &Shared) -> Result<Vec<(Part, Vec<u8>)>, EncodeError> {
    if shared.note.as_deref().is_some_and(|note| !is_note(note)) {
        return Err(EncodeError::Note);
    }
    if shared.pack.as_deref().is_some_and(|pack| !is_pack(pack)) {
        return Err(EncodeError::Pack);
    }
    let request = &shared.request;
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
        || request.target != blank.target
        || request.modalities.is_some()
        || request.objective != blank.objective;
    add(Part::Aim, aims, write_aim);
    add(Part::Facts, !request.facts.is_empty(), write_facts);
    add(Part::Pace, request.pace != blank.pace, write_pace);
    let units = !(request.acquired.is_empty() && request.pins.is_empty() && request.excluded.is_empty() && request.chosen.is_empty());
    add(Part::Units, units, write_units);
    add(Part::Items, request.items.is_some(), write_items);
    let view = shared.language.is_some() || shared.pack.is_some() || !shared.adviser_facts.is_empty();
    add(Part::View, view, write_view);
    add(Part::Note, shared.note.is_some(), |bits, shared| bits.text(shared.note.as_deref().unwrap_or_default()));
    Ok(parts)
}

/// Reads the part `tag` into `decoded`; what cannot be kept is added to its `dropped`.
pub(super) fn read(tag: u8, payload: &[u8], decoded: &mut Decoded) {
    let Some(part) = Part::of_tag(tag) else {
        decoded.dropped.push(Dropped::new("link", format!("part {tag}"), Why::Newer));
        return;
    };
    let mut bits = BitReader::new(payload);
    let done = match part {
        Part::Aim => read_aim(&mut bits, decoded),
        Part::Facts => read_facts(&mut bits, decoded),
        Part::Pace => read_pace(&mut bits, decoded),
        Part::Units => read_units(&mut bits, decoded),
        Part::Items => read_items(&mut bits, decoded),
        Part::View => read_view(&mut bits, decoded),
        Part::Note => read_note(&mut bits, decoded),
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

// Values

fn write_date(bits: &mut BitWriter, date: Date) {
    let days = date.days_since_epoch() - FIRST_DAY;
    let far = days > 0xffff;
    bits.flag(far);
    bits.bits(days as u64, if far { 19 } else { 16 });
}

fn read_date(bits: &mut BitReader) -> Option<Date> {
    let width = if bits.flag()? { 19 } else { 16 };
    Date::from_days_since_epoch(i64::try_from(bits.bits(width)?).ok()? + FIRST_DAY)
}

/// 1900-01-01, in days since 1970-01-01.
const FIRST_DAY: i64 = -25_567;

/// The years whose terms take 7 bits are this one and the 20 that follow.
const FIRST_YEAR: i32 = 2020;

fn write_term(bits: &mut BitWriter, term: Term) {
    let season = match term.season {
        Season::Autumn => 0,
        Season::Spring => 1,
        Season::Summer => 2,
    };
    match u64::try_from(term.year - FIRST_YEAR) {
        Ok(years) if years <= 20 => {
            bits.flag(false);
            bits.bits(years * 3 + season, 6);
        }
        _ => {
            bits.flag(true);
            bits.bits(term.year.clamp(0, 4095) as u64, 12);
            bits.bits(season, 2);
        }
    }
}

fn read_term(bits: &mut BitReader) -> Option<Term> {
    let (year, season) = if bits.flag()? {
        (bits.bits(12)?, bits.bits(2)?)
    } else {
        let index = bits.bits(6)?;
        (FIRST_YEAR as u64 + index / 3, index % 3)
    };
    let season = match season {
        0 => Season::Autumn,
        1 => Season::Spring,
        2 => Season::Summer,
        _ => return None,
    };
    let year = i32::try_from(year).ok().filter(|year| (1990..=2200).contains(year))?;
    Some(Term { year, season })
}

/// A word of a closed list by its number, or written out.
fn write_word(bits: &mut BitWriter, word: &str) {
    let number = number_of(WORD_NUMBERS, word);
    bits.flag(number.is_none());
    match number {
        Some(number) => bits.number(u64::from(number), 7),
        None => bits.text(word),
    }
}

/// `Some(None)` is a word of a newer planner.
fn read_word(bits: &mut BitReader) -> Option<Result<String, u64>> {
    if bits.flag()? {
        return bits.text().map(Ok);
    }
    let number = bits.number(7)?;
    Some(name_of(WORD_NUMBERS, number).map(str::to_owned).ok_or(number))
}

/// Reads a word for `path`; one that is not known here is dropped.
fn known_word(bits: &mut BitReader, path: &str, dropped: &mut Vec<Dropped>) -> Option<Option<String>> {
    let word = read_word(bits)?;
    if let Err(number) = word {
        dropped.push(Dropped::new(path, format!("word {number}"), Why::Newer));
    }
    Some(word.ok())
}

fn write_optional<T: Copy>(bits: &mut BitWriter, value: Option<T>, write: fn(&mut BitWriter, T)) {
    bits.flag(value.is_some());
    if let Some(value) = value {
        write(bits, value);
    }
}

fn read_optional<T>(bits: &mut BitReader, read: fn(&mut BitReader) -> Option<T>) -> Option<Option<T>> {
    if bits.flag()? { read(bits).map(Some) } else { Some(None) }
}

fn write_amount(bits: &mut BitWriter, amount: u32) {
    bits.number(u64::from(amount), 4);
}

fn read_amount(bits: &mut BitReader) -> Option<u32> {
    bits.number32(4)
}

fn write_choices<T: Numbered>(bits: &mut BitWriter, values: &[T]) {
    bits.count(values.len());
    values.iter().for_each(|value| bits.number(u64::from(value.number()), 3));
}

fn read_choices<T: Numbered>(bits: &mut BitReader, path: &str, dropped: &mut Vec<Dropped>) -> Option<Vec<T>> {
    let mut values = Vec::new();
    for _ in 0..bits.count()? {
        values.extend(read_choice::<T>(bits, path, dropped)?);
    }
    Some(values)
}

fn read_choice<T: Numbered>(bits: &mut BitReader, path: &str, dropped: &mut Vec<Dropped>) -> Option<Option<T>> {
    let number = bits.number(3)?;
    let value = T::of_number(number);
    if value.is_none() {
        dropped.push(Dropped::new(path, format!("choice {number}"), Why::Newer));
    }
    Some(value)
}

// Codes of units

/// Writes and reads codes of units; units of one department stand together and share their letters.
#[derive(Default)]
struct Codes {
    /// The letters of the code before, as a number.
    letters: u64,
}

impl Codes {
    /// `AAA999` takes 12 bits behind a unit with the same letters, 27 behind another; anything else is a text.
    fn write(&mut self, bits: &mut BitWriter, code: &str) {
        match packed(code) {
            Some((letters, digits)) => {
                bits.flag(false);
                let new = letters != self.letters;
                bits.flag(new);
                if new {
                    bits.bits(letters, 15);
                    self.letters = letters;
                }
                bits.bits(digits, 10);
            }
            None => {
                bits.flag(true);
                bits.text(code);
            }
        }
    }

    fn read(&mut self, bits: &mut BitReader) -> Option<String> {
        if bits.flag()? {
            return bits.text();
        }
        if bits.flag()? {
            self.letters = bits.bits(15).filter(|letters| *letters < 26 * 26 * 26)?;
        }
        let digits = bits.bits(10).filter(|digits| *digits < 1000)?;
        let letter = |place: u64| char::from(b'A' + (self.letters / place % 26) as u8);
        Some(format!("{}{}{}{digits:03}", letter(26 * 26), letter(26), letter(1)))
    }
}

fn packed(code: &str) -> Option<(u64, u64)> {
    let bytes: &[u8; 6] = code.as_bytes().try_into().ok()?;
    let (letters, digits) = bytes.split_at(3);
    let fold = |part: &[u8], base: u64, first: u8, last: u8| {
        part.iter().try_fold(0, |sum, byte| (first..=last).contains(byte).then(|| sum * base + u64::from(byte - first)))
    };
    Some((fold(letters, 26, b'A', b'Z')?, fold(digits, 10, b'0', b'9')?))
}

fn write_codes(bits: &mut BitWriter, codes: &mut Codes, list: &[String]) {
    bits.count(list.len());
    list.iter().for_each(|code| codes.write(bits, code));
}

fn read_codes(bits: &mut BitReader, codes: &mut Codes, list: &mut Vec<String>) -> Option<()> {
    for _ in 0..bits.count()? {
        list.push(codes.read(bits)?);
    }
    Some(())
}

// Aim

fn write_aim(bits: &mut BitWriter, shared: &Shared) {
    let Request { today, rules, centre_region, target, modalities, objective, .. } = &shared.request;
    bits.number(u64::from(rules.number()), 1);
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
    let number = bits.number(1)?;
    match Numbered::of_number(number) {
        Some(rules) => request.rules = rules,
        None => dropped.push(Dropped::new("rules", format!("choice {number}"), Why::Newer)),
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
    let mut facts: Vec<(u16, &FactValue)> =
        shared.request.facts.iter().filter_map(|(key, value)| Some((number_of(FACT_NUMBERS, key)?, value))).collect();
    facts.sort_unstable_by_key(|(number, _)| *number);
    bits.count(facts.len());
    let mut expected = 0;
    for (number, value) in facts {
        bits.number(u64::from(number - expected), 3);
        expected = number + 1;
        write_fact(bits, value);
    }
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

fn cents(amount: Money) -> Option<u64> {
    let cents = amount.to_decimal().checked_mul(Decimal::ONE_HUNDRED)?;
    if cents.fract().is_zero() { u64::try_from(cents).ok().filter(|cents| i64::try_from(*cents).is_ok()) } else { None }
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
        write_optional(bits, *how, |bits, how| bits.number(u64::from(how.number()), 3));
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

// Items

fn write_items(bits: &mut BitWriter, shared: &Shared) {
    let items = shared.request.items.as_deref().unwrap_or_default();
    bits.count(items.len());
    for Item { id, kind, ects, organiser, modality, term, payer } in items {
        bits.text(id);
        write_word(bits, kind);
        write_optional(bits, *ects, write_amount);
        write_optional(bits, organiser.as_deref(), write_word);
        write_optional(bits, *modality, |bits, modality| bits.number(u64::from(modality.number()), 3));
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
    write_optional(bits, shared.language, |bits, language| bits.number(u64::from(language.number()), 1));
    write_optional(bits, shared.pack.as_deref(), BitWriter::text);
    let mut numbers: Vec<u16> = shared.adviser_facts.iter().filter_map(|key| number_of(FACT_NUMBERS, key)).collect();
    numbers.sort_unstable();
    bits.count(numbers.len());
    let mut expected = 0;
    for number in numbers {
        bits.number(u64::from(number - expected), 3);
        expected = number + 1;
    }
}

fn read_view(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    if bits.flag()? {
        let number = bits.number(1)?;
        shared.language = Numbered::of_number(number);
        if shared.language.is_none() {
            dropped.push(Dropped::new("language", format!("choice {number}"), Why::Newer));
        }
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
            Some(key) => {
                shared.adviser_facts.insert(key);
            }
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
