//! Prints the planning problems of the complete diplomas, one a line, for `parcours solve` and `tests/bench/compare.mjs`.

#![allow(clippy::unwrap_used)]
// A tool of the bench may fail loudly.

mod requests;

use parcours::{data::catalogue::catalogue, domain::pathway};
use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let catalogue = catalogue().unwrap();
    let mut out = io::stdout().lock();
    for (name, request) in requests::all() {
        let compiled = pathway::compile(&pathway::Scene::new(&catalogue, requests::calendar()), &request).unwrap().unwrap();
        let problem = parcours::domain::planner::Problem { name, ..compiled.problem };
        writeln!(out, "{}", serde_json::to_string(&problem).unwrap())?;
    }
    Ok(())
}
