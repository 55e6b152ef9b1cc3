//! Answers about plans against brute force, on small made-up catalogues.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use parcours::domain::{
    answer::{Cause, Clash, Plan, PlanStatus},
    catalogue::Catalogue,
    date::Term,
    pathway::{Calendar, Front, Replan, Scene, Setbacks, Swaps, Task as _, plan, verify},
    request::{Request, TermPace},
};
use proptest::prelude::*;
use serde_json::json;

/// A diploma of a few units: the first ones are compulsory, of the others some have to be chosen.
#[derive(Clone, Debug)]
struct Small {
    units: Vec<Unit>,
    compulsory: usize,
    chosen: usize,
    pace: usize,
}

#[derive(Clone, Debug)]
struct Unit {
    ects: u32,
    season: Season,
    /// The unit that has to be finished before.
    after: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Season {
    Both,
    Autumn,
    Spring,
}

/// The slot of each unit; the first slot is a spring.
type Places = Vec<Option<usize>>;

/// Slots that the brute force looks at: twice the units, as each may be given once a year, and a year more for one that is failed.
fn horizon(small: &Small) -> usize {
    2 * small.units.len() + 3
}

fn code(unit: usize) -> String {
    format!("AAA{unit:03}")
}

fn index(code: &str) -> usize {
    code[3..].parse().unwrap()
}

fn start() -> Term {
    "2027-S2".parse().unwrap()
}

fn term(slot: usize) -> Term {
    (0..slot).fold(start(), |term, _| term.next(false))
}

fn slot(of: Term) -> usize {
    (0..).find(|slot| term(*slot) == of).unwrap()
}

impl Small {
    fn catalogue(&self) -> Catalogue {
        let units: Vec<serde_json::Value> = self
            .units
            .iter()
            .enumerate()
            .map(|(place, unit)| {
                let terms = match unit.season {
                    Season::Both => json!(["S1", "S2"]),
                    Season::Autumn => json!(["S1"]),
                    Season::Spring => json!(["S2"]),
                };
                let needs: Vec<serde_json::Value> = unit
                    .after
                    .iter()
                    .map(|other| json!({"needs": {"all_of": [code(*other)]}, "strength": "required", "timing": "before"}))
                    .collect();
                json!({"code": code(place), "title": null, "kind": "ue", "ects": unit.ects, "prerequisites": needs,
                    "offering": [{"terms": terms, "region": "national", "sources": ["made-up"]}], "sources": ["made-up"]})
            })
            .collect();
        let codes = |range: std::ops::Range<usize>| range.map(code).collect::<Vec<_>>();
        let mut requirements = vec![json!({"id": "core", "ects": null, "rule": {"all": {"units": codes(0..self.compulsory)}}})];
        if self.chosen > 0 {
            let pool = codes(self.compulsory..self.units.len());
            requirements.push(json!({"id": "pool", "ects": null, "rule": {"choose": {"min_units": self.chosen, "units": pool}}}));
        }
        let file = json!({
            "format": "parcours-catalogue/1",
            "sources": [{"id": "made-up", "title": "Made up", "url": null, "date": null, "kind": "made_up"}],
            "units": units,
            "diplomas": [{"id": "XX", "code": "XX", "title": null, "family": null, "level": null, "ects": null, "domain": null, "status": null,
                "requirements": requirements, "sources": ["made-up"]}],
        });
        Catalogue::read(&[("made-up.json", &file.to_string())]).unwrap()
    }

    fn request(&self) -> Request {
        let mut request = Request::blank("2026-11-21".parse().unwrap());
        request.target.diploma = Some("XX".into());
        request.target.start_term = Some(start());
        request.pace.max_ue = u32::try_from(self.pace).ok();
        request
    }

    /// Whether the places make a plan. `pace` tells what a slot holds, `done` when a unit that starts in a slot is finished.
    fn valid(&self, places: &Places, pace: &dyn Fn(usize) -> usize, done: &dyn Fn(usize, usize) -> usize) -> bool {
        let taken = |unit: usize| places[unit].is_some();
        (0..self.compulsory).all(taken)
            && (self.compulsory..self.units.len()).filter(|unit| taken(*unit)).count() >= self.chosen
            && (0..horizon(self)).all(|slot| places.iter().filter(|place| **place == Some(slot)).count() <= pace(slot))
            && places.iter().zip(&self.units).all(|(place, unit)| {
                place.is_none_or(|place| {
                    let open = match unit.season {
                        Season::Both => true,
                        Season::Autumn => place % 2 == 1,
                        Season::Spring => place % 2 == 0,
                    };
                    open && unit.after.is_none_or(|first| places[first].is_some_and(|start| done(first, start) <= place))
                })
            })
    }

    /// All plans that keep to `allowed`.
    fn plans(&self, pace: &dyn Fn(usize) -> usize, allowed: &dyn Fn(usize, Option<usize>) -> bool) -> Vec<Places> {
        self.plans_done(pace, allowed, &|_, start| start + 1)
    }

    fn plans_done(
        &self,
        pace: &dyn Fn(usize) -> usize,
        allowed: &dyn Fn(usize, Option<usize>) -> bool,
        done: &dyn Fn(usize, usize) -> usize,
    ) -> Vec<Places> {
        let mut all = vec![Vec::new()];
        for unit in 0..self.units.len() {
            let options = std::iter::once(None).chain((0..horizon(self)).map(Some)).filter(|place| allowed(unit, *place));
            let options: Vec<Option<usize>> = options.collect();
            all = all
                .into_iter()
                .flat_map(|places: Places| {
                    options.iter().map(move |option| places.iter().copied().chain([*option]).collect::<Places>()).collect::<Vec<_>>()
                })
                .filter(|places| (0..horizon(self)).all(|slot| places.iter().filter(|place| **place == Some(slot)).count() <= pace(slot)))
                .collect();
        }
        all.retain(|places| self.valid(places, pace, done));
        all
    }
}

fn finish(places: &Places) -> usize {
    places.iter().flatten().max().map_or(0, |last| last + 1)
}

fn load(places: &Places) -> usize {
    places.iter().flatten().map(|slot| places.iter().filter(|place| **place == Some(*slot)).count()).max().unwrap_or(0)
}

fn places_of(small: &Small, plan: &Plan) -> Places {
    let mut places = vec![None; small.units.len()];
    for (when, unit) in plan.units() {
        places[index(&unit.code)] = Some(slot(when));
    }
    places
}

fn scene(catalogue: &Catalogue) -> Scene<'_> {
    Scene::new(catalogue, Calendar::starting(start()))
}

fn planned(catalogue: &Catalogue, request: &Request) -> Plan {
    let plan = plan(&scene(catalogue), request).unwrap().unwrap().plan;
    assert_eq!(verify(catalogue, request, &plan), Vec::<String>::new());
    plan
}

fn small(units: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Small> {
    let season = prop_oneof![2 => Just(Season::Both), 1 => Just(Season::Autumn), 1 => Just(Season::Spring)];
    let unit = (prop_oneof![Just(3u32), Just(6)], season, proptest::option::of(0..5usize));
    (proptest::collection::vec(unit, units), 1..5usize, 0..4usize, 1..4usize).prop_map(|(units, compulsory, chosen, pace)| {
        let count = units.len();
        let compulsory = compulsory.min(count);
        let units = units.into_iter().enumerate().map(|(place, (ects, season, after))| Unit {
            ects,
            season,
            // Only a unit before it in the list, so that nothing waits for itself.
            after: after.filter(|other| *other < place),
        });
        Small { units: units.collect(), compulsory, chosen: chosen.min(count - compulsory), pace }
    })
}

/// What a setback leaves: the past of the plan as it is, and no new unit in it.
fn after_the_past(original: &Places, gone: usize, failed: usize) -> impl Fn(usize, Option<usize>) -> bool {
    move |unit: usize, place: Option<usize>| {
        if unit == failed {
            return place.is_none_or(|place| place >= gone);
        }
        match original[unit].filter(|planned| *planned < gone) {
            Some(planned) => place == Some(planned),
            None => place.is_none_or(|place| place >= gone),
        }
    }
}

fn drop_clash(request: &Request, clash: &Clash) -> Request {
    let mut request = request.clone();
    let subject = clash.subject.clone().unwrap_or_default();
    match clash.kind {
        "pin" => _ = request.pins.remove(&subject),
        "excluded" => request.excluded.retain(|code| *code != subject),
        "chosen" => request.chosen.retain(|code| *code != subject),
        "pace" if clash.subject.is_some() => _ = request.pace.terms.remove(&subject.parse().unwrap()),
        "pace" => request.pace.max_ue = Some(1_000),
        other => panic!("{other} is no wish"),
    }
    request
}

/// `small` with no other rules of order and openings than these, but for one of them: what clashes is enough, and all of it is needed.
fn only_rules(small: &Small, rules: &[Clash], without: Option<&Clash>) -> Catalogue {
    let mut bare = small.clone();
    for unit in &mut bare.units {
        (unit.after, unit.season) = (None, Season::Both);
    }
    for rule in rules.iter().filter(|rule| !rule.is_wish() && Some(*rule) != without) {
        let unit = index(rule.subject.as_ref().unwrap());
        match rule.kind {
            "prerequisite" => {
                assert_eq!(rule.units, [code(small.units[unit].after.unwrap())]);
                bare.units[unit].after = small.units[unit].after;
            }
            "offering" => bare.units[unit].season = small.units[unit].season,
            other => panic!("{other} is no rule of these catalogues"),
        }
    }
    bare.catalogue()
}

#[test]
fn what_a_chosen_unit_builds_on_stays_though_no_group_needs_it() {
    let unit = |season, after| Unit { ects: 3, season, after };
    let units = vec![unit(Season::Both, None), unit(Season::Autumn, None), unit(Season::Both, Some(1)), unit(Season::Spring, None)];
    let small = Small { units, compulsory: 1, chosen: 1, pace: 2 };
    let catalogue = small.catalogue();
    let mut request = small.request();
    request.chosen = vec![code(2)];
    let plan = planned(&catalogue, &request);
    assert_eq!((plan.status, plan.finish), (PlanStatus::Optimal, Some(term(2))));
}

#[test]
fn a_unit_that_has_to_move_moves_by_the_fewest_terms() {
    let unit = |_| Unit { ects: 3, season: Season::Both, after: None };
    let small = Small { units: (0..3).map(unit).collect(), compulsory: 1, chosen: 2, pace: 1 };
    let catalogue = small.catalogue();
    let mut request = small.request();
    let before = planned(&catalogue, &request);
    request.pace.max_ue = Some(2);
    let mut task = Replan::new(scene(&catalogue), &request, &before);
    while !task.step(1).unwrap() {}
    // The last unit comes one term sooner, not two: the search found that, and making the plan tidy must leave it there.
    assert_eq!(places_of(&small, task.found().plan.as_ref().unwrap()), [Some(0), Some(1), Some(1)]);
    assert!(task.found().proven);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_front_is_complete_and_nothing_on_it_is_beaten(small in small(1..=4)) {
        let catalogue = small.catalogue();
        let mut expected: Vec<(usize, usize)> = Vec::new();
        for places in small.plans(&|_| usize::MAX, &|_, _| true) {
            let point = (finish(&places), load(&places));
            if point.0 > 0 && !expected.iter().any(|known| known.0 <= point.0 && known.1 <= point.1) {
                expected.retain(|known| !(point.0 <= known.0 && point.1 <= known.1));
                expected.push(point);
            }
        }
        expected.sort_unstable();
        let mut front = Front::new(scene(&catalogue), &small.request());
        while !front.step(1).unwrap() {}
        let found: Vec<(usize, usize)> = front.found().iter().map(|point| (slot(point.finish) + 1, point.load as usize)).collect();
        prop_assert_eq!(&found, &expected);
        for point in front.found() {
            prop_assert!(point.proven);
            prop_assert_eq!(verify(&catalogue, &front.request_for(point.load), &point.plan), Vec::<String>::new());
            prop_assert_eq!(point.within_pace, point.load as usize <= small.pace);
        }
    }

    #[test]
    fn a_failed_retaken_or_skipped_unit_costs_what_a_plan_from_scratch_says(small in small(1..=4)) {
        let catalogue = small.catalogue();
        let request = small.request();
        let plan = planned(&catalogue, &request);
        let original = places_of(&small, &plan);
        let pace = |_: usize| small.pace;
        let setbacks = Setbacks::new(scene(&catalogue), &request, &plan).finish().unwrap();
        prop_assert_eq!(setbacks.len(), original.iter().flatten().count());
        for setback in &setbacks {
            let unit = index(&setback.code);
            let at = original[unit].unwrap();
            let best = |plans: Vec<Places>, least: usize| plans.iter().map(finish).min().map(|finish| term(finish.max(least) - 1));
            let failed = best(small.plans(&pace, &after_the_past(&original, at + 1, unit)), at + 1);
            prop_assert_eq!(setback.failed.finish, failed, "{} failed", setback.code);
            let skipped = |other: usize, place: Option<usize>| {
                after_the_past(&original, at, unit)(other, place) && (other != unit || place != Some(at))
            };
            // A term in which nothing is left to take is not waited for.
            prop_assert_eq!(setback.skipped.finish, best(small.plans(&pace, &skipped), 1), "{} skipped", setback.code);
            let late = if at % 2 == 1 { at + 2 } else { at + 1 };
            let kept = |other: usize, place: Option<usize>| {
                if other == unit { place == Some(at) } else { after_the_past(&original, at + 1, unit)(other, place) }
            };
            let retaken = small.plans_done(&pace, &kept, &|other, start| if other == unit { late } else { start + 1 });
            prop_assert_eq!(setback.retaken.and_then(|one| one.finish), best(retaken, late), "{} retaken", setback.code);
            prop_assert!(setback.failed.finish >= plan.finish && setback.retaken.unwrap().finish >= plan.finish);
        }
        let harm = |one: &parcours::domain::pathway::Setback| one.failed.later.unwrap_or(u32::MAX);
        prop_assert!(setbacks.windows(2).all(|two| harm(&two[0]) >= harm(&two[1])), "those that hurt most come first");
    }

    #[test]
    fn a_changed_plan_moves_as_little_as_possible(small in small(2..=4), pick in 0..8usize, shift in 1..5usize, how in 0..4usize) {
        let catalogue = small.catalogue();
        let mut request = small.request();
        let before = planned(&catalogue, &request);
        let original = places_of(&small, &before);
        let taken: Vec<usize> = (0..original.len()).filter(|unit| original[*unit].is_some()).collect();
        let unit = taken[pick % taken.len()];
        let mut pace: Vec<usize> = vec![small.pace; horizon(&small)];
        let mut pinned = None;
        match how {
            0 => {
                // All others still fit behind it in what the brute force looks at, one a year.
                let place = (original[unit].unwrap() + shift) % 5;
                request.pins.insert(code(unit), term(place));
                pinned = Some(place);
            }
            1 => request.excluded.push(code(unit)),
            2 => {
                let place = original[unit].unwrap();
                pace[place] = 0;
                request.pace.terms.insert(term(place), TermPace { max_ue: Some(0), ..TermPace::default() });
            }
            _ => {
                request.pace.max_ue = Some(1 + u32::try_from(shift).unwrap());
                pace.fill(1 + shift);
            }
        }
        let allowed = |other: usize, place: Option<usize>| other != unit || match how {
            0 => place == pinned,
            1 => place.is_none(),
            _ => true,
        };
        let plans = small.plans(&|slot| pace[slot], &allowed);
        let best = plans.iter().map(|places| (finish(places), load(places))).min();
        let change = |places: &Places| {
            let moved: Vec<usize> = places.iter().zip(&original).filter_map(|(now, old)| Some(now.as_ref()?.abs_diff((*old)?))).collect();
            let new = places.iter().zip(&original).filter(|(now, old)| now.is_some() && old.is_none()).count();
            (moved.iter().filter(|far| **far > 0).count() + new, moved.iter().sum::<usize>() + 60 * new)
        };
        let least = plans.iter().filter(|places| Some((finish(places), load(places))) == best).map(change).min();
        let mut task = Replan::new(scene(&catalogue), &request, &before);
        while !task.step(1).unwrap() {}
        let found = task.found();
        let plan = found.plan.as_ref().unwrap();
        let Some(least) = least else {
            prop_assert_eq!(plan.status, PlanStatus::Infeasible);
            return Ok(());
        };
        prop_assert_eq!(verify(&catalogue, &request, plan), Vec::<String>::new());
        prop_assert_eq!(plan.finish, planned(&catalogue, &request).finish);
        let now = places_of(&small, plan);
        prop_assert_eq!(change(&now), least);
        prop_assert!(found.proven);
        // Nothing moves without a reason that names what it must.
        prop_assert!(how != 0 || found.moves.iter().any(|one| index(&one.code) == unit && one.why == Cause::Pinned));
        // What is said to have moved is what has.
        let said: Vec<(usize, Option<usize>, Option<usize>)> =
            found.moves.iter().map(|one| (index(&one.code), one.from.map(slot), one.to.map(slot))).collect();
        for unit in 0..now.len() {
            let known = said.iter().any(|(code, from, to)| *code == unit && *from == original[unit] && *to == now[unit]);
            prop_assert_eq!(known, now[unit] != original[unit], "{}", code(unit));
        }
    }

    #[test]
    fn a_swap_finishes_when_a_plan_with_it_does(small in small(3..=4)) {
        let catalogue = small.catalogue();
        let request = small.request();
        let plan = planned(&catalogue, &request);
        for (_, unit) in plan.units().filter(|(_, unit)| unit.elective) {
            let out = index(&unit.code);
            for swap in Swaps::new(scene(&catalogue), &request, &plan, &unit.code).finish().unwrap() {
                let comes = index(&swap.code);
                let allowed = |other: usize, place: Option<usize>| (other != out || place.is_none()) && (other != comes || place.is_some());
                let best = small.plans(&|_| small.pace, &allowed).iter().map(finish).min().map(|finish| term(finish - 1));
                prop_assert_eq!(swap.finish, best, "{} for {}", swap.code, unit.code);
                prop_assert!(!swap.in_place || swap.finish == plan.finish);
            }
        }
    }

    #[test]
    fn without_any_one_of_a_conflict_there_is_a_plan(
        small in small(2..=4),
        pins in proptest::collection::vec((0..4usize, 0..6usize), 0..4),
        excluded in proptest::collection::vec(0..4usize, 0..3),
    ) {
        let catalogue = small.catalogue();
        let mut request = small.request();
        let known = |unit: &usize| *unit < small.units.len();
        request.pins = pins.into_iter().filter(|(unit, _)| known(unit)).map(|(unit, slot)| (code(unit), term(slot))).collect();
        request.excluded = excluded.into_iter().filter(known).map(code).collect();
        request.excluded.sort_unstable();
        request.excluded.dedup();
        let infeasible = planned(&catalogue, &request);
        prop_assume!(infeasible.status == PlanStatus::Infeasible);
        // An explanation in the smallest slices is the one that is made at once.
        let mut sliced = Replan::new(scene(&catalogue), &request, &infeasible);
        while !sliced.step(1).unwrap() {}
        prop_assert_eq!(sliced.found().plan.as_ref(), Some(&infeasible));
        // The conflict alone: every other wish dropped.
        let conflict = &infeasible.conflict;
        prop_assert!(!conflict.is_empty());
        if conflict[0].kind == "requirement" {
            return Ok(());
        }
        let in_conflict = |kind: &str, subject: Option<&str>| conflict.iter().any(|one| one.kind == kind && one.subject.as_deref() == subject);
        let mut alone = request.clone();
        alone.pins.retain(|code, _| in_conflict("pin", Some(code)));
        alone.excluded.retain(|code| in_conflict("excluded", Some(code)));
        if !in_conflict("pace", None) {
            alone.pace.max_ue = Some(1_000);
        }
        prop_assert_eq!(planned(&catalogue, &alone).status, PlanStatus::Infeasible);
        for clash in conflict {
            let kept = if clash.is_wish() { drop_clash(&alone, clash) } else { alone.clone() };
            let without = planned(&only_rules(&small, conflict, Some(clash)), &kept);
            prop_assert_eq!(without.status, PlanStatus::Optimal, "{:?} of {:?}", clash, conflict);
            if clash.is_wish() {
                prop_assert_eq!(planned(&catalogue, &kept).status, PlanStatus::Optimal, "{:?} of {:?}", clash, conflict);
            }
        }
        if conflict.iter().any(|clash| !clash.is_wish()) {
            prop_assert_eq!(planned(&only_rules(&small, conflict, None), &alone).status, PlanStatus::Infeasible);
        }
        prop_assert!(!infeasible.relaxations.is_empty());
        for way in &infeasible.relaxations {
            let mut relaxed = way.also.iter().fold(drop_clash(&request, &way.drop), |request, clash| drop_clash(&request, clash));
            if way.drop.kind == "pace" || way.also.iter().any(|clash| clash.kind == "pace") {
                relaxed.pace.set(&way.pace.clone().unwrap_or_default());
            }
            let plan = way.plan.as_ref().unwrap();
            prop_assert_eq!(verify(&catalogue, &relaxed, plan), Vec::<String>::new());
            prop_assert_eq!(plan.finish, planned(&catalogue, &relaxed).finish);
        }
    }

    #[test]
    fn the_finish_is_the_earliest_and_more_room_or_more_held_never_lengthens_it(small in small(1..=4), held in 0..4usize) {
        let catalogue = small.catalogue();
        let mut request = small.request();
        let first = planned(&catalogue, &request);
        let best = small.plans(&|_| small.pace, &|_, _| true).iter().map(finish).min();
        prop_assert_eq!(first.finish.map(|finish| slot(finish) + 1), best);
        prop_assert_eq!(Some(first.proof.lower_bound as usize), best);
        request.pace.max_ue = Some(u32::try_from(small.pace).unwrap() + 1);
        prop_assert!(planned(&catalogue, &request).finish <= first.finish);
        request.acquired = serde_json::from_value(json!([{"ue": code(held % small.units.len())}])).unwrap();
        prop_assert!(planned(&catalogue, &request).finish <= first.finish);
    }
}
