//! Everything CI checks, in the order that fails soonest.

use crate::{
    fault::Fault,
    fuzz, package,
    page::{Profile, trunk_build},
    project::Project,
    run, setup, size,
};
use std::io::Write as _;
use std::time::Instant;

/// A check: its name, and what it does; gives what to say when it holds.
type Step = (&'static str, fn(&Project) -> Result<Outcome, Fault>);

/// A check that holds.
struct Outcome {
    /// Tests counted; a check that counts none is one.
    tests: u32,
    note: String,
}

const STEPS: [Step; 11] = [
    ("format", format),
    ("clippy, native", clippy_native),
    ("clippy, wasm", clippy_wasm),
    ("supply chain", supply_chain),
    ("native tests", native_tests),
    ("fuzzing, in short", fuzzing),
    ("release command line", command_line),
    ("release page", release_page),
    ("size", weigh),
    ("package", package_builds),
    ("browser tests", browser_tests),
];

/// Runs every check and stops at the first that fails. The last line is `N passed, M failed`, with M 0 or more.
///
/// # Errors
/// The check that failed, with its output.
pub fn run(project: &Project) -> Result<(), Fault> {
    let start = Instant::now();
    let mut passed = 0;
    let mut result = setup::for_checks(project);
    if result.is_ok() {
        for (index, (name, check)) in STEPS.iter().enumerate() {
            print!("[{}/{}] {name} ", index + 1, STEPS.len());
            // Not seeing the name before the step ends is all that can go wrong.
            let _ = std::io::stdout().flush();
            let began = Instant::now();
            match check(project) {
                Ok(outcome) => {
                    passed += outcome.tests;
                    println!("ok ({}) {}", run::spoken(began.elapsed()), outcome.note);
                }
                Err(fault) => {
                    println!("FAILED ({})", run::spoken(began.elapsed()));
                    passed += counted(fault.output()).0;
                    result = Err(fault);
                    break;
                }
            }
        }
    }
    println!("in {}", run::spoken(start.elapsed()));
    let failed = result.as_ref().err().map_or(0, |fault| counted(fault.output()).1.max(1));
    if let Err(fault) = &result {
        println!("{fault}");
    }
    println!("{passed} passed, {failed} failed");
    result.map_err(|_| Fault::new("the checks did not all pass"))
}

fn format(project: &Project) -> Result<Outcome, Fault> {
    let fault = |fault: Fault| fault.remedy("Run: cargo fmt --all");
    run::quietly(project, "format", project.cargo().args(["fmt", "--all", "--check"])).map(one).map_err(fault)
}

fn clippy_native(project: &Project) -> Result<Outcome, Fault> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    run::quietly(project, "clippy", project.cargo().args(arguments)).map(one)
}

/// The page, and the engine alone.
fn clippy_wasm(project: &Project) -> Result<Outcome, Fault> {
    for features in ["page", ""] {
        let mut cargo = project.cargo();
        cargo.args(["clippy", "--target", "wasm32-unknown-unknown", "--no-default-features", "--features", features, "--lib"]);
        run::quietly(project, "clippy-wasm", cargo.args(["--locked", "--", "-D", "warnings"]))?;
    }
    Ok(Outcome { tests: 2, note: String::new() })
}

/// Licences, origins and forbidden features by .deny.toml; known weaknesses where the database of advisories can be reached.
fn supply_chain(project: &Project) -> Result<Outcome, Fault> {
    let deny = |arguments: &[&str]| {
        let mut deny = project.command("cargo-deny");
        deny.args(["--config", ".deny.toml"]).args(arguments);
        deny
    };
    run::quietly(project, "deny", &mut deny(&["--offline", "check", "licenses", "bans", "sources"]))?;
    if run::quietly(project, "deny-fetch", &mut deny(&["fetch", "db"])).is_err() {
        return Ok(Outcome {
            tests: 1,
            note: "licences, features, sources; the database of advisories cannot be reached from here".into(),
        });
    }
    run::quietly(project, "deny-advisories", &mut deny(&["check", "advisories"]))
        .map(|_| Outcome { tests: 2, note: "licences, features, sources, advisories".into() })
}

fn native_tests(project: &Project) -> Result<Outcome, Fault> {
    run::quietly(project, "native-tests", project.cargo().args(["test", "--workspace", "--locked"])).and_then(|text| several(&text))
}

/// The corpus and a few thousand changes of it: a full run is `cargo xtask fuzz`.
fn fuzzing(project: &Project) -> Result<Outcome, Fault> {
    fuzz::run(project, None, fuzz::SHORT).map(|note| Outcome { tests: 1, note })
}

/// The browser tests compare this program's answers with the page's.
fn command_line(project: &Project) -> Result<Outcome, Fault> {
    run::quietly(project, "cli-release", project.cargo().args(["build", "--release", "--locked", "--bin", "parcours"]))?;
    run::quietly(project, "cli", project.command("target/release/parcours").arg("help")).map(one)
}

fn release_page(project: &Project) -> Result<Outcome, Fault> {
    run::quietly(project, "trunk-release", &mut trunk_build(project, Profile::Release)).map(one)
}

fn weigh(project: &Project) -> Result<Outcome, Fault> {
    size::check(project).map(|note| Outcome { tests: 1, note })
}

/// The JavaScript package, with the types that it says; the browser tests use it.
fn package_builds(project: &Project) -> Result<Outcome, Fault> {
    package::check(project).map(|()| Outcome { tests: 1, note: String::new() })
}

fn browser_tests(project: &Project) -> Result<Outcome, Fault> {
    run::quietly(project, "browser-tests", project.command("node").args(["tests/web/run.mjs"])).and_then(|text| several(&text))
}

fn one(_output: String) -> Outcome {
    Outcome { tests: 1, note: String::new() }
}

/// A runner that ends well without having run anything is a fault of its own.
fn several(output: &str) -> Result<Outcome, Fault> {
    match counted(output) {
        (0, _) => Err(Fault::new("no test was run").details(output)),
        (tests, _) => Ok(Outcome { tests, note: format!("{tests} tests") }),
    }
}

/// Tests passed and failed, as cargo (`test result: ok. 3 passed; 0 failed; …`) and Node (`# pass 3`, `ℹ pass 3`) say it.
pub fn counted(output: &str) -> (u32, u32) {
    let (mut passed, mut failed) = (0, 0);
    for line in output.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["test", "result:", _, good, "passed;", bad, "failed;", ..] => {
                passed += good.parse().unwrap_or(0);
                failed += bad.parse().unwrap_or(0);
            }
            ["#" | "ℹ", "pass", count] => passed += count.parse().unwrap_or(0),
            ["#" | "ℹ", "fail" | "cancelled", count] => failed += count.parse().unwrap_or(0),
            _ => {}
        }
    }
    (passed, failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_of_all_runners_are_added() {
        let cargo = "test result: ok. 12 passed; 0 failed; 0 ignored\nnoise\ntest result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        assert_eq!(counted(cargo), (15, 2));
        assert_eq!(counted("# tests 7\n# pass 5\n# fail 1\n# cancelled 1\n"), (5, 2));
    }

    #[test]
    fn a_runner_that_ran_nothing_does_not_pass() {
        assert!(several("test result: ok. 0 passed; 0 failed; 0 ignored\n").is_err());
        assert!(several("").is_err());
    }
}
