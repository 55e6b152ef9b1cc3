//! Dated steps: those that follow from the facts, those of the schemes, and those of the plan, as one list.

use super::{
    answer::{Answer, Because, Milestone, Verdict, Window},
    date::Date,
};
use crate::domain::sorted::Sorting;

/// The start of the next courses of the centre, whatever the plan.
const NEXT_INTAKE: &str = "next_intake";

/// The milestones in the order of their days. Of several with one id the latest counts: it is the one that benefits the learner.
#[must_use]
pub fn in_order(found: Vec<Milestone>) -> Vec<Milestone> {
    let mut out: Vec<Milestone> = Vec::with_capacity(found.len());
    for milestone in found {
        match out.iter_mut().find(|known| known.id == milestone.id) {
            Some(known) if known.on < milestone.on => *known = milestone,
            Some(_) => {}
            None => out.push(milestone),
        }
    }
    out.order_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
    out
}

/// The dated steps that the answer tells elsewhere: the day from which one may enrol, and the deadlines of the schemes that are open.
#[must_use]
pub fn of_answer(answer: &Answer) -> Vec<Milestone> {
    let mut out: Vec<Milestone> = Vec::new();
    let individual = &answer.admission.individual;
    out.extend(individual.from.map(|on| exact("admission_from", on, individual.because.clone())));
    let open = answer.schemes.iter().filter(|scheme| matches!(scheme.verdict, Verdict::Yes | Verdict::Maybe));
    for deadline in open.flat_map(|scheme| &scheme.deadlines) {
        if !out.iter().any(|known| known.id == deadline.id && known.on == deadline.on) {
            out.push(exact(&deadline.id, deadline.on, deadline.because.clone()));
        }
    }
    out
}

/// One list in the order of the days. What the facts tell stands for what the plan tells of the same step; a step told twice for one day is told
/// once, with its term.
#[must_use]
pub fn merged(facts: Vec<Milestone>, schemes: Vec<Milestone>, plan: Vec<Milestone>) -> Vec<Milestone> {
    let mut out: Vec<Milestone> = facts;
    out.extend(schemes);
    let known = out.len();
    for milestone in plan {
        let same = |other: &&mut Milestone| other.id == milestone.id && (other.on == milestone.on || milestone.term.is_none());
        if let Some(other) = out.iter_mut().take(known).find(same) {
            other.term = other.term.or(milestone.term);
            continue;
        }
        let next = |other: &&mut Milestone| other.id == NEXT_INTAKE && milestone.id == "courses_start" && other.on == milestone.on;
        match out.iter_mut().take(known).find(next) {
            Some(other) => other.term = milestone.term,
            None => out.push(milestone),
        }
    }
    out.order_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
    out
}

fn exact(id: &str, on: Date, because: Vec<Because>) -> Milestone {
    Milestone { id: id.to_owned(), on, approximate: false, term: None, because }
}

/// The day on which enrolment opens, when it is closed today.
#[must_use]
pub fn enrolment_opens(window: &Window) -> Option<Milestone> {
    let because = window.because.clone();
    window.next.map(|on| Milestone { id: "enrolment_opens".to_owned(), on, approximate: window.approximate, term: None, because })
}

/// A milestone that quotes `rules`.
#[must_use]
pub fn quoting(id: &str, on: Date, approximate: bool, rules: &[String]) -> Milestone {
    let because = rules.iter().map(|rule| Because::rule(rule.clone(), Some(true))).collect();
    Milestone { id: id.to_owned(), on, approximate, term: None, because }
}
