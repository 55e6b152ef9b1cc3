//! The levels, one after the other: each is a short sequence of the question "is there a plan within these limits?".

use super::fault::Fault;
use super::levels::{self, Bisection, Lowest};
use super::numbers::ceil_div;
use super::presolve::{Presolved, presolve};
use super::problem::{Level, Problem};
use super::question::{Allowance, Answer, Question};
use super::ready::{Limits, Ready};
use super::solution::{Budget, LevelResult, Placement, Refutation, Solution, Status};
use super::validate::validate;

/// What narrowing a question down counts, for each start of a unit, in looks of the engine.
const PRESOLVE_LOOKS: u64 = 80;
/// The conflicts of a question within a horizon, and how many slots it may be moved.
const SHORT: u64 = 200;
const FARTHER: u32 = 3;
/// A unit of work, in looks of the engine: some tens of microseconds.
const WORK: u64 = 10_000;

/// A search that can be run in slices.
pub struct Search {
    ready: Ready,
    budget: Budget,
    /// How far the last level may go, when it is a wish that no proof is owed: see [`Search::with_wish`].
    wish: Option<Budget>,
    conflicts: u64,
    /// How far all questions may go together, in looks, and how far they went: see [`Search::within`].
    most_looks: u64,
    /// The most looks that the open question may take.
    share: u64,
    looks: u64,
    /// The limits the levels before have set, and the horizon.
    limits: Limits,
    level: usize,
    results: Vec<LevelResult>,
    best: Option<(Vec<Placement>, Vec<usize>, Limits)>,
    /// The lowest value of the level is being looked for.
    bisection: Option<Box<Bisection>>,
    question: Option<Question>,
    /// The question of the best plan, whose engine can go on from there.
    last: Option<Question>,
    /// What limits were narrowed down to while the lowest peak was looked for.
    passed: Option<(Limits, Presolved)>,
    /// The state of the level: everything below is refuted; everything below `tried` is refuted or given up.
    bound: i64,
    tried: i64,
    started: bool,
    /// The first cheap plan is looked for in so many slots, with so many more questions of that kind: see [`Search::look_farther`].
    horizon: Option<(usize, u32)>,
    /// Ask without a target first: the lowest value was refused and there is no plan to start from.
    untargeted: bool,
    finished: Option<Solution>,
}

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

/// The part of the work, one in so many, that is added for the levels after one that was left open.
const LATER: u64 = 4;

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
            wish: None,
            conflicts: 0,
            most_looks: u64::MAX,
            share: u64::MAX,
            looks: 0,
            limits,
            level: 0,
            results: Vec::new(),
            best: None,
            bisection: None,
            question: None,
            last: None,
            passed: None,
            bound: 0,
            tried: 0,
            started: false,
            horizon: None,
            untargeted: false,
            finished: None,
        })
    }

    /// The last level is the level of penalties, and only a wish: it gets no more than `budget` beyond what the levels before took, and each
    /// unit is first tried where its penalty is nothing.
    #[must_use]
    pub fn with_wish(self, budget: Budget) -> Self {
        Self { wish: Some(budget), ..self }
    }

    /// The search goes no further than about `work` units of work, of which a question may take half of what is left: then it ends as when
    /// the conflicts are spent, with the best plan and how much better one could be on each level. Where a level is left open, those that follow
    /// get a quarter more.
    #[must_use]
    pub fn within(self, work: u64) -> Self {
        Self { most_looks: work.saturating_mul(WORK), ..self }
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
            if let Some(mut question) = self.question.take() {
                let rest = |most: u64, one: u64, all: u64, spent: u64| one.saturating_sub(spent).min(most.saturating_sub(all));
                let most = if self.horizon.is_some() { SHORT.min(self.budget.question) } else { self.budget.question };
                let allowed = Allowance {
                    conflicts: rest(self.budget.total, most, self.conflicts, question.conflicts()),
                    looks: rest(self.most_looks, self.share, self.looks, question.looks()),
                };
                let wished;
                let hint = if self.wishes() {
                    wished = self.ready.unpenalised();
                    Some(wished.as_slice())
                } else {
                    self.best.as_ref().map(|best| best.0.as_slice())
                };
                let before = (question.conflicts(), question.looks());
                let answer = question.step(&self.ready, hint, allowed, &mut left);
                self.conflicts += question.conflicts() - before.0;
                self.looks += question.looks() - before.1;
                match answer {
                    Answer::Open => self.question = Some(question),
                    Answer::Found => self.found(question),
                    Answer::Refuted(_) | Answer::Spent if self.horizon.is_some() => self.look_farther(),
                    Answer::Refuted(refutation) => self.refuted(question.target, refutation),
                    Answer::Spent => self.given_up(question.target),
                }
                continue;
            }
            left = left.saturating_sub(self.ready.all_starts * PRESOLVE_LOOKS);
            match self.bisection.take() {
                Some(bisection) => self.bisect(bisection),
                None => self.next(),
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

    /// Whether the level being worked on is only a wish.
    fn wishes(&self) -> bool {
        self.wish.is_some() && self.level + 1 == self.ready.objective.len()
    }

    fn objective(&self) -> Option<Level> {
        self.ready.objective.get(self.level).copied()
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
            // A level may have been left open, and met its bound later.
            let open = self.results.iter().any(|result| result.value != Some(result.bound));
            self.finish(if open { Status::Limit } else { Status::Optimal }, None);
            return;
        };
        if !self.started {
            self.started = true;
            self.untargeted = false;
            let known = self.last.as_ref().and_then(|last| last.known(self.limits));
            match levels::lowest(&self.ready, self.limits, level, self.best.as_ref().map(|best| best.2), known) {
                Ok(Lowest::Known(lowest, refutation)) => self.open_level(level, lowest, refutation),
                Ok(Lowest::Between(bisection)) => self.bisection = Some(bisection),
                Err(refutation) => self.finish(Status::Infeasible, Some(refutation)),
            }
            return;
        }
        let best = self.best.as_ref().map(|best| best.2.get(level));
        if best.is_some_and(|best| best <= self.tried) {
            self.close(level);
            return;
        }
        if self.conflicts >= self.budget.total || self.looks >= self.most_looks {
            if self.best.is_some() {
                self.close(level);
                // A plan that is left unproven here may be far from good on the levels that follow, which are often easy.
                self.most_looks = self.looks.saturating_add(self.most_looks / LATER);
            } else {
                self.finish(Status::Limit, None);
            }
            return;
        }
        // Ask the lowest first. When it is refused, or given up, improve on the best plan by a part of what is open, at least by one step.
        let part = match level {
            Level::Cost | Level::Pref => self.untargeted.then_some(16),
            Level::Finish | Level::Peak => (self.bound < self.tried).then_some(4),
        };
        let target = match (best, part) {
            (Some(best), Some(part)) => {
                let step = self.ready.step_of(level);
                (best - step * ((best - self.tried) / step / part).max(1)).max(self.tried)
            }
            (None, _) if self.untargeted && level != Level::Finish => {
                self.ask(None);
                return;
            }
            _ => self.tried,
        };
        self.ask(Some(target));
    }

    fn bisect(&mut self, mut bisection: Box<Bisection>) {
        match (bisection.step(&self.ready, self.limits), self.objective()) {
            (Some((lowest, refutation)), Some(level)) => {
                self.open_level(level, lowest, refutation);
                self.passed = bisection.passed();
            }
            _ => self.bisection = Some(bisection),
        }
    }

    /// Begins a level, of which everything below `lowest` is refuted.
    fn open_level(&mut self, level: Level, lowest: i64, refutation: Option<Refutation>) {
        (self.bound, self.tried) = (lowest, lowest);
        if level == Level::Cost
            && self.best.is_none()
            && let Ok(Lowest::Known(least, _)) = levels::lowest(&self.ready, self.limits, Level::Finish, None, None)
        {
            self.horizon = usize::try_from(least).ok().filter(|least| *least < self.limits.slots).map(|least| (least, FARTHER));
        }
        if let Some(wish) = self.wish.filter(|_| self.wishes()) {
            self.budget = Budget { question: wish.question, total: self.budget.total.min(self.conflicts.saturating_add(wish.total)) };
        }
        self.results.push(LevelResult { level, value: None, bound: lowest, refutation });
    }

    /// Opens the question with this target on the level, or refutes it at once.
    fn ask(&mut self, target: Option<i64>) {
        self.share = self.most_looks.saturating_sub(self.looks) / 2;
        let mut limits = self.limits;
        limits.slots = self.horizon.map_or(limits.slots, |(slots, _)| slots);
        if let (Some(level), Some(target)) = (self.objective(), target) {
            limits.set(level, target);
        }
        let again = self.last.as_ref().and_then(|last| last.again(&self.ready, limits));
        let passed = self.passed.take().filter(|passed| passed.0 == limits);
        let presolved = match (again, passed) {
            (Some(again), _) => again.map(|()| None),
            (None, Some((_, presolved))) => Ok(Some(presolved)),
            (None, None) => presolve(&self.ready, limits).map(Some),
        };
        let presolved = match presolved {
            Ok(presolved) => presolved,
            Err(_) if self.horizon.is_some() => {
                self.look_farther();
                return;
            }
            Err(refutation) => {
                self.refuted(target, refutation);
                return;
            }
        };
        self.question = match (self.last.take().filter(|last| limits.within(last.limits)), presolved) {
            (Some(last), presolved) => Some(last.tightened(&self.ready, target, limits, presolved)),
            (None, Some(presolved)) => Some(Question::new(target, limits, presolved)),
            (None, None) => None,
        };
    }

    /// There is no plan that cheap within the horizon, or none was seen. That refutes nothing: one slot more, and in the end all of them.
    ///
    /// When nothing but the price counts yet, units are scattered over a horizon of decades, and a plan that fills few years, and so pays few
    /// annual fees, is hardly ever met; the last terms are where the lowest finish is, or just behind it.
    fn look_farther(&mut self) {
        let farther = self.horizon.and_then(|(slots, left)| Some((slots + 1, left.checked_sub(1)?)));
        self.horizon = farther.filter(|(slots, _)| *slots < self.limits.slots);
    }

    fn found(&mut self, question: Question) {
        self.horizon = None;
        let (plan, counted) = question.plan(&self.ready);
        let start = |placement: &Placement| if let Placement::At(start) = placement { Some(*start) } else { None };
        let values = self.ready.values(&plan.iter().map(start).collect::<Vec<_>>());
        // A level that was given up may turn out better on the way.
        for result in &mut self.results[..self.level] {
            result.value = Some(values.get(result.level));
            self.limits.set(result.level, values.get(result.level));
        }
        self.best = Some((plan, counted, values));
        self.last = Some(question);
    }

    fn refuted(&mut self, target: Option<i64>, refutation: Refutation) {
        let horizon = self.ready.slots.len() as i64;
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
        let step = self.ready.step_of(level);
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
        let (Some(level), Some(target)) = (self.objective(), target) else {
            self.finish(Status::Limit, None);
            return;
        };
        self.tried = self.tried.max(target + self.ready.step_of(level));
        self.untargeted = true;
        if level == Level::Finish && self.tried > self.ready.slots.len() as i64 && self.best.is_none() {
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
