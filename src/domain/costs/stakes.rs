//! The euros that depend on a fact that nobody gave: how much less would surely be left to the learner, through the best combination.

use super::{
    book::{Context, PricedUnit},
    fee::Mask,
    funding::Combinations,
    means::ACCOUNT,
    search::ACCOUNT_BIT,
    tariff::{JOBSEEKER, Requirement},
};
use crate::domain::sorted::{Map, Sorting};
use crate::domain::{
    answer::Verdict,
    facts::{FactKind, FactValue, Facts, fact_spec},
    money::Money,
};

/// The fact that says what the account holds.
const BALANCE: &str = "cpf_balance";

/// More than any course costs: an account that pays for everything it may pay for.
const PLENTY: i64 = 1_000_000;

/// By fact: how much less would be left to the learner at most if the schemes that wait for it were granted; for what the account holds, if it
/// held plenty; for what the tariff itself asks for, by how much the answers differ.
pub(super) fn stakes(combinations: &Combinations) -> Map<String, Money> {
    let mut stakes = Map::new();
    if combinations.left().is_none() {
        return stakes;
    }
    let mut add = |fact: &str, amount: Option<Money>| {
        if let Some(amount) = amount.filter(|amount| *amount > Money::ZERO) {
            let known: &mut Money = stakes.entry(fact.to_owned()).or_default();
            *known = amount.max(*known);
        }
    };
    let context = combinations.context;
    let now = combinations.worst(0);
    let gained =
        |combinations: &Combinations, granted: Mask| now.zip(combinations.worst(granted)).map(|(now, then)| now.minus_floor_zero(then));
    for scheme in context.means.schemes.iter().filter(|scheme| scheme.verdict == Verdict::Ask) {
        let columns =
            combinations.tariff.columns.iter().filter(|column| column.schemes.contains(&scheme.id) || column.also.contains(&scheme.id));
        let own = (scheme.id == ACCOUNT).then_some(ACCOUNT_BIT);
        for bit in columns.filter_map(|column| combinations.bit(&column.id)).chain(own) {
            scheme.missing.iter().for_each(|fact| add(fact, gained(combinations, bit)));
        }
    }
    if context.account().is_some()
        && context.means.account.is_some_and(|account| account.balance.is_none())
        && let Some(plenty) = Combinations::with_balance(context, combinations.units, Some(Money::from_euros(PLENTY)))
    {
        add(BALANCE, gained(&plenty, ACCOUNT_BIT));
    }
    for fact in asked(combinations) {
        add(fact, spread(context, combinations.units, fact));
    }
    stakes
}

/// The facts that the tariff asks for and that are not known.
fn asked<'a>(combinations: &Combinations<'a>) -> Vec<&'a str> {
    let tariff = combinations.tariff;
    let requirements =
        tariff.columns.iter().flat_map(|column| column.requires.iter().chain(&column.otherwise)).map(|known: &Requirement| &known.fact);
    let reduced = tariff.annual_fee.iter().flat_map(|fee| fee.columns.values()).flat_map(|fee| &fee.reduced).map(|reduced| &reduced.fact);
    let mut facts: Vec<&str> = requirements.chain(reduced).map(|fact| if fact == JOBSEEKER { "status" } else { fact.as_str() }).collect();
    facts.order();
    facts.dedup();
    facts.retain(|fact| combinations.context.facts.get(fact).is_none());
    facts
}

/// The difference between the best and the worst answer, everything else being as it is.
fn spread(context: &Context, units: &[PricedUnit], fact: &str) -> Option<Money> {
    let spec = fact_spec(fact)?;
    let values: Vec<FactValue> = match spec.kind {
        FactKind::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
        FactKind::Choice(words) => words.iter().map(|word| FactValue::Word((*word).to_owned())).collect(),
        _ => return None,
    };
    let mut found: Option<(Money, Money)> = None;
    for value in values {
        let mut facts: Facts = context.facts.clone();
        facts.set(spec, Some(value)).ok()?;
        let context = Context { facts: &facts, ..*context };
        // At most, with all that is open granted: the answer may open a column or close it. The account apart, which the tariff asks nothing about.
        let most = Combinations::with_balance(&context, units, None)?.worst(Mask::MAX)?;
        found = Some(found.map_or((most, most), |(least, worst)| (least.min(most), worst.max(most))));
    }
    found.map(|(least, worst)| worst - least)
}
