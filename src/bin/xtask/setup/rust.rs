//! The parts of the Rust toolchain: the wasm target, rustfmt, clippy.

use super::install;
use crate::{fault::Fault, project::Project, run};
use std::path::{Path, PathBuf};

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the missing parts with rustup.
///
/// # Errors
/// When a part is missing and rustup cannot add it.
pub fn ensure(project: &Project) -> Result<(), Fault> {
    let sysroot = run::answer(project.command("rustc").args(["--print", "sysroot"]))
        .ok_or_else(|| Fault::new("rustc does not run").remedy("Install Rust with rustup: https://rustup.rs"))?;
    let sysroot = PathBuf::from(sysroot);
    if !sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir() {
        add(project, "target", TARGET)?;
    }
    for (component, program) in [("clippy", "cargo-clippy"), ("rustfmt", "rustfmt")] {
        if !has_program(&sysroot, program) && run::answer(project.command(program).arg("--version")).is_none() {
            add(project, "component", component)?;
        }
    }
    Ok(())
}

fn add(project: &Project, kind: &str, name: &str) -> Result<(), Fault> {
    install(&format!("Rust {kind} {name}"), "half a minute", || {
        run::quietly(project, &format!("setup-{name}"), project.command("rustup").args([kind, "add", name]))
            .map(drop)
            .map_err(|fault| fault.remedy(format!("The Rust {kind} {name} is needed. By hand: rustup {kind} add {name}")))
    })
}

fn has_program(sysroot: &Path, program: &str) -> bool {
    let bin = sysroot.join("bin");
    bin.join(program).is_file() || bin.join(format!("{program}.exe")).is_file()
}
