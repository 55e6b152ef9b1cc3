//! What only a printed result says: the day of its figures, and where the list of units comes from.

use super::{
    dom::{el, text},
    parts::official,
    session::{Session, engine},
};
use crate::domain::date::Date;
use leptos::prelude::*;

/// The end of a printed result.
pub fn colophon(session: Session) -> AnyView {
    let mut words = session.tf("paper.made", &[("date", &session.date(session.options().today))]);
    let sources = sources(session);
    if !sources.is_empty() {
        words = format!("{words} {}", session.tf("paper.units", &[("sources", &sources.join(" · "))]));
    }
    el("p", "pc-paper-only pc-soft", vec![text(words)])
}

/// The sources of the target diploma, each with its date.
fn sources(session: Session) -> Vec<String> {
    let id = session.asked().target.diploma.clone();
    let Some((catalogue, diploma)) =
        engine().ok().and_then(|engine| Some((engine.catalogue(), engine.catalogue().diploma(id.as_deref()?)?)))
    else {
        return Vec::new();
    };
    let sources = diploma.sources.iter().filter_map(|id| catalogue.source(id));
    let named = sources.map(|source| {
        let date = dated(session, source.date.as_deref().unwrap_or_default());
        // Its name alone: what stands in brackets or after a semicolon describes it, mostly in English.
        let title = source.title.split(['(', ';']).next().unwrap_or_default().trim_end();
        session.tf("paper.source", &[("title", &official(title)), ("date", &date)])
    });
    named.collect()
}

/// The day, month, year or academic year that the date of a source begins with; that it is undated where it names none.
fn dated(session: Session, said: &str) -> String {
    let date = said.split(|letter: char| !letter.is_ascii_digit() && letter != '-').next().unwrap_or_default();
    match (date.parse::<Date>(), date.len()) {
        (Ok(day), _) => session.date(day),
        (Err(_), 7) => session.year_month(date),
        (Err(_), 4 | 9) => date.to_owned(),
        _ => session.t("paper.undated").to_owned(),
    }
}
