//! What the rules say to a person: admission, entry, schemes, papers, ways of attending, experience and exams.

use super::{Because, Verdict};
use crate::domain::{date::Date, money::Money};
use serde::Serialize;

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
