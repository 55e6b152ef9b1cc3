//! A plan in the making: searched in slices, then read.

use super::{compile::Compiled, decode::decode};
use crate::domain::{
    answer::Plan,
    error::InputError,
    planner::{Budget, Progress, Search, Solution},
};

/// A plan in the making.
pub struct Planning {
    compiled: Compiled,
    state: State,
}

enum State {
    Searching(Box<Search>),
    /// Reading takes a while too: it gets a slice of its own.
    Reading(Solution),
    Done(Box<Plan>),
}

impl Planning {
    /// Starts on a compiled request.
    ///
    /// # Errors
    /// The problem is too large for the planner.
    pub fn new(compiled: Compiled, budget: Budget) -> Result<Self, InputError> {
        let state = if compiled.contradiction {
            State::Done(Box::new(Plan::infeasible()))
        } else {
            State::Searching(Box::new(Search::new(&compiled.problem, budget)?))
        };
        Ok(Self { compiled, state })
    }

    /// Goes on for about `work` conflicts of the search; gives the plan once it is there. Why there is none, [`super::explain()`] tells.
    pub fn step(&mut self, work: u64) -> Option<&Plan> {
        match &mut self.state {
            State::Searching(search) => {
                if let Progress::Done(solution) = search.step(work) {
                    self.state = State::Reading(solution);
                }
                None
            }
            State::Reading(solution) => {
                self.state = State::Done(Box::new(decode(&self.compiled, solution)));
                self.plan()
            }
            State::Done(_) => self.plan(),
        }
    }

    /// The plan, once it is there.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match &self.state {
            State::Done(plan) => Some(plan),
            _ => None,
        }
    }

    /// What is being planned.
    #[must_use]
    pub fn compiled(&self) -> &Compiled {
        &self.compiled
    }
}
