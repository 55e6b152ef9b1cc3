//! The arithmetic of the personal training account (LAW001 to LAW008).

use super::{
    book::RuleBook,
    case::{Case, TargetInfo},
    condition::Condition,
    decision::{CpfTerms, Credit},
    finding::Finding,
};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{Amounts, Because, Span},
    costs::AccountTerms,
    date::Date,
    money::Money,
    request::Request,
    truth::Truth,
};

/// What the arithmetic met on its way.
#[derive(Default)]
pub(super) struct Notes {
    /// The facts that would tell what is unknown.
    pub missing: Set<String>,
    /// The rules that counted.
    pub because: Vec<Because>,
}

/// The amounts, with the rules that counted and the facts that would tell those that are unknown.
pub(super) fn amounts(case: &Case<'_>, terms: &CpfTerms) -> (Amounts, Notes) {
    let case = case.on(case.contract_day);
    let mut notes = Notes::default();
    let participation = match participation(&case, terms, &mut notes) {
        Some(Span::Exact(amount)) => Some(amount),
        _ => None,
    };
    let (yearly_credit, ceiling) = credit(&case, terms, &mut notes);
    let (pays, out_of_pocket) = shares(&case, terms, participation, &mut notes);
    if pays.is_some() {
        notes.because.extend(terms.arithmetic.iter().map(|rule| Because::rule(rule.clone(), case.certain(rule).then_some(true))));
    }
    (Amounts { participation, yearly_credit, ceiling, out_of_pocket, pays }, notes)
}

/// The figures of the account on `day` at the present status of the person; `None` when the rules do not say how it is used with a price that it
/// does not cover.
#[must_use]
pub fn account_on(book: &RuleBook, request: &Request, target: &TargetInfo, day: Date) -> Option<AccountTerms> {
    let terms = book.cpf.get(request.rules).filter(|terms| terms.shortfall)?;
    let case = Case::new(book, request, target).on(day);
    let mut notes = Notes::default();
    let participation = participation(&case, terms, &mut notes);
    let (credit, ceiling) = credit(&case, terms, &mut notes);
    let mut capped = terms.use_ceilings.iter().filter(|rule| holds(&case, &rule.when, &mut notes) != Truth::No);
    let most = capped.find_map(|rule| case.amount(&rule.parameter));
    notes.because.extend(terms.arithmetic.iter().map(|rule| Because::rule(rule.clone(), case.certain(rule).then_some(true))));
    Some(AccountTerms { participation, credit, ceiling, most, because: notes.because })
}

fn holds(case: &Case<'_>, condition: &Condition, notes: &mut Notes) -> Truth {
    note(case.finding(condition), notes)
}

fn note(finding: Finding, notes: &mut Notes) -> Truth {
    if finding.truth == Truth::Unknown {
        notes.missing.extend(finding.missing);
    }
    // Of a rule that does not apply the first reason is enough.
    for because in finding.reasons.into_iter().map(|reason| reason.because) {
        let told = notes.because.iter().any(|known| known.rule == because.rule);
        if finding.truth != Truth::No || !told {
            notes.because.push(because);
        }
    }
    finding.truth
}

/// The flat share: nothing for the exempt, otherwise the value in force on the day of the purchase; from nothing to that value when it is not known
/// who is exempt.
fn participation(case: &Case<'_>, terms: &CpfTerms, notes: &mut Notes) -> Option<Span> {
    let rule = &terms.participation;
    let values = || rule.values.iter().filter_map(|id| case.book.parameter_in(case.pack, id));
    let first = values().filter_map(|value| value.from).min()?;
    if case.day < first {
        return rule.none_before.then_some(Span::ZERO);
    }
    let exempt = holds(case, &rule.exempt, notes);
    if exempt == Truth::Yes {
        return Some(Span::ZERO);
    }
    let current = values().find(|value| value.in_force(case.day));
    let last = || values().max_by_key(|value| value.from).filter(|_| rule.open_ended);
    let value = super::case::number(current.or_else(last)?.value.as_ref()?).map(Money::from_decimal)?;
    if exempt == Truth::Unknown {
        return Some(Span::between(Money::ZERO, value));
    }
    notes.because.extend(rule.by.iter().map(|rule| Because::rule(rule.clone(), case.certain(rule).then_some(true))));
    Some(Span::Exact(value))
}

/// What a year brings at the present status, and the most it adds up to.
fn credit(case: &Case<'_>, terms: &CpfTerms, notes: &mut Notes) -> (Option<Money>, Option<Money>) {
    for rule in &terms.credits {
        let finding = case.finding(&rule.when);
        // The rates of others say nothing of this person's: only the one that counts is quoted.
        if finding.truth == Truth::No {
            continue;
        }
        if note(finding, notes) == Truth::Unknown {
            return (None, None);
        }
        let ceiling = rule.ceiling.as_ref().and_then(|id| case.amount(id));
        return (yearly(case, terms, rule, notes), ceiling);
    }
    (None, None)
}

fn yearly(case: &Case<'_>, terms: &CpfTerms, rule: &Credit, notes: &mut Notes) -> Option<Money> {
    let Some(id) = &rule.credit else { return Some(Money::ZERO) };
    let whole = case.amount(id)?;
    let (true, Some(half_time)) = (rule.pro_rata, &terms.half_time) else { return Some(whole) };
    let half_time = case.number(half_time)?;
    let Some(crate::domain::facts::FactValue::Ratio(share)) = case.request.facts.get("worked_time_ratio") else {
        notes.missing.insert("worked_time_ratio".to_owned());
        return None;
    };
    if *share >= half_time { Some(whole) } else { whole.times(*share) }
}

/// What the account pays and what is left to the learner (LAW006): the learner pays at least the participation, and what the usable balance and the
/// other payers leave of the price.
fn shares(case: &Case<'_>, terms: &CpfTerms, participation: Option<Money>, notes: &mut Notes) -> (Option<Money>, Option<Money>) {
    let mut known = |fact: &str| {
        let value = case.request.facts.money(fact);
        if value.is_none() {
            notes.missing.insert(fact.to_owned());
        }
        value
    };
    let (price, balance) = (known("price"), known("cpf_balance"));
    let (employer, region) = (known("employer_topup"), known("region_topup"));
    let usable = match balance {
        Some(balance) => usable(case, terms, balance, notes),
        None => None,
    };
    let (Some(price), Some(usable), Some(employer), Some(region), Some(participation)) = (price, usable, employer, region, participation)
    else {
        return (None, None);
    };
    let due = price.minus_floor_zero(employer + region);
    if due > usable && !terms.shortfall && participation > Money::ZERO {
        return (None, None);
    }
    let learner = due.minus_floor_zero(usable).max(participation.min(due));
    (Some(due - learner), Some(learner))
}

/// The part of the balance that may be used for this purchase.
fn usable(case: &Case<'_>, terms: &CpfTerms, balance: Money, notes: &mut Notes) -> Option<Money> {
    for rule in &terms.use_ceilings {
        let Some(ceiling) = case.amount(&rule.parameter) else { continue };
        match holds(case, &rule.when, notes) {
            Truth::Yes => return Some(balance.min(ceiling)),
            // Below the ceiling it makes no difference.
            Truth::Unknown if balance > ceiling => return None,
            Truth::Unknown | Truth::No => {}
        }
    }
    Some(balance)
}
