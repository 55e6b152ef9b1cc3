//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].

use super::{answer::Answer, error::InputError, request::Request, share::Resolution};

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {}

/// A diploma in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiplomaEntry {
    /// Its key in requests and links.
    pub id: String,
    /// Its official code, when known.
    pub code: Option<String>,
    /// Its official title.
    pub title: String,
    /// The slug of its family.
    pub family: String,
    /// Its level, 3 to 8.
    pub level: Option<u8>,
    /// Its credits.
    pub ects: Option<u32>,
    /// Whether its units are published.
    pub structure: bool,
    /// Whether it is an old version.
    pub withdrawn: bool,
}

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiplomaFilter {
    /// Words of the title, code or field.
    pub text: String,
    /// Only this level.
    pub level: Option<u8>,
    /// Only this family.
    pub family: Option<String>,
    /// Only this field.
    pub domain: Option<String>,
}

impl Engine {
    /// Answers a request.
    ///
    /// # Errors
    /// The first fault of the request: an unknown diploma, unit or region.
    pub fn evaluate(&self, request: &Request) -> Result<Answer, InputError> {
        let _ = request;
        Ok(Answer::default())
    }

    /// Whether the units of the diploma `id` are published.
    #[must_use]
    pub fn has_structure(&self, _id: &str) -> bool {
        false
    }

    /// The regions whose rules are published.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        Vec::new()
    }

    /// The title of the diploma `id`.
    #[must_use]
    pub fn diploma_title(&self, _id: &str) -> Option<&str> {
        None
    }

    /// The diploma `id` as an entry of a list.
    #[must_use]
    pub fn diploma_entry(&self, _id: &str) -> Option<DiplomaEntry> {
        None
    }

    /// The diplomas that fit `filter`, best first.
    #[must_use]
    pub fn diplomas(&self, _filter: &DiplomaFilter) -> Vec<DiplomaEntry> {
        Vec::new()
    }

    /// The code and title of every unit of the diploma `id`.
    #[must_use]
    pub fn diploma_units(&self, _id: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    /// The title of the unit `code`.
    #[must_use]
    pub fn unit_title(&self, _code: &str) -> Option<&str> {
        None
    }

    /// What the catalogue says of a unit that a link names.
    #[must_use]
    pub fn resolve_unit(&self, _code: &str) -> Resolution {
        Resolution::Known
    }

    /// The families in use.
    #[must_use]
    pub fn families(&self) -> Vec<String> {
        Vec::new()
    }

    /// The levels in use.
    #[must_use]
    pub fn levels(&self) -> Vec<u8> {
        Vec::new()
    }

    /// The fields in use.
    #[must_use]
    pub fn domains(&self) -> Vec<String> {
        Vec::new()
    }
}
