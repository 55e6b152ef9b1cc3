//! A small pseudo-Boolean solver: conflict-driven search whose learning is cutting planes.
//!
//! A constraint is `Σ coefficient × literal >= degree` with positive coefficients. Clauses (all coefficients reach the degree) live in
//! two watched lists, the others keep a *slack*: what their literals that are not false can still give, minus the degree. Learning follows
//! RoundingSat (Elffers and Nordström, 2018): a reason is weakened, divided so that the literal it gave has coefficient 1, and added to
//! the conflict. Everything is integers but the activities, which are only multiplied and added, so that every machine takes the same path.

use super::heap::Heap;

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

/// The state of a search; it can be paused and resumed at any conflict.
pub(super) struct Engine {
    values: Vec<i8>,
    level: Vec<u32>,
    position: Vec<u32>,
    reason: Vec<u32>,
    phase: Vec<bool>,
    trail: Vec<Lit>,
    marks: Vec<usize>,
    head: usize,
    clauses: Vec<Clause>,
    clause_lits: Vec<Lit>,
    watches: Vec<Vec<Watch>>,
    /// The clauses of two literals known when the search began: what each literal, when false, makes true.
    implied: Vec<(u32, Lit)>,
    implied_from: Vec<u32>,
    linears: Vec<Linear>,
    margins: Vec<Margin>,
    terms: Vec<(i64, Lit)>,
    /// Where each literal occurs in the linear constraints known when the search began: `occurring[from[l]..from[l + 1]]`.
    occurring: Vec<(u32, i64)>,
    from: Vec<u32>,
    /// Where it occurs in those added since.
    occurring_since: Vec<Vec<(u32, i64)>>,
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
    sum: Vec<i64>,
    used: Vec<u32>,
    listed: Vec<bool>,
    degree: i64,
    keys: Vec<u64>,
}

impl Engine {
    /// An engine that knows nothing but [`TRUE`].
    pub(super) fn new() -> Self {
        let mut engine = Self {
            values: Vec::new(),
            level: Vec::new(),
            position: Vec::new(),
            reason: Vec::new(),
            phase: Vec::new(),
            trail: Vec::new(),
            marks: Vec::new(),
            head: 0,
            clauses: Vec::new(),
            clause_lits: Vec::new(),
            watches: Vec::new(),
            implied: Vec::new(),
            implied_from: Vec::new(),
            linears: Vec::new(),
            margins: Vec::new(),
            terms: Vec::new(),
            occurring: Vec::new(),
            from: Vec::new(),
            occurring_since: Vec::new(),
            indexed: 0,
            heap: Heap::default(),
            unsat: false,
            conflicts: 0,
            looks: 0,
            restart_at: RESTART_UNIT,
            restarts: 0,
            learned: 0,
            learned_limit: 600,
            sum: Vec::new(),
            used: Vec::new(),
            listed: Vec::new(),
            degree: 0,
            keys: Vec::new(),
        };
        let truth = engine.variable(true);
        engine.enqueue(truth, NONE);
        engine
    }

    /// A new variable, as its positive literal; `phase` is the value to try first.
    pub(super) fn variable(&mut self, phase: bool) -> Lit {
        let variable = self.level.len() as u32;
        self.values.extend([0, 0]);
        self.level.push(0);
        self.position.push(0);
        self.reason.push(NONE);
        self.phase.push(phase);
        self.watches.push(Vec::new());
        self.watches.push(Vec::new());
        self.occurring_since.push(Vec::new());
        self.occurring_since.push(Vec::new());
        self.sum.push(0);
        self.listed.push(false);
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
        for &literal in literals {
            self.add_term(1, literal);
        }
        self.degree += 1;
        self.commit();
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

    /// Adds `coefficient × literal` to the constraint under construction; a negative coefficient moves to the opposite literal.
    fn add_term(&mut self, coefficient: i64, literal: Lit) {
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
        if !self.listed[variable] {
            self.listed[variable] = true;
            self.used.push(variable as u32);
        }
        if (before < 0) != (signed < 0) {
            self.degree -= before.abs().min(coefficient);
        }
        self.sum[variable] = before + signed;
    }

    fn clear(&mut self) {
        for &variable in &self.used {
            self.sum[variable as usize] = 0;
            self.listed[variable as usize] = false;
        }
        self.used.clear();
        self.degree = 0;
    }

    /// The literal of `variable` in the constraint under construction.
    fn literal_of(&self, variable: u32) -> Lit {
        variable << 1 | u32::from(self.sum[variable as usize] < 0)
    }

    /// Stores the constraint under construction, before any search.
    fn commit(&mut self) {
        self.simplify();
        if self.degree > 0 {
            self.store(false, 0);
        }
        self.clear();
    }

    /// Drops what is known at the root, saturates and divides by the common divisor.
    fn simplify(&mut self) {
        let mut kept = 0;
        for index in 0..self.used.len() {
            let variable = self.used[index];
            let slot = variable as usize;
            if self.sum[slot] == 0 {
                self.listed[slot] = false;
                continue;
            }
            let value = self.values[self.literal_of(variable) as usize];
            if value != 0 && self.level[slot] == 0 {
                if value > 0 {
                    self.degree -= self.sum[slot].abs();
                }
                self.sum[slot] = 0;
                self.listed[slot] = false;
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

    fn saturate(&mut self) {
        let degree = self.degree;
        for &variable in &self.used {
            let coefficient = &mut self.sum[variable as usize];
            *coefficient = (*coefficient).clamp(-degree, degree);
        }
    }

    /// Stores a simplified constraint; returns its reason code, or [`NONE`] when it is a fact or a contradiction.
    fn store(&mut self, learned: bool, glue: u32) -> u32 {
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
        // Largest coefficients first, so that a look for literals to propagate can stop early.
        self.keys.clear();
        for &variable in &self.used {
            let coefficient = self.sum[variable as usize].abs();
            self.keys.push(((largest - coefficient) as u64) << 24 | u64::from(variable & 0xff_ffff));
        }
        if smallest < largest {
            sort(&mut self.keys);
        }
        let index = self.linears.len() as u32;
        let start = self.terms.len() as u32;
        let mut slack = -self.degree;
        for key in &self.keys {
            let variable = (key & 0xff_ffff) as u32;
            let coefficient = self.sum[variable as usize];
            let literal = variable << 1 | u32::from(coefficient < 0);
            let coefficient = coefficient.abs();
            self.terms.push((coefficient, literal));
            if self.indexed > 0 {
                self.occurring_since[literal as usize].push((index, coefficient));
            }
            // Before the search nothing is dequeued; afterwards everything is.
            if !learned || self.values[literal as usize] >= 0 {
                slack += coefficient;
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
    fn index(&mut self) {
        let literals = self.values.len();
        self.from = vec![0; literals + 1];
        for &(_, literal) in &self.terms {
            self.from[literal as usize + 1] += 1;
        }
        self.implied_from = vec![0; literals + 1];
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
        self.occurring = vec![(0, 0); self.terms.len()];
        for (index, linear) in self.linears.iter().enumerate() {
            for &(coefficient, literal) in &self.terms[linear.start as usize..(linear.start + linear.len) as usize] {
                let place = &mut next[literal as usize];
                self.occurring[*place as usize] = (index as u32, coefficient);
                *place += 1;
            }
        }
        next.copy_from_slice(&self.implied_from);
        self.implied = vec![(0, 0); self.implied_from.last().map_or(0, |&count| count as usize)];
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
    fn part(from: &[u32], literal: Lit) -> std::ops::Range<usize> {
        let literal = literal as usize;
        match (from.get(literal), from.get(literal + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => 0..0,
        }
    }

    fn store_clause(&mut self, learned: bool, glue: u32) -> u32 {
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
                for place in 0..2 {
                    let mut best = place;
                    for other in place + 1..self.used.len() {
                        if self.recency(self.used[other]) > self.recency(self.used[best]) {
                            best = other;
                        }
                    }
                    if learned {
                        self.used.swap(place, best);
                    }
                }
                let index = self.clauses.len() as u32;
                let start = self.clause_lits.len() as u32;
                for place in 0..self.used.len() {
                    let literal = self.literal_of(self.used[place]);
                    self.clause_lits.push(literal);
                }
                if self.used.len() > 2 || self.indexed > 0 {
                    let (first, second) = (self.clause_lits[start as usize], self.clause_lits[start as usize + 1]);
                    self.watches[first as usize].push(Watch { clause: index, blocker: second });
                    self.watches[second as usize].push(Watch { clause: index, blocker: first });
                }
                self.clauses.push(Clause { start, len: self.used.len() as u32, glue, learned });
                index << 1
            }
        }
    }

    /// How late `variable` was assigned; free is the latest.
    fn recency(&self, variable: u32) -> u32 {
        if self.values[(variable << 1) as usize] == 0 { NONE } else { self.level[variable as usize] }
    }

    fn enqueue(&mut self, literal: Lit, reason: u32) {
        let variable = (literal >> 1) as usize;
        self.values[literal as usize] = 1;
        self.values[(literal ^ 1) as usize] = -1;
        self.level[variable] = self.marks.len() as u32;
        self.position[variable] = self.trail.len() as u32;
        self.reason[variable] = reason;
        self.trail.push(literal);
    }

    /// Propagates what the slack of a linear constraint leaves no choice about.
    fn scan(&mut self, index: u32) {
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
    fn propagate(&mut self) -> u32 {
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

    fn propagate_clauses(&mut self, falsified: Lit) -> u32 {
        for place in Self::part(&self.implied_from, falsified) {
            let (clause, literal) = self.implied[place];
            match self.values[literal as usize] {
                0 => self.enqueue(literal, clause << 1),
                1 => {}
                _ => return clause << 1,
            }
        }
        let mut list = std::mem::take(&mut self.watches[falsified as usize]);
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
                    self.watches[watched as usize].push(renewed);
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
        self.watches[falsified as usize] = list;
        conflict
    }

    /// Every counter is updated even after a conflict, so that undoing can add back without looking.
    fn propagate_linears(&mut self, falsified: Lit) -> u32 {
        let mut conflict = NONE;
        let known = Self::part(&self.from, falsified);
        self.looks += (known.len() + self.occurring_since[falsified as usize].len() + 4) as u64;
        for place in known {
            let (index, coefficient) = self.occurring[place];
            self.shrink(index, coefficient, &mut conflict);
        }
        for place in 0..self.occurring_since[falsified as usize].len() {
            let (index, coefficient) = self.occurring_since[falsified as usize][place];
            self.shrink(index, coefficient, &mut conflict);
        }
        conflict
    }

    #[inline]
    fn shrink(&mut self, index: u32, coefficient: i64, conflict: &mut u32) {
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

    fn backtrack(&mut self, level: usize) {
        let Some(&mark) = self.marks.get(level) else { return };
        for place in (mark..self.trail.len()).rev() {
            let literal = self.trail[place];
            if place < self.head {
                let range = Self::part(&self.from, literal ^ 1);
                for &(index, coefficient) in self.occurring[range].iter().chain(&self.occurring_since[(literal ^ 1) as usize]) {
                    self.margins[index as usize].slack += coefficient;
                }
            }
            self.values[literal as usize] = 0;
            self.values[(literal ^ 1) as usize] = 0;
            let variable = literal >> 1;
            self.phase[variable as usize] = literal & 1 == 0;
            self.heap.insert(variable);
        }
        self.trail.truncate(mark);
        self.marks.truncate(level);
        self.head = self.head.min(mark);
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
                if self.learned > self.learned_limit {
                    self.forget();
                }
                continue;
            }
            let Some(variable) = self.next_variable() else { return Outcome::Sat };
            self.marks.push(self.trail.len());
            let literal = variable << 1 | u32::from(!self.phase[variable as usize]);
            self.enqueue(literal, NONE);
        }
    }

    fn next_variable(&mut self) -> Option<u32> {
        loop {
            let variable = self.heap.pop()?;
            if self.values[(variable << 1) as usize] == 0 {
                return Some(variable);
            }
        }
    }

    /// Analyses `conflict`, learns from it and jumps back; `false` when the constraints contradict each other.
    fn learn(&mut self, conflict: u32) -> bool {
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
            let level = self.level[variable as usize];
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
            let reason = self.reason[variable as usize];
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
            if value == 0 || self.level[variable as usize] >= level {
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
                    let false_before = self.values[other as usize] < 0 && self.position[(other >> 1) as usize] < here;
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
                let false_before = self.values[other as usize] < 0 && self.position[(other >> 1) as usize] < here;
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
        let (sum, listed) = (&self.sum, &mut self.listed);
        self.used.retain(|&variable| {
            listed[variable as usize] = sum[variable as usize] != 0;
            listed[variable as usize]
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
            let size = if self.values[literal as usize] < 0 && self.position[variable as usize] <= here {
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
        // Literals in the order of their levels; the free ones last.
        self.keys.clear();
        let mut slack = -self.degree;
        for &variable in &self.used {
            let literal = self.literal_of(variable);
            let level = if self.values[literal as usize] == 0 { NONE } else { self.level[variable as usize] };
            self.keys.push(u64::from(level) << 32 | u64::from(variable));
            slack += self.sum[variable as usize].abs();
        }
        sort(&mut self.keys);
        // largest_from[i]: the largest coefficient among keys[i..]; computed from the end into a scratch pass.
        let mut glue = 0;
        let mut target = None;
        let mut largest_after: Vec<i64> = Vec::with_capacity(self.keys.len() + 1);
        largest_after.push(0);
        for key in self.keys.iter().rev() {
            let size = self.sum[(*key & 0xffff_ffff) as usize].abs();
            let before = largest_after.last().copied().unwrap_or(0);
            largest_after.push(before.max(size));
        }
        largest_after.reverse();
        if largest_after.first().is_some_and(|&largest| largest > slack) {
            target = Some(0);
        }
        let mut place = 0;
        while place < self.keys.len() {
            let level = (self.keys[place] >> 32) as u32;
            if level == NONE {
                break;
            }
            let mut counted = false;
            while place < self.keys.len() && (self.keys[place] >> 32) as u32 == level {
                let variable = (self.keys[place] & 0xffff_ffff) as u32;
                let literal = self.literal_of(variable);
                if self.values[literal as usize] < 0 {
                    slack -= self.sum[variable as usize].abs();
                    counted = true;
                }
                place += 1;
            }
            glue += u32::from(counted);
            if target.is_none() && slack >= 0 && largest_after[place] > slack {
                target = Some(level);
            }
        }
        (target.unwrap_or(0), glue)
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
        let mut gone_clause = vec![false; self.clauses.len()];
        let mut gone_linear = vec![false; self.linears.len()];
        for key in &self.keys[self.keys.len() / 2..] {
            let index = (u64::from(u32::MAX) - (key >> 1 & 0xffff_ffff)) as usize;
            if key & 1 == 1 {
                gone_linear[index] = true;
            } else {
                gone_clause[index] = true;
            }
            self.learned = self.learned.saturating_sub(1);
        }
        for list in &mut self.watches {
            list.retain(|watch| !gone_clause[watch.clause as usize]);
        }
        for list in &mut self.occurring_since {
            list.retain(|entry| !gone_linear[entry.0 as usize]);
        }
        for (clause, gone) in self.clauses.iter_mut().zip(gone_clause) {
            clause.learned &= !gone;
        }
        for (linear, gone) in self.linears.iter_mut().zip(gone_linear) {
            linear.learned &= !gone;
        }
        self.learned_limit += 500;
    }
}

enum Standing {
    /// Still a conflict.
    Conflict,
    /// It forces a literal.
    Asserting,
    Nothing,
}

/// The greatest common divisor of two numbers that are not negative.
pub(super) fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Sorts; the only sort of the planner. Shell's with the gaps of Ciura: on the short lists met here it is as fast as that of the standard
/// library, which would add a kilobyte to the page.
#[inline(never)]
pub(super) fn sort(keys: &mut [u64]) {
    for gap in [1750, 701, 301, 132, 57, 23, 10, 4, 1] {
        for from in gap..keys.len() {
            let key = keys[from];
            let mut at = from;
            while at >= gap && keys[at - gap] > key {
                keys[at] = keys[at - gap];
                at -= gap;
            }
            keys[at] = key;
        }
    }
}

/// `a / b` rounded up, for a positive `b`.
pub(super) fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) != 0)
}

/// The sequence 1 1 2 1 1 2 4 … of Luby, Sinclair and Zuckerman; `index` counts from 0.
fn luby(index: u64) -> u64 {
    let (mut size, mut power) = (1u64, 0u32);
    while size < index + 1 {
        power += 1;
        size = 2 * size + 1;
    }
    let mut index = index;
    while size - 1 != index {
        size = (size - 1) / 2;
        power -= 1;
        index %= size;
    }
    1 << power
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VARIABLES: usize = 10;

    /// (coefficient, variable, negated) terms and a degree.
    type Constraint = (Vec<(i64, usize, bool)>, i64);

    fn constraints() -> impl Strategy<Value = Vec<Constraint>> {
        let term = (-9..10i64, 0..VARIABLES, any::<bool>());
        prop::collection::vec((prop::collection::vec(term, 2..7), -4..9i64), 4..26)
    }

    fn holds(constraint: &Constraint, values: u32) -> bool {
        let value = |variable: usize, negated: bool| (values >> variable & 1 == 1) != negated;
        constraint.0.iter().filter(|term| value(term.1, term.2)).map(|term| term.0).sum::<i64>() >= constraint.1
    }

    fn literals(terms: &[(i64, usize, bool)], variables: &[Lit]) -> Vec<(i64, Lit)> {
        terms.iter().map(|&(coefficient, variable, negated)| (coefficient, variables[variable] ^ u32::from(negated))).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_answer_is_that_of_trying_everything(constraints in constraints(), slice in 1..9u64, late in 0..6usize) {
            let mut engine = Engine::new();
            let variables: Vec<Lit> = (0..VARIABLES).map(|index| engine.variable(index.is_multiple_of(2))).collect();
            let (late, early) = constraints.split_at(late.min(constraints.len()));
            let finish = |engine: &mut Engine, asked: &[&Constraint]| {
                let outcome = loop {
                    match engine.run(slice, 400 * slice) {
                        Outcome::Paused => {}
                        outcome => break outcome,
                    }
                };
                let possible = (0..1u32 << VARIABLES).any(|values| asked.iter().all(|constraint| holds(constraint, values)));
                prop_assert_eq!(outcome == Outcome::Sat, possible);
                if possible {
                    let values = (0..VARIABLES).fold(0, |bits, index| bits | u32::from(engine.is_true(variables[index])) << index);
                    prop_assert!(asked.iter().all(|constraint| holds(constraint, values)));
                }
                Ok(())
            };
            let mut asked: Vec<&Constraint> = early.iter().collect();
            for (terms, degree) in early {
                engine.at_least(&literals(terms, &variables), *degree);
            }
            finish(&mut engine, &asked)?;
            // More constraints after an answer, as when a question is tightened.
            for constraint in late {
                engine.reset();
                engine.at_least(&literals(&constraint.0, &variables), constraint.1);
                asked.push(constraint);
                finish(&mut engine, &asked)?;
            }
        }
    }
}
