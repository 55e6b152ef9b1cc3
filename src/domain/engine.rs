//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].

use super::{
    answer::Answer,
    error::InputError,
    facts::{FactKind, PAYERS, fact_spec},
    request::Request,
    rules::{self, RuleBook, TargetInfo},
};
use std::collections::BTreeMap;

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    book: RuleBook,
    targets: BTreeMap<String, TargetInfo>,
}

impl Engine {
    /// An engine with these rules, and what they need to know of the diplomas.
    #[must_use]
    pub fn new(book: RuleBook, targets: Vec<TargetInfo>) -> Self {
        let targets = targets.into_iter().filter_map(|target| Some((target.diploma.clone()?, target))).collect();
        Self { book, targets }
    }

    /// The rules, for whoever shows what a verdict quotes.
    #[must_use]
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// Answers a request.
    ///
    /// # Errors
    /// The first fault of the request: an unknown diploma, unit or region.
    pub fn evaluate(&self, request: &Request) -> Result<Answer, InputError> {
        self.check_regions(request)?;
        check_payers(request)?;
        let mut answer = Answer::default();
        rules::evaluate(&self.book, request, &self.target(request)).fill(&mut answer);
        Ok(answer)
    }

    /// What the catalogue says of the diploma aimed at.
    fn target(&self, request: &Request) -> TargetInfo {
        let Some(code) = &request.target.diploma else { return TargetInfo::default() };
        let unknown = || TargetInfo { diploma: Some(code.clone()), ..TargetInfo::default() };
        self.targets.get(code).cloned().unwrap_or_else(unknown)
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
