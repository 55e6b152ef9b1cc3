//! The invariants of `src/lib.rs`, read from the sources themselves: each test names the file and line that breaks one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Entries of the project's folder. A new one is a decision, not an accident.
const TOP_LEVEL: [&str; 17] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".deny.toml",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "Trunk.toml",
    "src",
    "tests",
    "www",
    // Present in a clone only.
    ".git",
];

#[test]
fn imports_go_one_way() {
    let browser = ["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo"];
    let upward = |rooms: &[&str]| rooms.iter().map(|room| format!("crate::{room}")).collect::<Vec<_>>();
    let mut domain = upward(&["data", "ui", "embed"]);
    domain.extend(browser.map(String::from));
    let mut faults = lines_with("src/domain", &domain, &[]);
    let mut data = upward(&["ui", "embed"]);
    data.extend(browser.map(String::from));
    faults.extend(lines_with("src/data", &data, &[]));
    faults.extend(lines_with("src/ui", &upward(&["embed"]), &[]));
    faults.extend(lines_with("src/bin/parcours", &["parcours::ui".into(), "parcours::embed".into()], &[]));
    none(&faults);
}

#[test]
fn the_domain_reads_no_clock_and_draws_no_random_number() {
    let words =
        ["SystemTime", "Instant", "std::time", "Date::now", "Local::now", "Utc::now", "rand::", "getrandom", "Math::random", "RandomState"];
    none(&lines_with("src/domain", &words.map(String::from), &[]));
}

#[test]
fn the_domain_does_no_input_or_output() {
    let words = ["std::fs", "std::net", "std::env", "std::process", "std::io", "std::thread", "println!", "eprintln!", "dbg!"];
    none(&lines_with("src/domain", &words.map(String::from), &[]));
}

#[test]
fn the_domain_does_not_panic() {
    let words =
        [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!(", " assert!(", " assert_eq!(", " assert_ne!("];
    // What the planner's lists do where a standard one would: see there.
    none(&lines_with("src/domain", &words.map(String::from), &["planner/list.rs"]));
}

#[test]
fn only_embed_exports_to_javascript() {
    for room in ["src/domain", "src/data", "src/ui", "src/bin/parcours"] {
        none(&lines_with(room, &["#[wasm_bindgen".into(), "wasm_bindgen::prelude".into()], &[]));
    }
    let exports = lines_with("src/embed", &["#[wasm_bindgen".into()], &[]);
    assert!(!exports.is_empty(), "`embed` exports nothing: is this test looking in the right place?");
}

/// Accents give French sentences away. A language's own name is the exception: it is the same in every language.
#[test]
fn the_page_takes_its_french_from_the_data() {
    let own_names = ["\"Français\""];
    let mut faults = Vec::new();
    for room in ["src/ui", "src/embed"] {
        for (place, line) in code_lines(room) {
            let literals = string_literals(&line);
            faults.extend(
                literals
                    .iter()
                    .filter(|literal| !own_names.contains(&literal.as_str()))
                    .filter(|literal| literal.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic()))
                    .map(|literal| format!("{place}: {literal} belongs in src/data/texts")),
            );
        }
    }
    none(&faults);
}

/// Floats are for the search's own bookkeeping and at the edge where JSON comes in and goes out; amounts are decimals.
#[test]
fn no_amount_is_a_float() {
    none(&lines_with("src/domain", &["f32".into(), "f64".into()], &["planner/heap.rs", "facts/value.rs", "read/value.rs"]));
    none(&lines_with("src/data", &["f32".into(), "f64".into()], &[]));
}

/// Every item of every list of the shipped data says where it comes from: a source, a document, or the rule that says it; or the whole
/// file does, as a tariff. The texts are our own words, and the lists of sources and documents are where the others lead.
#[test]
fn every_datum_has_a_source() {
    let mut seen = 0;
    let mut faults = Vec::new();
    for path in files("src/data", "json").into_iter().filter(|path| !path.to_string_lossy().contains("/texts/")) {
        let value: Value = serde_json::from_str(&read(&path)).expect("shipped data is JSON");
        if names_something(&value["source"]) {
            continue;
        }
        let lists = value.as_object().into_iter().flatten().filter(|(name, _)| !["sources", "documents"].contains(&name.as_str()));
        for (name, items) in lists.filter_map(|(name, value)| Some((name, value.as_array()?))) {
            for (at, item) in items.iter().enumerate().filter(|(_, item)| item.is_object()) {
                seen += 1;
                if !is_sourced(item) {
                    faults.push(format!("{}: {name}[{at}] has no source", relative(&path)));
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} data were looked at: is this test looking in the right place?");
    none(&faults);
}

/// Inside a shadow root, delegated events break `input` and let forms reload the host page. Features add up: any dependency could turn it on.
#[test]
fn leptos_does_not_delegate_events() {
    let arguments = ["tree", "--offline", "--locked", "--no-default-features", "--features", "page", "--target", "wasm32-unknown-unknown"];
    let tree = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["-e", "features", "-i", "tachys"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&tree.stdout);
    assert!(text.contains("tachys v") && text.contains("leptos v"), "unexpected: {text}{}", String::from_utf8_lossy(&tree.stderr));
    assert!(!text.contains("feature \"delegation\""), "{text}");
}

/// What is committed must work on every machine, and tell nothing of the one it was written on.
#[test]
fn no_file_names_a_machine() {
    // In two parts, so that this file does not name one.
    let paths =
        [["/wo", "rk/"], ["/tm", "p/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"], ["../sha", "red"]].map(|parts| parts.concat());
    let mut faults = Vec::new();
    for path in tracked_files() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let foreign_registry = line.contains("\"resolved\":")
                || (relative(&path) == "Cargo.lock"
                    && line.starts_with("source = ")
                    && !line.contains("registry+https://github.com/rust-lang/crates.io-index"));
            if foreign_registry || paths.iter().any(|machine| names_path(line, machine)) {
                faults.push(format!("{}:{}: {}", relative(&path), number + 1, line.trim()));
            }
        }
    }
    none(&faults);
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let mut entries: Vec<String> = tracked_files().iter().filter_map(|path| relative(path).split('/').next().map(String::from)).collect();
    entries.sort();
    entries.dedup();
    none(&entries.iter().filter(|entry| !TOP_LEVEL.contains(&entry.as_str())).map(|entry| format!("{entry} is new")).collect::<Vec<_>>());
    assert!(entries.iter().any(|entry| entry == "Cargo.toml"), "Cargo.toml is not among {entries:?}");
}

/// The element's script, its types and the wasm it loads all have to be published, under these names.
#[test]
fn the_page_publishes_what_it_names() {
    let page = read(&root().join("www/index.html"));
    for file in files("www", "").iter().map(|path| relative(path)).filter(|path| path != "www/index.html") {
        // A folder is published as a whole.
        let name = file.trim_start_matches("www/").split('/').next().unwrap_or_default();
        assert!(page.contains(&format!("href=\"{name}\"")), "www/index.html does not publish {name}");
    }
    assert!(!page.contains("<style") && !page.contains("style=\"") && !page.contains("onclick"), "inline code breaks the strict policy");
}

#[test]
fn the_scanner_sees_code_and_not_comments() {
    assert_eq!(without_comment("let url = \"https://cnam.fr\"; // why"), "let url = \"https://cnam.fr\"; ");
    assert_eq!(without_comment("/// panic!("), "");
    assert_eq!(string_literals("t(\"a.b\", 'x', \"dé\\\"jà\")"), ["\"a.b\"", "\"dé\\\"jà\""]);
    assert!(names_path("see /disk/x", "/disk/") && !names_path("https://cnam.fr/disk/x", "/disk/") && !names_path("a/disk/", "/disk/"));
    assert!(has_word("let x: f64 = 1.0;", "f64") && !has_word("buf64", "f64") && !has_word("f640", "f64"));
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n  {}\n", faults.join("\n  "));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// Files below a folder whose name ends in `.extension`; all of them when it is empty.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display())) {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if extension.is_empty() || path.extension().is_some_and(|end| end == extension) {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "no file in {folder}: is this test looking in the right place?");
    found.sort();
    found
}

/// What git tracks; outside a clone, everything that git would not ignore.
fn tracked_files() -> Vec<PathBuf> {
    let git = Command::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).current_dir(root()).output();
    if let Ok(output) = git.as_ref().map(|output| String::from_utf8_lossy(&output.stdout))
        && !output.is_empty()
    {
        return output.split('\0').filter(|name| !name.is_empty()).map(|name| root().join(name)).collect();
    }
    let entries = std::fs::read_dir(root()).expect("a readable project").flatten().map(|entry| entry.path());
    let kept = entries.filter(|path| !["target", "dist", ".tools"].iter().any(|name| path.ends_with(name)));
    let all = kept.flat_map(|path| if path.is_dir() { files(&relative(&path), "") } else { vec![path] });
    all.filter(|path| !relative(path).contains("node_modules/")).collect()
}

/// Lines of code, without comments and without the unit tests at the end of a file: their place and text.
fn code_lines(folder: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for path in files(folder, "rs") {
        let text = read(&path);
        let code = text.lines().enumerate().take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"));
        lines.extend(code.map(|(at, line)| (format!("{}:{}", relative(&path), at + 1), without_comment(line).to_owned())));
    }
    lines
}

/// Lines of code that hold one of the words, outside the files that may.
fn lines_with(folder: &str, words: &[String], except: &[&str]) -> Vec<String> {
    let all = code_lines(folder).into_iter();
    let kept = all.filter(|(place, _)| !except.iter().any(|file| place.contains(&format!("/{file}:"))));
    kept.filter(|(_, line)| words.iter().any(|word| has_word(line, word)))
        .map(|(place, line)| format!("{place}: {}", line.trim()))
        .collect()
}

/// Whether a line holds a word, not as a part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let (first, last) = (part(word.chars().next()), part(word.chars().last()));
    line.match_indices(word).any(|(at, _)| {
        let before = part(line[..at].chars().next_back()) && first;
        let after = part(line[at + word.len()..].chars().next()) && last;
        !before && !after
    })
}

/// Whether a line names a path of a machine, not the path of a web address.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| !line[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '.'))
}

/// A line up to its comment; `//` inside a string literal, as in an address, does not begin one.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut previous = ' ';
    for (at, letter) in line.char_indices() {
        match letter {
            '"' if previous != '\\' => quoted = !quoted,
            '/' if !quoted && previous == '/' => return &line[..at - 1],
            _ => {}
        }
        previous = letter;
    }
    line
}

/// The string literals of a line, with their quotes.
fn string_literals(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut start = None;
    let mut previous = ' ';
    for (at, letter) in line.char_indices() {
        if letter == '"' && previous != '\\' {
            match start.take() {
                Some(from) => found.push(line[from..=at].to_owned()),
                None => start = Some(at),
            }
        }
        previous = letter;
    }
    found
}

/// Whether a datum, or each of its parts that holds one, leads to a source.
fn is_sourced(value: &Value) -> bool {
    const KEYS: [&str; 6] = ["source", "sources", "document", "rule", "by", "url"];
    match value {
        Value::Object(fields) => KEYS.iter().any(|key| names_something(&value[*key])) || fields.values().any(is_sourced),
        Value::Array(items) => !items.is_empty() && items.iter().all(is_sourced),
        _ => false,
    }
}

fn names_something(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty() && items.iter().all(names_something),
        Value::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}
