//! What the engine answers. Names are those of the contract; links, cases and partners depend on them.

use super::{
    date::{Date, Term},
    facts::FactValue,
    money::Money,
    request::{Modality, Version},
};
use crate::domain::sorted::Map;
use serde::Serialize;

mod cost;
mod moves;

pub use cost::{
    Cost, CostLine, FundedUnit, Funding, MissingPrice, MissingReason, PayerShare, Span, TermCost, TermShares, Way, WhyNot, WhyNotReason,
    YearFee,
};
pub use moves::{Cause, Move};

/// The whole answer, version 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The version of this format: 1.
    pub version: Version,
    /// May the person enrol, and when?
    pub admission: Admission,
    /// May the person enter the diploma aimed at?
    pub entry: Entry,
    /// Every scheme of the contract.
    pub schemes: Vec<Scheme>,
    /// The papers to hand in.
    pub documents: Vec<Document>,
    /// Every way of attending.
    pub modalities: Vec<ModalityVerdict>,
    /// What the experience rules say.
    pub experience: Experience,
    /// What the exam rules say.
    pub exam: Exam,
    /// The plan; `None` without a target diploma.
    pub plan: Option<Plan>,
    /// What it costs.
    pub cost: Cost,
    /// The dated steps.
    pub milestones: Vec<Milestone>,
    /// What to ask next, the most useful first.
    pub questions: Vec<Question>,
    /// What a reader must know.
    pub warnings: Vec<Warning>,
    /// What else the rules say to this person, by topic: the sentences are those of the rules quoted.
    pub advice: Vec<Warning>,
}

/// A verdict. `Maybe` and `Ask` never become `Yes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The conditions are met.
    Yes,
    /// One condition is known not to be met.
    No,
    /// The conditions are met and a third party decides.
    Maybe,
    /// A fact or a rule is missing, or rules are in conflict.
    #[default]
    Ask,
}

/// Why: one rule that counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Because {
    /// The id of the rule: `R150`, `LAW020`, or one that a region pack adds.
    pub rule: String,
    /// Whether its condition holds; `None` when that is unknown.
    pub holds: Option<bool>,
    /// The fact it looked at, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The value it found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<FactValue>,
    /// What it needs: `>= 12`, `in rncp, bloc, rs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
}

impl Because {
    /// A rule quoted as a whole.
    pub fn rule(rule: impl Into<String>, holds: Option<bool>) -> Self {
        Self { rule: rule.into(), holds, fact: None, value: None, needs: None }
    }
}

/// May the person enrol?
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Admission {
    /// As an individual.
    pub individual: Individual,
    /// The enrolment window of the centre.
    pub window: Window,
}

/// Admission of an individual.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Individual {
    /// The verdict.
    pub verdict: Verdict,
    /// When the answer is no because of age: the day from which it is yes.
    pub from: Option<Date>,
    /// Why.
    pub because: Vec<Because>,
    /// The facts that would settle it.
    pub missing: Vec<String>,
}

/// When one may enrol.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Window {
    /// Whether it is open today; `None` when the centre published nothing.
    pub open: Option<bool>,
    /// The next day on which it opens, when it is closed.
    pub next: Option<Date>,
    /// The source gives no exact day.
    pub approximate: bool,
    /// Why.
    pub because: Vec<Because>,
}

/// May the person enter the diploma?
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Entry {
    /// The verdict.
    pub verdict: Verdict,
    /// The facts that would settle it.
    pub missing: Vec<String>,
    /// The ways around: `vapp`, `ves`, `vae`.
    pub bypass: Vec<String>,
    /// Why.
    pub because: Vec<Because>,
}

/// A way to finance or to shorten the path.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Scheme {
    /// Its id.
    pub id: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub because: Vec<Because>,
    /// The facts that would settle it.
    pub missing: Vec<String>,
    /// Amounts, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts: Option<Amounts>,
    /// What to do, in order, as ids of texts.
    pub steps: Vec<String>,
    /// By when.
    pub deadlines: Vec<Deadline>,
}

/// The amounts of a scheme. `None` is unknown, never nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Amounts {
    /// The flat share that the learner pays.
    pub participation: Option<Money>,
    /// What the account gains in a year, at the rate of the year and of the present status.
    pub yearly_credit: Option<Money>,
    /// The most the yearly credits may add up to.
    pub ceiling: Option<Money>,
    /// What is left to the learner.
    pub out_of_pocket: Option<Money>,
    /// What the scheme itself pays.
    pub pays: Option<Money>,
}

/// A day by which to act.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Deadline {
    /// Its id.
    pub id: String,
    /// The last day, included.
    pub on: Date,
    /// Why.
    pub because: Vec<Because>,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Document {
    /// Its id.
    pub id: String,
    /// What the facts say of it; `None` when there is nothing to judge.
    pub verdict: Option<Verdict>,
    /// Why.
    pub because: Vec<Because>,
}

/// Whether a way of attending is open.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct ModalityVerdict {
    /// Its id.
    pub id: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub because: Vec<Because>,
    /// The facts that would settle it.
    pub missing: Vec<String>,
}

/// What the experience rules say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Experience {
    /// May the experience file be handed in early?
    pub early_review: Judgement,
}

/// A verdict with its reasons.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The facts that would settle it.
    pub missing: Vec<String>,
    /// Why.
    pub because: Vec<Because>,
}

/// What the exam rules say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Exam {
    /// What to bring.
    pub papers: Vec<Document>,
    /// Where: `teaching_centre`, `centre_region_or_organiser`, or unknown.
    pub place: Option<String>,
    /// Sessions a year; `None` when the centre published nothing.
    pub sessions: Option<u32>,
    /// Leave from work for the exam.
    pub leave: Judgement,
    /// Why the place and the number of sessions.
    pub because: Vec<Because>,
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

impl ProofStep {
    /// A step of which only the kind is known.
    #[must_use]
    pub fn of(kind: &'static str) -> Self {
        Self { kind, units: Vec::new(), terms: Vec::new(), a_term: None, needs: None, holds: None }
    }
}

impl Plan {
    /// That there is none.
    #[must_use]
    pub fn infeasible() -> Self {
        Self { status: PlanStatus::Infeasible, ..Self::default() }
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
    /// `prerequisite`, `pin`, `chosen`, `required`, `corequisite`, `offering`, `scheduled` (by the opening schedule of the region).
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

/// One of the things that clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Clash {
    /// `pin`, `excluded`, `chosen`, `pace`, `horizon`, `prerequisite`, `offering`, `requirement`.
    pub kind: &'static str,
    /// The unit, group or term concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
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
    /// The finish this allows.
    pub finish: Option<Term>,
    /// The plan this allows.
    pub plan: Option<Box<Plan>>,
}

/// A dated step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Milestone {
    /// Its id.
    pub id: String,
    /// The day.
    pub on: Date,
    /// The source gives no exact day, or the day comes from the plan.
    pub approximate: bool,
    /// The term of the plan that it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// Why.
    pub because: Vec<Because>,
}

/// A fact worth asking for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Question {
    /// The fact.
    pub fact: String,
    /// What it would settle: `admission`, `entry`, the id of a scheme, …
    pub settles: Vec<String>,
    /// The euros that depend on it, when they are known.
    pub at_stake: Option<Money>,
}

/// Something a reader must know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Warning {
    /// Its id.
    pub id: String,
    /// Why.
    pub because: Vec<Because>,
}
