//! Why the best combination leaves schemes out, and which of them do not go together.

use super::{
    book::Notes,
    fee::Mask,
    funding::Combinations,
    means::ACCOUNT,
    quote::quote,
    search::ACCOUNT_BIT,
    tariff::{Column, Exclusion},
};
use crate::domain::{
    answer::{Because, Scheme, Span, Verdict, WhyNot, WhyNotReason},
    money::Money,
};

/// Schemes that are a contract of their own: they pay for the whole course.
const ROUTES: [&str; 4] = ["apprentissage", "contrat_professionnalisation", "periode_reconversion", "pro_a"];

/// Schemes that pay for nothing.
pub(super) const UNPAID: [&str; 4] = ["vae", "vapp", "ves", "conge_examen"];

/// The reasons, scheme by scheme in the order in which the rules judge them, then the combinations that are barred. Nothing without a best.
pub(super) fn why_not(combinations: &Combinations) -> Vec<WhyNot> {
    let Some(best) = combinations.best_mask() else {
        return Vec::new();
    };
    let left = combinations.with(best, 0);
    let mut reasons: Vec<WhyNot> = Vec::new();
    for scheme in combinations.context.means.schemes {
        if scheme.verdict != Verdict::No && !UNPAID.contains(&scheme.id.as_str()) {
            reasons.extend(of_scheme(combinations, best, left, scheme));
        }
    }
    for exclusion in &combinations.tariff.exclusions {
        reasons.extend(of_exclusion(combinations, left, exclusion));
    }
    reasons
}

/// The reasons of a verdict that do not speak against it.
fn counting(scheme: &Scheme) -> Vec<Because> {
    scheme.because.iter().filter(|reason| reason.holds != Some(false)).cloned().collect()
}

/// How much more than in the best way.
fn more(than: Option<Span>, best: Option<Span>) -> Option<Money> {
    than.zip(best).map(|(than, best)| than.max().minus_floor_zero(best.max()))
}

fn of_scheme(combinations: &Combinations, best: Mask, left: Option<Span>, scheme: &Scheme) -> Option<WhyNot> {
    let told = |reason, out_of_pocket: Option<Span>, missing: Vec<String>, because: Vec<Because>| {
        let schemes = vec![scheme.id.clone()];
        let instead = column(combinations, scheme).and_then(|column| combinations.with(combinations.bit(&column.id)?, best));
        Some(WhyNot { schemes, reason, out_of_pocket, more: more(out_of_pocket, left), instead, missing, because })
    };
    if scheme.id == ACCOUNT {
        return of_account(combinations, best, left, scheme);
    }
    let Some(column) = column(combinations, scheme) else {
        let own = scheme.amounts.as_ref().and_then(|amounts| amounts.out_of_pocket).map(Span::Exact);
        let reason = if ROUTES.contains(&scheme.id.as_str()) { WhyNotReason::OtherRoute } else { WhyNotReason::NoPrice };
        return told(reason, own, Vec::new(), counting(scheme));
    };
    let bit = combinations.bit(&column.id)?;
    if best & bit != 0 || combinations.context.standing(column) == Verdict::No {
        return None;
    }
    let Some(with) = combinations.with(bit, 0) else {
        if let Some(with) = combinations.if_allowed(bit) {
            let barring = combinations.tariff.exclusions.iter().filter(|exclusion| exclusion.columns.contains(&column.id));
            let because = barring.map(|exclusion| Because::rule(exclusion.rule.as_str(), Some(true))).collect();
            return told(WhyNotReason::Excluded, Some(with), Vec::new(), because);
        }
        return told(nothing_to_pay(combinations, column), None, Vec::new(), refusals(combinations, column));
    };
    let dearer = left.is_some_and(|left| with.max() > left.max());
    let because = column.rule.iter().map(|rule| Because::rule(rule.as_str(), Some(true))).collect();
    told(if dearer { WhyNotReason::Dearer } else { WhyNotReason::NotCheaper }, Some(with), scheme.missing.clone(), because)
}

/// The column that stands for a scheme.
fn column<'a>(combinations: &Combinations<'a>, scheme: &Scheme) -> Option<&'a Column> {
    let mut columns = combinations.tariff.columns.iter();
    columns.find(|column| column.schemes.contains(&scheme.id) || column.also.contains(&scheme.id))
}

fn of_account(combinations: &Combinations, best: Mask, left: Option<Span>, scheme: &Scheme) -> Option<WhyNot> {
    let schemes = vec![scheme.id.clone()];
    let told = |reason, out_of_pocket: Option<Span>, missing: Vec<String>, because| {
        let instead = combinations.with(ACCOUNT_BIT, best);
        Some(WhyNot { schemes, reason, out_of_pocket, more: more(out_of_pocket, left), instead, missing, because })
    };
    let Some(account) = combinations.context.account() else {
        return told(WhyNotReason::NoPrice, None, Vec::new(), counting(scheme));
    };
    if best & ACCOUNT_BIT != 0 {
        return None;
    }
    let rule = vec![Because::rule(account.rule.as_str(), account.settled.then_some(true))];
    if combinations.context.means.account.is_some_and(|account| account.balance.is_none()) {
        return told(WhyNotReason::UnknownAccount, None, vec!["cpf_balance".to_owned()], rule);
    }
    let Some(with) = combinations.with(ACCOUNT_BIT, 0) else {
        let drawable = |column: &String| combinations.units.iter().any(|unit| combinations.context.drawable(column, unit));
        // What it may pay is less than the flat share, or it holds nothing.
        let nothing = !account.columns.iter().any(drawable);
        let reason = if nothing { WhyNotReason::NothingToPay } else { WhyNotReason::NotCheaper };
        let because = rule.into_iter().chain(combinations.account_because()).collect();
        return told(reason, None, Vec::new(), because);
    };
    let dearer = left.is_some_and(|left| with.max() > left.max());
    let because = rule.into_iter().chain(combinations.account_because()).collect();
    told(if dearer { WhyNotReason::Dearer } else { WhyNotReason::NotCheaper }, Some(with), Vec::new(), because)
}

/// Why a column pays for nothing: by the tariff, or because no price of it is known.
fn nothing_to_pay(combinations: &Combinations, column: &Column) -> WhyNotReason {
    let refuses = |unit| quote(combinations.context, combinations.tariff, unit, column, &mut Notes::default()).refused;
    if combinations.units.iter().all(refuses) { WhyNotReason::NothingToPay } else { WhyNotReason::NoPrice }
}

/// The rules by which a column refuses things.
fn refusals(combinations: &Combinations, column: &Column) -> Vec<Because> {
    let mut because: Vec<Because> = Vec::new();
    for unit in combinations.units {
        let quote = quote(combinations.context, combinations.tariff, unit, column, &mut Notes::default());
        for reason in quote.because.into_iter().filter(|reason| quote.refused && reason.holds == Some(false)) {
            if !because.contains(&reason) {
                because.push(reason);
            }
        }
    }
    because
}

fn of_exclusion(combinations: &Combinations, left: Option<Span>, exclusion: &Exclusion) -> Option<WhyNot> {
    let bits = exclusion.columns.iter().map(|name| combinations.bit(name)).try_fold(0, |all, bit| bit.map(|bit| all | bit))?;
    // Only what the person could combine otherwise.
    let with = combinations.if_allowed(bits)?;
    combinations.exclusions(bits).find(|known| *known == exclusion)?;
    let first = |name: &String| {
        let column = combinations.tariff.columns.iter().find(|column| column.id == *name);
        column
            .and_then(|column| combinations.context.schemes(column).first().map(|scheme| (*scheme).clone()))
            .unwrap_or_else(|| name.clone())
    };
    Some(WhyNot {
        schemes: exclusion.columns.iter().map(first).collect(),
        reason: if exclusion.settled { WhyNotReason::Excluded } else { WhyNotReason::MayBeExcluded },
        out_of_pocket: Some(with),
        more: more(Some(with), left),
        instead: None,
        missing: Vec::new(),
        because: vec![Because::rule(exclusion.rule.as_str(), exclusion.settled.then_some(true))],
    })
}
