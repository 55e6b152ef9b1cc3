//! One question a screen, with the control that suits what is asked.

use super::{
    acquired,
    controls::{Choice, Draft, UNKNOWN, checkboxes, number_input, radios},
    parts::{disclosure, fact_value, option_level, screen_heading},
    picker,
    preview::preview,
    session::{Screen, Session, engine},
};
use crate::domain::{
    date::Date,
    facts::{FactKind, FactValue, fact_spec},
    questionnaire::{Part, Step, answer_fact, first_step, part_of},
    region::REGIONS,
    request::{Modality, Request},
};
use leptos::{html, prelude::*};

/// The screen of `step`.
pub fn question(session: Session, step: Step) -> AnyView {
    let key = ask_key(step);
    let draft = RwSignal::new(current(&session.request.get_untracked(), step, session));
    let error = RwSignal::new(None::<String>);
    let error_box = NodeRef::<html::P>::new();

    let save = move |unknown: bool| {
        let outcome = if unknown { skip(session, step) } else { store(session, step, &draft.get_untracked()) };
        match outcome {
            Ok(()) => session.proceed(step),
            Err(message) => {
                error.set(Some(message));
                // The box is in the document once the signal has been read.
                request_animation_frame(move || {
                    if let Some(element) = error_box.get_untracked() {
                        let _ = element.focus();
                    }
                });
            }
        }
    };
    let back = move |_| {
        let target = session.return_to.get_untracked().or_else(|| session.progress().before(step).map(Screen::Question));
        session.go(target.unwrap_or(Screen::Result));
    };
    let grouped = is_grouped(step);
    let needs_unknown_button = !grouped && step != Step::Diploma && step != Step::Acquired;
    let has_back = step != first_step() || session.return_to.get_untracked().is_some();

    let body = move || {
        let hint = session.find(&format!("{key}.hint"));
        let control = control(session, step, draft);
        let heading = screen_heading(session, move || session.t(&format!("{key}.ask")).to_owned());
        let hint = hint.map(|hint| view! { <p class="pc-hint" id="pc-hint">{hint}</p> });
        if grouped {
            view! {
                <fieldset class="pc-fieldset" aria-describedby="pc-error">
                    <legend class="pc-legend">{heading}</legend>
                    {hint}
                    <div class="pc-choices">{control}</div>
                </fieldset>
            }
            .into_any()
        } else {
            view! { {heading} {hint} <div class="pc-fieldset">{control}</div> }.into_any()
        }
    };

    let form = view! {
        <form
            class="pc-narrow"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                save(false);
            }
        >
            {progress_line(session, step)}
            <p class="pc-error" id="pc-error" tabindex="-1" role="alert" node_ref=error_box class:pc-vh=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
            {body}
            {move || {
                session
                    .find(&format!("{key}.why"))
                    .map(|why| disclosure(move || session.t("question.why").to_owned(), view! { <p>{why}</p> }.into_any()))
            }}
            <div class="pc-actions">
                <button class="pc-button" type="submit">
                    {move || session.t("common.continue")}
                </button>
                {needs_unknown_button
                    .then(|| {
                        view! {
                            <button class="pc-button pc-quiet" type="button" on:click=move |_| save(true)>
                                {move || session.t("common.unknown_answer")}
                            </button>
                        }
                    })}
                {has_back
                    .then(|| {
                        view! {
                            <button class="pc-link" type="button" on:click=back>
                                {move || session.t("common.back")}
                            </button>
                        }
                    })}
            </div>
        </form>
    };
    view! { <div class="pc-ask-page">{form} {preview(session)}</div> }.into_any()
}

/// The texts of a question: the age stands for the birth date, which is asked of nobody.
pub fn ask_key(step: Step) -> &'static str {
    match step {
        Step::Fact("birth_date") => "age",
        other => other.key(),
    }
}

/// Where the person is, in words and in dots.
fn progress_line(session: Session, step: Step) -> AnyView {
    let part = part_of(step);
    let here = part.number();
    let dots = Part::ALL.iter().map(|other| view! { <li class:pc-done=other.number() <= here></li> }).collect::<Vec<_>>();
    view! {
        <div class="pc-bar">
            <div>
                <p class="pc-progress">
                    {move || {
                        let (n, all) = (here.to_string(), Part::ALL.len().to_string());
                        session.tf("question.progress", &[("n", &n), ("all", &all)])
                    }} " " <strong>{move || session.t(&format!("part.{}", part.key()))}</strong>
                </p>
                <ul class="pc-dots" aria-hidden="true">
                    {dots}
                </ul>
            </div>
        </div>
    }
    .into_any()
}

/// Whether the control is a group of options, which the question then names as a legend.
fn is_grouped(step: Step) -> bool {
    match step {
        Step::Pace | Step::Modalities => true,
        Step::Centre | Step::Diploma | Step::Acquired => false,
        Step::Fact("birth_date") => false,
        Step::Fact(key) => match fact_spec(key).map(|spec| spec.kind) {
            Some(FactKind::Bool | FactKind::Choice(_) | FactKind::Choices(_) | FactKind::Codes | FactKind::Ratio) => true,
            Some(FactKind::Integer(..)) => is_level(key),
            _ => false,
        },
    }
}

fn is_level(key: &str) -> bool {
    key.ends_with("_level")
}

fn control(session: Session, step: Step, draft: RwSignal<Draft>) -> AnyView {
    match step {
        Step::Centre => region_select(session, draft),
        Step::Diploma => picker::picker(session, draft),
        Step::Acquired => acquired::acquired(session, draft),
        Step::Pace => radios("pc-pace", pace_choices(session), draft),
        Step::Modalities => checkboxes("pc-modalities", modality_choices(session), draft),
        Step::Fact("birth_date") => text_control(session, "age", FactKind::Integer(0, 120), draft),
        Step::Fact(key) => fact_control(session, key, draft),
    }
}

fn fact_control(session: Session, key: &'static str, draft: RwSignal<Draft>) -> AnyView {
    let Some(spec) = fact_spec(key) else { return ().into_any() };
    let with_unknown = |mut choices: Vec<Choice>| {
        // Everybody knows their status.
        if key != "status" {
            let mut unknown = Choice::unknown(session);
            if let Some(label) = session.find(&format!("{key}.unknown")) {
                unknown.label = label.to_owned();
            }
            choices.push(unknown);
        }
        choices
    };
    let option = |value: &str| {
        let label = session.find(&format!("{key}.option.{value}")).unwrap_or_else(|| match value {
            "true" => session.t("common.yes"),
            "false" => session.t("common.no"),
            _ => "\u{2047}",
        });
        Choice { sub: session.find(&format!("{key}.option.{value}.hint")).map(str::to_owned), ..Choice::new(value, label) }
    };
    match spec.kind {
        FactKind::Bool | FactKind::Codes => radios(key, with_unknown(vec![option("true"), option("false")]), draft),
        FactKind::Choice(values) => radios(key, with_unknown(values.iter().map(|value| option(value)).collect()), draft),
        FactKind::Choices(values) => {
            let mut choices: Vec<Choice> = values.iter().map(|value| option(value)).collect();
            choices.push(Choice {
                apart: true,
                ..Choice::new("none", session.find(&format!("{key}.none")).unwrap_or_else(|| session.t("common.none")))
            });
            choices.push(Choice::unknown(session));
            checkboxes(key, choices, draft)
        }
        FactKind::Integer(..) if is_level(key) => {
            let levels = [0, 3, 4, 5, 6, 7, 8];
            radios(
                key,
                with_unknown(levels.iter().map(|level| Choice::new(level.to_string(), option_level(session, *level))).collect()),
                draft,
            )
        }
        FactKind::Ratio => {
            let shares = ["1", "0.8", "0.5", "0.4"];
            let label =
                |share: &str| FactValue::parse(FactKind::Ratio, share).map(|value| fact_value(session, key, &value)).unwrap_or_default();
            radios(key, with_unknown(shares.iter().map(|share| Choice::new(*share, label(share))).collect()), draft)
        }
        FactKind::Region => region_select(session, draft),
        kind => text_control(session, key, kind, draft),
    }
}

// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
fn text_control(session: Session, key: &'static str, kind: FactKind, draft: RwSignal<Draft>) -> AnyView {
    let label = session.t(&format!("{key}.short")).to_owned();
    match kind {
        FactKind::Integer(..) if key.starts_with("months_") => view! {
            <div class="pc-with-unit">
                {number_input(
                    "pc-years",
                    session.t("common.years").to_owned(),
                    String::new(),
                    move || draft.with(|draft| draft.text.clone()),
                    move |text| draft.update(|draft| draft.text = text),
                )}
                {number_input(
                    "pc-months",
                    session.t("common.months").to_owned(),
                    String::new(),
                    move || draft.with(|draft| draft.second.clone()),
                    move |text| draft.update(|draft| draft.second = text),
                )}
            </div>
        }
        .into_any(),
        FactKind::Country => view! {
            <label class="pc-label" for="pc-country">
                {label}
            </label>
            <input
                class="pc-input pc-short"
                id="pc-country"
                type="text"
                autocapitalize="characters"
                maxlength="2"
                autocomplete="off"
                prop:value=move || draft.with(|draft| draft.text.clone())
                on:input=move |event| draft.update(|draft| draft.text = event_target_value(&event).to_ascii_uppercase())
            />
        }
        .into_any(),
        kind => {
            let unit = match kind {
                FactKind::Money => "€".to_owned(),
                // Typed, and not picked in the browser's calendar, which takes many taps for a year and several stops of the Tab key.
                FactKind::Date => session.t("common.date_format").to_owned(),
                _ if key == "age" => session.t("common.years").to_owned(),
                _ => String::new(),
            };
            number_input(
                "pc-number",
                label,
                unit,
                move || draft.with(|draft| draft.text.clone()),
                move |text| draft.update(|draft| draft.text = text),
            )
        }
    }
}

// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
fn region_select(session: Session, draft: RwSignal<Draft>) -> AnyView {
    let published: Vec<String> = engine().map(|engine| engine.book().packs().map(|pack| pack.region.clone()).collect()).unwrap_or_default();
    let option = move |slug: String| {
        let name = session.find(&format!("region.{slug}")).map_or_else(|| slug.clone(), str::to_owned);
        let mine = slug.clone();
        view! {
            <option value=slug prop:selected=move || draft.with(|draft| draft.choice() == Some(mine.as_str()))>
                {name}
            </option>
        }
    };
    let others = REGIONS.iter().filter(|slug| !published.iter().any(|other| other == *slug)).map(|slug| (*slug).to_owned());
    view! {
        <label class="pc-label" for="pc-region">
            {session.t("common.region")}
        </label>
        <select
            class="pc-input"
            id="pc-region"
            on:change=move |event| {
                let value = event_target_value(&event);
                draft.update(|draft| draft.picked = if value.is_empty() { Vec::new() } else { vec![value] });
            }
        >
            <option value="" prop:selected=move || draft.with(|draft| draft.choice().is_none())>
                {session.t("common.choose")}
            </option>
            <optgroup label=session.t("centre_region.published")>{published.clone().into_iter().map(option).collect::<Vec<_>>()}</optgroup>
            <optgroup label=session.t("centre_region.others")>{others.map(option).collect::<Vec<_>>()}</optgroup>
        </select>
    }
    .into_any()
}

fn pace_choices(session: Session) -> Vec<Choice> {
    let mut choices: Vec<Choice> = (1..=5u64).map(|n| Choice::new(n.to_string(), session.plural("pace.ue", n))).collect();
    choices.push(Choice::unknown(session));
    choices
}

fn modality_choices(session: Session) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Modality::ALL
        .iter()
        .map(|modality| Choice {
            sub: session.find(&format!("modality.{}.what", modality.id())).map(str::to_owned),
            ..Choice::new(modality.id(), session.t(&format!("modality.{}.name", modality.id())))
        })
        .collect();
    choices.push(Choice::unknown(session));
    choices
}

/// The draft that shows what is already answered.
fn current(request: &Request, step: Step, session: Session) -> Draft {
    let skipped = session.skipped.with_untracked(|skipped| skipped.contains(step.key()));
    let unknown = || if skipped { Draft::picked([UNKNOWN.to_owned()]) } else { Draft::default() };
    match step {
        Step::Centre => request.centre_region.clone().map_or_else(Draft::default, |slug| Draft::picked([slug])),
        Step::Diploma => request.target.diploma.clone().map_or_else(Draft::default, |code| Draft::picked([code])),
        Step::Acquired => Draft::picked(request.acquired.iter().map(|held| held.ue.clone())),
        Step::Pace => request.pace.max_ue.map_or_else(unknown, |units| Draft::picked([units.to_string()])),
        Step::Modalities => match &request.modalities {
            Some(modalities) => Draft::picked(modalities.iter().map(|modality| modality.id().to_owned())),
            None => unknown(),
        },
        Step::Fact("birth_date") => request.facts.integer("age").map_or_else(Draft::default, |age| Draft::text(age.to_string())),
        Step::Fact(key) => match request.facts.get(key) {
            None => unknown(),
            Some(FactValue::Integer(months)) if key.starts_with("months_") => {
                Draft { text: (months / 12).to_string(), second: (months % 12).to_string(), ..Draft::default() }
            }
            Some(FactValue::Integer(number)) if !is_level(key) => Draft::text(number.to_string()),
            Some(FactValue::Money(amount)) => Draft::text(amount.to_string()),
            Some(FactValue::Words(words)) if fact_spec(key).is_some_and(|spec| spec.kind == FactKind::Codes) => {
                Draft::picked([(!words.is_empty()).to_string()])
            }
            Some(FactValue::Words(words)) if words.is_empty() => Draft::picked(["none".to_owned()]),
            Some(FactValue::Words(words)) => Draft::picked(words.iter().cloned()),
            Some(FactValue::Date(date)) => Draft::text(format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())),
            Some(FactValue::Word(word)) if fact_spec(key).is_some_and(|spec| spec.kind == FactKind::Country) => Draft::text(word.clone()),
            Some(value) => Draft::picked([value.to_text()]),
        },
    }
}

/// Records "I do not know".
fn skip(session: Session, step: Step) -> Result<(), String> {
    session.adjust(|request| forget(request, step));
    session.skipped.update(|skipped| {
        skipped.insert(step.key().to_owned());
    });
    Ok(())
}

fn forget(request: &mut Request, step: Step) {
    match step {
        Step::Centre => request.centre_region = None,
        Step::Diploma => request.target.diploma = None,
        Step::Acquired => request.acquired.clear(),
        Step::Pace => request.pace.max_ue = None,
        Step::Modalities => request.modalities = None,
        Step::Fact("birth_date") => {
            let _ = answer_fact(request, "age", None);
        }
        Step::Fact(key) => {
            let _ = answer_fact(request, key, None);
        }
    }
}

/// Checks the draft and records it.
fn store(session: Session, step: Step, draft: &Draft) -> Result<(), String> {
    if draft.picked.iter().any(|value| value == UNKNOWN) {
        return skip(session, step);
    }
    let must_choose = || session.t("error.choose").to_owned();
    let mut after = session.request.get_untracked();
    match step {
        Step::Centre => after.centre_region = Some(draft.choice().ok_or_else(must_choose)?.to_owned()),
        Step::Diploma => picker::choose(&mut after, draft.choice().ok_or_else(must_choose)?),
        Step::Acquired => acquired::store(&mut after, &draft.picked),
        Step::Pace => after.pace.max_ue = Some(draft.choice().and_then(|units| units.parse().ok()).ok_or_else(must_choose)?),
        Step::Modalities => {
            if draft.picked.is_empty() {
                return Err(must_choose());
            }
            after.modalities =
                Some(Modality::ALL.into_iter().filter(|modality| draft.picked.iter().any(|id| id == modality.id())).collect());
        }
        Step::Fact(key) => {
            let key = if key == "birth_date" { "age" } else { key };
            let value = read_fact(session, key, draft, &after)?;
            answer_fact(&mut after, key, Some(value))?;
        }
    }
    session.adjust(|request| *request = after);
    session.skipped.update(|skipped| {
        skipped.remove(step.key());
        if step == Step::Acquired && draft.picked.is_empty() {
            // "Nothing" is an answer: the question is not asked again.
            skipped.insert(step.key().to_owned());
        }
    });
    Ok(())
}

fn read_fact(session: Session, key: &'static str, draft: &Draft, request: &Request) -> Result<FactValue, String> {
    let must_choose = || session.t("error.choose").to_owned();
    let spec = fact_spec(key).ok_or_else(must_choose)?;
    match spec.kind {
        FactKind::Choices(_) => {
            if draft.picked.is_empty() {
                return Err(must_choose());
            }
            let values: Vec<&str> = draft.picked.iter().map(String::as_str).filter(|value| *value != "none").collect();
            FactValue::parse(spec.kind, &values.join(","))
        }
        FactKind::Codes => {
            let held = draft.choice().ok_or_else(must_choose)? == "true";
            Ok(FactValue::Words(request.target.diploma.iter().filter(|_| held).cloned().collect()))
        }
        FactKind::Integer(..) if is_level(key) => FactValue::parse(spec.kind, draft.choice().ok_or_else(must_choose)?),
        FactKind::Integer(least, most) => {
            let wrong = || session.tf("error.number", &[("min", &least.to_string()), ("max", &most.to_string())]);
            let number =
                |text: &str| if text.trim().is_empty() { Ok(0) } else { text.trim().parse::<u32>().map(i64::from).map_err(|_| wrong()) };
            if draft.text.trim().is_empty() && draft.second.trim().is_empty() {
                return Err(wrong());
            }
            let value = if key.starts_with("months_") { number(&draft.text)? * 12 + number(&draft.second)? } else { number(&draft.text)? };
            if (least..=most).contains(&value) { Ok(FactValue::Integer(value)) } else { Err(wrong()) }
        }
        FactKind::Money => {
            let plain: String =
                draft.text.chars().filter(|c| !c.is_whitespace() && *c != '€').map(|c| if c == ',' { '.' } else { c }).collect();
            FactValue::parse(spec.kind, &plain).map_err(|_| session.t("error.money").to_owned())
        }
        FactKind::Date => read_date(&draft.text).map(FactValue::Date).ok_or_else(|| session.t("error.date").to_owned()),
        FactKind::Country => FactValue::parse(spec.kind, draft.text.trim()).map_err(|_| session.t("error.country").to_owned()),
        _ => FactValue::parse(spec.kind, draft.choice().ok_or_else(must_choose)?),
    }
}

/// A day typed as people in France type it: `15/02/2027`, with dots, dashes or blanks as well.
fn read_date(text: &str) -> Option<Date> {
    let mut parts = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).map(str::parse::<u16>);
    let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some() {
        return None;
    }
    Date::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}
