//! Node, and the packages that the browser tests and the wasm optimisation need.

use super::install;
use crate::{fault::Fault, project::Project, run};

const LOCK: &str = "tests/web/package-lock.json";
/// A copy of the lock file that the installed packages came from: absent or different means install again.
const INSTALLED: &str = "tests/web/node_modules/.installed-lock.json";
const OLDEST_NODE: u32 = 20;

/// Installs the packages of tests/web/package-lock.json when they are not those installed.
///
/// # Errors
/// When Node is absent or too old, or the packages cannot be fetched.
pub fn ensure(project: &Project) -> Result<(), Fault> {
    let lock = project.read(LOCK)?;
    if project.has(INSTALLED) && project.read(INSTALLED)? == lock {
        return Ok(());
    }
    check_version(project)?;
    install("npm packages (wasm-opt, axe, playwright-core)", "10 s", || {
        let mut npm = project.command("npm");
        npm.args(["ci", "--prefix", "tests/web", "--ignore-scripts", "--no-audit", "--no-fund"]);
        run::quietly(project, "setup-npm", &mut npm)
            .map_err(|fault| fault.remedy(format!("The npm packages of {LOCK} are needed. By hand: {}", run::line(&npm))))?;
        project.write(INSTALLED, &lock)
    })
}

fn check_version(project: &Project) -> Result<(), Fault> {
    let version = run::answer(project.command("node").arg("--version"));
    let major = version.as_deref().and_then(|text| text.trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(Fault::new(format!("Node {OLDEST_NODE} or newer is needed; found: {}", version.as_deref().unwrap_or("none")))
            .remedy("Install it from https://nodejs.org or with the machine's package manager, then run this again.")),
    }
}
