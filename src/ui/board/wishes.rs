//! What the person asked of the plan, each wish with a button to give it up; and the ways out when wishes clash.

use super::{
    Board, about,
    moves::{Change, change},
};
use crate::{
    domain::answer::Clash,
    domain::date::Term,
    ui::dom::{Act, button, el, fold_kept, para, text},
};
use leptos::prelude::*;

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
        let given_up: Option<Vec<Change>> = std::iter::once(&way.drop).chain(&way.also).map(given_up).collect();
        let what = Change::All(given_up?);
        let wish = std::iter::once(&way.drop).chain(&way.also).map(|clash| words(board, clash)).collect::<Vec<_>>().join(" + ");
        let mut effect = way.finish.map(|term| session.tf("board.said_finish", &[("term", &session.term_in(term))])).unwrap_or_default();
        if let Some(plan) = &way.plan {
            effect = format!("{} ({})", effect.trim_end_matches('.'), session.plural("count.terms", plan.terms.len() as u64));
        }
        let said = session.tf("wish.said_gone", &[("wish", &wish)]);
        let label = vec![text(session.tf("board.give_up", &[("wish", &wish)])), el("span", "pc-sub", vec![text(effect)])];
        let act = Act::keep(format!("way:{}", way.drop.subject.clone().unwrap_or_default()), move || change(session, &said, &what));
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
        _ => session.tf(&format!("clash.{}", clash.kind), &[("subject", subject)]),
    }
}

/// The change that gives a wish up; `None` for what is no wish of the person.
fn given_up(clash: &Clash) -> Option<Change> {
    let subject = clash.subject.clone().unwrap_or_default();
    Some(match clash.kind {
        "pin" => Change::Free(subject),
        "excluded" => Change::Include(subject),
        "chosen" => Change::Unchoose(subject),
        "pace" => subject.parse::<Term>().map_or(Change::AnyPace, Change::UsualPace),
        _ => return None,
    })
}
