//! What the account pays, purchase by purchase.
//!
//! The units of a term are one purchase. The learner pays the flat share of every purchase that the account takes part in, or the whole where
//! that is less; top-ups are used before the account's own money (LAW004 to LAW007, through the figures that the rules give).

use super::means::{Account, AccountTerms};
use crate::domain::sorted::Set;
use crate::domain::{
    answer::{Because, Span},
    date::{Date, Term},
    money::Money,
};

/// What is left to draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Purse {
    employer: Money,
    region: Money,
    own: Money,
    /// The most that may still be drawn of the account's own money.
    most: Option<Money>,
    /// How many years it has grown.
    grown: usize,
}

/// Who pays how much of a purchase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// The employer's top-up.
    pub employer: Money,
    /// The Region's top-up.
    pub region: Money,
    /// The account's own money.
    pub own: Money,
}

impl Drawn {
    /// All of it.
    pub fn total(self) -> Money {
        self.employer + self.region + self.own
    }
}

/// The purchase of a term.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The term.
    pub term: Term,
    /// The flat share of the learner; without it the account takes no part.
    pub participation: Option<Span>,
    /// The credit and the ceiling of every year that ended before, in order; `None` when they are not known, so that nothing is counted.
    growth: Vec<Option<(Money, Money)>>,
}

impl Order {
    /// Whether years are counted that had not ended on the day of the balance.
    pub fn grew(&self) -> bool {
        self.growth.iter().flatten().any(|(credit, _)| *credit > Money::ZERO)
    }

    /// The purchase in the reading that leaves most to the learner, or least.
    pub fn draw(&self, purse: &mut Purse, share: Money, dearest: bool) -> Drawn {
        for (credit, ceiling) in self.growth.iter().skip(purse.grown).flatten() {
            // The ceiling bears on what years bring, not on what is there already.
            purse.own = purse.own.max((purse.own + *credit).min(*ceiling));
        }
        purse.grown = self.growth.len();
        let kept = self.participation.map(|kept| if dearest { kept.max() } else { kept.min() });
        kept.map_or_else(Drawn::default, |kept| purse.draw(share.minus_floor_zero(kept)))
    }
}

impl Purse {
    /// How much less there is to draw than from another one, at most. What its own money lacks and what may still be drawn of it lack together.
    pub fn short_of(&self, other: &Self) -> Money {
        let allowed = self.most.zip(other.most).map_or(Money::ZERO, |(mine, theirs)| theirs.minus_floor_zero(mine));
        let own = other.own.minus_floor_zero(self.own).max(allowed);
        other.employer.minus_floor_zero(self.employer) + other.region.minus_floor_zero(self.region) + own
    }

    /// Forgets what exceeds all that may still be asked for.
    pub fn forget_beyond(&mut self, asked: Money) {
        self.employer = self.employer.min(asked);
        self.region = self.region.min(asked);
        self.own = self.own.min(asked);
        self.most = self.most.map(|most| most.min(asked));
    }

    fn draw(&mut self, at_most: Money) -> Drawn {
        let employer = self.employer.min(at_most);
        let region = self.region.min(at_most - employer);
        let usable = self.most.map_or(self.own, |most| most.min(self.own));
        let own = usable.min(at_most - employer - region);
        self.employer = self.employer - employer;
        self.region = self.region - region;
        self.own = self.own - own;
        self.most = self.most.map(|most| most - own);
        Drawn { employer, region, own }
    }
}

/// The purchases of these terms, in order, what there is to draw, and the rules that counted. `balance` is what the account holds today.
pub(super) fn orders(account: &Account, balance: Money, terms: &Set<Term>) -> (Purse, Vec<Order>, Vec<Because>) {
    let mut because: Vec<Because> = Vec::new();
    let mut at = |day: Date| -> AccountTerms {
        let terms = (account.terms)(day);
        // Of all that was looked at, what counts is enough.
        for reason in terms.because.iter().filter(|reason| reason.holds != Some(false)) {
            if !because.contains(reason) {
                because.push(reason.clone());
            }
        }
        terms
    };
    let most = at(account.contract_day).most;
    let mut year = account.today.year();
    let mut growth = Vec::new();
    let mut orders = Vec::with_capacity(terms.len());
    for term in terms {
        let day = account.order_day(*term);
        while year < day.year() {
            growth.push(Date::new(year, 12, 31).map(&mut at).and_then(|terms| terms.credit.zip(terms.ceiling)));
            year += 1;
        }
        orders.push(Order { term: *term, participation: at(day).participation, growth: growth.clone() });
    }
    let (employer, region) = (account.employer_topup.unwrap_or_default(), account.region_topup.unwrap_or_default());
    let purse = Purse { employer, region, own: balance, most, grown: 0 };
    (purse, orders, because)
}
