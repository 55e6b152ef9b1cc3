//! The shipped reference data and its loader.
//!
//! In the command line and in the JavaScript package the files are part of the program. The page holds only the texts of [`Texts::early`]: the others come in one file, `parcours-data.txt`,
//! which `cargo xtask` writes when it builds the page, while the first question is on screen ([`read_bundle`]).

pub mod calendar;
#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
pub mod catalogue;
pub mod format;
pub mod packs;
pub mod texts;

use crate::domain::{catalogue::Catalogue, engine::Engine, error::InputError, rules::RuleBook};
use texts::Texts;

/// The shipped rules and region packs, as (name, text). Their order is of no consequence.
#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
pub const RULES: &[(&str, &str)] = &[
    ("rules/sources.json", include_str!("rules/sources.json")),
    ("rules/definitions.json", include_str!("rules/definitions.json")),
    ("rules/admission.json", include_str!("rules/admission.json")),
    ("rules/units.json", include_str!("rules/units.json")),
    ("rules/exams.json", include_str!("rules/exams.json")),
    ("rules/diploma.json", include_str!("rules/diploma.json")),
    ("rules/experience-routes.json", include_str!("rules/experience-routes.json")),
    ("rules/alternance.json", include_str!("rules/alternance.json")),
    ("rules/reconversion.json", include_str!("rules/reconversion.json")),
    ("rules/cpf.json", include_str!("rules/cpf.json")),
    ("rules/employees.json", include_str!("rules/employees.json")),
    ("rules/jobseekers.json", include_str!("rules/jobseekers.json")),
    ("rules/prices.json", include_str!("rules/prices.json")),
    ("rules/institution.json", include_str!("rules/institution.json")),
    ("rules/advice.json", include_str!("rules/advice.json")),
    ("rules/decide-alternance.json", include_str!("rules/decide-alternance.json")),
    ("rules/decide-cpf.json", include_str!("rules/decide-cpf.json")),
    ("rules/decide-employees.json", include_str!("rules/decide-employees.json")),
    ("rules/decide-experience.json", include_str!("rules/decide-experience.json")),
    ("rules/decide-jobseekers.json", include_str!("rules/decide-jobseekers.json")),
    ("rules/decide-other.json", include_str!("rules/decide-other.json")),
    ("rules/decide-reconversion.json", include_str!("rules/decide-reconversion.json")),
    ("packs/centre-val-de-loire.json", include_str!("packs/centre-val-de-loire.json")),
    ("packs/grand-est.json", include_str!("packs/grand-est.json")),
    ("packs/nouvelle-aquitaine.json", include_str!("packs/nouvelle-aquitaine.json")),
    ("packs/occitanie.json", include_str!("packs/occitanie.json")),
];

/// The shipped rule book.
///
/// # Errors
/// Every fault of the shipped data, which the tests exclude.
#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
pub fn rule_book() -> Result<RuleBook, Vec<InputError>> {
    RuleBook::read(RULES)
}

/// The engine with the shipped data.
///
/// # Errors
/// The first fault of the shipped data, which the tests exclude.
#[cfg(not(all(target_arch = "wasm32", feature = "page")))]
pub fn engine() -> Result<Engine, InputError> {
    Ok(Engine::new(rule_book().map_err(first)?, catalogue::catalogue().map_err(first)?))
}

/// The engine and all texts, from the file that `cargo xtask` wrote: on each line the path of a file in this folder, a space, and its JSON.
///
/// # Errors
/// The first fault, as when the file did not arrive whole.
#[inline(never)] // Its code arrives with the data.
pub fn read_bundle(bundle: &[u8]) -> Result<(Engine, Texts), InputError> {
    // Bytes: JavaScript would make a text of twice the size of a large file, to be turned back into these.
    let cut = || InputError::new("broken_data", "", "the data did not arrive whole");
    let bundle = std::str::from_utf8(bundle).map_err(|_| cut())?;
    let files: Vec<(&str, &str)> = bundle.lines().filter_map(|line| line.split_once(' ')).collect();
    let of = |folder: &str| files.iter().copied().filter(|(path, _)| path.starts_with(folder)).collect::<Vec<_>>();
    if bundle.lines().last() != Some(END) {
        return Err(cut());
    }
    let mut texts = Texts::default();
    texts.add(&of("texts/"))?;
    let rules = [of("rules/"), of("packs/")].concat();
    let engine = Engine::new(RuleBook::read(&rules).map_err(first)?, Catalogue::read(&of("catalogue/")).map_err(first)?);
    Ok((engine, texts))
}

/// The last line of the file of data.
const END: &str = "end";

fn first(faults: Vec<InputError>) -> InputError {
    faults.into_iter().next().unwrap_or_else(|| InputError::new("broken_data", "", "the shipped data cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> String {
        let in_folder = |folder: &'static str| move |(name, text): &(&str, &str)| (format!("{folder}/{name}"), (*text).to_owned());
        let rules = RULES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let files = rules.chain(catalogue::FILES.iter().map(in_folder("catalogue")));
        let mut out = String::new();
        for (path, text) in files.chain(texts::FILES.iter().map(in_folder("texts"))) {
            // The blanks between values are of no consequence, and no text holds a line break.
            out.push_str(&format!("{path} {}\n", text.replace('\n', " ")));
        }
        out + END + "\n"
    }

    #[test]
    fn the_file_of_data_gives_the_same_engine_and_texts() {
        let (engine, texts) = read_bundle(bundle().as_bytes()).unwrap();
        assert_eq!(engine.book(), super::engine().unwrap().book());
        assert_eq!(engine.catalogue().diplomas(), super::engine().unwrap().catalogue().diplomas());
        assert!(texts.keys().eq(Texts::read().unwrap().keys()));
    }

    #[test]
    fn a_file_of_data_that_did_not_arrive_whole_is_refused() {
        let whole = bundle();
        for length in [0, 1, whole.len() / 2, whole.len() - 5] {
            assert_eq!(read_bundle(&whole.as_bytes()[..length]).map(drop).unwrap_err().code, "broken_data", "{length}");
        }
    }
}
