//! What if a unit of the plan is failed, or put off?
//!
//! Each question keeps the past as it is: what the plan takes before, and in the same term, is done. Only what comes later is planned anew.

use super::{
    compile::{Variation, vary},
    compiled::Compiled,
    planning::Planning,
    scene::Scene,
    task::Task,
    wishes::Wishes,
};
use crate::domain::{
    answer::{Plan, PlanStatus},
    date::{Season, Term},
    error::InputError,
    planner::Level,
    request::Request,
};
use serde::Serialize;

/// What becomes of the finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The earliest finish; `None` when the diploma is out of reach within the request.
    pub finish: Option<Term>,
    /// Terms later than in the plan; `None` without a finish.
    pub later: Option<u32>,
    /// Whether that is proven.
    pub proven: bool,
}

/// What a unit can do to the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setback {
    /// The unit.
    pub code: String,
    /// Its term in the plan.
    pub term: Term,
    /// Failed at both exam sessions: it, or another in its place, is taken again later.
    pub failed: Outcome,
    /// Failed at the first session and passed at the second; `None` when nobody published when that is. The second session of the autumn
    /// comes after the spring term has begun, so that nothing of that spring can build on it; that of the spring comes before the autumn.
    pub retaken: Option<Outcome>,
    /// Not taken in this term though planned, and the rest of the term planned anew.
    pub skipped: Outcome,
}

/// The setbacks of a plan in the making.
pub struct Setbacks<'a> {
    scene: Scene<'a>,
    request: Request,
    plan: Plan,
    units: Vec<(String, Term)>,
    /// The next unit, and which of its questions is being asked.
    next: usize,
    case: Case,
    planning: Option<Planning>,
    answers: Vec<Outcome>,
    found: Vec<Setback>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Failed,
    Retaken,
    Skipped,
}

impl<'a> Setbacks<'a> {
    /// The setbacks of `plan`, an answer to `request`. Without a plan there are none.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, plan: &Plan) -> Self {
        let units = plan.units().map(|(term, unit)| (unit.code.clone(), term)).collect();
        Self {
            scene,
            request: request.afresh(),
            plan: plan.clone(),
            units,
            next: 0,
            case: Case::Failed,
            planning: None,
            answers: Vec::new(),
            found: Vec::new(),
        }
    }

    fn ask(&mut self, code: &str, term: Term) -> Result<Option<Planning>, InputError> {
        let compiled = match self.case {
            Case::Failed => past(&self.scene, &self.request, &self.plan, code, term, false)?,
            Case::Skipped => past(&self.scene, &self.request, &self.plan, code, term, true)?,
            Case::Retaken => retaken(&self.scene, &self.request, &self.plan, code, term)?,
        };
        compiled.map(|compiled| Planning::plain(compiled, self.scene.budget)).transpose()
    }

    fn outcome(&self, plan: &Plan) -> Outcome {
        let finish = plan.finish.filter(|_| plan.status != PlanStatus::Infeasible);
        let later = finish.zip(self.plan.finish).map(|(finish, planned)| terms_between(planned, finish, &[&self.plan, plan]));
        Outcome { finish, later, proven: plan.status != PlanStatus::Limit }
    }

    fn answered(&mut self, outcome: Outcome, code: &str, term: Term) {
        self.answers.push(outcome);
        self.case = match self.case {
            Case::Failed => Case::Retaken,
            Case::Retaken => Case::Skipped,
            Case::Skipped => {
                if let [failed, retaken, skipped] = *self.answers.as_slice() {
                    let retaken = (term.season != Season::Summer).then_some(retaken);
                    self.insert(Setback { code: code.to_owned(), term, failed, retaken, skipped });
                }
                self.answers.clear();
                self.next += 1;
                Case::Failed
            }
        };
    }

    /// Those that hurt most first; of equals the order of the plan.
    fn insert(&mut self, setback: Setback) {
        let harm = |one: &Setback| {
            let of = |outcome: Outcome| outcome.later.unwrap_or(u32::MAX);
            (of(one.failed), one.retaken.map_or(0, of), of(one.skipped))
        };
        let place = self.found.partition_point(|known| harm(known) >= harm(&setback));
        self.found.insert(place, setback);
    }
}

impl Task for Setbacks<'_> {
    /// What each unit can do, those that hurt most first.
    type Answer = Vec<Setback>;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        let Some((code, term)) = self.units.get(self.next).cloned() else { return Ok(true) };
        // What is passed at the second session before the next term begins changes nothing.
        if self.case == Case::Retaken && term.season != Season::Autumn {
            let plan = self.plan.clone();
            let outcome = self.outcome(&plan);
            self.answered(outcome, &code, term);
            return Ok(false);
        }
        let planning = match self.planning.take() {
            None => self.ask(&code, term)?,
            Some(mut planning) => match planning.step(work) {
                None => Some(planning),
                Some(plan) => {
                    let outcome = self.outcome(plan);
                    self.answered(outcome, &code, term);
                    None
                }
            },
        };
        self.planning = planning;
        Ok(self.next == self.units.len())
    }

    fn progress(&self) -> (usize, usize) {
        (self.next, self.units.len())
    }

    fn found(&self) -> &Vec<Setback> {
        &self.found
    }
}

/// The request after `term` has gone by without `code`; when it is `skipped`, `term` itself is still to be planned.
fn past(scene: &Scene<'_>, request: &Request, plan: &Plan, code: &str, term: Term, skipped: bool) -> Result<Option<Compiled>, InputError> {
    let gone = |when: Term| if skipped { when < term } else { when <= term };
    let mut request = kept(scene, request, plan, &gone)?;
    request.pins.remove(code);
    let past = plan.terms.iter().map(|term| term.term).filter(|when| gone(*when)).max();
    let variation = Variation { past, barred: Some((code.to_owned(), term)), ..Variation::default() };
    let mut compiled = vary(scene, &request, &variation)?.map(finish_only);
    if let Some(compiled) = compiled.as_mut().filter(|_| !skipped) {
        compiled.attempted(code);
    }
    Ok(compiled)
}

/// The request when `code`, of an autumn, is passed only in the spring that follows.
fn retaken(scene: &Scene<'_>, request: &Request, plan: &Plan, code: &str, term: Term) -> Result<Option<Compiled>, InputError> {
    let request = kept(scene, request, plan, &|when| when <= term)?;
    let variation = Variation { past: Some(term), ..Variation::default() };
    let mut compiled = vary(scene, &request, &variation)?.map(finish_only);
    if let Some(compiled) = &mut compiled {
        compiled.finish_late(code);
    }
    Ok(compiled)
}

/// The request with what the plan takes in the terms that are `gone` pinned to them.
fn kept(scene: &Scene<'_>, request: &Request, plan: &Plan, gone: &dyn Fn(Term) -> bool) -> Result<Request, InputError> {
    let mut request = Wishes::of(scene.catalogue, request, scene.start(request))?.written_in(request);
    request.target.start_term = request.target.start_term.or_else(|| plan.terms.first().map(|term| term.term));
    for (when, unit) in plan.units().filter(|(when, _)| gone(*when)) {
        request.pins.insert(unit.code.clone(), when);
    }
    Ok(request)
}

fn finish_only(mut compiled: Compiled) -> Compiled {
    compiled.problem.objective = vec![Level::Finish];
    compiled
}

/// How many terms `to` is after `from`; 0 when it is not. Summer terms count where one of `plans` has some.
pub(super) fn terms_between(from: Term, to: Term, plans: &[&Plan]) -> u32 {
    let summer = plans.iter().flat_map(|plan| &plan.terms).any(|term| term.term.season == Season::Summer);
    let (mut term, mut count) = (from, 0);
    while term < to {
        term = term.next(summer);
        count += 1;
    }
    count
}
