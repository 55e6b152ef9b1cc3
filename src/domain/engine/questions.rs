//! Questions about a plan, each answered in slices: see [`Task`](pathway::Task).

use super::{Engine, check_payers};
use crate::domain::{
    answer::{Answer, Plan, Span, Verdict},
    catalogue::format::{Unit, UnitKind},
    costs::{self, PricedUnit},
    error::InputError,
    facts::{FactValue, fact_spec},
    pathway::{Chain, Front, Prices, Replan, Scene, Setbacks, Survey, Swaps},
    request::Request,
    rules::{self, TargetInfo},
    sorted::Map,
};
use std::sync::Mutex;

impl Engine {
    /// The trade-off between an early finish, light terms and a low price: the plans that no other beats on all three.
    ///
    /// ```
    /// use parcours::{data, domain::{pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let mut request = Request::blank("2026-11-21".parse().unwrap());
    /// request.target.diploma = Some("LG02501A".into());
    /// let points = engine.front(&request)?.finish()?;
    /// assert!(points.windows(2).all(|two| two[0].finish < two[1].finish && two[0].load > two[1].load), "a later finish is a lighter one");
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// The first fault of the request: an unknown diploma, unit, region or payer.
    pub fn front(&self, request: &Request) -> Result<Front<'_>, InputError> {
        Ok(Front::new(self.checked_scene(request)?, request))
    }

    /// What each unit of `plan`, an answer to `request`, does to the finish when it is failed, retaken or put off.
    ///
    /// ```
    /// use parcours::{data, domain::{pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let mut request = Request::blank("2026-11-21".parse().unwrap());
    /// request.target.diploma = Some("LG02501A".into());
    /// let plan = engine.evaluate(&request)?.plan.unwrap();
    /// let setbacks = engine.setbacks(&request, &plan)?.finish()?;
    /// assert_eq!(setbacks.len(), plan.units().count());
    /// assert!(setbacks.iter().all(|one| one.failed.finish >= plan.finish));
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::front`].
    pub fn setbacks(&self, request: &Request, plan: &Plan) -> Result<Setbacks<'_>, InputError> {
        Ok(Setbacks::new(self.checked_scene(request)?, request, plan))
    }

    /// A plan for `request` that is as good as any and as near as possible to `previous`, with what moved and why.
    ///
    /// ```
    /// use parcours::{data, domain::{answer::Cause, pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let mut request = Request::blank("2026-11-21".parse().unwrap());
    /// request.target.diploma = Some("LG02501A".into());
    /// let before = engine.evaluate(&request)?.plan.unwrap();
    /// let (first, last) = (before.terms[0].ue[0].code.clone(), before.finish.unwrap());
    /// request.pins.insert(first.clone(), last);
    /// let after = engine.replan(&request, &before)?.finish()?;
    /// let moved = after.moves.iter().find(|one| one.code == first).unwrap();
    /// assert_eq!((moved.to, &moved.why), (Some(last), &Cause::Pinned));
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::front`].
    pub fn replan(&self, request: &Request, previous: &Plan) -> Result<Replan<'_>, InputError> {
        Ok(Replan::new(self.checked_scene(request)?, request, previous))
    }

    /// What could stand in the place of the elective `code` of `plan`, an answer to `request`, with the effect on terms, credits and price.
    ///
    /// ```
    /// use parcours::{data, domain::{pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let mut request = Request::blank("2026-11-21".parse().unwrap());
    /// request.target.diploma = Some("LG02501A".into());
    /// let plan = engine.evaluate(&request)?.plan.unwrap();
    /// let elective = plan.units().find(|(_, unit)| unit.elective).unwrap().1.code.clone();
    /// let swaps = engine.swaps(&request, &plan, &elective)?.finish()?;
    /// assert!(swaps.iter().any(|swap| swap.in_place && swap.finish == plan.finish));
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::front`].
    pub fn swaps(&self, request: &Request, plan: &Plan, code: &str) -> Result<Swaps<'_>, InputError> {
        Ok(Swaps::new(self.checked_scene(request)?, request, plan, code))
    }

    /// Every diploma of the catalogue for this person, best first, whatever the request aims at.
    ///
    /// ```
    /// use parcours::{data, domain::{pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let mut survey = engine.survey(&Request::blank("2026-11-21".parse().unwrap()))?;
    /// while !survey.step(20)? {
    ///     let (done, of) = survey.progress();
    ///     assert!(done <= of && survey.found().len() == done);
    /// }
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::front`].
    pub fn survey(&self, request: &Request) -> Result<Survey<'_>, InputError> {
        Ok(Survey::new(self.checked_scene(request)?, request))
    }

    /// Diplomas one after the other, each planned when the one before is finished, with the credits that carry over.
    ///
    /// ```
    /// use parcours::{data, domain::{pathway::Task as _, request::Request}};
    /// let engine = data::engine()?;
    /// let request = Request::blank("2026-11-21".parse().unwrap());
    /// let chain = engine.chain(&request, &["LG02501A".into(), "CYC9104A".into()])?.finish()?;
    /// let engineer = chain.legs[1].plan.as_ref().unwrap();
    /// assert!(engineer.totals.ects_acquired >= 15, "the common core of the licence counts again");
    /// assert_eq!(chain.total.unwrap().finish, engineer.finish);
    /// # Ok::<(), parcours::domain::error::InputError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Engine::front`]; an unknown step is named as `target.diploma`.
    pub fn chain(&self, request: &Request, steps: &[String]) -> Result<Chain<'_>, InputError> {
        Ok(Chain::new(self.checked_scene(request)?, request, steps))
    }

    /// What plans for this person are made from, on the calendar of the centre.
    fn checked_scene(&self, request: &Request) -> Result<Scene<'_>, InputError> {
        self.check_regions(request)?;
        check_payers(request)?;
        self.target(request)?;
        let mut answer = Answer::default();
        rules::evaluate(&self.book, request, &TargetInfo::default()).fill(&mut answer);
        Ok(self.scene(request, &answer))
    }

    /// What plans for this person are made from, when the rules answer `answer`.
    pub(super) fn scene(&self, request: &Request, answer: &Answer) -> Scene<'_> {
        let mut paying = request.clone();
        if paying.facts.word("payer").is_none()
            && let Some(payer) = fact_spec("payer")
        {
            // Until somebody says who pays, plans are compared by what they cost one who pays alone: `self` is a value of that fact.
            let _ = paying.facts.set(payer, Some(FactValue::Word("self".to_owned())));
        }
        let prices = TariffPrices { engine: self, request: paying, known: Mutex::default() };
        let daytime = !answer.modalities.iter().any(|one| one.id == "journee" && one.verdict == Verdict::No);
        Scene { prices: Some(Box::new(prices)), daytime, ..Scene::new(&self.catalogue, self.calendar(request, answer)) }
    }
}

/// What the price of a unit depends on: the tariff's kind of unit, and the credits.
type Priced<'a> = (Option<&'a str>, Option<u32>);

/// The prices of the tariff of the centre, for one learner.
struct TariffPrices<'a> {
    engine: &'a Engine,
    request: Request,
    /// The prices asked for so far, by what they depend on: a question about the whole catalogue asks for the same few again and again.
    known: Mutex<Map<Priced<'a>, Option<Span>>>,
}

impl Prices for TariffPrices<'_> {
    fn unit(&self, unit: &Unit) -> Option<Span> {
        let tariffs = &self.engine.tariffs;
        let region = self.request.centre_region.as_deref()?;
        let (kind, ects) = (tariffs.kind_of(region, &unit.code, unit.kind == UnitKind::Ua), unit.ects);
        let price = || {
            let kind = kind.map(str::to_owned);
            let priced = PricedUnit { id: unit.code.clone(), kind, ects, organiser: None, modality: None, term: None };
            costs::unit_price(tariffs, &self.request, &priced)
        };
        match self.known.lock() {
            Ok(mut known) => *known.entry((kind, ects)).or_insert_with(price),
            Err(_) => price(),
        }
    }

    fn year(&self) -> Option<Span> {
        costs::year_price(&self.engine.tariffs, &self.request)
    }

    fn plan(&self, plan: &Plan) -> Option<Span> {
        costs::bill_of_plan(&self.engine.tariffs, &self.request, &self.engine.things(&self.request, plan))
    }
}
