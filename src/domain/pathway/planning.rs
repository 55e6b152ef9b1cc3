//! A plan in the making: searched in slices, then read.

use super::{
    certificate::{Measure, Reason, certificate, lightest},
    compiled::Compiled,
    decode::{decode_tidy, tell},
    tidy::Tidying,
};
use crate::domain::{
    answer::{Plan, PlanStatus},
    error::InputError,
    planner::{Budget, Level, Progress, Search, Solution, Status},
};

/// A plan in the making.
pub struct Planning {
    compiled: Compiled,
    budget: Budget,
    state: State,
    /// Whether the proof is told as simply as can be.
    explains: bool,
    /// No plan as good is nearer to the one before, and that is proven.
    nearest: bool,
}

enum State {
    Searching(Box<Search>),
    /// Of the best plans with the fewest changes, the nearest; beside it the one with the fewest.
    Nearing(Box<(Search, Solution)>),
    /// Of plans that are equally good, the one that people expect.
    Tidying(Box<Tidying>),
    /// Reading takes a while too: it gets a slice of its own.
    Reading(Solution),
    /// The proof is a search: looks for a simpler one.
    Explaining(Box<Explaining>),
    Done(Box<Plan>),
}

/// A proof in the making: how little of each measure a plan can take.
struct Explaining {
    plan: Plan,
    /// The slots of the plan.
    finish: usize,
    least: Vec<(Measure, i64)>,
    search: Option<Search>,
}

/// Work after which a plan is given with its gap: about two seconds of a desktop computer. Someone waits for it, and a level that takes longer
/// to prove is most often the price of a plan that ends as soon and is as light. A count, so that every machine gives the same plan.
const MOST_WORK: u64 = 32_000;

/// How far the search goes to move less of the plan before, or to prove that nothing moves less: nobody waits for that proof.
const WISH: Budget = Budget { question: 300, total: 1_500 };

/// How far a search for a simpler proof may go.
const SIMPLE: Budget = Budget { question: 500, total: 1_000 };

impl Explaining {
    /// Goes on; gives the plan with its proof in the end.
    fn step(&mut self, compiled: &Compiled, work: u64) -> Option<Plan> {
        let told = |reasons: Vec<Reason>, plan: &mut Plan| {
            plan.proof.why = tell(compiled, &reasons);
            Some(std::mem::take(plan))
        };
        let Some(search) = &mut self.search else {
            if let Some(reasons) = certificate(compiled, self.finish, &self.least) {
                return told(reasons, &mut self.plan);
            }
            // A bound that the planner can tell is good enough; otherwise it is worth a search for how little a plan can take.
            let simple = self.plan.proof.why.iter().all(|step| step.kind != "search") && !self.plan.proof.why.is_empty();
            let next = Measure::ALL.get(self.least.len()).filter(|_| !simple);
            if let Some(measure) = next.filter(|measure| !measure.limited(&compiled.problem)) {
                self.least.push((*measure, 0));
                return None;
            }
            let Some(search) = next.and_then(|measure| Search::new(&lightest(&compiled.problem, *measure), SIMPLE).ok()) else {
                return Some(std::mem::take(&mut self.plan));
            };
            self.search = Some(search);
            return None;
        };
        if let Progress::Done(solution) = search.step(work) {
            self.search = None;
            let bound = if solution.status == Status::Infeasible { 0 } else { solution.levels.first().map_or(0, |level| level.bound) };
            self.least.push((*Measure::ALL.get(self.least.len())?, bound));
        }
        None
    }
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
            let search = Search::new(&compiled.problem, budget)?.within(MOST_WORK);
            State::Searching(Box::new(if compiled.wishes() { search.with_wish(WISH) } else { search }))
        };
        Ok(Self { compiled, budget, state, explains: true, nearest: false })
    }

    /// The same, for a question that needs the plan alone: its proof is the planner's own.
    ///
    /// # Errors
    /// As [`Planning::new`].
    pub(super) fn plain(compiled: Compiled, budget: Budget) -> Result<Self, InputError> {
        Ok(Self { explains: false, ..Self::new(compiled, budget)? })
    }

    /// Goes on for about `work` conflicts of the search; gives the plan once it is there. Why there is none, [`super::Making`] tells.
    pub fn step(&mut self, work: u64) -> Option<&Plan> {
        match &mut self.state {
            State::Searching(search) => {
                if let Progress::Done(solution) = search.step(work) {
                    self.state = self.found(solution);
                }
                None
            }
            State::Nearing(nearing) => {
                let (search, fewest) = nearing.as_mut();
                if let Progress::Done(nearest) = search.step(work) {
                    self.nearest = nearest.status == Status::Optimal;
                    let solution = if self.nearest { nearest } else { fewest.clone() };
                    self.state = self.tidying(solution);
                }
                None
            }
            State::Tidying(tidying) => {
                if let Some(solution) = tidying.step(&self.compiled, work) {
                    self.state = State::Reading(solution);
                }
                None
            }
            State::Reading(solution) => {
                let plan = decode_tidy(&self.compiled, solution);
                let finish = solution.levels.iter().find(|level| level.level == Level::Finish).and_then(|level| level.value);
                let finish = finish.and_then(|finish| usize::try_from(finish).ok()).filter(|_| plan.status == PlanStatus::Optimal);
                self.state = match finish {
                    Some(finish) if self.explains => {
                        State::Explaining(Box::new(Explaining { plan, finish, least: Vec::new(), search: None }))
                    }
                    _ => State::Done(Box::new(plan)),
                };
                self.plan()
            }
            State::Explaining(explaining) => {
                if let Some(plan) = explaining.step(&self.compiled, work) {
                    self.state = State::Done(Box::new(plan));
                }
                self.plan()
            }
            State::Done(_) => self.plan(),
        }
    }

    /// What to do with what the search found.
    fn found(&mut self, solution: Solution) -> State {
        let counts_changes = !self.compiled.near.before.is_empty() && solution.status == Status::Optimal;
        if counts_changes && self.compiled.stay_nearest(&solution) {
            // The search refuses nothing here that it took before: the problem is the same but for its penalties.
            if let Ok(search) = Search::new(&self.compiled.problem, self.budget) {
                return State::Nearing(Box::new((search.with_wish(WISH), solution)));
            }
        }
        self.nearest = counts_changes;
        self.tidying(solution)
    }

    fn tidying(&self, solution: Solution) -> State {
        State::Tidying(Box::new(Tidying::new(&self.compiled, solution)))
    }

    /// No plan that is as good changes less of the one before, and that is proven.
    #[must_use]
    pub fn nearest(&self) -> bool {
        self.nearest
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
