//! Who pays: every scheme with its verdict and its reasons.

use super::{
    cards::{ask_button, ways_on},
    dom::{el, el_with, fold_kept, para, text},
    parts::{badge, group, section, verdict_id},
    reasons::reasons,
    refusal::refused_scheme,
    session::Session,
};
use crate::domain::{
    answer::{Amounts, Answer, Scheme, Verdict},
    questionnaire::Step,
};
use leptos::prelude::*;

/// The schemes that open, shorten or ease the path and pay for nothing.
const WAYS: [&str; 4] = ["vae", "vapp", "ves", "conge_examen"];

/// Whether a scheme pays.
pub fn pays(scheme: &Scheme) -> bool {
    !WAYS.contains(&scheme.id.as_str())
}

/// The sections of the schemes: those that pay, the likely ones first, then those that shorten the path.
pub fn financing_section(session: Session, answer: &Answer) -> AnyView {
    let of = |key: &'static str, wanted: &[Verdict], open: bool| {
        let schemes = answer.schemes.iter().filter(|scheme| pays(scheme) && wanted.contains(&scheme.verdict));
        let children: Vec<AnyView> = schemes.map(|scheme| scheme_item(session, scheme)).collect();
        if children.is_empty() {
            return ().into_any();
        }
        group(format!("{} ({})", session.t(key), children.len()), open, children)
    };
    let paying = vec![
        of("financing.open", &[Verdict::Yes, Verdict::Maybe], true),
        of("financing.ask", &[Verdict::Ask], false),
        of("financing.closed", &[Verdict::No], false),
    ];
    let ways = answer.schemes.iter().filter(|scheme| !pays(scheme)).map(|scheme| scheme_item(session, scheme)).collect();
    let sections = vec![section(session, "pc-financing", "financing.title", paying), section(session, "pc-ways", "ways.title", ways)];
    el("div", "pc-sections", sections)
}

fn scheme_item(session: Session, scheme: &Scheme) -> AnyView {
    let name = el("span", "pc-name", vec![text(session.t(&format!("scheme.{}.name", scheme.id)))]);
    let key = format!("scheme:{}", scheme.id);
    let summary = vec![name, badge(session, scheme.verdict)];
    let scheme = scheme.clone();
    fold_kept(session.open, key, "pc-scheme", summary, move || {
        let mut lines = vec![
            para("", session.t(&format!("scheme.{}.what", scheme.id))),
            para("pc-soft", session.t(&format!("verdict.{}.what", verdict_id(scheme.verdict)))),
        ];
        lines.extend(scheme.amounts.as_ref().map(|amounts| amounts_list(session, amounts)));
        lines.push(missing(session, &scheme.missing));
        lines.push(reasons(session, &scheme.because));
        lines.push(refused_scheme(session, &scheme));
        let deadlines = scheme.deadlines.iter().map(|deadline| {
            let day = el("strong", "", vec![text(session.date(deadline.on))]);
            el("li", "", vec![day, text(" · "), text(session.t(&format!("deadline.{}", deadline.id)))])
        });
        let deadlines: Vec<AnyView> = deadlines.collect();
        if !deadlines.is_empty() {
            lines.push(el("ul", "pc-dates", deadlines));
        }
        let steps = scheme.steps.iter().filter_map(|id| session.find(&format!("step.{id}")).or_else(|| session.find(id)));
        let steps: Vec<AnyView> = steps.map(|step| el("li", "", vec![text(step)])).collect();
        if !steps.is_empty() && scheme.verdict != Verdict::No {
            lines.push(para("pc-strong", session.t("financing.steps")));
            lines.push(el("ol", "", steps));
        }
        el_with("div", "", vec![("data-scheme", scheme.id.clone())], lines)
    })
}

fn amounts_list(session: Session, amounts: &Amounts) -> AnyView {
    let lines = [
        ("amount.pays", amounts.pays),
        ("amount.out_of_pocket", amounts.out_of_pocket),
        ("amount.participation", amounts.participation),
        ("amount.yearly_credit", amounts.yearly_credit),
        ("amount.ceiling", amounts.ceiling),
    ];
    let lines = lines.into_iter().filter_map(|(key, amount)| {
        let amount = el("strong", "", vec![text(session.money(amount?))]);
        Some(el("li", "", vec![text(session.t(key)), text(" "), amount]))
    });
    let lines: Vec<AnyView> = lines.collect();
    if lines.is_empty() { ().into_any() } else { el("ul", "", lines) }
}

/// The questions that would settle an open verdict, each a button.
pub fn missing(session: Session, facts: &[String]) -> AnyView {
    let buttons = facts.iter().filter_map(|fact| {
        let step = Step::from_key(fact)?;
        let key = if fact == "birth_date" { "age" } else { step.key() };
        let label = session.find(&format!("{key}.short"))?;
        Some(ask_button(session, step, session.tf("missing.answer", &[("fact", label)])))
    });
    let buttons: Vec<AnyView> = buttons.collect();
    if buttons.is_empty() {
        return ().into_any();
    }
    el("div", "pc-line pc-screen-only", vec![para("", session.t("missing.intro")), ways_on(buttons)])
}
