//! Functions of equal code: one of them can stand for all.
//!
//! The compiler must leave them apart (`page.rs`), and the optimiser, which sees each part of the split wasm by itself, merges only those of
//! the same part. So those that the second part holds and the first as well are found here.

use crate::{body::Call, fault::Fault};
use std::collections::{BTreeMap, BTreeSet};

/// A function with the calls in it.
pub struct Code<'a> {
    /// The number of its type.
    pub ty: u32,
    pub body: &'a [u8],
    pub calls: &'a [Call],
}

/// For each function the one that stands for it, which is the first of its kind in `order`; for most it is the function itself.
/// Those `alone` stand for others, and nobody for them.
/// `functions` are those with a body, the first of which has the number `imported`. Two functions are equal when their code is, given that
/// the functions they call are: the loop ends when that finds no more.
///
/// # Errors
/// When `order` names a function without a body.
pub fn stand_ins(imported: usize, functions: &[Code<'_>], order: &[u32], alone: &BTreeSet<u32>) -> Result<Vec<u32>, Fault> {
    let mut stand_ins: Vec<u32> = (0..(imported + functions.len()) as u32).collect();
    loop {
        let mut first: BTreeMap<(u32, Vec<u8>), u32> = BTreeMap::new();
        let mut found = Vec::new();
        for function in order {
            let code = (*function as usize).checked_sub(imported).and_then(|index| functions.get(index));
            let code = code.ok_or_else(|| Fault::new(format!("function {function} has no code")))?;
            let stand_in = *first.entry((code.ty, shape(*function, code, &stand_ins))).or_insert(*function);
            if stand_ins[*function as usize] != stand_in && !alone.contains(function) {
                found.push((*function, stand_in));
            }
        }
        if found.is_empty() {
            return Ok(stand_ins);
        }
        for (function, stand_in) in found {
            stand_ins[function as usize] = stand_in;
        }
    }
}

/// The code with whom it calls by the numbers of those who stand for them, and by a number of nobody where it calls itself.
fn shape(function: u32, code: &Code<'_>, stand_ins: &[u32]) -> Vec<u8> {
    let mut out = Vec::with_capacity(code.body.len() + 4 * code.calls.len());
    let mut copied = 0;
    for call in code.calls {
        out.extend_from_slice(&code.body[copied..call.start]);
        let called = if call.function == function { u32::MAX } else { stand_ins[call.function as usize] };
        out.extend_from_slice(&called.to_le_bytes());
        copied = call.end;
    }
    out.extend_from_slice(&code.body[copied..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_calls_equal_functions_is_equal_and_who_comes_first_stands_for_all() {
        let to = |function| vec![Call { start: 1, end: 2, function }];
        // 0 is imported; 1 and 2 are equal; 3 calls 1, 4 calls 2; 5 and 6 call themselves; 7 has another type.
        let calls = [vec![], vec![], to(1), to(2), to(5), to(6), vec![]];
        let bodies: [&[u8]; 7] = [b"a", b"a", b"c1;", b"c2;", b"r5;", b"r6;", b"a"];
        let code = |index: usize| Code { ty: u32::from(index == 6), body: bodies[index], calls: &calls[index] };
        let functions: Vec<Code<'_>> = (0..7).map(code).collect();
        assert_eq!(stand_ins(1, &functions, &[2, 1, 3, 4, 5, 6, 7], &BTreeSet::new()).unwrap(), [0, 2, 2, 3, 3, 5, 5, 7]);
        assert_eq!(stand_ins(1, &functions, &[2, 1, 3, 4, 5, 6, 7], &BTreeSet::from([1, 4])).unwrap(), [0, 1, 2, 3, 4, 5, 5, 7]);
        assert!(stand_ins(1, &functions, &[0], &BTreeSet::new()).is_err());
    }
}
