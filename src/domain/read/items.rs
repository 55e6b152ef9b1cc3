//! A large file, an item at a time.

use super::{
    FromValue, Value,
    json::{MOST_DEPTH, Read, Reader},
    read,
};
use crate::domain::error::InputError;
use std::borrow::Cow;

/// Reads a JSON object whose long lists come item by item, so that no tree of the whole stands in memory and a page can pause in between.
///
/// ```
/// use parcours::domain::read::{Items, Value};
///
/// let mut items = Items::new(r#"{"rooms":[12,14],"name":"east"}"#, &["rooms"]);
/// let mut rooms = Vec::new();
/// while let Some(item) = items.next()? {
///     rooms.push(item.read::<u32>()?);
/// }
/// assert_eq!(rooms, [12, 14]);
/// let rest = Value::Map(vec![("rooms".into(), Value::List(Vec::new())), ("name".into(), Value::Text("east".into()))]);
/// assert_eq!(items.rest(), &rest);
/// # Ok::<(), parcours::domain::error::InputError>(())
/// ```
pub struct Items<'t> {
    reader: Reader<'t>,
    long: &'static [&'static str],
    at: At,
    /// What was read of the object, apart from the items.
    rest: Value<'t>,
}

enum At {
    Start,
    /// Between two keys.
    Keys,
    /// Before an item, with how many came before, in a list that stands last in the rest.
    List(&'static str, usize),
    End,
}

/// An item of a long list.
pub struct Item<'t> {
    /// The list.
    pub list: &'static str,
    /// Its place in it.
    pub index: usize,
    /// What it says.
    pub value: Value<'t>,
}

impl Item<'_> {
    /// Reads it as a record.
    ///
    /// # Errors
    /// The first fault, with its path in the file.
    pub fn read<T: FromValue>(&self) -> Result<T, InputError> {
        read(&self.value).map_err(|fault| {
            let dot = if fault.path.is_empty() || fault.path.starts_with('[') { "" } else { "." };
            InputError { path: format!("{}[{}]{dot}{}", self.list, self.index, fault.path), ..fault }
        })
    }
}

impl<'t> Items<'t> {
    /// Of `text`, an object, whose lists under the keys `long` are long.
    #[must_use]
    pub fn new(text: &'t str, long: &'static [&'static str]) -> Self {
        Self { reader: Reader::new(text), long, at: At::Start, rest: Value::Null }
    }

    /// The next item; `None` after the last one, when all of the text was read.
    ///
    /// # Errors
    /// `malformed_json`.
    #[expect(clippy::should_implement_trait, reason = "an iterator cannot be asked with `?` in a loop")]
    pub fn next(&mut self) -> Result<Option<Item<'t>>, InputError> {
        self.advance().map_err(|what| {
            self.at = At::End;
            InputError::malformed(&self.reader.told(what), "")
        })
    }

    /// Takes an item back that was read, so that the next ones need no memory of their own.
    pub fn take_back(&mut self, item: Item<'t>) {
        self.reader.take_back(item.value);
    }

    /// The object with its long lists empty, once all items were read.
    #[must_use]
    pub fn rest(&self) -> &Value<'t> {
        &self.rest
    }

    fn advance(&mut self) -> Read<Option<Item<'t>>> {
        loop {
            match self.at {
                At::Start if self.reader.pass(b'{') => (self.at, self.rest) = (At::Keys, Value::Map(Vec::new())),
                At::Start => {
                    self.rest = self.reader.value(MOST_DEPTH)?;
                    self.close()?;
                }
                At::Keys if self.reader.pass(b'}') => self.close()?,
                At::Keys => self.entry()?,
                At::List(_, _) if self.reader.pass(b']') => self.at = At::Keys,
                At::List(list, index) => {
                    // Two levels are open: the object and the list.
                    let value = self.reader.item(index == 0, MOST_DEPTH - 2)?;
                    self.at = At::List(list, index + 1);
                    return Ok(Some(Item { list, index, value }));
                }
                At::End => return Ok(None),
            }
        }
    }

    fn close(&mut self) -> Read<()> {
        self.at = At::End;
        self.reader.end()
    }

    fn entry(&mut self) -> Read<()> {
        let Value::Map(entries) = &mut self.rest else { return Ok(()) };
        let key: Cow<'t, str> = self.reader.key(entries.is_empty())?;
        let long = self.long.iter().find(|long| **long == key);
        let value = match long {
            Some(long) if self.reader.pass(b'[') => {
                self.at = At::List(long, 0);
                Value::List(Vec::new())
            }
            _ => self.reader.value(MOST_DEPTH - 1)?,
        };
        entries.push((key, value));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::read::parse;

    /// The items, and the rest; the text in one piece has to say the same.
    fn pieces(text: &str) -> Result<(Vec<String>, Value<'_>), String> {
        let mut items = Items::new(text, &["a", "b"]);
        let mut found = Vec::new();
        while let Some(item) = items.next().map_err(|fault| fault.message)? {
            found.push(format!("{}{} {:?}", item.list, item.index, item.value.as_i64()));
        }
        Ok((found, items.rest().clone()))
    }

    #[test]
    fn items_come_one_at_a_time_and_the_rest_stays() {
        let (items, rest) = pieces(r#" { "c" : [ 7 ] , "a" : [ 1 , 2 ] , "b" : [ ] , "d" : null } "#).unwrap();
        assert_eq!(items, ["a0 Some(1)", "a1 Some(2)"]);
        assert_eq!(rest, parse(r#"{"c":[7],"a":[],"b":[],"d":null}"#).unwrap());
        assert_eq!(pieces(r#"{"a":3}"#).unwrap().1, parse(r#"{"a":3}"#).unwrap(), "no list: whoever reads the rest says so");
        for other in ["[1,2]", "7", "{}"] {
            assert_eq!(pieces(other).unwrap(), (Vec::new(), parse(other).unwrap()));
        }
    }

    #[test]
    fn a_malformed_text_is_refused_where_it_is_in_one_piece() {
        let deep = |levels: usize| format!(r#"{{"a":[{}{}]}}"#, "[".repeat(levels), "]".repeat(levels));
        for text in [
            "",
            "{",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":[",
            "{\"a\":[1",
            "{\"a\":[1,]}",
            "{\"a\":[1 2]}",
            "{\"a\":[1]",
            "{\"a\":[1],}",
            "{\"a\":[1]} x",
            "{\"a\":[,1]}",
            "{\"a\":[1]\n\"b\":2}",
            "[1",
            "7 8",
            &deep(125),
            &deep(126),
            &deep(127),
        ] {
            let whole = parse(text).map(drop).map_err(|fault| InputError::malformed(&fault, "").message);
            assert_eq!(pieces(text).map(drop), whole, "{text}");
        }
    }

    #[test]
    fn a_fault_of_an_item_is_told_with_its_place_in_the_file() {
        let mut items = Items::new(r#"{"a":[1,"x"]}"#, &["a"]);
        assert_eq!(items.next().unwrap().unwrap().read::<u32>().unwrap(), 1);
        assert_eq!(items.next().unwrap().unwrap().read::<u32>().unwrap_err().path, "a[1]");
        let mut items = Items::new(r#"{"a":[[1,"x"]]}"#, &["a"]);
        assert_eq!(items.next().unwrap().unwrap().read::<Vec<u32>>().unwrap_err().path, "a[0][1]");
    }
}
