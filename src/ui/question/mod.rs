//! One question a screen, with the control that suits what is asked.
//!
//! | module | what it does |
//! |---|---|
//! | [`control`] | the control of each question |
//! | [`draft`] | what is typed or ticked, as an answer and back |

mod control;
mod draft;

use super::{
    controls::Looked,
    dom::{Act, button, el, el_with, focus, live, maybe, para, root_around, tag, text, words},
    parts::{disclosure, says, screen_heading},
    preview::preview,
    session::{Screen, Session},
};
use crate::domain::questionnaire::{Part, Step, first_step, part_of};
use control::{control, is_grouped};
use draft::{current, skip, store};
use leptos::{prelude::*, web_sys};

/// The screen of `step`.
pub fn question(session: Session, step: Step) -> AnyView {
    let key = ask_key(step);
    let draft = RwSignal::new(current(&session.request.get_untracked(), step, session));
    let error = RwSignal::new(None::<String>);
    let looked = Looked::new();

    let save = move |unknown: bool, event: &web_sys::Event| {
        let outcome = if unknown { skip(session, step) } else { store(session, step, &draft.get_untracked()) };
        match outcome {
            Ok(()) => session.proceed(step),
            Err(message) => {
                error.set(Some(message));
                let root = root_around(event);
                // The box is in the document once the signal has been read.
                request_animation_frame(move || {
                    if let Some(root) = root {
                        focus(&root, "#pc-error");
                    }
                });
            }
        }
    };
    let back = move || {
        let target = session.return_to.get_untracked().or_else(|| session.progress().before(step).map(Screen::Question));
        session.go(target.unwrap_or(Screen::Result));
    };
    let grouped = is_grouped(step);
    let needs_unknown_button = !grouped && step != Step::Diploma && step != Step::Acquired;
    let has_back = step != first_step() || session.return_to.get_untracked().is_some();

    let body = move || {
        let hint = session.find(&format!("{key}.hint"));
        let control = control(session, step, draft, looked);
        let heading = screen_heading(session, move || session.t(&format!("{key}.ask")).to_owned());
        let mut parts = vec![heading];
        if grouped {
            parts = vec![tag("legend", "pc-legend").children(parts).into_any()];
        }
        parts.extend(hint.map(|hint| el_with("p", "pc-hint", vec![("id", "pc-hint".to_owned())], vec![text(hint)])));
        let place = tag("div", if grouped { "pc-choices" } else { "pc-fieldset" });
        parts.push(place.child(control).into_any());
        if grouped {
            tag("fieldset", "pc-fieldset").with("aria-describedby", "pc-error").children(parts).into_any()
        } else {
            parts.into_any()
        }
    };
    let why = move || {
        let why = session.find(&format!("{key}.why"));
        maybe(why.map(|why| disclosure(session, "question.why", para("", why))))
    };
    let fault = tag("p", "pc-error").with("id", "pc-error").with("tabindex", "-1").with("role", "alert");
    let fault = fault.class_while("pc-vh", move || error.with(Option::is_none)).child(words(move || error.get().unwrap_or_default()));
    let submit = el_with("button", "pc-button", vec![("type", "submit".to_owned())], vec![says(session, "common.continue")]);
    let unknown = needs_unknown_button.then(|| {
        let unknown = tag("button", "pc-button pc-quiet").with("type", "button").child(says(session, "common.unknown_answer"));
        unknown.on("click", move |event| save(true, event)).into_any()
    });
    let back = has_back.then(|| button("pc-link", vec![says(session, "common.back")], Act::go(back)));

    let mut parts: Vec<AnyView> = Vec::new();
    if step == first_step() {
        parts.push(el("p", "pc-hint", vec![says(session, "app.promise")]));
    }
    parts.extend([progress_line(session, step), fault.into_any(), live(body), live(why)]);
    parts.push(el("div", "pc-actions", [submit].into_iter().chain(unknown).chain(back).collect()));
    let form = tag("form", "pc-narrow").with("novalidate", "").children(parts).on("submit", move |event| {
        event.prevent_default();
        save(false, event);
    });
    el("div", "pc-ask-page", vec![form.into_any(), preview(session)])
}

/// The texts of a question: the age stands for the birth date, which is asked of nobody.
pub fn ask_key(step: Step) -> &'static str {
    match step {
        Step::Fact("birth_date") => "age",
        other => other.key(),
    }
}

/// Where the person is, in words and as stops of a path.
fn progress_line(session: Session, step: Step) -> AnyView {
    let part = part_of(step);
    let here = part.number();
    let dots = Part::ALL.iter().map(|other| el("li", if other.number() <= here { "pc-done" } else { "" }, Vec::new())).collect();
    let place = words(move || {
        let (n, all) = (here.to_string(), Part::ALL.len().to_string());
        session.tf("question.progress", &[("n", &n), ("all", &all)])
    });
    let name = el("strong", "", vec![words(move || session.t(&format!("part.{}", part.key())).to_owned())]);
    let progress = el("p", "pc-progress", vec![place, text(" "), name]);
    let dots = el_with("ul", "pc-dots", vec![("aria-hidden", "true".to_owned())], dots);
    el("div", "pc-bar", vec![el("div", "", vec![progress, dots])])
}
