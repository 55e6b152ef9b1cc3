//! A small pseudo-Boolean solver: conflict-driven search whose learning is cutting planes.
//!
//! A constraint is `Σ coefficient × literal >= degree` with positive coefficients. Clauses (all coefficients reach the degree) live in
//! two watched lists, the others keep a *slack*: what their literals that are not false can still give, minus the degree. Learning follows
//! RoundingSat (Elffers and Nordström, 2018): a reason is weakened, divided so that the literal it gave has coefficient 1, and added to
//! the conflict. Everything is integers but the activities, which are only multiplied and added, so that every machine takes the same path.

mod constraint;
mod learn;
mod propagate;
#[cfg(test)]
mod tests;

use crate::heap::Heap;
use crate::list::List;
use crate::numbers::{luby, sort};

/// A literal: twice the variable, plus one when negated.
pub(super) type Lit = u32;
/// The literal that is always true.
pub(super) const TRUE: Lit = 0;
/// The literal that is always false.
pub(super) const FALSE: Lit = 1;

const NONE: u32 = u32::MAX;
/// Above it, a conflict under analysis is divided down.
const LARGEST_COEFFICIENT: i64 = 1_000_000;
const LARGEST_DEGREE: i64 = 1 << 40;
const RESTART_UNIT: u64 = 64;

/// How a run of the search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Every variable has a value and every constraint holds.
    Sat,
    /// No assignment satisfies the constraints.
    Unsat,
    /// What was allowed for this run is spent; another run goes on from here.
    Paused,
}

#[derive(Clone, Copy)]
struct Watch {
    clause: u32,
    /// Another literal of the clause: when it is true, the clause needs no look.
    blocker: Lit,
}

#[derive(Clone, Copy)]
struct Clause {
    start: u32,
    len: u32,
    glue: u32,
    learned: bool,
}

#[derive(Clone, Copy)]
struct Linear {
    start: u32,
    len: u32,
    glue: u32,
    learned: bool,
    degree: i64,
}

/// What a linear constraint is looked at for most.
#[derive(Clone, Copy)]
struct Margin {
    /// What the literals that are not false can give, less the degree.
    slack: i64,
    /// The largest coefficient: with this much slack nothing can be propagated.
    largest: i64,
}

/// What is known of a variable beside its value.
#[derive(Clone, Copy)]
struct Variable {
    /// Where it was given its value: at which level, at which place of the trail, by which constraint.
    level: u32,
    position: u32,
    reason: u32,
    /// The value to try first.
    phase: bool,
    /// Whether the constraint under construction lists it.
    listed: bool,
}

/// Where a literal occurs.
#[derive(Default)]
struct Occurrences {
    watches: List<Watch>,
    /// The linear constraints added since the search began, with its coefficient.
    linears: List<(u32, i64)>,
}

/// The state of a search; it can be paused and resumed at any conflict.
pub(super) struct Engine {
    values: List<i8>,
    variables: List<Variable>,
    trail: List<Lit>,
    /// The longest trail without a conflict since the last restart: where the search gets furthest, it begins again.
    longest: List<Lit>,
    marks: List<usize>,
    head: usize,
    clauses: List<Clause>,
    clause_lits: List<Lit>,
    since: List<Occurrences>,
    /// The clauses of two literals known when the search began: what each literal, when false, makes true.
    implied: List<(u32, Lit)>,
    implied_from: List<u32>,
    linears: List<Linear>,
    margins: List<Margin>,
    terms: List<(i64, Lit)>,
    /// Where each literal occurs in the linear constraints known when the search began: `occurring[from[l]..from[l + 1]]`.
    occurring: List<(u32, i64)>,
    from: List<u32>,
    /// How many linear constraints `occurring` covers.
    indexed: usize,
    heap: Heap,
    unsat: bool,
    conflicts: u64,
    /// Terms and literals looked at so far: what the search costs, on every machine alike.
    looks: u64,
    restart_at: u64,
    restarts: u64,
    learned: usize,
    learned_limit: usize,
    // The constraint under construction or analysis: a signed coefficient a variable, and which variables have one.
    sum: List<i64>,
    used: List<u32>,
    degree: i64,
    keys: List<u64>,
    by_level: List<(i64, i64)>,
}

impl Engine {
    /// An engine that knows nothing but [`TRUE`], with room for about so many variables.
    pub(super) fn new(variables: usize) -> Self {
        let mut engine = Self {
            values: List::with_capacity(2 * variables),
            variables: List::with_capacity(variables),
            trail: List::with_capacity(variables),
            longest: List::new(),
            marks: List::new(),
            head: 0,
            clauses: List::with_capacity(4 * variables),
            clause_lits: List::with_capacity(8 * variables),
            since: List::with_capacity(2 * variables),
            implied: List::new(),
            implied_from: List::new(),
            linears: List::new(),
            margins: List::new(),
            terms: List::with_capacity(16 * variables),
            occurring: List::new(),
            from: List::new(),
            indexed: 0,
            heap: Heap::new(variables),
            unsat: false,
            conflicts: 0,
            looks: 0,
            restart_at: RESTART_UNIT,
            restarts: 0,
            learned: 0,
            learned_limit: 600,
            sum: List::with_capacity(variables),
            used: List::new(),
            degree: 0,
            keys: List::new(),
            by_level: List::new(),
        };
        let truth = engine.variable(true);
        engine.enqueue(truth, NONE);
        engine
    }

    /// A new variable, as its positive literal; `phase` is the value to try first.
    pub(super) fn variable(&mut self, phase: bool) -> Lit {
        let variable = self.variables.len() as u32;
        self.variables.push(Variable { level: 0, position: 0, reason: NONE, phase, listed: false });
        for _ in 0..2 {
            self.values.push(0);
            self.since.push(Occurrences::default());
        }
        self.sum.push(0);
        self.heap.grow();
        variable << 1
    }

    /// Whether `literal` is true in the assignment found.
    pub(super) fn is_true(&self, literal: Lit) -> bool {
        self.values[literal as usize] > 0
    }

    /// Goes back to before the search, keeping what was learned, so that constraints can be added.
    pub(super) fn reset(&mut self) {
        self.backtrack(0);
    }

    /// Conflicts met so far.
    pub(super) fn conflicts(&self) -> u64 {
        self.conflicts
    }

    /// Terms and literals looked at so far.
    pub(super) fn looks(&self) -> u64 {
        self.looks
    }

    /// Demands that one of `literals` hold.
    pub(super) fn clause(&mut self, literals: &[Lit]) {
        // Most constraints are short clauses, for which there is nothing to add up.
        let mut holds = false;
        for &literal in literals {
            let variable = (literal >> 1) as usize;
            let sign = if literal & 1 == 0 { 1 } else { -1 };
            holds |= self.values[literal as usize] > 0 || self.sum[variable] == -sign;
            if self.values[literal as usize] == 0 && self.sum[variable] == 0 {
                self.sum[variable] = sign;
                self.used.push(variable as u32);
            }
        }
        if !holds {
            self.store_clause(false, 0);
        }
        self.clear();
    }

    /// Demands `Σ terms >= degree`. Coefficients may have any sign.
    pub(super) fn at_least(&mut self, terms: &[(i64, Lit)], degree: i64) {
        for &(coefficient, literal) in terms {
            self.add_term(coefficient, literal);
        }
        self.degree += degree;
        self.commit();
    }

    /// Demands `Σ terms <= bound`.
    pub(super) fn at_most(&mut self, terms: &[(i64, Lit)], bound: i64) {
        for &(coefficient, literal) in terms {
            self.add_term(-coefficient, literal);
        }
        self.degree -= bound;
        self.commit();
    }

    /// Searches until an answer, until `allowance` more conflicts are met, or until about `looks` more terms and literals are looked at.
    pub(super) fn run(&mut self, allowance: u64, looks: u64) -> Outcome {
        let stop = self.conflicts.saturating_add(allowance);
        let enough = self.looks.saturating_add(looks);
        if self.indexed == 0 {
            self.index();
        }
        loop {
            if self.unsat {
                return Outcome::Unsat;
            }
            let conflict = self.propagate();
            if conflict != NONE {
                self.conflicts += 1;
                if let Some(&mark) = self.marks.last()
                    && mark > self.longest.len()
                {
                    self.longest.clear();
                    self.longest.extend_from_slice(&self.trail[..mark]);
                }
                if self.marks.is_empty() || !self.learn(conflict) {
                    self.unsat = true;
                    return Outcome::Unsat;
                }
                self.heap.decay();
                continue;
            }
            if self.conflicts >= stop || self.looks >= enough {
                return Outcome::Paused;
            }
            if self.conflicts >= self.restart_at {
                self.restarts += 1;
                self.restart_at = self.conflicts + RESTART_UNIT * luby(self.restarts);
                self.backtrack(0);
                if self.restarts % 16 == 11 {
                    self.stir();
                } else if self.restarts.is_multiple_of(2) {
                    for literal in self.longest.drain(..) {
                        self.variables[(literal >> 1) as usize].phase = literal & 1 == 0;
                    }
                }
                if self.learned > self.learned_limit {
                    self.forget();
                }
                continue;
            }
            let Some(variable) = self.next_variable() else { return Outcome::Sat };
            self.marks.push(self.trail.len());
            let literal = variable << 1 | u32::from(!self.variables[variable as usize].phase);
            self.enqueue(literal, NONE);
        }
    }

    /// Turns one value in sixteen that is tried first: some plans are far from all that were tried. Which ones follows from the restarts alone.
    fn stir(&mut self) {
        let mut bits = self.restarts.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        for variable in &mut self.variables {
            // Marsaglia's xorshift.
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            variable.phase ^= bits & 15 == 0;
        }
        self.longest.clear();
    }

    fn next_variable(&mut self) -> Option<u32> {
        loop {
            let variable = self.heap.pop()?;
            if self.values[(variable << 1) as usize] == 0 {
                return Some(variable);
            }
        }
    }

    fn enqueue(&mut self, literal: Lit, reason: u32) {
        self.values[literal as usize] = 1;
        self.values[(literal ^ 1) as usize] = -1;
        let variable = &mut self.variables[(literal >> 1) as usize];
        variable.level = self.marks.len() as u32;
        variable.position = self.trail.len() as u32;
        variable.reason = reason;
        self.trail.push(literal);
    }

    /// Drops the half of what was learned that spans most levels. Only called at the root.
    fn forget(&mut self) {
        self.keys.clear();
        for (index, clause) in self.clauses.iter().enumerate() {
            if clause.learned && clause.glue > 2 {
                self.keys.push(u64::from(clause.glue.min(0xffff)) << 40 | (u64::from(u32::MAX) - index as u64) << 1);
            }
        }
        for (index, linear) in self.linears.iter().enumerate() {
            if linear.learned && linear.glue > 2 {
                self.keys.push(u64::from(linear.glue.min(0xffff)) << 40 | (u64::from(u32::MAX) - index as u64) << 1 | 1);
            }
        }
        sort(&mut self.keys);
        let mut gone_clause = List::from(vec![false; self.clauses.len()]);
        let mut gone_linear = List::from(vec![false; self.linears.len()]);
        for key in &self.keys[self.keys.len() / 2..] {
            let index = (u64::from(u32::MAX) - (key >> 1 & 0xffff_ffff)) as usize;
            if key & 1 == 1 {
                gone_linear[index] = true;
            } else {
                gone_clause[index] = true;
            }
            self.learned = self.learned.saturating_sub(1);
        }
        for literal in &mut self.since {
            literal.watches.retain(|watch| !gone_clause[watch.clause as usize]);
            literal.linears.retain(|entry| !gone_linear[entry.0 as usize]);
        }
        for (clause, &gone) in self.clauses.iter_mut().zip(&gone_clause) {
            clause.learned &= !gone;
        }
        for (linear, &gone) in self.linears.iter_mut().zip(&gone_linear) {
            linear.learned &= !gone;
        }
        self.learned_limit += 500;
    }
}
