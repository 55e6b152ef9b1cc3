//! What if: several plans side by side, the trade-offs, a failed unit, other diplomas.

mod compare;
mod front;
mod reach;
mod setbacks;

use super::{
    dom::{el, el_with, fold_kept, text},
    parts::section,
    session::Session,
};
use leptos::prelude::*;

pub use compare::Kept;
pub use setbacks::words as outcome_words;

/// The section. What takes time to work out is so when it is opened.
pub fn what_if(session: Session, planned: bool) -> AnyView {
    let part = |key: &'static str, words: &'static str, content: fn(Session) -> AnyView| {
        let summary = vec![el("span", "pc-name", vec![text(session.t(words))])];
        fold_kept(session.open, format!("whatif:{key}"), "pc-scheme", summary, move || content(session))
    };
    let mut parts = Vec::new();
    if planned {
        parts.push(part("compare", "whatif.compare", compare::compare));
        parts.push(part("front", "whatif.front", front::front));
        parts.push(part("setbacks", "whatif.setbacks", setbacks::setbacks));
    }
    parts.push(part("reach", "whatif.reach", reach::reach));
    let all = section(session, "pc-whatif", "whatif.title", parts);
    el("div", "pc-screen-only", vec![all])
}

/// A table with a name for each column and each line; on a narrow place each line is an entry of a list, its cells under their names.
fn sheet(caption: String, columns: Vec<String>, lines: Vec<Vec<AnyView>>) -> AnyView {
    let role = |name: &'static str| ("role", name.to_owned());
    let head = |name: &String| el_with("th", "", vec![("scope", "col".to_owned()), role("columnheader")], vec![text(name.clone())]);
    let line = |cells: Vec<AnyView>| {
        let cells = cells.into_iter().zip(&columns).enumerate().map(|(index, (cell, column))| match index {
            0 => el_with("th", "", vec![("scope", "row".to_owned()), role("rowheader")], vec![cell]),
            _ => el_with("td", "", vec![role("cell"), ("data-label", column.clone())], vec![cell]),
        });
        el_with("tr", "", vec![role("row")], cells.collect())
    };
    let body = lines.into_iter().map(line).collect();
    let parts = vec![
        el("caption", "pc-caption", vec![text(caption)]),
        el_with("thead", "", vec![role("rowgroup")], vec![el_with("tr", "", vec![role("row")], columns.iter().map(head).collect())]),
        el_with("tbody", "", vec![role("rowgroup")], body),
    ];
    el_with("table", "pc-table pc-sheet", vec![role("table")], parts)
}

/// How far a long work has come, as a bar and in words.
fn progress(session: Session, done: usize, of: usize) -> AnyView {
    let words = session.tf("whatif.progress", &[("done", &done.to_string()), ("of", &of.to_string())]);
    let bar = el_with(
        "progress",
        "",
        vec![("max", of.max(1).to_string()), ("value", done.to_string()), ("aria-label", words.clone())],
        Vec::new(),
    );
    el("p", "pc-soft", vec![bar, text(" "), text(words)])
}
