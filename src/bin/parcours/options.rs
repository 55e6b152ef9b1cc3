//! The arguments of a command.

use parcours::domain::error::InputError;

/// What is wrong with an argument.
pub fn bad_argument(argument: &str, reason: &str) -> InputError {
    InputError::new("bad_argument", "", format!("`{argument}`: {reason}"))
}

/// The arguments of a command.
pub struct Options {
    valued: Vec<(String, String)>,
    flags: Vec<String>,
    /// What is no option, in order.
    pub rest: Vec<String>,
}

impl Options {
    /// Sorts the arguments into options with a value, flags and the rest.
    ///
    /// # Errors
    /// An option that there is not, or one without its value.
    pub fn read(arguments: &[String], valued: &[&str], flags: &[&str]) -> Result<Self, InputError> {
        let mut options = Self { valued: Vec::new(), flags: Vec::new(), rest: Vec::new() };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            if valued.contains(&argument.as_str()) {
                let value = arguments.next().ok_or_else(|| bad_argument(argument, "its value is missing"))?;
                options.valued.push((argument.clone(), value.clone()));
            } else if flags.contains(&argument.as_str()) {
                options.flags.push(argument.clone());
            } else if argument.starts_with("--") {
                return Err(bad_argument(argument, &format!("there is no such option; there are {}", [valued, flags].concat().join(", "))));
            } else {
                options.rest.push(argument.clone());
            }
        }
        Ok(options)
    }

    /// Whether a flag was given.
    pub fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|each| each == flag)
    }

    /// The value of an option; given several times, one after the other.
    pub fn take(&mut self, option: &str) -> Option<String> {
        let at = self.valued.iter().position(|(each, _)| each == option)?;
        Some(self.valued.remove(at).1)
    }
}
