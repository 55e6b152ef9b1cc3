//! The shipped reference data and its loader.

pub mod catalogue;
pub mod format;
pub mod texts;

use crate::domain::{engine::Engine, error::InputError};

/// The engine with the shipped data.
///
/// # Errors
/// The first fault of the shipped data, which the tests exclude.
pub fn engine() -> Result<Engine, InputError> {
    let first = |faults: Vec<InputError>| {
        faults.into_iter().next().unwrap_or_else(|| InputError::new("broken_data", "", "the shipped data cannot be read"))
    };
    Ok(Engine::new(catalogue::catalogue().map_err(first)?))
}
