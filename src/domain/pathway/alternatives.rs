//! What could stand in the place of an elective.

use super::verify::verify;
use crate::domain::{answer::Plan, catalogue::Catalogue, date::Term, request::Request};

use super::tree::mentioned;

/// The units that could take the place of `code` in `plan`, in the order of the diploma: in its term, with all the rest left as it is.
///
/// Each is tried and judged by [`verify()`], so that prerequisites, openings, pace, exclusions and the requirements all hold. Empty when
/// `code` is not in the plan or has no alternative.
#[must_use]
pub fn alternatives(catalogue: &Catalogue, request: &Request, plan: &Plan, code: &str) -> Vec<String> {
    let Some((term, group)) = place(plan, code) else { return Vec::new() };
    let Some(diploma) = request.target.diploma.as_ref().and_then(|id| catalogue.diploma(id)) else { return Vec::new() };
    let mut candidates: Vec<&str> = Vec::new();
    for one in diploma.requirements.iter().flatten().filter(|one| group.get(1) == Some(&one.id)) {
        mentioned(&one.rule, &mut |unit| {
            if !candidates.contains(&unit) {
                candidates.push(unit);
            }
        });
    }
    // The wish for the unit itself is what a swap gives up.
    let mut request = request.clone();
    request.chosen.retain(|chosen| chosen != code);
    request.pins.remove(code);
    let fits = |candidate: &&str| {
        let reserved = catalogue.unit(candidate).is_some_and(|unit| unit.is_for_beginners());
        !reserved && swapped(catalogue, plan, term, code, candidate).is_some_and(|plan| verify(catalogue, &request, &plan).is_empty())
    };
    candidates.into_iter().filter(fits).map(str::to_owned).collect()
}

fn place<'p>(plan: &'p Plan, code: &str) -> Option<(Term, &'p [String])> {
    plan.terms.iter().find_map(|term| {
        let unit = term.ue.iter().find(|unit| unit.code == code)?;
        unit.elective.then_some((term.term, unit.group.as_slice()))
    })
}

/// The plan with one unit in the place of another; `None` when it is there already.
fn swapped(catalogue: &Catalogue, plan: &Plan, term: Term, old: &str, new: &str) -> Option<Plan> {
    let unit = catalogue.unit(new)?;
    if plan.terms.iter().any(|term| term.ue.iter().any(|unit| unit.code == new)) {
        return None;
    }
    let mut plan = plan.clone();
    let (mut less, mut more) = (0, 0);
    for one in plan.terms.iter_mut().skip_while(|one| one.term != term) {
        if let Some(place) = one.ue.iter_mut().find(|one| one.code == old) {
            less = place.ects.unwrap_or(0);
            more = unit.ects.unwrap_or(0);
            place.code = unit.code.clone();
            place.ects = unit.ects;
            one.ects = (one.ects + more).saturating_sub(less);
        }
        one.ects_cumulated = (one.ects_cumulated + more).saturating_sub(less);
    }
    plan.totals.ects_planned = (plan.totals.ects_planned + more).saturating_sub(less);
    Some(plan)
}
