//! Keeping and sharing: what a link would say, shown before it is sent; without the personal answers if wanted; with an adviser's note.

use super::{
    answers::shown,
    dom::{Act, button, el, el_with, label_for, live, maybe, memo, para, path, shape, tag, text},
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
    let shared = memo(move || shared(session));
    let url = memo(move || shared.with(|shared| link::url_of(session, shared)));
    let (qr_button, qr_picture) = qr_code(session, url);
    let copy = button("pc-button", vec![text(session.t("keep.copy"))], Act::go(move || link::copy(session, url.get_untracked())));
    let print = Act::go(|| {
        // A browser that cannot print does nothing.
        let _ = leptos::prelude::window().print();
    });
    let print = button("pc-button pc-quiet", vec![text(session.t("keep.print"))], print);
    let field = tag("input", "pc-input").with("id", "pc-link").with("type", "text").with("readonly", "").prop("value", move || url.get());
    let parts = vec![
        choices(session),
        contents(session, shared),
        label_for("pc-link", session.t("keep.link")),
        field.into_any(),
        el("div", "pc-actions", vec![copy, print, qr_button]),
        qr_picture,
        saved::keep(session),
    ];
    let title = heading(session, 1, "", "pc-keep", move || session.t("keep.title").to_owned());
    let parts = vec![title, para("", session.t("keep.intro")), el("div", "pc-share", parts)];
    el_with("section", "pc-screen-only", vec![("aria-labelledby", "pc-keep".to_owned())], parts)
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
        let checked = move || session.draft.with(is);
        ticked(session.t(key).to_owned(), checked, move |on| session.draft.update(|draft| set(draft, on)))
    };
    let advised = memo(move || session.draft.with(|draft| draft.advised));
    vec![
        tick("keep.private", |draft| draft.private, |draft, on| draft.private = on),
        tick("keep.advised", |draft| draft.advised, |draft, on| draft.advised = on),
        live(move || maybe(advised.get().then(|| adviser(session)))),
    ]
    .into_any()
}

fn ticked(label: String, checked: impl Fn() -> bool + 'static, set: impl Fn(bool) + 'static) -> AnyView {
    let input = tag("input", "").with("type", "checkbox").prop("checked", checked);
    let input = input.on("change", move |event| set(event_target_checked(event))).into_any();
    tag("label", "pc-choice").child(input).child(el("span", "", vec![text(label)])).into_any()
}

/// The adviser's note, and which answers are theirs.
fn adviser(session: Session) -> AnyView {
    let facts = move || {
        let facts =
            session.request.with(|request| request.facts.iter().filter_map(|(key, _)| Step::from_key(key)?.fact()).collect::<Vec<_>>());
        let line = |key: &'static str| {
            let checked = move || session.draft.with(|draft| !draft.not_filled.contains(&key));
            let set = move |filled: bool| {
                session.draft.update(|draft| {
                    draft.not_filled.retain(|other| *other != key);
                    if !filled {
                        draft.not_filled.push(key);
                    }
                });
            };
            ticked(label(session, key), checked, set)
        };
        facts.into_iter().map(|spec| line(spec.key)).collect::<Vec<_>>().into_any()
    };
    let note = tag("textarea", "pc-input").with("id", "pc-note").with("rows", "3").with("maxlength", NOTE_MAX.to_string());
    let note = note.text(session.draft.with_untracked(|draft| draft.note.clone()));
    let note = note.on("input", move |event| session.draft.update(|draft| draft.note = event_target_value(event)));
    let filled = vec![el("legend", "", vec![text(session.t("keep.filled"))]), live(facts)];
    el("div", "pc-note", vec![label_for("pc-note", session.t("keep.note")), note.into_any(), el("fieldset", "", filled)])
}

/// Everything that the link says, in words.
fn contents(session: Session, shared: Memo<Shared>) -> AnyView {
    let lines = move || {
        shared.with(|shared| {
            let mut lines = lines(session, &shared.request);
            lines.extend(shared.note.iter().map(|note| (session.t("keep.note_label").to_owned(), text(note.clone()))));
            let line =
                |(label, said): (String, AnyView)| el("div", "pc-answer", vec![el("dt", "", vec![text(label)]), el("dd", "", vec![said])]);
            lines.into_iter().map(line).collect::<Vec<_>>().into_any()
        })
    };
    let list = el_with("dl", "pc-answers", vec![("id", "pc-shared".to_owned())], vec![live(lines)]);
    el_with("details", "", vec![("open", String::new())], vec![el("summary", "", vec![text(session.t("keep.contains"))]), list])
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
    let picture = move || match (asked.get(), drawn.get()) {
        (true, Some(Some((side, drawing)))) => {
            // The standard asks for four light modules around the code.
            let side = side.parse().unwrap_or(0) + 8;
            let attributes = vec![
                ("id", "pc-qr".to_owned()),
                ("role", "img".to_owned()),
                ("aria-label", session.t("keep.qr_label").to_owned()),
                ("viewBox", format!("-4 -4 {side} {side}")),
            ];
            shape("svg", "pc-qr", attributes, vec![path("", drawing)])
        }
        (true, Some(None)) => para("pc-error", session.t("keep.qr_failed")),
        _ => ().into_any(),
    };
    let button = tag("button", "pc-button pc-quiet").with("type", "button").text(session.t("keep.qr"));
    let button =
        button.shows("aria-expanded", move || asked.get().to_string()).on("click", move |_| asked.update(|asked| *asked = !*asked));
    (button.into_any(), live(picture))
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
    live(move || {
        let Advice { note, facts } = session.advice.get();
        let mine = session.request.with(|request| {
            facts.into_iter().filter(|(key, value)| request.facts.get(key) == Some(value)).map(|(key, _)| key).collect::<Vec<_>>()
        });
        if note.is_none() && mine.is_empty() {
            return ().into_any();
        }
        let mut parts = vec![el("p", "", vec![el("strong", "", vec![text(session.t("advice.title"))])])];
        parts.extend(note.map(|note| el("blockquote", "", vec![text(note)])));
        if !mine.is_empty() {
            let filled = mine.iter().map(|key| label(session, key)).collect::<Vec<_>>().join(", ");
            parts.push(para("", session.tf("advice.filled", &[("facts", &filled)])));
        }
        parts.push(button("pc-link", vec![text(session.t("common.close"))], Act::go(move || session.advice.set(Advice::default()))));
        el_with("div", "pc-note pc-apart", vec![("id", "pc-advice".to_owned())], parts)
    })
}
