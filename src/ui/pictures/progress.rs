//! The credits, term after term.

use super::{Bar, bars};
use crate::{
    domain::answer::Plan,
    ui::{dom::text, session::Session},
};
use leptos::prelude::*;

/// The credits held by the end of each term, against those that the diploma asks for.
pub fn progress(session: Session, plan: &Plan) -> AnyView {
    let totals = &plan.totals;
    let reached = totals.ects_acquired + totals.ects_planned;
    let whole = f64::from(totals.ects_required.unwrap_or(0).max(reached).max(1));
    let caption = match totals.ects_required {
        Some(required) if totals.ects_acquired == 0 => {
            session.tf("plan.ects_all", &[("reached", &reached.to_string()), ("required", &required.to_string())])
        }
        Some(required) => session.tf(
            // What is held may be too much of one kind: then the figures alone would say that nothing is left to do.
            if totals.ects_acquired >= required && totals.ects_planned > 0 { "plan.ects_beyond" } else { "plan.ects_of" },
            &[("reached", &reached.to_string()), ("required", &required.to_string()), ("acquired", &totals.ects_acquired.to_string())],
        ),
        None => session.tf("plan.ects_reached", &[("reached", &reached.to_string())]),
    };
    let lines = plan.terms.iter().map(|term| {
        let before = term.ects_cumulated.saturating_sub(term.ects);
        let words = session.plural("count.ects", term.ects_cumulated);
        let words = session.tf("picture.progress_line", &[("n", &words), ("more", &term.ects.to_string())]);
        Bar {
            name: session.term(term.term),
            parts: vec![("pc-bar-held", f64::from(before) / whole), ("pc-bar-fill", f64::from(term.ects) / whole)],
            cells: vec![text(words)],
        }
    });
    let columns = vec![session.t("picture.term").to_owned(), session.t("plan.cumulated").to_owned()];
    bars(caption, columns, lines.collect())
}
