//! The price of the whole in each single way of paying.

use super::{
    bill::{ANNUAL_FEE, Bill, bill},
    book::{Context, Notes, PricedUnit},
    means::ACCOUNT,
    missing::{Payer, missing},
    plan::of_terms,
    purse::orders,
    shares::{Paid, Shares, split},
    tariff::{Column, Tariff},
};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{Because, CostLine, Span, Verdict, Way, YearFee},
    date::Term,
    money::Money,
};

/// Every way that is not ruled out, in the order of the tariff, the account last.
pub(super) fn ways(context: &Context, units: &[PricedUnit], notes: &mut Notes) -> Vec<Way> {
    let columns = context.tariff.map(|tariff| tariff.columns.as_slice()).unwrap_or_default();
    let open = columns.iter().enumerate().filter(|(_, column)| context.standing(column) != Verdict::No);
    let mut ways: Vec<Way> = open.map(|(index, column)| way(context, units, index, column, notes)).collect();
    ways.extend(context.tariff.and_then(|tariff| by_account(context, tariff, units, notes)));
    ways
}

fn way(context: &Context, units: &[PricedUnit], index: usize, column: &Column, notes: &mut Notes) -> Way {
    let bill = bill(context, units, &vec![Some(index); units.len()], notes);
    let missing = missing(context, units, &vec![Payer::Column(index); units.len()], &bill);
    Way {
        id: column.id.clone(),
        payers: column.payers.clone(),
        schemes: context.schemes(column).into_iter().cloned().collect(),
        verdict: context.standing(column),
        out_of_pocket: bill.out_of_pocket,
        subtotal: known(&bill.lines),
        funder: funder(&bill.lines),
        terms: of_terms(units, &bill.lines),
        fees: fees(&bill),
        lines: bill.lines,
        missing,
    }
}

/// Everything in the first column whose learner's part the account may pay, with what it holds.
fn by_account(context: &Context, tariff: &Tariff, units: &[PricedUnit], notes: &mut Notes) -> Option<Way> {
    let used = context.account()?;
    let account = context.means.account.as_ref()?;
    let terms: Set<Term> = units.iter().map(|unit| unit.term).collect::<Option<_>>()?;
    let (purse, orders, because) = orders(account, account.balance?, &terms);
    let index = tariff.columns.iter().position(|column| used.columns.first() == Some(&column.id))?;
    let column = tariff.columns.get(index)?;
    let mut way = way(context, units, index, column, notes);
    let things: Vec<Paid> = units.iter().zip(&way.lines).map(|(unit, line)| Paid { unit, column, line }).collect();
    let shares = split(context, &things, Some((purse, &orders)));
    let reasons: Vec<Because> = [Because::rule(used.rule.as_str(), used.settled.then_some(true))].into_iter().chain(because).collect();
    let mut in_all = Shares::default();
    for ((unit, line), shares) in units.iter().zip(&mut way.lines).zip(&shares) {
        in_all.add_all(shares);
        line.learner = shares.learner();
        line.funder = if let Some(Span::Exact(amount)) = shares.of(ACCOUNT) { Some(amount) } else { None };
        if context.drawable(&column.id, unit) {
            line.because.extend(reasons.iter().cloned());
        }
    }
    let fee = way.lines.iter().find(|line| line.id == ANNUAL_FEE).and_then(|line| line.learner);
    in_all.add_to_learner(fee);
    way.id = ACCOUNT.to_owned();
    way.payers = vec![ACCOUNT.to_owned()];
    way.schemes = vec![ACCOUNT.to_owned()];
    way.verdict = if used.settled { context.means.verdict(ACCOUNT) } else { Verdict::Ask };
    way.out_of_pocket = in_all.learner();
    way.subtotal = in_all.learner().unwrap_or_else(|| known(&way.lines));
    way.funder = funder(&way.lines);
    way.terms = of_terms(units, &way.lines);
    Some(way)
}

fn known(lines: &[CostLine]) -> Span {
    lines.iter().filter_map(|line| line.learner).fold(Span::ZERO, Span::plus)
}

/// What a funder is invoiced for the things; the fee is never invoiced.
fn funder(lines: &[CostLine]) -> Option<Money> {
    lines.iter().filter(|line| line.id != ANNUAL_FEE).map(|line| line.funder).sum()
}

fn fees(bill: &Bill) -> Vec<YearFee> {
    bill.fees.iter().map(|(year, fee)| YearFee { academic_year: *year, learner: *fee }).collect()
}
