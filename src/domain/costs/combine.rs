//! All that is said of combining schemes.

use super::{
    book::{Context, PricedUnit},
    funding::Combinations,
    stakes::stakes,
    why_not::why_not,
};
use crate::domain::{
    answer::{Funding, Span, WhyNot},
    money::Money,
};
use std::collections::BTreeMap;

/// The combinations as the answer tells them.
#[derive(Default)]
pub(super) struct Combined {
    /// The best legal ways.
    pub best: Vec<Funding>,
    /// What is left to the learner, from all granted to nothing granted.
    pub left: Option<Span>,
    /// Why other schemes are left out.
    pub why_not: Vec<WhyNot>,
    /// The euros that depend on facts.
    pub stakes: BTreeMap<String, Money>,
}

/// Combines the schemes over these units. Nothing without a tariff, or when a unit has no term.
pub(super) fn combine(context: &Context, units: &[PricedUnit]) -> Combined {
    Combinations::of(context, units).map_or_else(Combined::default, |combinations| Combined {
        best: combinations.best(),
        left: combinations.left(),
        why_not: why_not(&combinations),
        stakes: stakes(&combinations),
    })
}
