//! What things cost and who pays: the shipped tariffs, case by case, on both sides of every threshold.
//!
//! The expected figures are those of the undated price list of the Cnam in Nouvelle-Aquitaine (the column and the size give the amount) and
//! of the Occitanie questions and answers (hours only).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod fee;
mod items;
mod plan;
mod shared;
mod tariff;
