//! What it costs and who pays.
//!
//! The prices are data: a [`Tariff`] a region. [`price_items`] prices what a request lists, [`price_plan`] the units of a plan.
//! What no tariff says stays unknown: a missing price makes its line and the total `None`, an uncertain one makes them a range.
//!
//! | file | what it holds |
//! |---|---|
//! | `tariff`, `book` | the prices, limits, exclusions and uses of the account, as data; the tariffs at hand |
//! | `means`, `purse` | what the person has to pay with: verdicts on schemes, and what the account gives at each purchase |
//! | `quote`, `fee`, `bill` | one thing in one column; the fee of a year; the whole bill |
//! | `declared` | what is left of a quoted price, where there is no tariff |
//! | `items`, `plan`, `ways` | the answer for listed things, for a plan, and for each single way of paying |
//! | `search`, `chain`, `funding`, `shares` | the best legal combination, why the search is exact, and who pays how much of what |
//! | `why_not`, `stakes`, `missing` | why not another scheme; the euros that an answer may save; which price is missing and why |

mod bill;
mod book;
mod chain;
mod combine;
mod declared;
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
pub use declared::left_of_declared;
pub use funding::cheapest;
pub use items::price_items;
pub use means::{ACCOUNT, Account, AccountTerms, Means};
pub use plan::{PlanCost, bill_of_plan, price_plan, unit_price, year_price};
pub use tariff::{
    AccountUse, AnnualFee, Cell, Column, Currency, Exclusion, Fee, Figure, Format, HourTable, ItemGroup, ItemPrices, Limit, MAX_COLUMNS,
    Organiser, Rate, ReducedFee, Requirement, StillAsked, Tariff, TariffSource, UnitPrices, Waiver,
};
