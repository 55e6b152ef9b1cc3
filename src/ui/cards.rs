//! The five answers at the top of the result.

use super::{
    answers::region_name,
    costs::{known_part, left},
    dom::{Act, button, el, el_with, para, root_around, tag, text},
    financing::{missing, pays},
    parts::{approximate, badge, heading, line, why_plan},
    reasons::why,
    refusal::{refused_admission, refused_entry},
    session::Session,
};
use crate::domain::{
    answer::{Answer, Because, PlanStatus, Span, Verdict},
    questionnaire::Step,
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};
use std::sync::Arc;

/// All of them.
pub fn cards(session: Session, answer: &Arc<Answer>) -> AnyView {
    let cards = vec![
        can_i(session, answer),
        how_long(session, answer),
        left_to_pay(session, answer),
        who_pays(session, answer),
        next_step(session, answer),
    ];
    el("ul", "pc-cards", cards)
}

fn card(session: Session, title: &'static str, class: &'static str, mut children: Vec<AnyView>) -> AnyView {
    children.insert(0, heading(session, 1, "pc-card-title", "", move || session.t(title).to_owned()));
    el("li", class, children)
}

fn figure(words: impl Into<String>) -> AnyView {
    para("pc-figure", words)
}

/// A verdict with what it is about, and its reasons beside it.
fn verdict(session: Session, about: &'static str, verdict: Verdict, because: &[Because]) -> AnyView {
    let said = el("p", "pc-verdict", vec![text(session.t(about)), text(" "), badge(session, verdict)]);
    line(vec![said, why(session, because)])
}

fn can_i(session: Session, answer: &Answer) -> AnyView {
    let individual = &answer.admission.individual;
    let window = &answer.admission.window;
    let because: Vec<Because> = individual.because.iter().chain(&window.because).cloned().collect();
    let mut lines = vec![verdict(session, "admission.title", individual.verdict, &because)];
    let mut soft = Vec::new();
    let centre = session.asked().centre_region.clone();
    soft.extend(centre.map(|slug| session.tf("admission.at", &[("region", &region_name(session, &slug))])));
    soft.extend(individual.from.map(|date| session.tf("admission.from", &[("date", &session.date(date))])));
    match (window.open, window.next) {
        (Some(true), _) => soft.push(session.t("window.open").to_owned()),
        (Some(false), Some(next)) => {
            let date = approximate(session, window.approximate, session.date(next));
            soft.push(session.tf("window.next", &[("date", &date)]));
        }
        _ => {}
    }
    // Nothing that the person could say would settle it: the centre published no rule.
    if individual.verdict == Verdict::Ask && individual.missing.is_empty() {
        soft.push(session.t("admission.unpublished").to_owned());
    }
    if !soft.is_empty() {
        lines.push(para("pc-soft", soft.join(" ")));
    }
    lines.push(missing(session, &individual.missing));
    lines.push(refused_admission(session, answer));
    if session.asked().target.diploma.is_some() {
        lines.push(verdict(session, "entry.title", answer.entry.verdict, &answer.entry.because));
        lines.push(missing(session, &answer.entry.missing));
        lines.push(refused_entry(session, answer));
    }
    card(session, "result.can_i", "pc-card pc-wide", lines)
}

/// Whether nothing can be said of time and money, since nobody said of what.
fn without_diploma(session: Session) -> bool {
    let target = &session.asked().target;
    target.diploma.is_none() && target.ue.is_empty()
}

fn how_long(session: Session, answer: &Answer) -> AnyView {
    let lines = match &answer.plan {
        Some(plan) if plan.status != PlanStatus::Infeasible => {
            let terms = plan.terms.len() as u64;
            let length = if terms == 0 { session.t("plan.nothing_left").to_owned() } else { session.plural("count.terms", terms) };
            let finish = plan.finish.map(|term| session.tf("plan.finish", &[("term", &session.term_in(term))]));
            let delivery = plan.delivery.as_deref().map(|month| session.tf("plan.delivery", &[("month", &session.year_month(month))]));
            let when: Vec<String> = finish.into_iter().chain(delivery).collect();
            vec![
                figure(length),
                para("", when.join(" ")),
                line(vec![why_plan(session, plan), jump_link(session, "pc-plan", "result.see_plan")]),
            ]
        }
        Some(_) => vec![figure(session.t("plan.impossible")), line(vec![jump_link(session, "pc-plan", "result.see_ways_out")])],
        None if without_diploma(session) => vec![
            figure(session.t("result.needs_diploma")),
            line(vec![ask_button(session, Step::Diploma, session.t("plan.choose_diploma").to_owned())]),
        ],
        None => vec![figure(session.t("common.to_confirm"))],
    };
    card(session, "result.how_long", "pc-card", lines)
}

fn left_to_pay(session: Session, answer: &Answer) -> AnyView {
    if without_diploma(session) {
        return card(session, "result.left_to_pay", "pc-card", vec![figure(session.t("result.needs_diploma"))]);
    }
    let left = left(&answer.cost);
    let mut lines = vec![figure(left.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span)))];
    let detailed = !answer.cost.ways.is_empty() || !answer.cost.best.is_empty();
    // Where something has no price, what is known of the rest.
    let part = answer.cost.best.first().filter(|best| best.subtotal != Span::ZERO).map(|best| known_part(session, best));
    let mut soft = Vec::new();
    if detailed && answer.cost.out_of_pocket.is_none() && left.is_some() {
        soft.push(session.t("cost.depends"));
    }
    if answer.warnings.iter().any(|warning| warning.id == "tariff_historical") {
        soft.push(session.t("cost.historical"));
    } else if left.is_none() {
        soft.push(part.as_deref().unwrap_or_else(|| session.t("cost.unknown")));
    } else if !detailed {
        soft.push(session.t("cost.quoted"));
    }
    if !soft.is_empty() {
        lines.push(para("", soft.join(" ")));
    }
    let ways = answer.cost.ways.iter().flat_map(|way| &way.lines);
    let because: Vec<Because> = answer.cost.lines.iter().chain(ways).flat_map(|line| line.because.clone()).collect();
    let mut more = vec![why(session, &because)];
    if detailed {
        more.push(jump_link(session, "pc-costs", "result.see_costs"));
    }
    lines.push(line(more));
    card(session, "result.left_to_pay", "pc-card", lines)
}

fn who_pays(session: Session, answer: &Answer) -> AnyView {
    let of = |wanted: Verdict| answer.schemes.iter().filter(move |scheme| pays(scheme) && scheme.verdict == wanted);
    let name = |scheme: &crate::domain::answer::Scheme| {
        let name = session.t(&format!("scheme.{}.name", scheme.id));
        el("li", "", vec![text(name), text(" "), badge(session, scheme.verdict)])
    };
    let names: Vec<AnyView> = of(Verdict::Yes).chain(of(Verdict::Maybe)).map(name).collect();
    let mut lines = Vec::new();
    if names.is_empty() {
        lines.push(para("", session.t("result.nobody_yet")));
    } else {
        lines.push(el("ul", "pc-plain pc-names", names));
    }
    let mut more = Vec::new();
    let open = of(Verdict::Ask).count() as u64;
    if open > 0 {
        more.push(para("pc-soft", session.plural("result.schemes_open", open)));
    }
    more.push(jump_link(session, "pc-financing", "result.see_financing"));
    lines.push(line(more));
    card(session, "result.who_pays", "pc-card", lines)
}

fn next_step(session: Session, answer: &Answer) -> AnyView {
    let today = session.options().today;
    let lines = match answer.milestones.iter().find(|milestone| milestone.on >= today) {
        Some(milestone) => vec![
            figure(approximate(session, milestone.approximate, session.date(milestone.on))),
            para("", session.milestone(milestone)),
            line(vec![why(session, &milestone.because), jump_link(session, "pc-steps", "result.see_steps")]),
        ],
        None => vec![para("", session.t("result.contact")), line(vec![jump_link(session, "pc-steps", "result.see_steps")])],
    };
    card(session, "result.next", "pc-card", lines)
}

/// Leads to a section of this planner without touching the address, which holds the state.
pub fn jump_link(session: Session, id: &'static str, words: &'static str) -> AnyView {
    let click = move |event: &web_sys::Event| {
        event.prevent_default();
        if let Some(section) = root_around(event).and_then(|root| root.query_selector(&format!("#{id}")).ok().flatten()) {
            section.scroll_into_view();
            if let Ok(heading) = section.dyn_into::<web_sys::HtmlElement>() {
                // A heading that is not there any more leaves the focus where it is.
                let _ = heading.focus();
            }
        }
    };
    let link = tag("a", "pc-link").anew().with("href", format!("#{id}")).text(session.t(words)).on("click", click);
    el("p", "pc-screen-only", vec![link.into_any()])
}

/// A button that leads to a question, whose answer leads back.
pub fn ask_button(session: Session, step: Step, words: String) -> AnyView {
    button("pc-link", vec![text(words)], Act::go(move || session.change(step)))
}

/// A list of ways on, each a button or a link.
pub fn ways_on(items: Vec<AnyView>) -> AnyView {
    let items = items.into_iter().map(|item| el("li", "", vec![item])).collect();
    el_with("ul", "pc-plain pc-screen-only", Vec::new(), items)
}
