//! Long work in short pieces, so that the page goes on answering.

use crate::domain::{error::InputError, pathway::Task};
use gloo::timers::callback::Timeout;
use leptos::{
    wasm_bindgen::{JsCast, JsValue, prelude::Closure},
    web_sys::MessageChannel,
};
use std::{cell::RefCell, collections::VecDeque};

/// How long the page may be busy at a time, in milliseconds. A slice may overrun by one step, and half a frame is 8.
const SLICE: f64 = 5.0;

/// How much of a task is done between two looks at the clock: a fraction of a millisecond.
const WORK: u64 = 20;

/// How often a long task tells how far it is, in milliseconds: each time is a picture, which takes longer to draw than a slice to work.
const NEWS: f64 = 120.0;

/// Works on `task` in slices. Now and then, `tell` gets the task and whether it is done, and says whether anybody still waits for it.
pub fn run<T: Task + 'static>(mut task: T, mut tell: impl FnMut(&T, bool) -> bool + 'static) {
    let mut news = 0.0;
    go_on(Box::new(move |until| {
        // A fault of the request is told elsewhere: here there is nothing more to find.
        let done = slice(&mut task, until).unwrap_or(true);
        if !done && until < news {
            return true;
        }
        news = until + NEWS;
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

type Job = Box<dyn FnOnce()>;

/// Jobs, each done in a turn of the page of its own.
struct Turns {
    jobs: RefCell<VecDeque<Job>>,
    channel: Option<MessageChannel>,
}

thread_local! {
    static TURNS: Turns = Turns::new();
}

impl Turns {
    /// Messages of the page to itself: timers would wait four milliseconds between two slices, almost as long as a slice takes.
    fn new() -> Self {
        let channel = MessageChannel::new().ok();
        if let Some(channel) = &channel {
            let turn = Closure::<dyn Fn()>::new(|| {
                let job = TURNS.with(|turns| turns.jobs.borrow_mut().pop_front());
                if let Some(job) = job {
                    job();
                }
            });
            channel.port1().set_onmessage(Some(turn.as_ref().unchecked_ref()));
            // As long as the page: the channel is never closed.
            turn.forget();
        }
        Self { jobs: RefCell::default(), channel }
    }
}

/// Does `job` when its turn comes, after all that asked before: a picture fits between two turns, and whatever the person does goes first.
pub fn in_turn(job: impl FnOnce() + 'static) {
    let job: Job = Box::new(job);
    TURNS.with(|turns| match &turns.channel {
        Some(channel) => {
            turns.jobs.borrow_mut().push_back(job);
            // A message without content is never refused.
            drop(channel.port2().post_message(&JsValue::NULL));
        }
        None => drop(Timeout::new(0, job).forget()),
    });
}

fn go_on(mut slice: Box<dyn FnMut(f64) -> bool>) {
    in_turn(move || {
        if slice(now() + SLICE) {
            go_on(slice);
        }
    });
}

/// Milliseconds since the page opened. Without a clock every slice is as short as it can be.
fn now() -> f64 {
    leptos::prelude::window().performance().map_or(f64::INFINITY, |clock| clock.now())
}
