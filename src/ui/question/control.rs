//! The control that suits a question.

use super::super::{
    acquired,
    controls::{Choice, Draft, Looked, checkboxes, number_input, radios},
    dom::{label_for, tag},
    parts::{fact_value, option_level},
    picker,
    session::{Session, engine},
};
use crate::domain::{
    facts::{FactKind, FactValue, fact_spec},
    questionnaire::Step,
    region::REGIONS,
    request::Modality,
};
use leptos::prelude::*;

/// Whether the control is a group of options, which the question then names as a legend.
pub(super) fn is_grouped(step: Step) -> bool {
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

pub(super) fn is_level(key: &str) -> bool {
    key.ends_with("_level")
}

pub(super) fn control(session: Session, step: Step, draft: RwSignal<Draft>, looked: Looked) -> AnyView {
    match step {
        Step::Centre => region_select(session, draft),
        Step::Diploma => picker::picker(session, draft, looked),
        Step::Acquired => acquired::acquired(session, draft, looked.typed),
        Step::Pace => radios("pc-pace", pace_choices(session), draft),
        Step::Modalities => checkboxes(modality_choices(session), draft),
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
            checkboxes(choices, draft)
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

// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
fn text_control(session: Session, key: &'static str, kind: FactKind, draft: RwSignal<Draft>) -> AnyView {
    let label = session.t(&format!("{key}.short")).to_owned();
    match kind {
        FactKind::Integer(..) if key.starts_with("months_") => {
            let years = number_input(
                "pc-years",
                session.t("common.years").to_owned(),
                String::new(),
                move || draft.with(|draft| draft.text.clone()),
                move |text| draft.update(|draft| draft.text = text),
            );
            let months = number_input(
                "pc-months",
                session.t("common.months").to_owned(),
                String::new(),
                move || draft.with(|draft| draft.second.clone()),
                move |text| draft.update(|draft| draft.second = text),
            );
            tag("div", "pc-with-unit").child(years).child(months).into_any()
        }
        FactKind::Country => {
            let attributes =
                [("id", "pc-country"), ("type", "text"), ("autocapitalize", "characters"), ("maxlength", "2"), ("autocomplete", "off")];
            let input = tag("input", "pc-input pc-short").all(attributes.map(|(name, value)| (name, value.to_owned())).into());
            let input = input.prop("value", move || draft.with(|draft| draft.text.clone()));
            let input = input.on("input", move |event| draft.update(|draft| draft.text = event_target_value(event).to_ascii_uppercase()));
            vec![label_for("pc-country", label), input.into_any()].into_any()
        }
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

// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
fn region_select(session: Session, draft: RwSignal<Draft>) -> AnyView {
    let published: Vec<String> = engine().map(|engine| engine.book().packs().map(|pack| pack.region.clone()).collect()).unwrap_or_default();
    let option = move |slug: String| {
        let name = session.find(&format!("region.{slug}")).map_or_else(|| slug.clone(), str::to_owned);
        let mine = slug.clone();
        let option = tag("option", "").with("value", slug).text(name);
        option.prop("selected", move || draft.with(|draft| draft.choice() == Some(mine.as_str()))).into_any()
    };
    let others = REGIONS.iter().filter(|slug| !published.iter().any(|other| other == *slug)).map(|slug| (*slug).to_owned());
    let group =
        |label: &'static str, options: Vec<AnyView>| tag("optgroup", "").with("label", session.t(label)).children(options).into_any();
    let none = tag("option", "").with("value", "").prop("selected", move || draft.with(|draft| draft.choice().is_none()));
    let options = vec![
        none.text(session.t("common.choose")).into_any(),
        group("centre_region.published", published.iter().cloned().map(option).collect()),
        group("centre_region.others", others.map(option).collect()),
    ];
    let select = tag("select", "pc-input").with("id", "pc-region").children(options).on("change", move |event| {
        let value = event_target_value(event);
        draft.update(|draft| draft.picked = if value.is_empty() { Vec::new() } else { vec![value] });
    });
    vec![label_for("pc-region", session.t("common.region")), select.into_any()].into_any()
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
