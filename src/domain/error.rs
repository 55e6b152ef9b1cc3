//! Bad input, told so that a person can mend it.

use serde::Serialize;
use std::fmt;

/// What is wrong with something that came from outside: a request, a link, a catalogue, a region pack.
///
/// On the command line it is printed as `{"error":{"code","message","path"}}`; in JavaScript it is thrown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputError {
    /// A stable identifier of the kind of fault, such as `unknown_key` or `unknown_diploma`.
    pub code: &'static str,
    /// One English sentence that names the thing at fault and says what to do.
    pub message: String,
    /// Where in the input, as keys joined by dots (`facts.age`, `items[2].term`); empty for the whole.
    pub path: String,
}

impl InputError {
    /// An error of kind `code` at `path`.
    pub fn new(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), path: path.into() }
    }

    /// Reads JSON `text` into `T`; a fault names the path at which reading stopped.
    ///
    /// # Errors
    /// `malformed_json` when the text is not JSON, `invalid_value` or `unknown_key` when it does not have the shape of `T`.
    pub fn read_json<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, Self> {
        serde_json::from_str(text).map_err(|fault| {
            let start: usize = text.split_inclusive('\n').take(fault.line().saturating_sub(1)).map(str::len).sum();
            // The reader counts bytes, and may stop inside a letter.
            let end = (0..=(start + fault.column()).min(text.len())).rev().find(|end| text.is_char_boundary(*end));
            let read = text.get(..end.unwrap_or_default()).unwrap_or_default();
            let path = path_of_last_value(read, &fault.to_string()).unwrap_or_else(|| path_at(read));
            Self::from_json(fault, &path)
        })
    }

    /// Wraps a fault of `serde_json` met at `path`.
    ///
    #[must_use]
    pub fn from_json(fault: serde_json::Error, path: &str) -> Self {
        let message = fault.to_string();
        match fault.classify() {
            serde_json::error::Category::Data => Self::of_message(message, path),
            _ => Self::new("malformed_json", path, format!("this is not valid JSON: {message}")),
        }
    }

    /// Wraps what a deserialiser said of data met at `path`.
    #[must_use]
    pub fn of_message(message: String, path: &str) -> Self {
        match message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((key, _)) => {
                // The path ends at the key where the reader stopped behind it, and at its parent where an outer value was buffered.
                let at = if path == key || path.ends_with(&format!(".{key}")) {
                    path.to_owned()
                } else if path.is_empty() {
                    key.to_owned()
                } else {
                    format!("{path}.{key}")
                };
                Self::new("unknown_key", at, message)
            }
            None => Self::new("invalid_value", path, message),
        }
    }
}

/// The path of the last value of the container that `read` ends with, when `message` is about that value.
///
/// A value that is refused after it was read (a word that is not one of the choices, a date that does not exist) stops the reader behind the
/// bracket that follows it, when it is the last one there. Such messages begin with the value.
fn path_of_last_value(read: &str, message: &str) -> Option<String> {
    let inside = read.strip_suffix(['}', ']'])?.trim_end();
    let value = match inside.strip_suffix('"') {
        Some(text) => text.rsplit('"').next()?,
        None => inside.rsplit([':', ',', '[']).next()?.trim_start(),
    };
    let told = message.trim_start_matches('`').strip_prefix(value)?;
    (!value.is_empty() && told.starts_with(['`', ' '])).then(|| path_at(inside))
}

/// Where in its JSON a reader stopped that had `read` so much of it: the keys and positions that lead there.
///
/// Walking the text again costs nothing until there is a fault. Tracking the path while reading, as `serde_path_to_error` does, wraps every
/// type once more and doubled the size of the wasm.
fn path_at(read: &str) -> String {
    enum Place {
        Array(usize),
        Object { key: String, in_key: bool },
    }
    let read = read.as_bytes();
    let mut places: Vec<Place> = Vec::new();
    let mut at = 0;
    while let Some(byte) = read.get(at) {
        at += 1;
        match byte {
            b'{' => places.push(Place::Object { key: String::new(), in_key: true }),
            b'[' => places.push(Place::Array(0)),
            b'}' | b']' => {
                places.pop();
            }
            b',' => match places.last_mut() {
                Some(Place::Array(index)) => *index += 1,
                Some(Place::Object { in_key, .. }) => *in_key = true,
                None => {}
            },
            b':' => {
                if let Some(Place::Object { in_key, .. }) = places.last_mut() {
                    *in_key = false;
                }
            }
            b'"' => {
                let from = at;
                while let Some(inside) = read.get(at).filter(|inside| **inside != b'"') {
                    at += if *inside == b'\\' { 2 } else { 1 };
                }
                if let Some(Place::Object { key, in_key: true }) = places.last_mut() {
                    *key = String::from_utf8_lossy(read.get(from..at.min(read.len())).unwrap_or_default()).into_owned();
                }
                at += 1;
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for place in places {
        match place {
            Place::Array(index) => path.push_str(&format!("[{index}]")),
            Place::Object { key, .. } if key.is_empty() => {}
            Place::Object { key, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key);
            }
        }
    }
    path
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { write!(f, "{}", self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

impl std::error::Error for InputError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::Request;

    #[test]
    fn a_refused_value_is_named_whether_or_not_another_follows_it() {
        for (facts, path) in [
            (r#"{"status":"astronaute"}"#, "facts.status"),
            (r#"{ "status": "astronaute" }"#, "facts.status"),
            (r#"{"status":"astronaute","rqth":true}"#, "facts.status"),
            (r#"{"rqth":true,"birth_date":"1990-02-30"}"#, "facts.birth_date"),
            (r#"{"worked_time_ratio":1.5}"#, "facts.worked_time_ratio"),
            (r#"{"cpf_balance":"-1.00"}"#, "facts.cpf_balance"),
            (r#"{"cpf_balance":100}"#, "facts.cpf_balance"),
            (r#"{"qualification_level":9}"#, "facts.qualification_level"),
            (r#"{"nationality":"fr"}"#, "facts.nationality"),
            (r#"{"colour":"blue"}"#, "facts.colour"),
        ] {
            let text = format!(r#"{{"version":1,"today":"2026-11-21","facts":{facts}}}"#);
            let fault = InputError::read_json::<Request>(&text).unwrap_err();
            assert_eq!(fault.path, path, "{facts}: {}", fault.message);
        }
        let term = r#"{"version":1,"today":"2026-11-21","target":{"start_term":"2027-S4"}}"#;
        assert_eq!(InputError::read_json::<Request>(term).unwrap_err().path, "target.start_term");
        let today = r#"{"version":1,"today":"2026-02-30"}"#;
        assert_eq!(InputError::read_json::<Request>(today).unwrap_err().path, "today");
        let nothing = r#"{"version":1,"target":{}}"#;
        assert_eq!(InputError::read_json::<Request>(nothing).unwrap_err().path, "", "what is missing is missing of the whole");
    }
}
