//! Who pays: every scheme with its verdict and its reasons.

use super::{
    parts::{badge, heading, reasons, verdict_id},
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
    let group = |key: &'static str, wanted: &[Verdict]| {
        let schemes: Vec<AnyView> = answer
            .schemes
            .iter()
            .filter(|scheme| pays(scheme) && wanted.contains(&scheme.verdict))
            .map(|scheme| scheme_item(session, scheme))
            .collect();
        (!schemes.is_empty()).then(|| {
            view! {
                <div class="pc-apart">
                    {heading(session, 2, "", "", move || session.t(key).to_owned())} {schemes}
                </div>
            }
        })
    };
    let ways: Vec<AnyView> = answer.schemes.iter().filter(|scheme| !pays(scheme)).map(|scheme| scheme_item(session, scheme)).collect();
    view! {
        <section aria-labelledby="pc-financing">
            {heading(session, 1, "", "pc-financing", move || session.t("financing.title").to_owned())}
            {group("financing.open", &[Verdict::Yes, Verdict::Maybe])} {group("financing.ask", &[Verdict::Ask])}
            {group("financing.closed", &[Verdict::No])}
        </section>
        <section aria-labelledby="pc-ways">
            {heading(session, 1, "", "pc-ways", move || session.t("ways.title").to_owned())} <div>{ways}</div>
        </section>
    }
    .into_any()
}

fn scheme_item(session: Session, scheme: &Scheme) -> AnyView {
    let name = session.t(&format!("scheme.{}.name", scheme.id));
    let what = session.t(&format!("scheme.{}.what", scheme.id));
    let verdict = session.t(&format!("verdict.{}.what", verdict_id(scheme.verdict)));
    let amounts = scheme.amounts.as_ref().map(|amounts| amounts_list(session, amounts));
    let steps: Vec<AnyView> = scheme
        .steps
        .iter()
        .filter_map(|id| session.find(&format!("step.{id}")).or_else(|| session.find(id)))
        .map(|text| view! { <li>{text}</li> }.into_any())
        .collect();
    let deadlines: Vec<AnyView> = scheme
        .deadlines
        .iter()
        .map(|deadline| {
            let text = session.t(&format!("deadline.{}", deadline.id));
            view! {
                <li>
                    <strong>{session.date(deadline.on)}</strong>
                    " · "
                    {text}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="pc-scheme" data-scheme=scheme.id.clone()>
            <summary>
                <span class="pc-name">{name}</span>
                {badge(session, scheme.verdict)}
            </summary>
            <div>
                <p>{what}</p>
                <p class="pc-soft">{verdict}</p>
                {amounts}
                {missing(session, &scheme.missing)}
                {reasons(session, &scheme.because)}
                {(!deadlines.is_empty()).then(|| view! { <ul class="pc-dates">{deadlines}</ul> })}
                {(!steps.is_empty() && scheme.verdict != Verdict::No)
                    .then(|| {
                        view! {
                            <p>
                                <strong>{session.t("financing.steps")}</strong>
                            </p>
                            <ol>{steps}</ol>
                        }
                    })}
            </div>
        </details>
    }
    .into_any()
}

fn amounts_list(session: Session, amounts: &Amounts) -> AnyView {
    let lines: Vec<AnyView> = [
        ("amount.pays", amounts.pays),
        ("amount.out_of_pocket", amounts.out_of_pocket),
        ("amount.participation", amounts.participation),
        ("amount.yearly_credit", amounts.yearly_credit),
        ("amount.ceiling", amounts.ceiling),
    ]
    .into_iter()
    .filter_map(|(key, amount)| {
        let amount = session.money(amount?);
        Some(
            view! {
                <li>
                    {session.t(key)} " " <strong>{amount}</strong>
                </li>
            }
            .into_any(),
        )
    })
    .collect();
    if lines.is_empty() { ().into_any() } else { view! { <ul>{lines}</ul> }.into_any() }
}

/// The questions that would settle an open verdict, each a button.
pub fn missing(session: Session, facts: &[String]) -> AnyView {
    let buttons: Vec<AnyView> = facts
        .iter()
        .filter_map(|fact| {
            let step = Step::from_key(fact)?;
            let key = if fact == "birth_date" { "age" } else { step.key() };
            let label = session.find(&format!("{key}.short"))?;
            Some(
                view! {
                    <li>
                        <button class="pc-link" type="button" on:click=move |_| session.change(step)>
                            {session.tf("missing.answer", &[("fact", label)])}
                        </button>
                    </li>
                }
                .into_any(),
            )
        })
        .collect();
    if buttons.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="pc-screen-only">
            <p>{session.t("missing.intro")}</p>
            <ul class="pc-plain">{buttons}</ul>
        </div>
    }
    .into_any()
}
