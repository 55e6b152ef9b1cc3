//! The whole catalogue for one learner: what each diploma would take, best first.

use super::{compile::compile, planning::Planning, scene::Scene, task::Task, verify::verify};
use crate::domain::{
    answer::{Plan, PlanStatus, Span},
    catalogue::format::{Diploma, Status},
    date::Term,
    error::InputError,
    request::{Objective, Request},
};
use serde::Serialize;

/// What a diploma would take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
    /// What the learner pays for the plan, fees included, when it is known; one who pays alone, until somebody says who pays.
    pub cost: Option<Span>,
    /// What stands in the way: `structure_unpublished`, `infeasible`, `withdrawn`, `entry_level`. Of several, the first.
    pub reason: Option<&'static str>,
}

/// The survey in the making.
pub struct Survey<'a> {
    scene: Scene<'a>,
    request: Request,
    next: usize,
    planning: Option<Planning>,
    found: Vec<Outlook>,
}

impl<'a> Survey<'a> {
    /// Every diploma of the catalogue for `request`, whatever it aims at.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request) -> Self {
        let mut request = request.afresh();
        request.objective = vec![Objective::Finish];
        Self { scene, request, next: 0, planning: None, found: Vec::new() }
    }

    fn add(&mut self, diploma: &Diploma, plan: Option<&Plan>) {
        let reason = match plan {
            None => Some("structure_unpublished"),
            Some(plan) if plan.status == PlanStatus::Infeasible => Some("infeasible"),
            Some(_) if diploma.status == Some(Status::Withdrawn) => Some("withdrawn"),
            Some(_) if below_entry(diploma, &self.request) => Some("entry_level"),
            Some(_) => None,
        };
        let found = plan.filter(|plan| plan.status != PlanStatus::Infeasible);
        let outlook = Outlook {
            diploma: diploma.id.clone(),
            code: diploma.code.clone(),
            title: diploma.title.clone(),
            family: diploma.family.map(crate::domain::catalogue::format::Family::id),
            domain: diploma.domain.map(crate::domain::catalogue::format::Domain::id),
            level: diploma.level,
            ects: diploma.ects,
            entry_level: diploma.entry_level(),
            ects_acquired: found.map(|plan| plan.totals.ects_acquired),
            status: plan.map(|plan| plan.status),
            finish: plan.and_then(|plan| plan.finish),
            terms: plan.filter(|plan| plan.finish.is_some()).and_then(|plan| u32::try_from(plan.terms.len()).ok()),
            cost: found.and_then(|plan| self.scene.bill(plan)),
            reason,
        };
        let place = self.found.partition_point(|known| rank(known) <= rank(&outlook));
        self.found.insert(place, outlook);
        self.next += 1;
    }
}

impl Task for Survey<'_> {
    /// Best first: those that can be planned by their finish and by what is left to earn, then the others.
    type Answer = Vec<Outlook>;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        let catalogue = self.scene.catalogue;
        let Some(diploma) = catalogue.diplomas().get(self.next) else { return Ok(true) };
        match self.planning.take() {
            None => {
                self.request.target.diploma = Some(diploma.id.clone());
                match compile(&self.scene, &self.request)? {
                    None => self.add(diploma, None),
                    Some(compiled) => self.planning = Some(Planning::plain(compiled, self.scene.budget)?),
                }
            }
            Some(mut planning) => match planning.step(work) {
                None => self.planning = Some(planning),
                Some(plan) => {
                    debug_assert_eq!(verify(catalogue, &self.request, plan), Vec::<String>::new());
                    self.add(diploma, Some(plan));
                }
            },
        }
        Ok(self.next == catalogue.diplomas().len())
    }

    fn progress(&self) -> (usize, usize) {
        (self.next, self.scene.catalogue.diplomas().len())
    }

    fn found(&self) -> &Vec<Outlook> {
        &self.found
    }
}

/// The order of the answer, the best lowest.
fn rank(one: &Outlook) -> (u8, Option<Term>, Option<u32>, &str) {
    let kind = match one.reason {
        None => 0,
        Some("entry_level") => 1,
        Some("withdrawn") => 2,
        Some("infeasible") => 3,
        Some(_) => 4,
    };
    let left = one.ects.map(|ects| ects.saturating_sub(one.ects_acquired.unwrap_or(0)));
    (kind, one.finish, left, &one.diploma)
}

/// The learner is known to be below the level that opens the diploma.
fn below_entry(diploma: &Diploma, request: &Request) -> bool {
    let own = request.facts.integer("qualification_level");
    own.zip(diploma.entry_level()).is_some_and(|(own, entry)| own < i64::from(entry))
}
