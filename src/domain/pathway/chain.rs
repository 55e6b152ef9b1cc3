//! Diplomas one after the other, such as a DEUST, then a licence, then an engineering diploma.
//!
//! Each starts in the term after the one before is finished. What was taken for it counts again wherever the next one accepts it, and its
//! level is held from then on. Each leg is the best for itself and, of the plans that are equally good, one with the most units that a
//! later leg counts too: that a worse leg early on could save more later is not looked for.

use super::{
    compile::{Variation, vary},
    planning::Planning,
    scene::Scene,
    task::Task,
    tree::mentioned,
    verify::verify,
};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{Plan, PlanStatus, Span},
    date::Term,
    error::InputError,
    facts::{FactValue, fact_spec},
    request::{Acquired, AcquiredHow, Request},
};
use serde::Serialize;

/// A chain of diplomas.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Chained {
    /// The diplomas, in order; fewer than asked for when one cannot be planned, which is then the last.
    pub legs: Vec<Leg>,
    /// All of it together; `None` until every leg has a plan.
    pub total: Option<ChainTotal>,
}

/// One diploma of a chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Leg {
    /// Its id.
    pub diploma: String,
    /// Its plan, whose credits acquired are what is held or carried over from the legs before; `None` when its structure is not published,
    /// which ends the chain.
    pub plan: Option<Plan>,
    /// Units taken for a leg before that this one accepts too.
    pub carried: Vec<String>,
}

/// A whole chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChainTotal {
    /// The last term; `None` when everything is held already.
    pub finish: Option<Term>,
    /// Terms from the first to the last, pauses included.
    pub terms: u32,
    /// Credits to earn: what carries over is earned once.
    pub ects_planned: u32,
    /// What the learner pays for the units and years of all legs, when it is known.
    pub cost: Option<Span>,
}

/// A chain in the making.
pub struct Chain<'a> {
    scene: Scene<'a>,
    request: Request,
    steps: Vec<String>,
    planning: Option<Planning>,
    /// What was taken for the legs so far.
    taken: Vec<String>,
    found: Chained,
    done: bool,
}

impl<'a> Chain<'a> {
    /// The diplomas `steps` (ids), in this order, for `request`, whatever it aims at.
    #[must_use]
    pub fn new(scene: Scene<'a>, request: &Request, steps: &[String]) -> Self {
        let done = steps.is_empty();
        let request = request.afresh();
        Self { scene, request, steps: steps.to_vec(), planning: None, taken: Vec::new(), found: Chained::default(), done }
    }

    /// The units that these diplomas name.
    fn named<'s>(&self, diplomas: impl Iterator<Item = &'s String>) -> Set<String> {
        let mut named = Set::new();
        for diploma in diplomas.filter_map(|id| self.scene.catalogue.diploma(id)) {
            for one in diploma.requirements.iter().flatten() {
                mentioned(&one.rule, &mut |code| _ = named.insert(code.to_owned()));
            }
        }
        named
    }

    fn add(&mut self, diploma: &String, plan: Option<Plan>) {
        let own = self.named(std::iter::once(diploma));
        let carried = self.taken.iter().filter(|code| own.contains(*code)).cloned().collect();
        let over = plan
            .as_ref()
            .is_none_or(|plan| plan.status == PlanStatus::Infeasible || plan.finish.is_none() && plan.status == PlanStatus::Limit);
        if let Some(plan) = plan.as_ref().filter(|_| !over) {
            for (_, unit) in plan.units() {
                self.taken.push(unit.code.clone());
                self.request.acquired.push(Acquired { ue: unit.code.clone(), how: Some(AcquiredHow::Ue), on: None });
            }
            if let Some(finish) = plan.finish {
                self.request.target.start_term = Some(finish.next(false));
            }
            self.hold_level(diploma);
        }
        self.found.legs.push(Leg { diploma: diploma.clone(), plan, carried });
        self.done = over || self.found.legs.len() == self.steps.len();
        if self.done && !over {
            self.found.total = Some(self.total());
        }
    }

    /// Who finished a diploma has its level.
    fn hold_level(&mut self, diploma: &str) {
        let level = self.scene.catalogue.diploma(diploma).and_then(|diploma| diploma.level).map(i64::from);
        let facts = &mut self.request.facts;
        if let Some(level) = level.filter(|level| facts.integer("qualification_level").is_none_or(|own| own < *level))
            && let Some(spec) = fact_spec("qualification_level")
        {
            // A level of the catalogue is one that the fact may have.
            let _ = facts.set(spec, Some(FactValue::Integer(level)));
        }
    }

    fn total(&self) -> ChainTotal {
        let plans = || self.found.legs.iter().filter_map(|leg| leg.plan.as_ref());
        let terms: Vec<_> = plans().flat_map(|plan| plan.terms.iter().cloned()).collect();
        let ects_planned = plans().map(|plan| plan.totals.ects_planned).sum();
        let (finish, count) = (terms.last().map(|term| term.term), u32::try_from(terms.len()).unwrap_or(u32::MAX));
        // The year in which one leg ends and the next begins is paid for once.
        let cost = self.scene.bill(&Plan { finish, terms, ..Plan::default() });
        ChainTotal { finish, terms: count, ects_planned, cost }
    }
}

impl Task for Chain<'_> {
    /// The legs, in order, and all of it together.
    type Answer = Chained;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        let next = self.found.legs.len();
        let Some(diploma) = self.steps.get(next).filter(|_| !self.done).cloned() else { return Ok(true) };
        match self.planning.take() {
            None => {
                self.request.target.diploma = Some(diploma.clone());
                let variation = Variation { prefer: self.named(self.steps.iter().skip(next + 1)), ..Variation::default() };
                match vary(&self.scene, &self.request, &variation)? {
                    None => self.add(&diploma, None),
                    Some(compiled) => self.planning = Some(Planning::new(compiled, self.scene.budget)?),
                }
            }
            Some(mut planning) => match planning.step(work).cloned() {
                None => self.planning = Some(planning),
                Some(plan) => {
                    debug_assert_eq!(verify(self.scene.catalogue, &self.request, &plan), Vec::<String>::new());
                    self.add(&diploma, Some(plan));
                }
            },
        }
        Ok(self.done)
    }

    fn progress(&self) -> (usize, usize) {
        (self.found.legs.len(), self.steps.len())
    }

    fn found(&self) -> &Chained {
        &self.found
    }
}
