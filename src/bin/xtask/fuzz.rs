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
/// A run whose memory still grows by more, in megabytes, in its second half, leaks: by then the corpus is found.
const LEAK: u32 = 100;

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
        let grown = growth(&text);
        if grown > LEAK {
            return Err(Fault::new(format!("{name}: memory grew by {grown} MB in the second half of its runs")).details(text));
        }
        let [executed, peak] = ["number_of_executed_units", "peak_rss_mb"].map(|figure| stat(&text, figure));
        said.push(format!("{name}: {executed} runs, at most {peak} MB, of which {grown} MB in the second half"));
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

/// By how many megabytes the memory grew after half of the runs, by libFuzzer's lines such as `#512 pulse cov: 9 … rss: 57Mb`.
fn growth(text: &str) -> u32 {
    let read = |line: &str| {
        let (runs, rest) = line.strip_prefix('#')?.split_once(char::is_whitespace)?;
        let memory = rest.split_once("rss: ")?.1.split_once("Mb")?.0;
        Some((runs.parse().ok()?, memory.parse().ok()?))
    };
    let seen: Vec<(u64, u32)> = text.lines().filter_map(read).collect();
    let (runs, last) = seen.last().copied().unwrap_or_default();
    let before = seen.iter().filter(|(at, _)| *at <= runs / 2).map(|(_, memory)| *memory).max();
    last.saturating_sub(before.unwrap_or(last))
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

    #[test]
    fn growth_is_that_of_the_second_half() {
        let line = |runs: u32, memory: u32| format!("#{runs}\tpulse  cov: 9 ft: 9 corp: 1/1b exec/s: 5 rss: {memory}Mb\n");
        let text = [line(1, 10), line(400, 70), line(500, 60), line(900, 75), line(1000, 72)].concat();
        assert_eq!(growth(&text), 2);
        assert_eq!(growth("stat::peak_rss_mb: 57\n"), 0);
    }
}
