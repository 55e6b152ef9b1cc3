//! Variables in the order of their activity.

use super::list::List;

/// Above it, all activities are scaled down.
const LARGEST: f64 = 1e100;

/// How much of its activity a variable keeps at a conflict. Of 0.83 to 0.97 this needed the fewest conflicts on instances that take long.
const KEPT: f64 = 0.92;

/// A binary heap of variables; the most active first, the oldest among equals.
pub(super) struct Heap {
    activity: List<f64>,
    increment: f64,
    heap: List<u32>,
    /// The place of each variable in `heap`, plus one; 0 when absent.
    place: List<u32>,
}

impl Heap {
    /// An empty heap with room for about so many.
    pub(super) fn new(variables: usize) -> Self {
        let heap = List::with_capacity(variables);
        Self { activity: List::with_capacity(variables), increment: 1.0, heap, place: List::with_capacity(variables) }
    }

    /// Adds the next variable.
    pub(super) fn grow(&mut self) {
        let variable = self.activity.len() as u32;
        self.activity.push(0.0);
        self.place.push(0);
        self.insert(variable);
    }

    /// Puts `variable` back.
    pub(super) fn insert(&mut self, variable: u32) {
        if self.place[variable as usize] == 0 {
            self.heap.push(variable);
            self.rise(self.heap.len() - 1);
        }
    }

    /// Takes the most active variable out.
    pub(super) fn pop(&mut self) -> Option<u32> {
        let top = *self.heap.first()?;
        let last = self.heap.pop()?;
        self.place[top as usize] = 0;
        if last != top {
            self.heap[0] = last;
            self.sink(0);
        }
        Some(top)
    }

    /// Makes `variable` more active.
    pub(super) fn bump(&mut self, variable: u32) {
        let activity = &mut self.activity[variable as usize];
        *activity += self.increment;
        if *activity > LARGEST {
            for value in &mut self.activity {
                *value *= 1.0 / LARGEST;
            }
            self.increment *= 1.0 / LARGEST;
        }
        let place = self.place[variable as usize];
        if place > 0 {
            self.rise(place as usize - 1);
        }
    }

    /// Makes everything so far count less.
    pub(super) fn decay(&mut self) {
        self.increment *= 1.0 / KEPT;
    }

    #[inline(always)]
    fn before(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.activity[a as usize], self.activity[b as usize]);
        x > y || (x == y && a < b)
    }

    fn rise(&mut self, mut at: usize) {
        let variable = self.heap[at];
        while at > 0 {
            let parent = (at - 1) / 2;
            if !self.before(variable, self.heap[parent]) {
                break;
            }
            self.put(at, self.heap[parent]);
            at = parent;
        }
        self.put(at, variable);
    }

    fn sink(&mut self, mut at: usize) {
        let variable = self.heap[at];
        loop {
            let mut child = 2 * at + 1;
            if child >= self.heap.len() {
                break;
            }
            if child + 1 < self.heap.len() && self.before(self.heap[child + 1], self.heap[child]) {
                child += 1;
            }
            if !self.before(self.heap[child], variable) {
                break;
            }
            self.put(at, self.heap[child]);
            at = child;
        }
        self.put(at, variable);
    }

    #[inline(always)]
    fn put(&mut self, at: usize, variable: u32) {
        self.heap[at] = variable;
        self.place[variable as usize] = at as u32 + 1;
    }
}
