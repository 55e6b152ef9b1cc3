//! What trunk calls after each build, on the files it is about to publish (the hook is in Trunk.toml).

use crate::{areas, bundle, fault::Fault, order, project::Project, run, split};
use std::path::{Path, PathBuf};

/// What wasm-bindgen wrote, which trunk names after the package of the wasm.
const WRITTEN: [&str; 2] = ["parcours-wasm.js", "parcours-wasm_bg.wasm"];
const GLUE: &str = "parcours.js";
const WASM: &str = "parcours_bg.wasm";
/// The second part of the wasm.
const REST: &str = "parcours_rest.wasm";
/// The data, which arrives with the second part.
const DATA: &str = "parcours-data.txt";
const ARRIVE: &str = include_str!("arrive.js");
/// What Rust's compiler uses for wasm.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
/// What makes the first part smallest. Twice: what the first round leaves equal, the second merges. Constants move into the offsets of loads and
/// stores, which holds as no address lies below 1,024: the stack ends there.
const FIRST_PASSES: [&str; 5] = ["-Oz", "-Oz", "--low-memory-unused", "--optimize-added-constants", "--reorder-locals"];
/// What makes the second part smallest once it is compressed: fewer bytes, but unlike each other, would take more.
const SECOND_PASSES: [&str; 9] = [
    "-O1",
    "--skip-pass=simplify-locals",
    "--low-memory-unused",
    "--optimize-added-constants",
    "--rse",
    "--vacuum",
    "--reorder-locals",
    "--duplicate-function-elimination",
    "--remove-unused-module-elements",
];
const ELEMENT: &str = "cnam-parcours.js";
const OFFLINE: &str = "hors-ligne.js";

/// Rewrites the files in the folder that trunk names.
///
/// # Errors
/// When trunk did not call, or a file cannot be rewritten.
pub fn run(project: &Project) -> Result<(), Fault> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Fault::new("`finish` is for trunk to call").remedy("Run: cargo xtask build"))?;
    for (written, name) in WRITTEN.iter().zip([GLUE, WASM]) {
        let written = folder.join(written);
        std::fs::rename(&written, folder.join(name))
            .map_err(|fault| Fault::new(format!("{} cannot be renamed: {fault}", written.display())))?;
    }
    let glue = folder.join(GLUE);
    let text = std::fs::read_to_string(&glue).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", glue.display())))?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let second = if release { REST } else { "" };
    let data = bundle::bundle(project)?;
    write(&folder.join(DATA), data.as_bytes())?;
    if release {
        split_wasm(project, &folder, &data)?;
    }
    let hashes = built(project, &folder, None)?;
    if text.contains("innerHTML") {
        return Err(
            Fault::new("the page reads markup, which pages that enforce Trusted Types refuse").remedy("Build it of `ui::tag` alone.")
        );
    }
    let glue_text = text.replace(WRITTEN[1], WASM);
    write(&glue, format!("{glue_text}const SECOND = {second:?};\nconst HASHES = {hashes};\n{ARRIVE}").as_bytes())?;
    if release {
        minify(project, &folder, scripts_and_styles(&folder)?)?;
    }
    tell_element(project, &folder, "./", release)?;
    if release {
        // While developing, a page kept by the browser would hide each change.
        keep_offline(&folder)?;
        minify(project, &folder, vec![folder.join(OFFLINE)])?;
    }
    Ok(())
}

/// Splits the wasm in two and has both made smaller: until then it holds the names by which it is split.
fn split_wasm(project: &Project, folder: &Path, data: &str) -> Result<(), Fault> {
    let whole = folder.join(WASM);
    let bytes = read(&whole)?;
    let mut areas = areas::code(&bytes)?;
    areas.extend(areas::data(data));
    project.write(areas::REPORT, &areas::table(&areas))?;
    let parts = split::split(&bytes)?;
    for (name, part, passes) in [(WASM, parts.first, &FIRST_PASSES[..]), (REST, parts.second, &SECOND_PASSES)] {
        let path = folder.join(name);
        write(&path, &part)?;
        let mut optimiser = project.command("wasm-opt");
        optimiser.args(FEATURES).args(passes).arg("--output").args([&path, &path]);
        run::aloud(&mut optimiser)?;
        write(&path, &order::ordered(&read(&path)?)?)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", path.display())))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::write(path, bytes).map_err(|fault| Fault::new(format!("{} cannot be written: {fault}", path.display())))
}

/// Tells the offline script which files make up the page, and a version that changes with any of them.
fn keep_offline(folder: &Path) -> Result<(), Fault> {
    let unreadable = |what: &Path, fault: std::io::Error| Fault::new(format!("{} cannot be read: {fault}", what.display()));
    let script = folder.join(OFFLINE);
    let entries = std::fs::read_dir(folder).map_err(|fault| unreadable(folder, fault))?;
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    // Types are for those who write code, and the browser keeps the script itself.
    names.retain(|name| !name.ends_with(".d.ts") && name != OFFLINE && folder.join(name).is_file());
    names.sort();
    let mut version = Fnv::default();
    for name in &names {
        let path = folder.join(name);
        version.add(name.as_bytes());
        version.add(&std::fs::read(&path).map_err(|fault| unreadable(&path, fault))?);
    }
    let text = std::fs::read_to_string(&script).map_err(|fault| unreadable(&script, fault))?;
    let files = names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(",");
    let filled = fill(&text, &format!("{:016x}", version.0), &files)
        .ok_or_else(|| Fault::new(format!("{OFFLINE} has no place for its version and its files")))?;
    std::fs::write(&script, filled).map_err(|fault| Fault::new(format!("{} cannot be written: {fault}", script.display())))
}

/// The offline script with its version and files; `None` when it has no place for them.
fn fill(script: &str, version: &str, files: &str) -> Option<String> {
    let places = ["const VERSION = \"\";", "const FILES = [];"];
    let [at_version, at_files] = places;
    let filled =
        script.replace(at_version, &format!("const VERSION = {version:?};")).replace(at_files, &format!("const FILES = [{files}];"));
    places.iter().all(|place| script.matches(place).count() == 1).then_some(filled)
}

/// The 64-bit hash of Fowler, Noll and Vo (FNV-1a): enough to tell two builds apart.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3);
        }
    }
}

/// Writes the element's script with what only the build knows. `page` is where our own page is, seen from the script.
///
/// # Errors
/// When a file that the script loads is missing, or the script cannot be written.
pub fn tell_element(project: &Project, folder: &Path, page: &str, release: bool) -> Result<(), Fault> {
    let built = built(project, folder, Some(page))?;
    let mut esbuild = project.command("esbuild");
    esbuild.args([&format!("www/{ELEMENT}"), "--log-level=warning", "--charset=utf8", "--target=es2022", "--format=esm"]);
    esbuild.arg(format!("--define:BUILT={built}")).arg(format!("--outfile={}", folder.join(ELEMENT).display()));
    if release {
        esbuild.arg("--minify");
    }
    run::aloud(&mut esbuild)
}

/// What only the build knows, as JSON: for the element's script, or, without a page, for the script that fetches what arrives later.
fn built(project: &Project, folder: &Path, page: Option<&str>) -> Result<String, Fault> {
    let mut node = project.command("node");
    node.args(["src/bin/xtask/built.mjs", &folder.to_string_lossy()]).args(page);
    run::answer(&mut node).ok_or_else(|| Fault::new(format!("what the scripts need to know cannot be told: `{}` failed", run::line(&node))))
}

/// The files to minify; the element and the offline script are written when the others are done.
fn scripts_and_styles(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let entries = std::fs::read_dir(folder).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", folder.display())))?;
    let files = entries.flatten().map(|entry| entry.path());
    let kinds = files.filter(|path| path.extension().is_some_and(|end| end == "js" || end == "css"));
    Ok(kinds.filter(|path| !path.ends_with(ELEMENT) && !path.ends_with(OFFLINE)).collect())
}

/// Takes comments and blanks out of scripts and styles. The names in them stay what they are for those who import them.
fn minify(project: &Project, folder: &Path, files: Vec<PathBuf>) -> Result<(), Fault> {
    let mut esbuild = project.command("esbuild");
    esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning", "--charset=utf8", "--target=es2022"]);
    esbuild.arg(format!("--outdir={}", folder.display())).args(files);
    run::aloud(&mut esbuild)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offline_script_is_told_its_files() {
        assert_eq!(fill("const OTHER = 1;", "0a", ""), None);
        let shipped = include_str!("../../../www/hors-ligne.js");
        let filled = fill(shipped, "0a", "\"b.js\"").unwrap_or_default();
        assert!(filled.contains("FILES = [\"b.js\"]") && filled.contains("VERSION = \"0a\""), "{filled}");
    }
}
