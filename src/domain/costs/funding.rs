//! The best legal combination of schemes: who pays for what, under the limits, the fee exemptions and the exclusions of the tariff, with what
//! the account holds. The search itself, and why it is exact, is in `search`.

use super::{
    bill::bill,
    book::{Context, Notes, PricedUnit, TariffBook},
    fee::Mask,
    means::{ACCOUNT, Means},
    purse::{Order, Purse, orders},
    search::{ACCOUNT_BIT, Partial, Search},
    shares::{Paid, Shares, split},
    tariff::{Column, Tariff},
};
use crate::domain::sorted::{Map, Set, Sorting};
use crate::domain::{
    answer::{Because, FundedUnit, Funding, Span, TermShares, Verdict, YearFee},
    date::Term,
    money::Money,
    request::{Request, RuleSet},
};

/// No more ways of paying than this are given.
const MOST: usize = 4;

/// The cheapest legal ways of paying for `units`, each the best of its set of payers, the best first.
///
/// The order: the most that may be left to the learner; then the least; then the fewest payers that nobody granted yet; then the fewest
/// payers; then the least drawn from the learner's own account; then the least that funders are invoiced; then the names of the columns.
///
/// A set that does no better than a smaller one within it is left out. Empty without a tariff, or when a unit has no term. Things without any
/// known price are left out of the comparison and named.
#[must_use]
pub fn cheapest(book: &TariffBook, request: &Request, means: &Means, units: &[PricedUnit]) -> Vec<Funding> {
    let context = book.context(request, means);
    Combinations::of(&context, units).map_or_else(Vec::new, |combinations| combinations.best())
}

/// Every set of payers with the best way of paying in which exactly they pay for something.
pub(super) struct Combinations<'a> {
    pub context: &'a Context<'a>,
    pub tariff: &'a Tariff,
    pub units: &'a [PricedUnit],
    found: Map<Mask, Partial>,
    account: Option<Purchases>,
}

/// What the account has to give, and when.
struct Purchases {
    purse: Purse,
    orders: Vec<Order>,
    because: Vec<Because>,
}

impl<'a> Combinations<'a> {
    /// `None` without a tariff, or when a unit has no term.
    pub fn of(context: &'a Context<'a>, units: &'a [PricedUnit]) -> Option<Self> {
        Self::with_balance(context, units, context.means.account.and_then(|account| account.balance))
    }

    /// As [`Combinations::of`], as if the account held `balance`; `None` leaves it out.
    pub fn with_balance(context: &'a Context<'a>, units: &'a [PricedUnit], balance: Option<Money>) -> Option<Self> {
        let tariff = context.tariff?;
        let terms: Set<Term> = units.iter().map(|unit| unit.term).collect::<Option<_>>()?;
        let search = Search { context, tariff, units };
        let mut found = search.best_by_columns(None);
        let holder = context.means.account.as_ref().filter(|_| context.account().is_some());
        let account = holder.zip(balance).map(|(account, balance)| {
            let (purse, orders, because) = orders(account, balance, &terms);
            Purchases { purse, orders, because }
        });
        if let Some(account) = &account {
            found.extend(search.best_by_columns(Some((account.purse, &account.orders))));
        }
        found.remove(&0);
        Some(Self { context, tariff, units, found, account })
    }

    /// The best legal ways, in order.
    pub fn best(&self) -> Vec<Funding> {
        let mut kept: Vec<(Mask, &Partial)> = Vec::new();
        for (mask, partial) in self.in_order() {
            // What does no better stands before: a smaller set among it makes this one pointless.
            if !kept.iter().any(|(other, _)| other & mask == *other) && kept.len() < MOST {
                kept.push((mask, partial));
            }
        }
        kept.into_iter().map(|(mask, partial)| self.funding(mask, partial)).collect()
    }

    /// The set of payers of the best legal way.
    pub fn best_mask(&self) -> Option<Mask> {
        self.in_order().first().map(|(mask, _)| *mask)
    }

    /// What is left to the learner by the cheapest legal way in which all of `payers` and none of `without` pay for something.
    pub fn with(&self, payers: Mask, without: Mask) -> Option<Span> {
        self.cheapest_of(|mask| mask & payers == payers && mask & without == 0 && !self.barred(mask))
    }

    /// As [`Combinations::with`], whatever the exclusions.
    pub fn if_allowed(&self, payers: Mask) -> Option<Span> {
        self.cheapest_of(|mask| mask & payers == payers)
    }

    fn cheapest_of(&self, fits: impl Fn(Mask) -> bool) -> Option<Span> {
        let scores = self.found.iter().filter(|(mask, _)| fits(**mask)).map(|(_, partial)| partial.score);
        scores.min().map(|score| Span::between(score.least, score.most))
    }

    /// The most that may be left to the learner when only payers that need nobody's consent, and those of `granted`, pay.
    pub fn worst(&self, granted: Mask) -> Option<Money> {
        let sure = self.found.iter().filter(|(mask, _)| !self.barred(**mask) && self.open_payers(**mask & !granted) == 0);
        sure.map(|(_, partial)| partial.score.most).min()
    }

    /// What is left by the best combination, from all being granted to nothing being granted.
    pub fn left(&self) -> Option<Span> {
        let known = self.unknown(&self.in_order().first()?.1.choices.to_vec().iter().map(|choice| choice.unit).collect()).is_empty();
        let legal = self.found.iter().filter(|(mask, _)| !self.barred(**mask));
        let least = legal.map(|(_, partial)| partial.score.least).min()?;
        let most = self.worst(0)?;
        (known && self.tariff.annual_fee.is_some()).then(|| Span::between(least, most))
    }

    /// The columns of a set, by name.
    fn columns(&self, mask: Mask) -> Vec<&'a Column> {
        let columns = self.tariff.columns.iter().enumerate().filter(|(index, _)| mask >> index & 1 == 1);
        let mut columns: Vec<&Column> = columns.map(|(_, column)| column).collect();
        columns.order_by_key(|column| &column.id);
        columns
    }

    /// The bit of a column or of the account.
    pub fn bit(&self, name: &str) -> Option<Mask> {
        if name == ACCOUNT {
            return Some(ACCOUNT_BIT);
        }
        self.tariff.columns.iter().position(|column| column.id == name).map(|index| 1 << index)
    }

    /// Whether the account is settled: the rules say yes, and a source says at which price it pays.
    pub fn account_verdict(&self) -> Verdict {
        match self.context.account() {
            None => Verdict::No,
            Some(account) if !account.settled => Verdict::Ask,
            Some(_) => self.context.means.verdict(ACCOUNT),
        }
    }

    /// The exclusions that bar a set, surely or perhaps.
    pub fn exclusions(&self, mask: Mask) -> impl Iterator<Item = &'a super::tariff::Exclusion> {
        let law = self.context.rules == RuleSet::Law;
        let bits: Vec<Option<Mask>> = self
            .tariff
            .exclusions
            .iter()
            .map(|exclusion| exclusion.columns.iter().map(|name| self.bit(name)).try_fold(0, |all, bit| bit.map(|bit| all | bit)))
            .collect();
        let all = self.tariff.exclusions.iter().zip(bits);
        all.filter(move |(_, bits)| law && bits.is_some_and(|bits| mask & bits == bits)).map(|(exclusion, _)| exclusion)
    }

    fn barred(&self, mask: Mask) -> bool {
        self.exclusions(mask).any(|exclusion| exclusion.settled)
    }

    /// How many payers of a set need somebody's consent.
    fn open_payers(&self, mask: Mask) -> usize {
        let columns = self.columns(mask).into_iter().filter(|column| self.context.standing(column) != Verdict::Yes).count();
        columns + usize::from(mask & ACCOUNT_BIT != 0 && self.account_verdict() != Verdict::Yes)
    }

    fn in_order(&self) -> Vec<(Mask, &Partial)> {
        let names = |mask: Mask| self.columns(mask).iter().map(|column| column.id.as_str()).collect::<Vec<_>>();
        let legal = self.found.iter().filter(|(mask, _)| !self.barred(**mask)).map(|(mask, partial)| {
            let score = &partial.score;
            let rank = (score.most, score.least, self.open_payers(*mask), mask.count_ones(), score.drawn, score.invoiced, names(*mask));
            (rank, (*mask, partial))
        });
        let mut legal: Vec<_> = legal.collect();
        legal.order_by(|(a, _), (b, _)| a.cmp(b));
        legal.into_iter().map(|(_, way)| way).collect()
    }

    /// What has no known price, whoever pays.
    fn unknown(&self, chosen: &Set<usize>) -> Vec<String> {
        let left_out = self.units.iter().enumerate().filter(|(index, _)| !chosen.contains(index));
        left_out.map(|(_, unit)| unit.id.clone()).collect()
    }

    /// The answer for a way of paying. It is priced again by the bill, so that the two never disagree.
    fn funding(&self, mask: Mask, partial: &Partial) -> Funding {
        // The bill gives seats in the order of its list: those that must be sure come first.
        let mut choices = partial.choices.to_vec();
        choices.order_by_key(|choice| (!choice.sure, choice.unit));
        let priced: Vec<PricedUnit> = choices.iter().filter_map(|choice| self.units.get(choice.unit).cloned()).collect();
        let columns: Vec<Option<usize>> = choices.iter().map(|choice| Some(choice.column)).collect();
        let bill = bill(self.context, &priced, &columns, &mut Notes::default());
        let things: Vec<(usize, Paid)> = choices
            .iter()
            .zip(&priced)
            .zip(&bill.lines)
            .filter_map(|((choice, unit), line)| Some((choice.unit, Paid { unit, column: self.tariff.columns.get(choice.column)?, line })))
            .collect();
        let (places, things): (Vec<usize>, Vec<Paid>) = things.into_iter().unzip();
        let account = self.account.as_ref().filter(|_| mask & ACCOUNT_BIT != 0);
        let shares = split(self.context, &things, account.map(|account| (account.purse, account.orders.as_slice())));
        let (mut in_all, mut by_term): (Shares, Map<Term, Shares>) = Default::default();
        let mut units: Vec<(usize, FundedUnit)> = Vec::with_capacity(things.len());
        for ((place, thing), shares) in places.iter().zip(&things).zip(shares) {
            in_all.add_all(&shares);
            if let Some(term) = thing.unit.term {
                by_term.entry(term).or_default().add_all(&shares);
            }
            if let Some(learner) = shares.learner() {
                let (id, column) = (thing.unit.id.clone(), thing.column.id.clone());
                units.push((*place, FundedUnit { id, column, learner, payers: shares.into_vec() }));
            }
        }
        units.order_by_key(|(place, _)| *place);
        let fees: Vec<YearFee> = bill.fees.iter().map(|(year, fee)| YearFee { academic_year: *year, learner: *fee }).collect();
        in_all.add_to_learner(fees.iter().try_fold(Span::ZERO, |sum, fee| fee.learner.map(|fee| sum.plus(fee))));
        let unknown = self.unknown(&choices.iter().map(|choice| choice.unit).collect());
        let (schemes, open, verdict) = self.schemes(mask);
        Funding {
            schemes,
            open,
            verdict,
            pays: bill.lines.iter().take(choices.len()).try_fold(Money::ZERO, |sum, line| line.funder.map(|funder| sum + funder)),
            out_of_pocket: in_all.learner().filter(|_| unknown.is_empty()),
            subtotal: Span::between(partial.score.least, partial.score.most),
            payers: in_all.into_vec(),
            terms: by_term.into_iter().map(|(term, shares)| TermShares { term, payers: shares.into_vec() }).collect(),
            fees,
            units: units.into_iter().map(|(_, unit)| unit).collect(),
            unknown,
            because: self.because(mask, &things, bill.lines.last()),
        }
    }

    /// The schemes of a set, those that nobody granted yet, and the verdict on the whole.
    fn schemes(&self, mask: Mask) -> (Vec<String>, Vec<String>, Verdict) {
        let (mut schemes, mut open): (Vec<String>, Vec<String>) = Default::default();
        let mut verdicts = vec![Verdict::Yes];
        for column in self.columns(mask) {
            let standing = self.context.standing(column);
            verdicts.push(standing);
            for scheme in self.context.schemes(column) {
                if standing != Verdict::Yes {
                    open.push(scheme.clone());
                }
                schemes.push(scheme.clone());
            }
        }
        if mask & ACCOUNT_BIT != 0 {
            verdicts.push(self.account_verdict());
            if self.account_verdict() != Verdict::Yes {
                open.push(ACCOUNT.to_owned());
            }
            schemes.push(ACCOUNT.to_owned());
        }
        let any = |wanted: Verdict| verdicts.contains(&wanted);
        let verdict = if any(Verdict::Ask) {
            Verdict::Ask
        } else if any(Verdict::Maybe) {
            Verdict::Maybe
        } else {
            Verdict::Yes
        };
        (schemes, open, verdict)
    }

    /// What a reader must know of the account when one of `best` uses it: at which price is assumed, and that what it gains supposes that the
    /// person's situation lasts.
    pub fn note(&self, best: &[Funding], notes: &mut Notes) {
        let uses = |funding: &Funding| funding.schemes.iter().any(|scheme| scheme == ACCOUNT);
        if let (Some(used), Some(account)) = (self.context.account(), &self.account)
            && best.iter().any(uses)
        {
            if !used.settled {
                notes.add("cpf_price_assumed", &used.rule);
            }
            if account.orders.iter().any(Order::grew) {
                let rules = account.because.iter().filter(|reason| reason.holds == Some(true));
                rules.for_each(|reason| notes.add("cpf_growth_assumed", &reason.rule));
            }
        }
    }

    /// The rules that set what the account gives.
    pub fn account_because(&self) -> impl Iterator<Item = Because> {
        self.account.iter().flat_map(|account| account.because.iter().cloned())
    }

    fn because(&self, mask: Mask, things: &[Paid], fee: Option<&crate::domain::answer::CostLine>) -> Vec<Because> {
        let mut because: Vec<Because> = Vec::new();
        let mut add = |reason: Because| {
            if !because.contains(&reason) {
                because.push(reason);
            }
        };
        self.exclusions(mask).for_each(|exclusion| add(Because::rule(exclusion.rule.as_str(), None)));
        things.iter().map(|thing| thing.line).chain(fee).flat_map(|line| line.because.clone()).for_each(&mut add);
        if mask & ACCOUNT_BIT != 0
            && let Some(account) = self.context.account()
        {
            add(Because::rule(account.rule.as_str(), account.settled.then_some(true)));
            self.account_because().for_each(&mut add);
        }
        because
    }
}
