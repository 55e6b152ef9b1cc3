//! Fuzzing of everything that comes from outside: one program, whose target is named by the variable `FUZZ_TARGET`.
//!
//! Run by `cargo xtask fuzz`, which builds it with coverage counters, keeps the corpus in `tests/fuzz/corpus/TARGET/`, and sets the limits
//! of time and memory. A target fails by panicking, by hanging, by growing, or by breaking the promise that it states.
#![no_main]

mod mutate;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use parcours::{
    data,
    domain::{
        catalogue::Catalogue,
        date::Date,
        engine::Engine,
        error::InputError,
        planner::{Budget, Problem, Status, check, solve, validate},
        request::Request,
        rules::RuleBook,
        share::{self, CodeKind, Decoded, Resolution},
    },
};
use std::sync::LazyLock;

/// What one input is given to.
type Target = fn(&str);

const TARGETS: [(&str, Target); 5] =
    [("link", link), ("request", request), ("pack", pack), ("catalogue", catalogue), ("instance", instance)];

/// The target that was asked for.
static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let wanted = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let found = TARGETS.iter().find(|(name, _)| *name == wanted);
    let names = TARGETS.map(|(name, _)| name).join(", ");
    #[allow(clippy::panic, reason = "a fuzzer without a target cannot run, and libFuzzer offers no other way out")]
    found.map_or_else(|| panic!("FUZZ_TARGET is one of {names}"), |(_, target)| *target)
});

/// The shipped engine. Its data are read once: only the input differs between runs.
#[allow(clippy::expect_used, reason = "the tests of the data hold it sound")]
static ENGINE: LazyLock<Engine> = LazyLock::new(|| data::engine().expect("the shipped data are sound"));

// Half of the changes keep JSON valid: bytes alone seldom get behind the parser.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let valid =
        if seed.is_multiple_of(2) { data.get(..size).and_then(|text| mutate::mutate(text, &mut mutate::Dice::new(seed))) } else { None };
    match valid.filter(|text| text.len() <= max_size) {
        Some(text) => {
            if let Some(place) = data.get_mut(..text.len()) {
                place.copy_from_slice(&text);
            }
            text.len()
        }
        None => fuzzer_mutate(data, size, max_size),
    }
});

fuzz_target!(|bytes: &[u8]| TARGET(&String::from_utf8_lossy(bytes)));

/// A link is read, its units are looked up, and what was understood can be written and read again without loss.
fn link(text: &str) {
    let mut decoded = match share::decode(text, today()) {
        Ok(decoded) => decoded,
        Err(fault) => match fault.into_recovered() {
            Some(recovered) => recovered,
            None => return,
        },
    };
    assert_again(&decoded);
    let catalogue = ENGINE.catalogue();
    let dropped = decoded.shared.resolve(|kind, code| match kind {
        CodeKind::Unit if catalogue.unit(code).is_some() => Resolution::Known,
        CodeKind::Diploma if catalogue.diploma(code).is_some() => Resolution::Known,
        _ => Resolution::Unknown,
    });
    for each in dropped {
        assert!(!each.to_string().is_empty(), "what was dropped is named");
    }
    decoded.shared.strip_sensitive();
    assert_again(&decoded);
}

/// What a link said can be said by a link.
fn assert_again(decoded: &Decoded) {
    let Ok(code) = share::encode(&decoded.shared) else { return };
    match share::decode(&code, today()) {
        Ok(again) => assert_eq!(again.shared, decoded.shared, "a link says what it was given"),
        Err(fault) => assert_eq!(fault.to_string(), "", "a link that was just written is read"),
    }
}

/// A request is answered or refused; the plan in the answer was checked by the engine's independent checker.
fn request(text: &str) {
    let Ok(request) = InputError::read_json::<Request>(text) else { return };
    match ENGINE.evaluate(&request) {
        Ok(answer) => assert_eq!(answer.schemes.len(), 16, "every answer lists every scheme"),
        Err(fault) => assert!(!fault.message.is_empty(), "a refusal says why"),
    }
}

/// A region pack is added to the shipped rules or refused with every fault.
fn pack(text: &str) {
    refused_with_reason(ENGINE.book().with_pack("pack.json", text).err());
    refused_with_reason(RuleBook::read(&[("rules.json", text)]).err());
}

/// A catalogue is read or refused with every fault.
fn catalogue(text: &str) {
    refused_with_reason(Catalogue::read(&[("catalogue.json", text)]).err());
}

/// A planning problem is refused or solved, and the plan passes the checker that shares nothing with the search.
fn instance(text: &str) {
    let Ok(problem) = serde_json::from_str::<Problem>(text) else { return };
    if validate(&problem).is_err() {
        return;
    }
    let Ok(solution) = solve(&problem, Budget { question: 50, total: 200 }) else { return };
    if !solution.plan.is_empty() || solution.status == Status::Optimal {
        assert!(check(&problem, &solution).is_ok(), "a plan that is given is a plan");
    }
}

fn refused_with_reason(faults: Option<Vec<InputError>>) {
    if let Some(faults) = faults {
        assert!(!faults.is_empty(), "a refusal has a reason");
        assert!(faults.iter().all(|fault| !fault.message.is_empty()), "each reason is told");
    }
}

fn today() -> Date {
    "2026-11-21".parse().unwrap_or(Date::EPOCH)
}
