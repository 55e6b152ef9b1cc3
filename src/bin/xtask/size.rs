//! The page's weight: brotli bytes of each published file, held by tests/size.snap.

use crate::{
    fault::Fault,
    page::{Profile, trunk_build},
    project::Project,
    run, setup,
};
use std::{fmt::Write as _, path::Path};

const SNAPSHOT: &str = "tests/size.snap";
/// A file may grow by 2 %, and a small one by this many bytes, before somebody has to say that it should.
const SLACK: u64 = 64;
/// The most that pages of others pay before anything of ours is shown, in bytes of brotli; no snapshot raises these.
const LIMITS: [(&str, u64); 2] = [("cnam-parcours.js", 3 * 1024), ("cadre.js", 1024)];

/// What to do with the difference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Refuse growth.
    Check,
    /// Accept today's weight.
    Update,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weight {
    /// Its path in the folder.
    pub name: String,
    /// Bytes.
    pub raw: u64,
    /// Bytes of brotli -11.
    pub brotli: u64,
}

/// Builds the page as published, then checks or accepts its weight.
///
/// # Errors
/// When the page does not build or has grown.
pub fn run(project: &Project, mode: Mode) -> Result<(), Fault> {
    setup::run(project)?;
    println!("size: building the page");
    run::quietly(project, "trunk-release", &mut trunk_build(project, Profile::Release))?;
    match mode {
        Mode::Check => check(project).map(|summary| println!("{summary}")),
        Mode::Update => {
            let text = table(&measure(project, &project.path("dist"))?);
            print!("{text}");
            project.write(SNAPSHOT, &text)
        }
    }
}

/// Compares `dist/` with the snapshot and gives the total in words.
///
/// # Errors
/// When a file is new or has grown beyond the allowance.
pub fn check(project: &Project) -> Result<String, Fault> {
    let now = measure(project, &project.path("dist"))?;
    let before = parse(&project.read(SNAPSHOT)?)?;
    let mut grown = growth(&before, &now);
    grown.extend(over_limit(&now));
    if grown.is_empty() {
        return Ok(total(&now).brotli.to_string() + " bytes of brotli in all");
    }
    Err(Fault::new(format!("the page has grown:\n  {}", grown.join("\n  ")))
        .remedy("If it is worth it: cargo xtask size --update, and say why in the commit."))
}

/// The weight of every file in a folder. Brotli comes with Node, so that no other tool is needed.
///
/// # Errors
/// When the folder cannot be read.
pub fn measure(project: &Project, folder: &Path) -> Result<Vec<Weight>, Fault> {
    let mut node = project.command("node");
    let printed = run::answer(node.args(["tests/web/size.mjs", &folder.to_string_lossy()]));
    let printed = printed.ok_or_else(|| Fault::new(format!("{} cannot be measured: `{}` failed", folder.display(), run::line(&node))))?;
    parse(&printed)
}

fn parse(text: &str) -> Result<Vec<Weight>, Fault> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("total ") && !line.trim().is_empty());
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let fields = (words.next(), words.next().and_then(|word| word.parse().ok()), words.next().and_then(|word| word.parse().ok()));
            match fields {
                (Some(name), Some(raw), Some(brotli)) => Ok(Weight { name: name.to_owned(), raw, brotli }),
                _ => Err(Fault::new(format!("{SNAPSHOT}: `{line}` is not `name bytes brotli`"))),
            }
        })
        .collect()
}

fn growth(before: &[Weight], now: &[Weight]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in now.iter().chain([&total(now)]) {
        let old = if file.name == "total" { Some(total(before)) } else { before.iter().find(|old| old.name == file.name).cloned() };
        match old {
            None => faults.push(format!("{}: {} bytes of brotli, a new file", file.name, file.brotli)),
            Some(old) if file.brotli > old.brotli + (old.brotli / 50).max(SLACK) => {
                faults.push(format!("{}: {} bytes of brotli, {} before", file.name, file.brotli, old.brotli));
            }
            Some(_) => {}
        }
    }
    faults
}

fn over_limit(now: &[Weight]) -> Vec<String> {
    let found = |name: &str, most: u64| now.iter().find(|file| file.name == name).filter(|file| file.brotli <= most).is_some();
    let heavy = LIMITS.iter().filter(|(name, most)| !found(name, *most));
    heavy.map(|(name, most)| format!("{name}: is absent, or more than {most} bytes of brotli")).collect()
}

fn total(files: &[Weight]) -> Weight {
    let raw = files.iter().map(|file| file.raw).sum();
    Weight { name: "total".to_owned(), raw, brotli: files.iter().map(|file| file.brotli).sum() }
}

fn table(files: &[Weight]) -> String {
    let mut text = String::from("# Published files: bytes, bytes of brotli -11. Written by `cargo xtask size --update`.\n");
    for file in files.iter().chain([&total(files)]) {
        // Writing to a String does not fail.
        let _ = writeln!(text, "{:<24} {:>9} {:>9}", file.name, file.raw, file.brotli);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(name: &str, brotli: u64) -> Weight {
        Weight { name: name.to_owned(), raw: brotli * 3, brotli }
    }

    #[test]
    fn two_percent_pass_and_more_does_not() {
        let before = [weight("a.wasm", 100_000)];
        assert!(growth(&before, &[weight("a.wasm", 102_000)]).is_empty());
        let faults = growth(&before, &[weight("a.wasm", 102_001)]);
        assert_eq!(faults, ["a.wasm: 102001 bytes of brotli, 100000 before", "total: 102001 bytes of brotli, 100000 before"]);
    }

    #[test]
    fn a_small_file_may_grow_by_a_few_bytes_and_a_new_file_is_named() {
        let before = [weight("page.js", 40)];
        assert!(growth(&before, &[weight("page.js", 104)]).is_empty());
        assert!(growth(&before, &[weight("page.js", 40), weight("new.js", 1)])[0].starts_with("new.js: 1 bytes of brotli, a new file"));
    }

    #[test]
    fn scripts_for_pages_of_others_have_a_limit() {
        let light = [weight("cnam-parcours.js", 3072), weight("cadre.js", 1024)];
        assert!(over_limit(&light).is_empty());
        assert_eq!(over_limit(&[weight("cnam-parcours.js", 3073)]).len(), 2, "one too heavy, one absent");
    }

    #[test]
    fn the_table_reads_back() -> Result<(), Fault> {
        let files = [weight("a.wasm", 100_000), weight("page.js", 40)];
        assert_eq!(parse(&table(&files))?, files);
        Ok(())
    }
}
