//! What each unit does to the finish when it is failed or put off.

use super::progress;
use crate::domain::sorted::Sorting;
use crate::{
    domain::pathway::{Outcome, Setback, Task},
    ui::{
        dom::{el, live, para, text},
        parts::{sheet, unit},
        session::{Session, engine},
        slices,
    },
};
use leptos::prelude::*;

/// The table, those units first that cost the most time.
pub fn setbacks(session: Session) -> AnyView {
    live(move || {
        let (Some(answer), request) = (session.answer(), session.asked()) else { return ().into_any() };
        let task = answer.plan.as_ref().and_then(|plan| engine().ok()?.setbacks(&request, plan).ok());
        let Some(task) = task else { return ().into_any() };
        let found = RwSignal::new((Vec::<Setback>::new(), (0, 1)));
        slices::run(task, move |task, done| {
            let rows = if done { task.found().clone() } else { Vec::new() };
            found.try_set((rows, task.progress())).is_none()
        });
        live(move || found.with(|(rows, (done, of))| if rows.is_empty() { progress(session, *done, *of) } else { shown(session, rows) }))
    })
}

fn shown(session: Session, rows: &[Setback]) -> AnyView {
    let mut rows: Vec<&Setback> = rows.iter().collect();
    // Out of reach first, then the longest delay.
    rows.order_by_key(|row| std::cmp::Reverse(row.failed.later.unwrap_or(u32::MAX)));
    let (harmless, harmful): (Vec<&Setback>, Vec<&Setback>) =
        rows.into_iter().partition(|row| [&row.failed, &row.skipped].into_iter().chain(&row.retaken).all(|case| case.later == Some(0)));
    let lines = harmful.iter().map(|row| {
        let name = unit(&row.code);
        let retaken = row.retaken.as_ref().map_or_else(|| session.t("common.to_confirm").to_owned(), |outcome| words(session, outcome));
        vec![name, text(words(session, &row.failed)), text(retaken), text(words(session, &row.skipped))]
    });
    let columns = ["plan.unit", "setback.failed", "setback.retaken", "setback.skipped"].map(|key| session.t(key).to_owned());
    let lines: Vec<Vec<AnyView>> = lines.collect();
    let mut parts = Vec::new();
    if !lines.is_empty() {
        parts.push(sheet(session.t("setback.caption").to_owned(), columns.into(), lines));
    }
    if !harmless.is_empty() {
        parts.push(para("pc-strong", session.plural("setback.harmless", harmless.len() as u64)));
        parts.push(el("ul", "", harmless.into_iter().map(|row| el("li", "", vec![unit(&row.code)])).collect()));
    }
    el("div", "", parts)
}

/// What becomes of the finish, in words.
pub fn words(session: Session, outcome: &Outcome) -> String {
    match (outcome.later, outcome.finish) {
        (Some(0), _) => session.t("setback.none").to_owned(),
        (Some(later), Some(finish)) => {
            let words = session.plural("board.said_later", later);
            crate::data::texts::fill(&words, &[("term", &session.term_in(finish))])
        }
        _ => session.t("setback.out_of_reach").to_owned(),
    }
}
