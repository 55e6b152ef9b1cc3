//! `parcours schema`: what is published is what the engine reads and writes.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::domain::{
    answer::Answer,
    error::InputError,
    facts::FACTS,
    request::{Acquired, Item, Pace, Request, Target, TermPace},
    schema,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, process::Command};

fn request_schema() -> Value {
    schema::of_input::<Request>().to_value()
}

fn answer_schema() -> Value {
    schema::of_output::<Answer>().to_value()
}

/// The first fault of `value` under `schema`, or `None`. Covers the keywords that our schemas use, except `format` and `pattern`.
fn fault(schema: &Value, value: &Value, root: &Value, path: &str) -> Option<String> {
    let keywords = [
        "$ref",
        "$defs",
        "$schema",
        "title",
        "description",
        "default",
        "examples",
        "format",
        "pattern",
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "enum",
        "const",
        "anyOf",
        "oneOf",
        "minimum",
        "maximum",
        "patternProperties",
    ];
    let Some(object) = schema.as_object() else {
        return (schema == &json!(false)).then(|| format!("{path}: nothing may stand here"));
    };
    for keyword in object.keys() {
        assert!(keywords.contains(&keyword.as_str()), "this test does not know the keyword {keyword}");
    }
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
        return fault(&root["$defs"][name], value, root, path);
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(options) = schema[several].as_array() {
            let fitting = options.iter().filter(|option| fault(option, value, root, path).is_none()).count();
            if fitting == 0 || (several == "oneOf" && fitting > 1) {
                return Some(format!("{path}: {fitting} of the alternatives fit"));
            }
        }
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("{name} is not a type"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::String(name) => is(name),
        names => names.as_array().unwrap().iter().any(|name| is(name.as_str().unwrap())),
    };
    if !fits {
        return Some(format!("{path}: {value} is not {}", schema["type"]));
    }
    if object.contains_key("const") && schema["const"] != *value || schema["enum"].as_array().is_some_and(|all| !all.contains(value)) {
        return Some(format!("{path}: {value} is not one of the list"));
    }
    if let Some(number) = value.as_f64()
        && (schema["minimum"].as_f64().is_some_and(|least| number < least) || schema["maximum"].as_f64().is_some_and(|most| number > most))
    {
        return Some(format!("{path}: {value} is out of bounds"));
    }
    if let (Some(values), true) = (value.as_array(), object.contains_key("items")) {
        return values.iter().enumerate().find_map(|(at, each)| fault(&schema["items"], each, root, &format!("{path}[{at}]")));
    }
    let value = value.as_object()?;
    if let Some(missing) = schema["required"].as_array().into_iter().flatten().find(|key| !value.contains_key(key.as_str().unwrap())) {
        return Some(format!("{path}: {missing} is missing"));
    }
    value.iter().find_map(|(key, each)| {
        let patterns = schema["patternProperties"].as_object().and_then(|patterns| patterns.values().next());
        let rule = schema["properties"].get(key).or(patterns).or(object.get("additionalProperties"));
        rule.and_then(|rule| fault(rule, each, root, &format!("{path}.{key}")))
    })
}

/// The keys that serde accepts, as its own error message lists them.
fn keys_of<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let Err(fault) = serde_json::from_value::<T>(json!({ "no such key": 1 })) else {
        panic!("an unknown key is accepted");
    };
    let message = fault.to_string();
    let (_, list) = message.split_once("expected").unwrap_or_else(|| panic!("{message}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_request_schema_lists_exactly_the_keys_that_are_read() {
    let root = request_schema();
    for (schema, keys) in [
        (&root, keys_of::<Request>()),
        (&root["$defs"]["Target"], keys_of::<Target>()),
        (&root["$defs"]["Pace"], keys_of::<Pace>()),
        (&root["$defs"]["TermPace"], keys_of::<TermPace>()),
        (&root["$defs"]["Acquired"], keys_of::<Acquired>()),
        (&root["$defs"]["Item"], keys_of::<Item>()),
        (&root["$defs"]["Facts"], FACTS.iter().map(|spec| spec.key.to_owned()).collect()),
    ] {
        let listed: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(listed, keys);
        assert_eq!(schema["additionalProperties"], json!(false), "{keys:?}");
    }
}

#[test]
fn serde_and_schema_accept_and_refuse_the_same() {
    let root = request_schema();
    let with = |key: &str, value: Value| {
        let mut request = json!({ "version": 1, "today": "2026-11-21" });
        request[key] = value;
        request
    };
    let cases = [
        (true, with("today", json!("2026-11-21"))),
        (true, with("facts", Value::Null)),
        (true, with("objective", Value::Null)),
        (
            true,
            with(
                "facts",
                json!({ "age": null, "benefits": ["rsa"], "worked_time_ratio": 0.5, "status": "salarie", "cpf_balance": "1.00" }),
            ),
        ),
        (true, with("target", json!({ "diploma": "LG02501A", "ue": [], "start_term": "2027-S2", "routes": ["ue", "vae"] }))),
        (true, with("pace", json!({ "max_ue": 3, "max_ects": null, "terms": { "2028-S1": { "max_ue": 0 } } }))),
        (true, with("acquired", json!([{ "ue": "NFA031", "how": "ves", "on": "2025-06-30" }]))),
        (true, with("pins", json!({ "UTC501": "2027-S2" }))),
        (true, with("near", json!({ "UTC501": "2027-S2" }))),
        (true, with("modalities", json!(["distance", "soir"]))),
        (true, with("items", json!([{ "id": "a", "kind": "ue", "ects": 6, "term": "2027-S2", "payer": "self", "modality": "soir" }]))),
        (true, with("rules", json!("documents"))),
        (false, with("version", json!(2))),
        (false, with("today", Value::Null)),
        (false, with("rules", json!("custom"))),
        (false, with("facts", json!({ "favourite_colour": "blue" }))),
        (false, with("facts", json!({ "age": 121 }))),
        (false, with("facts", json!({ "age": "old" }))),
        (false, with("facts", json!({ "status": "astronaute" }))),
        (false, with("facts", json!({ "benefits": ["apl"] }))),
        (false, with("facts", json!({ "cpf_balance": 12 }))),
        (false, with("facts", json!({ "worked_time_ratio": 1.5 }))),
        (false, with("pace", json!({ "max_eu": 3 }))),
        (false, with("pace", json!({ "max_ue": -1 }))),
        (false, with("pace", json!({ "terms": { "2028-S1": { "max_eu": 0 } } }))),
        (false, with("acquired", json!([{ "how": "ves" }]))),
        (false, with("modalities", json!(["telepathy"]))),
        (false, with("items", json!([{ "id": "a" }]))),
        (false, with("colour", json!("blue"))),
    ];
    for (sound, request) in cases {
        let read = InputError::read_json::<Request>(&request.to_string());
        assert_eq!(read.is_ok(), sound, "serde on {request}: {read:?}");
        let found = fault(&root, &request, &root, "");
        assert_eq!(found.is_none(), sound, "schema on {request}: {found:?}");
        if let Ok(request) = read {
            let written = serde_json::to_value(request).unwrap();
            assert_eq!(fault(&root, &written, &root, ""), None, "what is written can be read: {written}");
        }
    }
}

#[test]
fn an_answer_has_the_published_shape() {
    let root = answer_schema();
    let answer = serde_json::to_value(Answer::default()).unwrap();
    assert_eq!(fault(&root, &answer, &root, ""), None);
    let mut wrong = answer.clone();
    wrong["entry"]["verdict"] = json!("perhaps");
    assert!(fault(&root, &wrong, &root, "").is_some());
    let listed: BTreeSet<&String> = root["properties"].as_object().unwrap().keys().collect();
    assert_eq!(listed, answer.as_object().unwrap().keys().collect());
}

#[test]
fn the_command_prints_them_and_names_those_it_has() {
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_parcours")).arg("schema").args(arguments).output().unwrap();
    for name in ["request", "answer"] {
        let printed: Value = serde_json::from_slice(&run(&[name]).stdout).unwrap();
        assert_eq!(printed["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(printed["properties"]["version"]["$ref"], "#/$defs/Version", "{name}");
    }
    for arguments in [&[][..], &["nothing"], &["request", "answer"]] {
        let output = run(arguments);
        let told: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        assert!(told["error"]["message"].as_str().unwrap().contains("request, answer"), "{told}");
    }
}
