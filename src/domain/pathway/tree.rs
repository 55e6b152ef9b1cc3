//! A diploma's requirements as a tree of groups and units, before it becomes nodes of a problem.

use super::themes::ThemesRule;
use crate::domain::{
    catalogue::requirement::{EntryRoute, Requirement, Rule},
    planner::{Group, Leaf, Node},
};

/// A leaf of the problem: its node, the ids from the diploma down to what it counts for, and whether another unit could stand in.
pub type LeafPlace = (usize, Vec<String>, bool);

/// A requirement tree over units given by code.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A unit, and the ids from the diploma down to what it counts for.
    Unit {
        /// Its code.
        code: String,
        /// Where it counts.
        path: Vec<String>,
        /// Whether another unit could stand in its place.
        elective: bool,
    },
    /// Several together.
    Group {
        /// What is in it.
        of: Vec<Tree>,
        /// So many of them at least.
        min_n: usize,
        /// So many credits at least.
        min_ects: u32,
        /// No more credits count.
        cap_ects: Option<u32>,
        /// No more units count.
        cap_n: Option<u32>,
    },
}

/// How a learner came in and what was already decided, which opens or closes options.
pub struct Options<'a> {
    /// Units that may not be used, by code.
    pub closed: &'a dyn Fn(&str) -> bool,
    /// Units that the learner holds, chose or pinned, by code: they open an option meant for others.
    pub wanted: &'a dyn Fn(&str) -> bool,
    /// The credits of a unit.
    pub ects: &'a dyn Fn(&str) -> u32,
    /// Whether a unit, by code, carries a mark.
    pub marked: &'a dyn Fn(&str, &str) -> bool,
    /// Sets of units that rule each other out.
    pub exclusions: Vec<&'a [Vec<String>]>,
    /// Some unit waits for credits: of any unit that is taken, even where it counts for nothing.
    pub threshold: bool,
}

impl Tree {
    /// The tree of a diploma: all of its requirements.
    pub fn diploma(id: &str, requirements: &[Requirement], options: &Options<'_>) -> Self {
        let of: Vec<Self> = requirements.iter().map(|one| requirement(one, &[id.to_owned()], false, options)).collect();
        Self::Group { min_n: of.len(), of, min_ects: 0, cap_ects: None, cap_n: None }
    }

    /// What nothing satisfies.
    fn impossible() -> Self {
        Self::Group { of: Vec::new(), min_n: 1, min_ects: 0, cap_ects: None, cap_n: None }
    }

    /// Every unit in it, in order, with a repetition for each place.
    pub fn visit<'t>(&'t self, see: &mut impl FnMut(&'t str, &'t [String], bool)) {
        match self {
            Self::Unit { code, path, elective } => see(code, path, *elective),
            Self::Group { of, .. } => of.iter().for_each(|child| child.visit(see)),
        }
    }

    /// The same tree in which the unit in place number `place` (in the order of [`Tree::visit`]) has to count.
    ///
    /// Each group on the way down is cut in two: what is forced, and the rest, of which fewer are then needed.
    pub fn force(self, places: &[usize]) -> Self {
        self.forced(&mut 0, places).0
    }

    fn forced(self, next: &mut usize, places: &[usize]) -> (Self, bool) {
        match self {
            Self::Unit { .. } => {
                let here = *next;
                *next += 1;
                (self, places.contains(&here))
            }
            Self::Group { of, min_n, min_ects, cap_ects, cap_n } => {
                let (must, may): (Vec<_>, Vec<_>) = of.into_iter().map(|child| child.forced(next, places)).partition(|(_, forced)| *forced);
                let must: Vec<Self> = must.into_iter().map(|(child, _)| child).collect();
                let may: Vec<Self> = may.into_iter().map(|(child, _)| child).collect();
                if must.is_empty() {
                    return (Self::Group { of: may, min_n, min_ects, cap_ects, cap_n }, false);
                }
                let rest = Self::Group { min_n: min_n.saturating_sub(must.len()), of: may, min_ects: 0, cap_ects: None, cap_n: None };
                let min_n = must.len() + 1;
                let of = must.into_iter().chain(std::iter::once(rest)).collect();
                (Self::Group { of, min_n, min_ects, cap_ects, cap_n }, true)
            }
        }
    }

    /// Writes the nodes in post-order and returns the index of the root. `unit` tells the index of a unit; `leaves` receives each leaf.
    pub fn write(&self, nodes: &mut Vec<Node>, unit: &dyn Fn(&str) -> usize, leaves: &mut Vec<LeafPlace>) -> usize {
        match self {
            Self::Unit { code, path, elective } => {
                nodes.push(Node::Leaf(Leaf { u: unit(code) }));
                leaves.push((nodes.len() - 1, path.clone(), *elective));
            }
            Self::Group { of, min_n, min_ects, cap_ects, cap_n } => {
                let of = of.iter().map(|child| child.write(nodes, unit, leaves)).collect();
                let cap = |cap: Option<u32>| cap.map_or(-1, i64::from);
                let min_n = i64::try_from(*min_n).unwrap_or(i64::MAX);
                nodes.push(Node::Group(Group { of, min_n, min_ects: i64::from(*min_ects), cap_ects: cap(*cap_ects), cap_n: cap(*cap_n) }));
            }
        }
        nodes.len() - 1
    }

    /// No more units than this are needed to satisfy it: a guide for how far to look ahead, not a bound that proofs rely on.
    pub fn most_units(&self, ects: &dyn Fn(&str) -> u32) -> usize {
        match self {
            Self::Unit { .. } => 1,
            Self::Group { of, min_n, min_ects, .. } => {
                let mut sizes: Vec<usize> = of.iter().map(|child| child.most_units(ects)).collect();
                let everything: usize = sizes.iter().sum();
                sizes.sort_unstable();
                sizes.reverse();
                let by_count: usize = sizes.iter().take(*min_n).sum();
                let mut credits = Vec::new();
                self.visit(&mut |code, _, _| credits.push(ects(code)));
                credits.sort_unstable();
                let mut sum = 0;
                let enough = credits.iter().position(|one| {
                    sum += one;
                    sum >= *min_ects
                });
                let by_credits = if *min_ects == 0 { 0 } else { enough.map_or(credits.len(), |at| at + 1) };
                by_count.max(by_credits).min(everything)
            }
        }
    }
}

fn requirement(one: &Requirement, above: &[String], elective: bool, options: &Options<'_>) -> Tree {
    let mut path = above.to_vec();
    path.push(one.id.clone());
    rule(&one.rule, one.ects, &path, elective, options)
}

fn rule(rule_: &Rule, ects: Option<u32>, path: &[String], elective: bool, options: &Options<'_>) -> Tree {
    match rule_ {
        // A pack is whole or nothing.
        Rule::All { units, .. } if elective && units.iter().any(|code| (options.closed)(code)) => Tree::impossible(),
        Rule::All { units, parts } => {
            let of = members(units, parts, path, elective, options);
            Tree::Group { min_n: of.len(), of, min_ects: 0, cap_ects: None, cap_n: None }
        }
        Rule::Choose { min_units, min_ects, max_units, max_ects, units, parts } => {
            let min_n = min_units.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let mut of = members(units, parts, path, true, options);
            if min_n == 0 {
                of = exclusive(of, options);
            }
            Tree::Group { of, min_n, min_ects: min_ects.unwrap_or(0), cap_ects: *max_ects, cap_n: *max_units }
        }
        Rule::Themes { min_ects, min_themes, theme_min_ects, theme_max_ects, theme_max_units, tags, themes } => {
            let rule = ThemesRule {
                themes,
                min_ects: min_ects.unwrap_or(0),
                min_themes: min_themes.and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
                theme_min_ects: theme_min_ects.unwrap_or(0),
                theme_max_ects: *theme_max_ects,
                theme_max_units: *theme_max_units,
            };
            rule.tree(tags.first(), path, options)
        }
        Rule::OneOf { options: choices } => {
            let of = choices
                .iter()
                .filter(|choice| {
                    let mut wanted = false;
                    mentioned(&choice.rule, &mut |code| wanted |= (options.wanted)(code));
                    choice.when != Some(EntryRoute::FullPath) || wanted
                })
                .map(|choice| {
                    let mut path = path.to_vec();
                    path.push(choice.id.clone());
                    rule(&choice.rule, None, &path, true, options)
                })
                .collect();
            // An option may bring more than the block counts.
            Tree::Group { of, min_n: 1, min_ects: 0, cap_ects: ects, cap_n: None }
        }
        // Never planned: see `Diploma::plannable`.
        Rule::Unlisted { .. } | Rule::Unreadable { .. } => Tree::impossible(),
    }
}

pub(super) fn members(units: &[String], parts: &[Requirement], path: &[String], elective: bool, options: &Options<'_>) -> Vec<Tree> {
    let units = units.iter().filter(|code| !elective || !(options.closed)(code));
    let units = units.map(|code| Tree::Unit { code: code.clone(), path: path.to_vec(), elective });
    units.chain(parts.iter().map(|part| requirement(part, path, elective, options))).collect()
}

/// Puts the units of an exclusion into a group whose credits are capped at the best of its sets, so that a second set never helps.
///
/// That is exact when a mixture of sets never beats the best set, nor opens a unit that waits for credits; otherwise all sets but the first
/// (or the one wanted) are left out.
fn exclusive(mut of: Vec<Tree>, options: &Options<'_>) -> Vec<Tree> {
    for sets in &options.exclusions {
        let here = |set: &[String]| of.iter().any(|tree| matches!(tree, Tree::Unit { code, .. } if set.contains(code)));
        let present: Vec<&Vec<String>> = sets.iter().filter(|set| here(set)).collect();
        if present.len() < 2 {
            continue;
        }
        let sum = |set: &[String]| set.iter().map(|code| (options.ects)(code)).sum::<u32>();
        let most = present.iter().map(|set| sum(set)).max().unwrap_or(0);
        // With all sets but one made of single units worth the most, every mixture contains such a unit and is worth no less than the cap.
        let single = present.iter().filter(|set| set.len() == 1 && sum(set) == most).count();
        let exact = !options.threshold && single + 1 >= present.len();
        let keep = present.iter().position(|set| set.iter().any(|code| (options.wanted)(code))).unwrap_or(0);
        let (mut grouped, mut rest) = (Vec::new(), Vec::new());
        for tree in of {
            let set = match &tree {
                Tree::Unit { code, .. } => present.iter().position(|set| set.contains(code)),
                Tree::Group { .. } => None,
            };
            match set {
                None => rest.push(tree),
                Some(set) if exact || set == keep => grouped.push(tree),
                Some(_) => {}
            }
        }
        rest.push(Tree::Group { of: grouped, min_n: 0, min_ects: 0, cap_ects: Some(most), cap_n: None });
        of = rest;
    }
    of
}

/// Every unit that a rule names.
pub fn mentioned<'r>(rule: &'r Rule, see: &mut dyn FnMut(&'r str)) {
    match rule {
        Rule::All { units, parts } | Rule::Choose { units, parts, .. } => {
            units.iter().for_each(|code| see(code));
            parts.iter().for_each(|part| mentioned(&part.rule, see));
        }
        Rule::Themes { themes, .. } => themes.iter().flat_map(|theme| &theme.units).for_each(|code| see(code)),
        Rule::OneOf { options } => options.iter().for_each(|option| mentioned(&option.rule, see)),
        Rule::Unreadable { units } => units.iter().for_each(|code| see(code)),
        Rule::Unlisted { .. } => {}
    }
}
