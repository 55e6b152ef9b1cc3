//! Why there is no plan, and what would help.

use super::{compile::compile, decode::decode, scene::Scene, wishes::Wishes};
use crate::domain::{
    answer::{Clash, Plan, PlanStatus, Relaxation},
    catalogue::Catalogue,
    date::Term,
    error::InputError,
    planner::{Budget, Level, solve},
    request::{Pace, Request},
};

/// How far one question of an explanation may go, in conflicts.
const BUDGET: Budget = Budget { question: 5_000, total: 10_000 };

/// Fills in the conflict and the relaxations of an infeasible plan.
///
/// The conflict is minimal: without any one of its wishes there is a plan, or at least no proof that there is none. When the diploma cannot
/// be planned whatever the wishes, it is `requirement` alone.
///
/// # Errors
/// As [`compile()`].
pub fn explain(scene: &Scene<'_>, request: &Request, plan: &mut Plan) -> Result<(), InputError> {
    let catalogue = scene.catalogue;
    let try_it = |request: &Request| outcome(scene, request);
    let wishes = wishes(catalogue, request)?;
    // Codes in the spelling of the catalogue, so that dropping one drops it.
    let request = &Wishes::of(catalogue, request)?.written_in(request);
    let mut kept = request.clone();
    for wish in &wishes {
        wish.drop_from(&mut kept);
    }
    if try_it(&kept)?.0 == PlanStatus::Infeasible {
        plan.conflict = vec![Clash { kind: "requirement", subject: request.target.diploma.clone() }];
        return Ok(());
    }
    // Drop one after the other; what is still infeasible without it did not matter.
    let mut slim = request.clone();
    let mut needed = Vec::new();
    for wish in wishes {
        let mut without = slim.clone();
        wish.drop_from(&mut without);
        if try_it(&without)?.0 == PlanStatus::Infeasible {
            slim = without;
        } else {
            needed.push(wish);
        }
    }
    for wish in needed {
        let mut without = request.clone();
        wish.drop_from(&mut without);
        let (status, finish) = try_it(&without)?;
        if status != PlanStatus::Infeasible && finish.is_some() {
            plan.relaxations.push(Relaxation { drop: wish.clash(), finish });
        }
        plan.conflict.push(wish.clash());
    }
    Ok(())
}

fn outcome(scene: &Scene<'_>, request: &Request) -> Result<(PlanStatus, Option<Term>), InputError> {
    let Some(mut compiled) = compile(scene, request)? else { return Ok((PlanStatus::Limit, None)) };
    if compiled.contradiction {
        return Ok((PlanStatus::Infeasible, None));
    }
    compiled.problem.objective = vec![Level::Finish];
    let plan = decode(&compiled, &solve(&compiled.problem, BUDGET)?);
    Ok((plan.status, plan.finish))
}

/// Something that a request asks and could give up.
#[derive(Clone)]
enum Wish {
    Pin(String),
    Excluded(String),
    Chosen(String),
    Pace,
    TermPace(Term),
}

/// The wishes of a request, those that people give up most easily last.
fn wishes(catalogue: &Catalogue, request: &Request) -> Result<Vec<Wish>, InputError> {
    let codes = Wishes::of(catalogue, request)?;
    let pace = Pace { terms: request.pace.terms.clone(), ..Pace::default() };
    let mut wishes = Vec::new();
    if request.pace != pace {
        wishes.push(Wish::Pace);
    }
    wishes.extend(request.pace.terms.keys().map(|term| Wish::TermPace(*term)));
    wishes.extend(codes.excluded.into_iter().map(Wish::Excluded));
    wishes.extend(codes.chosen.into_iter().map(Wish::Chosen));
    wishes.extend(codes.pins.into_keys().map(Wish::Pin));
    Ok(wishes)
}

impl Wish {
    fn drop_from(&self, request: &mut Request) {
        match self {
            Self::Pin(code) => request.pins.retain(|pinned, _| pinned != code),
            Self::Excluded(code) => request.excluded.retain(|excluded| excluded != code),
            Self::Chosen(code) => {
                request.chosen.retain(|chosen| chosen != code);
                request.target.ue.retain(|chosen| chosen != code);
            }
            Self::Pace => request.pace = Pace { terms: std::mem::take(&mut request.pace.terms), ..Pace::default() },
            Self::TermPace(term) => {
                request.pace.terms.remove(term);
            }
        }
    }

    fn clash(&self) -> Clash {
        let (kind, subject) = match self {
            Self::Pin(code) => ("pin", Some(code.clone())),
            Self::Excluded(code) => ("excluded", Some(code.clone())),
            Self::Chosen(code) => ("chosen", Some(code.clone())),
            Self::Pace => ("pace", None),
            Self::TermPace(term) => ("pace", Some(term.to_string())),
        };
        Clash { kind, subject }
    }
}
