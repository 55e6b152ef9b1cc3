//! A plan for a changed request that moves as little as possible.
//!
//! First the best plan of the new request; then, among all plans that are as good on each level of the objective, one with the fewest
//! changes to the plan before, and of these one whose units move by the fewest terms.

use super::{
    compile::{Compiled, Variation, vary},
    decode::read,
    planning::Planning,
    scene::Scene,
    task::Task,
    wishes::Wishes,
};
use crate::domain::{
    answer::{Plan, PlanStatus},
    date::Term,
    error::InputError,
    planner::{Group, Leaf, Level, Node, Placement, PreMode, Problem, Progress, Search, Solution, Status, Unit, Violation, check},
    request::Request,
};
use serde::Serialize;
use std::collections::BTreeMap;

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
    before: BTreeMap<String, Term>,
    stage: Stage,
    found: Replanned,
}

enum Stage {
    Start,
    /// The best plan.
    Best(Box<Planning>),
    /// One that is as good, and near.
    Near(Box<Near>),
    Done,
}

struct Near {
    best: Plan,
    compiled: Compiled,
    search: Search,
    /// The plan with the fewest changes, once that is known and distances are looked at.
    fewest: Option<Solution>,
}

impl<'a> Replan<'a> {
    /// A plan for `request` near `previous`.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, previous: &Plan) -> Self {
        let before = previous.units().map(|(term, unit)| (unit.code.clone(), term)).collect();
        Self { scene, request: request.clone(), before, stage: Stage::Start, found: Replanned::default() }
    }

    fn compiled(&self) -> Result<Option<Compiled>, InputError> {
        let variation = Variation { keep: self.before.keys().cloned().collect(), ..Variation::default() };
        vary(&self.scene, &self.request, &variation)
    }

    /// The best plan is known: looks for one as good with few changes.
    fn near(&self, best: &Plan) -> Result<Stage, InputError> {
        let Some(mut compiled) = self.compiled()? else { return Ok(Stage::Done) };
        let finish = best.finish;
        compiled.cut(compiled.terms.iter().filter(|term| finish.is_some_and(|finish| **term <= finish)).count());
        let search = Search::new(&nearness(&mut compiled, &self.before, &Weights { change: 1, term: 0 }), self.scene.budget)?;
        Ok(Stage::Near(Box::new(Near { best: best.clone(), compiled, search, fewest: None })))
    }

    /// The fewest changes are known: looks for the nearest plan with as few.
    fn nearer(&mut self, mut near: Box<Near>, solution: Solution) -> Result<Stage, InputError> {
        let distance = distance(&near.compiled, &solution, &self.before);
        // Nothing is nearer than the next term.
        let moved = self.before.iter().filter(|(code, term)| near.start(&solution, code).is_some_and(|start| start != **term)).count();
        if solution.status == Status::Optimal && distance > i64::try_from(moved).unwrap_or(0) {
            let weights = Weights { change: distance + 1, term: 1 };
            near.search = Search::new(&nearness(&mut near.compiled, &self.before, &weights), self.scene.budget)?;
            near.fewest = Some(solution);
            return Ok(Stage::Near(near));
        }
        self.done(&near.compiled, solution, near.best)?;
        Ok(Stage::Done)
    }

    /// Reads the near plan, and says what moved and why.
    fn done(&mut self, compiled: &Compiled, mut solution: Solution, best: Plan) -> Result<(), InputError> {
        solution.plan.truncate(compiled.units.len());
        solution.counted.retain(|node| *node < compiled.problem.nodes.len());
        solution.levels.clear();
        let mut plan = best;
        if !solution.plan.is_empty() {
            self.found.proven = solution.status == Status::Optimal && plan.status == PlanStatus::Optimal;
            let near = read(compiled, &solution);
            plan = Plan { status: plan.status, proof: plan.proof, delivery: plan.delivery, ..near };
        }
        debug_assert_eq!(super::verify(self.scene.catalogue, &self.request, &plan), Vec::<String>::new());
        let wishes = Wishes::of(self.scene.catalogue, &self.request)?;
        self.found.moves = Reasons { compiled, solution: &solution, wishes: &wishes }.moves(&self.before, &plan);
        self.found.plan = Some(plan);
        Ok(())
    }
}

impl Task for Replan<'_> {
    type Answer = Replanned;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Start => match self.compiled()? {
                None => Stage::Done,
                Some(compiled) => Stage::Best(Box::new(Planning::new(compiled, self.scene.budget)?)),
            },
            Stage::Best(mut planning) => match planning.step(work).cloned() {
                None => Stage::Best(planning),
                Some(plan) if plan.terms.is_empty() => {
                    self.found.plan = Some(plan);
                    Stage::Done
                }
                Some(plan) => self.near(&plan)?,
            },
            Stage::Near(mut near) => match (near.search.step(work), near.fewest.take()) {
                (Progress::Running, fewest) => {
                    near.fewest = fewest;
                    Stage::Near(near)
                }
                (Progress::Done(solution), None) => self.nearer(near, solution)?,
                (Progress::Done(solution), Some(fewest)) => {
                    let better = solution.status == Status::Optimal;
                    self.done(&near.compiled, if better { solution } else { Solution { status: Status::Limit, ..fewest } }, near.best)?;
                    Stage::Done
                }
            },
            Stage::Done => Stage::Done,
        };
        Ok(matches!(self.stage, Stage::Done))
    }

    fn progress(&self) -> (usize, usize) {
        let done = match self.stage {
            Stage::Start => 0,
            Stage::Best(_) => 1,
            Stage::Near(_) => 2,
            Stage::Done => 3,
        };
        (done, 3)
    }

    fn found(&self) -> &Replanned {
        &self.found
    }
}

impl Near {
    /// The term in which a solution starts a unit.
    fn start(&self, solution: &Solution, code: &str) -> Option<Term> {
        let unit = self.compiled.units.iter().position(|unit| unit.code == code)?;
        match solution.plan.get(unit)? {
            Placement::At(slot) => self.compiled.terms.get(*slot).copied(),
            _ => None,
        }
    }
}

/// Terms by which units are moved, in all.
fn distance(compiled: &Compiled, solution: &Solution, before: &BTreeMap<String, Term>) -> i64 {
    let of = |(unit, placement): (&super::compile::Candidate, &Placement)| match placement {
        Placement::At(start) => before.get(&unit.code).map_or(0, |old| far(&compiled.terms, *old, *start)),
        _ => 0,
    };
    compiled.units.iter().zip(&solution.plan).map(of).sum()
}

/// Terms between a term and the one of a slot.
fn far(terms: &[Term], old: Term, slot: usize) -> i64 {
    i64::try_from(terms.partition_point(|term| *term < old).abs_diff(slot)).unwrap_or(i64::MAX / 4)
}

/// What weighs how much.
struct Weights {
    /// A change of a unit.
    change: i64,
    /// Each term by which it moves.
    term: i64,
}

/// The problem of staying near `before`: the last level counts changes and distances.
///
/// A unit that moves or is new pays for where it starts. That one of before is no longer taken cannot be said by a start: for each there is
/// a stand-in that costs a change, in a slot of its own after the others, and a last unit that needs each of them or its stand-in.
fn nearness(compiled: &mut Compiled, before: &BTreeMap<String, Term>, weights: &Weights) -> Problem {
    let mut kept = Vec::new();
    let terms = &compiled.terms;
    for (index, unit) in compiled.problem.units.iter_mut().enumerate() {
        let old = before.get(&unit.id);
        if old.is_some() && !unit.done {
            kept.push(index);
        }
        let weigh = |start: usize| match old {
            Some(old) if terms.get(start) == Some(old) => 0,
            Some(old) => weights.change + weights.term * far(terms, *old, start),
            None => weights.change,
        };
        unit.pen = unit.starts.iter().map(|start| weigh(*start)).collect();
    }
    let mut objective: Vec<Level> = compiled.problem.objective.iter().copied().filter(|level| *level != Level::Finish).collect();
    objective.push(Level::Pref);
    let mut problem = compiled.problem.clone();
    problem.objective = objective;
    let last = problem.slots.len();
    let Some(mut slot) = problem.slots.last().cloned() else { return problem };
    (slot.max_units, slot.max_ects, slot.max_hours, slot.fee) = (100_000, 0, 0, 0);
    problem.slots.push(slot);
    let extra = |id: &str, pen: i64, pre| Unit {
        id: id.to_owned(),
        ects: 0,
        cost: 0,
        done: false,
        load: vec![(0, 0)],
        starts: vec![last],
        pen: vec![pen],
        pre,
        min_ects_before: 0,
    };
    let mut needs = Vec::with_capacity(kept.len());
    for unit in kept {
        problem.units.push(extra("dropped", weights.change, Vec::new()));
        needs.push(vec![(unit, PreMode::NotLater), (problem.units.len() - 1, PreMode::NotLater)]);
    }
    problem.units.push(extra("last", 0, needs));
    let (root, leaf) = (problem.nodes.len() - 1, problem.nodes.len());
    problem.nodes.push(Node::Leaf(Leaf { u: problem.units.len() - 1 }));
    problem.nodes.push(Node::Group(Group { of: vec![root, leaf], min_n: 2, min_ects: 0, cap_ects: -1, cap_n: -1 }));
    problem
}

/// Finds out why a unit could not stay: puts it back, and looks at what breaks.
struct Reasons<'r> {
    compiled: &'r Compiled,
    solution: &'r Solution,
    wishes: &'r Wishes,
}

impl Reasons<'_> {
    fn moves(&self, before: &BTreeMap<String, Term>, plan: &Plan) -> Vec<Move> {
        let mut moves = Vec::new();
        for (to, unit) in plan.units() {
            let from = before.get(&unit.code).copied();
            if from != Some(to) {
                moves.push(Move { code: unit.code.clone(), from, to: Some(to), why: self.cause(&unit.code, from) });
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

    fn cause(&self, code: &str, from: Option<Term>) -> Cause {
        if self.wishes.pins.contains_key(code) {
            return Cause::Pinned;
        }
        let Some(from) = from else {
            return if self.wishes.chosen.contains(code) { Cause::Chosen } else { Cause::Needed };
        };
        let compiled = self.compiled;
        let Some(unit) = compiled.units.iter().position(|unit| unit.code == code) else { return Cause::NotOpen };
        if compiled.terms.last().is_some_and(|last| *last < from) {
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
        units.sort_unstable();
        units.dedup();
        units
    }

    fn code(&self, unit: usize) -> String {
        self.compiled.units.get(unit).map(|unit| unit.code.clone()).unwrap_or_default()
    }
}
