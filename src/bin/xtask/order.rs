//! Puts the functions of a part in an order in which like stands beside like: what they have in common then costs the compressor less.
//!
//! The numbers of functions follow from their order, so that whoever names one is told its new number. Nothing else changes.

use crate::{
    body::{number, renumbered, sized},
    fault::Fault,
    wasm::{Input, Module, Output, kind, put_constant, put_number, put_text, section},
};
use std::collections::BTreeMap;

/// How many bytes of code in a row two functions must share to be a little alike.
const RUN: usize = 5;
/// Runs that more functions than this hold say nothing about any two of them.
const COMMON: usize = 200;
/// What an equal type is worth, in thousandths: two functions in a row of one type cost the list of types less.
const SAME_TYPE: u64 = 50;

/// The module with its functions in the better order.
///
/// # Errors
/// When the module holds what this does not expect.
pub fn ordered(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let module = Module::parse(bytes)?;
    let types = Input::new(module.section(section::FUNCTION)).list(Input::number)?;
    let bodies = module.bodies()?;
    let order = chain(&types, &bodies);
    let imported = module.imported_functions()?;
    let mut numbers: Vec<u32> = (0..(imported + order.len()) as u32).collect();
    for (new, old) in order.iter().enumerate() {
        numbers[imported + old] = (imported + new) as u32;
    }
    let number_now = |old: u32| numbers.get(old as usize).map(|number| *number as usize);
    let new_number = |old: u32| number_now(old).ok_or_else(|| Fault::new(format!("there is no function {old}")));
    let mut out = Output::new();
    for (id, body) in &module.sections {
        match *id {
            section::FUNCTION => out.list(section::FUNCTION, &order.iter().map(|old| number(types[*old] as usize)).collect::<Vec<_>>()),
            section::EXPORT => out.list(section::EXPORT, &exports(body, new_number)?),
            section::START => out.section(section::START, &number(new_number(Input::new(body).number()?)?)),
            section::ELEMENT => out.list(section::ELEMENT, &elements(body, new_number)?),
            section::CODE => {
                let code = order.iter().map(|old| Ok(sized(renumbered(bodies[*old], number_now)?)));
                out.list(section::CODE, &code.collect::<Result<Vec<_>, _>>()?);
            }
            _ => out.section(*id, body),
        }
    }
    Ok(out.into_bytes())
}

/// From the first function on, always the one that is most like the last and was not named yet; where none is, the first of those left.
fn chain(types: &[u32], bodies: &[&[u8]]) -> Vec<usize> {
    let mut holders: BTreeMap<&[u8], Vec<u32>> = BTreeMap::new();
    for (function, body) in bodies.iter().enumerate() {
        for run in body.windows(RUN) {
            let holders = holders.entry(run).or_default();
            if holders.last() != Some(&(function as u32)) {
                holders.push(function as u32);
            }
        }
    }
    holders.retain(|_, functions| (2..=COMMON).contains(&functions.len()));
    let mut runs: Vec<Vec<&[u32]>> = bodies.iter().map(|_| Vec::new()).collect();
    for functions in holders.values() {
        for function in functions {
            runs[*function as usize].push(functions);
        }
    }

    let mut left: Vec<bool> = bodies.iter().map(|_| true).collect();
    let mut shared = vec![0_u64; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = (!bodies.is_empty()).then_some(0);
    while let Some(last) = next {
        order.push(last);
        left[last] = false;
        let mut alike: Vec<usize> = Vec::new();
        for function in runs[last].iter().copied().flatten().map(|function| *function as usize).filter(|function| left[*function]) {
            if shared[function] == 0 {
                alike.push(function);
            }
            shared[function] += 1;
        }
        let likeness = |function: usize| {
            let most = runs[last].len().max(runs[function].len()) as u64 + 1;
            shared[function] * 1000 / most + if types[function] == types[last] { SAME_TYPE } else { 0 }
        };
        let best = alike.iter().copied().max_by_key(|function| (likeness(*function), std::cmp::Reverse(*function)));
        next = best.or_else(|| left.iter().position(|left| *left));
        alike.into_iter().for_each(|function| shared[function] = 0);
    }
    order
}

fn exports(section: &[u8], new_number: impl Fn(u32) -> Result<usize, Fault>) -> Result<Vec<Vec<u8>>, Fault> {
    Input::new(section).list(|input| {
        let mut item = Vec::new();
        put_text(&mut item, input.text()?);
        let (of, index) = (input.byte()?, input.number()?);
        item.push(of);
        put_number(&mut item, if of == kind::FUNCTION { new_number(index)? } else { index as usize });
        Ok(item)
    })
}

fn elements(section: &[u8], new_number: impl Fn(u32) -> Result<usize, Fault>) -> Result<Vec<Vec<u8>>, Fault> {
    Input::new(section).list(|input| {
        let form = input.byte()?;
        let mut item = vec![form];
        match form {
            // Into the first table, from a constant place on.
            0 if input.byte()? == 0x41 => {
                put_constant(&mut item, input.length()?);
                item.push(input.byte()?);
            }
            // Functions that code refers to.
            3 => item.push(input.byte()?),
            _ => return Err(Fault::new(format!("a segment of the table of form {form} is not expected"))),
        }
        let functions = input.list(Input::number)?;
        put_number(&mut item, functions.len());
        for function in functions {
            put_number(&mut item, new_number(function)?);
        }
        Ok(item)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_stands_beside_like() {
        let (long, other) = (b"the same words, or nearly".as_slice(), b"0123456789 0123456789".as_slice());
        let bodies = [long, other, b"the same words, or nearby", b"0123456789 012345678!", b"?"];
        assert_eq!(chain(&[0; 5], &bodies), [0, 2, 1, 3, 4]);
    }

    #[test]
    fn whoever_names_a_function_is_told_its_new_number() {
        // An import; functions 1 and 3, which are alike, and 2, which calls 3 and is exported; a table that holds 3.
        let alike = [0, 0x41, 1, 0x41, 2, 0x41, 3, 0x1a, 0x1a, 0x1a, 0x0b];
        let caller = [0, 0x10, 3, 0x10, 0, 0x0b];
        let body = |code: &[u8]| sized(code.to_vec());
        let mut out = Output::new();
        out.section(1, &[1, 0x60, 0, 0]);
        out.section(section::IMPORT, &[1, 1, b'a', 1, b'b', 0, 0]);
        out.section(section::FUNCTION, &[3, 0, 0, 0]);
        out.section(section::EXPORT, &[1, 3, b'r', b'u', b'n', 0, 2]);
        out.section(section::ELEMENT, &[1, 0, 0x41, 1, 0x0b, 1, 3]);
        out.list(section::CODE, &[body(&alike), body(&caller), body(&alike)]);
        let after = ordered(&out.into_bytes()).unwrap();
        let module = Module::parse(&after).unwrap();
        assert_eq!(module.bodies().unwrap(), [&alike[..], &alike, &[0, 0x10, 2, 0x10, 0, 0x0b]]);
        assert_eq!(module.section(section::EXPORT), [1, 3, b'r', b'u', b'n', 0, 3]);
        assert_eq!(module.section(section::ELEMENT), [1, 0, 0x41, 1, 0x0b, 1, 2]);
    }
}
