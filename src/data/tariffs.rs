//! The shipped tariffs. A region that published none has no file, and its prices are unknown.

use crate::domain::{
    costs::{Tariff, TariffBook},
    error::InputError,
};

/// The files, by name.
pub const FILES: [(&str, &str); 2] = [
    ("nouvelle-aquitaine.json", include_str!("tariffs/nouvelle-aquitaine.json")),
    ("occitanie.json", include_str!("tariffs/occitanie.json")),
];

/// Reads the shipped tariffs.
///
/// # Errors
/// The first fault, which the tests exclude.
pub fn tariffs() -> Result<TariffBook, InputError> {
    let mut book = TariffBook::default();
    for (_, text) in FILES {
        book.add(Tariff::read(text)?);
    }
    Ok(book)
}
