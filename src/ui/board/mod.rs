//! The plan as a board of semesters, which is a real table: what it holds can be moved, swapped, kept, marked and undone in place.
//!
//! | module | what it does |
//! |---|---|
//! | [`table`] | the table: a group of rows for each semester |
//! | [`unit`] | what can be done with a unit |
//! | [`term`] | what can be done with a semester |
//! | [`swap`] | what could stand in the place of an elective, and what follows |
//! | [`priority`] | whether the plan is to be soon, cheap or light first of all |
//! | [`moves`] | the changes, and the one sentence that says what moved |
//! | [`wishes`] | what the person asked of the plan, and the ways out when it clashes |

mod moves;
mod priority;
mod swap;
mod table;
mod term;
mod unit;
mod wishes;

pub use moves::{say_what_moved, tell};

use super::{
    answering::in_own_turn,
    cards::jump_link,
    dom::{Act, button, el, heard, live, memo, para, text},
    parts::section,
    pictures::{chain, progress},
    session::Session,
};
use crate::domain::{
    answer::{Plan, PlanStatus},
    date::Term,
    request::Request,
};
use leptos::prelude::*;

/// What the parts of the board look at.
pub struct Board<'a> {
    /// The signals.
    pub session: Session,
    /// What was asked.
    pub request: &'a Request,
    /// What was answered.
    pub plan: &'a Plan,
}

impl Board<'_> {
    /// The terms that a unit may be moved to: those of the plan and two more.
    fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = self.plan.terms.iter().map(|term| term.term).collect();
        for _ in 0..2 {
            terms.extend(terms.last().map(|last| last.next(false)));
        }
        terms
    }
}

/// The section of the plan.
pub fn board(session: Session) -> AnyView {
    let feasible = memo(move || {
        let answer = session.answer()?;
        answer.plan.as_ref().map(|plan| plan.status != PlanStatus::Infeasible)
    });
    let body = live(move || match feasible.get() {
        None => ().into_any(),
        Some(false) => part(session, wishes::clash),
        Some(true) => {
            let parts = vec![
                priority::priority(session),
                part(session, |board| progress(board.session, board.plan)),
                part(session, doubts),
                table::table(session),
                part(session, |board| chain(board.session, board.plan)),
            ];
            el("div", "", parts)
        }
    });
    section(session, "pc-plan", "plan.title", vec![history(session), part(session, wishes::wishes), body])
}

/// A part of the board that every new plan draws anew.
fn part(session: Session, show: fn(&Board) -> AnyView) -> AnyView {
    live(move || {
        let (Some(answer), request) = (session.answer(), session.asked()) else { return ().into_any() };
        let Some(plan) = &answer.plan else { return ().into_any() };
        show(&Board { session, request: &request, plan })
    })
}

/// What the plan takes for granted: said once, since it is so of most units.
fn doubts(board: &Board) -> AnyView {
    let session = board.session;
    let units = || board.plan.terms.iter().flat_map(|term| &term.ue);
    let offering = units().filter(|unit| unit.assumed.iter().any(|what| what == "offering")).count() as u64;
    let others = units().flat_map(|unit| &unit.assumed).any(|what| what != "offering");
    let mut lines = Vec::new();
    if offering > 0 {
        lines.push(para("", session.plural("board.offering_note", offering)));
    }
    if others {
        lines.push(para("", session.t("plan.assumed_note")));
    }
    if lines.is_empty() { ().into_any() } else { el("div", "pc-note pc-small", lines) }
}

/// Undo and redo, while there is something to undo or redo, and what the last change moved.
fn history(session: Session) -> AnyView {
    let act = move |key: &'static str, label: &'static str, act: fn(&Session)| {
        let run = move || tell(session, session.t(label), act);
        (key, run)
    };
    let one = move |there: bool, (key, run): (&'static str, _), word: &'static str, sign: &'static str| {
        if there {
            button("pc-button pc-quiet pc-slim", vec![sign_of(sign), text(session.t(word))], Act::keep(key, run))
        } else {
            ().into_any()
        }
    };
    let can = in_own_turn(session, move || (session.can_undo(), session.can_redo()));
    let tools = live(move || {
        let (can_undo, can_redo) = can.get();
        let undo = one(can_undo, act("undo:", "plan.undone", Session::undo), "plan.undo", "↶");
        let redo = one(can_redo, act("redo:", "plan.redone", Session::redo), "plan.redo", "↷");
        el("div", "pc-tools pc-screen-only", vec![jump_link(session, "pc-keep", "keep.title"), undo, redo])
    });
    // The live region says the first sentence to those who listen: here it stays to be read, with what moved and why.
    let moved = live(move || {
        let mut said = session.moved.get().into_iter();
        let Some(first) = said.next() else { return ().into_any() };
        let why: Vec<AnyView> = said.map(|line| el("li", "", vec![text(line)])).collect();
        let why = if why.is_empty() { ().into_any() } else { el("ul", "pc-small", why) };
        el("div", "pc-moved pc-screen-only", vec![para("", first), why])
    });
    el("div", "", vec![tools, moved])
}

/// A sign that says what the word beside it says.
fn sign_of(sign: &'static str) -> AnyView {
    super::dom::el_with("span", "", vec![("aria-hidden", "true".to_owned())], vec![text(sign)])
}

/// A word with the code that it is about, which those who see read in the same row.
fn about(word: &str, subject: &str) -> Vec<AnyView> {
    vec![text(word), heard(format!(" {subject}"))]
}
