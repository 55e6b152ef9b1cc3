//! From a request and a catalogue to a planning problem, and from a solution to a plan.
//!
//! [`compile()`] makes the problem, the planner solves it, [`decode()`] reads the solution; [`plan`] does the three, and says why when there
//! is no plan. [`verify()`] judges a plan against the catalogue itself and shares nothing with the compiled problem.
//!
//! # What a plan takes for granted
//!
//! - **Openings.** A unit whose terms nobody published for the region is planned in autumn or spring and marked `offering`.
//! - **Pace.** Without any limit, three units a term ([`slots::DEFAULT_UNITS_A_TERM`]), and the plan carries the warning `default_pace`.
//! - **UA.** Experience, thesis, admission and tests count as units of a term: no source says that they do not, and a plan that fits with
//!   them fits without. Experience and thesis weigh no hours, and credits only against a limit on credits that they fit in; where none
//!   would hold them they are marked `pace`.
//! - **Prerequisites.** See `prerequisites`.
//! - **First semester.** What the admission to the engineering school asks for, half a year of credits, is marked `first_semester`.
//! - **English.** A unit reserved to those *below* a CEFR level is taken only by those who choose it.

mod advice;
mod calendar;
mod candidate;
mod certificate;
mod chain;
mod cohort;
mod compile;
mod compiled;
mod decode;
mod explain;
mod front;
mod moves;
mod near;
mod offering;
mod planning;
mod prerequisites;
mod reduce;
mod replan;
mod scene;
mod setbacks;
mod slots;
mod survey;
mod swaps;
mod task;
mod themes;
mod tidy;
mod timeline;
mod tree;
mod verify;
mod wishes;

pub use calendar::Calendar;
pub use chain::{Chain, ChainTotal, Chained, Leg};
pub use compile::compile;
pub use compiled::Compiled;
pub use decode::decode;
pub use explain::explain;
pub use front::{Front, FrontPoint, Load};
pub use planning::Planning;
pub use replan::{Replan, Replanned};
pub use scene::{Prices, Scene};
pub use setbacks::{Outcome, Setback, Setbacks};
pub use slots::DEFAULT_UNITS_A_TERM;
pub use survey::{Outlook, Survey};
pub use swaps::{Swap, Swaps, alternatives};
pub use task::Task;
pub use verify::verify;

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
}

/// Plans `request`; `None` when there is nothing to plan: see [`compile()`].
///
/// # Errors
/// `unknown_diploma` or `unknown_unit`, with the path of what the catalogue does not have.
pub fn plan(scene: &Scene<'_>, request: &Request) -> Result<Option<Planned>, InputError> {
    let Some(compiled) = compile(scene, request)? else { return Ok(None) };
    let warnings = compiled.warnings.clone();
    let mut plan = Planning::new(compiled, scene.budget)?.finish();
    if plan.status == PlanStatus::Infeasible {
        explain(scene, request, &mut plan)?;
    }
    debug_assert_eq!(verify(scene.catalogue, request, &plan), Vec::<String>::new());
    Ok(Some(Planned { plan, warnings }))
}
