//! What could stand in the place of an elective, and what a failed unit would change: worked out while the page goes on answering.

use super::moves::{Change, change};
use crate::{
    domain::{
        answer::Plan,
        date::Term,
        engine::Engine,
        pathway::{Setback, Swap, Task},
        request::Request,
    },
    ui::{
        dom::{Act, button, el, fold, heard, live, para, text},
        parts::unit,
        session::{Session, engine},
        slices,
        whatif::outcome_words,
    },
};
use leptos::prelude::*;

/// How many swaps are shown before the others are folded: most change nothing but the unit, and come first.
const SHOWN: usize = 5;

/// The units that could take the place of `code`, each with what follows from it.
pub fn swaps(session: Session, code: &str) -> AnyView {
    let old = code.to_owned();
    let summary = vec![text(session.t("board.swap")), heard(format!(" {code}"))];
    fold("", summary, move || {
        let Some((engine, request, plan)) = now(session) else { return ().into_any() };
        let Ok(task) = engine.swaps(&request, &plan, &old) else { return ().into_any() };
        let found = RwSignal::new((Vec::<Swap>::new(), false));
        slices::run(task, move |task, done| found.try_set((task.found().clone(), done)).is_none());
        let old = old.clone();
        live(move || {
            found.with(|(swaps, done)| {
                let possible: Vec<&Swap> = swaps.iter().filter(|swap| swap.finish.is_some()).collect();
                if *done && possible.is_empty() {
                    return para("pc-soft", session.t("board.no_swap"));
                }
                let mut rows: Vec<AnyView> = possible.iter().take(SHOWN).map(|swap| swap_row(session, &old, swap)).collect();
                if !done {
                    rows.push(el("li", "pc-soft", vec![text(session.t("board.trying"))]));
                } else if let Some(others @ [_, ..]) = possible.get(SHOWN..) {
                    let others: Vec<Swap> = others.iter().copied().cloned().collect();
                    let summary = vec![text(session.plural("board.more_swaps", others.len() as u64))];
                    let old = old.clone();
                    rows.push(el(
                        "li",
                        "",
                        vec![fold("", summary, move || swap_list(others.iter().map(|swap| swap_row(session, &old, swap)).collect()))],
                    ));
                }
                swap_list(rows)
            })
        })
    })
}

fn swap_list(rows: Vec<AnyView>) -> AnyView {
    el("ul", "pc-plain pc-choices", rows)
}

fn swap_row(session: Session, old: &str, swap: &Swap) -> AnyView {
    let new = swap.code.as_str();
    let said = session.tf("board.said_swapped", &[("old", old), ("new", new)]);
    let what = Change::Swap(old.to_owned(), new.to_owned());
    let effect = el("span", "pc-sub", vec![text(effect(session, swap))]);
    let label = vec![unit(new), effect];
    // The unit that comes takes over the focus of the one that goes.
    el("li", "", vec![button("pc-option", label, Act::keep(format!("swap:{new}"), move || change(session, &said, &what)))])
}

/// What a swap changes: terms, credits, euros.
fn effect(session: Session, swap: &Swap) -> String {
    let mut parts = Vec::new();
    match swap.finish {
        Some(finish) if swap.later > 0 => {
            let words = session.plural("board.said_later", swap.later);
            parts.push(crate::data::texts::fill(&words, &[("term", &session.term_in(finish))]).trim_end_matches('.').to_owned());
        }
        _ => parts.push(session.t(if swap.in_place { "board.in_place" } else { "board.same_end" }).to_owned()),
    }
    match swap.ects {
        Some(0) => parts.push(session.t("board.same_ects").to_owned()),
        Some(more) => {
            let key = if more > 0 { "board.more_ects" } else { "board.fewer_ects" };
            parts.push(session.plural(key, more.unsigned_abs()));
        }
        None => {}
    }
    match (swap.price, swap.price_now) {
        (Some(price), Some(now)) if price == now => parts.push(session.t("board.same_price").to_owned()),
        (Some(price), Some(now)) => {
            parts.push(session.tf("board.new_price", &[("amount", &session.span(price)), ("now", &session.span(now))]));
        }
        _ => {}
    }
    parts.join(" · ")
}

/// "What if I fail this unit?", which stands in the term `here`, and the button that plans so.
pub fn setback(session: Session, code: &str, here: Term) -> AnyView {
    let own = code.to_owned();
    fold("", vec![text(session.t("board.setback")), heard(format!(" {code}"))], move || {
        let Some((engine, request, plan)) = now(session) else { return ().into_any() };
        let Ok(task) = engine.setbacks(&request, &plan) else { return ().into_any() };
        let found = RwSignal::new(None::<Setback>);
        let wanted = own.clone();
        slices::run(task, move |task, _| {
            let one = task.found().iter().find(|one| one.code == wanted).cloned();
            let there = one.is_some();
            found.try_set(one).is_none() && !there
        });
        let (own, failed) = (own.clone(), Change::failed(&own, here, &plan));
        live(move || {
            let Some(found) = found.get() else { return para("pc-soft", session.t("board.trying")) };
            let line = |key: &'static str, outcome: String| {
                el("li", "", vec![text(session.tf("setback.line", &[("case", session.t(key)), ("outcome", &outcome)]))])
            };
            let mut lines = vec![line("setback.failed", outcome_words(session, &found.failed))];
            lines.extend(found.retaken.as_ref().map(|outcome| line("setback.retaken", outcome_words(session, outcome))));
            lines.push(line("setback.skipped", outcome_words(session, &found.skipped)));
            let said = session.tf("board.said_failed", &[("unit", &own)]);
            let what = failed.clone();
            let label = vec![text(session.t("board.failed")), heard(format!(" {own}"))];
            let again =
                button("pc-button pc-quiet pc-slim", label, Act::keep(format!("failed:{own}"), move || change(session, &said, &what)));
            el("div", "", vec![el("ul", "", lines), el("div", "pc-tools", vec![again])])
        })
    })
}

type Now = (&'static Engine, Request, Plan);

fn now(session: Session) -> Option<Now> {
    let (answer, request) = untrack(|| (session.answer(), session.asked()));
    Some((engine().ok()?, Request::clone(&request), answer?.plan.clone()?))
}
