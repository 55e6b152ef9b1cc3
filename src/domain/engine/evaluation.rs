//! The answer to a request in the making: rules, then the plan, then dates and costs.

use super::{Engine, NEXT_INTAKE, check_payers};
use crate::domain::{
    answer::{Answer, Plan, Warning},
    costs::{self, Means},
    date::Date,
    error::InputError,
    milestones,
    pathway::{Making, Scene, Task},
    request::Request,
    rules::{self, TargetInfo},
};

/// An answer in the making. What is found so far is no answer yet: verdicts come before the plan, the plan before the costs.
///
/// A page steps it between two pictures; [`Engine::evaluate`] does it all at once.
pub struct Evaluation<'a> {
    engine: &'a Engine,
    request: Request,
    target: TargetInfo,
    stage: Stage<'a>,
    answer: Answer,
}

enum Stage<'a> {
    Rules,
    Planning(Box<(Scene<'a>, Making)>),
    Dates(Option<Plan>),
    Costs(Option<Plan>),
    Done,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(engine: &'a Engine, request: &Request) -> Result<Self, InputError> {
        engine.check_regions(request)?;
        check_payers(request)?;
        let target = engine.target(request)?;
        Ok(Self { engine, request: request.clone(), target, stage: Stage::Rules, answer: Answer::default() })
    }

    fn judge(&mut self) -> Stage<'a> {
        rules::evaluate(&self.engine.book, &self.request, &self.target).fill(&mut self.answer);
        Stage::Planning(Box::new((self.engine.scene(&self.request, &self.answer), Making::default())))
    }

    fn planned(&mut self, making: &Making) -> Option<Plan> {
        let planned = making.planned()?;
        let answer = &mut self.answer;
        let assumed = self.request.target.start_term.is_none() && !answer.milestones.iter().any(|milestone| milestone.id == NEXT_INTAKE);
        let warnings = planned.warnings.iter().copied().chain(assumed.then_some("start_assumed"));
        answer.warnings.extend(warnings.map(|id| Warning { id: id.to_owned(), because: Vec::new() }));
        Some(planned.plan.clone())
    }

    fn date(&mut self, plan: Option<&Plan>) {
        let implied = self.engine.implied(&self.request, &self.target, &self.answer.schemes, plan);
        let told = std::mem::take(&mut self.answer.milestones);
        self.answer.milestones = milestones::merged(told, milestones::of_answer(&self.answer), implied);
    }

    fn price(&mut self, mut plan: Option<Plan>) -> Result<(), InputError> {
        let Self { engine, request, target, answer, .. } = self;
        let terms = |day: Date| rules::account_on(&engine.book, request, target, day).unwrap_or_default();
        let means = Means { schemes: &answer.schemes, account: engine.account(request, target, &terms) };
        let priced = match &mut plan {
            // Items are priced alone, whatever the plan.
            Some(plan) if request.items.is_none() => engine.price_plan(request, &means, plan),
            _ => costs::price_items(&engine.tariffs, request, &means)?,
        };
        answer.plan = plan;
        answer.cost = priced.cost;
        // A quote stands in where no tariff is published; what a tariff tells goes first.
        if request.items.is_none() && answer.cost.out_of_pocket.or(answer.cost.left).is_none() && answer.cost.best.is_empty() {
            answer.cost.left = costs::left_of_declared(request, &means);
        }
        answer.warnings.extend(priced.warnings);
        for question in &mut answer.questions {
            question.at_stake = question.at_stake.max(priced.stakes.get(&question.fact).copied());
        }
        rules::sort_questions(&mut answer.questions);
        Ok(())
    }
}

impl Task for Evaluation<'_> {
    type Answer = Answer;

    fn step(&mut self, work: u64) -> Result<bool, InputError> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Rules => self.judge(),
            Stage::Planning(mut planning) => {
                let (scene, making) = planning.as_mut();
                if making.step(scene, &self.request, work)? { Stage::Dates(self.planned(making)) } else { Stage::Planning(planning) }
            }
            Stage::Dates(plan) => {
                self.date(plan.as_ref());
                Stage::Costs(plan)
            }
            Stage::Costs(plan) => {
                self.price(plan)?;
                Stage::Done
            }
            Stage::Done => Stage::Done,
        };
        Ok(matches!(self.stage, Stage::Done))
    }

    fn progress(&self) -> (usize, usize) {
        let done = match self.stage {
            Stage::Rules => 0,
            Stage::Planning(_) => 1,
            Stage::Dates(_) => 2,
            Stage::Costs(_) => 3,
            Stage::Done => 4,
        };
        (done, 4)
    }

    fn found(&self) -> &Answer {
        &self.answer
    }

    fn finish(mut self) -> Result<Answer, InputError> {
        while !self.step(u64::MAX)? {}
        Ok(self.answer)
    }
}
