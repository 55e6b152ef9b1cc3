//! What a conflict teaches: a constraint that would have prevented it.

use super::{Clause, Engine, LARGEST_COEFFICIENT, LARGEST_DEGREE, Linear, Lit, NONE};
use crate::numbers::ceil_div;

enum Standing {
    /// Still a conflict.
    Conflict,
    /// It forces a literal.
    Asserting,
    Nothing,
}

impl Engine {
    /// Analyses `conflict`, learns from it and jumps back; `false` when the constraints contradict each other.
    pub(super) fn learn(&mut self, conflict: u32) -> bool {
        self.clear();
        self.load(conflict);
        self.saturate();
        let mut place = self.trail.len();
        while place > 0 {
            place -= 1;
            let literal = self.trail[place];
            let variable = literal >> 1;
            let coefficient = self.sum[variable as usize];
            // Is the opposite literal in the conflict?
            if coefficient == 0 || (coefficient > 0) == (literal & 1 == 0) {
                continue;
            }
            let level = self.variables[variable as usize].level;
            if level == 0 {
                break;
            }
            match self.standing_below(level) {
                Standing::Conflict => {
                    place = self.marks[level as usize - 1];
                    continue;
                }
                Standing::Asserting => return self.assert_learned(),
                Standing::Nothing => {}
            }
            let reason = self.variables[variable as usize].reason;
            if reason == NONE {
                // Cannot be: without its decision a conflict asserts something. Refuse to conclude anything wrong.
                break;
            }
            self.resolve(reason, literal, place as u32);
        }
        self.clear();
        false
    }

    /// Loads a stored constraint as the conflict under analysis.
    fn load(&mut self, code: u32) {
        let index = (code >> 1) as usize;
        if code & 1 == 1 {
            let Linear { start, len, degree, .. } = self.linears[index];
            for place in start as usize..(start + len) as usize {
                let (coefficient, literal) = self.terms[place];
                if self.values[literal as usize] < 0 {
                    self.heap.bump(literal >> 1);
                }
                self.add_term(coefficient, literal);
            }
            self.degree += degree;
        } else {
            let Clause { start, len, .. } = self.clauses[index];
            for place in start as usize..(start + len) as usize {
                let literal = self.clause_lits[place];
                self.heap.bump(literal >> 1);
                self.add_term(1, literal);
            }
            self.degree += 1;
        }
    }

    /// What the conflict says when only the levels below `level` are kept.
    fn standing_below(&self, level: u32) -> Standing {
        let mut slack = -self.degree;
        let mut largest_free = 0;
        for &variable in &self.used {
            let coefficient = self.sum[variable as usize];
            let size = coefficient.abs();
            let literal = variable << 1 | u32::from(coefficient < 0);
            let value = self.values[literal as usize];
            if value == 0 || self.variables[variable as usize].level >= level {
                largest_free = largest_free.max(size);
                slack += size;
            } else if value > 0 {
                slack += size;
            }
        }
        if slack < 0 {
            Standing::Conflict
        } else if largest_free > slack {
            Standing::Asserting
        } else {
            Standing::Nothing
        }
    }

    /// Adds to the conflict the reason of `literal`, rounded so that `literal` disappears.
    #[inline(never)]
    fn resolve(&mut self, reason: u32, literal: Lit, here: u32) {
        let variable = (literal >> 1) as usize;
        let index = (reason >> 1) as usize;
        self.looks += 4 * self.used.len() as u64;
        if reason & 1 == 0 {
            let factor = self.sum[variable].abs();
            let Clause { start, len, .. } = self.clauses[index];
            self.degree += factor;
            for place in start as usize..(start + len) as usize {
                let other = self.clause_lits[place];
                self.heap.bump(other >> 1);
                self.add_term(factor, other);
            }
        } else {
            let Linear { start, len, degree, .. } = self.linears[index];
            let range = start as usize..(start + len) as usize;
            let divisor = self.terms[range.clone()].iter().find(|term| term.1 == literal).map_or(1, |term| term.0);
            let mut rest = degree;
            if divisor > 1 {
                for place in range.clone() {
                    let (coefficient, other) = self.terms[place];
                    let false_before = self.values[other as usize] < 0 && self.variables[(other >> 1) as usize].position < here;
                    if !false_before {
                        rest -= coefficient % divisor;
                    }
                }
            }
            let rounded = ceil_div(rest, divisor);
            // Keeps the products below 2^62: a degree is below 2^40 and so are coefficients, so the factor must stay small.
            if rounded > 1 << 20 {
                self.rescale(1 << 20, here);
            }
            let factor = self.sum[variable].abs();
            self.degree += factor * rounded;
            for place in range {
                let (coefficient, other) = self.terms[place];
                let false_before = self.values[other as usize] < 0 && self.variables[(other >> 1) as usize].position < here;
                let mut reduced = if divisor == 1 {
                    coefficient
                } else if false_before {
                    ceil_div(coefficient, divisor)
                } else {
                    coefficient / divisor
                };
                reduced = reduced.min(rounded);
                if false_before {
                    self.heap.bump(other >> 1);
                }
                self.add_term(factor * reduced, other);
            }
        }
        self.drop_zeros();
        self.saturate();
        self.rescale(LARGEST_COEFFICIENT, here);
    }

    fn drop_zeros(&mut self) {
        let (sum, variables) = (&self.sum, &mut self.variables);
        self.used.retain(|&variable| {
            let kept = sum[variable as usize] != 0;
            variables[variable as usize].listed = kept;
            kept
        });
    }

    /// Divides the conflict when a coefficient exceeds `largest`, keeping it a conflict: what is not false up to the place `here` of the
    /// trail is weakened to multiples.
    fn rescale(&mut self, largest: i64, here: u32) {
        let top = self.used.iter().map(|&variable| self.sum[variable as usize].abs()).max().unwrap_or(0);
        if top <= largest && self.degree <= LARGEST_DEGREE {
            return;
        }
        let divisor = (top / (largest / 32)).max(self.degree / (LARGEST_DEGREE / 32)).max(2);
        let mut degree = self.degree;
        for place in 0..self.used.len() {
            let variable = self.used[place];
            let coefficient = self.sum[variable as usize];
            let literal = self.literal_of(variable);
            let size = if self.values[literal as usize] < 0 && self.variables[variable as usize].position <= here {
                ceil_div(coefficient.abs(), divisor)
            } else {
                degree -= coefficient.abs() % divisor;
                coefficient.abs() / divisor
            };
            self.sum[variable as usize] = if coefficient < 0 { -size } else { size };
        }
        self.degree = ceil_div(degree, divisor);
        self.drop_zeros();
        self.saturate();
    }

    /// Stores the conflict under analysis, jumps to the lowest level at which it asserts something, and asserts it.
    fn assert_learned(&mut self) -> bool {
        self.simplify();
        let (target, glue) = self.jump();
        self.backtrack(target as usize);
        let code = self.store(true, glue);
        if code != NONE {
            self.learned += 1;
            if code & 1 == 1 {
                self.scan(code >> 1);
            } else {
                let literal = self.clause_lits[self.clauses[(code >> 1) as usize].start as usize];
                if self.values[literal as usize] == 0 {
                    self.enqueue(literal, code);
                }
            }
        }
        self.clear();
        true
    }

    /// The lowest level at which the conflict asserts something, and the number of levels among its false literals.
    fn jump(&mut self) -> (u32, u32) {
        // What falls at each level, and the largest coefficient decided there; the free literals come last.
        let levels = self.marks.len() + 1;
        let mut by_level = std::mem::take(&mut self.by_level);
        by_level.clear();
        by_level.resize(levels + 1, (0, 0));
        let mut slack = -self.degree;
        for &variable in &self.used {
            let size = self.sum[variable as usize].abs();
            let value = self.values[self.literal_of(variable) as usize];
            let level = if value == 0 { levels } else { self.variables[variable as usize].level as usize };
            let (falls, largest) = &mut by_level[level];
            *falls += if value < 0 { size } else { 0 };
            *largest = size.max(*largest);
            slack += size;
        }
        // The largest coefficient from each level on.
        for level in (0..levels).rev() {
            by_level[level].1 = by_level[level].1.max(by_level[level + 1].1);
        }
        let mut target = (by_level[0].1 > slack).then_some(0);
        let mut glue = 0;
        for level in 0..levels {
            let falls = by_level[level].0;
            slack -= falls;
            glue += u32::from(falls > 0);
            if target.is_none() && slack >= 0 && by_level[level + 1].1 > slack {
                target = Some(level as u32);
            }
        }
        self.by_level = by_level;
        (target.unwrap_or(0), glue)
    }
}
