//! Parcours plans a Cnam diploma: who may enrol, which units to take when, what it costs and who pays.
//!
//! Everything runs in the visitor's browser. There is no server, no account and no tracker.
//!
//! # Code map
//!
//! | room | what lives there |
//! |---|---|
//! | [`domain`] | the pure core: dates, money, facts, rules, catalogue, planner, costs, share links |
//! | `src/derive/` | the derive macro behind [`domain::read`]: records are read from JSON with `#[derive(FromValue)]`, never serde's `Deserialize` |
//! | [`data`] | the shipped reference data (rules, catalogue, region packs) and its loader |
//! | `ui` | the Leptos page, a thin view over `domain` (wasm only) |
//! | `embed` | the doors to JavaScript: mounting, the typed API, events (wasm only) |
//! | `src/bin/parcours/` | the command line, native |
//! | `src/bin/xtask/` | chores: set-up, serve, test, build |
//!
//! Imports go one way: `domain <- data <- ui <- embed <- www/cnam-parcours.js`.
//!
//! # Invariants
//!
//! Each is checked by `tests/architecture.rs`.
//!
//! 1. `domain` imports no browser crate and neither `data`, `ui` nor `embed`.
//! 2. `domain` reads no clock and draws no random number: "today" is part of the request.
//! 3. `domain` does not panic; absent data is *unknown*, and an answer names what is missing.
//! 4. Only `embed` exports to JavaScript; only `ui::text` and `data` hold sentences shown to a visitor.
//! 5. No amount of money is a float; no datum lacks a source.
//! 6. The Cargo feature `leptos/delegation` is off, so that the page works inside a shadow root.

// `#[derive(FromValue)]` names this crate in full, inside and outside of it.
extern crate self as parcours;

pub mod data;
pub mod domain;
#[cfg(target_arch = "wasm32")]
pub mod embed;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod ui;
