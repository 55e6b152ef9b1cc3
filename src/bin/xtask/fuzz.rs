//! Coverage-guided fuzzing with libFuzzer, on stable Rust: everything that comes from outside is read a million times.
//!
//! `cargo fuzz` needs a nightly compiler for its sanitizers. The core holds no unsafe code, so what counts is coverage, panics, time and
//! memory: the coverage counters are a plain code-generation option.

use crate::{fault::Fault, project::Project, run};
use std::process::Command;

/// What can be fuzzed: the targets of `tests/fuzz/src/main.rs`, with the longest input that makes sense, in bytes.
const TARGETS: [(&str, u32); 6] =
    [("link", 4_096), ("request", 8_192), ("pack", 32_768), ("csv", 4_096), ("catalogue", 16_384), ("instance", 8_192)];
/// A run of the chore.
pub const LONG: u32 = 1_000_000;
/// A run among the checks.
pub const SHORT: u32 = 3_000;

/// Coverage counters in every crate that is built for the fuzzer; build scripts and macros are left alone because `--target` is given.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";
/// An input that takes longer, in seconds, hangs; one that needs more, in megabytes, grows.
const SECONDS: u32 = 10;
const MEGABYTES: u32 = 1_024;

/// Fuzzes the named target, or all of them, with `runs` inputs each, starting from the corpus.
///
/// # Errors
/// An input that panics, hangs or grows: its file is named.
pub fn run(project: &Project, wanted: Option<&str>, runs: u32) -> Result<String, Fault> {
    let chosen: Vec<_> = TARGETS.iter().filter(|(name, _)| wanted.is_none_or(|wanted| wanted == *name)).collect();
    if chosen.is_empty() {
        let names = TARGETS.map(|(name, _)| name).join(", ");
        return Err(Fault::new(format!("there is no target `{}`", wanted.unwrap_or_default())).remedy(format!("Take one of: {names}")));
    }
    let program = build(project)?;
    let mut said = Vec::new();
    for (name, longest) in chosen {
        // New inputs go to the first folder; the corpus that is kept is only read.
        let found = format!("target/fuzz/{name}");
        let faults = format!("target/fuzz/faults/{name}/");
        for folder in [&found, &faults] {
            std::fs::create_dir_all(project.path(folder)).map_err(|fault| Fault::new(format!("{folder} cannot be made: {fault}")))?;
        }
        let mut fuzzer = project.command(&program);
        fuzzer.env("FUZZ_TARGET", name).args([found.as_str(), &format!("tests/fuzz/corpus/{name}")]);
        fuzzer.arg(format!("-artifact_prefix={faults}")).arg("-dict=tests/fuzz/words.dict");
        fuzzer.args([format!("-runs={runs}"), format!("-max_len={longest}"), format!("-timeout={SECONDS}")]);
        fuzzer.args([format!("-rss_limit_mb={MEGABYTES}"), "-seed=1".into(), "-print_final_stats=1".into()]);
        let text = run::quietly(project, &format!("fuzz-{name}"), &mut fuzzer).map_err(|fault| {
            fault.remedy(format!("The input stands in {faults}: mend the fault and keep the input in tests/fuzz/corpus/{name}/"))
        })?;
        said.push(format!("{name}: {} runs, at most {} MB", stat(&text, "number_of_executed_units"), stat(&text, "peak_rss_mb")));
    }
    Ok(said.join("; "))
}

/// Builds the fuzzer with its counters and gives its path.
fn build(project: &Project) -> Result<String, Fault> {
    let target = host(project)?;
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--package", "parcours-fuzz", "--profile", "fuzz", "--target", &target]).env("RUSTFLAGS", COVERAGE);
    run::quietly(project, "fuzz-build", &mut cargo)?;
    Ok(format!("target/{target}/fuzz/fuzz"))
}

/// The machine's own target, such as `x86_64-unknown-linux-gnu`.
fn host(project: &Project) -> Result<String, Fault> {
    let mut rustc: Command = project.command("rustc");
    let said = run::answer(rustc.arg("-vV")).unwrap_or_default();
    let host = said.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned);
    host.ok_or_else(|| Fault::new("rustc does not say for which machine it compiles").remedy("Install Rust with rustup"))
}

/// A line of libFuzzer's last table.
fn stat<'a>(text: &'a str, name: &str) -> &'a str {
    let value = |line: &'a str| line.strip_prefix("stat::")?.strip_prefix(name)?.strip_prefix(':').map(str::trim);
    text.lines().find_map(value).unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_table_is_read() {
        let text = "#3\tDONE\nstat::number_of_executed_units: 3000\nstat::peak_rss_mb:              57\n";
        assert_eq!(stat(text, "number_of_executed_units"), "3000");
        assert_eq!(stat(text, "peak_rss_mb"), "57");
        assert_eq!(stat(text, "new_units_added"), "?");
    }
}
