//! Units that lead back to themselves.

use super::{Checker, path::ROOT};
use crate::domain::catalogue::format::{CatalogueFile, Needs, Strength, Timing};
use crate::domain::sorted::{Map, Set};

impl<'a> Checker<'a> {
    /// Demanded prerequisites may not lead back to the unit that has them.
    pub(super) fn prerequisite_cycles(&mut self, files: &'a [(&'a str, CatalogueFile)]) {
        let mut needs: Map<&str, Set<&str>> = Map::new();
        for unit in files.iter().flat_map(|(_, file)| &file.units) {
            for prerequisite in unit.prerequisites.iter().flatten() {
                if prerequisite.strength != Strength::Required || prerequisite.timing == Some(Timing::SameTermAllowed) {
                    continue;
                }
                match &prerequisite.needs {
                    Needs::AllOf(units) => needs.entry(&unit.code).or_default().extend(units.iter().map(String::as_str)),
                    Needs::Admission(code) => {
                        needs.entry(&unit.code).or_default().insert(code);
                    }
                    _ => {}
                }
            }
        }
        if let Some(ring) = ring(&needs) {
            let holder = ring.first().copied().unwrap_or_default();
            let place = files.iter().find_map(|(name, file)| Some((*name, file.units.iter().position(|unit| unit.code == holder)?)));
            if let Some((name, index)) = place {
                self.file = name;
                let message = format!("each of these needs the next one before it, in a circle: {}; remove one", ring.join(", "));
                self.fault("cycle", &ROOT.item("units", index).key("prerequisites"), message);
            }
        }
    }
}

/// The members of a circle in the graph, if there is one.
pub(super) fn ring<'a>(edges: &Map<&'a str, Set<&'a str>>) -> Option<Vec<&'a str>> {
    // Peel off what points to nothing that is left; what cannot be peeled contains a circle.
    let mut left: Map<&str, Set<&str>> = edges.clone();
    loop {
        let free: Set<&str> = left.iter().filter(|(_, to)| !to.iter().any(|code| left.contains_key(code))).map(|(code, _)| *code).collect();
        if free.is_empty() {
            break;
        }
        // All at once: each one alone would move all that follow.
        left.retain(|code, _| !free.contains(code));
    }
    // Every node left points to another one left: walk until one comes back.
    let mut walk: Vec<&str> = vec![left.keys().next()?];
    loop {
        let next = *left.get(walk.last()?)?.iter().find(|code| left.contains_key(*code))?;
        if let Some(start) = walk.iter().position(|code| *code == next) {
            return walk.get(start..).map(<[&str]>::to_vec);
        }
        walk.push(next);
    }
}
