//! One question a screen, with the control that suits what is asked.
//!
//! | module | what it does |
//! |---|---|
//! | [`control`] | the control of each question |
//! | [`draft`] | what is typed or ticked, as an answer and back |

mod control;
mod draft;

use super::{
    parts::{disclosure, screen_heading},
    preview::preview,
    session::{Screen, Session},
};
use crate::domain::questionnaire::{Part, Step, first_step, part_of};
use control::{control, is_grouped};
use draft::{current, skip, store};
use leptos::{html, prelude::*};

/// The screen of `step`.
pub fn question(session: Session, step: Step) -> AnyView {
    let key = ask_key(step);
    let draft = RwSignal::new(current(&session.request.get_untracked(), step, session));
    let error = RwSignal::new(None::<String>);
    let error_box = NodeRef::<html::P>::new();

    let save = move |unknown: bool| {
        let outcome = if unknown { skip(session, step) } else { store(session, step, &draft.get_untracked()) };
        match outcome {
            Ok(()) => session.proceed(step),
            Err(message) => {
                error.set(Some(message));
                // The box is in the document once the signal has been read.
                request_animation_frame(move || {
                    if let Some(element) = error_box.get_untracked() {
                        let _ = element.focus();
                    }
                });
            }
        }
    };
    let back = move |_| {
        let target = session.return_to.get_untracked().or_else(|| session.progress().before(step).map(Screen::Question));
        session.go(target.unwrap_or(Screen::Result));
    };
    let grouped = is_grouped(step);
    let needs_unknown_button = !grouped && step != Step::Diploma && step != Step::Acquired;
    let has_back = step != first_step() || session.return_to.get_untracked().is_some();

    let body = move || {
        let hint = session.find(&format!("{key}.hint"));
        let control = control(session, step, draft);
        let heading = screen_heading(session, move || session.t(&format!("{key}.ask")).to_owned());
        let hint = hint.map(|hint| view! { <p class="pc-hint" id="pc-hint">{hint}</p> });
        if grouped {
            view! {
                <fieldset class="pc-fieldset" aria-describedby="pc-error">
                    <legend class="pc-legend">{heading}</legend>
                    {hint}
                    <div class="pc-choices">{control}</div>
                </fieldset>
            }
            .into_any()
        } else {
            view! { {heading} {hint} <div class="pc-fieldset">{control}</div> }.into_any()
        }
    };

    let form = view! {
        <form
            class="pc-narrow"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                save(false);
            }
        >
            {(step == first_step()).then(|| view! { <p class="pc-hint">{move || session.t("app.promise")}</p> })}
            {progress_line(session, step)}
            <p class="pc-error" id="pc-error" tabindex="-1" role="alert" node_ref=error_box class:pc-vh=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
            {body}
            {move || {
                session
                    .find(&format!("{key}.why"))
                    .map(|why| disclosure(move || session.t("question.why").to_owned(), view! { <p>{why}</p> }.into_any()))
            }}
            <div class="pc-actions">
                <button class="pc-button" type="submit">
                    {move || session.t("common.continue")}
                </button>
                {needs_unknown_button
                    .then(|| {
                        view! {
                            <button class="pc-button pc-quiet" type="button" on:click=move |_| save(true)>
                                {move || session.t("common.unknown_answer")}
                            </button>
                        }
                    })}
                {has_back
                    .then(|| {
                        view! {
                            <button class="pc-link" type="button" on:click=back>
                                {move || session.t("common.back")}
                            </button>
                        }
                    })}
            </div>
        </form>
    };
    view! { <div class="pc-ask-page">{form} {preview(session)}</div> }.into_any()
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
    let dots = Part::ALL.iter().map(|other| view! { <li class:pc-done=other.number() <= here></li> }).collect::<Vec<_>>();
    view! {
        <div class="pc-bar">
            <div>
                <p class="pc-progress">
                    {move || {
                        let (n, all) = (here.to_string(), Part::ALL.len().to_string());
                        session.tf("question.progress", &[("n", &n), ("all", &all)])
                    }} " " <strong>{move || session.t(&format!("part.{}", part.key()))}</strong>
                </p>
                <ul class="pc-dots" aria-hidden="true">
                    {dots}
                </ul>
            </div>
        </div>
    }
    .into_any()
}
