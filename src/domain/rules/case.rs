//! One request against one book: looking facts up, and judging conditions with their reasons.

use super::{
    book::RuleBook,
    condition::{Condition, Day, Move, Operand, Operator, Test},
    decision::{Branch, Modes},
    finding::{Finding, Reason, quoting},
    pack::RegionPack,
    plan_dates::PlanDays,
    record::{Parameter, Status},
};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{Because, Verdict},
    date::Date,
    facts::{FactValue, fact_spec},
    money::Money,
    read,
    request::{AcquiredHow, Request},
    truth::Truth,
};
use rust_decimal::Decimal;
use std::str::FromStr;

/// What the catalogue says of the diploma aimed at. What is `None` is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetInfo {
    /// Its code; `None` when the request aims at none.
    pub diploma: Option<String>,
    /// Its level, 3 to 8.
    pub level: Option<u8>,
    /// The level one needs to enter it.
    pub entry_level: Option<u8>,
    /// Where it is registered: `rncp`, `bloc`, `rs`, `none`.
    pub register: Option<String>,
    /// Its family: `licence`, `ingenieur`, …
    pub family: Option<String>,
}

/// The inputs that conditions may name beside the facts.
pub(super) const INPUTS: [&str; 7] =
    ["centre_region", "target.diploma", "target.entry_level", "target.family", "acquired", "payer_is_third_party", "modalities"];

/// The deepest nesting of definitions and decisions; the book refuses cycles, so that this is only reached by a fault.
const DEPTH: u8 = 32;

/// A request with the book it is judged by.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub book: &'a RuleBook,
    pub request: &'a Request,
    pub target: &'a TargetInfo,
    /// The pack of the centre's region.
    pub pack: Option<&'a RegionPack>,
    /// The day on which rules and parameters must hold.
    pub day: Date,
    /// The day that counts as today.
    pub today: Date,
    /// The day of a purchase or a new contract.
    pub contract_day: Date,
    /// The days of a plan, which stand in for facts that are not known.
    pub plan: Option<&'a PlanDays<'a>>,
    depth: u8,
}

/// A value that is known, or why not.
pub(super) enum Value {
    Known(FactValue),
    /// The fact that would tell.
    Missing(String),
    /// No fact would tell.
    Unsettled,
}

/// A verdict with everything that came with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Ruling {
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    pub missing: Set<String>,
}

impl Ruling {
    pub fn because(&self) -> Vec<Because> {
        let mut out: Vec<Because> = Vec::with_capacity(self.reasons.len());
        for reason in &self.reasons {
            if !out.contains(&reason.because) {
                out.push(reason.because.clone());
            }
        }
        out
    }

    pub fn missing(&self) -> Vec<String> {
        self.missing.iter().cloned().collect()
    }
}

impl<'a> Case<'a> {
    pub fn new(book: &'a RuleBook, request: &'a Request, target: &'a TargetInfo) -> Self {
        let pack = request.centre_region.as_deref().and_then(|region| book.packs.get(region));
        let contract_day = request.facts.date("enrolment_contract_date").unwrap_or(request.today);
        Self { book, request, target, pack, day: request.today, today: request.today, contract_day, plan: None, depth: 0 }
    }

    /// The same case with another day of reference.
    pub fn on(self, day: Date) -> Self {
        Self { day, ..self }
    }

    /// The same case with a plan.
    pub fn with_plan(self, plan: &'a PlanDays<'a>) -> Self {
        Self { plan: Some(plan), ..self }
    }

    /// The same case as if it were judged, and the contract signed, on another day.
    pub fn as_of(self, day: Date) -> Self {
        Self { day, today: day, contract_day: day, ..self }
    }

    /// The parameter of `ids` that is in force on the day of the case.
    pub fn parameter_in_force(&self, ids: &[String]) -> Option<&'a Parameter> {
        ids.iter().filter_map(|id| self.book.parameter_in(self.pack, id)).find(|parameter| parameter.in_force(self.day))
    }

    /// A parameter in force, as an amount.
    pub fn amount(&self, id: &str) -> Option<Money> {
        number(self.parameter_in_force(&[id.to_owned()])?.value.as_ref()?).map(Money::from_decimal)
    }

    /// A parameter in force, as a number.
    pub fn number(&self, id: &str) -> Option<Decimal> {
        number(self.parameter_in_force(&[id.to_owned()])?.value.as_ref()?)
    }

    /// Whether the centre's region does without the national milestone or warning `id`.
    pub fn left_out(&self, id: &str) -> bool {
        self.pack.is_some_and(|pack| pack.leaves_out.iter().any(|left| left == id))
    }

    /// Judges the decision `id`: by the pack of the centre's region, otherwise by the national rules.
    pub fn decide(&self, id: &str) -> Ruling {
        match self.branch(id) {
            Some(branch) => self.judge(branch),
            None => Ruling { missing: self.missing_region(id), ..Ruling::default() },
        }
    }

    /// The rules that decide `id`.
    pub fn branch(&self, id: &str) -> Option<&'a Branch> {
        let side = |modes: &'a Modes<Branch>| modes.get(self.request.rules);
        self.pack.and_then(|pack| pack.decisions.get(id)).and_then(side).or_else(|| self.book.decisions.get(id).and_then(side))
    }

    /// The centre's region, when it is what keeps `id` from being decided.
    fn missing_region(&self, id: &str) -> Set<String> {
        let regional = self.book.packs.values().any(|pack| pack.decisions.contains_key(id));
        let unknown = self.request.centre_region.is_none();
        if regional && unknown { Set::from(["centre_region".to_owned()]) } else { Set::new() }
    }

    /// Judges a branch.
    pub fn judge(&self, branch: &Branch) -> Ruling {
        let mut case = *self;
        if let Some(Ok(day)) = branch.on.as_ref().map(|day| self.day_of(day)) {
            case = self.on(day);
        }
        let mut ruling = Ruling { verdict: Verdict::No, ..Ruling::default() };
        for option in &branch.options {
            let finding = case.test(&option.needs, &[], true);
            match finding.truth {
                Truth::Yes if ruling.verdict == Verdict::No => {
                    ruling = Ruling { verdict: option.verdict.into(), reasons: finding.reasons, missing: Set::new() };
                    break;
                }
                Truth::No if ruling.verdict == Verdict::No => ruling.reasons.extend(finding.reasons),
                Truth::No => {}
                Truth::Yes => {
                    ruling.reasons.extend(finding.reasons);
                    break;
                }
                Truth::Unknown => {
                    if ruling.verdict == Verdict::No {
                        ruling.reasons.clear();
                    }
                    ruling.verdict = Verdict::Ask;
                    ruling.reasons.extend(finding.reasons);
                    ruling.missing.extend(finding.missing);
                }
            }
        }
        let quotes = branch.quotes.iter().map(|rule| Reason {
            because: Because::rule(rule.clone(), case.certain(rule).then_some(true)),
            doubtful: false,
            least_age: None,
        });
        ruling.reasons.extend(quotes);
        ruling
    }

    /// Judges a condition on its own.
    pub fn finding(&self, condition: &Condition) -> Finding {
        self.test(condition, &[], true)
    }

    /// Whether an exception is known to hold. It speaks against, so that a doubtful source does not weaken it.
    pub fn excepted(&self, condition: &Condition) -> bool {
        self.test(condition, &[], false).truth == Truth::Yes
    }

    /// Whether a rule is in force and its source certain.
    pub fn certain(&self, rule: &str) -> bool {
        self.book.rules.get(rule).is_some_and(|rule| rule.status != Status::Unconfirmed && rule.in_force(self.day))
    }

    /// `inherited` are the rules of the condition around; `positive` is false inside an odd number of negations.
    fn test(&self, condition: &Condition, inherited: &[String], positive: bool) -> Finding {
        let rules = if condition.rules.is_empty() { inherited } else { &condition.rules };
        let mut finding = match &condition.test {
            // What always holds still quotes its rules.
            Test::All(parts) if parts.is_empty() => quoting(Finding::of(Truth::Yes), rules, None, None),
            Test::All(parts) => Finding::all(parts.iter().map(|part| self.test(part, rules, positive))),
            Test::Any(parts) => {
                // The same as negating all of the negations, so that both keep exactly the parts that count.
                Finding::all(parts.iter().map(|part| self.test(part, rules, positive).flipped())).flipped()
            }
            Test::Not(part) => self.test(part, rules, !positive).negated(),
            Test::Definition(name) => match (self.book.definition_in(self.pack, name), self.deeper()) {
                (Some(definition), Some(case)) => case.test(definition, rules, positive),
                _ => Finding::of(Truth::Unknown),
            },
            Test::Decision(id) => self.favourable(id, rules),
            Test::InForce(id) => {
                let holds = self.book.rules.get(id).is_some_and(|rule| rule.in_force(self.day));
                let finding = Finding::of(holds.into());
                // A rule that is in force, or out of it, as it has to be needs no word.
                if holds == positive { finding } else { quoting(finding, std::slice::from_ref(id), None, None) }
            }
            Test::Unsettled => quoting(Finding::of(Truth::Unknown), rules, None, None),
            Test::Fact(key, operator, operand) => self.compare_fact(key, *operator, operand, rules),
            Test::Age(day, operator, operand) => self.compare_age(day, *operator, operand, rules),
            Test::Day(day, operator, other) => self.compare_days(day, *operator, other, rules),
        };
        for rule in condition.rules.iter().filter_map(|id| self.book.rules.get(id)) {
            self.doubt(&mut finding, rule.status, rule.in_force(self.day), positive);
        }
        if let Test::Fact(_, _, Operand::Parameters(ids)) | Test::Age(_, _, Operand::Parameters(ids)) = &condition.test
            && let Some(parameter) = self.parameter_in_force(ids)
        {
            self.doubt(&mut finding, parameter.status, true, positive);
        }
        finding
    }

    /// A rule out of force tells nothing; an unconfirmed one never tells a yes.
    fn doubt(&self, finding: &mut Finding, status: Status, in_force: bool, positive: bool) {
        let favourable = if positive { Truth::Yes } else { Truth::No };
        if !in_force {
            finding.unsettle(false);
        } else if status == Status::Unconfirmed {
            finding.rule_out(favourable);
        }
    }

    fn deeper(&self) -> Option<Self> {
        (self.depth < DEPTH).then_some(Self { depth: self.depth + 1, ..*self })
    }

    /// Whether another decision is yes or maybe.
    fn favourable(&self, id: &str, rules: &[String]) -> Finding {
        let Some(case) = self.deeper() else { return Finding::of(Truth::Unknown) };
        let ruling = Case { day: self.today, ..case }.decide(id);
        let finding = match ruling.verdict {
            Verdict::Yes | Verdict::Maybe => Finding::of(Truth::Yes),
            Verdict::No => Finding::of(Truth::No),
            Verdict::Ask => Finding::missing(ruling.missing),
        };
        let mut finding = quoting(finding, rules, None, None);
        finding.reasons.extend(ruling.reasons);
        finding
    }

    fn compare_fact(&self, key: &str, operator: Operator, operand: &Operand, rules: &[String]) -> Finding {
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

    fn compare_age(&self, day: &Day, operator: Operator, operand: &Operand, rules: &[String]) -> Finding {
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

    fn compare_days(&self, day: &Day, operator: Operator, other: &Day, rules: &[String]) -> Finding {
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

    fn operand(&self, operand: &Operand) -> Result<read::Value, Option<String>> {
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
pub(super) fn number(value: &read::Value) -> Option<Decimal> {
    match value {
        read::Value::Integer(number) => Some(Decimal::from(*number)),
        read::Value::Decimal(number) => Some(*number),
        read::Value::Text(text) => Decimal::from_str(text).ok(),
        _ => None,
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
        read::Value::Text(text) => text.clone(),
        read::Value::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        read::Value::Integer(number) => number.to_string(),
        read::Value::Decimal(number) => number.to_string(),
        read::Value::Bool(value) => value.to_string(),
        // No condition compares with nothing or with a table.
        read::Value::Null | read::Value::Map(_) => String::new(),
    }
}

/// Whether `key` is something conditions may look at.
pub(super) fn is_input(key: &str) -> bool {
    fact_spec(key).is_some() || INPUTS.contains(&key)
}
