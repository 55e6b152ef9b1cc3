//! Diplomas one after the other, such as a DEUST, then a licence, then an engineering diploma.
//!
//! Each is planned when the one before is finished, and what was taken for it counts again wherever the next one accepts it. Each leg is the
//! best for itself: that another choice early on could carry over more later is not looked for.

use super::{compile::compile, planning::Planning, scene::Scene, task::Task, verify::verify};
use crate::domain::{
    answer::{Plan, PlanStatus},
    error::InputError,
    request::{Acquired, AcquiredHow, Request},
};
use serde::Serialize;

/// One diploma of a chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Leg {
    /// Its id.
    pub diploma: String,
    /// Its plan, whose credits acquired are what is held or carried over from the legs before; `None` when its structure is not published, which ends the chain.
    pub plan: Option<Plan>,
}

/// A chain in the making.
pub struct Chain<'a> {
    scene: Scene<'a>,
    request: Request,
    steps: Vec<String>,
    planning: Option<Planning>,
    found: Vec<Leg>,
    done: bool,
}

impl<'a> Chain<'a> {
    /// The diplomas `steps` (ids), in this order, for `request`, whatever it aims at.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, steps: &[String]) -> Self {
        let done = steps.is_empty();
        Self { scene, request: request.afresh(), steps: steps.to_vec(), planning: None, found: Vec::new(), done }
    }

    fn add(&mut self, diploma: &str, plan: Option<Plan>) {
        let over = plan
            .as_ref()
            .is_none_or(|plan| plan.status == PlanStatus::Infeasible || plan.finish.is_none() && plan.status == PlanStatus::Limit);
        if let Some(plan) = &plan {
            for (_, unit) in plan.units() {
                self.request.acquired.push(Acquired { ue: unit.code.clone(), how: Some(AcquiredHow::Ue), on: None });
            }
            if let Some(finish) = plan.finish {
                self.request.target.start_term = Some(finish.next(false));
            }
        }
        self.found.push(Leg { diploma: diploma.to_owned(), plan });
        self.done = over || self.found.len() == self.steps.len();
    }
}

impl Task for Chain<'_> {
    /// The legs, in order.
    type Answer = Vec<Leg>;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        let Some(diploma) = self.steps.get(self.found.len()).filter(|_| !self.done).cloned() else { return Ok(true) };
        match self.planning.take() {
            None => {
                self.request.target.diploma = Some(diploma.clone());
                match compile(&self.scene, &self.request)? {
                    None => self.add(&diploma, None),
                    Some(compiled) => self.planning = Some(Planning::new(compiled, self.scene.budget)?),
                }
            }
            Some(mut planning) => match planning.step(work).cloned() {
                None => self.planning = Some(planning),
                Some(plan) => {
                    debug_assert_eq!(verify(self.scene.catalogue, &self.request, &plan), Vec::<String>::new());
                    self.add(&diploma, Some(plan));
                }
            },
        }
        Ok(self.done)
    }

    fn progress(&self) -> (usize, usize) {
        (self.found.len(), self.steps.len())
    }

    fn found(&self) -> &Vec<Leg> {
        &self.found
    }
}
