//! Which diplomas can be finished by a given term, with what is already held.

use super::{Search, progress};
use crate::{
    domain::{
        date::{Season, Term},
        pathway::{Outlook, Task},
        request::Request,
    },
    ui::{
        board::tell,
        dom::{self, Act, button, el, fold, live, maybe, para, text},
        parts::diploma_name,
        picker::choose,
        session::{Session, engine},
    },
};
use leptos::prelude::*;

/// How many terms ahead one may ask for: eight years.
const AHEAD: usize = 16;

/// The question, the search through the whole catalogue with its progress, and what it finds.
#[derive(Clone, Copy)]
pub struct Reach {
    by: RwSignal<Option<Term>>,
    search: Search,
    /// What is found, and how far the search is.
    found: RwSignal<(Vec<Outlook>, (usize, usize))>,
    /// What was asked.
    asked: RwSignal<Option<Request>>,
}

impl Reach {
    /// Nothing is asked yet.
    pub fn new() -> Self {
        Self { by: RwSignal::new(None), search: Search::new(), found: RwSignal::new((Vec::new(), (0, 1))), asked: RwSignal::new(None) }
    }

    /// What stands in the fold.
    pub fn draw(self, session: Session) -> AnyView {
        let Self { by, search, found, asked } = self;
        let start = move || {
            let Ok(Ok(task)) = engine().map(|engine| session.request.with_untracked(|request| engine.survey(request))) else { return };
            asked.set(Some(session.request.with_untracked(of_every_diploma)));
            found.set((Vec::new(), task.progress()));
            search.start(task, move |task, done| {
                let outlooks = if done { task.found().clone() } else { Vec::new() };
                if done {
                    session.announce(session.plural("reach.said_done", outlooks.len() as u64));
                }
                let _ = found.try_set((outlooks, task.progress()));
            });
        };
        let tools = search.button(session, "reach:", ["reach.start", "reach.stop", "reach.stopped"], start);
        let results = live(move || {
            let by = by.get();
            let going = search.going.get();
            found.with(|(outlooks, (done, of))| {
                if going {
                    progress(session, *done, *of)
                } else if outlooks.is_empty() {
                    ().into_any()
                } else {
                    let changed = session.request.with(|request| asked.with(|asked| asked.as_ref() != Some(&of_every_diploma(request))));
                    let changed = changed.then(|| para("pc-soft", session.t("onward.changed")));
                    vec![maybe(changed), shown(session, outlooks, by)].into_any()
                }
            })
        });
        el("div", "", vec![para("", session.t("reach.intro")), by_when(session, by), tools, results])
    }
}

/// What a request says whatever the diploma.
fn of_every_diploma(request: &Request) -> Request {
    let mut request = request.clone();
    choose(&mut request, "");
    request
}

/// By when.
fn by_when(session: Session, by: RwSignal<Option<Term>>) -> AnyView {
    let today = session.options().today;
    let first = Term { year: today.year() + 1, season: Season::Spring };
    let terms = std::iter::successors(Some(first), |term| Some(term.next(false))).take(AHEAD);
    let any = (String::new(), session.t("reach.any_time").to_owned());
    let options = std::iter::once(any).chain(terms.map(|term| (term.to_string(), session.term(term)))).collect();
    let chosen = by.get_untracked().map_or_else(String::new, |term| term.to_string());
    let choose = move |value: String| by.set(value.parse().ok());
    el("p", "", dom::list("pc-by".to_owned(), vec![text(session.t("reach.by"))], options, chosen, choose).into())
}

fn shown(session: Session, outlooks: &[Outlook], by: Option<Term>) -> AnyView {
    let in_time = |one: &&Outlook| one.reason.is_none() && one.finish.is_some_and(|finish| by.is_none_or(|by| finish <= by));
    let yes: Vec<&Outlook> = outlooks.iter().filter(in_time).collect();
    let later: Vec<&Outlook> = outlooks.iter().filter(|one| one.reason.is_none() && !in_time(one)).collect();
    let mut parts = vec![para("pc-strong", session.plural("reach.found", yes.len() as u64)), list(session, &yes)];
    if !later.is_empty() {
        parts.push(para("pc-strong", session.plural("reach.later", later.len() as u64)));
        parts.push(list(session, &later));
    }
    for reason in ["entry_level", "infeasible", "withdrawn", "structure_unpublished"] {
        let held_back: Vec<Outlook> = outlooks.iter().filter(|one| one.reason == Some(reason)).cloned().collect();
        if !held_back.is_empty() {
            let summary = vec![text(session.plural(&format!("reach.reason.{reason}"), held_back.len() as u64))];
            parts.push(fold("", summary, move || list(session, &held_back.iter().collect::<Vec<_>>())));
        }
    }
    el("div", "", parts)
}

fn list(session: Session, outlooks: &[&Outlook]) -> AnyView {
    if outlooks.is_empty() {
        return ().into_any();
    }
    let said_who_pays = session.asked().facts.word("payer").is_some();
    let cost_key = if said_who_pays { "board.new_cost" } else { "reach.price" };
    let rows = outlooks.iter().map(|one| {
        let title = session.diploma_title(&one.diploma);
        let mut facts: Vec<String> = Vec::new();
        facts.extend(one.level.map(|level| session.t(&format!("level.short.{level}")).to_owned()));
        facts.extend(
            one.finish.map(|finish| session.tf("plan.finish", &[("term", &session.term_in(finish))]).trim_end_matches('.').to_owned()),
        );
        facts.extend(one.terms.map(|terms| session.plural("count.terms", terms)));
        facts.extend(one.ects_acquired.filter(|held| *held > 0).map(|held| session.plural("reach.held", held)));
        facts.extend(one.cost.map(|cost| session.tf(cost_key, &[("amount", &session.span(cost))])));
        let id = one.diploma.clone();
        let said = session.tf("reach.said_chosen", &[("diploma", &title)]);
        let act = Act::keep(format!("diploma:{id}"), move || tell(session, &said, |session| session.edit(|request| choose(request, &id))));
        let pick = button(
            "pc-link",
            vec![text(session.t("reach.choose")), el("span", "pc-vh", vec![text(" "), diploma_name(session, &one.diploma)])],
            act,
        );
        let words = el("span", "", vec![diploma_name(session, &one.diploma), el("span", "pc-sub pc-block", vec![text(facts.join(" · "))])]);
        el("li", "pc-wish", vec![words, pick])
    });
    el("ul", "pc-plain", rows.collect())
}
