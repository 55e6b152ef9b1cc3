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
            let path = path_at(text, fault.line(), fault.column());
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

/// Where in the JSON `text` a reader stopped that had read `column` bytes of line `line`: the keys and positions that lead there.
///
/// Walking the text again costs nothing until there is a fault. Tracking the path while reading, as `serde_path_to_error` does, wraps every
/// type once more and doubled the size of the wasm.
fn path_at(text: &str, line: usize, column: usize) -> String {
    enum Place {
        Array(usize),
        Object { key: String, in_key: bool },
    }
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let read = text.as_bytes().get(..(start + column).min(text.len())).unwrap_or_default();
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

impl From<planner::Fault> for InputError {
    fn from(fault: planner::Fault) -> Self {
        Self { code: fault.code, message: fault.message, path: fault.path }
    }
}
