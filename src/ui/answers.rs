//! What the person said, one line an answer, each with its own "change".

use super::{
    dom::{Act, button, el, el_with, heard, live, para, text},
    parts::{diploma_name, fact_value, group, heading},
    session::Session,
};
use crate::domain::{
    questionnaire::{Step, is_answered},
    request::Request,
};
use leptos::prelude::*;

/// The list of answers.
pub fn answers(session: Session) -> AnyView {
    let lines = move || {
        let request = session.asked();
        let mut steps = session.progress().steps;
        // Answers given beyond the first questions are listed too.
        let beyond = request.facts.iter().filter_map(|(key, _)| Step::from_key(key)).filter(|step| *step != Step::Fact("age"));
        for step in beyond {
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        let (settled, open): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| is_settled(session, &request, *step));
        let list = |steps: &[Step]| el("dl", "pc-answers", steps.iter().map(|step| line(session, &request, *step)).collect());
        let mut parts = vec![list(&settled)];
        if !open.is_empty() {
            let unknown = session.t("common.unknown");
            let folded = group(format!("{unknown} ({})", open.len()), false, vec![list(&open)]);
            parts.push(el("div", "pc-screen-only", vec![folded]));
            // On paper what is still open is one line.
            let open: Vec<&str> = open.iter().map(|step| label(session, *step)).collect();
            parts.push(para("pc-paper-only", session.tf("reason.used", &[("fact", unknown), ("value", &open.join(", "))])));
        }
        parts.into_any()
    };
    let title = heading(session, 1, "", "pc-answers", move || session.t("answers.title").to_owned());
    el_with("section", "", vec![("aria-labelledby", "pc-answers".to_owned())], vec![title, live(lines)])
}

fn label(session: Session, step: Step) -> &'static str {
    let key = if step == Step::Fact("birth_date") { "age" } else { step.key() };
    session.t(&format!("{key}.short"))
}

/// Whether the person answered, be it that they hold no unit.
fn is_settled(session: Session, request: &Request, step: Step) -> bool {
    is_answered(request, step) || (step == Step::Acquired && session.skipped.with(|skipped| skipped.contains(step.key())))
}

fn line(session: Session, request: &Request, step: Step) -> AnyView {
    let label = label(session, step);
    let said = shown(session, request, step);
    let edit = vec![text(session.t("common.edit")), heard(format!(" {label}"))];
    let edit = button("pc-link", edit, Act::go(move || session.change(step)));
    let said = vec![el("dt", "", vec![text(label)]), el("dd", "", vec![said]), el("dd", "pc-edit pc-screen-only", vec![edit])];
    el("div", "pc-answer", said)
}

/// What a request says to `step`, in words; the title of a diploma marked as French.
pub fn shown(session: Session, request: &Request, step: Step) -> AnyView {
    match (step, &request.target.diploma) {
        (Step::Diploma, Some(id)) => diploma_name(session, id),
        _ => text(said(session, request, step)),
    }
}

fn said(session: Session, request: &Request, step: Step) -> String {
    if !is_answered(request, step) {
        return session.t(if is_settled(session, request, step) { "common.none" } else { "common.unknown" }).to_owned();
    }
    match step {
        Step::Centre => request.centre_region.as_deref().map(|slug| region_name(session, slug)).unwrap_or_default(),
        Step::Diploma => request.target.diploma.as_deref().map(|id| session.diploma_title(id)).unwrap_or_default(),
        Step::Acquired => request.acquired.iter().map(|held| held.ue.as_str()).collect::<Vec<_>>().join(", "),
        Step::Pace => request.pace.max_ue.map(|units| session.plural("pace.ue", units)).unwrap_or_default(),
        Step::Modalities => {
            let ids = request.modalities.iter().flatten().map(|modality| session.t(&format!("modality.{}.name", modality.id())));
            ids.collect::<Vec<_>>().join(", ")
        }
        Step::Fact("birth_date") if request.facts.get("birth_date").is_none() => {
            request.facts.get("age").map(|age| fact_value(session, "age", age)).unwrap_or_default()
        }
        Step::Fact(key) => request.facts.get(key).map(|value| fact_value(session, key, value)).unwrap_or_default(),
    }
}

/// The name of a region.
pub fn region_name(session: Session, slug: &str) -> String {
    session.find(&format!("region.{slug}")).map_or_else(|| slug.to_owned(), str::to_owned)
}
