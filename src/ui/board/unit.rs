//! What can be done with a unit of the plan, and why it stands where it does.

use super::{
    Board, about,
    moves::{Change, change},
    swap,
};
use crate::{
    domain::{
        answer::{PlanReason, PlanUnit},
        date::Term,
    },
    ui::{
        dom::{self, Act, button, el, fold_kept, heard, text},
        parts::sources,
        session::Session,
    },
};
use leptos::prelude::*;

/// The menu of a unit, folded.
pub fn menu(board: &Board, here: Term, unit: &PlanUnit) -> AnyView {
    let session = board.session;
    let code = unit.code.clone();
    let terms = board.terms();
    let unit = unit.clone();
    let pinned = board.request.pins.contains_key(&code);
    let summary = vec![text(session.t("plan.unit_more")), heard(format!(" {code}"))];
    let content = move || {
        let because =
            unit.because.iter().map(|reason| el("li", "", vec![text(reason_text(session, reason)), sources(session, &reason.sources)]));
        let doubts = unit.assumed.iter().map(|what| el("li", "", vec![text(session.t(&format!("assumed.{what}")))]));
        let because: Vec<AnyView> = because.chain(doubts).collect();
        let why = if because.is_empty() { ().into_any() } else { el("ul", "", because) };
        let swaps = if unit.elective { swap::swaps(session, &unit.code) } else { ().into_any() };
        let rows = vec![
            why,
            el("div", "pc-tools", steps(session, &unit.code, here, &terms)),
            move_to(session, &unit.code, here, &terms),
            el("div", "pc-tools", marks(session, &unit, here, pinned)),
            swaps,
            swap::setback(session, &unit.code, here),
        ];
        el("div", "pc-menu", rows)
    };
    fold_kept(session.open, format!("unit:{code}"), "pc-small", summary, content)
}

/// A button that changes something about a unit.
fn tool(session: Session, verb: &'static str, word: &'static str, code: &str, said: String, what: Change) -> AnyView {
    let act = Act::keep(format!("{verb}:{code}"), move || change(session, &said, &what));
    button("pc-button pc-quiet pc-slim", about(session.t(word), code), act)
}

/// One term earlier, one later.
fn steps(session: Session, code: &str, here: Term, terms: &[Term]) -> Vec<AnyView> {
    let index = terms.iter().position(|term| *term == here);
    let at = |index: Option<usize>| index.and_then(|index| terms.get(index)).copied();
    let earlier = at(index.and_then(|index| index.checked_sub(1)));
    let later = at(index.map(|index| index + 1));
    let step = |verb: &'static str, word: &'static str, to: Option<Term>| {
        to.map(|to| tool(session, verb, word, code, said_placed(session, code, to), Change::Place(code.to_owned(), to)))
    };
    step("earlier", "plan.earlier", earlier).into_iter().chain(step("later", "plan.later", later)).collect()
}

fn said_placed(session: Session, code: &str, to: Term) -> String {
    session.tf("plan.said_moved", &[("unit", code), ("term", &session.term_in(to))])
}

/// "Move to…": a list and a button, because a list that acts by itself moves the unit at each press of an arrow key.
fn move_to(session: Session, code: &str, here: Term, terms: &[Term]) -> AnyView {
    let wanted = RwSignal::new(here.to_string());
    let options = terms.iter().map(|term| (term.to_string(), session.term(*term))).collect();
    let label = about(session.t("board.move_to"), code);
    let [label, list] = dom::list(format!("pc-to-{code}"), label, options, here.to_string(), move |term| wanted.set(term));
    let code = code.to_owned();
    let act = Act::keep(format!("move:{code}"), {
        let code = code.clone();
        move || {
            if let Ok(to) = wanted.get_untracked().parse::<Term>() {
                change(session, &said_placed(session, &code, to), &Change::Place(code.clone(), to));
            }
        }
    });
    let go = button("pc-button pc-quiet pc-slim", about(session.t("board.move"), &code), act);
    el("div", "pc-move", vec![label, el("div", "pc-tools", vec![list, go])])
}

/// Keep here, held already, another one.
fn marks(session: Session, unit: &PlanUnit, here: Term, pinned: bool) -> Vec<AnyView> {
    let code = unit.code.as_str();
    let said = |key: &str| session.tf(key, &[("unit", code), ("term", &session.term_in(here))]);
    let own = || code.to_owned();
    let keep = if pinned {
        tool(session, "pin", "plan.unpin", code, said("plan.said_free"), Change::Free(own()))
    } else {
        tool(session, "pin", "plan.pin", code, said("plan.said_pinned"), Change::Place(own(), here))
    };
    let mut tools = vec![keep, tool(session, "held", "plan.held", code, said("plan.said_held"), Change::Held(own()))];
    if unit.elective {
        tools.push(tool(session, "exclude", "plan.exclude", code, said("plan.said_excluded"), Change::Exclude(own())));
    }
    tools
}

fn reason_text(session: Session, reason: &PlanReason) -> String {
    let text = session.tf(&format!("reason.{}", reason.kind), &[("units", &reason.units.join(", "))]);
    if reason.centres.is_empty() {
        text
    } else {
        session.tf("plan.given_at", &[("reason", &text), ("centres", &reason.centres.join(", "))])
    }
}
