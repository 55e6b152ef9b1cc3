//! The dated steps of an answer as a calendar file (`.ics`), in the words of the page.

use super::{
    format,
    texts::{Lang, Texts, fill},
};
use crate::domain::{
    answer::{Answer, Milestone},
    ics::{self, Calendar, Event},
    request::Request,
};

/// Reminders, in days before.
const ALARMS: &[u16] = &[7, 1];

/// The calendar file of the steps still to come, to be saved as `.ics` in UTF-8 with the type `text/calendar`.
///
/// Importing it again, after the plan has changed, moves its events: each is known by the step, its term and the diploma.
#[must_use]
pub fn ics(texts: &Texts, lang: Lang, request: &Request, answer: &Answer) -> String {
    let plan = request.target.diploma.as_deref().unwrap_or("sans-diplome");
    let steps: Vec<&Milestone> = answer.milestones.iter().filter(|milestone| milestone.on >= request.today).collect();
    let told: Vec<(String, String, String)> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let before = steps.iter().take(at).filter(|other| other.id == step.id && other.term == step.term).count();
            let summary = format::milestone(texts, lang, step);
            let summary = if step.approximate { fill(texts.get(lang, "calendar.about"), &[("what", &summary)]) } else { summary };
            (event_id(step, before), summary, description(texts, lang, step))
        })
        .collect();
    let events: Vec<Event<'_>> = steps
        .iter()
        .zip(&told)
        .map(|(step, (id, summary, description))| Event { id, on: step.on, summary, description, alarms: ALARMS })
        .collect();
    let name = fill(texts.get(lang, "calendar.name"), &[("diploma", plan)]);
    ics::write(&Calendar { name: &name, plan, stamp: request.today, events: &events })
}

/// What an event is known by: the step and its term; the place among equals where one step comes several times.
fn event_id(step: &Milestone, before: usize) -> String {
    let mut id = step.id.clone();
    if let Some(term) = step.term {
        id.push_str(&format!(".{term}"));
    }
    if before > 0 {
        id.push_str(&format!(".{}", before + 1));
    }
    id
}

/// The rules that the step comes from, in their words.
fn description(texts: &Texts, lang: Lang, step: &Milestone) -> String {
    let mut lines: Vec<String> = Vec::new();
    if step.approximate {
        lines.push(texts.get(lang, "calendar.approximate").to_owned());
    }
    for reason in &step.because {
        let line = texts.find(lang, &reason.rule).map(|text| format!("{text} ({})", reason.rule));
        // One rule may speak of several windows.
        lines.extend(line.filter(|line| !lines.contains(line)));
    }
    lines.join("\n")
}
