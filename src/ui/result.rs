//! The result, in the order in which people ask: can I, how long, what is left to pay, who pays, what do I do next and by when.

use super::{
    answering::follow,
    answers::answers,
    board::board,
    cards::{cards, jump_link},
    costs::costs_section,
    dom::{Act, button, el, live, memo, para, text},
    financing::financing_section,
    paper::colophon,
    parts::{about_diploma, line, screen_heading_of, section},
    session::{Screen, Session},
    share::share,
    steps::{advice, steps_section, warnings},
    whatif::what_if,
};
use crate::domain::{answer::Answer, questionnaire::Step};
use leptos::prelude::*;
use std::sync::Arc;

/// The screen of the result.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn result(session: Session) -> AnyView {
    let title = move || {
        let diploma = session.request.with(|request| request.target.diploma.clone());
        diploma.map_or_else(|| text(session.t("result.title")), |id| about_diploma(session, "result.title_for", &id))
    };
    let fault = live(move || match session.answered.get().map(|answered| answered.outcome) {
        None | Some(Ok(_)) => ().into_any(),
        Some(Err(fault)) => el("div", "", vec![para("pc-error", session.t("error.engine")), para("pc-soft", fault.to_string())]),
    });
    // Each part is drawn anew only when what it looks at changes: a unit that moves leaves the schemes alone.
    let sections = vec![
        part(session, |_, _| false, cards),
        part(session, |_, _| false, |session, _| open_questions(session)),
        part(
            session,
            |a, b| a.plan.is_some() == b.plan.is_some(),
            |session, answer| match &answer.plan {
                Some(_) => board(session),
                None => without_plan(session),
            },
        ),
        part(session, |a, b| a.cost == b.cost, |session, answer| costs_section(session, answer)),
        part(session, |a, b| a.schemes == b.schemes, |session, answer| financing_section(session, answer)),
        part(session, same_steps, |session, answer| steps_section(session, answer)),
        part(session, |a, b| a.plan.is_some() == b.plan.is_some(), |session, answer| what_if(session, answer.plan.is_some())),
        part(session, |a, b| a.warnings == b.warnings, |session, answer| warnings(session, answer)),
        part(session, |a, b| a.advice == b.advice, |session, answer| advice(session, answer)),
        always(session, answers),
        always(session, colophon),
        always(session, share),
    ];
    el("div", "", vec![screen_heading_of(session, title), fault, el("div", "pc-sections", sections)])
}

fn same_steps(a: &Answer, b: &Answer) -> bool {
    a.milestones == b.milestones && a.schemes == b.schemes && a.documents == b.documents && a.exam == b.exam
}

/// A part of the page that is drawn anew when the answer is no longer the `same` to it, when its turn comes.
fn part(session: Session, same: fn(&Answer, &Answer) -> bool, show: fn(Session, &Arc<Answer>) -> AnyView) -> AnyView {
    let own = follow(session, None);
    let seen = Memo::new_with_compare(
        move |before: Option<&Option<Arc<Answer>>>| match (own.answer(), before) {
            (Some(now), Some(Some(before))) if same(&now, before) => Some(Arc::clone(before)),
            (now, _) => now,
        },
        |before, now| match (before, now) {
            (Some(Some(before)), Some(Some(now))) => !Arc::ptr_eq(before, now),
            _ => true,
        },
    );
    live(move || seen.get().map_or_else(|| ().into_any(), |answer| show(own, &answer)))
}

/// A part of the page that is there whatever the answer, also where the request has a fault.
fn always(session: Session, show: fn(Session) -> AnyView) -> AnyView {
    let own = follow(session, None);
    let begun = memo(move || own.answered.with(Option::is_some));
    live(move || if begun.get() { show(own) } else { ().into_any() })
}

/// What to do with the answers: sharpen them by another question, go to what no answer leads to.
fn open_questions(session: Session) -> AnyView {
    let progress = session.progress();
    let open = progress.open.first().or(progress.further.first()).copied().map(|step| {
        let answer = Act::go(move || session.go(Screen::Question(step)));
        button("pc-button pc-quiet pc-slim pc-screen-only", vec![text(session.t("result.sharpen"))], answer)
    });
    let links = [("pc-whatif", "whatif.title"), ("pc-answers", "answers.title"), ("pc-keep", "keep.title")];
    let links = links.map(|(id, words)| jump_link(session, id, words));
    line(open.into_iter().chain(links).collect())
}

/// Without a plan: no diploma is chosen, or nobody published its units.
fn without_plan(session: Session) -> AnyView {
    let chosen = session.request.with_untracked(|request| request.target.diploma.is_some());
    let (words, label) = if chosen { ("plan.unpublished", "plan.other_diploma") } else { ("plan.no_diploma", "plan.choose_diploma") };
    let choose = Act::go(move || session.change(Step::Diploma));
    let choose = button("pc-button pc-quiet pc-screen-only", vec![text(session.t(label))], choose);
    section(session, "pc-plan", "plan.title", vec![para("", session.t(words)), choose])
}
