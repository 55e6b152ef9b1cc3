//! Who pays how much, term after term, in one way of paying.

use super::{Bar, bars};
use crate::{
    domain::{
        answer::{Span, Way},
        money::Money,
    },
    ui::{
        dom::{el, el_with, text},
        session::Session,
    },
};
use leptos::prelude::*;

/// The cost of each term and the fee of each year, the learner's part and the funder's.
pub fn payers(session: Session, way: &Way) -> AnyView {
    let names: Vec<&str> = way.payers.iter().filter(|payer| *payer != "self").map(|payer| session.t(&format!("payer.{payer}"))).collect();
    let funder = names.join(", ");
    let own = session.t("payer.self").to_owned();
    let mut rows: Vec<(String, Option<Span>, Option<Money>)> = Vec::new();
    rows.extend(way.terms.iter().map(|term| (session.term(term.term), term.learner, term.funder)));
    let fees = way.fees.iter().filter(|fee| fee.learner != Some(Span::Exact(Money::ZERO)));
    rows.extend(fees.map(|fee| {
        let year = format!("{}-{}", fee.academic_year, fee.academic_year + 1);
        (session.tf("picture.fee", &[("year", &year)]), fee.learner, None)
    }));
    let most = |row: &(String, Option<Span>, Option<Money>)| row.1.map_or(0.0, |span| euros(span.max())) + row.2.map_or(0.0, euros);
    let whole = rows.iter().map(most).fold(1.0, f64::max);
    let lines = rows.into_iter().map(|(name, learner, funded)| {
        let (least, most) = learner.map_or((0.0, 0.0), |span| (euros(span.min()), euros(span.max())));
        let said = learner.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span));
        let mut cells = vec![part("pc-key pc-key-own", &own, said)];
        if let Some(funded) = funded {
            cells.push(part("pc-key pc-key-funder", &funder, session.money(funded)));
        } else {
            cells.push(().into_any());
        }
        let funded = funded.map_or(0.0, euros);
        let parts = vec![("pc-bar-fill", least / whole), ("pc-bar-range", (most - least) / whole), ("pc-bar-funder", funded / whole)];
        Bar { name, parts, cells }
    });
    let columns = vec![session.t("picture.term").to_owned(), own.clone(), session.t("cost.funder").to_owned()];
    let way_name: Vec<&str> = way.payers.iter().map(|payer| session.t(&format!("payer.{payer}"))).collect();
    let caption = session.tf("picture.by_term", &[("payers", &way_name.join(", "))]);
    bars(caption, columns, lines.collect())
}

/// A colour with the name it stands for, and the amount.
fn part(class: &'static str, name: &str, amount: String) -> AnyView {
    let key = el_with("span", class, vec![("aria-hidden", "true".to_owned())], Vec::new());
    el("span", "", vec![key, text(format!("{name} : ")), el("strong", "", vec![text(amount)])])
}

/// An amount as a length. Only drawings see it: money itself is never a float.
fn euros(amount: Money) -> f64 {
    amount.to_string().parse().unwrap_or(0.0)
}
