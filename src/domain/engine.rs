//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].

use super::{
    answer::Answer,
    catalogue::Catalogue,
    costs::{self, TariffBook},
    error::InputError,
    facts::{FactKind, PAYERS, fact_spec},
    request::Request,
    rules::{self, RuleBook, TargetInfo},
};

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    book: RuleBook,
    catalogue: Catalogue,
    tariffs: TariffBook,
}

impl Engine {
    /// An engine on these rules and region packs, diplomas and units, and prices.
    #[must_use]
    pub fn new(book: RuleBook, catalogue: Catalogue, tariffs: TariffBook) -> Self {
        Self { book, catalogue, tariffs }
    }

    /// The rules and region packs, for whoever shows what a verdict quotes.
    #[must_use]
    pub fn book(&self) -> &RuleBook {
        &self.book
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
        self.check_regions(request)?;
        check_payers(request)?;
        let mut answer = Answer::default();
        rules::evaluate(&self.book, request, &self.target(request)?).fill(&mut answer);
        let priced = costs::price_items(&self.tariffs, request)?;
        answer.cost = priced.cost;
        answer.warnings.extend(priced.warnings);
        Ok(answer)
    }

    /// What the catalogue says of the diploma aimed at.
    fn target(&self, request: &Request) -> Result<TargetInfo, InputError> {
        let Some(id) = &request.target.diploma else { return Ok(TargetInfo::default()) };
        let diploma = self.catalogue.expect_diploma(id, "target.diploma")?;
        Ok(TargetInfo {
            diploma: Some(id.clone()),
            level: diploma.level,
            entry_level: diploma.entry_level(),
            register: diploma.register_on(request.today).map(str::to_owned),
            family: diploma.family.map(|family| family.id().to_owned()),
        })
    }

    /// Refuses a region that is neither French nor brought by a pack.
    fn check_regions(&self, request: &Request) -> Result<(), InputError> {
        let regional = request.facts.iter().filter(|(key, _)| fact_spec(key).is_some_and(|spec| spec.kind == FactKind::Region));
        let facts = regional.filter_map(|(key, _)| Some((format!("facts.{key}"), request.facts.word(key)?)));
        let centre = request.centre_region.as_deref().map(|slug| ("centre_region".to_owned(), slug));
        let organisers = request.items.iter().flatten().enumerate();
        let organisers = organisers.filter_map(|(n, item)| Some((format!("items[{n}].organiser"), item.organiser.as_deref()?)));
        for (path, slug) in centre.into_iter().chain(facts).chain(organisers) {
            if !self.book.knows_region(slug) {
                let message =
                    format!("`{slug}` is neither a French region nor one that a region pack adds: write a slug such as grand-est");
                return Err(InputError::new("unknown_region", path, message));
            }
        }
        Ok(())
    }
}

/// Refuses a payer that the contract does not name.
fn check_payers(request: &Request) -> Result<(), InputError> {
    for (n, item) in request.items.iter().flatten().enumerate() {
        if let Some(payer) = item.payer.as_deref().filter(|payer| !PAYERS.contains(payer)) {
            let message = format!("`{payer}` is not a payer: write one of {}", PAYERS.join(", "));
            return Err(InputError::new("unknown_payer", format!("items[{n}].payer"), message));
        }
    }
    Ok(())
}
