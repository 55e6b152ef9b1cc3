//! What is certain so far, beside each question: results sharpen with each answer.

use super::{
    costs::left,
    financing::pays,
    parts::{badge, heading},
    session::{Screen, Session},
};
use crate::domain::answer::{Answer, PlanStatus, Verdict};
use leptos::prelude::*;

/// The first results; nothing before the first answer.
pub fn preview(session: Session) -> AnyView {
    (move || {
        if session.request.with(|request| *request == session.blank()) {
            return ().into_any();
        }
        match session.answer() {
            Some(answer) => lines(session, &answer),
            None => ().into_any(),
        }
    })
    .into_any()
}

// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
fn lines(session: Session, answer: &Answer) -> AnyView {
    let line = |key: &'static str, value: AnyView| {
        view! {
            <div>
                <dt>{session.t(key)}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let length = answer.plan.as_ref().map(|plan| {
        let text = match plan.status {
            PlanStatus::Infeasible => session.t("plan.impossible").to_owned(),
            PlanStatus::Optimal | PlanStatus::Limit => session.plural("count.terms", plan.terms.len() as u64),
        };
        line("preview.length", text.into_any())
    });
    let left = left(&answer.cost).map(|span| line("preview.left", session.span(span).into_any()));
    let open =
        answer.schemes.iter().filter(|scheme| pays(scheme) && matches!(scheme.verdict, Verdict::Yes | Verdict::Maybe)).count() as u64;
    view! {
        <section class="pc-aside" aria-labelledby="pc-preview">
            {heading(session, 1, "pc-aside-title", "pc-preview", move || session.t("preview.title").to_owned())}
            <dl class="pc-facts">
                {line("preview.enrol", badge(session, answer.admission.individual.verdict))} {length} {left}
                {line("preview.funding", session.plural("preview.open", open).into_any())}
            </dl>
            <button class="pc-link" type="button" on:click=move |_| session.go(Screen::Result)>
                {session.t("preview.see")}
            </button>
        </section>
    }
    .into_any()
}
