//! Dated steps: enrolment, the next start of courses, withdrawal, the check of the convocation.

use super::{
    answer::{Because, Milestone, Window},
    date::Date,
};

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
    out.sort_by(|a, b| a.on.cmp(&b.on).then_with(|| a.id.cmp(&b.id)));
    out
}

/// The day on which enrolment opens, when it is closed today.
#[must_use]
pub fn enrolment_opens(window: &Window) -> Option<Milestone> {
    let because = window.because.clone();
    window.next.map(|on| Milestone { id: "enrolment_opens".to_owned(), on, approximate: window.approximate, because })
}

/// A milestone that quotes `rules`.
#[must_use]
pub fn quoting(id: &str, on: Date, approximate: bool, rules: &[String]) -> Milestone {
    let because = rules.iter().map(|rule| Because::rule(rule.clone(), Some(true))).collect();
    Milestone { id: id.to_owned(), on, approximate, because }
}
