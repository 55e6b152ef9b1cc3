//! Units out of several themes as a tree, with a count of marked units where one is asked for.

use super::tree::{Options, Tree, members};
use crate::domain::catalogue::requirement::{TagCount, Theme};

/// A rule on themes.
pub(super) struct ThemesRule<'r> {
    pub themes: &'r [Theme],
    /// Credits in all.
    pub min_ects: u32,
    /// Themes covered.
    pub min_themes: usize,
    /// What covers a theme; 0 is one unit.
    pub theme_min_ects: u32,
    pub theme_max_ects: Option<u32>,
    pub theme_max_units: Option<u32>,
}

impl ThemesRule<'_> {
    /// The rule as a tree. Marked units cut across the themes, which no tree can say: there is one option for each way of spreading them
    /// over the themes.
    pub fn tree(&self, count: Option<&TagCount>, path: &[String], options: &Options<'_>) -> Tree {
        let Some(count) = count else { return self.spread(None, &[], path, options) };
        let (wanted, in_themes) = (count.min_units, count.min_themes.unwrap_or(1));
        let ways = TagCount::ways(self.themes.len(), wanted, in_themes);
        let of = ways.iter().map(|way| self.spread(Some(&count.tag), way, path, options)).collect();
        Tree::Group { of, min_n: 1, min_ects: 0, cap_ects: None, cap_n: None }
    }

    /// The themes of which each holds so many marked units at least.
    fn spread(&self, tag: Option<&str>, marked: &[u32], path: &[String], options: &Options<'_>) -> Tree {
        let mut must = Vec::new();
        let mut may = Vec::new();
        for (place, theme) in self.themes.iter().enumerate() {
            let mut path = path.to_vec();
            path.push(theme.id.clone());
            let own = theme.min_ects.unwrap_or(0).max(self.theme_min_ects);
            let cap_ects = theme.max_ects.or(self.theme_max_ects);
            let group = |of, min_n| Tree::Group { of, min_n, min_ects: own, cap_ects, cap_n: self.theme_max_units };
            let least = marked.get(place).copied().unwrap_or(0);
            if let Some(tag) = tag.filter(|_| least > 0) {
                let (with, without): (Vec<String>, Vec<String>) = theme.units.iter().cloned().partition(|code| (options.marked)(code, tag));
                let some = |units: &[String], least: u32| Tree::Group {
                    of: members(units, &[], &path, true, options),
                    min_n: usize::try_from(least).unwrap_or(usize::MAX),
                    min_ects: 0,
                    cap_ects: None,
                    cap_n: None,
                };
                must.push(group(vec![some(&with, least), some(&without, 0)], 2));
                continue;
            }
            let whole = group(members(&theme.units, &[], &path, true, options), usize::from(own == 0));
            if theme.min_ects.is_some() { must.push(whole) } else { may.push(whole) }
        }
        let min_n = self.min_themes.saturating_sub(must.len());
        if must.is_empty() {
            return Tree::Group { of: may, min_n, min_ects: self.min_ects, cap_ects: None, cap_n: None };
        }
        // Themes with a minimum of their own are needed whatever the others bring.
        must.push(Tree::Group { of: may, min_n, min_ects: 0, cap_ects: None, cap_n: None });
        Tree::Group { min_n: must.len(), of: must, min_ects: self.min_ects, cap_ects: None, cap_n: None }
    }
}
