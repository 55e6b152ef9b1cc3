//! The changes of a plan, and the one sentence that says what moved.

use crate::{
    domain::{
        answer::{Answer, Cause, Move, Plan, PlanStatus},
        date::Term,
        request::{Acquired, Request, TermPace},
    },
    ui::session::{Session, Untold},
};
use leptos::prelude::*;

/// The longest that the live region says at once, in characters: more is not listened to.
const LONGEST: usize = 120;

/// A change of the request.
#[derive(Clone, Debug)]
pub enum Change {
    /// The unit stands in this term.
    Place(String, Term),
    /// The unit may stand anywhere again.
    Free(String),
    /// The unit is held.
    Held(String),
    /// The unit is no longer held.
    NotHeld(String),
    /// The unit is not taken.
    Exclude(String),
    /// The unit may be taken again.
    Include(String),
    /// The elective is no longer imposed.
    Unchoose(String),
    /// The second stands for the first.
    Swap(String, String),
    /// At most so many units in this term.
    Pace(Term, u32),
    /// The term goes at the pace of the others.
    UsualPace(Term),
    /// Every term without a pace of its own goes at this one.
    PaceOfAll(TermPace),
    /// Several at once.
    All(Vec<Change>),
}

impl Change {
    /// The unit was failed in this term of the plan: what stands until then stays, and it is taken again later, or another in its place.
    pub fn failed(code: &str, when: Term, plan: &Plan) -> Self {
        let mut changes = vec![Self::Free(code.to_owned())];
        for term in plan.terms.iter().filter(|term| term.term <= when) {
            let kept = term.ue.iter().filter(|unit| unit.code != code);
            // What was failed has taken its place in the term, and nothing new fits into the past.
            changes.push(Self::Pace(term.term, u32::try_from(kept.clone().count()).unwrap_or(u32::MAX)));
            changes.extend(kept.map(|unit| Self::Place(unit.code.clone(), term.term)));
        }
        Self::All(changes)
    }

    /// Makes the change.
    pub fn apply(&self, request: &mut Request) {
        match self {
            Self::Place(code, term) => {
                request.pins.insert(code.clone(), *term);
            }
            Self::Free(code) => {
                request.pins.remove(code);
            }
            Self::Held(code) => {
                request.pins.remove(code);
                request.chosen.retain(|other| other != code);
                if request.acquired.iter().all(|held| held.ue != *code) {
                    request.acquired.push(Acquired { ue: code.clone(), how: None, on: None });
                }
            }
            Self::NotHeld(code) => request.acquired.retain(|held| held.ue != *code),
            Self::Exclude(code) => {
                request.pins.remove(code);
                request.chosen.retain(|other| other != code);
                if !request.excluded.contains(code) {
                    request.excluded.push(code.clone());
                }
            }
            Self::Include(code) => request.excluded.retain(|other| other != code),
            Self::Unchoose(code) => request.chosen.retain(|other| other != code),
            Self::Swap(old, new) => {
                Self::Exclude(old.clone()).apply(request);
                Self::Include(new.clone()).apply(request);
                if !request.chosen.contains(new) {
                    request.chosen.push(new.clone());
                }
            }
            Self::Pace(term, units) => {
                request.pace.terms.insert(*term, TermPace { max_ue: Some(*units), ..TermPace::default() });
            }
            Self::UsualPace(term) => {
                request.pace.terms.remove(term);
            }
            Self::All(changes) => changes.iter().for_each(|change| change.apply(request)),
            Self::PaceOfAll(pace) => request.pace.set(pace),
        }
    }
}

/// Makes a change, plans again at once, and says what moved.
pub fn change(session: Session, lead: &str, change: &Change) {
    tell(session, lead, |session| session.adjust(|request| change.apply(request)));
}

/// Does something with the request, and says after `lead` what moved in the plan, once that is known.
pub fn tell(session: Session, lead: &str, act: impl FnOnce(&Session)) {
    let before = session.answer_now();
    session.untold.update_value(|untold| match untold {
        // Two changes before the next answer are told as one.
        Some(untold) => untold.said = format!("{} {lead}", untold.said),
        None => *untold = Some(Untold { before, said: lead.to_owned() }),
    });
    act(&session);
    if session.is_answered() {
        say_what_moved(session);
    }
}

/// Says what moved by the changes that are still to be told.
pub fn say_what_moved(session: Session) {
    let Some(Untold { before, said }) = session.untold.try_update_value(Option::take).flatten() else { return };
    let (said, why) = match (before.as_deref(), session.answer_now().as_deref()) {
        (Some(before), Some(after)) => (what_moved(session, &said, before, after), why_moved(session, &said, before, after)),
        _ => (said, Vec::new()),
    };
    session.moved.set(std::iter::once(said.clone()).chain(why).collect());
    session.announce(said);
}

fn what_moved(session: Session, lead: &str, before: &Answer, after: &Answer) -> String {
    let Some(after) = &after.plan else { return lead.to_owned() };
    if after.status == PlanStatus::Infeasible {
        return shortened(&[lead, session.t("board.said_clash")]);
    }
    let Some(before) = before.plan.as_ref().filter(|plan| plan.status != PlanStatus::Infeasible) else {
        return shortened(&[lead, &finish(session, None, after)]);
    };
    let places = |plan: &Plan| -> Vec<(String, Term)> {
        plan.terms.iter().flat_map(|term| term.ue.iter().map(|unit| (unit.code.clone(), term.term))).collect()
    };
    let (old, new) = (places(before), places(after));
    // What the change itself is about is named by `lead`.
    let others = new.iter().filter(|place| !old.contains(place) && !lead.contains(place.0.as_str())).count();
    let others = if others == 0 { session.t("board.said_no_other").to_owned() } else { session.plural("board.said_others", others as u64) };
    shortened(&[lead, &finish(session, Some(before), after), &others])
}

/// Each unit that moved beside the one that the change is about, and why: where the new plan was made to stay near the one before.
fn why_moved(session: Session, lead: &str, before: &Answer, after: &Answer) -> Vec<String> {
    let (Some(before), Some(after)) = (&before.plan, &after.plan) else { return Vec::new() };
    if session.request.with_untracked(|request| request.near != before.places()) {
        return Vec::new();
    }
    let others = after.moves.iter().filter(|one| !lead.contains(one.code.as_str()));
    others.map(|one| moved(session, one)).collect()
}

fn moved(session: Session, one: &Move) -> String {
    let term = |term: Option<Term>| term.map(|term| session.term_in(term)).unwrap_or_default();
    let (kind, units) = match &one.why {
        Cause::After { units } => ("after", units.join(", ")),
        Cause::Before { unit } => ("before", unit.clone()),
        Cause::Full { units } if !units.is_empty() => ("full_with", units.join(", ")),
        Cause::NotOpen if one.from.is_some_and(|term| is_paused(session, term)) => ("paused", String::new()),
        why => (why.id(), String::new()),
    };
    let why = session.tf(&format!("move.{kind}"), &[("units", &units)]);
    let key = match (one.from, one.to) {
        (Some(_), Some(_)) => "moved.moves",
        (None, _) => "moved.comes",
        (_, None) => "moved.goes",
    };
    session.tf(key, &[("code", &one.code), ("from", &term(one.from)), ("to", &term(one.to)), ("why", &why)])
}

/// Whether the person takes a break in that term.
fn is_paused(session: Session, term: Term) -> bool {
    session.request.with_untracked(|request| request.pace.terms.get(&term).is_some_and(|own| own.max_ue == Some(0)))
}

/// When the plan ends, and by how much that is later or earlier.
fn finish(session: Session, before: Option<&Plan>, after: &Plan) -> String {
    let Some(term) = after.finish else { return session.t("plan.nothing_left").to_owned() };
    let name = session.term_in(term);
    match before.map(|before| shift(before, after)) {
        None => session.tf("board.said_finish", &[("term", &name)]),
        Some(0) => session.tf("board.said_same_finish", &[("term", &name)]),
        Some(shift) => {
            let key = if shift > 0 { "board.said_later" } else { "board.said_earlier" };
            fill_term(&session.plural(key, shift.unsigned_abs()), &name)
        }
    }
}

fn fill_term(text: &str, name: &str) -> String {
    crate::data::texts::fill(text, &[("term", name)])
}

/// By how many terms the second plan ends after the first.
fn shift(before: &Plan, after: &Plan) -> i64 {
    let count = |plan: &Plan| i64::try_from(plan.terms.len()).unwrap_or(i64::MAX);
    count(after).saturating_sub(count(before))
}

/// The parts that fit, the most important first.
fn shortened(parts: &[&str]) -> String {
    let mut said = String::new();
    for part in parts {
        if said.is_empty() || said.chars().count() + 1 + part.chars().count() <= LONGEST {
            said.push_str(if said.is_empty() { "" } else { " " });
            said.push_str(part);
        }
    }
    said
}
