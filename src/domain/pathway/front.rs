//! The trade-off between an early finish, light terms and a low price.
//!
//! A plan is on the front when no other is at least as good on all three and better on one. It is found by lowering the load that a term
//! may hold step by step: for each load, the cheapest plan, then the cheapest of those that finish earlier, until none does.

use super::{
    compile::compile,
    compiled::Compiled,
    offering::Openings,
    planning::Planning,
    scene::Scene,
    slots::{self, Known},
    task::Task,
    verify::verify,
};
use crate::domain::{
    answer::{Plan, PlanStatus, Span},
    catalogue::format::UnitKind,
    date::Term,
    error::InputError,
    planner::{Level, PeakOf},
    request::{Objective, Pace, Request},
};
use serde::Serialize;

/// What the load of a term is counted in: what the pace of the request is said in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Load {
    /// Units.
    #[default]
    Ue,
    /// Credits.
    Ects,
}

/// A plan that no other beats on everything.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FrontPoint {
    /// The heaviest term holds that much: units or credits, see [`Front::measure`].
    pub load: u32,
    /// The last term.
    pub finish: Term,
    /// Terms until then, pauses included.
    pub terms: u32,
    /// What the learner pays in all, when it is known; one who pays alone, until somebody says who pays.
    pub cost: Option<Span>,
    /// Nothing better exists on any of the three, and that is proven.
    pub proven: bool,
    /// It keeps to the pace that the request asks for.
    pub within_pace: bool,
    /// The plan.
    pub plan: Plan,
    /// What the front compares: the price, in cents; 0 where prices are not known.
    #[serde(skip)]
    cents: i64,
}

/// The front in the making.
pub struct Front<'a> {
    scene: Scene<'a>,
    request: Request,
    measure: Load,
    /// What a term may hold in the question being asked; `None` is as much as one likes.
    cap: Option<u32>,
    /// The heaviest load of the plans found under this cap.
    heaviest: u32,
    /// The load of the plan without any cap.
    first: Option<u32>,
    asked: Option<(Request, Planning, bool)>,
    points: Vec<FrontPoint>,
    done: bool,
}

/// More units or credits than any term holds.
const ANY: u32 = 10_000;

impl<'a> Front<'a> {
    /// The front of `request`, whose pace alone is open: pauses, pins, choices and every other limit hold in each plan.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request) -> Self {
        let by_ects = request.pace.max_ue.is_none() && request.pace.max_ects.is_some();
        Self {
            scene,
            request: request.afresh(),
            measure: if by_ects { Load::Ects } else { Load::Ue },
            cap: None,
            heaviest: 0,
            first: None,
            asked: None,
            points: Vec::new(),
            done: false,
        }
    }

    /// What loads are counted in.
    #[must_use]
    pub fn measure(&self) -> Load {
        self.measure
    }

    /// The request with another pace, as a plan of the front answers it.
    #[must_use]
    pub fn request_for(&self, load: u32) -> Request {
        let mut request = self.request.clone();
        let pace = &mut request.pace;
        // A term with a pace of its own keeps it as far as the load allows.
        for own in pace.terms.values_mut() {
            let limit = if self.measure == Load::Ue { &mut own.max_ue } else { &mut own.max_ects };
            *limit = limit.map(|limit| limit.min(load));
        }
        match self.measure {
            Load::Ue => pace.max_ue = Some(load),
            Load::Ects => pace.max_ects = Some(load),
        }
        request.objective = vec![Objective::Cost, Objective::Finish];
        if self.measure == Load::Ects {
            request.objective.push(Objective::Peak);
        }
        request
    }

    /// The request whose answer is this plan of the front. Of several with one load the earliest is the cheapest that finishes by then: it asks
    /// for the finish first, the others for the price.
    #[must_use]
    pub fn request_of(&self, point: &FrontPoint) -> Request {
        let mut request = self.request_for(point.load);
        let mut rivals = self.found().iter().filter(|other| other.load == point.load);
        if rivals.all(|other| other.finish >= point.finish) {
            request.objective = vec![Objective::Finish, Objective::Cost];
            if self.measure == Load::Ects {
                request.objective.push(Objective::Peak);
            }
        }
        request
    }

    /// Asks for the best plan under the present cap, in the first `slots` slots.
    fn ask(&mut self, slots: Option<usize>) -> Result<(), InputError> {
        let request = self.request_for(self.cap.unwrap_or(ANY));
        let Some(mut compiled) = compile(&self.scene, &request)? else {
            self.done = true;
            return Ok(());
        };
        if self.measure == Load::Ects {
            compiled.problem.peak_of = PeakOf::Ects;
        }
        if let Some(slots) = slots {
            compiled.cut(slots);
        }
        let priced = compiled.problem.objective.contains(&Level::Cost);
        self.asked = Some((request, Planning::plain(compiled, self.scene.budget)?, priced));
        Ok(())
    }

    /// Takes the answer in, and decides on the next question.
    fn take(&mut self, request: &Request, compiled: &Compiled, priced: bool, plan: &Plan) -> Result<(), InputError> {
        let Some(finish) = plan.finish.filter(|_| plan.status != PlanStatus::Infeasible) else {
            return self.lower();
        };
        debug_assert_eq!(verify(self.scene.catalogue, request, plan), Vec::<String>::new());
        let loads = loads(&self.scene, request, plan);
        let load = loads.iter().map(|(units, ects)| if self.measure == Load::Ue { *units } else { *ects }).max().unwrap_or(0);
        self.heaviest = self.heaviest.max(load);
        self.first.get_or_insert(load);
        self.add(FrontPoint {
            load,
            finish,
            terms: u32::try_from(plan.terms.len()).unwrap_or(u32::MAX),
            cost: self.scene.bill(plan),
            proven: plan.status == PlanStatus::Optimal,
            within_pace: within(&self.scene, &self.request.pace, plan, &loads),
            plan: plan.clone(),
            cents: if priced { cents(&self.scene, plan) } else { 0 },
        });
        let slots = compiled.terms.iter().filter(|term| **term < finish).count();
        if priced && slots > 0 { self.ask(Some(slots)) } else { self.lower() }
    }

    /// On to lighter terms; the front is whole when no plan is lighter.
    fn lower(&mut self) -> Result<(), InputError> {
        let next = std::mem::take(&mut self.heaviest).saturating_sub(1);
        if next == 0 {
            self.done = true;
            return Ok(());
        }
        self.cap = Some(next);
        self.ask(None)
    }

    fn add(&mut self, point: FrontPoint) {
        // A price that is not known in full makes no plan better than another: nobody could tell by how much.
        let no_dearer = |a: &FrontPoint, b: &FrontPoint| b.cost.is_none() || (a.cost.is_some() && a.cents <= b.cents);
        let beats = |a: &FrontPoint, b: &FrontPoint| a.finish <= b.finish && a.load <= b.load && no_dearer(a, b);
        if self.points.iter().any(|known| beats(known, &point)) {
            return;
        }
        self.points.retain(|known| !beats(&point, known));
        let place = self.points.partition_point(|known| (known.finish, known.load, known.cents) < (point.finish, point.load, point.cents));
        self.points.insert(place, point);
    }
}

impl Task for Front<'_> {
    /// The plans, the earliest finish first.
    type Answer = Vec<FrontPoint>;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        if self.done {
            return Ok(true);
        }
        match self.asked.take() {
            None => self.ask(None)?,
            Some((request, mut planning, priced)) => match planning.step(work).cloned() {
                None => self.asked = Some((request, planning, priced)),
                Some(plan) => self.take(&request, planning.compiled(), priced, &plan)?,
            },
        }
        Ok(self.done)
    }

    fn progress(&self) -> (usize, usize) {
        let all = self.first.unwrap_or(1);
        let left = if self.done { 0 } else { self.cap.unwrap_or(all).min(all) };
        (usize::try_from(all - left).unwrap_or(0), usize::try_from(all).unwrap_or(1))
    }

    fn found(&self) -> &Vec<FrontPoint> {
        &self.points
    }
}

/// Units and credits that count against the pace, in each term of the plan.
fn loads(scene: &Scene<'_>, request: &Request, plan: &Plan) -> Vec<(u32, u32)> {
    let mut loads = vec![(0, 0); plan.terms.len() + 1];
    let region = request.centre_region.as_deref();
    for (place, term) in plan.terms.iter().enumerate() {
        for unit in &term.ue {
            let wanted = request.modalities.as_deref();
            let annual = scene.catalogue.unit(&unit.code).is_some_and(|unit| Openings::of(unit, region, wanted, scene.daytime).annual);
            let ects = if unit.assumed.iter().any(|what| what == "pace") { 0 } else { unit.ects.unwrap_or(0) };
            let halves: &[u32] = if annual { &[ects - ects / 2, ects / 2] } else { &[ects] };
            for (load, half) in loads.iter_mut().skip(place).zip(halves) {
                load.0 += 1;
                load.1 += half;
            }
        }
    }
    loads.truncate(plan.terms.len());
    loads
}

/// Whether each term keeps to the pace.
fn within(scene: &Scene<'_>, pace: &Pace, plan: &Plan, loads: &[(u32, u32)]) -> bool {
    let course = |code: &str| scene.catalogue.unit(code).is_none_or(|unit| unit.kind != UnitKind::Ua);
    let marked = |mark: &str| plan.units().any(|(_, unit)| course(&unit.code) && unit.assumed.iter().any(|what| what == mark));
    let (pace, _) = slots::pace_or_default(pace, Known { ects: !marked("ects"), hours: !marked("hours") });
    plan.terms.iter().zip(loads).all(|(term, (units, ects))| {
        let own = pace.terms.get(&term.term);
        let most = own.and_then(|own| own.max_ue).or(pace.max_ue);
        let most_ects = own.and_then(|own| own.max_ects).or(pace.max_ects);
        most.is_none_or(|most| *units <= most) && most_ects.is_none_or(|most| *ects <= most)
    })
}

/// The units and years of a plan at the prices that the planner compares.
fn cents(scene: &Scene<'_>, plan: &Plan) -> i64 {
    let units: i64 = plan.units().filter_map(|(_, unit)| scene.cents(scene.catalogue.unit(&unit.code)?)).sum();
    let mut years: Vec<i32> = plan.units().map(|(term, _)| term.academic_year()).collect();
    years.dedup();
    units + scene.year_cents().unwrap_or(0) * i64::try_from(years.len()).unwrap_or(0)
}
