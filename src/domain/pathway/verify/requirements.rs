//! Whether the units make the diploma.

use super::{Judge, each_unit};
use crate::domain::sorted::{Map, Set};
use crate::domain::{
    catalogue::requirement::{Requirement, Rule, Theme},
    date::{Season, Term},
};

impl Judge<'_> {
    /// Some way of counting each unit once satisfies every requirement.
    pub(super) fn requirements(&mut self) {
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
            Rule::Themes { min_ects, min_themes, theme_min_ects, theme_max_ects, theme_max_units, tags, themes } => {
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
                let marked = |tag: &str, theme: &Theme| {
                    let carries = |code: &&String| self.catalogue.unit(code).is_some_and(|unit| unit.tags.iter().any(|own| own == tag));
                    theme.units.iter().filter(|code| share.contains(code.as_str())).filter(carries).count()
                };
                let enough = tags.iter().all(|count| {
                    let of_themes: Vec<usize> = themes.iter().map(|theme| marked(&count.tag, theme)).collect();
                    at_least(of_themes.iter().sum(), Some(count.min_units))
                        && at_least(of_themes.iter().filter(|units| **units > 0).count(), count.min_themes)
                });
                own && enough && at_least(covered, *min_themes) && sum >= min_ects.unwrap_or(0)
            }
            Rule::OneOf { options } => options.iter().any(|option| self.fulfilled(&option.rule, share)),
            Rule::Unlisted { .. } | Rule::Unreadable { .. } => false,
        }
    }
}

/// The term itself, or the autumn after a summer in which nothing needs to be taught.
fn next_taught(term: Term) -> Term {
    if term.season == Season::Summer { term.next(false) } else { term }
}
