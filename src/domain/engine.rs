//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].

use super::{answer::Answer, error::InputError, request::Request};

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {}

impl Engine {
    /// Answers a request.
    ///
    /// # Errors
    /// The first fault of the request: an unknown diploma, unit or region.
    pub fn evaluate(&self, request: &Request) -> Result<Answer, InputError> {
        let _ = request;
        Ok(Answer::default())
    }
}
