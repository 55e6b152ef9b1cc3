//! The fee of an academic year.

use super::{
    book::{Context, Notes},
    tariff::{AnnualFee, Tariff},
};
use crate::domain::{
    answer::{Because, Span},
    money::Money,
    request::RuleSet,
    truth::Truth,
};

/// The columns that pay for something in a year, one bit each, in the order of the tariff.
pub(super) type Mask = u32;

/// What is paid for in an academic year.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Used {
    /// The columns that pay.
    pub columns: Mask,
    /// Whether something is paid in a way that is not known.
    pub unknown: bool,
}

/// What the learner pays for the year; `None` when nobody published it.
pub(super) fn fee_of_year(context: &Context, tariff: &Tariff, used: Used, because: &mut Vec<Because>, notes: &mut Notes) -> Option<Span> {
    let fee = tariff.annual_fee.as_ref()?;
    let due = due(context, tariff, fee, used, because)?;
    if tariff.source.dated.is_none() {
        notes.add("tariff_historical", &fee.rule);
    }
    Some(due)
}

fn due(context: &Context, tariff: &Tariff, fee: &AnnualFee, used: Used, because: &mut Vec<Because>) -> Option<Span> {
    let columns =
        || tariff.columns.iter().enumerate().filter(|(index, _)| used.columns >> index & 1 == 1).map(|(_, column)| column.id.as_str());
    if let Some(waiver) = &fee.waiver {
        let exempting: Vec<&str> = columns().filter(|column| waiver.columns.iter().any(|known| known == column)).collect();
        if !exempting.is_empty() {
            return exempted(context, fee, &exempting, because);
        }
    }
    if used.unknown {
        return None;
    }
    let mut due: Option<Span> = None;
    for column in columns() {
        let amount = fee_of_column(context, fee, column, because)?;
        due = Some(due.map_or(amount, |due| due.or(amount)));
    }
    let disputed = |column: &str| fee.waiver.as_ref().filter(|waiver| waiver.disputed.iter().any(|known| known == column));
    if let Some(waiver) = columns().find_map(disputed) {
        quote(because, &waiver.rule, None);
        due = due.map(|due| due.or(Span::Exact(Money::ZERO)));
    }
    due
}

fn exempted(context: &Context, fee: &AnnualFee, exempting: &[&str], because: &mut Vec<Because>) -> Option<Span> {
    let still = |column: &&str| fee.still_asked.iter().find(|still| still.column == *column);
    let nothing = Span::Exact(Money::ZERO);
    let rule = fee.waiver.as_ref().map_or(fee.rule.as_str(), |waiver| waiver.rule.as_str());
    // One column that surely exempts is enough.
    let doubt = exempting
        .first()
        .and_then(still)
        .filter(|_| context.rules == RuleSet::Law && exempting.iter().all(|column| still(column).is_some()));
    let Some(doubt) = doubt else {
        quote(because, &fee.rule, Some(true));
        quote(because, rule, Some(true));
        return Some(nothing);
    };
    quote(because, rule, None);
    quote(because, &doubt.rule, None);
    fee_of_column(context, fee, &doubt.as_column, because).map(|asked| asked.or(nothing))
}

fn fee_of_column(context: &Context, fee: &AnnualFee, column: &str, because: &mut Vec<Because>) -> Option<Span> {
    let amounts = fee.columns.get(column)?;
    let mut due: Option<Span> = None;
    let mut or = |amount: Money| due = Some(due.map_or(Span::Exact(amount), |due| due.or(Span::Exact(amount))));
    let mut full = true;
    for reduced in &amounts.reduced {
        let holds = context.truth(&reduced.fact);
        if holds != Truth::No {
            or(reduced.amount);
        }
        full = holds != Truth::Yes;
        if !full {
            break;
        }
    }
    if full {
        or(amounts.amount);
    }
    let certain = matches!(due, Some(Span::Exact(_)));
    quote(because, &fee.rule, if certain { Some(true) } else { None });
    due
}

/// Quotes a rule once.
fn quote(because: &mut Vec<Because>, rule: &str, holds: Option<bool>) {
    if !because.iter().any(|known| known.rule == rule && known.holds == holds) {
        because.push(Because::rule(rule, holds));
    }
}
