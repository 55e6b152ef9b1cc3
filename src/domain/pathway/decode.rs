//! From a solution back to a plan.

use super::{
    certificate::{Measure, Reason},
    compiled::{Candidate, Compiled},
    moves::moves,
    offering::Opened,
    tidy::Tidying,
};
use crate::domain::{
    answer::{Plan, PlanReason, PlanStatus, PlanTerm, PlanUnit, Proof, ProofStep, Totals},
    planner::{self, Level, LevelResult, Node, Placement, PreMode, Refutation, Solution, Status},
    request::Modality,
};

/// Reads `solution` as a plan. Of an infeasible one only the status and the proof are filled in; [`super::Making`] finds the rest.
#[must_use]
pub fn decode(compiled: &Compiled, solution: &Solution) -> Plan {
    let mut tidying = Tidying::new(compiled, solution.clone());
    loop {
        if let Some(tidy) = tidying.step(compiled, u64::MAX) {
            return decode_tidy(compiled, &tidy);
        }
    }
}

/// The same for a solution that is tidy already.
pub(super) fn decode_tidy(compiled: &Compiled, solution: &Solution) -> Plan {
    let mut plan = read(compiled, solution);
    plan.moves = moves(compiled, solution, &plan);
    plan
}

/// Reads `solution` as it is, without telling plans apart that are equally good.
fn read(compiled: &Compiled, solution: &Solution) -> Plan {
    let reader = Reader { compiled, solution };
    // Staying near the plan before is no part of how good a plan is.
    let best = |level: &LevelResult| level.level == Level::Pref || level.value == Some(level.bound);
    let status = match solution.status {
        Status::Infeasible => PlanStatus::Infeasible,
        Status::Limit if solution.plan.is_empty() || !solution.levels.iter().all(best) => PlanStatus::Limit,
        _ => PlanStatus::Optimal,
    };
    let terms = reader.terms();
    let finish = terms.last().map(|term| term.term);
    let totals = Totals {
        ects_required: compiled.ects_required,
        ects_acquired: reader.acquired(true),
        ects_planned: terms.iter().map(|term| term.ects).sum(),
    };
    let delivery = finish.and_then(|term| compiled.calendar.delivery(term));
    Plan {
        status,
        finish,
        delivery,
        terms,
        totals,
        proof: reader.proof(),
        moves: Vec::new(),
        conflict: Vec::new(),
        relaxations: Vec::new(),
    }
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
        let mut cumulated = self.acquired(false);
        let mut terms: Vec<PlanTerm> = Vec::with_capacity(last);
        for (slot, (&term, &end)) in self.compiled.terms.iter().zip(&self.compiled.ends).enumerate().take(last) {
            if end {
                // What is granted at the end of a term is held by then, where it counts.
                cumulated += self.granted(slot);
                terms.last_mut().into_iter().for_each(|term| term.ects_cumulated = cumulated);
                continue;
            }
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
        // It was weighed where another start, or another unit, could have suited less.
        if candidate.misfit.get(start) == Some(&0) && (!required || candidate.misfit.iter().any(|misfit| *misfit > 0)) {
            because.push(plain("suits"));
        }
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

    /// The credits that count without being taken: those held, and `later` those granted on the way too.
    fn acquired(&self, later: bool) -> u32 {
        let held = self.compiled.units.iter().enumerate().filter(|(unit, candidate)| {
            self.compiled.problem.units.get(*unit).is_some_and(|unit| unit.done) && (self.solution.plan.is_empty() || self.counts(*unit))
                || later && candidate.granted && self.counts(*unit)
        });
        held.filter_map(|(_, candidate)| candidate.ects).sum()
    }

    /// The credits granted in a slot that count.
    fn granted(&self, slot: usize) -> u32 {
        let here = self.compiled.units.iter().enumerate();
        let here = here.filter(|(unit, candidate)| candidate.granted && self.start(*unit) == Some(slot) && self.counts(*unit));
        here.filter_map(|(_, candidate)| candidate.ects).sum()
    }

    fn counts(&self, unit: usize) -> bool {
        self.solution.counted.iter().any(|node| self.leaf_unit(*node) == Some(unit))
    }

    fn codes(&self, units: &[usize]) -> Vec<String> {
        units.iter().filter_map(|unit| self.compiled.units.get(*unit)).map(|unit| unit.code.clone()).collect()
    }

    fn proof(&self) -> Proof {
        let finish = self.solution.levels.iter().find(|level| level.level == Level::Finish);
        let refutation = self.solution.refutation.as_ref().or_else(|| finish.and_then(|level| level.refutation.as_ref()));
        Proof {
            lower_bound: finish.map_or(0, |level| self.terms_in(level.bound)),
            why: refutation.map(|refutation| vec![self.step(refutation)]).unwrap_or_default(),
        }
    }

    /// The terms of the first `slots` slots.
    fn terms_in(&self, slots: i64) -> u32 {
        let slots = usize::try_from(slots).unwrap_or(0);
        u32::try_from(self.compiled.ends.iter().take(slots).filter(|end| !**end).count()).unwrap_or(u32::MAX)
    }

    fn step(&self, refutation: &Refutation) -> ProofStep {
        let plain = ProofStep::of;
        match refutation {
            Refutation::Chain { units, needed: None } => ProofStep { units: self.codes(units), ..plain("offering") },
            Refutation::Chain { units, needed } => ProofStep {
                units: self.codes(units),
                needs: needed.map(|needed| self.terms_in(i64::try_from(needed).unwrap_or(i64::MAX))),
                ..plain("chain")
            },
            Refutation::Capacity { measure, needed, available, units, slots } => {
                let measure = match measure {
                    planner::Measure::Units => Measure::Units,
                    planner::Measure::Ects => Measure::Ects,
                    // Packings of units by size have no short telling: they come from a search all the same.
                    planner::Measure::Hours | planner::Measure::LargeUnits(_) | planner::Measure::Weights => return plain("search"),
                };
                let (Some(first), Some(last)) = (slots.iter().min().copied(), slots.iter().max().copied()) else { return plain("search") };
                let capacity = Reason::Capacity { measure, units: units.clone(), needs: *needed, holds: *available, first, last };
                tell(self.compiled, &[capacity]).pop().unwrap_or_else(|| plain("search"))
            }
            Refutation::Requirement { .. } | Refutation::Lower { .. } | Refutation::Search { .. } => plain("search"),
        }
    }
}

/// The proof that `reasons` make.
pub(super) fn tell(compiled: &Compiled, reasons: &[Reason]) -> Vec<ProofStep> {
    let code = |unit: &usize| compiled.units.get(*unit).map(|unit| unit.code.clone());
    let term = |slot: &usize| compiled.terms.get(*slot).copied();
    let count = |number: i64| u32::try_from(number).ok();
    let tell = |reason: &Reason| match reason {
        Reason::Chain(chain) => ProofStep {
            units: chain.iter().filter_map(|(unit, _)| code(unit)).collect(),
            terms: chain.iter().filter_map(|(_, slot)| term(slot)).collect(),
            ..ProofStep::of("chain")
        },
        Reason::Offering(unit, slot) => {
            ProofStep { units: code(unit).into_iter().collect(), terms: term(slot).into_iter().collect(), ..ProofStep::of("offering") }
        }
        Reason::Threshold { unit, slot, needs, holds } => ProofStep {
            units: code(unit).into_iter().collect(),
            terms: term(slot).into_iter().collect(),
            needs: count(*needs),
            holds: count(*holds),
            ..ProofStep::of("threshold")
        },
        Reason::Capacity { measure, units, needs, holds, first, last } => {
            let slots = compiled.problem.slots.iter().zip(&compiled.ends).skip(*first).take(last + 1 - first).filter(|(_, end)| !**end);
            let mut each = slots.map(|(slot, _)| measure.most(slot));
            let a_term = each.next().filter(|one| each.all(|other| other == *one)).and_then(count);
            ProofStep {
                units: units.iter().filter_map(code).collect(),
                terms: [*first, *last].iter().filter_map(term).collect(),
                a_term,
                needs: count(*needs),
                holds: count(*holds),
                ..ProofStep::of(match measure {
                    Measure::Units => "units",
                    Measure::Ects => "ects",
                    Measure::Hours => "hours",
                })
            }
        }
    };
    reasons.iter().map(tell).collect()
}
