//! What the linker knows of the data that code and other data refer to. It writes that down when asked to (`page.rs`), and wasm-bindgen passes it on.

use crate::{
    fault::Fault,
    wasm::{Data, Input, Module},
};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of places that the linker filled, as <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md> numbers them.
mod filled {
    pub const PLACE_IN_TABLE: u8 = 2;
    pub const ADDRESS_IN_CODE: [u8; 2] = [3, 4];
    pub const ADDRESS: u8 = 5;
    /// Those that have a number to add.
    pub const WITH_MORE: [u8; 5] = [3, 4, 5, 8, 9];
}

/// The symbols' part of the section `linking`.
const SYMBOLS: u8 = 8;
/// A symbol that this module does not define.
const UNDEFINED: u32 = 0x10;
/// A symbol whose name is written although another module defines it.
const NAMED: u32 = 0x40;

/// Who refers to what.
pub struct Links<'a> {
    /// What the memory begins with: a piece for each constant.
    pub pieces: Vec<Data<'a>>,
    /// The pieces that a number in code may stand for.
    pub by_number: BTreeMap<u32, BTreeSet<usize>>,
    /// What each piece refers to.
    pub from: Vec<References>,
}

/// What a piece of data refers to.
#[derive(Default)]
pub struct References {
    /// Other pieces, each with the place where that is.
    pub pieces: Vec<(usize, usize)>,
    /// Places in the table of functions.
    pub places: Vec<u32>,
}

/// A place that the linker filled.
struct Place {
    kind: u8,
    at: usize,
    symbol: usize,
    more: u32,
}

impl<'a> Links<'a> {
    /// Reads what the linker wrote down.
    ///
    /// # Errors
    /// When it wrote nothing down, or something else than the module holds.
    pub fn of(module: &Module<'a>) -> Result<Self, Fault> {
        let pieces = module.data()?;
        let symbols = symbols(custom(module, "linking")?)?;
        let mut by_number: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for place in places(custom(module, "reloc.CODE")?)?.iter().filter(|place| filled::ADDRESS_IN_CODE.contains(&place.kind)) {
            if let Some((piece, address)) = target(&pieces, &symbols, place) {
                by_number.entry(address).or_default().insert(piece);
            }
        }
        let mut from: Vec<References> = pieces.iter().map(|_| References::default()).collect();
        for place in places(custom(module, "reloc.DATA")?)? {
            let unexpected = || Fault::new(format!("the data is not what the linker wrote at {}", place.at));
            let holder = pieces.partition_point(|piece| piece.at <= place.at).checked_sub(1).ok_or_else(unexpected)?;
            let within = place.at - pieces[holder].at;
            let bytes = pieces[holder].bytes.get(within..).and_then(|bytes| bytes.first_chunk()).ok_or_else(unexpected)?;
            let number = u32::from_le_bytes(*bytes);
            match place.kind {
                filled::PLACE_IN_TABLE => from[holder].places.push(number),
                filled::ADDRESS => match target(&pieces, &symbols, &place) {
                    Some((piece, address)) if address == number => from[holder].pieces.push((within, piece)),
                    _ => return Err(unexpected()),
                },
                _ => return Err(unexpected()),
            }
        }
        Ok(Self { pieces, by_number, from })
    }

    /// Whether a piece says where in the source something stands, which only a panic reads: the name of a file, its length, line and column.
    pub fn is_location(&self, piece: usize) -> bool {
        let References { pieces, places } = &self.from[piece];
        match (pieces.as_slice(), places.as_slice(), self.pieces[piece].bytes) {
            ([(0, name)], [], [_, _, _, _, a, b, c, d, _, _, _, _, _, _, _, _]) => {
                let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
                self.pieces[*name].bytes.get(..length).is_some_and(|name| name.ends_with(b".rs"))
            }
            _ => false,
        }
    }
}

fn custom<'a>(module: &Module<'a>, name: &str) -> Result<&'a [u8], Fault> {
    module.custom(name)?.ok_or_else(|| Fault::new(format!("the module has no section `{name}`: was the linker told to write it?")))
}

/// The piece and the address that a place was filled with; `None` where the symbol is no piece of data.
fn target(pieces: &[Data<'_>], symbols: &[Option<(usize, u32)>], place: &Place) -> Option<(usize, u32)> {
    let (piece, offset) = (*symbols.get(place.symbol)?)?;
    Some((piece, (pieces.get(piece)?.address as u32).wrapping_add(offset).wrapping_add(place.more)))
}

/// For each symbol the piece of data that it stands for, and how far within.
fn symbols(section: &[u8]) -> Result<Vec<Option<(usize, u32)>>, Fault> {
    let mut input = Input::new(section);
    input.number()?;
    while !input.is_empty() {
        let (id, length) = (input.byte()?, input.length()?);
        let part = input.take(length)?;
        if id == SYMBOLS {
            return Input::new(part).list(symbol);
        }
    }
    Ok(Vec::new())
}

fn symbol(input: &mut Input<'_>) -> Result<Option<(usize, u32)>, Fault> {
    const DATA: u8 = 1;
    const SECTION: u8 = 3;
    let (kind, flags) = (input.byte()?, input.number()?);
    match kind {
        DATA => {
            input.text()?;
            if flags & UNDEFINED != 0 {
                return Ok(None);
            }
            let found = (input.length()?, input.number()?);
            input.number()?;
            Ok(Some(found))
        }
        SECTION => input.number().map(|_| None),
        // Functions, variables, tables.
        _ => {
            input.number()?;
            if flags & UNDEFINED == 0 || flags & NAMED != 0 {
                input.text()?;
            }
            Ok(None)
        }
    }
}

fn places(section: &[u8]) -> Result<Vec<Place>, Fault> {
    let mut input = Input::new(section);
    input.number()?;
    input.list(|input| {
        let (kind, at, symbol) = (input.byte()?, input.length()?, input.length()?);
        let more = if filled::WITH_MORE.contains(&kind) { input.signed()? } else { 0 };
        Ok(Place { kind, at, symbol, more })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::{Output, put_text, section};

    /// A constant that says where something stands, and the name of its file, which code refers to at its second letter.
    fn module(word: u8) -> Vec<u8> {
        let custom = |name: &str, content: &[u8]| {
            let mut out = Vec::new();
            put_text(&mut out, name);
            out.extend(content);
            out
        };
        let mut out = Output::new();
        let location = [0, 0x41, 8, 0x0b, 16, word, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 9, 0, 0, 0];
        let name = [0, 0x41, 24, 0x0b, 4, b'a', b'.', b'r', b's'];
        out.list(section::DATA, &[location.to_vec(), name.to_vec()]);
        out.section(section::CUSTOM, &custom("linking", &[2, 8, 18, 3, 0, 0x10, 0, 1, 0, 1, b'l', 0, 0, 16, 1, 0, 1, b'n', 1, 0, 4]));
        out.section(section::CUSTOM, &custom("reloc.CODE", &[3, 2, 0, 1, 0, 4, 5, 2, 1]));
        out.section(section::CUSTOM, &custom("reloc.DATA", &[4, 1, 5, 6, 2, 0]));
        out.into_bytes()
    }

    #[test]
    fn code_and_data_refer_to_pieces() {
        let bytes = module(24);
        let links = Links::of(&Module::parse(&bytes).unwrap()).unwrap();
        assert_eq!(links.by_number, BTreeMap::from([(25, BTreeSet::from([1]))]));
        assert_eq!(links.from[0].pieces, [(0, 1)]);
        assert!(links.is_location(0) && !links.is_location(1));
    }

    #[test]
    fn data_that_the_linker_did_not_write_is_refused() {
        let bytes = module(23);
        assert!(Links::of(&Module::parse(&bytes).unwrap()).is_err());
        assert!(Links::of(&Module::parse(b"\0asm\x01\0\0\0").unwrap()).is_err(), "nothing was written down");
    }
}
