//! Why a chore stopped, and what to do about it.

use std::fmt;

/// A chore that cannot go on.
#[derive(Debug)]
pub struct Fault {
    what: String,
    details: String,
    remedy: String,
}

impl Fault {
    /// A fault that says what went wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), details: String::new(), remedy: String::new() }
    }

    /// What a tool said when it failed, shown before everything else.
    pub fn details(mut self, text: impl Into<String>) -> Self {
        self.details = text.into();
        self
    }

    /// What to do: a command, or a sentence.
    pub fn remedy(mut self, text: impl Into<String>) -> Self {
        self.remedy = text.into();
        self
    }

    /// The output of the tool that failed; empty when there is none.
    pub fn output(&self) -> &str {
        &self.details
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.details.is_empty() {
            writeln!(out, "{}", self.details.trim_end())?;
        }
        write!(out, "xtask: {}", self.what)?;
        if !self.remedy.is_empty() {
            write!(out, "\n{}", self.remedy)?;
        }
        Ok(())
    }
}
