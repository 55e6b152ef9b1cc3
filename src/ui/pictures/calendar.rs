//! The dates ahead as leaves of a calendar, and as a calendar file.

use crate::{
    data::texts::Lang,
    domain::{
        answer::{Answer, Because, Verdict},
        date::Date,
        ics,
    },
    ui::{
        dom::{el, el_with, heard, para, text},
        parts::{approximate, heading, why},
        session::Session,
    },
};
use leptos::prelude::*;

/// A dated step, from the centre's calendar or from a scheme.
struct Step<'a> {
    id: &'a str,
    scheme: Option<&'a str>,
    on: Date,
    approximate: bool,
    because: &'a [Because],
}

/// The dates in order, those to come first, and a button that takes them away; nothing without dates.
pub fn calendar(session: Session, answer: &Answer) -> AnyView {
    let steps = steps(answer);
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
        let about = step.scheme.map(|id| el("span", "pc-sub", vec![text(session.t(&format!("scheme.{id}.name")))]));
        let words = vec![
            el("strong", "", vec![text(date)]),
            text(" · "),
            text(words(session, step)),
            text(" "),
            el("span", "pc-soft", vec![text(left)]),
            about.into_any(),
            why(session, step.because),
        ];
        el("li", if past { "pc-leafed pc-past" } else { "pc-leafed" }, vec![leaf(session, step), el("div", "", words)])
    });
    let list = el("ol", "pc-plain", items.collect());
    let title = heading(session, 2, "", "", move || session.t("steps.dates").to_owned());
    el("div", "", vec![title, list, file(session, &steps)])
}

fn steps(answer: &Answer) -> Vec<Step<'_>> {
    let own = answer.milestones.iter();
    let own = own.map(|one| Step { id: &one.id, scheme: None, on: one.on, approximate: one.approximate, because: &one.because });
    let open = answer.schemes.iter().filter(|scheme| scheme.verdict != Verdict::No);
    let deadlines = open.flat_map(|scheme| {
        let scheme_id = scheme.id.as_str();
        scheme.deadlines.iter().map(move |one| Step {
            id: &one.id,
            scheme: Some(scheme_id),
            on: one.on,
            approximate: false,
            because: &one.because,
        })
    });
    let mut steps: Vec<Step> = own.chain(deadlines).collect();
    steps.sort_by_key(|step| step.on);
    steps
}

fn words(session: Session, step: &Step) -> String {
    let room = if step.scheme.is_some() {
        session.find(&format!("deadline.{}", step.id))
    } else {
        session.find(&format!("milestone.{}", step.id))
    };
    room.unwrap_or(step.id).to_owned()
}

/// The day as a leaf of a calendar.
fn leaf(session: Session, step: &Step) -> AnyView {
    let lines = vec![
        el("span", "pc-leaf-month", vec![text(session.t(&format!("month.{}", step.on.month())))]),
        el("span", "pc-leaf-day", vec![text(step.on.day().to_string())]),
        el("span", "pc-leaf-month", vec![text(step.on.year().to_string())]),
    ];
    el_with("span", "pc-leaf", vec![("aria-hidden", "true".to_owned())], lines)
}

/// The dates as a file that calendar programs read. The address holds the whole file: nothing is asked of anybody.
fn file(session: Session, steps: &[Step]) -> AnyView {
    let today = session.options().today;
    let plan = session.request.with_untracked(|request| request.target.diploma.clone()).unwrap_or_else(|| "cnam".to_owned());
    let name = session.diploma_title(&plan);
    let ahead: Vec<(String, Date, String)> = steps
        .iter()
        .filter(|step| step.on >= today)
        .map(|step| {
            let id = step.scheme.map_or_else(|| step.id.to_owned(), |scheme| format!("{scheme}-{}", step.id));
            let doubt = if step.approximate { session.t("calendar.approximate") } else { "" };
            (id, step.on, [words(session, step), doubt.to_owned()].join("\n").trim().to_owned())
        })
        .collect();
    if ahead.is_empty() {
        return ().into_any();
    }
    let events: Vec<ics::Event> = ahead
        .iter()
        .map(|(id, on, words)| {
            let (summary, description) = words.split_once('\n').unwrap_or((words, ""));
            ics::Event { id, on: *on, summary, description, alarms: &[7, 1] }
        })
        .collect();
    let written = ics::write(&ics::Calendar { name: &name, plan: &plan, stamp: today, events: &events });
    let address = format!("data:text/calendar;charset=utf-8,{}", String::from(js_sys::encode_uri_component(&written)));
    let label = vec![text(session.t("calendar.file")), heard(format!(" ({})", session.plural("calendar.events", events.len() as u64)))];
    let download = match session.lang.get_untracked() {
        Lang::Fr => "parcours-cnam.ics",
        Lang::En => "cnam-pathway.ics",
    };
    let attributes = vec![("href", address), ("download", download.to_owned())];
    let link = el_with("a", "pc-button pc-quiet pc-screen-only", attributes, label);
    el("div", "", vec![link, para("pc-soft pc-small pc-screen-only", session.t("calendar.file_hint"))])
}
