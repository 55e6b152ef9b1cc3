//! Which price is missing, and why.

use super::{
    bill::{ANNUAL_FEE, Bill},
    book::{Context, Notes, PricedUnit},
    quote::{cells, quote},
    tariff::{Column, Tariff, UE},
};
use crate::domain::{
    answer::{Because, MissingPrice, MissingReason, Verdict},
    truth::Truth,
};

/// What has no known price on a bill, with the columns that it is paid in; where nobody said who pays, what has none whoever pays.
pub(super) fn missing(context: &Context, units: &[PricedUnit], columns: &[Payer], bill: &Bill) -> Vec<MissingPrice> {
    let mut missing: Vec<MissingPrice> = Vec::new();
    for ((unit, payer), line) in units.iter().zip(columns).zip(&bill.lines) {
        if line.learner.is_none() {
            missing.extend(of_unit(context, unit, *payer));
        }
    }
    if let Some(tariff) = context.tariff.filter(|tariff| !tariff.columns.is_empty() && tariff.annual_fee.is_none()) {
        missing.push(told(ANNUAL_FEE, None, MissingReason::FeeNotListed, tariff.unpublished.as_deref()));
    }
    missing
}

/// Who pays for a thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Payer {
    /// Nobody said.
    Unsaid,
    /// Somebody that the tariff does not name.
    Elsewhere,
    /// This column.
    Column(usize),
}

impl Payer {
    /// The column.
    pub fn column(self) -> Option<usize> {
        if let Self::Column(column) = self { Some(column) } else { None }
    }
}

fn told(id: &str, column: Option<&Column>, reason: MissingReason, rule: Option<&str>) -> MissingPrice {
    let because = rule.map(|rule| Because::rule(rule, Some(true))).into_iter().collect();
    MissingPrice { id: id.to_owned(), column: column.map(|column| column.id.clone()), reason, because }
}

fn of_unit(context: &Context, unit: &PricedUnit, payer: Payer) -> Option<MissingPrice> {
    let Some(tariff) = context.tariff else {
        return Some(told(&unit.id, None, MissingReason::NoTariff, None));
    };
    if tariff.columns.is_empty() {
        let reason = if tariff.unpublished.is_some() { MissingReason::Unpublished } else { MissingReason::NoTariff };
        return Some(told(&unit.id, None, reason, tariff.unpublished.as_deref()));
    }
    match payer {
        Payer::Elsewhere => Some(told(&unit.id, None, MissingReason::PayerNotListed, None)),
        Payer::Column(index) => {
            let column = tariff.columns.get(index)?;
            let refused = tariff_refuses(tariff, unit, column);
            if let Some(rule) = refused {
                return Some(told(&unit.id, Some(column), MissingReason::NotEligible, Some(rule)));
            }
            let unmet = column.requires.iter().map(|requirement| context.meets(requirement)).find(|(holds, _)| *holds == Truth::No);
            if let Some((_, because)) = unmet {
                let because = vec![because];
                return Some(MissingPrice { because, ..told(&unit.id, Some(column), MissingReason::NotOpen, None) });
            }
            Some(told(&unit.id, Some(column), unlisted(tariff, unit, std::slice::from_ref(&column)), None))
        }
        Payer::Unsaid => {
            let open: Vec<&Column> = tariff.columns.iter().filter(|column| context.standing(column) != Verdict::No).collect();
            let priced = |column: &&Column| quote(context, tariff, unit, column, &mut Notes::default()).learner.is_some();
            (!open.iter().any(priced)).then(|| told(&unit.id, None, unlisted(tariff, unit, &open), None))
        }
    }
}

/// The rule by which a column does not pay for a thing.
fn tariff_refuses<'a>(tariff: &'a Tariff, unit: &PricedUnit, column: &Column) -> Option<&'a str> {
    cells(tariff, unit, column).0.into_iter().find(|cell| !cell.eligible).map(|cell| cell.rule.as_str())
}

/// Why a tariff that names the payer has no price.
fn unlisted(tariff: &Tariff, unit: &PricedUnit, columns: &[&Column]) -> MissingReason {
    let listed = columns.iter().any(|column| !cells(tariff, unit, column).0.is_empty());
    match unit.kind.as_deref() {
        _ if listed => MissingReason::SizeNotListed,
        Some(UE) => MissingReason::ModalityNotListed,
        _ => MissingReason::NotListed,
    }
}
