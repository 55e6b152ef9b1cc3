//! Splits the published wasm in two: what the first question needs, and the rest, which arrives while it is being read.
//!
//! Both parts share one memory and one table of functions, so that the program does not notice: a function that moved to the second part is
//! called through the table, where the second part puts it when it arrives, and a constant that only such functions use gets its place in the
//! memory then. Until that the page must not call it, which `ui::arrival` sees to and a browser test checks with a second part that never
//! comes. What stays is what the exports reach: see `early.rs`.

use crate::{
    body::{number, renumbered, sized, uses},
    early::{self, Early, Program},
    fault::Fault,
    links::Links,
    twins::{Code, stand_ins},
    wasm::{Input, Module, Output, kind, put_constant, put_number, put_text, section},
};
use std::collections::{BTreeMap, BTreeSet};

/// Where the second part imports from: the exports of the first.
const FIRST: &str = "first";

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
    /// What the second part calls in the first, the most often called first: small numbers are short.
    wanted: Vec<u32>,
    /// The number of each function in the second part; `None` for those that it does not name.
    numbers: Vec<Option<usize>>,
    elements: Vec<Segment<'a>>,
    table: Table,
    links: Links<'a>,
    early: Early,
}

/// Functions put into the table one after the other, or anything else as it was.
enum Segment<'a> {
    At(usize, Vec<u32>),
    Other(&'a [u8]),
}

impl Segment<'_> {
    /// Each place that it fills, with the function.
    fn places(&self) -> impl Iterator<Item = (u32, u32)> {
        let (start, functions) = match self {
            Segment::At(start, functions) => (*start, functions.as_slice()),
            Segment::Other(_) => (0, &[][..]),
        };
        (start as u32..).zip(functions.iter().copied())
    }
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
        let uses = bodies.iter().map(|body| uses(body)).collect::<Result<Vec<_>, _>>()?;

        let start: Vec<u32> = Input::new(module.section(section::START)).number().into_iter().collect();
        let exported = exported_functions(module)?;
        let links = Links::of(module)?;
        let early = {
            let names = module.names()?.into_iter().collect();
            let table = elements.iter().flat_map(Segment::places).collect();
            let opened = exported.iter().filter(|(name, _)| early::is_early_export(name)).map(|(_, function)| *function);
            let roots = start.iter().copied().chain(opened).collect();
            early::reach(&Program { names, imported, uses: &uses, table, links: &links }, roots)?
        };
        let exported: BTreeSet<u32> = exported.into_iter().map(|(_, function)| function).collect();
        let kept: BTreeSet<u32> = exported.iter().copied().chain(start).collect();
        let own = imported as u32..types.len() as u32;
        let mut late: BTreeSet<u32> = own.clone().filter(|function| !early.functions.contains(function)).collect();
        let stand_ins = {
            let codes =
                types[imported..].iter().zip(&bodies).zip(&uses).map(|((ty, body), uses)| Code { ty: *ty, body, calls: &uses.calls });
            // Who is called from outside stays; then those of the first part, which can stand for those of the second, not the reverse.
            let mut order: Vec<u32> = own.collect();
            order.sort_by_key(|function| (!kept.contains(function), late.contains(function)));
            stand_ins(imported, &codes.collect::<Vec<_>>(), &order, &kept)?
        };
        late.retain(|function| stand_ins[*function as usize] == *function);
        for segment in &mut elements {
            if let Segment::At(_, functions) = segment {
                functions.iter_mut().for_each(|function| *function = stand_ins[*function as usize]);
            }
        }

        let (mut doors, mut wanted) = (BTreeSet::new(), BTreeMap::<u32, usize>::new());
        for (index, used) in uses.iter().enumerate() {
            let caller = (imported + index) as u32;
            if stand_ins[caller as usize] != caller {
                continue;
            }
            let from_late = late.contains(&caller);
            for called in used.calls.iter().map(|call| stand_ins[call.function as usize]) {
                match (from_late, late.contains(&called)) {
                    (true, false) => *wanted.entry(called).or_default() += 1,
                    (false, true) => drop(doors.insert(called)),
                    _ => {}
                }
            }
        }
        doors.extend(exported.intersection(&late));
        let mut wanted: Vec<(u32, usize)> = wanted.into_iter().collect();
        wanted.sort_by_key(|(_, calls)| std::cmp::Reverse(*calls));
        let wanted: Vec<u32> = wanted.into_iter().map(|(function, _)| function).collect();
        let table = table(module)?;
        let doors = doors.into_iter().enumerate().map(|(index, function)| (function, table.size + index)).collect();
        let mut numbers = vec![None; types.len()];
        for (number, function) in wanted.iter().chain(&late).enumerate() {
            numbers[*function as usize] = Some(number);
        }
        Ok(Self { module, types, imported, bodies, late, doors, stand_ins, wanted, numbers, elements, table, links, early })
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
                section::DATA => out.list(section::DATA, &self.data(true)),
                // Names, and what only the linker and this read.
                section::CUSTOM => {}
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
        out.list(section::DATA, &self.data(false));
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
            input.instructions(true, |_| {})?;
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
                return Ok(sized(self.calling_stand_ins(body, |function| Some(function as usize))?));
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
        late.map(|body| Ok(sized(self.calling_stand_ins(body, |function| self.numbers[function as usize])?))).collect()
    }

    /// A body that calls whoever stands for those it called, by the numbers that `number` gives.
    fn calling_stand_ins(&self, body: &[u8], number: impl Fn(u32) -> Option<usize>) -> Result<Vec<u8>, Fault> {
        renumbered(body, |function| number(self.stand_ins[function as usize]))
    }

    /// The data of one part. What lies side by side becomes one segment, over the few bytes between constants that nothing uses.
    fn data(&self, early: bool) -> Vec<Vec<u8>> {
        const GAP: usize = 16;
        let mut runs: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut in_a_row = false;
        for (piece, data) in self.links.pieces.iter().enumerate() {
            let here = self.early.pieces.contains(&piece) == early;
            match runs.last_mut() {
                Some((from, run)) if here && in_a_row && data.address <= *from + run.len() + GAP => {
                    run.resize(data.address - *from, 0);
                    run.extend_from_slice(data.bytes);
                }
                _ if here => runs.push((data.address, data.bytes.to_vec())),
                _ => {}
            }
            in_a_row = here;
        }
        let segment = |(address, run): (usize, Vec<u8>)| {
            let mut bytes = vec![0];
            put_constant(&mut bytes, address);
            bytes.push(0x0b);
            put_number(&mut bytes, run.len());
            bytes.extend(run);
            bytes
        };
        runs.into_iter().map(segment).collect()
    }

    /// The number in the second part of a function that moved; `None` when it stays.
    fn moved(&self, function: u32) -> Option<usize> {
        self.numbers[function as usize].filter(|number| *number >= self.wanted.len())
    }
}

fn exported_functions<'a>(module: &Module<'a>) -> Result<Vec<(&'a str, u32)>, Fault> {
    let exports = Input::new(module.section(section::EXPORT)).list(|input| Ok((input.text()?, input.byte()?, input.number()?)))?;
    Ok(exports.into_iter().filter(|(_, kind, _)| *kind == kind::FUNCTION).map(|(name, _, function)| (name, function)).collect())
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

    fn body(code: &[u8]) -> Vec<u8> {
        sized(code.to_vec())
    }

    fn custom(name: &str, content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        put_text(&mut out, name);
        out.extend(content);
        out
    }

    const RUN: &[u8] = &[0, 0x20, 0, 0x10, 2, 0x10, 4, 0x0b];
    const EARLY: &[u8] = &[0, 0, 0x41, 0x80, 8, 0x0b, 4, b'e', b'a', b'r', b'l'];
    const LATE: &[u8] = &[0, 0, 0x41, 0x90, 8, 0x0b, 4, b'l', b'a', b't', b'e'];

    /// An import, an exported function that calls a late and an early one, the late one, which calls the early one, its helper and the import,
    /// the helper, the early one, a table that holds the late and the early one, and a constant of the early one and one of the helper.
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
        out.list(section::CODE, &[body(RUN), body(&late), body(&[0, 0x41, 0x90, 8, 0x0b]), body(&[0, 0x41, 0x80, 8, 0x0b])]);
        out.list(section::DATA, &[EARLY[1..].to_vec(), LATE[1..].to_vec()]);
        out.section(section::CUSTOM, &custom("linking", &[2, 8, 15, 2, 1, 0, 1, b'e', 0, 0, 4, 1, 0, 1, b'l', 1, 0, 4]));
        out.section(section::CUSTOM, &custom("reloc.CODE", &[9, 2, 4, 1, 0, 0, 4, 2, 1, 0]));
        out.section(section::CUSTOM, &custom("reloc.DATA", &[10, 0]));
        let mut functions = vec![4];
        for (function, name) in
            [(1, "parcours::embed::run"), (2, "parcours[0123456789abcdef]::ui::result::result"), (3, "helper"), (4, "early")]
        {
            functions.push(function);
            put_text(&mut functions, name);
        }
        let mut names = vec![1];
        put_number(&mut names, functions.len());
        names.extend(functions);
        out.section(section::CUSTOM, &custom("name", &names));
        out.into_bytes()
    }

    #[test]
    fn late_functions_move_with_their_helpers_and_keep_their_places_in_the_table() {
        let bytes = sample();
        let module = Module::parse(&bytes).unwrap();
        let plan = Plan::of(&module).unwrap();
        assert_eq!(plan.late, BTreeSet::from([2, 3]));
        assert_eq!(plan.doors, BTreeMap::from([(2, 3)]), "the first part calls it through a new place");
        assert_eq!(plan.wanted, [0, 4]);
        let parts = split(&bytes).unwrap();
        let first = Module::parse(&parts.first).unwrap();
        assert_eq!(first.section(section::TABLE), [1, 0x70, 1, 4, 4]);
        assert_eq!(first.section(section::ELEMENT), [1, 0, 0x41, 2, 0x0b, 1, 4], "only the early function is there");
        let bodies = first.bodies().unwrap();
        assert_eq!(bodies[0], RUN, "whoever called it calls its stand-in");
        assert_eq!(bodies[1], [0, 0x20, 0, 0x41, 3, 0x11, 0, 0, 0x0b]);
        assert_eq!(bodies[2], [0, 0x00, 0x0b], "nobody calls the helper any more");
        let second = Module::parse(&parts.second).unwrap();
        assert_eq!(second.imported_types().map_err(|_| ()), Err(()), "table, memory and global are shared");
        assert_eq!(second.section(section::ELEMENT), [2, 0, 0x41, 1, 0x0b, 1, 2, 0, 0x41, 3, 0x0b, 1, 2]);
        assert_eq!(second.bodies().unwrap()[0], [0, 0x20, 0, 0x10, 1, 0x10, 3, 0x10, 0, 0x0b]);
    }

    #[test]
    fn constants_go_where_they_are_used() {
        let parts = split(&sample()).unwrap();
        let data = |part: &[u8]| Module::parse(part).unwrap().section(section::DATA).to_vec();
        assert_eq!(data(&parts.first), [&[1], &EARLY[1..]].concat());
        assert_eq!(data(&parts.second), [&[1], &LATE[1..]].concat());
    }

    #[test]
    fn a_module_without_names_is_not_split() {
        assert!(split(b"\0asm\x01\0\0\0").is_err());
    }
}
