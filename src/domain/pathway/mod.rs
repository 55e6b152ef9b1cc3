//! From a request and a catalogue to a planning problem, and from a solution to a plan.
//!
//! [`compile()`] makes the problem, the planner solves it, [`decode()`] reads the solution; [`Making`] does the three step by step, and says
//! why when there is no plan. [`verify()`] judges a plan against the catalogue itself and shares nothing with the compiled problem.
//!
//! # What a plan takes for granted
//!
//! - **Openings.** A unit whose terms nobody published for the region is planned in autumn or spring and marked `offering`.
//! - **Pace.** Without any limit that can be counted, three units a term ([`slots::DEFAULT_UNITS_A_TERM`]), and the plan carries the warning
//!   `default_pace`: a limit on credits or hours holds nothing back where nobody published those of a course.
//! - **UA.** Experience, thesis, admission and tests count as units of a term: no source says that they do not, and a plan that fits with
//!   them fits without. Experience and thesis weigh no hours. Where no limit on credits would hold theirs, they take all that a usual term
//!   holds, beside nothing but what goes with them, and are marked `pace`.
//! - **Prerequisites.** See `prerequisites`.
//! - **First semester.** What the admission to the engineering school asks for, half a year of credits, is marked `first_semester`.
//! - **English.** A unit reserved to those *below* a CEFR level is taken only by those who choose it.

mod advice;
mod bonds;
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
mod giving_up;
mod making;
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
pub use front::{Front, FrontPoint, Load};
pub use making::{Making, Planned};
pub use planning::Planning;
pub use replan::{Replan, Replanned};
pub use scene::{Prices, Scene};
pub use setbacks::{Outcome, Setback, Setbacks};
pub use slots::limits;
pub use survey::{Outlook, Survey};
pub use swaps::{Swap, Swaps, alternatives};
pub use task::Task;
pub use verify::verify;

use crate::domain::{error::InputError, request::Request};

/// Plans `request` all at once; `None` when there is nothing to plan: see [`compile()`].
///
/// # Errors
/// As [`Making::step`].
pub fn plan(scene: &Scene<'_>, request: &Request) -> Result<Option<Planned>, InputError> {
    let mut making = Making::default();
    while !making.step(scene, request, u64::MAX)? {}
    Ok(making.planned().cloned())
}
