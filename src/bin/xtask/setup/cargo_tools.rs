//! trunk, wasm-bindgen and cargo-deny, built from source into `.tools/bin` unless the right version is at hand.

use super::install;
use crate::{fault::Fault, project::Project, run};
use std::process::Command;

/// A program of a crate.
struct Tool {
    crate_name: &'static str,
    program: &'static str,
    version: String,
    options: &'static [&'static str],
    /// For the two cores of a small machine.
    expected: &'static str,
}

/// The version of cargo-deny that reads .deny.toml.
const DENY: &str = "0.20.2";

/// Builds what the page needs. The versions are those of Trunk.toml and Cargo.lock.
///
/// # Errors
/// When a tool cannot be built.
pub fn ensure(project: &Project) -> Result<(), Fault> {
    let tools = [
        Tool {
            crate_name: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            // The program and the library must be the same version.
            version: project.locked_version("wasm-bindgen")?,
            options: &["--bin", "wasm-bindgen"],
            expected: "2 to 3 min",
        },
        Tool {
            crate_name: "trunk",
            program: "trunk",
            version: project.trunk_version()?,
            // Without its default features it has no TLS: it never downloads anything by itself.
            options: &["--no-default-features"],
            expected: "5 to 6 min",
        },
    ];
    tools.iter().try_for_each(|tool| tool.ensure(project))?;
    clean(project);
    Ok(())
}

/// Builds what only the checks need.
///
/// # Errors
/// When it cannot be built.
pub fn ensure_for_checks(project: &Project) -> Result<(), Fault> {
    let deny = Tool {
        crate_name: "cargo-deny",
        program: "cargo-deny",
        version: DENY.to_owned(),
        options: &["--no-default-features"],
        expected: "2 to 3 min",
    };
    deny.ensure(project)?;
    clean(project);
    Ok(())
}

/// Removes what building the tools leaves: half a gigabyte that nothing needs any more.
fn clean(project: &Project) {
    drop(std::fs::remove_dir_all(project.path(".tools/build")));
}

impl Tool {
    fn ensure(&self, project: &Project) -> Result<(), Fault> {
        if self.is_there(project) {
            return Ok(());
        }
        install(&format!("{} {} from source", self.crate_name, self.version), self.expected, || self.build(project))
    }

    fn is_there(&self, project: &Project) -> bool {
        let wanted = format!("{} {}", self.program, self.version);
        run::answer(project.command(self.program).arg("--version")).is_some_and(|text| text == wanted)
    }

    fn build(&self, project: &Project) -> Result<(), Fault> {
        let name = format!("setup-{}", self.crate_name);
        let locked = run::quietly(project, &name, self.cargo_install(project).arg("--locked"));
        // A registry mirror may lack a version that the tool's own lock file names: then cargo chooses.
        let result = locked.or_else(|_| run::quietly(project, &name, &mut self.cargo_install(project)));
        result.map_err(|fault| fault.remedy(self.by_hand()))?;
        if self.is_there(project) {
            Ok(())
        } else {
            Err(Fault::new(format!("{} {} was built but does not run", self.program, self.version)).remedy(self.by_hand()))
        }
    }

    fn cargo_install(&self, project: &Project) -> Command {
        let mut cargo = project.cargo();
        cargo.args(["install", self.crate_name, "--version", &self.version, "--root", ".tools", "--force"]).args(self.options);
        // As published, they ask for the slowest build: without these, trunk takes a quarter of an hour.
        cargo.env("CARGO_TARGET_DIR", project.path(".tools/build"));
        cargo.env("CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS", "fallback");
        for (setting, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0"), ("DEBUG", "0")] {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
        }
        cargo
    }

    fn by_hand(&self) -> String {
        let options = self.options.join(" ");
        format!(
            "{} {} is needed. By hand: cargo install {} --version {} --root .tools {options}",
            self.program, self.version, self.crate_name, self.version
        )
    }
}
