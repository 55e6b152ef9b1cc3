//! Keeping and sharing: what a link would say, shown before it is sent; without the personal answers if wanted; with an adviser's note.

use super::{
    answers::shown,
    dom::text,
    link::{self, Advice},
    parts::heading,
    saved,
    session::Session,
};
use crate::domain::{
    questionnaire::{Step, is_answered},
    request::Request,
    share::{NOTE_MAX, Shared},
};
use leptos::{prelude::*, wasm_bindgen::JsValue};
use std::cell::RefCell;

/// How the next link is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Without what [`Shared::strip_sensitive`] forgets.
    pub private: bool,
    /// By an adviser, for somebody else.
    pub advised: bool,
    /// What the adviser writes.
    pub note: String,
    /// The facts that the adviser did *not* fill.
    pub not_filled: Vec<&'static str>,
}

thread_local! {
    static DRAW_QR: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
}

/// Sets who draws QR codes: `draw(text)` promises the side in modules, a space, and the data of an SVG path.
pub fn draw_qr_with(draw: js_sys::Function) {
    DRAW_QR.set(Some(draw));
}

/// The section.
pub fn share(session: Session) -> AnyView {
    let shared = Memo::new(move |_| shared(session));
    let url = Memo::new(move |_| shared.with(|shared| link::url_of(session, shared)));
    let (qr_button, qr_picture) = qr_code(session, url);
    view! {
        <section class="pc-screen-only" aria-labelledby="pc-keep">
            {heading(session, 1, "", "pc-keep", move || session.t("keep.title").to_owned())} <p>{session.t("keep.intro")}</p>
            <div class="pc-share">
                {choices(session)} {contents(session, shared)} <label class="pc-label" for="pc-link">
                    {session.t("keep.link")}
                </label> <input class="pc-input" id="pc-link" type="text" readonly=true prop:value=url />
                <div class="pc-actions">
                    <button class="pc-button" type="button" on:click=move |_| link::copy(session, url.get_untracked())>
                        {session.t("keep.copy")}
                    </button>
                    <button
                        class="pc-button pc-quiet"
                        type="button"
                        on:click=move |_| {
                            let _ = leptos::prelude::window().print();
                        }
                    >
                        {session.t("keep.print")}
                    </button> {qr_button}
                </div> {qr_picture} {saved::keep(session)}
            </div>
        </section>
    }
    .into_any()
}

/// What the link would carry.
fn shared(session: Session) -> Shared {
    let draft = session.draft.get();
    let mut shared = link::shared(session, Request::clone(&session.asked()));
    if draft.advised {
        let note = draft.note.trim();
        shared.note = (!note.is_empty()).then(|| note.chars().take(NOTE_MAX).collect());
        let filled = shared.request.facts.iter().filter_map(|(key, _)| Step::from_key(key)?.fact()).map(|spec| spec.key);
        shared.adviser_facts = filled.filter(|key| !draft.not_filled.contains(key)).collect();
    }
    if draft.private {
        shared.strip_sensitive();
    }
    shared
}

fn choices(session: Session) -> AnyView {
    let tick = move |key: &'static str, is: fn(&Draft) -> bool, set: fn(&mut Draft, bool)| {
        view! {
            <label class="pc-choice">
                <input
                    type="checkbox"
                    prop:checked=move || session.draft.with(is)
                    on:change=move |event| session.draft.update(|draft| set(draft, event_target_checked(&event)))
                />
                <span>{session.t(key)}</span>
            </label>
        }
    };
    let advised = Memo::new(move |_| session.draft.with(|draft| draft.advised));
    view! {
        {tick("keep.private", |draft| draft.private, |draft, on| draft.private = on)}
        {tick("keep.advised", |draft| draft.advised, |draft, on| draft.advised = on)}
        {move || advised.get().then(|| adviser(session))}
    }
    .into_any()
}

/// The adviser's note, and which answers are theirs.
fn adviser(session: Session) -> AnyView {
    let facts = move || {
        let facts =
            session.request.with(|request| request.facts.iter().filter_map(|(key, _)| Step::from_key(key)?.fact()).collect::<Vec<_>>());
        let line = |key: &'static str| {
            view! {
                <label class="pc-choice">
                    <input
                        type="checkbox"
                        prop:checked=move || session.draft.with(|draft| !draft.not_filled.contains(&key))
                        on:change=move |event| {
                            let filled = event_target_checked(&event);
                            session
                                .draft
                                .update(|draft| {
                                    draft.not_filled.retain(|other| *other != key);
                                    if !filled {
                                        draft.not_filled.push(key);
                                    }
                                });
                        }
                    />
                    <span>{label(session, key)}</span>
                </label>
            }
        };
        facts.into_iter().map(|spec| line(spec.key)).collect::<Vec<_>>()
    };
    view! {
        <div class="pc-note">
            <label class="pc-label" for="pc-note">
                {session.t("keep.note")}
            </label>
            <textarea
                class="pc-input"
                id="pc-note"
                rows="3"
                maxlength=NOTE_MAX.to_string()
                on:input=move |event| session.draft.update(|draft| draft.note = event_target_value(&event))
            >
                {session.draft.with_untracked(|draft| draft.note.clone())}
            </textarea>
            <fieldset>
                <legend>{session.t("keep.filled")}</legend>
                {facts}
            </fieldset>
        </div>
    }
    .into_any()
}

/// Everything that the link says, in words.
fn contents(session: Session, shared: Memo<Shared>) -> AnyView {
    let lines = move || {
        shared.with(|shared| {
            let mut lines = lines(session, &shared.request);
            lines.extend(shared.note.iter().map(|note| (session.t("keep.note_label").to_owned(), text(note.clone()))));
            lines
                .into_iter()
                .map(|(label, said)| {
                    view! {
                        <div class="pc-answer">
                            <dt>{label}</dt>
                            <dd>{said}</dd>
                        </div>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <details open>
            <summary>{session.t("keep.contains")}</summary>
            <dl class="pc-answers" id="pc-shared">
                {lines}
            </dl>
        </details>
    }
    .into_any()
}

fn lines(session: Session, request: &Request) -> Vec<(String, AnyView)> {
    let asked = [Step::Centre, Step::Diploma, Step::Acquired, Step::Pace, Step::Modalities];
    let facts = request.facts.iter().filter_map(|(key, _)| Step::from_key(key));
    let given = asked.into_iter().chain(facts).filter(|step| is_answered(request, *step));
    let mut lines: Vec<_> = given.map(|step| (label(session, step.key()), shown(session, request, step))).collect();
    let choices = request.pins.len() + request.chosen.len() + request.excluded.len() + request.pace.terms.len();
    if choices > 0 {
        lines.push((session.t("keep.choices").to_owned(), text(choices.to_string())));
    }
    lines
}

fn label(session: Session, key: &str) -> String {
    session.find(&format!("{key}.short")).unwrap_or_default().to_owned()
}

/// The button that asks for the link as a picture, and the picture, drawn only then.
fn qr_code(session: Session, url: Memo<String>) -> (AnyView, AnyView) {
    let asked = RwSignal::new(false);
    let drawn = RwSignal::new(None::<Option<(String, String)>>);
    Effect::new(move |_| {
        let url = url.get();
        if asked.get() {
            leptos::task::spawn_local(async move {
                let code = drawing(&url).await;
                // The section may be gone by then.
                drawn.try_set(Some(code));
            });
        }
    });
    let picture = move || {
        Some(match drawn.get()? {
            Some((side, path)) => view! {
                // The standard asks for four light modules around the code.
                <svg class="pc-qr" id="pc-qr" role="img" aria-label=session.t("keep.qr_label") viewBox=format!("-4 -4 {0} {0}", side.parse().unwrap_or(0) + 8)>
                    <path d=path></path>
                </svg>
            }
            .into_any(),
            None => view! { <p class="pc-error">{session.t("keep.qr_failed")}</p> }.into_any(),
        })
    };
    let button = view! {
        <button
            class="pc-button pc-quiet"
            type="button"
            aria-expanded=move || asked.get().to_string()
            on:click=move |_| asked.update(|asked| *asked = !*asked)
        >
            {session.t("keep.qr")}
        </button>
    };
    (button.into_any(), (move || asked.get().then_some(picture)).into_any())
}

/// Side and path of the code; `None` where it cannot be drawn.
async fn drawing(text: &str) -> Option<(String, String)> {
    let promised = DRAW_QR.with_borrow(|draw| draw.as_ref()?.call1(&JsValue::NULL, &text.into()).ok())?;
    let drawn = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&promised)).await.ok()?.as_string()?;
    let (side, path) = drawn.split_once(' ')?;
    Some((side.to_owned(), path.to_owned()))
}

/// What an adviser wrote and filled, for the person who opens their link.
pub fn advice(session: Session) -> AnyView {
    (move || {
        let Advice { note, facts } = session.advice.get();
        let mine = session.request.with(|request| {
            facts.into_iter().filter(|(key, value)| request.facts.get(key) == Some(value)).map(|(key, _)| key).collect::<Vec<_>>()
        });
        (note.is_some() || !mine.is_empty()).then(|| {
            let filled = mine.iter().map(|key| label(session, key)).collect::<Vec<_>>().join(", ");
            view! {
                <div class="pc-note pc-apart" id="pc-advice">
                    <p>
                        <strong>{session.t("advice.title")}</strong>
                    </p>
                    {note.map(|note| view! { <blockquote>{note}</blockquote> })}
                    {(!filled.is_empty()).then(|| view! { <p>{session.tf("advice.filled", &[("facts", &filled)])}</p> })}
                    <button class="pc-link" type="button" on:click=move |_| session.advice.set(Advice::default())>
                        {session.t("common.close")}
                    </button>
                </div>
            }
        })
    })
    .into_any()
}
