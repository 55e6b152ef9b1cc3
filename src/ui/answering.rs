//! The answer to a changed request, worked out in slices while the page goes on living: what is on screen stays until the next answer is there.

use super::{
    board::say_what_moved,
    dom::{Place, el_with, live, text},
    session::{Answered, Session, engine},
    slices,
    tag::leave_when_gone,
};
use crate::domain::{answer::Answer, error::InputError, request::Request};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use std::sync::Arc;

/// How long a person waits without being told that there is something to wait for, in milliseconds.
const PATIENCE: u32 = 400;

/// The attribute of the frame while the answer on screen is not yet the one to the request: for whoever waits for it, like a test.
const PENDING: &str = "data-pending";

/// Answers the request as it is now. An answer that is still being worked out for what it was before is given up.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn answer(session: Session) {
    let Some(turn) = session.begun.try_update_value(|begun| {
        *begun = begun.wrapping_add(1);
        *begun
    }) else {
        return;
    };
    if session.is_answered() {
        return landed(session);
    }
    let Ok(engine) = engine() else { return };
    pending(session, true);
    let request = Arc::new(session.request.get_untracked());
    let still = move || session.begun.try_get_value() == Some(turn);
    match engine.evaluation(&request) {
        Err(fault) => land(session, request, Err(fault)),
        Ok(task) => {
            let asked = Arc::clone(&request);
            let found = move |outcome: Result<&Answer, InputError>| land(session, Arc::clone(&asked), outcome.cloned());
            slices::run_or_fault(task, still, found);
            let impatient = Timeout::new(PATIENCE, move || {
                if still() && !session.is_answered() {
                    session.slow.set(true);
                    session.announce(session.t("board.trying"));
                }
            });
            // The one before is called off. A timer that is left to itself would stay in the memory after its time.
            session.patience.set_value(Some(impatient));
        }
    }
}

/// What `read` gives, taken over in a turn of its own: what was pressed is seen to be pressed before anything is drawn anew.
pub fn in_own_turn<T: Copy + PartialEq + Send + Sync + 'static>(session: Session, read: impl Fn() -> T + 'static) -> RwSignal<T> {
    let shown = RwSignal::new(untrack(&read));
    Effect::new(move |_| {
        leave_when_gone();
        let now = read();
        slices::in_turn(move || {
            // Who shows it may be gone by then.
            if shown.try_get_untracked().is_some_and(|shown| shown != now) {
                let place = focused(session);
                shown.set(now);
                if let Some(place) = place {
                    place.keep();
                }
            }
        });
    });
    shown
}

/// The control that has the focus.
fn focused(session: Session) -> Option<Place> {
    session.frame.try_get_value().flatten().and_then(|frame| Place::focused(&frame))
}

/// Shows an answer.
fn land(session: Session, request: Arc<Request>, outcome: Result<Answer, InputError>) {
    let place = focused(session);
    session.answered.set(Some(Answered { request, outcome: outcome.map(Arc::new) }));
    session.resume();
    let then = move || {
        landed(session);
        if let Some(place) = place {
            place.keep();
        }
    };
    once_taken_over(session, Box::new(then));
}

/// Calls `then` once every part has taken over what has just changed.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn once_taken_over(session: Session, then: Box<dyn FnOnce()>) {
    // The parts of the page have noted their turns by the next one.
    slices::in_turn(move || match session.awaited_turns.try_get_value() {
        Some(0) => then(),
        Some(_) => once_taken_over(session, then),
        // The planner is gone.
        None => {}
    });
}

/// The planner as a part of the screen sees it, with what it shows first. Each part takes over the next answer and the next language in a turn of
/// its own, in the order of the page, so that no picture waits for all of them.
pub fn follow(session: Session, first: Option<Answered>) -> Session {
    let own = session.part(first);
    Effect::new(move |_| {
        leave_when_gone();
        session.answered.track();
        session.lang.track();
        session.awaited_turns.update_value(|turns| *turns += 1);
        slices::in_turn(move || {
            session.awaited_turns.try_update_value(|turns| *turns = turns.saturating_sub(1));
            // The part may be gone by then.
            let (Some(answered), Some(lang)) = (session.answered.try_get_untracked(), session.lang.try_get_untracked()) else { return };
            let _ = own.answered.try_set(answered);
            if own.lang.try_get_untracked().is_some_and(|shown| shown != lang) {
                own.lang.set(lang);
            }
        });
    });
    own
}

fn pending(session: Session, pending: bool) {
    if let Some(frame) = session.frame.try_get_value().flatten() {
        // An attribute of an element of ours with a fixed name is never refused.
        let _ = frame.toggle_attribute_with_force(PENDING, pending);
    }
}

/// Does what waited for the answer.
fn landed(session: Session) {
    // A planner that is gone has nothing to show, and one that was asked again in the meantime goes on waiting.
    if session.slow.try_set(false).is_none() && session.is_answered() {
        pending(session, false);
        session.resume();
        say_what_moved(session);
    }
}

/// What those see who wait for an answer; those who listen are told.
pub fn waiting(session: Session) -> AnyView {
    live(move || {
        if !session.slow.get() {
            return ().into_any();
        }
        let hidden = vec![("aria-hidden", "true".to_owned())];
        el_with("p", "pc-working pc-screen-only", hidden, vec![text(session.t("board.trying"))])
    })
}

/// Answers `request`, beside what is on screen, and hands the answer over. A request with a fault has none.
pub fn aside(session: Session, request: Request, take: impl FnOnce(Option<(Request, Arc<Answer>)>) + 'static) {
    let Some(task) = engine().ok().and_then(|engine| engine.evaluation(&request).ok()) else { return take(None) };
    let awaited = move || session.begun.try_get_value().is_some();
    slices::run_or_fault(task, awaited, move |outcome| take(outcome.ok().map(|answer| (request, Arc::new(answer.clone())))));
}
