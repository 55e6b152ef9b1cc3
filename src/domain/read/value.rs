//! What JSON says, before anybody asks what it means.

use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use std::{borrow::Cow, fmt};

/// A tree of plain values, as JSON or JavaScript writes them.
///
/// Numbers are whole or decimal, never binary floats, so that a share of 0.8 stays 0.8. Texts and keys are those of `'t`, the text that was
/// read, wherever they stand there as they are: a large file has half a million of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value<'t> {
    /// Nothing: unknown.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Decimal(Decimal),
    /// A text.
    Text(Cow<'t, str>),
    /// Values in order.
    List(Vec<Value<'t>>),
    /// Values by key, in the order in which they are written. A key may stand twice: whoever reads the map says so.
    Map(Vec<(Cow<'t, str>, Value<'t>)>),
}

impl<'t> Value<'t> {
    /// The same, whatever becomes of the text that was read.
    #[must_use]
    pub fn kept(&self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Integer(number) => Value::Integer(*number),
            Self::Decimal(number) => Value::Decimal(*number),
            Self::Text(text) => Value::Text(kept(text)),
            Self::List(items) => Value::List(items.iter().map(Value::kept).collect()),
            Self::Map(entries) => Value::Map(entries.iter().map(|(key, value)| (kept(key), value.kept())).collect()),
        }
    }

    /// The text, or `None` for anything else.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, or `None` for anything else.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The whole number, or `None` for anything else and below 0.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i64().and_then(|number| u64::try_from(number).ok())
    }

    /// Yes or no, or `None` for anything else.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The values of a list, or `None` for anything else.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Value<'t>]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The value under `key` of a map, or `None`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

fn kept(text: &str) -> Cow<'static, str> {
    Cow::Owned(text.to_owned())
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Value::Decimal(value.into()), Value::Integer))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Decimal::try_from(value).map(Value::Decimal).map_err(|_| E::custom("this number is too large"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(kept(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<String, _>()? {
            map.push((Cow::Owned(key), value));
        }
        Ok(Value::Map(map))
    }
}

impl<'de> Deserialize<'de> for Value<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_what_they_are() {
        for text in ["0.1", "0.07", "0.333", "12.55", "18446744073709551615"] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(value, Value::Decimal(text.parse().unwrap()), "{text}");
        }
        assert!(serde_json::from_str::<Value>("1e300").is_err());
    }
}
