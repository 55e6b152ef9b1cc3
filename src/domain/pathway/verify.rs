//! An independent judge of plans: it reads the catalogue and the request, and nothing of the compiled problem.

use crate::domain::sorted::{Map, Set};
use crate::domain::{
    answer::{Plan, PlanStatus},
    catalogue::{
        Catalogue,
        format::{Confidence, Needs, OfferedTerm, Offering, Parity, Strength, Timing, Unit, UnitKind},
        requirement::{Order, Requirement, Rule},
    },
    date::{Date, Season, Term},
    request::{Request, TermPace},
};

/// Everything that is wrong with `plan` as an answer to `request`, in words for a developer; empty when it is right.
///
/// An infeasible plan has nothing to judge. A requirement that no source publishes is not judged either.
#[must_use]
pub fn verify(catalogue: &Catalogue, request: &Request, plan: &Plan) -> Vec<String> {
    if plan.status == PlanStatus::Infeasible || (plan.status == PlanStatus::Limit && plan.terms.is_empty()) {
        return Vec::new();
    }
    let mut judge = Judge { catalogue, request, plan, starts: Map::new(), held: Set::new(), granted: Map::new(), faults: Vec::new() };
    judge.collect();
    judge.wishes();
    judge.terms();
    judge.order();
    judge.requirements();
    judge.faults
}

struct Judge<'a> {
    catalogue: &'a Catalogue,
    request: &'a Request,
    plan: &'a Plan,
    /// The first and the last term of each planned unit, as places in the plan.
    starts: Map<&'a str, (usize, usize)>,
    held: Set<&'a str>,
    /// Of the units held, those that a later day brings.
    granted: Map<&'a str, Date>,
    faults: Vec<String>,
}

impl<'a> Judge<'a> {
    fn collect(&mut self) {
        for one in &self.request.acquired {
            if let Some(unit) = self.catalogue.unit(&one.ue) {
                self.held.insert(&unit.code);
                if let Some(on) = one.on.filter(|on| *on > self.request.today) {
                    self.granted.insert(&unit.code, on);
                }
            }
        }
        for one in &self.request.acquired {
            // Held twice: the earlier counts.
            if let Some(unit) = self.catalogue.unit(&one.ue).filter(|_| one.on.is_none_or(|on| on <= self.request.today)) {
                self.granted.remove(unit.code.as_str());
            }
        }
        for (place, term) in self.plan.terms.iter().enumerate() {
            for one in &term.ue {
                let Some(unit) = self.catalogue.unit(&one.code) else {
                    self.faults.push(format!("{} is no unit", one.code));
                    continue;
                };
                let year_long = self.relevant(unit).into_iter().filter_map(|offer| offer.terms.as_ref()).flatten();
                let year_long = year_long.clone().count() > 0 && year_long.clone().all(|term| *term == OfferedTerm::Annual);
                if self.starts.insert(&unit.code, (place, place + usize::from(year_long))).is_some() {
                    self.faults.push(format!("{} is planned twice", unit.code));
                }
                if self.held.contains(unit.code.as_str()) {
                    self.faults.push(format!("{} is held and planned", unit.code));
                }
                if one.ects != unit.ects {
                    self.faults.push(format!("{} has other credits than the catalogue's", unit.code));
                }
                if unit.kind != UnitKind::Ua && !self.opens(unit, term.term) {
                    self.faults.push(format!("{} does not open in {}", unit.code, term.term));
                }
            }
        }
    }

    /// Whether what is published of the learner's region lets the unit start in `term`.
    fn opens(&self, unit: &Unit, term: Term) -> bool {
        let relevant = self.relevant(unit);
        if relevant.iter().any(|one| one.scheduled) {
            return self.opens_by_schedule(relevant.into_iter(), term);
        }
        let here = relevant
            .into_iter()
            .filter(|one| one.region.as_deref() == Some("national") || (one.region.is_some() && one.region == self.request.centre_region));
        let mut published = here.flat_map(|one| one.terms.iter().flatten().map(move |term| (one.years, *term))).peekable();
        published.peek().is_none()
            || published.any(|(years, offered)| {
                let season = match offered {
                    OfferedTerm::S1 | OfferedTerm::Annual => Season::Autumn,
                    OfferedTerm::S2 => Season::Spring,
                    OfferedTerm::S3 => Season::Summer,
                };
                let parity = |years| (years == Parity::Even) == (term.academic_year() % 2 == 0);
                season == term.season && years.is_none_or(parity)
            })
    }

    /// The offerings that count for the learner: those of the region's own opening schedule, otherwise those of the other sources.
    fn relevant<'u>(&self, unit: &'u Unit) -> Vec<&'u Offering> {
        let all = || unit.offering.iter().flatten();
        let own = |one: &&Offering| one.scheduled && one.region.is_some() && one.region == self.request.centre_region;
        if all().any(|one| own(&one)) { all().filter(own).collect() } else { all().filter(|one| !one.scheduled).collect() }
    }

    /// Whether the opening schedule of the learner's region, for a year that it covers, lets a unit start in `term`.
    fn opens_by_schedule<'o>(&self, schedule: impl Iterator<Item = &'o Offering>, term: Term) -> bool {
        let season = match term.season {
            Season::Autumn => OfferedTerm::S1,
            Season::Spring => OfferedTerm::S2,
            Season::Summer => OfferedTerm::S3,
        };
        let mut covered = false;
        for one in schedule.filter(|one| one.academic_year.is_none_or(|year| year == term.academic_year())) {
            covered = true;
            let starts = |offered: &OfferedTerm| *offered == season || (*offered == OfferedTerm::Annual && season == OfferedTerm::S1);
            let even = term.academic_year() % 2 == 0;
            let this_year = one.years.is_none_or(|years| (years == Parity::Even) == even);
            if this_year && one.terms.iter().flatten().any(starts) {
                return true;
            }
        }
        !covered
    }

    fn wishes(&mut self) {
        let canonical = |code: &str| self.catalogue.unit(code).map_or_else(|| code.to_owned(), |unit| unit.code.clone());
        let mut faults = Vec::new();
        for (code, term) in &self.request.pins {
            let code = canonical(code);
            let at = self.starts.get(code.as_str()).and_then(|(place, _)| self.plan.terms.get(*place));
            if !self.has(&code) && at.is_none_or(|at| at.term != *term) {
                faults.push(format!("{code} is pinned to {term}"));
            }
        }
        for code in self.request.excluded.iter().map(|code| canonical(code)) {
            if self.starts.contains_key(code.as_str()) {
                faults.push(format!("{code} is excluded"));
            }
        }
        for code in self.request.chosen.iter().map(|code| canonical(code)) {
            if !self.starts.contains_key(code.as_str()) && !self.has(&code) {
                faults.push(format!("{code} is chosen"));
            }
        }
        for exclusion in self.catalogue.exclusions() {
            let played = exclusion
                .sets
                .iter()
                .filter(|set| set.iter().any(|code| self.starts.contains_key(code.as_str()) || self.held.contains(code.as_str())));
            let planned = exclusion.sets.iter().flatten().any(|code| self.starts.contains_key(code.as_str()));
            if planned && played.count() > 1 {
                faults.push(format!("units that rule each other out: {:?}", exclusion.sets));
            }
        }
        self.faults.append(&mut faults);
    }

    fn terms(&mut self) {
        let pace = &self.request.pace;
        let none = pace.max_ue.is_none() && pace.max_ects.is_none() && pace.max_hours_per_week.is_none();
        let mut before: Option<Term> = None;
        for (place, term) in self.plan.terms.iter().enumerate() {
            let own = pace.terms.get(&term.term);
            let limit = |which: fn(&TermPace) -> Option<u32>, all: Option<u32>| own.and_then(which).or(all);
            let most = limit(|own| own.max_ue, if none { Some(super::DEFAULT_UNITS_A_TERM) } else { pace.max_ue });
            // A unit that runs on from the term before counts too.
            let running = self.starts.values().filter(|(first, last)| *first <= place && place <= *last).count();
            if most.is_some_and(|most| running > usize::try_from(most).unwrap_or(usize::MAX)) {
                self.faults.push(format!("{} holds {running} units", term.term));
            }
            if let Some(most) = limit(|own| own.max_ects, pace.max_ects) {
                let courses = term.ue.iter().filter(|unit| !unit.assumed.iter().any(|what| what == "pace"));
                let year_long = |code: &str| self.starts.get(code).is_some_and(|(first, last)| first < last);
                let ects: u32 = courses.filter(|unit| !year_long(&unit.code)).filter_map(|unit| unit.ects).sum();
                if ects > most && pace.max_ects.is_some() {
                    self.faults.push(format!("{} holds {ects} credits", term.term));
                }
            }
            if term.ects != term.ue.iter().filter_map(|unit| unit.ects).sum::<u32>() {
                self.faults.push(format!("the credits of {} do not add up", term.term));
            }
            if before.is_some_and(|before| before >= term.term) {
                self.faults.push(format!("{} is out of order", term.term));
            }
            before = Some(term.term);
        }
        if self.plan.finish != before {
            self.faults.push("the finish is not the last term".into());
        }
        let first = self.plan.terms.first().map(|term| term.term);
        if self.request.target.start_term.zip(first).is_some_and(|(wanted, first)| wanted != first) {
            self.faults.push("the plan does not start when asked".into());
        }
        let planned: u32 = self.plan.terms.iter().map(|term| term.ects).sum();
        let last = self.plan.terms.last().map_or(planned, |term| term.ects_cumulated.saturating_sub(self.plan.totals.ects_acquired));
        if self.plan.totals.ects_planned != planned || last != planned {
            self.faults.push("the credits of the plan do not add up".into());
        }
    }

    fn has(&self, code: &str) -> bool {
        self.held.contains(code)
            || self.catalogue.equivalences().iter().filter(|one| one.confidence == Confidence::High).any(|one| {
                let all = |list: &[String]| list.iter().all(|held| self.held.contains(held.as_str()));
                (one.counts_as.iter().any(|other| other == code) && all(&one.held))
                    || (one.both_ways && one.held.iter().any(|other| other == code) && all(&one.counts_as))
            })
    }

    /// Whether what is held by then includes `code`, or stands for it.
    fn has_by(&self, code: &str, term: Term) -> bool {
        let late = |code: &str| self.granted.get(code).is_some_and(|on| !begins_after(term, *on));
        let all = |list: &[String]| list.iter().all(|held| self.held.contains(held.as_str()) && !late(held));
        (self.held.contains(code) && !late(code))
            || self.catalogue.equivalences().iter().filter(|one| one.confidence == Confidence::High).any(|one| {
                (one.counts_as.iter().any(|other| other == code) && all(&one.held))
                    || (one.both_ways && one.held.iter().any(|other| other == code) && all(&one.counts_as))
            })
    }

    fn before(&self, first: &str, then: &str, same_term: bool) -> bool {
        let start = self.starts.get(then).and_then(|(place, _)| self.plan.terms.get(*place));
        start.is_some_and(|start| self.has_by(first, start.term))
            || match (self.starts.get(first), self.starts.get(then)) {
                (Some((from, to)), Some((start, _))) => {
                    if same_term {
                        from <= start
                    } else {
                        to < start
                    }
                }
                _ => false,
            }
    }

    /// Prerequisites and rules of order, one after the other.
    fn order(&mut self) {
        let mut faults = Vec::new();
        let diploma = self.request.target.diploma.as_ref().and_then(|id| self.catalogue.diploma(id));
        let taught = |code: &str| {
            let mut found = false;
            for one in diploma.iter().filter_map(|diploma| diploma.requirements.as_ref()).flatten() {
                each_unit(one, &mut |unit| found |= unit == code);
            }
            found
        };
        for (code, (place, _)) in &self.starts {
            let Some(unit) = self.catalogue.unit(code) else { continue };
            for one in unit.prerequisites.iter().flatten().filter(|one| one.strength == Strength::Required) {
                let same = one.timing == Some(Timing::SameTermAllowed);
                // An equivalent level replaces what the diploma does not teach, and what the learner ruled out.
                let waived = |need: &String| one.or_equivalent == Some(true) && (!taught(need) || self.request.excluded.contains(need));
                let met = |need: &&String| waived(need) || self.before(need, code, same);
                let fine = match &one.needs {
                    Needs::AllOf(units) => units.iter().filter(met).count() == units.len(),
                    Needs::AnyOf { n, units } => units.iter().filter(met).count() >= usize::try_from(*n).unwrap_or(usize::MAX),
                    Needs::Admission(need) => self.before(need, code, same),
                    _ => true,
                };
                if !fine {
                    faults.push(format!("{code} starts without {:?}", one.needs));
                }
            }
            for rule in diploma.iter().filter_map(|diploma| diploma.order.as_ref()).flatten() {
                if rule.strength == Some(Strength::Recommended) {
                    continue;
                }
                let concerns = |list: &[String]| list.iter().any(|one| one == code);
                let planned = |one: &&String| self.starts.contains_key(one.as_str());
                let fine = match &rule.rule {
                    Order::Before { first, first_of_groups, then } if concerns(then) => {
                        let groups = first_of_groups.as_ref().is_none_or(|count| {
                            let mut before = 0;
                            for one in diploma.iter().filter_map(|diploma| diploma.requirements.as_ref()).flatten() {
                                if count.groups.contains(&one.id) {
                                    each_unit(one, &mut |first| before += u32::from(self.before(first, code, false)));
                                }
                            }
                            before >= count.n
                        });
                        groups && first.iter().filter(planned).all(|first| self.before(first, code, false))
                    }
                    Order::NotAfter { first, then } if concerns(then) => {
                        first.iter().filter(planned).all(|first| self.before(first, code, true))
                    }
                    Order::Together { units } if concerns(units) => {
                        units.iter().filter_map(|one| self.starts.get(one.as_str())).all(|(other, _)| other == place)
                    }
                    Order::FirstSemester { then, .. } if concerns(then) => self.credits_before(*place) >= 30,
                    _ => true,
                };
                if !fine {
                    faults.push(format!("{code} breaks {:?}", rule.rule));
                }
            }
        }
        self.faults.append(&mut faults);
    }

    fn credits_before(&self, place: usize) -> u32 {
        let ects = |code: &str| self.catalogue.unit(code).and_then(|unit| unit.ects).unwrap_or(0);
        let planned: u32 = self.starts.iter().filter(|(_, (_, last))| *last < place).map(|(code, _)| ects(code)).sum();
        let term = self.plan.terms.get(place).map(|term| term.term);
        let by_then = |code: &&&str| self.granted.get(**code).is_none_or(|on| term.is_some_and(|term| begins_after(term, *on)));
        planned + self.held.iter().filter(by_then).map(|code| ects(code)).sum::<u32>()
    }

    /// Some way of counting each unit once satisfies every requirement.
    fn requirements(&mut self) {
        let Some(diploma) = self.request.target.diploma.as_ref().and_then(|id| self.catalogue.diploma(id)) else { return };
        let Some(requirements) = diploma.requirements.as_ref().filter(|_| diploma.plannable()) else { return };
        // What comes after the last term cannot be part of the plan.
        let after = self.plan.finish.or(self.request.target.start_term).map(|term| term.next(true));
        let in_time = |code: &str| after.is_none_or(|after| self.has_by(code, next_taught(after)));
        let mut owned: Set<&str> = self.starts.keys().copied().chain(self.held.iter().copied().filter(|code| in_time(code))).collect();
        for unit in self.catalogue.units() {
            if !owned.contains(unit.code.as_str()) && in_time(&unit.code) {
                owned.insert(&unit.code);
            }
        }
        // Only units that several top requirements accept leave a choice.
        let mut places: Map<&str, Vec<usize>> = Map::new();
        for (i, one) in requirements.iter().enumerate() {
            each_unit(one, &mut |code| {
                if let Some(code) = owned.get(code) {
                    let list = places.entry(code).or_default();
                    if list.last() != Some(&i) {
                        list.push(i);
                    }
                }
            });
        }
        let several: Vec<(&str, Vec<usize>)> =
            places.iter().filter(|(_, list)| list.len() > 1).map(|(code, list)| (*code, list.clone())).collect();
        let mut shares: Vec<Set<&str>> = vec![Set::new(); requirements.len()];
        for (code, list) in &places {
            if let [only] = list.as_slice() {
                shares.get_mut(*only).map(|share| share.insert(code));
            }
        }
        if !self.assign(requirements, &several, &mut shares) {
            let missing: Vec<&str> = requirements
                .iter()
                .zip(&shares)
                .filter(|(one, share)| !self.fulfilled(&one.rule, share))
                .map(|(one, _)| one.id.as_str())
                .collect();
            self.faults.push(format!("requirements are not met: {missing:?}"));
        }
    }

    fn assign<'s>(&self, requirements: &[Requirement], several: &[(&'s str, Vec<usize>)], shares: &mut Vec<Set<&'s str>>) -> bool {
        let Some(((code, list), rest)) = several.split_first() else {
            return requirements.iter().zip(shares.iter()).all(|(one, share)| self.fulfilled(&one.rule, share));
        };
        for place in list {
            if let Some(share) = shares.get_mut(*place) {
                share.insert(code);
            }
            if self.assign(requirements, rest, shares) {
                return true;
            }
            if let Some(share) = shares.get_mut(*place) {
                share.remove(code);
            }
        }
        false
    }

    fn ects(&self, code: &str) -> u32 {
        self.catalogue.unit(code).and_then(|unit| unit.ects).unwrap_or(0)
    }

    fn fulfilled(&self, rule: &Rule, share: &Set<&str>) -> bool {
        let mine = |units: &[String]| -> Vec<u32> {
            units.iter().filter(|code| share.contains(code.as_str())).map(|code| self.ects(code)).collect()
        };
        let at_least =
            |number: usize, least: Option<u32>| least.is_none_or(|least| u32::try_from(number).is_ok_and(|number| number >= least));
        match rule {
            Rule::All { units, parts } => mine(units).len() == units.len() && parts.iter().all(|part| self.fulfilled(&part.rule, share)),
            Rule::Choose { min_units, min_ects, max_units, max_ects, units, parts } => {
                let mut mine = mine(units);
                mine.sort_unstable();
                mine.reverse();
                mine.truncate(max_units.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX));
                let done: Vec<&Requirement> = parts.iter().filter(|part| self.fulfilled(&part.rule, share)).collect();
                let sum = mine.iter().sum::<u32>() + done.iter().filter_map(|part| part.ects).sum::<u32>();
                at_least(mine.len() + done.len(), *min_units) && sum.min(max_ects.unwrap_or(u32::MAX)) >= min_ects.unwrap_or(0)
            }
            Rule::Themes { min_ects, min_themes, theme_min_ects, theme_max_ects, theme_max_units, themes, .. } => {
                let (mut covered, mut sum, mut own) = (0, 0, true);
                for theme in themes {
                    let mut mine = mine(&theme.units);
                    mine.sort_unstable();
                    mine.reverse();
                    mine.truncate(theme_max_units.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX));
                    let raw: u32 = mine.iter().sum();
                    covered += usize::from(!mine.is_empty() && raw >= theme_min_ects.unwrap_or(0));
                    own &= raw >= theme.min_ects.unwrap_or(0);
                    sum += raw.min(theme.max_ects.or(*theme_max_ects).unwrap_or(u32::MAX));
                }
                own && at_least(covered, *min_themes) && sum >= min_ects.unwrap_or(0)
            }
            Rule::OneOf { options } => options.iter().any(|option| self.fulfilled(&option.rule, share)),
            Rule::Unlisted { .. } | Rule::Unreadable { .. } => false,
        }
    }
}

/// Whether courses of `term` begin on `day` or later: from February, June or September on.
fn begins_after(term: Term, day: Date) -> bool {
    let month = match term.season {
        Season::Spring => 2,
        Season::Summer => 6,
        Season::Autumn => 9,
    };
    (day.year(), day.month(), day.day()) <= (term.year, month, 1)
}

/// The term itself, or the autumn after a summer in which nothing needs to be taught.
fn next_taught(term: Term) -> Term {
    if term.season == Season::Summer { term.next(false) } else { term }
}

fn each_unit(one: &Requirement, see: &mut dyn FnMut(&str)) {
    fn within(rule: &Rule, see: &mut dyn FnMut(&str)) {
        match rule {
            Rule::All { units, parts } | Rule::Choose { units, parts, .. } => {
                units.iter().for_each(|code| see(code));
                parts.iter().for_each(|part| within(&part.rule, see));
            }
            Rule::Themes { themes, .. } => themes.iter().flat_map(|theme| &theme.units).for_each(|code| see(code)),
            Rule::OneOf { options } => options.iter().for_each(|option| within(&option.rule, see)),
            Rule::Unlisted { .. } | Rule::Unreadable { .. } => {}
        }
    }
    within(&one.rule, see);
}
