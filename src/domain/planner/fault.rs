//! What is wrong with a problem.

use std::fmt;

/// Why a problem was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable identifier of the kind of fault: see [`crate::validate()`].
    pub code: &'static str,
    /// One English sentence that names the thing at fault and says what to do.
    pub message: String,
    /// Where in the problem, as keys joined by dots (`units[3].load`).
    pub path: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for Fault {}
