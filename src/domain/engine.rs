//! The engine: a request in, an answer out. The JavaScript API and the command line call [`Engine::evaluate`]; the page takes the same steps one
//! by one: [`Engine::evaluation`].
//!
//! Questions about the plan ("and if I fail this unit?") are answered in slices: see [`Engine::front`] and the functions beside it.

use super::{
    answer::{Answer, Milestone, Plan, PlanTerm, Scheme},
    catalogue::{Catalogue, format::UnitKind},
    costs::{self, Account, AccountTerms, Means, TariffBook},
    date::{Date, Season, Term},
    error::InputError,
    facts::{FactKind, PAYERS, fact_spec},
    openings::{self, Opening, ScheduleSource},
    pathway::{Calendar, Task as _},
    request::Request,
    rules::{self, RuleBook, TargetInfo, TermOfPlan},
};

mod evaluation;
mod questions;

pub use evaluation::Evaluation;

/// The milestone that says when the centre's next courses start.
const NEXT_INTAKE: &str = "next_intake";

/// The reference data, read and checked once.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    book: RuleBook,
    catalogue: Catalogue,
    tariffs: TariffBook,
}

/// The CSV of an opening schedule.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleFile<'a> {
    /// Its name, to say where a line was refused.
    pub name: &'a str,
    /// What it holds, in UTF-8 or Windows-1252.
    pub bytes: &'a [u8],
}

/// An engine that took in a region pack or an opening schedule.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The engine.
    pub engine: Engine,
    /// The slug of the region.
    pub region: String,
    /// The lines of the schedule that could not be read, each with `file: line, column` as its path and what to do in its message. The others
    /// count.
    pub refused: Vec<InputError>,
}

impl Loaded {
    fn read(&mut self, file: &ScheduleFile<'_>, openings: &mut Vec<Opening>) {
        let read = openings::read_csv(file.bytes, &self.engine.catalogue);
        openings.extend(read.openings);
        let named = read.refused.into_iter().map(|fault| InputError { path: format!("{}: {}", file.name, fault.path), ..fault });
        self.refused.extend(named);
    }
}

impl Engine {
    /// An engine on these rules and region packs, with their prices, and these diplomas and units.
    #[must_use]
    pub fn new(book: RuleBook, catalogue: Catalogue) -> Self {
        let tariffs = TariffBook::of_packs(book.packs());
        Self { book, catalogue, tariffs }
    }

    /// This engine with one region pack more, or with that region's pack replaced, and with its opening schedule.
    ///
    /// The schedule is the one that the pack holds, and `file`: the CSV that the pack names by its address, or that came beside it.
    ///
    /// # Errors
    /// Every fault of the pack, with `file: path` as its path and what to do in its message. Lines of a CSV that cannot be read are no
    /// faults of the pack: see [`Loaded::refused`].
    pub fn with_pack(&self, name: &str, text: &str, file: Option<ScheduleFile<'_>>) -> Result<Loaded, Vec<InputError>> {
        let (region, book) = self.book.with_pack(name, text)?;
        let catalogue = self.catalogue.clone();
        let mut loaded = Loaded { engine: Self::new(book, catalogue), region, refused: Vec::new() };
        let schedule = loaded.engine.book.pack(&loaded.region).and_then(|pack| pack.schedule.clone());
        let mut openings = Vec::new();
        if let Some(schedule) = &schedule {
            let named = |fault: InputError| InputError { path: format!("{name}: {}", fault.path), ..fault };
            let faults = openings::faults(&schedule.openings, &self.catalogue);
            if !faults.is_empty() {
                return Err(faults.into_iter().map(named).collect());
            }
            openings.extend(schedule.openings.iter().cloned());
            if let Some(csv) = &schedule.csv {
                loaded.read(&ScheduleFile { name: &format!("{name}: schedule.csv"), bytes: csv.as_bytes() }, &mut openings);
            }
        }
        if let Some(file) = &file {
            loaded.read(file, &mut openings);
        }
        let source = schedule.map(|schedule| schedule.source).or_else(|| file.map(|file| ScheduleSource::of_file(file.name)));
        // A region that has no schedule any more keeps none of the pack before.
        let source = source.unwrap_or_else(|| ScheduleSource::of_file(""));
        loaded.engine.catalogue = loaded.engine.catalogue.with_schedule(&loaded.region, &source, openings);
        Ok(loaded)
    }

    /// This engine with the opening schedule of a region, in the place of the one that it had.
    ///
    /// # Errors
    /// `unknown_region` when the region is neither French nor one that a region pack adds.
    pub fn with_schedule(&self, region: &str, file: &ScheduleFile<'_>) -> Result<Loaded, InputError> {
        self.check_region(region, "centre_region")?;
        let mut loaded = Loaded { engine: self.clone(), region: region.to_owned(), refused: Vec::new() };
        let mut openings = Vec::new();
        loaded.read(file, &mut openings);
        loaded.engine.catalogue = self.catalogue.with_schedule(region, &ScheduleSource::of_file(file.name), openings);
        Ok(loaded)
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
        self.evaluation(request)?.finish()
    }

    /// The answer to a request, in steps: for a page that stays alive meanwhile.
    ///
    /// ```
    /// use parcours::{data, domain::{pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let mut request = Request::blank("2026-11-21".parse().unwrap());
    /// request.target.diploma = Some("LG02501A".into());
    /// let mut evaluation = engine.evaluation(&request)?;
    /// while !evaluation.step(20)? {
    ///     let (done, of) = evaluation.progress();
    ///     assert!(done < of);
    /// }
    /// assert_eq!(*evaluation.found(), engine.evaluate(&request)?);
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::evaluate`].
    pub fn evaluation(&self, request: &Request) -> Result<Evaluation<'_>, InputError> {
        Evaluation::new(self, request)
    }

    /// Prices the plan.
    fn priced(&self, request: &Request, means: &Means, plan: &Plan) -> costs::PlanCost {
        costs::price_plan(&self.tariffs, request, means, &self.things(request, plan))
    }

    /// The units of a plan as things to price.
    fn things(&self, request: &Request, plan: &Plan) -> Vec<costs::PricedUnit> {
        let is_ua = |code: &str| self.catalogue.unit(code).is_some_and(|unit| unit.kind == UnitKind::Ua);
        self.tariffs.units_of(request, plan, &is_ua)
    }

    /// Prices the plan, and writes into each term what the learner pays for it.
    fn price_plan(&self, request: &Request, means: &Means, plan: &mut Plan) -> costs::CostOutcome {
        let priced = self.priced(request, means, plan);
        for term in &mut plan.terms {
            term.cost = priced.terms.get(&term.term).copied().flatten();
        }
        priced.outcome
    }

    /// The dated steps that a plan implies.
    fn implied(&self, request: &Request, target: &TargetInfo, schemes: &[Scheme], plan: Option<&Plan>) -> Vec<Milestone> {
        let is_course = |code: &str| self.catalogue.unit(code).is_none_or(|unit| unit.kind != UnitKind::Ua);
        let courses = |term: &PlanTerm| u32::try_from(term.ue.iter().filter(|unit| is_course(&unit.code)).count()).unwrap_or(u32::MAX);
        let terms = plan.iter().flat_map(|plan| &plan.terms).map(|term| TermOfPlan { term: term.term, courses: courses(term) });
        rules::plan_milestones(&self.book, self.catalogue.exam_sessions(), request, target, schemes, &terms.collect::<Vec<_>>())
    }

    /// The calendar that a plan relies on, as the pack of the centre's region gives it.
    fn calendar(&self, request: &Request, answer: &Answer) -> Calendar {
        let first_term = first_term(request.today, answer);
        let region = request.centre_region.as_deref();
        let dates = region.map(|region| self.book.term_dates(region, first_term.academic_year())).unwrap_or_default();
        Calendar { weeks: dates.weeks, jury_month: dates.jury_month, ..Calendar::starting(first_term) }
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
            self.check_region(slug, &path)?;
        }
        Ok(())
    }

    fn check_region(&self, slug: &str, path: &str) -> Result<(), InputError> {
        if self.book.knows_region(slug) {
            return Ok(());
        }
        let message = format!("`{slug}` is neither a French region nor one that a region pack adds: write a slug such as grand-est");
        Err(InputError::new("unknown_region", path, message))
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

/// The term that a plan starts with: that of the next courses of the centre, or, where the centre published no dates, the next autumn or spring
/// of the academic calendar.
fn first_term(today: Date, answer: &Answer) -> Term {
    let intake = answer.milestones.iter().find(|milestone| milestone.id == NEXT_INTAKE).map(|milestone| milestone.on);
    match intake {
        Some(day) if day.month() >= 8 => Term { year: day.year(), season: Season::Autumn },
        Some(day) => Term { year: day.year(), season: Season::Spring },
        // Spring courses begin in February, autumn courses in September or October.
        None if today.month() < 2 => Term { year: today.year(), season: Season::Spring },
        None if today.month() < 9 => Term { year: today.year(), season: Season::Autumn },
        None => Term { year: today.year() + 1, season: Season::Spring },
    }
}
