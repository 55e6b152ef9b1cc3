//! What the plan is to be first of all: soon, cheap or light. The other two decide among plans that are equal in that.

use super::moves::tell;
use crate::{
    domain::request::{Objective, Request},
    ui::{
        dom::{el, el_with, live, memo},
        parts::says,
        session::Session,
        tag::tag,
    },
};
use leptos::prelude::*;

/// The priorities: their value in the list, and their text.
const PRIORITIES: [(Objective, &str, &str); 3] = [
    (Objective::Finish, "finish", "priority.finish"),
    (Objective::Cost, "cost", "priority.cost"),
    (Objective::Peak, "peak", "priority.peak"),
];

const ID: &str = "pc-priority";

/// The list that turns the priority. To pay less is offered where a tariff tells prices. The list itself stays when its options change: it
/// may hold the focus.
pub fn priority(session: Session) -> AnyView {
    let priced = move || session.answer().is_some_and(|answer| !answer.cost.best.is_empty());
    let cheap = memo(move || priced() || first(session) == Objective::Cost);
    let options = live(move || {
        let offered = PRIORITIES.iter().filter(move |(objective, ..)| *objective != Objective::Cost || cheap.get());
        let option = |(objective, value, key): &'static (Objective, &'static str, &'static str)| {
            let chosen = move || first(session) == *objective;
            tag("option", "").with("value", *value).prop("selected", chosen).child(says(session, key)).into_any()
        };
        offered.map(option).collect::<Vec<_>>().into_any()
    });
    let choose = move |event: &web_sys::Event| {
        let value = event_target_value(event);
        let Some((objective, _, key)) = PRIORITIES.iter().find(|(_, name, _)| *name == value) else { return };
        let said = session.tf("priority.said", &[("what", session.t(key))]);
        tell(session, &said, |session| {
            session.edit(|request| {
                // Another plan on purpose: nothing is asked to stay near the one before.
                request.near.clear();
                put_first(request, *objective);
            });
        });
    };
    let label = el_with("label", "pc-label", vec![("for", ID.to_owned())], vec![says(session, "priority.label")]);
    let list = tag("select", "pc-input").with("id", ID).child(options).on("change", choose).into_any();
    el("div", "pc-tools pc-turn pc-screen-only", vec![label, list])
}

/// What the request puts first.
fn first(session: Session) -> Objective {
    session.request.with(|request| request.objective.first().copied().unwrap_or(Objective::Finish))
}

fn put_first(request: &mut Request, objective: Objective) {
    let others = Request::blank(request.today).objective.into_iter().filter(|other| *other != objective);
    request.objective = std::iter::once(objective).chain(others).collect();
}
