//! The state in the URL fragment: reload, back, forward and a link opened elsewhere restore it.

use super::session::{Screen, Session};
use gloo::events::EventListener;
use leptos::{prelude::*, wasm_bindgen::JsValue};

/// Reads the fragment of our own page, and keeps it in step with the state from then on.
pub fn follow_url(session: Session) {
    read(session);

    let shown = StoredValue::new(session.screen.get_untracked());
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        let fragment = fragment(session);
        let screen = session.screen.get();
        let Ok(history) = window().history() else { return };
        if first.get_value() {
            first.set_value(false);
            // A blank state leaves the URL as it is.
            if session.request.with_untracked(|request| *request == session.blank()) {
                return;
            }
        }
        let url = format!("#{fragment}");
        if window().location().hash().is_ok_and(|now| now == url) {
            return;
        }
        // A new screen is a step back for the browser; an answer changed on the same screen is not.
        let written = if shown.get_value() == screen {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(&url))
        };
        shown.set_value(screen);
        let _ = written;
    });

    let listener = EventListener::new(&window(), "popstate", move |_| {
        shown.set_value(session.screen.get_untracked());
        read(session);
        shown.set_value(session.screen.get_untracked());
    });
    let listener = StoredValue::new_local(Some(listener));
    on_cleanup(move || {
        listener.try_update_value(Option::take);
    });
}

/// The fragment of the state, without `#`.
fn fragment(session: Session) -> String {
    let mut parts = vec![format!("e={}", session.screen.get().key())];
    let skipped = session.skipped.with(|skipped| skipped.iter().cloned().collect::<Vec<_>>().join("."));
    if !skipped.is_empty() {
        parts.push(format!("x={skipped}"));
    }
    parts.join("&")
}

/// Sets the state from the fragment.
fn read(session: Session) {
    let hash = window().location().hash().unwrap_or_default();
    for part in hash.trim_start_matches('#').split('&') {
        match part.split_once('=') {
            Some(("e", key)) => {
                if let Some(screen) = Screen::from_key(key) {
                    session.screen.set(screen);
                }
            }
            Some(("x", keys)) => session.skipped.set(keys.split('.').map(str::to_owned).collect()),
            _ => {}
        }
    }
}

/// The link that opens this state on another device.
pub fn share_url(session: Session) -> String {
    let location = window().location();
    let page = format!("{}{}", location.origin().unwrap_or_default(), location.pathname().unwrap_or_default());
    format!("{page}#{}", fragment(session))
}

/// Puts the link on the clipboard, and says whether that worked.
pub fn copy(session: Session) {
    let url = share_url(session);
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        // Pages that are not secure have no clipboard, and a frame may be refused it.
        let copied = !JsValue::from(clipboard.clone()).is_undefined()
            && wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&url)).await.is_ok();
        session.announce(session.t(if copied { "keep.copied" } else { "keep.not_copied" }));
    });
}
