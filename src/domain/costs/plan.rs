//! The price of a plan, in each way of paying.

use super::{
    bill::{Bill, bill},
    book::{Context, CostOutcome, Notes, PricedUnit, TariffBook},
    funding::cheapest_in,
    quote::quote,
    tariff::Column,
};
use crate::domain::{
    answer::{Cost, Span, TermCost, Way, YearFee},
    date::Term,
    money::Money,
    request::Request,
    truth::Truth,
};
use std::collections::BTreeMap;

/// The price of a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanCost {
    /// Everything under `cost` of the answer: the lines for the payer that the facts name, and every other way of paying.
    pub outcome: CostOutcome,
    /// What the learner pays for the units of each term, the annual fee apart: the `cost` of the terms of the plan.
    pub terms: BTreeMap<Term, Option<Span>>,
}

/// Prices the units of a plan. Without the fact `payer` the lines and the total are unknown, and the ways of paying tell what they could be.
#[must_use]
pub fn price_plan(book: &TariffBook, request: &Request, units: &[PricedUnit]) -> PlanCost {
    if units.is_empty() {
        return PlanCost::default();
    }
    let context = book.context(request);
    let mut notes = Notes::default();
    let chosen = bill(&context, units, &vec![context.column_of(None); units.len()], &mut notes);
    let terms = of_terms(units, &chosen).into_iter().map(|cost| (cost.term, cost.learner)).collect();
    let columns = context.tariff.map(|tariff| tariff.columns.as_slice()).unwrap_or_default();
    let open = columns.iter().enumerate().filter(|(_, column)| context.may_use(column) != Truth::No);
    let ways = open.map(|(index, column)| way(&context, units, index, column, &mut notes)).collect();
    let cost = Cost {
        price: chosen.price.or_else(|| request.facts.money("price")),
        lines: chosen.lines,
        best: cheapest_in(&context, units),
        ways,
        out_of_pocket: chosen.out_of_pocket,
    };
    PlanCost { outcome: CostOutcome { cost, warnings: notes.into_warnings() }, terms }
}

/// What the learner pays for one unit alone, limits and annual fee apart, to compare units with one another: in the column of the fact
/// `payer`, or of somebody who pays alone when nobody said who pays.
#[must_use]
pub fn unit_price(book: &TariffBook, request: &Request, unit: &PricedUnit) -> Option<Span> {
    let context = book.context(request);
    let tariff = context.tariff?;
    let column = context.column_of(request.facts.word("payer").or(Some("self")))?;
    quote(&context, tariff, unit, tariff.columns.get(column)?, &mut Notes::default()).learner
}

fn way(context: &Context, units: &[PricedUnit], index: usize, column: &Column, notes: &mut Notes) -> Way {
    let bill = bill(context, units, &vec![Some(index); units.len()], notes);
    Way {
        id: column.id.clone(),
        payers: column.payers.clone(),
        out_of_pocket: bill.out_of_pocket,
        funder: bill.lines.iter().try_fold(Money::ZERO, |sum, line| line.funder.map(|funder| sum + funder)),
        terms: of_terms(units, &bill),
        fees: bill.fees.iter().map(|(year, fee)| YearFee { academic_year: *year, learner: *fee }).collect(),
        lines: bill.lines,
    }
}

/// The units of each term together; one unknown makes the whole unknown.
fn of_terms(units: &[PricedUnit], bill: &Bill) -> Vec<TermCost> {
    let mut terms: BTreeMap<Term, (Option<Span>, Option<Money>)> = BTreeMap::new();
    for (unit, line) in units.iter().zip(&bill.lines) {
        if let Some(term) = unit.term {
            let (learner, funder) = terms.entry(term).or_insert((Some(Span::Exact(Money::ZERO)), Some(Money::ZERO)));
            *learner = learner.zip(line.learner).map(|(sum, more)| sum.plus(more));
            *funder = funder.zip(line.funder).map(|(sum, more)| sum + more);
        }
    }
    terms.into_iter().map(|(term, (learner, funder))| TermCost { term, learner, funder }).collect()
}
