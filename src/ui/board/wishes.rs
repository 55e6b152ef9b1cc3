//! What the person asked of the plan, each wish with a button to give it up; and the ways out when wishes clash.

use super::{
    Board, about,
    moves::{Change, change},
};
use crate::{
    domain::{answer::Clash, date::Term, request::TermPace},
    ui::dom::{Act, button, el, fold_kept, para, text},
};
use leptos::prelude::*;

/// Of several units, those that are named.
const MOST_UNITS: usize = 4;

/// The wishes on this plan, folded; nothing without any.
pub fn wishes(board: &Board) -> AnyView {
    let session = board.session;
    let request = board.request;
    let mut found: Vec<(String, Change)> = Vec::new();
    let mut wish = |kind: &'static str, subject: String, what: Change| {
        found.push((session.tf(&format!("wish.{kind}"), &[("subject", &subject)]), what));
    };
    for (code, term) in &request.pins {
        wish("pin", format!("{code} · {}", session.term_in(*term)), Change::Free(code.clone()));
    }
    for code in &request.excluded {
        wish("excluded", code.clone(), Change::Include(code.clone()));
    }
    for code in &request.chosen {
        wish("chosen", code.clone(), Change::Unchoose(code.clone()));
    }
    for (term, pace) in &request.pace.terms {
        let kind = if pace.max_ue == Some(0) { "pause" } else { "pace" };
        wish(kind, session.term_in(*term), Change::UsualPace(*term));
    }
    for held in &request.acquired {
        wish("held", held.ue.clone(), Change::NotHeld(held.ue.clone()));
    }
    if found.is_empty() {
        return ().into_any();
    }
    let summary = vec![text(session.plural("wish.count", found.len() as u64))];
    fold_kept(session.open, "wishes:".to_owned(), "pc-screen-only", summary, move || {
        let rows = found.iter().enumerate().map(|(index, (words, what))| {
            let (said, what) = (session.tf("wish.said_gone", &[("wish", words)]), what.clone());
            let act = Act::keep(format!("wish:{index}"), move || change(session, &said, &what));
            el("li", "pc-wish", vec![text(words.clone()), button("pc-link", about(session.t("wish.drop"), words), act)])
        });
        el("ul", "pc-plain", rows.collect())
    })
}

/// Why nothing fits, and what to give up, each with what it allows.
pub fn clash(board: &Board) -> AnyView {
    let session = board.session;
    let clashes = board.plan.conflict.iter().map(|clash| el("li", "", vec![text(words(board, clash))])).collect();
    let ways = board.plan.relaxations.iter().filter_map(|way| {
        let clashes = || std::iter::once(&way.drop).chain(&way.also);
        let pace = way.pace.clone().unwrap_or_default();
        let given_up: Option<Vec<Change>> = clashes().map(|clash| given_up(clash, &pace)).collect();
        let what = Change::All(given_up?);
        let wish = clashes().map(|clash| words(board, clash)).collect::<Vec<_>>().join(" + ");
        let mut effect = way.finish.map(|term| session.tf("board.said_finish", &[("term", &session.term_in(term))])).unwrap_or_default();
        if let Some(plan) = &way.plan {
            effect = format!("{} ({})", effect.trim_end_matches('.'), session.plural("count.terms", plan.terms.len() as u64));
        }
        let said = session.tf("wish.said_gone", &[("wish", &wish)]);
        // A wider pace gives nothing up.
        let wider = wider(board, &pace).filter(|_| way.also.is_empty());
        let mut key = format!("way:{}", way.drop.subject.clone().unwrap_or_default());
        key.extend(wider.iter().map(|_| "wider"));
        let label = wider.unwrap_or_else(|| session.tf("board.give_up", &[("wish", &wish)]));
        let label = vec![text(label), el("span", "pc-sub", vec![text(effect)])];
        let act = Act::keep(key, move || change(session, &said, &what));
        Some(el("li", "", vec![button("pc-option", label, act)]))
    });
    let ways: Vec<AnyView> = ways.collect();
    let ways = if ways.is_empty() {
        para("", session.t("board.no_way_out"))
    } else {
        el("div", "", vec![para("", session.t("plan.ways_out")), el("ul", "pc-plain pc-choices", ways)])
    };
    // One wish contradicts no other, but the diploma.
    let lead = if board.plan.conflict.len() == 1 { "board.clash_alone" } else { "status.infeasible" };
    el("div", "pc-note pc-clash", vec![para("pc-strong", session.t(lead)), el("ul", "", clashes), ways])
}

fn words(board: &Board, clash: &Clash) -> String {
    let session = board.session;
    let subject = clash.subject.as_deref().unwrap_or_default();
    let term = subject.parse::<Term>().ok().map(|term| session.term_in(term));
    match (clash.kind, term) {
        ("pace", Some(term)) => session.tf("wish.pace", &[("subject", &term)]),
        ("pin", _) => {
            let at = board.request.pins.get(subject).map(|term| session.term_in(*term)).unwrap_or_default();
            session.tf("wish.pin", &[("subject", &format!("{subject} · {at}"))])
        }
        ("requirement", _) => session.tf("clash.requirement", &[("subject", &session.diploma_title(subject))]),
        _ => {
            let credits = clash.needs.map(|needs| session.plural("count.ects", needs)).unwrap_or_default();
            let mut units = clash.units.iter().take(MOST_UNITS).map(String::as_str).collect::<Vec<_>>().join(", ");
            if clash.units.len() > MOST_UNITS {
                units.push('…');
            }
            let one_of = if clash.kind == "prerequisite" && clash.units.len() > 1 { "_one_of" } else { "" };
            session.tf(&format!("clash.{}{one_of}", clash.kind), &[("subject", subject), ("units", &units), ("credits", &credits)])
        }
    }
}

/// The pace to change to, in words; `None` for the one of who says none.
fn wider(board: &Board, pace: &TermPace) -> Option<String> {
    let own = &board.request.pace;
    let changed = |new: Option<u32>, old: Option<u32>| new.filter(|_| new != old).map(|new| new.to_string());
    let (key, most) = changed(pace.max_ue, own.max_ue)
        .map(|most| ("board.wider_ue", most))
        .or_else(|| changed(pace.max_ects, own.max_ects).map(|most| ("board.wider_ects", most)))
        .or_else(|| changed(pace.max_hours_per_week, own.max_hours_per_week).map(|most| ("board.wider_hours", most)))?;
    Some(board.session.tf(key, &[("n", &most)]))
}

/// The change that gives a wish up, for this pace where that is the pace; `None` for what is no wish of the person.
fn given_up(clash: &Clash, pace: &TermPace) -> Option<Change> {
    let subject = clash.subject.clone().unwrap_or_default();
    Some(match clash.kind {
        "pin" => Change::Free(subject),
        "excluded" => Change::Include(subject),
        "chosen" => Change::Unchoose(subject),
        "pace" => subject.parse::<Term>().map_or_else(|_| Change::PaceOfAll(pace.clone()), Change::UsualPace),
        _ => return None,
    })
}
