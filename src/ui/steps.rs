//! What to do, by when and with which papers; and what a reader must know.

use super::{
    dom::{el, fold, para, text},
    parts::{badge, group, heading, line, section},
    pictures::calendar,
    reasons::{reasons, why},
    session::Session,
};
use crate::domain::answer::{Answer, Because, Document};
use leptos::prelude::*;

/// How many warnings are shown before the others.
const FIRST: usize = 2;

/// Dates and papers.
pub fn steps_section(session: Session, answer: &Answer) -> AnyView {
    let list = |title: &'static str, items: Vec<AnyView>| {
        if items.is_empty() {
            return ().into_any();
        }
        el("div", "", vec![heading(session, 2, "", "", move || session.t(title).to_owned()), el("ul", "pc-dates", items)])
    };
    let papers = |documents: &[Document]| {
        let one = |document: &Document| {
            let verdict = document.verdict.map_or_else(|| ().into_any(), |verdict| badge(session, verdict));
            let name = session.t(&format!("document.{}", document.id));
            el("li", "pc-line", vec![el("span", "", vec![text(name), text(" "), verdict]), why(session, &document.because)])
        };
        documents.iter().map(one).collect::<Vec<_>>()
    };
    let place = answer.exam.place.as_deref().map(|place| session.t(&format!("place.{place}")).to_owned());
    let sessions = answer.exam.sessions.map(|sessions| session.plural("steps.sessions", sessions));
    let exam: Vec<String> = place.into_iter().chain(sessions).collect();
    let mut children = vec![
        calendar(session, answer),
        list("steps.documents", papers(&answer.documents)),
        list("steps.exam", papers(&answer.exam.papers)),
    ];
    children.push(line(vec![para("", exam.join(" ")), why(session, &answer.exam.because)]));
    children.push(para("", session.t("result.contact")));
    section(session, "pc-steps", "steps.title", children)
}

/// What else the rules say, topic by topic, folded; nothing when they say no more.
pub fn advice(session: Session, answer: &Answer) -> AnyView {
    if answer.advice.is_empty() {
        return ().into_any();
    }
    let topics = answer.advice.iter().map(|topic| {
        let because = topic.because.clone();
        fold("", vec![text(session.t(&format!("advice.{}", topic.id)))], move || reasons(session, &because))
    });
    let topics = group(session.plural("more.topics", answer.advice.len() as u64), false, topics.collect());
    section(session, "pc-more", "more.title", vec![topics])
}

/// What a reader must know; nothing when there is nothing.
pub fn warnings(session: Session, answer: &Answer) -> AnyView {
    if answer.warnings.is_empty() {
        return ().into_any();
    }
    let one = |(id, because): (&str, &[Because])| el("li", "", vec![text(session.t(&format!("warning.{id}"))), why(session, because)]);
    let mut items: Vec<AnyView> = answer.warnings.iter().map(|warning| one((&warning.id, &warning.because))).collect();
    let later = items.split_off(items.len().min(FIRST));
    let mut children = vec![el("ul", "pc-plain pc-dates", items)];
    if !later.is_empty() {
        let summary = session.plural("warnings.more", later.len() as u64);
        children.push(group(summary, false, vec![el("ul", "pc-plain pc-dates", later)]));
    }
    section(session, "pc-warnings", "warnings.title", children)
}
