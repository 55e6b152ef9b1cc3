//! The planner against known answers, against brute force, and against itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Helpers of tests may fail loudly too.

use parcours::domain::planner::{
    Budget, Constraints, Edit, Explanation, Group, Leaf, Level, Node, PeakOf, Placement, PreMode, Problem, Progress, Refutation, Relaxable,
    Search, Season, Slot, Solution, Status, Tag, Unit, check, explain, solve, validate,
};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Expected {
    name: String,
    status: String,
    levels: BTreeMap<Level2, i64>,
}

/// A level as a key of a map.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum Level2 {
    Finish,
    Cost,
    Peak,
    Pref,
}

impl Level2 {
    fn level(&self) -> Level {
        match self {
            Self::Finish => Level::Finish,
            Self::Cost => Level::Cost,
            Self::Peak => Level::Peak,
            Self::Pref => Level::Pref,
        }
    }
}

fn instances() -> Vec<Problem> {
    [include_str!("bench/csplib.jsonl"), include_str!("bench/made_up.jsonl")]
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| serde_json::from_str(line).expect("the instances are well-formed"))
        .collect()
}

fn expected() -> Vec<Expected> {
    include_str!("bench/expected.jsonl").lines().map(|line| serde_json::from_str(line).expect("so are the answers")).collect()
}

fn value(solution: &Solution, level: Level) -> Option<i64> {
    solution.levels.iter().find(|result| result.level == level).and_then(|result| result.value)
}

fn solved(problem: &Problem) -> Solution {
    let solution = solve(problem, Budget::default()).expect("a well-formed problem");
    if solution.status == Status::Optimal {
        check(problem, &solution).expect("a plan that keeps every rule");
        for result in &solution.levels {
            assert_eq!(result.value, Some(result.bound), "{}: a proven level meets its bound", problem.name);
        }
    }
    solution
}

#[test]
fn known_optima_are_found_and_proven() {
    let problems = instances();
    let answers = expected();
    assert_eq!(problems.len(), answers.len());
    for (problem, answer) in problems.iter().zip(answers) {
        assert_eq!(problem.name, answer.name);
        let solution = solved(problem);
        if answer.status == "INFEASIBLE" {
            assert_eq!(solution.status, Status::Infeasible, "{}", problem.name);
            assert!(solution.refutation.is_some(), "{} says why", problem.name);
            continue;
        }
        assert_eq!(solution.status, Status::Optimal, "{}", problem.name);
        assert_eq!(solution.levels.len(), answer.levels.len());
        for (level, expected) in &answer.levels {
            assert_eq!(value(&solution, level.level()), Some(*expected), "{} {:?}", problem.name, level.level());
        }
    }
}

#[test]
fn slicing_a_search_changes_nothing() {
    for problem in instances() {
        let whole = solved(&problem);
        let mut search = Search::new(&problem, Budget::default()).expect("a well-formed problem");
        let mut steps = 0;
        let sliced = loop {
            steps += 1;
            if let Progress::Done(solution) = search.step(1) {
                break solution;
            }
        };
        assert_eq!(whole, sliced, "{} after {steps} steps", problem.name);
    }
}

#[test]
fn limited_work_gives_the_same_however_it_is_sliced_and_a_sound_bound() {
    let mut cut_short = 0;
    for (problem, answer) in instances().iter().zip(&expected()) {
        let limited = || Search::new(problem, Budget::default()).expect("a well-formed problem").within(3);
        let finished = |mut search: Search, slice: u64| {
            loop {
                if let Progress::Done(solution) = search.step(slice) {
                    break solution;
                }
            }
        };
        let solution = finished(limited(), u64::MAX);
        assert_eq!(solution, finished(limited(), 1), "{}", problem.name);
        cut_short += usize::from(solution.status == Status::Limit);
        if !solution.plan.is_empty() {
            check(problem, &solution).expect("a plan that keeps every rule");
            let first = &solution.levels[0];
            let best = answer.levels.iter().find(|entry| entry.0.level() == first.level).map(|entry| *entry.1);
            assert!(Some(first.bound) <= best && best <= first.value, "{}: {first:?} around {best:?}", problem.name);
        }
    }
    assert!(cut_short > 0, "the work is small enough to be met");
}

#[test]
fn a_spent_budget_still_gives_a_sound_plan_and_bound() {
    let (problems, answers, budgets) = (instances(), expected(), [(2, 30), (5, 200), (12, 60), (40, 400)]);
    let mut cut_short = 0;
    for ((problem, answer), (question, total)) in problems.iter().zip(&answers).flat_map(|pair| budgets.map(|budget| (pair, budget))) {
        let solution = solve(problem, Budget { question, total }).expect("a well-formed problem");
        if solution.status != Status::Limit {
            continue;
        }
        assert!(solution.levels.iter().any(|result| result.value != Some(result.bound)), "{}: something is left open", problem.name);
        cut_short += 1;
        if solution.plan.is_empty() {
            continue;
        }
        check(problem, &solution).expect("a plan that keeps every rule");
        // Only the first level is comparable: the others depend on it.
        let first = &solution.levels[0];
        let best = answer.levels.iter().find(|entry| entry.0.level() == first.level).map(|entry| *entry.1);
        assert!(Some(first.bound) <= best && best <= first.value, "{}: {first:?} around {best:?}", problem.name);
    }
    assert!(cut_short > 0, "the budget is small enough to be met");
}

#[test]
fn a_search_tells_the_best_plan_and_the_gap_meanwhile() {
    for problem in instances() {
        let mut search = Search::new(&problem, Budget::default()).expect("a well-formed problem");
        let mut before = search.so_far();
        assert_eq!(before.plan, [], "nothing is found before anything is done");
        let done = loop {
            let step = search.step(1);
            let now = search.so_far();
            if !now.plan.is_empty() {
                check(&problem, &now).expect("a plan that keeps every rule, with the values it claims");
            }
            for (old, new) in before.levels.iter().zip(&now.levels) {
                let no_worse = old.value.is_none_or(|value| new.value.is_some_and(|now| now <= value));
                assert!(new.bound >= old.bound && no_worse, "{}: {old:?}, then {new:?}", problem.name);
            }
            before = now;
            if let Progress::Done(solution) = step {
                break solution;
            }
        };
        if done.status == Status::Optimal {
            assert_eq!(before, done, "{}", problem.name);
        }
    }
}

#[test]
fn the_fees_of_the_semesters_that_must_be_used_are_seen_without_a_search() {
    let mut problem = tiny(5, 6);
    problem.objective = vec![Level::Cost];
    for (slot, fee) in problem.slots.iter_mut().zip([90, 90, 20, 90, 90, 20]) {
        (slot.fee, slot.max_units) = (fee, 2);
    }
    let solution = solved(&problem);
    // Five units of 100, two a semester: three semesters, of which two are cheap.
    assert_eq!((value(&solution, Level::Cost), solution.conflicts), (Some(500 + 20 + 20 + 90), 0));
    assert_eq!(solution.levels[0].refutation, Some(Refutation::Lower { level: Level::Cost, least: 630 }));
}

#[test]
fn a_chain_and_a_full_semester_are_told_apart() {
    let mut problem = tiny(3, 4);
    problem.units[1].pre = vec![vec![(0, PreMode::Before)]];
    problem.units[2].pre = vec![vec![(1, PreMode::Before)]];
    let solution = solved(&problem);
    assert_eq!(value(&solution, Level::Finish), Some(3));
    let Some(Refutation::Chain { units, needed }) = &solution.levels[0].refutation else { panic!("{:?}", solution.levels[0].refutation) };
    assert_eq!((units.as_slice(), *needed), ([0, 1, 2].as_slice(), Some(3)));
    problem.slots.truncate(2);
    for unit in &mut problem.units {
        unit.starts.truncate(2);
        unit.pen.truncate(2);
    }
    let solution = solved(&problem);
    assert_eq!(solution.status, Status::Infeasible);
    let Some(Refutation::Chain { units, needed }) = solution.refutation else { panic!("{:?}", solution.refutation) };
    assert_eq!(units, [0, 1, 2]);
    assert_eq!(needed.unwrap_or(3), 3);

    let mut problem = tiny(3, 4);
    for slot in &mut problem.slots {
        slot.max_units = 1;
    }
    let solution = solved(&problem);
    assert_eq!(value(&solution, Level::Finish), Some(3));
    let Some(Refutation::Capacity { needed, available, slots, units, .. }) = &solution.levels[0].refutation else {
        panic!("{:?}", solution.levels[0].refutation)
    };
    assert_eq!((needed, available), (&3, &2));
    assert_eq!(slots, &[0, 1]);
    assert_eq!(units, &[0, 1, 2]);
}

/// A bound on the cost is proven within a question that leaves dear units out; it must not rule out plans with one of them.
#[test]
fn a_dear_unit_may_be_cheaper_than_two() {
    let mut problem = tiny(3, 2);
    problem.objective = vec![Level::Finish, Level::Cost];
    for (unit, cost) in problem.units.iter_mut().zip([20, 20, 30]) {
        unit.cost = cost;
    }
    problem.units[0].pre = vec![vec![(1, PreMode::NotLater)]];
    problem.nodes[3] = Node::Group(Group { of: vec![0, 2], min_n: 1, min_ects: 0, cap_ects: -1, cap_n: -1 });
    problem.nodes.remove(1);
    let Some(Node::Group(root)) = problem.nodes.last_mut() else { panic!("the root is a group") };
    root.of = vec![0, 1];
    // Whichever plan is found first, the cheapest is 30.
    for turn in 0..3 {
        let solution = solved(&turned(&problem, turn));
        assert_eq!((value(&solution, Level::Finish), value(&solution, Level::Cost)), (Some(1), Some(30)), "turned by {turn}");
    }
}

#[test]
fn a_conflict_is_minimal() {
    let mut explained = 0;
    for problem in instances() {
        let mut relaxable = Relaxable::split(&problem);
        if solved(&problem).status == Status::Optimal {
            // Taking a problem apart loses nothing: all of it together still has a plan.
            assert_eq!(explain(&relaxable, Budget::default()).expect("well-formed"), Explanation::Feasible, "{}", problem.name);
            // A pin of the caller's own: the unit that must come first goes last.
            let Some(unit) = problem.units.iter().find_map(|unit| unit.pre.first().map(|list| list[0].0)) else { continue };
            let last = problem.slots.len() - 1;
            relaxable.groups.push(Constraints { tag: Tag::Custom(7), edits: vec![Edit::Starts { unit, allowed: vec![last] }] });
            if explain(&relaxable, Budget::default()).expect("well-formed") == Explanation::Feasible {
                continue;
            }
        }
        let Explanation::Conflict { groups, minimal } = explain(&relaxable, Budget::default()).expect("well-formed") else {
            panic!("{} has no plan", problem.name)
        };
        assert!(minimal && !groups.is_empty(), "{}", problem.name);
        let status = |kept: &[usize]| solved(&relaxable.with(kept)).status;
        assert_eq!(status(&groups), Status::Infeasible, "{}", problem.name);
        for dropped in &groups {
            let rest: Vec<usize> = groups.iter().copied().filter(|group| group != dropped).collect();
            assert_eq!(status(&rest), Status::Optimal, "{} without {:?}", problem.name, relaxable.groups[*dropped].tag);
        }
        explained += 1;
    }
    assert!(explained >= 4, "only {explained} conflicts");
}

#[test]
fn a_pin_that_comes_too_early_is_blamed_with_the_prerequisite() {
    let mut problem = tiny(3, 4);
    problem.units[1].pre = vec![vec![(0, PreMode::Before)]];
    let mut relaxable = Relaxable::split(&problem);
    relaxable.groups.push(Constraints { tag: Tag::Custom(1), edits: vec![Edit::Starts { unit: 1, allowed: vec![0] }] });
    let Explanation::Conflict { groups, minimal } = explain(&relaxable, Budget::default()).expect("well-formed") else {
        panic!("the first slot is too early")
    };
    assert!(minimal);
    let tags: Vec<Tag> = groups.iter().map(|&group| relaxable.groups[group].tag).collect();
    assert_eq!(tags, [Tag::Requirement(1), Tag::Prerequisites(1), Tag::Custom(1)]);
}

#[test]
fn malformed_problems_are_refused_with_a_path() {
    type Spoil = fn(&mut Problem);
    let cases: [(Spoil, &str); 14] = [
        (|p| p.format = "pathway/2".into(), "format"),
        (|p| p.units[1].pen.clear(), "units[1].pen"),
        (|p| p.units[1].starts[0] = 99, "units[1].starts[0]"),
        (|p| p.units[1].starts[1] = p.units[1].starts[0], "units[1].starts[1]"),
        (|p| p.units[0].pre = vec![vec![(7, PreMode::Before)]], "units[0].pre[0][0][0]"),
        (|p| p.units[0].load.clear(), "units[0].load"),
        (|p| p.units[0].cost = i64::MAX, "units[0].cost"),
        (|p| p.units[0].load[0].1 = -1, "units[0].load[0][1]"),
        (|p| p.slots[2].max_ects = -1, "slots[2].max_ects"),
        (|p| p.nodes[0] = Node::Leaf(Leaf { u: 9 }), "nodes[0].u"),
        (|p| p.nodes.rotate_right(1), "nodes[0].of[0]"),
        (|p| p.nodes.clear(), "nodes"),
        (|p| p.nodes.push(Node::Leaf(Leaf { u: 0 })), "nodes[3]"),
        (|p| p.objective.push(Level::Finish), "objective"),
    ];
    let messages = [
        ("units[1].starts[0]", "there is no slot 99, only 3 of them"),
        ("units[0].cost", "9223372036854775807 is not between 0 and 100000000"),
        ("units[0].load[0][1]", "-1 is not between 0 and 100000000"),
        ("objective", "there are 5 entries, at most 4 can be planned"),
    ];
    for (spoil, path) in cases {
        let mut problem = tiny(3, 3);
        spoil(&mut problem);
        let fault = validate(&problem).expect_err(path);
        assert_eq!(fault.path, path, "{fault:?}");
        if let Some((_, message)) = messages.iter().find(|(of, _)| *of == path) {
            assert_eq!(fault.message, *message);
        }
        assert!(solve(&problem, Budget::default()).is_err());
    }
}

/// `count` units of 6 credits, all required, in `slots` wide slots.
fn tiny(count: usize, slots: usize) -> Problem {
    let slot = |index: usize| Slot {
        season: if index.is_multiple_of(2) { Season::A } else { Season::S },
        year: (index / 2) as i32,
        max_units: 4,
        max_ects: 30,
        max_hours: 1000,
        min_units: 0,
        min_ects: 0,
        fee: 0,
        year_fee: 0,
    };
    let unit = |index: usize| Unit {
        id: format!("X{index}"),
        ects: 6,
        cost: 100,
        done: false,
        load: vec![(6, 50)],
        starts: (0..slots).collect(),
        pen: vec![0; slots],
        pre: vec![],
        min_ects_before: 0,
    };
    let mut nodes: Vec<Node> = (0..count).map(|u| Node::Leaf(Leaf { u })).collect();
    nodes.push(Node::Group(Group { of: (0..count).collect(), min_n: count as i64, min_ects: 0, cap_ects: -1, cap_n: -1 }));
    Problem {
        format: "pathway/1".into(),
        name: "made up".into(),
        slots: (0..slots).map(slot).collect(),
        units: (0..count).map(unit).collect(),
        nodes,
        objective: vec![Level::Finish, Level::Cost, Level::Peak, Level::Pref],
        peak_of: PeakOf::Ects,
    }
}

/// The best values by trying every plan and every choice of what counts; `None` when there is no plan.
fn brute_force(problem: &Problem) -> Option<Vec<i64>> {
    let leaves: Vec<usize> = (0..problem.nodes.len()).filter(|&node| matches!(problem.nodes[node], Node::Leaf(_))).collect();
    let mut best = None;
    let mut plan = vec![Placement::NotTaken; problem.units.len()];
    place(problem, &leaves, 0, &mut plan, &mut best);
    best
}

fn place(problem: &Problem, leaves: &[usize], unit: usize, plan: &mut Vec<Placement>, best: &mut Option<Vec<i64>>) {
    let Some(what) = problem.units.get(unit) else {
        for chosen in 0u32..1 << leaves.len() {
            let counted: Vec<usize> = (0..leaves.len()).filter(|&bit| chosen >> bit & 1 == 1).map(|bit| leaves[bit]).collect();
            let candidate = Solution { status: Status::Limit, levels: vec![], plan: plan.clone(), counted, refutation: None, conflicts: 0 };
            if let Ok(values) = check(problem, &candidate) {
                let values: Vec<i64> = problem.objective.iter().map(|&level| values.get(level)).collect();
                if best.as_ref().is_none_or(|best| values < *best) {
                    *best = Some(values);
                }
                return;
            }
        }
        return;
    };
    if what.done {
        plan[unit] = Placement::Done;
        return place(problem, leaves, unit + 1, plan, best);
    }
    plan[unit] = Placement::NotTaken;
    place(problem, leaves, unit + 1, plan, best);
    for &start in &what.starts {
        plan[unit] = Placement::At(start);
        place(problem, leaves, unit + 1, plan, best);
    }
}

/// Tiny problems of every shape: two-slot units, co-requisites, thresholds, caps, shared units, minimal loads, pauses, fees.
fn problems() -> impl Strategy<Value = Problem> {
    let slot = (0..3u8, 0..6i64, 6..20i64, 4..14i64, 0..24u8, 0..3i64).prop_map(|(season, units, ects, hours, rare, fee)| Slot {
        season: [Season::A, Season::S, Season::U][usize::from(season)],
        year: 0,
        max_units: units.min(3),
        max_ects: ects,
        max_hours: hours,
        min_units: i64::from(rare == 0),
        min_ects: if rare == 1 { 4 } else { 0 },
        fee: fee * 10,
        year_fee: 0,
    });
    let unit = (
        (1..5i64, 0..4i64, 0..8u8, any::<bool>(), 0..5i64),
        prop::collection::vec((0..4usize, 0..3i64), 1..6),
        prop::collection::vec(prop::collection::vec((0..4usize, any::<bool>()), 1..3), 0..2),
        prop::option::weighted(0.2, 1..10i64),
    );
    let group = (
        prop::collection::vec(0..4usize, 1..4),
        0..3i64,
        0..10i64,
        prop::option::weighted(0.3, 1..9i64),
        prop::option::weighted(0.3, 0..3i64),
    );
    (
        prop::collection::vec(slot, 1..5),
        prop::collection::vec(unit, 4),
        prop::collection::vec(group, 1..3),
        (0..3i64, 0..8i64, prop::array::uniform2(0..3i64)),
        Just(vec![Level::Finish, Level::Cost, Level::Peak, Level::Pref]).prop_shuffle(),
        1..5usize,
        any::<bool>(),
    )
        .prop_map(|(mut slots, units, groups, (root_n, root_ects, year_fees), mut objective, levels, hours)| {
            // Two semesters a year; those of the highest fee know none of the year.
            for (index, slot) in slots.iter_mut().enumerate().filter(|(_, slot)| slot.fee < 20) {
                (slot.year, slot.year_fee) = ((index / 2) as i32, year_fees[index / 2] * 10);
            }
            objective.truncate(levels);
            let horizon = slots.len();
            let units = units
                .into_iter()
                .enumerate()
                .map(|(index, ((half, extra, kind, flat, cost), starts, pre, before))| {
                    let mut chosen: Vec<(usize, i64)> = Vec::new();
                    for (start, penalty) in starts {
                        if start < horizon && chosen.iter().all(|entry| entry.0 != start) {
                            chosen.push((start, penalty));
                        }
                    }
                    Unit {
                        id: format!("X{index}"),
                        ects: half * 2,
                        cost: cost * 10,
                        done: kind == 0,
                        load: if kind == 1 { vec![(half, extra), (half, if flat { extra } else { 0 })] } else { vec![(half * 2, extra)] },
                        starts: chosen.iter().map(|entry| entry.0).collect(),
                        pen: chosen.iter().map(|entry| entry.1).collect(),
                        pre: pre
                            .into_iter()
                            .map(|list| {
                                let mode = |before| if before { PreMode::Before } else { PreMode::NotLater };
                                list.into_iter().map(|(other, before)| (other, mode(before))).collect()
                            })
                            .collect(),
                        min_ects_before: before.unwrap_or(0),
                    }
                })
                .collect();
            // The leaves of each group, then the group, so that the order is post-order; a unit may stand in several groups.
            let mut nodes: Vec<Node> = Vec::new();
            let mut top = Vec::new();
            let mut inner = None;
            for (members, min_n, min_ects, cap_ects, cap_n) in groups {
                let mut of: Vec<usize> = Vec::new();
                for u in members {
                    nodes.push(Node::Leaf(Leaf { u }));
                    of.push(nodes.len() - 1);
                }
                if let Some(inner) = inner.take().filter(|_| min_n == 1) {
                    top.retain(|node| *node != inner);
                    of.push(inner);
                }
                nodes.push(Node::Group(Group { of, min_n, min_ects, cap_ects: cap_ects.unwrap_or(-1), cap_n: cap_n.unwrap_or(-1) }));
                inner = Some(nodes.len() - 1);
                top.push(nodes.len() - 1);
            }
            nodes.push(Node::Group(Group { of: top, min_n: root_n.min(2), min_ects: root_ects, cap_ects: -1, cap_n: -1 }));
            Problem {
                format: "pathway/1".into(),
                name: "random".into(),
                slots,
                units,
                nodes,
                objective,
                peak_of: if hours { PeakOf::Hours } else { PeakOf::Ects },
            }
        })
}

/// The same problem with its units in another order.
fn turned(problem: &Problem, turn: usize) -> Problem {
    let count = problem.units.len();
    let moved = |unit: usize| (unit + turn) % count;
    let mut turned = problem.clone();
    turned.units.rotate_right(turn);
    for unit in &mut turned.units {
        for entry in unit.pre.iter_mut().flatten() {
            entry.0 = moved(entry.0);
        }
    }
    for node in &mut turned.nodes {
        if let Node::Leaf(leaf) = node {
            leaf.u = moved(leaf.u);
        }
    }
    turned
}

fn levels(solution: &Solution) -> Option<Vec<i64>> {
    (solution.status == Status::Optimal).then(|| solution.levels.iter().filter_map(|result| result.value).collect())
}

#[test]
fn a_year_is_paid_for_once_however_many_of_its_semesters_are_used() {
    // Six units, one a semester: two a year in three years, or wherever the years cost least.
    let mut problem = tiny(6, 10);
    for slot in &mut problem.slots {
        slot.max_units = 1;
        slot.year_fee = if slot.year == 1 { 500 } else { 300 };
    }
    problem.objective = vec![Level::Cost, Level::Finish];
    let cheap = solve(&problem, Budget::default()).unwrap();
    assert_eq!((cheap.status, cheap.levels[0].value, cheap.levels[1].value), (Status::Optimal, Some(600 + 900), Some(8)));
    problem.objective = vec![Level::Finish, Level::Cost];
    let early = solve(&problem, Budget::default()).unwrap();
    assert_eq!((early.status, early.levels[0].value, early.levels[1].value), (Status::Optimal, Some(6), Some(600 + 1100)));
    assert!(check(&problem, &early).is_ok() && check(&problem, &cheap).is_ok());
    problem.slots[1].year_fee = 1;
    assert_eq!(solve(&problem, Budget::default()).unwrap_err().code, "out_of_range");
}

#[test]
fn a_wish_costs_no_level_before_it_and_little_search() {
    let mut problem = tiny(6, 6);
    for (place, unit) in problem.units.iter_mut().enumerate() {
        unit.pen = (0..6).map(|slot| i64::from(slot != place % 2)).collect();
    }
    problem.objective = vec![Level::Finish, Level::Pref];
    let run = |budget: Budget| {
        let mut search = Search::new(&problem, Budget::default()).unwrap().with_wish(budget);
        loop {
            if let Progress::Done(solution) = search.step(1) {
                return solution;
            }
        }
    };
    let (none, enough) = (run(Budget { question: 0, total: 0 }), run(Budget { question: 1_000, total: 1_000 }));
    assert_eq!(none.levels[0].value, enough.levels[0].value);
    assert!(check(&problem, &none).is_ok());
    assert_eq!((enough.status, enough.levels[1].value), (Status::Optimal, Some(0)));
}

/// A lecture and its laboratory: neither starts later than the other.
#[test]
fn units_that_are_only_taken_together_are_packed_as_one() {
    let slot =
        Slot { season: Season::A, year: 0, max_units: 9, max_ects: 15, max_hours: 999, min_units: 0, min_ects: 0, fee: 0, year_fee: 0 };
    let unit = |index: usize, ects: i64, pre: Vec<Vec<(usize, PreMode)>>| Unit {
        id: format!("made-up {index}"),
        ects,
        cost: 0,
        done: false,
        load: vec![(ects, 0)],
        starts: (0..4).collect(),
        pen: vec![0; 4],
        pre,
        min_ects_before: 0,
    };
    let with = |other: usize| vec![vec![(other, PreMode::NotLater)]];
    let mut units: Vec<Unit> = (0..16).map(|index| unit(index, 3 + (index % 2) as i64, with(index ^ 1))).collect();
    units.push(unit(16, 3, Vec::new()));
    let count = units.len();
    let leaves = (0..count).map(|u| Node::Leaf(Leaf { u }));
    let root = Node::Group(Group { of: (0..count).collect(), min_n: count as i64, min_ects: 0, cap_ects: -1, cap_n: -1 });
    let mut problem = Problem {
        format: "pathway/1".to_owned(),
        name: "made up".to_owned(),
        slots: vec![slot; 4],
        units,
        nodes: leaves.chain([root]).collect(),
        objective: vec![Level::Finish],
        peak_of: PeakOf::Ects,
    };
    // 59 credits in four slots of 15; but two pairs of 7 leave room for nothing, so that the last unit has none.
    let refused = solved(&problem);
    assert_eq!((refused.status, refused.conflicts), (Status::Infeasible, 0), "seen without a search");
    problem.slots[3].max_ects = 17;
    let found = solved(&problem);
    assert_eq!(found.status, Status::Optimal);
    assert!((0..8).all(|pair| found.plan[2 * pair] == found.plan[2 * pair + 1]));
}

#[test]
fn what_is_wrong_with_a_node_is_said_of_it() {
    for (node, wanted) in [
        (r#"{"of": [], "min_n": "x", "min_ects": 0, "cap_ects": -1, "cap_n": -1}"#, "invalid type: string \"x\""),
        (r#"{"of": [], "min_ects": 0, "cap_ects": -1, "cap_n": -1}"#, "write all of them"),
        (r#"{"u": 0, "min_n": 1}"#, "a leaf has `u` and nothing else"),
        (r#"{"v": 0}"#, "unknown field `v`"),
    ] {
        let fault = serde_json::from_str::<Node>(node).expect_err(node).to_string();
        assert!(fault.contains(wanted), "{node}: {fault}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_optimum_is_that_of_brute_force(problem in problems()) {
        let solution = solved(&problem);
        prop_assert_ne!(solution.status, Status::Limit);
        prop_assert_eq!(levels(&solution), brute_force(&problem));
    }

    #[test]
    fn more_room_never_delays_the_finish(mut problem in problems(), which in 0..4usize) {
        problem.objective = vec![Level::Finish];
        let before = levels(&solved(&problem));
        let slot = which % problem.slots.len();
        problem.slots[slot].max_units += 1;
        problem.slots[slot].max_ects += 4;
        problem.slots[slot].max_hours += 4;
        let roomier = levels(&solved(&problem));
        prop_assert!(before.is_none() || roomier.is_some() && roomier <= before, "{before:?} then {roomier:?}");
        // One more slot at the end, open to every unit.
        let mut longer = problem.slots[slot].clone();
        (longer.min_units, longer.min_ects) = (0, 0);
        problem.slots.push(longer);
        let horizon = problem.slots.len() - 1;
        for unit in &mut problem.units {
            unit.starts.push(horizon);
            unit.pen.push(0);
        }
        let longer = levels(&solved(&problem));
        prop_assert!(roomier.is_none() || longer.is_some() && longer <= roomier, "{roomier:?} then {longer:?}");
    }

    #[test]
    fn more_openings_and_credits_never_delay_the_finish(mut problem in problems(), which in 0..4usize) {
        problem.objective = vec![Level::Finish];
        // A least load may need what comes too soon.
        for slot in &mut problem.slots {
            (slot.min_units, slot.min_ects) = (0, 0);
        }
        let before = levels(&solved(&problem));
        let unit = &mut problem.units[which];
        for start in 0..problem.slots.len() {
            if !unit.starts.contains(&start) {
                unit.starts.push(start);
                unit.pen.push(0);
            }
        }
        let open = levels(&solved(&problem));
        prop_assert!(before.is_none() || open.is_some() && open <= before, "{before:?} then {open:?}");
        // What is held already is taken, and loads no slot.
        problem.units[which].done = true;
        let held = levels(&solved(&problem));
        prop_assert!(open.is_none() || held.is_some() && held <= open, "{open:?} then {held:?}");
    }

    #[test]
    fn a_conflict_is_minimal_on_every_shape(problem in problems()) {
        let relaxable = Relaxable::split(&problem);
        if let Explanation::Conflict { groups, minimal } = explain(&relaxable, Budget::default()).expect("well-formed") {
            prop_assert!(minimal);
            prop_assert_eq!(solved(&relaxable.with(&groups)).status, Status::Infeasible);
            for dropped in &groups {
                let rest: Vec<usize> = groups.iter().copied().filter(|group| group != dropped).collect();
                prop_assert_eq!(solved(&relaxable.with(&rest)).status, Status::Optimal, "without {:?}", relaxable.groups[*dropped].tag);
            }
        } else {
            prop_assert_eq!(solved(&problem).status, Status::Optimal);
        }
    }

    #[test]
    fn the_order_of_the_units_does_not_matter(problem in problems(), turn in 1..4usize) {
        prop_assert_eq!(levels(&solved(&problem)), levels(&solved(&turned(&problem, turn))));
    }
}
