//! `parcours check`: the faults of catalogues, rule books, region packs and opening schedules.

use crate::{Failure, packs};
use parcours::{
    data::{self, texts::Texts},
    domain::{
        catalogue::{Catalogue, format},
        error::InputError,
        openings,
        read::FromValue,
        rules::RuleBook,
    },
};
use std::{collections::BTreeSet, io::Write, path::Path};

/// What every file of the project says of itself.
#[derive(FromValue)]
struct Header {
    #[serde(default)]
    format: String,
}

/// Prints every fault of the files, one JSON object a line.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    if arguments.is_empty() {
        return Err(InputError::new("no_file", "", "name the files to check").into());
    }
    let mut faults = Vec::new();
    // Files of rules only make sense together: they are checked as one book.
    let mut rules = Vec::new();
    let mut catalogue = Vec::new();
    for name in arguments {
        if Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            faults.extend(check_schedule(name)?);
            continue;
        }
        let text = std::fs::read_to_string(name)
            .map_err(|fault| InputError::new("unreadable_input", name.clone(), format!("the file cannot be read: {fault}")))?;
        match InputError::read_json::<Header>(&text).map(|header| header.format) {
            Err(fault) => {
                let path = if fault.path.is_empty() { name.clone() } else { format!("{name}: {}", fault.path) };
                faults.push(InputError { path, ..fault });
            }
            Ok(format) => match format.as_str() {
                RuleBook::RULES_FORMAT => rules.push((name.clone(), text)),
                format::FORMAT => catalogue.push((name.clone(), text)),
                RuleBook::PACK_FORMAT => faults.extend(check_pack(name)?),
                other => faults.push(InputError::new(
                    "unknown_format",
                    format!("{name}: format"),
                    format!(
                        "`{other}` is not a known format: write {}, {} or {}",
                        RuleBook::PACK_FORMAT,
                        RuleBook::RULES_FORMAT,
                        format::FORMAT
                    ),
                )),
            },
        }
    }
    if !rules.is_empty() {
        let files: Vec<(&str, &str)> = rules.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        faults.extend(RuleBook::read(&files).err().unwrap_or_default());
    }
    if !catalogue.is_empty() {
        faults.extend(check_catalogue(&catalogue));
    }
    let mut out = std::io::stdout().lock();
    for fault in &faults {
        // A reader that stops early, such as `head`, has seen enough.
        if writeln!(out, "{}", serde_json::json!({ "error": fault })).is_err() {
            break;
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Found) }
}

/// A pack is checked against the shipped rules and texts, replacing the shipped pack of its region; with the schedule that it holds or names.
fn check_pack(name: &str) -> Result<Vec<InputError>, InputError> {
    Ok(match packs::load(&data::engine()?, &Texts::read()?, name, None) {
        Ok(pack) => pack.loaded.refused,
        Err(faults) => faults,
    })
}

/// The lines of a schedule that would be refused.
fn check_schedule(name: &str) -> Result<Vec<InputError>, InputError> {
    let read = openings::read_csv(&packs::read(name)?, data::engine()?.catalogue());
    Ok(read.refused.into_iter().map(|fault| InputError { path: format!("{name}: {}", fault.path), ..fault }).collect())
}

/// The files of a catalogue are checked together. What they do not define themselves may come from the shipped files, except from those
/// that they define anew.
fn check_catalogue(files: &[(String, String)]) -> Vec<InputError> {
    let given: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let alone = Catalogue::read(&given).err().unwrap_or_default();
    let own: BTreeSet<String> = given.iter().flat_map(|(_, text)| ids(text)).collect();
    let shipped = data::catalogue::FILES.iter().copied().filter(|(_, text)| !ids(text).iter().any(|id| own.contains(id)));
    let mut added = Catalogue::read(&shipped.chain(given.iter().copied()).collect::<Vec<_>>()).err().unwrap_or_default();
    added.retain(|fault| given.iter().any(|(name, _)| fault.path == *name || fault.path.starts_with(&format!("{name}: "))));
    if added.len() < alone.len() { added } else { alone }
}

/// What a file defines; nothing when it cannot be read.
fn ids(text: &str) -> Vec<String> {
    let file = InputError::read_json::<format::CatalogueFile>(text).unwrap_or_default();
    let sources = file.sources.into_iter().map(|source| source.id);
    let units = file.units.into_iter().map(|unit| unit.code);
    sources.chain(units).chain(file.diplomas.into_iter().map(|diploma| diploma.id)).collect()
}
