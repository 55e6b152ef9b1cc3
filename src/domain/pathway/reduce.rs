//! Leaving out electives that can never be needed, so that the planner does not weigh interchangeable ones against each other.
//!
//! A unit is left out when enough others can stand in its place whatever the plan: they count for the same requirements and credits, cost no
//! more, open whenever it does, need nothing more, and open whatever it opens. "Enough" is more than any plan without a useless unit takes
//! of them. The first ones in the order of the diploma stay, which is also what makes the same request give the same plan.

use super::compiled::Compiled;
use crate::domain::planner::{Group, Node, Problem, Unit};
use crate::domain::sorted::{Set, Sorting};

/// Leaves out what can never be needed. `wished` units always stay.
pub fn reduce(compiled: &mut Compiled, wished: &dyn Fn(&str) -> bool) {
    let mut order: Vec<usize> = (0..compiled.units.len()).collect();
    // Odd ones go first, and from the end.
    order.order_by_key(|&unit| (compiled.units.get(unit).is_none_or(|unit| !unit.odd), std::cmp::Reverse(unit)));
    order.retain(|&unit| compiled.units.get(unit).is_some_and(|unit| !wished(&unit.code)));
    let kept = Survey::of(&compiled.problem).kept(&order);
    remove(compiled, &kept);
}

struct Survey<'a> {
    problem: &'a Problem,
    /// The groups that hold a leaf of each unit.
    groups: Vec<Set<usize>>,
    /// The most credits of direct leaves that a plan may need of each group.
    demand: Vec<i64>,
    /// The clauses that name each unit: (unit, place of the clause).
    named: Vec<Set<(usize, usize)>>,
}

impl<'a> Survey<'a> {
    fn of(problem: &'a Problem) -> Self {
        let mut groups = vec![Set::new(); problem.units.len()];
        let mut demand = vec![0; problem.nodes.len()];
        // Parents come after their children: walk down from the root.
        for (index, node) in problem.nodes.iter().enumerate().rev() {
            let Node::Group(group) = node else { continue };
            let above: i64 = demand.get(index).copied().unwrap_or(0);
            let here = above.max(group.min_ects);
            if let Some(own) = demand.get_mut(index) {
                *own = if group.cap_ects >= 0 { here.min(group.cap_ects.max(group.min_ects)) } else { here };
            }
            let passed = demand.get(index).copied().unwrap_or(0);
            for &child in &group.of {
                if let Some(below) = demand.get_mut(child) {
                    // What other children must bring anyway is not needed of this one.
                    *below = passed - brought_by_others(problem, group, child);
                }
                let Some(Node::Leaf(leaf)) = problem.nodes.get(child) else { continue };
                if let Some(of) = groups.get_mut(leaf.u) {
                    of.insert(index);
                }
            }
        }
        let mut named = vec![Set::new(); problem.units.len()];
        for (index, unit) in problem.units.iter().enumerate() {
            for (place, clause) in unit.pre.iter().enumerate() {
                for (other, _) in clause {
                    if let Some(names) = named.get_mut(*other) {
                        names.insert((index, place));
                    }
                }
            }
        }
        Self { problem, groups, demand, named }
    }

    /// The units to keep, when those of `order` are tried one after the other.
    fn kept(mut self, order: &[usize]) -> Vec<bool> {
        let mut kept = vec![true; self.problem.units.len()];
        // A unit left out no longer names others, which may make those superfluous too.
        loop {
            let before = kept.clone();
            for unit in order.iter().copied().filter(|unit| before.get(*unit) == Some(&true)) {
                if self.superfluous(unit, &kept) {
                    if let Some(one) = kept.get_mut(unit) {
                        *one = false;
                    }
                    for names in &mut self.named {
                        names.retain(|(by, _)| *by != unit);
                    }
                }
            }
            if kept == before {
                return kept;
            }
        }
    }

    fn superfluous(&self, unit: usize, kept: &[bool]) -> bool {
        let (Some(what), Some(groups)) = (self.problem.units.get(unit), self.groups.get(unit)) else { return false };
        if what.done || what.ects == 0 || groups.is_empty() {
            return false;
        }
        let (mut found, mut named) = (0, 0);
        for (other, stays) in kept.iter().enumerate() {
            if *stays && other != unit && self.stands_in(other, unit) {
                found += 1;
                let own = self.named.get(unit);
                named += i64::from(self.named.get(other).into_iter().flatten().any(|name| own.is_none_or(|own| !own.contains(name))));
            }
        }
        // Those that others name may all be taken for that; they count first, so that only the rest of the demand is left for further ones.
        // What names the unit itself may need one more each, even where no group needs any.
        let own = self.named.get(unit).map_or(0, |names| i64::try_from(names.len()).unwrap_or(i64::MAX / 8));
        let enough = self.most_taken(what, groups).max(named).saturating_add(own);
        found >= enough
    }

    /// No plan without a useless unit takes more units of these credits for these groups.
    fn most_taken(&self, what: &Unit, groups: &Set<usize>) -> i64 {
        groups
            .iter()
            .map(|&group| match self.problem.nodes.get(group) {
                Some(Node::Group(of)) => {
                    let demand = self.demand.get(group).copied().unwrap_or(0);
                    ((demand + what.ects - 1) / what.ects).max(of.min_n)
                }
                _ => i64::MAX / 8,
            })
            .sum()
    }

    /// Whether `other` can take the place of `unit` in any plan.
    fn stands_in(&self, other: usize, unit: usize) -> bool {
        let (Some(new), Some(old)) = (self.problem.units.get(other), self.problem.units.get(unit)) else { return false };
        let opens = |slot: &usize, pen: &i64| new.starts.iter().zip(&new.pen).any(|(start, own)| start == slot && own <= pen);
        !new.done
            && self.groups.get(other) == self.groups.get(unit)
            && new.ects == old.ects
            && new.cost <= old.cost
            && new.load == old.load
            && new.min_ects_before <= old.min_ects_before
            && new.pre.iter().all(|clause| old.pre.contains(clause))
            && old.starts.iter().zip(&old.pen).all(|(slot, pen)| opens(slot, pen))
            && self.named.get(unit).zip(self.named.get(other)).is_some_and(|(old, new)| old.is_subset(new))
    }
}

/// The least that the children of `group` other than `child` bring when as many of them are satisfied as must be.
fn brought_by_others(problem: &Problem, group: &Group, child: usize) -> i64 {
    let least = |node: &usize| match problem.nodes.get(*node) {
        Some(Node::Leaf(leaf)) => problem.units.get(leaf.u).map_or(0, |unit| unit.ects),
        Some(Node::Group(group)) if group.cap_ects < 0 => group.min_ects,
        Some(Node::Group(group)) => group.min_ects.min(group.cap_ects),
        None => 0,
    };
    let mut others: Vec<i64> = group.of.iter().filter(|other| **other != child).map(least).collect();
    others.order();
    let must = usize::try_from(group.min_n - 1).unwrap_or(0);
    others.iter().take(must).sum()
}

/// Takes the units that are not kept out of the problem.
fn remove(compiled: &mut Compiled, kept: &[bool]) {
    let stays = |unit: usize| kept.get(unit) == Some(&true);
    let mut place = 0;
    let moved: Vec<usize> = kept
        .iter()
        .map(|stays| {
            let here = place;
            place += usize::from(*stays);
            here
        })
        .collect();
    let to = |unit: usize| moved.get(unit).copied().unwrap_or(0);
    let mut unit = 0;
    compiled.units.retain(|_| {
        unit += 1;
        stays(unit - 1)
    });
    for candidate in &mut compiled.units {
        for clause in &mut candidate.clauses {
            clause.any.retain(|other| stays(*other));
            clause.any.iter_mut().for_each(|other| *other = to(*other));
        }
    }
    unit = 0;
    compiled.problem.units.retain(|_| {
        unit += 1;
        stays(unit - 1)
    });
    for unit in &mut compiled.problem.units {
        for clause in &mut unit.pre {
            clause.retain(|(other, _)| stays(*other));
            clause.iter_mut().for_each(|(other, _)| *other = to(*other));
        }
    }
    // Nodes: leaves of removed units go, and the others close up.
    let mut new_place = vec![usize::MAX; compiled.problem.nodes.len()];
    let mut nodes = Vec::with_capacity(compiled.problem.nodes.len());
    for (index, node) in std::mem::take(&mut compiled.problem.nodes).into_iter().enumerate() {
        let node = match node {
            Node::Leaf(leaf) if !stays(leaf.u) => continue,
            Node::Leaf(mut leaf) => {
                leaf.u = to(leaf.u);
                Node::Leaf(leaf)
            }
            Node::Group(mut group) => {
                group.of =
                    group.of.iter().filter_map(|child| new_place.get(*child).copied()).filter(|child| *child != usize::MAX).collect();
                Node::Group(group)
            }
        };
        if let Some(own) = new_place.get_mut(index) {
            *own = nodes.len();
        }
        nodes.push(node);
    }
    compiled.problem.nodes = nodes;
    compiled.leaves.retain_mut(|(node, _, _)| {
        *node = new_place.get(*node).copied().unwrap_or(usize::MAX);
        *node != usize::MAX
    });
}
