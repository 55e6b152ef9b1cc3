//! The expected verdicts of the project's customer (`profiles.json` and `boundaries.json` in `tests/cases`), with the customer's ids, operators and
//! paths, and our own of the same kind (`own.json`).
//!
//! A path joins keys by dots; `[id=cpf]` selects one object of a list, `[3]` one position, `[*]` all of them. A key that is absent from an object that
//! is there counts as null; an absent object, or a selection that finds nothing, never holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data,
    domain::{error::InputError, request::Request},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The cases that do not hold yet, with why. One that starts to hold has to leave this list.
const NOT_YET: &[(&str, &str)] = &[];

/// The files, each with the number of its cases.
const FILES: [(&str, usize); 3] =
    [(include_str!("cases/profiles.json"), 66), (include_str!("cases/boundaries.json"), 82), (include_str!("cases/own.json"), OWN)];
const OWN: usize = 415;

#[test]
fn every_case_holds_but_those_known_not_to() {
    let engine = data::engine().unwrap();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, count) in FILES {
        let document: Value = serde_json::from_str(file).unwrap();
        let cases = document["cases"].as_array().unwrap();
        assert_eq!(cases.len(), count, "every case is read");
        for case in cases {
            let id = case["id"].as_str().unwrap();
            assert!(seen.insert(id.to_owned()), "{id} stands twice");
            let answer = InputError::read_json::<Request>(&case["request"].to_string())
                .and_then(|request| engine.evaluate(&request))
                .map_or_else(|fault| json!({ "error": fault }), |answer| serde_json::to_value(answer).unwrap());
            let failed: Vec<String> = case["expect"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|expectation| !holds(&answer, expectation))
                .map(|expectation| format!("{id}: {expectation}; got {:?}", read(&answer, expectation["path"].as_str().unwrap())))
                .collect();
            match NOT_YET.iter().find(|(known, _)| *known == id) {
                Some(_) if failed.is_empty() => faults.push(format!("{id} holds now: take it off the list")),
                None => faults.extend(failed),
                Some(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn holds(answer: &Value, expectation: &Value) -> bool {
    let got = read(answer, expectation["path"].as_str().unwrap());
    let wishes = expectation.as_object().unwrap().iter().filter(|(key, _)| *key != "path");
    let mut tested = false;
    for (operator, wanted) in wishes {
        tested = true;
        let is_date = |value: &Value| value.as_str().is_some_and(|text| text.len() == 10 && text.as_bytes()[4] == b'-');
        let fine = match (operator.as_str(), &got) {
            ("is_null", Some(got)) => got.is_null() == (wanted == &json!(true)),
            ("is_null", None) => false,
            ("equals", Some(got)) => same(wanted, got),
            ("one_of", Some(got)) => wanted.as_array().unwrap().iter().any(|wanted| same(wanted, got)),
            ("contains", Some(got)) => within(wanted, got),
            ("not_contains", Some(got)) => (got.is_array() || got.is_string()) && !within(wanted, got),
            ("on_or_before", Some(got)) => is_date(got) && got.as_str() <= wanted.as_str(),
            ("on_or_after", Some(got)) => is_date(got) && got.as_str() >= wanted.as_str(),
            (_, None) => false,
            (other, _) => unreachable!("{other} is not an operator"),
        };
        if !fine {
            return false;
        }
    }
    tested
}

/// Equality in which 51 and 51.0 are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b))),
        _ => a == b,
    }
}

fn within(wanted: &Value, got: &Value) -> bool {
    match (got, wanted) {
        (Value::Array(items), _) => items.iter().any(|item| same(wanted, item)),
        (Value::String(got), Value::String(wanted)) => got.contains(wanted.as_str()),
        _ => false,
    }
}

enum Step {
    Key(String),
    Index(usize),
    Pick(String, String),
    All,
}

fn steps(path: &str) -> Vec<Step> {
    let mut out = Vec::new();
    for part in path.replace('[', ".[").split('.').filter(|part| !part.is_empty()) {
        out.push(match part.strip_prefix('[').map(|inside| inside.strip_suffix(']').unwrap()) {
            None => Step::Key(part.to_owned()),
            Some("*") => Step::All,
            Some(inside) => match (inside.parse(), inside.split_once('=')) {
                (Ok(index), _) => Step::Index(index),
                (_, Some((key, wanted))) => Step::Pick(key.to_owned(), wanted.to_owned()),
                _ => unreachable!("{path} cannot be read"),
            },
        });
    }
    out
}

fn read(answer: &Value, path: &str) -> Option<Value> {
    let steps = steps(path);
    match steps.iter().position(|step| matches!(step, Step::All)) {
        None => walk(answer, &steps).into_iter().next().flatten(),
        Some(first) => {
            let list = if first == 0 { Some(answer.clone()) } else { walk(answer, &steps[..first]).into_iter().next().flatten() };
            list.filter(Value::is_array)?;
            Some(Value::Array(walk(answer, &steps).into_iter().flatten().collect()))
        }
    }
}

/// The values reached; `None` stands for "nothing there".
fn walk(value: &Value, steps: &[Step]) -> Vec<Option<Value>> {
    let Some((step, rest)) = steps.split_first() else { return vec![Some(value.clone())] };
    match (step, value) {
        (Step::Key(_), Value::Null) if rest.is_empty() => vec![Some(Value::Null)],
        (Step::Key(key), Value::Object(map)) => match map.get(key) {
            Some(inner) => walk(inner, rest),
            None => vec![rest.is_empty().then_some(Value::Null)],
        },
        (Step::Index(index), Value::Array(items)) => items.get(*index).map_or_else(|| vec![None], |item| walk(item, rest)),
        (Step::Pick(key, wanted), Value::Array(items)) => {
            let found = items.iter().find(|item| item.get(key).and_then(Value::as_str) == Some(wanted));
            found.map_or_else(|| vec![None], |item| walk(item, rest))
        }
        (Step::All, Value::Array(items)) => items.iter().flat_map(|item| walk(item, rest)).collect(),
        _ => vec![None],
    }
}

#[test]
fn the_reader_of_paths_tells_null_from_nothing() {
    let answer = json!({ "a": [{ "id": "x", "n": 1 }, { "id": "y", "n": null }], "o": {} });
    assert_eq!(read(&answer, "a[id=x].n"), Some(json!(1)));
    assert_eq!(read(&answer, "a[id=y].n"), Some(Value::Null));
    assert_eq!(read(&answer, "a[id=z].n"), None);
    assert_eq!(read(&answer, "o.absent"), Some(Value::Null));
    assert_eq!(read(&answer, "o.absent.deeper"), None);
    assert_eq!(read(&answer, "a[*].id"), Some(json!(["x", "y"])));
    assert_eq!(read(&answer, "missing[*].id"), None);
    assert!(!holds(&answer, &json!({ "path": "a[*].id" })), "an expectation without an operator tests nothing");
    assert!(!holds(&answer, &json!({ "path": "a[id=z].n", "is_null": true })), "nothing is not null");
    assert!(!holds(&answer, &json!({ "path": "a[0].n", "equals": true })), "true is not 1");
}
