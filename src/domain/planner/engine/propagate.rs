//! What follows from the literals decided, and taking decisions back.

use super::{Engine, Linear, Lit, NONE, Watch};

impl Engine {
    /// Propagates what the slack of a linear constraint leaves no choice about.
    pub(super) fn scan(&mut self, index: u32) {
        let Linear { start, len, .. } = self.linears[index as usize];
        let slack = self.margins[index as usize].slack;
        for place in start as usize..(start + len) as usize {
            let (coefficient, literal) = self.terms[place];
            if coefficient <= slack {
                break;
            }
            if self.values[literal as usize] == 0 {
                self.enqueue(literal, index << 1 | 1);
            }
        }
    }

    /// Propagates to the fixpoint; returns the constraint in conflict, or [`NONE`].
    pub(super) fn propagate(&mut self) -> u32 {
        while self.head < self.trail.len() {
            let falsified = self.trail[self.head] ^ 1;
            let conflict = self.propagate_clauses(falsified);
            if conflict != NONE {
                return conflict;
            }
            self.head += 1;
            let conflict = self.propagate_linears(falsified);
            if conflict != NONE {
                return conflict;
            }
        }
        NONE
    }

    pub(super) fn propagate_clauses(&mut self, falsified: Lit) -> u32 {
        for place in Self::part(&self.implied_from, falsified) {
            let (clause, literal) = self.implied[place];
            match self.values[literal as usize] {
                0 => self.enqueue(literal, clause << 1),
                1 => {}
                _ => return clause << 1,
            }
        }
        let mut list = std::mem::take(&mut self.since[falsified as usize].watches);
        let mut conflict = NONE;
        let (mut read, mut write) = (0, 0);
        'watches: while read < list.len() {
            let watch = list[read];
            read += 1;
            if self.values[watch.blocker as usize] > 0 {
                list[write] = watch;
                write += 1;
                continue;
            }
            let clause = self.clauses[watch.clause as usize];
            let lits = &mut self.clause_lits[clause.start as usize..(clause.start + clause.len) as usize];
            if lits[0] == falsified {
                lits.swap(0, 1);
            }
            let first = lits[0];
            let renewed = Watch { clause: watch.clause, blocker: first };
            if first != watch.blocker && self.values[first as usize] > 0 {
                list[write] = renewed;
                write += 1;
                continue;
            }
            for place in 2..lits.len() {
                if self.values[lits[place] as usize] >= 0 {
                    lits.swap(1, place);
                    let watched = lits[1];
                    self.since[watched as usize].watches.push(renewed);
                    continue 'watches;
                }
            }
            list[write] = renewed;
            write += 1;
            if self.values[first as usize] < 0 {
                conflict = watch.clause << 1;
                while read < list.len() {
                    list[write] = list[read];
                    write += 1;
                    read += 1;
                }
                break;
            }
            self.enqueue(first, watch.clause << 1);
        }
        list.truncate(write);
        self.since[falsified as usize].watches = list;
        conflict
    }

    /// Every counter is updated even after a conflict, so that undoing can add back without looking.
    pub(super) fn propagate_linears(&mut self, falsified: Lit) -> u32 {
        let mut conflict = NONE;
        let known = Self::part(&self.from, falsified);
        self.looks += (known.len() + self.since[falsified as usize].linears.len() + 4) as u64;
        for place in known {
            let (index, coefficient) = self.occurring[place];
            self.shrink(index, coefficient, &mut conflict);
        }
        for place in 0..self.since[falsified as usize].linears.len() {
            let (index, coefficient) = self.since[falsified as usize].linears[place];
            self.shrink(index, coefficient, &mut conflict);
        }
        conflict
    }

    #[inline]
    pub(super) fn shrink(&mut self, index: u32, coefficient: i64, conflict: &mut u32) {
        let margin = &mut self.margins[index as usize];
        margin.slack -= coefficient;
        if margin.slack < margin.largest && *conflict == NONE {
            if margin.slack < 0 {
                *conflict = index << 1 | 1;
            } else {
                self.scan(index);
            }
        }
    }

    pub(super) fn backtrack(&mut self, level: usize) {
        let Some(&mark) = self.marks.get(level) else { return };
        for place in (mark..self.trail.len()).rev() {
            let literal = self.trail[place];
            if place < self.head {
                let range = Self::part(&self.from, literal ^ 1);
                for &(index, coefficient) in self.occurring[range].iter().chain(&self.since[(literal ^ 1) as usize].linears) {
                    self.margins[index as usize].slack += coefficient;
                }
            }
            self.values[literal as usize] = 0;
            self.values[(literal ^ 1) as usize] = 0;
            let variable = literal >> 1;
            self.variables[variable as usize].phase = literal & 1 == 0;
            self.heap.insert(variable);
        }
        self.trail.truncate(mark);
        self.marks.truncate(level);
        self.head = self.head.min(mark);
    }
}
