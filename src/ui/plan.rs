//! The plan: semester by semester, with what can be changed in place.

use super::{
    parts::heading,
    session::{Session, engine},
};
use crate::data::texts::french_spaces;
use crate::domain::{
    answer::{Clash, Plan, PlanReason, PlanStatus, PlanTerm, PlanUnit, ProofStep},
    date::Term,
    request::Pace,
};
use leptos::prelude::*;

/// The section of the plan.
pub fn plan_section(session: Session, plan: &Plan) -> AnyView {
    let intro = match plan.status {
        PlanStatus::Infeasible => infeasible(session, plan),
        PlanStatus::Optimal | PlanStatus::Limit => feasible(session, plan),
    };
    view! {
        <section aria-labelledby="pc-plan">
            {heading(session, 1, "", "pc-plan", move || session.t("plan.title").to_owned())} {history(session)} {intro}
        </section>
    }
    .into_any()
}

/// Undo and redo, while there is something to undo or redo.
fn history(session: Session) -> AnyView {
    let button = move |there: bool, label: &'static str, act: fn(&Session)| {
        there.then(|| {
            view! {
                <button class="pc-link" type="button" on:click=move |_| act(&session)>
                    {session.t(label)}
                </button>
            }
        })
    };
    view! {
        <div class="pc-tools pc-screen-only">
            {move || button(session.can_undo(), "plan.undo", Session::undo)} {move || button(session.can_redo(), "plan.redo", Session::redo)}
        </div>
    }
    .into_any()
}

fn feasible(session: Session, plan: &Plan) -> AnyView {
    let last = plan.terms.len();
    let terms: Vec<AnyView> = plan.terms.iter().enumerate().map(|(index, term)| term_card(session, plan, index, last, term)).collect();
    let assumed = plan.terms.iter().flat_map(|term| &term.ue).any(|unit| !unit.assumed.is_empty());
    view! {
        {ects_progress(session, plan)}
        {proof(session, plan)}
        {assumed.then(|| view! { <p class="pc-note pc-small">{session.t("plan.assumed_note")}</p> })}
        <ol class="pc-terms">{terms}</ol>
    }
    .into_any()
}

fn ects_progress(session: Session, plan: &Plan) -> AnyView {
    let totals = &plan.totals;
    let reached = totals.ects_acquired + totals.ects_planned;
    let line = match totals.ects_required {
        Some(required) => session.tf(
            "plan.ects_of",
            &[("reached", &reached.to_string()), ("required", &required.to_string()), ("acquired", &totals.ects_acquired.to_string())],
        ),
        None => session.tf("plan.ects_reached", &[("reached", &reached.to_string())]),
    };
    view! { <p>{line}</p> }.into_any()
}

/// Why the plan is not shorter, in words.
fn proof(session: Session, plan: &Plan) -> AnyView {
    let steps: Vec<AnyView> = plan.proof.why.iter().map(|step| view! { <li>{proof_text(session, step)}</li> }.into_any()).collect();
    let lead = session.t(match plan.status {
        PlanStatus::Optimal => "status.optimal",
        PlanStatus::Infeasible => "status.infeasible",
        PlanStatus::Limit => "status.limit",
    });
    view! {
        <details>
            <summary>{lead}</summary>
            <div class="pc-note">
                <p>{session.t("plan.proof_intro")}</p>
                <ul>{steps}</ul>
            </div>
        </details>
    }
    .into_any()
}

fn proof_text(session: Session, step: &ProofStep) -> String {
    session.tf(
        &format!("proof.{}", step.kind),
        &[
            ("units", &step.units.join(" → ")),
            ("needs", &step.needs.map_or_else(String::new, |n| n.to_string())),
            ("holds", &step.holds.map_or_else(String::new, |n| n.to_string())),
            ("n", &step.units.len().to_string()),
        ],
    )
}

fn term_card(session: Session, plan: &Plan, index: usize, last: usize, term: &PlanTerm) -> AnyView {
    let name = session.term(term.term);
    let number = session.tf("plan.term_number", &[("n", &(index + 1).to_string()), ("all", &last.to_string())]);
    let rows: Vec<AnyView> = term.ue.iter().map(|unit| unit_row(session, plan, term.term, unit)).collect();
    let hours = term.hours.map(|hours| session.plural("count.hours", hours));
    if term.ue.is_empty() {
        return view! {
            <li class="pc-term pc-term-empty">
                <p>
                    <strong>{name}</strong>
                    " "
                    <span class="pc-soft pc-small">{number}</span>
                </p>
                <p class="pc-soft">{session.t("plan.pause")}</p>
            </li>
        }
        .into_any();
    }
    let cost = term.cost.map(|cost| {
        view! {
            <tr>
                <th scope="row">{session.t("plan.term_cost")}</th>
                <td class="pc-num">{session.span(cost)}</td>
            </tr>
        }
    });
    view! {
        <li class="pc-term">
            <table class="pc-table">
                <caption>{name} " " <span class="pc-soft pc-small">{number}</span></caption>
                <thead>
                    <tr>
                        <th scope="col">{session.t("plan.unit")}</th>
                        <th scope="col" class="pc-num">
                            {session.t("plan.credits")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{session.t("plan.term_total")} {hours.map(|hours| view! { <span class="pc-soft">" · " {hours}</span> })}</th>
                        <td class="pc-num">{term.ects.to_string()}</td>
                    </tr>
                    <tr>
                        <th scope="row">{session.t("plan.cumulated")}</th>
                        <td class="pc-num">{term.ects_cumulated.to_string()}</td>
                    </tr>
                    {cost}
                </tfoot>
            </table>
        </li>
    }
    .into_any()
}

fn unit_row(session: Session, plan: &Plan, term: Term, unit: &PlanUnit) -> AnyView {
    let title = unit_title(&unit.code);
    let assumed: Vec<AnyView> =
        unit.assumed.iter().map(|what| view! { <span class="pc-mark">{session.t(&format!("assumed.{what}"))}</span> }.into_any()).collect();
    let why: Vec<AnyView> = unit.because.iter().map(|reason| view! { <li>{reason_text(session, reason)}</li> }.into_any()).collect();
    view! {
        <tr data-ue=unit.code.clone()>
            <th scope="row">
                <span class="pc-code">{unit.code.clone()}</span>
                " "
                {title}
                {unit.elective.then(|| view! { <span class="pc-tag">{session.t("plan.elective")}</span> })}
                {assumed}
                {move_menu(session, plan, term, unit, why)}
            </th>
            <td class="pc-num">{unit.ects.map(|ects| ects.to_string()).unwrap_or_default()}</td>
        </tr>
    }
    .into_any()
}

/// Why the unit stands here, and what can be done with it.
fn move_menu(session: Session, plan: &Plan, term: Term, unit: &PlanUnit, why: Vec<AnyView>) -> AnyView {
    let code = unit.code.clone();
    let terms: Vec<Term> = plan.terms.iter().map(|other| other.term).collect();
    let index = terms.iter().position(|other| *other == term);
    let earlier = index.and_then(|index| index.checked_sub(1)).and_then(|index| terms.get(index)).copied();
    let later = Some(terms.get(index.map_or(0, |index| index + 1)).copied().unwrap_or_else(|| term.next(false)));
    let pinned = session.request.with(|request| request.pins.contains_key(&code));
    let act = move |key: &'static str, to: Option<Term>| {
        let code = code.clone();
        move |_| {
            let said = session.tf(key, &[("unit", &code), ("term", &to.map(|to| session.term(to)).unwrap_or_default())]);
            let code = code.clone();
            session.edit(|request| match key {
                "plan.said_excluded" => {
                    request.pins.remove(&code);
                    request.chosen.retain(|other| *other != code);
                    request.excluded.push(code);
                }
                "plan.said_held" => {
                    request.pins.remove(&code);
                    request.acquired.push(crate::domain::request::Acquired { ue: code, how: None, on: None });
                }
                "plan.said_free" => {
                    request.pins.remove(&code);
                }
                _ => {
                    if let Some(to) = to {
                        request.pins.insert(code, to);
                    }
                }
            });
            session.announce(said);
        }
    };
    let mut buttons: Vec<AnyView> = Vec::new();
    let mut push = |key: &'static str, label: &'static str, to: Option<Term>| {
        let action = act(key, to);
        buttons.push(
            view! {
                <button class="pc-link" type="button" on:click=action>
                    {session.t(label)}
                    <span class="pc-vh">" " {unit.code.clone()}</span>
                </button>
            }
            .into_any(),
        );
    };
    if earlier.is_some() {
        push("plan.said_moved", "plan.earlier", earlier);
    }
    push("plan.said_moved", "plan.later", later);
    if pinned {
        push("plan.said_free", "plan.unpin", None);
    } else {
        push("plan.said_pinned", "plan.pin", Some(term));
    }
    push("plan.said_held", "plan.held", None);
    if unit.elective {
        push("plan.said_excluded", "plan.exclude", None);
    }
    view! {
        <details class="pc-screen-only pc-small">
            <summary>
                {session.t("plan.unit_more")}
                <span class="pc-vh">" " {unit.code.clone()}</span>
            </summary>
            {(!why.is_empty()).then(|| view! { <ul>{why}</ul> })}
            <div class="pc-tools">{buttons}</div>
        </details>
    }
    .into_any()
}

fn reason_text(session: Session, reason: &PlanReason) -> String {
    let text = session.tf(&format!("reason.{}", reason.kind), &[("units", &reason.units.join(", "))]);
    if reason.centres.is_empty() {
        text
    } else {
        session.tf("plan.given_at", &[("reason", &text), ("centres", &reason.centres.join(", "))])
    }
}

/// The official title of a unit, or nothing when the catalogue has none.
pub fn unit_title(code: &str) -> String {
    engine().ok().and_then(|engine| Some(french_spaces(engine.catalogue().unit(code)?.title.as_deref()?))).unwrap_or_default()
}

fn infeasible(session: Session, plan: &Plan) -> AnyView {
    let clashes: Vec<AnyView> = plan.conflict.iter().map(|clash| view! { <li>{clash_text(session, clash)}</li> }.into_any()).collect();
    let ways: Vec<AnyView> = plan
        .relaxations
        .iter()
        .map(|way| {
            let drop = way.drop.clone();
            let label = session.tf(
                "plan.give_up",
                &[("what", &clash_text(session, &way.drop)), ("finish", &way.finish.map(|term| session.term(term)).unwrap_or_default())],
            );
            view! {
                <li>
                    <button class="pc-button pc-quiet" type="button" on:click=move |_| give_up(session, &drop)>
                        {label}
                    </button>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <p>{session.t("status.infeasible")}</p>
        <ul>{clashes}</ul>
        {(!ways.is_empty())
            .then(|| {
                view! {
                    <p>{session.t("plan.ways_out")}</p>
                    <ul class="pc-plain pc-choices">{ways}</ul>
                }
            })}
    }
    .into_any()
}

fn clash_text(session: Session, clash: &Clash) -> String {
    session.tf(&format!("clash.{}", clash.kind), &[("subject", clash.subject.as_deref().unwrap_or_default())])
}

/// Gives one wish up.
fn give_up(session: Session, clash: &Clash) {
    session.edit(|request| {
        let subject = clash.subject.clone().unwrap_or_default();
        match clash.kind {
            "pin" => {
                request.pins.remove(&subject);
            }
            "excluded" => request.excluded.retain(|code| *code != subject),
            "chosen" => request.chosen.retain(|code| *code != subject),
            "pace" => match subject.parse::<Term>() {
                Ok(term) => {
                    request.pace.terms.remove(&term);
                }
                Err(_) => request.pace = Pace::default(),
            },
            _ => {}
        }
    });
}
