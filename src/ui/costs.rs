//! What it costs and who pays: the best legal combination of schemes, term by term and payer by payer, why not the others, and the price
//! in each single way of paying.

use super::{
    dom::{el, fold, para, text},
    financing::missing,
    parts::{badge, group, section, sheet},
    pictures::payers,
    reasons::why,
    session::Session,
};
use crate::domain::answer::{
    Answer, Because, Cost, Funding, MissingPrice, MissingReason, PayerShare, Span, TermShares, Way, WhyNot, WhyNotReason,
};
use crate::domain::{money::Money, sorted::Sorting};
use leptos::prelude::*;

/// What is left to the learner: with the payers that the facts name, or with the best combination of schemes, from all granted to all
/// refused; `None` when a price is not known.
pub fn left(cost: &Cost) -> Option<Span> {
    cost.out_of_pocket.or(cost.left)
}

/// The section of the costs; nothing where no price is published.
pub fn costs_section(session: Session, answer: &Answer) -> AnyView {
    let cost = &answer.cost;
    if cost.ways.is_empty() && cost.best.is_empty() {
        return ().into_any();
    }
    let mut children = Vec::new();
    if let Some((best, others)) = cost.best.split_first() {
        children.push(el("div", "pc-best", vec![para("pc-strong", session.t("cost.best")), combination(session, best)]));
        children.extend(others.iter().map(|other| {
            let other = other.clone();
            let label = session
                .tf("cost.other", &[("schemes", &names(session, &other.schemes)), ("amount", &amount(session, other.out_of_pocket))]);
            fold("", vec![text(label)], move || combination(session, &other))
        }));
    }
    if !cost.why_not.is_empty() {
        let reasons = cost.why_not.clone();
        let items = move || el("ul", "pc-dates", reasons.iter().map(|one| why_not(session, one)).collect());
        children.push(fold("", vec![text(session.t("cost.why_not"))], items));
    }
    children.push(no_price(session, &cost.missing));
    children.push(ways(session, &cost.ways));
    section(session, "pc-costs", "cost.title", children)
}

fn names(session: Session, schemes: &[String]) -> String {
    schemes.iter().map(|id| session.t(&format!("scheme.{id}.name"))).collect::<Vec<_>>().join(" + ")
}

fn amount(session: Session, span: Option<Span>) -> String {
    span.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span))
}

fn payer_name(session: Session, payer: &str) -> String {
    session.t(&format!("payer.{payer}")).to_owned()
}

/// A combination: its schemes, what is left, who pays when, and why.
fn combination(session: Session, funding: &Funding) -> AnyView {
    let schemes = el("p", "", vec![text(names(session, &funding.schemes)), text(" "), badge(session, funding.verdict)]);
    let left = session.tf("cost.left", &[("amount", &amount(session, funding.out_of_pocket))]);
    let mut parts = vec![schemes, para("pc-figure", left)];
    if funding.out_of_pocket.is_none() {
        parts.push(para("pc-soft", known_part(session, funding)));
    }
    if !funding.open.is_empty() {
        parts.push(para("pc-soft", session.tf("cost.if_granted", &[("schemes", &names(session, &funding.open))])));
    }
    let all: Vec<&str> = funding.payers.iter().map(|share| share.payer.as_str()).collect();
    let columns = all.iter().map(|payer| payer_name(session, payer)).collect();
    let fees = funding.fees.iter().filter(|fee| fee.learner != Some(Span::ZERO)).map(|fee| {
        let year = format!("{}-{}", fee.academic_year, fee.academic_year + 1);
        (session.tf("picture.fee", &[("year", &year)]), vec![Some(fee.learner)])
    });
    let share =
        |term: &TermShares, payer: &str| term.payers.iter().find(|share: &&PayerShare| share.payer == payer).map(|share| share.amount);
    let terms = funding.terms.iter().map(|term| (session.term(term.term), all.iter().map(|payer| share(term, payer)).collect()));
    let by_term = payers(session, session.t("cost.by_term").to_owned(), columns, terms.chain(fees).collect());
    parts.push(group(session.t("cost.by_term"), false, vec![by_term]));
    parts.push(why(session, &funding.because));
    el("div", "", parts)
}

/// What is left to pay for what has a price, and what has none.
pub fn known_part(session: Session, funding: &Funding) -> String {
    session.tf("cost.subtotal", &[("amount", &session.span(funding.subtotal)), ("units", &funding.unknown.join(", "))])
}

/// Why a scheme is not in the best combination.
fn why_not(session: Session, one: &WhyNot) -> AnyView {
    let reason = session.t(reason_key(one.reason));
    let more = one.more.filter(|more| *more > Money::ZERO).map(|more| session.tf("cost.more", &[("amount", &session.money(more))]));
    let words = match more {
        // How much dearer says that it is.
        Some(more) if one.reason == WhyNotReason::Dearer => more,
        Some(more) => format!("{reason} {more}"),
        None => reason.to_owned(),
    };
    let name = el("strong", "", vec![text(names(session, &one.schemes))]);
    el("li", "", vec![name, text(" · "), text(words), missing(session, &one.missing), why(session, &one.because)])
}

/// What has no known price, and why; nothing when all prices are known.
fn no_price(session: Session, prices: &[MissingPrice]) -> AnyView {
    if prices.is_empty() {
        return ().into_any();
    }
    let summary = vec![text(session.plural("cost.missing", prices.len() as u64))];
    let prices = prices.to_vec();
    fold("", summary, move || {
        let lines = prices.iter().map(|price| {
            let id = if price.id == "annual_fee" { session.t("cost.annual_fee").to_owned() } else { price.id.clone() };
            let reason = session.t(missing_key(price.reason));
            el("li", "", vec![el("span", "pc-code", vec![text(id)]), text(" · "), text(reason), why(session, &price.because)])
        });
        el("ul", "pc-dates", lines.collect())
    })
}

/// The text of a reason why a scheme is left out.
fn reason_key(reason: WhyNotReason) -> &'static str {
    match reason {
        WhyNotReason::Excluded => "why_not.excluded",
        WhyNotReason::MayBeExcluded => "why_not.may_be_excluded",
        WhyNotReason::Dearer => "why_not.dearer",
        WhyNotReason::NotCheaper => "why_not.not_cheaper",
        WhyNotReason::NothingToPay => "why_not.nothing_to_pay",
        WhyNotReason::UnknownAccount => "why_not.unknown_account",
        WhyNotReason::NoPrice => "why_not.no_price",
        WhyNotReason::OtherRoute => "why_not.other_route",
    }
}

/// The text of a reason why a price is not known.
fn missing_key(reason: MissingReason) -> &'static str {
    match reason {
        MissingReason::NoTariff => "no_price.no_tariff",
        MissingReason::Unpublished => "no_price.unpublished",
        MissingReason::PayerNotListed => "no_price.payer_not_listed",
        MissingReason::NotListed => "no_price.not_listed",
        MissingReason::ModalityNotListed => "no_price.modality_not_listed",
        MissingReason::SizeNotListed => "no_price.size_not_listed",
        MissingReason::NotEligible => "no_price.not_eligible",
        MissingReason::NotOpen => "no_price.not_open",
        MissingReason::FeeNotListed => "no_price.fee_not_listed",
    }
}

/// The price of the whole in each single way of paying.
fn ways(session: Session, ways: &[Way]) -> AnyView {
    let payers_of = |way: &Way| way.payers.iter().map(|payer| payer_name(session, payer)).collect::<Vec<_>>().join(" + ");
    let columns = ["cost.payer", "cost.learner", "cost.funder"].map(|key| session.t(key).to_owned());
    let lines = ways.iter().map(|way| {
        let funder = way.funder.map_or_else(|| session.t("cost.no_funder").to_owned(), |amount| session.money(amount));
        [payers_of(way), amount(session, way.out_of_pocket), funder].map(text).into()
    });
    let table = sheet(session.t("cost.single").to_owned(), columns.into(), lines.collect());
    let mut because: Vec<Because> = ways.iter().flat_map(|way| &way.lines).flat_map(|line| line.because.clone()).collect();
    because.order_by(|a, b| a.rule.cmp(&b.rule));
    el("div", "", vec![table, why(session, &because)])
}
