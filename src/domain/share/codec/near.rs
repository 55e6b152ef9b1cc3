//! The plan to stay near: where units stood before the last change.

use crate::domain::sorted::Map;
use crate::domain::{
    date::Term,
    request::Request,
    share::{
        Shared,
        bits::{BitReader, BitWriter},
        values::{Codes, read_codes, read_term, write_codes, write_term},
    },
};

/// Term by term, each with its units: that takes less than a term for each unit.
pub(super) fn write_near(bits: &mut BitWriter, shared: &Shared) {
    let mut terms: Map<Term, Vec<String>> = Map::new();
    for (code, term) in &shared.request.near {
        terms.entry(*term).or_default().push(code.clone());
    }
    let mut codes = Codes::default();
    bits.count(terms.len());
    for (term, units) in &terms {
        write_term(bits, *term);
        write_codes(bits, &mut codes, units);
    }
}

pub(super) fn read_near(bits: &mut BitReader, request: &mut Request) -> Option<()> {
    let mut codes = Codes::default();
    for _ in 0..bits.count()? {
        let term = read_term(bits)?;
        let mut units = Vec::new();
        read_codes(bits, &mut codes, &mut units)?;
        for code in units {
            request.near.insert(code, term);
        }
    }
    Some(())
}
