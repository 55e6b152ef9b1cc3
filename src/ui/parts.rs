//! Small pieces used everywhere.

use super::{
    dom::{self, el, el_with, fold, para, tag, text, words},
    session::{Session, engine},
};
use crate::data::texts::french_spaces;
use crate::domain::{
    answer::{Plan, PlanStatus, ProofStep, Verdict},
    facts::FactValue,
    request::Objective,
};
use leptos::prelude::*;

/// The class of the heading that takes the focus when the person moves to another screen.
pub const SCREEN_TITLE: &str = "pc-title";

/// A heading `depth` levels below the one that the host asked for.
pub fn heading(session: Session, depth: u8, class: &'static str, id: &'static str, text: impl Fn() -> String + Send + 'static) -> AnyView {
    heading_of(session, depth, class, id, dom::live(move || dom::text(text())))
}

/// The same around something else than a plain text.
fn heading_of(session: Session, depth: u8, class: &'static str, id: &'static str, content: AnyView) -> AnyView {
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
    el_with(TAGS.get(level - 1).copied().unwrap_or("h6"), class, attributes, vec![content])
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

/// The heading of a screen that names something.
pub fn screen_heading_of(session: Session, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    heading_of(session, 0, SCREEN_TITLE, "", dom::live(content))
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

/// A table with a name for each column and each line; on a narrow place each line is an entry of a list, its cells under their names.
pub fn sheet(caption: String, columns: Vec<String>, lines: Vec<Vec<AnyView>>) -> AnyView {
    let head = |name: &String| el_with("th", "", vec![("scope", "col".to_owned())], vec![text(name.clone())]);
    let line = |cells: Vec<AnyView>| {
        let cells = cells.into_iter().zip(&columns).enumerate().map(|(index, (cell, column))| match index {
            0 => el_with("th", "", vec![("scope", "row".to_owned())], vec![cell]),
            _ => el_with("td", "", vec![("data-label", column.clone())], vec![cell]),
        });
        el("tr", "", cells.collect())
    };
    let body = lines.into_iter().map(line).collect();
    let parts = vec![
        el("caption", "pc-caption", vec![text(caption)]),
        el("thead", "", vec![el("tr", "", columns.iter().map(head).collect())]),
        el("tbody", "", body),
    ];
    el("table", "pc-table pc-sheet", parts)
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
        FactValue::Integer(number) if key.ends_with("_level") => {
            session.find(&format!("level.short.{number}")).map_or_else(|| option_level(session, *number), str::to_owned)
        }
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

/// Whether the plan is proven, opening the reasons why none is shorter.
pub fn why_plan(session: Session, plan: &Plan) -> AnyView {
    let lead = proven(session, plan);
    let Some(gap) = plan.gap().filter(|_| !plan.proof.why.is_empty()) else { return para("pc-small", lead) };
    let (why, least) = (plan.proof.why.clone(), plan.proof.lower_bound);
    fold("pc-small", vec![text(lead)], move || {
        let intro = match (gap, first_of_all(session)) {
            (1.., _) => session.plural("plan.proof_intro_least", least),
            (0, Some(Objective::Cost)) => session.t("plan.proof_intro_cost").to_owned(),
            (0, Some(Objective::Peak)) => session.t("plan.proof_intro_peak").to_owned(),
            (0, _) => session.t("plan.proof_intro").to_owned(),
        };
        let steps = why.iter().map(|step| el("li", "", vec![text(proof_text(session, step))])).collect();
        el("div", "pc-note", vec![para("", intro), el("ul", "", steps)])
    })
}

/// What the plan is to be before it is to be short: what is proven of its end then holds of plans as cheap or as light alone.
fn first_of_all(session: Session) -> Option<Objective> {
    let first = untrack(|| session.asked()).objective.first().copied();
    first.filter(|first| matches!(first, Objective::Cost | Objective::Peak))
}

/// How far a plan is proven, and how much better another could be at most.
pub fn proven(session: Session, plan: &Plan) -> String {
    let key = match (plan.status, first_of_all(session), plan.gap()) {
        (PlanStatus::Infeasible, ..) => "status.infeasible",
        (PlanStatus::Optimal, Some(Objective::Cost), _) => "status.optimal_cost",
        (PlanStatus::Optimal, Some(_), _) => "status.optimal_peak",
        (PlanStatus::Optimal, None, _) => "status.optimal",
        (PlanStatus::Limit, None, Some(0)) => "status.limit_earliest",
        (PlanStatus::Limit, None, Some(gap)) => return session.plural("status.limit_gap", gap),
        (PlanStatus::Limit, ..) => "status.limit",
    };
    session.t(key).to_owned()
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

/// A name that is French in every language of the page: a title of the catalogue, a document.
pub fn french(name: impl Into<String>) -> AnyView {
    el_with("span", "", vec![("lang", "fr".to_owned())], vec![text(name)])
}

/// The official title of a diploma, marked as French; in the language of the page where the catalogue has none.
pub fn diploma_name(session: Session, id: &str) -> AnyView {
    let titled = engine().ok().and_then(|engine| engine.catalogue().diploma(id)?.title.as_deref());
    titled.map_or_else(|| text(session.diploma_title(id)), |title| french(official(title)))
}

/// The text of `key` around the official title of a diploma, which stands at `{diploma}`.
pub fn about_diploma(session: Session, key: &str, id: &str) -> AnyView {
    let words = session.t(key);
    let (before, after) = words.split_once("{diploma}").unwrap_or((words, ""));
    vec![text(before), diploma_name(session, id), text(after)].into_any()
}

/// The official title of a unit, marked as French; nothing when the catalogue has none.
pub fn unit_name(code: &str) -> AnyView {
    let title = unit_title(code);
    if title.is_empty() { ().into_any() } else { french(title) }
}

/// The code of a unit and its official title.
pub fn unit(code: &str) -> AnyView {
    el("span", "", vec![el("span", "pc-code", vec![text(code)]), text(" "), unit_name(code)])
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
