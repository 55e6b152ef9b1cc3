//! The code of one function: what it uses, and whom it calls by which number.

use crate::{
    fault::Fault,
    wasm::{Input, Named, put_number},
};

/// Where a body names a function.
pub struct Call {
    pub start: usize,
    pub end: usize,
    pub function: u32,
}

/// What a body uses: functions that it names, and numbers, some of which are addresses.
#[derive(Default)]
pub struct Uses {
    pub calls: Vec<Call>,
    pub numbers: Vec<u32>,
}

/// What a body uses.
///
/// # Errors
/// When it holds what Rust's compiler does not write.
pub fn uses(body: &[u8]) -> Result<Uses, Fault> {
    let mut input = Input::new(body);
    input.list(|input| Ok((input.number()?, input.byte()?)))?;
    let mut uses = Uses::default();
    input.instructions(false, |named| match named {
        Named::Function { start, end, function } => uses.calls.push(Call { start, end, function }),
        Named::Number(number) => uses.numbers.push(number),
    })?;
    Ok(uses)
}

/// A body that names others by the numbers that `new_number` gives for those it named.
///
/// # Errors
/// When it names one that has no new number.
pub fn renumbered(body: &[u8], new_number: impl Fn(u32) -> Option<usize>) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(body.len());
    let mut copied = 0;
    for call in uses(body)?.calls {
        out.extend_from_slice(&body[copied..call.start]);
        let number = new_number(call.function);
        put_number(&mut out, number.ok_or_else(|| Fault::new(format!("function {} is called and not there", call.function)))?);
        copied = call.end;
    }
    out.extend_from_slice(&body[copied..]);
    Ok(out)
}

/// A whole number, as the format writes it.
pub fn number(number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, number);
    bytes
}

/// A body after its length.
pub fn sized(body: Vec<u8>) -> Vec<u8> {
    let mut out = number(body.len());
    out.extend(body);
    out
}
