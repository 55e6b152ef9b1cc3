//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].

use super::{answer::Answer, catalogue::Catalogue, error::InputError, request::Request};

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    catalogue: Catalogue,
}

impl Engine {
    /// An engine on this data.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        Self { catalogue }
    }

    /// The diplomas and units.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Answers a request.
    ///
    /// # Errors
    /// The first fault of the request: an unknown diploma, unit or region.
    pub fn evaluate(&self, request: &Request) -> Result<Answer, InputError> {
        let _ = request;
        Ok(Answer::default())
    }

    /// The regions whose rules are published.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        Vec::new()
    }
}
