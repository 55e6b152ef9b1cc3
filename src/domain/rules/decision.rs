//! What conditions yield: verdicts, deadlines, amounts, papers, milestones, warnings.

use super::condition::{Condition, Day};
use crate::domain::read::FromValue;
use crate::domain::{
    answer::Verdict,
    date::Date,
    facts::{FactKind, FactValue, fact_spec},
    money::Money,
    request::{Modality, RuleSet},
};

/// Something that the two rule sets say differently. A side that is absent says nothing: the answer is then `ask`.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[serde(deny_unknown_fields)]
pub struct Modes<T> {
    /// What holds today.
    #[serde(default)]
    pub law: Option<T>,
    /// What the documents alone say.
    #[serde(default)]
    pub documents: Option<T>,
    /// The same on both sides.
    #[serde(default)]
    pub both: Option<T>,
}

impl<T> Default for Modes<T> {
    fn default() -> Self {
        Self { law: None, documents: None, both: None }
    }
}

impl<T> Modes<T> {
    /// The side that `rules` asks for.
    #[must_use]
    pub fn get(&self, rules: RuleSet) -> Option<&T> {
        match rules {
            RuleSet::Law => self.law.as_ref(),
            RuleSet::Documents => self.documents.as_ref(),
        }
        .or(self.both.as_ref())
    }

    /// Whether neither side is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.law.is_none() && self.documents.is_none() && self.both.is_none()
    }

    /// Every side that is there, with the rule sets under which it is read.
    pub fn sides(&self) -> impl Iterator<Item = (&'static [RuleSet], &T)> {
        [
            (&[RuleSet::Law][..], self.law.as_ref()),
            (&[RuleSet::Documents][..], self.documents.as_ref()),
            (&[RuleSet::Law, RuleSet::Documents][..], self.both.as_ref()),
        ]
        .into_iter()
        .filter_map(|(sets, side)| side.map(|side| (sets, side)))
    }
}

#[cfg(feature = "cli")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Modes<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Modes_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let side = generator.subschema_for::<T>();
        schemars::json_schema!({
            "description": "Something that the two rule sets say differently; `both` is the same on both sides.",
            "type": "object",
            "properties": { "law": side, "documents": side, "both": side },
            "additionalProperties": false
        })
    }
}

/// How one verdict is reached.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// The possible outcomes in order: the first that holds gives the verdict. An unknown one before it makes the answer `ask`; none is `no`.
    pub options: Vec<Outcome>,
    /// The day on which rules and parameters must hold; today by default.
    #[serde(default)]
    pub on: Option<Day>,
    /// Rules to quote whatever the verdict: what a reader must know with it.
    #[serde(default)]
    pub quotes: Vec<String>,
    /// What to do, in order, as ids of texts (`step.<id>`).
    #[serde(default)]
    pub steps: Vec<String>,
    /// By when, unless the verdict is no.
    #[serde(default)]
    pub deadlines: Vec<Dated>,
    /// Amounts, unless the verdict is no.
    #[serde(default)]
    pub amounts: Option<BranchAmounts>,
}

/// A verdict and what it needs.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// `yes` or `maybe`.
    pub verdict: Favourable,
    /// The condition.
    pub needs: Condition,
}

/// The verdicts that conditions can earn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Favourable {
    /// The conditions are all there is.
    Yes,
    /// A third party decides.
    Maybe,
}

impl From<Favourable> for Verdict {
    fn from(verdict: Favourable) -> Self {
        match verdict {
            Favourable::Yes => Self::Yes,
            Favourable::Maybe => Self::Maybe,
        }
    }
}

/// What one fact tells of another that nobody said: who is a new learner holds no unit.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Implied {
    /// The value of the fact that is told, written as in links: `false`, `0`; `today` for a day that is today at the earliest.
    /// What the request itself says goes first.
    pub is: String,
    /// It is told if this holds.
    pub when: Condition,
}

impl Implied {
    /// The value told on the day `today`; `None` when the fact cannot have it, which the check of the book refuses.
    pub(super) fn value(&self, fact: &str, today: Date) -> Option<FactValue> {
        // The number of units held is no fact, but it is told like one.
        let kind = fact_spec(fact).map_or(FactKind::Integer(0, i64::MAX), |spec| spec.kind);
        if kind == FactKind::Date && self.is == "today" { Some(FactValue::Date(today)) } else { FactValue::parse(kind, &self.is).ok() }
    }
}

/// A dated thing: a deadline or a milestone.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// Its id. Of several deadlines with one id the first that applies counts; of several milestones, the latest.
    pub id: String,
    /// The day.
    pub on: Day,
    /// It applies only if this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// It does not apply if this holds.
    #[serde(default)]
    pub unless: Option<Condition>,
    /// Of the terms of a plan, only the first in which it applies counts; nothing if it applies before any.
    #[serde(default)]
    pub once: bool,
    /// A day off is moved to the next working day.
    #[serde(default)]
    pub next_working_day: bool,
    /// The rules to quote.
    pub by: Vec<String>,
}

/// The amounts of a scheme, beside those of the CPF.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BranchAmounts {
    /// What the scheme pays.
    #[serde(default)]
    pub pays: Option<AmountRule>,
    /// What is left to the learner.
    #[serde(default)]
    pub out_of_pocket: Option<AmountRule>,
}

/// Where an amount comes from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AmountRule {
    /// A figure that a rule states.
    Exactly(Money),
    /// A parameter.
    Parameter(String),
    /// A fact.
    Fact(String),
    /// A parameter for each unit of a fact.
    Rate {
        /// The parameter.
        parameter: String,
        /// The fact.
        times: String,
    },
}

/// A paper to hand in or to bring.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaperRule {
    /// Its id.
    pub id: String,
    /// It is asked for only if this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What makes it acceptable; absent when there is nothing to judge.
    #[serde(default)]
    pub accepted: Option<Condition>,
    /// The rules to quote.
    pub by: Vec<String>,
}

/// Where the exam of a way of attending is held.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// For these ways of attending.
    pub modalities: Vec<Modality>,
    /// `teaching_centre` or `centre_region_or_organiser`.
    pub place: String,
    /// The rules to quote.
    pub by: Vec<String>,
}

/// A warning or a piece of advice, and when to show it.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteRule {
    /// Its id, or its topic; several with one id are shown as one.
    pub id: String,
    /// It is about this scheme: not shown when that is refused.
    #[serde(default)]
    pub scheme: Option<String>,
    /// It is shown only if this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// It is not shown if this holds.
    #[serde(default)]
    pub unless: Option<Condition>,
    /// The rules to quote.
    pub by: Vec<String>,
}

/// The figures of the personal training account (CPF).
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CpfTerms {
    /// The flat share of the learner.
    pub participation: Participation,
    /// What a year brings; the first that applies counts.
    pub credits: Vec<Credit>,
    /// The share of full time from which a year brings the whole; without it there is no pro rata.
    #[serde(default)]
    pub half_time: Option<String>,
    /// How much of the balance may be used at once; the first that applies counts.
    #[serde(default)]
    pub use_ceilings: Vec<UseCeiling>,
    /// Whether the source says who pays what when the balance falls short.
    pub shortfall: bool,
    /// The rules to quote for who pays what.
    #[serde(default)]
    pub arithmetic: Vec<String>,
}

/// The flat share of the learner.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// Nothing is due if this holds.
    pub exempt: Condition,
    /// The parameters; the one in force on the day of the purchase counts.
    pub values: Vec<String>,
    /// The rules to quote for it.
    pub by: Vec<String>,
    /// The last value goes on after the end that other sources give it.
    #[serde(default)]
    pub open_ended: bool,
    /// Before the first value nothing was due; otherwise it is unknown.
    #[serde(default)]
    pub none_before: bool,
}

/// What a year of work brings.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// For whom.
    pub when: Condition,
    /// The amount a year, a parameter; absent when nothing is credited.
    #[serde(default)]
    pub credit: Option<String>,
    /// The most it adds up to, a parameter.
    #[serde(default)]
    pub ceiling: Option<String>,
    /// Below half-time the credit is in proportion.
    #[serde(default)]
    pub pro_rata: bool,
}

/// How much of the balance may be used at once.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseCeiling {
    /// For what.
    pub when: Condition,
    /// The most, a parameter.
    pub parameter: String,
}
