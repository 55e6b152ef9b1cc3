//! What the first question needs: all that the exports of the wasm reach, through calls, constants and the table of functions, up to the
//! [`DOORS`]. Where code is called through the table, names say what is early. The compiler must not merge functions of equal code (`page.rs`),
//! or they would say nothing.

use crate::{body::Uses, fault::Fault, links::Links, wasm::without_hashes};
use std::collections::{BTreeMap, BTreeSet};

/// Modules that the first question needs, and types of others that a session holds. Of the functions that early code does not call by name but
/// only keeps a reference to, those whose names mention another module of the planner move to the second part.
const EARLY: &[&str] = &[
    "parcours::embed",
    "parcours::data::texts",
    "parcours::data::format",
    "parcours::ui::app",
    "parcours::ui::arrival",
    "parcours::ui::controls",
    "parcours::ui::dom",
    "parcours::ui::link::Advice",
    "parcours::ui::parts::disclosure",
    "parcours::ui::parts::heading",
    "parcours::ui::parts::says",
    "parcours::ui::parts::screen_heading",
    "parcours::ui::preview::preview",
    "parcours::ui::question",
    "parcours::ui::session",
    "parcours::ui::share::Draft",
    "parcours::ui::tag",
    "parcours::ui::whatif::compare::Kept",
    "parcours::domain::accent",
    "parcours::domain::answer",
    "parcours::domain::date",
    // As an argument of a generic type: whoever asks for the engine too early is told so.
    "parcours::domain::engine::Engine,",
    "parcours::domain::error",
    "parcours::domain::facts",
    "parcours::domain::letters",
    "parcours::domain::money",
    "parcours::domain::questionnaire",
    "parcours::domain::read",
    "parcours::domain::region",
    "parcours::domain::request",
    "parcours::domain::sorted",
];

/// What moves all the same, by what its name contains: what writes values for those who program, streams, which Leptos brings and nobody uses,
/// answers for JavaScript, texts in JSON, and the controls of later questions.
const LATE: &[&[&str]] = &[
    &["core::fmt::Debug>::fmt"],
    &["parcours::ui::app::dropped_lines"],
    &["parcours::ui::app::now_here"],
    &["parcours::ui::app::now_shown"],
    &["parcours::ui::controls::checkboxes"],
    &["parcours::ui::controls::number_input"],
    &["parcours::ui::question::control::region_select"],
    &["parcours::ui::question::control::text_control"],
    &["wasm_streams::"],
    &["parcours::embed::answer"],
    &["parcours::domain::answer::", "serde_core::ser::Serialize"],
    &["parcours::data::texts::Texts>::add"],
];

/// The late functions that early code calls by itself, each only after the arrival: behind `ui::arrival`, with the engine in hand, or where
/// `www/cnam-parcours.js` waits. A new one must keep to that as well: without a line here it stays in the first part, and shows in its weight.
/// Those with one caller are marked `#[inline(never)]`, or the compiler would make them part of it.
const DOORS: &[&str] = &[
    "parcours::ui::acquired::acquired",
    "parcours::ui::answering::answer",
    "parcours::ui::answering::once_taken_over",
    "parcours::ui::app::dropped_lines",
    "parcours::ui::app::now_here",
    "parcours::ui::app::now_shown",
    "parcours::ui::controls::checkboxes",
    "parcours::ui::controls::number_input",
    "parcours::ui::parts::fact_value",
    "parcours::ui::picker::picker",
    "parcours::ui::preview::lines",
    "parcours::ui::question::control::region_select",
    "parcours::ui::question::control::text_control",
    "parcours::embed::answer",
    "parcours::data::read_bundle",
    "parcours::data::calendar::ics",
    "parcours::ui::link::read",
    "parcours::ui::link::state_of",
    "parcours::ui::pack::load_pack",
    "parcours::ui::result::result",
    "<parcours::domain::engine::Engine>::evaluate",
    "<parcours::domain::request::Request as parcours::domain::read::FromValue>::from_value",
    "<core::option::Option<parcours::domain::answer::plan::Plan> as serde_core::ser::Serialize>::serialize::<&serde_wasm_bindgen::ser::Serializer>",
    "core::ptr::drop_in_place::<parcours::domain::engine::Engine>",
];

/// How the names of functions begin that need an answer to work on, which only the engine makes: they move, and are doors.
const OF_ANSWERS: &[&str] = &[
    "<parcours::domain::answer::",
    "<alloc::sync::Arc<parcours::domain::answer::Answer>",
    "core::ptr::drop_in_place::<parcours::domain::answer::",
];

/// How the names of functions begin that end the program. One that ends before the second part has arrived ends all the same, at the empty
/// place in the table: its message is lost, and the page says that it stopped.
const PANICS: &[&str] = &[
    "core::panicking::",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "core::cell::panic_",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::",
];

/// The exports that `www/cnam-parcours.js` calls after the arrival alone.
const LATE_EXPORTS: &[&str] = &["ics", "loadPack", "onQr", "planner_plan", "refusePack"];

/// A module, as far as this needs it.
pub struct Program<'a> {
    /// The names of functions, by number.
    pub names: BTreeMap<u32, &'a str>,
    /// How many functions are imported: they come first.
    pub imported: usize,
    /// What each other function uses.
    pub uses: &'a [Uses],
    /// The function at each place of the table.
    pub table: BTreeMap<u32, u32>,
    pub links: &'a Links<'a>,
}

/// What stays in the first part.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Early {
    pub functions: BTreeSet<u32>,
    /// Pieces of data, by number.
    pub pieces: BTreeSet<usize>,
}

/// Whether an export may be called before the second part has arrived.
pub fn is_early_export(name: &str) -> bool {
    !LATE_EXPORTS.contains(&name)
}

/// What `roots` reach.
///
/// # Errors
/// When the module has lost its names.
pub fn reach(program: &Program<'_>, roots: Vec<u32>) -> Result<Early, Fault> {
    if program.names.is_empty() {
        return Err(Fault::new("no function can move to the second part: has the module lost its names?"));
    }
    let name = |function: u32| program.names.get(&function).map_or(String::new(), |name| without_hashes(name));
    let mut early = Early::default();
    let (mut functions, mut pieces) = (roots, Vec::new());
    loop {
        if let Some(function) = functions.pop() {
            let uses = (function as usize).checked_sub(program.imported).and_then(|index| program.uses.get(index));
            let Some(uses) = uses.filter(|_| early.functions.insert(function)) else { continue };
            functions.extend(uses.calls.iter().map(|call| call.function).filter(|called| !is_door(&name(*called))));
            for number in &uses.numbers {
                // Where it stands in the source concerns a panic alone.
                let used = program.links.by_number.get(number).into_iter().flatten().copied();
                pieces.extend(used.filter(|piece| !program.links.is_location(*piece)));
                functions.extend(program.table.get(number).copied().filter(|kept| !is_late(&name(*kept))));
            }
        } else if let Some(piece) = pieces.pop() {
            if early.pieces.insert(piece) {
                let references = &program.links.from[piece];
                pieces.extend(references.pieces.iter().map(|(_, piece)| *piece));
                let kept = references.places.iter().filter_map(|place| program.table.get(place));
                functions.extend(kept.copied().filter(|kept| !is_late(&name(*kept))));
            }
        } else {
            return Ok(early);
        }
    }
}

/// Whether a function that is only referred to moves.
fn is_late(name: &str) -> bool {
    if is_door(name) || LATE.iter().any(|parts| parts.iter().all(|part| name.contains(part))) {
        return true;
    }
    // Before the rest arrives nothing is read but the element's options.
    let early: &[&str] = if name.contains("::FromValue") { &["parcours::domain::read", "parcours::embed"] } else { EARLY };
    // The planner's search is a package of its own.
    if name.starts_with("planner::") || name.contains("<planner::") {
        return true;
    }
    name.match_indices("parcours::").any(|(at, _)| !early.iter().any(|module| name[at..].starts_with(module)))
}

fn is_door(name: &str) -> bool {
    DOORS.contains(&name) || name.contains("wasm_streams::") || is_of_answers(name) || PANICS.iter().any(|start| name.starts_with(start))
}

fn is_of_answers(name: &str) -> bool {
    OF_ANSWERS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{body::Call, links::References, wasm::Data};

    fn uses(calls: &[u32], numbers: &[u32]) -> Uses {
        let call = |function: &u32| Call { start: 0, end: 0, function: *function };
        Uses { calls: calls.iter().map(call).collect(), numbers: numbers.to_vec() }
    }

    #[test]
    fn what_is_reached_stays_but_for_the_doors_and_what_names_call_late() {
        // 0 calls 1 and a door, 1 uses a constant and keeps a late function; the constant refers to another, which keeps 4.
        let uses = [uses(&[1, 2], &[]), uses(&[], &[100, 51]), uses(&[5], &[]), uses(&[], &[]), uses(&[], &[]), uses(&[], &[])];
        let names = ["parcours::embed::run", "a", "core::panicking::panic", "parcours::ui::board::board", "b", "c"];
        let piece = |address| Data { at: 0, address, bytes: b"" };
        let from = vec![
            References { pieces: vec![(0, 1)], places: Vec::new() },
            References { pieces: Vec::new(), places: vec![50, 51] },
            References::default(),
        ];
        let links = Links { pieces: vec![piece(100), piece(200), piece(300)], by_number: [(100, [0].into())].into(), from };
        let names: BTreeMap<u32, &str> = (0..).zip(names).collect();
        let program = Program { names, imported: 0, uses: &uses, table: [(50, 4), (51, 3)].into(), links: &links };
        let early = reach(&program, vec![0]).unwrap();
        assert_eq!(early, Early { functions: [0, 1, 4].into(), pieces: [0, 1].into() });
        assert!(reach(&Program { names: BTreeMap::new(), ..program }, vec![0]).is_err(), "without names nothing is known");
    }

    #[test]
    fn exports_are_early_unless_they_are_listed() {
        assert!(is_early_export("mount") && !is_early_export("loadPack"));
    }
}
