//! The choice of a diploma: a search, three filters, and a list that says how many it holds.

use super::{
    controls::{Choice, Draft, Looked, radios},
    dom::{Act, button, el, el_with, heard_legend, label_for, list, live, maybe, memo, search, text, words},
    parts::official,
    session::{Session, engine},
};
use crate::domain::sorted::Sorting;
use crate::domain::{
    catalogue::{
        Filters,
        format::{Diploma, Domain, Family, Status},
    },
    request::Request,
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::KeyboardEvent};

/// How many results are shown before "show all".
const FIRST: usize = 8;

/// The search, the filters and the results.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn picker(session: Session, draft: RwSignal<Draft>, looked: Looked) -> AnyView {
    let Ok(engine) = engine() else { return ().into_any() };
    let catalogue = engine.catalogue();
    let Looked { typed, filters: [level, family, domain], all } = looked;
    let found: Memo<Vec<String>> = memo(move || {
        let filters = Filters {
            level: level.with(|value| value.parse().ok()),
            family: family.with(|value| Family::ALL.into_iter().find(|family| family.id() == *value)),
            domain: domain.with(|value| Domain::ALL.into_iter().find(|domain| domain.id() == *value)),
            ..Filters::default()
        };
        let mut diplomas = typed.with(|text| catalogue.search(text, &filters));
        if typed.with(|text| text.trim().is_empty()) {
            // Without a search there is no best match: those that can be planned come first, closed ones last.
            diplomas.order_by_key(|diploma| (diploma.status == Some(Status::Withdrawn), !diploma.plannable()));
        }
        diplomas.into_iter().map(|diploma| diploma.id.clone()).collect()
    });
    let shown = move || {
        let limit = if all.get() { usize::MAX } else { FIRST };
        found.with(|found| {
            let picked = draft.with_untracked(|draft| draft.choice().map(str::to_owned));
            // What is picked stays in sight, whatever the search.
            let elsewhere = picked.filter(|id| found.iter().take(limit).all(|other| other != id));
            let ids = elsewhere.iter().chain(found.iter().take(limit));
            radios("pc-diploma", ids.filter_map(|id| catalogue.diploma(id)).map(|diploma| choice(session, diploma)).collect(), draft)
        })
    };
    let count = move || match found.with(Vec::len) as u64 {
        0 => session.t("picker.none").to_owned(),
        found => session.plural("picker.count", found),
    };
    let more = move || {
        let more = !all.get() && found.with(|found| found.len() > FIRST);
        maybe(more.then(|| {
            let rest = found.with(|found| found.len() - FIRST) as u64;
            button("pc-link", vec![text(session.plural("picker.more", rest))], Act::go(move || all.set(true)))
        }))
    };
    // Only what the catalogue holds can be picked.
    let diplomas = catalogue.diplomas();
    let levels = (3..=8).filter(|level| diplomas.iter().any(|diploma| diploma.level == Some(*level)));
    let levels = levels.map(|level| (level.to_string(), session.t(&format!("level.{level}")).to_owned())).collect();
    let families = Family::ALL.into_iter().filter(|family| diplomas.iter().any(|diploma| diploma.family == Some(*family)));
    let families = families.map(|family| (family.id().to_owned(), session.t(&format!("family.{}", family.id())).to_owned())).collect();
    let domains = Domain::ALL.into_iter().filter(|domain| diplomas.iter().any(|diploma| diploma.domain == Some(*domain)));
    let domains = domains.map(|domain| (domain.id().to_owned(), session.t(&format!("domain.{}", domain.id())).to_owned())).collect();
    // Enter in the search must not send the form before something is picked.
    let search = search("pc-search", typed).on("keydown", |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Enter") {
            event.prevent_default();
        }
    });
    let filters = vec![
        select(session, "pc-level", "picker.level", levels, level),
        select(session, "pc-family", "picker.family", families, family),
        select(session, "pc-domain", "picker.domain", domains, domain),
    ];
    let filtered = looked.filters.iter().any(|filter| filter.with_untracked(|value| !value.is_empty()));
    let open = if filtered { vec![("open", String::new())] } else { Vec::new() };
    let filters = vec![el("summary", "", vec![text(session.t("picker.filters"))]), el("div", "pc-choices", filters)];
    vec![
        label_for("pc-search", session.t("picker.search")),
        search.into_any(),
        el_with("details", "pc-apart", open, filters),
        el_with("p", "pc-hint pc-apart", vec![("role", "status".to_owned())], vec![words(count)]),
        el("fieldset", "pc-fieldset", vec![heard_legend(session.t("diploma.short")), el("div", "pc-choices", vec![live(shown)])]),
        live(more),
    ]
    .into_any()
}

fn choice(session: Session, diploma: &Diploma) -> Choice {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(diploma.code.clone());
    facts.extend(diploma.family.map(|family| session.t(&format!("family.{}", family.id())).to_owned()));
    facts.extend(diploma.level.map(|level| session.t(&format!("level.short.{level}")).to_owned()));
    facts.extend(diploma.ects.map(|ects| session.plural("count.ects", ects)));
    if diploma.status == Some(Status::Withdrawn) {
        facts.push(session.t("picker.withdrawn").to_owned());
    } else if !diploma.plannable() {
        facts.push(session.t("picker.unpublished").to_owned());
    }
    let lang = [diploma.title.as_deref().map(|_| "fr"), None];
    Choice { sub: Some(facts.join(" · ")), lang, ..Choice::new(diploma.id.clone(), diploma_title(session, diploma)) }
}

/// The official title of a diploma, or words that say it is not known.
pub fn diploma_title(session: Session, diploma: &Diploma) -> String {
    diploma.title.as_deref().map(official).unwrap_or_else(|| session.tf("picker.untitled", &[("id", &diploma.id)]))
}

fn select(session: Session, id: &'static str, label: &'static str, options: Vec<(String, String)>, chosen: RwSignal<String>) -> AnyView {
    let options = [(String::new(), session.t("picker.all").to_owned())].into_iter().chain(options).collect();
    el("div", "", list(id.to_owned(), vec![text(session.t(label))], options, chosen.get_untracked(), move |value| chosen.set(value)).into())
}

/// Aims at another diploma: what was chosen in the plan of the one before no longer means anything, units held do.
pub fn choose(request: &mut Request, code: &str) {
    if request.target.diploma.as_deref() != Some(code) {
        request.target.diploma = Some(code.to_owned());
        request.pins.clear();
        request.excluded.clear();
        request.chosen.clear();
        request.near.clear();
    }
}
