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
    few(problem.slots.len(), MOST_SLOTS, "slots")?;
    few(problem.units.len(), MOST_UNITS, "units")?;
    few(problem.nodes.len(), MOST_NODES, "nodes")?;
    few(problem.objective.len(), 4, "objective")?;
    for (index, level) in problem.objective.iter().enumerate() {
        if problem.objective[..index].contains(level) {
            return Err(Fault::new("duplicate", format!("objective[{index}]"), "this level is listed twice: list each level once"));
        }
    }
    for (index, slot) in problem.slots.iter().enumerate() {
        let at = |key: &str| format!("slots[{index}].{key}");
        // As large as one likes: much more than all units together is no limit.
        number(slot.max_units.min(LARGEST_NUMBER), &|| at("max_units"))?;
        number(slot.max_ects.min(LARGEST_NUMBER), &|| at("max_ects"))?;
        number(slot.max_hours.min(LARGEST_NUMBER), &|| at("max_hours"))?;
        number(slot.min_units, &|| at("min_units"))?;
        number(slot.min_ects, &|| at("min_ects"))?;
        number(slot.fee, &|| at("fee"))?;
        number(slot.year_fee, &|| at("year_fee"))?;
        let same_year = |other: &&Slot| other.year == slot.year && other.year_fee > 0;
        if slot.year_fee > 0 && problem.slots.iter().filter(same_year).any(|other| other.year_fee != slot.year_fee) {
            return Err(Fault::new(
                "out_of_range",
                at("year_fee"),
                "another semester of this year has another fee: write one fee for a year",
            ));
        }
    }
    for index in 0..problem.units.len() {
        unit(problem, index)?;
    }
    tree(problem)
}

fn unit(problem: &Problem, index: usize) -> Result<(), Fault> {
    let Some(unit) = problem.units.get(index) else { return Ok(()) };
    let at = |key: &str| format!("units[{index}].{key}");
    number(unit.ects, &|| at("ects"))?;
    number(unit.cost, &|| at("cost"))?;
    number(unit.min_ects_before, &|| at("min_ects_before"))?;
    few(unit.load.len(), MOST_SLOTS, &at("load"))?;
    few(unit.pen.len(), MOST_SLOTS, &at("pen"))?;
    few(unit.pre.iter().map(Vec::len).sum::<usize>() + unit.pre.len(), MOST_ALTERNATIVES, &at("pre"))?;
    if unit.load.is_empty() && !unit.done {
        return Err(Fault::new("length_mismatch", at("load"), "a unit occupies at least one slot: give one entry a slot"));
    }
    for (place, load) in unit.load.iter().enumerate() {
        number(load.0, &|| format!("units[{index}].load[{place}][0]"))?;
        number(load.1, &|| format!("units[{index}].load[{place}][1]"))?;
    }
    if unit.pen.len() != unit.starts.len() {
        return Err(Fault::new("length_mismatch", at("pen"), "there must be one penalty for each start"));
    }
    for (place, &start) in unit.starts.iter().enumerate() {
        let path = || format!("units[{index}].starts[{place}]");
        below(start, problem.slots.len(), "slot", &path)?;
        if unit.starts[..place].contains(&start) {
            return Err(Fault::new("duplicate", path(), "this start is listed twice: list each slot once"));
        }
    }
    for (place, &penalty) in unit.pen.iter().enumerate() {
        number(penalty, &|| format!("units[{index}].pen[{place}]"))?;
    }
    for (place, list) in unit.pre.iter().enumerate() {
        for (choice, &(other, _)) in list.iter().enumerate() {
            below(other, problem.units.len(), "unit", &|| format!("units[{index}].pre[{place}][{choice}][0]"))?;
        }
    }
    Ok(())
}

fn tree(problem: &Problem) -> Result<(), Fault> {
    let mut has_parent = vec![false; problem.nodes.len()];
    let mut depth = vec![0usize; problem.nodes.len()];
    for (index, node) in problem.nodes.iter().enumerate() {
        let path = |key: &str| format!("nodes[{index}].{key}");
        match node {
            Node::Leaf(leaf) => below(leaf.u, problem.units.len(), "unit", &|| path("u"))?,
            Node::Group(group) => {
                number(group.min_n, &|| path("min_n"))?;
                number(group.min_ects, &|| path("min_ects"))?;
                number(group.cap_ects.max(0), &|| path("cap_ects"))?;
                number(group.cap_n.max(0), &|| path("cap_n"))?;
                for (place, &child) in group.of.iter().enumerate() {
                    let path = || format!("nodes[{index}].of[{place}]");
                    if child >= index {
                        return Err(Fault::new("not_a_tree", path(), "nodes are in post-order: a child comes before its group"));
                    }
                    depth[index] = depth[index].max(depth[child] + 1);
                    if std::mem::replace(&mut has_parent[child], true) {
                        return Err(Fault::new("not_a_tree", path(), "this node already has a group: give each group nodes of its own"));
                    }
                }
            }
        }
    }
    if let Some(index) = depth.iter().position(|&depth| depth > DEEPEST) {
        return Err(Fault::new("too_large", format!("nodes[{index}]"), format!("groups may lie {DEEPEST} deep, this one lies deeper")));
    }
    match has_parent.iter().position(|found| !found) {
        None => Err(Fault::new("not_a_tree", "nodes", "there is no root: the last node must say what has to be satisfied")),
        Some(orphan) if orphan + 1 < has_parent.len() => {
            Err(Fault::new("not_a_tree", format!("nodes[{orphan}]"), "no group holds this node: only the last node is the root"))
        }
        Some(_) => Ok(()),
    }
}

fn few(count: usize, most: usize, path: &str) -> Result<(), Fault> {
    if count <= most {
        Ok(())
    } else {
        Err(Fault::new("too_large", path, format!("there are {count} entries, at most {most} can be planned")))
    }
}

fn number(value: i64, path: &dyn Fn() -> String) -> Result<(), Fault> {
    if (0..=LARGEST_NUMBER).contains(&value) {
        Ok(())
    } else {
        Err(Fault::new("out_of_range", path(), format!("{value} is not between 0 and {LARGEST_NUMBER}")))
    }
}

fn below(index: usize, count: usize, what: &str, path: &dyn Fn() -> String) -> Result<(), Fault> {
    if index < count {
        Ok(())
    } else {
        Err(Fault::new("out_of_range", path(), format!("there is no {what} {index}, only {count} of them")))
    }
}
