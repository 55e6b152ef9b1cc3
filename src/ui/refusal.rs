//! What would change a refusal, and what else is possible.

use super::{
    cards::{ask_button, ways_on},
    dom::{Act, button, el, para, text},
    financing::pays,
    parts::fact_value,
    reasons::needed,
    session::Session,
};
use crate::domain::{
    answer::{Answer, Because, Scheme, Verdict},
    questionnaire::Step,
};
use leptos::prelude::*;

/// When one may not enrol: what would change it, and another centre.
pub fn refused_admission(session: Session, answer: &Answer) -> AnyView {
    let individual = &answer.admission.individual;
    if individual.verdict != Verdict::No {
        return ().into_any();
    }
    let centre = ask_button(session, Step::Centre, session.t("refusal.other_centre").to_owned());
    refused(session, &individual.because, vec![centre])
}

/// When one may not enter the diploma: what would change it, the validation of experience or studies, another diploma, another centre.
pub fn refused_entry(session: Session, answer: &Answer) -> AnyView {
    let entry = &answer.entry;
    if entry.verdict == Verdict::Yes || (entry.verdict != Verdict::No && entry.bypass.is_empty()) {
        return ().into_any();
    }
    let mut ways: Vec<AnyView> = entry.bypass.iter().map(|id| scheme_link(session, id)).collect();
    if entry.verdict == Verdict::No {
        ways.push(ask_button(session, Step::Diploma, session.t("plan.other_diploma").to_owned()));
    }
    refused(session, &entry.because, ways)
}

/// When a scheme is closed: what would change it, and the schemes that are open.
pub fn refused_scheme(session: Session, scheme: &Scheme) -> AnyView {
    if scheme.verdict != Verdict::No {
        return ().into_any();
    }
    let open = session.answer_now();
    let open = open.iter().flat_map(|answer| &answer.schemes);
    let open = open.filter(|other| pays(other) && matches!(other.verdict, Verdict::Yes | Verdict::Maybe));
    let ways = open.take(3).map(|other| scheme_link(session, &other.id)).collect();
    refused(session, &scheme.because, ways)
}

fn refused(session: Session, because: &[Because], ways: Vec<AnyView>) -> AnyView {
    let mut seen: Vec<&str> = Vec::new();
    let mut changes: Vec<AnyView> = Vec::new();
    for reason in because.iter().filter(|reason| reason.holds == Some(false)) {
        let Some(fact) = reason.fact.as_deref().filter(|fact| !seen.contains(fact)) else { continue };
        seen.push(fact);
        let Some(label) = session.find(&format!("{fact}.short")) else { continue };
        let value = reason.value.as_ref().map(|value| fact_value(session, fact, value)).unwrap_or_default();
        let line = match needed(session, reason) {
            Some(needs) => session.tf("refusal.needs", &[("fact", label), ("needs", &needs), ("value", &value)]),
            None => session.tf("reason.used", &[("fact", label), ("value", &value)]),
        };
        let edit = Step::from_key(fact).map(|step| ask_button(session, step, session.t("common.edit").to_owned()));
        changes.push(el("li", "", vec![text(line), text(" "), edit.into_any()]));
    }
    let mut blocks = Vec::new();
    if !changes.is_empty() {
        blocks.push(para("pc-strong", session.t("refusal.changes")));
        blocks.push(el("ul", "", changes));
    }
    if !ways.is_empty() {
        blocks.push(para("pc-strong", session.t("refusal.else")));
        blocks.push(ways_on(ways));
    }
    if blocks.is_empty() { ().into_any() } else { el("div", "pc-note pc-refusal", blocks) }
}

/// Leads to a scheme further down, and opens it.
fn scheme_link(session: Session, id: &str) -> AnyView {
    button("pc-link", vec![text(session.t(&format!("scheme.{id}.name")))], Act::reveal(format!("scheme:{id}")))
}
