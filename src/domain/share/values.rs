//! The values of a link, as bits. Layouts are fixed for ever.

use super::{
    Numbered,
    bits::{BitReader, BitWriter},
    fault::{Dropped, Why},
    numbers::{WORD_NUMBERS, name_of, number_of},
};
use crate::domain::date::{Date, Season, Term};

pub(super) fn write_date(bits: &mut BitWriter, date: Date) {
    let days = date.days_since_epoch();
    match u64::try_from(days - NEAR_DAY) {
        Ok(near) if near >> 14 == 0 => {
            bits.flag(false);
            bits.bits(near, 14);
        }
        _ => {
            bits.flag(true);
            bits.bits(days.abs_diff(FIRST_DAY), 19);
        }
    }
}

pub(super) fn read_date(bits: &mut BitReader) -> Option<Date> {
    let (first, width) = if bits.flag()? { (FIRST_DAY, 19) } else { (NEAR_DAY, 14) };
    Date::from_days_since_epoch(i64::try_from(bits.bits(width)?).ok()? + first)
}

/// 1900-01-01, the first day there is, in days since 1970-01-01.
const FIRST_DAY: i64 = -25_567;

/// 2012-01-01. The days from here to November 2056 take 15 bits.
const NEAR_DAY: i64 = 15_340;

/// The years whose terms take 7 bits are this one and the 20 that follow.
const FIRST_YEAR: i32 = 2020;

pub(super) fn write_term(bits: &mut BitWriter, term: Term) {
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

pub(super) fn read_term(bits: &mut BitReader) -> Option<Term> {
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
    let year = i32::try_from(year).ok().filter(|year| Term::YEARS.contains(year))?;
    Some(Term { year, season })
}

/// A word of a closed list by its number, or written out.
pub(super) fn write_word(bits: &mut BitWriter, word: &str) {
    let number = number_of(WORD_NUMBERS, word);
    bits.flag(number.is_none());
    match number {
        Some(number) => bits.number(u64::from(number), 7),
        None => bits.text(word),
    }
}

/// `Some(None)` is a word of a newer planner.
pub(super) fn read_word(bits: &mut BitReader) -> Option<Result<String, u64>> {
    if bits.flag()? {
        return bits.text().map(Ok);
    }
    let number = bits.number(7)?;
    Some(name_of(WORD_NUMBERS, number).map(str::to_owned).ok_or(number))
}

/// Reads a word for `path`; one that is not known here is dropped.
pub(super) fn known_word(bits: &mut BitReader, path: &str, dropped: &mut Vec<Dropped>) -> Option<Option<String>> {
    let word = read_word(bits)?;
    if let Err(number) = word {
        dropped.push(Dropped::new(path, format!("word {number}"), Why::Newer));
    }
    Some(word.ok())
}

pub(super) fn write_optional<T: Copy>(bits: &mut BitWriter, value: Option<T>, write: fn(&mut BitWriter, T)) {
    bits.flag(value.is_some());
    if let Some(value) = value {
        write(bits, value);
    }
}

pub(super) fn read_optional<T>(bits: &mut BitReader, read: fn(&mut BitReader) -> Option<T>) -> Option<Option<T>> {
    if bits.flag()? { read(bits).map(Some) } else { Some(None) }
}

pub(super) fn write_amount(bits: &mut BitWriter, amount: u32) {
    bits.number(u64::from(amount), 4);
}

pub(super) fn read_amount(bits: &mut BitReader) -> Option<u32> {
    bits.number32(4)
}

pub(super) fn write_choices<T: Numbered>(bits: &mut BitWriter, values: &[T]) {
    bits.count(values.len());
    values.iter().for_each(|value| write_choice(bits, *value));
}

pub(super) fn write_choice<T: Numbered>(bits: &mut BitWriter, value: T) {
    bits.number(u64::from(value.number()), T::GROUP);
}

pub(super) fn read_choices<T: Numbered>(bits: &mut BitReader, path: &str, dropped: &mut Vec<Dropped>) -> Option<Vec<T>> {
    let mut values = Vec::new();
    for _ in 0..bits.count()? {
        values.extend(read_choice::<T>(bits, path, dropped)?);
    }
    Some(values)
}

pub(super) fn read_choice<T: Numbered>(bits: &mut BitReader, path: &str, dropped: &mut Vec<Dropped>) -> Option<Option<T>> {
    let number = bits.number(T::GROUP)?;
    let value = T::of_number(number);
    if value.is_none() {
        dropped.push(Dropped::new(path, format!("choice {number}"), Why::Newer));
    }
    Some(value)
}

/// Writes and reads codes of units; units of one department stand together and share their letters.
#[derive(Default)]
pub(super) struct Codes {
    /// The letters of the code before, as a number.
    letters: u64,
}

impl Codes {
    /// `AAA999` takes 12 bits behind a unit with the same letters, 27 behind another; anything else is a text.
    pub(super) fn write(&mut self, bits: &mut BitWriter, code: &str) {
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

    pub(super) fn read(&mut self, bits: &mut BitReader) -> Option<String> {
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

pub(super) fn write_codes(bits: &mut BitWriter, codes: &mut Codes, list: &[String]) {
    bits.count(list.len());
    list.iter().for_each(|code| codes.write(bits, code));
}

pub(super) fn read_codes(bits: &mut BitReader, codes: &mut Codes, list: &mut Vec<String>) -> Option<()> {
    for _ in 0..bits.count()? {
        list.push(codes.read(bits)?);
    }
    Some(())
}
