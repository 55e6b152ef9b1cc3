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
    let row = |class: &'static str, cells: Vec<AnyView>| el_with("tr", class, vec![("role", "row".to_owned())], cells);
    let scoped = |scope: &'static str, role: &'static str, name: String| {
        el_with("th", "", vec![("scope", scope.to_owned()), ("role", role.to_owned())], vec![text(name)])
    };
    let head = columns.into_iter().map(|name| scoped("col", "columnheader", name)).collect();
    let body = lines.into_iter().map(|line| {
        let mut cells = vec![scoped("row", "rowheader", line.name)];
        cells.extend(line.cells.into_iter().map(|cell| el_with("td", "", vec![("role", "cell".to_owned())], vec![cell])));
        cells.push(el_with("td", "pc-bar", vec![("aria-hidden", "true".to_owned())], vec![bar("", line.parts)]));
        row("", cells)
    });
    let group =
        |tag: &'static str, class: &'static str, rows: Vec<AnyView>| el_with(tag, class, vec![("role", "rowgroup".to_owned())], rows);
    let parts = vec![
        el("caption", "pc-caption", vec![text(caption)]),
        group("thead", "pc-vh", vec![row("", head)]),
        group("tbody", "", body.collect()),
    ];
    el_with("table", "pc-bars", vec![("role", "table".to_owned())], parts)
}
