//! What a link says beside the request, language, region pack and adviser, and the checks of what may travel: the parts `view` and `note`.

use super::facts::write_step;
use crate::domain::share::{
    Decoded, NOTE_MAX, Shared,
    bits::{BitReader, BitWriter},
    fault::{Dropped, Why},
    numbers::{FACT_NUMBERS, name_of},
    values::{read_choice, read_optional, write_choice, write_optional},
};

/// Whether a link may name this pack: an id, or an `https` address of at most 300 characters.
#[must_use]
pub fn is_pack(pack: &str) -> bool {
    let address = pack.strip_prefix("https://");
    match address {
        Some(rest) => pack.len() <= 300 && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic()),
        None => (1..=64).contains(&pack.len()) && pack.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
    }
}

/// Whether `note` may travel.
pub(in crate::domain::share) fn is_note(note: &str) -> bool {
    note.chars().count() <= NOTE_MAX && !note.chars().any(|character| character.is_control() && character != '\n')
}

pub(super) fn write_view(bits: &mut BitWriter, shared: &Shared) {
    write_optional(bits, shared.language, write_choice);
    write_optional(bits, shared.pack.as_deref(), BitWriter::text);
    let named = || FACT_NUMBERS.iter().filter(|(_, key)| shared.adviser_facts.contains(key));
    bits.count(named().count());
    let mut expected = 0;
    named().for_each(|(number, _)| write_step(bits, *number, &mut expected));
}

pub(super) fn read_view(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    if bits.flag()? {
        shared.language = read_choice(bits, "language", dropped)?;
    }
    if let Some(pack) = read_optional(bits, |bits| bits.text())? {
        if is_pack(&pack) {
            shared.pack = Some(pack);
        } else {
            dropped.push(Dropped::new("pack", pack, Why::Invalid("neither an id nor an https address".to_owned())));
        }
    }
    let mut number = 0_u64;
    for _ in 0..bits.count()? {
        number = number.checked_add(bits.number(3)?)?;
        match name_of(FACT_NUMBERS, number) {
            Some(key) => shared.adviser_facts.push(key),
            None => dropped.push(Dropped::new("adviser_facts", format!("fact {number}"), Why::Newer)),
        }
        number = number.checked_add(1)?;
    }
    Some(())
}

pub(super) fn read_note(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let note = bits.text()?;
    if is_note(&note) {
        decoded.shared.note = Some(note);
    } else {
        decoded.dropped.push(Dropped::new("note", "", Why::Invalid("too long, or with control characters".to_owned())));
    }
    Some(())
}
