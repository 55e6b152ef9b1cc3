//! Splits the published wasm in two: what the first question needs, and the rest, which arrives while it is being read.
//!
//! Both parts share one memory and one table of functions, so that the program does not notice: a function that moved to the second part is
//! called through the table, where the second part puts it when it arrives. Until then the page must not call it, which `ui::arrival`
//! sees to and a browser test checks with a second part that never comes.
//!
//! Names alone would not do: early code also calls small functions whose names mention late types. What early code calls by itself stays with it,
//! all but the [`DOORS`]. The compiler must not merge functions of equal code (`page.rs`), or names would say nothing.

use crate::{
    fault::Fault,
    twins::{Code, stand_ins},
    wasm::{Input, Module, Output, kind, put_constant, put_number, put_text, section, without_hashes},
};
use std::collections::{BTreeMap, BTreeSet};

/// Where the second part imports from: the exports of the first.
const FIRST: &str = "first";

/// Modules that the first question needs, and types of others that a session holds. A function whose name mentions another module of the planner moves to the second part.
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
    "parcours::ui::parts::screen_heading",
    "parcours::ui::preview::preview",
    "parcours::ui::question",
    "parcours::ui::session",
    "parcours::ui::share::Draft",
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

/// What moves all the same, by what its name contains: streams, which Leptos brings and nobody uses, answers for JavaScript, texts in JSON,
/// and the controls of later questions.
const LATE: &[&[&str]] = &[
    &["parcours::ui::app::dropped_lines"],
    &["parcours::ui::app::now_here"],
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
    "parcours::ui::app::dropped_lines",
    "parcours::ui::app::now_here",
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

/// The two parts.
pub struct Parts {
    pub first: Vec<u8>,
    pub second: Vec<u8>,
}

/// Splits a module that wasm-bindgen wrote, with its names.
///
/// # Errors
/// When the module holds what this does not expect.
pub fn split(bytes: &[u8]) -> Result<Parts, Fault> {
    let module = Module::parse(bytes)?;
    let plan = Plan::of(&module)?;
    Ok(Parts { first: plan.first()?, second: plan.second()? })
}

fn is_late(name: &str) -> bool {
    let name = without_hashes(name);
    if is_of_answers(&name) || LATE.iter().any(|parts| parts.iter().all(|part| name.contains(part))) {
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
    let name = without_hashes(name);
    DOORS.contains(&name.as_str()) || name.contains("wasm_streams::") || is_of_answers(&name)
}

fn is_of_answers(name: &str) -> bool {
    OF_ANSWERS.iter().any(|start| name.starts_with(start))
}

/// What goes where.
struct Plan<'a> {
    module: &'a Module<'a>,
    /// The type of each function, imported ones first.
    types: Vec<u32>,
    imported: usize,
    bodies: Vec<&'a [u8]>,
    /// The functions that move.
    late: BTreeSet<u32>,
    /// Those of them that the first part calls by name, each with its new place in the table.
    doors: BTreeMap<u32, usize>,
    /// For each function the one that stands for it, so that neither part holds what the first has already.
    stand_ins: Vec<u32>,
    /// What the second part calls in the first.
    wanted: BTreeSet<u32>,
    /// The number of each function in the second part; `None` for those that it does not name.
    numbers: Vec<Option<usize>>,
    elements: Vec<Segment<'a>>,
    table: Table,
}

/// Functions put into the table one after the other, or anything else as it was.
enum Segment<'a> {
    At(usize, Vec<u32>),
    Other(&'a [u8]),
}

/// The table of functions: its type and its size.
struct Table {
    element: u8,
    size: usize,
}

impl<'a> Plan<'a> {
    fn of(module: &'a Module<'a>) -> Result<Self, Fault> {
        let mut types = module.imported_types()?;
        let imported = types.len();
        types.extend(Input::new(module.section(section::FUNCTION)).list(Input::number)?);
        let bodies = module.bodies()?;
        let mut elements = segments(module.section(section::ELEMENT))?;
        let calls = bodies.iter().map(|body| calls(body)).collect::<Result<Vec<_>, _>>()?;

        let mut fixed: BTreeSet<u32> = Input::new(module.section(section::START)).number().into_iter().collect();
        let names = module.names()?;
        let named = names.iter().filter(|(_, name)| is_late(name)).map(|(function, _)| *function);
        let mut late: BTreeSet<u32> = named.filter(|function| *function as usize >= imported && !fixed.contains(function)).collect();
        if late.is_empty() {
            return Err(Fault::new("no function can move to the second part: has the module lost its names?"));
        }
        let exported = exported_functions(module)?;
        fixed.extend(&exported);
        let kept = fixed.clone();
        for segment in &elements {
            if let Segment::At(_, functions) = segment {
                fixed.extend(functions);
            }
        }
        keep_called(
            &mut late,
            &names.into_iter().filter(|(_, name)| is_door(name)).map(|(function, _)| function).collect(),
            imported,
            &calls,
        );
        add_helpers(&mut late, &fixed, imported, &calls);
        let stand_ins = {
            let codes = types[imported..].iter().zip(&bodies).zip(&calls).map(|((ty, body), calls)| Code { ty: *ty, body, calls });
            // Who is called from outside stays; then those of the first part, which can stand for those of the second, not the reverse.
            let mut order: Vec<u32> = (imported as u32..types.len() as u32).collect();
            order.sort_by_key(|function| (!kept.contains(function), late.contains(function)));
            stand_ins(imported, &codes.collect::<Vec<_>>(), &order, &kept)?
        };
        late.retain(|function| stand_ins[*function as usize] == *function);
        for segment in &mut elements {
            if let Segment::At(_, functions) = segment {
                functions.iter_mut().for_each(|function| *function = stand_ins[*function as usize]);
            }
        }

        let (mut doors, mut wanted) = (BTreeSet::new(), BTreeSet::new());
        for (index, called) in calls.iter().enumerate() {
            let caller = (imported + index) as u32;
            if stand_ins[caller as usize] != caller {
                continue;
            }
            let from_late = late.contains(&caller);
            for called in called.iter().map(|call| stand_ins[call.function as usize]) {
                match (from_late, late.contains(&called)) {
                    (true, false) => drop(wanted.insert(called)),
                    (false, true) => drop(doors.insert(called)),
                    _ => {}
                }
            }
        }
        doors.extend(exported.intersection(&late));
        let table = table(module)?;
        let doors = doors.into_iter().enumerate().map(|(index, function)| (function, table.size + index)).collect();
        let mut numbers = vec![None; types.len()];
        for (number, function) in wanted.iter().chain(&late).enumerate() {
            numbers[*function as usize] = Some(number);
        }
        Ok(Self { module, types, imported, bodies, late, doors, stand_ins, wanted, numbers, elements, table })
    }

    /// Everything as it was, but for the functions that moved.
    fn first(&self) -> Result<Vec<u8>, Fault> {
        let mut out = Output::new();
        for (id, body) in &self.module.sections {
            match *id {
                section::TABLE => out.section(section::TABLE, &self.larger_table()?),
                section::EXPORT => out.list(section::EXPORT, &self.exports()?),
                section::ELEMENT => out.list(section::ELEMENT, &self.kept_elements()),
                section::CODE => out.list(section::CODE, &self.kept_bodies()?),
                _ => out.section(*id, body),
            }
        }
        Ok(out.into_bytes())
    }

    fn second(&self) -> Result<Vec<u8>, Fault> {
        let mut out = Output::new();
        out.section(section::TYPE, self.module.section(section::TYPE));
        out.list(section::IMPORT, &self.imports()?);
        let moved = self.late.iter().map(|function| number(self.types[*function as usize] as usize)).collect::<Vec<_>>();
        out.list(section::FUNCTION, &moved);
        out.list(section::ELEMENT, &self.moved_elements());
        out.list(section::CODE, &self.moved_bodies()?);
        Ok(out.into_bytes())
    }

    fn larger_table(&self) -> Result<Vec<u8>, Fault> {
        let mut input = Input::new(self.module.section(section::TABLE));
        let mut out = Vec::new();
        put_number(&mut out, input.length()?);
        let (_, bounded) = (input.byte()?, input.byte()?);
        input.number()?;
        if bounded == 1 {
            input.number()?;
        }
        let size = self.table.size + self.doors.len();
        out.extend([self.table.element, 1]);
        put_number(&mut out, size);
        put_number(&mut out, size);
        out.extend_from_slice(&self.module.section(section::TABLE)[input.at()..]);
        Ok(out)
    }

    /// What the second part imports is exported beside what was.
    fn exports(&self) -> Result<Vec<Vec<u8>>, Fault> {
        let section = self.module.section(section::EXPORT);
        let mut items = Input::new(section).list(|input| {
            let start = input.at();
            input.text()?;
            input.byte()?;
            input.number()?;
            Ok(section[start..input.at()].to_vec())
        })?;
        for (name, kind, index, _) in self.shared()? {
            let mut item = Vec::new();
            put_text(&mut item, &name);
            item.push(kind);
            put_number(&mut item, index);
            items.push(item);
        }
        Ok(items)
    }

    fn imports(&self) -> Result<Vec<Vec<u8>>, Fault> {
        let shared = self.shared()?.into_iter().map(|(name, kind, _, description)| {
            let mut item = Vec::new();
            put_text(&mut item, FIRST);
            put_text(&mut item, &name);
            item.push(kind);
            item.extend_from_slice(&description);
            item
        });
        Ok(shared.collect())
    }

    /// What both parts use: name, kind, number in the first part, type.
    #[allow(clippy::type_complexity, reason = "four plain columns, read in one place")]
    fn shared(&self) -> Result<Vec<(String, u8, usize, Vec<u8>)>, Fault> {
        let mut shared = Vec::new();
        for function in &self.wanted {
            let index = *function as usize;
            shared.push((short_name('f', shared.len()), kind::FUNCTION, index, number(self.types[index] as usize)));
        }
        let tables = Input::new(self.module.section(section::TABLE)).list(|input| {
            let (element, bounded, size) = (input.byte()?, input.byte()?, input.length()?);
            if bounded == 1 {
                input.number()?;
            }
            Ok((element, size))
        })?;
        for (index, (element, size)) in tables.into_iter().enumerate() {
            let mut description = vec![element, 0];
            put_number(&mut description, size);
            shared.push((short_name('t', index), kind::TABLE, index, description));
        }
        let memories = Input::new(self.module.section(section::MEMORY)).list(|input| {
            let (bounded, size) = (input.byte()?, input.length()?);
            if bounded == 1 {
                input.number()?;
            }
            Ok(size)
        })?;
        for (index, size) in memories.into_iter().enumerate() {
            let mut description = vec![0];
            put_number(&mut description, size);
            shared.push((short_name('m', index), kind::MEMORY, index, description));
        }
        let globals = Input::new(self.module.section(section::GLOBAL)).list(|input| {
            let description = vec![input.byte()?, input.byte()?];
            input.instructions(true, |_, _, _| {})?;
            Ok(description)
        })?;
        for (index, description) in globals.into_iter().enumerate() {
            shared.push((short_name('g', index), kind::GLOBAL, index, description));
        }
        Ok(shared)
    }

    /// The places of functions that moved stay empty until the second part arrives.
    fn kept_elements(&self) -> Vec<Vec<u8>> {
        let mut items = Vec::new();
        for segment in &self.elements {
            match segment {
                Segment::Other(bytes) => items.push(bytes.to_vec()),
                Segment::At(start, functions) => {
                    let kept = functions.iter().map(|function| (!self.late.contains(function)).then_some(*function as usize));
                    items.extend(runs(*start, kept));
                }
            }
        }
        items
    }

    fn moved_elements(&self) -> Vec<Vec<u8>> {
        let mut items = Vec::new();
        for segment in &self.elements {
            if let Segment::At(start, functions) = segment {
                items.extend(runs(*start, functions.iter().map(|function| self.moved(*function))));
            }
        }
        items.extend(runs(self.table.size, self.doors.keys().map(|function| self.moved(*function))));
        items
    }

    fn kept_bodies(&self) -> Result<Vec<Vec<u8>>, Fault> {
        let parameters = parameter_counts(self.module.section(section::TYPE))?;
        let bodies = self.bodies.iter().enumerate().map(|(index, body)| {
            let function = (self.imported + index) as u32;
            let stand_in = self.stand_ins[function as usize];
            if stand_in == function && !self.late.contains(&function) {
                return Ok(sized(self.renumbered(body, |function| Some(function as usize))?));
            }
            // No local variables.
            let mut code = vec![0];
            match self.doors.get(&function) {
                Some(place) => {
                    let ty = self.types[function as usize] as usize;
                    for parameter in 0..parameters[ty] {
                        code.push(0x20);
                        put_number(&mut code, parameter);
                    }
                    put_constant(&mut code, *place);
                    code.push(0x11);
                    put_number(&mut code, ty);
                    code.push(0);
                }
                // Nobody calls it any more: the optimiser takes it out.
                None => code.push(0x00),
            }
            code.push(0x0b);
            Ok(sized(code))
        });
        bodies.collect()
    }

    /// The bodies that moved, calling by their new numbers.
    fn moved_bodies(&self) -> Result<Vec<Vec<u8>>, Fault> {
        let late = self.late.iter().map(|function| self.bodies[*function as usize - self.imported]);
        late.map(|body| Ok(sized(self.renumbered(body, |function| self.numbers[function as usize])?))).collect()
    }

    /// A body that calls whoever stands for those it called, by the numbers that `number` gives.
    fn renumbered(&self, body: &[u8], number: impl Fn(u32) -> Option<usize>) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::with_capacity(body.len());
        let mut copied = 0;
        for call in calls(body)? {
            out.extend_from_slice(&body[copied..call.start]);
            let number = number(self.stand_ins[call.function as usize]);
            put_number(&mut out, number.ok_or_else(|| Fault::new(format!("function {} is in neither part", call.function)))?);
            copied = call.end;
        }
        out.extend_from_slice(&body[copied..]);
        Ok(out)
    }

    /// The number in the second part of a function that moved; `None` when it stays.
    fn moved(&self, function: u32) -> Option<usize> {
        self.numbers[function as usize].filter(|number| *number >= self.wanted.len())
    }
}

/// What early functions call by itself stays with them, and what that calls, up to the doors.
fn keep_called(late: &mut BTreeSet<u32>, doors: &BTreeSet<u32>, imported: usize, calls: &[Vec<Call>]) {
    let all = imported as u32..(imported + calls.len()) as u32;
    let mut early: Vec<u32> = all.filter(|function| !late.contains(function)).collect();
    while let Some(function) = early.pop() {
        for call in calls.get((function as usize).wrapping_sub(imported)).into_iter().flatten() {
            if !doors.contains(&call.function) && late.remove(&call.function) {
                early.push(call.function);
            }
        }
    }
}

/// Functions that only the second part calls move with it.
fn add_helpers(late: &mut BTreeSet<u32>, fixed: &BTreeSet<u32>, imported: usize, calls: &[Vec<Call>]) {
    let mut callers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (index, called) in calls.iter().enumerate() {
        for call in called.iter().filter(|call| call.function as usize >= imported && !fixed.contains(&call.function)) {
            callers.entry(call.function).or_default().push((imported + index) as u32);
        }
    }
    loop {
        let before = late.len();
        for (function, callers) in &callers {
            if callers.iter().all(|caller| caller == function || late.contains(caller)) && callers.iter().any(|caller| caller != function) {
                late.insert(*function);
            }
        }
        if late.len() == before {
            return;
        }
    }
}

/// Where a body names a function.
pub struct Call {
    pub start: usize,
    pub end: usize,
    pub function: u32,
}

fn calls(body: &[u8]) -> Result<Vec<Call>, Fault> {
    let mut input = Input::new(body);
    input.list(|input| Ok((input.number()?, input.byte()?)))?;
    let mut calls = Vec::new();
    input.instructions(false, |start, end, function| calls.push(Call { start, end, function }))?;
    Ok(calls)
}

fn exported_functions(module: &Module<'_>) -> Result<BTreeSet<u32>, Fault> {
    let exports = Input::new(module.section(section::EXPORT)).list(|input| {
        input.text()?;
        Ok((input.byte()?, input.number()?))
    })?;
    Ok(exports.into_iter().filter(|(kind, _)| *kind == kind::FUNCTION).map(|(_, function)| function).collect())
}

fn segments(section: &[u8]) -> Result<Vec<Segment<'_>>, Fault> {
    Input::new(section).list(|input| {
        let start = input.at();
        match input.byte()? {
            // Into the first table, from a constant place on.
            0 => {
                if input.byte()? != 0x41 {
                    return Err(Fault::new("a segment of the table begins at no constant place"));
                }
                let place = input.length()?;
                input.byte()?;
                Ok(Segment::At(place, input.list(Input::number)?))
            }
            // Functions that code refers to.
            3 => {
                input.byte()?;
                input.list(Input::number)?;
                Ok(Segment::Other(&section[start..input.at()]))
            }
            other => Err(Fault::new(format!("a segment of the table of form {other} is not expected"))),
        }
    })
}

fn table(module: &Module<'_>) -> Result<Table, Fault> {
    let mut input = Input::new(module.section(section::TABLE));
    input.number()?;
    let (element, _, size) = (input.byte()?, input.byte()?, input.length()?);
    if element == 0x70 { Ok(Table { element, size }) } else { Err(Fault::new("the first table does not hold functions")) }
}

fn parameter_counts(types: &[u8]) -> Result<Vec<usize>, Fault> {
    Input::new(types).list(|input| match input.byte()? {
        0x60 => {
            let parameters = input.list(Input::byte)?;
            input.list(Input::byte)?;
            Ok(parameters.len())
        }
        other => Err(Fault::new(format!("a type of form {other:#x} is not expected"))),
    })
}

/// Segments for the places that hold something.
fn runs(start: usize, functions: impl Iterator<Item = Option<usize>>) -> Vec<Vec<u8>> {
    let mut runs: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, function) in functions.enumerate() {
        let Some(function) = function else { continue };
        match runs.last_mut() {
            Some((from, run)) if *from + run.len() == start + index => run.push(function),
            _ => runs.push((start + index, vec![function])),
        }
    }
    let segment = |(from, run): (usize, Vec<usize>)| {
        let mut bytes = vec![0];
        put_constant(&mut bytes, from);
        bytes.push(0x0b);
        put_number(&mut bytes, run.len());
        for function in run {
            put_number(&mut bytes, function);
        }
        bytes
    };
    runs.into_iter().map(segment).collect()
}

fn number(number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, number);
    bytes
}

fn sized(body: Vec<u8>) -> Vec<u8> {
    let mut out = number(body.len());
    out.extend(body);
    out
}

/// `f0`, `f1`, … with digits and letters: there are thousands.
fn short_name(kind: char, mut index: usize) -> String {
    let mut name = String::from(kind);
    loop {
        name.extend(char::from_digit((index % 36) as u32, 36));
        index /= 36;
        if index == 0 {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `call` to a function with one number in, one out.
    fn calling(function: u8) -> Vec<u8> {
        vec![0, 0x20, 0, 0x10, function, 0x0b]
    }

    fn body(code: &[u8]) -> Vec<u8> {
        sized(code.to_vec())
    }

    /// An import, an exported early function that calls a late one, a late one that calls an early one and the import, a helper of the late
    /// one, the early one, and a table that holds the late and the early one.
    fn sample() -> Vec<u8> {
        let mut out = Output::new();
        out.section(1, &[1, 0x60, 1, 0x7f, 1, 0x7f]);
        out.section(section::IMPORT, &[1, 1, b'a', 1, b'b', 0, 0]);
        out.section(section::FUNCTION, &[4, 0, 0, 0, 0]);
        out.section(section::TABLE, &[1, 0x70, 1, 3, 3]);
        out.section(section::MEMORY, &[1, 0, 1]);
        out.section(section::GLOBAL, &[1, 0x7f, 1, 0x41, 0, 0x0b]);
        out.section(section::EXPORT, &[1, 3, b'r', b'u', b'n', 0, 1]);
        out.section(section::ELEMENT, &[1, 0, 0x41, 1, 0x0b, 2, 2, 4]);
        let late = [0, 0x20, 0, 0x10, 4, 0x10, 3, 0x10, 0, 0x0b];
        out.list(section::CODE, &[body(&calling(2)), body(&late), body(&[0, 0x20, 0, 0x0b]), body(&[0, 0x41, 7, 0x0b])]);
        let mut names = Vec::new();
        put_text(&mut names, "name");
        let mut functions = vec![4];
        for (function, name) in
            [(1, "parcours::embed::run"), (2, "parcours[0123456789abcdef]::ui::result::result"), (3, "helper"), (4, "early")]
        {
            functions.push(function);
            put_text(&mut functions, name);
        }
        names.push(1);
        put_number(&mut names, functions.len());
        names.extend(functions);
        out.section(section::CUSTOM, &names);
        out.into_bytes()
    }

    #[test]
    fn late_functions_move_with_their_helpers_and_keep_their_places_in_the_table() {
        let bytes = sample();
        let module = Module::parse(&bytes).unwrap();
        let plan = Plan::of(&module).unwrap();
        assert_eq!(plan.late, BTreeSet::from([2, 3]));
        assert_eq!(plan.doors, BTreeMap::from([(2, 3)]), "the first part calls it through a new place");
        assert_eq!(plan.wanted, BTreeSet::from([0, 4]));
        let parts = split(&bytes).unwrap();
        let first = Module::parse(&parts.first).unwrap();
        assert_eq!(first.section(section::TABLE), [1, 0x70, 1, 4, 4]);
        assert_eq!(first.section(section::ELEMENT), [1, 0, 0x41, 2, 0x0b, 1, 4], "only the early function is there");
        let bodies = first.bodies().unwrap();
        assert_eq!(bodies[0], calling(2), "whoever called it calls its stand-in");
        assert_eq!(bodies[1], [0, 0x20, 0, 0x41, 3, 0x11, 0, 0, 0x0b]);
        assert_eq!(bodies[2], [0, 0x00, 0x0b], "nobody calls the helper any more");
        let second = Module::parse(&parts.second).unwrap();
        assert_eq!(second.imported_types().map_err(|_| ()), Err(()), "table, memory and global are shared");
        assert_eq!(second.section(section::ELEMENT), [2, 0, 0x41, 1, 0x0b, 1, 2, 0, 0x41, 3, 0x0b, 1, 2]);
        assert_eq!(second.bodies().unwrap()[0], [0, 0x20, 0, 0x10, 1, 0x10, 3, 0x10, 0, 0x0b]);
    }

    #[test]
    fn what_early_code_calls_stays_but_for_the_doors() {
        let to = |function| vec![Call { start: 0, end: 0, function }];
        // 0 is early and calls 1, which calls 2; 3 is called by 1 as well, and a door to 4.
        let calls = [to(1), [to(2), to(3)].into_iter().flatten().collect(), Vec::new(), to(4), Vec::new()];
        let mut late = BTreeSet::from([1, 2, 3, 4]);
        keep_called(&mut late, &BTreeSet::from([3]), 0, &calls);
        assert_eq!(late, BTreeSet::from([3, 4]));
    }

    #[test]
    fn a_module_without_names_is_not_split() {
        assert!(split(b"\0asm\x01\0\0\0").is_err());
    }
}
