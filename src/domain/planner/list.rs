//! A vector of which any look out of range ends at the same place.
//!
//! The standard vector tells each of them apart, by code at every place that looks: a twelfth of the planner, which no phone should have to load.

use std::ops::{Deref, DerefMut, Index, IndexMut};
use std::slice::SliceIndex;

/// A vector; looking out of range panics, as with the standard one.
#[derive(Clone)]
pub(super) struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> List<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(list: Vec<T>) -> Self {
        Self(list)
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> Deref for List<T> {
    type Target = Vec<T>;

    #[inline(always)]
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for List<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut List<T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    #[inline(always)]
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}

impl<T, I: SliceIndex<[T]>> Index<I> for List<T> {
    type Output = I::Output;

    #[inline(always)]
    fn index(&self, index: I) -> &I::Output {
        match self.0.get(index) {
            Some(found) => found,
            None => out_of_range(),
        }
    }
}

impl<T, I: SliceIndex<[T]>> IndexMut<I> for List<T> {
    #[inline(always)]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        match self.0.get_mut(index) {
            Some(found) => found,
            None => out_of_range(),
        }
    }
}

/// Never reached by construction: the planner looks at places that it worked out from a problem which `validate` has found whole, and a plan is
/// checked by code that shares nothing with it. Anything else is a fault of the planner, which must not go on with a wrong entry.
#[cold]
#[inline(never)]
fn out_of_range() -> ! {
    unreachable!("the planner looked for an entry that a list does not have; please report it")
}
