//! What it costs and who pays.
//!
//! The prices are data: a [`Tariff`] a region. [`price_items`] prices what a request lists, [`price_plan`] the units of a plan.
//! What no tariff says stays unknown: a missing price makes its line and the total `None`, an uncertain one makes them a range.

mod bill;
mod book;
mod fee;
mod funding;
mod items;
mod plan;
mod quote;
mod tariff;

pub use book::{CostOutcome, PricedUnit, TariffBook, is_jobseeker};
pub use funding::cheapest;
pub use items::price_items;
pub use plan::{PlanCost, price_plan, unit_price};
pub use tariff::{
    AnnualFee, Cell, Column, Currency, Exclusion, Fee, Figure, Format, HourTable, ItemGroup, ItemPrices, Limit, MAX_COLUMNS, Organiser,
    Rate, ReducedFee, Requirement, StillAsked, Tariff, TariffSource, UnitPrices, Waiver,
};
