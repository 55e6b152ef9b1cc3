//! What sources advise without demanding it: followed where the plan gets no worse for it.

use super::compiled::Compiled;
use crate::domain::{
    catalogue::{
        format::{Diploma, Needs, Strength, Timing, Unit},
        requirement::Order,
    },
    planner::{Placement, Solution},
};

/// How a unit should stand to another one, where both are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// After the end of the other.
    After,
    /// Not before the other begins.
    NotBefore,
    /// In the same term.
    With,
}

/// An advice on a unit of the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    pub how: How,
    /// The code of the other unit.
    pub other: String,
}

/// What the unit itself and the diploma advise of it.
pub(super) fn of(unit: &Unit, diploma: &Diploma) -> Vec<Advice> {
    let mut found = Vec::new();
    let mut add = |how, others: &[String]| {
        found.extend(others.iter().filter(|other| **other != unit.code).map(|other| Advice { how, other: other.clone() }))
    };
    for one in unit.prerequisites.iter().flatten().filter(|one| one.strength == Strength::Recommended) {
        let how = if one.timing == Some(Timing::SameTermAllowed) { How::NotBefore } else { How::After };
        match &one.needs {
            Needs::AllOf(units) => add(how, units),
            Needs::AnyOf { n, units } if usize::try_from(*n) == Ok(units.len()) => add(how, units),
            _ => {}
        }
    }
    let concerns = |units: &[String]| units.contains(&unit.code);
    for rule in diploma.order.iter().flatten().filter(|rule| rule.strength == Some(Strength::Recommended)) {
        match &rule.rule {
            Order::Before { first, then, .. } if concerns(then) => add(How::After, first),
            Order::NotAfter { first, then } if concerns(then) => add(How::NotBefore, first),
            Order::Together { units } if concerns(units) => add(How::With, units),
            _ => {}
        }
    }
    found
}

/// The advice of a problem, by places of units.
pub(super) struct Advised {
    rules: Vec<(usize, How, usize)>,
    ends: Vec<usize>,
}

impl Advised {
    /// Looks up the units of every advice.
    pub fn of(compiled: &Compiled) -> Self {
        let place = |code: &str| compiled.units.iter().position(|unit| unit.code == code);
        let rules = compiled.units.iter().enumerate().flat_map(|(unit, candidate)| {
            candidate.advice.iter().filter_map(move |advice| Some((unit, advice.how, place(&advice.other)?)))
        });
        Self { rules: rules.collect(), ends: compiled.problem.units.iter().map(|unit| unit.load.len()).collect() }
    }

    /// How much of it `solution` does not follow.
    pub fn broken(&self, solution: &Solution) -> usize {
        self.rules.iter().filter(|rule| !self.followed(rule, solution)).count()
    }

    /// The units of advice that `solution` does not follow.
    pub fn unheeded(&self, solution: &Solution) -> Vec<usize> {
        let broken = self.rules.iter().filter(|rule| !self.followed(rule, solution));
        let mut units: Vec<usize> = broken.flat_map(|(unit, _, other)| [*unit, *other]).collect();
        units.dedup();
        units
    }

    fn followed(&self, (unit, how, other): &(usize, How, usize), solution: &Solution) -> bool {
        let start = |unit: &usize| match solution.plan.get(*unit) {
            Some(Placement::At(start)) => Some(*start),
            _ => None,
        };
        let (Some(own), Some(others)) = (start(unit), start(other)) else { return true };
        match how {
            How::After => others + self.ends.get(*other).copied().unwrap_or(1) <= own,
            How::NotBefore => others <= own,
            How::With => others == own,
        }
    }
}
