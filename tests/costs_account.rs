//! The best combination with a personal training account: against a model that tries every payer of every thing and every amount drawn, on
//! made-up tariffs and accounts. The model shares nothing with the search; above all it does not know that drawing early is never worse.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::domain::{
    answer::{Because, Cost, Funding, PayerShare, Scheme, Span, Verdict, WhyNotReason},
    costs::{Account, AccountTerms, Means, PricedUnit, Tariff, TariffBook, price_plan},
    date::Date,
    facts::PAYERS,
    money::Money,
    request::Request,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Two terms of the academic year that begins in 2026, two of the next; bought on the day of the request, in 2027 twice, and in 2028.
const TERMS: [&str; 4] = ["2026-S1", "2027-S2", "2027-S1", "2028-S2"];
const YEAR_BOUGHT: [i32; 4] = [2026, 2027, 2027, 2028];

/// Every amount is a multiple of this, so that trying the multiples tries all that can matter.
const STEP: i64 = 20;

#[derive(Clone, Debug)]
struct Case {
    columns: usize,
    /// By thing: its term, whether the account may pay for it, its price by column (`None`: not eligible).
    things: Vec<(usize, bool, Vec<Option<i64>>)>,
    invoiced: Vec<bool>,
    /// The columns whose learner's part the account may pay: never an invoiced one.
    bought: Vec<bool>,
    fees: Vec<i64>,
    waives: Vec<bool>,
    /// Two payers that do not go together; the number of columns stands for the account.
    excluded: Option<(usize, usize)>,
    account: Held,
}

/// A made-up account.
#[derive(Clone, Debug)]
struct Held {
    balance: i64,
    employer: i64,
    region: i64,
    /// The flat share in 2026, 2027 and 2028, and whether it may turn out not to be due.
    participation: [i64; 3],
    may_be_exempt: bool,
    /// What 2026 and 2027 bring, unknown for `None`, and the ceiling.
    credits: [Option<i64>; 2],
    ceiling: i64,
    /// The most of the account's own money for this certification.
    most: Option<i64>,
}

fn steps(most: i64) -> impl Strategy<Value = i64> {
    (0..=most).prop_map(|steps| steps * STEP)
}

fn held() -> impl Strategy<Value = Held> {
    let credit = || prop::option::weighted(0.8, steps(4));
    (
        (steps(8), prop_oneof![2 => Just(0), 1 => steps(2)], prop_oneof![2 => Just(0), 1 => steps(2)]),
        [prop_oneof![1 => Just(0), 1 => steps(3)], prop_oneof![1 => Just(0), 1 => steps(3)], prop_oneof![1 => Just(0), 1 => steps(3)]],
        prop::bool::weighted(0.3),
        [credit(), credit()],
        steps(8),
        prop::option::weighted(0.3, steps(6)),
    )
        .prop_map(|((balance, employer, region), participation, may_be_exempt, credits, ceiling, most)| Held {
            balance,
            employer,
            region,
            participation,
            may_be_exempt,
            credits,
            ceiling,
            most,
        })
}

fn case() -> impl Strategy<Value = Case> {
    (1..=3_usize)
        .prop_flat_map(|columns| {
            let price = prop_oneof![4 => steps(5).prop_map(Some), 1 => Just(None)];
            let thing = (0..TERMS.len(), prop::bool::weighted(0.8), prop::collection::vec(price, columns));
            let flags = |weight| prop::collection::vec(prop::bool::weighted(weight), columns);
            (
                Just(columns),
                prop::collection::vec(thing, 1..=4),
                (flags(0.3), flags(0.7)),
                prop::collection::vec(steps(3), columns),
                flags(0.3),
                prop::option::of((0..=columns, 0..=columns)),
                held(),
            )
        })
        .prop_map(|(columns, things, (invoiced, bought), fees, waives, excluded, account)| Case {
            columns,
            things,
            bought: bought.iter().zip(&invoiced).map(|(bought, invoiced)| *bought && !invoiced).collect(),
            invoiced,
            fees,
            waives,
            excluded: excluded.filter(|(one, other)| one != other),
            account,
        })
}

fn euros(amount: i64) -> Value {
    json!(format!("{amount}.00"))
}

fn name(column: usize) -> String {
    format!("c{column}")
}

impl Case {
    fn payer_name(&self, payer: usize) -> String {
        if payer == self.columns { "cpf".to_owned() } else { name(payer) }
    }

    /// The tariff; `backwards` lists everything the other way round.
    fn tariff(&self, backwards: bool) -> Tariff {
        let order = |mut list: Vec<Value>| {
            if backwards {
                list.reverse();
            }
            list
        };
        let columns = (0..self.columns).map(|column| {
            let figure = if self.invoiced[column] { "funder" } else { "learner" };
            json!({ "id": name(column), "payers": [PAYERS[column]], "schemes": [name(column)], "figure": figure })
        });
        let items = self.things.iter().enumerate().map(|(index, (_, _, prices))| {
            let cell = |price: &Option<i64>| match price {
                Some(price) => json!({ "rule": "T1", "rate": { "flat": euros(*price) } }),
                None => json!({ "rule": "T2", "eligible": false }),
            };
            let cells: BTreeMap<String, Value> = prices.iter().enumerate().map(|(column, price)| (name(column), cell(price))).collect();
            json!({ "id": format!("thing{index}"), "group": "activity_unit", "columns": cells })
        });
        let fees: BTreeMap<String, Value> = (0..self.columns).map(|at| (name(at), json!({ "amount": euros(self.fees[at]) }))).collect();
        let waives: Vec<String> = (0..self.columns).filter(|at| self.waives[*at]).map(name).collect();
        let exclusions = self
            .excluded
            .iter()
            .map(|(one, other)| json!({ "rule": "T3", "columns": [self.payer_name(*one), self.payer_name(*other)], "settled": true }));
        let kinds: Vec<String> = (0..self.things.len()).filter(|at| self.things[*at].1).map(|at| format!("thing{at}")).collect();
        let bought: Vec<String> = (0..self.columns).filter(|at| self.bought[*at]).map(name).collect();
        let tariff = json!({
            "format": "tariff/1", "region": "bretagne", "currency": "EUR",
            "source": { "document": "Made up for a test", "period": "none" },
            "columns": order(columns.collect()), "items": order(items.collect()),
            "annual_fee": { "rule": "T4", "columns": fees, "waiver": { "rule": "T5", "columns": waives } },
            "exclusions": exclusions.collect::<Vec<_>>(),
            "accounts": [{ "rule": "T6", "scheme": "cpf", "columns": bought, "kinds": kinds, "settled": true }]
        });
        Tariff::read(&tariff.to_string()).unwrap()
    }

    fn units(&self) -> Vec<PricedUnit> {
        let unit = |(index, (term, _, _)): (usize, &(usize, bool, Vec<Option<i64>>))| PricedUnit {
            id: format!("u{index}"),
            kind: Some(format!("thing{index}")),
            ects: None,
            organiser: None,
            modality: None,
            term: Some(TERMS[*term].parse().unwrap()),
        };
        self.things.iter().enumerate().map(unit).collect()
    }

    /// What the account says on a day.
    fn terms(&self, day: Date) -> AccountTerms {
        let held = &self.account;
        let share = Money::from_euros(held.participation[usize::try_from(day.year() - 2026).unwrap()]);
        let credit = held.credits.get(usize::try_from(day.year() - 2026).unwrap()).copied().flatten();
        AccountTerms {
            participation: Some(if held.may_be_exempt { Span::between(Money::ZERO, share) } else { Span::Exact(share) }),
            credit: credit.map(Money::from_euros),
            ceiling: Some(Money::from_euros(held.ceiling)),
            most: held.most.map(Money::from_euros),
            because: vec![Because::rule("T7", Some(true))],
        }
    }

    fn found(&self, backwards: bool) -> Vec<Funding> {
        self.cost_with(backwards, &[Verdict::Yes; 4]).best
    }

    /// The answer when the schemes of the columns, and then the account, are judged in this way.
    fn cost_with(&self, backwards: bool, verdicts: &[Verdict]) -> Cost {
        let mut book = TariffBook::default();
        book.add(self.tariff(backwards));
        let terms = |day: Date| self.terms(day);
        let judged = |payer: usize| Scheme { id: self.payer_name(payer), verdict: verdicts[payer], ..Scheme::default() };
        let schemes: Vec<Scheme> = (0..=self.columns).map(judged).collect();
        let today = Date::new(2026, 11, 21).unwrap();
        let account = Account {
            today,
            contract_day: today,
            balance: Some(Money::from_euros(self.account.balance)),
            employer_topup: Some(Money::from_euros(self.account.employer)),
            region_topup: Some(Money::from_euros(self.account.region)),
            terms: &terms,
        };
        let mut units = self.units();
        if backwards {
            units.reverse();
        }
        price_plan(&book, &blank(), &Means { schemes: &schemes, account: Some(account) }, &units).outcome.cost
    }

    /// The most that can be drawn for the shares of the terms, trying every amount at every purchase.
    fn most_drawn(&self, shares: &[i64; 4], exempt: bool) -> i64 {
        let held = &self.account;
        self.drawn_from(0, held.employer + held.region, held.balance, held.most.unwrap_or(i64::MAX), shares, exempt)
    }

    fn drawn_from(&self, at: usize, given: i64, own: i64, most: i64, shares: &[i64; 4], exempt: bool) -> i64 {
        if at == 4 {
            return 0;
        }
        let held = &self.account;
        let mut own = own;
        // A year ends between the first purchase and the second, and between the third and the last.
        if at > 0 && YEAR_BOUGHT[at] > YEAR_BOUGHT[at - 1] {
            let ended = usize::try_from(YEAR_BOUGHT[at] - 2027).unwrap();
            if let Some(credit) = held.credits[ended]
                && own < held.ceiling
            {
                own = (own + credit).min(held.ceiling);
            }
        }
        let kept = if exempt { 0 } else { held.participation[usize::try_from(YEAR_BOUGHT[at] - 2026).unwrap()] };
        let allowed = (shares[at] - kept).max(0);
        let mut best = 0;
        for drawn in (0..=allowed).step_by(usize::try_from(STEP).unwrap()) {
            let from_own = (drawn - given).max(0);
            if from_own <= own.min(most) {
                let rest = self.drawn_from(at + 1, given - (drawn - from_own), own - from_own, most - from_own, shares, exempt);
                best = best.max(drawn + rest);
            }
        }
        best
    }

    /// What is left to the learner at most and at least by these columns, and whether the account may take part.
    fn cost(&self, assignment: &[usize], account: bool) -> Option<(i64, i64)> {
        let used: BTreeSet<usize> = assignment.iter().copied().chain(account.then_some(self.columns)).collect();
        if self.excluded.is_some_and(|(one, other)| used.contains(&one) && used.contains(&other)) {
            return None;
        }
        let (mut left, mut shares) = (0, [0; 4]);
        for ((term, buyable, prices), column) in self.things.iter().zip(assignment) {
            let price = if self.invoiced[*column] { prices[*column].map(|_| 0)? } else { prices[*column]? };
            left += price;
            if *buyable && self.bought[*column] {
                shares[*term] += price;
            }
        }
        for year in 0..2 {
            let paid: BTreeSet<usize> =
                (0..self.things.len()).filter(|thing| self.things[*thing].0 / 2 == year).map(|thing| assignment[thing]).collect();
            if !paid.iter().any(|column| self.waives[*column]) {
                // Of several fees at most the highest and at least the lowest is due.
                left += paid.iter().map(|column| self.fees[*column]).max().unwrap_or(0);
            }
        }
        let spared: i64 = (0..2)
            .map(|year| {
                let paid: BTreeSet<usize> =
                    (0..self.things.len()).filter(|thing| self.things[*thing].0 / 2 == year).map(|thing| assignment[thing]).collect();
                let fees = || paid.iter().map(|column| self.fees[*column]);
                if paid.iter().any(|column| self.waives[*column]) { 0 } else { fees().max().unwrap_or(0) - fees().min().unwrap_or(0) }
            })
            .sum();
        if !account {
            return Some((left, left - spared));
        }
        let (dear, cheap) = (self.most_drawn(&shares, false), self.most_drawn(&shares, self.account.may_be_exempt));
        Some((left - dear, left - spared - cheap))
    }

    fn assignments(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        (0..self.columns.pow(u32::try_from(self.things.len()).unwrap())).map(|mut code| {
            let digit = |_: &_| {
                let column = code % self.columns;
                code /= self.columns;
                column
            };
            self.things.iter().map(digit).collect()
        })
    }

    /// The best cost, and the best of every set of payers.
    fn by_set(&self) -> BTreeMap<BTreeSet<String>, (i64, i64)> {
        let mut best: BTreeMap<BTreeSet<String>, (i64, i64)> = BTreeMap::new();
        for assignment in self.assignments() {
            for account in [false, true] {
                if let Some(cost) = self.cost(&assignment, account) {
                    let set =
                        assignment.iter().copied().chain(account.then_some(self.columns)).map(|payer| self.payer_name(payer)).collect();
                    best.entry(set).and_modify(|known| *known = cost.min(*known)).or_insert(cost);
                }
            }
        }
        best
    }
}

fn blank() -> Request {
    serde_json::from_value(json!({ "version": 1, "today": "2026-11-21", "centre_region": "bretagne" })).unwrap()
}

fn span((most, least): (i64, i64)) -> Span {
    Span::between(Money::from_euros(least), Money::from_euros(most))
}

fn amount_of(payers: &[PayerShare], payer: &str) -> Option<Span> {
    payers.iter().find(|share| share.payer == payer).map_or(Some(Span::ZERO), |share| share.amount)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_payers_and_no_amounts_drawn_leave_less_to_the_learner(case in case()) {
        // Things that no column pays for are left out of the comparison, and tested elsewhere.
        prop_assume!(case.things.iter().all(|(_, _, prices)| prices.iter().any(Option::is_some)));
        let found = case.found(false);
        let by_set = case.by_set();
        let Some(best) = by_set.values().min() else {
            prop_assert!(found.is_empty(), "{found:?}");
            return Ok(());
        };
        prop_assert_eq!(found[0].out_of_pocket, Some(span(*best)));
        for funding in &found {
            let set: BTreeSet<String> = funding.schemes.iter().cloned().collect();
            prop_assert_eq!(funding.out_of_pocket, Some(span(by_set[&set])), "{:?}", set);
            prop_assert_eq!(funding.subtotal, span(by_set[&set]), "the search and the bill agree");
            prop_assert!(funding.open.is_empty() && funding.verdict == Verdict::Yes);
        }
    }

    #[test]
    fn what_is_left_goes_from_all_that_is_open_granted_to_all_of_it_refused(
        case in case(),
        verdicts in prop::collection::vec(prop::sample::select(vec![Verdict::Yes, Verdict::Maybe, Verdict::Ask, Verdict::No]), 4),
    ) {
        let payers = |wanted: &dyn Fn(Verdict) -> bool| -> BTreeSet<String> {
            (0..=case.columns).filter(|payer| wanted(verdicts[*payer])).map(|payer| case.payer_name(payer)).collect()
        };
        let (open, sure) = (payers(&|verdict| verdict != Verdict::No), payers(&|verdict| verdict == Verdict::Yes));
        // Things that no open column pays for have no price, and the total neither.
        let priced = |prices: &[Option<i64>]| (0..case.columns).any(|column| prices[column].is_some() && open.contains(&name(column)));
        prop_assume!(case.things.iter().all(|(_, _, prices)| priced(prices)));
        let found = case.cost_with(false, &verdicts);
        let by_set = case.by_set();
        let within = |allowed: &BTreeSet<String>| by_set.iter().filter(|(set, _)| set.is_subset(allowed)).map(|(_, cost)| *cost).collect::<Vec<_>>();
        let least = within(&open).into_iter().map(|(_, least)| least).min();
        let most = within(&sure).into_iter().map(|(most, _)| most).min();
        prop_assert_eq!(found.left, least.zip(most).map(|(least, most)| span((most, least))));
        for funding in &found.best {
            prop_assert!(funding.schemes.iter().all(|scheme| open.contains(scheme)));
            let waiting: BTreeSet<&String> = funding.schemes.iter().filter(|scheme| !sure.contains(*scheme)).collect();
            prop_assert_eq!(funding.open.iter().collect::<BTreeSet<_>>(), waiting);
            prop_assert_eq!(funding.verdict == Verdict::Yes, funding.open.is_empty());
        }
        for why in &found.why_not {
            let known: BTreeSet<String> = why.schemes.iter().cloned().collect();
            prop_assert!(known.is_subset(&open), "what is refused is no alternative");
            // The model lists sets in which the account draws nothing.
            if why.reason == WhyNotReason::Dearer && !known.contains("cpf") {
                let with = by_set.iter().filter(|(set, _)| set.is_subset(&open) && known.is_subset(set)).map(|(_, cost)| *cost).min();
                prop_assert_eq!(why.out_of_pocket, with.map(span));
                prop_assert!(why.more > Some(Money::ZERO));
            }
        }
    }

    #[test]
    fn who_pays_adds_up_by_thing_by_term_and_in_all(case in case()) {
        for funding in case.found(false) {
            let exact = |payers: &[PayerShare]| payers.iter().all(|share| matches!(share.amount, None | Some(Span::Exact(_))));
            prop_assert_eq!(&funding.payers[0].payer, "self");
            prop_assert_eq!(funding.payers[0].amount, Some(funding.subtotal));
            // Ranges do not add up one by one: what the account pays for one thing it cannot pay for another.
            let whole = exact(&funding.payers) && funding.units.iter().all(|unit| exact(&unit.payers));
            if whole && funding.terms.iter().all(|term| exact(&term.payers)) {
                for share in &funding.payers {
                    let plus = |sum: Option<Span>, more: Option<Span>| sum.zip(more).map(|(sum, more)| sum.plus(more));
                    let fees = if share.payer == "self" { funding.fees.iter().map(|fee| fee.learner).fold(Some(Span::ZERO), plus) } else { Some(Span::ZERO) };
                    let by_term = funding.terms.iter().map(|term| amount_of(&term.payers, &share.payer)).fold(fees, plus);
                    let by_unit = funding.units.iter().map(|unit| amount_of(&unit.payers, &share.payer)).fold(fees, plus);
                    prop_assert_eq!(by_term, share.amount);
                    prop_assert_eq!(by_unit, share.amount);
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_data_changes_nothing(case in case()) {
        let mut backwards = case.found(true);
        for funding in &mut backwards {
            funding.units.reverse();
            funding.unknown.reverse();
            funding.because.sort_by(|a, b| a.rule.cmp(&b.rule));
        }
        let mut forwards = case.found(false);
        for funding in &mut forwards {
            funding.because.sort_by(|a, b| a.rule.cmp(&b.rule));
        }
        prop_assert!(forwards == backwards);
    }

    #[test]
    fn a_fuller_account_never_leaves_more_to_the_learner(case in case(), more in steps(3)) {
        let mut fuller = case.clone();
        fuller.account.balance += more;
        if let (Some(before), Some(after)) = (case.found(false).first(), fuller.found(false).first()) {
            prop_assert!(after.out_of_pocket.map(Span::max) <= before.out_of_pocket.map(Span::max));
        }
    }

    #[test]
    fn a_price_that_is_taken_away_makes_the_total_unknown_and_never_nothing(case in case(), at in any::<prop::sample::Index>()) {
        prop_assume!(case.things.iter().all(|(_, _, prices)| prices.iter().any(Option::is_some)));
        let at = at.index(case.things.len());
        let mut units = case.units();
        units[at].kind = None;
        let mut book = TariffBook::default();
        book.add(case.tariff(false));
        let priced = price_plan(&book, &blank(), &Means::UNKNOWN, &units).outcome.cost;
        prop_assert_eq!(priced.left, None);
        for funding in &priced.best {
            prop_assert_eq!(funding.out_of_pocket, None);
            prop_assert_eq!(&funding.unknown, &[units[at].id.clone()]);
        }
        for way in &priced.ways {
            prop_assert_eq!(way.out_of_pocket, None);
            prop_assert!(way.missing.iter().any(|missing| missing.id == units[at].id));
        }
        prop_assert!(priced.missing.iter().any(|missing| missing.id == units[at].id && missing.column.is_none()));
    }
}

/// One thing that costs `prices` in the columns c0 (the learner's), c1 and c2 (invoiced to a funder), and an account that may pay for it in c0.
fn one_thing(prices: [Option<i64>; 3], balance: i64) -> Case {
    let account =
        Held { balance, employer: 0, region: 0, participation: [0; 3], may_be_exempt: false, credits: [None; 2], ceiling: 0, most: None };
    Case {
        columns: 3,
        things: vec![(0, true, prices.to_vec())],
        invoiced: vec![false, true, true],
        bought: vec![true, false, false],
        fees: vec![0; 3],
        waives: vec![false; 3],
        excluded: None,
        account,
    }
}

#[test]
fn among_equals_what_is_granted_comes_first_then_fewer_payers_then_the_smaller_invoice_then_the_name() {
    use Verdict::{Ask, Maybe, Yes};
    let first = |case: &Case, verdicts: [Verdict; 4]| case.cost_with(false, &verdicts).best[0].schemes.join("+");
    let funders = one_thing([None, Some(100), Some(60)], 0);
    assert_eq!(first(&funders, [Yes; 4]), "c2", "both leave nothing to the learner: the smaller invoice");
    assert_eq!(first(&funders, [Yes, Yes, Maybe, Yes]), "c1", "one that is granted before one that is not");
    assert_eq!(first(&funders, [Yes, Ask, Maybe, Yes]), "c2", "neither is granted");
    assert_eq!(first(&one_thing([None, Some(60), Some(60)], 0), [Yes; 4]), "c1", "the name");
    let account = one_thing([Some(40), Some(100), None], 100);
    assert_eq!(first(&account, [Yes; 4]), "c1", "a funder before the learner's own rights");
    assert_eq!(first(&account, [Yes, Maybe, Yes, Yes]), "c0+cpf", "unless somebody has to grant it");
    assert_eq!(first(&account, [Yes, Maybe, Yes, Ask]), "c1");
    // The reason is told either way.
    let cost = account.cost_with(false, &[Yes, Maybe, Yes, Yes]);
    let why = cost.why_not.iter().find(|why| why.schemes == ["c1"]).unwrap();
    assert_eq!((why.reason, why.out_of_pocket, why.more), (WhyNotReason::NotCheaper, Some(Span::ZERO), Some(Money::ZERO)));
}

#[test]
fn what_is_barred_says_what_it_would_have_cost() {
    // Two things: one that only c1 pays for, one that only c2 pays for; together they are barred.
    let mut case = one_thing([Some(100), Some(60), None], 0);
    case.things.push((1, false, vec![Some(80), None, Some(60)]));
    case.excluded = Some((1, 2));
    let cost = case.cost_with(false, &[Verdict::Yes; 4]);
    assert_eq!(cost.best[0].schemes, ["c0", "c1"]);
    assert_eq!(cost.best[0].out_of_pocket, Some(Span::Exact(Money::from_euros(80))));
    let barred = cost.why_not.iter().find(|why| why.schemes == ["c1", "c2"]).unwrap();
    assert_eq!((barred.reason, barred.out_of_pocket, barred.more), (WhyNotReason::Excluded, Some(Span::ZERO), Some(Money::ZERO)));
    assert_eq!((barred.because[0].rule.as_str(), barred.because[0].holds), ("T3", Some(true)));
    let other = cost.why_not.iter().find(|why| why.schemes == ["c2"]).unwrap();
    assert_eq!(
        (other.reason, other.out_of_pocket, other.more),
        (WhyNotReason::Dearer, Some(Span::Exact(Money::from_euros(100))), Some(Money::from_euros(20)))
    );
}
