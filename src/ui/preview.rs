//! What is certain so far, beside each question: results sharpen with each answer.

use super::{
    costs::left,
    dom::{Act, button, el, el_with, live, text},
    financing::pays,
    parts::{badge, heading},
    session::{Screen, Session},
};
use crate::domain::answer::{Answer, PlanStatus, Verdict};
use leptos::prelude::*;

/// The first results; nothing before the first answer.
pub fn preview(session: Session) -> AnyView {
    live(move || {
        if session.request.with(|request| *request == session.blank()) {
            return ().into_any();
        }
        match session.answer() {
            Some(answer) => lines(session, &answer),
            None => ().into_any(),
        }
    })
}

// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
fn lines(session: Session, answer: &Answer) -> AnyView {
    let line = |key: &'static str, value: AnyView| el("div", "", vec![el("dt", "", vec![text(session.t(key))]), el("dd", "", vec![value])]);
    let length = answer.plan.as_ref().map(|plan| {
        let terms = match plan.status {
            PlanStatus::Infeasible => session.t("plan.impossible").to_owned(),
            PlanStatus::Optimal | PlanStatus::Limit => session.plural("count.terms", plan.terms.len() as u64),
        };
        line("preview.length", text(terms))
    });
    let left = left(&answer.cost).map(|span| line("preview.left", text(session.span(span))));
    let open =
        answer.schemes.iter().filter(|scheme| pays(scheme) && matches!(scheme.verdict, Verdict::Yes | Verdict::Maybe)).count() as u64;
    let mut facts = vec![line("preview.enrol", badge(session, answer.admission.individual.verdict))];
    facts.extend(length.into_iter().chain(left));
    facts.push(line("preview.funding", text(session.plural("preview.open", open))));
    let title = heading(session, 1, "pc-aside-title", "pc-preview", move || session.t("preview.title").to_owned());
    let see = button("pc-link", vec![text(session.t("preview.see"))], Act::go(move || session.go(Screen::Result)));
    el_with("section", "pc-aside", vec![("aria-labelledby", "pc-preview".to_owned())], vec![title, el("dl", "pc-facts", facts), see])
}
