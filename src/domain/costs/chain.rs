//! A list that grows at its end and whose copies share what they have in common: partial choices are copied at every step of the search.

use std::{cmp::Ordering, rc::Rc};

/// The list.
pub(super) struct Chain<T>(Option<Rc<Link<T>>>);

struct Link<T> {
    last: T,
    before: Chain<T>,
}

impl<T: Copy + PartialEq> Chain<T> {
    /// Adds at the end.
    pub fn push(&mut self, last: T) {
        let before = Self(self.0.take());
        self.0 = Some(Rc::new(Link { last, before }));
    }

    /// The items, in order.
    pub fn to_vec(&self) -> Vec<T> {
        let mut items = Vec::new();
        let mut at = &self.0;
        while let Some(link) = at {
            items.push(link.last);
            at = &link.before.0;
        }
        items.reverse();
        items
    }

    /// Compares two lists of the same length, item by item from the first, by `key`.
    pub fn compare<K: Ord>(&self, other: &Self, key: impl Fn(&T) -> K) -> Ordering {
        let mut found = Ordering::Equal;
        let (mut mine, mut theirs) = (&self.0, &other.0);
        // From the end: the difference met last is the first one.
        while let (Some(one), Some(two)) = (mine, theirs) {
            if Rc::ptr_eq(one, two) {
                break;
            }
            found = key(&one.last).cmp(&key(&two.last)).then(found);
            (mine, theirs) = (&one.before.0, &two.before.0);
        }
        found
    }
}

impl<T> Clone for Chain<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Chain<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// Link by link: a long list must not drop its links one inside the other.
impl<T> Drop for Chain<T> {
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(mut link) = next.and_then(Rc::into_inner) {
            next = link.before.0.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(items: &[u32]) -> Chain<u32> {
        let mut chain = Chain::default();
        items.iter().for_each(|item| chain.push(*item));
        chain
    }

    #[test]
    fn the_first_difference_decides_and_copies_go_their_own_way() {
        let order = |one: &[u32], two: &[u32]| chain(one).compare(&chain(two), |item| *item);
        assert_eq!(order(&[1, 9, 9], &[2, 0, 0]), Ordering::Less);
        assert_eq!(order(&[1, 2, 9], &[1, 2, 3]), Ordering::Greater);
        assert_eq!(order(&[1, 2], &[1, 2]), Ordering::Equal);
        let one = chain(&[1, 2]);
        let mut two = one.clone();
        two.push(3);
        assert_eq!((one.to_vec(), two.to_vec()), (vec![1, 2], vec![1, 2, 3]));
    }

    #[test]
    fn a_very_long_list_is_dropped() {
        drop(chain(&vec![0; 1_000_000]));
    }
}
