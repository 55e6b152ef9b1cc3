//! The result, in the order in which people ask: can I, how long, what is left to pay, who pays, what do I do next.

use super::{
    answers::{answers, region_name},
    costs::{costs_section, left},
    financing::{financing_section, missing, pays},
    link,
    parts::{badge, heading, reasons, screen_heading},
    plan::plan_section,
    session::{Screen, Session},
};
use crate::domain::{
    answer::{Answer, Because, Document, PlanStatus, Verdict},
    questionnaire::Step,
};
use leptos::prelude::*;
use std::sync::Arc;

/// The screen of the result.
pub fn result(session: Session) -> AnyView {
    let body = move || match session.answer.get() {
        Ok(answer) => sections(session, &answer),
        Err(fault) => view! {
            <p class="pc-error">{session.t("error.engine")}</p>
            <p class="pc-soft">{fault.to_string()}</p>
        }
        .into_any(),
    };
    let title = move || {
        let diploma = session.request.with(|request| request.target.diploma.clone());
        let title = diploma.map(|id| session.diploma_title(&id));
        title.map_or_else(|| session.t("result.title").to_owned(), |title| session.tf("result.title_for", &[("diploma", &title)]))
    };
    view! {
        {screen_heading(session, title)}
        <div class="pc-sections">{body}</div>
    }
    .into_any()
}

fn sections(session: Session, answer: &Arc<Answer>) -> AnyView {
    let plan = answer.plan.as_ref().map(|plan| plan_section(session, plan));
    let no_plan = answer.plan.is_none().then(|| without_plan(session));
    view! {
        {open_questions(session)}
        {cards(session, answer)}
        {plan}
        {no_plan}
        {costs_section(session, answer)}
        {financing_section(session, answer)}
        {steps_section(session, answer)}
        {warnings(session, answer)}
        {answers(session)}
        {keep(session)}
    }
    .into_any()
}

/// What is still open: how many questions would sharpen the result.
fn open_questions(session: Session) -> AnyView {
    let progress = session.progress();
    let next = progress.open.first().or(progress.further.first()).copied();
    next.map(|step| {
        view! {
            <p class="pc-note pc-screen-only">
                {session.t("result.open_questions")} " "
                <button class="pc-link" type="button" on:click=move |_| session.go(Screen::Question(step))>
                    {session.t("result.sharpen")}
                </button>
            </p>
        }
    })
    .into_any()
}

fn cards(session: Session, answer: &Answer) -> AnyView {
    view! {
        <ul class="pc-cards">
            {can_i(session, answer)} {how_long(session, answer)} {left_to_pay(session, answer)} {who_pays(session, answer)}
            {next_step(session, answer)}
        </ul>
    }
    .into_any()
}

fn card(session: Session, title: &'static str, wide: bool, content: AnyView) -> AnyView {
    view! {
        <li class="pc-card" class:pc-wide=wide>
            {heading(session, 1, "pc-card-title", "", move || session.t(title).to_owned())}
            {content}
        </li>
    }
    .into_any()
}

fn why(session: Session, because: &[Because]) -> AnyView {
    if because.is_empty() {
        return ().into_any();
    }
    let content = reasons(session, because);
    view! {
        <details class="pc-small">
            <summary>{session.t("common.why")}</summary>
            {content}
        </details>
    }
    .into_any()
}

fn can_i(session: Session, answer: &Answer) -> AnyView {
    let individual = &answer.admission.individual;
    let from = individual.from.map(|date| view! { <p>{session.tf("admission.from", &[("date", &session.date(date))])}</p> });
    let centre = session.request.with(|request| request.centre_region.clone());
    let place = centre.map(|slug| session.tf("admission.at", &[("region", &region_name(session, &slug))])).unwrap_or_default();
    let entry = answer.plan.is_some() || session.request.with(|request| request.target.diploma.is_some());
    let entry = entry.then(|| {
        let bypass: Vec<&str> = answer.entry.bypass.iter().map(|id| session.t(&format!("scheme.{id}.name"))).collect();
        let around = (!bypass.is_empty() && answer.entry.verdict != Verdict::Yes)
            .then(|| view! { <p class="pc-small">{session.tf("entry.bypass", &[("ways", &bypass.join(", "))])}</p> });
        view! {
            <p>{session.t("entry.title")} " " {badge(session, answer.entry.verdict)}</p>
            {around}
            {missing(session, &answer.entry.missing)}
            {why(session, &answer.entry.because)}
        }
    });
    // Nothing that the person could say would settle it: the centre published no rule.
    let unpublished = individual.verdict == Verdict::Ask && individual.missing.is_empty();
    let window = &answer.admission.window;
    let window_line = match (window.open, window.next) {
        (Some(true), _) => Some(session.t("window.open").to_owned()),
        (Some(false), Some(next)) => {
            Some(session.tf("window.next", &[("date", &approximate(session, window.approximate, session.date(next)))]))
        }
        _ => None,
    };
    card(
        session,
        "result.can_i",
        true,
        view! {
            <p class="pc-figure">{session.t("admission.title")} " " {badge(session, individual.verdict)}</p>
            <p class="pc-soft">{place}</p>
            {unpublished.then(|| view! { <p>{session.t("admission.unpublished")}</p> })}
            {from}
            {window_line.map(|line| view! { <p>{line}</p> })}
            {missing(session, &individual.missing)}
            {why(session, &individual.because)}
            {entry}
        }
        .into_any(),
    )
}

fn approximate(session: Session, approximate: bool, date: String) -> String {
    if approximate { session.tf("format.about", &[("date", &date)]) } else { date }
}

fn how_long(session: Session, answer: &Answer) -> AnyView {
    let content = match &answer.plan {
        Some(plan) if plan.status != PlanStatus::Infeasible => {
            let terms = plan.terms.len() as u64;
            let figure = if terms == 0 { session.t("plan.nothing_left").to_owned() } else { session.plural("count.terms", terms) };
            let finish = plan.finish.map(|term| session.tf("plan.finish", &[("term", &session.term(term))]));
            let delivery = plan.delivery.as_deref().map(|month| session.tf("plan.delivery", &[("month", &session.year_month(month))]));
            view! {
                <p class="pc-figure">{figure}</p>
                {finish.map(|line| view! { <p>{line}</p> })}
                {delivery.map(|line| view! { <p class="pc-soft">{line}</p> })}
                <p>
                    <a class="pc-link" href="#pc-plan" on:click=move |event| jump(&event, "pc-plan")>
                        {session.t("result.see_plan")}
                    </a>
                </p>
            }
            .into_any()
        }
        Some(_) => view! { <p class="pc-figure">{session.t("plan.impossible")}</p> }.into_any(),
        None => view! { <p class="pc-figure">{session.t("common.to_confirm")}</p> }.into_any(),
    };
    card(session, "result.how_long", false, content)
}

/// Scrolls to a section of this planner without touching the URL, which holds the state.
fn jump(event: &leptos::ev::MouseEvent, id: &str) {
    use leptos::wasm_bindgen::JsCast;
    event.prevent_default();
    let root = event
        .target()
        .and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok())
        .and_then(|element| element.closest(".pc-root").ok().flatten());
    if let Some(section) = root.and_then(|root| root.query_selector(&format!("#{id}")).ok().flatten()) {
        section.scroll_into_view();
        let _ = section.set_attribute("tabindex", "-1");
        if let Ok(element) = section.dyn_into::<leptos::web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    }
}

fn left_to_pay(session: Session, answer: &Answer) -> AnyView {
    let left = left(&answer.cost);
    let figure = left.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span));
    let depends = (answer.cost.out_of_pocket.is_none() && left.is_some()).then(|| view! { <p>{session.t("cost.depends")}</p> });
    let historical = answer.warnings.iter().any(|warning| warning.id == "tariff_historical");
    let note = if historical {
        Some("cost.historical")
    } else if left.is_none() {
        Some("cost.unknown")
    } else {
        None
    };
    let because: Vec<Because> = answer.cost.lines.iter().flat_map(|line| line.because.clone()).collect();
    card(
        session,
        "result.left_to_pay",
        false,
        view! {
            <p class="pc-figure">{figure}</p>
            {depends}
            {note.map(|key| view! { <p class="pc-soft">{session.t(key)}</p> })}
            {why(session, &because)}
        }
        .into_any(),
    )
}

fn who_pays(session: Session, answer: &Answer) -> AnyView {
    let of = |wanted: Verdict| answer.schemes.iter().filter(move |scheme| pays(scheme) && scheme.verdict == wanted);
    let names: Vec<AnyView> = of(Verdict::Yes)
        .chain(of(Verdict::Maybe))
        .map(|scheme| view! { <li>{session.t(&format!("scheme.{}.name", scheme.id))} " " {badge(session, scheme.verdict)}</li> }.into_any())
        .collect();
    let open = of(Verdict::Ask).count() as u64;
    let none = names.is_empty().then(|| view! { <p>{session.t("result.nobody_yet")}</p> });
    card(
        session,
        "result.who_pays",
        false,
        view! {
            {none}
            <ul class="pc-plain pc-dates">{names}</ul>
            {(open > 0).then(|| view! { <p class="pc-soft">{session.plural("result.schemes_open", open)}</p> })}
            <p>
                <a class="pc-link" href="#pc-financing" on:click=move |event| jump(&event, "pc-financing")>
                    {session.t("result.see_financing")}
                </a>
            </p>
        }
        .into_any(),
    )
}

fn next_step(session: Session, answer: &Answer) -> AnyView {
    let today = session.options().today;
    let content = match answer.milestones.iter().find(|milestone| milestone.on >= today) {
        Some(milestone) => {
            let date = approximate(session, milestone.approximate, session.date(milestone.on));
            view! {
                <p class="pc-figure">{date}</p>
                <p>{session.milestone(milestone)}</p>
            }
            .into_any()
        }
        None => view! { <p>{session.t("result.contact")}</p> }.into_any(),
    };
    card(session, "result.next", false, content)
}

/// Without a plan: no diploma is chosen, or nobody published its units.
fn without_plan(session: Session) -> AnyView {
    let chosen = session.request.with(|request| request.target.diploma.is_some());
    let (text, button) = if chosen { ("plan.unpublished", "plan.other_diploma") } else { ("plan.no_diploma", "plan.choose_diploma") };
    view! {
        <section aria-labelledby="pc-plan">
            {heading(session, 1, "", "pc-plan", move || session.t("plan.title").to_owned())} <p>{session.t(text)}</p>
            <button class="pc-button pc-quiet pc-screen-only" type="button" on:click=move |_| session.change(Step::Diploma)>
                {session.t(button)}
            </button>
        </section>
    }
    .into_any()
}

/// Dates and papers.
fn steps_section(session: Session, answer: &Answer) -> AnyView {
    let dates: Vec<AnyView> = answer
        .milestones
        .iter()
        .map(|milestone| {
            let date = approximate(session, milestone.approximate, session.date(milestone.on));
            view! {
                <li>
                    <strong>{date}</strong>
                    " · "
                    {session.milestone(milestone)}
                    {why(session, &milestone.because)}
                </li>
            }
            .into_any()
        })
        .collect();
    let papers = |documents: &[Document]| -> Vec<AnyView> {
        documents
            .iter()
            .map(|document| {
                let verdict = document.verdict.map(|verdict| badge(session, verdict));
                view! {
                    <li>
                        {session.t(&format!("document.{}", document.id))} " " {verdict} {why(session, &document.because)}
                    </li>
                }
                .into_any()
            })
            .collect()
    };
    let documents = papers(&answer.documents);
    let exam = papers(&answer.exam.papers);
    let list = |title: &'static str, items: Vec<AnyView>| {
        (!items.is_empty()).then(|| {
            view! {
                {heading(session, 2, "", "", move || session.t(title).to_owned())}
                <ul class="pc-dates">{items}</ul>
            }
        })
    };
    view! {
        <section aria-labelledby="pc-steps">
            {heading(session, 1, "", "pc-steps", move || session.t("steps.title").to_owned())} {list("steps.dates", dates)}
            {list("steps.documents", documents)} {list("steps.exam", exam)} {exam_place(session, answer)} <p>{session.t("result.contact")}</p>
        </section>
    }
    .into_any()
}

/// Where and how often one sits an exam, when the centre published it.
fn exam_place(session: Session, answer: &Answer) -> AnyView {
    let place = answer.exam.place.as_deref().map(|place| view! { <p>{session.t(&format!("place.{place}"))}</p> });
    let sessions = answer.exam.sessions.map(|sessions| view! { <p>{session.plural("steps.sessions", sessions)}</p> });
    view! { {place} {sessions} }.into_any()
}

fn warnings(session: Session, answer: &Answer) -> AnyView {
    let items: Vec<AnyView> = answer
        .warnings
        .iter()
        .map(|warning| view! { <li>{session.t(&format!("warning.{}", warning.id))} {why(session, &warning.because)}</li> }.into_any())
        .collect();
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <section aria-labelledby="pc-warnings">
            {heading(session, 1, "", "pc-warnings", move || session.t("warnings.title").to_owned())} <ul class="pc-note pc-dates">{items}</ul>
        </section>
    }
    .into_any()
}

/// Taking the result away.
fn keep(session: Session) -> AnyView {
    let url = move || link::share_url(session);
    view! {
        <section class="pc-screen-only" aria-labelledby="pc-keep">
            {heading(session, 1, "", "pc-keep", move || session.t("keep.title").to_owned())} <p>{session.t("keep.intro")}</p>
            <div class="pc-share">
                <label class="pc-label" for="pc-link">
                    {session.t("keep.link")}
                </label>
                <input class="pc-input" id="pc-link" type="text" readonly=true prop:value=url />
                <div class="pc-actions">
                    <button class="pc-button" type="button" on:click=move |_| link::copy(session)>
                        {session.t("keep.copy")}
                    </button>
                    <button
                        class="pc-button pc-quiet"
                        type="button"
                        on:click=move |_| {
                            let _ = leptos::prelude::window().print();
                        }
                    >
                        {session.t("keep.print")}
                    </button>
                </div>
            </div>
        </section>
    }
    .into_any()
}
