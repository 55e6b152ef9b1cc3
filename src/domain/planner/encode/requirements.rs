//! The requirement tree as constraints.

use super::{Encoded, Terms};
use crate::engine::{FALSE, Lit, TRUE};
use crate::list::List;
use crate::presolve::Presolved;
use crate::problem::{Group, Node};
use crate::ready::{Item, Ready};

/// Up to so many ways to take caps on credits are listed; above it, the credits passed on become numbers.
const MOST_CAP_CHOICES: usize = 64;

/// A minimum of sums, each of terms and a constant.
type Sums = Vec<(Terms, i64)>;

impl Encoded {
    /// What must be taken, and what counts where.
    pub(super) fn requirements(&mut self, ready: &Ready, presolved: &Presolved) {
        let nodes = &ready.nodes;
        // Whether a leaf counts, or a group is satisfied.
        let mut holds: Vec<Lit> = Vec::with_capacity(nodes.len());
        // What a group passes on: the sum is at least each of these, read "Σ terms + constant" (a minimum over choices of caps).
        let mut credits: Vec<Sums> = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            match node {
                Node::Leaf(leaf) => {
                    let taken = self.taken(ready, leaf.u);
                    let literal = if ready.plain[index] || taken == FALSE { taken } else { self.engine.variable(true) };
                    if literal != taken {
                        self.engine.clause(&[literal ^ 1, taken]);
                    }
                    if presolved.demand.required[index] {
                        self.engine.clause(&[literal]);
                    }
                    holds.push(literal);
                    credits.push(Vec::new());
                }
                Node::Group(group) => {
                    let trivial = group.min_n <= 0 && group.min_ects <= 0;
                    let literal = if trivial || presolved.demand.required[index] {
                        TRUE
                    } else if presolved.demand.satisfiable[index] {
                        self.engine.variable(true)
                    } else {
                        FALSE
                    };
                    if group.cap_n >= 0 {
                        let mut terms = Terms::new();
                        below(nodes, group, &mut |leaf| terms.push((1, holds[leaf])));
                        self.engine.at_most(&terms, group.cap_n);
                    }
                    if literal != FALSE && group.min_n > 0 {
                        let mut terms: Terms = group.of.iter().map(|&child| (1, holds[child])).collect();
                        terms.push((group.min_n, literal ^ 1));
                        self.engine.at_least(&terms, group.min_n);
                    }
                    let mut sums: Sums = vec![(Vec::with_capacity(group.of.len()), 0)];
                    for &child in &group.of {
                        match &nodes[child] {
                            Node::Leaf(leaf) => sums.iter_mut().for_each(|sum| sum.0.push((ready.units[leaf.u].ects, holds[child]))),
                            Node::Group(_) => self.join(&mut sums, std::mem::take(&mut credits[child])),
                        }
                    }
                    if literal != FALSE && group.min_ects > 0 {
                        for (terms, constant) in &sums {
                            let mut terms = terms.clone();
                            terms.push((group.min_ects, literal ^ 1));
                            self.engine.at_least(&terms, group.min_ects - constant);
                        }
                    }
                    if group.cap_ects >= 0 {
                        sums.push((Vec::new(), group.cap_ects));
                    }
                    holds.push(literal);
                    credits.push(sums);
                }
            }
        }
        if let Some(&root) = holds.last() {
            self.engine.clause(&[root]);
        }
        for Item { leaves, .. } in &ready.units {
            if leaves.len() > 1 {
                let terms: Terms = leaves.iter().map(|&leaf| (1, holds[leaf])).collect();
                self.engine.at_most(&terms, 1);
            }
        }
        self.counts = holds.into();
    }

    /// Adds to `sums` what one more child passes on, a minimum of several sums too.
    fn join(&mut self, sums: &mut Sums, mut child: Sums) {
        if sums.len() * child.len() > MOST_CAP_CHOICES {
            child = vec![self.number(&child)];
        }
        if let [(terms, constant)] = child.as_slice() {
            for sum in sums {
                sum.0.extend_from_slice(terms);
                sum.1 += constant;
            }
            return;
        }
        let mut next = Vec::with_capacity(sums.len() * child.len());
        for sum in &*sums {
            for (terms, constant) in &child {
                let mut longer = sum.0.clone();
                longer.extend_from_slice(terms);
                next.push((longer, sum.1 + constant));
            }
        }
        *sums = next;
    }

    /// A number that is at most each of `sums`, in binary: the search may choose any number up to their minimum.
    fn number(&mut self, sums: &[(Terms, i64)]) -> (Terms, i64) {
        let largest = sums.iter().map(|(terms, constant)| constant + terms.iter().map(|term| term.0).sum::<i64>()).min().unwrap_or(0);
        let mut bits: Terms = Vec::new();
        let mut worth = 1;
        while worth <= largest {
            let bit = self.engine.variable(true);
            bits.push((worth, bit));
            worth *= 2;
        }
        for (terms, constant) in sums {
            let mut all = terms.clone();
            all.extend(bits.iter().map(|&(worth, bit)| (-worth, bit)));
            self.engine.at_least(&all, -constant);
        }
        (bits, 0)
    }
}

/// Calls `visit` with each leaf below `group`.
fn below(nodes: &List<Node>, group: &Group, visit: &mut impl FnMut(usize)) {
    for &child in &group.of {
        match &nodes[child] {
            Node::Leaf(_) => visit(child),
            Node::Group(group) => below(nodes, group, visit),
        }
    }
}
