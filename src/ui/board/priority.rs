//! What the plan is to be first of all: soon, cheap or light. The other two decide among plans that are equal in that.

use super::{Board, moves::tell};
use crate::{
    domain::{request::Objective, request::Request},
    ui::dom::{el, list, text},
};
use leptos::prelude::*;

/// The priorities: their value in the list, and their text.
const PRIORITIES: [(Objective, &str, &str); 3] = [
    (Objective::Finish, "finish", "priority.finish"),
    (Objective::Cost, "cost", "priority.cost"),
    (Objective::Peak, "peak", "priority.peak"),
];

/// The list that turns the priority. To pay less is offered where there are prices.
pub fn priority(board: &Board) -> AnyView {
    let session = board.session;
    let first = board.request.objective.first().copied().unwrap_or(Objective::Finish);
    let priced = board.plan.terms.iter().any(|term| term.cost.is_some());
    let offered = PRIORITIES.iter().filter(|(objective, ..)| *objective != Objective::Cost || priced || first == Objective::Cost);
    let options = offered.map(|(_, value, key)| ((*value).to_owned(), session.t(key).to_owned())).collect();
    let chosen = PRIORITIES.iter().find(|(objective, ..)| *objective == first).map_or("", |(_, value, _)| value);
    let choose = move |value: String| {
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
    let label = vec![text(session.t("priority.label"))];
    el("div", "pc-tools pc-screen-only", list("pc-priority".to_owned(), label, options, chosen.to_owned(), choose).into())
}

fn put_first(request: &mut Request, objective: Objective) {
    let others = Request::blank(request.today).objective.into_iter().filter(|other| *other != objective);
    request.objective = std::iter::once(objective).chain(others).collect();
}
