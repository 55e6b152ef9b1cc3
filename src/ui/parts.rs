//! Small pieces used everywhere.

use super::{
    dom::{self, el, el_with, fold, para, tag, text, words},
    session::{Session, engine},
};
use crate::data::texts::french_spaces;
use crate::domain::{
    answer::{Because, Plan, PlanStatus, ProofStep, Verdict},
    facts::{FactKind, FactValue, fact_spec},
    truth::Truth,
};
use leptos::prelude::*;

/// The class of the heading that takes the focus when the person moves to another screen.
pub const SCREEN_TITLE: &str = "pc-title";

/// A heading `depth` levels below the one that the host asked for.
pub fn heading(session: Session, depth: u8, class: &'static str, id: &'static str, text: impl Fn() -> String + Send + 'static) -> AnyView {
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let level = usize::from(session.options().heading_level.saturating_add(depth).clamp(1, 6));
    let mut attributes = Vec::new();
    if !id.is_empty() {
        attributes.push(("id", id.to_owned()));
    }
    // Headings that the page itself moves to.
    if class == SCREEN_TITLE || !id.is_empty() {
        attributes.push(("tabindex", "-1".to_owned()));
    }
    let text = dom::live(move || dom::text(text()));
    el_with(TAGS.get(level - 1).copied().unwrap_or("h6"), class, attributes, vec![text])
}

/// A section under a heading.
pub fn section(session: Session, id: &'static str, title: &'static str, mut children: Vec<AnyView>) -> AnyView {
    children.insert(0, heading(session, 1, "", id, move || session.t(title).to_owned()));
    el_with("section", "", vec![("aria-labelledby", id.to_owned())], children)
}

/// The heading of a screen.
pub fn screen_heading(session: Session, text: impl Fn() -> String + Send + 'static) -> AnyView {
    heading(session, 0, SCREEN_TITLE, "", text)
}

/// The class, sign and short word of a verdict.
fn verdict_parts(verdict: Verdict) -> (&'static str, &'static str, &'static str) {
    match verdict {
        Verdict::Yes => ("pc-badge pc-yes", "✓", "verdict.yes"),
        Verdict::Maybe => ("pc-badge pc-maybe", "◐", "verdict.maybe"),
        Verdict::Ask => ("pc-badge pc-ask", "?", "verdict.ask"),
        Verdict::No => ("pc-badge pc-no", "✕", "verdict.no"),
    }
}

/// The name of a verdict in texts.
pub fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::No => "no",
        Verdict::Maybe => "maybe",
        Verdict::Ask => "ask",
    }
}

/// A verdict as a word with a sign.
pub fn badge(session: Session, verdict: Verdict) -> AnyView {
    let (class, sign, word) = verdict_parts(verdict);
    el("span", class, vec![el_with("span", "", vec![("aria-hidden", "true".to_owned())], vec![text(sign)]), says(session, word)])
}

/// The text `key`, in the language of the page.
pub fn says(session: Session, key: &'static str) -> AnyView {
    words(move || session.t(key).to_owned())
}

/// A disclosure, which stays open when its content is drawn anew.
pub fn disclosure(session: Session, summary: &'static str, content: AnyView) -> AnyView {
    let summary = tag("summary", "").child(says(session, summary));
    tag("details", "").child(summary.into_any()).child(el("div", "pc-note", vec![content])).into_any()
}

/// What comes after what matters most: folded on screen, and printed as if it were open.
pub fn group(summary: impl Into<String>, open: bool, children: Vec<AnyView>) -> AnyView {
    let attributes = if open { vec![("open", String::new())] } else { Vec::new() };
    let parts = vec![el("summary", "", vec![text(summary)]), el("div", "", children)];
    el_with("details", "pc-group", attributes, parts)
}

/// What stands side by side where there is room: a link beside the reasons that open below both.
pub fn line(children: Vec<AnyView>) -> AnyView {
    el("div", "pc-line", children)
}

/// An official title, as French prints it.
pub fn official(title: &str) -> String {
    french_spaces(title).replace('\'', "’")
}

/// A value as the person said it.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn fact_value(session: Session, key: &str, value: &FactValue) -> String {
    let option = |word: &str| {
        session
            .find(&format!("{key}.option.{word}"))
            .or_else(|| session.find(&format!("region.{word}")))
            .map_or_else(|| word.to_owned(), str::to_owned)
    };
    match value {
        FactValue::Bool(true) => session.find(&format!("{key}.option.true")).unwrap_or_else(|| session.t("common.yes")).to_owned(),
        FactValue::Bool(false) => session.find(&format!("{key}.option.false")).unwrap_or_else(|| session.t("common.no")).to_owned(),
        FactValue::Integer(number) if key.ends_with("_level") => option_level(session, *number),
        FactValue::Integer(number) if key.starts_with("months_") => months(session, *number),
        FactValue::Integer(number) if key == "age" => session.plural("count.years", *number),
        FactValue::Integer(number) => number.to_string(),
        FactValue::Ratio(share) => {
            let percent = *share * rust_decimal::Decimal::ONE_HUNDRED;
            session.tf("format.percent", &[("n", &percent.normalize().to_string())])
        }
        FactValue::Money(amount) => session.money(*amount),
        FactValue::Date(date) => session.date(*date),
        FactValue::Word(word) => option(word),
        FactValue::Words(words) if words.is_empty() => session.t("common.none").to_owned(),
        FactValue::Words(words) => words.iter().map(|word| option(word)).collect::<Vec<_>>().join(", "),
    }
}

/// The name of a level of the national framework.
pub fn option_level(session: Session, level: i64) -> String {
    session.find(&format!("level.{level}")).map_or_else(|| session.tf("format.level", &[("n", &level.to_string())]), str::to_owned)
}

/// A number of months in years and months.
pub fn months(session: Session, months: i64) -> String {
    match (months / 12, months % 12) {
        (0, rest) => session.plural("count.months", rest),
        (years, 0) => session.plural("count.years", years),
        (years, rest) => {
            session.tf("format.and", &[("a", &session.plural("count.years", years)), ("b", &session.plural("count.months", rest))])
        }
    }
}

/// "Why?", opening the reasons; nothing without any.
pub fn why(session: Session, because: &[Because]) -> AnyView {
    if because.is_empty() {
        return ().into_any();
    }
    let because = because.to_vec();
    fold("pc-small", vec![text(session.t("common.why"))], move || reasons(session, &because))
}

/// Whether the plan is proven, opening the reasons why none is shorter.
pub fn why_plan(session: Session, plan: &Plan) -> AnyView {
    let lead = session.t(match plan.status {
        PlanStatus::Optimal => "status.optimal",
        PlanStatus::Infeasible => "status.infeasible",
        PlanStatus::Limit => "status.limit",
    });
    let why = plan.proof.why.clone();
    fold("pc-small", vec![text(lead)], move || {
        let steps = why.iter().map(|step| el("li", "", vec![text(proof_text(session, step))])).collect();
        el("div", "pc-note", vec![para("", session.t("plan.proof_intro")), el("ul", "", steps)])
    })
}

/// A piece of a proof, in words.
pub fn proof_text(session: Session, step: &ProofStep) -> String {
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let values = [
        ("units", step.units.join(" → ")),
        ("needs", number(step.needs)),
        ("holds", number(step.holds)),
        ("n", step.units.len().to_string()),
    ];
    session.tf(&format!("proof.{}", step.kind), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// The official title of a unit, or nothing when the catalogue has none.
pub fn unit_title(code: &str) -> String {
    engine().ok().and_then(|engine| Some(official(engine.catalogue().unit(code)?.title.as_deref()?))).unwrap_or_default()
}

/// The sources of the catalogue that say so; nothing without any.
pub fn sources(session: Session, ids: &[String]) -> AnyView {
    let Ok(engine) = engine() else { return ().into_any() };
    let found = ids.iter().filter_map(|id| engine.catalogue().source(id)).map(|source| {
        let title = vec![text(official(&source.title))];
        match &source.url {
            Some(url) => el_with("a", "", vec![("href", url.clone()), ("rel", "noreferrer".into()), ("target", "_blank".into())], title),
            None => el("span", "", title),
        }
    });
    let found: Vec<AnyView> = found.flat_map(|source| [text(" "), source]).collect();
    if found.is_empty() { ().into_any() } else { el("span", "pc-source", vec![text(session.t("rule.source")), found.into_any()]) }
}

/// A day, marked when its source gives no exact one.
pub fn approximate(session: Session, approximate: bool, date: String) -> String {
    if approximate { session.tf("format.about", &[("date", &date)]) } else { date }
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
            let used: Vec<String> = because
                .iter()
                .filter(|other| other.rule == reason.rule)
                .filter_map(|other| {
                    let fact = other.fact.as_deref()?;
                    let label = session.find(&format!("{fact}.short"))?;
                    let value = other
                        .value
                        .as_ref()
                        .map_or_else(|| session.t("common.unknown").to_owned(), |value| fact_value(session, fact, value));
                    Some(session.tf("reason.used", &[("fact", label), ("value", &value)]))
                })
                .collect();
            let same = because.iter().filter(|other| other.rule == reason.rule);
            let holds = same.map(|other| Truth::from(other.holds)).fold(Truth::Yes, Truth::and).known();
            reason_item(session, &reason.rule, holds, used)
        })
        .collect();
    if items.is_empty() { ().into_any() } else { el("ul", "pc-reasons", items) }
}

fn reason_item(session: Session, rule: &str, holds: Option<bool>, used: Vec<String>) -> AnyView {
    let (sign, word) = match holds {
        Some(true) => ("✓", "reason.holds"),
        Some(false) => ("✕", "reason.fails"),
        None => ("?", "reason.open"),
    };
    let mut parts = vec![
        el_with("span", "pc-sign", vec![("aria-hidden", "true".to_owned())], vec![text(sign)]),
        dom::heard(format!("{} ", session.t(word))),
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
        (Some(document), Some(section), _) => vec![text(official(&format!("{}, {section}", document.title)))],
        (Some(document), None, _) => vec![text(official(&document.title))],
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
