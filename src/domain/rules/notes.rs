//! What a reader must know, and what else the rules say: warnings and advice.

use super::{
    case::Case,
    decision::{Modes, NoteRule},
};
use crate::domain::sorted::{Map, Sorting};
use crate::domain::{
    answer::{Because, Scheme, Verdict, Warning},
    truth::Truth,
};

/// What a reader must know, in the order of the ids.
pub(super) fn warnings(case: &Case<'_>, schemes: &[Scheme]) -> Vec<Warning> {
    let mut out = notes(case, schemes, &case.book.warnings, case.pack.map(|pack| &pack.warnings));
    if case.pack.is_none() && case.request.centre_region.is_some() {
        out.push(Warning { id: "centre_rules_missing".to_owned(), because: Vec::new() });
    }
    if case.book.survey.as_ref().is_some_and(|survey| survey.is_far_from(case.today)) {
        out.push(Warning { id: "rules_aged".to_owned(), because: Vec::new() });
    }
    for (id, because) in [("to_confirm", over(case, schemes)), ("deadline_passed", late(case, schemes))] {
        if !because.is_empty() {
            out.push(Warning { id: id.to_owned(), because });
        }
    }
    out.order_by(|a, b| a.id.cmp(&b.id));
    out
}

/// What else the rules say to this person, by topic, in the order in which the topics are read.
pub(super) fn advice(case: &Case<'_>, schemes: &[Scheme]) -> Vec<Warning> {
    let mut out = notes(case, schemes, &case.book.advice, case.pack.map(|pack| &pack.advice));
    out.order_by_key(|topic| case.book.topics.iter().position(|id| *id == topic.id));
    out
}

/// The notes that apply, one for each id with the rules of all that have it.
fn notes(
    case: &Case<'_>,
    schemes: &[Scheme],
    national: &Map<String, Modes<Vec<NoteRule>>>,
    regional: Option<&Modes<Vec<NoteRule>>>,
) -> Vec<Warning> {
    let rules = case.request.rules;
    let case = case.on(case.contract_day);
    let mut out: Vec<Warning> = Vec::new();
    let national = national.values().filter_map(|modes| modes.get(rules)).flatten().filter(|rule| !case.left_out(&rule.id));
    for rule in national.chain(regional.and_then(|modes| modes.get(rules)).into_iter().flatten()) {
        let concerned =
            rule.scheme.as_ref().is_none_or(|id| schemes.iter().any(|scheme| scheme.id == *id && scheme.verdict != Verdict::No));
        let asked = rule.when.as_ref().is_none_or(|when| case.finding(when).truth == Truth::Yes);
        if !concerned || !asked || rule.unless.as_ref().is_some_and(|unless| case.excepted(unless)) {
            continue;
        }
        let because = rule.by.iter().map(|id| Because::rule(id.clone(), case.certain(id).then_some(true)));
        match out.iter_mut().find(|known| known.id == rule.id) {
            Some(known) => {
                let more: Vec<Because> = because.filter(|because| !known.because.contains(because)).collect();
                known.because.extend(more);
            }
            None => out.push(Warning { id: rule.id.clone(), because: because.collect() }),
        }
    }
    out
}

/// The rules of the deadlines that have passed. Who decides may still accept a late request, so that no verdict changes.
fn late(case: &Case<'_>, schemes: &[Scheme]) -> Vec<Because> {
    let passed = schemes.iter().flat_map(|scheme| &scheme.deadlines).filter(|deadline| deadline.on < case.today);
    let mut out: Vec<Because> = Vec::new();
    for because in passed.flat_map(|deadline| &deadline.because) {
        if !out.contains(because) {
            out.push(because.clone());
        }
    }
    out
}

/// The rules behind what is not refused whose figures were set for a period that is over on the day of the contract.
fn over(case: &Case<'_>, schemes: &[Scheme]) -> Vec<Because> {
    let mut out: Vec<Because> = Vec::new();
    let quoted = schemes.iter().filter(|scheme| scheme.verdict != Verdict::No).flat_map(|scheme| &scheme.because);
    for because in quoted {
        let over = case.book.rules.get(&because.rule).and_then(|rule| rule.review).is_some_and(|review| review <= case.contract_day);
        if over && !out.iter().any(|known| known.rule == because.rule) {
            out.push(Because::rule(because.rule.clone(), None));
        }
    }
    out
}
