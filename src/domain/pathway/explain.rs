//! Why there is no plan, and what would help.

use super::{compile::compile, planning::Planning, scene::Scene, verify::verify, wishes::Wishes};
use crate::domain::sorted::Sorting;
use crate::domain::{
    answer::{Clash, Plan, Relaxation},
    date::Term,
    error::InputError,
    planner::{Budget, Status, solve},
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
    let wishes = wishes(scene, request)?;
    // Codes in the spelling of the catalogue, so that dropping one drops it.
    let request = &Wishes::of(scene.catalogue, request, scene.start(request))?.written_in(request);
    if !feasible(scene, &without(request, &wishes))? {
        plan.conflict = vec![Clash { kind: "requirement", subject: request.target.diploma.clone() }];
        return Ok(());
    }
    // Drop one after the other; what is still infeasible without it did not matter.
    let mut slim = request.clone();
    let mut needed = Vec::new();
    for wish in &wishes {
        let less = without(&slim, std::slice::from_ref(wish));
        if !feasible(scene, &less)? {
            slim = less;
        } else {
            needed.push(wish);
        }
    }
    for wish in needed {
        plan.conflict.push(wish.clash());
        let dropped = enough(scene, request, &wishes, wish)?;
        let also: Vec<Clash> = dropped.iter().filter(|other| *other != wish).map(Wish::clash).collect();
        let known = |way: &Relaxation| also.contains(&way.drop) && way.also.len() == also.len() && way.also.contains(&wish.clash());
        if plan.relaxations.iter().any(known) {
            continue;
        }
        let relaxed = without(request, &dropped);
        let Some(compiled) = compile(scene, &relaxed)? else { continue };
        let way = Planning::plain(compiled, scene.budget)?.finish();
        debug_assert_eq!(verify(scene.catalogue, &relaxed, &way), Vec::<String>::new());
        if way.finish.is_some() {
            plan.relaxations.push(Relaxation { drop: wish.clash(), also, finish: way.finish, plan: Some(Box::new(way)) });
        }
    }
    // The cheapest first: what gives up least, then what finishes first.
    plan.relaxations.order_by_key(|way| (way.also.len(), way.finish));
    Ok(())
}

/// The wishes to give up with `wish` until there is a plan, and `wish` itself: none of them can be kept.
fn enough(scene: &Scene<'_>, request: &Request, wishes: &[Wish], wish: &Wish) -> Result<Vec<Wish>, InputError> {
    let alone = vec![wish.clone()];
    if feasible(scene, &without(request, &alone))? {
        return Ok(alone);
    }
    let mut dropped = wishes.to_vec();
    for other in wishes.iter().filter(|other| *other != wish) {
        let fewer: Vec<Wish> = dropped.iter().filter(|one| *one != other).cloned().collect();
        if feasible(scene, &without(request, &fewer))? {
            dropped = fewer;
        }
    }
    Ok(dropped)
}

fn without(request: &Request, wishes: &[Wish]) -> Request {
    let mut request = request.clone();
    wishes.iter().for_each(|wish| wish.drop_from(&mut request));
    request
}

/// Whether there is a plan, or at least no proof that there is none.
fn feasible(scene: &Scene<'_>, request: &Request) -> Result<bool, InputError> {
    let Some(mut compiled) = compile(scene, request)? else { return Ok(true) };
    if compiled.contradiction {
        return Ok(false);
    }
    compiled.problem.objective = Vec::new();
    Ok(solve(&compiled.problem, BUDGET)?.status != Status::Infeasible)
}

/// Something that a request asks and could give up.
#[derive(Clone, PartialEq, Eq)]
enum Wish {
    Pin(String),
    Excluded(String),
    Chosen(String),
    Pace,
    TermPace(Term),
}

/// The wishes of a request, those that people give up most easily last.
fn wishes(scene: &Scene<'_>, request: &Request) -> Result<Vec<Wish>, InputError> {
    let codes = Wishes::of(scene.catalogue, request, scene.start(request))?;
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
