//! The whole catalogue for one learner: what each diploma would take, best first.

use super::{calendar::Calendar, plan};
use crate::domain::{
    answer::PlanStatus,
    catalogue::{
        Catalogue,
        format::{Diploma, Status},
    },
    date::Term,
    error::InputError,
    planner::Budget,
    request::{Objective, Request},
};
use serde::Serialize;

/// What a diploma would take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// Its id.
    pub diploma: String,
    /// Its code; `None` when it is not known.
    pub code: Option<String>,
    /// Its official title; `None` when no source shows it.
    pub title: Option<String>,
    /// Its family.
    pub family: Option<&'static str>,
    /// Its field.
    pub domain: Option<&'static str>,
    /// Its level, 3 to 8.
    pub level: Option<u8>,
    /// Its credits.
    pub ects: Option<u32>,
    /// The lowest level that opens it.
    pub entry_level: Option<u8>,
    /// Credits that the learner holds and that count; `None` when its structure is not published.
    pub ects_acquired: Option<u32>,
    /// How far the plan is proven; `None` without one.
    pub status: Option<PlanStatus>,
    /// The earliest finish.
    pub finish: Option<Term>,
    /// Terms until then, pauses included.
    pub terms: Option<u32>,
    /// What stands in the way: `structure_unpublished`, `infeasible`, `withdrawn`, `entry_level`. Of several, the first.
    pub reason: Option<&'static str>,
}

/// Every diploma of the catalogue, best first: those that can be planned by their finish and by what is left to earn, then the others.
///
/// # Errors
/// `unknown_unit`, with the path of the first code of the request that the catalogue does not have.
pub fn survey(catalogue: &Catalogue, request: &Request, calendar: &Calendar, budget: Budget) -> Result<Vec<Outlook>, InputError> {
    let mut request = request.clone();
    request.objective = vec![Objective::Finish];
    let mut found = Vec::with_capacity(catalogue.diplomas().len());
    for diploma in catalogue.diplomas() {
        request.target.diploma = Some(diploma.id.clone());
        let planned = plan(catalogue, &request, calendar, None, budget)?;
        let plan = planned.map(|planned| planned.plan);
        let reason = match &plan {
            None => Some("structure_unpublished"),
            Some(plan) if plan.status == PlanStatus::Infeasible => Some("infeasible"),
            Some(_) if diploma.status == Some(Status::Withdrawn) => Some("withdrawn"),
            Some(_) if below_entry(diploma, &request) => Some("entry_level"),
            Some(_) => None,
        };
        found.push(Outlook {
            diploma: diploma.id.clone(),
            code: diploma.code.clone(),
            title: diploma.title.clone(),
            family: diploma.family.map(crate::domain::catalogue::format::Family::id),
            domain: diploma.domain.map(crate::domain::catalogue::format::Domain::id),
            level: diploma.level,
            ects: diploma.ects,
            entry_level: diploma.entry_level(),
            ects_acquired: plan.as_ref().filter(|plan| plan.status != PlanStatus::Infeasible).map(|plan| plan.totals.ects_acquired),
            status: plan.as_ref().map(|plan| plan.status),
            finish: plan.as_ref().and_then(|plan| plan.finish),
            terms: plan.as_ref().filter(|plan| plan.finish.is_some()).and_then(|plan| u32::try_from(plan.terms.len()).ok()),
            reason,
        });
    }
    let rank = |one: &Outlook| match one.reason {
        None => 0,
        Some("entry_level") => 1,
        Some("withdrawn") => 2,
        Some("infeasible") => 3,
        Some(_) => 4,
    };
    found.sort_by(|a, b| {
        let left = |one: &Outlook| one.ects.map(|ects| ects.saturating_sub(one.ects_acquired.unwrap_or(0)));
        rank(a).cmp(&rank(b)).then(a.finish.cmp(&b.finish)).then(left(a).cmp(&left(b))).then(a.diploma.cmp(&b.diploma))
    });
    Ok(found)
}

/// The learner is known to be below the level that opens the diploma.
fn below_entry(diploma: &Diploma, request: &Request) -> bool {
    let own = request.facts.integer("qualification_level");
    own.zip(diploma.entry_level()).is_some_and(|(own, entry)| own < i64::from(entry))
}
