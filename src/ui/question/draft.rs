//! What is typed or ticked, as an answer and back.

use super::{
    super::{
        acquired,
        controls::{Draft, UNKNOWN},
        picker,
        session::Session,
    },
    control::is_level,
};
use crate::domain::{
    date::Date,
    facts::{FactKind, FactValue, fact_spec},
    questionnaire::{Step, answer_fact},
    request::{Modality, Request},
};
use leptos::prelude::*;

/// The draft that shows what is already answered.
pub(super) fn current(request: &Request, step: Step, session: Session) -> Draft {
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
pub(super) fn skip(session: Session, step: Step) -> Result<(), String> {
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
pub(super) fn store(session: Session, step: Step, draft: &Draft) -> Result<(), String> {
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
