//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].

use super::{
    answer::Answer,
    catalogue::Catalogue,
    costs::{self, TariffBook},
    error::InputError,
    request::Request,
};

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    catalogue: Catalogue,
    tariffs: TariffBook,
}

impl Engine {
    /// An engine on this data.
    #[must_use]
    pub fn new(catalogue: Catalogue, tariffs: TariffBook) -> Self {
        Self { catalogue, tariffs }
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
        let priced = costs::price_items(&self.tariffs, request)?;
        Ok(Answer { cost: priced.cost, warnings: priced.warnings, ..Answer::default() })
    }

    /// The regions whose rules are published.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        Vec::new()
    }
}
