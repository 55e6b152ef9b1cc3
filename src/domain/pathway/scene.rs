//! What plans are made from, whatever the request.

use super::calendar::Calendar;
use crate::domain::{
    answer::{Plan, Span},
    catalogue::{Catalogue, format::Unit},
    date::Term,
    planner::Budget,
    request::Request,
};

/// What the learner pays. `None` is unknown.
pub trait Prices: Send + Sync {
    /// For one unit alone, annual fee apart.
    fn unit(&self, unit: &Unit) -> Option<Span>;
    /// For an academic year in which something is taken, units apart.
    fn year(&self) -> Option<Span>;
    /// For a whole plan, fees included: what one who pays alone pays, until somebody says who pays.
    fn plan(&self, plan: &Plan) -> Option<Span>;
}

/// What every plan for one learner is made from.
pub struct Scene<'a> {
    /// The diplomas and units.
    pub catalogue: &'a Catalogue,
    /// The centre's calendar.
    pub calendar: Calendar,
    /// Whether courses in the day may be attended: only a known "no" rules them out.
    pub daytime: bool,
    /// What things cost, when anything is known of it.
    pub prices: Option<Box<dyn Prices + 'a>>,
    /// How far each search may go.
    pub budget: Budget,
}

impl<'a> Scene<'a> {
    /// Without prices, and with the usual budget.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, calendar: Calendar) -> Self {
        Self { catalogue, calendar, daytime: true, prices: None, budget: Budget::default() }
    }

    /// The first term of a plan for `request`.
    pub(super) fn start(&self, request: &Request) -> Term {
        request.target.start_term.unwrap_or(self.calendar.first_term)
    }

    /// The price of a unit as the planner compares it: what it costs at most, in cents.
    pub(super) fn cents(&self, unit: &Unit) -> Option<i64> {
        self.prices.as_ref()?.unit(unit)?.max().cents()
    }

    /// The fee of an academic year as the planner compares it: what it is at most, in cents.
    pub(super) fn year_cents(&self) -> Option<i64> {
        self.prices.as_ref()?.year()?.max().cents()
    }

    /// The price of a plan.
    pub(super) fn bill(&self, plan: &Plan) -> Option<Span> {
        self.prices.as_ref()?.plan(plan)
    }
}
