//! `parcours link` and `parcours unlink`, as a shell sees them.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use serde_json::Value;
use std::{
    io::Write,
    process::{Command, Stdio},
};

/// Runs the command line; gives its exit code, standard output and standard error.
fn parcours(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_parcours"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|fault| panic!("{fault}: {text}"))
}

const REQUEST: &str = r#"{"version":1,"today":"2026-11-21","rules":"law","centre_region":"grand-est",
    "facts":{"birth_date":"1990-01-15","status":"salarie"},"target":{"diploma":"LG02501A"},"pace":{"max_ue":2},"pins":{"UTC501":"2027-S2"},
    "objective":["finish","cost","peak","preference"]}"#;

#[test]
fn unlink_gives_back_what_link_took() {
    let (code, link, fault) = parcours(&["link", "--base", "https://cnam.example/plan/?x=1#old"], REQUEST);
    assert_eq!((code, fault.as_str()), (0, ""));
    assert!(link.starts_with("https://cnam.example/plan/?x=1#p=1"), "{link}");
    for link in [link.trim(), link.split_once('#').unwrap().1.trim(), link.split_once("p=").unwrap().1.trim()] {
        let (code, request, fault) = parcours(&["unlink", "--today", "2030-01-01", link], "");
        assert_eq!((code, fault.as_str()), (0, ""));
        assert_eq!(json(&request), json(REQUEST));
    }
}

#[test]
fn options_of_link_do_what_they_say() {
    let (_, link, told) = parcours(&["link", "--undated", "--private", "--lang", "en", "--note", "à voir"], REQUEST);
    assert_eq!(json(&told), serde_json::json!({ "left_out": ["birth_date"] }));
    assert!(link.starts_with("#p=1"), "{link}");
    let request = json(&parcours(&["unlink", "--today", "2027-03-04", link.trim()], "").1);
    assert_eq!((&request["today"], &request["facts"]), (&"2027-03-04".into(), &serde_json::json!({ "status": "salarie" })));
    let by_clock = json(&parcours(&["unlink", link.trim()], "").1);
    assert!(by_clock["today"].as_str().unwrap().parse::<parcours::domain::date::Date>().is_ok(), "{by_clock}");
}

#[test]
fn bad_input_is_one_json_object_and_exit_code_2() {
    let link = parcours(&["link"], REQUEST).1;
    let cut = &link[..link.len() - 12];
    for (arguments, input, code) in [
        (vec!["unlink"], "", "bad_argument"),
        (vec!["unlink", "a", "b"], "", "bad_argument"),
        (vec!["unlink", "--today", "demain", "#p=1APg3"], "", "bad_argument"),
        (vec!["unlink", "bonjour"], "", "not_a_link"),
        (vec!["unlink", "#p=7AAA"], "", "unknown_link_version"),
        (vec!["unlink", cut], "", "truncated_link"),
        (vec!["link", "--bsae", "x"], REQUEST, "bad_argument"),
        (vec!["link", "--lang", "de"], REQUEST, "bad_argument"),
        (vec!["link", "--pack", "http://x"], REQUEST, "invalid_pack"),
        (vec!["link"], "{", "malformed_json"),
        (vec!["link"], r#"{"version":1,"today":"2026-11-21","facts":{"colour":1}}"#, "unknown_key"),
    ] {
        let (exit, out, fault) = parcours(&arguments, input);
        assert_eq!((exit, out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(json(&fault)["error"]["code"], code, "{arguments:?}");
    }
    let (exit, out, told) = parcours(&["unlink", "--recover", cut], "");
    assert_eq!((exit, json(&out)["pace"]["max_ue"].as_u64()), (0, Some(2)));
    assert!(told.contains("cut off"), "{told}");
}

#[test]
fn what_was_dropped_is_told_beside_the_request() {
    let (code, out, told) = parcours(&["unlink", "--today", "2026-11-21", "#status=salarie&age=200"], "");
    assert_eq!((code, &json(&out)["facts"]), (0, &serde_json::json!({ "status": "salarie" })));
    assert_eq!(json(&told)["dropped"][0]["path"], "age");
}
