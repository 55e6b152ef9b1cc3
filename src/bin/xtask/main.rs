//! Chores of the project. `cargo xtask serve` and `cargo xtask test` need nothing but Rust, Node and a package manager:
//! they install what is missing, inside the project.

mod areas;
mod body;
mod bundle;
mod early;
mod engines;
mod fault;
mod finish;
mod fuzz;
mod limits;
mod links;
mod order;
mod package;
mod page;
mod project;
mod release;
mod run;
mod serve;
mod setup;
mod shots;
mod size;
mod split;
mod test;
mod twins;
mod wasm;

use crate::{fault::Fault, project::Project};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask CHORE

  serve             install what is missing, then serve the page and rebuild it on each change
  build [--release] the page into dist/
  test              everything CI checks; the last line reads `N passed, 0 failed`
  size [--update]   the page's weight against tests/size.snap; --update accepts today's
  shots             screenshots of every state into target/shots/, and the picture of the README
  fuzz [TARGET] [--runs N]   a million inputs for each reader (link, request, pack, catalogue, instance), or N
  package           the JavaScript package, the engine without the page, into target/package/
  types             only its TypeScript types, from the Rust types
  release           everything that a static host publishes for this version, into target/release-site/, and checks it
  engines           the checks of embedding, on dist/, in Chromium, Firefox and WebKit, and of every state in the last two (installs them)
  setup             only install what is missing (the other chores do it themselves)
  finish            called by trunk after each build: Trusted Types in the generated JavaScript, smaller scripts and styles";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match chore(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn chore(arguments: &[&str]) -> Result<(), Fault> {
    let project = Project::find()?;
    match arguments {
        ["serve"] => serve::run(&project),
        ["build"] => page::run(&project, page::Profile::Dev),
        ["build", "--release"] => page::run(&project, page::Profile::Release),
        ["test"] => test::run(&project),
        ["size"] => size::run(&project, size::Mode::Check),
        ["size", "--update"] => size::run(&project, size::Mode::Update),
        ["shots"] => shots::run(&project),
        ["fuzz", rest @ ..] => {
            let (target, runs) = fuzz_arguments(rest)?;
            fuzz::run(&project, target, runs).map(|said| println!("{said}"))
        }
        ["release"] => release::run(&project),
        ["engines"] => engines::run(&project),
        ["types"] => package::write_types(&project),
        ["package"] => package::run(&project),
        ["setup"] => setup::run(&project),
        ["finish"] => finish::run(&project),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Fault::new(format!("there is no chore `{}`", other.join(" "))).remedy(USAGE)),
    }
}

/// The target and the number of runs, from `[TARGET] [--runs N]`.
fn fuzz_arguments<'a>(arguments: &[&'a str]) -> Result<(Option<&'a str>, u32), Fault> {
    let number = |text: &str| text.parse().map_err(|_| Fault::new(format!("`{text}` is not a number of runs")).remedy(USAGE));
    match arguments {
        [] => Ok((None, fuzz::LONG)),
        ["--runs", runs] => Ok((None, number(runs)?)),
        [target] => Ok((Some(target), fuzz::LONG)),
        [target, "--runs", runs] => Ok((Some(target), number(runs)?)),
        other => Err(Fault::new(format!("fuzz does not take `{}`", other.join(" "))).remedy(USAGE)),
    }
}
