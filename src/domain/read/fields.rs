//! What the derived readers call: none of it is generic, so that it is there once.

use super::{Faults, Value};

/// What stands for a key that is not there.
pub static ABSENT: Value<'static> = Value::Null;

/// Whether a key is not there, which is not the same as `null`.
#[must_use]
pub fn is_absent(value: &Value<'_>) -> bool {
    std::ptr::eq(value, &ABSENT)
}

/// Puts the values of a map into `slots`, in the order of `keys`. `required` has a bit for each key that must be there.
pub fn fields<'v>(
    value: &'v Value<'v>,
    keys: &'static [&'static str],
    required: u64,
    unknown: Unknown,
    slots: &mut [&'v Value<'v>],
    faults: &mut Faults<'v>,
) {
    let Value::Map(entries) = value else {
        return faults.tell(value, || format!("invalid type: {}, expected an object", kind(value)));
    };
    let mut next = 0;
    for (key, inner) in entries {
        // Keys mostly come in the order of the record: the search begins where the one before ended.
        let (before, after) = keys.split_at(next);
        let place = place_of(key, after).map(|place| next + place).or_else(|| place_of(key, before));
        next = place.map_or(next, |place| place + 1);
        match place.and_then(|index| slots.get_mut(index)) {
            Some(slot) if is_absent(slot) => *slot = inner,
            Some(_) => faults.tell(inner, || format!("`{key}` stands twice")),
            None if unknown == Unknown::Refused => {
                faults.tell_unknown(inner, || format!("unknown field `{key}`, expected {}", one_of(keys)));
            }
            None => {}
        }
    }
    for (index, (key, slot)) in keys.iter().zip(slots.iter()).enumerate() {
        if required >> index & 1 == 1 && is_absent(slot) {
            faults.tell(value, || format!("missing field `{key}`"));
        }
    }
}

/// What to do with a key that a record does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is a fault.
    Refused,
    /// It is left alone.
    Allowed,
}

/// Which of `words` the value is; the first when it is none.
pub fn word<'v>(value: &'v Value<'v>, words: &'static [&'static str], faults: &mut Faults<'v>) -> usize {
    let Some(text) = value.as_str() else {
        faults.tell(value, || format!("invalid type: {}, expected {}", kind(value), one_of(words)));
        return 0;
    };
    place_of(text, words).unwrap_or_else(|| {
        faults.tell(value, || format!("unknown variant `{text}`, expected {}", one_of(words)));
        0
    })
}

/// Which of `words` a value names, as a text or as the only key of a map, and what it says of it.
pub fn variant<'v>(value: &'v Value<'v>, words: &'static [&'static str], faults: &mut Faults<'v>) -> (usize, &'v Value<'v>) {
    match value {
        Value::Map(entries) => {
            if let [(key, inner)] = entries.as_slice()
                && let Some(index) = words.iter().position(|word| word == key)
            {
                return (index, inner);
            }
            faults.tell(value, || match entries.as_slice() {
                [(key, _)] => format!("unknown variant `{key}`, expected {}", one_of(words)),
                _ => format!("expected an object with one key: {}", one_of(words)),
            });
            (0, &ABSENT)
        }
        _ => (word(value, words, faults), &ABSENT),
    }
}

/// The place of `wanted` among `words`. Most words are of another length, which is seen without a call.
fn place_of(wanted: &str, words: &[&str]) -> Option<usize> {
    words.iter().position(|word| word.len() == wanted.len() && *word == wanted)
}

/// What a value is, for a message.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("boolean `{value}`"),
        Value::Integer(value) => format!("integer `{value}`"),
        Value::Decimal(value) => format!("number `{value}`"),
        Value::Text(value) => format!("string \"{value}\""),
        Value::List(_) => "list".to_owned(),
        Value::Map(_) => "object".to_owned(),
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [] => "no field at all".to_owned(),
        [one] => format!("`{one}`"),
        [one, other] => format!("`{one}` or `{other}`"),
        _ => {
            let mut list = String::from("one of ");
            for (index, word) in words.iter().enumerate() {
                list.push_str(if index > 0 { ", `" } else { "`" });
                list.push_str(word);
                list.push('`');
            }
            list
        }
    }
}
