//! What a plan changes of the one before, and why each unit could not stay: it is put back alone, and what breaks is the reason.

use super::compiled::Compiled;
use crate::domain::sorted::Sorting;
use crate::domain::{
    answer::{Cause, Move, Plan},
    date::Term,
    planner::{Level, Placement, PreMode, Solution, Violation, check},
};

/// What differs from the plan before, in the order of the new plan; units that it no longer takes come last.
pub(super) fn moves(compiled: &Compiled, solution: &Solution, plan: &Plan) -> Vec<Move> {
    let reasons = Reasons { compiled, solution, plan };
    let before = &compiled.near.before;
    if before.is_empty() {
        return Vec::new();
    }
    let mut moves = Vec::new();
    for (to, unit) in plan.units() {
        let from = before.get(&unit.code).copied();
        if from != Some(to) {
            moves.push(Move { code: unit.code.clone(), from, to: Some(to), why: reasons.cause(&unit.code, from) });
        }
    }
    for (code, from) in before.iter().filter(|(code, _)| plan.term_of(code).is_none()) {
        let why = compiled.near.gone.get(code).cloned().unwrap_or(Cause::NotNeeded);
        moves.push(Move { code: code.clone(), from: Some(*from), to: None, why });
    }
    moves
}

struct Reasons<'r> {
    compiled: &'r Compiled,
    solution: &'r Solution,
    plan: &'r Plan,
}

impl Reasons<'_> {
    fn cause(&self, code: &str, from: Option<Term>) -> Cause {
        let compiled = self.compiled;
        let found = compiled.units.iter().enumerate().find(|(_, unit)| unit.code == code);
        let Some((unit, candidate)) = found else { return Cause::NotOpen };
        if candidate.pinned {
            return Cause::Pinned;
        }
        let Some(from) = from else {
            return if candidate.chosen { Cause::Chosen } else { Cause::Needed };
        };
        let place = compiled.terms.iter().zip(&compiled.ends).position(|(term, end)| *term == from && !end);
        let Some(place) = place else {
            // A place behind the last term that the problem looks at is later than the finish.
            return if self.plan.finish.is_some_and(|finish| finish < from) { Cause::Sooner } else { Cause::NotOpen };
        };
        let Ok(now) = check(&compiled.problem, &self.without_claims()) else { return Cause::Needed };
        let mut back = self.without_claims();
        if let Some(own) = back.plan.get_mut(unit) {
            *own = Placement::At(place);
        }
        match check(&compiled.problem, &back) {
            Err(Violation::Start(_)) => Cause::NotOpen,
            Err(Violation::Prerequisite(late)) if late == unit => Cause::After { units: self.needs(unit, place) },
            Err(Violation::Prerequisite(other)) => Cause::Before { unit: self.code(other) },
            Err(Violation::CreditsBefore(late)) if late == unit => Cause::Credits,
            Err(Violation::CreditsBefore(other)) => Cause::Before { unit: self.code(other) },
            Err(_) => Cause::Full { units: self.newcomers(from) },
            Ok(values) => {
                let worse = |level: &&Level| values.get(**level) > now.get(**level);
                match compiled.problem.objective.iter().find(worse) {
                    Some(Level::Finish) => Cause::Sooner,
                    Some(Level::Cost) => Cause::Cheaper,
                    Some(Level::Pref) => Cause::Suits,
                    _ => Cause::Lighter,
                }
            }
        }
    }

    /// The solution without the values that it claims, which another placement changes.
    fn without_claims(&self) -> Solution {
        Solution { levels: Vec::new(), ..self.solution.clone() }
    }

    /// The units of a term that were not in it before.
    fn newcomers(&self, term: Term) -> Vec<String> {
        let new = |code: &String| self.compiled.near.before.get(code) != Some(&term);
        let here = self.plan.units().filter(|(when, _)| *when == term).map(|(_, unit)| unit.code.clone());
        here.filter(new).collect()
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
