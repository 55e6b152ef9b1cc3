//! The engine: a request in, an answer out. The page, the JavaScript API and the command line all call [`Engine::evaluate`].
//!
//! Questions about the plan ("and if I fail this unit?") are answered in slices: see [`Engine::front`] and the functions beside it.

use super::{
    answer::{Answer, Plan, Warning},
    catalogue::{Catalogue, format::UnitKind},
    costs::{self, Account, AccountTerms, Means, TariffBook},
    date::{Date, Season, Term},
    error::InputError,
    facts::{FactKind, PAYERS, fact_spec},
    pathway::{self, Calendar},
    request::Request,
    rules::{self, RuleBook, TargetInfo},
};

mod questions;

/// The milestone that says when the centre's next courses start.
const NEXT_INTAKE: &str = "next_intake";

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
        let target = self.target(request)?;
        rules::evaluate(&self.book, request, &target).fill(&mut answer);
        let planned = pathway::plan(&self.scene(request, &answer), request)?;
        let mut plan = None;
        if let Some(planned) = planned {
            let assumed = request.target.start_term.is_none() && !answer.milestones.iter().any(|milestone| milestone.id == NEXT_INTAKE);
            let warnings = planned.warnings.into_iter().chain(assumed.then_some("start_assumed"));
            answer.warnings.extend(warnings.map(|id| Warning { id: id.to_owned(), because: Vec::new() }));
            plan = Some(planned.plan);
        }
        let terms = |day: Date| rules::account_on(&self.book, request, &target, day).unwrap_or_default();
        let means = Means { schemes: &answer.schemes, account: self.account(request, &target, &terms) };
        let priced = match &mut plan {
            // Items are priced alone, whatever the plan.
            Some(plan) if request.items.is_none() => self.price_plan(request, &means, plan),
            _ => costs::price_items(&self.tariffs, request, &means)?,
        };
        answer.plan = plan;
        answer.cost = priced.cost;
        answer.warnings.extend(priced.warnings);
        for question in &mut answer.questions {
            question.at_stake = question.at_stake.max(priced.stakes.get(&question.fact).copied());
        }
        rules::sort_questions(&mut answer.questions);
        Ok(answer)
    }

    /// Prices the plan.
    fn priced(&self, request: &Request, means: &Means, plan: &Plan) -> costs::PlanCost {
        let is_ua = |code: &str| self.catalogue.unit(code).is_some_and(|unit| unit.kind == UnitKind::Ua);
        costs::price_plan(&self.tariffs, request, means, &self.tariffs.units_of(request, plan, &is_ua))
    }

    /// Prices the plan, and writes into each term what the learner pays for it.
    fn price_plan(&self, request: &Request, means: &Means, plan: &mut Plan) -> costs::CostOutcome {
        let priced = self.priced(request, means, plan);
        for term in &mut plan.terms {
            term.cost = priced.terms.get(&term.term).copied().flatten();
        }
        priced.outcome
    }

    /// The personal training account, when the rules say how it is used.
    fn account<'a>(&self, request: &Request, target: &TargetInfo, terms: &'a dyn Fn(Date) -> AccountTerms) -> Option<Account<'a>> {
        let facts = &request.facts;
        let contract_day = facts.date("enrolment_contract_date").unwrap_or(request.today);
        rules::account_on(&self.book, request, target, contract_day)?;
        Some(Account {
            today: request.today,
            contract_day,
            balance: facts.money("cpf_balance"),
            employer_topup: facts.money("employer_topup"),
            region_topup: facts.money("region_topup"),
            terms,
        })
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

/// The calendar that a plan relies on. A plan starts with the next courses of the centre, or, where the centre published no dates, with the
/// next autumn or spring of the academic calendar.
fn calendar(today: Date, answer: &Answer) -> Calendar {
    let intake = answer.milestones.iter().find(|milestone| milestone.id == NEXT_INTAKE).map(|milestone| milestone.on);
    let first_term = match intake {
        Some(day) if day.month() >= 8 => Term { year: day.year(), season: Season::Autumn },
        Some(day) => Term { year: day.year(), season: Season::Spring },
        // Spring courses begin in February, autumn courses in September or October.
        None if today.month() < 2 => Term { year: today.year(), season: Season::Spring },
        None if today.month() < 9 => Term { year: today.year(), season: Season::Autumn },
        None => Term { year: today.year() + 1, season: Season::Spring },
    };
    Calendar::starting(first_term)
}
