//! From a solution back to a plan.

use super::{
    compile::{Candidate, Compiled},
    offering::Opened,
    tidy::tidy,
};
use crate::domain::{
    answer::{Plan, PlanReason, PlanStatus, PlanTerm, PlanUnit, Proof, ProofStep, Totals},
    planner::{Level, Measure, Node, Placement, PreMode, Refutation, Solution, Status},
    request::Modality,
};

/// Reads `solution` as a plan. Of an infeasible one only the status and the proof are filled in; see [`super::explain()`] for the rest.
#[must_use]
pub fn decode(compiled: &Compiled, solution: &Solution) -> Plan {
    let mut solution = solution.clone();
    tidy(compiled, &mut solution);
    read(compiled, &solution)
}

/// Reads `solution` as it is, without telling plans apart that are equally good.
pub(super) fn read(compiled: &Compiled, solution: &Solution) -> Plan {
    let reader = Reader { compiled, solution };
    let status = match solution.status {
        Status::Optimal => PlanStatus::Optimal,
        Status::Infeasible => PlanStatus::Infeasible,
        Status::Limit => PlanStatus::Limit,
    };
    let terms = reader.terms();
    let finish = terms.last().map(|term| term.term);
    let totals = Totals {
        ects_required: compiled.ects_required,
        ects_acquired: reader.acquired(),
        ects_planned: terms.iter().map(|term| term.ects).sum(),
    };
    let delivery = finish.and_then(|term| compiled.calendar.delivery(term));
    Plan { status, finish, delivery, terms, totals, proof: reader.proof(), conflict: Vec::new(), relaxations: Vec::new() }
}

struct Reader<'a> {
    compiled: &'a Compiled,
    solution: &'a Solution,
}

impl Reader<'_> {
    fn start(&self, unit: usize) -> Option<usize> {
        match self.solution.plan.get(unit) {
            Some(Placement::At(slot)) => Some(*slot),
            _ => None,
        }
    }

    fn span(&self, unit: usize) -> usize {
        self.compiled.problem.units.get(unit).map_or(1, |unit| unit.load.len().max(1))
    }

    /// The terms from the first of the plan to the last occupied one.
    fn terms(&self) -> Vec<PlanTerm> {
        let units = 0..self.compiled.units.len();
        let last = units.clone().filter_map(|unit| Some(self.start(unit)? + self.span(unit))).max().unwrap_or(0);
        let mut cumulated = self.acquired();
        let mut terms = Vec::with_capacity(last);
        for (slot, &term) in self.compiled.terms.iter().enumerate().take(last) {
            let mut ue = Vec::new();
            let mut hours = Some(0);
            for (unit, candidate) in self.compiled.units.iter().enumerate().filter(|(unit, _)| self.start(*unit) == Some(slot)) {
                hours = hours.zip(candidate.hours).map(|(sum, more): (u32, u32)| sum.saturating_add(more));
                ue.push(self.unit(unit, candidate));
            }
            let ects = ue.iter().filter_map(|unit| unit.ects).sum();
            let finished = self
                .compiled
                .units
                .iter()
                .enumerate()
                .filter(|(unit, _)| self.start(*unit).is_some_and(|start| start + self.span(*unit) == slot + 1));
            cumulated += finished.filter_map(|(_, candidate)| candidate.ects).sum::<u32>();
            // No hours at all is known to be none; an empty term too.
            terms.push(PlanTerm { term, ue, ects, ects_cumulated: cumulated, hours, cost: None });
        }
        terms
    }

    fn unit(&self, unit: usize, candidate: &Candidate) -> PlanUnit {
        let mut leaves = self.compiled.leaves.iter().filter(|(node, _, _)| self.leaf_unit(*node) == Some(unit));
        let counted = leaves.clone().find(|(node, _, _)| self.solution.counted.contains(node)).or_else(|| leaves.next());
        let (group, elective) = counted.map_or((Vec::new(), false), |(_, path, elective)| (path.clone(), *elective));
        let (modality, assumed) = self.attended(unit, candidate);
        PlanUnit {
            code: candidate.code.clone(),
            ects: candidate.ects,
            hours: candidate.hours,
            modality,
            assumed: assumed.into_iter().map(str::to_owned).collect(),
            because: self.because(unit, candidate, !group.is_empty() && !elective),
            group,
            elective,
        }
    }

    /// What the region's opening schedule says of the term that a unit stands in.
    fn opened(&self, unit: usize, candidate: &Candidate) -> Option<Opened> {
        let term = self.compiled.terms.get(self.start(unit)?)?;
        candidate.openings.scheduled_in(*term).filter(|_| candidate.course)
    }

    /// How a unit is attended, and what is assumed of it: by the schedule for its term, where there is one.
    fn attended(&self, unit: usize, candidate: &Candidate) -> (Option<Modality>, Vec<&'static str>) {
        let mut assumed = candidate.assumed.clone();
        let Some(opened) = self.opened(unit, candidate) else { return (candidate.modality, assumed) };
        if opened.guessed {
            assumed.push("offering");
        }
        if candidate.modality.is_none() {
            // None of the ways that the person accepts.
            return (None, assumed);
        }
        (opened.modality, assumed)
    }

    fn leaf_unit(&self, node: usize) -> Option<usize> {
        match self.compiled.problem.nodes.get(node) {
            Some(Node::Leaf(leaf)) => Some(leaf.u),
            _ => None,
        }
    }

    fn because(&self, unit: usize, candidate: &Candidate, required: bool) -> Vec<PlanReason> {
        let plain = |kind| PlanReason { kind, units: Vec::new(), sources: Vec::new(), centres: Vec::new() };
        let mut because = Vec::new();
        if candidate.pinned {
            because.push(plain("pin"));
        }
        if candidate.chosen {
            because.push(plain("chosen"));
        }
        if required {
            because.push(plain("required"));
        }
        let Some(start) = self.start(unit) else { return because };
        for clause in &candidate.clauses {
            let met = |other: &usize| {
                self.start(*other).is_some_and(|first| match clause.mode {
                    PreMode::Before => first + self.span(*other) <= start,
                    PreMode::NotLater => first <= start,
                })
            };
            let units: Vec<String> = clause
                .any
                .iter()
                .filter(|other| met(other))
                .filter_map(|other| self.compiled.units.get(*other))
                .map(|one| one.code.clone())
                .collect();
            if units.is_empty() {
                continue;
            }
            let kind = if clause.together { "corequisite" } else { "prerequisite" };
            match because.iter_mut().find(|reason: &&mut PlanReason| reason.kind == kind && reason.sources == clause.sources) {
                Some(reason) => reason.units.extend(units.into_iter().filter(|code| !reason.units.contains(code)).collect::<Vec<_>>()),
                None => because.push(PlanReason { units, sources: clause.sources.clone(), ..plain(kind) }),
            }
        }
        let sources = candidate.openings.sources.clone();
        match self.opened(unit, candidate) {
            Some(opened) if !opened.guessed => because.push(PlanReason { sources, centres: opened.centres, ..plain("scheduled") }),
            None if !candidate.openings.assumed && !sources.is_empty() => because.push(PlanReason { sources, ..plain("offering") }),
            _ => {}
        }
        because
    }

    /// The credits held that count.
    fn acquired(&self) -> u32 {
        let counted = |unit: usize| {
            let mut leaves = self.solution.counted.iter();
            leaves.any(|node| self.leaf_unit(*node) == Some(unit))
        };
        let held = self.compiled.units.iter().enumerate().filter(|(unit, _)| {
            self.compiled.problem.units.get(*unit).is_some_and(|unit| unit.done) && (self.solution.plan.is_empty() || counted(*unit))
        });
        held.filter_map(|(_, candidate)| candidate.ects).sum()
    }

    fn codes(&self, units: &[usize]) -> Vec<String> {
        units.iter().filter_map(|unit| self.compiled.units.get(*unit)).map(|unit| unit.code.clone()).collect()
    }

    fn proof(&self) -> Proof {
        let finish = self.solution.levels.iter().find(|level| level.level == Level::Finish);
        let refutation = self.solution.refutation.as_ref().or_else(|| finish.and_then(|level| level.refutation.as_ref()));
        Proof {
            lower_bound: finish.and_then(|level| u32::try_from(level.bound).ok()).unwrap_or(0),
            why: refutation.map(|refutation| vec![self.step(refutation)]).unwrap_or_default(),
        }
    }

    fn step(&self, refutation: &Refutation) -> ProofStep {
        let count = |number: i64| u32::try_from(number).ok();
        let plain = |kind| ProofStep { kind, units: Vec::new(), needs: None, holds: None };
        match refutation {
            Refutation::Chain { units, needed: None } => ProofStep { units: self.codes(units), ..plain("offering") },
            Refutation::Chain { units, needed } => {
                ProofStep { units: self.codes(units), needs: needed.and_then(|needed| u32::try_from(needed).ok()), ..plain("chain") }
            }
            Refutation::Capacity { measure, needed, available, units, .. } => {
                let kind = match measure {
                    Measure::Units => "units",
                    Measure::Ects => "ects",
                    // Packings of units by size have no short telling: they come from a search all the same.
                    Measure::Hours | Measure::UnitsOfEcts(_) | Measure::UnitsOfHours(_) | Measure::Weights => return plain("search"),
                };
                ProofStep { units: self.codes(units), needs: count(*needed), holds: count(*available), ..plain(kind) }
            }
            Refutation::Requirement { .. } | Refutation::Lower { .. } | Refutation::Search { .. } => plain("search"),
        }
    }
}
