//! The whole bill: every thing in the column that it is paid in, the limits of the columns, and the annual fee.

use super::{
    book::{Context, Notes, PricedUnit},
    fee::{Used, fee_of_year},
    quote::{Quote, hours, quote},
    tariff::{Limit, Tariff},
};
use crate::domain::sorted::Map;
use crate::domain::{
    answer::{Because, CostLine, Span},
    date::Term,
    money::Money,
};

/// The id of the line of the fee.
pub(super) const ANNUAL_FEE: &str = "annual_fee";

/// A bill.
pub(super) struct Bill {
    /// One line a thing, in order, then the fee.
    pub lines: Vec<CostLine>,
    /// The fee by academic year (the calendar year in which it begins), when every term is known.
    pub fees: Map<i32, Option<Span>>,
    /// All that the learner pays.
    pub out_of_pocket: Option<Span>,
    /// All that is paid, when the tariff says it.
    pub price: Option<Money>,
}

/// How a thing stands under the limit of its column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Within,
    Perhaps,
    Beyond,
}

/// Prices `units`, each in the column whose index stands at the same place of `columns` (`None`: nobody knows who pays).
///
/// Where a column pays for a limited number of things in a term, the first listed come first.
pub(super) fn bill(context: &Context, units: &[PricedUnit], columns: &[Option<usize>], notes: &mut Notes) -> Bill {
    let mut lines = Vec::with_capacity(units.len() + 1);
    let mut years: Map<Option<i32>, Vec<Used>> = Map::new();
    let mut seats = Seats::of(context, units, columns);
    for (index, unit) in units.iter().enumerate() {
        let column = columns.get(index).copied().flatten();
        let (hours, hours_because) = hours(context, unit);
        let (quote, used) = match (context.tariff, column) {
            (Some(tariff), Some(column)) => line(context, tariff, unit, column, &mut seats, notes),
            _ => (Quote::default(), Used { columns: 0, unknown: true }),
        };
        years.entry(unit.term.map(Term::academic_year)).or_default().push(used);
        let mut because = quote.because;
        because.extend(hours_because);
        if let Some(rule) = context.tariff.and_then(|tariff| tariff.unpublished.as_deref()) {
            because.push(Because::rule(rule, Some(true)));
        }
        lines.push(CostLine { id: unit.id.clone(), hours, learner: quote.learner, funder: quote.funder, because });
    }
    let mut because = Vec::new();
    let (fees, fee) = match context.tariff {
        Some(tariff) => all_fees(context, tariff, &years, &mut because, notes),
        None => (Map::new(), None),
    };
    let nothing = Span::Exact(Money::ZERO);
    let waived = fee == Some(nothing);
    lines.push(CostLine { id: ANNUAL_FEE.to_owned(), hours: None, learner: fee, funder: waived.then_some(Money::ZERO), because });
    let out_of_pocket = lines.iter().try_fold(nothing, |sum, line| line.learner.map(|learner| sum.plus(learner)));
    let price = match out_of_pocket {
        Some(Span::Exact(learner)) => lines.iter().try_fold(learner, |sum, line| line.funder.map(|funder| sum + funder)),
        _ => None,
    };
    Bill { lines, fees, out_of_pocket, price }
}

fn line(context: &Context, tariff: &Tariff, unit: &PricedUnit, column: usize, seats: &mut Seats, notes: &mut Notes) -> (Quote, Used) {
    let Some(known) = tariff.columns.get(column) else {
        return (Quote::default(), Used { columns: 0, unknown: true });
    };
    let mut priced = quote(context, tariff, unit, known, notes);
    let used = |column: usize| Used { columns: 1 << column, unknown: false };
    if priced.refused {
        return (priced, Used::default());
    }
    let limit = unit.kind.as_deref().and_then(|kind| tariff.limit(&known.id, kind));
    let beyond = limit.and_then(|limit| tariff.columns.iter().position(|column| column.id == limit.beyond).map(|index| (limit, index)));
    let Some((limit, index)) = beyond else {
        return (priced, used(column));
    };
    let place = seats.take(limit, column, unit.term);
    let holds = match place {
        Place::Within => Some(true),
        Place::Perhaps => None,
        Place::Beyond => Some(false),
    };
    let rule = Because::rule(limit.rule.as_str(), holds);
    if place == Place::Within {
        priced.because.push(rule);
        return (priced, used(column));
    }
    let mut instead = tariff.columns.get(index).map(|other| quote(context, tariff, unit, other, notes)).unwrap_or_default();
    instead.because.insert(0, rule);
    if place == Place::Beyond {
        return (instead, used(index));
    }
    priced.learner = priced.learner.zip(instead.learner).map(|(here, there)| here.or(there));
    priced.because.append(&mut instead.because);
    (priced, used(column))
}

/// How many things each limited column already pays for in a term.
struct Seats {
    taken: Map<(usize, Option<Term>), u32>,
    /// Things of a limited column without a term, and all things of it.
    without_term: Map<usize, (u32, u32)>,
}

impl Seats {
    fn of(context: &Context, units: &[PricedUnit], columns: &[Option<usize>]) -> Self {
        let mut without_term: Map<usize, (u32, u32)> = Map::new();
        for (unit, column) in units.iter().zip(columns) {
            let named =
                column.and_then(|index| context.tariff.and_then(|tariff| tariff.columns.get(index).map(|column| (tariff, index, column))));
            if let (Some((tariff, index, known)), Some(kind)) = (named, unit.kind.as_deref())
                && tariff.limit(&known.id, kind).is_some()
            {
                let (unknown, all) = without_term.entry(index).or_default();
                *all += 1;
                *unknown += u32::from(unit.term.is_none());
            }
        }
        Self { taken: Map::new(), without_term }
    }

    fn take(&mut self, limit: &Limit, column: usize, term: Option<Term>) -> Place {
        // Without its term a thing may share a term with any other: it is surely paid for only if all of them are.
        if term.is_none() {
            let (_, all) = self.without_term.get(&column).copied().unwrap_or_default();
            return if all <= limit.guaranteed { Place::Within } else { Place::Perhaps };
        }
        let taken = self.taken.entry((column, term)).or_default();
        *taken += 1;
        if *taken <= limit.guaranteed {
            Place::Within
        } else if *taken <= limit.at_most {
            Place::Perhaps
        } else {
            Place::Beyond
        }
    }
}

type Fees = (Map<i32, Option<Span>>, Option<Span>);

/// The fee of every year, and all of them together.
fn all_fees(
    context: &Context,
    tariff: &Tariff,
    years: &Map<Option<i32>, Vec<Used>>,
    because: &mut Vec<Because>,
    notes: &mut Notes,
) -> Fees {
    let nothing = Span::Exact(Money::ZERO);
    let together = |used: &[Used]| Used {
        columns: used.iter().fold(0, |all, used| all | used.columns),
        unknown: used.iter().any(|used| used.unknown),
    };
    let mut fees = Map::new();
    let mut sum = Some(nothing);
    for (year, used) in years {
        if let Some(year) = year {
            let fee = fee_of_year(context, tariff, together(used), because, notes);
            fees.insert(*year, fee);
            sum = sum.zip(fee).map(|(sum, fee)| sum.plus(fee));
        }
    }
    let Some(undated) = years.get(&None) else {
        return (fees, sum);
    };
    if undated.len() == 1 && fees.is_empty() {
        return (fees, fee_of_year(context, tariff, together(undated), because, notes));
    }
    // Things without a term fall at best in years that are paid for anyway, and at worst in one more year each.
    let mut least = if fees.is_empty() { None } else { sum.map(Span::min) };
    let mut most = sum.map(Span::max);
    for used in undated {
        let alone = fee_of_year(context, tariff, *used, because, notes);
        most = most.zip(alone).map(|(most, alone)| most + alone.max());
        let floor = alone.map_or(Money::ZERO, Span::min);
        least = Some(if fees.is_empty() || floor == Money::ZERO {
            least.map_or(floor, |least| least.min(floor))
        } else {
            least.unwrap_or(floor)
        });
    }
    (fees, least.zip(most).map(|(least, most)| Span::between(least, most)))
}
