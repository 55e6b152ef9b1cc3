//! What it costs and who pays.
//!
//! The prices are data: a [`Tariff`] a region. [`price_items`] prices what a request lists, [`price_plan`] the units of a plan.
//! What no tariff says stays unknown: a missing price makes its line and the total `None`, an uncertain one makes them a range.

mod bill;
mod book;
mod combine;
mod fee;
mod funding;
mod items;
mod means;
mod missing;
mod plan;
mod purse;
mod quote;
mod search;
mod shares;
mod stakes;
mod tariff;
mod ways;
mod why_not;

pub use book::{CostOutcome, PricedUnit, TariffBook, is_jobseeker};
pub use funding::cheapest;
pub use items::price_items;
pub use means::{ACCOUNT, Account, AccountTerms, Means};
pub use plan::{PlanCost, price_plan, unit_price};
pub use tariff::{
    AccountUse, AnnualFee, Cell, Column, Currency, Exclusion, Fee, Figure, Format, HourTable, ItemGroup, ItemPrices, Limit, MAX_COLUMNS,
    Organiser, Rate, ReducedFee, Requirement, StillAsked, Tariff, TariffSource, UnitPrices, Waiver,
};
