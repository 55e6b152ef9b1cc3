//! The JavaScript package: the engine without the page, into target/package.

use crate::{fault::Fault, project::Project, run, setup};
use std::{fs, path::Path};

/// Where the package stands when it is built.
pub const FOLDER: &str = "target/package";
const SOURCES: &str = "src/embed/package";
const TYPES: &str = "src/embed/package/types.d.ts";
const TARGET: &str = "wasm32-unknown-unknown";
/// As for the page, in www/index.html.
const FEATURES: [&str; 6] = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/// Builds the package, after writing its types anew from the Rust types.
///
/// # Errors
/// When a tool fails, or a file cannot be written.
pub fn run(project: &Project) -> Result<(), Fault> {
    setup::run(project)?;
    write_types(project)?;
    build(project)?;
    println!("{FOLDER}: the package cnam-parcours {}", version(project)?);
    Ok(())
}

/// Writes its types anew from the Rust types.
///
/// # Errors
/// When the command line does not build, or the file cannot be written.
pub fn write_types(project: &Project) -> Result<(), Fault> {
    project.write(TYPES, &types(project)?)
}

/// Refuses types that are not those of the Rust types, then builds.
///
/// # Errors
/// When the types differ, a tool fails, or a file cannot be written.
pub fn check(project: &Project) -> Result<(), Fault> {
    if types(project)? != project.read(TYPES)? {
        return Err(Fault::new(format!("{TYPES} does not say what the Rust types say")).remedy("Run: cargo xtask types"));
    }
    build(project)
}

/// The version of the project, that of Cargo.toml.
///
/// # Errors
/// When Cargo.toml names none.
pub fn version(project: &Project) -> Result<String, Fault> {
    let manifest = project.read("Cargo.toml")?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    version.map(|text| text.trim_matches('"').to_owned()).ok_or_else(|| Fault::new("Cargo.toml names no version"))
}

fn types(project: &Project) -> Result<String, Fault> {
    run::quietly(project, "package-cli", project.cargo().args(["build", "--locked", "--bin", "parcours"]))?;
    let printed = run::answer(project.command("node").args(["src/bin/xtask/types.mjs", "target/debug/parcours"]));
    printed
        .map(|text| text + "\n")
        .ok_or_else(|| Fault::new("the types cannot be written: `node src/bin/xtask/types.mjs target/debug/parcours`"))
}

fn build(project: &Project) -> Result<(), Fault> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--profile", "page", "--target", TARGET, "--package", "parcours-wasm"]);
    // A folder of its own: the page's wasm has the same name.
    run::quietly(project, "package-wasm", cargo.args(["--target-dir", "target/engine"]))?;
    let mut bindgen = project.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir", FOLDER, "--out-name", "parcours"]);
    run::quietly(project, "package-bindgen", bindgen.arg(format!("target/engine/{TARGET}/page/parcours.wasm")))?;
    let wasm = format!("{FOLDER}/parcours_bg.wasm");
    let mut optimiser = project.command("wasm-opt");
    optimiser.args(["-Oz", &wasm, "-o", &wasm]).args(FEATURES.map(|feature| format!("--enable-{feature}")));
    run::quietly(project, "package-wasm-opt", &mut optimiser)?;
    for name in ["index.js", "index.d.ts", "types.d.ts", "README.md"] {
        project.write(&format!("{FOLDER}/{name}"), &project.read(&format!("{SOURCES}/{name}"))?)?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        project.write(&format!("{FOLDER}/{name}"), &project.read(name)?)?;
    }
    let manifest = project.read(&format!("{SOURCES}/package.json"))?;
    project.write(&format!("{FOLDER}/package.json"), &manifest.replace("\"0.0.0\"", &format!("\"{}\"", version(project)?)))
}

/// Copies a folder with all that stands in it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    let fault = |fault: std::io::Error| Fault::new(format!("{} cannot be copied: {fault}", from.display()));
    fs::create_dir_all(to).map_err(fault)?;
    for entry in fs::read_dir(from).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).map_err(fault)?;
        }
    }
    Ok(())
}
