//! Readers of what records are made of.

use super::{
    Faults, FromValue, Value,
    fields::{ABSENT, kind},
};
use crate::domain::sorted::{Map, Set};
use std::{borrow::Cow, fmt::Display, str::FromStr, sync::Arc};

impl FromValue for Value<'static> {
    fn from_value<'v>(value: &'v Value<'v>, _: &mut Faults<'v>) -> Self {
        value.kept()
    }
}

impl FromValue for bool {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        let Value::Bool(found) = value else {
            faults.tell(value, || format!("invalid type: {}, expected a boolean", kind(value)));
            return false;
        };
        *found
    }
}

impl FromValue for String {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        text(value, faults).to_owned()
    }
}

fn text<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> &'v str {
    value.as_str().unwrap_or_else(|| {
        faults.tell(value, || format!("invalid type: {}, expected a string", kind(value)));
        ""
    })
}

/// Reads what is written as a text; `blank` is the placeholder.
pub fn parsed<'v, T: FromStr<Err = String>>(value: &'v Value<'v>, blank: T, faults: &mut Faults<'v>) -> T {
    match text(value, faults).parse() {
        Ok(found) => found,
        Err(fault) => {
            faults.tell(value, || fault);
            blank
        }
    }
}

/// A whole number between two bounds; 0 when it is none.
fn integer<'v>(value: &'v Value<'v>, least: i64, most: i64, faults: &mut Faults<'v>) -> i64 {
    match value {
        Value::Integer(number) if (least..=most).contains(number) => *number,
        Value::Integer(number) => {
            faults.tell(value, || format!("{number} is not a whole number between {least} and {most}"));
            0
        }
        _ => {
            faults.tell(value, || format!("invalid type: {}, expected a whole number", kind(value)));
            0
        }
    }
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl FromValue for $type {
            fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
                const MOST: i64 = if <$type>::BITS < 64 || <$type>::MAX as i64 > 0 { <$type>::MAX as i64 } else { i64::MAX };
                // Within the bounds, so that nothing is cut off.
                integer(value, <$type>::MIN as i64, MOST, faults) as Self
            }
        }
    )*};
}
integers!(u8 u32 usize i32 i64);

impl<T: FromValue> FromValue for Option<T> {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        if matches!(value, Value::Null) { None } else { Some(T::from_value(value, faults)) }
    }
}

impl<T: FromValue> FromValue for Box<T> {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        Self::new(T::from_value(value, faults))
    }
}

impl<T: FromValue> FromValue for Arc<T> {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        Self::new(T::from_value(value, faults))
    }
}

fn list<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> &'v [Value<'v>] {
    value.as_array().unwrap_or_else(|| {
        faults.tell(value, || format!("invalid type: {}, expected a list", kind(value)));
        &[]
    })
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        let items = list(value, faults);
        let mut read = Self::with_capacity(items.len());
        for item in items {
            read.push(T::from_value(item, faults));
        }
        read
    }
}

impl<T: FromValue + Ord> FromValue for Set<T> {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        list(value, faults).iter().map(|item| T::from_value(item, faults)).collect()
    }
}

impl<A: FromValue, B: FromValue> FromValue for (A, B) {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        let (first, second) = match value.as_array() {
            Some([first, second]) => (first, second),
            _ => {
                faults.tell(value, || format!("invalid type: {}, expected a list of two", kind(value)));
                (&ABSENT, &ABSENT)
            }
        };
        (A::from_value(first, faults), B::from_value(second, faults))
    }
}

fn entries<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> &'v [(Cow<'v, str>, Value<'v>)] {
    let Value::Map(entries) = value else {
        faults.tell(value, || format!("invalid type: {}, expected an object", kind(value)));
        return &[];
    };
    entries
}

impl<K: FromStr<Err: Display> + Ord, T: FromValue> FromValue for Map<K, T> {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        let mut map = Self::new();
        for (key, inner) in entries(value, faults) {
            match key.parse() {
                Ok(name) => {
                    if map.insert(name, T::from_value(inner, faults)).is_some() {
                        faults.tell(inner, || format!("`{key}` stands twice"));
                    }
                }
                Err(fault) => faults.tell(inner, || fault.to_string()),
            }
        }
        map
    }
}
