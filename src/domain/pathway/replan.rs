//! A plan for a changed request that moves as little as possible, with what moved and why: the question that a request with `near` asks.

use super::{making::Making, scene::Scene, task::Task};
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
    making: Making,
    found: Replanned,
    done: bool,
}

impl<'a> Replan<'a> {
    /// A plan for `request` near `previous`, whatever plan the request itself says to stay near.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, previous: &Plan) -> Self {
        let request = Request { near: previous.places(), ..request.clone() };
        Self { scene, request, making: Making::default(), found: Replanned::default(), done: false }
    }
}

impl Task for Replan<'_> {
    type Answer = Replanned;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        if !self.done && self.making.step(&self.scene, &self.request, work)? {
            self.done = true;
            if let Some(planned) = self.making.planned() {
                let plan = planned.plan.clone();
                let proven = planned.nearest && plan.status == PlanStatus::Optimal;
                self.found = Replanned { moves: plan.moves.clone(), proven, plan: Some(plan) };
            }
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
