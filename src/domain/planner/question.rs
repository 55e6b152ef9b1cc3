//! One question: "is there a plan within these limits?", worked on in pieces.

use super::encode::Encoded;
use super::engine::Outcome;
use super::patterns::{Weighed, Weighing};
use super::presolve::Presolved;
use super::ready::{Limits, Ready};
use super::resources::{check_slots, least};
use super::solution::{Measure, Placement, Refutation};

/// What writing a part of the constraints counts, for each start of a unit, in looks of the engine.
const WRITE_LOOKS: u64 = 40;
/// Conflicts after which a question is written down on its own, and after which it is looked at more closely.
const PATIENCE_TIGHTENED: u64 = 10;
const PATIENCE_FRESH: u64 = 30;
/// Conflicts after which other weights are tried: some questions yield to the one kind, some to the other.
const PATIENCE_WEIGHTED: u64 = 10_000;
/// Weights that cost more than so many times what the search took so far wait: perhaps it ends without them.
const DEAR: u64 = 6;

/// How much of what is known about a question its constraints say; each stage gets some conflicts before the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The constraints of the last plan's question, tightened.
    Tightened,
    /// Constraints of its own.
    Fresh,
    /// With weights on the kinds of units.
    Weighted,
    /// With other weights.
    Reweighted,
}

/// The question being asked.
pub(super) struct Question {
    /// The value asked for on the level; `None` for any plan.
    pub(super) target: Option<i64>,
    pub(super) limits: Limits,
    /// What the question was narrowed down to.
    presolved: Presolved,
    encoded: Encoded,
    weighing: Option<Weighing>,
    stage: Stage,
    /// The limits for which the weights in use were looked for.
    weighed: Option<Limits>,
    /// Conflicts of this question that the engine does not count, and conflicts of the engine that belong to earlier questions.
    before: u64,
    inherited: u64,
    /// Looks so far.
    looks: u64,
}

/// How much further a question may go.
#[derive(Clone, Copy)]
pub(super) struct Allowance {
    pub(super) conflicts: u64,
    pub(super) looks: u64,
}

/// Where a question stands.
pub(super) enum Answer {
    /// There is more to do.
    Open,
    /// A plan.
    Found,
    /// Proven: there is none.
    Refuted(Refutation),
    /// The conflicts allowed are spent.
    Spent,
}

impl Question {
    /// A question with constraints of its own.
    pub(super) fn new(target: Option<i64>, limits: Limits, presolved: Presolved) -> Self {
        let encoded = Encoded::new(&presolved);
        Self { target, limits, presolved, encoded, weighing: None, stage: Stage::Fresh, weighed: None, before: 0, inherited: 0, looks: 0 }
    }

    /// A narrower question, after a plan was found: what was learned stays true.
    /// `presolved` is what it was narrowed down to, `None` when that is as it was.
    pub(super) fn tightened(mut self, ready: &Ready, target: Option<i64>, limits: Limits, presolved: Option<Presolved>) -> Self {
        let presolved = presolved.unwrap_or(self.presolved);
        self.encoded.tighten(ready, self.limits, limits, &presolved);
        let inherited = self.encoded.engine.conflicts();
        Self { target, limits, presolved, weighing: None, stage: Stage::Tightened, before: 0, inherited, looks: 0, ..self }
    }

    /// What the limits were narrowed down to, when they are those of this question.
    pub(super) fn known(&self, limits: Limits) -> Option<&Presolved> {
        (self.limits == limits).then_some(&self.presolved)
    }

    /// [`Presolved::again`] within narrower limits.
    pub(super) fn again(&self, ready: &Ready, limits: Limits) -> Option<Result<(), Refutation>> {
        self.presolved.again(ready, self.limits, limits)
    }

    /// Conflicts so far.
    pub(super) fn conflicts(&self) -> u64 {
        self.before + self.encoded.engine.conflicts() - self.inherited
    }

    /// Looks so far.
    pub(super) fn looks(&self) -> u64 {
        self.looks
    }

    /// The plan found, and the leaves that count in it.
    pub(super) fn plan(&self, ready: &Ready) -> (Vec<Placement>, Vec<usize>) {
        self.encoded.plan(ready)
    }

    /// Does one piece of work, for at most about `left` looks and what is `allowed`; takes what it cost from `left`. `hint` is a plan
    /// to try first.
    pub(super) fn step(&mut self, ready: &Ready, hint: Option<&[Placement]>, allowed: Allowance, left: &mut u64) -> Answer {
        let wait = self.weighing.as_ref().map_or(u64::MAX, |weighing| (weighing.whole() / DEAR).saturating_sub(self.looks));
        if let (0, Some(weighing)) = (wait, &mut self.weighing) {
            let weighed = weighing.step(ready, self.limits, &self.presolved);
            self.looks += weighing.looks();
            *left = left.saturating_sub(weighing.looks());
            return match weighed {
                Weighed::More => Answer::Open,
                Weighed::Done(resource) => self.weighted(ready, resource),
            };
        }
        if !self.encoded.write(ready, self.limits, &self.presolved, hint) {
            *left = left.saturating_sub(ready.all_starts * WRITE_LOOKS);
            return Answer::Open;
        }
        let engine = &mut self.encoded.engine;
        let (conflicts, looks) = (engine.conflicts(), engine.looks());
        let patience = match self.stage {
            Stage::Tightened => PATIENCE_TIGHTENED.saturating_sub(conflicts - self.inherited),
            Stage::Fresh => PATIENCE_FRESH.saturating_sub(conflicts - self.inherited),
            Stage::Weighted => PATIENCE_WEIGHTED.saturating_sub(conflicts),
            Stage::Reweighted => u64::MAX,
        };
        let outcome = engine.run(allowed.conflicts.min(patience), allowed.looks.min(*left).min(wait));
        let (spent, looks) = (engine.conflicts() - conflicts, engine.looks() - looks);
        self.looks += looks;
        *left = left.saturating_sub(looks);
        match outcome {
            Outcome::Sat => Answer::Found,
            Outcome::Unsat => Answer::Refuted(Refutation::Search { conflicts: self.conflicts() }),
            Outcome::Paused if spent >= allowed.conflicts || looks >= allowed.looks => Answer::Spent,
            Outcome::Paused => {
                if spent >= patience {
                    self.strengthen(ready);
                }
                Answer::Open
            }
        }
    }

    /// The search is not getting anywhere: prepares to start it anew with constraints that say more.
    fn strengthen(&mut self, ready: &Ready) {
        let next = match self.stage {
            Stage::Tightened => Stage::Fresh,
            Stage::Fresh => Stage::Weighted,
            Stage::Weighted | Stage::Reweighted => Stage::Reweighted,
        };
        self.stage = next;
        // What the slots hold is the same as when weights were looked for last: others would hardly be better.
        let known = self.weighed.is_some_and(|known| (known.slots, known.peak) == (self.limits.slots, self.limits.peak));
        if next == Stage::Fresh {
            self.anew();
        } else if next == Stage::Reweighted || !known {
            self.weighing = Some(Weighing::new(ready, self.limits, &self.presolved, next == Stage::Weighted));
        }
    }

    /// Weights refute the question, or at least guide the search.
    fn weighted(&mut self, ready: &Ready, resource: Option<super::resources::Resource>) -> Answer {
        self.weighing = None;
        let Some(resource) = resource else { return Answer::Open };
        self.weighed = Some(self.limits);
        // Weights of an earlier question are worse ones.
        self.presolved.resources.retain(|known| known.measure != Measure::Weights);
        self.presolved.resources.push(resource);
        let Presolved { demand, starts, forced, resources, .. } = &self.presolved;
        let least = least(ready, self.limits, demand, starts, forced, resources);
        match least.and_then(|least| check_slots(ready, self.limits, demand, starts, forced, resources).map(|()| least)) {
            Err(refutation) => return Answer::Refuted(refutation),
            Ok(least) => self.presolved.least = least,
        }
        self.anew();
        Answer::Open
    }

    fn anew(&mut self) {
        self.before = self.conflicts();
        self.inherited = 0;
        self.encoded = Encoded::new(&self.presolved);
    }
}
