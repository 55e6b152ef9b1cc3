//! The value of a fact: its bounds, its text and its JSON.

use super::FactKind;
use crate::domain::{
    date::Date,
    money::Money,
    read::{Faults, FromValue, Value},
};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use std::str::FromStr;

/// A known value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A share.
    Ratio(Decimal),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
    /// One word: a choice, a region, a country.
    Word(String),
    /// Several words: choices, certification codes. An empty list says "none", which is known.
    Words(Vec<String>),
}

impl FactValue {
    /// Checks and reads a text (`"true"`, `"14"`, `"2026-11-21"`, `"rsa,aah"`) as a value of `kind`, as forms and links write it.
    ///
    /// # Errors
    /// A sentence that says what the value must be.
    pub fn parse(kind: FactKind, text: &str) -> Result<Self, String> {
        match kind {
            FactKind::Bool => match text {
                "true" => Ok(Self::Bool(true)),
                "false" => Ok(Self::Bool(false)),
                _ => Err(format!("`{text}` is neither true nor false")),
            },
            FactKind::Integer(..) => {
                let number = text.parse().map_err(|_| format!("`{text}` is not a whole number"))?;
                Self::Integer(number).checked(kind)
            }
            FactKind::Ratio => {
                let number = Decimal::from_str(text).map_err(|_| format!("`{text}` is not a number"))?;
                Self::Ratio(number).checked(kind)
            }
            FactKind::Money => text.parse().map(Self::Money).and_then(|value| value.checked(kind)),
            FactKind::Date => text.parse().map(Self::Date),
            FactKind::Choice(_) | FactKind::Region | FactKind::Country => Self::Word(text.to_owned()).checked(kind),
            FactKind::Choices(_) | FactKind::Codes => {
                let words = text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
                Self::Words(words).checked(kind)
            }
        }
    }

    /// The text that [`FactValue::parse`] reads back.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Ratio(value) => value.normalize().to_string(),
            Self::Money(value) => value.to_string(),
            Self::Date(value) => value.to_string(),
            Self::Word(value) => value.clone(),
            Self::Words(values) => values.join(","),
        }
    }

    pub(super) fn checked(self, kind: FactKind) -> Result<Self, String> {
        let one_of = |word: &str, allowed: &[&str]| {
            if allowed.contains(&word) { Ok(()) } else { Err(format!("`{word}` is not one of {}", allowed.join(", "))) }
        };
        match (&self, kind) {
            (Self::Integer(value), FactKind::Integer(least, most)) if !(least..=most).contains(value) => {
                return Err(format!("{value} is not between {least} and {most}"));
            }
            (Self::Ratio(value), FactKind::Ratio) if *value < Decimal::ZERO || *value > Decimal::ONE => {
                return Err(format!("{value} is not between 0 and 1"));
            }
            (Self::Money(value), FactKind::Money) if *value < Money::ZERO => return Err(format!("{value} is negative")),
            (Self::Word(word), FactKind::Choice(allowed)) => one_of(word, allowed)?,
            (Self::Words(words), FactKind::Choices(allowed)) => words.iter().try_for_each(|word| one_of(word, allowed))?,
            (Self::Word(word), FactKind::Country) if word.len() != 2 || !word.bytes().all(|b| b.is_ascii_uppercase()) => {
                return Err(format!("`{word}` is not a country: write its two capital letters, as in FR"));
            }
            (Self::Word(word), FactKind::Region) if !is_slug(word) => {
                return Err(format!("`{word}` is not the slug of a region, such as grand-est"));
            }
            _ => {}
        }
        Ok(self)
    }
}

/// Whether `word` has the shape of a slug: small letters, digits and hyphens.
#[must_use]
pub fn is_slug(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

pub(super) fn is_of_kind(value: &FactValue, kind: FactKind) -> bool {
    matches!(
        (value, kind),
        (FactValue::Bool(_), FactKind::Bool)
            | (FactValue::Integer(_), FactKind::Integer(..))
            | (FactValue::Ratio(_), FactKind::Ratio)
            | (FactValue::Money(_), FactKind::Money)
            | (FactValue::Date(_), FactKind::Date)
            | (FactValue::Word(_), FactKind::Choice(_) | FactKind::Region | FactKind::Country)
            | (FactValue::Words(_), FactKind::Choices(_) | FactKind::Codes)
    )
}

/// Reads a value of a given kind.
pub(super) fn fact_value<'v>(kind: FactKind, value: &'v Value<'v>, faults: &mut Faults<'v>) -> Option<FactValue> {
    let read = match (kind, value) {
        (FactKind::Ratio, Value::Integer(whole)) => FactValue::Ratio(Decimal::from(*whole)),
        (FactKind::Ratio, Value::Decimal(share)) => FactValue::Ratio(*share),
        (FactKind::Ratio, _) => {
            faults.tell(value, || "expected a share, between 0 and 1".to_owned());
            return None;
        }
        (FactKind::Bool, _) => FactValue::Bool(bool::from_value(value, faults)),
        (FactKind::Integer(..), _) => FactValue::Integer(i64::from_value(value, faults)),
        (FactKind::Money, _) => FactValue::Money(Money::from_value(value, faults)),
        (FactKind::Date, _) => FactValue::Date(Date::from_value(value, faults)),
        (FactKind::Choice(_) | FactKind::Region | FactKind::Country, _) => FactValue::Word(String::from_value(value, faults)),
        (FactKind::Choices(_) | FactKind::Codes, _) => FactValue::Words(Vec::from_value(value, faults)),
    };
    match read.checked(kind) {
        Ok(known) => Some(known),
        Err(fault) => {
            faults.tell(value, || fault);
            None
        }
    }
}

impl Serialize for FactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Ratio(value) => serialize_decimal(*value, serializer),
            Self::Money(value) => value.serialize(serializer),
            Self::Date(value) => value.serialize(serializer),
            Self::Word(value) => serializer.serialize_str(value),
            Self::Words(values) => values.serialize(serializer),
        }
    }
}

/// Writes a decimal as the shortest JSON number: `1`, `0.8`.
fn serialize_decimal<S: Serializer>(value: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let value = value.normalize();
    if value.scale() == 0
        && let Ok(whole) = i64::try_from(value)
    {
        return serializer.serialize_i64(whole);
    }
    // A share has few digits. A float holds up to 2^53 and these powers of ten exactly, so that the nearest float to their quotient is the
    // one that prints back as the same digits; reading the digits as a float would bring ten kilobytes of tables.
    match (i64::try_from(value.mantissa()), 10_u64.checked_pow(value.scale())) {
        (Ok(digits), Some(power)) if digits.unsigned_abs() < 1 << 53 => serializer.serialize_f64(digits as f64 / power as f64),
        _ => serializer.collect_str(&value),
    }
}

/// A known value as JSON writes it.
impl From<&FactValue> for Value<'static> {
    fn from(value: &FactValue) -> Self {
        match value {
            FactValue::Bool(value) => Self::Bool(*value),
            FactValue::Integer(value) => Self::Integer(*value),
            FactValue::Ratio(value) => Self::Decimal(*value),
            FactValue::Money(value) => Self::Text(value.to_string().into()),
            FactValue::Date(value) => Self::Text(value.to_string().into()),
            FactValue::Word(value) => Self::Text(value.clone().into()),
            FactValue::Words(values) => Self::List(values.iter().map(|word| Self::Text(word.clone().into())).collect()),
        }
    }
}
