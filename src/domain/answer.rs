//! What the engine answers. Names are those of the contract; links, cases and partners depend on them.

use super::{
    date::{Date, Term},
    facts::FactValue,
    money::Money,
    request::Version,
};
use serde::Serialize;

mod cost;
mod moves;
mod plan;
mod verdicts;

pub use cost::{
    Cost, CostLine, FundedUnit, Funding, MissingPrice, MissingReason, PayerShare, Span, TermCost, TermShares, Way, WhyNot, WhyNotReason,
    YearFee,
};
pub use moves::{Cause, Move};
pub use plan::{Clash, Plan, PlanReason, PlanStatus, PlanTerm, PlanUnit, Proof, ProofStep, Relaxation, Totals};
pub use verdicts::{
    Admission, Amounts, Deadline, Document, Entry, Exam, Experience, Individual, Judgement, ModalityVerdict, Scheme, Window,
};

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

    /// Whether a rule holds by all that is quoted of it. Of a conjunction that fails only what fails is quoted: an open part beside one that
    /// fails is thus another way to meet the rule, and the rule is open; where parts hold as well, what fails is told.
    pub fn sum_up<'a>(quoted: impl Iterator<Item = &'a Self>) -> Option<bool> {
        let (mut fails, mut holds, mut open) = (false, false, false);
        for reason in quoted {
            match reason.holds {
                Some(true) => holds = true,
                Some(false) => fails = true,
                None => open = true,
            }
        }
        if open && !(fails && holds) { None } else { Some(!fails) }
    }
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
