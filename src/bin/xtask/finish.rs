//! What trunk calls after each build, on the files it is about to publish (the hook is in Trunk.toml).

use crate::{areas, bundle, fault::Fault, project::Project, run, split};
use std::path::{Path, PathBuf};

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
const OFFLINE: &str = "hors-ligne.js";

/// The policy exists once a page, however many planners it has, and is made when first needed: a partner whose policy list lacks
/// the name is told by the browser, and pages without Trusted Types notice nothing.
/// What passes through is markup written in our own `view!` macros, never a visitor's text.
const POLICY: &str = r#"
let trustedMarkupPolicy;
function trustedMarkup(text) {
    if (!trustedMarkupPolicy) {
        const rules = { createHTML: (markup) => markup };
        try {
            trustedMarkupPolicy = globalThis.trustedTypes?.createPolicy("cnam-parcours", rules) ?? rules;
        } catch {
            trustedMarkupPolicy = rules;
        }
    }
    return trustedMarkupPolicy.createHTML(text);
}
"#;

/// Rewrites the files in the folder that trunk names.
///
/// # Errors
/// When trunk did not call, or a file cannot be rewritten.
pub fn run(project: &Project) -> Result<(), Fault> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Fault::new("`finish` is for trunk to call").remedy("Run: cargo xtask build"))?;
    let glue = folder.join(GLUE);
    let text = std::fs::read_to_string(&glue).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", glue.display())))?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let second = if release { REST } else { "" };
    write(&glue, format!("{}const SECOND = {second:?};\n{ARRIVE}", with_trusted_types(&text)).as_bytes())?;
    let data = bundle::bundle(project)?;
    write(&folder.join(DATA), data.as_bytes())?;
    if release {
        split_wasm(project, &folder, &data)?;
        // While developing, a page kept by the browser would hide each change.
        keep_offline(&folder)?;
        minify(project, &folder)?;
    }
    Ok(())
}

/// Splits the wasm in two and has both made smaller: until then it holds the names by which it is split.
fn split_wasm(project: &Project, folder: &Path, data: &str) -> Result<(), Fault> {
    let whole = folder.join(WASM);
    let bytes = std::fs::read(&whole).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", whole.display())))?;
    let mut areas = areas::code(&bytes)?;
    areas.extend(areas::data(data));
    project.write(areas::REPORT, &areas::table(&areas))?;
    let parts = split::split(&bytes)?;
    for (name, part) in [(WASM, parts.first), (REST, parts.second)] {
        let path = folder.join(name);
        write(&path, &part)?;
        let mut optimiser = project.command("wasm-opt");
        optimiser.args(FEATURES).args(["-Oz", "--output"]).args([&path, &path]);
        run::aloud(&mut optimiser)?;
    }
    Ok(())
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

/// Passes the right-hand side of every assignment to `innerHTML` through the policy.
fn with_trusted_types(glue: &str) -> String {
    const ASSIGNMENT: &str = ".innerHTML = ";
    let mut found = false;
    let mut out = String::with_capacity(glue.len() + POLICY.len());
    for line in glue.lines() {
        match line.split_once(ASSIGNMENT).and_then(|(target, value)| Some((target, value.strip_suffix(';')?))) {
            Some((target, value)) => {
                found = true;
                out.push_str(&format!("{target}{ASSIGNMENT}trustedMarkup({value});"));
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    if found {
        out.push_str(POLICY);
    }
    out
}

/// Takes comments and blanks out of scripts and styles. The names in them stay what they are for those who import them.
fn minify(project: &Project, folder: &Path) -> Result<(), Fault> {
    let entries = std::fs::read_dir(folder).map_err(|fault| Fault::new(format!("{} cannot be read: {fault}", folder.display())))?;
    let files = entries.flatten().map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "js" || end == "css"));
    let mut esbuild = project.command("esbuild");
    esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning", "--charset=utf8", "--target=es2022"]);
    esbuild.arg(format!("--outdir={}", folder.display())).args(files);
    run::aloud(&mut esbuild)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markup_line_goes_through_the_policy() {
        let glue = "a: function(arg0, arg1, arg2) {\n    arg0.innerHTML = getStringFromWasm0(arg1, arg2);\n},";
        let text = with_trusted_types(glue);
        assert!(text.contains("    arg0.innerHTML = trustedMarkup(getStringFromWasm0(arg1, arg2));\n},"), "{text}");
        assert_eq!(text.matches("createPolicy(\"cnam-parcours\"").count(), 1);
    }

    #[test]
    fn the_offline_script_is_told_its_files() {
        assert_eq!(fill("const OTHER = 1;", "0a", ""), None);
        let shipped = include_str!("../../../www/hors-ligne.js");
        let filled = fill(shipped, "0a", "\"b.js\"").unwrap_or_default();
        assert!(filled.contains("FILES = [\"b.js\"]") && filled.contains("VERSION = \"0a\""), "{filled}");
    }

    #[test]
    fn glue_without_markup_is_left_alone() {
        assert_eq!(with_trusted_types("export { init };\n"), "export { init };\n");
    }
}
