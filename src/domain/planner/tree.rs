//! The requirement tree: what it forces, and the least it costs to satisfy.

use super::problem::Node;
use super::ready::Ready;

/// Above this many steps a group's lower bound leaves the credits out.
const MOST_STEPS: usize = 40_000;

/// What a lower bound adds up.
pub(super) trait Weight: Copy + Ord + std::ops::Add<Output = Self> {
    const ZERO: Self;
    /// More than any sum.
    const IMPOSSIBLE: Self;
}

impl Weight for i64 {
    const ZERO: Self = 0;
    const IMPOSSIBLE: Self = Self::MAX / 4;
}

/// What the tree says when some units can no longer be taken.
pub(super) struct Demand {
    /// Nodes that every plan satisfies.
    pub(super) required: Vec<bool>,
    /// Nodes that can be satisfied.
    pub(super) satisfiable: Vec<bool>,
}

/// Works out what must be satisfied, given the units that can be taken (or are done).
///
/// # Errors
/// The first required node that cannot be satisfied.
pub(super) fn demand(ready: &Ready, possible: &[bool]) -> Result<Demand, usize> {
    let nodes = &ready.problem.nodes;
    let mut satisfiable = vec![false; nodes.len()];
    let mut most = vec![0i64; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Leaf(leaf) => {
                satisfiable[index] = possible[leaf.u];
                most[index] = if possible[leaf.u] { ready.problem.units[leaf.u].ects } else { 0 };
            }
            Node::Group(group) => {
                let count = group.of.iter().filter(|&&child| satisfiable[child]).count() as i64;
                let sum: i64 = group.of.iter().map(|&child| most[child]).sum();
                satisfiable[index] = count >= group.min_n && sum >= group.min_ects;
                most[index] = if group.cap_ects < 0 { sum } else { sum.min(group.cap_ects) };
            }
        }
    }
    let mut required = vec![false; nodes.len()];
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
pub(super) fn least<W: Weight>(ready: &Ready, demand: &Demand, weight: &[W]) -> W {
    match ready.problem.nodes.len() {
        0 => W::ZERO,
        count => satisfied(ready, demand, weight, count - 1, 0)[0],
    }
}

/// The least measure with which `node` is satisfied and passes on at least 0, 1, …, `need` credits.
fn satisfied<W: Weight>(ready: &Ready, demand: &Demand, weight: &[W], node: usize, need: usize) -> Vec<W> {
    let nodes = &ready.problem.nodes;
    if !demand.satisfiable[node] {
        return vec![W::IMPOSSIBLE; need + 1];
    }
    let group = match &nodes[node] {
        Node::Leaf(leaf) => {
            let ects = ready.problem.units[leaf.u].ects as usize;
            return (0..=need).map(|credits| if credits <= ects { weight[leaf.u] } else { W::IMPOSSIBLE }).collect();
        }
        Node::Group(group) => group,
    };
    let children = group.of.iter().filter(|&&child| demand.satisfiable[child]).count();
    let min_n = group.min_n.max(0) as usize;
    let all = min_n >= children;
    let goal = need.max(group.min_ects.max(0) as usize);
    // What a child's credits are worth looking at.
    let simple = group.of.iter().all(|&child| matches!(nodes[child], Node::Leaf(_)));
    // Saturating, so that 32-bit machines decide alike.
    let steps =
        children.saturating_mul(if all { 1 } else { min_n + 1 }).saturating_mul(goal + 1).saturating_mul(if simple { 1 } else { goal + 1 });
    let goal_kept = if steps > MOST_STEPS { 0 } else { goal };
    let width = goal_kept + 1;
    let rows = if all { 1 } else { min_n + 1 };
    let mut table = vec![W::IMPOSSIBLE; rows * width];
    table[0] = W::ZERO;
    for &child in &group.of {
        let satisfiable = demand.satisfiable[child];
        let cap = match &nodes[child] {
            Node::Group(inner) if inner.cap_ects >= 0 => inner.cap_ects as usize,
            _ => usize::MAX,
        };
        let options: Vec<(usize, W)> = match &nodes[child] {
            _ if !satisfiable => Vec::new(),
            Node::Leaf(leaf) => vec![(ready.problem.units[leaf.u].ects as usize, weight[leaf.u])],
            Node::Group(_) => {
                let reach = goal_kept.min(cap);
                let values = satisfied(ready, demand, weight, child, reach);
                (0..values.len())
                    .filter(|&at| at + 1 == values.len() || values[at + 1] > values[at])
                    .map(|at| (at, values[at]))
                    .collect::<Vec<_>>()
            }
        };
        // A group may pass credits on without being satisfied: free here, which keeps the bound a bound.
        let unsatisfied = match &nodes[child] {
            Node::Group(_) if !all || !satisfiable => goal_kept.min(cap),
            _ => 0,
        };
        let before = table.clone();
        if all && satisfiable {
            table.fill(W::IMPOSSIBLE);
        } else if unsatisfied > 0 {
            for row in 0..rows {
                for credits in 0..width {
                    let to = row * width + (credits + unsatisfied).min(goal_kept);
                    table[to] = table[to].min(before[row * width + credits]);
                }
            }
        }
        for row in 0..rows {
            for credits in 0..width {
                let from = before[row * width + credits];
                if from >= W::IMPOSSIBLE {
                    continue;
                }
                let next_row = (row + 1).min(rows - 1);
                for &(extra, value) in &options {
                    if value < W::IMPOSSIBLE {
                        let to = next_row * width + (credits + extra).min(goal_kept);
                        table[to] = table[to].min(from + value);
                    }
                }
            }
        }
    }
    // Take the cheapest way to reach at least so many credits, and at least what the group itself needs.
    let last = &mut table[(rows - 1) * width..];
    for credits in (0..goal_kept).rev() {
        last[credits] = last[credits].min(last[credits + 1]);
    }
    let own = (group.min_ects.max(0) as usize).min(goal_kept);
    (0..=need).map(|credits| last[credits.max(own).min(goal_kept)]).collect()
}
