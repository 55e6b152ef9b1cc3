//! What a case knows: facts, what they imply, the target, the plan, and the days reckoned from them.

use super::Case;
use crate::domain::sorted::Set;
use crate::domain::{
    date::Date,
    facts::{FactValue, fact_spec},
    read,
    request::AcquiredHow,
    rules::condition::{Day, Move, Operand},
    truth::Truth,
};
use rust_decimal::Decimal;
use std::str::FromStr;

/// The inputs that conditions may name beside the facts.
const INPUTS: [&str; 7] =
    ["centre_region", "target.diploma", "target.entry_level", "target.family", "acquired", "payer_is_third_party", "modalities"];

/// A value that is known, or why not.
pub(in crate::domain::rules) enum Value {
    Known(FactValue),
    /// The fact that would tell.
    Missing(String),
    /// No fact would tell.
    Unsettled,
}

impl Case<'_> {
    /// The value of a fact or of an input.
    pub fn value(&self, key: &str) -> Value {
        let known_or = |value: Option<FactValue>| match value {
            Some(value) => Value::Known(value),
            None if self.target.diploma.is_none() => Value::Missing("target.diploma".to_owned()),
            None => Value::Unsettled,
        };
        let word = |word: &Option<String>| word.clone().map(FactValue::Word);
        let level = |level: Option<u8>| level.map(|level| FactValue::Integer(i64::from(level)));
        if let Some(value) = self.request.facts.get(key) {
            return Value::Known(value.clone());
        }
        // A list of units tells more than what is implied of it.
        if let Some(value) = self.implied(key).filter(|_| key != "acquired" || self.request.acquired.is_empty()) {
            return Value::Known(value);
        }
        match key {
            "centre_region" => word(&self.request.centre_region).map_or_else(|| Value::Missing(key.to_owned()), Value::Known),
            "target.diploma" => known_or(word(&self.target.diploma)),
            "target.entry_level" => known_or(level(self.target.entry_level)),
            "target.family" => known_or(word(&self.target.family)),
            "modalities" => match &self.request.modalities {
                Some(accepted) => Value::Known(FactValue::Words(accepted.iter().map(|modality| modality.id().to_owned()).collect())),
                None => Value::Missing(key.to_owned()),
            },
            "target_level" => level(self.target.level).map_or_else(|| Value::Missing(key.to_owned()), Value::Known),
            "target_register" => word(&self.target.register).map_or_else(|| Value::Missing(key.to_owned()), Value::Known),
            "acquired" if self.request.acquired.is_empty() && self.plan.is_none() => Value::Missing(key.to_owned()),
            // With a plan, at least its own courses.
            "acquired" => Value::Known(FactValue::Integer(self.acquired() + self.plan.map_or(0, |plan| plan.courses))),
            "payer_is_third_party" => match self.request.facts.word("payer") {
                Some(payer) => Value::Known(FactValue::Bool(payer != "self")),
                None => Value::Missing("payer".to_owned()),
            },
            _ => Value::Missing(key.to_owned()),
        }
    }

    /// What other facts tell of a fact that nobody said.
    fn implied(&self, key: &str) -> Option<FactValue> {
        let rule = self.book.implied.get(key)?;
        (self.deeper()?.finding(&rule.when).truth == Truth::Yes).then(|| rule.value(key, self.today))?
    }

    /// The units obtained by today. An exemption obtains none.
    fn acquired(&self) -> i64 {
        let obtained = self.request.acquired.iter().filter(|unit| unit.how != Some(AcquiredHow::Ves));
        let units: Set<&str> = obtained.filter(|unit| unit.on.is_none_or(|on| on <= self.today)).map(|unit| unit.ue.as_str()).collect();
        i64::try_from(units.len()).unwrap_or(i64::MAX)
    }

    /// The day, or the fact that would tell it.
    pub fn day_of(&self, day: &Day) -> Result<Date, Option<String>> {
        let start = match day.of.as_str() {
            "today" => self.today,
            "contract_day" => self.contract_day,
            other => match self.value(other) {
                Value::Known(FactValue::Date(day)) => day,
                // A plan stands in for what nobody said.
                _ => {
                    let planned = self.plan.and_then(|plan| plan.day(other)).map(|dating| dating.first);
                    planned.ok_or_else(|| fact_spec(other).map(|fact| fact.key.to_owned()))?
                }
            },
        };
        day.moves.iter().try_fold(start, |day, step| {
            let (Move::Months(operand) | Move::Years(operand) | Move::Days(operand) | Move::DaysBack(operand)) = step;
            let by = i64::try_from(number(&self.operand(operand)?).ok_or(None)?).map_err(|_| None)?;
            Ok(match step {
                Move::Months(_) => day.plus_months(i32::try_from(by).map_err(|_| None)?),
                Move::Years(_) => day.plus_months(i32::try_from(by).ok().and_then(|years| years.checked_mul(12)).ok_or(None)?),
                Move::Days(_) => day.plus_days(by),
                Move::DaysBack(_) => day.plus_days(-by),
            })
        })
    }

    pub(super) fn operand(&self, operand: &Operand) -> Result<read::Value<'static>, Option<String>> {
        match operand {
            Operand::Literal(value) => Ok(value.clone()),
            Operand::Parameters(ids) => self.parameter_in_force(ids).and_then(|parameter| parameter.value.clone()).ok_or(None),
            Operand::Input(key) => match self.value(key) {
                Value::Known(value) => Ok(read::Value::from(&value)),
                Value::Missing(fact) => Err(Some(fact)),
                Value::Unsettled => Err(None),
            },
        }
    }
}

/// A JSON value as a number.
pub(in crate::domain::rules) fn number(value: &read::Value) -> Option<Decimal> {
    match value {
        read::Value::Integer(number) => Some(Decimal::from(*number)),
        read::Value::Decimal(number) => Some(*number),
        read::Value::Text(text) => Decimal::from_str(text).ok(),
        _ => None,
    }
}

/// Whether `key` is something conditions may look at.
pub(in crate::domain::rules) fn is_input(key: &str) -> bool {
    fact_spec(key).is_some() || INPUTS.contains(&key)
}
