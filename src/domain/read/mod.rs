//! Reading records from JSON, in little code.
//!
//! serde's derived readers are generic over the format that they read: each record costs kilobytes of wasm, and there are over a hundred.
//! Here JSON becomes a tree of [`Value`] first, and `#[derive(FromValue)]` writes a plain function for each record
//! that picks its fields from the tree. It understands the `#[serde(…)]` attributes in use, which serde's writer and the JSON Schema share:
//! `deny_unknown_fields`, `rename`, `rename_all = "snake_case"`, `default`, `from`, `try_from`, `untagged`; and `#[value(null_is_default)]`.
//! A new record needs one line:
//!
//! ```
//! use parcours::domain::{error::InputError, read::FromValue};
//!
//! #[derive(Debug, FromValue)]
//! #[serde(deny_unknown_fields)]
//! struct Room {
//!     name: String,
//!     seats: Option<u32>,
//! }
//!
//! let fault = InputError::read_json::<Vec<Room>>(r#"[{"name":"12"},{"name":"14","seat":30}]"#).unwrap_err();
//! assert_eq!((fault.code, fault.path.as_str()), ("unknown_key", "[1].seat"));
//! assert_eq!(fault.message, "unknown field `seat`, expected `name` or `seats`");
//! ```
//!
//! Readers never stop early: a fault is told to [`Faults`] and a placeholder takes the place of what cannot be read, which no caller sees,
//! because [`read`] gives the fault instead. So no reader holds code to give up half-way, which is most of what others are made of.

mod fields;
mod impls;
mod items;
mod json;
mod value;

pub use fields::{ABSENT, Unknown, fields, is_absent, variant, word};
pub use impls::parsed;
pub use items::{Item, Items};
pub use json::parse;
pub use parcours_derive::FromValue;
pub use value::Value;

use super::{
    date::{Date, Term},
    error::InputError,
    facts::Facts,
    money::Money,
};
use serde::{Deserialize, Deserializer, de};

/// What can be read from a [`Value`].
pub trait FromValue: Sized {
    /// Reads `value`. What does not fit is told to `faults`; what is given then is a placeholder.
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self;
}

/// The faults met, each with the value at fault.
#[derive(Debug, Default)]
pub struct Faults<'v>(Vec<(&'v Value<'v>, Fault)>);

#[derive(Debug)]
struct Fault {
    code: &'static str,
    message: String,
}

impl<'v> Faults<'v> {
    /// Tells that `value` is not what it must be, in a sentence that says what that is. Only the first fault of a value is kept.
    pub fn tell(&mut self, value: &'v Value<'v>, message: impl FnOnce() -> String) {
        self.tell_as("invalid_value", value, message);
    }

    /// Tells that nobody knows the key under which `value` stands.
    pub fn tell_unknown(&mut self, value: &'v Value<'v>, message: impl FnOnce() -> String) {
        self.tell_as("unknown_key", value, message);
    }

    /// Whether a fault was told.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    fn tell_as(&mut self, code: &'static str, value: &'v Value<'v>, message: impl FnOnce() -> String) {
        if !self.0.iter().any(|(known, _)| std::ptr::eq(*known, value)) {
            self.0.push((value, Fault { code, message: message() }));
        }
    }
}

/// Reads a whole tree.
///
/// # Errors
/// The first fault: `unknown_key` or `invalid_value`, with the path that leads there.
pub fn read<T: FromValue>(root: &Value) -> Result<T, InputError> {
    let mut faults = Faults::default();
    let read = T::from_value(root, &mut faults);
    match faults.0.into_iter().next() {
        None => Ok(read),
        Some((value, fault)) => Err(told(root, value, fault).unwrap_or_else(|fault| InputError::new(fault.code, "", fault.message))),
    }
}

/// Reads a whole tree, for a file whose author wants to know everything that is wrong with it.
///
/// # Errors
/// Every fault, each with the path that leads there.
pub fn read_all<T: FromValue>(root: &Value) -> Result<T, Vec<InputError>> {
    let mut faults = Faults::default();
    let read = T::from_value(root, &mut faults);
    if faults.0.is_empty() {
        return Ok(read);
    }
    // What is told of a placeholder, which stands nowhere in the tree, follows from another fault.
    Err(faults.0.into_iter().filter_map(|(value, fault)| told(root, value, fault).ok()).collect())
}

/// A fault with its path; the fault itself when its value is not in the tree.
fn told(root: &Value, value: &Value, fault: Fault) -> Result<InputError, Fault> {
    let mut path = String::new();
    if find(root, value, &mut path) { Ok(InputError::new(fault.code, path, fault.message)) } else { Err(fault) }
}

/// Reads a record from any format of serde, through a [`Value`]. What `#[derive(FromValue)]` makes `Deserialize` of.
///
/// # Errors
/// The format's own, or the fault as a sentence.
pub fn deserialize<'de, T: FromValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    read(&value).map_err(de::Error::custom)
}

/// For the types whose readers are written by hand; the derived ones have it already.
macro_rules! deserialize_through_values {
    ($($type:ty),*) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}
deserialize_through_values!(Date, Term, Facts, Money);

/// Writes the keys and positions that lead from `here` to `wanted`, which is found by where it lies in memory: keeping track while reading would
/// burden every record for the sake of a fault that seldom is.
fn find(here: &Value, wanted: &Value, path: &mut String) -> bool {
    if std::ptr::eq(here, wanted) {
        return true;
    }
    let length = path.len();
    match here {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push_str(&format!("[{index}]"));
                if find(item, wanted, path) {
                    return true;
                }
                path.truncate(length);
            }
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                if find(value, wanted, path) {
                    return true;
                }
                path.truncate(length);
            }
        }
        _ => {}
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sorted::Map;

    fn none_left() -> u8 {
        9
    }

    #[derive(Debug, PartialEq, FromValue)]
    #[serde(deny_unknown_fields)]
    struct Room {
        name: String,
        #[serde(rename = "as")]
        used_as: Option<Use>,
        #[serde(default)]
        doors: Vec<Door>,
        #[serde(default = "none_left")]
        #[value(null_is_default)]
        seats: u8,
        #[serde(default)]
        prices: Map<Term, (i32, bool)>,
    }

    #[derive(Debug, PartialEq, FromValue)]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    enum Use {
        LectureHall,
        Laboratory(String),
        Office { desks: Option<u32>, phone: bool },
    }

    #[derive(Debug, PartialEq, FromValue)]
    #[serde(untagged)]
    enum Door {
        Width(u32),
        Named { name: String },
    }

    #[derive(Debug, PartialEq, FromValue)]
    #[serde(try_from = "i64")]
    #[value(blank = "Self(0)")]
    struct Even(i64);

    impl TryFrom<i64> for Even {
        type Error = String;

        fn try_from(number: i64) -> Result<Self, String> {
            if number % 2 == 0 { Ok(Self(number)) } else { Err(format!("{number} is odd")) }
        }
    }

    fn room(text: &str) -> Result<Room, (&'static str, String, String)> {
        InputError::read_json(text).map_err(|fault| (fault.code, fault.path, fault.message))
    }

    #[test]
    fn records_are_read() {
        let plain = Room { name: "12".into(), used_as: None, doors: Vec::new(), seats: 9, prices: Map::new() };
        assert_eq!(room(r#"{"name":"12"}"#), Ok(plain));
        let full = Room {
            name: "12".into(),
            used_as: Some(Use::Office { desks: None, phone: true }),
            doors: vec![Door::Width(90), Door::Named { name: "back".into() }],
            seats: 30,
            prices: Map::from([("2027-S2".parse().unwrap(), (-5, false))]),
        };
        let text =
            r#"{"name":"12","as":{"office":{"phone":true}},"doors":[90,{"name":"back"}],"seats":30,"prices":{"2027-S2":[-5,false]}}"#;
        assert_eq!(room(text), Ok(full));
        assert_eq!(room(r#"{"name":"12","seats":null}"#).map(|room| room.seats), Ok(9));
        assert_eq!(room(r#"{"name":"12","as":"lecture_hall"}"#).map(|room| room.used_as), Ok(Some(Use::LectureHall)));
        assert_eq!(room(r#"{"name":"12","as":{"laboratory":"dust"}}"#).map(|room| room.used_as), Ok(Some(Use::Laboratory("dust".into()))));
        assert_eq!(serde_json::from_str::<Vec<Even>>("[2,4]").unwrap(), [Even(2), Even(4)], "serde reads them too");
    }

    #[test]
    fn each_fault_names_its_place_and_what_is_wanted() {
        for (text, code, path, message) in [
            ("{}", "invalid_value", "", "missing field `name`"),
            ("[]", "invalid_value", "", "invalid type: list, expected an object"),
            (r#"{"name":3}"#, "invalid_value", "name", "invalid type: integer `3`, expected a string"),
            (r#"{"name":"a","name":"b"}"#, "invalid_value", "name", "`name` stands twice"),
            (
                r#"{"name":"a","eman":1}"#,
                "unknown_key",
                "eman",
                "unknown field `eman`, expected one of `name`, `as`, `doors`, `seats`, `prices`",
            ),
            (r#"{"name":"a","doors":null}"#, "invalid_value", "doors", "invalid type: null, expected a list"),
            (r#"{"name":"a","doors":[1,"x"]}"#, "invalid_value", "doors[1]", "data did not match any variant of untagged enum Door"),
            (r#"{"name":"a","seats":256}"#, "invalid_value", "seats", "256 is not a whole number between 0 and 255"),
            (r#"{"name":"a","seats":1.5}"#, "invalid_value", "seats", "invalid type: number `1.5`, expected a whole number"),
            (
                r#"{"name":"a","as":{"office":{"phone":1}}}"#,
                "invalid_value",
                "as.office.phone",
                "invalid type: integer `1`, expected a boolean",
            ),
            (
                r#"{"name":"a","as":{"office":{"phone":true,"fax":1}}}"#,
                "unknown_key",
                "as.office.fax",
                "unknown field `fax`, expected `desks` or `phone`",
            ),
            (
                r#"{"name":"a","as":"cellar"}"#,
                "invalid_value",
                "as",
                "unknown variant `cellar`, expected one of `lecture_hall`, `laboratory`, `office`",
            ),
            (
                r#"{"name":"a","as":{"cellar":1}}"#,
                "invalid_value",
                "as",
                "unknown variant `cellar`, expected one of `lecture_hall`, `laboratory`, `office`",
            ),
            (r#"{"name":"a","prices":{"2027-S2":[1]}}"#, "invalid_value", "prices.2027-S2", "invalid type: list, expected a list of two"),
        ] {
            assert_eq!(room(text), Err((code, path.to_owned(), message.to_owned())), "{text}");
        }
        let fault = InputError::read_json::<Vec<Even>>("[2,3]").unwrap_err();
        assert_eq!((fault.path.as_str(), fault.message.as_str()), ("[1]", "3 is odd"));
        assert_eq!(InputError::read_json::<Room>("{").unwrap_err().code, "malformed_json");
    }

    /// A word, or a record that holds another of its kind.
    #[derive(Debug, PartialEq, FromValue)]
    #[serde(untagged)]
    enum Nested {
        Word(String),
        Inside(Inside),
    }

    #[derive(Debug, PartialEq, FromValue)]
    struct Inside {
        of: Box<Nested>,
    }

    #[test]
    fn what_holds_itself_and_is_not_there_is_told_and_ends() {
        let nested = |text: &str| InputError::read_json::<Nested>(text).map_err(|fault| (fault.code, fault.path));
        assert_eq!(nested(r#"{"of":{"of":"a"}}"#).map(|read| read != Nested::Word("a".to_owned())), Ok(true));
        for (text, path) in [("7", ""), ("{}", ""), (r#"{"of":7}"#, ""), ("null", "")] {
            assert_eq!(nested(text), Err(("invalid_value", path.to_owned())), "{text}");
        }
    }

    #[test]
    fn an_author_is_told_every_fault_once() {
        let value = InputError::parse_json(r#"{"name":3,"eman":1,"seats":"x","doors":[1,"x"],"as":{"cellar":{"a":1}}}"#).unwrap();
        let faults = read_all::<Room>(&value).unwrap_err();
        let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(paths, ["eman", "name", "as", "doors[1]", "seats"]);
    }
}
