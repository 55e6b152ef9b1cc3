//! A plan for a changed request that moves as little as possible, with what moved and why: the question that a request with `near` asks.

use super::{compile::compile, explain::Explanation, planning::Planning, scene::Scene, task::Task, verify::verify};
use crate::domain::{
    answer::{Move, Plan, PlanStatus},
    error::InputError,
    request::Request,
};
use serde::Serialize;

/// A plan, and what it changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Replanned {
    /// The plan; `None` as long as it is being looked for, or when there is nothing to plan.
    pub plan: Option<Plan>,
    /// What differs from the plan before: the `moves` of the plan.
    pub moves: Vec<Move>,
    /// No plan as good changes less, and that is proven.
    pub proven: bool,
}

/// A plan that moves little, in the making.
pub struct Replan<'a> {
    scene: Scene<'a>,
    request: Request,
    planning: Option<Planning>,
    /// There is no plan: why is being looked for.
    explaining: Option<(Plan, Explanation)>,
    found: Replanned,
    done: bool,
}

impl<'a> Replan<'a> {
    /// A plan for `request` near `previous`, whatever plan the request itself says to stay near.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, previous: &Plan) -> Self {
        let request = Request { near: previous.places(), ..request.clone() };
        Self { scene, request, planning: None, explaining: None, found: Replanned::default(), done: false }
    }

    /// The plan as the search has it; one that does not exist is explained first.
    fn take(&mut self, plan: Plan, proven: bool) -> Result<(), InputError> {
        if plan.status == PlanStatus::Infeasible {
            self.explaining = Some((plan, Explanation::new(&self.scene, &self.request)?));
        } else {
            self.tell(plan, proven);
        }
        Ok(())
    }

    fn tell(&mut self, plan: Plan, proven: bool) {
        debug_assert_eq!(verify(self.scene.catalogue, &self.request, &plan), Vec::<String>::new());
        self.found = Replanned { moves: plan.moves.clone(), proven: proven && plan.status == PlanStatus::Optimal, plan: Some(plan) };
        self.done = true;
    }
}

impl Task for Replan<'_> {
    type Answer = Replanned;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        if self.done {
            return Ok(true);
        }
        if let Some((mut plan, mut explanation)) = self.explaining.take() {
            if explanation.step(&self.scene, work)? {
                explanation.write(&mut plan);
                self.tell(plan, false);
            } else {
                self.explaining = Some((plan, explanation));
            }
            return Ok(self.done);
        }
        match self.planning.take() {
            None => match compile(&self.scene, &self.request)? {
                None => self.done = true,
                Some(compiled) => self.planning = Some(Planning::new(compiled, self.scene.budget)?),
            },
            Some(mut planning) => match planning.step(work).cloned() {
                None => self.planning = Some(planning),
                Some(plan) => self.take(plan, planning.nearest())?,
            },
        }
        Ok(self.done)
    }

    fn progress(&self) -> (usize, usize) {
        (usize::from(self.done), 1)
    }

    fn found(&self) -> &Replanned {
        &self.found
    }
}
