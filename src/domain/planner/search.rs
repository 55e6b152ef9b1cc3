//! The levels, one after the other: each is a short sequence of the question "is there a plan within these limits?".

use super::encode::{Encoded, encode};
use super::engine::{Outcome, ceil_div};
use super::patterns;
use super::presolve::{Presolved, least_cost, least_penalty, presolve};
use super::problem::{Level, Problem};
use super::ready::{Limits, Ready};
use super::resources::check_slots;
use super::solution::{Budget, LevelResult, Placement, Refutation, Solution, Status};
use super::validate::validate;
use crate::domain::error::InputError;

/// What building a question counts against a step, in conflicts.
const BUILD_WORK: u64 = 20;

/// A search that can be run in slices.
pub struct Search {
    ready: Ready,
    budget: Budget,
    conflicts: u64,
    /// The limits the levels before have set, and the horizon.
    limits: Limits,
    level: usize,
    results: Vec<LevelResult>,
    best: Option<(Vec<Placement>, Vec<usize>, Limits)>,
    open: Option<Open>,
    /// A level ended without proof.
    limited: bool,
    /// The state of the level: everything below is refuted; everything below `tried` is refuted or given up.
    bound: i64,
    tried: i64,
    started: bool,
    /// Ask without a target first: the lowest value was refused and there is no plan to start from.
    untargeted: bool,
    finished: Option<Solution>,
}

/// The question being asked.
struct Open {
    encoded: Encoded,
    target: Option<i64>,
    limits: Limits,
    /// Conflicts met before the search was started anew.
    before: u64,
    /// What the search started from, until it is strengthened.
    weak: Option<Presolved>,
}

/// Conflicts after which a question is looked at more closely.
const PATIENCE: u64 = 300;

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to do.
    Running,
    /// The answer.
    Done(Solution),
}

/// Solves `problem`, level after level.
///
/// # Errors
/// What [`validate`] finds.
pub fn solve(problem: &Problem, budget: Budget) -> Result<Solution, InputError> {
    let mut search = Search::new(problem, budget)?;
    loop {
        if let Progress::Done(solution) = search.step(u64::MAX) {
            return Ok(solution);
        }
    }
}

impl Search {
    /// Prepares a search.
    ///
    /// # Errors
    /// What [`validate`] finds.
    pub fn new(problem: &Problem, budget: Budget) -> Result<Self, InputError> {
        validate(problem)?;
        let ready = Ready::new(problem);
        let limits = ready.unlimited();
        Ok(Self {
            ready,
            budget,
            conflicts: 0,
            limits,
            level: 0,
            results: Vec::new(),
            best: None,
            open: None,
            limited: false,
            bound: 0,
            tried: 0,
            started: false,
            untargeted: false,
            finished: None,
        })
    }

    /// Goes on for about `work` conflicts (building a question counts as 20). The answer does not depend on how it is sliced.
    pub fn step(&mut self, work: u64) -> Progress {
        let mut left = work.max(1);
        loop {
            if let Some(solution) = &self.finished {
                return Progress::Done(solution.clone());
            }
            if left == 0 {
                return Progress::Running;
            }
            match self.open.take() {
                None => {
                    self.next();
                    left = left.saturating_sub(BUILD_WORK);
                }
                Some(mut open) => {
                    let engine = &mut open.encoded.engine;
                    let before = engine.conflicts();
                    let all = open.before + before;
                    let allowed = self.budget.question.saturating_sub(all).min(self.budget.total.saturating_sub(self.conflicts));
                    let patience = if open.weak.is_some() { PATIENCE.saturating_sub(before) } else { u64::MAX };
                    let outcome = engine.run(left.min(allowed).min(patience));
                    let spent = engine.conflicts() - before;
                    self.conflicts += spent;
                    left = left.saturating_sub(spent);
                    match outcome {
                        Outcome::Sat => self.found(&open),
                        Outcome::Unsat => self.refuted(open.target, Refutation::Search { conflicts: all + spent }),
                        Outcome::Paused if spent >= allowed => self.given_up(open.target),
                        Outcome::Paused if spent >= patience => self.strengthen(open),
                        Outcome::Paused => self.open = Some(open),
                    }
                }
            }
        }
    }

    fn objective(&self) -> Option<Level> {
        self.ready.problem.objective.get(self.level).copied()
    }

    /// Decides on the next question and opens it, or ends a level.
    fn next(&mut self) {
        let Some(level) = self.objective() else {
            if self.best.is_none() && !self.started {
                // No objective at all: any plan will do.
                self.started = true;
                self.ask(None);
                return;
            }
            let status = if self.limited { Status::Limit } else { Status::Optimal };
            self.finish(status, None);
            return;
        };
        if !self.started {
            self.started = true;
            self.untargeted = false;
            match self.lowest(level) {
                Ok(lowest) => self.bound = lowest,
                Err(refutation) => {
                    self.finish(Status::Infeasible, Some(refutation));
                    return;
                }
            }
            self.tried = self.bound;
            self.results.push(LevelResult { level, value: None, bound: self.bound, refutation: None });
        }
        let best = self.best.as_ref().map(|best| best.2.get(level));
        if best.is_some_and(|best| best <= self.tried) {
            self.close(level);
            return;
        }
        if self.conflicts >= self.budget.total {
            self.limited = true;
            if self.best.is_some() {
                self.close(level);
            } else {
                self.finish(Status::Limit, None);
            }
            return;
        }
        let target = match best {
            // Ask the lowest first; when it is refused, move towards the best plan, more boldly each time.
            Some(best) if self.untargeted && (level == Level::Cost || level == Level::Pref) => self.tried + (best - self.tried - 1) / 4,
            None if self.untargeted && level != Level::Finish => {
                self.ask(None);
                return;
            }
            _ => self.tried,
        };
        self.ask(Some(target));
    }

    fn step_of(&self, level: Level) -> i64 {
        match level {
            Level::Cost => self.ready.cost_step,
            Level::Pref => self.ready.pref_step,
            Level::Finish | Level::Peak => 1,
        }
    }

    /// A lower bound on a level, given the levels before.
    fn lowest(&self, level: Level) -> Result<i64, Refutation> {
        let presolved = presolve(&self.ready, self.limits)?;
        Ok(match level {
            Level::Finish => (0..presolved.starts.len())
                .filter(|&unit| presolved.forced[unit])
                .filter_map(|unit| presolved.starts[unit].first().map(|entry| (entry.0 + self.ready.duration[unit]) as i64))
                .max()
                .unwrap_or(0),
            Level::Cost => least_cost(&self.ready, &presolved.demand, &presolved.forced),
            Level::Peak => 0,
            Level::Pref => least_penalty(&self.ready, &presolved.demand, &presolved.forced, &presolved.starts),
        })
    }

    /// Opens the question with this target on the level, or refutes it at once.
    fn ask(&mut self, target: Option<i64>) {
        let mut limits = self.limits;
        if let (Some(level), Some(target)) = (self.objective(), target) {
            limits.set(level, target);
        }
        match presolve(&self.ready, limits) {
            Err(refutation) => self.refuted(target, refutation),
            Ok(presolved) => {
                let hint = self.best.as_ref().map(|best| best.0.as_slice());
                let encoded = encode(&self.ready, limits, &presolved, hint);
                self.open = Some(Open { encoded, target, limits, before: 0, weak: Some(presolved) });
            }
        }
    }

    /// The search is not getting anywhere: looks for weights that refute the question, or at least guide the search, and starts it anew.
    fn strengthen(&mut self, mut open: Open) {
        let Some(mut presolved) = open.weak.take() else { return };
        if let Some(resource) = patterns::weights(&self.ready, open.limits, &presolved) {
            presolved.resources.push(resource);
            let Presolved { demand, starts, forced, resources, .. } = &presolved;
            match check_slots(&self.ready, open.limits, demand, starts, forced, resources) {
                Err(refutation) => {
                    self.refuted(open.target, refutation);
                    return;
                }
                Ok(least) => presolved.least = least,
            }
            open.before += open.encoded.engine.conflicts();
            let hint = self.best.as_ref().map(|best| best.0.as_slice());
            open.encoded = encode(&self.ready, open.limits, &presolved, hint);
        }
        self.open = Some(open);
    }

    fn found(&mut self, open: &Open) {
        let (plan, counted) = open.encoded.plan(&self.ready);
        let starts: Vec<Option<usize>> =
            plan.iter().map(|placement| if let Placement::At(start) = placement { Some(*start) } else { None }).collect();
        let values = self.ready.values(&starts);
        self.best = Some((plan, counted, values));
    }

    fn refuted(&mut self, target: Option<i64>, refutation: Refutation) {
        let horizon = self.ready.problem.slots.len() as i64;
        let (Some(level), Some(target)) = (self.objective(), target) else {
            self.finish(Status::Infeasible, Some(refutation));
            return;
        };
        if level == Level::Finish && target >= horizon && self.best.is_none() && self.bound >= target {
            self.finish(Status::Infeasible, Some(refutation));
            return;
        }
        let mut next = target + 1;
        if let Refutation::Lower { level: of, least } = refutation
            && of == level
        {
            next = next.max(least);
        }
        let step = self.step_of(level);
        next = ceil_div(next, step) * step;
        // Values below a question given up are not refuted one by one, but by this one all at once.
        self.bound = self.bound.max(next);
        self.tried = self.tried.max(next);
        self.untargeted = true;
        if let Some(result) = self.results.last_mut() {
            result.refutation = Some(refutation);
        }
    }

    fn given_up(&mut self, target: Option<i64>) {
        self.limited = true;
        let (Some(level), Some(target)) = (self.objective(), target) else {
            self.finish(Status::Limit, None);
            return;
        };
        self.tried = self.tried.max(target + self.step_of(level));
        self.untargeted = true;
        if level == Level::Finish && self.tried > self.ready.problem.slots.len() as i64 && self.best.is_none() {
            self.finish(Status::Limit, None);
        }
    }

    /// Ends a level at the best plan.
    fn close(&mut self, level: Level) {
        let value = self.best.as_ref().map_or(0, |best| best.2.get(level));
        self.limits.set(level, value);
        if let Some(result) = self.results.last_mut() {
            result.value = Some(value);
            result.bound = self.bound.min(value);
        }
        self.level += 1;
        self.started = false;
    }

    fn finish(&mut self, status: Status, refutation: Option<Refutation>) {
        let (plan, counted) = match (status, self.best.take()) {
            (Status::Infeasible, _) | (_, None) => (Vec::new(), Vec::new()),
            (_, Some(best)) => (best.0, best.1),
        };
        let levels = if status == Status::Infeasible { Vec::new() } else { std::mem::take(&mut self.results) };
        self.finished = Some(Solution { status, levels, plan, counted, refutation, conflicts: self.conflicts });
    }
}
