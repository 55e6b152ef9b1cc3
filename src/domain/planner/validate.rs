//! Refuses a malformed problem, so that nothing after it meets an index out of range or a sum that overflows.

use super::fault::Fault;
use super::problem::{Node, Problem, Slot};
use Part::{Number, Text};

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
    let mut look = Look { list: "format", entry: None, fault: None };
    if problem.format != "pathway/1" {
        look.refuse("unknown_format", "", &[], &[Text("this format is not known: write `pathway/1`")]);
    }
    for (list, count, most) in [
        ("slots", problem.slots.len(), MOST_SLOTS),
        ("units", problem.units.len(), MOST_UNITS),
        ("nodes", problem.nodes.len(), MOST_NODES),
        ("objective", problem.objective.len(), 4),
    ] {
        look.list = list;
        look.few("", count, most);
    }
    for (index, level) in problem.objective.iter().enumerate() {
        if look.at("objective", index) && problem.objective[..index].contains(level) {
            look.refuse("duplicate", "", &[], &[Text("this level is listed twice: list each level once")]);
        }
    }
    slots(problem, &mut look);
    units(problem, &mut look);
    tree(problem, &mut look);
    look.fault.map_or(Ok(()), Err)
}

fn slots(problem: &Problem, look: &mut Look) {
    for (index, slot) in problem.slots.iter().enumerate() {
        if !look.at("slots", index) {
            return;
        }
        let numbers = [
            // As large as one likes: much more than all units together is no limit.
            ("max_units", slot.max_units.min(LARGEST_NUMBER)),
            ("max_ects", slot.max_ects.min(LARGEST_NUMBER)),
            ("max_hours", slot.max_hours.min(LARGEST_NUMBER)),
            ("min_units", slot.min_units),
            ("min_ects", slot.min_ects),
            ("fee", slot.fee),
            ("year_fee", slot.year_fee),
        ];
        look.numbers(&numbers);
        let differs = |other: &Slot| other.year == slot.year && other.year_fee > 0 && other.year_fee != slot.year_fee;
        if slot.year_fee > 0 && problem.slots.iter().any(differs) {
            let message = "another semester of this year has another fee: write one fee for a year";
            look.refuse("out_of_range", "year_fee", &[], &[Text(message)]);
        }
    }
}

fn units(problem: &Problem, look: &mut Look) {
    for (index, unit) in problem.units.iter().enumerate() {
        if !look.at("units", index) {
            return;
        }
        look.numbers(&[("ects", unit.ects), ("cost", unit.cost), ("min_ects_before", unit.min_ects_before)]);
        look.few("load", unit.load.len(), MOST_SLOTS);
        look.few("pen", unit.pen.len(), MOST_SLOTS);
        look.few("pre", unit.pre.iter().map(Vec::len).sum::<usize>() + unit.pre.len(), MOST_ALTERNATIVES);
        if unit.load.is_empty() && !unit.done {
            look.refuse("length_mismatch", "load", &[], &[Text("a unit occupies at least one slot: give one entry a slot")]);
        }
        for (place, load) in unit.load.iter().enumerate() {
            look.number("load", &[place, 0], load.0);
            look.number("load", &[place, 1], load.1);
        }
        if unit.pen.len() != unit.starts.len() {
            look.refuse("length_mismatch", "pen", &[], &[Text("there must be one penalty for each start")]);
        }
        // The slots seen, as bits.
        let mut seen = 0u64;
        for (place, (&start, &penalty)) in unit.starts.iter().zip(&unit.pen).enumerate() {
            look.below("starts", &[place], "slot", start, problem.slots.len());
            let here = 1 << (start % MOST_SLOTS);
            if seen & here != 0 {
                look.refuse("duplicate", "starts", &[place], &[Text("this start is listed twice: list each slot once")]);
            }
            seen |= here;
            look.number("pen", &[place], penalty);
        }
        for (place, list) in unit.pre.iter().enumerate() {
            for (choice, entry) in list.iter().enumerate() {
                look.below("pre", &[place, choice, 0], "unit", entry.0, problem.units.len());
            }
        }
    }
}

fn tree(problem: &Problem, look: &mut Look) {
    let mut has_parent = vec![false; problem.nodes.len()];
    let mut depth = vec![0usize; problem.nodes.len()];
    for (index, node) in problem.nodes.iter().enumerate() {
        if !look.at("nodes", index) {
            return;
        }
        match node {
            Node::Leaf(leaf) => look.below("u", &[], "unit", leaf.u, problem.units.len()),
            Node::Group(group) => {
                // Any negative number is no cap.
                let caps = [("cap_ects", group.cap_ects.max(0)), ("cap_n", group.cap_n.max(0))];
                look.numbers(&[("min_n", group.min_n), ("min_ects", group.min_ects)]);
                look.numbers(&caps);
                for (place, &child) in group.of.iter().enumerate() {
                    let message = if child >= index {
                        "nodes are in post-order: a child comes before its group"
                    } else if has_parent[child] {
                        "this node already has a group: give each group nodes of its own"
                    } else {
                        has_parent[child] = true;
                        depth[index] = depth[index].max(depth[child] + 1);
                        continue;
                    };
                    look.refuse("not_a_tree", "of", &[place], &[Text(message)]);
                }
            }
        }
        if depth[index] > DEEPEST {
            look.refuse("too_large", "", &[], &[Text("groups may lie 64 deep, this one lies deeper")]);
        }
    }
    match has_parent.iter().position(|found| !found) {
        None => {
            (look.list, look.entry) = ("nodes", None);
            look.refuse("not_a_tree", "", &[], &[Text("there is no root: the last node must say what has to be satisfied")]);
        }
        Some(orphan) if orphan + 1 < has_parent.len() && look.at("nodes", orphan) => {
            look.refuse("not_a_tree", "", &[], &[Text("no group holds this node: only the last node is the root")]);
        }
        Some(_) => {}
    }
}

/// A walk through the problem, and the first fault met: places and numbers are written out only then, and not by the formatter of the
/// standard library, which would weigh on the page.
struct Look {
    list: &'static str,
    /// The entry of the list that is being looked at.
    entry: Option<usize>,
    fault: Option<Fault>,
}

impl Look {
    /// Goes on to an entry of a list; `false` when there is a fault already.
    fn at(&mut self, list: &'static str, entry: usize) -> bool {
        (self.list, self.entry) = (list, Some(entry));
        self.fault.is_none()
    }

    fn few(&mut self, key: &str, count: usize, most: usize) {
        if count > most {
            let message =
                [Text("there are "), Number(count as i64), Text(" entries, at most "), Number(most as i64), Text(" can be planned")];
            self.refuse("too_large", key, &[], &message);
        }
    }

    fn numbers(&mut self, numbers: &[(&str, i64)]) {
        for &(key, value) in numbers {
            self.number(key, &[], value);
        }
    }

    fn number(&mut self, key: &str, inner: &[usize], value: i64) {
        if !(0..=LARGEST_NUMBER).contains(&value) {
            self.refuse("out_of_range", key, inner, &[Number(value), Text(" is not between 0 and "), Number(LARGEST_NUMBER)]);
        }
    }

    fn below(&mut self, key: &str, inner: &[usize], what: &str, index: usize, count: usize) {
        if index >= count {
            let (index, count) = (Number(index as i64), Number(count as i64));
            let message = [Text("there is no "), Text(what), Text(" "), index, Text(", only "), count, Text(" of them")];
            self.refuse("out_of_range", key, inner, &message);
        }
    }

    #[cold]
    #[inline(never)]
    fn refuse(&mut self, code: &'static str, key: &str, inner: &[usize], message: &[Part]) {
        if self.fault.is_some() {
            return;
        }
        let mut fault = Fault { code, message: String::new(), path: String::new() };
        for part in message {
            part.write(&mut fault.message);
        }
        let mut step = |parts: &[Part]| parts.iter().for_each(|part| part.write(&mut fault.path));
        step(&[Text(self.list)]);
        if let Some(entry) = self.entry {
            step(&[Text("["), Number(entry as i64), Text("]")]);
        }
        if !key.is_empty() {
            step(&[Text("."), Text(key)]);
        }
        for &index in inner {
            step(&[Text("["), Number(index as i64), Text("]")]);
        }
        self.fault = Some(fault);
    }
}

/// A part of a sentence or of a path.
#[derive(Clone, Copy)]
enum Part<'a> {
    Text(&'a str),
    Number(i64),
}

impl Part<'_> {
    fn write(self, text: &mut String) {
        match self {
            Text(part) => text.push_str(part),
            Number(number) => {
                if number < 0 {
                    text.push('-');
                }
                let number = number.unsigned_abs();
                if number > 9 {
                    Number((number / 10) as i64).write(text);
                }
                text.push(char::from(b'0' + (number % 10) as u8));
            }
        }
    }
}
