//! Who pays how much of each thing.

use super::{
    book::{Context, PricedUnit},
    means::ACCOUNT,
    purse::{Drawn, Order, Purse},
    tariff::{Column, Figure},
};
use crate::domain::{
    answer::{CostLine, PayerShare, Span},
    date::Term,
    money::Money,
};
use std::collections::BTreeMap;

/// The learner, among the payers.
const LEARNER: &str = "self";

/// Those who may top the account up.
const EMPLOYER: &str = "employer";
const REGION: &str = "region";

/// What each payer pays, the learner first, then by name.
#[derive(Clone, Default)]
pub(super) struct Shares(Vec<PayerShare>);

impl Shares {
    /// Adds what a payer pays; an amount that is not known makes the whole of that payer unknown.
    pub fn add(&mut self, payer: &str, amount: Option<Span>) {
        match self.0.iter_mut().find(|share| share.payer == payer) {
            Some(share) => share.amount = share.amount.zip(amount).map(|(sum, more)| sum.plus(more)),
            None => self.0.push(PayerShare { payer: payer.to_owned(), amount }),
        }
    }

    /// Adds all that `other` says.
    pub fn add_all(&mut self, other: &Self) {
        for share in &other.0 {
            self.add(&share.payer, share.amount);
        }
    }

    /// Adds to what the learner pays.
    pub fn add_to_learner(&mut self, amount: Option<Span>) {
        self.add(LEARNER, amount);
    }

    /// What the learner pays.
    pub fn learner(&self) -> Option<Span> {
        self.0.iter().find(|share| share.payer == LEARNER).map_or(Some(Span::ZERO), |share| share.amount)
    }

    /// What a payer other than the learner pays, when it is known exactly; nothing when this payer takes no part.
    pub fn of(&self, payer: &str) -> Option<Money> {
        match self.0.iter().find(|share| share.payer == payer).map(|share| share.amount) {
            None => Some(Money::ZERO),
            Some(Some(Span::Exact(amount))) => Some(amount),
            Some(_) => None,
        }
    }

    /// The list, in order.
    pub fn into_vec(mut self) -> Vec<PayerShare> {
        self.0.sort_by(|a, b| (a.payer != LEARNER, &a.payer).cmp(&(b.payer != LEARNER, &b.payer)));
        self.0
    }
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
    let mut terms: BTreeMap<Term, Vec<(usize, Span)>> = BTreeMap::new();
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
        bought.sort_by_key(|(index, _)| things.get(*index).map(|thing| (&thing.unit.id, *index)));
        let sum = |each: &dyn Fn(Span) -> Money| bought.iter().map(|(_, learner)| each(*learner)).sum::<Money>();
        let [dearest, cheapest] = &mut purses;
        let mut drawn = [order.draw(dearest, sum(&Span::max), true), order.draw(cheapest, sum(&Span::min), false)];
        for (index, learner) in bought.iter() {
            let [dear, cheap] = &mut drawn;
            let (dear, cheap) = (part(dear, learner.max()), part(cheap, learner.min()));
            let Some(shares) = shares.get_mut(*index) else {
                continue;
            };
            let left = Span::Exact(learner.max() - dear.total()).or(Span::Exact(learner.min() - cheap.total()));
            shares.0.retain(|share| share.payer != LEARNER);
            shares.add_to_learner(Some(left));
            for (payer, most, least) in
                [(EMPLOYER, dear.employer, cheap.employer), (REGION, dear.region, cheap.region), (ACCOUNT, dear.own, cheap.own)]
            {
                if most.max(least) > Money::ZERO {
                    shares.add(payer, Some(Span::Exact(most).or(Span::Exact(least))));
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
            Figure::Funder => thing.line.funder.map(Span::Exact),
            Figure::Learner => None,
        };
        shares.add(payer, amount);
    }
    shares
}
