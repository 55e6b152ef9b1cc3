//! The faults of a requirement: what it names, and whether its credits add up.

use super::{Checker, path::Path};
use crate::domain::catalogue::requirement::{Requirement, Rule};

impl<'a> Checker<'a> {
    pub(super) fn requirement(&mut self, path: &Path<'_>, requirement: &'a Requirement) {
        self.sources_known(path, &requirement.sources);
        self.credits(&path.key("ects"), requirement.ects);
        let brings = self.rule(&path.key("rule"), &requirement.rule);
        if let (Some(brings), Some(ects)) = (brings, requirement.ects) {
            let exact = matches!(requirement.rule, Rule::All { .. });
            if brings < ects || (exact && brings != ects) {
                let message = format!("`{}` is said to bring {ects} credits, its units bring {brings}: mend one", requirement.id);
                self.fault("wrong_sum", &path.key("ects"), message);
            }
        }
    }

    /// Checks a rule; the most credits that it can bring, when they are known.
    pub(super) fn rule(&mut self, path: &Path<'_>, rule: &'a Rule) -> Option<u32> {
        match rule {
            Rule::All { units, parts } => {
                let path = path.key("all");
                if units.is_empty() && parts.is_empty() {
                    self.fault("too_few", &path, "nothing is required here: name units or parts, or remove it".into());
                }
                self.members(&path, units, parts)
            }
            Rule::Choose { min_units, min_ects, max_units, max_ects, units, parts } => {
                let path = path.key("choose");
                if min_units.is_none() && min_ects.is_none() {
                    self.fault("too_few", &path, "say how much to choose: `min_units`, `min_ects` or both".into());
                }
                if let Some(n) = *min_units {
                    self.count(&path.key("min_units"), n, units.len() + parts.len());
                }
                if matches!((min_units, max_units), (Some(least), Some(most)) if most < least)
                    || matches!((min_ects, max_ects), (Some(least), Some(most)) if most < least)
                {
                    self.fault("out_of_range", &path, "the most is less than the least".into());
                }
                let sum = self.members(&path, units, parts);
                self.reachable(&path.key("min_ects"), *min_ects, sum);
                sum
            }
            Rule::Themes { min_ects, min_themes, themes, tags, theme_max_ects, .. } => {
                let path = path.key("themes");
                if min_ects.is_none() && min_themes.is_none() {
                    self.fault("too_few", &path, "say how much to choose: `min_ects`, `min_themes` or both".into());
                }
                if let Some(n) = *min_themes {
                    self.count(&path.key("min_themes"), n, themes.len());
                }
                let mut sum = Some(0);
                for (i, theme) in themes.iter().enumerate() {
                    let path = path.item("themes", i);
                    self.not_empty(&path.key("units"), &theme.units);
                    let most = self.units_known(&path.key("units"), &theme.units);
                    self.reachable(&path.key("min_ects"), theme.min_ects, most);
                    let cap = theme.max_ects.or(*theme_max_ects).unwrap_or(u32::MAX);
                    sum = sum.and_then(|sum: u32| Some(sum + most?.min(cap)));
                }
                self.reachable(&path.key("min_ects"), *min_ects, sum);
                for (i, count) in tags.iter().enumerate() {
                    let carriers = themes.iter().flat_map(|theme| &theme.units);
                    let marked =
                        carriers.filter(|code| self.units.get(code.as_str()).is_some_and(|unit| unit.tags.contains(&count.tag))).count();
                    self.count(&path.item("tags", i).key("min_units"), count.min_units, marked);
                }
                sum
            }
            Rule::OneOf { options } => {
                let path = path.key("one_of");
                if options.len() < 2 {
                    self.fault("too_few", &path.key("options"), "a choice needs at least two options".into());
                }
                let sums: Vec<Option<u32>> =
                    options.iter().enumerate().map(|(i, option)| self.rule(&path.item("options", i).key("rule"), &option.rule)).collect();
                sums.into_iter().collect::<Option<Vec<u32>>>()?.into_iter().min()
            }
            Rule::Unlisted { .. } => None,
            Rule::Unreadable { units } => {
                self.units_known(&path.key("unreadable.units"), units);
                None
            }
        }
    }

    pub(super) fn members(&mut self, path: &Path<'_>, units: &[String], parts: &'a [Requirement]) -> Option<u32> {
        let units = self.units_known(&path.key("units"), units);
        for (i, part) in parts.iter().enumerate() {
            self.requirement(&path.item("parts", i), part);
        }
        let parts: Option<Vec<u32>> = parts.iter().map(|part| part.ects).collect();
        Some(units? + parts?.into_iter().sum::<u32>())
    }

    pub(super) fn reachable(&mut self, path: &Path<'_>, wanted: Option<u32>, most: Option<u32>) {
        if let Some((wanted, most)) = wanted.zip(most).filter(|(wanted, most)| most < wanted) {
            self.fault("wrong_sum", path, format!("{wanted} credits cannot be reached: all units together bring {most}"));
        }
    }
}
