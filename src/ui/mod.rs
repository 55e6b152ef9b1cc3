//! The page. A thin Leptos view over [`crate::domain`]: every verdict, plan and amount comes from the engine.
//!
//! | module | what it shows |
//! |---|---|
//! | [`app`] | the frame: top bar, current screen, live region |
//! | [`session`] | the state: one request, from which all else is derived |
//! | [`link`] | that state in the URL fragment |
//! | [`question`] | one question, with the control that suits its fact |
//! | [`picker`] | the choice of a diploma |
//! | [`acquired`] | the units already held |
//! | [`preview`] | what is certain so far, beside each question |
//! | [`result`] | can I, how long, what is left to pay, who pays, what next |
//! | [`board`] | the plan: semesters, and what can be changed in them |
//! | [`costs`] | the price, according to who pays |
//! | [`financing`] | the schemes and their reasons |
//! | [`pack`] | what is wrong with the region pack of the host page |
//! | [`dom`] | elements of one shape, which keep the file small |
//! | [`parts`] | small pieces used everywhere |

mod acquired;
mod answers;
mod app;
mod board;
mod cards;
mod controls;
mod costs;
mod dom;
mod financing;
mod link;
mod pack;
mod parts;
mod picker;
mod preview;
mod question;
mod refusal;
mod result;
mod session;
mod slices;
mod steps;

pub use app::app;
pub use session::{Options, Session, engine, load_pack, pack_faults_of, texts};

/// The style sheet of the planner.
pub const STYLE: &str = include_str!("planner.css");
