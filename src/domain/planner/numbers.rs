//! Small number work of the planner.

/// The greatest common divisor of two numbers that are not negative.
pub(super) fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Sorts; the only sort of the planner. Shell's with the gaps of Ciura: on the short lists met here it is as fast as that of the standard
/// library, which would add a kilobyte to the page.
#[inline(never)]
pub(super) fn sort(keys: &mut [u64]) {
    for gap in [1750, 701, 301, 132, 57, 23, 10, 4, 1] {
        for from in gap..keys.len() {
            let key = keys[from];
            let mut at = from;
            while at >= gap && keys[at - gap] > key {
                keys[at] = keys[at - gap];
                at -= gap;
            }
            keys[at] = key;
        }
    }
}

/// The places of the bits that are set, from the lowest.
#[derive(Clone, Copy)]
pub(super) struct Bits(pub(super) u64);

impl Iterator for Bits {
    type Item = usize;
    fn next(&mut self) -> Option<usize> {
        let lowest = self.0.trailing_zeros();
        self.0 &= self.0.wrapping_sub(1);
        (lowest < 64).then_some(lowest as usize)
    }
}

/// The first `count` bits.
pub(super) fn low_bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// The place after the highest bit that is set; 0 when none is.
pub(super) fn width(bits: u64) -> usize {
    64 - bits.leading_zeros() as usize
}

/// `a / b` rounded up, for a positive `b`.
pub(super) fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) != 0)
}

/// The sequence 1 1 2 1 1 2 4 … of Luby, Sinclair and Zuckerman; `index` counts from 0.
pub(super) fn luby(index: u64) -> u64 {
    let (mut size, mut power) = (1u64, 0u32);
    while size < index + 1 {
        power += 1;
        size = 2 * size + 1;
    }
    let mut index = index;
    while size - 1 != index {
        size = (size - 1) / 2;
        power -= 1;
        index %= size;
    }
    1 << power
}
