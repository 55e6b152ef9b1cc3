//! The language of conditions, as JSON.
//!
//! | JSON | meaning |
//! |---|---|
//! | `{"all":[…]}`, `{"any":[…]}`, `{"not":…}` | strong Kleene logic |
//! | `{"fact":"months_in_company","at_least":12}` | a fact against a value; also `equals`, `in`, `contains`, `contains_any`, `at_most`, `below`, `above`, `not_empty` |
//! | `{"age_on":"today","at_least":18}` | completed years on a day |
//! | `{"day":"training_start","at_most":{"of":"last_cdd_end","plus_months":6}}` | a day against a day, both ends included |
//! | `{"is":"jobseeker"}` | a named definition |
//! | `{"decision":"ptp"}` | whether another decision is favourable |
//! | `{"in_force":"LAW036"}` | whether a rule holds on the day of the decision |
//! | `{"unsettled":"why"}` | no source tells: neither yes nor no, and no fact would settle it |
//!
//! `rule` names the rules that a condition stands for; the conditions inside inherit it. A value is a literal, `{"parameter":"P-…"}`, the one of
//! `{"parameters":[…]}` in force, or `{"input":"target.entry_level"}`.

use crate::domain::read::{FromValue, Value, read};

/// A condition with the rules it stands for.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[serde(try_from = "Raw")]
#[value(blank = "Self { rules: Vec::new(), test: Test::Unsettled }")]
pub struct Condition {
    /// The rules to quote for it; empty: those of the condition around it.
    pub rules: Vec<String>,
    /// What is tested.
    pub test: Test,
}

/// What a condition tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A named definition holds.
    Definition(String),
    /// The verdict of another decision is yes or maybe.
    Decision(String),
    /// A rule holds on the day of the decision.
    InForce(String),
    /// No source tells.
    Unsettled,
    /// A fact, or an input such as `centre_region`, against a value.
    Fact(String, Operator, Operand),
    /// The age on a day against a value.
    Age(Day, Operator, Operand),
    /// A day against a day.
    Day(Day, Operator, Day),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equals,
    /// One of a list.
    In,
    /// The list holds the word.
    Contains,
    /// The list holds one of the words.
    ContainsAny,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `<`
    Below,
    /// `>`
    Above,
    /// The list holds something.
    NotEmpty,
}

impl Operator {
    /// The sign shown in `needs`.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equals => "=",
            Self::In => "in",
            Self::Contains | Self::ContainsAny => "contains",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Below => "<",
            Self::Above => ">",
            Self::NotEmpty => "not empty",
        }
    }
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[serde(from = "RawOperand")]
pub enum Operand {
    /// Written in the condition.
    Literal(Value<'static>),
    /// The one of these parameters that is in force.
    Parameters(Vec<String>),
    /// Another input of the request.
    Input(String),
}

/// A day: `"today"`, `"contract_day"`, a fact, or one of them moved.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[serde(from = "RawDay")]
pub struct Day {
    /// The fact, `today` or `contract_day` (the enrolment contract, otherwise today).
    pub of: String,
    /// The steps to move it by, in order.
    pub moves: Vec<Move>,
}

/// A step on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// Months later, the end of the month clamped.
    Months(Operand),
    /// Years later, 29 February clamped.
    Years(Operand),
    /// Days later.
    Days(Operand),
    /// Days earlier.
    DaysBack(Operand),
}

#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum RawOperand {
    Reference(RawReference),
    Literal(Value<'static>),
}

#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
enum RawReference {
    Parameter { parameter: String },
    Parameters { parameters: Vec<String> },
    Input { input: String },
}

impl From<RawOperand> for Operand {
    fn from(raw: RawOperand) -> Self {
        match raw {
            RawOperand::Reference(RawReference::Parameter { parameter }) => Self::Parameters(vec![parameter]),
            RawOperand::Reference(RawReference::Parameters { parameters }) => Self::Parameters(parameters),
            RawOperand::Reference(RawReference::Input { input }) => Self::Input(input),
            RawOperand::Literal(value) => Self::Literal(value),
        }
    }
}

#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum RawDay {
    Plain(String),
    Moved(RawMoved),
}

#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RawMoved {
    of: Box<RawDay>,
    plus_months: Option<Operand>,
    plus_years: Option<Operand>,
    plus_days: Option<Operand>,
    minus_days: Option<Operand>,
}

impl From<RawDay> for Day {
    fn from(raw: RawDay) -> Self {
        match raw {
            RawDay::Plain(of) => Self { of, moves: Vec::new() },
            RawDay::Moved(moved) => {
                let mut day = Self::from(*moved.of);
                day.moves.extend(moved.plus_months.map(Move::Months));
                day.moves.extend(moved.plus_years.map(Move::Years));
                day.moves.extend(moved.plus_days.map(Move::Days));
                day.moves.extend(moved.minus_days.map(Move::DaysBack));
                day
            }
        }
    }
}

#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Raw {
    rule: Option<OneOrMany>,
    all: Option<Vec<Condition>>,
    any: Option<Vec<Condition>>,
    not: Option<Box<Condition>>,
    is: Option<String>,
    decision: Option<String>,
    in_force: Option<String>,
    unsettled: Option<String>,
    fact: Option<String>,
    age_on: Option<Day>,
    day: Option<Day>,
    equals: Option<Value<'static>>,
    r#in: Option<Value<'static>>,
    contains: Option<Value<'static>>,
    contains_any: Option<Value<'static>>,
    at_least: Option<Value<'static>>,
    at_most: Option<Value<'static>>,
    below: Option<Value<'static>>,
    above: Option<Value<'static>>,
    not_empty: Option<Value<'static>>,
}

impl TryFrom<Raw> for Condition {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        let rules = match raw.rule {
            None => Vec::new(),
            Some(OneOrMany::One(rule)) => vec![rule],
            Some(OneOrMany::Many(rules)) => rules,
        };
        let mut comparisons = [
            (Operator::Equals, raw.equals),
            (Operator::In, raw.r#in),
            (Operator::Contains, raw.contains),
            (Operator::ContainsAny, raw.contains_any),
            (Operator::AtLeast, raw.at_least),
            (Operator::AtMost, raw.at_most),
            (Operator::Below, raw.below),
            (Operator::Above, raw.above),
            (Operator::NotEmpty, raw.not_empty),
        ]
        .into_iter()
        .filter_map(|(operator, value)| value.map(|value| (operator, value)));
        let comparison = comparisons.next();
        let second = comparisons.next();
        let plain = [
            raw.all.map(Test::All),
            raw.any.map(Test::Any),
            raw.not.map(Test::Not),
            raw.is.map(Test::Definition),
            raw.decision.map(Test::Decision),
            raw.in_force.map(Test::InForce),
            raw.unsettled.map(|_| Test::Unsettled),
        ]
        .into_iter()
        .flatten();
        let mut tests: Vec<Test> = plain.collect();
        let subjects = usize::from(raw.fact.is_some()) + usize::from(raw.age_on.is_some()) + usize::from(raw.day.is_some());
        if second.is_some() || subjects != usize::from(comparison.is_some()) {
            return Err("a comparison is one of fact, age_on or day with one operator".to_owned());
        }
        if let Some((operator, value)) = comparison {
            let operand = |value| read::<Operand>(&value).map_err(|fault| fault.message);
            tests.push(match (raw.fact, raw.age_on, raw.day) {
                (Some(fact), _, _) => Test::Fact(fact, operator, operand(value)?),
                (_, Some(day), _) => Test::Age(day, operator, operand(value)?),
                (_, _, Some(day)) => Test::Day(day, operator, read(&value).map_err(|fault| fault.message)?),
                _ => return Err("a comparison needs a fact, age_on or day".to_owned()),
            });
        }
        match (tests.pop(), tests.is_empty()) {
            (Some(test), true) => Ok(Self { rules, test }),
            _ => Err("a condition is exactly one of all, any, not, is, decision, in_force, unsettled, or a comparison".to_owned()),
        }
    }
}

/// The schemas are those of the forms that are read.
#[cfg(feature = "cli")]
mod schemas {
    use super::{Condition, Day, Operand, Raw, RawDay, RawOperand};
    use schemars::{JsonSchema, Schema, SchemaGenerator};
    use std::borrow::Cow;

    macro_rules! read_as {
        ($type:ty, $raw:ty, $name:literal) => {
            impl JsonSchema for $type {
                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    <$raw>::json_schema(generator)
                }
            }
        };
    }

    read_as!(Condition, Raw, "Condition");
    read_as!(Operand, RawOperand, "Operand");
    read_as!(Day, RawDay, "Day");
}
