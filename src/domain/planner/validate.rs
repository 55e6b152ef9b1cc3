//! Refuses a malformed problem, so that nothing after it meets an index out of range or a sum that overflows.

use super::fault::Fault;
use super::problem::{Node, Problem, Slot};

/// Slots are bits of a `u64`.
const MOST_SLOTS: usize = 64;
pub(super) const MOST_UNITS: usize = 1_000;
const MOST_NODES: usize = 16_000;
/// Groups within groups; bounds follow the tree by recursion.
const DEEPEST: usize = 64;
const MOST_ALTERNATIVES: usize = 100_000;
/// With at most [`MOST_UNITS`] units every sum stays below 2^40.
pub(super) const LARGEST_NUMBER: i64 = 100_000_000;

/// Checks the shape of `problem`.
///
/// # Errors
/// `unknown_format`, `too_large`, `out_of_range` (a number or an index), `length_mismatch`, `duplicate` or `not_a_tree`, with the JSON path.
pub fn validate(problem: &Problem) -> Result<(), Fault> {
    if problem.format != "pathway/1" {
        return Err(Fault::new("unknown_format", "format", "this format is not known: write `pathway/1`"));
    }
    few(problem.slots.len(), MOST_SLOTS, &Place::of("slots"))?;
    few(problem.units.len(), MOST_UNITS, &Place::of("units"))?;
    few(problem.nodes.len(), MOST_NODES, &Place::of("nodes"))?;
    few(problem.objective.len(), 4, &Place::of("objective"))?;
    for (index, level) in problem.objective.iter().enumerate() {
        if problem.objective[..index].contains(level) {
            return Err(Place::of("objective").at(&[index]).fault("duplicate", "this level is listed twice: list each level once"));
        }
    }
    for (index, slot) in problem.slots.iter().enumerate() {
        // As large as one likes: much more than all units together is no limit.
        let numbers = [
            ("max_units", slot.max_units.min(LARGEST_NUMBER)),
            ("max_ects", slot.max_ects.min(LARGEST_NUMBER)),
            ("max_hours", slot.max_hours.min(LARGEST_NUMBER)),
            ("min_units", slot.min_units),
            ("min_ects", slot.min_ects),
            ("fee", slot.fee),
            ("year_fee", slot.year_fee),
        ];
        for (key, value) in numbers {
            number(value, &Place::key("slots", index, key))?;
        }
        let same_year = |other: &&Slot| other.year == slot.year && other.year_fee > 0;
        if slot.year_fee > 0 && problem.slots.iter().filter(same_year).any(|other| other.year_fee != slot.year_fee) {
            let message = "another semester of this year has another fee: write one fee for a year";
            return Err(Place::key("slots", index, "year_fee").fault("out_of_range", message));
        }
    }
    for index in 0..problem.units.len() {
        unit(problem, index)?;
    }
    tree(problem)
}

fn unit(problem: &Problem, index: usize) -> Result<(), Fault> {
    let Some(unit) = problem.units.get(index) else { return Ok(()) };
    let at = |key: &'static str| Place::key("units", index, key);
    for (key, value) in [("ects", unit.ects), ("cost", unit.cost), ("min_ects_before", unit.min_ects_before)] {
        number(value, &at(key))?;
    }
    few(unit.load.len(), MOST_SLOTS, &at("load"))?;
    few(unit.pen.len(), MOST_SLOTS, &at("pen"))?;
    few(unit.pre.iter().map(Vec::len).sum::<usize>() + unit.pre.len(), MOST_ALTERNATIVES, &at("pre"))?;
    if unit.load.is_empty() && !unit.done {
        return Err(at("load").fault("length_mismatch", "a unit occupies at least one slot: give one entry a slot"));
    }
    for (place, load) in unit.load.iter().enumerate() {
        number(load.0, &at("load").at(&[place, 0]))?;
        number(load.1, &at("load").at(&[place, 1]))?;
    }
    if unit.pen.len() != unit.starts.len() {
        return Err(at("pen").fault("length_mismatch", "there must be one penalty for each start"));
    }
    for (place, &start) in unit.starts.iter().enumerate() {
        below(start, problem.slots.len(), "slot", &at("starts").at(&[place]))?;
        if unit.starts[..place].contains(&start) {
            return Err(at("starts").at(&[place]).fault("duplicate", "this start is listed twice: list each slot once"));
        }
    }
    for (place, &penalty) in unit.pen.iter().enumerate() {
        number(penalty, &at("pen").at(&[place]))?;
    }
    for (place, list) in unit.pre.iter().enumerate() {
        for (choice, &(other, _)) in list.iter().enumerate() {
            below(other, problem.units.len(), "unit", &at("pre").at(&[place, choice, 0]))?;
        }
    }
    Ok(())
}

fn tree(problem: &Problem) -> Result<(), Fault> {
    let mut has_parent = vec![false; problem.nodes.len()];
    let mut depth = vec![0usize; problem.nodes.len()];
    for (index, node) in problem.nodes.iter().enumerate() {
        let at = |key: &'static str| Place::key("nodes", index, key);
        match node {
            Node::Leaf(leaf) => below(leaf.u, problem.units.len(), "unit", &at("u"))?,
            Node::Group(group) => {
                let numbers = [("min_n", group.min_n), ("min_ects", group.min_ects)];
                // Any negative number is no cap.
                for (key, value) in numbers.into_iter().chain([("cap_ects", group.cap_ects.max(0)), ("cap_n", group.cap_n.max(0))]) {
                    number(value, &at(key))?;
                }
                for (place, &child) in group.of.iter().enumerate() {
                    let fault = |message: &str| Err(at("of").at(&[place]).fault("not_a_tree", message));
                    if child >= index {
                        return fault("nodes are in post-order: a child comes before its group");
                    }
                    depth[index] = depth[index].max(depth[child] + 1);
                    if std::mem::replace(&mut has_parent[child], true) {
                        return fault("this node already has a group: give each group nodes of its own");
                    }
                }
            }
        }
    }
    if let Some(index) = depth.iter().position(|&depth| depth > DEEPEST) {
        return Err(Place::of("nodes").at(&[index]).fault("too_large", &format!("groups may lie {DEEPEST} deep, this one lies deeper")));
    }
    match has_parent.iter().position(|found| !found) {
        None => Err(Place::of("nodes").fault("not_a_tree", "there is no root: the last node must say what has to be satisfied")),
        Some(orphan) if orphan + 1 < has_parent.len() => {
            let place = Place::of("nodes");
            Err(place.at(&[orphan]).fault("not_a_tree", "no group holds this node: only the last node is the root"))
        }
        Some(_) => Ok(()),
    }
}

#[inline(never)]
fn few(count: usize, most: usize, place: &Place) -> Result<(), Fault> {
    if count <= most { Ok(()) } else { Err(place.fault("too_large", &format!("there are {count} entries, at most {most} can be planned"))) }
}

#[inline(never)]
fn number(value: i64, place: &Place) -> Result<(), Fault> {
    if (0..=LARGEST_NUMBER).contains(&value) {
        Ok(())
    } else {
        Err(place.fault("out_of_range", &format!("{value} is not between 0 and {LARGEST_NUMBER}")))
    }
}

#[inline(never)]
fn below(index: usize, count: usize, what: &str, place: &Place) -> Result<(), Fault> {
    if index < count { Ok(()) } else { Err(place.fault("out_of_range", &format!("there is no {what} {index}, only {count} of them"))) }
}

/// A place in a problem, written out only when something is wrong there: a path for every number would weigh on the page.
#[derive(Clone, Copy)]
struct Place {
    list: &'static str,
    /// The entry of the list and its key.
    entry: Option<(usize, &'static str)>,
    /// Indices after it.
    inner: [Option<usize>; 3],
}

impl Place {
    fn of(list: &'static str) -> Self {
        Self { list, entry: None, inner: [None; 3] }
    }

    fn key(list: &'static str, index: usize, key: &'static str) -> Self {
        Self { entry: Some((index, key)), ..Self::of(list) }
    }

    fn at(mut self, indices: &[usize]) -> Self {
        for (own, &index) in self.inner.iter_mut().zip(indices) {
            *own = Some(index);
        }
        self
    }

    #[inline(never)]
    fn fault(&self, code: &'static str, message: &str) -> Fault {
        let mut path = match self.entry {
            Some((index, key)) => format!("{}[{index}].{key}", self.list),
            None => self.list.to_owned(),
        };
        for index in self.inner.iter().flatten() {
            path.push_str(&format!("[{index}]"));
        }
        Fault::new(code, path, message)
    }
}
