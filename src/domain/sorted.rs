//! Maps and sets kept as sorted lists, and sorting itself, in little code.
//!
//! The trees and the sorts of the standard library are compiled anew for each type that they hold, at two to nine kilobytes each, and there are
//! some hundred such types here. What stands here takes a tenth of that, and is as fast at the sizes met: looking up halves a list, and
//! inserting moves what follows, which costs nothing where entries come in order, as they mostly do.

use serde::{Serialize, Serializer};
use std::{borrow::Borrow, cmp::Ordering, slice, vec};

/// Up to so many entries are added one by one, each at its place; more are put behind and sorted, for else the time would grow with the square of
/// their number.
const FEW: usize = 16;

/// Values by key, in the order of the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<K, V>(Vec<(K, V)>);

/// Values in order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<K>(Vec<K>);

/// The place of a key in a map, empty or not.
pub struct Entry<'m, K, V> {
    entries: &'m mut Vec<(K, V)>,
    key: K,
    place: Result<usize, usize>,
}

/// The entries of a map by reference.
pub struct Entries<'m, K, V>(slice::Iter<'m, (K, V)>);

/// Sorting by one and the same code for all types.
pub trait Sorting {
    /// What is sorted.
    type Item;

    /// Sorts; what is equal stays in the order in which it stood.
    fn order_by(&mut self, compare: impl Fn(&Self::Item, &Self::Item) -> Ordering);

    /// Sorts by what `key` gives; what is equal stays in the order in which it stood.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&Self::Item) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// Sorts.
    fn order(&mut self)
    where
        Self::Item: Ord,
    {
        self.order_by(Ord::cmp);
    }
}

impl<T> Sorting for [T] {
    type Item = T;

    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let from = order_of(self.len(), &|a, b| compare(&self[a as usize], &self[b as usize]));
        arrange(self, from);
    }
}

/// Sorts; of what is equal the last one stays.
fn order_once<T>(values: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if let Some((from, once)) = order_once_of(values.len(), &|a, b| compare(&values[a as usize], &values[b as usize])) {
        arrange(values, from);
        values.truncate(once);
    }
}

/// Moves each value to its place: `from` tells for every place where its value stands.
fn arrange<T>(values: &mut [T], mut from: Vec<u32>) {
    // Each value goes to its place along the rings of the exchange; a place that is done is its own origin.
    for start in 0..from.len() {
        let mut place = start;
        loop {
            let origin = std::mem::replace(&mut from[place], place as u32) as usize;
            if origin == start {
                break;
            }
            values.swap(place, origin);
            place = origin;
        }
    }
}

/// The places of `count` values in the order of the values.
fn order_of(count: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut places: Vec<u32> = (0..count as u32).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// The places of `count` values in the order of the values, with the last of equal ones first and all that it replaces at the end, and how many
/// values that leaves; `None` when the values stand so already, as they mostly do.
fn order_once_of(count: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Option<(Vec<u32>, usize)> {
    if (1..count as u32).all(|place| compare(place - 1, place).is_lt()) {
        return None;
    }
    let places = order_of(count, compare);
    let (mut last, mut replaced) = (Vec::with_capacity(count), Vec::new());
    for (at, &place) in places.iter().enumerate() {
        let next = places.get(at + 1);
        let of = if next.is_some_and(|&next| compare(place, next).is_eq()) { &mut replaced } else { &mut last };
        of.push(place);
    }
    let once = last.len();
    last.append(&mut replaced);
    Some((last, once))
}

impl<K, V> Map<K, V> {
    /// A map without entries.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many entries there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries, in the order of the keys.
    #[must_use]
    pub fn iter(&self) -> Entries<'_, K, V> {
        Entries(self.0.iter())
    }

    /// Takes all entries out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + ExactSizeIterator + Clone {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of the keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator + Clone {
        self.0.iter().map(|(_, value)| value)
    }

    /// The values, in the order of the keys.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// The keys, in order.
    pub fn into_keys(self) -> impl DoubleEndedIterator<Item = K> + ExactSizeIterator {
        self.0.into_iter().map(|(key, _)| key)
    }

    /// The values, in the order of the keys.
    pub fn into_values(self) -> impl DoubleEndedIterator<Item = V> + ExactSizeIterator {
        self.0.into_iter().map(|(_, value)| value)
    }

    /// Keeps the entries for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }
}

impl<K: Ord, V> Map<K, V> {
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        // Entries mostly come in order.
        match self.0.last() {
            Some((last, _)) if last.borrow() < key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(known, _)| known.borrow().cmp(key)),
        }
    }

    /// The value under `key`.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    /// The value under `key`.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Whether there is an entry under `key`.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts `value` under `key`, and gives what was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => self.0.get_mut(place).map(|(_, known)| std::mem::replace(known, value)),
            Err(place) => {
                self.0.insert(place, (key, value));
                None
            }
        }
    }

    /// Takes out what is under `key`.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().map(|place| self.0.remove(place).1)
    }

    /// The place of `key`.
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let place = self.place(&key);
        Entry { entries: &mut self.0, key, place }
    }
}

impl<'m, K, V> Entry<'m, K, V> {
    /// The value that is there; otherwise the one that `make` gives, which is put there.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'m mut V {
        let place = match self.place {
            Ok(place) => place,
            Err(place) => {
                self.entries.insert(place, (self.key, make()));
                place
            }
        };
        &mut self.entries[place].1
    }

    /// The value that is there; otherwise `value`, which is put there.
    pub fn or_insert(self, value: V) -> &'m mut V {
        self.or_insert_with(|| value)
    }

    /// The value that is there; otherwise the default one, which is put there.
    pub fn or_default(self) -> &'m mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

impl<K> Set<K> {
    /// A set without values.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many values there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, in order.
    pub fn iter(&self) -> slice::Iter<'_, K> {
        self.0.iter()
    }

    /// The least value.
    #[must_use]
    pub fn first(&self) -> Option<&K> {
        self.0.first()
    }

    /// The greatest value.
    #[must_use]
    pub fn last(&self) -> Option<&K> {
        self.0.last()
    }

    /// Takes all values out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps the values for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&K) -> bool) {
        self.0.retain(keep);
    }
}

impl<K: Ord> Set<K> {
    fn place<Q: Ord + ?Sized>(&self, value: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        match self.0.last() {
            Some(last) if last.borrow() < value => Err(self.0.len()),
            _ => self.0.binary_search_by(|known| known.borrow().cmp(value)),
        }
    }

    /// The value that equals `value`.
    pub fn get<Q: Ord + ?Sized>(&self, value: &Q) -> Option<&K>
    where
        K: Borrow<Q>,
    {
        self.0.get(self.place(value).ok()?)
    }

    /// Whether `value` is among them.
    pub fn contains<Q: Ord + ?Sized>(&self, value: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(value).is_ok()
    }

    /// Puts `value` in, and tells whether it is new.
    pub fn insert(&mut self, value: K) -> bool {
        let place = self.place(&value);
        if let Err(place) = place {
            self.0.insert(place, value);
        }
        place.is_err()
    }

    /// Takes `value` out, and tells whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, value: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(value).map(|place| drop(self.0.remove(place))).is_ok()
    }

    /// Whether every value is in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|value| other.contains(value))
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        let entries: Vec<(K, V)> = entries.into_iter().collect();
        if entries.len() <= FEW && !self.is_empty() {
            for (key, value) in entries {
                self.insert(key, value);
            }
        } else {
            self.0.extend(entries);
            order_once(&mut self.0, |(a, _), (b, _)| a.cmp(b));
        }
    }
}

impl<K: Ord> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, values: I) {
        let values: Vec<K> = values.into_iter().collect();
        if values.len() <= FEW && !self.is_empty() {
            for value in values {
                self.insert(value);
            }
        } else {
            self.0.extend(values);
            order_once(&mut self.0, K::cmp);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(K, V)> = entries.into_iter().collect();
        order_once(&mut entries, |(a, _), (b, _)| a.cmp(b));
        Self(entries)
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(values: I) -> Self {
        let mut values: Vec<K> = values.into_iter().collect();
        order_once(&mut values, K::cmp);
        Self(values)
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Ord, const N: usize> From<[K; N]> for Set<K> {
    fn from(values: [K; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Entries<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K> IntoIterator for Set<K> {
    type Item = K;
    type IntoIter = vec::IntoIter<K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'m, K> IntoIterator for &'m Set<K> {
    type Item = &'m K;
    type IntoIter = slice::Iter<'m, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<K, V> Clone for Entries<'_, K, V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<'m, K, V> Iterator for Entries<'m, K, V> {
    type Item = (&'m K, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<K, V> DoubleEndedIterator for Entries<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(key, value)| (key, value))
    }
}

impl<K, V> ExactSizeIterator for Entries<'_, K, V> {}

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<K: Serialize> Serialize for Set<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        /// Whatever is put in and taken out, a map holds what the standard library's does.
        #[test]
        fn maps_and_sets_are_those_of_the_standard_library(steps in prop::collection::vec((0..12u8, 0..4u8, any::<u16>()), 0..60)) {
            let (mut map, mut set) = (Map::new(), Set::new());
            let (mut wanted, mut wanted_set) = (BTreeMap::new(), BTreeSet::new());
            for (key, what, value) in steps {
                match what {
                    0 => {
                        prop_assert_eq!(map.insert(key, value), wanted.insert(key, value));
                        prop_assert_eq!(set.insert(key), wanted_set.insert(key));
                    }
                    1 => {
                        prop_assert_eq!(map.remove(&key), wanted.remove(&key));
                        prop_assert_eq!(set.remove(&key), wanted_set.remove(&key));
                    }
                    2 => prop_assert_eq!(*map.entry(key).or_insert(value), *wanted.entry(key).or_insert(value)),
                    _ => {
                        map.retain(|known, _| known % 4 != key % 4);
                        wanted.retain(|known, _| known % 4 != key % 4);
                        set.retain(|known| known % 4 != key % 4);
                        wanted_set.retain(|known| known % 4 != key % 4);
                    }
                }
                prop_assert_eq!((map.get(&key), set.contains(&key)), (wanted.get(&key), wanted_set.contains(&key)));
                prop_assert!(map.iter().eq(&wanted) && set.iter().eq(&wanted_set));
                prop_assert_eq!((set.first(), set.last()), (wanted_set.first(), wanted_set.last()));
            }
        }

        /// However many come at once, and in whatever order, the last one under a key is kept.
        #[test]
        fn collecting_is_that_of_the_standard_library(
            first in prop::collection::vec((0..40u8, any::<u16>()), 0..60),
            then in prop::collection::vec((0..40u8, any::<u16>()), 0..60),
        ) {
            let mut map: Map<_, _> = first.iter().copied().collect();
            let mut wanted: BTreeMap<_, _> = first.iter().copied().collect();
            let mut set: Set<_> = first.iter().map(|(key, _)| *key).collect();
            prop_assert!(map.iter().eq(&wanted) && set.iter().eq(wanted.keys()));
            map.extend(then.iter().copied());
            wanted.extend(then.iter().copied());
            set.extend(then.iter().map(|(key, _)| *key));
            prop_assert!(map.iter().eq(&wanted) && set.iter().eq(wanted.keys()));
        }

        /// What is equal stays in the order in which it stood.
        #[test]
        fn sorting_is_that_of_the_standard_library(mut values in prop::collection::vec((0..9u8, any::<u16>()), 0..80)) {
            let mut wanted = values.clone();
            wanted.sort_by_key(|(key, _)| *key);
            values.order_by_key(|(key, _)| *key);
            prop_assert_eq!(&values, &wanted);
            wanted.sort();
            values.order();
            prop_assert_eq!(values, wanted);
        }
    }

    #[test]
    fn what_comes_twice_stands_once_with_its_last_value() {
        let map = Map::from([("b", 1), ("a", 2), ("b", 3)]);
        assert!(map.iter().eq([(&"a", &2), (&"b", &3)]));
        assert!(Set::from(["b", "a", "b"]).is_subset(&Set::from(["c", "b", "a"])));
    }

    /// They take the time of a sort. Put in one by one they would take the square of it, which shows in how long this runs.
    #[test]
    fn many_keys_may_come_in_any_order() {
        const MANY: u64 = 200_000;
        let scattered = || (0..MANY).map(|index| index * 123_457 % MANY);
        let mut set: Set<u64> = scattered().collect();
        assert!(set.iter().copied().eq(0..MANY));
        let mut map: Map<u64, u64> = scattered().map(|key| (key, 0)).collect();
        map.extend(scattered().map(|key| (2 * key, key)));
        set.extend(scattered().map(|key| 2 * key));
        assert!(map.keys().eq(&set));
        assert!((0..MANY).all(|key| map.get(&(2 * key)) == Some(&key)));
    }
}
