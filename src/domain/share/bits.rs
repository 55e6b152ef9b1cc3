//! Numbers and texts as bits, most significant bit first. Reading never allocates more than the bits at hand can hold.

use super::base64;

/// Bits being written.
#[derive(Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits used in the last byte, 1 to 8; meaningless while there is none.
    used: u32,
}

impl BitWriter {
    /// The bytes, the last one filled up with zeros.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes the low `count` bits of `value`.
    pub(super) fn bits(&mut self, value: u64, count: u32) {
        for at in (0..count).rev() {
            if self.bytes.is_empty() || self.used == 8 {
                self.bytes.push(0);
                self.used = 0;
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> at) & 1) as u8) << (7 - self.used);
            }
            self.used += 1;
        }
    }

    /// Writes yes or no.
    pub(super) fn flag(&mut self, value: bool) {
        self.bits(u64::from(value), 1);
    }

    /// Writes a number in groups of `group` bits, the low ones first, each after a bit that says whether more follow.
    pub(super) fn number(&mut self, mut value: u64, group: u32) {
        while value >> group != 0 {
            self.flag(true);
            self.bits(value, group);
            value >>= group;
        }
        self.flag(false);
        self.bits(value, group);
    }

    /// Writes how many things follow.
    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64, 3);
    }

    /// Writes a text: six bits a character where the alphabet of links holds them all, otherwise UTF-8.
    pub(super) fn text(&mut self, text: &str) {
        let wide = text.chars().any(|character| base64::sextet(character).is_none());
        self.flag(wide);
        self.number(text.len() as u64, 4);
        if wide {
            text.bytes().for_each(|byte| self.bits(u64::from(byte), 8));
        } else {
            text.chars().filter_map(base64::sextet).for_each(|bits| self.bits(u64::from(bits), 6));
        }
    }
}

/// Bits being read. `None` from any method is the end of the bits, or bits that no writer writes.
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Whether everything was read but the zeros that fill up the last byte.
    pub(super) fn is_spent(&self) -> bool {
        let mut rest = Self { bytes: self.bytes, at: self.at };
        let left = self.left();
        left < 8 && rest.bits(left as u32) == Some(0)
    }

    fn left(&self) -> usize {
        (self.bytes.len() * 8).saturating_sub(self.at)
    }

    /// Reads `count` bits, at most 64.
    pub(super) fn bits(&mut self, count: u32) -> Option<u64> {
        if self.left() < count as usize {
            return None;
        }
        let mut value = 0;
        for _ in 0..count {
            let byte = *self.bytes.get(self.at / 8)?;
            value = (value << 1) | u64::from((byte >> (7 - self.at % 8)) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// Reads yes or no.
    pub(super) fn flag(&mut self) -> Option<bool> {
        Some(self.bits(1)? == 1)
    }

    /// Reads what [`BitWriter::number`] wrote.
    pub(super) fn number(&mut self, group: u32) -> Option<u64> {
        let (mut value, mut shift) = (0_u64, 0);
        loop {
            let more = self.flag()?;
            let part = self.bits(group)?;
            if shift >= 64 || (part << shift) >> shift != part {
                return None;
            }
            value |= part << shift;
            if !more {
                return Some(value);
            }
            shift += group;
        }
    }

    /// Reads a number that must fit in 32 bits.
    pub(super) fn number32(&mut self, group: u32) -> Option<u32> {
        u32::try_from(self.number(group)?).ok()
    }

    /// Reads how many things follow. A hostile count costs nothing: the bits run out.
    pub(super) fn count(&mut self) -> Option<u64> {
        self.number(3)
    }

    /// Reads a text.
    pub(super) fn text(&mut self) -> Option<String> {
        let wide = self.flag()?;
        let length = usize::try_from(self.number(4)?).ok()?;
        let width = if wide { 8 } else { 6 };
        if length > self.left() / width {
            return None;
        }
        if wide {
            let mut bytes = Vec::with_capacity(length);
            for _ in 0..length {
                bytes.push(self.bits(8)? as u8);
            }
            return String::from_utf8(bytes).ok();
        }
        let mut text = String::with_capacity(length);
        for _ in 0..length {
            text.push(base64::character(self.bits(6)? as u8));
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let numbers = [0, 1, 7, 8, 15, 16, 255, 256, 1_000_000, u64::MAX - 1, u64::MAX];
        let texts = ["", "grand-est", "LG02501A", "Bon courage, à bientôt !"];
        let mut writer = BitWriter::default();
        for group in [3, 4, 7] {
            numbers.iter().for_each(|number| writer.number(*number, group));
        }
        texts.iter().for_each(|text| writer.text(text));
        let bytes = writer.into_bytes();
        let mut reader = BitReader::new(&bytes);
        for group in [3, 4, 7] {
            numbers.iter().for_each(|number| assert_eq!(reader.number(group), Some(*number)));
        }
        texts.iter().for_each(|text| assert_eq!(reader.text().as_deref(), Some(*text)));
        assert!(reader.is_spent());
    }

    #[test]
    fn what_runs_out_or_overflows_is_none() {
        assert_eq!(BitReader::new(&[]).bits(1), None);
        assert_eq!(BitReader::new(&[0xff; 40]).number(7), None, "more than 64 bits");
        assert_eq!(BitReader::new(&[0b0111_1111, 0xff, 0x00]).text(), None, "a text longer than the bits");
        assert!(!BitReader::new(&[1]).is_spent());
        assert!(!BitReader::new(&[0]).is_spent(), "a whole byte is not filling");
    }
}
