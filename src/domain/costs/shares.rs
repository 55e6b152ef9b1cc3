//! Who pays how much of each thing.

use super::{
    book::{Context, PricedUnit},
    means::ACCOUNT,
    purse::{Drawn, Order, Purse},
    tariff::{Column, Figure},
};
use crate::domain::sorted::{Map, Sorting};
use crate::domain::{
    answer::{CostLine, PayerShare, Span},
    date::Term,
    money::Money,
};

/// The learner, among the payers.
const LEARNER: &str = "self";

/// Those who may top the account up.
const EMPLOYER: &str = "employer";
const REGION: &str = "region";

/// What a payer pays in the reading that leaves most to the learner, and in the one that leaves least. Kept apart, since the two do not add up
/// one by one: what the account pays for one thing it cannot pay for another.
type Readings = [Money; 2];

/// What each payer pays; `None` when nobody published it.
#[derive(Clone, Default)]
pub(super) struct Shares(Map<String, Option<Readings>>);

impl Shares {
    /// Adds what a payer pays; an amount that is not known makes the whole of that payer unknown.
    fn add(&mut self, payer: &str, amount: Option<Readings>) {
        let known = self.0.entry(payer.to_owned()).or_insert(Some([Money::ZERO; 2]));
        *known = known.zip(amount).map(|([most, least], [more, less])| [most + more, least + less]);
    }

    /// Adds all that `other` says.
    pub fn add_all(&mut self, other: &Self) {
        for (payer, amount) in &other.0 {
            self.add(payer, *amount);
        }
    }

    /// Adds to what the learner pays.
    pub fn add_to_learner(&mut self, amount: Option<Span>) {
        self.add(LEARNER, amount.map(readings));
    }

    /// What the learner pays.
    pub fn learner(&self) -> Option<Span> {
        self.of(LEARNER)
    }

    /// What a payer pays; nothing when this payer takes no part.
    pub fn of(&self, payer: &str) -> Option<Span> {
        self.0.get(payer).map_or(Some(Span::ZERO), |amount| amount.map(span))
    }

    /// The list: the learner first, then by name.
    pub fn into_vec(self) -> Vec<PayerShare> {
        let mut list: Vec<PayerShare> = self.0.into_iter().map(|(payer, amount)| PayerShare { payer, amount: amount.map(span) }).collect();
        list.order_by_key(|share| share.payer != LEARNER);
        list
    }
}

fn readings(span: Span) -> Readings {
    [span.max(), span.min()]
}

fn span([most, least]: Readings) -> Span {
    Span::Exact(most).or(Span::Exact(least))
}

/// A thing with the column that pays for it and its line on the bill.
pub(super) struct Paid<'a> {
    pub unit: &'a PricedUnit,
    pub column: &'a Column,
    pub line: &'a CostLine,
}

/// Who pays each of these things, at the same place. What the account pays of a term goes to the things in the order of their names.
pub(super) fn split(context: &Context, things: &[Paid], account: Option<(Purse, &[Order])>) -> Vec<Shares> {
    let mut shares: Vec<Shares> = things.iter().map(|thing| shares_of(thing)).collect();
    let Some((purse, orders)) = account else {
        return shares;
    };
    let mut terms: Map<Term, Vec<(usize, Span)>> = Map::new();
    for (index, thing) in things.iter().enumerate() {
        if let (Some(term), Some(learner)) = (thing.unit.term, thing.line.learner)
            && context.drawable(&thing.column.id, thing.unit)
        {
            terms.entry(term).or_default().push((index, learner));
        }
    }
    let mut purses = [purse; 2];
    for order in orders {
        let Some(bought) = terms.get_mut(&order.term) else {
            continue;
        };
        bought.order_by_key(|(index, _)| things.get(*index).map(|thing| (&thing.unit.id, *index)));
        let sum = |each: &dyn Fn(Span) -> Money| bought.iter().map(|(_, learner)| each(*learner)).sum::<Money>();
        let [dearest, cheapest] = &mut purses;
        let mut drawn = [order.draw(dearest, sum(&Span::max), true), order.draw(cheapest, sum(&Span::min), false)];
        for (index, learner) in bought.iter() {
            let [dear, cheap] = &mut drawn;
            let (dear, cheap) = (part(dear, learner.max()), part(cheap, learner.min()));
            let Some(shares) = shares.get_mut(*index) else {
                continue;
            };
            let left = [learner.max() - dear.total(), learner.min() - cheap.total()];
            shares.0.insert(LEARNER.to_owned(), Some(left));
            let drawn = [(EMPLOYER, dear.employer, cheap.employer), (REGION, dear.region, cheap.region), (ACCOUNT, dear.own, cheap.own)];
            for (payer, most, least) in drawn {
                if most.max(least) > Money::ZERO {
                    shares.add(payer, Some([most, least]));
                }
            }
        }
    }
    shares
}

/// Takes what pays for one thing out of what pays for the term.
fn part(drawn: &mut Drawn, price: Money) -> Drawn {
    let employer = drawn.employer.min(price);
    let region = drawn.region.min(price - employer);
    let own = drawn.own.min(price - employer - region);
    drawn.employer = drawn.employer - employer;
    drawn.region = drawn.region - region;
    drawn.own = drawn.own - own;
    Drawn { employer, region, own }
}

fn shares_of(thing: &Paid) -> Shares {
    let mut shares = Shares::default();
    shares.add_to_learner(thing.line.learner);
    if let Some(payer) = thing.column.payers.iter().find(|payer| *payer != LEARNER) {
        let amount = match thing.column.figure {
            Figure::Funder => thing.line.funder.map(|amount| [amount; 2]),
            Figure::Learner => None,
        };
        shares.add(payer, amount);
    }
    shares
}
