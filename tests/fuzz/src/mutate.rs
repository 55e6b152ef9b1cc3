//! Changes to JSON that leave it JSON, so that the fuzzer gets behind the parser.

use serde_json::{Map, Value};

/// What numbers, dates and words break on.
const EDGES: [&str; 16] = [
    "null",
    "true",
    "0",
    "-1",
    "255",
    "65536",
    "4294967296",
    "18446744073709551615",
    "-9223372036854775808",
    "1e308",
    "0.1",
    "\"\"",
    "\"2026-02-29\"",
    "\"9999-12-31\"",
    "\"79228162514264337593543950335\"",
    "[]",
];

/// A small generator of numbers: the same seed makes the same changes.
pub struct Dice(u64);

impl Dice {
    /// Dice that start at `seed`.
    pub fn new(seed: u32) -> Self {
        Self(u64::from(seed) ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// A number below `sides`, or 0 when there are none.
    fn below(&mut self, sides: usize) -> usize {
        // SplitMix64 of Steele, Lea and Flood.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let wide = usize::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default();
        if sides == 0 { 0 } else { wide % sides }
    }
}

/// `text` with one to three values removed, doubled, swapped for others of the same text or for edges; `None` when it is no JSON.
pub fn mutate(text: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(text).ok()?;
    for _ in 0..=dice.below(3) {
        let from = dice.below(count(&value));
        let donor = nth(&value, from).cloned().unwrap_or_default();
        let edge = EDGES.get(dice.below(EDGES.len())).and_then(|edge| serde_json::from_str(edge).ok()).unwrap_or_default();
        let to = dice.below(count(&value));
        let target = nth_mut(&mut value, to)?;
        match dice.below(5) {
            0 => *target = donor,
            1 | 2 => *target = edge,
            3 => shrink(target, dice),
            _ => grow(target, donor, dice),
        }
    }
    serde_json::to_vec(&value).ok()
}

/// Removes a child.
fn shrink(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.remove(dice.below(items.len()));
        }
        Value::Object(map) => {
            if let Some(key) = nth_key(map, dice) {
                map.remove(&key);
            }
        }
        Value::String(text) => *text = text.chars().rev().collect(),
        _ => *value = Value::Null,
    }
}

/// Adds a child.
fn grow(value: &mut Value, donor: Value, dice: &mut Dice) {
    match value {
        Value::Array(items) => items.insert(dice.below(items.len() + 1), donor),
        Value::Object(map) => {
            if let Some(key) = nth_key(map, dice) {
                map.insert(key, donor);
            }
        }
        other => *other = Value::Array(vec![other.take(), donor]),
    }
}

fn nth_key(map: &Map<String, Value>, dice: &mut Dice) -> Option<String> {
    map.keys().nth(dice.below(map.len())).cloned()
}

/// The values of a tree, itself included.
fn count(value: &Value) -> usize {
    1 + children(value).into_iter().map(count).sum::<usize>()
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => Vec::new(),
    }
}

fn nth(value: &Value, mut at: usize) -> Option<&Value> {
    if at == 0 {
        return Some(value);
    }
    at -= 1;
    for child in children(value) {
        let size = count(child);
        if at < size {
            return nth(child, at);
        }
        at -= size;
    }
    None
}

fn nth_mut(value: &mut Value, mut at: usize) -> Option<&mut Value> {
    if at == 0 {
        return Some(value);
    }
    at -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        let size = count(child);
        if at < size {
            return nth_mut(child, at);
        }
        at -= size;
    }
    None
}
