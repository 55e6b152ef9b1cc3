//! What can be done with a semester: pause it, lighten it, go back to the usual pace.

use super::{
    Board, about,
    moves::{Change, change},
    table,
};
use crate::{
    domain::answer::PlanTerm,
    ui::dom::{Act, button, el, fold_kept, text},
};
use leptos::prelude::*;

/// The tools of a semester, folded.
pub fn tools(board: &Board, term: &PlanTerm) -> AnyView {
    let session = board.session;
    let here = term.term;
    let name = session.term(here);
    let units = u32::try_from(term.ue.len()).unwrap_or(u32::MAX);
    let own = board.request.pace.terms.get(&here).cloned();
    let most = table::most(board, here).0.unwrap_or(units);
    let tool = move |verb: &'static str, word: &'static str, said: String, what: Change| {
        let label = about(session.t(word), &session.term(here));
        let act = Act::keep(format!("{verb}:{here}"), move || change(session, &said, &what));
        button("pc-button pc-quiet pc-slim", label, act)
    };
    let content = {
        let name = name.clone();
        move || {
            let mut tools = Vec::new();
            let paused = own.as_ref().is_some_and(|own| own.max_ue == Some(0));
            if !paused {
                let said = session.tf("board.said_paused", &[("term", &name)]);
                tools.push(tool("pause", "board.pause", said, Change::Pace(here, 0)));
            }
            if units > 1 {
                let said = session.tf("board.said_lighter", &[("term", &name), ("n", &(units - 1).to_string())]);
                tools.push(tool("lighten", "board.lighten", said, Change::Pace(here, units - 1)));
            }
            if !paused {
                let said = session.tf("board.said_lighter", &[("term", &name), ("n", &(most + 1).to_string())]);
                tools.push(tool("load", "board.heavier", said, Change::Pace(here, most + 1)));
            }
            if own.is_some() {
                let said = session.tf("board.said_usual", &[("term", &name)]);
                tools.push(tool("usual", "board.usual", said, Change::UsualPace(here)));
            }
            el("div", "pc-tools", tools)
        }
    };
    fold_kept(
        session.open,
        format!("term:{here}"),
        "pc-small",
        vec![text(session.t("board.change_term")), super::heard(format!(" {name}"))],
        content,
    )
}
