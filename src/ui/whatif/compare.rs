//! Several plans side by side.

use crate::{
    domain::{
        answer::{Answer, Plan, PlanStatus},
        request::Request,
        sorted,
    },
    ui::{
        board::tell,
        costs::left,
        dom::{Act, button, el, field, heard, live, para, text},
        parts::{sheet, unit},
        session::Session,
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// A plan set aside to compare others with.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The name that the person gave it.
    pub name: String,
    /// What was asked.
    pub request: Request,
    /// What was answered.
    pub answer: Arc<Answer>,
}

/// As many as can be looked at side by side.
const MOST: usize = 4;

/// The plans, and the button that sets the present one aside.
pub fn compare(session: Session, name: RwSignal<String>) -> AnyView {
    let table = live(move || {
        let Some(answer) = session.answer() else { return ().into_any() };
        let kept = session.kept.get();
        if kept.is_empty() {
            return para("pc-soft", session.t("compare.none"));
        }
        let mut plans = vec![(session.t("compare.shown").to_owned(), Arc::clone(&answer))];
        plans.extend(kept.iter().map(|kept| (kept.name.clone(), Arc::clone(&kept.answer))));
        el("div", "", vec![overview(session, &plans), differences(session, &plans)])
    });
    el("div", "", vec![para("", session.t("compare.intro")), keep(session, name), table])
}

/// The name of the next plan, and the button.
fn keep(session: Session, name: RwSignal<String>) -> AnyView {
    let [label, input] = field("pc-plan-name", session.t("compare.name"), name);
    let act = Act::keep("keep:", move || {
        let (Some(answer), request) = untrack(|| (session.answer(), session.asked())) else { return };
        let kept = session.kept.get_untracked();
        if kept.len() >= MOST {
            session.announce(session.t("compare.full"));
            return;
        }
        let typed = name.get_untracked().trim().to_owned();
        let free = (1..=MOST + 1)
            .map(|n| session.tf("compare.plan_n", &[("n", &n.to_string())]))
            .find(|name| kept.iter().all(|one| one.name != *name));
        let name_it = if typed.is_empty() { free.unwrap_or_default() } else { typed };
        session.announce(session.tf("compare.said_kept", &[("name", &name_it)]));
        session.kept.update(|kept| kept.push(Kept { name: name_it, request: Request::clone(&request), answer }));
        name.set(String::new());
    });
    el(
        "div",
        "pc-move",
        vec![label, el("div", "pc-tools", vec![input, button("pc-button pc-slim", vec![text(session.t("compare.keep"))], act)])],
    )
}

fn overview(session: Session, plans: &[(String, Arc<Answer>)]) -> AnyView {
    let columns = ["compare.plan", "compare.finish", "compare.load", "compare.credits", "compare.left", "compare.act"];
    let unknown = || session.t("common.to_confirm").to_owned();
    let lines = plans.iter().enumerate().map(|(index, (name, answer))| {
        let plan = answer.plan.as_ref().filter(|plan| plan.status != PlanStatus::Infeasible);
        let finish = plan.and_then(|plan| plan.finish).map_or_else(|| session.t("plan.impossible").to_owned(), |term| session.term(term));
        let terms = plan.map(|plan| session.plural("count.terms", plan.terms.len() as u64)).unwrap_or_default();
        let heaviest = plan.map_or(0, |plan| plan.terms.iter().map(|term| term.ue.len()).max().unwrap_or(0));
        let load = session.plural("pace.ue", heaviest as u64);
        let credits = plan.map_or_else(unknown, |plan| session.plural("count.ects", plan.totals.ects_planned));
        let euros = left(&answer.cost).map_or_else(unknown, |span| session.span(span));
        let tools = if index == 0 { ().into_any() } else { tools(session, index - 1, name) };
        let cells = [finish + " · " + &terms, load, credits, euros].into_iter().map(text);
        std::iter::once(text(name.clone())).chain(cells).chain([tools]).collect()
    });
    sheet(session.t("compare.caption").to_owned(), columns.map(|key| session.t(key).to_owned()).into(), lines.collect())
}

/// Take a plan up again, or forget it.
fn tools(session: Session, index: usize, name: &str) -> AnyView {
    let label = |key: &str| vec![text(session.t(key)), heard(format!(" {name}"))];
    let said = session.tf("compare.said_taken", &[("name", name)]);
    let take = Act::keep(format!("take:{index}"), move || {
        let Some(kept) = session.kept.with_untracked(|kept| kept.get(index).cloned()) else { return };
        tell(session, &said, |session| session.edit(|request| *request = kept.request));
    });
    let gone = session.tf("compare.said_forgotten", &[("name", name)]);
    let forget = Act::keep(format!("forget:{index}"), move || {
        session.kept.update(|kept| {
            if index < kept.len() {
                kept.remove(index);
            }
        });
        session.announce(gone.clone());
    });
    let tools = vec![button("pc-link", label("compare.take"), take), button("pc-link", label("compare.forget"), forget)];
    el("div", "pc-tools", tools)
}

/// The units that do not stand in the same term in all plans.
fn differences(session: Session, plans: &[(String, Arc<Answer>)]) -> AnyView {
    let plans: Vec<(&str, Option<&Plan>)> = plans.iter().map(|(name, answer)| (name.as_str(), answer.plan.as_ref())).collect();
    let codes: sorted::Set<&str> =
        plans.iter().filter_map(|(_, plan)| *plan).flat_map(|plan| plan.units().map(|(_, unit)| unit.code.as_str())).collect();
    let lines: Vec<Vec<AnyView>> = codes
        .into_iter()
        .filter_map(|code| {
            let terms: Vec<_> = plans.iter().map(|(_, plan)| plan.and_then(|plan| plan.term_of(code))).collect();
            if terms.windows(2).all(|two| two.first() == two.last()) {
                return None;
            }
            let name = unit(code);
            let cells =
                terms.into_iter().map(|term| text(term.map_or_else(|| session.t("compare.absent").to_owned(), |term| session.term(term))));
            Some(std::iter::once(name).chain(cells).collect())
        })
        .collect();
    if lines.is_empty() {
        return para("", session.t("compare.same"));
    }
    let columns = std::iter::once(session.t("plan.unit").to_owned()).chain(plans.iter().map(|(name, _)| (*name).to_owned())).collect();
    sheet(session.t("compare.differences").to_owned(), columns, lines)
}
