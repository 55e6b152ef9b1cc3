//! What if: several plans side by side, the trade-offs, a failed unit, other diplomas.

mod compare;
mod front;
mod onward;
mod reach;
mod setbacks;

use super::{
    dom::{Act, button, el, el_with, fold_kept, live, text},
    parts::{says, section},
    session::Session,
    slices,
};
use crate::domain::pathway::Task;
use leptos::prelude::*;

pub use compare::Kept;
pub use setbacks::words as outcome_words;

/// The section. What takes time to work out is so when it is opened.
pub fn what_if(session: Session, planned: bool) -> AnyView {
    let part = |key: &'static str, words: &'static str, content: Box<dyn Fn() -> AnyView + Send>| {
        let summary = vec![el("span", "pc-name", vec![says(session, words)])];
        fold_kept(session.open, format!("whatif:{key}"), "pc-scheme", summary, content)
    };
    // What is typed, chosen and found outlives a change of language, which draws what is in the folds anew.
    let (name, onward, reach) = (RwSignal::new(String::new()), onward::Onward::new(), reach::Reach::new());
    let mut parts = Vec::new();
    if planned {
        parts.push(part("compare", "whatif.compare", Box::new(move || compare::compare(session, name))));
        parts.push(part("front", "whatif.front", Box::new(move || front::front(session))));
        parts.push(part("setbacks", "whatif.setbacks", Box::new(move || setbacks::setbacks(session))));
        parts.push(part("onward", "whatif.onward", Box::new(move || onward.draw(session))));
    }
    parts.push(part("reach", "whatif.reach", Box::new(move || reach.draw(session))));
    let all = section(session, "pc-whatif", "whatif.title", parts);
    el("div", "pc-screen-only", vec![all])
}

/// A long work that a person starts, and may stop.
#[derive(Clone, Copy)]
struct Search {
    /// How often it was started.
    turn: RwSignal<u32>,
    /// Whether it goes on.
    going: RwSignal<bool>,
}

impl Search {
    fn new() -> Self {
        Self { turn: RwSignal::new(0), going: RwSignal::new(false) }
    }

    /// Works on `task` until it is done, stopped or started anew; `tell` gets what there is after each slice, and whether that is all.
    fn start<T: Task + 'static>(self, task: T, mut tell: impl FnMut(&T, bool) + 'static) {
        let mine = self.turn.get_untracked() + 1;
        self.turn.set(mine);
        self.going.set(true);
        slices::run(task, move |task, done| {
            let wanted = self.turn.try_get_untracked() == Some(mine) && self.going.try_get_untracked() == Some(true);
            if wanted {
                tell(task, done);
                if done {
                    let _ = self.going.try_set(false);
                }
            }
            wanted
        });
    }

    /// The button `key` that starts it, or stops it; `words` are those of both, and what is said once it is stopped.
    fn button(self, session: Session, key: &'static str, words: [&'static str; 3], start: impl Fn() + Copy + Send + 'static) -> AnyView {
        let [to_start, to_stop, stopped] = words;
        live(move || {
            let stop = move || {
                self.going.set(false);
                session.announce(session.t(stopped));
            };
            let going = self.going.get();
            let run: Box<dyn Fn()> = if going { Box::new(stop) } else { Box::new(start) };
            let words = session.t(if going { to_stop } else { to_start });
            button("pc-button pc-slim", vec![text(words)], Act { key: key.to_owned(), run, reveal: String::new() })
        })
    }
}

/// How far a long work has come, as a bar and in words.
fn progress(session: Session, done: usize, of: usize) -> AnyView {
    let words = session.tf("whatif.progress", &[("done", &done.to_string()), ("of", &of.to_string())]);
    let bar = el_with(
        "progress",
        "",
        vec![("max", of.max(1).to_string()), ("value", done.to_string()), ("aria-label", words.clone())],
        Vec::new(),
    );
    el("p", "pc-soft", vec![bar, text(" "), text(words)])
}
