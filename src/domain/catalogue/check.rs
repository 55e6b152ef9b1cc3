//! The faults of a catalogue: what names nothing, what does not add up, what goes in circles.

use super::format::{CatalogueFile, FORMAT, Unit};
use crate::domain::{
    error::InputError,
    sorted::{Map, Set},
};

mod circles;
mod diploma;
mod path;
mod references;
mod requirement;
mod unit;

use path::{Path, ROOT};

/// Every fault of the files, in the order in which they are read.
pub fn faults(files: &[(&str, CatalogueFile)]) -> Vec<InputError> {
    let mut checker = Checker::index(files);
    for (name, file) in files {
        checker.file(name, file);
    }
    checker.prerequisite_cycles(files);
    checker.faults
}

/// What the files define, and the faults found so far.
#[derive(Default)]
struct Checker<'a> {
    sources: Set<&'a str>,
    units: Map<&'a str, &'a Unit>,
    diplomas: Set<&'a str>,
    groups: Set<&'a str>,
    file: &'a str,
    /// The source that was found last.
    source: &'a str,
    /// The region that was found last.
    region: &'a str,
    faults: Vec<InputError>,
}

impl<'a> Checker<'a> {
    /// Collects the ids of all files, and reports those defined twice.
    fn index(files: &'a [(&'a str, CatalogueFile)]) -> Self {
        let mut checker = Self::default();
        for (name, file) in files {
            checker.file = name;
            for (i, source) in file.sources.iter().enumerate() {
                if !checker.sources.insert(&source.id) {
                    checker.twice(&ROOT.item("sources", i).key("id"), &source.id);
                }
            }
            for (i, unit) in file.units.iter().enumerate() {
                for code in std::iter::once(&unit.code).chain(&unit.aliases) {
                    if checker.units.insert(code, unit).is_some() {
                        checker.twice(&ROOT.item("units", i).key("code"), code);
                    }
                }
            }
            for (i, diploma) in file.diplomas.iter().enumerate() {
                if !checker.diplomas.insert(&diploma.id) {
                    checker.twice(&ROOT.item("diplomas", i).key("id"), &diploma.id);
                }
                for requirement in diploma.requirements.iter().flatten() {
                    requirement.for_each(&mut |one| {
                        checker.groups.insert(&one.id);
                    });
                }
            }
        }
        checker
    }

    fn fault(&mut self, code: &'static str, path: &Path<'_>, message: String) {
        self.faults.push(InputError::new(code, format!("{}: {}", self.file, path.written()), message));
    }

    fn twice(&mut self, path: &Path<'_>, id: &str) {
        self.fault("duplicate_id", path, format!("`{id}` is defined twice: give one of the two another id, or remove it"));
    }

    fn file(&mut self, name: &'a str, file: &'a CatalogueFile) {
        self.file = name;
        if file.format != FORMAT {
            self.fault("wrong_format", &ROOT.key("format"), format!("`{}` is not read here: this engine reads `{FORMAT}`", file.format));
        }
        for (i, source) in file.sources.iter().enumerate() {
            if source.url.as_ref().is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
                self.fault(
                    "invalid_value",
                    &ROOT.item("sources", i).key("url"),
                    "a url starts with http:// or https://; use null for none".into(),
                );
            }
        }
        for (i, unit) in file.units.iter().enumerate() {
            self.unit(&ROOT.item("units", i), unit);
        }
        for (i, diploma) in file.diplomas.iter().enumerate() {
            self.diploma(&ROOT.item("diplomas", i), diploma);
        }
        for (i, equivalence) in file.equivalences.iter().enumerate() {
            let path = ROOT.item("equivalences", i);
            self.units_known(&path.key("held"), &equivalence.held);
            self.units_known(&path.key("counts_as"), &equivalence.counts_as);
            self.not_empty(&path.key("held"), &equivalence.held);
            self.not_empty(&path.key("counts_as"), &equivalence.counts_as);
            self.sourced(&path, &equivalence.sources);
        }
        for (i, exclusion) in file.exclusions.iter().enumerate() {
            let path = ROOT.item("exclusions", i);
            let mut seen = Set::new();
            for (j, set) in exclusion.sets.iter().enumerate() {
                let path = path.item("sets", j);
                self.units_known(&path, set);
                self.not_empty(&path, set);
                if set.iter().any(|code| !seen.insert(code)) {
                    self.fault("duplicate_id", &path, "a unit stands in two sets, so it would rule itself out: leave it in one".into());
                }
            }
            if exclusion.sets.len() < 2 {
                self.fault("too_few", &path.key("sets"), "an exclusion needs at least two sets".into());
            }
            self.sourced(&path, &exclusion.sources);
        }
        for (i, session) in file.exam_sessions.iter().enumerate() {
            let path = ROOT.item("exam_sessions", i);
            self.region(&path, Some(&session.region));
            self.sourced(&path, &session.sources);
            if matches!((session.from, session.to), (Some(from), Some(to)) if to < from) {
                self.fault("wrong_order", &path.key("to"), "the last day is before the first one".into());
            }
        }
    }
}
