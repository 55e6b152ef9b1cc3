//! JSON text as a tree of [`Value`]s (RFC 8259).
//!
//! A reader of its own, because a general one brings the printing of floats and the handling of types that never come: four times the code
//! of this, all of it loaded before the first question. Numbers go from their digits to decimals, never through binary floats.

use super::Value;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// How deep values may stand in one another: enough for any record, and too little to exhaust the stack.
pub(super) const MOST_DEPTH: u32 = 128;

/// Reads `text`, which must hold one value and nothing else.
///
/// # Errors
/// What is wrong and where, as in `a string is not closed at line 2 column 7`.
pub fn parse(text: &str) -> Result<Value<'_>, String> {
    let mut reader = Reader::new(text);
    let found = reader.value(MOST_DEPTH).and_then(|value| reader.end().map(|()| value));
    found.map_err(|what| reader.told(what))
}

pub(super) struct Reader<'t> {
    text: &'t str,
    /// Where reading goes on, in bytes; always at the border of a character.
    at: usize,
    /// Emptied lists, for the values to come: see [`Reader::take_back`].
    lists: Vec<Vec<Value<'t>>>,
    /// Emptied maps.
    maps: Vec<Vec<(Cow<'t, str>, Value<'t>)>>,
}

pub(super) type Read<T> = Result<T, &'static str>;

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, lists: Vec::new(), maps: Vec::new() }
    }

    /// What is wrong, and where.
    pub(super) fn told(&self, what: &str) -> String {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        format!("{what} at line {} column {}", before.matches('\n').count() + 1, before.len() - line_start + 1)
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) -> Read<()> {
        if self.next_sign().is_none() { Ok(()) } else { Err("something follows the value") }
    }

    // Asked for each byte of megabytes: the page, which is compiled for size, would call them.
    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The byte after the blanks.
    #[inline(always)]
    pub(super) fn next_sign(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Goes past `sign` if it comes next, after blanks.
    pub(super) fn pass(&mut self, sign: u8) -> bool {
        let found = self.next_sign() == Some(sign);
        self.at += usize::from(found);
        found
    }

    /// Takes a value that is no longer needed apart, so that its lists and maps hold those to come: there are a hundred thousand in a large file.
    pub(super) fn take_back(&mut self, value: Value<'t>) {
        match value {
            Value::List(mut items) => {
                while let Some(item) = items.pop() {
                    self.take_back(item);
                }
                self.lists.push(items);
            }
            Value::Map(mut entries) => {
                while let Some((_, value)) = entries.pop() {
                    self.take_back(value);
                }
                self.maps.push(entries);
            }
            _ => {}
        }
    }

    pub(super) fn value(&mut self, depth: u32) -> Read<Value<'t>> {
        let Some(depth) = depth.checked_sub(1) else { return Err("values stand too deep in one another") };
        match self.next_sign() {
            Some(b'{') => {
                self.at += 1;
                // Of most records: a list that grows is copied.
                let mut entries = self.maps.pop().unwrap_or_else(|| Vec::with_capacity(8));
                while !self.pass(b'}') {
                    let key = self.key(entries.is_empty())?;
                    entries.push((key, self.value(depth)?));
                }
                Ok(Value::Map(entries))
            }
            Some(b'[') => {
                self.at += 1;
                let mut items = self.lists.pop().unwrap_or_default();
                while !self.pass(b']') {
                    items.push(self.item(items.is_empty(), depth)?);
                }
                Ok(Value::List(items))
            }
            Some(b'"') => self.text().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err("expected a value"),
        }
    }

    /// The key that comes next in a map, which is not at its end.
    pub(super) fn key(&mut self, first: bool) -> Read<Cow<'t, str>> {
        if !first {
            self.comma(b'}', "expected `,` or `}`")?;
        }
        if self.next_sign() != Some(b'"') {
            return Err("expected a key in double quotes");
        }
        let key = self.text()?;
        if self.pass(b':') { Ok(key) } else { Err("expected `:`") }
    }

    /// The item that comes next in a list, which is not at its end.
    pub(super) fn item(&mut self, first: bool, depth: u32) -> Read<Value<'t>> {
        if !first {
            self.comma(b']', "expected `,` or `]`")?;
        }
        self.value(depth)
    }

    /// Goes past a comma, after which there must be more than `end`.
    fn comma(&mut self, end: u8, otherwise: &'static str) -> Read<()> {
        if !self.pass(b',') {
            return Err(otherwise);
        }
        if self.next_sign() == Some(end) { Err("trailing comma") } else { Ok(()) }
    }

    fn word(&mut self) -> Read<Value<'t>> {
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err("expected a value")
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err("expected a digit") }
    }

    fn number(&mut self) -> Read<Value<'t>> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        let mut whole = true;
        if self.byte() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        let mut raised = false;
        if let Some(b'e' | b'E') = self.byte() {
            (whole, raised) = (false, true);
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let number = self.text.get(start..self.at).unwrap_or("");
        if whole && let Ok(number) = number.parse() {
            return Ok(Value::Integer(number));
        }
        let read = if raised { Decimal::from_scientific(number) } else { number.parse() };
        read.map(|number| Value::Decimal(number.normalize())).map_err(|_| "this number is too large")
    }

    /// A text in double quotes, the first of which comes next.
    fn text(&mut self) -> Read<Cow<'t, str>> {
        self.at += 1;
        let mut out = Cow::Borrowed("");
        loop {
            let start = self.at;
            let bytes = self.text.as_bytes();
            let mut end = start;
            while bytes.get(end).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
                end += 1;
            }
            let plain = self.text.get(start..end).unwrap_or("");
            self.at = end;
            match bytes.get(end) {
                None => {
                    self.at = start;
                    return Err("a string is not closed");
                }
                Some(b'"') => {
                    self.at += 1;
                    // Texts mostly hold no escape: then they are what stands there.
                    if out.is_empty() {
                        return Ok(Cow::Borrowed(plain));
                    }
                    out += plain;
                    return Ok(out);
                }
                Some(b'\\') => {
                    out += plain;
                    self.at += 1;
                    let escaped = self.escaped()?;
                    out.to_mut().push(escaped);
                }
                _ => return Err("a control character stands in a string: write it as \\u and four digits"),
            }
        }
    }

    /// What stands after a backslash.
    fn escaped(&mut self) -> Read<char> {
        let sign = self.byte().ok_or("a string is not closed")?;
        self.at += usize::from(sign.is_ascii());
        Ok(match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                const NONE: &str = "\\u stands for no character";
                let unit = self.unit()?;
                let code = if (0xd800..0xdc00).contains(&unit) && self.rest().starts_with("\\u") {
                    // A pair of units stands for one character.
                    self.at += 2;
                    let low = self.unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(NONE)?;
                    0x10000 + ((unit - 0xd800) << 10) + low
                } else {
                    unit
                };
                char::from_u32(code).ok_or(NONE)?
            }
            _ => return Err("no such escape: write \\\\ for a backslash"),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Read<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or("expected four hexadecimal digits")?;
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_stay_what_they_are() {
        for text in ["0.1", "0.07", "0.333", "12.55", "-0.5", "18446744073709551615"] {
            assert_eq!(parse(text), Ok(Value::Decimal(text.parse().unwrap())), "{text}");
        }
        assert_eq!(parse("1.5e3").unwrap(), Value::Decimal(1500.into()));
        assert_eq!(parse(" -9223372036854775808 ").unwrap(), Value::Integer(i64::MIN));
        assert_eq!(parse("1.0").unwrap(), Value::Decimal(1.into()));
    }

    #[test]
    fn a_fault_tells_its_place() {
        for (text, wanted) in [
            ("", "expected a value at line 1 column 1"),
            ("{\n \"a\" 1}", "expected `:` at line 2 column 6"),
            ("{\"a\":1,}", "trailing comma at line 1 column 8"),
            ("{\"a\":1,2}", "expected a key in double quotes at line 1 column 8"),
            ("{\"a\":1 \"b\":2}", "expected `,` or `}` at line 1 column 8"),
            ("[1,]", "trailing comma at line 1 column 4"),
            ("[1 2]", "expected `,` or `]` at line 1 column 4"),
            ("[,1]", "expected a value at line 1 column 2"),
            ("[1", "expected `,` or `]` at line 1 column 3"),
            ("\"ab", "a string is not closed at line 1 column 2"),
            ("\"a\nb\"", "a control character stands in a string: write it as \\u and four digits at line 1 column 3"),
            ("\"\\x\"", "no such escape: write \\\\ for a backslash at line 1 column 4"),
            ("\"\\ud800\"", "\\u stands for no character at line 1 column 8"),
            ("\"\\u00e\"", "expected four hexadecimal digits at line 1 column 4"),
            ("01", "something follows the value at line 1 column 2"),
            ("-", "expected a digit at line 1 column 2"),
            ("1.", "expected a digit at line 1 column 3"),
            ("nul", "expected a value at line 1 column 1"),
            ("1e300", "this number is too large at line 1 column 6"),
        ] {
            assert_eq!(parse(text), Err(wanted.to_owned()), "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse(&("[".repeat(100) + &"]".repeat(100))).is_ok());
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            (-99_999..99_999_i32, 0..4_u32).prop_map(|(digits, places)| (f64::from(digits) / 10_f64.powi(places as i32)).into()),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// What serde_json writes is read as serde_json reads it, however it is laid out.
        #[test]
        fn it_agrees_with_a_general_reader(value in any_json()) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(parse(&text), Ok(serde_json::from_str::<Value>(&text).unwrap()));
            }
        }

        /// Whatever is cut off, put in or doubled: it is refused where a general reader refuses it, and never panics. Exponents are left out,
        /// and values are not compared: the other one reads long decimals as floats.
        #[test]
        fn it_refuses_what_a_general_reader_refuses(
            value in any_json(), at in any::<prop::sample::Index>(), put in "[\\x00-\\x7fé&&[^eE]]{0,2}", cut in 0..3_usize
        ) {
            let text: Vec<char> = value.to_string().chars().collect();
            let at = at.index(text.len() + 1);
            let spoilt: String = text[..at].iter().copied().chain(put.chars()).chain(text.iter().skip(at + cut).copied()).collect();
            prop_assert_eq!(parse(&spoilt).is_ok(), serde_json::from_str::<Value>(&spoilt).is_ok(), "{}", spoilt);
        }
    }
}
