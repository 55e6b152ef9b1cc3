//! What it costs, according to who pays.

use super::{
    dom::{el, el_with, fold, text},
    parts::{section, why},
    pictures::payers,
    session::Session,
};
use crate::domain::answer::{Answer, Because, Cost, Span};
use leptos::prelude::*;

/// What is left to the learner: an amount, or the range over the ways of paying that are still open; `None` when no price is published.
pub fn left(cost: &Cost) -> Option<Span> {
    cost.out_of_pocket.or_else(|| {
        let known: Option<Vec<Span>> = cost.ways.iter().map(|way| way.out_of_pocket).collect();
        known?.into_iter().reduce(Span::or)
    })
}

/// The section of the costs; nothing where no price is published.
pub fn costs_section(session: Session, answer: &Answer) -> AnyView {
    if answer.cost.ways.is_empty() {
        return ().into_any();
    }
    let head = ["cost.payer", "cost.learner", "cost.funder"]
        .map(|key| el_with("th", "", vec![("scope", "col".to_owned())], vec![text(session.t(key))]));
    let rows = answer.cost.ways.iter().map(|way| {
        let payers: Vec<&str> = way.payers.iter().map(|payer| session.t(&format!("payer.{payer}"))).collect();
        let learner = way.out_of_pocket.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span));
        let funder = way.funder.map_or_else(|| session.t("cost.no_funder").to_owned(), |amount| session.money(amount));
        let name = el_with("th", "", vec![("scope", "row".to_owned())], vec![text(payers.join(", "))]);
        el("tr", "", vec![name, el("td", "pc-num", vec![text(learner)]), el("td", "pc-num", vec![text(funder)])])
    });
    let table = vec![
        el("caption", "pc-vh", vec![text(session.t("cost.title"))]),
        el("thead", "", vec![el("tr", "", head.into())]),
        el("tbody", "", rows.collect()),
    ];
    let mut because: Vec<Because> = answer.cost.ways.iter().flat_map(|way| &way.lines).flat_map(|line| line.because.clone()).collect();
    because.sort_by(|a, b| a.rule.cmp(&b.rule));
    let mut children = vec![el("table", "pc-table pc-narrow", table), why(session, &because)];
    children.extend(answer.cost.ways.iter().map(|way| {
        let names: Vec<&str> = way.payers.iter().map(|payer| session.t(&format!("payer.{payer}"))).collect();
        let way = way.clone();
        fold("", vec![text(session.tf("picture.payers", &[("payers", &names.join(", "))]))], move || payers(session, &way))
    }));
    section(session, "pc-costs", "cost.title", children)
}
