//! Small pieces used everywhere.

use super::session::{Session, engine};
use crate::data::texts::french_spaces;
use crate::domain::{
    answer::{Because, Verdict},
    facts::FactValue,
    truth::Truth,
};
use leptos::{html, prelude::*};

/// The class of the heading that takes the focus when the person moves to another screen.
pub const SCREEN_TITLE: &str = "pc-title";

/// A heading `depth` levels below the one that the host asked for.
pub fn heading(session: Session, depth: u8, class: &'static str, id: &'static str, text: impl Fn() -> String + Send + 'static) -> AnyView {
    let id = (!id.is_empty()).then_some(id);
    let focusable = (class == SCREEN_TITLE).then_some("-1");
    match session.options().heading_level.saturating_add(depth).clamp(1, 6) {
        1 => html::h1().class(class).id(id).tabindex(focusable).child(text).into_any(),
        2 => html::h2().class(class).id(id).tabindex(focusable).child(text).into_any(),
        3 => html::h3().class(class).id(id).tabindex(focusable).child(text).into_any(),
        4 => html::h4().class(class).id(id).tabindex(focusable).child(text).into_any(),
        5 => html::h5().class(class).id(id).tabindex(focusable).child(text).into_any(),
        _ => html::h6().class(class).id(id).tabindex(focusable).child(text).into_any(),
    }
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
    view! {
        <span class=class>
            <span aria-hidden="true">{sign}</span>
            {move || session.t(word)}
        </span>
    }
    .into_any()
}

/// A disclosure.
pub fn disclosure(summary: impl Fn() -> String + Send + 'static, content: AnyView) -> AnyView {
    view! {
        <details>
            <summary>{summary}</summary>
            <div class="pc-note">{content}</div>
        </details>
    }
    .into_any()
}

/// A value as the person said it.
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
    if items.is_empty() { ().into_any() } else { view! { <ul class="pc-reasons">{items}</ul> }.into_any() }
}

fn reason_item(session: Session, rule: &str, holds: Option<bool>, used: Vec<String>) -> AnyView {
    let (sign, word) = match holds {
        Some(true) => ("✓", "reason.holds"),
        Some(false) => ("✕", "reason.fails"),
        None => ("?", "reason.open"),
    };
    let text = session.find(rule).unwrap_or("").to_owned();
    let source = rule_source(session, rule);
    view! {
        <li>
            <span class="pc-sign" aria-hidden="true">{sign}</span>
            <span class="pc-vh">{session.t(word)} " "</span>
            {text}
            {used.into_iter().map(|line| view! { <span class="pc-source">{line}</span> }).collect::<Vec<_>>()}
            <span class="pc-source">{source}</span>
        </li>
    }
    .into_any()
}

/// Where a rule stands and since when it holds.
fn rule_source(session: Session, id: &str) -> AnyView {
    let Some((book, rule)) = engine().ok().and_then(|engine| Some((engine.book(), engine.book().rule(id)?))) else {
        return id.to_owned().into_any();
    };
    let document = rule.document.as_deref().and_then(|short| book.document(short));
    let stands = match (document, &rule.section, &rule.source) {
        (Some(document), Some(section), _) => french_spaces(&format!("{}, {section}", document.title)).into_any(),
        (Some(document), None, _) => french_spaces(&document.title).into_any(),
        (None, _, Some(source)) => linked(source),
        (None, _, None) => ().into_any(),
    };
    let since = rule.from.map(|date| session.tf("rule.since", &[("date", &session.date(date))]));
    let until = rule.to.map(|date| session.tf("rule.until", &[("date", &session.date(date))]));
    let dates: Vec<String> = since.into_iter().chain(until).collect();
    view! {
        {session.t("rule.source")}
        " "
        {stands}
        {(!dates.is_empty()).then(|| format!(" · {}", dates.join(", ")))}
        {format!(" · {id}")}
    }
    .into_any()
}

/// A list of articles and addresses, the addresses as links named after their site.
fn linked(source: &str) -> AnyView {
    let words = source.split_whitespace().filter(|word| *word != ";").map(|word| {
        // The parts of the list stand apart by dots, as elsewhere on the page.
        let (word, ends) = word.strip_suffix(';').map_or((word, false), |word| (word, true));
        let after = if ends { " · " } else { " " };
        let address = word.trim_end_matches([',', ')', '.']).trim_start_matches('(');
        match address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).and_then(|rest| rest.split('/').next()) {
            Some(site) => {
                let site = site.trim_start_matches("www.").to_owned();
                view! {
                    <a href=address.to_owned() rel="noreferrer" target="_blank">
                        {site}
                    </a>
                    {after}
                }
                .into_any()
            }
            None => format!("{word}{after}").into_any(),
        }
    });
    words.collect::<Vec<_>>().into_any()
}
