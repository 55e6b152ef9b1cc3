//! From a request and a catalogue to a planning problem.

use super::{
    bonds::Bond,
    calendar::Calendar,
    cohort::Cohort,
    compiled::Compiled,
    near::Near,
    offering::Openings,
    prerequisites::{Found, Reading, longest_chain},
    reduce::reduce,
    scene::Scene,
    slots,
    timeline::Slots,
    tree::{LeafPlace, Options, Tree, mentioned},
    wishes::Wishes,
};
use crate::domain::sorted::{Map, Set};
use crate::domain::{
    catalogue::{
        Catalogue,
        format::{Diploma, Needs, Status, Unit},
        requirement::{Order, Requirement},
    },
    date::Term,
    error::InputError,
    planner::{Group, Leaf, Level, Node, PeakOf, Problem, Slot},
    request::{Objective, Request},
};

/// What a question changes beyond the request.
#[derive(Clone, Debug, Default)]
pub(super) struct Variation {
    /// Units rather taken than others where that makes the plan no worse.
    pub prefer: Set<String>,
    /// A unit that may not be taken in a term.
    pub barred: Option<(String, Term)>,
    /// The last term gone by: up to it there is nothing but what is pinned.
    pub past: Option<Term>,
    /// Rules of the catalogue that do not count.
    pub waived: Vec<Bond>,
}

/// Compiles `request` for the diploma it aims at.
///
/// `None` means that there is nothing to plan: no diploma is aimed at, or its structure is not published.
///
/// # Errors
/// `unknown_diploma` or `unknown_unit`, with the path of what the catalogue does not have.
pub fn compile(scene: &Scene<'_>, request: &Request) -> Result<Option<Compiled>, InputError> {
    vary(scene, request, &Variation::default())
}

/// Compiles `request` with something changed: see [`compile()`].
///
/// # Errors
/// As [`compile()`].
pub(super) fn vary(scene: &Scene<'_>, request: &Request, variation: &Variation) -> Result<Option<Compiled>, InputError> {
    let catalogue = scene.catalogue;
    let wishes = Wishes::of(catalogue, request, scene.start(request))?;
    let Some(id) = &request.target.diploma else { return Ok(None) };
    let diploma = catalogue.expect_diploma(id, "target.diploma")?;
    if !diploma.plannable() {
        return Ok(None);
    }
    let cohort = Cohort::of(diploma, scene.start(request), &wishes.pins, &|code| wishes.has(code) || wishes.will_have(code));
    Ok(Some(Builder { scene, catalogue, request, calendar: &scene.calendar, wishes, diploma, cohort, variation }.build()))
}

pub(super) struct Builder<'a> {
    pub scene: &'a Scene<'a>,
    pub catalogue: &'a Catalogue,
    pub request: &'a Request,
    pub calendar: &'a Calendar,
    pub variation: &'a Variation,
    pub wishes: Wishes,
    pub diploma: &'a Diploma,
    pub cohort: Cohort,
}

impl<'a> Builder<'a> {
    fn build(&self) -> Compiled {
        let tree = self.tree();
        let (codes, places) = self.candidates(&tree);
        let tree = tree.force(&places);
        let index: Map<&str, usize> = codes.iter().enumerate().map(|(place, code)| (code.as_str(), place)).collect();
        let known: Vec<Option<&Unit>> = codes.iter().map(|code| self.catalogue.unit(code)).collect();
        let region = self.request.centre_region.as_deref();
        let openings: Vec<Openings> = known.iter().map(|unit| self.openings(*unit, region)).collect();
        let mut found: Vec<Found> = codes.iter().map(|code| self.reading(&index).of(code)).collect();
        codes.iter().zip(&mut found).for_each(|(code, found)| self.waive(code, &codes, found));
        let Slots { terms, mut slots, ends, default_pace } = self.slots(&tree, &codes, &openings, longest_chain(&found));
        let ranks = self.ranks(&codes, &known);
        let taught: Vec<Slot> = slots.iter().zip(&ends).filter(|(_, end)| !**end).map(|(slot, _)| slot.clone()).collect();
        let hours_limited = taught.iter().any(slots::limits_hours);
        let mut always = Set::new();
        tree.visit(&mut |code, _, elective| {
            if !elective {
                always.insert(code);
            }
        });
        let mut candidates = Vec::with_capacity(codes.len());
        let mut units = Vec::with_capacity(codes.len());
        let required = |code: &str| self.wishes.wants(code) || always.contains(code);
        // The ways of attending that are weighed.
        let preferred = self.request.modalities.as_deref().filter(|_| self.request.objective.contains(&Objective::Preference));
        let year_fee = self.scene.year_cents();
        for (slot, _) in slots.iter_mut().zip(&ends).filter(|(_, end)| !**end) {
            slot.year_fee = year_fee.unwrap_or(0);
        }
        // Without the fee of a year nobody can say which plan is the cheaper one.
        let mut unpriced = year_fee.is_none();
        for ((((code, unit), openings), found), rank) in codes.iter().zip(known).zip(openings).zip(found).zip(ranks) {
            let Some(unit) = unit else { continue };
            let granted = self.wishes.granted.get(code).filter(|_| !self.done(code));
            let starts = match granted {
                Some(term) => {
                    let wait = terms.iter().position(|before| before >= term).unwrap_or(terms.len());
                    let end = |place: &usize| ends.get(*place) == Some(&true);
                    (wait.saturating_sub(1)..terms.len()).find(end).into_iter().collect()
                }
                None => self.starts(code, &openings, &found, &terms, &slots, &ends),
            };
            let cost = if granted.is_some() { Some(0) } else { self.scene.cents(unit) };
            let done = self.done(code);
            let (annual, min_ects_before) = (openings.annual, i64::from(found.ects_before));
            let with = found.clauses.iter().filter(|clause| clause.together).flat_map(|clause| &clause.any);
            let beside = with.filter_map(|other| codes.get(*other)).map(|other| i64::from(self.ects(other))).sum();
            let mut candidate = self.candidate(unit, openings, found);
            (candidate.rank, candidate.granted) = (rank, granted.is_some());
            if let Some(wanted) = preferred.filter(|_| candidate.course && !candidate.granted) {
                let misfit = |(place, term): (usize, &Term)| {
                    if starts.contains(&place) { candidate.openings.misfit(unit, region, wanted, *term) } else { 0 }
                };
                candidate.misfit = terms.iter().enumerate().map(misfit).collect();
            }
            // What every plan takes costs the same in all of them, known or not.
            unpriced |= cost.is_none() && !done && !required(code);
            units.push(crate::domain::planner::Unit {
                id: code.clone(),
                ects: i64::from(unit.ects.unwrap_or(0)),
                cost: cost.unwrap_or(0),
                done,
                load: if granted.is_some() { vec![(0, 0)] } else { self.load(unit, &mut candidate, beside, annual, &taught) },
                pen: starts.iter().map(|start| candidate.misfit.get(*start).copied().unwrap_or(0)).collect(),
                starts,
                pre: candidate
                    .clauses
                    .iter()
                    .filter(|_| granted.is_none())
                    .map(|clause| clause.any.iter().map(|&other| (other, clause.mode)).collect())
                    .collect(),
                min_ects_before: if granted.is_some() { 0 } else { min_ects_before },
            });
            candidates.push(candidate);
        }
        let suits = suits_differently(&units, &required);
        let (nodes, leaves) = self.nodes(&tree, &index);
        let mut warnings = Vec::new();
        if default_pace {
            warnings.push("default_pace");
        }
        if self.diploma.status == Some(Status::Withdrawn) {
            warnings.push("diploma_withdrawn");
        }
        let mut compiled = Compiled {
            problem: Problem {
                format: "pathway/1".into(),
                name: self.diploma.id.clone(),
                slots,
                units,
                nodes,
                objective: objective(&self.request.objective, !unpriced, suits),
                peak_of: if hours_limited { PeakOf::Ects } else { PeakOf::Hours },
            },
            warnings,
            contradiction: self.contradiction(),
            ects_required: self.diploma.ects,
            terms,
            ends,
            units: candidates,
            leaves,
            calendar: *self.calendar,
            near: Near::of(&self.wishes),
        };
        compiled.together();
        // A unit of the plan before, or one that is rather taken, stays in the problem though others could stand in for it.
        let stays = |code: &str| self.wishes.near.contains_key(code) || self.variation.prefer.contains(code);
        reduce(&mut compiled, &|code| self.wishes.wants(code) || stays(code));
        compiled.stay_near();
        compiled.prefer(&self.variation.prefer);
        compiled
    }

    pub(super) fn ects(&self, code: &str) -> u32 {
        self.catalogue.unit(code).and_then(|unit| unit.ects).unwrap_or(0)
    }

    fn done(&self, code: &str) -> bool {
        // What is held through another unit counts only where that unit does not count itself, or it would count twice.
        self.wishes.held.contains(code)
            || self.wishes.counts_as.get(code).is_some_and(|held| {
                let mut counts_itself = false;
                for one in self.diploma.requirements.iter().flatten() {
                    mentioned(&one.rule, &mut |code| counts_itself |= held.iter().any(|other| other == code));
                }
                !counts_itself
            })
    }

    fn tree(&self) -> Tree {
        let held_or_wanted = |code: &str| self.wishes.has(code) || self.wishes.will_have(code) || self.wishes.wants(code);
        let closed = |code: &str| {
            if held_or_wanted(code) {
                return false;
            }
            self.wishes.excluded.contains(code)
                || self.catalogue.unit(code).is_some_and(Unit::is_for_beginners)
                || self.catalogue.exclusions().iter().any(|exclusion| {
                    let with_code = exclusion.sets.iter().position(|set| set.iter().any(|one| one == code));
                    let decided = exclusion.sets.iter().position(|set| set.iter().any(|one| held_or_wanted(one)));
                    with_code.zip(decided).is_some_and(|(here, there)| here != there)
                })
        };
        let options = Options {
            closed: &closed,
            wanted: &held_or_wanted,
            ects: &|code| self.ects(code),
            marked: &|code, tag| self.catalogue.unit(code).is_some_and(|unit| unit.tags.iter().any(|own| own == tag)),
            exclusions: self.catalogue.exclusions().iter().map(|one| one.sets.as_slice()).collect(),
            threshold: self.waits_for_credits(),
        };
        Tree::diploma(&self.diploma.id, self.diploma.requirements.as_deref().unwrap_or_default(), &options)
    }

    /// Whether some unit that the diploma names, or one of its rules, asks for credits first.
    fn waits_for_credits(&self) -> bool {
        let rules = self.diploma.order.iter().flatten();
        let units = self.diploma.requirements.iter().flatten().flat_map(Requirement::units).filter_map(|code| self.catalogue.unit(code));
        let mut needs = units.flat_map(|unit| unit.prerequisites.iter().flatten()).map(|one| &one.needs);
        rules.map(|rule| &rule.rule).any(|rule| matches!(rule, Order::FirstSemester { .. }))
            || needs.any(|needs| matches!(needs, Needs::FirstSemester { .. }))
    }

    /// The codes of all units of the problem, and the places of the tree that wishes force.
    fn candidates(&self, tree: &Tree) -> (Vec<String>, Vec<usize>) {
        let mut codes: Vec<String> = Vec::new();
        let mut seen = Set::new();
        let mut wished: Vec<(&str, &[String], usize)> = Vec::new();
        let mut place = 0;
        tree.visit(&mut |code, path, _| {
            if seen.insert(code) {
                codes.push(code.to_owned());
            }
            if self.wishes.wants(code) && !self.done(code) {
                wished.push((code, path, place));
            }
            place += 1;
        });
        let mut places: Map<&str, Vec<(usize, usize)>> = Map::new();
        for (code, path, place) in wished {
            let mut size = 0;
            tree.visit(&mut |_, other, _| size += usize::from(other == path));
            places.entry(code).or_default().push((size, place));
        }
        // A wished unit that fits in several places is counted in the narrowest: the others can do more easily without it.
        let forced = places.values().filter_map(|found| found.iter().min().map(|(_, place)| *place)).collect();
        for code in self.wishes.chosen.iter().chain(self.wishes.pins.keys()) {
            if !codes.contains(code) && !self.done(code) {
                codes.push(code.clone());
            }
        }
        // Demanded prerequisites from outside the diploma, and theirs.
        let mut next = 0;
        while let Some(code) = codes.get(next) {
            if !self.done(code) {
                for outside in self.reading(&Map::new()).outside(code, &codes) {
                    codes.push(outside);
                }
            }
            next += 1;
        }
        (codes, forced)
    }

    fn reading<'b>(&'b self, index: &'b Map<&'b str, usize>) -> Reading<'b> {
        Reading { catalogue: self.catalogue, diploma: self.diploma, wishes: &self.wishes, index }
    }

    fn openings(&self, unit: Option<&Unit>, region: Option<&str>) -> Openings {
        let blank = Openings::nowhere();
        let wanted = self.request.modalities.as_deref();
        unit.map_or(blank, |unit| Openings::of(unit, region, wanted, self.scene.daytime))
    }

    fn nodes(&self, tree: &Tree, index: &Map<&str, usize>) -> (Vec<Node>, Vec<LeafPlace>) {
        let (mut nodes, mut leaves) = (Vec::new(), Vec::new());
        let unit = |code: &str| index.get(code).copied().unwrap_or(0);
        let diploma = tree.write(&mut nodes, &unit, &mut leaves);
        let mut in_tree = Vec::new();
        tree.visit(&mut |code, _, _| in_tree.push(code));
        // Wishes beyond the diploma: taken, and counted for nothing.
        let beyond: Vec<usize> = index
            .iter()
            .filter(|(code, _)| self.wishes.wants(code) && !self.done(code) && !in_tree.contains(*code))
            .map(|(_, unit)| *unit)
            .collect();
        if !beyond.is_empty() {
            let of: Vec<usize> = (nodes.len()..nodes.len() + beyond.len()).collect();
            nodes.extend(beyond.iter().map(|&u| Node::Leaf(Leaf { u })));
            leaves.extend(of.iter().map(|&node| (node, Vec::new(), false)));
            let all = |of: Vec<usize>| {
                Node::Group(Group { min_n: i64::try_from(of.len()).unwrap_or(0), of, min_ects: 0, cap_ects: -1, cap_n: -1 })
            };
            nodes.push(all(of));
            nodes.push(all(vec![diploma, nodes.len() - 1]));
        }
        (nodes, leaves)
    }

    fn contradiction(&self) -> bool {
        let in_play = |code: &String| self.wishes.will_have(code) || self.wishes.wants(code);
        let wanted = |code: &String| self.wishes.wants(code);
        self.catalogue.exclusions().iter().any(|exclusion| {
            let sets = exclusion.sets.iter().filter(|set| set.iter().any(in_play)).count();
            sets > 1 && exclusion.sets.iter().flatten().any(wanted)
        }) || self.wishes.excluded.iter().any(|code| wanted(code) && !self.done(code))
    }
}

/// Whether one plan may be given in ways that suit better than those of another: by other terms of a unit, or by other units.
fn suits_differently(units: &[crate::domain::planner::Unit], required: &dyn Fn(&str) -> bool) -> bool {
    let own = |unit: &&crate::domain::planner::Unit| unit.pen.first().is_some_and(|first| unit.pen.iter().any(|pen| pen != first));
    let mut elective = units.iter().filter(|unit| !unit.done && !required(&unit.id)).flat_map(|unit| &unit.pen);
    let first = elective.next();
    units.iter().filter(|unit| !unit.done).any(|unit| own(&unit)) || elective.any(|pen| Some(pen) != first)
}

/// The levels asked for, and the finish.
///
/// What a person prefers is pinned, chosen or ruled out, and so holds in every plan; what is left to weigh on the level of preference is
/// whether units are given in a way that suits. Plans that are equal on all levels are told apart by [`super::tidy`].
fn objective(wanted: &[Objective], priced: bool, suits: bool) -> Vec<Level> {
    let mut levels = Vec::with_capacity(3);
    let wanted = wanted.iter().filter_map(|one| match one {
        Objective::Finish => Some(Level::Finish),
        Objective::Cost => priced.then_some(Level::Cost),
        Objective::Peak => Some(Level::Peak),
        Objective::Preference => suits.then_some(Level::Pref),
    });
    for level in wanted.chain([Level::Finish]) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}
