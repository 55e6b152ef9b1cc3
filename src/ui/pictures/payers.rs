//! Who pays how much, term after term.

use super::{Bar, bars};
use crate::{
    domain::{answer::Span, money::Money},
    ui::{
        dom::{el, el_with, text},
        session::Session,
    },
};
use leptos::prelude::*;

/// What each payer pays: nothing at all, an amount, or an amount that nobody published.
pub type Shares = Vec<Option<Option<Span>>>;

/// The colours of the payers, the learner first, then those that follow; more payers than colours share the last.
const COLOURS: [(&str, &str); 4] = [
    ("pc-bar-fill", "pc-key"),
    ("pc-bar-second", "pc-key pc-key-second"),
    ("pc-bar-third", "pc-key pc-key-third"),
    ("pc-bar-fourth", "pc-key pc-key-fourth"),
];

/// The amounts line by line, each with the share of every payer in the order of `names`.
pub fn payers(session: Session, caption: String, names: Vec<String>, lines: Vec<(String, Shares)>) -> AnyView {
    let most = |shares: &Shares| shares.iter().flatten().flatten().map(|span| length(span.max())).sum::<f64>();
    let whole = lines.iter().map(|(_, shares)| most(shares)).fold(1.0, f64::max);
    let lines = lines.into_iter().map(|(name, shares)| {
        let mut parts = Vec::new();
        let mut cells = Vec::new();
        for (index, payer) in names.iter().enumerate() {
            let (bar, key) = COLOURS.get(index).or(COLOURS.last()).copied().unwrap_or_default();
            let Some(share) = shares.get(index).copied().flatten() else {
                cells.push(().into_any());
                continue;
            };
            let (least, most) = share.map_or((0.0, 0.0), |span| (length(span.min()), length(span.max())));
            parts.push((bar, least / whole));
            parts.push(("pc-bar-range", (most - least) / whole));
            let said = share.map_or_else(|| session.t("common.to_confirm").to_owned(), |span| session.span(span));
            cells.push(part(session, key, payer, said));
        }
        Bar { name, parts, cells }
    });
    let columns = std::iter::once(session.t("picture.term").to_owned()).chain(names.iter().cloned()).collect();
    bars(caption, columns, lines.collect())
}

/// A colour with the name it stands for, and the amount.
fn part(session: Session, class: &'static str, name: &str, amount: String) -> AnyView {
    let key = el_with("span", class, vec![("aria-hidden", "true".to_owned())], Vec::new());
    let name = session.tf("picture.payer", &[("name", name)]);
    el("span", "", vec![key, text(name), text(" "), el("strong", "", vec![text(amount)])])
}

/// An amount as a length. Only drawings see it: money itself is never a float.
fn length(amount: Money) -> f64 {
    amount.cents().unwrap_or(0) as f64
}
