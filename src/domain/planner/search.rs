//! The levels, one after the other: each is a short sequence of the question "is there a plan within these limits?".

use super::encode::{Encoded, encode};
use super::engine::{Outcome, ceil_div};
use super::fault::Fault;
use super::patterns;
use super::presolve::{Presolved, least_cost, least_penalty, low_bits, outline, overflow, presolve};
use super::problem::{Level, PeakOf, Problem};
use super::ready::{Limits, Ready};
use super::resources::check_slots;
use super::solution::{Budget, LevelResult, Placement, Refutation, Solution, Status};
use super::validate::validate;

/// What building a question counts against a step, for each start of a unit, in looks of the engine.
const BUILD_LOOKS: u64 = 300;
/// A unit of work, in looks of the engine: some tens of microseconds.
const WORK: u64 = 10_000;

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
    /// The question of the best plan, whose engine can go on from there.
    last: Option<Open>,
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
    /// Conflicts of this question that the engine does not count, and conflicts of the engine that belong to earlier questions.
    before: u64,
    inherited: u64,
    /// What the question was narrowed down to, until everything known has been put to use.
    presolved: Option<Presolved>,
    stage: Stage,
}

/// How much of what is known about a question its constraints say; each stage gets some conflicts before the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The constraints of the last plan's question, tightened.
    Tightened,
    /// Constraints of its own.
    Fresh,
    /// With weights on the kinds of units.
    Weighted,
}

/// Conflicts after which a question is encoded on its own, and after which it is looked at more closely.
const PATIENCE_TIGHTENED: u64 = 10;
const PATIENCE_FRESH: u64 = 30;

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
pub fn solve(problem: &Problem, budget: Budget) -> Result<Solution, Fault> {
    let mut search = Search::new(problem, budget)?;
    loop {
        if let Progress::Done(solution) = search.step(u64::MAX) {
            return Ok(solution);
        }
    }
}

/// A lower bound, and itself as what refutes anything lower.
fn lower(level: Level, least: i64) -> (i64, Option<Refutation>) {
    (least, (least > 0).then_some(Refutation::Lower { level, least }))
}

impl Search {
    /// Prepares a search.
    ///
    /// # Errors
    /// What [`validate`] finds.
    pub fn new(problem: &Problem, budget: Budget) -> Result<Self, Fault> {
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
            last: None,
            limited: false,
            bound: 0,
            tried: 0,
            started: false,
            untargeted: false,
            finished: None,
        })
    }

    /// Goes on for about `work` units of work: one takes some tens of microseconds, and a slice at most a few milliseconds more than it
    /// was given. The answer does not depend on how it is sliced.
    pub fn step(&mut self, work: u64) -> Progress {
        let mut left = work.max(1).saturating_mul(WORK);
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
                    left = left.saturating_sub(self.build_looks());
                }
                Some(mut open) => {
                    let engine = &mut open.encoded.engine;
                    let (start, looks) = (engine.conflicts(), engine.looks());
                    let here = start - open.inherited;
                    let all = open.before + here;
                    let allowed = self.budget.question.saturating_sub(all).min(self.budget.total.saturating_sub(self.conflicts));
                    let patience = match open.stage {
                        Stage::Tightened => PATIENCE_TIGHTENED.saturating_sub(here),
                        Stage::Fresh => PATIENCE_FRESH.saturating_sub(here),
                        Stage::Weighted => u64::MAX,
                    };
                    let outcome = engine.run(allowed.min(patience), left);
                    let spent = engine.conflicts() - start;
                    self.conflicts += spent;
                    left = left.saturating_sub(engine.looks() - looks);
                    match outcome {
                        Outcome::Sat => self.found(open),
                        Outcome::Unsat => self.refuted(open.target, Refutation::Search { conflicts: all + spent }),
                        Outcome::Paused if spent >= allowed => self.given_up(open.target),
                        Outcome::Paused if spent >= patience => {
                            self.strengthen(open, all + spent);
                            left = left.saturating_sub(self.build_looks());
                        }
                        Outcome::Paused => self.open = Some(open),
                    }
                }
            }
        }
    }

    /// The best plan so far, as if the budget ran out now: the level being worked on tells its value and how much better it could be.
    ///
    /// The first plan may take a while, and the levels not begun are left out.
    #[must_use]
    pub fn so_far(&self) -> Solution {
        if let Some(solution) = &self.finished {
            return solution.clone();
        }
        let mut levels = self.results.clone();
        let (plan, counted) = match &self.best {
            Some((plan, counted, values)) => {
                for result in &mut levels {
                    let value = values.get(result.level);
                    result.value = Some(value);
                    result.bound = result.bound.min(value);
                }
                (plan.clone(), counted.clone())
            }
            None => (Vec::new(), Vec::new()),
        };
        Solution { status: Status::Limit, levels, plan, counted, refutation: None, conflicts: self.conflicts }
    }

    fn build_looks(&self) -> u64 {
        self.ready.starts.iter().map(Vec::len).sum::<usize>() as u64 * BUILD_LOOKS
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
            let refuted = match self.lowest(level) {
                Ok((lowest, refuted)) => {
                    self.bound = lowest;
                    refuted
                }
                Err(refutation) => {
                    self.finish(Status::Infeasible, Some(refutation));
                    return;
                }
            };
            self.tried = self.bound;
            self.results.push(LevelResult { level, value: None, bound: self.bound, refutation: refuted });
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
            // Ask the lowest first; when it is refused, improve on the best plan: by a sixteenth of what is open, at least by one step.
            Some(best) if self.untargeted && (level == Level::Cost || level == Level::Pref) => {
                let step = self.step_of(level);
                (best - step * ((best - self.tried) / step / 16).max(1)).max(self.tried)
            }
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
            Level::Peak => self.ready.peak_step,
            Level::Finish => 1,
        }
    }

    /// A lower bound on a level, given the levels before; `None` in its refutation when nothing had to be refuted.
    fn lowest(&self, level: Level) -> Result<(i64, Option<Refutation>), Refutation> {
        let presolved = outline(&self.ready, self.limits)?;
        let forced = || (0..presolved.starts.len()).filter(|&unit| presolved.forced[unit]);
        Ok(match level {
            Level::Finish => {
                let chain = forced()
                    .filter_map(|unit| presolved.starts[unit].first().map(|entry| entry.0 + self.ready.duration[unit]))
                    .max()
                    .unwrap_or(0);
                let mut lowest = (chain as i64, None);
                for (resource, &needed) in presolved.resources.iter().zip(&presolved.least) {
                    let mut available = 0;
                    for (slot, cap) in resource.cap.iter().enumerate() {
                        if available >= needed {
                            break;
                        }
                        if slot as i64 >= lowest.0 {
                            let units = forced().filter(|&unit| resource.total[unit] > 0).collect();
                            lowest = (slot as i64 + 1, Some(overflow(resource.measure, needed, available, low_bits(slot), units)));
                        }
                        available += cap;
                    }
                }
                // A chain of units: the narrower question says which.
                if lowest.1.is_none() && lowest.0 > 0 {
                    lowest.1 = presolve(&self.ready, Limits { slots: lowest.0 as usize - 1, ..self.limits }).err();
                }
                lowest
            }
            Level::Peak => self.lowest_peak(),
            Level::Cost => lower(level, least_cost(&self.ready, &presolved.demand, &presolved.forced)),
            Level::Pref => lower(level, least_penalty(&self.ready, &presolved.demand, &presolved.forced, &presolved.starts)),
        })
    }

    /// The lowest peak that presolve does not refute: just below the best plan's first, then by bisection.
    fn lowest_peak(&self) -> (i64, Option<Refutation>) {
        let step = self.ready.peak_step;
        let loads = self.ready.problem.units.iter().flat_map(|unit| &unit.load);
        let most: i64 = loads.map(|load| if self.ready.problem.peak_of == PeakOf::Hours { load.1 } else { load.0 }).sum();
        let (mut low, mut high) = (0, self.best.as_ref().map_or(most, |best| best.2.peak) / step);
        let mut refutation = None;
        let mut middle = if self.best.is_some() { high - 1 } else { high / 2 };
        while low < high {
            let mut limits = self.limits;
            limits.set(Level::Peak, middle.max(0) * step);
            match presolve(&self.ready, limits) {
                Ok(_) => high = middle,
                Err(found) => {
                    refutation = Some(found);
                    low = middle + 1;
                }
            }
            middle = low + (high - low) / 2;
        }
        (low * step, refutation)
    }

    /// Opens the question with this target on the level, or refutes it at once.
    fn ask(&mut self, target: Option<i64>) {
        let mut limits = self.limits;
        if let (Some(level), Some(target)) = (self.objective(), target) {
            limits.set(level, target);
        }
        let presolved = match presolve(&self.ready, limits) {
            Ok(presolved) => presolved,
            Err(refutation) => {
                self.refuted(target, refutation);
                return;
            }
        };
        if let Some(mut open) = self.last.take()
            && limits.within(open.limits)
        {
            open.encoded.tighten(&self.ready, open.limits, limits, &presolved);
            let inherited = open.encoded.engine.conflicts();
            self.open = Some(Open { target, limits, before: 0, inherited, presolved: Some(presolved), stage: Stage::Tightened, ..open });
            return;
        }
        let encoded = self.encode(limits, &presolved);
        self.open = Some(Open { encoded, target, limits, before: 0, inherited: 0, presolved: Some(presolved), stage: Stage::Fresh });
    }

    fn encode(&self, limits: Limits, presolved: &Presolved) -> Encoded {
        let hint = self.best.as_ref().map(|best| best.0.as_slice());
        encode(&self.ready, limits, presolved, hint)
    }

    /// The search is not getting anywhere: starts it anew with constraints that say more. `spent` counts the conflicts so far.
    fn strengthen(&mut self, mut open: Open, spent: u64) {
        let Some(mut presolved) = open.presolved.take() else { return };
        if open.stage == Stage::Tightened {
            let encoded = self.encode(open.limits, &presolved);
            self.open = Some(Open { encoded, before: spent, inherited: 0, presolved: Some(presolved), stage: Stage::Fresh, ..open });
            return;
        }
        open.stage = Stage::Weighted;
        // Weights that refute the question, or at least guide the search.
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
            open.before = spent;
            open.inherited = 0;
            open.encoded = self.encode(open.limits, &presolved);
        }
        self.open = Some(open);
    }

    fn found(&mut self, open: Open) {
        let (plan, counted) = open.encoded.plan(&self.ready);
        let starts: Vec<Option<usize>> =
            plan.iter().map(|placement| if let Placement::At(start) = placement { Some(*start) } else { None }).collect();
        let values = self.ready.values(&starts);
        self.best = Some((plan, counted, values));
        self.last = Some(open);
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
        if level == Level::Finish && self.best.is_none() && !self.untargeted {
            // Perhaps not even all slots are enough, which is quickly seen or never.
            if let Err(refutation) = presolve(&self.ready, self.limits) {
                self.finish(Status::Infeasible, Some(refutation));
                return;
            }
        }
        // Values below a question given up are not refuted one by one, but by this one all at once.
        self.bound = self.bound.max(next);
        self.tried = self.tried.max(next);
        self.untargeted = true;
        if let Some(result) = self.results.last_mut() {
            result.bound = self.bound;
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
