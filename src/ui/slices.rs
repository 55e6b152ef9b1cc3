//! Long work in short pieces, so that the page goes on answering.

use crate::domain::{error::InputError, pathway::Task};
use gloo::timers::callback::Timeout;

/// How long the page may be busy at a time, in milliseconds. A slice may overrun by one step, and half a frame is 8.
const SLICE: f64 = 5.0;

/// How much of a task is done between two looks at the clock: a fraction of a millisecond.
const WORK: u64 = 20;

/// Works on `task` in slices. After each, `tell` gets the task and whether it is done, and says whether anybody still waits for it.
pub fn run<T: Task + 'static>(mut task: T, mut tell: impl FnMut(&T, bool) -> bool + 'static) {
    go_on(Box::new(move |until| {
        // A fault of the request is told elsewhere: here there is nothing more to find.
        let done = slice(&mut task, until).unwrap_or(true);
        tell(&task, done) && !done
    }));
}

/// Works on `task` in slices, as long as anybody waits for it, and gives what it found, or the fault of the request.
pub fn run_or_fault<T: Task + 'static>(
    mut task: T,
    awaited: impl Fn() -> bool + 'static,
    tell: impl FnOnce(Result<&T::Answer, InputError>) + 'static,
) {
    let mut tell = Some(tell);
    go_on(Box::new(move |until| {
        if !awaited() {
            return false;
        }
        let outcome = slice(&mut task, until);
        if matches!(outcome, Ok(false)) {
            return true;
        }
        if let Some(tell) = tell.take() {
            tell(outcome.map(|_| task.found()));
        }
        false
    }));
}

/// Works until the time is up; says whether everything is done.
fn slice(task: &mut impl Task, until: f64) -> Result<bool, InputError> {
    while !task.step(WORK)? {
        if now() >= until {
            return Ok(false);
        }
    }
    Ok(true)
}

fn go_on(mut slice: Box<dyn FnMut(f64) -> bool>) {
    Timeout::new(0, move || {
        if slice(now() + SLICE) {
            go_on(slice);
        }
    })
    .forget();
}

/// Milliseconds since the page opened. Without a clock every slice is as short as it can be.
fn now() -> f64 {
    leptos::prelude::window().performance().map_or(f64::INFINITY, |clock| clock.now())
}
