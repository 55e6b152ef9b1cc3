//! No rule of the sources is forgotten: each is used by the product, or stands in a list with the reason why it cannot matter to a planner.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data::{
        self,
        texts::{Lang, Texts},
    },
    domain::{error::InputError, request::Request},
};
use serde_json::Value;
use std::collections::BTreeSet;

const SUBJECTS: &str = include_str!("data/rule-subjects.json");
const CASES: [&str; 3] = [include_str!("cases/profiles.json"), include_str!("cases/boundaries.json"), include_str!("cases/own.json")];

/// Whether a word is the id of a rule: `R150`, `LAW020`.
fn is_rule(word: &str) -> bool {
    let digits = word.strip_prefix("LAW").or_else(|| word.strip_prefix('R')).unwrap_or_default();
    digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every rule that a value names.
fn named(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(word) if is_rule(word) => {
            out.insert(word.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, out)),
        Value::Object(map) => map.values().for_each(|value| named(value, out)),
        _ => {}
    }
}

/// The rules that the shipped data names outside the records of the rules themselves; with `shown_always`, only in what every visitor of a
/// centre is shown whatever they say: contacts, pages, calendar and hours.
fn used(shown_always: bool) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (_, text) in data::RULES.iter() {
        let mut file: Value = serde_json::from_str(text).unwrap();
        let parts = file.as_object_mut().unwrap();
        for records in ["rules", "parameters", "documents", "documents_cited"] {
            parts.remove(records);
        }
        if shown_always {
            parts.retain(|part, _| ["contacts", "links", "terms", "hours"].contains(&part.as_str()));
        }
        named(&file, &mut out);
    }
    out
}

fn subjects() -> Value {
    serde_json::from_str(SUBJECTS).unwrap()
}

/// The ids of the list.
fn listed() -> BTreeSet<String> {
    subjects()["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap().to_owned()).collect()
}

fn reasons() -> BTreeSet<String> {
    subjects()["reasons"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_list_is_that_of_the_book() {
    let book = data::rule_book().unwrap();
    let records: BTreeSet<String> = book.rules().map(|rule| rule.id.clone()).collect();
    assert_eq!(listed(), records);
    assert_eq!(listed().iter().filter(|id| id.starts_with('R')).count(), 203);
    let subjects = subjects();
    let told = |rule: &Value| rule["subject"].as_str().is_some_and(|subject| subject.len() > 10);
    assert!(subjects["rules"].as_array().unwrap().iter().all(told));
}

#[test]
fn every_rule_is_used_or_has_its_reason() {
    let (used, reasons) = (used(false), reasons());
    let forgotten: Vec<String> = listed().into_iter().filter(|id| !used.contains(id) && !reasons.contains(id)).collect();
    assert!(forgotten.is_empty(), "neither used nor explained: {forgotten:?}");
    let stale: Vec<&String> = reasons.iter().filter(|id| used.contains(*id) || !listed().contains(*id)).collect();
    assert!(stale.is_empty(), "used after all, or no rule: {stale:?}");
    let why = subjects();
    assert!(why["reasons"].as_object().unwrap().values().all(|why| why.as_str().is_some_and(|why| why.len() > 30)));
}

/// A rule that is named but in no answer would only pretend to be used.
#[test]
fn every_used_rule_is_quoted_by_an_answer() {
    let engine = data::engine().unwrap();
    let mut quoted = used(true);
    for file in CASES {
        let file: Value = serde_json::from_str(file).unwrap();
        for case in file["cases"].as_array().unwrap() {
            let request = InputError::read_json::<Request>(&case["request"].to_string());
            if let Ok(answer) = request.and_then(|request| engine.evaluate(&request)) {
                named(&serde_json::to_value(answer).unwrap(), &mut quoted);
            }
        }
    }
    let silent: Vec<String> = used(false).difference(&quoted).cloned().collect();
    assert!(silent.is_empty(), "in no answer: {silent:?}");
}

#[test]
fn every_used_rule_has_its_sentence_in_both_languages() {
    let texts = Texts::read().unwrap();
    let untold: Vec<String> =
        used(false).into_iter().filter(|id| texts.find(Lang::Fr, id).is_none() || texts.find(Lang::En, id).is_none()).collect();
    assert!(untold.is_empty(), "{untold:?}");
}
