//! A plan, why it stands as it does, and what to give up where there is none.

use super::{Move, Span};
use crate::domain::{
    date::Term,
    request::{Modality, TermPace},
    sorted::Map,
};
use serde::Serialize;

/// A semester-by-semester plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Plan {
    /// Whether it is proven.
    pub status: PlanStatus,
    /// The last term with a unit.
    pub finish: Option<Term>,
    /// The month (`2029-09`) from which the diploma may be asked for, when the calendar tells.
    pub delivery: Option<String>,
    /// The terms in order, empty ones between two others included.
    pub terms: Vec<PlanTerm>,
    /// The credits.
    pub totals: Totals,
    /// Why it is not shorter.
    pub proof: Proof,
    /// What it changes of the plan before, where the request says `near`, in the order of the plan; what it no longer takes comes last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// When infeasible: a minimal set of wishes and facts that clash.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<Clash>,
    /// When infeasible: what would help, each with the finish it allows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relaxations: Vec<Relaxation>,
}

impl Plan {
    /// That there is none.
    #[must_use]
    pub fn infeasible() -> Self {
        Self { status: PlanStatus::Infeasible, ..Self::default() }
    }

    /// How many terms earlier a better plan could finish at most, as far as that is proven: 0 when none does. `None` without a plan, or
    /// before anything is proven.
    #[must_use]
    pub fn gap(&self) -> Option<u32> {
        let terms = u32::try_from(self.terms.len()).ok().filter(|terms| *terms > 0)?;
        match self.status {
            PlanStatus::Optimal => Some(0),
            PlanStatus::Limit if self.proof.lower_bound > 0 => Some(terms.saturating_sub(self.proof.lower_bound)),
            PlanStatus::Limit | PlanStatus::Infeasible => None,
        }
    }

    /// The term in which a unit starts.
    #[must_use]
    pub fn term_of(&self, code: &str) -> Option<Term> {
        self.terms.iter().find(|term| term.ue.iter().any(|unit| unit.code == code)).map(|term| term.term)
    }

    /// Where each unit stands, as a request says it of the plan to stay near.
    #[must_use]
    pub fn places(&self) -> Map<String, Term> {
        self.units().map(|(term, unit)| (unit.code.clone(), term)).collect()
    }

    /// Every unit with the term in which it starts, in order.
    pub fn units(&self) -> impl Iterator<Item = (Term, &PlanUnit)> {
        self.terms.iter().flat_map(|term| term.ue.iter().map(|unit| (term.term, unit)))
    }
}

/// Whether the plan is proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// No plan does better, and that is proven.
    Optimal,
    /// No plan at all fulfils the request, and that is proven.
    Infeasible,
    /// The best plan found within the budget; see the gap.
    #[default]
    Limit,
}

/// A term of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct PlanTerm {
    /// Which.
    pub term: Term,
    /// The units taken in it.
    pub ue: Vec<PlanUnit>,
    /// Their credits, as far as they are known.
    pub ects: u32,
    /// The credits held by the end of the term, those already acquired included.
    pub ects_cumulated: u32,
    /// Their hours of class, when every one is known.
    pub hours: Option<u32>,
    /// What the learner pays for these units, the annual fee apart: an amount, a range, or unknown.
    pub cost: Option<Span>,
}

/// A unit of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct PlanUnit {
    /// Its code.
    pub code: String,
    /// Its credits; `None` when nobody published them.
    pub ects: Option<u32>,
    /// Its hours of class, when known.
    pub hours: Option<u32>,
    /// How it is attended, when known.
    pub modality: Option<Modality>,
    /// What is assumed because nobody published it: `offering`, `hours`, `modality`, `ects`.
    pub assumed: Vec<String>,
    /// The requirement it counts for, as ids from the diploma down.
    pub group: Vec<String>,
    /// Whether another unit could take its place.
    pub elective: bool,
    /// Why it stands here: prerequisites, pins, order rules.
    pub because: Vec<PlanReason>,
}

/// Why a unit stands in its term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct PlanReason {
    /// `prerequisite`, `pin`, `chosen`, `required`, `corequisite`, `offering`, `scheduled` (by the opening schedule of the region), `suits`
    /// (given in a way that the request accepts).
    pub kind: &'static str,
    /// The units concerned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// The ids of the sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The centres that give the unit in this term, as the opening schedule names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub centres: Vec<String>,
}

/// The credits of a plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Totals {
    /// What the diploma needs; `None` when nobody published it.
    pub ects_required: Option<u32>,
    /// What already counts.
    pub ects_acquired: u32,
    /// What the plan adds.
    pub ects_planned: u32,
}

/// Why a plan is not shorter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Proof {
    /// No plan takes fewer terms than this, pauses included.
    pub lower_bound: u32,
    /// The chain of units or the capacity that says so.
    pub why: Vec<ProofStep>,
}

/// A piece of a proof.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct ProofStep {
    /// `chain` (each unit after the one before), `units`, `ects` or `hours` (they do not fit in fewer terms), `offering` (not given earlier),
    /// `threshold` (credits that must be finished before a unit), `search` (nothing of this alone: every other plan was ruled out).
    pub kind: &'static str,
    /// The units concerned, in order for a chain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// The earliest term of each unit of a chain, an offering or a threshold; the first and the last term that are too few for a capacity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// What a term holds at most, when that is the same in each of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a_term: Option<u32>,
    /// What has to fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<u32>,
    /// What one term fewer could hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<u32>,
}

impl ProofStep {
    /// A step of which only the kind is known.
    #[must_use]
    pub fn of(kind: &'static str) -> Self {
        Self { kind, units: Vec::new(), terms: Vec::new(), a_term: None, needs: None, holds: None }
    }
}

/// One of the things that clash: a wish of the request, or a rule of the catalogue that it runs into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Clash {
    /// A wish: `pin`, `excluded`, `chosen`, `pace`. A rule of the catalogue: `requirement` (the diploma cannot be had at all), `corequisite`
    /// (these units go together in one term), `prerequisite` (the unit comes after one of those), `threshold` (credits come before it), `ects`
    /// (it has more than a term may hold), `offering` (it opens in other terms).
    pub kind: &'static str,
    /// The unit, diploma or term concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The units that a rule binds it to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// The credits of a threshold, or of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<u32>,
    /// The ids of the sources of a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

impl Clash {
    /// What concerns `subject` alone.
    #[must_use]
    pub fn of(kind: &'static str, subject: Option<String>) -> Self {
        Self { kind, subject, ..Self::default() }
    }

    /// Whether it is a wish of the request, which can be given up.
    #[must_use]
    pub fn is_wish(&self) -> bool {
        matches!(self.kind, "pin" | "excluded" | "chosen" | "pace")
    }
}

/// A way out of an infeasible request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Relaxation {
    /// What to give up.
    pub drop: Clash,
    /// What has to be given up with it, where that alone is not enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Clash>,
    /// Where `pace` is given up, the pace of every term instead: the least that is enough. Absent, it is the one of a request that says none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<TermPace>,
    /// The finish this allows.
    pub finish: Option<Term>,
    /// The plan this allows.
    pub plan: Option<Box<Plan>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_what_the_proof_leaves_open() {
        let term = |year| PlanTerm {
            term: format!("{year}-S1").parse().unwrap(),
            ue: Vec::new(),
            ects: 0,
            ects_cumulated: 0,
            hours: None,
            cost: None,
        };
        let plan = |status, lower_bound| Plan {
            status,
            terms: (2027..2032).map(term).collect(),
            proof: Proof { lower_bound, why: Vec::new() },
            ..Plan::default()
        };
        assert_eq!(plan(PlanStatus::Optimal, 5).gap(), Some(0));
        assert_eq!(plan(PlanStatus::Limit, 5).gap(), Some(0), "the finish is proven, the price or the load is not");
        assert_eq!(plan(PlanStatus::Limit, 3).gap(), Some(2));
        assert_eq!(plan(PlanStatus::Limit, 0).gap(), None, "nothing is proven");
        assert_eq!(Plan::infeasible().gap(), None);
    }
}
