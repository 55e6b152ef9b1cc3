//! The choice of a diploma: a search, three filters, and a list that says how many it holds.

use super::{
    controls::{Choice, Draft, radios},
    session::{Session, engine},
};
use crate::domain::{
    engine::{DiplomaEntry, DiplomaFilter},
    request::Request,
};
use leptos::prelude::*;

/// How many results are shown before "show all".
const FIRST: usize = 8;

/// The search, the filters and the results.
pub fn picker(session: Session, draft: RwSignal<Draft>) -> AnyView {
    let Ok(engine) = engine() else { return ().into_any() };
    let filter = RwSignal::new(DiplomaFilter::default());
    let all = RwSignal::new(false);
    let found: Memo<Vec<DiplomaEntry>> = Memo::new(move |_| filter.with(|filter| engine.diplomas(filter)));
    let shown = move || {
        let limit = if all.get() { usize::MAX } else { FIRST };
        found.with(|found| {
            let picked = draft.with_untracked(|draft| draft.choice().map(str::to_owned));
            // What is picked stays in sight, whatever the search.
            let elsewhere =
                picked.filter(|code| found.iter().take(limit).all(|entry| entry.id != *code)).and_then(|code| engine.diploma_entry(&code));
            let entries = elsewhere.into_iter().chain(found.iter().take(limit).cloned());
            radios("pc-diploma", entries.map(|entry| choice(session, &entry)).collect(), draft)
        })
    };
    let count = move || session.plural("picker.count", found.with(Vec::len) as u64);
    let more = move || {
        (!all.get() && found.with(|found| found.len() > FIRST)).then(|| {
            let rest = found.with(|found| found.len() - FIRST) as u64;
            view! {
                <button class="pc-link" type="button" on:click=move |_| all.set(true)>
                    {session.plural("picker.more", rest)}
                </button>
            }
        })
    };
    let families = engine.families();
    let levels = engine.levels();
    let domains = engine.domains();
    view! {
        <label class="pc-label" for="pc-search">
            {session.t("picker.search")}
        </label>
        <input
            class="pc-input"
            id="pc-search"
            type="search"
            autocomplete="off"
            prop:value=move || filter.with(|filter| filter.text.clone())
            on:input=move |event| filter.update(|filter| filter.text = event_target_value(&event))
            // Enter in the search must not send the form before something is picked.
            on:keydown=move |event| {
                if event.key() == "Enter" {
                    event.prevent_default();
                }
            }
        />
        <details class="pc-apart">
            <summary>{session.t("picker.filters")}</summary>
            <div class="pc-choices">
                {select(session, "pc-level", "picker.level", levels.into_iter().map(|level| (level.to_string(), session.t(&format!("level.{level}")).to_owned())).collect(), move |value| filter.update(|filter| filter.level = value.parse().ok()))}
                {select(session, "pc-family", "picker.family", families.into_iter().map(|family| (family.clone(), session.t(&format!("family.{family}")).to_owned())).collect(), move |value| filter.update(|filter| filter.family = (!value.is_empty()).then_some(value)))}
                {select(session, "pc-domain", "picker.domain", domains.into_iter().map(|domain| (domain.clone(), session.t(&format!("domain.{domain}")).to_owned())).collect(), move |value| filter.update(|filter| filter.domain = (!value.is_empty()).then_some(value)))}
            </div>
        </details>
        <p class="pc-hint pc-apart" role="status">
            {count}
        </p>
        <fieldset class="pc-fieldset">
            <legend class="pc-vh">{session.t("diploma.short")}</legend>
            <div class="pc-choices">{shown}</div>
        </fieldset>
        {more}
    }
    .into_any()
}

fn choice(session: Session, entry: &DiplomaEntry) -> Choice {
    let mut facts: Vec<String> = Vec::new();
    if let Some(code) = &entry.code {
        facts.push(code.clone());
    }
    facts.push(session.t(&format!("family.{}", entry.family)).to_owned());
    if let Some(level) = entry.level {
        facts.push(session.t(&format!("level.{level}")).to_owned());
    }
    if let Some(ects) = entry.ects {
        facts.push(session.plural("count.ects", ects));
    }
    if entry.withdrawn {
        facts.push(session.t("picker.withdrawn").to_owned());
    } else if !entry.structure {
        facts.push(session.t("picker.unpublished").to_owned());
    }
    Choice { sub: Some(facts.join(" · ")), ..Choice::new(entry.id.clone(), entry.title.clone()) }
}

fn select(
    session: Session,
    id: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    set: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <div>
            <label class="pc-label" for=id>
                {session.t(label)}
            </label>
            <select class="pc-input" id=id on:change=move |event| set(event_target_value(&event))>
                <option value="">{session.t("picker.all")}</option>
                {options.into_iter().map(|(value, name)| view! { <option value=value>{name}</option> }).collect::<Vec<_>>()}
            </select>
        </div>
    }
    .into_any()
}

/// Aims at another diploma: what was chosen in the plan of the one before no longer means anything, units held do.
pub fn choose(request: &mut Request, code: &str) {
    if request.target.diploma.as_deref() != Some(code) {
        request.target.diploma = Some(code.to_owned());
        request.pins.clear();
        request.excluded.clear();
        request.chosen.clear();
    }
}
