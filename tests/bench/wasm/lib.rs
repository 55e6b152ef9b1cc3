//! The planner alone as wasm: `tests/bench/compare.mjs` weighs it and times it against other solvers.
//!
//! The sources are those of the page, without anything around them, and problems come as integers, so that the size is what the planner adds.
//! JavaScript asks for `room`, writes the problem there, and calls `open`, `step` until it is done, then `answer`.

#[cfg_attr(feature = "bare", allow(unused_imports))]
use planner::{Budget, Group, Leaf, Level, Node, PeakOf, Placement, PreMode, Problem, Progress, Search, Season, Slot, Status, Unit};
use std::cell::RefCell;

#[derive(Default)]
struct State {
    input: Vec<i32>,
    search: Option<Search>,
    output: Vec<i32>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Room for a problem of so many integers.
#[unsafe(no_mangle)]
pub extern "C" fn room(count: usize) -> *mut i32 {
    STATE.with_borrow_mut(|state| {
        state.input = vec![0; count];
        state.input.as_mut_ptr()
    })
}

/// Reads the problem and prepares the search; 0 when it is malformed.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> u32 {
    STATE.with_borrow_mut(|state| {
        // Without the planner: the same reading, memory and answers, so that the difference in size is the planner's.
        #[cfg(feature = "bare")]
        if let Some(problem) = problem(&state.input) {
            state.output.extend(problem.units.iter().map(|unit| (unit.ects + unit.cost) as i32));
            state.output.extend(problem.slots.iter().map(|slot| (slot.max_ects + slot.max_hours) as i32));
            return problem.nodes.len() as u32;
        }
        #[cfg(not(feature = "bare"))]
        {
            state.search = problem(&state.input).and_then(|problem| Search::new(&problem, Budget::default()).ok());
        }
        u32::from(state.search.is_some())
    })
}

/// Goes on for about `work`; the status once done (0 optimal, 1 infeasible, 2 limit), −1 before.
#[unsafe(no_mangle)]
pub extern "C" fn step(work: u32) -> i32 {
    STATE.with_borrow_mut(|state| {
        if cfg!(feature = "bare") {
            return work as i32;
        }
        let Some(search) = &mut state.search else { return -1 };
        let Progress::Done(solution) = search.step(u64::from(work)) else { return -1 };
        state.output = vec![solution.conflicts as i32, solution.levels.len() as i32];
        for level in &solution.levels {
            state.output.extend([level.value.map_or(-1, |value| value as i32), level.bound as i32]);
        }
        state.output.push(solution.plan.len() as i32);
        state.output.extend(solution.plan.iter().map(|placement| match placement {
            Placement::Done => -1,
            Placement::NotTaken => -2,
            Placement::At(start) => *start as i32,
        }));
        state.search = None;
        match solution.status {
            Status::Optimal => 0,
            Status::Infeasible => 1,
            Status::Limit => 2,
        }
    })
}

/// The answer: conflicts; how many levels, with value and bound of each; how many units, with the start of each (−1 done, −2 not taken).
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const i32 {
    STATE.with_borrow(|state| state.output.as_ptr())
}

/// Reads a problem written by `flat` of `compare.mjs`.
fn problem(words: &[i32]) -> Option<Problem> {
    let mut words = words.iter().map(|&word| i64::from(word));
    let mut next = || words.next();
    let list = |count: i64, next: &mut dyn FnMut() -> Option<i64>| -> Option<Vec<i64>> { (0..count).map(|_| next()).collect() };
    let (slots, units, nodes, levels) = (next()?, next()?, next()?, next()?);
    let objective = list(levels, &mut next)?
        .into_iter()
        .map(|level| [Level::Finish, Level::Cost, Level::Peak, Level::Pref].get(level as usize).copied())
        .collect::<Option<Vec<_>>>()?;
    let peak_of = if next()? == 1 { PeakOf::Hours } else { PeakOf::Ects };
    let mut problem = Problem {
        format: "pathway/1".into(),
        name: String::new(),
        slots: Vec::new(),
        units: Vec::new(),
        nodes: Vec::new(),
        objective,
        peak_of,
    };
    for _ in 0..slots {
        problem.slots.push(Slot {
            season: [Season::A, Season::S, Season::U].get(next()? as usize).copied()?,
            year: next()? as i32,
            max_units: next()?,
            max_ects: next()?,
            max_hours: next()?,
            min_units: next()?,
            min_ects: next()?,
            fee: next()?,
            year_fee: 0,
        });
    }
    for _ in 0..units {
        let (ects, cost, done, min_ects_before) = (next()?, next()?, next()? == 1, next()?);
        let count = next()?;
        let load = list(2 * count, &mut next)?.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        let count = next()?;
        let starts = list(count, &mut next)?.into_iter().map(|start| start as usize).collect();
        let pen = list(count, &mut next)?;
        let mut pre = Vec::new();
        for _ in 0..next()? {
            let count = next()?;
            let mode = |mode: i64| if mode == 0 { PreMode::Before } else { PreMode::NotLater };
            pre.push(list(2 * count, &mut next)?.chunks(2).map(|pair| (pair[0] as usize, mode(pair[1]))).collect());
        }
        problem.units.push(Unit { id: String::new(), ects, cost, done, load, starts, pen, pre, min_ects_before });
    }
    for _ in 0..nodes {
        problem.nodes.push(if next()? == 0 {
            Node::Leaf(Leaf { u: next()? as usize })
        } else {
            let (min_n, min_ects, cap_ects, cap_n) = (next()?, next()?, next()?, next()?);
            let count = next()?;
            let of = list(count, &mut next)?.into_iter().map(|node| node as usize).collect();
            Node::Group(Group { of, min_n, min_ects, cap_ects, cap_n })
        });
    }
    Some(problem)
}
