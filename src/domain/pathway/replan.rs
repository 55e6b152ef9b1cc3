//! A plan for a changed request that moves as little as possible.
//!
//! Among all plans that are best on each level of the objective, one with the fewest units that move or are new, and of these one with the
//! fewest new ones and whose units move by the fewest terms.

use super::{
    compile::{Compiled, Variation, vary},
    decode::{decode, read},
    explain::explain,
    scene::Scene,
    task::Task,
    tidy::leave_out,
    verify::verify,
    wishes::Wishes,
};
use crate::domain::sorted::{Map, Sorting};
use crate::domain::{
    answer::{Plan, PlanStatus},
    date::Term,
    error::InputError,
    planner::{Level, LevelResult, Placement, PreMode, Progress, Search, Solution, Status, Violation, check},
    request::Request,
};
use serde::Serialize;

/// A plan, and what it changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Replanned {
    /// The plan; `None` as long as it is being looked for, or when there is nothing to plan.
    pub plan: Option<Plan>,
    /// What differs from the plan before, in the order of the new plan; units that it no longer takes come last.
    pub moves: Vec<Move>,
    /// No plan as good changes less, and that is proven.
    pub proven: bool,
}

/// A change of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The unit.
    pub code: String,
    /// Its term before; `None` when it is new.
    pub from: Option<Term>,
    /// Its term now; `None` when the plan no longer takes it.
    pub to: Option<Term>,
    /// Why.
    pub why: Cause,
}

/// Why a unit could not stay where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// The request pins it.
    Pinned,
    /// The request chooses it.
    Chosen,
    /// The request rules it out.
    Excluded,
    /// It is held, or was granted.
    Acquired,
    /// It is not given in that term, or nothing may be taken then.
    NotOpen,
    /// What it builds on comes too late for that term.
    After {
        /// The units that come first.
        units: Vec<String>,
    },
    /// Another unit builds on it, or goes with it.
    Before {
        /// That unit.
        unit: String,
    },
    /// Too few credits are finished by that term.
    Credits,
    /// That term is full.
    Full,
    /// The plan is finished before that term.
    Sooner,
    /// It would cost more.
    Cheaper,
    /// The heaviest term would be heavier.
    Lighter,
    /// The requirements ask for it, now that others are not taken.
    Needed,
    /// The requirements are met without it.
    NotNeeded,
}

/// A plan that moves little, in the making.
pub struct Replan<'a> {
    scene: Scene<'a>,
    request: Request,
    before: Map<String, Term>,
    stage: Stage,
    found: Replanned,
}

enum Stage {
    Start,
    /// The best plan with the fewest changes.
    Fewest(Box<(Compiled, Search)>),
    /// Of those the nearest; beside it the one with the fewest changes.
    Nearest(Box<(Compiled, Search, Solution)>),
    Done,
}

impl<'a> Replan<'a> {
    /// A plan for `request` near `previous`.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, previous: &Plan) -> Self {
        let before = previous.units().map(|(term, unit)| (unit.code.clone(), term)).collect();
        Self { scene, request: request.clone(), before, stage: Stage::Start, found: Replanned::default() }
    }

    fn start(&mut self) -> Result<Stage, InputError> {
        let variation = Variation { keep: self.before.keys().cloned().collect(), ..Variation::default() };
        let Some(mut compiled) = vary(&self.scene, &self.request, &variation)? else { return Ok(Stage::Done) };
        if compiled.contradiction {
            return self.without_plan(Plan::infeasible());
        }
        compiled.problem.objective.push(Level::Pref);
        weigh(&mut compiled, &self.before, &Weights { change: 1, term: 0 });
        let search = Search::new(&compiled.problem, self.scene.budget)?;
        Ok(Stage::Fewest(Box::new((compiled, search))))
    }

    /// The fewest changes are known: looks for the nearest plan with as few, unless nothing can be nearer.
    fn nearer(&mut self, mut compiled: Compiled, solution: Solution) -> Result<Stage, InputError> {
        if solution.plan.is_empty() {
            return self.without_plan(decode(&compiled, &solution));
        }
        let far: Vec<i64> = moves(&compiled, &solution, &self.before).filter(|far| *far > 0).collect();
        let distance: i64 = far.iter().sum();
        if solution.status == Status::Optimal && far.iter().any(|far| *far > 1) {
            weigh(&mut compiled, &self.before, &Weights { change: distance + 1, term: 1 });
            let search = Search::new(&compiled.problem, self.scene.budget)?;
            return Ok(Stage::Nearest(Box::new((compiled, search, solution))));
        }
        let proven = solution.status == Status::Optimal;
        self.done(&compiled, solution, proven)
    }

    fn without_plan(&mut self, mut plan: Plan) -> Result<Stage, InputError> {
        if plan.status == PlanStatus::Infeasible {
            explain(&self.scene, &self.request, &mut plan)?;
        }
        self.found.plan = Some(plan);
        Ok(Stage::Done)
    }

    /// Reads the near plan, and says what moved and why.
    fn done(&mut self, compiled: &Compiled, mut solution: Solution, proven: bool) -> Result<Stage, InputError> {
        leave_out(&compiled.problem, &mut solution);
        let mut plan = read(compiled, &solution);
        // Nearness is no part of how good a plan is.
        let best = |level: &LevelResult| level.level == Level::Pref || level.value == Some(level.bound);
        if solution.levels.iter().all(best) {
            plan.status = PlanStatus::Optimal;
        }
        debug_assert_eq!(verify(self.scene.catalogue, &self.request, &plan), Vec::<String>::new());
        let wishes = Wishes::of(self.scene.catalogue, &self.request, self.scene.start(&self.request))?;
        self.found.moves = Reasons { compiled, solution: &solution, wishes: &wishes }.moves(&self.before, &plan);
        self.found.plan = Some(plan);
        self.found.proven = proven;
        Ok(Stage::Done)
    }
}

impl Task for Replan<'_> {
    type Answer = Replanned;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Start => self.start()?,
            Stage::Fewest(mut stage) => match stage.1.step(work) {
                Progress::Running => Stage::Fewest(stage),
                Progress::Done(solution) => self.nearer(stage.0, solution)?,
            },
            Stage::Nearest(mut stage) => match stage.1.step(work) {
                Progress::Running => Stage::Nearest(stage),
                Progress::Done(nearest) => {
                    let (compiled, _, fewest) = *stage;
                    let proven = nearest.status == Status::Optimal;
                    self.done(&compiled, if proven { nearest } else { fewest }, proven)?
                }
            },
            Stage::Done => Stage::Done,
        };
        Ok(matches!(self.stage, Stage::Done))
    }

    fn progress(&self) -> (usize, usize) {
        let done = match self.stage {
            Stage::Start => 0,
            Stage::Fewest(_) => 1,
            Stage::Nearest(_) => 2,
            Stage::Done => 3,
        };
        (done, 3)
    }

    fn found(&self) -> &Replanned {
        &self.found
    }
}

/// How far each unit that is taken is from where it was, in slots.
fn moves(compiled: &Compiled, solution: &Solution, before: &Map<String, Term>) -> impl Iterator<Item = i64> {
    let taken = compiled.units.iter().zip(&solution.plan).filter(|(unit, _)| !unit.granted);
    taken.filter_map(|(unit, placement)| match placement {
        Placement::At(start) => Some(before.get(&unit.code).map_or(NEW, |old| far(&compiled.terms, *old, *start))),
        _ => None,
    })
}

/// Terms between a term and the one of a slot.
fn far(terms: &[Term], old: Term, slot: usize) -> i64 {
    i64::try_from(terms.partition_point(|term| *term < old).abs_diff(slot)).unwrap_or(i64::MAX / 4)
}

/// A unit that is new is as far as any can move: rather the same units in other terms.
const NEW: i64 = 60;

/// What weighs how much.
struct Weights {
    /// A change of a unit.
    change: i64,
    /// Each term by which it moves.
    term: i64,
}

/// A unit that moves, or is new, pays for where it starts; one that is no longer needed leaves for nothing.
fn weigh(compiled: &mut Compiled, before: &Map<String, Term>, weights: &Weights) {
    let terms = &compiled.terms;
    for unit in compiled.problem.units.iter_mut().filter(|unit| !unit.done) {
        let old = before.get(&unit.id);
        let weigh = |start: usize| match old {
            // What is granted was never taken.
            _ if compiled.ends.get(start) == Some(&true) => 0,
            Some(old) if terms.get(start) == Some(old) => 0,
            Some(old) => weights.change + weights.term * far(terms, *old, start),
            None => weights.change + weights.term * NEW,
        };
        unit.pen = unit.starts.iter().map(|start| weigh(*start)).collect();
    }
}

/// Finds out why a unit could not stay: puts it back, and looks at what breaks.
struct Reasons<'r> {
    compiled: &'r Compiled,
    solution: &'r Solution,
    wishes: &'r Wishes,
}

impl Reasons<'_> {
    fn moves(&self, before: &Map<String, Term>, plan: &Plan) -> Vec<Move> {
        let mut moves = Vec::new();
        for (to, unit) in plan.units() {
            let from = before.get(&unit.code).copied();
            if from != Some(to) {
                moves.push(Move { code: unit.code.clone(), from, to: Some(to), why: self.cause(&unit.code, from, plan.finish) });
            }
        }
        for (code, from) in before.iter().filter(|(code, _)| plan.term_of(code).is_none()) {
            moves.push(Move { code: code.clone(), from: Some(*from), to: None, why: self.left_out(code) });
        }
        moves
    }

    fn left_out(&self, code: &str) -> Cause {
        if self.wishes.has(code) {
            Cause::Acquired
        } else if self.wishes.excluded.contains(code) {
            Cause::Excluded
        } else {
            Cause::NotNeeded
        }
    }

    fn cause(&self, code: &str, from: Option<Term>, finish: Option<Term>) -> Cause {
        if self.wishes.pins.contains_key(code) {
            return Cause::Pinned;
        }
        let Some(from) = from else {
            return if self.wishes.chosen.contains(code) { Cause::Chosen } else { Cause::Needed };
        };
        let compiled = self.compiled;
        let Some(unit) = compiled.units.iter().position(|unit| unit.code == code) else { return Cause::NotOpen };
        if finish.is_some_and(|finish| finish < from) {
            return Cause::Sooner;
        }
        let Some(place) = compiled.terms.iter().position(|term| *term == from) else { return Cause::NotOpen };
        let mut back = self.solution.clone();
        if let Some(own) = back.plan.get_mut(unit) {
            *own = Placement::At(place);
        }
        match check(&compiled.problem, &back) {
            Err(Violation::Start(_)) => Cause::NotOpen,
            Err(Violation::Prerequisite(late)) if late == unit => Cause::After { units: self.needs(unit, place) },
            Err(Violation::Prerequisite(other)) => Cause::Before { unit: self.code(other) },
            Err(Violation::CreditsBefore(_)) => Cause::Credits,
            Err(_) => Cause::Full,
            Ok(values) => {
                let now = check(&compiled.problem, self.solution).ok();
                let worse = |level: Level| now.is_some_and(|now| values.get(level) > now.get(level));
                if worse(Level::Cost) { Cause::Cheaper } else { Cause::Lighter }
            }
        }
    }

    /// What a unit needs that is not finished by `place`.
    fn needs(&self, unit: usize, place: usize) -> Vec<String> {
        let problem = &self.compiled.problem;
        let mut units = Vec::new();
        for clause in problem.units.get(unit).map(|unit| unit.pre.as_slice()).unwrap_or_default() {
            let end = |other: usize, mode: PreMode| match self.solution.plan.get(other)? {
                Placement::Done => Some(0),
                Placement::NotTaken => None,
                Placement::At(start) if mode == PreMode::NotLater => Some(*start),
                Placement::At(start) => Some(start + problem.units.get(other)?.load.len()),
            };
            let met = clause.iter().any(|(other, mode)| end(*other, *mode).is_some_and(|end| end <= place));
            if !met {
                units.extend(clause.iter().filter(|(other, mode)| end(*other, *mode).is_some()).map(|(other, _)| self.code(*other)));
            }
        }
        units.order();
        units.dedup();
        units
    }

    fn code(&self, unit: usize) -> String {
        self.compiled.units.get(unit).map(|unit| unit.code.clone()).unwrap_or_default()
    }
}
