//! Long work in short pieces, so that the page goes on answering.

use gloo::timers::callback::Timeout;

/// Calls `step` with 0, 1, … up to `count`, each in a task of its own, until it says that nobody waits any more. A step should take a few
/// milliseconds.
pub fn in_slices(count: usize, step: impl FnMut(usize) -> bool + 'static) {
    next(0, count, Box::new(step));
}

fn next(index: usize, count: usize, mut step: Box<dyn FnMut(usize) -> bool>) {
    if index >= count {
        return;
    }
    Timeout::new(0, move || {
        if step(index) {
            next(index + 1, count, step);
        }
    })
    .forget();
}
