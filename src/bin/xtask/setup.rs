//! Installs what is missing, inside the project where that is possible.

mod browser;
mod cargo_tools;
mod crates;
mod node;
mod rust;

use crate::{fault::Fault, project::Project, run};
use std::time::Instant;

/// Makes every tool available. With nothing missing it only looks, in well under a second.
///
/// # Errors
/// The first tool that cannot be had, with the command that fetches it by hand.
pub fn run(project: &Project) -> Result<(), Fault> {
    let start = Instant::now();
    rust::ensure(project)?;
    node::ensure(project)?;
    browser::ensure(project)?;
    crates::ensure(project)?;
    cargo_tools::ensure(project)?;
    println!("setup: ready ({})", run::spoken(start.elapsed()));
    Ok(())
}

/// Makes every tool available that only the checks need, on top of [`run`].
///
/// # Errors
/// Those of [`run`].
pub fn for_checks(project: &Project) -> Result<(), Fault> {
    run(project)?;
    cargo_tools::ensure_for_checks(project)
}

/// One installation: says what it does and how long that takes on two cores, then how long it took.
fn install(what: &str, expected: &str, work: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
    println!("setup: {what}, {expected}");
    let start = Instant::now();
    work()?;
    println!("setup: {what}: done in {}", run::spoken(start.elapsed()));
    Ok(())
}
