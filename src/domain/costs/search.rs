//! The search for the cheapest legal ways of paying. It is exact.
//!
//! Each thing is paid in one column of the tariff. What is decided in a term acts on the rest in four ways only: through the columns that pay
//! for something in the year (they set the annual fee), those that pay for something at all (they set the exclusions), the seats taken under
//! the limits of the term, and what is left on the account. So one partial choice per set of columns and seats is enough, the best one, as
//! long as nothing is drawn from an account. With an account, choices are kept unless another one is at least as good in every cost *and*
//! leaves at least as much to draw: whatever follows, the other one then ends at least as good.
//!
//! How much to draw is no choice of its own. A euro drawn now spares a euro, and leaves at least as much as a euro drawn later would: a fuller
//! account never grows more, since its yearly credits stop at a ceiling. So every purchase draws all it may.
//!
//! Things are taken in the order of their terms and names, and of equal choices the one whose columns come first by name stays, thing by thing:
//! the order of the data never matters.

use super::{
    book::{Context, Notes, PricedUnit},
    fee::{Mask, Used, fee_of_year},
    purse::{Order, Purse},
    quote::{Quote, quote},
    tariff::{MAX_COLUMNS, Tariff},
};
use crate::domain::{
    answer::{Span, Verdict},
    date::Term,
    money::Money,
};
use std::{cmp::Ordering, collections::BTreeMap};

/// The bit of a way of paying in which the account pays for something.
pub(super) const ACCOUNT_BIT: Mask = 1 << MAX_COLUMNS;

/// What is to be as small as possible, the most important first: what is left to the learner at most, then at least, what is drawn from the
/// account, what funders are invoiced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    pub most: Money,
    pub least: Money,
    pub drawn: Money,
    pub invoiced: Money,
}

impl Score {
    fn plus(self, learner: Span, invoiced: Money) -> Self {
        Self { most: self.most + learner.max(), least: self.least + learner.min(), invoiced: self.invoiced + invoiced, ..self }
    }

    /// Whether no part of it is larger, whatever is drawn later: what is drawn so far counts with what is left to pay.
    fn within(&self, other: &Self) -> bool {
        self.most <= other.most
            && self.least <= other.least
            && self.most + self.drawn <= other.most + other.drawn
            && self.invoiced <= other.invoiced
    }
}

/// One way of paying for one thing.
pub(super) struct Offer {
    column: usize,
    rank: usize,
    learner: Span,
    invoiced: Money,
    /// Under a limit: what the learner pays when the column only perhaps pays for it.
    perhaps: Option<Span>,
    /// Under a limit: how many are surely paid for, and at most.
    seats: Option<(u32, u32)>,
    /// Whether the account may pay the learner's part.
    drawable: bool,
}

/// How a thing is paid: its column, and whether surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub unit: usize,
    pub column: usize,
    pub sure: bool,
    /// The place of the column by name.
    rank: usize,
}

/// What the account has to give in the reading that leaves most to the learner and in the one that leaves least: the share of the term under
/// way that it may pay, and what is left on it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Drawable {
    share: [Money; 2],
    purses: [Purse; 2],
}

/// A partial way of paying.
#[derive(Clone, Default)]
pub(super) struct Partial {
    pub score: Score,
    pub choices: Vec<Choice>,
    account: Drawable,
    /// Whether the account pays for something, in one of the two readings.
    used: bool,
}

impl Partial {
    /// Whether it is at least as good as another one, whatever follows.
    fn beats(&self, other: &Self) -> bool {
        if self.account == other.account {
            return self.in_order(other).is_le();
        }
        let (mine, theirs) = (&self.account, &other.account);
        self.score.within(&other.score)
            && (mine.share[0] >= theirs.share[0] && mine.share[1] >= theirs.share[1])
            && (mine.purses[0].covers(&theirs.purses[0]) && mine.purses[1].covers(&theirs.purses[1]))
    }

    /// The better first, then the one whose columns come first.
    fn in_order(&self, other: &Self) -> Ordering {
        let places = |partial: &Self| partial.choices.iter().map(|choice| (choice.rank, !choice.sure)).collect::<Vec<_>>();
        self.score.cmp(&other.score).then_with(|| places(self).cmp(&places(other)))
    }

    /// Lets the account pay its part of a term.
    fn buy(&mut self, order: &Order) {
        let [dearest, cheapest] = &mut self.account.purses;
        let [most, least] = self.account.share;
        let drawn = order.draw(dearest, most, true).total();
        let perhaps = order.draw(cheapest, least, false).total();
        self.score.most = self.score.most - drawn;
        self.score.least = self.score.least - perhaps;
        self.score.drawn = self.score.drawn + drawn;
        self.used |= drawn.max(perhaps) > Money::ZERO;
        self.account.share = [Money::ZERO; 2];
    }
}

/// Seats taken in a term: for each limited column, those surely and those perhaps paid for.
type Seats = BTreeMap<usize, (u32, u32)>;

/// The choices worth keeping, by what of them acts on the rest.
type Front<K> = BTreeMap<K, Vec<Partial>>;

/// Keeps what no other choice beats.
fn keep<K: Ord>(front: &mut Front<K>, key: K, partial: Partial) {
    let known = front.entry(key).or_default();
    if !known.iter().any(|other| other.beats(&partial)) {
        known.retain(|other| !partial.beats(other));
        known.push(partial);
    }
}

/// What the search works on.
pub(super) struct Search<'a> {
    pub context: &'a Context<'a>,
    pub tariff: &'a Tariff,
    pub units: &'a [PricedUnit],
}

impl Search<'_> {
    /// The best way of paying for everything that has a known price, by the set of columns that pay for something; with `account`, those in
    /// which it pays for something. Exclusions are left to the caller. Units without a term are left out.
    pub fn best_by_columns(&self, account: Option<(Purse, &[Order])>) -> BTreeMap<Mask, Partial> {
        let offers: Vec<Vec<Offer>> = self.units.iter().map(|unit| self.offers(unit, account.is_some())).collect();
        let mut years: BTreeMap<i32, BTreeMap<Term, Vec<usize>>> = BTreeMap::new();
        for (index, unit) in self.units.iter().enumerate() {
            if let Some(term) = unit.term
                && offers.get(index).is_some_and(|offers| !offers.is_empty())
            {
                years.entry(term.academic_year()).or_default().entry(term).or_default().push(index);
            }
        }
        for units in years.values_mut().flat_map(BTreeMap::values_mut) {
            units.sort_by_key(|index| self.units.get(*index).map(|unit| (&unit.id, *index)));
        }
        let start = Drawable { purses: account.map(|(purse, _)| [purse; 2]).unwrap_or_default(), ..Drawable::default() };
        let mut all: Front<Mask> = BTreeMap::from([(0, vec![Partial { account: start, ..Partial::default() }])]);
        for terms in years.values() {
            all = self.year(&all, terms, &offers, account.map(|(_, orders)| orders).unwrap_or_default());
        }
        let best = all.into_iter().filter_map(|(mask, front)| Some((mask, front.into_iter().min_by(Partial::in_order)?)));
        match account {
            None => best.collect(),
            Some(_) => best.filter(|(_, partial)| partial.used).map(|(mask, partial)| (mask | ACCOUNT_BIT, partial)).collect(),
        }
    }

    fn offers(&self, unit: &PricedUnit, account: bool) -> Vec<Offer> {
        let (context, tariff) = (self.context, self.tariff);
        let mut notes = Notes::default();
        let mut price = |column: usize| -> Option<Quote> {
            let known = tariff.columns.get(column).filter(|known| context.standing(known) != Verdict::No)?;
            Some(quote(context, tariff, unit, known, &mut notes)).filter(|quote| !quote.refused)
        };
        let mut columns: Vec<usize> = (0..tariff.columns.len()).collect();
        columns.sort_by_key(|column| tariff.columns.get(*column).map(|column| &column.id));
        let mut offers = Vec::new();
        for (rank, column) in columns.into_iter().enumerate() {
            let Some((known, priced)) = tariff.columns.get(column).zip(price(column)) else {
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
                rank,
                learner,
                invoiced: priced.funder.unwrap_or_default(),
                perhaps: instead.map(|instead| learner.or(instead)),
                seats: limit.map(|limit| (limit.guaranteed, limit.at_most)),
                drawable: account && context.drawable(&known.id, unit),
            });
        }
        offers
    }

    /// Adds a year: its terms, then its fee.
    fn year(&self, all: &Front<Mask>, terms: &BTreeMap<Term, Vec<usize>>, offers: &[Vec<Offer>], orders: &[Order]) -> Front<Mask> {
        let mut next = Front::new();
        for (mask, before) in all {
            let mut open: Front<Mask> = BTreeMap::from([(0, before.clone())]);
            for (term, units) in terms {
                let order = orders.iter().find(|order| order.term == *term);
                open = term_of(&open, units, offers, order);
            }
            for (year, front) in open {
                let used = Used { columns: year, unknown: false };
                // An unknown fee cannot be compared; it makes the total unknown, which the bill tells.
                let fee = fee_of_year(self.context, self.tariff, used, &mut Vec::new(), &mut Notes::default()).unwrap_or(Span::ZERO);
                for mut partial in front {
                    partial.score = partial.score.plus(fee, Money::ZERO);
                    keep(&mut next, mask | year, partial);
                }
            }
        }
        next
    }
}

/// Adds a term: its things one by one, then what the account pays of them.
fn term_of(before: &Front<Mask>, units: &[usize], offers: &[Vec<Offer>], order: Option<&Order>) -> Front<Mask> {
    let mut open: Front<(Mask, Seats)> = before.iter().map(|(mask, front)| ((*mask, Seats::new()), front.clone())).collect();
    for unit in units {
        let mut next = Front::new();
        for ((mask, seats), front) in &open {
            for partial in front {
                for offer in offers.get(*unit).map(Vec::as_slice).unwrap_or_default() {
                    take(&mut next, *mask, seats, partial, *unit, offer);
                }
            }
        }
        open = next;
    }
    let mut after = Front::new();
    for ((mask, seats), front) in open {
        // Nobody is perhaps paid for while a sure seat is free.
        if seats.iter().all(|(column, (sure, perhaps))| *perhaps == 0 || Some(*sure) == sure_seats(*column, units, offers)) {
            for mut partial in front {
                if let Some(order) = order {
                    partial.buy(order);
                }
                keep(&mut after, mask, partial);
            }
        }
    }
    after
}

/// How many of these things a limited column surely pays for.
fn sure_seats(column: usize, units: &[usize], offers: &[Vec<Offer>]) -> Option<u32> {
    let offers = units.iter().filter_map(|unit| offers.get(*unit)).flatten();
    offers.filter(|offer| offer.column == column).find_map(|offer| offer.seats).map(|(guaranteed, _)| guaranteed)
}

/// Adds every way in which `offer` may pay for `unit`.
fn take(next: &mut Front<(Mask, Seats)>, mask: Mask, seats: &Seats, partial: &Partial, unit: usize, offer: &Offer) {
    let mut add = |seats: Seats, learner: Span, sure: bool| {
        let mut partial = partial.clone();
        partial.choices.push(Choice { unit, column: offer.column, sure, rank: offer.rank });
        partial.score = partial.score.plus(learner, offer.invoiced);
        if offer.drawable {
            let [most, least] = partial.account.share;
            partial.account.share = [most + learner.max(), least + learner.min()];
        }
        keep(next, (mask | 1 << offer.column, seats), partial);
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
