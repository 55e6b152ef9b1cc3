//! What a person keeps on their own device: only when they ask, only on our own page, and erased by a button.
//!
//! One entry of the browser's storage holds the day and the fragment of the state, `2026-11-21 p=CODE&e=SCREEN`, then a line for each plan set
//! aside to compare: `p=CODE Its name`.

use super::{
    answering::aside,
    dom::{Act, button, el, el_with, live, para, text},
    link,
    session::{Screen, Session},
    whatif::Kept,
};
use crate::domain::{
    date::Date,
    questionnaire::first_step,
    request::Request,
    share::{self, Shared},
};
use leptos::{prelude::*, web_sys};

/// The name of the entry.
const ENTRY: &str = "parcours-cnam";

/// The storage of our page; `None` where the browser refuses it.
fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Looks for what was kept. What cannot be read is as if there were nothing.
pub fn look(session: Session) {
    let entry = storage().and_then(|storage| storage.get_item(ENTRY).ok().flatten());
    session.saved.set(entry.as_deref().and_then(read));
}

/// The day and the fragment of an entry.
fn read(entry: &str) -> Option<(Date, String)> {
    let (day, fragment) = entry.split_once(' ')?;
    Some((day.parse().ok()?, fragment.to_owned()))
}

/// Keeps the state as it is, and says whether that worked.
fn save(session: Session) -> bool {
    let (today, (fragment, _)) = (session.options().today, link::state_of(session));
    let plans = session
        .kept
        .get_untracked()
        .into_iter()
        .filter_map(|kept| Some(format!("\np={} {}", share::encode(&Shared::new(kept.request)).ok()?, kept.name)));
    let fragment = fragment + &plans.collect::<String>();
    let kept = storage().is_some_and(|storage| storage.set_item(ENTRY, &format!("{today} {fragment}")).is_ok());
    if kept {
        session.saved.set(Some((today, fragment)));
    }
    kept
}

/// Puts back the plans that were set aside, one line each, answered anew one after the other: what changed since changes them too.
fn put_back(session: Session, mut lines: std::vec::IntoIter<String>) {
    let Some(line) = lines.next() else { return };
    let today = session.options().today;
    let saved = line.split_once(' ').and_then(|(code, name)| Some((share::decode_fragment(code, today).ok()?, name.to_owned())));
    let Some((decoded, name)) = saved else { return put_back(session, lines) };
    let request = Request { today, ..decoded.shared.request };
    aside(session, request, move |answered| {
        if let Some((request, answer)) = answered {
            session.kept.update(|kept| kept.push(Kept { name, request, answer }));
        }
        put_back(session, lines);
    });
}

fn erase(session: Session) {
    // A storage that is refused now holds nothing that could be shown again.
    let _ = storage().map(|storage| storage.remove_item(ENTRY));
    session.saved.set(None);
    session.announce(session.t("saved.erased"));
}

fn erase_button(session: Session) -> AnyView {
    button("pc-link", vec![text(session.t("saved.erase"))], Act::keep("save:", move || erase(session)))
}

/// On the first question of our own page, the way back to what was kept; nothing when there is nothing.
pub fn banner(session: Session) -> AnyView {
    live(move || {
        let start = session.screen.get() == Screen::Question(first_step()) && session.request.with(|request| *request == session.blank());
        let Some((day, fragment)) = session.saved.get().filter(|_| start) else { return ().into_any() };
        let resume = Act::go(move || {
            session.focus_heading.set(true);
            let mut lines = fragment.lines();
            link::read(session, lines.next().unwrap_or_default());
            session.kept.set(Vec::new());
            put_back(session, lines.map(str::to_owned).collect::<Vec<_>>().into_iter());
        });
        let words = session.tf("saved.resume", &[("date", &session.date(day))]);
        let tools = vec![button("pc-button", vec![text(words)], resume), erase_button(session)];
        el_with("div", "pc-note", vec![("id", "pc-saved".to_owned())], vec![el("div", "pc-tools", tools)])
    })
}

/// On our own page, the button that keeps the state on this device, and what became of it.
pub fn keep(session: Session) -> AnyView {
    if !session.options().own_page {
        return ().into_any();
    }
    let refused = RwSignal::new(false);
    let keep = Act::keep("save:", move || {
        refused.set(!save(session));
        session.announce(session.t(if refused.get_untracked() { "saved.refused" } else { "saved.done" }));
    });
    let outcome = live(move || {
        if refused.get() {
            return para("pc-note pc-apart", session.t("saved.refused"));
        }
        let Some((day, _)) = session.saved.get() else { return para("pc-soft pc-apart", session.t("saved.hint")) };
        let since = session.tf("saved.since", &[("date", &session.date(day))]);
        el("p", "pc-note pc-apart", vec![text(since), text(" "), erase_button(session)])
    });
    let save = button("pc-button pc-quiet", vec![text(session.t("saved.save"))], keep);
    el("div", "", vec![el("div", "pc-actions", vec![save]), outcome])
}
