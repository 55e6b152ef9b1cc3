//! Whether what must come first does.

use super::{Judge, begins_after, each_unit};
use crate::domain::catalogue::{
    format::{Needs, Strength, Timing},
    requirement::{Order, Requirement},
};
use std::cmp::Ordering;

impl Judge<'_> {
    /// Prerequisites and rules of order, one after the other.
    pub(super) fn order(&mut self) {
        let mut faults = Vec::new();
        let diploma = self.diploma();
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
                    Needs::UnitsOfGroups { n, groups } => self.some_of_groups(*n, groups, code, same),
                    Needs::FirstSemester { ects } => self.credits_before(*place) >= self.first_semester(*ects),
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
                        let groups = first_of_groups.as_ref().is_none_or(|count| self.some_of_groups(count.n, &count.groups, code, false));
                        groups && first.iter().filter(planned).all(|first| self.before(first, code, false))
                    }
                    Order::NotAfter { first, then } if concerns(then) => {
                        first.iter().filter(planned).all(|first| self.before(first, code, true))
                    }
                    Order::Together { units } if concerns(units) => {
                        units.iter().filter_map(|one| self.starts.get(one.as_str())).all(|(other, _)| other == place)
                    }
                    Order::FirstSemester { ects, then } if concerns(then) => self.credits_before(*place) >= self.first_semester(*ects),
                    Order::Cohort { years } => self.in_class(years, code),
                    _ => true,
                };
                if !fine {
                    faults.push(format!("{code} breaks {:?}", rule.rule));
                }
            }
        }
        self.faults.append(&mut faults);
    }

    /// So many units of these groups come before `code`, or as many as there are: an equivalent level replaces the others.
    fn some_of_groups(&self, n: u32, groups: &[String], code: &str, same_term: bool) -> bool {
        let (mut before, mut open) = (0, 0);
        for one in self.requirements_named(|one| groups.contains(&one.id)) {
            each_unit(one, &mut |first| {
                if first != code && !self.request.excluded.iter().any(|out| out == first) {
                    open += 1;
                    before += u32::from(self.before(first, code, same_term));
                }
            });
        }
        before >= n || open < n
    }

    /// What the first semester is worth: as published, at most half of the diploma.
    fn first_semester(&self, ects: Option<u32>) -> u32 {
        let whole = self.diploma().and_then(|diploma| diploma.ects);
        ects.unwrap_or(30).min(whole.map_or(30, |ects| ects / 2))
    }

    /// What is planned of earlier years of the class comes in earlier academic years, and what is planned of the same year in the same one.
    fn in_class(&self, years: &[String], code: &str) -> bool {
        let when = |code: &str| {
            let (place, _) = self.starts.get(code)?;
            self.plan.terms.get(*place).map(|term| term.term.academic_year())
        };
        let named = |one: &Requirement, name: &String| one.id == *name || one.label.as_ref().is_some_and(|label| label.fr == *name);
        let mut of_years: Vec<Vec<&str>> = vec![Vec::new(); years.len()];
        for (units, name) in of_years.iter_mut().zip(years) {
            for one in self.requirements_named(|one| named(one, name)) {
                units.extend(one.units());
            }
        }
        let Some(own) = of_years.iter().position(|units| units.contains(&code)) else { return true };
        of_years.iter().enumerate().all(|(year, units)| {
            units.iter().filter_map(|other| when(other).zip(when(code))).all(|(other, here)| match year.cmp(&own) {
                Ordering::Less => other < here,
                Ordering::Equal => other == here,
                Ordering::Greater => other > here,
            })
        })
    }

    fn credits_before(&self, place: usize) -> u32 {
        let ects = |code: &str| self.catalogue.unit(code).and_then(|unit| unit.ects).unwrap_or(0);
        let planned: u32 = self.starts.iter().filter(|(_, (_, last))| *last < place).map(|(code, _)| ects(code)).sum();
        let term = self.plan.terms.get(place).map(|term| term.term);
        let by_then = |code: &&&str| self.granted.get(**code).is_none_or(|on| term.is_some_and(|term| begins_after(term, *on)));
        planned + self.held.iter().filter(by_then).map(|code| ects(code)).sum::<u32>()
    }
}
