//! The shipped reference data and its loader.

pub mod format;
pub mod texts;

use crate::domain::{engine::Engine, error::InputError};

/// The engine with the shipped data.
///
/// # Errors
/// A fault of the shipped data, which the tests exclude.
pub fn engine() -> Result<Engine, InputError> {
    Ok(Engine::default())
}
