//! The price of a plan, in each way of paying.

use super::{
    bill::bill,
    book::{CostOutcome, Notes, PricedUnit, TariffBook},
    combine::combine,
    fee::{Used, fee_of_year},
    means::Means,
    missing::missing,
    quote::quote,
    ways::ways,
};
use crate::domain::sorted::Map;
use crate::domain::{
    answer::{Cost, CostLine, Span, TermCost},
    date::Term,
    money::Money,
    request::Request,
};

/// The price of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanCost {
    /// Everything under `cost` of the answer: the lines for the payer that the facts name, and every other way of paying.
    pub outcome: CostOutcome,
    /// What the learner pays for the units of each term, the annual fee apart: the `cost` of the terms of the plan.
    pub terms: Map<Term, Option<Span>>,
}

/// Prices the units of a plan. Without the fact `payer` the lines and the total are unknown, and the ways of paying tell what they could be.
#[must_use]
pub fn price_plan(book: &TariffBook, request: &Request, means: &Means, units: &[PricedUnit]) -> PlanCost {
    if units.is_empty() {
        return PlanCost::default();
    }
    let context = book.context(request, means);
    let mut notes = Notes::default();
    let payers = vec![context.payer(None); units.len()];
    let chosen = bill(&context, units, &payers.iter().map(|payer| payer.column()).collect::<Vec<_>>(), &mut notes);
    let terms = of_terms(units, &chosen.lines).into_iter().map(|cost| (cost.term, cost.learner)).collect();
    let combined = combine(&context, units, &mut notes);
    let cost = Cost {
        price: chosen.price.or_else(|| request.facts.money("price")),
        missing: missing(&context, units, &payers, &chosen),
        lines: chosen.lines,
        best: combined.best,
        ways: ways(&context, units, &mut notes),
        out_of_pocket: chosen.out_of_pocket,
        left: combined.left,
        why_not: combined.why_not,
    };
    PlanCost { outcome: CostOutcome { cost, warnings: notes.into_warnings(), stakes: combined.stakes }, terms }
}

/// What the learner pays for the units of a plan and its annual fees, which is the `out_of_pocket` of [`price_plan`] without the work on every
/// other way of paying.
#[must_use]
pub fn bill_of_plan(book: &TariffBook, request: &Request, units: &[PricedUnit]) -> Option<Span> {
    if units.is_empty() {
        return None;
    }
    let context = book.context(request, &Means::UNKNOWN);
    let payer = context.payer(None).column();
    bill(&context, units, &vec![payer; units.len()], &mut Notes::default()).out_of_pocket
}

/// What the learner pays for one unit alone, limits and annual fee apart, to compare units with one another: in the column of the fact
/// `payer`, or of somebody who pays alone when nobody said who pays.
#[must_use]
pub fn unit_price(book: &TariffBook, request: &Request, unit: &PricedUnit) -> Option<Span> {
    let context = book.context(request, &Means::UNKNOWN);
    let tariff = context.tariff?;
    let column = context.column_of(request.facts.word("payer").or(Some("self")))?;
    quote(&context, tariff, unit, tariff.columns.get(column)?, &mut Notes::default()).learner
}

/// What the learner pays for an academic year in which something is taken, units apart: in the column that [`unit_price`] uses.
#[must_use]
pub fn year_price(book: &TariffBook, request: &Request) -> Option<Span> {
    let context = book.context(request, &Means::UNKNOWN);
    let tariff = context.tariff?;
    let column = context.column_of(request.facts.word("payer").or(Some("self")))?;
    let used = Used { columns: 1 << column, unknown: false };
    fee_of_year(&context, tariff, used, &mut Vec::new(), &mut Notes::default())
}

/// The units of each term together; one unknown makes the whole unknown.
pub(super) fn of_terms(units: &[PricedUnit], lines: &[CostLine]) -> Vec<TermCost> {
    let mut terms: Map<Term, (Option<Span>, Option<Money>)> = Map::new();
    for (unit, line) in units.iter().zip(lines) {
        if let Some(term) = unit.term {
            let (learner, funder) = terms.entry(term).or_insert((Some(Span::Exact(Money::ZERO)), Some(Money::ZERO)));
            *learner = learner.zip(line.learner).map(|(sum, more)| sum.plus(more));
            *funder = funder.zip(line.funder).map(|(sum, more)| sum + more);
        }
    }
    terms.into_iter().map(|(term, (learner, funder))| TermCost { term, learner, funder }).collect()
}
