//! The page. A thin Leptos view over [`crate::domain`]: every verdict, plan and amount comes from the engine.
//!
//! | module | what it shows |
//! |---|---|
//! | [`app`] | the frame: top bar, current screen, live region |
//! | [`session`] | the state: one request, from which all else is derived |
//! | [`link`] | that state in the URL fragment |
//! | [`share`] | what a link would say, without the personal answers, with an adviser's note, as a QR code |
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
//! | [`pictures`] | progress, payers, dates and chains, each with its words |
//! | [`whatif`] | plans side by side, trade-offs, failed units, other diplomas |
//! | [`slices`] | long work in short pieces |
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
mod pictures;
mod preview;
mod question;
mod refusal;
mod result;
mod session;
mod share;
mod slices;
mod steps;
mod whatif;

pub use app::app;
pub use link::state_of;
pub use session::{Options, Session, engine, load_pack, pack_faults_of, texts};
pub use share::draw_qr_with;

/// The style sheet of the planner.
pub const STYLE: &str = include_str!("planner.css");
