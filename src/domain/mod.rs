//! The pure core. It builds natively and for wasm, and knows neither the browser nor the clock.

pub mod accent;
pub mod answer;
pub mod catalogue;
pub mod costs;
pub mod date;
pub mod engine;
pub mod error;
pub mod facts;
pub mod ics;
pub mod letters;
pub mod milestones;
pub mod money;
pub mod openings;
pub mod pathway;
pub mod questionnaire;
pub mod read;
pub mod region;
pub mod request;
pub mod rules;
#[cfg(feature = "cli")]
pub mod schema;
pub mod share;
pub mod sorted;
pub mod truth;

#[doc(inline)]
pub use ::planner;
