//! Units held, placed, chosen and left out, and what else is to be paid: the parts `units` and `items`.

use crate::domain::{
    request::{Acquired, Item, Request},
    share::{
        Decoded, Shared,
        bits::{BitReader, BitWriter},
        values::{
            Codes, known_word, read_amount, read_choice, read_codes, read_date, read_optional, read_term, write_amount, write_choice,
            write_codes, write_date, write_optional, write_term, write_word,
        },
    },
};

pub(super) fn write_units(bits: &mut BitWriter, shared: &Shared) {
    let Request { acquired, pins, excluded, chosen, .. } = &shared.request;
    let mut codes = Codes::default();
    bits.count(acquired.len());
    for Acquired { ue, how, on } in acquired {
        codes.write(bits, ue);
        write_optional(bits, *how, write_choice);
        write_optional(bits, *on, write_date);
    }
    bits.count(pins.len());
    for (code, term) in pins {
        codes.write(bits, code);
        write_term(bits, *term);
    }
    write_codes(bits, &mut codes, chosen);
    write_codes(bits, &mut codes, excluded);
}

pub(super) fn read_units(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    let request = &mut shared.request;
    let mut codes = Codes::default();
    for _ in 0..bits.count()? {
        let ue = codes.read(bits)?;
        let how = if bits.flag()? { read_choice(bits, "acquired", dropped)? } else { None };
        let on = read_optional(bits, read_date)?;
        request.acquired.push(Acquired { ue, how, on });
    }
    for _ in 0..bits.count()? {
        let code = codes.read(bits)?;
        request.pins.insert(code, read_term(bits)?);
    }
    read_codes(bits, &mut codes, &mut request.chosen)?;
    read_codes(bits, &mut codes, &mut request.excluded)
}

pub(super) fn write_items(bits: &mut BitWriter, shared: &Shared) {
    let items = shared.request.items.as_deref().unwrap_or_default();
    bits.count(items.len());
    for Item { id, kind, ects, organiser, modality, term, payer } in items {
        bits.text(id);
        write_word(bits, kind);
        write_optional(bits, *ects, write_amount);
        write_optional(bits, organiser.as_deref(), write_word);
        write_optional(bits, *modality, write_choice);
        write_optional(bits, *term, write_term);
        write_optional(bits, payer.as_deref(), write_word);
    }
}

pub(super) fn read_items(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    let items = shared.request.items.insert(Vec::new());
    for _ in 0..bits.count()? {
        let id = bits.text()?;
        let kind = known_word(bits, "items.kind", dropped)?;
        let ects = read_optional(bits, read_amount)?;
        let organiser = if bits.flag()? { known_word(bits, "items.organiser", dropped)? } else { None };
        let modality = if bits.flag()? { read_choice(bits, "items.modality", dropped)? } else { None };
        let term = read_optional(bits, read_term)?;
        let payer = if bits.flag()? { known_word(bits, "items.payer", dropped)? } else { None };
        // An item of unknown kind has no price; the word is named in `dropped`.
        items.extend(kind.map(|kind| Item { id, kind, ects, organiser, modality, term, payer }));
    }
    Some(())
}
