//! `parcours solve`: pathway/1 instances to proven plans.

use crate::options::bad_argument;
use crate::{Failure, read_stdin, say};
use parcours::domain::{
    error::InputError,
    planner::{Budget, Level, Placement, Problem, Progress, Search, Solution, Status, check, validate},
};
use serde_json::{Map, Value, json};
use std::time::Instant;

/// Work after which `--brief` leaves an instance with a gap: about a second. A count, so that every machine prints the same.
const WORK: u64 = 16_000;

/// Solves every instance on standard input: one a line, or a single one over many lines. Nothing is printed when one of them is malformed.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let work = match arguments.first().map(String::as_str) {
        None => u64::MAX,
        Some("--brief") if arguments.len() == 1 => WORK,
        Some(other) => return Err(bad_argument(other, "solve takes --brief, or nothing").into()),
    };
    for problem in read(&read_stdin()?)? {
        let start = Instant::now();
        let solution = solve(&problem, work)?;
        let ms = start.elapsed().as_secs_f64() * 1e3;
        if !solution.plan.is_empty() {
            // The checker shares nothing with the search: a plan it refuses must never be printed.
            check(&problem, &solution).map_err(|violation| {
                InputError::new(
                    "internal_fault",
                    "",
                    format!("the plan found for `{}` is wrong: {violation}; please report it", problem.name),
                )
            })?;
        }
        say(&line(&problem, &solution, ms).to_string());
    }
    Ok(())
}

fn solve(problem: &Problem, work: u64) -> Result<Solution, InputError> {
    let mut search = Search::new(problem, Budget::default())?.within(work);
    loop {
        if let Progress::Done(solution) = search.step(u64::MAX) {
            return Ok(solution);
        }
    }
}

fn read(text: &str) -> Result<Vec<Problem>, InputError> {
    let whole = read_one(text);
    let problems = match whole {
        Ok(problem) => vec![(String::new(), problem)],
        Err(fault) => {
            let lines: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
            // Several lines of which the first is not a whole JSON value: one instance, printed over many lines.
            let many =
                lines.len() > 1 && lines.first().is_some_and(|(_, line)| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok());
            if !many {
                return Err(fault);
            }
            let read_line = |&(number, line): &(usize, &str)| {
                let place = format!("line {}", number + 1);
                read_one(line).map(|problem| (place.clone(), problem)).map_err(|fault| on_line(&place, fault))
            };
            lines.iter().map(read_line).collect::<Result<_, _>>()?
        }
    };
    for (place, problem) in &problems {
        validate(problem).map_err(|fault| on_line(place, fault.into()))?;
    }
    Ok(problems.into_iter().map(|(_, problem)| problem).collect())
}

/// Reads one instance. The page never reads one, so that this reader may be as large as it likes.
fn read_one(text: &str) -> Result<Problem, InputError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let problem: Problem = serde_path_to_error::deserialize(&mut json).map_err(|fault| {
        let path = fault.path().to_string();
        let fault = fault.into_inner();
        let path = if path == "." { String::new() } else { path };
        match (fault.is_data(), fault.to_string().starts_with("unknown field")) {
            (true, true) => InputError::new("unknown_key", path, fault.to_string()),
            (true, false) => InputError::new("invalid_value", path, fault.to_string()),
            _ => InputError::malformed(&fault.to_string(), &path),
        }
    })?;
    json.end().map_err(|fault| InputError::malformed(&fault.to_string(), ""))?;
    Ok(problem)
}

fn on_line(place: &str, mut fault: InputError) -> InputError {
    if !place.is_empty() {
        fault.message = format!("{place}: {}", fault.message);
    }
    fault
}

fn line(problem: &Problem, solution: &Solution, ms: f64) -> Value {
    let mut levels = Map::new();
    // What is proven, where a level was left open: no plan is below the bound.
    let (mut bounds, mut gaps) = (Map::new(), Map::new());
    for result in &solution.levels {
        let name = match result.level {
            Level::Finish => "finish",
            Level::Cost => "cost",
            Level::Peak => "peak",
            Level::Pref => "pref",
        };
        if let Some(value) = result.value {
            levels.insert(name.to_owned(), json!(value));
        }
        if result.value != Some(result.bound) {
            bounds.insert(name.to_owned(), json!(result.bound));
            gaps.insert(name.to_owned(), json!(result.value.map(|value| value - result.bound)));
        }
    }
    let plan: Vec<Value> = solution
        .plan
        .iter()
        .map(|placement| match placement {
            Placement::Done => json!(-1),
            Placement::NotTaken => Value::Null,
            Placement::At(start) => json!(start),
        })
        .collect();
    let status = match solution.status {
        Status::Optimal => "OPTIMAL",
        Status::Infeasible => "INFEASIBLE",
        Status::Limit => "LIMIT",
    };
    let plan = if solution.plan.is_empty() && !(solution.status == Status::Optimal) { Value::Null } else { json!(plan) };
    let mut line = json!({
        "name": problem.name,
        "status": status,
        "levels": levels,
        "plan": plan,
        "counted": solution.counted,
        "ms": (ms * 1e3).round() / 1e3,
    });
    if solution.status == Status::Limit {
        line["bounds"] = bounds.into();
        line["gap"] = gaps.into();
    }
    line
}
