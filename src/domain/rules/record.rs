//! Rules and dated parameters: what they are, where they come from, when they hold.

use crate::domain::date::Date;
use crate::domain::read::{FromValue, Value};

/// How sure a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A source says so.
    Confirmed,
    /// Pending, doubtful or without a source: it never makes a verdict yes.
    Unconfirmed,
    /// Only a regional document says so.
    #[default]
    Document,
}

/// Which of the two rule sets a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleOrigin {
    /// A regional document.
    Documents,
    /// The law in force.
    Law,
}

/// A document that rules are taken from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SourceDocument {
    /// Its short name in the rules.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is known of its date.
    pub dated: String,
}

/// A rule that verdicts quote. Its sentences in both languages are among the texts, under the same id.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `R150`, `LAW020`, or one that a region pack adds.
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// `national`, or the slug of the one region in whose centre it applies.
    pub scope: String,
    /// The rule set it belongs to.
    pub book: RuleOrigin,
    /// How sure it is.
    #[serde(default)]
    pub status: Status,
    /// The first day on which it holds; `None` when no source gives it.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day on which it holds; `None` while it is in force.
    #[serde(default)]
    pub to: Option<Date>,
    /// The day from which a figure that it sets has to be checked again; its source set it for a period that ends before.
    #[serde(default)]
    pub review: Option<Date>,
    /// The document it stands in, as the short name of a [`SourceDocument`].
    #[serde(default)]
    pub document: Option<String>,
    /// The section of that document.
    #[serde(default)]
    pub section: Option<String>,
    /// Articles and addresses, for a rule of the law.
    #[serde(default)]
    pub source: Option<String>,
    /// A doubt to show with it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Rule {
    /// Whether it holds on `day`, as far as its sources tell.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        within(self.from, self.to, day)
    }
}

/// When the rules were gathered, and how far from that day they are trusted without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The day on which the rules were as they stand here.
    pub on: Date,
    /// The months before and after that day for which they are taken as they are.
    pub months: u8,
}

impl Survey {
    /// Whether `day` is so far from the survey that the rules may have been others.
    pub(super) fn is_far_from(self, day: Date) -> bool {
        let months = i32::from(self.months);
        day < self.on.plus_months(-months) || self.on.plus_months(months) < day
    }
}

/// A dated figure.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its id: `P-CPF-CREDIT`.
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// The figure: a number, days of the year (`"01-15"`), a list, a table; `None` when no source gives one.
    #[serde(default)]
    pub value: Option<Value<'static>>,
    /// Its unit.
    pub unit: String,
    /// The first day on which it holds; `None` when no source gives it.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day on which it holds; `None` while it is in force.
    #[serde(default)]
    pub to: Option<Date>,
    /// How sure it is.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// A doubt to show with it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Parameter {
    /// Whether it holds on `day`, as far as its sources tell.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        within(self.from, self.to, day)
    }
}

fn within(from: Option<Date>, to: Option<Date>, day: Date) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}
