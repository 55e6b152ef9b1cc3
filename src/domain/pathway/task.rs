//! Questions that take many searches, answered a slice at a time so that a page stays alive.

use crate::domain::error::InputError;

/// A question in the making. It is deterministic: how it is sliced does not change the answer.
///
/// ```
/// # use parcours::domain::{error::InputError, pathway::Task};
/// /// What a page does in each frame, with its own clock.
/// fn frame(task: &mut impl Task, time_is_up: impl Fn() -> bool) -> Result<bool, InputError> {
///     while !time_is_up() {
///         if task.step(20)? {
///             return Ok(true);
///         }
///     }
///     Ok(false)
/// }
/// ```
pub trait Task {
    /// What it finds.
    type Answer;

    /// Goes on for about `work` conflicts of the search (20 is a fraction of a millisecond); says whether everything is done.
    ///
    /// # Errors
    /// The request names what the catalogue does not have, or is too large to plan.
    fn step(&mut self, work: u64) -> Result<bool, InputError>;

    /// How much is done, and of how much; the whole may grow or shrink on the way.
    fn progress(&self) -> (usize, usize);

    /// What is found so far; the whole answer once [`Task::step`] says that everything is done.
    fn found(&self) -> &Self::Answer;

    /// Does it all at once.
    ///
    /// # Errors
    /// As [`Task::step`].
    fn finish(mut self) -> Result<Self::Answer, InputError>
    where
        Self: Sized,
        Self::Answer: Clone,
    {
        while !self.step(u64::MAX)? {}
        Ok(self.found().clone())
    }
}
