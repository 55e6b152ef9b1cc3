//! One request against one book: judging decisions and conditions with their reasons.

mod comparison;
mod lookup;

pub(super) use lookup::{Value, is_input, number};

use super::{
    book::RuleBook,
    condition::{Condition, Operand, Test},
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
    money::Money,
    request::Request,
    truth::Truth,
};
use rust_decimal::Decimal;

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
        let pack = request.centre_region.as_deref().and_then(|region| book.pack(region));
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
}
