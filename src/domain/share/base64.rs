//! Bytes as text that every URL, mail program and messenger leaves alone: base64url (RFC 4648, section 5), without padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The character of six bits.
pub(super) fn character(sextet: u8) -> char {
    ALPHABET.get(usize::from(sextet & 63)).map_or('A', |byte| char::from(*byte))
}

/// The six bits of a character, or `None` when it is not of the alphabet.
pub(super) fn sextet(character: char) -> Option<u8> {
    let code = u8::try_from(character).ok()?;
    match code {
        b'A'..=b'Z' => Some(code - b'A'),
        b'a'..=b'z' => Some(code - b'a' + 26),
        b'0'..=b'9' => Some(code - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}

/// The text of `bytes`.
pub(super) fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    let (mut pending, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        pending = (pending << 8) | u32::from(*byte);
        held += 8;
        while held >= 6 {
            held -= 6;
            text.push(character(((pending >> held) & 63) as u8));
        }
        pending &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(character(((pending << (6 - held)) & 63) as u8));
    }
    text
}

/// The bytes of `text`. A character outside the alphabet counts as zeros, so that what follows it stays in place;
/// the second value says whether there was one.
pub(super) fn to_bytes(text: &str) -> (Vec<u8>, bool) {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4 + 1);
    let (mut pending, mut held, mut foreign) = (0_u32, 0_u32, false);
    for character in text.chars() {
        let bits = sextet(character).unwrap_or_else(|| {
            foreign = true;
            0
        });
        pending = ((pending << 6) | u32::from(bits)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(((pending >> held) & 0xff) as u8);
        }
    }
    (bytes, foreign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_hold_and_come_back() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(to_text(bytes.as_bytes()), text);
            assert_eq!(to_bytes(text), (bytes.as_bytes().to_vec(), false));
        }
        assert_eq!(to_text(&[0xfb, 0xff, 0xfe]), "-__-");
    }

    #[test]
    fn a_foreign_character_is_told_and_moves_nothing() {
        assert_eq!(to_bytes("Zm9vY!Fy"), (vec![b'f', b'o', b'o', b'`', 1, b'r'], true));
    }
}
