//! Pictures, where people look rather than read. Each is part of a table or a list that says the same in words, and is hidden from those
//! who listen.

mod calendar;
mod chain;
mod payers;
mod progress;

pub use calendar::calendar;
pub use chain::chain;
pub use payers::payers;
pub use progress::progress;

use super::dom::{bar, el, el_with, text};
use leptos::prelude::*;

/// A line of a chart of bars: its name, the parts of its bar (class and length), and the same in words, one cell for each column.
pub struct Bar {
    /// What the line is about.
    pub name: String,
    /// The parts, from the start, as shares of the longest bar.
    pub parts: Vec<(&'static str, f64)>,
    /// The words, cell by cell.
    pub cells: Vec<AnyView>,
}

/// A table whose lines have bars. `columns` names the first column, then each cell.
pub fn bars(caption: String, columns: Vec<String>, lines: Vec<Bar>) -> AnyView {
    let header = |scope: &'static str, name: String| el_with("th", "", vec![("scope", scope.to_owned())], vec![text(name)]);
    let unheard = |class: &'static str, shown: Vec<AnyView>| el_with("td", class, vec![("aria-hidden", "true".to_owned())], shown);
    let mut head: Vec<AnyView> = columns.into_iter().map(|name| header("col", name)).collect();
    head.push(unheard("", Vec::new()));
    let body = lines.into_iter().map(|line| {
        let mut cells = vec![header("row", line.name)];
        cells.extend(line.cells.into_iter().map(|cell| el("td", "", vec![cell])));
        cells.push(unheard("pc-bar", vec![bar("", line.parts)]));
        el("tr", "", cells)
    });
    let parts = vec![
        el("caption", "pc-caption", vec![text(caption)]),
        el("thead", "pc-vh", vec![el("tr", "", head)]),
        el("tbody", "", body.collect()),
    ];
    el("table", "pc-bars", parts)
}
