//! The units already held, ticked in the list of the diploma's own.

use super::{
    controls::{Choice, Draft, checkboxes},
    dom::{el, el_with, heard_legend, label_for, live, search, words},
    parts::unit_title,
    session::{Session, engine},
};
use crate::domain::{
    letters::lower,
    request::{Acquired, Request},
};
use leptos::prelude::*;

/// The list of the units of the target diploma.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn acquired(session: Session, draft: RwSignal<Draft>, filter: RwSignal<String>) -> AnyView {
    let code = session.request.with_untracked(|request| request.target.diploma.clone()).unwrap_or_default();
    let Ok(engine) = engine() else { return ().into_any() };
    let catalogue = engine.catalogue();
    let mut units: Vec<(String, String)> = Vec::new();
    for requirement in catalogue.diploma(&code).and_then(|diploma| diploma.requirements.as_deref()).unwrap_or_default() {
        for unit in requirement.units() {
            // A unit that may count in two places is listed once.
            if units.iter().all(|(code, _)| code != unit) {
                units.push((unit.to_owned(), unit_title(unit)));
            }
        }
    }
    let shown = move || {
        let small = |text: &str| text.chars().map(lower).collect::<String>();
        let wanted = small(&filter.get());
        let choices = units
            .iter()
            .filter(|(code, title)| {
                draft.with_untracked(|draft| draft.picked.contains(code)) || small(code).contains(&wanted) || small(title).contains(&wanted)
            })
            .map(|(code, title)| Choice { sub: Some(title.clone()), lang: [None, Some("fr")], ..Choice::new(code.clone(), code.clone()) })
            .collect();
        checkboxes(choices, draft)
    };
    let count = words(move || session.plural("acquired.count", draft.with(|draft| draft.picked.len()) as u64));
    vec![
        label_for("pc-filter", session.t("acquired.filter")),
        search("pc-filter", filter).into_any(),
        el_with("p", "pc-hint pc-apart", vec![("role", "status".to_owned())], vec![count]),
        el("fieldset", "pc-fieldset", vec![heard_legend(session.t("acquired.short")), el("div", "pc-choices pc-pair", vec![live(shown)])]),
    ]
    .into_any()
}

/// Records the ticked units; those already there keep how and when they were obtained.
pub fn store(request: &mut Request, picked: &[String]) {
    request.acquired.retain(|held| picked.contains(&held.ue));
    for code in picked {
        if !request.acquired.iter().any(|held| held.ue == *code) {
            request.acquired.push(Acquired { ue: code.clone(), how: None, on: None });
        }
    }
}
