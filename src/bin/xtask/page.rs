//! Builds the page with trunk.

use crate::{fault::Fault, project::Project, run, setup};
use std::process::Command;

/// Views whose types are erased take less code, and mangled names that say all their types tell which part of the wasm code belongs to.
/// Functions of equal code stay apart, or one name would stand for code of both parts; what each part holds twice, its optimiser merges.
/// Values that are known on some of the ways to a place are not worked out on the others to spare it a look: that only makes more code.
/// The linker writes down which data who refers to, leaves each constant a piece of its own, and numbers the table from where few numbers of the
/// program are: what `early.rs` takes for a place in the table mostly is one.
const RELEASE_FLAGS: &str = "--cfg erase_components -Csymbol-mangling-version=v0 -Cllvm-args=-opt-disable=mergefunc \
     -Cllvm-args=-enable-pre=false -Cllvm-args=-enable-load-pre=false \
     -Clink-arg=--emit-relocs -Clink-arg=--no-merge-data-segments -Clink-arg=--table-base=4096";

/// How to compile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Fast to build, large.
    Dev,
    /// As published: optimised for size.
    Release,
}

/// Sets up and builds into `dist/`.
///
/// # Errors
/// When a tool is missing or the build fails.
pub fn run(project: &Project, profile: Profile) -> Result<(), Fault> {
    setup::run(project)?;
    run::aloud(&mut trunk_build(project, profile))
}

/// The command that builds the page into `dist/`.
pub fn trunk_build(project: &Project, profile: Profile) -> Command {
    let mut trunk = trunk(project);
    trunk.arg("build");
    if profile == Profile::Release {
        trunk.args(["--release", "--cargo-profile", "page"]);
        // For the page alone: the chore that trunk calls in the end keeps its own flags.
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", RELEASE_FLAGS);
    }
    trunk
}

/// trunk, which starts cargo itself and so must not inherit what cargo told this chore.
pub fn trunk(project: &Project) -> Command {
    let mut trunk = project.without_cargo_variables("trunk");
    // Some machines set NO_COLOR=1, which this version of trunk takes for a malformed flag.
    trunk.env_remove("NO_COLOR");
    trunk
}
