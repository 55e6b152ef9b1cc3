//! The frame of a planner: tools, the current screen, the live region.

use super::{
    answering,
    arrival::{Arrival, arrival, is_here},
    dom::{Act, button, el, el_with, live, maybe, para, tag, text, words},
    link,
    pack::pack_faults,
    parts::{SCREEN_TITLE, disclosure, says},
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
    let spoken = spoken(session);
    if session.options().own_page {
        name_page(session, spoken);
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
    let here = move || if arrival() == Arrival::Here { now_shown(session) } else { ().into_any() };
    let shown = move || match screen.get() {
        Some(Screen::Question(step)) => question(session, step),
        Some(Screen::Result) => result(session),
        None => waiting(session),
    };
    let moved = move |frame: &web_sys::Element| {
        session.frame.set_value(Some(frame.clone()));
        screen.track();
        if session.focus_heading.get_untracked() {
            session.focus_heading.set(false);
            let frame = frame.clone();
            // After the paint: the heading must be in the document to take the focus.
            request_animation_frame(move || focus_title(&frame));
        }
    };
    let parts = vec![tools(session), dropped(session), live(here), live(shown), foot(session)];
    let frame = tag("div", "pc-frame").children(parts).follows(moved).into_any();
    let root = tag("div", "pc-root").with("dir", "ltr").shows("lang", move || spoken.get().code().to_owned());
    root.child(frame).child(live_region(session)).into_any()
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

// Not part of the first question: see `src/bin/xtask/early.rs`.
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

/// What may stand above the screen once everything has arrived.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
fn now_shown(session: Session) -> AnyView {
    vec![pack_faults(session), advice(session), saved::banner(session), answering::waiting(session)].into_any()
}

/// Where what comes next has not arrived yet.
fn waiting(session: Session) -> AnyView {
    let delayed = move || if arrival() == Arrival::Delayed { para("", session.t("arrival.delayed")) } else { ().into_any() };
    let awaited = el("p", "", vec![says(session, "arrival.awaited")]);
    el_with("div", "pc-narrow", vec![("role", "status".to_owned())], vec![awaited, live(delayed)])
}

/// A person who moved to a screen goes on reading, or listening, at its heading.
fn focus_title(frame: &web_sys::Element) {
    let title = frame.query_selector(&format!(".{SCREEN_TITLE}")).ok().flatten();
    if let Some(title) = title.and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok()) {
        title.scroll_into_view();
        // An element that cannot take the focus leaves it where it is: nothing is lost.
        let _ = title.focus();
    }
}

/// The language that the page says it is in: the chosen one, once every part has taken it over. To say so has the browser go over each element
/// of the page, which nobody should have to wait for who chooses.
fn spoken(session: Session) -> RwSignal<Lang> {
    let spoken = RwSignal::new(session.lang.get_untracked());
    Effect::new(move |_| {
        session.lang.track();
        // What the last change moved was told in the other language.
        session.moved.set(Vec::new());
        let say = move || {
            // A planner that is gone says nothing.
            if let Some(lang) = session.lang.try_get_untracked().filter(|lang| spoken.try_get_untracked() != Some(*lang)) {
                spoken.set(lang);
            }
        };
        if is_here() { answering::once_taken_over(session, Box::new(say)) } else { say() }
    });
    spoken
}

/// Our own page is titled after what is on screen, in its language.
fn name_page(session: Session, spoken: RwSignal<Lang>) {
    Effect::new(move |_| {
        let here = match session.screen.get() {
            Screen::Question(step) => session.t(&format!("{}.ask", ask_key(step))),
            Screen::Result => session.t("result.title"),
        };
        document().set_title(&format!("{here} · {}", session.t("app.name")));
    });
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // A page that cannot be written to keeps its own language.
            let _ = root.set_attribute("lang", spoken.get().code());
        }
    });
}

/// The language, and starting again.
fn tools(session: Session) -> AnyView {
    let other = move || match session.lang.get() {
        Lang::Fr => Lang::En,
        Lang::En => Lang::Fr,
    };
    let brand = session.options().own_page.then(|| el("p", "pc-brand", vec![says(session, "app.brand")]));
    let name = move || if other() == Lang::En { "English" } else { "Français" }.to_owned();
    let language = tag("button", "pc-link").with("type", "button").shows("lang", move || other().code().to_owned()).child(words(name));
    let restart = move || {
        let started = session.request.with(|request| *request != session.blank());
        let restart = || button("pc-link", vec![text(session.t("app.restart"))], Act::go(move || session.restart()));
        maybe(started.then(restart))
    };
    let tools = vec![language.on("click", move |_| session.lang.set(other())).into_any(), live(restart)];
    el("div", "pc-bar pc-screen-only", vec![maybe(brand), el("div", "pc-tools", tools)])
}

/// What a link held that could not be kept: named, never lost in silence.
fn dropped(session: Session) -> AnyView {
    live(move || {
        let lines = session.dropped.get();
        maybe((!lines.is_empty()).then(|| dropped_lines(session, lines)))
    })
}

// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
fn dropped_lines(session: Session, lines: Vec<String>) -> AnyView {
    let close = button("pc-link", vec![text(session.t("common.close"))], Act::go(move || session.dropped.set(Vec::new())));
    let title = el("p", "", vec![el("strong", "", vec![text(session.t("link.dropped"))])]);
    let lines = el("ul", "", lines.into_iter().map(|line| el("li", "", vec![text(line)])).collect());
    el_with("div", "pc-note pc-apart", vec![("role", "status".to_owned())], vec![title, lines, close])
}

fn foot(session: Session) -> AnyView {
    let privacy = live(move || disclosure(session, "app.privacy_title", para("", session.t("app.privacy"))));
    let glossary = live(move || disclosure(session, "app.glossary", glossary(session)));
    let estimate = el("p", "", vec![says(session, "app.estimate")]);
    let statement = el("p", "pc-screen-only", vec![live(move || statement(session))]);
    el("div", "pc-foot", vec![live(move || contact(session)), estimate, privacy, glossary, statement])
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
        let site =
            el_with("a", "", vec![("href", "https://www.cnam.fr".to_owned()), ("rel", "noreferrer".to_owned())], vec![text("cnam.fr")]);
        return el("p", "", vec![text(session.t("contact.any")), text(" "), site]);
    };
    let mut links = Vec::new();
    if !telephone.is_empty() {
        let plain: String = telephone.chars().filter(|c| !c.is_whitespace()).collect();
        links.push(el_with("a", "", vec![("href", format!("tel:{plain}"))], vec![text(telephone.replace(' ', "\u{a0}"))]));
    }
    if !email.is_empty() {
        links.push(el_with("a", "", vec![("href", format!("mailto:{email}"))], vec![text(email)]));
    }
    if !site.is_empty() {
        let short = site.trim_start_matches("https://").trim_start_matches("www.").to_owned();
        links.push(el_with("a", "", vec![("href", site), ("rel", "noreferrer".to_owned())], vec![text(short)]));
    }
    let mut parts = vec![el("strong", "", vec![text(session.tf("contact.centre", &[("region", &name)]))])];
    for (index, link) in links.into_iter().enumerate() {
        parts.extend([text(if index == 0 { " " } else { " · " }), link]);
    }
    el("p", "", parts)
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
    el("ul", "", TERMS.iter().map(|term| el("li", "", vec![text(session.t(&format!("glossary.{term}")))])).collect())
}

/// One region, there from the start. It is emptied after a while, so that the same message said twice is heard twice.
fn live_region(session: Session) -> AnyView {
    Effect::new(move |waiting: Option<Option<Timeout>>| {
        // A newer message cancels the clean-up of the one before.
        drop(waiting);
        session.announcement.with(|text| !text.is_empty()).then(|| Timeout::new(6_000, move || session.announcement.set(String::new())))
    });
    let attributes = vec![("role", "status".to_owned()), ("aria-live", "polite".to_owned())];
    el_with("p", "pc-vh", attributes, vec![words(move || session.announcement.get())])
}
