//! Just enough of the WebAssembly binary format to weigh a module by its names and to split it in two.

use crate::fault::Fault;

/// The sections of the format, by number.
pub mod section {
    pub const CUSTOM: u8 = 0;
    pub const TYPE: u8 = 1;
    pub const IMPORT: u8 = 2;
    pub const FUNCTION: u8 = 3;
    pub const TABLE: u8 = 4;
    pub const MEMORY: u8 = 5;
    pub const GLOBAL: u8 = 6;
    pub const EXPORT: u8 = 7;
    pub const START: u8 = 8;
    pub const ELEMENT: u8 = 9;
    pub const CODE: u8 = 10;
    pub const DATA: u8 = 11;
}

/// What imports and exports are.
pub mod kind {
    pub const FUNCTION: u8 = 0;
    pub const TABLE: u8 = 1;
    pub const MEMORY: u8 = 2;
    pub const GLOBAL: u8 = 3;
}

/// What an instruction names.
pub enum Named {
    /// A function, by a number that stands between two places.
    Function { start: usize, end: usize, function: u32 },
    /// A constant, or an offset into the memory: maybe an address, or a place in the table.
    Number(u32),
}

/// Bytes that the memory begins with.
pub struct Data<'a> {
    /// Where they begin among the bytes of the section.
    pub at: usize,
    /// Their address.
    pub address: usize,
    pub bytes: &'a [u8],
}

const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// A module, cut into sections.
pub struct Module<'a> {
    /// Number and content, in order.
    pub sections: Vec<(u8, &'a [u8])>,
}

impl<'a> Module<'a> {
    /// Cuts `bytes` into sections.
    ///
    /// # Errors
    /// When it is not a module.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Fault> {
        let body = bytes.strip_prefix(HEADER).ok_or_else(|| Fault::new("this is not a WebAssembly module"))?;
        let mut input = Input::new(body);
        let mut sections = Vec::new();
        while !input.is_empty() {
            let id = input.byte()?;
            let length = input.length()?;
            sections.push((id, input.take(length)?));
        }
        Ok(Self { sections })
    }

    /// The content of a section; empty when it is not there.
    pub fn section(&self, id: u8) -> &'a [u8] {
        self.sections.iter().find(|(other, _)| *other == id).map_or(&[][..], |(_, body)| body)
    }

    /// The number of imported functions, which come first among the functions.
    ///
    /// # Errors
    /// When the module is cut short, or imports anything but functions.
    pub fn imported_types(&self) -> Result<Vec<u32>, Fault> {
        let mut input = Input::new(self.section(section::IMPORT));
        input.list(|input| {
            input.text()?;
            input.text()?;
            match input.byte()? {
                kind::FUNCTION => input.number(),
                other => Err(Fault::new(format!("the module imports something of kind {other}: only functions are expected"))),
            }
        })
    }

    /// How many functions are imported, among whatever else is.
    ///
    /// # Errors
    /// When the module is cut short.
    pub fn imported_functions(&self) -> Result<usize, Fault> {
        let kinds = Input::new(self.section(section::IMPORT)).list(|input| {
            input.text()?;
            input.text()?;
            let of = input.byte()?;
            match of {
                kind::FUNCTION => drop(input.number()?),
                kind::GLOBAL => drop(input.take(2)?),
                // How large at least, and maybe at most; before it, for tables, what they hold.
                kind::TABLE | kind::MEMORY => {
                    if of == kind::TABLE {
                        input.byte()?;
                    }
                    let bounded = input.byte()? == 1;
                    input.number()?;
                    if bounded {
                        input.number()?;
                    }
                }
                other => return Err(Fault::new(format!("the module imports something of kind {other}"))),
            }
            Ok(of)
        })?;
        Ok(kinds.into_iter().filter(|of| *of == kind::FUNCTION).count())
    }

    /// The bodies of the module's own functions.
    ///
    /// # Errors
    /// When the module is cut short.
    pub fn bodies(&self) -> Result<Vec<&'a [u8]>, Fault> {
        Input::new(self.section(section::CODE)).list(|input| {
            let length = input.length()?;
            input.take(length)
        })
    }

    /// The content of a custom section behind its name.
    ///
    /// # Errors
    /// When the module is cut short.
    pub fn custom(&self, name: &str) -> Result<Option<&'a [u8]>, Fault> {
        for (_, body) in self.sections.iter().filter(|(id, _)| *id == section::CUSTOM) {
            let mut input = Input::new(body);
            if input.text()? == name {
                return Ok(Some(&body[input.at()..]));
            }
        }
        Ok(None)
    }

    /// What the memory begins with.
    ///
    /// # Errors
    /// When the module is cut short, or a segment has no constant place.
    pub fn data(&self) -> Result<Vec<Data<'a>>, Fault> {
        Input::new(self.section(section::DATA)).list(|input| {
            if (input.byte()?, input.byte()?) != (0, 0x41) {
                return Err(Fault::new("a segment of the memory begins at no constant place"));
            }
            let address = input.signed()? as usize;
            input.byte()?;
            let length = input.length()?;
            Ok(Data { at: input.at(), address, bytes: input.take(length)? })
        })
    }

    /// The names of functions, by number, as the linker kept them.
    ///
    /// # Errors
    /// When the module is cut short.
    pub fn names(&self) -> Result<Vec<(u32, &'a str)>, Fault> {
        const FUNCTIONS: u8 = 1;
        let mut input = Input::new(self.custom("name")?.unwrap_or_default());
        while !input.is_empty() {
            let (id, length) = (input.byte()?, input.length()?);
            let part = input.take(length)?;
            if id == FUNCTIONS {
                return Input::new(part).list(|input| Ok((input.number()?, input.text()?)));
            }
        }
        Ok(Vec::new())
    }
}

/// A module being written.
pub struct Output(Vec<u8>);

impl Output {
    /// An empty module.
    pub fn new() -> Self {
        Self(HEADER.to_vec())
    }

    /// Adds a section.
    pub fn section(&mut self, id: u8, body: &[u8]) {
        self.0.push(id);
        put_number(&mut self.0, body.len());
        self.0.extend_from_slice(body);
    }

    /// Adds a section that is a list.
    pub fn list(&mut self, id: u8, items: &[Vec<u8>]) {
        let mut body = Vec::new();
        put_number(&mut body, items.len());
        for item in items {
            body.extend_from_slice(item);
        }
        self.section(id, &body);
    }

    /// The module.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Writes a whole number as the format does.
pub fn put_number(into: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return into.push(low);
        }
        into.push(low | 0x80);
    }
}

/// Writes `i32.const number`.
pub fn put_constant(into: &mut Vec<u8>, number: usize) {
    into.push(0x41);
    let mut bytes = Vec::new();
    put_number(&mut bytes, number);
    // The number is signed: its highest bit must not look like a sign.
    if let Some(last) = bytes.last_mut()
        && *last & 0x40 != 0
    {
        *last |= 0x80;
        bytes.push(0);
    }
    into.extend_from_slice(&bytes);
}

/// Writes a name.
pub fn put_text(into: &mut Vec<u8>, text: &str) {
    put_number(into, text.len());
    into.extend_from_slice(text.as_bytes());
}

/// Bytes being read.
pub struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Input<'a> {
    /// Reads `bytes` from their beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes were read.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether all was read.
    pub fn is_empty(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The next byte.
    ///
    /// # Errors
    /// At the end.
    pub fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.take(1)?[0])
    }

    /// The next bytes.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| Fault::new("the WebAssembly module is cut short"))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    /// A whole number.
    ///
    /// # Errors
    /// At the end, or beyond 32 bits.
    pub fn number(&mut self) -> Result<u32, Fault> {
        let mut number: u64 = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).map_err(|_| Fault::new("a number of the WebAssembly module is too large"));
            }
        }
        Err(Fault::new("a number of the WebAssembly module is too long"))
    }

    /// A whole number with a sign, of 32 bits, as the unsigned number of the same bits.
    ///
    /// # Errors
    /// As [`Input::number`].
    pub fn signed(&mut self) -> Result<u32, Fault> {
        let mut number: u64 = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let sign = if byte & 0x40 == 0 { 0 } else { u64::MAX << (shift + 7) };
                return Ok((number | sign) as u32);
            }
        }
        Err(Fault::new("a number of the WebAssembly module is too long"))
    }

    /// A whole number that counts bytes or items.
    ///
    /// # Errors
    /// As [`Input::number`].
    pub fn length(&mut self) -> Result<usize, Fault> {
        self.number().map(|number| number as usize)
    }

    /// A name.
    ///
    /// # Errors
    /// When it is cut short or no text.
    pub fn text(&mut self) -> Result<&'a str, Fault> {
        let length = self.length()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| Fault::new("a name of the WebAssembly module is no text"))
    }

    /// Items after their number; none when nothing is left.
    ///
    /// # Errors
    /// When an item cannot be read.
    pub fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let count = self.length()?;
        (0..count).map(|_| item(self)).collect()
    }

    /// Passes over a number of any size, with or without a sign.
    fn skip_number(&mut self) -> Result<(), Fault> {
        while self.byte()? & 0x80 != 0 {}
        Ok(())
    }

    /// Passes over instructions up to the end of the bytes, or of a constant expression, and tells what each names.
    ///
    /// # Errors
    /// At an instruction that Rust's compiler does not use here.
    pub fn instructions(&mut self, constant: bool, mut names: impl FnMut(Named)) -> Result<(), Fault> {
        while !self.is_empty() {
            match self.byte()? {
                0x0b if constant => return Ok(()),
                // Without operands: control, drop, select, comparison, arithmetic, conversion, ref.is_null.
                0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => {}
                // One number: blocks by type, branches, variables, tables, memory, long constants, ref.null.
                0x02..=0x04 | 0x0c | 0x0d | 0x20..=0x26 | 0x3f | 0x40 | 0x42 | 0xd0 => self.skip_number()?,
                0x41 => names(Named::Number(self.signed()?)),
                // br_table
                0x0e => {
                    self.list(Self::skip_number)?;
                    self.skip_number()?;
                }
                // call, ref.func
                0x10 | 0xd2 => {
                    let start = self.at;
                    let function = self.number()?;
                    names(Named::Function { start, end: self.at, function });
                }
                0x11 => {
                    self.skip_number()?;
                    self.skip_number()?;
                }
                // loads and stores
                0x28..=0x3e => {
                    self.skip_number()?;
                    names(Named::Number(self.number()?));
                }
                // select with types
                0x1c => drop(self.list(Self::byte)?),
                0x43 => drop(self.take(4)?),
                0x44 => drop(self.take(8)?),
                0xfc => match self.number()? {
                    0..=7 => {}
                    // memory.fill and tables
                    11 | 13 | 15..=17 => self.skip_number()?,
                    10 | 12 | 14 => {
                        self.skip_number()?;
                        self.skip_number()?;
                    }
                    other => return Err(Fault::new(format!("instruction 0xfc {other} is not expected"))),
                },
                other => return Err(Fault::new(format!("instruction {other:#x} is not expected"))),
            }
        }
        Ok(())
    }
}

/// A function's name without the numbers of the builds of crates: `parcours[ffaa9ffef8a4ed05]::ui` as `parcours::ui`. They are written without
/// leading zeros.
pub fn without_hashes(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(start) = rest.find('[') {
        let end = rest[start..].find(']').map(|length| start + length);
        let is_hash = |text: &str| (9..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = end.filter(|end| is_hash(&rest[start + 1..*end]));
        let keep = hash.map_or(start + 1, |_| start);
        plain.push_str(&rest[..keep]);
        rest = &rest[hash.map_or(start + 1, |end| end + 1)..];
    }
    plain + rest
}
