//! What links say is fixed for ever: the numbers that stand for names, and links that were given away.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::domain::{
    date::Date,
    error::InputError,
    facts::{FACTS, FactKind},
    region::REGIONS,
    request::{AcquiredHow, Modality, Objective, Request, Route, RuleSet},
    share::{self, FACT_NUMBERS, Language, Numbered, Shared, WORD_NUMBERS},
    sorted::Set,
};
use std::collections::BTreeSet;

fn numbered<T: Numbered>(table: &str) -> BTreeSet<String> {
    T::NAMED.iter().map(|(value, name)| format!("{table} {} {name}", value.number())).collect()
}

#[test]
fn numbers_never_change() {
    let frozen: BTreeSet<String> =
        include_str!("links/numbers.txt").lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let mut now: BTreeSet<String> = FACT_NUMBERS.iter().map(|(number, name)| format!("fact {number} {name}")).collect();
    now.extend(WORD_NUMBERS.iter().map(|(number, name)| format!("word {number} {name}")));
    now.append(&mut numbered::<RuleSet>("rules"));
    now.append(&mut numbered::<Route>("route"));
    now.append(&mut numbered::<Modality>("modality"));
    now.append(&mut numbered::<AcquiredHow>("how"));
    now.append(&mut numbered::<Objective>("objective"));
    now.append(&mut numbered::<Language>("language"));
    for (tag, part) in ["aim", "facts", "pace", "units", "items", "view", "note", "near"].iter().enumerate() {
        now.insert(format!("part {} {part}", tag + 1));
    }
    let gone: Vec<_> = frozen.difference(&now).collect();
    let new: Vec<_> = now.difference(&frozen).collect();
    assert!(gone.is_empty(), "numbers given away in released links were changed or removed: {gone:?}");
    assert!(new.is_empty(), "append these lines to tests/links/numbers.txt: {new:?}");
    let unique = |table: &[(u16, &str)]| {
        let numbers: BTreeSet<_> = table.iter().map(|row| row.0).collect();
        let names: BTreeSet<_> = table.iter().map(|row| row.1).collect();
        (numbers.len(), names.len()) == (table.len(), table.len())
    };
    assert!(unique(FACT_NUMBERS) && unique(WORD_NUMBERS), "a number or a name is given twice");
}

#[test]
fn every_name_of_the_contract_has_a_number() {
    let has = |table: &[(u16, &str)], name: &str| table.iter().any(|(_, known)| *known == name);
    for spec in FACTS {
        assert!(has(FACT_NUMBERS, spec.key), "append the fact {} to FACT_NUMBERS", spec.key);
        if let FactKind::Choice(words) | FactKind::Choices(words) = spec.kind {
            words.iter().for_each(|word| assert!(has(WORD_NUMBERS, word), "append the word {word} to WORD_NUMBERS"));
        }
    }
    REGIONS.iter().for_each(|region| assert!(has(WORD_NUMBERS, region), "append the region {region} to WORD_NUMBERS"));
    for (value, name) in Modality::NAMED {
        assert_eq!(value.id(), *name);
    }
    // The names of the links are those of the requests.
    fn same_names<T: Numbered + serde::Serialize>() {
        for (value, name) in T::NAMED {
            assert_eq!(serde_json::to_value(value).unwrap(), *name);
        }
    }
    same_names::<RuleSet>();
    same_names::<Route>();
    same_names::<Modality>();
    same_names::<AcquiredHow>();
    same_names::<Objective>();
    same_names::<Language>();
}

/// What a frozen link carries, as `tests/links/v1.txt` writes it.
#[derive(parcours::domain::read::FromValue)]
#[serde(deny_unknown_fields)]
struct Frozen {
    request: Request,
    #[serde(default)]
    keep_today: bool,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    pack: Option<String>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    adviser_facts: Set<String>,
}

#[test]
fn frozen_links_open_for_ever() {
    let mut count = 0;
    for line in include_str!("links/v1.txt").lines().filter(|line| !line.starts_with("# ")) {
        let (link, json) = line.split_once(' ').unwrap();
        let expected: Frozen = InputError::read_json(json).unwrap();
        let decoded = share::decode(link, Date::new(2026, 11, 21).unwrap()).unwrap();
        assert_eq!(decoded.dropped, [], "{link}");
        let Shared { request, keep_today, language, pack, note, adviser_facts } = decoded.shared;
        assert_eq!(request, expected.request, "{link}");
        assert_eq!((keep_today, pack, note), (expected.keep_today, expected.pack, expected.note), "{link}");
        assert_eq!(language, expected.language.map(|name| Language::of_name(&name).unwrap()), "{link}");
        assert_eq!(adviser_facts.into_iter().map(str::to_owned).collect::<Set<_>>(), expected.adviser_facts, "{link}");
        count += 1;
    }
    assert!(count >= 20, "the file of frozen links only grows");
}
