//! Bad input, told so that a person can mend it.

use super::read::{self, FromValue, Value};
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

    /// Reads JSON `text` into `T`.
    ///
    /// # Errors
    /// `malformed_json` when the text is not JSON, `invalid_value` or `unknown_key` with its path when it does not have the shape of `T`.
    pub fn read_json<T: FromValue>(text: &str) -> Result<T, Self> {
        read::read(&Self::parse_json(text)?)
    }

    /// Reads JSON `text` into a tree of plain values, for who looks at it before it is known what it must be.
    ///
    /// # Errors
    /// `malformed_json`.
    pub fn parse_json(text: &str) -> Result<Value<'_>, Self> {
        read::parse(text).map_err(|fault| Self::malformed(&fault, ""))
    }

    /// A fault of JSON itself, met at `path`: what is wrong, and where in the text.
    #[must_use]
    pub fn malformed(fault: &str, path: &str) -> Self {
        Self::new("malformed_json", path, format!("this is not valid JSON: {fault}: correct it there"))
    }
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
