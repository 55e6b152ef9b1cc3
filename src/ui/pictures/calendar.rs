//! The dates ahead as leaves of a calendar, and as a calendar file.

use crate::{
    data::{calendar::ics, texts::Lang},
    domain::answer::{Answer, Milestone, Scheme},
    ui::{
        arrival::texts,
        dom::{el, el_with, heard, para, text},
        parts::{approximate, group, heading},
        reasons::why,
        session::Session,
    },
};
use leptos::prelude::*;

/// How many dates are shown before the others.
const FIRST: usize = 3;

/// The dates in order, those to come first, and a button that takes them away; nothing without dates.
pub fn calendar(session: Session, answer: &Answer) -> AnyView {
    let steps = &answer.milestones;
    if steps.is_empty() {
        return ().into_any();
    }
    let today = session.options().today;
    let items = steps.iter().map(|step| {
        let past = step.on < today;
        let days = step.on.days_since_epoch() - today.days_since_epoch();
        let left = match days {
            ..0 => session.t("calendar.past").to_owned(),
            0 => session.t("calendar.today").to_owned(),
            days => session.plural("calendar.days", days.unsigned_abs()),
        };
        let date = approximate(session, step.approximate, session.date(step.on));
        let about = scheme(answer, step).map(|id| el("span", "pc-sub", vec![text(session.t(&format!("scheme.{id}.name")))]));
        let words = vec![
            el("strong", "", vec![text(date)]),
            text(" "),
            el("span", "pc-soft", vec![text(left)]),
            text(" "),
            el("span", "pc-about", vec![text(session.milestone(step))]),
            text(" "),
            about.into_any(),
            why(session, &step.because),
        ];
        el("li", if past { "pc-leafed pc-past" } else { "pc-leafed" }, vec![leaf(session, step), el("div", "", words)])
    });
    let mut items: Vec<AnyView> = items.collect();
    let later = items.split_off(items.len().min(FIRST));
    let title = heading(session, 2, "", "", move || session.t("steps.dates").to_owned());
    let mut parts = vec![title, el("ol", "pc-plain", items)];
    if !later.is_empty() {
        let summary = session.plural("calendar.more", later.len() as u64);
        let list = el_with("ol", "pc-plain", vec![("start", (FIRST + 1).to_string())], later);
        parts.push(group(summary, false, vec![list]));
    }
    parts.push(file(session, answer));
    el("div", "", parts)
}

/// The scheme whose deadline a step is.
fn scheme<'a>(answer: &'a Answer, step: &Milestone) -> Option<&'a str> {
    let asks = |scheme: &&Scheme| scheme.deadlines.iter().any(|deadline| deadline.id == step.id);
    answer.schemes.iter().find(asks).map(|scheme| scheme.id.as_str())
}

/// The day as a leaf of a calendar.
fn leaf(session: Session, step: &Milestone) -> AnyView {
    let lines = vec![
        el("span", "pc-leaf-month", vec![text(session.t(&format!("month.{}", step.on.month())))]),
        el("span", "pc-leaf-day", vec![text(step.on.day().to_string())]),
        el("span", "pc-leaf-month", vec![text(step.on.year().to_string())]),
    ];
    el_with("span", "pc-leaf", vec![("aria-hidden", "true".to_owned())], lines)
}

/// The dates as a file that calendar programs read. The address holds the whole file: nothing is asked of anybody.
fn file(session: Session, answer: &Answer) -> AnyView {
    let today = session.options().today;
    let ahead = answer.milestones.iter().filter(|step| step.on >= today).count();
    if ahead == 0 {
        return ().into_any();
    }
    let lang = session.lang.get_untracked();
    let written = session.request.with_untracked(|request| ics(texts(), lang, request, answer));
    let address = format!("data:text/calendar;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&written)));
    let label = vec![text(session.t("calendar.file")), heard(format!(" ({})", session.plural("calendar.events", ahead as u64)))];
    let download = match lang {
        Lang::Fr => "parcours-cnam.ics",
        Lang::En => "cnam-pathway.ics",
    };
    let attributes = vec![("href", address), ("download", download.to_owned())];
    let link = el_with("a", "pc-button pc-quiet pc-screen-only", attributes, label);
    el("div", "", vec![link, para("pc-soft pc-small pc-screen-only", session.t("calendar.file_hint"))])
}
