//! Links outlive catalogues: codes that a link names are looked up when it opens.

use super::{Dropped, Shared, Why};
use crate::domain::catalogue::Catalogue;

/// What a code names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A unit.
    Unit,
    /// A diploma.
    Diploma,
}

/// What a catalogue says of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It stands in the catalogue.
    Known,
    /// This one takes its place.
    Renamed(String),
    /// Nothing is known of it.
    Unknown,
}

impl Catalogue {
    /// What stands here of a code that a link names.
    #[must_use]
    pub fn resolve(&self, kind: CodeKind, code: &str) -> Resolution {
        match kind {
            CodeKind::Unit => match self.unit(code) {
                Some(unit) if unit.code == code => Resolution::Known,
                Some(unit) => Resolution::Renamed(unit.code.clone()),
                None => Resolution::Unknown,
            },
            CodeKind::Diploma if self.diploma(code).is_some() => Resolution::Known,
            CodeKind::Diploma => Resolution::Unknown,
        }
    }
}

impl Shared {
    /// Looks up every unit and the diploma: those renamed are replaced, those unknown removed, both are reported.
    ///
    /// Where old and new code both occur, what was said of the new one stands. Single units of `target.ue`, units held, pinned, chosen
    /// excluded, and those of the plan before are looked up; items are not, for they carry no codes.
    pub fn resolve(&mut self, mut look_up: impl FnMut(CodeKind, &str) -> Resolution) -> Vec<Dropped> {
        self.resolve_with(&mut look_up)
    }

    // Without generics, so that it is compiled once.
    fn resolve_with(&mut self, look_up: &mut dyn FnMut(CodeKind, &str) -> Resolution) -> Vec<Dropped> {
        let mut dropped = Vec::new();
        let mut current = |kind, path: &str, code: &str| match look_up(kind, code) {
            Resolution::Known => Some(code.to_owned()),
            Resolution::Renamed(new) => {
                dropped.push(Dropped::new(path, code, Why::Renamed(new.clone())));
                Some(new)
            }
            Resolution::Unknown => {
                dropped.push(Dropped::new(path, code, Why::NotInCatalogue));
                None
            }
        };
        let request = &mut self.request;
        if let Some(code) = request.target.diploma.take() {
            request.target.diploma = current(CodeKind::Diploma, "target.diploma", &code);
        }
        for (path, list) in [("target.ue", &mut request.target.ue), ("chosen", &mut request.chosen), ("excluded", &mut request.excluded)] {
            let old = std::mem::take(list);
            for code in &old {
                if let Some(code) = current(CodeKind::Unit, path, code)
                    && !list.contains(&code)
                {
                    list.push(code);
                }
            }
        }
        let old = std::mem::take(&mut request.acquired);
        for unit in &old {
            // The one held under the new code says how and when, whatever the order.
            if let Some(ue) = current(CodeKind::Unit, "acquired", &unit.ue)
                && (ue == unit.ue || !old.iter().chain(&request.acquired).any(|other| other.ue == ue))
            {
                let mut unit = unit.clone();
                unit.ue = ue;
                request.acquired.push(unit);
            }
        }
        for (path, places) in [("pins", &mut request.pins), ("near", &mut request.near)] {
            let old = std::mem::take(places);
            for (code, term) in &old {
                if let Some(new) = current(CodeKind::Unit, path, code)
                    && (new == *code || !old.contains_key(&new))
                {
                    places.insert(new, *term);
                }
            }
        }
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{error::InputError, request::Request};

    #[test]
    fn renamed_units_are_replaced_and_unknown_ones_removed_and_both_are_told() {
        let read = |text: &str| InputError::read_json::<Request>(text).unwrap();
        let mut shared = Shared::new(read(
            r#"{"version":1,"today":"2026-11-21","target":{"diploma":"OLD1","ue":["SMB137"]},
                "acquired":[{"ue":"NFA001","how":"ves"},{"ue":"NFA031","how":"ue"},{"ue":"XXX999"}],
                "pins":{"EME102":"2027-S2"},"chosen":["SMB137","SMB101"],"excluded":["NFP121"]}"#,
        ));
        let dropped = shared.resolve(|kind, code| match (kind, code) {
            (CodeKind::Diploma, _) => Resolution::Unknown,
            (_, "NFA001") => Resolution::Renamed("NFA031".to_owned()),
            (_, "EME102") => Resolution::Renamed("MSE102".to_owned()),
            (_, "SMB137") => Resolution::Renamed("SMB101".to_owned()),
            (_, "XXX999") => Resolution::Unknown,
            _ => Resolution::Known,
        });
        let expected = read(
            r#"{"version":1,"today":"2026-11-21","target":{"ue":["SMB101"]},
                "acquired":[{"ue":"NFA031","how":"ue"}],"pins":{"MSE102":"2027-S2"},"chosen":["SMB101"],"excluded":["NFP121"]}"#,
        );
        assert_eq!(shared.request, expected);
        let told: Vec<_> = dropped.iter().map(|each| (each.path.as_str(), each.value.as_str())).collect();
        assert_eq!(
            told,
            [
                ("target.diploma", "OLD1"),
                ("target.ue", "SMB137"),
                ("chosen", "SMB137"),
                ("acquired", "NFA001"),
                ("acquired", "XXX999"),
                ("pins", "EME102")
            ]
        );
    }
}
