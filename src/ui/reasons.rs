//! The reasons of a verdict or a figure: each rule in plain words, with the answers that it looks at and its source.

use super::{
    dom::{el, el_with, fold, heard, text},
    parts::{fact_value, french, official},
    session::{Session, engine},
};
use crate::domain::{
    answer::Because,
    facts::{FactKind, FactValue, fact_spec},
};
use leptos::prelude::*;

/// "Why?", opening the reasons; nothing without any.
pub fn why(session: Session, because: &[Because]) -> AnyView {
    if because.is_empty() {
        return ().into_any();
    }
    let because = because.to_vec();
    fold("pc-small", vec![text(session.t("common.why"))], move || reasons(session, &because))
}

/// The reasons of a verdict: each rule once, in plain words, with the value used and the source.
pub fn reasons(session: Session, because: &[Because]) -> AnyView {
    let mut seen: Vec<&str> = Vec::new();
    let items: Vec<AnyView> = because
        .iter()
        .filter(|reason| {
            let fresh = !seen.contains(&reason.rule.as_str());
            seen.push(&reason.rule);
            fresh
        })
        .map(|reason| {
            let mut used: Vec<String> = Vec::new();
            for other in because.iter().filter(|other| other.rule == reason.rule) {
                // A rule that holds for several units looks at the same answer for each: it is said once.
                used.extend(used_line(session, other).filter(|line| !used.contains(line)));
            }
            let holds = Because::sum_up(because.iter().filter(|other| other.rule == reason.rule));
            reason_item(session, &reason.rule, holds, used)
        })
        .collect();
    if items.is_empty() { ().into_any() } else { el("ul", "pc-reasons", items) }
}

/// The answer that a reason looks at, with its value.
fn used_line(session: Session, reason: &Because) -> Option<String> {
    let fact = reason.fact.as_deref()?;
    let label = session.find(&format!("{fact}.short"))?;
    let unknown = || session.t("common.unknown").to_owned();
    let value = reason.value.as_ref().map_or_else(unknown, |value| fact_value(session, fact, value));
    Some(session.tf("reason.used", &[("fact", label), ("value", &value)]))
}

fn reason_item(session: Session, rule: &str, holds: Option<bool>, used: Vec<String>) -> AnyView {
    let (sign, word) = match holds {
        Some(true) => ("✓", "reason.holds"),
        Some(false) => ("✕", "reason.fails"),
        None => ("?", "reason.open"),
    };
    let mut parts = vec![
        el_with("span", "pc-sign", vec![("aria-hidden", "true".to_owned())], vec![text(sign)]),
        heard(format!("{} ", session.t(word))),
        text(session.find(rule).unwrap_or("")),
    ];
    parts.extend(used.into_iter().map(|line| el("span", "pc-source", vec![text(line)])));
    parts.push(el("span", "pc-source", rule_source(session, rule)));
    el("li", "", parts)
}

/// Where a rule stands and since when it holds.
fn rule_source(session: Session, id: &str) -> Vec<AnyView> {
    let Some((book, rule)) = engine().ok().and_then(|engine| Some((engine.book(), engine.book().rule(id)?))) else {
        return vec![text(id)];
    };
    let document = rule.document.as_deref().and_then(|short| book.document(short));
    let stands = match (document, &rule.section, &rule.source) {
        (Some(document), Some(section), _) => vec![french(official(&format!("{}, {section}", document.title)))],
        (Some(document), None, _) => vec![french(official(&document.title))],
        (None, _, Some(source)) => linked(source),
        (None, _, None) => Vec::new(),
    };
    let since = rule.from.map(|date| session.tf("rule.since", &[("date", &session.date(date))]));
    let until = rule.to.map(|date| session.tf("rule.until", &[("date", &session.date(date))]));
    let dates: Vec<String> = since.into_iter().chain(until).collect();
    let dates = if dates.is_empty() { String::new() } else { format!(" · {}", dates.join(", ")) };
    let mut parts = vec![text(session.t("rule.source")), text(" ")];
    parts.extend(stands);
    parts.push(text(format!("{dates} · {id}")));
    parts
}

/// A list of articles and addresses, the addresses as links named after their site.
fn linked(source: &str) -> Vec<AnyView> {
    let words = source.split_whitespace().filter(|word| *word != ";").flat_map(|word| {
        // The parts of the list stand apart by dots, as elsewhere on the page.
        let (word, ends) = word.strip_suffix(';').map_or((word, false), |word| (word, true));
        let after = if ends { " · " } else { " " };
        let address = word.trim_end_matches([',', ')', '.']).trim_start_matches('(');
        match address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).and_then(|rest| rest.split('/').next()) {
            Some(site) => {
                let attributes =
                    [("href", address), ("rel", "noreferrer"), ("target", "_blank")].map(|(name, value)| (name, value.to_owned()));
                vec![el_with("a", "", attributes.into(), vec![text(site.trim_start_matches("www."))]), text(after)]
            }
            None => vec![text(format!("{word}{after}"))],
        }
    });
    words.collect()
}

/// What a condition needs, in words: "au moins 12 mois". `None` where the rule compares with no plain value.
pub fn needed(session: Session, reason: &Because) -> Option<String> {
    let (fact, needs) = (reason.fact.as_deref()?, reason.needs.as_deref()?);
    let (negated, needs) = needs.strip_prefix("not ").map_or((false, needs), |rest| (true, rest));
    let (sign, wanted) = needs.split_once(' ')?;
    let kind = fact_spec(fact).map_or(FactKind::Integer(0, 200), |spec| spec.kind);
    let word = |part: &str| FactValue::parse(kind, part).ok().map(|value| fact_value(session, fact, &value));
    let value = wanted.split(", ").map(word).collect::<Option<Vec<String>>>()?.join(", ");
    let key = match (sign, negated) {
        (">=", false) | ("<", true) => "need.at_least",
        ("<=", false) | (">", true) => "need.at_most",
        ("<", false) | (">=", true) => "need.below",
        (">", false) | ("<=", true) => "need.above",
        (_, true) => "need.other",
        _ => "need.one_of",
    };
    Some(session.tf(key, &[("value", &value)]))
}
