//! The table of the plan. On a wide place its groups of rows lie side by side, on a phone each row is an entry of a list; to a screen reader
//! it is one table in both cases: browsers keep the roles of its parts whatever their display (tests/web/lib/tables.mjs asks them).

use super::{Board, term, unit};
use crate::{
    domain::{
        answer::{Plan, PlanTerm, PlanUnit},
        date::{Season, Term},
        pathway::limits,
    },
    ui::{
        answering::follow,
        dom::{bar, el, el_with, live, text},
        parts::unit_name,
        session::{Answered, Session, engine},
    },
};
use leptos::prelude::*;

/// How many semesters more than the first plan has the table has room for, before it is made anew.
const SPARE: usize = 4;

/// The whole table.
pub fn table(session: Session) -> AnyView {
    let length = move || session.answer().map_or(0, |answer| answer.plan.as_ref().map_or(0, |plan| plan.terms.len()));
    let room = Memo::new(move |before: Option<&usize>| {
        let length = length();
        before.copied().filter(|room| *room >= length).unwrap_or(length + SPARE)
    });
    let head = live(move || {
        let head = ["plan.unit", "plan.credits", "board.hours", "board.change"];
        let head = head.into_iter().map(|key| header("col", vec![text(session.t(key))])).collect();
        el("thead", "pc-vh", vec![el("tr", "", head)])
    });
    let groups = live(move || (0..room.get()).map(|index| semester(session, index)).collect::<Vec<_>>().into_any());
    let caption = live(move || el("caption", "pc-vh", vec![text(session.t("board.caption"))]));
    el("table", "pc-board", vec![caption, head, groups])
}

/// The group of a semester, drawn in a turn of its own, and only when what it shows is another.
fn semester(session: Session, index: usize) -> AnyView {
    let own = follow(session, session.answered.get_untracked());
    let seen = Memo::new_with_compare(
        move |before: Option<&Option<Answered>>| match (own.answered.get(), before) {
            (Some(now), Some(Some(before))) if is_same(own, index, before, &now) => Some(before.clone()),
            (now, _) => now,
        },
        |before, now| match (before, now) {
            (Some(Some(before)), Some(Some(now))) => !before.is(now),
            _ => true,
        },
    );
    live(move || {
        let Some(Answered { request, outcome: Ok(answer) }) = seen.get() else { return ().into_any() };
        let Some(plan) = &answer.plan else { return ().into_any() };
        let Some(term) = plan.terms.get(index) else { return ().into_any() };
        group(&Board { session: own, request: &request, plan }, index, term)
    })
}

/// Whether two answers look the same in a semester. One with an open menu does not: what the menu says is of the plan as a whole.
fn is_same(session: Session, index: usize, before: &Answered, now: &Answered) -> bool {
    let (Some(old), Some(new)) = (planned(before), planned(now)) else { return false };
    let frame = |plan: &Plan| (plan.terms.len(), plan.terms.first().map(|term| term.term), plan.totals.ects_required);
    let (old_term, new_term) = (old.terms.get(index), new.terms.get(index));
    let codes = || new_term.into_iter().flat_map(|term| term.ue.iter().map(|unit| &unit.code));
    let open = session.open.with_untracked(|open| codes().any(|code| open.iter().any(|key| key.strip_prefix("unit:") == Some(code))));
    let (was, is) = (&before.request, &now.request);
    !open
        && frame(old) == frame(new)
        && old_term == new_term
        && was.pace == is.pace
        && was.centre_region == is.centre_region
        && codes().all(|code| was.pins.get(code) == is.pins.get(code))
}

fn planned(answered: &Answered) -> Option<&Plan> {
    answered.outcome.as_ref().ok()?.plan.as_ref()
}

/// A header of a column, a row or a group of rows.
fn header(scope: &'static str, children: Vec<AnyView>) -> AnyView {
    el_with("th", "", vec![("scope", scope.to_owned())], children)
}

/// A cell of several columns.
fn spanning(class: &'static str, columns: &'static str, children: Vec<AnyView>) -> AnyView {
    el_with("td", class, vec![("colspan", columns.to_owned())], children)
}

fn group(board: &Board, index: usize, term: &PlanTerm) -> AnyView {
    let session = board.session;
    let name = session.term(term.term);
    let number = session.tf("plan.term_number", &[("n", &(index + 1).to_string()), ("all", &board.plan.terms.len().to_string())]);
    let title = vec![text(name), text(" "), el("span", "pc-soft pc-small", vec![text(number)])];
    let title = el_with("th", "pc-term-title", vec![("scope", "rowgroup".to_owned()), ("colspan", "4".to_owned())], title);
    let mut rows = vec![el("tr", "pc-term-head", vec![title])];
    if term.ue.is_empty() {
        rows.push(el("tr", "", vec![wide(vec![el("p", "pc-soft", vec![text(session.t("plan.pause"))])])]));
    }
    rows.extend(term.ue.iter().map(|one| unit_row(board, term.term, one)));
    rows.extend(totals(board, term));
    rows.push(el("tr", "pc-screen-only", vec![wide(vec![term::tools(board, term)])]));
    let class = if term.ue.is_empty() { "pc-term pc-term-empty" } else { "pc-term" };
    el("tbody", class, rows)
}

/// A cell as wide as the table.
fn wide(children: Vec<AnyView>) -> AnyView {
    spanning("pc-across", "4", children)
}

fn unit_row(board: &Board, term: Term, one: &PlanUnit) -> AnyView {
    let session = board.session;
    let tag = |class: &'static str, words: &str| el("span", class, vec![text(words)]);
    let mut lead = vec![el("span", "pc-code", vec![text(one.code.clone())]), text(" ")];
    if one.elective {
        lead.push(tag("pc-tag", session.t("plan.elective")));
    }
    if board.request.pins.contains_key(&one.code) {
        lead.push(tag("pc-tag pc-pinned", session.t("board.pinned")));
    }
    let mut name = vec![el("span", "pc-unit-lead", lead), text(" "), unit_name(&one.code), text(" ")];
    // Openings are in doubt for most units: that is said once, above the table, and in the menu of the unit.
    name.extend(one.assumed.iter().filter(|what| *what != "offering").map(|what| tag("pc-mark", session.t(&format!("assumed.{what}")))));
    let credits = one.ects.map_or_else(|| session.t("board.unknown").to_owned(), |ects| session.plural("count.ects", ects));
    let hours = one.hours.map_or_else(String::new, |hours| hours_text(board, term, hours));
    el_with(
        "tr",
        "pc-unit",
        vec![("data-ue", one.code.clone())],
        vec![
            header("row", name),
            el("td", "pc-num", vec![text(credits)]),
            el("td", "pc-num pc-hours", vec![text(hours)]),
            el("td", "pc-across pc-screen-only", vec![unit::menu(board, term, one)]),
        ],
    )
}

/// Hours of class, and how many that is a week where the centre's calendar says how many weeks the courses take.
fn hours_text(board: &Board, term: Term, hours: u32) -> String {
    let session = board.session;
    let all = session.plural("count.hours", hours);
    let weeks = board.request.centre_region.as_deref().and_then(|region| {
        let [autumn, spring, summer] = engine().ok()?.book().term_dates(region, term.academic_year()).weeks;
        match term.season {
            Season::Autumn => autumn,
            Season::Spring => spring,
            Season::Summer => summer,
        }
    });
    match weeks.filter(|weeks| *weeks > 0) {
        Some(weeks) => session.tf("board.weekly", &[("hours", &all), ("n", &hours.div_ceil(weeks).to_string())]),
        None => all,
    }
}

fn totals(board: &Board, term: &PlanTerm) -> Vec<AnyView> {
    let session = board.session;
    let line = |key: &'static str, value: String, more: AnyView| {
        el(
            "tr",
            "pc-total",
            vec![
                header("row", vec![text(session.t(key))]),
                el("td", "pc-num", vec![text(value)]),
                spanning("pc-num pc-hours", "2", vec![more]),
            ],
        )
    };
    let cumulated = match board.plan.totals.ects_required {
        Some(all) => session.tf("board.cumulated_of", &[("n", &term.ects_cumulated.to_string()), ("all", &all.to_string())]),
        None => session.plural("count.ects", term.ects_cumulated),
    };
    let hours = term.hours.map_or_else(String::new, |hours| hours_text(board, term.term, hours));
    let mut lines = Vec::new();
    if !term.ue.is_empty() {
        lines.push(line("board.load", load_text(board, term), load_bar(board, term)));
        lines.push(line("plan.term_total", session.plural("count.ects", term.ects), text(hours)));
    }
    lines.push(line("plan.cumulated", cumulated, ().into_any()));
    lines.extend(term.cost.map(|cost| line("plan.term_cost", session.span(cost), ().into_any())));
    lines
}

/// What a term may hold at most: units and credits.
pub fn most(board: &Board, term: Term) -> (Option<u32>, Option<u32>) {
    let most = limits(&board.request.pace, term, board.plan);
    (most.max_ue, most.max_ects)
}

/// The load of a term against what it may hold, in words.
fn load_text(board: &Board, term: &PlanTerm) -> String {
    let session = board.session;
    let units = term.ue.len();
    match most(board, term.term) {
        (Some(most), _) => session.tf("board.load_of", &[("n", &units.to_string()), ("max", &most.to_string())]),
        (None, Some(most)) => session.tf("board.load_ects", &[("n", &term.ects.to_string()), ("max", &most.to_string())]),
        (None, None) => session.plural("board.units", units as u64),
    }
}

/// The same as a bar.
fn load_bar(board: &Board, term: &PlanTerm) -> AnyView {
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    let full = match most(board, term.term) {
        (Some(most), _) => share(u32::try_from(term.ue.len()).unwrap_or(u32::MAX), most),
        (None, Some(most)) => share(term.ects, most),
        (None, None) => return ().into_any(),
    };
    bar("pc-load", vec![("pc-bar-fill", full)])
}
