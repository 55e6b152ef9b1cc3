//! What could stand in the place of an elective, and what that changes.

use super::{compile::compile, planning::Planning, scene::Scene, setbacks::terms_between, task::Task, tree::mentioned, verify::verify};
use crate::domain::{
    answer::{Plan, PlanStatus, Span},
    catalogue::Catalogue,
    date::Term,
    error::InputError,
    planner::Level,
    request::Request,
};
use serde::Serialize;

/// A unit in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Swap {
    /// The unit that comes in.
    pub code: String,
    /// It fits in the same term, with all the rest left as it is.
    pub in_place: bool,
    /// The finish with it; `None` when there is no plan with it.
    pub finish: Option<Term>,
    /// Terms later than now.
    pub later: u32,
    /// Its credits less those of the unit that goes; `None` when either is not published.
    pub ects: Option<i32>,
    /// What the learner pays for it alone, annual fee apart, when known.
    pub price: Option<Span>,
    /// What the learner pays for the unit that goes, when known.
    pub price_now: Option<Span>,
    /// The finish is proven.
    pub proven: bool,
}

/// The swaps of one elective in the making.
pub struct Swaps<'a> {
    scene: Scene<'a>,
    /// The request without the wish for the unit that goes.
    request: Request,
    plan: Plan,
    code: String,
    candidates: Vec<String>,
    next: usize,
    planning: Option<Planning>,
    found: Vec<Swap>,
}

impl<'a> Swaps<'a> {
    /// What could take the place of `code` in `plan`, an answer to `request`; nothing when it is no elective of the plan.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, plan: &Plan, code: &str) -> Self {
        let candidates = candidates(scene.catalogue, request, plan, code);
        let request = without(scene.catalogue, request, code).afresh();
        Self { scene, request, plan: plan.clone(), code: code.to_owned(), candidates, next: 0, planning: None, found: Vec::new() }
    }

    fn add(&mut self, candidate: &str, in_place: bool, finish: Option<Term>, proven: bool) {
        let later = finish.zip(self.plan.finish).map_or(0, |(finish, now)| terms_between(now, finish, &[&self.plan]));
        let (new, old) = (self.scene.catalogue.unit(candidate), self.scene.catalogue.unit(&self.code));
        let ects = |unit: Option<&crate::domain::catalogue::format::Unit>| i32::try_from(unit?.ects?).ok();
        let price = |unit: Option<&_>| self.scene.prices.as_ref()?.unit(unit?);
        let swap = Swap {
            code: candidate.to_owned(),
            in_place,
            finish,
            later,
            ects: ects(new).zip(ects(old)).map(|(new, old)| new - old),
            price: price(new),
            price_now: price(old),
            proven,
        };
        // Those that fit come first, then by what they cost in time; of equals in the order of the diploma.
        let rank = |one: &Swap| (one.finish.is_none(), one.later, !one.in_place);
        let place = self.found.partition_point(|known| rank(known) <= rank(&swap));
        self.found.insert(place, swap);
        self.next += 1;
    }
}

impl Task for Swaps<'_> {
    /// What could stand in its place, the best first.
    type Answer = Vec<Swap>;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        let Some(candidate) = self.candidates.get(self.next).cloned() else { return Ok(true) };
        if let Some(mut planning) = self.planning.take() {
            match planning.step(work) {
                None => self.planning = Some(planning),
                Some(plan) => {
                    let finish = plan.finish.filter(|_| plan.status != PlanStatus::Infeasible);
                    let proven = plan.status != PlanStatus::Limit;
                    self.add(&candidate, false, finish, proven);
                }
            }
        } else if fits(self.scene.catalogue, &self.request, &self.plan, &self.code, &candidate) {
            let (finish, proven) = (self.plan.finish, self.plan.status == PlanStatus::Optimal);
            self.add(&candidate, true, finish, proven);
        } else {
            let mut request = self.request.clone();
            request.chosen.push(candidate);
            request.excluded.push(self.code.clone());
            if let Some(mut compiled) = compile(&self.scene, &request)? {
                compiled.problem.objective = vec![Level::Finish];
                self.planning = Some(Planning::plain(compiled, self.scene.budget)?);
            } else {
                self.next = self.candidates.len();
            }
        }
        Ok(self.next == self.candidates.len())
    }

    fn progress(&self) -> (usize, usize) {
        (self.next, self.candidates.len())
    }

    fn found(&self) -> &Vec<Swap> {
        &self.found
    }
}

/// The units that could take the place of `code` in `plan`, in the order of the diploma: in its term, with all the rest left as it is.
///
/// Each is tried and judged by [`verify()`], so that prerequisites, openings, pace, exclusions and the requirements all hold. Empty when
/// `code` is not in the plan or has no alternative.
#[must_use]
pub fn alternatives(catalogue: &Catalogue, request: &Request, plan: &Plan, code: &str) -> Vec<String> {
    let mut found = candidates(catalogue, request, plan, code);
    let request = without(catalogue, request, code);
    found.retain(|candidate| fits(catalogue, &request, plan, code, candidate));
    found
}

/// What the requirement that `code` counts for names beside it and beside what the plan already takes.
fn candidates(catalogue: &Catalogue, request: &Request, plan: &Plan, code: &str) -> Vec<String> {
    let mut candidates: Vec<String> = Vec::new();
    let group = plan.units().find(|(_, unit)| unit.code == code && unit.elective).map(|(_, unit)| unit.group.as_slice());
    let Some(group) = group else { return candidates };
    let Some(diploma) = request.target.diploma.as_ref().and_then(|id| catalogue.diploma(id)) else { return candidates };
    let held = |code: &str| request.acquired.iter().any(|one| catalogue.unit(&one.ue).is_some_and(|unit| unit.code == code));
    let out = |code: &str| request.excluded.iter().any(|one| catalogue.unit(one).is_some_and(|unit| unit.code == code));
    for one in diploma.requirements.iter().flatten().filter(|one| group.get(1) == Some(&one.id)) {
        mentioned(&one.rule, &mut |unit| {
            let reserved = catalogue.unit(unit).is_none_or(|unit| unit.is_for_beginners());
            let taken = plan.term_of(unit).is_some() || held(unit) || out(unit);
            if !reserved && !taken && !candidates.iter().any(|known| known == unit) {
                candidates.push(unit.to_owned());
            }
        });
    }
    candidates
}

/// The wish for the unit itself is what a swap gives up.
fn without(catalogue: &Catalogue, request: &Request, code: &str) -> Request {
    let is_it = |one: &str| catalogue.unit(one).is_some_and(|unit| unit.code == code);
    let mut request = request.clone();
    request.chosen.retain(|one| !is_it(one));
    request.target.ue.retain(|one| !is_it(one));
    request.pins.retain(|one, _| !is_it(one));
    request
}

fn fits(catalogue: &Catalogue, request: &Request, plan: &Plan, code: &str, candidate: &str) -> bool {
    swapped(catalogue, plan, code, candidate).is_some_and(|plan| verify(catalogue, request, &plan).is_empty())
}

/// The plan with one unit in the place of another; `None` when it is there already.
fn swapped(catalogue: &Catalogue, plan: &Plan, old: &str, new: &str) -> Option<Plan> {
    let unit = catalogue.unit(new)?;
    let term = plan.term_of(old)?;
    if plan.term_of(new).is_some() {
        return None;
    }
    let mut plan = plan.clone();
    let (mut less, mut more) = (0, 0);
    for one in plan.terms.iter_mut().skip_while(|one| one.term != term) {
        if let Some(place) = one.ue.iter_mut().find(|one| one.code == old) {
            less = place.ects.unwrap_or(0);
            more = unit.ects.unwrap_or(0);
            place.code = unit.code.clone();
            place.ects = unit.ects;
            one.ects = (one.ects + more).saturating_sub(less);
        }
        one.ects_cumulated = (one.ects_cumulated + more).saturating_sub(less);
    }
    plan.totals.ects_planned = (plan.totals.ects_planned + more).saturating_sub(less);
    Some(plan)
}
