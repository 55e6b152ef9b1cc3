//! The constraint under construction, and how constraints are kept.

use super::{Clause, Engine, Linear, Lit, Margin, NONE, Watch};
use crate::numbers::{ceil_div, gcd};

impl Engine {
    /// Adds `coefficient × literal` to the constraint under construction; a negative coefficient moves to the opposite literal.
    pub(super) fn add_term(&mut self, coefficient: i64, literal: Lit) {
        if coefficient == 0 {
            return;
        }
        // a × l = a + (−a) × ¬l
        let (coefficient, literal) = if coefficient < 0 {
            self.degree -= coefficient;
            (-coefficient, literal ^ 1)
        } else {
            (coefficient, literal)
        };
        let variable = (literal >> 1) as usize;
        let signed = if literal & 1 == 0 { coefficient } else { -coefficient };
        let before = self.sum[variable];
        // A coefficient that cancelled out may come back: list its variable once.
        if !std::mem::replace(&mut self.variables[variable].listed, true) {
            self.used.push(variable as u32);
        }
        if (before < 0) != (signed < 0) {
            self.degree -= before.abs().min(coefficient);
        }
        self.sum[variable] = before + signed;
    }

    pub(super) fn clear(&mut self) {
        for &variable in &self.used {
            self.sum[variable as usize] = 0;
            self.variables[variable as usize].listed = false;
        }
        self.used.clear();
        self.degree = 0;
    }

    /// The literal of `variable` in the constraint under construction.
    pub(super) fn literal_of(&self, variable: u32) -> Lit {
        variable << 1 | u32::from(self.sum[variable as usize] < 0)
    }

    /// Stores the constraint under construction, before any search.
    pub(super) fn commit(&mut self) {
        self.simplify();
        if self.degree > 0 {
            self.store(false, 0);
        }
        self.clear();
    }

    /// Drops what is known at the root, saturates and divides by the common divisor.
    pub(super) fn simplify(&mut self) {
        let mut kept = 0;
        for index in 0..self.used.len() {
            let variable = self.used[index];
            let slot = variable as usize;
            if self.sum[slot] == 0 {
                self.variables[slot].listed = false;
                continue;
            }
            let value = self.values[self.literal_of(variable) as usize];
            if value != 0 && self.variables[slot].level == 0 {
                if value > 0 {
                    self.degree -= self.sum[slot].abs();
                }
                self.sum[slot] = 0;
                self.variables[slot].listed = false;
                continue;
            }
            self.used[kept] = variable;
            kept += 1;
        }
        self.used.truncate(kept);
        let mut degree = self.degree;
        let mut divisor = 0;
        for &variable in &self.used {
            let coefficient = self.sum[variable as usize].abs().min(degree);
            if divisor != 1 && coefficient != divisor {
                divisor = gcd(coefficient, divisor);
            }
        }
        if degree <= 0 {
            return;
        }
        if divisor > 1 {
            degree = ceil_div(degree, divisor);
            for &variable in &self.used {
                self.sum[variable as usize] /= divisor;
            }
        }
        self.degree = degree;
        self.saturate();
    }

    pub(super) fn saturate(&mut self) {
        let degree = self.degree;
        for &variable in &self.used {
            let coefficient = &mut self.sum[variable as usize];
            *coefficient = (*coefficient).clamp(-degree, degree);
        }
    }

    /// Stores a simplified constraint; returns its reason code, or [`NONE`] when it is a fact or a contradiction.
    pub(super) fn store(&mut self, learned: bool, glue: u32) -> u32 {
        let (mut total, mut smallest, mut largest) = (0, i64::MAX, 0);
        for &variable in &self.used {
            let coefficient = self.sum[variable as usize].abs();
            total += coefficient;
            smallest = smallest.min(coefficient);
            largest = largest.max(coefficient);
        }
        if total < self.degree {
            self.unsat = true;
            return NONE;
        }
        if smallest >= self.degree {
            return self.store_clause(learned, glue);
        }
        let index = self.linears.len() as u32;
        let start = self.terms.len() as u32;
        let mut slack = -self.degree;
        // Largest coefficients first, so that a look for literals to propagate can stop early; only few are different.
        let mut next = largest;
        while next > 0 {
            let here = std::mem::take(&mut next);
            for &variable in &self.used {
                let coefficient = self.sum[variable as usize];
                let literal = variable << 1 | u32::from(coefficient < 0);
                let coefficient = coefficient.abs();
                if coefficient != here {
                    next = next.max(if coefficient < here { coefficient } else { 0 });
                    continue;
                }
                self.terms.push((coefficient, literal));
                if self.indexed > 0 {
                    self.since[literal as usize].linears.push((index, coefficient));
                }
                // Before the search nothing is dequeued; afterwards everything is.
                if !learned || self.values[literal as usize] >= 0 {
                    slack += coefficient;
                }
            }
        }
        let len = self.used.len() as u32;
        self.linears.push(Linear { start, len, glue, learned, degree: self.degree });
        self.margins.push(Margin { slack, largest });
        if slack < largest && !learned {
            self.scan(index);
        }
        index << 1 | 1
    }

    /// Lists where each literal occurs, once everything known before the search is stored.
    pub(super) fn index(&mut self) {
        let literals = self.values.len();
        self.from = vec![0; literals + 1].into();
        for &(_, literal) in &self.terms {
            self.from[literal as usize + 1] += 1;
        }
        self.implied_from = vec![0; literals + 1].into();
        let pairs = || self.clauses.iter().enumerate().filter(|(_, clause)| clause.len == 2);
        for (_, clause) in pairs() {
            for place in 0..2 {
                self.implied_from[self.clause_lits[(clause.start + place) as usize] as usize + 1] += 1;
            }
        }
        for literal in 0..literals {
            self.from[literal + 1] += self.from[literal];
            self.implied_from[literal + 1] += self.implied_from[literal];
        }
        let mut next = self.from.clone();
        self.occurring = vec![(0, 0); self.terms.len()].into();
        for (index, linear) in self.linears.iter().enumerate() {
            for &(coefficient, literal) in &self.terms[linear.start as usize..(linear.start + linear.len) as usize] {
                let place = &mut next[literal as usize];
                self.occurring[*place as usize] = (index as u32, coefficient);
                *place += 1;
            }
        }
        next.copy_from_slice(&self.implied_from);
        self.implied = vec![(0, 0); self.implied_from.last().map_or(0, |&count| count as usize)].into();
        for (index, clause) in self.clauses.iter().enumerate().filter(|(_, clause)| clause.len == 2) {
            for place in 0..2 {
                let literal = self.clause_lits[(clause.start + place) as usize];
                let at = &mut next[literal as usize];
                self.implied[*at as usize] = (index as u32, self.clause_lits[(clause.start + 1 - place) as usize]);
                *at += 1;
            }
        }
        self.indexed = self.linears.len().max(1);
    }

    /// The part of an index that is about `literal`; nothing for a variable made since.
    pub(super) fn part(from: &[u32], literal: Lit) -> std::ops::Range<usize> {
        let literal = literal as usize;
        match (from.get(literal), from.get(literal + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    pub(super) fn store_clause(&mut self, learned: bool, glue: u32) -> u32 {
        match self.used.len() {
            0 => {
                self.unsat = true;
                NONE
            }
            1 => {
                let literal = self.literal_of(self.used[0]);
                match self.values[literal as usize] {
                    0 => self.enqueue(literal, NONE),
                    1 => {}
                    _ => self.unsat = true,
                }
                NONE
            }
            _ => {
                // Watch what was assigned last (or is free): the literal to assert and the one that falls first on the way back.
                for place in (0..2).take_while(|_| learned) {
                    let mut best = place;
                    for other in place + 1..self.used.len() {
                        if self.recency(self.used[other]) > self.recency(self.used[best]) {
                            best = other;
                        }
                    }
                    self.used.swap(place, best);
                }
                let index = self.clauses.len() as u32;
                let start = self.clause_lits.len() as u32;
                for place in 0..self.used.len() {
                    let literal = self.literal_of(self.used[place]);
                    self.clause_lits.push(literal);
                }
                if self.used.len() > 2 || self.indexed > 0 {
                    let (first, second) = (self.clause_lits[start as usize], self.clause_lits[start as usize + 1]);
                    self.since[first as usize].watches.push(Watch { clause: index, blocker: second });
                    self.since[second as usize].watches.push(Watch { clause: index, blocker: first });
                }
                self.clauses.push(Clause { start, len: self.used.len() as u32, glue, learned });
                index << 1
            }
        }
    }

    /// How late `variable` was assigned; free is the latest.
    pub(super) fn recency(&self, variable: u32) -> u32 {
        if self.values[(variable << 1) as usize] == 0 { NONE } else { self.variables[variable as usize].level }
    }
}
