//! The shipped reference data and its loader.

pub mod calendar;
pub mod catalogue;
pub mod format;
pub mod packs;
pub mod texts;

use crate::domain::{engine::Engine, error::InputError, rules::RuleBook};

/// The shipped rules and region packs, as (name, text). Their order is of no consequence.
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
pub fn rule_book() -> Result<RuleBook, Vec<InputError>> {
    RuleBook::read(RULES)
}

/// The engine with the shipped data.
///
/// # Errors
/// The first fault of the shipped data, which the tests exclude.
pub fn engine() -> Result<Engine, InputError> {
    let first = |faults: Vec<InputError>| {
        faults.into_iter().next().unwrap_or_else(|| InputError::new("broken_data", "", "the shipped data cannot be read"))
    };
    Ok(Engine::new(rule_book().map_err(first)?, catalogue::catalogue().map_err(first)?))
}
