//! The frame of a planner: tools, the current screen, the live region.

use super::{
    link,
    pack::pack_faults,
    parts::{SCREEN_TITLE, disclosure},
    question::{ask_key, question},
    result::result,
    session::{Options, Screen, Session, engine},
    share::advice,
};
use crate::data::texts::Lang;
use gloo::timers::callback::Timeout;
use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys};

/// The whole planner. `opened` gets the session, so that the host's element can follow it.
pub fn app(options: Options, opened: impl FnOnce(Session)) -> AnyView {
    let session = Session::new(options);
    let started_from = session.options().fragment;
    if session.options().own_page {
        link::follow_url(session);
    } else if let Some(fragment) = started_from {
        link::read(session, &fragment);
    }
    opened(session);
    if session.options().own_page {
        name_page(session);
    }

    let screen = Memo::new(move |_| session.screen.get());
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        screen.track();
        if session.focus_heading.get_untracked()
            && let Some(frame) = frame.get()
        {
            session.focus_heading.set(false);
            // After the paint: the heading must be in the document to take the focus.
            request_animation_frame(move || focus_title(&frame));
        }
    });
    view! {
        <div class="pc-root" lang=move || session.lang.get().code() dir="ltr">
            <div class="pc-frame" node_ref=frame>
                {tools(session)} {dropped(session)} {pack_faults(session)} {advice(session)}
                {move || match screen.get() {
                    Screen::Question(step) => question(session, step),
                    Screen::Result => result(session),
                }} {foot(session)}
            </div>
            {live_region(session)}
        </div>
    }
    .into_any()
}

/// A person who moved to a screen goes on reading, or listening, at its heading.
fn focus_title(frame: &web_sys::HtmlDivElement) {
    let title = frame.query_selector(&format!(".{SCREEN_TITLE}")).ok().flatten();
    if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
        title.scroll_into_view();
        // An element that cannot take the focus leaves it where it is: nothing is lost.
        let _ = title.focus();
    }
}

/// Our own page is titled after what is on screen, in its language.
fn name_page(session: Session) {
    Effect::new(move |_| {
        let here = match session.screen.get() {
            Screen::Question(step) => session.t(&format!("{}.ask", ask_key(step))),
            Screen::Result => session.t("result.title"),
        };
        document().set_title(&format!("{here} · {}", session.t("app.name")));
        if let Some(root) = document().document_element() {
            // A page that cannot be written to keeps its own language.
            let _ = root.set_attribute("lang", session.lang.get().code());
        }
    });
}

/// The language, and starting again.
fn tools(session: Session) -> AnyView {
    let other = move || match session.lang.get() {
        Lang::Fr => Lang::En,
        Lang::En => Lang::Fr,
    };
    view! {
        <div class="pc-bar pc-screen-only">
            <div>
                {session
                    .options()
                    .own_page
                    .then(|| {
                        view! {
                            <p class="pc-brand">{move || session.t("app.name")}</p>
                        }
                    })} <p class="pc-progress">{move || session.t("app.promise")}</p>
            </div>
            <div class="pc-tools">
                <button
                    class="pc-link"
                    type="button"
                    lang=move || other().code()
                    on:click=move |_| session.lang.set(other())
                >
                    {move || if other() == Lang::En { "English" } else { "Français" }}
                </button>
                {move || {
                    let started = session.request.with(|request| *request != session.blank());
                    started
                        .then(|| {
                            view! {
                                <button class="pc-link" type="button" on:click=move |_| session.restart()>
                                    {session.t("app.restart")}
                                </button>
                            }
                        })
                }}
            </div>
        </div>
    }
    .into_any()
}

/// What a link held that could not be kept: named, never lost in silence.
fn dropped(session: Session) -> AnyView {
    (move || {
        let lines = session.dropped.get();
        (!lines.is_empty()).then(|| {
            view! {
                <div class="pc-note pc-apart" role="status">
                    <p>
                        <strong>{session.t("link.dropped")}</strong>
                    </p>
                    <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>()}</ul>
                    <button class="pc-link" type="button" on:click=move |_| session.dropped.set(Vec::new())>
                        {session.t("common.close")}
                    </button>
                </div>
            }
        })
    })
    .into_any()
}

fn foot(session: Session) -> AnyView {
    view! {
        <div class="pc-foot">
            {move || contact(session)}
            <p>{move || session.t("app.estimate")}</p>
            {move || {
                disclosure(
                    move || session.t("app.privacy_title").to_owned(),
                    view! { <p>{session.t("app.privacy")}</p> }.into_any(),
                )
            }} {move || disclosure(move || session.t("app.glossary").to_owned(), glossary(session))}
        </div>
    }
    .into_any()
}

/// How to reach the centre: in the same place on every screen.
fn contact(session: Session) -> AnyView {
    let region = session.request.with(|request| request.centre_region.clone());
    let pack = engine().ok().and_then(|engine| engine.book().pack(region.as_deref()?));
    let Some((pack, contacts)) = pack.and_then(|pack| Some((pack, pack.contacts.as_ref()?))) else {
        return view! {
            <p>
                {session.t("contact.any")} " " <a href="https://www.cnam.fr" rel="noreferrer">
                    "cnam.fr"
                </a>
            </p>
        }
        .into_any();
    };
    let telephone = contacts.telephone.clone().map(|number| {
        let plain: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        view! { <a href=format!("tel:{plain}")>{number}</a> " · " }
    });
    let email = contacts.email.clone().map(|address| view! { <a href=format!("mailto:{address}")>{address.clone()}</a> " · " });
    let site = contacts.site.clone().map(|site| {
        let name = site.trim_start_matches("https://").trim_start_matches("www.").to_owned();
        view! {
            <a href=site rel="noreferrer">
                {name}
            </a>
        }
    });
    view! {
        <p>
            <strong>{session.tf("contact.centre", &[("region", &pack.name)])}</strong>
            " "
            {telephone}
            {email}
            {site}
        </p>
    }
    .into_any()
}

/// The words that nobody outside knows.
fn glossary(session: Session) -> AnyView {
    const TERMS: [&str; 17] = [
        "ue",
        "ua",
        "us",
        "ects",
        "vae",
        "vapp",
        "ves",
        "cpf",
        "ptp",
        "aif",
        "opco",
        "rncp",
        "rs",
        "bloc",
        "rqth",
        "eicnam",
        "reste-a-charge",
    ];
    let items: Vec<AnyView> = TERMS.iter().map(|term| view! { <li>{session.t(&format!("glossary.{term}"))}</li> }.into_any()).collect();
    view! { <ul>{items}</ul> }.into_any()
}

/// One region, there from the start. It is emptied after a while, so that the same message said twice is heard twice.
fn live_region(session: Session) -> AnyView {
    Effect::new(move |waiting: Option<Option<Timeout>>| {
        // A newer message cancels the clean-up of the one before.
        drop(waiting);
        session.announcement.with(|text| !text.is_empty()).then(|| Timeout::new(6_000, move || session.announcement.set(String::new())))
    });
    view! {
        <p class="pc-vh" role="status" aria-live="polite">
            {move || session.announcement.get()}
        </p>
    }
    .into_any()
}
