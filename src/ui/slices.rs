//! Long work in short pieces, so that the page goes on answering.

use crate::domain::pathway::Task;
use gloo::timers::callback::Timeout;

/// How long the page may be busy at a time, in milliseconds. A slice may overrun by one step, and half a frame is 8.
const SLICE: f64 = 5.0;

/// How much of a task is done between two looks at the clock: a fraction of a millisecond.
const WORK: u64 = 20;

/// Works on `task` in slices. After each, `tell` gets the task and whether it is done, and says whether anybody still waits for it.
pub fn run<T: Task + 'static>(mut task: T, mut tell: impl FnMut(&T, bool) -> bool + 'static) {
    go_on(Box::new(move |until| {
        // A fault of the request is told elsewhere: here there is nothing more to find.
        let done = loop {
            match task.step(WORK) {
                Ok(true) | Err(_) => break true,
                Ok(false) if now() >= until => break false,
                Ok(false) => {}
            }
        };
        tell(&task, done) && !done
    }));
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
