//! The cheapest legal ways of paying: who pays for what, under the limits, the fee waiver and the exclusions of the tariff.
//!
//! Exact. Within a year the things are taken term by term; what is already decided matters only through the columns that pay for something
//! (they set the fee) and the seats taken under the limits of the term, so one best choice is kept for each of these. The years are then
//! combined in the same way, through the columns that pay for something at all (they set the exclusions).

use super::{
    bill::{Bill, bill},
    book::{Context, Notes, PricedUnit, TariffBook},
    fee::{Mask, Used, fee_of_year},
    quote::{Quote, quote},
    tariff::Tariff,
};
use crate::domain::{
    answer::{Because, FundedUnit, Funding, Span},
    date::Term,
    money::Money,
    request::{Request, RuleSet},
    truth::Truth,
};
use std::collections::BTreeMap;

/// No more ways of paying than this are given.
const MOST: usize = 4;

/// The cheapest legal ways of paying for `units`, each the best of its set of columns, the cheapest for the learner first: by the most
/// that may be left to the learner, then the least, then the number of payers, then what funders are invoiced.
///
/// A set that costs no less than a smaller one within it is left out. Empty without a tariff, or when a unit has no term. Things without any
/// known price are left out of the comparison and named.
#[must_use]
pub fn cheapest(book: &TariffBook, request: &Request, units: &[PricedUnit]) -> Vec<Funding> {
    cheapest_in(&book.context(request), units)
}

/// As [`cheapest`], on what pricing already gathered.
pub(super) fn cheapest_in(context: &Context, units: &[PricedUnit]) -> Vec<Funding> {
    let Some(tariff) = context.tariff else {
        return Vec::new();
    };
    if units.iter().any(|unit| unit.term.is_none()) {
        return Vec::new();
    }
    let offers: Vec<Vec<Offer>> = units.iter().map(|unit| offers(context, tariff, unit)).collect();
    let mut found: Vec<(Mask, Partial)> = of_all_years(context, tariff, units, &offers)
        .into_iter()
        .filter(|(mask, _)| *mask != 0 && !excluded(context, tariff, *mask))
        .collect();
    found.sort_by_key(|(mask, partial)| (partial.score.most, partial.score.least, mask.count_ones(), partial.score.invoiced, *mask));
    let mut kept: Vec<(Mask, Partial)> = Vec::new();
    for (mask, partial) in found {
        // What costs no more stands before: a smaller set among it makes this one pointless.
        if !kept.iter().any(|(other, _)| other & mask == *other) && kept.len() < MOST {
            kept.push((mask, partial));
        }
    }
    kept.into_iter().map(|(_, partial)| funding(context, tariff, units, &partial)).collect()
}

/// What is to be as small as possible, the most important first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    most: Money,
    least: Money,
    invoiced: Money,
}

impl Score {
    fn plus(self, learner: Span, invoiced: Money) -> Self {
        Self { most: self.most + learner.max(), least: self.least + learner.min(), invoiced: self.invoiced + invoiced }
    }
}

/// One way of paying for one thing.
struct Offer {
    column: usize,
    learner: Span,
    invoiced: Money,
    /// Under a limit: what the learner pays when the column only perhaps pays for it.
    perhaps: Option<Span>,
    /// Under a limit: how many are surely paid for, and at most.
    seats: Option<(u32, u32)>,
}

/// How a thing is paid: its column, and whether surely.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Choice {
    unit: usize,
    column: usize,
    sure: bool,
}

/// A partial way of paying.
#[derive(Clone, Default)]
struct Partial {
    score: Score,
    choices: Vec<Choice>,
}

/// Seats taken in a term: for each limited column, those surely and those perhaps paid for.
type Seats = BTreeMap<usize, (u32, u32)>;

/// Keeps the better of two ways to the same place. The first found stays on a tie, so that the result never depends on chance.
fn keep<K: Ord>(best: &mut BTreeMap<K, Partial>, key: K, partial: Partial) {
    match best.get(&key) {
        Some(known) if known.score <= partial.score => {}
        _ => {
            best.insert(key, partial);
        }
    }
}

fn offers(context: &Context, tariff: &Tariff, unit: &PricedUnit) -> Vec<Offer> {
    let mut notes = Notes::default();
    let mut price = |column: usize| -> Option<Quote> {
        let known = tariff.columns.get(column).filter(|known| context.may_use(known) != Truth::No)?;
        Some(quote(context, tariff, unit, known, &mut notes)).filter(|quote| !quote.refused)
    };
    let mut offers = Vec::new();
    for (column, known) in tariff.columns.iter().enumerate() {
        let Some(priced) = price(column) else {
            continue;
        };
        let Some(learner) = priced.learner else {
            continue;
        };
        let limit = unit.kind.as_deref().and_then(|kind| tariff.limit(&known.id, kind));
        let beyond = limit.and_then(|limit| tariff.columns.iter().position(|other| other.id == limit.beyond));
        let instead = beyond.and_then(&mut price).and_then(|quote| quote.learner);
        offers.push(Offer {
            column,
            learner,
            invoiced: priced.funder.unwrap_or_default(),
            perhaps: instead.map(|instead| learner.or(instead)),
            seats: limit.map(|limit| (limit.guaranteed, limit.at_most)),
        });
    }
    offers
}

/// The best way of paying for everything, by the columns that pay for something.
fn of_all_years(context: &Context, tariff: &Tariff, units: &[PricedUnit], offers: &[Vec<Offer>]) -> BTreeMap<Mask, Partial> {
    let mut years: BTreeMap<i32, BTreeMap<Term, Vec<usize>>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        if let Some(term) = unit.term
            && offers.get(index).is_some_and(|offers| !offers.is_empty())
        {
            years.entry(term.academic_year()).or_default().entry(term).or_default().push(index);
        }
    }
    let mut all = BTreeMap::from([(0, Partial::default())]);
    for terms in years.values() {
        let mut next = BTreeMap::new();
        for (year, of_year) in of_year(terms, offers) {
            let used = Used { columns: year, unknown: false };
            // An unknown fee cannot be compared; it makes the total unknown, which the bill tells.
            let fee = fee_of_year(context, tariff, used, &mut Vec::new(), &mut Notes::default()).unwrap_or(Span::Exact(Money::ZERO));
            for (mask, before) in &all {
                let mut partial = before.clone();
                partial.score = partial.score.plus(Span::between(of_year.score.least, of_year.score.most), of_year.score.invoiced);
                partial.score = partial.score.plus(fee, Money::ZERO);
                partial.choices.extend_from_slice(&of_year.choices);
                keep(&mut next, mask | year, partial);
            }
        }
        all = next;
    }
    all
}

/// The best way of paying for a year, the fee apart, by the columns that pay for something.
fn of_year(terms: &BTreeMap<Term, Vec<usize>>, offers: &[Vec<Offer>]) -> BTreeMap<Mask, Partial> {
    let mut best: BTreeMap<Mask, Partial> = BTreeMap::from([(0, Partial::default())]);
    for units in terms.values() {
        let mut open: BTreeMap<(Mask, Seats), Partial> = BTreeMap::new();
        for (mask, partial) in best {
            open.insert((mask, Seats::new()), partial);
        }
        for unit in units {
            let mut next = BTreeMap::new();
            for ((mask, seats), partial) in &open {
                for offer in offers.get(*unit).map(Vec::as_slice).unwrap_or_default() {
                    take(&mut next, *mask, seats, partial, *unit, offer);
                }
            }
            open = next;
        }
        best = BTreeMap::new();
        for ((mask, seats), partial) in open {
            // Nobody is perhaps paid for while a sure seat is free.
            if seats.iter().all(|(column, (sure, perhaps))| *perhaps == 0 || Some(*sure) == sure_seats(*column, units, offers)) {
                keep(&mut best, mask, partial);
            }
        }
    }
    best
}

/// How many of these things a limited column surely pays for.
fn sure_seats(column: usize, units: &[usize], offers: &[Vec<Offer>]) -> Option<u32> {
    let offers = units.iter().filter_map(|unit| offers.get(*unit)).flatten();
    offers.filter(|offer| offer.column == column).find_map(|offer| offer.seats).map(|(guaranteed, _)| guaranteed)
}

/// Adds every way in which `offer` may pay for `unit`.
fn take(next: &mut BTreeMap<(Mask, Seats), Partial>, mask: Mask, seats: &Seats, partial: &Partial, unit: usize, offer: &Offer) {
    let mut add = |seats: Seats, learner: Span, sure: bool| {
        let mut choices = partial.choices.clone();
        choices.push(Choice { unit, column: offer.column, sure });
        let score = partial.score.plus(learner, offer.invoiced);
        keep(next, (mask | 1 << offer.column, seats), Partial { score, choices });
    };
    let Some((guaranteed, at_most)) = offer.seats else {
        add(seats.clone(), offer.learner, true);
        return;
    };
    let (sure, perhaps) = seats.get(&offer.column).copied().unwrap_or_default();
    let with = |sure: u32, perhaps: u32| {
        let mut seats = seats.clone();
        seats.insert(offer.column, (sure, perhaps));
        seats
    };
    if sure < guaranteed {
        add(with(sure + 1, perhaps), offer.learner, true);
    }
    if let Some(learner) = offer.perhaps
        && perhaps < at_most.saturating_sub(guaranteed)
    {
        add(with(sure, perhaps + 1), learner, false);
    }
}

/// Whether the law surely forbids to combine these columns.
fn excluded(context: &Context, tariff: &Tariff, mask: Mask) -> bool {
    context.rules == RuleSet::Law
        && tariff.exclusions.iter().any(|exclusion| exclusion.settled && combines(tariff, mask, &exclusion.columns))
}

fn combines(tariff: &Tariff, mask: Mask, columns: &[String]) -> bool {
    columns.iter().all(|name| tariff.columns.iter().position(|column| column.id == *name).is_some_and(|index| mask >> index & 1 == 1))
}

/// The answer for a way of paying. It is priced again by the bill, so that the two never disagree.
fn funding(context: &Context, tariff: &Tariff, units: &[PricedUnit], partial: &Partial) -> Funding {
    // The bill gives seats in the order of its list: those that must be sure come first.
    let mut choices = partial.choices.clone();
    choices.sort_by_key(|choice| (!choice.sure, choice.unit));
    let priced: Vec<PricedUnit> = choices.iter().filter_map(|choice| units.get(choice.unit).cloned()).collect();
    let columns: Vec<Option<usize>> = choices.iter().map(|choice| Some(choice.column)).collect();
    let Bill { lines, out_of_pocket, .. } = bill(context, &priced, &columns, &mut Notes::default());
    let unknown: Vec<String> = units
        .iter()
        .enumerate()
        .filter(|(index, _)| choices.iter().all(|choice| choice.unit != *index))
        .map(|(_, unit)| unit.id.clone())
        .collect();
    let mask = choices.iter().fold(0, |mask: Mask, choice| mask | 1 << choice.column);
    let mut because: Vec<Because> = Vec::new();
    let doubtful = tariff.exclusions.iter().filter(|exclusion| context.rules == RuleSet::Law && combines(tariff, mask, &exclusion.columns));
    for reason in
        doubtful.map(|exclusion| Because::rule(exclusion.rule.as_str(), None)).chain(lines.iter().flat_map(|line| line.because.clone()))
    {
        if !because.contains(&reason) {
            because.push(reason);
        }
    }
    let mut placed: Vec<(usize, FundedUnit)> = Vec::new();
    for (choice, line) in choices.iter().zip(&lines) {
        if let (Some(column), Some(learner)) = (tariff.columns.get(choice.column), line.learner) {
            placed.push((choice.unit, FundedUnit { id: line.id.clone(), column: column.id.clone(), learner }));
        }
    }
    placed.sort_by_key(|(index, _)| *index);
    let used = tariff.columns.iter().enumerate().filter(|(index, _)| mask >> index & 1 == 1);
    Funding {
        schemes: used.flat_map(|(_, column)| column.schemes.clone()).collect(),
        pays: lines.iter().take(choices.len()).try_fold(Money::ZERO, |sum, line| line.funder.map(|funder| sum + funder)),
        subtotal: Span::between(partial.score.least, partial.score.most),
        out_of_pocket: out_of_pocket.filter(|_| unknown.is_empty()),
        units: placed.into_iter().map(|(_, unit)| unit).collect(),
        unknown,
        because,
    }
}
