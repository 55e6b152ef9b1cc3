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
        engine::{Engine, ScheduleFile},
        error::InputError,
        openings::read_csv,
        planner::{Budget, Problem, Status, check, solve, validate},
        request::Request,
        rules::RuleBook,
        share::{self, CodeKind, Decoded, Resolution},
    },
};
use std::{borrow::Cow, sync::LazyLock};

/// What one input is given to.
type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 6] = [
    ("link", |bytes| link(&text(bytes))),
    ("request", |bytes| request(&text(bytes))),
    ("pack", |bytes| pack(&text(bytes))),
    ("csv", csv),
    ("catalogue", |bytes| catalogue(&text(bytes))),
    ("instance", |bytes| instance(&text(bytes))),
];

/// The opening schedule of the region that the tests make up.
const SCHEDULE: ScheduleFile<'_> = ScheduleFile { name: "schedule.csv", bytes: include_bytes!("../../packs/region-inventee.csv") };

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

fuzz_target!(|bytes: &[u8]| TARGET(bytes));

/// What is read as text arrives as text: the browser and the command line see to that.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

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

/// A region pack is taken in or refused with every fault, whether an opening schedule comes beside it or not; a person of its region is
/// then answered.
fn pack(text: &str) {
    refused_with_reason(RuleBook::read(&[("rules.json", text)]).err());
    let alone = match ENGINE.with_pack("pack.json", text, None) {
        Ok(loaded) => loaded,
        Err(faults) => return refused_with_reason(Some(faults)),
    };
    each_says_why(&alone.refused, "pack.json: schedule.csv: line ");
    let both = match ENGINE.with_pack("pack.json", text, Some(SCHEDULE)) {
        Ok(loaded) => loaded,
        Err(faults) => return assert!(faults.is_empty(), "a schedule makes no pack wrong: {faults:?}"),
    };
    assert_eq!(both.region, alone.region, "a schedule changes no region");
    each_says_why(both.refused.get(alone.refused.len()..).unwrap_or_default(), "schedule.csv: line ");
    let mut person = Request::blank(today());
    person.centre_region = Some(both.region);
    if let Err(fault) = both.engine.evaluate(&person) {
        assert_eq!(fault.to_string(), "", "a person of the pack's region is answered");
    }
}

/// Every line of an opening schedule is an opening of a unit that there is, or refused with its reason.
fn csv(bytes: &[u8]) {
    let read = read_csv(bytes, ENGINE.catalogue());
    each_says_why(&read.refused, "line ");
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
    assert!(read.openings.len() + read.refused.len() <= lines, "a line is read once");
    assert!(!read.openings.is_empty() || !read.refused.is_empty(), "a file that gives nothing says why");
    for opening in &read.openings {
        assert!(ENGINE.catalogue().unit(&opening.ue).is_some(), "{} is a unit", opening.ue);
        assert!(!opening.terms.is_empty(), "{} opens at some time", opening.ue);
    }
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
        each_says_why(&faults, "");
    }
}

/// Each fault says why, and its path begins with `place`.
fn each_says_why(faults: &[InputError], place: &str) {
    for fault in faults {
        assert!(!fault.message.is_empty() && !fault.code.is_empty(), "each reason is told");
        assert!(fault.path.starts_with(place), "{} is in {place}", fault.path);
    }
}

fn today() -> Date {
    "2026-11-21".parse().unwrap_or(Date::EPOCH)
}
