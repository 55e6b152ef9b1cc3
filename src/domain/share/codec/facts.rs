//! What is known of the person: the part `facts`.

use crate::domain::{
    facts::{FactKind, FactValue, fact_spec},
    money::Money,
    share::{
        Decoded, Shared,
        bits::{BitReader, BitWriter},
        fault::{Dropped, Why},
        numbers::{FACT_NUMBERS, name_of, number_of},
        values::{read_date, read_word, write_date, write_word},
    },
};

/// How a value is written. Every form tells its own length, so that a fact unknown to the reader can be stepped over.
pub(super) mod form {
    pub const FALSE: u64 = 0;
    pub const TRUE: u64 = 1;
    pub const INTEGER: u64 = 2;
    pub const DATE: u64 = 3;
    pub const MONEY: u64 = 4;
    pub const WORD: u64 = 5;
    pub const WORDS: u64 = 6;
    pub const TEXT: u64 = 7;
}

pub(super) fn write_facts(bits: &mut BitWriter, shared: &Shared) {
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
pub(super) fn write_step(bits: &mut BitWriter, number: u16, expected: &mut u16) {
    bits.number(u64::from(number - *expected), 3);
    *expected = number + 1;
}

pub(super) fn write_fact(bits: &mut BitWriter, value: &FactValue) {
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

pub(super) fn read_facts(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
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
