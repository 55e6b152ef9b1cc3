//! An independent judge of plans: it reads the catalogue and the request, and nothing of the compiled problem.

mod order;
mod requirements;
mod terms;

use crate::domain::sorted::{Map, Set};
use crate::domain::{
    answer::{Plan, PlanStatus},
    catalogue::{
        Catalogue,
        format::{Confidence, Diploma, OfferedTerm, UnitKind},
        requirement::{Requirement, Rule},
    },
    date::{Date, Season, Term},
    request::Request,
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

    fn diploma(&self) -> Option<&'a Diploma> {
        self.request.target.diploma.as_ref().and_then(|id| self.catalogue.diploma(id))
    }

    /// The requirements of the diploma that `wanted` picks.
    fn requirements_named(&self, wanted: impl Fn(&Requirement) -> bool) -> impl Iterator<Item = &'a Requirement> {
        self.diploma().into_iter().filter_map(|diploma| diploma.requirements.as_ref()).flatten().filter(move |one| wanted(one))
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
