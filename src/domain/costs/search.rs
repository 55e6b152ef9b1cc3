//! The search for the cheapest legal ways of paying. It is exact.
//!
//! Each thing is paid in one column of the tariff. What is decided in a term acts on the rest in four ways only: through the columns that pay
//! for something in the year (they set the annual fee), those that pay for something at all (they set the exclusions), the seats taken under
//! the limits of the term, and what is left on the account. So one partial choice per set of columns and seats is enough, the best one, as
//! long as nothing is drawn from an account. With an account, a choice is dropped only for another one that ends at least as good whatever
//! follows: one that costs no more even if every euro that it has less to draw, or less to draw for, is a euro lost.
//!
//! How much to draw is no choice of its own. A euro drawn now spares a euro, and leaves at least as much as a euro drawn later would: a fuller
//! account never grows more, since its yearly credits stop at a ceiling. So every purchase draws all it may.
//!
//! Things are taken in the order of their terms and names, and of equal choices the one whose columns come first by name stays, thing by thing:
//! the order of the data never matters.

use super::{
    book::{Context, Notes, PricedUnit},
    chain::Chain,
    fee::{Mask, Used, fee_of_year},
    purse::{Order, Purse},
    quote::{Quote, quote},
    tariff::{MAX_COLUMNS, Tariff},
};
use crate::domain::sorted::{Map, Sorting};
use crate::domain::{
    answer::{Span, Verdict},
    date::Term,
    money::Money,
};
use std::cmp::Ordering;

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

impl Drawable {
    /// How much less it has to draw and to draw for than another one, in both readings.
    fn short_of(&self, other: &Self) -> [Money; 2] {
        let [most, least] = self.purses;
        let [their_most, their_least] = other.purses;
        let [share, low] = self.share;
        let [their_share, their_low] = other.share;
        [their_share.minus_floor_zero(share) + most.short_of(&their_most), their_low.minus_floor_zero(low) + least.short_of(&their_least)]
    }
}

/// A partial way of paying.
#[derive(Clone, Default)]
pub(super) struct Partial {
    pub score: Score,
    pub choices: Chain<Choice>,
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
        // Two that would drop each other have the same to draw: the better in order stays.
        self.no_worse(other) && (!other.no_worse(self) || self.in_order(other).is_le())
    }

    /// Whether it ends at least as good even if all that it has less to draw is lost. What is left to pay with what is drawn is the price before
    /// the account takes its part: of two that leave as much, the one with the lower price draws less.
    fn no_worse(&self, other: &Self) -> bool {
        let [most, least] = self.account.short_of(&other.account);
        let (mine, theirs) = (&self.score, &other.score);
        let mine = (mine.most + most, mine.least + least, mine.most + mine.drawn, mine.invoiced);
        mine <= (theirs.most, theirs.least, theirs.most + theirs.drawn, theirs.invoiced)
    }

    /// This way with one of paying for a later year, and its fee. Without an account.
    fn then(&self, later: &Self, fee: Span) -> Self {
        let mut whole = self.clone();
        whole.score = whole.score.plus(Span::between(later.score.least, later.score.most), later.score.invoiced).plus(fee, Money::ZERO);
        later.choices.to_vec().into_iter().for_each(|choice| whole.choices.push(choice));
        whole
    }

    /// The better first, then the one whose columns come first.
    fn in_order(&self, other: &Self) -> Ordering {
        self.score.cmp(&other.score).then_with(|| self.choices.compare(&other.choices, |choice| (choice.rank, !choice.sure)))
    }

    /// Lets the account pay its part of a term; `later` is the most that it may be asked for afterwards.
    fn buy(&mut self, order: &Order, later: Money) {
        let [dearest, cheapest] = &mut self.account.purses;
        let [most, least] = self.account.share;
        let drawn = order.draw(dearest, most, true).total();
        let perhaps = order.draw(cheapest, least, false).total();
        self.score.most = self.score.most - drawn;
        self.score.least = self.score.least - perhaps;
        self.score.drawn = self.score.drawn + drawn;
        self.used |= drawn.max(perhaps) > Money::ZERO;
        self.account.share = [Money::ZERO; 2];
        // What can never be drawn tells no two choices apart.
        self.account.purses.iter_mut().for_each(|purse| purse.forget_beyond(later));
    }
}

/// Seats taken in a term: for each column, those surely and those perhaps paid for under its limit.
type Seats = [(u32, u32); MAX_COLUMNS];

/// The choices worth keeping, by what of them acts on the rest.
type Front<K> = Map<K, Vec<Partial>>;

/// Keeps what no other choice beats.
fn keep<K: Ord>(front: &mut Front<K>, key: K, partial: Partial) {
    let known = front.entry(key).or_default();
    if !known.iter().any(|other| other.beats(&partial)) {
        known.retain(|other| !partial.beats(other));
        known.push(partial);
    }
}

/// The purchases of the terms, and by term the most that the account may be asked for afterwards.
struct Orders<'a> {
    orders: &'a [Order],
    later: &'a Map<Term, Money>,
}

impl Orders<'_> {
    fn of(&self, term: Term) -> Option<(&Order, Money)> {
        self.orders.iter().find(|order| order.term == term).zip(self.later.get(&term).copied())
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
    pub fn best_by_columns(&self, account: Option<(Purse, &[Order])>) -> Map<Mask, Partial> {
        let offers: Vec<Vec<Offer>> = self.units.iter().map(|unit| self.offers(unit, account.is_some())).collect();
        let mut years: Map<i32, Map<Term, Vec<usize>>> = Map::new();
        for (index, unit) in self.units.iter().enumerate() {
            if let Some(term) = unit.term
                && offers.get(index).is_some_and(|offers| !offers.is_empty())
            {
                years.entry(term.academic_year()).or_default().entry(term).or_default().push(index);
            }
        }
        for units in years.values_mut().flat_map(Map::values_mut) {
            units.order_by_key(|index| self.units.get(*index).map(|unit| (&unit.id, *index)));
        }
        let mut later: Map<Term, Money> = Map::new();
        let mut sum = Money::ZERO;
        for (term, units) in years.values().flatten().rev() {
            later.insert(*term, sum);
            let most = |unit: &usize| {
                offers.get(*unit).into_iter().flatten().filter(|offer| offer.drawable).map(|offer| offer.learner.max()).max()
            };
            sum = sum + units.iter().filter_map(most).sum();
        }
        let account = account.map(|(purse, orders)| (purse, Orders { orders, later: &later }));
        let start = Drawable { purses: account.as_ref().map(|(purse, _)| [*purse; 2]).unwrap_or_default(), ..Drawable::default() };
        let mut all: Front<Mask> = Map::from([(0, vec![Partial { account: start, ..Partial::default() }])]);
        for terms in years.values() {
            all = self.year(&all, terms, &offers, account.as_ref().map(|(_, orders)| orders));
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
        columns.order_by_key(|column| tariff.columns.get(*column).map(|column| &column.id));
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
    fn year(&self, all: &Front<Mask>, terms: &Map<Term, Vec<usize>>, offers: &[Vec<Offer>], orders: Option<&Orders>) -> Front<Mask> {
        let mut next = Front::new();
        let alone = orders.is_none().then(|| of_year(&[Partial::default()], terms, offers, None));
        for (mask, before) in all {
            match (&alone, orders) {
                // Without an account a year does not depend on those before.
                (Some(alone), _) => {
                    for (year, front) in alone {
                        for (before, partial) in before.iter().flat_map(|before| front.iter().map(move |partial| (before, partial))) {
                            keep(&mut next, mask | year, before.then(partial, self.fee(*year)));
                        }
                    }
                }
                (None, orders) => {
                    for (year, front) in of_year(before, terms, offers, orders) {
                        let fee = self.fee(year);
                        for mut partial in front {
                            partial.score = partial.score.plus(fee, Money::ZERO);
                            keep(&mut next, mask | year, partial);
                        }
                    }
                }
            }
        }
        next
    }

    /// The fee of a year. An unknown one cannot be compared; it makes the total unknown, which the bill tells.
    fn fee(&self, year: Mask) -> Span {
        let used = Used { columns: year, unknown: false };
        fee_of_year(self.context, self.tariff, used, &mut Vec::new(), &mut Notes::default()).unwrap_or(Span::ZERO)
    }
}

/// The ways of paying for a year after `before`, by the columns that pay for something in it.
fn of_year(before: &[Partial], terms: &Map<Term, Vec<usize>>, offers: &[Vec<Offer>], orders: Option<&Orders>) -> Front<Mask> {
    let mut open: Front<Mask> = Map::from([(0, before.to_vec())]);
    for (term, units) in terms {
        open = term_of(&open, units, offers, orders.and_then(|orders| orders.of(*term)));
    }
    open
}

/// Adds a term: its things one by one, then what the account pays of them.
fn term_of(before: &Front<Mask>, units: &[usize], offers: &[Vec<Offer>], order: Option<(&Order, Money)>) -> Front<Mask> {
    let mut open: Front<(Mask, Seats)> = before.iter().map(|(mask, front)| ((*mask, Seats::default()), front.clone())).collect();
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
        if seats.iter().enumerate().all(|(column, (sure, perhaps))| *perhaps == 0 || Some(*sure) == sure_seats(column, units, offers)) {
            for mut partial in front {
                if let Some((order, later)) = order {
                    partial.buy(order, later);
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
        add(*seats, offer.learner, true);
        return;
    };
    let (sure, perhaps) = seats.get(offer.column).copied().unwrap_or_default();
    let with = |sure: u32, perhaps: u32| {
        let mut seats = *seats;
        if let Some(taken) = seats.get_mut(offer.column) {
            *taken = (sure, perhaps);
        }
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
