//! What it costs, according to who pays.

use super::{
    parts::{heading, reasons},
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
    let unknown = || session.t("common.to_confirm").to_owned();
    let rows: Vec<AnyView> = answer
        .cost
        .ways
        .iter()
        .map(|way| {
            let payers: Vec<&str> = way.payers.iter().map(|payer| session.t(&format!("payer.{payer}"))).collect();
            let learner = way.out_of_pocket.map_or_else(unknown, |span| session.span(span));
            let funder = way.funder.map_or_else(|| session.t("cost.no_funder").to_owned(), |amount| session.money(amount));
            view! {
                <tr>
                    <th scope="row">{payers.join(", ")}</th>
                    <td class="pc-num">{learner}</td>
                    <td class="pc-num">{funder}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let mut because: Vec<Because> = answer.cost.ways.iter().flat_map(|way| &way.lines).flat_map(|line| line.because.clone()).collect();
    because.sort_by(|a, b| a.rule.cmp(&b.rule));
    view! {
        <section aria-labelledby="pc-costs">
            {heading(session, 1, "", "pc-costs", move || session.t("cost.title").to_owned())} <table class="pc-table pc-narrow">
                <caption class="pc-vh">{session.t("cost.title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{session.t("cost.payer")}</th>
                        <th scope="col" class="pc-num">
                            {session.t("cost.learner")}
                        </th>
                        <th scope="col" class="pc-num">
                            {session.t("cost.funder")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <details>
                <summary>{session.t("common.why")}</summary>
                {reasons(session, &because)}
            </details>
        </section>
    }
    .into_any()
}
