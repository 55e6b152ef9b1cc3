//! What must come before a unit, read from the unit and from the diploma's rules of order.
//!
//! A prerequisite that the diploma itself teaches is followed: the unit comes later. One from outside that an equivalent level replaces is
//! not planned; the plan marks `equivalent_level` instead. One from outside that nothing replaces is added to the plan.

use super::{tree::mentioned, wishes::Wishes};
use crate::domain::sorted::{Map, Sorting};
use crate::domain::{
    catalogue::{
        Catalogue,
        format::{Diploma, Needs, Prerequisite, Strength, Timing},
        requirement::{Order, OrderRule},
    },
    planner::PreMode,
};

/// What the first semester of a diploma is worth when nobody published it: half of the 60 credits of a year.
const FIRST_SEMESTER_ECTS: u32 = 30;

/// Alternatives among which several must be taken: more would make too many clauses.
const MOST_ALTERNATIVES: usize = 16;

/// One of these units comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Units of the problem.
    pub any: Vec<usize>,
    /// Before, or not later.
    pub mode: PreMode,
    /// The rule is to be in the same term.
    pub together: bool,
    /// The ids of the sources.
    pub sources: Vec<String>,
}

/// What was found for a unit.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// All of these hold.
    pub clauses: Vec<Clause>,
    /// Credits finished before.
    pub ects_before: u32,
    /// Something it needs cannot be had.
    pub blocked: bool,
    /// What is assumed instead.
    pub assumed: Vec<&'static str>,
}

/// Where prerequisites are looked up.
pub struct Reading<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The diploma aimed at.
    pub diploma: &'a Diploma,
    /// What the learner holds and wishes.
    pub wishes: &'a Wishes,
    /// The units of the problem.
    pub index: &'a Map<&'a str, usize>,
}

impl Reading<'_> {
    /// What must come before `code`.
    pub fn of(&self, code: &str) -> Found {
        let mut found = Found::default();
        let Some(unit) = self.catalogue.unit(code) else { return found };
        for one in unit.prerequisites.iter().flatten() {
            let sources = if one.sources.is_empty() { &unit.sources } else { &one.sources };
            self.prerequisite(code, one, sources, &mut found);
        }
        for rule in self.diploma.order.iter().flatten() {
            self.order(code, rule, &mut found);
        }
        found
    }

    /// The units that `code` demands, that are not among `codes`, and that nothing replaces.
    pub fn outside(&self, code: &str, codes: &[String]) -> Vec<String> {
        let mut outside = Vec::new();
        let Some(unit) = self.catalogue.unit(code) else { return outside };
        for one in unit.prerequisites.iter().flatten().filter(|one| one.strength == Strength::Required && one.or_equivalent != Some(true)) {
            let units: Vec<&String> = match &one.needs {
                Needs::AllOf(units) => units.iter().collect(),
                Needs::AnyOf { units, .. } if !units.iter().any(|unit| codes.contains(unit) || self.wishes.has(unit)) => {
                    units.iter().collect()
                }
                Needs::Admission(unit) => vec![unit],
                _ => Vec::new(),
            };
            outside.extend(units.into_iter().filter(|unit| !codes.contains(*unit) && !self.wishes.has(unit)).cloned());
        }
        outside
    }

    fn prerequisite(&self, code: &str, one: &Prerequisite, sources: &[String], found: &mut Found) {
        if one.strength == Strength::Recommended {
            return;
        }
        let mode = if one.timing == Some(Timing::SameTermAllowed) { PreMode::NotLater } else { PreMode::Before };
        let equivalent = one.or_equivalent == Some(true);
        match &one.needs {
            Needs::AllOf(units) => {
                for unit in units {
                    self.some_of(1, std::slice::from_ref(unit), mode, equivalent, sources, found);
                }
            }
            Needs::AnyOf { n, units } => self.some_of(*n, units, mode, equivalent, sources, found),
            Needs::Admission(unit) => self.some_of(1, std::slice::from_ref(unit), mode, equivalent, sources, found),
            Needs::UnitsOfGroups { n, groups } => self.some_of(*n, &self.units_of(groups, code), mode, true, sources, found),
            Needs::FirstSemester { ects } => self.first_semester(*ects, found),
            Needs::ExperienceMonths(_) => assume(found, "experience"),
            // Told by the entry conditions and marks of the plan, not by its order.
            Needs::Level(_) | Needs::BelowCefr(_) | Needs::PlacementTest | Needs::Competence(_) => {}
        }
    }

    fn order(&self, code: &str, rule: &OrderRule, found: &mut Found) {
        if rule.strength == Some(Strength::Recommended) {
            return;
        }
        let concerns = |units: &[String]| units.iter().any(|unit| unit == code);
        match &rule.rule {
            Order::Before { first, first_of_groups, then } if concerns(then) => {
                self.ordered(first, PreMode::Before, false, &rule.sources, found);
                if let Some(count) = first_of_groups {
                    self.some_of(count.n, &self.units_of(&count.groups, code), PreMode::Before, true, &rule.sources, found);
                }
            }
            Order::NotAfter { first, then } if concerns(then) => self.ordered(first, PreMode::NotLater, false, &rule.sources, found),
            Order::Together { units } if concerns(units) => {
                let others: Vec<String> = units.iter().filter(|unit| *unit != code).cloned().collect();
                self.ordered(&others, PreMode::NotLater, true, &rule.sources, found);
            }
            Order::FirstSemester { ects, then } if concerns(then) => self.first_semester(*ects, found),
            _ => {}
        }
    }

    /// Rules of order bind the units that are in the problem; they demand none that is not.
    fn ordered(&self, units: &[String], mode: PreMode, together: bool, sources: &[String], found: &mut Found) {
        for unit in units.iter().filter(|unit| !self.wishes.has(unit) && !self.wishes.excluded.contains(*unit)) {
            if let Some(&place) = self.index.get(unit.as_str()) {
                add(found, Clause { any: vec![place], mode, together, sources: sources.to_vec() });
            }
        }
    }

    fn some_of(&self, n: u32, units: &[String], mode: PreMode, equivalent: bool, sources: &[String], found: &mut Found) {
        let held = units.iter().filter(|unit| self.wishes.has(unit)).count();
        let Some(missing) = usize::try_from(n).ok().and_then(|n| n.checked_sub(held)).filter(|missing| *missing > 0) else { return };
        let open: Vec<usize> = units
            .iter()
            .filter(|unit| !self.wishes.has(unit) && !self.wishes.excluded.contains(*unit))
            .filter_map(|unit| self.index.get(unit.as_str()).copied())
            .collect();
        if open.len() < missing {
            if equivalent {
                assume(found, "equivalent_level");
            } else {
                found.blocked = true;
            }
            return;
        }
        // "At least n of m" is "one of every m - n + 1 of them"; of very many, the first ones will do.
        let open = open.get(..MOST_ALTERNATIVES.min(open.len())).filter(|_| missing > 1).unwrap_or(&open);
        for any in subsets(open, (open.len() + 1).saturating_sub(missing)) {
            add(found, Clause { any, mode, together: false, sources: sources.to_vec() });
        }
    }

    fn first_semester(&self, ects: Option<u32>, found: &mut Found) {
        let most = self.diploma.ects.map_or(FIRST_SEMESTER_ECTS, |ects| ects / 2);
        found.ects_before = found.ects_before.max(ects.unwrap_or(FIRST_SEMESTER_ECTS).min(most));
        if ects.is_none() {
            assume(found, "first_semester");
        }
    }

    fn units_of(&self, groups: &[String], but: &str) -> Vec<String> {
        let mut units = Vec::new();
        for one in self.diploma.requirements.iter().flatten().filter(|one| groups.contains(&one.id)) {
            mentioned(&one.rule, &mut |code| {
                if code != but && !units.iter().any(|known| known == code) {
                    units.push(code.to_owned());
                }
            });
        }
        units
    }
}

/// How many units at most come one after the other.
pub fn longest_chain(found: &[Found]) -> usize {
    let mut place = vec![1; found.len()];
    // Rules that go in circles leave no plan, however long.
    for _ in 0..found.len() {
        let before = place.clone();
        for (own, found) in place.iter_mut().zip(found) {
            for clause in &found.clauses {
                let first = clause.any.iter().filter_map(|other| before.get(*other)).max().copied().unwrap_or(0);
                *own = (first + usize::from(clause.mode == PreMode::Before)).max(*own);
            }
        }
        if place == before {
            break;
        }
    }
    place.into_iter().max().unwrap_or(0)
}

fn assume(found: &mut Found, what: &'static str) {
    if !found.assumed.contains(&what) {
        found.assumed.push(what);
    }
}

/// Adds a clause, unless the same units are asked for already; the stricter mode wins.
fn add(found: &mut Found, clause: Clause) {
    match found.clauses.iter_mut().find(|known| known.any == clause.any) {
        Some(known) => {
            if clause.mode == PreMode::Before {
                known.mode = PreMode::Before;
            }
            known.together |= clause.together;
            known.sources.extend(clause.sources);
            known.sources.order();
            known.sources.dedup();
        }
        None => found.clauses.push(clause),
    }
}

/// Every subset of `size` members, in order.
fn subsets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    // Too few left to fill the rest: stop, or the walk would visit every subset there is.
    for (place, &first) in of.iter().enumerate().take((of.len() + 1).saturating_sub(size)) {
        for mut rest in subsets(of.get(place + 1..).unwrap_or_default(), size - 1) {
            rest.insert(0, first);
            all.push(rest);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::subsets;

    #[test]
    fn subsets_are_all_there() {
        assert_eq!(subsets(&[1, 2, 3], 2), [[1, 2], [1, 3], [2, 3]]);
        assert_eq!(subsets(&[1, 2, 3], 3), [[1, 2, 3]]);
        assert!(subsets(&[1], 2).is_empty());
    }
}
