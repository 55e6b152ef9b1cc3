//! What the person has to pay with: the schemes as the rules judge them, and the personal training account.

use crate::domain::{
    answer::{Because, Scheme, Span, Verdict},
    date::{Date, Season, Term},
    money::Money,
};

/// The scheme that is an account: it pays the learner's part of a price, up to what it holds.
pub const ACCOUNT: &str = "cpf";

/// What the person has to pay with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// The schemes, as the rules judge them. One that is not among them is not judged: `ask`.
    pub schemes: &'a [Scheme],
    /// The account, when the rules say how it is used.
    pub account: Option<Account<'a>>,
}

impl Means<'_> {
    /// Nothing is judged: every scheme is `ask`, and there is no account.
    pub const UNKNOWN: Means<'static> = Means { schemes: &[], account: None };

    /// The verdict on a scheme.
    #[must_use]
    pub fn verdict(&self, id: &str) -> Verdict {
        self.schemes.iter().find(|scheme| scheme.id == id).map_or(Verdict::Ask, |scheme| scheme.verdict)
    }
}

/// The personal training account (CPF) on the day of the request.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// The day of the balance.
    pub today: Date,
    /// The day of the first purchase.
    pub contract_day: Date,
    /// What it holds; `None` when nobody said.
    pub balance: Option<Money>,
    /// What the employer adds to it, once.
    pub employer_topup: Option<Money>,
    /// What the Region adds to it, once.
    pub region_topup: Option<Money>,
    /// The figures that hold on a day.
    pub terms: &'a dyn Fn(Date) -> AccountTerms,
}

impl Account<'_> {
    /// The day on which the units of a term are bought: the first of the month in which its courses begin, never before the first purchase.
    /// It sets the year, and so how often the account has grown and the figures of the day.
    pub(super) fn order_day(&self, term: Term) -> Date {
        let month = match term.season {
            Season::Autumn => 9,
            Season::Spring => 2,
            Season::Summer => 6,
        };
        Date::new(term.year, month, 1).map_or(self.contract_day, |day| day.max(self.contract_day))
    }
}

/// The figures of the account on a day, at the present status of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountTerms {
    /// The flat share of the learner in every purchase; a range when it is not known whether it is due, `None` when nobody knows how much: the
    /// account is then left out.
    pub participation: Option<Span>,
    /// What the year of that day brings; `None` when that is unknown.
    pub credit: Option<Money>,
    /// The most that the yearly credits may add up to.
    pub ceiling: Option<Money>,
    /// The most that the account pays for this certification; `None` without such a ceiling.
    pub most: Option<Money>,
    /// Why.
    pub because: Vec<Because>,
}
