//! Screenshots of every state in tests/web/states, for the eye.

use crate::{
    fault::Fault,
    page::{Profile, trunk_build},
    project::Project,
    run, setup,
};

/// Builds the page as published and photographs it into `target/shots/`; the picture of the README is renewed too.
///
/// # Errors
/// When the page does not build or a state is not reached.
pub fn run(project: &Project) -> Result<(), Fault> {
    setup::run(project)?;
    println!("shots: building the page");
    run::quietly(project, "trunk-release", &mut trunk_build(project, Profile::Release))?;
    run::aloud(project.command("node").args(["tests/web/shots.mjs", "target/shots"]))?;
    run::aloud(project.command("node").arg("tests/web/picture.mjs"))
}
