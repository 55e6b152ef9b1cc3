//! Comparing what a case knows with what a condition wants, with the reason in both directions.

use super::{Case, Value, number};
use crate::domain::{
    facts::FactValue,
    read,
    rules::{
        condition::{Day, Operand, Operator},
        finding::{Finding, quoting},
    },
    truth::Truth,
};
use rust_decimal::Decimal;

impl Case<'_> {
    pub(super) fn compare_fact(&self, key: &str, operator: Operator, operand: &Operand, rules: &[String]) -> Finding {
        let value = match self.value(key) {
            Value::Known(value) => value,
            Value::Missing(fact) => return quoting(Finding::missing([fact]), rules, Some((key, None)), None),
            Value::Unsettled => return quoting(Finding::of(Truth::Unknown), rules, Some((key, None)), None),
        };
        // "The list holds the diploma" is a plain no for an empty list, whatever the diploma.
        if matches!(operator, Operator::Contains | Operator::ContainsAny) && value == FactValue::Words(Vec::new()) {
            return quoting(Finding::of(Truth::No), rules, Some((key, Some(value))), None);
        }
        let wanted = match self.operand(operand) {
            Ok(wanted) => wanted,
            Err(missing) => {
                let finding = Finding::missing(missing);
                return quoting(finding, rules, Some((key, Some(value))), None);
            }
        };
        let truth = Truth::from(compare(&value, operator, &wanted));
        let needs = format!("{} {}", operator.sign(), shown(&wanted));
        quoting(Finding::of(truth), rules, Some((key, Some(value))), Some(needs))
    }

    pub(super) fn compare_age(&self, day: &Day, operator: Operator, operand: &Operand, rules: &[String]) -> Finding {
        let Some(bound) = self.operand(operand).ok().as_ref().and_then(number).and_then(|bound| i64::try_from(bound).ok()) else {
            return Finding::of(Truth::Unknown);
        };
        let facts = &self.request.facts;
        let needs = Some(format!("{} {bound}", operator.sign()));
        let holds = |age: i64| match operator {
            Operator::Equals => age == bound,
            Operator::AtLeast => age >= bound,
            Operator::AtMost => age <= bound,
            Operator::Below => age < bound,
            Operator::Above => age > bound,
            _ => false,
        };
        let (truth, age) = match (self.day_of(day), facts.date("birth_date")) {
            (Ok(day), _) => match facts.age_on(day) {
                Some(age) => (Truth::from(holds(age)), age),
                None => return quoting(Finding::missing(["birth_date".to_owned()]), rules, Some(("age", None)), needs),
            },
            (Err(_), None) => match facts.integer("age") {
                Some(age) => (Truth::from(holds(age)), age),
                None => return quoting(Finding::missing(["birth_date".to_owned()]), rules, Some(("age", None)), needs),
            },
            // The day is not known; when it is not before today, nobody is younger on it than today.
            (Err(missing), Some(birth)) => {
                let least = i64::from(birth.completed_years_until(self.today));
                let settled = match operator {
                    _ if !self.book.not_before_today.contains(&day.of) => None,
                    Operator::AtLeast | Operator::Above if holds(least) => Some(Truth::Yes),
                    Operator::AtMost | Operator::Below if !holds(least) => Some(Truth::No),
                    Operator::Equals if least > bound => Some(Truth::No),
                    _ => None,
                };
                match settled {
                    Some(truth) => (truth, least),
                    None => {
                        let finding = Finding::missing(missing);
                        return quoting(finding, rules, Some(("age", None)), needs);
                    }
                }
            }
        };
        let mut finding = quoting(Finding::of(truth), rules, Some(("age", Some(FactValue::Integer(age)))), needs);
        if operator == Operator::AtLeast && truth == Truth::No {
            for reason in &mut finding.reasons {
                reason.least_age = Some(bound);
            }
        }
        finding
    }

    pub(super) fn compare_days(&self, day: &Day, operator: Operator, other: &Day, rules: &[String]) -> Finding {
        let (left, right) = (self.day_of(day), self.day_of(other));
        let value = left.as_ref().ok().map(|day| FactValue::Date(*day));
        let needs = right.as_ref().ok().map(|day| format!("{} {day}", operator.sign()));
        let finding = match (left, right) {
            (Ok(left), Ok(right)) => Finding::of(Truth::from(match operator {
                Operator::Equals => left == right,
                Operator::AtLeast => left >= right,
                Operator::AtMost => left <= right,
                Operator::Below => left < right,
                Operator::Above => left > right,
                _ => false,
            })),
            // Not known, but not before today: too late already.
            (Err(_), Ok(right))
                if day.moves.is_empty()
                    && self.book.not_before_today.contains(&day.of)
                    && match operator {
                        Operator::AtMost => self.today > right,
                        Operator::Below => self.today >= right,
                        _ => false,
                    } =>
            {
                Finding::of(Truth::No)
            }
            (left, right) => {
                let missing = [left.err().flatten(), right.err().flatten()].into_iter().flatten();
                Finding::missing(missing)
            }
        };
        quoting(finding, rules, Some((&day.of, value)), needs)
    }
}

fn compare(value: &FactValue, operator: Operator, wanted: &read::Value) -> bool {
    let is = |word: &str, wanted: &read::Value| wanted.as_str() == Some(word);
    let listed = |word: &str| wanted.as_array().is_some_and(|words| words.iter().any(|wanted| is(word, wanted)));
    match (operator, value) {
        (Operator::Equals, FactValue::Bool(value)) => wanted.as_bool() == Some(*value),
        (Operator::Equals, FactValue::Word(word)) => is(word, wanted),
        (Operator::In, FactValue::Word(word)) => listed(word),
        (Operator::Contains, FactValue::Words(words)) => words.iter().any(|word| is(word, wanted)),
        (Operator::ContainsAny, FactValue::Words(words)) => words.iter().any(|word| listed(word)),
        (Operator::NotEmpty, FactValue::Words(words)) => words.is_empty() != (wanted.as_bool() == Some(true)),
        _ => {
            let left = match value {
                FactValue::Integer(value) => Decimal::from(*value),
                FactValue::Ratio(value) => *value,
                FactValue::Money(value) => value.to_decimal(),
                _ => return false,
            };
            number(wanted).is_some_and(|right| match operator {
                Operator::Equals => left == right,
                Operator::AtLeast => left >= right,
                Operator::AtMost => left <= right,
                Operator::Below => left < right,
                Operator::Above => left > right,
                _ => false,
            })
        }
    }
}

fn shown(value: &read::Value) -> String {
    match value {
        read::Value::Text(text) => text.to_string(),
        read::Value::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        read::Value::Integer(number) => number.to_string(),
        read::Value::Decimal(number) => number.to_string(),
        read::Value::Bool(value) => value.to_string(),
        // No condition compares with nothing or with a table.
        read::Value::Null | read::Value::Map(_) => String::new(),
    }
}
