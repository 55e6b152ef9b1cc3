//! Random wishes on the shipped diplomas, through the engine: what is true of every answer.
//!
//! Few cases, since each asks for a dozen plans; `PROPTEST_CASES=300 cargo test --profile fuzz --test pathway_properties` tries many.

#![allow(clippy::unwrap_used, clippy::panic)]

use parcours::{
    data,
    domain::{
        answer::{Clash, Plan, PlanStatus},
        date::Term,
        engine::Engine,
        pathway::{Task as _, verify},
        request::{Acquired, AcquiredHow, Objective, Request, TermPace},
    },
};
use proptest::{prelude::*, sample::Index};
use std::sync::OnceLock;

/// The diplomas whose whole structure is published.
const PLANNED: [&str; 8] = ["LG02501A", "CS52", "CYC9101A", "CYC9102A", "CYC9104A", "CYC9105A", "CYC9106A", "CYC9102A-ancien"];

/// A tariff, hours of some units, and neither of them.
const CENTRES: [Option<&str>; 3] = [None, Some("nouvelle-aquitaine"), Some("grand-est")];

const OBJECTIVES: [Objective; 4] = [Objective::Finish, Objective::Cost, Objective::Peak, Objective::Preference];

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| data::engine().unwrap())
}

fn start() -> Term {
    "2027-S2".parse().unwrap()
}

/// The term that so many terms follow the start.
fn term(place: usize) -> Term {
    (0..place).fold(start(), |term, _| term.next(false))
}

fn planned(request: &Request) -> Plan {
    let plan = engine().evaluate(request).unwrap().plan.unwrap();
    assert_eq!(verify(engine().catalogue(), request, &plan), Vec::<String>::new(), "{request:?}");
    plan
}

/// Every unit that a requirement of the diploma names.
fn units(id: &str) -> Vec<String> {
    let diploma = engine().catalogue().diploma(id).unwrap();
    diploma.requirements.iter().flatten().flat_map(|one| one.units()).map(str::to_owned).collect()
}

/// Up to so many units, each with something said of it.
fn of_units<T: std::fmt::Debug>(most: usize, what: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<(Index, T)>> {
    proptest::collection::vec((any::<Index>(), what), 0..=most)
}

/// Wishes of every kind, on one of the diplomas.
fn requests() -> impl Strategy<Value = Request> {
    let whole = (any::<Index>(), any::<Index>(), Just(OBJECTIVES.to_vec()).prop_shuffle(), 0..4_u8);
    let pace = (proptest::option::weighted(0.7, 1..7_u32), proptest::option::weighted(0.3, 2..40_u32));
    let terms = proptest::collection::vec((0..10_usize, 0..4_u32), 0..3);
    let how = proptest::option::of(prop_oneof![Just(AcquiredHow::Ue), Just(AcquiredHow::Ves), Just(AcquiredHow::Vae)]);
    let held = of_units(5, (how, proptest::option::weighted(0.3, 2027..2030_i32)));
    let wishes = (of_units(3, 0..12_usize), of_units(2, Just(())), of_units(2, Just(())), held);
    (whole, pace, terms, wishes).prop_map(|((diploma, centre, objective, shuffled), (ue, ects), terms, (pins, excluded, chosen, held))| {
        let id = *diploma.get(&PLANNED);
        let all = units(id);
        let code = |unit: &Index| unit.get(&all).clone();
        let mut request = Request::blank("2026-11-21".parse().unwrap());
        (request.target.diploma, request.target.start_term) = (Some(id.to_owned()), Some(start()));
        request.centre_region = centre.get(&CENTRES).map(str::to_owned);
        if shuffled == 0 {
            request.objective = objective;
        }
        (request.pace.max_ue, request.pace.max_ects) = (ue, ects);
        request.pace.terms =
            terms.into_iter().map(|(place, most)| (term(place), TermPace { max_ue: Some(most), ..TermPace::default() })).collect();
        request.pins = pins.iter().map(|(unit, place)| (code(unit), term(*place))).collect();
        request.excluded = excluded.iter().map(|(unit, ())| code(unit)).collect();
        request.chosen = chosen.iter().map(|(unit, ())| code(unit)).collect();
        let acquired = held.iter().map(|(unit, (how, year))| Acquired {
            ue: code(unit),
            how: *how,
            on: year.map(|year| format!("{year}-06-30").parse().unwrap()),
        });
        request.acquired = acquired.collect();
        request
    })
}

/// The same without a wish.
fn drop_wish(request: &mut Request, wish: &Clash) {
    let subject = wish.subject.clone().unwrap_or_default();
    match wish.kind {
        "pin" => _ = request.pins.remove(&subject),
        "excluded" => request.excluded.retain(|code| *code != subject),
        "chosen" => request.chosen.retain(|code| *code != subject),
        "pace" if wish.subject.is_some() => _ = request.pace.terms.remove(&subject.parse().unwrap()),
        "pace" => request.pace.set(&TermPace { max_ue: Some(1_000), ..TermPace::default() }),
        other => panic!("{other} is no wish"),
    }
}

/// The wishes of a request as things that may clash.
fn wishes(request: &Request) -> Vec<Clash> {
    let of = |kind, codes: Vec<String>| codes.into_iter().map(move |code| Clash::of(kind, Some(code)));
    let terms = request.pace.terms.keys().map(ToString::to_string).collect();
    let mut wishes: Vec<Clash> = of("pin", request.pins.keys().cloned().collect()).collect();
    wishes.extend(of("excluded", request.excluded.clone()).chain(of("chosen", request.chosen.clone())).chain(of("pace", terms)));
    wishes.push(Clash::of("pace", None));
    wishes
}

/// A conflict is enough to leave no plan, and needs all of its wishes; each way out leads to its plan.
fn explained(request: &Request, plan: &Plan) -> Result<(), TestCaseError> {
    let conflict: Vec<&Clash> = plan.conflict.iter().filter(|clash| clash.is_wish()).collect();
    prop_assert!(!conflict.is_empty(), "each of these diplomas can be had: {:?}", plan.conflict);
    let same = |one: &Clash, other: &Clash| one.kind == other.kind && one.subject == other.subject;
    let mut alone = request.clone();
    for wish in wishes(request).iter().filter(|wish| !conflict.iter().any(|needed| same(needed, wish))) {
        drop_wish(&mut alone, wish);
    }
    prop_assert_eq!(planned(&alone).status, PlanStatus::Infeasible, "enough: {:?}", conflict);
    for wish in &conflict {
        let mut without = alone.clone();
        drop_wish(&mut without, wish);
        prop_assert_ne!(planned(&without).status, PlanStatus::Infeasible, "needed: {:?} of {:?}", wish, conflict);
    }
    prop_assert!(!plan.relaxations.is_empty());
    for way in &plan.relaxations {
        let mut changed = request.clone();
        for wish in way.also.iter().chain([&way.drop]) {
            drop_wish(&mut changed, wish);
            if wish.kind == "pace" && wish.subject.is_none() {
                changed.pace.set(&way.pace.clone().unwrap_or_default());
            }
        }
        let allowed = way.plan.as_ref().unwrap();
        prop_assert_eq!(verify(engine().catalogue(), &changed, allowed), Vec::<String>::new());
        if allowed.status == PlanStatus::Optimal {
            prop_assert_eq!(planned(&changed).finish, way.finish);
        }
    }
    Ok(())
}

/// The finish, where nothing comes before it and nothing is left open; `None` for no plan at all.
fn proven_finish(request: &Request, plan: &Plan) -> Option<Option<Term>> {
    (request.objective.first() == Some(&Objective::Finish) && plan.status != PlanStatus::Limit).then_some(plan.finish)
}

/// Whether `easier`, which asks for less, ends no later.
fn ends_no_later(request: &Request, plan: &Plan, easier: &Request) -> Result<(), TestCaseError> {
    let other = planned(easier);
    if let (Some(finish), Some(sooner)) = (proven_finish(request, plan), proven_finish(easier, &other)) {
        let later = |term: Option<Term>| (term.is_none(), term);
        prop_assert!(later(sooner) <= later(finish), "{:?} then {:?}\n{:?}", finish, sooner, easier);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_is_valid_every_conflict_minimal_and_asking_for_less_never_ends_later(
        request in requests(),
        less in any::<Index>(),
        more in 1..10_u32,
    ) {
        let answer = engine().evaluate(&request).unwrap();
        let mut sliced = engine().evaluation(&request).unwrap();
        while !sliced.step(7).unwrap() {}
        prop_assert_eq!(sliced.found(), &answer, "asked twice, the second time in slices");
        let plan = answer.plan.unwrap();
        prop_assert_eq!(verify(engine().catalogue(), &request, &plan), Vec::<String>::new());
        if plan.status == PlanStatus::Limit {
            // Nothing of it is proven, and each more takes as long as one may wait.
            return Ok(());
        }
        if plan.status == PlanStatus::Infeasible {
            explained(&request, &plan)?;
        }
        // A wider pace; a pace that nobody said is one of three units.
        let mut wider = [request.clone(), request.clone()];
        wider[0].pace.max_ue = request.pace.max_ue.map(|most| most + more);
        wider[1].pace.max_ects = request.pace.max_ects.map(|most| most + more);
        for wider in &wider {
            ends_no_later(&request, &plan, wider)?;
        }
        // A wish fewer. A term that holds more than the others is no wish that holds anything back.
        let usual = request.pace.max_ue.unwrap_or(if request.pace.says_one() { u32::MAX } else { 3 });
        let narrows = |wish: &Clash| match (wish.kind, wish.subject.as_ref()) {
            ("pace", None) => false,
            ("pace", Some(when)) => request.pace.terms.get(&when.parse::<Term>().unwrap()).unwrap().max_ue.unwrap() <= usual,
            _ => true,
        };
        let held_back: Vec<Clash> = wishes(&request).into_iter().filter(narrows).collect();
        if !held_back.is_empty() {
            let mut fewer = request.clone();
            drop_wish(&mut fewer, less.get(&held_back));
            ends_no_later(&request, &plan, &fewer)?;
        }
    }
}
