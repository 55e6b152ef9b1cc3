//! What one thing costs in one column of the tariff.

use super::{
    book::{Context, Notes, PricedUnit},
    tariff::{Cell, Column, Figure, Organiser, Rate, Tariff, UE},
};
use crate::domain::{
    answer::{Because, Span},
    money::Money,
    request::RuleSet,
    truth::Truth,
};
use rust_decimal::Decimal;

/// What one thing costs.
#[derive(Clone, Debug, Default)]
pub(super) struct Quote {
    /// Whether the column surely does not pay for it: by the tariff, or because of who the person is.
    pub refused: bool,
    pub learner: Option<Span>,
    pub funder: Option<Money>,
    pub because: Vec<Because>,
}

/// Hours of class, and the rule that gives them.
pub(super) fn hours(context: &Context, unit: &PricedUnit) -> (Option<u32>, Option<Because>) {
    let (Some(tariff), Some(UE)) = (context.tariff, unit.kind.as_deref()) else {
        return (None, None);
    };
    let Some(table) = &tariff.hours else {
        return (None, None);
    };
    let covered = match organiser(tariff, unit) {
        Some(organiser) => Some(table.organisers.contains(&organiser)),
        None if table.organisers.len() > 1 => Some(true),
        None => None,
    };
    let hours = if covered == Some(false) { None } else { unit.ects.and_then(|ects| table.sizes.get(&ects).copied().flatten()) };
    (hours, hours.map(|_| Because::rule(table.rule.as_str(), covered)))
}

/// The price of `unit` in `column`, without its limits.
pub(super) fn quote(context: &Context, tariff: &Tariff, unit: &PricedUnit, column: &Column, notes: &mut Notes) -> Quote {
    let mut quote = Quote::default();
    let mut open = Truth::Yes;
    for requirement in &column.requires {
        let (holds, because) = context.meets(requirement);
        open = open.and(holds);
        quote.because.push(because);
    }
    let (cells, certain) = cells(tariff, unit, column);
    if cells.iter().any(|cell| !cell.eligible) {
        quote.refused = true;
        quote.because.extend(cells.iter().map(|cell| Because::rule(cell.rule.as_str(), Some(false))));
        return quote;
    }
    if open == Truth::No {
        quote.refused = true;
        return quote;
    }
    let mut figure: Option<Option<Span>> = None;
    for cell in cells {
        let amount = amount(tariff, cell, unit);
        let exact = certain && amount.is_some_and(|(_, printed)| printed);
        quote.because.push(Because::rule(cell.rule.as_str(), if exact { Some(true) } else { None }));
        if let Some((_, printed)) = amount {
            note(tariff, cell, certain, printed, notes);
        }
        let amount = amount.map(|(amount, _)| Span::Exact(amount));
        figure = Some(match figure {
            None => amount,
            Some(before) => before.zip(amount).map(|(before, amount)| before.or(amount)),
        });
    }
    if let Some(rule) = &column.rule {
        quote.because.push(Because::rule(rule.as_str(), Some(true)));
    }
    if let Some(rule) = unit.kind.as_deref().and_then(|kind| tariff.item(kind)).and_then(|item| item.withdrawn.as_deref())
        && context.rules == RuleSet::Law
    {
        notes.add("item_withdrawn", rule);
    }
    match (column.figure, figure) {
        (_, None) => {}
        (Figure::Learner, Some(figure)) => quote.learner = figure,
        // Whatever the funder is invoiced, the learner pays nothing.
        (Figure::Funder, Some(figure)) => {
            quote.learner = Some(Span::Exact(Money::ZERO));
            quote.funder = if let Some(Span::Exact(amount)) = figure { Some(amount) } else { None };
        }
    }
    quote
}

fn note(tariff: &Tariff, cell: &Cell, certain: bool, printed: bool, notes: &mut Notes) {
    if tariff.source.dated.is_none() {
        notes.add("tariff_historical", &cell.rule);
    }
    if !printed {
        notes.add("tariff_extrapolated", &cell.rule);
    }
    if !certain {
        notes.add("tariff_assumed", &cell.rule);
    }
}

/// The cells that may apply, and whether it is certain that they do: with an unknown organiser or way of attending, every printed row may.
pub(super) fn cells<'a>(tariff: &'a Tariff, unit: &PricedUnit, column: &Column) -> (Vec<&'a Cell>, bool) {
    let Some(kind) = unit.kind.as_deref() else {
        return (Vec::new(), false);
    };
    if kind != UE {
        return (tariff.item(kind).and_then(|item| item.columns.get(&column.id)).into_iter().collect(), true);
    }
    let organiser = organiser(tariff, unit);
    let rows = tariff.units.iter().filter(|row| {
        organiser.is_none_or(|organiser| row.organiser == organiser)
            && unit.modality.is_none_or(|modality| row.modalities.contains(&modality))
    });
    let cells = rows.filter_map(|row| row.columns.get(&column.id)).collect();
    (cells, organiser.is_some() && unit.modality.is_some())
}

fn organiser(tariff: &Tariff, unit: &PricedUnit) -> Option<Organiser> {
    unit.organiser.as_ref().map(|region| if *region == tariff.region { Organiser::Own } else { Organiser::Other })
}

/// The amount of a cell, and whether the tariff prints it.
fn amount(tariff: &Tariff, cell: &Cell, unit: &PricedUnit) -> Option<(Money, bool)> {
    if let Some(amount) = unit.ects.and_then(|ects| cell.sizes.get(&ects)) {
        return Some((*amount, true));
    }
    // A flat rate beside printed sizes covers sizes that are not known.
    let ects = unit.ects.map(Decimal::from);
    let amount = match cell.rate? {
        Rate::Flat(amount) => Some(amount),
        Rate::PerEcts(rate) => rate.times(ects?),
        Rate::PerHour(rate) => {
            let hours = tariff.hours.as_ref()?.sizes.get(&unit.ects?).copied().flatten()?;
            rate.times(Decimal::from(hours))
        }
    };
    amount.map(|amount| (amount, cell.sizes.is_empty()))
}
