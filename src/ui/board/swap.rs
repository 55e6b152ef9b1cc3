//! What could stand in the place of an elective, and what a failed unit would change: each tried out, one at a time, while the page goes on
//! answering.

use super::moves::{Change, change, effect};
use crate::{
    domain::{
        answer::{Answer, PlanStatus},
        date::Term,
        pathway::alternatives,
        request::Request,
    },
    ui::{
        dom::{Act, button, el, fold, heard, live, para, text},
        parts::unit_title,
        session::{Session, engine},
        slices::in_slices,
    },
};
use leptos::prelude::*;

/// The units that could take the place of `code`, each with what follows from it.
pub fn swaps(session: Session, code: &str) -> AnyView {
    let old = code.to_owned();
    let summary = vec![text(session.t("board.swap")), heard(format!(" {code}"))];
    fold("", summary, move || {
        let Some((request, answer)) = now(session) else { return ().into_any() };
        let candidates =
            engine().ok().zip(answer.plan.as_ref()).map(|(engine, plan)| alternatives(engine.catalogue(), &request, plan, &old));
        let candidates = candidates.unwrap_or_default();
        if candidates.is_empty() {
            return para("pc-soft", session.t("board.no_swap"));
        }
        let found = RwSignal::new(Vec::<(String, String)>::new());
        let all = candidates.len();
        let (one, list) = (old.clone(), candidates);
        in_slices(all, move |index| {
            let Some(new) = list.get(index) else { return false };
            let tried = tried(&request, &Change::Swap(one.clone(), new.clone()));
            let words = tried.map_or_else(|| session.t("plan.impossible").to_owned(), |after| effect(session, &answer, &after));
            found.try_update(|found| found.push((new.clone(), words))).is_some()
        });
        let old = old.clone();
        live(move || {
            let rows = found.with(|found| found.iter().map(|(new, effect)| swap_row(session, &old, new, effect)).collect::<Vec<_>>());
            let open = all.saturating_sub(rows.len());
            let waiting = if open > 0 { para("pc-soft", session.plural("board.trying", open as u64)) } else { ().into_any() };
            el("div", "", vec![el("ul", "pc-plain pc-choices", rows), waiting])
        })
    })
}

fn swap_row(session: Session, old: &str, new: &str, effect: &str) -> AnyView {
    let said = session.tf("board.said_swapped", &[("old", old), ("new", new)]);
    let what = Change::Swap(old.to_owned(), new.to_owned());
    let label = vec![el("span", "pc-code", vec![text(new)]), text(" "), text(unit_title(new)), el("span", "pc-sub", vec![text(effect)])];
    // The unit that comes takes over the focus of the one that goes.
    el("li", "", vec![button("pc-option", label, Act::keep(format!("swap:{new}"), move || change(session, &said, &what)))])
}

/// "What if I fail this unit?"
pub fn setback(session: Session, code: &str, here: Term) -> AnyView {
    let own = code.to_owned();
    fold("", vec![text(session.t("board.setback")), heard(format!(" {code}"))], move || {
        let Some((request, answer)) = now(session) else { return ().into_any() };
        let Some((to, after)) = retaken(&request, &own, here) else { return para("pc-soft", session.t("board.setback_none")) };
        let line = session.tf("board.setback_line", &[("term", &session.term(to)), ("effect", &effect(session, &answer, &after))]);
        let said = session.tf("board.said_failed", &[("unit", &own), ("term", &session.term(to))]);
        let what = Change::Place(own.clone(), to);
        let label = vec![text(session.t("board.failed")), heard(format!(" {own}"))];
        let mark = button("pc-button pc-quiet pc-slim", label, Act::keep(format!("failed:{own}"), move || change(session, &said, &what)));
        el("div", "", vec![para("", line), mark])
    })
}

/// The first term after `here` in which the unit can be taken again, and what is answered then.
fn retaken(request: &Request, code: &str, here: Term) -> Option<(Term, Answer)> {
    /// A unit given once a year, or every second year, comes again within these terms.
    const FAR: usize = 4;
    std::iter::successors(Some(here.next(false)), |term| Some(term.next(false))).take(FAR).find_map(|term| {
        let after = tried(request, &Change::Place(code.to_owned(), term))?;
        after.plan.as_ref().is_some_and(|plan| plan.status != PlanStatus::Infeasible).then_some((term, after))
    })
}

fn now(session: Session) -> Option<(Request, std::sync::Arc<Answer>)> {
    Some((session.request.get_untracked(), session.answer.get_untracked().ok()?))
}

/// What would be answered after a change.
fn tried(request: &Request, what: &Change) -> Option<Answer> {
    let mut request = request.clone();
    what.apply(&mut request);
    engine().ok()?.evaluate(&request).ok()
}
