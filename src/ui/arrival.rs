//! What arrives after the first question is on screen: the rules, the catalogue, most texts, and the code that uses them.
//!
//! Until then the first question, its texts and the frame are all there is. [`super::session::Session`] holds the wish to go on, and the page
//! says that it is waiting; nothing that was answered is lost. What the first question runs before the arrival is listed in
//! `src/bin/xtask/early.rs`: code of any other module would not be there yet.

use super::pack::packed;
use crate::{
    data::{
        self,
        texts::{Lang, Texts},
    },
    domain::{engine::Engine, error::InputError},
};
use leptos::prelude::*;
use std::sync::{LazyLock, OnceLock};

/// Where the arrival stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is being fetched.
    Awaited,
    /// It did not come; the page tries again by itself.
    Delayed,
    /// All is there.
    Here,
}

static ARRIVAL: LazyLock<ArcRwSignal<Arrival>> = LazyLock::new(|| ArcRwSignal::new(Arrival::Awaited));
static DATA: OnceLock<(Engine, Texts)> = OnceLock::new();

/// Where the arrival stands; whoever asks is told when that changes.
pub fn arrival() -> Arrival {
    // Nothing changes any more then; a signal remembers whoever listens to it, also planners that are gone.
    if is_here() { Arrival::Here } else { ARRIVAL.get() }
}

/// Whether all is there, without being told when that changes.
pub fn is_here() -> bool {
    DATA.get().is_some()
}

/// Takes the data in.
///
/// # Errors
/// The first fault, as when the file did not arrive whole: then it is as if it had not come.
pub fn accept(bundle: &[u8]) -> Result<(), InputError> {
    if !is_here() {
        let data = data::read_bundle(bundle)?;
        // A second arrival is the same data.
        let _ = DATA.set(data);
    }
    ARRIVAL.set(Arrival::Here);
    Ok(())
}

/// Notes that the rest did not come.
pub fn delay() {
    if !is_here() {
        ARRIVAL.set(Arrival::Delayed);
    }
}

/// The engine with the shipped data, and with the region packs that the page loaded. Whoever asks too early is told when it is there.
///
/// # Errors
/// `loading` until it has arrived.
pub fn engine() -> Result<&'static Engine, InputError> {
    if let Some((engine, _)) = DATA.get() {
        return Ok(packed().map_or(engine, |packed| &packed.loaded.engine));
    }
    ARRIVAL.track();
    Err(InputError::new("loading", "", "the rules and the catalogue have not arrived yet: wait for them, and ask again"))
}

/// The texts that are there.
pub fn texts() -> &'static Texts {
    static EARLY: OnceLock<Texts> = OnceLock::new();
    if let Some((_, texts)) = DATA.get() {
        return packed().map_or(texts, |packed| &packed.texts);
    }
    EARLY.get_or_init(Texts::early)
}

/// The text of `key`, if there is one. Whoever asks too early is told when it is there.
pub fn find(lang: Lang, key: &str) -> Option<&'static str> {
    let found = texts().find(lang, key);
    if found.is_none() && !is_here() {
        ARRIVAL.track();
    }
    found
}
