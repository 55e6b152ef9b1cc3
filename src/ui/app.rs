//! The frame of a planner: tools, the current screen, the live region.

use super::{
    answering,
    arrival::{Arrival, arrival},
    dom::{el_with, text},
    link,
    pack::pack_faults,
    parts::{SCREEN_TITLE, disclosure},
    question::{ask_key, question},
    result::result,
    saved,
    session::{Options, Screen, Session, engine},
    share::advice,
};
use crate::{data::texts::Lang, domain::questionnaire::first_step};
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// The whole planner. `opened` gets the session, so that the host's element can follow it.
pub fn app(options: Options, opened: impl FnOnce(Session)) -> AnyView {
    let session = Session::new(options);
    once_here(session);
    opened(session);
    if session.options().own_page {
        name_page(session);
    }

    let options = session.options();
    let linked = options.fragment.is_some() || (options.own_page && !window().location().hash().unwrap_or_default().is_empty());
    // What a link holds is shown once it can be read; the first question needs nothing that has not arrived.
    let screen = Memo::new(move |_| match session.screen.get() {
        Screen::Question(step) if arrival() == Arrival::Here || (step == first_step() && !linked && !session.holds()) => {
            Some(Screen::Question(step))
        }
        Screen::Result if arrival() == Arrival::Here => Some(Screen::Result),
        _ => None,
    });
    let frame = session.frame;
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
                {tools(session)} {dropped(session)} {move || (arrival() == Arrival::Here).then(|| (pack_faults(session), advice(session), saved::banner(session), answering::waiting(session)))}
                {move || match screen.get() {
                    Some(Screen::Question(step)) => question(session, step),
                    Some(Screen::Result) => result(session),
                    None => waiting(session),
                }} {foot(session)}
            </div>
            {live_region(session)}
        </div>
    }
    .into_any()
}

/// What can only be done once everything has arrived: reading the link, checking what the host asked for, going on where that had to wait.
fn once_here(session: Session) {
    Effect::new(move |done: Option<bool>| {
        if done != Some(true) && arrival() == Arrival::Here {
            untrack(|| now_here(session));
            return true;
        }
        done == Some(true)
    });
}

// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
fn now_here(session: Session) {
    session.check_options();
    let options = session.options();
    if options.own_page {
        saved::look(session);
        link::follow_url(session);
    } else if let Some(fragment) = options.fragment {
        link::read(session, &fragment);
    }
    session.resume();
}

/// Where what comes next has not arrived yet.
fn waiting(session: Session) -> AnyView {
    view! {
        <div class="pc-narrow" role="status">
            <p>{move || session.t("arrival.awaited")}</p>
            {move || (arrival() == Arrival::Delayed).then(|| view! { <p>{session.t("arrival.delayed")}</p> })}
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
            {session
                .options()
                .own_page
                .then(|| {
                    view! {
                        <p class="pc-brand">{move || session.t("app.brand")}</p>
                    }
                })}
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
        (!lines.is_empty()).then(|| dropped_lines(session, lines))
    })
    .into_any()
}

// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
fn dropped_lines(session: Session, lines: Vec<String>) -> AnyView {
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
            <p class="pc-screen-only">{move || statement(session)}</p>
        </div>
    }
    .into_any()
}

/// The way to the statement of accessibility, which stands beside our own page. A page of others stays open behind it.
fn statement(session: Session) -> AnyView {
    let options = session.options();
    let page = options.page.split(['?', '#']).next().unwrap_or_default();
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part = if session.lang.get() == Lang::En { "#english" } else { "" };
    let mut attributes = vec![("href", format!("{folder}/accessibilite.html{part}"))];
    if !options.own_page {
        attributes.extend([("target", "_blank".to_owned()), ("rel", "noopener noreferrer".to_owned())]);
    }
    el_with("a", "", attributes, vec![text(session.t("app.accessibility"))])
}

/// How to reach the centre: in the same place on every screen.
fn contact(session: Session) -> AnyView {
    let Some([name, telephone, email, site]) = ways(session) else {
        return view! {
            <p>
                {session.t("contact.any")} " " <a href="https://www.cnam.fr" rel="noreferrer">
                    "cnam.fr"
                </a>
            </p>
        }
        .into_any();
    };
    let telephone = (!telephone.is_empty()).then(|| {
        let plain: String = telephone.chars().filter(|c| !c.is_whitespace()).collect();
        view! { <a href=format!("tel:{plain}")>{telephone}</a> " · " }
    });
    let email = (!email.is_empty()).then(|| view! { <a href=format!("mailto:{email}")>{email.clone()}</a> " · " });
    let site = (!site.is_empty()).then(|| {
        let short = site.trim_start_matches("https://").trim_start_matches("www.").to_owned();
        view! {
            <a href=site rel="noreferrer">
                {short}
            </a>
        }
    });
    view! {
        <p>
            <strong>{session.tf("contact.centre", &[("region", &name)])}</strong>
            " "
            {telephone}
            {email}
            {site}
        </p>
    }
    .into_any()
}

/// Name, telephone, e-mail and site of the centre, empty where unknown: by the pack of its region or, until that is there, by the host's element.
fn ways(session: Session) -> Option<[String; 4]> {
    let region = session.request.with(|request| request.centre_region.clone());
    let Ok(engine) = engine() else { return session.options().contact.try_into().ok() };
    let pack = engine.book().pack(region.as_deref()?)?;
    let contacts = pack.contacts.as_ref()?;
    let [telephone, email, site] = [&contacts.telephone, &contacts.email, &contacts.site].map(|way| way.clone().unwrap_or_default());
    Some([pack.name.clone(), telephone, email, site])
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
