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
        let mut reader = serde_json::Deserializer::from_str(text);
        let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
            let path = fault.path().to_string();
            Self::from_json(fault.into_inner(), &path)
        })?;
        reader.end().map_err(|fault| Self::from_json(fault, ""))?;
        Ok(value)
    }

    /// Wraps a fault of `serde_json` met at `path`.
    ///
    /// serde reports an unknown key at the object that holds it, so the key itself is added to the path.
    #[must_use]
    pub fn from_json(fault: serde_json::Error, path: &str) -> Self {
        let message = fault.to_string();
        let path = if path == "." { "" } else { path };
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
                // serde_path_to_error already ends at the key for a map, and at its parent for a struct.
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

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { write!(f, "{}", self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

impl std::error::Error for InputError {}
