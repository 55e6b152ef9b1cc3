//! A request on its way to a plan, one step at a time: compiled, planned and, where there is no plan, explained.

use super::{compile::compile, explain::Explanation, planning::Planning, scene::Scene, verify::verify};
use crate::domain::{
    answer::{Plan, PlanStatus},
    error::InputError,
    request::Request,
};

/// A plan, and what a reader of it must know.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// Ids of warnings: `default_pace`, `diploma_withdrawn`.
    pub warnings: Vec<&'static str>,
    /// No plan as good is nearer to the one that the request stays near, and that is proven.
    pub nearest: bool,
}

/// A plan in the making. The scene and the request are those of the first step throughout.
#[derive(Default)]
pub struct Making {
    stage: Stage,
}

#[derive(Default)]
enum Stage {
    #[default]
    Compiling,
    Planning(Box<Planning>),
    /// There is no plan: why is being looked for.
    Explaining(Box<(Planned, Explanation)>),
    Done(Option<Box<Planned>>),
}

impl Making {
    /// Goes on for about `work` conflicts of the search; says whether everything is done.
    ///
    /// # Errors
    /// `unknown_diploma` or `unknown_unit`, with the path of what the catalogue does not have; the problem is too large for the planner.
    pub fn step(&mut self, scene: &Scene<'_>, request: &Request, work: u64) -> Result<bool, InputError> {
        match &mut self.stage {
            Stage::Compiling => {
                self.stage = match compile(scene, request)? {
                    Some(compiled) => Stage::Planning(Box::new(Planning::new(compiled, scene.budget)?)),
                    None => Stage::Done(None),
                };
            }
            Stage::Planning(planning) => {
                if let Some(plan) = planning.step(work).cloned() {
                    let planned = Planned { plan, warnings: planning.compiled().warnings.clone(), nearest: planning.nearest() };
                    self.stage = if planned.plan.status == PlanStatus::Infeasible {
                        Stage::Explaining(Box::new((planned, Explanation::new(scene, request)?)))
                    } else {
                        done(scene, request, planned)
                    };
                }
            }
            Stage::Explaining(explaining) => {
                let (planned, explanation) = explaining.as_mut();
                if explanation.step(scene, work)? {
                    explanation.write(scene, &mut planned.plan);
                    self.stage = done(scene, request, planned.clone());
                }
            }
            Stage::Done(_) => {}
        }
        Ok(matches!(self.stage, Stage::Done(_)))
    }

    /// What came of it, once everything is done; `None` when there is nothing to plan: see [`compile()`].
    #[must_use]
    pub fn planned(&self) -> Option<&Planned> {
        match &self.stage {
            Stage::Done(planned) => planned.as_deref(),
            _ => None,
        }
    }
}

fn done(scene: &Scene<'_>, request: &Request, planned: Planned) -> Stage {
    debug_assert_eq!(verify(scene.catalogue, request, &planned.plan), Vec::<String>::new());
    Stage::Done(Some(Box::new(planned)))
}
