//! The crates of Cargo.lock.

use crate::{fault::Fault, project::Project, run};

/// Downloads what is missing, for this machine and for wasm: trunk builds without the network.
///
/// # Errors
/// When a crate cannot be fetched.
pub fn ensure(project: &Project) -> Result<(), Fault> {
    let mut cargo = project.cargo();
    cargo.args(["fetch", "--locked"]);
    run::quietly(project, "setup-crates", &mut cargo)
        .map(drop)
        .map_err(|fault| fault.remedy(format!("The crates of Cargo.lock are needed. By hand: {}", run::line(&cargo))))
}
