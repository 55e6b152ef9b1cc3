//! The page. A thin Leptos view over [`crate::domain`]: every verdict, plan and amount comes from the engine.
//!
//! | module | what it shows |
//! |---|---|
//! | [`app`] | the frame: top bar, current screen, live region |
//! | [`arrival`] | what comes after the first question is on screen: rules, catalogue, most texts and code |
//! | [`answering`] | the next answer, worked out in slices |
//! | [`session`] | the state: one request, from which all else is derived |
//! | [`link`] | that state in the URL fragment |
//! | [`saved`] | that state on this device, when asked for |
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
//! | [`tag`] | the one type of element, which keeps the file small |
//! | [`dom`] | elements that are written often |
//! | [`paper`] | what only a printed result says |
//! | [`pictures`] | progress, payers, dates and chains, each with its words |
//! | [`whatif`] | plans side by side, trade-offs, failed units, other diplomas |
//! | [`slices`] | long work in short pieces |
//! | [`parts`] | small pieces used everywhere |
//! | [`reasons`] | why a verdict or a figure is what it is |
//!
//! # Light views
//!
//! Code is most of what a phone downloads. `cargo xtask size` tells which module grew; what keeps views small:
//!
//! - A function that makes a part of the page gives [`leptos::prelude::AnyView`]. Otherwise its whole type becomes part of its caller's, and
//!   of all callers of that one, and each gets its own code to build, change and remove it.
//! - No `view!`: it compiles anew for each combination of tag, attributes, events and children. Elements are [`tag::Tag`]s, of one type; the same
//!   shape twice is a function in [`parts`] or [`dom`] that takes texts.
//! - Parameters are `&str`, `String`, `AnyView` or `Box<dyn Fn…>`, not `impl Fn…`: a generic helper is compiled once for each caller.
//! - `move ||` only around what changes by itself. Each is a closure, an effect and a vtable; inside a part that is drawn anew as a whole,
//!   plain values do.
//! - Lists are collected from functions that give `AnyView`; sort and group in `domain`, where it is tested, and once.
//! - No new `HashMap`, `format!` with a float, or sort where the order is known already: each brings kilobytes of its own.
//! - What the first question does not need belongs to a module that `src/bin/xtask/early.rs` does not list: it arrives later.

mod acquired;
mod answering;
mod answers;
mod app;
mod arrival;
mod board;
mod cards;
mod controls;
mod costs;
mod dom;
mod financing;
mod link;
mod pack;
mod paper;
mod parts;
mod picker;
mod pictures;
mod preview;
mod question;
mod reasons;
mod refusal;
mod result;
mod saved;
mod session;
mod share;
mod slices;
mod steps;
mod tag;
mod whatif;

pub use app::app;
pub use arrival::{Arrival, accept, arrival, delay, texts};
pub use link::state_of;
pub use pack::{load_pack, pack_faults_of, refuse_pack};
pub use session::{Options, Session, engine};
pub use share::draw_qr_with;

/// The style sheet of the planner, without comments and blanks. What stands later wins.
pub const STYLE: &str = parcours_derive::style_sheet!(
    "src/ui/style",
    [
        "base.css",
        "frame.css",
        "controls.css",
        "folds.css",
        "words.css",
        "questions.css",
        "result.css",
        "tables.css",
        "board.css",
        "pictures.css",
        "wide.css",
        "print.css",
    ]
);
