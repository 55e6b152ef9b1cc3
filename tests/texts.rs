//! No text is missing and none is unused: every key that the page names exists, and every key is named by the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::data::texts::{FILES, Texts};
use std::{collections::BTreeSet, fs, path::Path};

/// The string literals of a Rust source, without its comments.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut parts = line.split('"');
        parts.next();
        while let (Some(inside), Some(_)) = (parts.next(), parts.next()) {
            found.push(inside.to_owned());
        }
    }
    found
}

/// Whether `literal` has the shape of a key: words joined by dots, `{…}` standing for any word.
fn is_key(literal: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-{}".contains(c));
    literal.contains('.') && literal.split('.').all(word) && !literal.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether `key` is one of those that `pattern` stands for.
fn matches(pattern: &str, key: &str) -> bool {
    let (mut patterns, mut words) = (pattern.split('.'), key.split('.'));
    loop {
        match (patterns.next(), words.next()) {
            (None, None) => return true,
            (Some(pattern), Some(word)) if pattern == word || pattern.contains('{') => {}
            _ => return false,
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
            found.extend(literals(shipped));
        }
    }
}

/// Every key, or pattern of keys, that the page names.
fn named() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root.join("ui"), &mut found);
    for file in ["data/format.rs", "data/calendar.rs"] {
        found.extend(literals(fs::read_to_string(root.join(file)).unwrap().split("#[cfg(test)]").next().unwrap()));
    }
    // A pattern of holes alone, as `plural` has one, names nothing.
    let says = |literal: &String| literal.split('.').any(|word| !word.contains('{'));
    let mut named: BTreeSet<String> = found.into_iter().filter(|literal| is_key(literal) && says(literal)).collect();
    // A style sheet is no text.
    named.retain(|literal| !literal.ends_with(".css"));
    // `plural` adds the form.
    let forms: Vec<String> = named.iter().flat_map(|key| [format!("{key}.one"), format!("{key}.other")]).collect();
    named.extend(forms);
    named
}

/// The first words of all keys: what tells a key from a file name or an attribute.
fn rooms(texts: &Texts) -> BTreeSet<&str> {
    texts.keys().filter_map(|key| key.split('.').next()).collect()
}

#[test]
fn every_text_that_the_page_names_exists() {
    let texts = Texts::read().unwrap();
    let rooms = rooms(&texts);
    let missing: Vec<String> = named()
        .into_iter()
        .filter(|key| !key.ends_with(".one") && !key.ends_with(".other"))
        .filter(|key| key.split('.').next().is_some_and(|room| rooms.contains(room)))
        .filter(|key| !texts.keys().any(|text| matches(key, text) || matches(&format!("{key}.one"), text)))
        .collect();
    assert!(missing.is_empty(), "add these texts to src/data/texts: {missing:#?}");
}

#[test]
fn every_text_is_named_by_the_page() {
    let texts = Texts::read().unwrap();
    let named = named();
    // The rules are named by the engine's reasons.
    let unused: Vec<&str> = FILES
        .iter()
        .filter(|(file, _)| *file != "rules.json")
        .flat_map(|(_, text)| {
            serde_json::from_str::<serde_json::Value>(text).unwrap().as_object().unwrap().keys().cloned().collect::<Vec<_>>()
        })
        .filter_map(|key| texts.keys().find(|text| *text == key))
        .filter(|key| !named.iter().any(|pattern| matches(pattern, key)))
        .collect();
    assert!(unused.is_empty(), "the page shows none of these: remove them, or show them: {unused:#?}");
}

/// What the element's script says before any wasm is there: a file of its own, which the build writes into the script.
#[test]
fn the_element_names_its_own_texts_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts: serde_json::Value = serde_json::from_str(&fs::read_to_string(root.join("src/data/texts/element.json")).unwrap()).unwrap();
    let script = fs::read_to_string(root.join("www/cnam-parcours.js")).unwrap();
    let texts = texts.as_object().unwrap();
    assert!(texts.len() > 3);
    for (key, text) in texts {
        assert!(script.contains(&format!("text.{key}")) || script.contains(&format!("\"{key}\"")), "{key} is not said");
        let say = |lang: &str| text[lang].as_str().unwrap_or_default().to_owned();
        assert!(!say("fr").is_empty() && !say("en").is_empty(), "{key} lacks a language");
        assert_eq!(say("fr").contains("{region}"), say("en").contains("{region}"), "{key}: unequal placeholders");
    }
}

#[test]
fn the_check_can_fail() {
    assert!(is_key("plan.title") && is_key("scheme.{}.name") && !is_key("Cnam") && !is_key("0.5"));
    assert!(matches("scheme.{}.name", "scheme.cpf.name") && !matches("scheme.{}.name", "scheme.cpf.what"));
    assert!(matches("{key}.ask", "rqth.ask") && !matches("plan.title", "plan.undo"));
}
