//! The shipped catalogue. Its facts, sources and gaps are in the JSON files of this folder; the format is documented in
//! [`crate::domain::catalogue::format`].

use crate::domain::{catalogue::Catalogue, error::InputError};

/// The files, by name.
pub const FILES: [(&str, &str); 6] = [
    ("sources.json", include_str!("sources.json")),
    ("units.json", include_str!("units.json")),
    ("diplomas-licences.json", include_str!("diplomas-licences.json")),
    ("diplomas-ingenieur.json", include_str!("diplomas-ingenieur.json")),
    ("diplomas-titres.json", include_str!("diplomas-titres.json")),
    ("diplomas-autres.json", include_str!("diplomas-autres.json")),
];

/// Reads the shipped catalogue.
///
/// # Errors
/// Its faults, which the tests exclude.
pub fn catalogue() -> Result<Catalogue, Vec<InputError>> {
    Catalogue::read(&FILES)
}
