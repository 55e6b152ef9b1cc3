//! All that is said of combining schemes.

use super::{
    book::{Context, Notes, PricedUnit},
    funding::Combinations,
    stakes::stakes,
    why_not::why_not,
};
use crate::domain::sorted::Map;
use crate::domain::{
    answer::{Funding, Span, WhyNot},
    money::Money,
};

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
    pub stakes: Map<String, Money>,
}

/// Combines the schemes over these units. Nothing without a tariff, or when a unit has no term.
pub(super) fn combine(context: &Context, units: &[PricedUnit], notes: &mut Notes) -> Combined {
    let Some(combinations) = Combinations::of(context, units) else {
        return Combined::default();
    };
    let best = combinations.best();
    combinations.note(&best, notes);
    Combined { best, left: combinations.left(), why_not: why_not(&combinations), stakes: stakes(&combinations) }
}
