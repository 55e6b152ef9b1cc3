//! The requirement tree: what it forces, and the least it costs to satisfy.

use super::numbers::ceil_div;
use super::problem::{Group, Node};
use super::ready::Ready;
use crate::list::List;

/// Above this many steps a group's lower bound leaves the credits out.
const MOST_STEPS: usize = 40_000;
/// How often a bound asks a child both as satisfied and as not.
const MOST_DOUBLINGS: u32 = 3;

/// A measure, with what was chosen for it: eight bits count each of sixteen kinds, so that a least measure tells which kinds it chose.
///
/// Most callers choose among no kinds; one type for all keeps the code small.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice(pub(super) i64, u64, u64);

impl Choice {
    pub(super) const NOTHING: Self = Self(0, 0, 0);
    /// More than any sum.
    const IMPOSSIBLE: Self = Self(i64::MAX / 4, 0, 0);
    /// How many kinds can be told apart.
    pub(super) const KINDS: usize = 16;

    /// One of `kind`.
    pub(super) fn one(measure: i64, kind: usize) -> Self {
        let bit = 1 << (8 * (kind % 8));
        if kind < 8 { Self(measure, 0, bit) } else { Self(measure, bit, 0) }
    }

    /// How many of `kind` were chosen.
    pub(super) fn count(self, kind: usize) -> i64 {
        ((if kind < 8 { self.2 } else { self.1 }) >> (8 * (kind % 8)) & 0xff) as i64
    }
}

impl std::ops::Add for Choice {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1.wrapping_add(other.1), self.2.wrapping_add(other.2))
    }
}

/// What the tree says when some units can no longer be taken.
pub(super) struct Demand {
    /// Nodes that every plan satisfies.
    pub(super) required: List<bool>,
    /// Nodes that can be satisfied.
    pub(super) satisfiable: List<bool>,
}

/// Works out what must be satisfied, given the units that can be taken (or are done).
///
/// # Errors
/// The first required node that cannot be satisfied.
pub(super) fn demand(ready: &Ready, possible: &List<bool>) -> Result<Demand, usize> {
    let nodes = &ready.nodes;
    let mut satisfiable = List::from(vec![false; nodes.len()]);
    let mut most = List::from(vec![0i64; nodes.len()]);
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Leaf(leaf) => {
                satisfiable[index] = possible[leaf.u];
                most[index] = if possible[leaf.u] { ready.units[leaf.u].ects } else { 0 };
            }
            Node::Group(group) => {
                let count = group.of.iter().filter(|&&child| satisfiable[child]).count() as i64;
                let sum: i64 = group.of.iter().map(|&child| most[child]).sum();
                satisfiable[index] = count >= group.min_n && sum >= group.min_ects;
                most[index] = if group.cap_ects < 0 { sum } else { sum.min(group.cap_ects) };
            }
        }
    }
    let mut required = List::from(vec![false; nodes.len()]);
    if let Some(root) = required.last_mut() {
        *root = true;
    }
    for (index, node) in nodes.iter().enumerate().rev() {
        if !required[index] {
            continue;
        }
        let Node::Group(group) = node else {
            if satisfiable[index] {
                continue;
            }
            return Err(index);
        };
        let count = group.of.iter().filter(|&&child| satisfiable[child]).count() as i64;
        let sum: i64 = group.of.iter().map(|&child| most[child]).sum();
        if !satisfiable[index] {
            // All-of: the child that cannot be satisfied says more.
            if group.min_n == group.of.len() as i64 && count < group.min_n {
                for &child in &group.of {
                    required[child] |= !satisfiable[child];
                }
                continue;
            }
            return Err(index);
        }
        for &child in &group.of {
            if satisfiable[child] {
                let leaf = matches!(nodes[child], Node::Leaf(_));
                required[child] = count - 1 < group.min_n || leaf && sum - most[child] < group.min_ects;
            }
        }
    }
    Ok(Demand { required, satisfiable })
}

/// The least total of a measure over the units a plan takes.
///
/// `weight` gives the measure of each unit; 0 for what is taken anyway. A lower bound: it lets a unit count in several places.
pub(super) fn least(ready: &Ready, demand: &Demand, weight: &[i64]) -> i64 {
    if weight.iter().all(|&weight| weight == 0) {
        return 0;
    }
    let weight: List<Choice> = weight.iter().map(|&weight| Choice(weight, 0, 0)).collect();
    least_choice(ready, demand, &weight).0
}

/// As [`least()`], with what was chosen.
pub(super) fn least_choice(ready: &Ready, demand: &Demand, weight: &List<Choice>) -> Choice {
    match ready.nodes.len() {
        0 => Choice::NOTHING,
        count => Bound { ready, demand, weight }.satisfying(count - 1, MOST_DOUBLINGS),
    }
}

struct Bound<'a> {
    ready: &'a Ready,
    demand: &'a Demand,
    weight: &'a List<Choice>,
}

/// A way to use a child: one more satisfied or not, its credits, its measure.
type Way = (usize, usize, Choice);

impl Bound<'_> {
    /// The most steps of credits that a group passes on.
    fn cap(&self, group: &Group) -> usize {
        if group.cap_ects >= 0 { (group.cap_ects / self.ready.credit_step) as usize } else { usize::MAX }
    }

    /// The least measure with which `node` is satisfied.
    fn satisfying(&self, node: usize, doublings: u32) -> Choice {
        if !self.demand.satisfiable[node] {
            return Choice::IMPOSSIBLE;
        }
        match &self.ready.nodes[node] {
            Node::Leaf(leaf) => self.weight[leaf.u],
            // Everything that can be satisfied has to be, and credits do not matter.
            Node::Group(group) if self.all_of(group) && group.min_ects <= 0 => {
                let children = group.of.iter().filter(|&&child| self.demand.satisfiable[child]);
                children.fold(Choice::NOTHING, |sum, &child| sum + self.satisfying(child, doublings))
            }
            Node::Group(group) => self.passing(group, 0, true, doublings)[0],
        }
    }

    /// Whether the group needs every child that can be satisfied.
    fn all_of(&self, group: &Group) -> bool {
        group.min_n > 0 && group.min_n as usize >= group.of.iter().filter(|&&child| self.demand.satisfiable[child]).count()
    }

    /// The least measure with which a group passes on at least 0, 1, …, `need` steps of credits, and is satisfied when `satisfied`.
    ///
    /// Groups that may or may not be satisfied ask their children both ways, `doublings` times; below, credits that come from a group which
    /// is not satisfied are free, which keeps the bound a bound.
    fn passing(&self, group: &Group, need: usize, satisfied: bool, doublings: u32) -> Vec<Choice> {
        let own = if satisfied { ceil_div(group.min_ects.max(0), self.ready.credit_step) as usize } else { 0 };
        let all = satisfied && self.all_of(group);
        let rows = if all || !satisfied { 1 } else { group.min_n.max(0) as usize + 1 };
        let goal = need.max(own);
        // The ways to use each child, one after the other, and where those of each end.
        let mut ways: Vec<Way> = Vec::with_capacity(2 * group.of.len());
        let mut ends = Vec::with_capacity(group.of.len());
        for &child in &group.of {
            self.ways(child, goal, all, rows, doublings, &mut ways);
            ends.push(ways.len());
        }
        // Saturating, so that 32-bit machines decide alike.
        let steps = ways.len().saturating_mul(rows).saturating_mul(goal + 1);
        let goal = if steps > MOST_STEPS { 0 } else { goal };
        let width = goal + 1;
        let mut table = List::from(vec![Choice::IMPOSSIBLE; rows * width]);
        table[0] = Choice::NOTHING;
        let mut next = table.clone();
        let mut begin = 0;
        for end in ends {
            next.fill(Choice::IMPOSSIBLE);
            for row in 0..rows {
                for credits in 0..width {
                    let from = table[row * width + credits];
                    if from >= Choice::IMPOSSIBLE {
                        continue;
                    }
                    for &(more, extra, measure) in ways.get(begin..end).unwrap_or_default() {
                        let to = (row + more).min(rows - 1) * width + (credits + extra).min(goal);
                        next[to] = next[to].min(from + measure);
                    }
                }
            }
            begin = end;
            std::mem::swap(&mut table, &mut next);
        }
        // Take the cheapest way to reach at least so many credits, and at least what the group itself needs.
        let last = &mut table[(rows - 1) * width..];
        for credits in (0..goal).rev() {
            last[credits] = last[credits].min(last[credits + 1]);
        }
        let cap = self.cap(group);
        (0..=need).map(|credits| if credits > cap { Choice::IMPOSSIBLE } else { last[credits.max(own).min(goal)] }).collect()
    }

    /// Adds the ways to use a child that are worth looking at when `goal` steps of credits are wanted.
    fn ways(&self, child: usize, goal: usize, all: bool, rows: usize, doublings: u32, ways: &mut Vec<Way>) {
        let satisfiable = self.demand.satisfiable[child];
        let group = match &self.ready.nodes[child] {
            Node::Leaf(leaf) => {
                if !(all && satisfiable) {
                    ways.push((0, 0, Choice::NOTHING));
                }
                if satisfiable {
                    ways.push((1, self.ready.units[leaf.u].credits, self.weight[leaf.u]));
                }
                return;
            }
            Node::Group(group) => group,
        };
        let both = !all && rows > 1;
        let mut add = |more: usize, values: &[Choice]| {
            for (at, &value) in values.iter().enumerate() {
                if value < Choice::IMPOSSIBLE && values.get(at + 1).is_none_or(|&next| next > value) {
                    ways.push((more, at, value));
                }
            }
        };
        if satisfiable && (all || both) {
            if goal == 0 {
                add(1, &[self.satisfying(child, doublings)]);
            } else {
                add(1, &self.passing(group, goal, true, doublings));
            }
        }
        if !(all && satisfiable) {
            match doublings.checked_sub(u32::from(both)) {
                Some(left) if goal > 0 => add(0, &self.passing(group, goal, false, left)),
                Some(_) => add(0, &[Choice::NOTHING]),
                None => ways.push((0, goal.min(self.cap(group)), Choice::NOTHING)),
            }
        }
    }
}
