//! From a request and a catalogue to a planning problem.

use super::{
    calendar::Calendar,
    offering::{self, Openings},
    prerequisites::{Clause, Found, Reading},
    reduce::reduce,
    scene::Scene,
    slots,
    tree::{LeafPlace, Options, Tree, mentioned},
    wishes::Wishes,
};
use crate::domain::sorted::{Map, Set};
use crate::domain::{
    catalogue::{
        Catalogue,
        format::{AccessRegime, Diploma, LevelNeed, Needs, Status, Strength, Unit, UnitKind, UnitRole},
        requirement::Order,
    },
    date::{Season, Term},
    error::InputError,
    planner::{Group, Leaf, Level, Node, PeakOf, PreMode, Problem, Slot},
    request::{Modality, Objective, Request},
};

/// What a request becomes: a problem, and what is needed to read its solution.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The problem.
    pub problem: Problem,
    /// What a reader must know, as ids of warnings: `default_pace`, `diploma_withdrawn`.
    pub warnings: Vec<&'static str>,
    /// Wishes that clash whatever the terms are: two sets of units that rule each other out.
    pub contradiction: bool,
    pub(super) ects_required: Option<u32>,
    /// The term of each slot.
    pub(super) terms: Vec<Term>,
    /// The slots that stand for the end of their term: what is granted then is held from the next term on. Nothing is taken in them.
    pub(super) ends: Vec<bool>,
    pub(super) units: Vec<Candidate>,
    pub(super) leaves: Vec<LeafPlace>,
    pub(super) calendar: Calendar,
}

/// A unit that may be part of the plan.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub code: String,
    pub ects: Option<u32>,
    pub hours: Option<u32>,
    pub modality: Option<Modality>,
    pub assumed: Vec<&'static str>,
    pub clauses: Vec<Clause>,
    /// When it opens.
    pub openings: Openings,
    /// It is not taken: it will be granted, or is in progress.
    pub granted: bool,
    pub pinned: bool,
    pub chosen: bool,
    /// It is a course, no UA.
    pub course: bool,
    /// Another unit is better where both would do.
    pub odd: bool,
    /// Its place in the natural order.
    pub rank: usize,
}

/// The credits of an ordinary unit: one of more makes a term heavier than another.
const LARGE_ECTS: i64 = 6;

/// What a question changes beyond the request.
#[derive(Clone, Debug, Default)]
pub(super) struct Variation {
    /// Units that stay in the problem though others could stand in for them.
    pub keep: Set<String>,
    /// A unit that may not be taken in a term.
    pub barred: Option<(String, Term)>,
    /// The last term gone by: up to it there is nothing but what is pinned.
    pub past: Option<Term>,
}

impl Compiled {
    /// Only the first `slots` slots are left to plan in.
    pub(super) fn cut(&mut self, slots: usize) {
        self.problem.slots.truncate(slots);
        self.terms.truncate(slots);
        self.ends.truncate(slots);
        for unit in &mut self.problem.units {
            let fits = |start: usize| start + unit.load.len() <= slots;
            let left = unit.starts.iter().copied().zip(unit.pen.iter().copied()).filter(|(start, _)| fits(*start));
            (unit.starts, unit.pen) = left.unzip();
        }
    }

    /// Units that have to start together can only start where all of them fit: saying so spares the planner a long proof.
    fn together(&mut self) {
        let units = &self.problem.units;
        let needs = |unit: usize, other: usize| {
            units.get(unit).is_some_and(|unit| unit.pre.iter().any(|clause| *clause == [(other, PreMode::NotLater)]))
        };
        let mut fits = Vec::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate() {
            let with = |other: usize| other == index || (needs(index, other) && needs(other, index));
            let all: Set<usize> = unit.pre.iter().flatten().map(|(other, _)| *other).chain([index]).filter(|other| with(*other)).collect();
            let all: Vec<_> = all.into_iter().filter_map(|other| units.get(other)).filter(|unit| !unit.done).collect();
            let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
            let sum: i64 = all.iter().filter_map(|unit| unit.load.first()).map(|(ects, _)| ects).sum();
            let fit = |slot: &Slot| slot.max_units >= count && slot.max_ects >= sum;
            fits.push(self.problem.slots.iter().map(fit).collect::<Vec<bool>>());
        }
        for (unit, fits) in self.problem.units.iter_mut().zip(fits).filter(|(unit, _)| !unit.done) {
            unit.starts.retain(|start| fits.get(*start) == Some(&true));
            unit.pen = vec![0; unit.starts.len()];
        }
    }

    /// The unit `code` was begun in the past, and failed: what may go with it or after its begin may, and only what builds on its end waits.
    pub(super) fn attempted(&mut self, code: &str) {
        let Some(failed) = self.problem.units.iter().position(|unit| unit.id == code) else { return };
        for unit in &mut self.problem.units {
            unit.pre.retain(|clause| !clause.contains(&(failed, PreMode::NotLater)));
        }
    }

    /// The one-term unit `code`, which every plan takes in the term it is pinned to, is finished only at the end of the term after that.
    pub(super) fn finish_late(&mut self, code: &str) {
        let found = self.problem.units.iter_mut().find(|unit| unit.id == code && unit.load.len() == 1);
        let Some((unit, start)) = found.and_then(|unit| unit.starts.first().copied().map(|start| (unit, start))) else { return };
        if let Some(slot) = self.problem.slots.get_mut(start + 1) {
            // It takes no place there.
            slot.max_units += 1;
            unit.load.push((0, 0));
        }
    }
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
    Ok(Some(Builder { scene, catalogue, request, calendar: &scene.calendar, wishes, diploma, variation }.build()))
}

/// The slots of a problem.
struct Slots {
    terms: Vec<Term>,
    slots: Vec<Slot>,
    ends: Vec<bool>,
    /// The pace is not the request's.
    default_pace: bool,
}

impl Slots {
    fn push(&mut self, term: Term, slot: Slot, end: bool) {
        self.terms.push(term);
        self.slots.push(slot);
        self.ends.push(end);
    }
}

struct Builder<'a> {
    scene: &'a Scene<'a>,
    catalogue: &'a Catalogue,
    request: &'a Request,
    calendar: &'a Calendar,
    variation: &'a Variation,
    wishes: Wishes,
    diploma: &'a Diploma,
}

impl<'a> Builder<'a> {
    fn build(&self) -> Compiled {
        let tree = self.tree();
        let (codes, places) = self.candidates(&tree);
        let tree = tree.force(&places);
        let index: Map<&str, usize> = codes.iter().enumerate().map(|(place, code)| (code.as_str(), place)).collect();
        let region = self.request.centre_region.as_deref();
        let openings: Vec<Openings> = codes.iter().map(|code| self.openings(code, region)).collect();
        let Slots { terms, slots, ends, default_pace } = self.slots(&tree, &codes, &openings);

        let found: Vec<Found> = codes.iter().map(|code| self.reading(&index).of(code)).collect();
        let ranks = self.ranks(&codes);
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
        let mut unpriced = self.scene.prices.is_none();
        for (((code, openings), found), rank) in codes.iter().zip(openings).zip(found).zip(ranks) {
            let Some(unit) = self.catalogue.unit(code) else { continue };
            let mut candidate = self.candidate(unit, &openings, &found, &taught);
            candidate.rank = rank;
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
            candidate.granted = granted.is_some();
            // What every plan takes costs the same in all of them, known or not.
            unpriced |= cost.is_none() && !done && !required(code);
            units.push(crate::domain::planner::Unit {
                id: code.clone(),
                ects: i64::from(unit.ects.unwrap_or(0)),
                cost: cost.unwrap_or(0),
                done,
                load: if granted.is_some() { vec![(0, 0)] } else { self.load(unit, &mut candidate, openings.annual, &taught) },
                pen: vec![0; starts.len()],
                starts,
                pre: found
                    .clauses
                    .iter()
                    .filter(|_| granted.is_none())
                    .map(|clause| clause.any.iter().map(|&other| (other, clause.mode)).collect())
                    .collect(),
                min_ects_before: if granted.is_some() { 0 } else { i64::from(found.ects_before) },
            });
            candidates.push(candidate);
        }
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
                objective: objective(&self.request.objective, !unpriced),
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
        };
        compiled.together();
        reduce(&mut compiled, &|code| self.wishes.wants(code) || self.variation.keep.contains(code));
        compiled
    }

    fn ects(&self, code: &str) -> u32 {
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
        let held_or_wanted = |code: &str| self.wishes.will_have(code) || self.wishes.wants(code);
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
            exclusions: self.catalogue.exclusions().iter().map(|one| one.sets.as_slice()).collect(),
        };
        Tree::diploma(&self.diploma.id, self.diploma.requirements.as_deref().unwrap_or_default(), &options)
    }

    /// The codes of all units of the problem, and the places of the tree that wishes force.
    fn candidates(&self, tree: &Tree) -> (Vec<String>, Vec<usize>) {
        let mut codes: Vec<String> = Vec::new();
        let mut places: Map<&str, Vec<(usize, usize)>> = Map::new();
        let mut place = 0;
        let mut sizes: Map<&[String], usize> = Map::new();
        tree.visit(&mut |_, path, _| *sizes.entry(path).or_default() += 1);
        tree.visit(&mut |code, path, _| {
            if !codes.iter().any(|known| known == code) {
                codes.push(code.to_owned());
            }
            if self.wishes.wants(code) && !self.done(code) {
                places.entry(code).or_default().push((sizes.get(path).copied().unwrap_or(0), place));
            }
            place += 1;
        });
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

    fn openings(&self, code: &str, region: Option<&str>) -> Openings {
        let blank = Openings::nowhere();
        let wanted = self.request.modalities.as_deref();
        self.catalogue.unit(code).map_or(blank, |unit| Openings::of(unit, region, wanted, self.scene.daytime))
    }

    fn slots(&self, tree: &Tree, codes: &[String], openings: &[Openings]) -> Slots {
        let (pace, default_pace) = slots::pace_or_default(&self.request.pace);
        let start = self.scene.start(self.request);
        let needed = tree.most_units(&|code| self.ects(code)) + self.wishes.chosen.len() + self.wishes.pins.len();
        let needed = needed.min(codes.len());
        let granted: Set<Term> = codes.iter().filter_map(|code| self.wishes.granted.get(code)).copied().collect();
        let wished = self.wishes.pins.values().chain(&granted).max().copied();
        let summer = openings.iter().any(Openings::in_summer);
        let annual = openings.iter().any(|openings| openings.annual);
        let mut all = Slots { terms: Vec::new(), slots: Vec::new(), ends: Vec::new(), default_pace };
        let terms = slots::terms(start, &pace, needed, summer, wished);
        let mut waiting = false;
        for (place, &term) in terms.iter().enumerate() {
            all.push(term, slots::slot(term, start, &pace, self.calendar), false);
            let Some(&next) = terms.get(place + 1) else { continue };
            waiting |= granted.iter().any(|when| term < *when && *when <= next);
            // Nothing may come between the two halves of a year-long unit: what is granted then counts from the end of the year.
            if waiting && !(annual && term.season == Season::Autumn) {
                all.push(term, slots::end(term, start, &pace, self.calendar), true);
                waiting = false;
            }
        }
        all
    }

    fn starts(&self, code: &str, openings: &Openings, found: &Found, terms: &[Term], slots: &[Slot], ends: &[bool]) -> Vec<usize> {
        if self.wishes.excluded.contains(code) || found.blocked {
            return Vec::new();
        }
        let open = |place: usize| slots.get(place).is_some_and(|slot| slot.max_units > 0) && ends.get(place) == Some(&false);
        let pin = self.wishes.pins.get(code);
        let long_enough = |place: usize| !openings.annual || open(place + 1);
        let past = |term: Term| pin.is_none() && self.variation.past.is_some_and(|past| term <= past);
        let barred = |term: Term| self.variation.barred.as_ref().is_some_and(|(one, when)| one == code && *when == term);
        let fits = |&(place, term): &(usize, &Term)| {
            open(place)
                && !past(*term)
                && !barred(*term)
                && long_enough(place)
                && openings.opens_in(*term)
                && pin.is_none_or(|pin| pin == term)
        };
        terms.iter().enumerate().filter(fits).map(|(place, _)| place).collect()
    }

    fn candidate(&self, unit: &Unit, openings: &Openings, found: &Found, slots: &[Slot]) -> Candidate {
        let region = self.request.centre_region.as_deref();
        let wanted = self.request.modalities.as_deref();
        let hours = offering::hours(unit, region);
        let modality = offering::modality(unit, region, wanted);
        let mut assumed = found.assumed.clone();
        // A UA is no course: there is nothing to open.
        if openings.assumed && unit.kind != UnitKind::Ua {
            assumed.push("offering");
        }
        if hours.is_none() && unit.kind != UnitKind::Ua && slots.iter().any(slots::limits_hours) {
            assumed.push("hours");
        }
        if modality.is_none() && wanted.is_some() && unit.kind != UnitKind::Ua {
            assumed.push("modality");
        }
        if unit.ects.is_none() {
            assumed.push("ects");
        }
        if unit.role == Some(UnitRole::Experience) {
            assumed.push("experience");
        }
        if self.level_above(unit) {
            assumed.push("level");
        }
        let code = unit.code.clone();
        let (pinned, chosen) = (self.wishes.pins.contains_key(&code), self.wishes.chosen.contains(&code));
        Candidate {
            course: unit.kind != UnitKind::Ua,
            odd: self.odd(unit),
            granted: false,
            rank: 0,
            code,
            ects: unit.ects,
            hours,
            modality,
            assumed,
            clauses: found.clauses.clone(),
            openings: openings.clone(),
            pinned,
            chosen,
        }
    }

    /// A level is demanded that neither the learner's own nor the entry into the diploma gives.
    fn level_above(&self, unit: &Unit) -> bool {
        let own = self.request.facts.integer("qualification_level").unwrap_or(0);
        let entry = i64::from(self.diploma.entry_level().unwrap_or(0));
        unit.prerequisites.iter().flatten().any(|one| {
            let level = match &one.needs {
                Needs::Level(LevelNeed { level: Some(level), .. }) => i64::from(*level),
                _ => 0,
            };
            one.strength == Strength::Required && level > own.max(entry)
        })
    }

    /// Credits and hours in each slot.
    ///
    /// Experience and thesis are no course: where no term's limit on credits would hold theirs, they are exempt from it, since otherwise
    /// they could never be taken. Where hours are not limited, their place holds what makes a term heavy: courses, twice for a large one.
    fn load(&self, unit: &Unit, candidate: &mut Candidate, annual: bool, slots: &[Slot]) -> Vec<(i64, i64)> {
        let mut ects = i64::from(unit.ects.unwrap_or(0));
        let no_course = matches!(unit.role, Some(UnitRole::Experience | UnitRole::Thesis));
        if no_course && slots.iter().all(|slot| slot.max_ects < ects) {
            ects = 0;
            candidate.assumed.push("pace");
        }
        let hours = if slots.iter().any(slots::limits_hours) {
            i64::from(candidate.hours.unwrap_or(0))
        } else if unit.kind == UnitKind::Ua {
            0
        } else {
            1 + i64::from(ects > LARGE_ECTS)
        };
        if annual { vec![(ects - ects / 2, hours - hours / 2), (ects / 2, hours / 2)] } else { vec![(ects, hours)] }
    }

    /// How late a unit comes by nature, which [`super::tidy`] goes by: what admits and what others build on, courses of the core, electives,
    /// then experience and thesis; within each in the order of the diploma.
    fn ranks(&self, codes: &[String]) -> Vec<usize> {
        let mut opens_others: Vec<&str> = Vec::new();
        for unit in codes.iter().filter_map(|code| self.catalogue.unit(code)) {
            for one in unit.prerequisites.iter().flatten() {
                match &one.needs {
                    Needs::AllOf(units) | Needs::AnyOf { units, .. } => opens_others.extend(units.iter().map(String::as_str)),
                    _ => {}
                }
            }
        }
        for rule in self.diploma.order.iter().flatten() {
            if let Order::Before { first, .. } = &rule.rule {
                opens_others.extend(first.iter().map(String::as_str));
            }
        }
        codes
            .iter()
            .enumerate()
            .map(|(place, code)| {
                let course = self.catalogue.unit(code).is_none_or(|unit| unit.kind != UnitKind::Ua);
                let tier = if opens_others.contains(&code.as_str()) { 0 } else { usize::from(!course) + 1 };
                tier * codes.len() + place
            })
            .collect()
    }

    /// Nobody should get it unasked where another would do: for another public, for a higher level, or doubtful.
    fn odd(&self, unit: &Unit) -> bool {
        self.level_above(unit)
            || unit.status.is_some_and(|status| status != Status::Current)
            || unit.access.as_ref().is_some_and(|access| !matches!(access.regime, AccessRegime::Open | AccessRegime::School))
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

/// The levels asked for, and the finish.
///
/// What a person prefers is pinned, chosen or ruled out, and so holds in every plan: there is nothing left to weigh on the level of
/// preference. Plans that are equal on the other levels are told apart by [`super::tidy`].
fn objective(wanted: &[Objective], priced: bool) -> Vec<Level> {
    let mut levels = Vec::with_capacity(3);
    let wanted = wanted.iter().filter_map(|one| match one {
        Objective::Finish => Some(Level::Finish),
        Objective::Cost => priced.then_some(Level::Cost),
        Objective::Peak => Some(Level::Peak),
        Objective::Preference => None,
    });
    for level in wanted.chain([Level::Finish]) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}
