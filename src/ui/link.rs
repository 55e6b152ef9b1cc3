//! The state in the URL fragment: reload, back, forward and a link opened elsewhere restore it.
//!
//! `#p=CODE&e=SCREEN&x=SKIPPED`: the code is [`crate::domain::share`]'s, the rest says what is on screen and which questions were skipped.

use super::{
    session::{Screen, Session, engine},
    slices,
};
use crate::{
    data::texts::Lang,
    domain::{
        facts::FactValue,
        request::Request,
        share::{self, Dropped, Language, LinkError, Shared, Why},
    },
};
use gloo::events::EventListener;
use leptos::{prelude::*, wasm_bindgen::JsValue};

/// Reads the fragment of our own page, and keeps it in step with the state from then on.
pub fn follow_url(session: Session) {
    // Without a fragment the planner is as it started, or already holds an answer to the first question.
    if !hash().is_empty() {
        read(session, &hash());
    }

    let shown = StoredValue::new(session.screen.get_untracked());
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        let fragment = fragment(session);
        let screen = session.screen.get();
        let untouched = first.get_value() && session.request.with_untracked(|request| *request == session.blank());
        first.set_value(false);
        // In a turn of its own: the browser lays the page out before it writes its history.
        slices::in_turn(move || {
            let Some(Ok(history)) = (!untouched && hash() != fragment).then(|| window().history()) else { return };
            // A new screen is a step for the browser's "back"; an answer changed on the same screen is not.
            let url = format!("#{fragment}");
            let written = if shown.try_get_value() == Some(screen) {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
            } else {
                history.push_state_with_url(&JsValue::NULL, "", Some(&url))
            };
            shown.try_set_value(screen);
            // A sandboxed page may have no history: the planner works without it.
            drop(written);
        });
    });

    let listener = EventListener::new(&window(), "popstate", move |_| {
        if hash() != fragment(session) {
            read(session, &hash());
            shown.set_value(session.screen.get_untracked());
        }
    });
    let listener = StoredValue::new_local(Some(listener));
    on_cleanup(move || {
        listener.try_update_value(Option::take);
    });
}

/// The fragment of the page, without `#`.
fn hash() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// The state as a fragment, and whether a question or the result is on screen.
pub fn state_of(session: Session) -> (String, &'static str) {
    let screen = if session.screen.get() == Screen::Result { "result" } else { "question" };
    (fragment(session), screen)
}

/// What a link said in the name of an adviser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// Their note: text of a stranger.
    pub note: Option<String>,
    /// The facts they filled, with their values: one that was changed since is no longer theirs.
    pub facts: Vec<(&'static str, FactValue)>,
}

/// What a link of `request`, and of what else is said, carries.
pub fn shared(session: Session, request: Request) -> Shared {
    let mut shared = Shared::new(request);
    shared.language = Some(match session.lang.get() {
        Lang::Fr => Language::Fr,
        Lang::En => Language::En,
    });
    // Addresses that are not `https` are those of somebody trying things out, and stay behind.
    shared.pack = session.options().pack.or_else(|| session.pack_asked.get()).filter(|pack| share::is_pack(pack));
    let Advice { note, facts } = session.advice.get();
    shared.note = note;
    shared.adviser_facts = facts.iter().filter(|(key, value)| shared.request.facts.get(key) == Some(value)).map(|(key, _)| *key).collect();
    shared
}

/// The fragment of the state, without `#`.
fn fragment(session: Session) -> String {
    with_view(session, &shared(session, session.request.get()))
}

/// The fragment of `shared`, with what is on screen.
fn with_view(session: Session, shared: &Shared) -> String {
    let mut parts = Vec::new();
    if let Ok(code) = share::encode(shared) {
        parts.push(format!("p={code}"));
    }
    parts.push(format!("e={}", session.screen.get().key()));
    let skipped = session.skipped.with(|skipped| skipped.iter().cloned().collect::<Vec<_>>().join("."));
    if !skipped.is_empty() {
        parts.push(format!("x={skipped}"));
    }
    parts.join("&")
}

/// Sets the state from a fragment, without `#`. What cannot be kept is named on the page; the rest is kept.
pub fn read(session: Session, hash: &str) {
    let mut screen = None;
    let mut skipped = Vec::new();
    let mut rest = Vec::new();
    for part in hash.split('&').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some(("e", key)) => screen = Screen::from_key(key),
            Some(("x", keys)) => skipped.extend(keys.split('.').filter(|key| !key.is_empty()).map(str::to_owned)),
            _ => rest.push(part),
        }
    }
    let mut notes = Vec::new();
    let mut request = session.blank();
    if !rest.is_empty() {
        let read = share::decode_fragment(&rest.join("&"), session.options().today);
        let decoded = read.unwrap_or_else(|fault| {
            notes.push(session.t(if matches!(fault, LinkError::UnknownVersion(_)) { "link.version" } else { "link.broken" }).to_owned());
            let nothing = share::Decoded { shared: Shared::new(session.blank()), parts: Vec::new(), dropped: Vec::new() };
            fault.into_recovered().unwrap_or(nothing)
        });
        let mut shared = decoded.shared;
        let mut dropped = decoded.dropped;
        let address = |pack: &String| pack.contains(':') && session.options().pack.as_ref() != Some(pack);
        session.pack_asked.set(shared.pack.take_if(|pack| address(pack)));
        if let Ok(engine) = engine() {
            dropped.extend(shared.resolve(|kind, code| engine.catalogue().resolve(kind, code)));
            let unknown = |slug: &mut String| !slug.contains(':') && !engine.book().knows_region(slug);
            // A region that the pack asked for may bring is known once that was looked at.
            let asked = session.pack_asked.with_untracked(Option::is_some);
            let region = if asked { None } else { shared.request.centre_region.take_if(unknown) };
            for (path, value) in [("centre_region", region), ("pack", shared.pack.take_if(unknown))] {
                dropped.extend(value.map(|value| Dropped { path: path.to_owned(), value, why: Why::NotInCatalogue }));
            }
        }
        if let Some(language) = shared.language {
            session.lang.set(match language {
                Language::Fr => Lang::Fr,
                Language::En => Lang::En,
            });
        }
        // In the language of the link.
        notes.extend(dropped.iter().map(|lost| dropped_text(session, lost)));
        let facts = shared.adviser_facts.iter().filter_map(|key| Some((*key, shared.request.facts.get(key)?.clone())));
        session.advice.set(Advice { note: shared.note.take(), facts: facts.collect() });
        // A link opens on the day of opening.
        shared.request.today = session.options().today;
        request = shared.request;
        // A link without a screen, such as a partner's prefilled one, shows what it gives: the result once there is a diploma.
        screen = screen.or_else(|| request.target.diploma.is_some().then_some(Screen::Result));
    }
    session.skipped.set(skipped.into_iter().collect());
    session.dropped.set(notes);
    session.restore(request, screen.unwrap_or(Screen::Question(crate::domain::questionnaire::first_step())));
}

fn dropped_text(session: Session, lost: &Dropped) -> String {
    // A part of the link, or an answer, by its name on the page; what has none as the link itself calls it.
    let word = lost.path.rsplit('.').next().unwrap_or_default();
    let part = match word {
        "ue" | "chosen" | "excluded" | "pins" => "units",
        "max_ue" | "max_ects" | "max_hours_per_week" => "pace",
        "start_term" | "routes" | "objective" => "aim",
        word => word,
    };
    let named = session.find(&format!("link.part.{part}")).or_else(|| session.find(&format!("{word}.short")));
    let name = named.unwrap_or(&lost.path);
    let what = if lost.value.is_empty() { name.to_owned() } else { format!("{} ({name})", lost.value) };
    let (key, other) = match &lost.why {
        Why::Damaged | Why::Cut => ("dropped.damaged", ""),
        Why::Newer => ("dropped.newer", ""),
        Why::UnknownKey => ("dropped.unknown_key", ""),
        Why::Repeated => ("dropped.repeated", ""),
        Why::Invalid(_) => ("dropped.invalid", ""),
        Why::Renamed(code) => ("dropped.renamed", code.as_str()),
        Why::NotInCatalogue => ("dropped.not_in_catalogue", ""),
    };
    session.tf(key, &[("what", &what), ("code", other)])
}

/// The link that opens `shared` on another device. On a partner's page too it leads to our own: a partner's analytics may read the address
/// of theirs.
pub fn url_of(session: Session, shared: &Shared) -> String {
    format!("{}#{}", session.options().page, with_view(session, shared))
}

/// Puts a link on the clipboard, and says whether that worked.
pub fn copy(session: Session, url: String) {
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        // Pages that are not secure have no clipboard, and a frame may be refused it.
        let there = !JsValue::from(clipboard.clone()).is_undefined();
        let copied = there && wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&url)).await.is_ok();
        session.announce(session.t(if copied { "keep.copied" } else { "keep.not_copied" }));
    });
}
