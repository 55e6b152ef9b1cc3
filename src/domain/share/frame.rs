//! The frame of a link: parts, each with its length and its check, so that damage to one does not lose the others.
//!
//! ```text
//! code   = version count part* seal        version is one character, the rest is base64url
//! count  = one byte: the number of parts, 0 to 15
//! part   = tag:4 length:12 payload check:16
//! seal   = sixteen bits
//! ```
//!
//! The check is CRC-16 (polynomial 0x1021) over tag, length and payload, started from the check *written* in the part before:
//! moved, missing or foreign parts are found out, and reading goes on behind a damaged one. The seal is a CRC-16 with another polynomial
//! (0x8bb7) over all that stands before it; together they let one altered link in four thousand million pass.

use super::{
    base64,
    fault::{Dropped, EncodeError, Part, Why},
};

/// The version that this module writes.
pub(super) const VERSION: char = '1';

/// The longest code read or written, in characters. A realistic plan takes 250.
pub(super) const MAX_CODE: usize = 16_384;

/// Where the chain of checks starts.
const START: u16 = 0xc4a8;

/// What stands in a code.
pub(super) struct Frame {
    /// The sound parts: tag and payload.
    pub parts: Vec<(u8, Vec<u8>)>,
    /// The damaged parts.
    pub dropped: Vec<Dropped>,
    /// Whether the code ends before its last part does.
    pub truncated: bool,
}

const CHECK: u16 = 0x1021;
const SEAL: u16 = 0x8bb7;

fn crc(polynomial: u16, start: u16, bytes: &[u8]) -> u16 {
    bytes.iter().fold(start, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ polynomial })
    })
}

/// The code of `parts`.
pub(super) fn write(parts: &[(Part, Vec<u8>)]) -> Result<String, EncodeError> {
    let mut bytes = vec![parts.len() as u8];
    let mut check = START;
    for (part, payload) in parts {
        let length = payload.len();
        if length > 0xfff {
            return Err(EncodeError::TooLong(*part));
        }
        let begin = bytes.len();
        bytes.extend([part.tag() << 4 | (length >> 8) as u8, length as u8]);
        bytes.extend(payload);
        check = crc(CHECK, check, bytes.get(begin..).unwrap_or_default());
        bytes.extend(check.to_be_bytes());
    }
    bytes.extend(crc(SEAL, START, &bytes).to_be_bytes());
    let mut code = String::from(VERSION);
    code += &base64::to_text(&bytes);
    if code.ends_with(['-', '_']) {
        // Programs that make links clickable leave such an end out; the zeros of `A` mean nothing.
        code.push('A');
    }
    match parts.iter().max_by_key(|(_, payload)| payload.len()) {
        Some((part, _)) if code.len() > MAX_CODE => Err(EncodeError::TooLong(*part)),
        _ => Ok(code),
    }
}

/// The parts of `body`, a code without its version.
pub(super) fn read(body: &str) -> Frame {
    let (bytes, foreign) = base64::to_bytes(body);
    let mut frame = Frame { parts: Vec::new(), dropped: Vec::new(), truncated: false };
    let Some((count, mut rest)) = bytes.split_first() else {
        frame.truncated = true;
        return frame;
    };
    let name = |tag: u8| Part::of_tag(tag).map_or("link", Part::id);
    let mut check = START;
    for _ in 0..count & 15 {
        let Some(part) = split_part(rest) else {
            frame.truncated = frame.dropped.is_empty();
            // What stands behind the cut has no name any more.
            frame.dropped.push(Dropped::new(rest.first().map_or("link", |head| name(head >> 4)), "", Why::Cut));
            return frame;
        };
        let tag = part.head[0] >> 4;
        if crc(CHECK, crc(CHECK, check, &part.head), part.payload) == part.check {
            frame.parts.push((tag, part.payload.to_vec()));
        } else {
            frame.dropped.push(Dropped::new(name(tag), "", Why::Damaged));
        }
        (check, rest) = (part.check, part.behind);
    }
    let (sealed, end) = bytes.split_at(bytes.len() - rest.len());
    let Some((seal, padding)) = end.split_first_chunk::<2>() else {
        frame.truncated = frame.dropped.is_empty();
        return frame;
    };
    let sound = crc(SEAL, START, sealed) == u16::from_be_bytes(*seal) && count >> 4 == 0 && padding.iter().all(|byte| *byte == 0);
    if frame.dropped.is_empty() && (foreign || !sound) {
        frame.dropped.push(Dropped::new("link", "", Why::Damaged));
    }
    frame
}

/// A part as it stands in a code, and the bytes behind it.
struct RawPart<'a> {
    head: [u8; 2],
    payload: &'a [u8],
    check: u16,
    behind: &'a [u8],
}

fn split_part(bytes: &[u8]) -> Option<RawPart<'_>> {
    let (head, rest) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(head[0] & 15) << 8 | usize::from(head[1]);
    let (payload, rest) = rest.split_at_checked(length)?;
    let (check, behind) = rest.split_first_chunk::<2>()?;
    Some(RawPart { head: *head, payload, check: u16::from_be_bytes(*check), behind })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<(Part, Vec<u8>)> {
        vec![(Part::Aim, vec![1, 2, 3]), (Part::Facts, vec![]), (Part::Units, vec![0xff; 300])]
    }

    fn tags(frame: &Frame) -> Vec<u8> {
        frame.parts.iter().map(|(tag, _)| *tag).collect()
    }

    #[test]
    fn the_checks_are_the_usual_ones() {
        assert_eq!(crc(CHECK, 0xffff, b"123456789"), 0x29b1, "CRC-16/CCITT-FALSE, its published check value");
        assert_eq!(crc(SEAL, 0, b"123456789"), 0xd0db, "CRC-16/T10-DIF, its published check value");
    }

    #[test]
    fn every_changed_character_is_found_and_costs_one_part_or_the_frame() {
        let code = write(&sample()).unwrap();
        let body = &code[1..];
        let frame = read(body);
        assert_eq!((tags(&frame), frame.dropped.len(), frame.truncated), (vec![1, 2, 4], 0, false));
        for at in 0..body.len() {
            for new in ['A', '-', '5', '!'] {
                if !body[at..].starts_with(new) {
                    let damaged = format!("{}{new}{}", &body[..at], &body[at + 1..]);
                    let frame = read(&damaged);
                    assert!(frame.truncated || !frame.dropped.is_empty(), "character {at} changed to {new} goes unnoticed");
                }
            }
        }
    }

    #[test]
    fn a_cut_keeps_the_parts_before_it() {
        let code = write(&sample()).unwrap();
        let body = &code[1..];
        for end in 0..body.len() {
            assert!(read(&body[..end]).truncated, "cut after {end} characters");
        }
        assert_eq!(tags(&read(&body[..60])), vec![1, 2]);
    }

    #[test]
    fn damage_inside_a_part_leaves_the_parts_behind_it() {
        let code = write(&sample()).unwrap();
        let body = &code[1..];
        // Bytes: count, two of head, three of payload: the payload is in characters 4 to 7.
        let damaged = format!("{}{}{}", &body[..5], if &body[5..6] == "A" { "B" } else { "A" }, &body[6..]);
        let frame = read(&damaged);
        assert_eq!(tags(&frame), vec![2, 4]);
        assert_eq!(frame.dropped, vec![Dropped::new("aim", "", Why::Damaged)]);
    }

    #[test]
    fn no_code_ends_like_punctuation() {
        for last in 0..=255 {
            let code = write(&[(Part::Note, vec![last; 4])]).unwrap();
            assert!(!code.ends_with(['-', '_']), "{code}");
            let frame = read(&code[1..]);
            assert_eq!((tags(&frame).len(), frame.dropped.len(), frame.truncated), (1, 0, false));
        }
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        assert_eq!(write(&[(Part::Items, vec![0; 4096])]), Err(EncodeError::TooLong(Part::Items)));
    }
}
