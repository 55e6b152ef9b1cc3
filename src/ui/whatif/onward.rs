//! A diploma after the one aimed at, and another after that: how long it all takes, what counts again and what it costs.

use super::{Search, progress};
use crate::{
    domain::{
        answer::{Plan, PlanStatus},
        catalogue::format::{Diploma, Status},
        pathway::{Chained, Leg, Task},
        request::Request,
    },
    ui::{
        dom::{self, el, fold, live, memo, para, text},
        parts::{diploma_name, proven, sheet, unit},
        session::{Session, engine},
    },
};
use leptos::prelude::*;

/// What was asked, what is found, and how far the work is.
type Found = (Request, Chained, (usize, usize));

/// The choice of what comes next, and what follows from it.
#[derive(Clone, Copy)]
pub struct Onward {
    /// The next two diplomas; empty for the first that may follow, and for nothing more.
    next: RwSignal<[String; 2]>,
    search: Search,
    found: RwSignal<Option<Found>>,
}

impl Onward {
    /// Nothing is asked yet.
    pub fn new() -> Self {
        Self { next: RwSignal::default(), search: Search::new(), found: RwSignal::new(None) }
    }

    /// What stands in the fold.
    pub fn draw(self, session: Session) -> AnyView {
        let target = memo(move || session.request.with(|request| request.target.diploma.clone()));
        live(move || target.get().map_or_else(|| ().into_any(), |target| self.after(session, target)))
    }

    fn after(self, session: Session, target: String) -> AnyView {
        let Self { next, search, found } = self;
        let followers: Vec<String> = followers(&target).into_iter().map(|diploma| diploma.id.clone()).collect();
        let Some(first) = followers.first() else { return para("", session.t("onward.none")) };
        // What was chosen behind another diploma may not follow this one.
        let [chosen, then] = next.get_untracked().map(|id| if followers.contains(&id) { id } else { String::new() });
        let chosen = if chosen.is_empty() { first.clone() } else { chosen };
        next.set([chosen.clone(), then.clone()]);
        let target = StoredValue::new(target);
        let start = move || {
            let request = session.request.get_untracked();
            let steps: Vec<String> = std::iter::once(target.get_value()).chain(next.get_untracked()).filter(|id| !id.is_empty()).collect();
            let Ok(Ok(task)) = engine().map(|engine| engine.chain(&request, &steps)) else { return };
            found.set(Some((request.clone(), Chained::default(), task.progress())));
            search.start(task, move |task, done| {
                let chained = if done { task.found().clone() } else { Chained::default() };
                if done {
                    session.announce(said(session, &chained));
                }
                let _ = found.try_set(Some((request.clone(), chained, task.progress())));
            });
        };
        let results = live(move || {
            let going = search.going.get();
            let now = session.request.get();
            found.with(|found| match found {
                Some((_, _, (done, of))) if going => progress(session, *done, *of),
                Some((asked, _, _)) if *asked != now => para("pc-soft", session.t("onward.changed")),
                Some((_, chained, _)) if !chained.legs.is_empty() => shown(session, chained),
                _ => ().into_any(),
            })
        });
        let nothing = std::iter::once((String::new(), session.t("onward.nothing").to_owned()));
        let titles = || followers.iter().map(|id| (id.clone(), session.diploma_title(id)));
        let lists = vec![
            choice(session, "pc-next", "onward.next", titles().collect(), chosen, set(next, 0)),
            choice(session, "pc-then", "onward.then", nothing.chain(titles()).collect(), then, set(next, 1)),
        ];
        let button = search.button(session, "onward:", ["onward.start", "onward.stop", "onward.stopped"], start);
        el("div", "", vec![para("", session.t("onward.intro")), el("div", "", lists), button, results])
    }
}

/// Sets one of the diplomas that follow.
fn set(next: RwSignal<[String; 2]>, place: usize) -> impl Fn(String) + 'static {
    move |id| next.update(|next| next.iter_mut().skip(place).take(1).for_each(|old| old.clone_from(&id)))
}

fn choice(
    session: Session,
    id: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
    choose: impl Fn(String) + 'static,
) -> AnyView {
    el("p", "", dom::list_of_titles(id.to_owned(), vec![text(session.t(label))], options, chosen, choose).into())
}

/// The diplomas that may come after `target`: those with published units that are not below it, the higher ones first.
fn followers(target: &str) -> Vec<&'static Diploma> {
    let Ok(engine) = engine() else { return Vec::new() };
    let catalogue = engine.catalogue();
    let own = catalogue.diploma(target).and_then(|diploma| diploma.level);
    let open = catalogue.diplomas().iter().filter(|diploma| {
        let below = diploma.level.zip(own).is_some_and(|(level, own)| level < own);
        diploma.id != target && diploma.plannable() && diploma.status != Some(Status::Withdrawn) && !below
    });
    let (higher, level): (Vec<_>, Vec<_>) = open.partition(|diploma| diploma.level > own);
    higher.into_iter().chain(level).collect()
}

/// The end in one sentence.
fn said(session: Session, chained: &Chained) -> String {
    let Some((finish, total)) = chained.total.as_ref().and_then(|total| Some((total.finish?, total))) else {
        return session.t("plan.impossible").to_owned();
    };
    let finish = session.tf("plan.finish", &[("term", &session.term_in(finish))]);
    session.tf("onward.said", &[("finish", &finish), ("terms", &session.plural("count.terms", total.terms))])
}

/// The table of the legs, and what is to know of each.
fn shown(session: Session, chained: &Chained) -> AnyView {
    let unknown = || session.t("common.to_confirm").to_owned();
    let lasting = |when: String, terms: u32| {
        el("span", "", vec![text(when), text(" "), el("span", "pc-sub pc-block", vec![text(session.plural("count.terms", terms))])])
    };
    let when = |plan: &Plan| {
        let (from, to) = (plan.terms.first()?.term, plan.finish?);
        let words = session.tf("onward.from_to", &[("from", &session.term(from)), ("to", &session.term_in(to))]);
        Some(lasting(words, u32::try_from(plan.terms.len()).unwrap_or(u32::MAX)))
    };
    let mut lines: Vec<Vec<AnyView>> = chained
        .legs
        .iter()
        .map(|leg| {
            let name = diploma_name(session, &leg.diploma);
            let Some(plan) = &leg.plan else {
                return vec![name, text(session.t("onward.unpublished")), text(unknown()), text(unknown())];
            };
            if plan.status == PlanStatus::Infeasible {
                return vec![name, text(session.t("plan.impossible")), text(unknown()), text(unknown())];
            }
            let held = session.plural("count.ects", plan.totals.ects_acquired);
            let when = when(plan).unwrap_or_else(|| text(session.t("plan.nothing_left")));
            vec![name, when, text(held), text(session.plural("count.ects", plan.totals.ects_planned))]
        })
        .collect();
    if let Some(total) = &chained.total {
        let end = total.finish.map_or_else(unknown, |finish| session.term(finish));
        let earned = session.plural("count.ects", total.ects_planned);
        lines.push(vec![text(session.t("onward.total")), lasting(end, total.terms), text(""), text(earned)]);
    }
    let columns = ["onward.diploma", "onward.when", "onward.held", "onward.credits"].map(|key| session.t(key).to_owned());
    let mut parts = vec![sheet(session.t("onward.caption").to_owned(), columns.into(), lines)];
    if let Some(total) = &chained.total {
        let said_who_pays = session.request.with_untracked(|request| request.facts.word("payer").is_some());
        let key = if said_who_pays { "cost.left" } else { "onward.price" };
        let amount = total.cost.map_or_else(unknown, |cost| session.span(cost));
        parts.push(para("pc-strong", session.tf(key, &[("amount", &amount)])));
    }
    parts.extend(chained.legs.iter().map(|leg| details(session, leg)));
    parts.push(para("pc-soft", session.t("onward.note")));
    el("div", "", parts)
}

/// What counts again in a leg, and its units; nothing without a plan.
fn details(session: Session, leg: &Leg) -> AnyView {
    let Some(plan) = leg.plan.as_ref().filter(|plan| !plan.terms.is_empty()) else { return ().into_any() };
    let (carried, plan) = (leg.carried.clone(), plan.clone());
    let summary = vec![diploma_name(session, &leg.diploma)];
    fold("pc-scheme", vec![el("span", "pc-name", summary)], move || {
        let list = |codes: &[String]| el("ul", "", codes.iter().map(|code| el("li", "", vec![unit(code)])).collect());
        let mut parts = vec![para("", proven(session, &plan))];
        if !carried.is_empty() {
            parts.push(para("pc-strong", session.plural("onward.again", carried.len() as u64)));
            parts.push(list(&carried));
        }
        parts.push(para("pc-strong", session.t("onward.units")));
        let terms = plan.terms.iter().filter(|term| !term.ue.is_empty()).map(|term| {
            let codes: Vec<String> = term.ue.iter().map(|unit| unit.code.clone()).collect();
            el("li", "", vec![text(session.term(term.term)), list(&codes)])
        });
        parts.push(el("ul", "pc-plain", terms.collect()));
        el("div", "", parts)
    })
}
