//! That what a catalogue names exists, and that single values are possible.

use super::{Checker, path::Path};
use crate::domain::catalogue::{
    format::Unit,
    near::{hint, near},
};
use crate::domain::{region::is_french_region, sorted::Set};

impl<'a> Checker<'a> {
    /// The list names sources, and all of them exist.
    pub(super) fn sourced(&mut self, path: &Path<'_>, sources: &'a [String]) {
        if sources.is_empty() {
            self.fault("no_source", &path.key("sources"), "no datum without a source: name the id of at least one".into());
        }
        self.sources_known(path, sources);
    }

    pub(super) fn sources_known(&mut self, path: &Path<'_>, sources: &'a [String]) {
        for (i, id) in sources.iter().enumerate() {
            // What stands together mostly comes from one source.
            if id == self.source {
                continue;
            }
            if self.sources.contains(id.as_str()) {
                self.source = id;
            } else {
                let near = near(id, self.sources.iter().copied());
                let message = format!("no source has the id `{id}`{}", hint(&near));
                self.fault("unknown_source", &path.item("sources", i), message);
            }
        }
    }

    /// The list names units, each once; their credits, when all are known.
    pub(super) fn units_known(&mut self, path: &Path<'_>, codes: &[String]) -> Option<u32> {
        let mut sum = Some(0);
        for (i, code) in codes.iter().enumerate() {
            let ects = self.unit_known(&path.item("", i), code).and_then(|unit| unit.ects);
            sum = sum.zip(ects).map(|(sum, ects): (u32, u32)| sum.saturating_add(ects));
        }
        let mut seen = Set::new();
        // In order, which lists of units mostly are, none stands twice.
        if !codes.is_sorted_by(|a, b| a < b)
            && let Some(code) = codes.iter().find(|code| !seen.insert(*code))
        {
            self.fault("duplicate_id", path, format!("`{code}` stands twice in this list: remove one"));
        }
        sum
    }

    pub(super) fn unit_known(&mut self, path: &Path<'_>, code: &str) -> Option<&'a Unit> {
        let unit = self.units.get(code).copied();
        match unit {
            None => {
                let near = near(code, self.units.keys().copied());
                let message = format!("no unit has the code `{code}`{}", hint(&near));
                self.fault("unknown_unit", path, message);
            }
            Some(unit) if unit.code != code => {
                let message = format!("`{code}` is another spelling of `{}`: write the latter", unit.code);
                self.fault("alias_used", path, message);
            }
            Some(_) => {}
        }
        unit
    }

    pub(super) fn diplomas_known(&mut self, path: &Path<'_>, ids: &[String]) {
        for (i, id) in ids.iter().enumerate() {
            if !self.diplomas.contains(id.as_str()) {
                let near = near(id, self.diplomas.iter().copied());
                let message = format!("no diploma has the id `{id}`{}", hint(&near));
                self.fault("unknown_diploma", &path.item("", i), message);
            }
        }
    }

    pub(super) fn groups_known(&mut self, path: &Path<'_>, groups: &[String]) {
        self.not_empty(path, groups);
        for (i, id) in groups.iter().enumerate() {
            if !self.groups.contains(id.as_str()) {
                let near = near(id, self.groups.iter().copied());
                self.fault("unknown_group", &path.item("", i), format!("no requirement has the id `{id}`{}", hint(&near)));
            }
        }
    }

    pub(super) fn not_empty(&mut self, path: &Path<'_>, list: &[String]) {
        if list.is_empty() {
            self.fault("too_few", path, "this list may not be empty".into());
        }
    }

    /// `n` of `of` things can be had.
    pub(super) fn count(&mut self, path: &Path<'_>, n: u32, of: usize) {
        if n == 0 || usize::try_from(n).is_ok_and(|n| n > of) {
            self.fault("out_of_range", path, format!("{n} out of {of} cannot be: write 1 to {of}"));
        }
    }

    pub(super) fn region(&mut self, path: &Path<'_>, region: Option<&'a String>) {
        // Openings mostly stand by region.
        let Some(region) = region.filter(|slug| *slug != self.region) else { return };
        if is_french_region(region) || region == "national" || region == "etranger" {
            self.region = region;
        } else {
            let message = format!("`{region}` is no region: write the slug of a French region, `national` or `etranger`");
            self.fault("unknown_region", &path.key("region"), message);
        }
    }

    pub(super) fn level(&mut self, path: &Path<'_>, level: Option<u8>) {
        if let Some(level) = level.filter(|level| !(3..=8).contains(level)) {
            self.fault("out_of_range", path, format!("{level} is no level of the French framework: 3 (CAP) to 8 (doctorate), bac is 4"));
        }
    }

    pub(super) fn credits(&mut self, path: &Path<'_>, ects: Option<u32>) {
        if let Some(ects) = ects.filter(|ects| *ects > 300) {
            self.fault("out_of_range", path, format!("{ects} credits are more than any diploma has: five years are 300"));
        }
    }
}
