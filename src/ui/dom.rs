//! Elements of one shape. `view!` compiles anew for each combination of tag, attributes and children; what is built here shares one, which
//! keeps the file that a phone downloads small.

use super::parts::SCREEN_TITLE;
use gloo::timers::callback::Timeout;
use leptos::{
    ev, html,
    prelude::*,
    svg,
    tachys::html::attribute::{
        any_attribute::{AnyAttribute, IntoAnyAttribute},
        custom::custom_attribute,
    },
    wasm_bindgen::JsCast,
    web_sys,
};

/// The attribute by which a control is found again after its part of the page was drawn anew: see [`Act::key`].
const KEY: &str = "data-k";

/// An element with a class (none when empty) and children.
pub fn el(tag: &'static str, class: &'static str, children: Vec<AnyView>) -> AnyView {
    el_with(tag, class, Vec::new(), children)
}

/// An element with more attributes than a class.
pub fn el_with(tag: &'static str, class: &'static str, attributes: Vec<(&'static str, String)>, children: Vec<AnyView>) -> AnyView {
    html::custom(tag).add_any_attr(listed(class, attributes)).child(children).into_any()
}

/// A text.
pub fn text(text: impl Into<String>) -> AnyView {
    text.into().into_any()
}

/// A paragraph.
pub fn para(class: &'static str, words: impl Into<String>) -> AnyView {
    el("p", class, vec![text(words)])
}

/// Words for those who listen to the page, not seen on it.
pub fn heard(words: impl Into<String>) -> AnyView {
    el("span", "pc-vh", vec![text(words)])
}

/// What a button does.
pub struct Act {
    /// The name under which the button is found again, `verb:subject`, to give the focus back to it. When the button is gone, its subject's
    /// own control `unit:subject` takes the focus, else the disclosure that held it, the plan or the heading of the screen. Empty when the
    /// page goes elsewhere.
    pub key: String,
    /// The action.
    pub run: Box<dyn Fn()>,
    /// The disclosure to open and to go to, by its key; empty for none.
    pub reveal: String,
}

impl Act {
    /// An action after which the focus stays on the button.
    pub fn keep(key: impl Into<String>, run: impl Fn() + 'static) -> Self {
        Self { key: key.into(), run: Box::new(run), reveal: String::new() }
    }

    /// Opens the disclosure `key`, wherever it is, and goes to it.
    pub fn reveal(key: String) -> Self {
        Self { reveal: key, ..Self::go(|| {}) }
    }

    /// An action after which the page itself moves the focus.
    pub fn go(run: impl Fn() + 'static) -> Self {
        Self::keep("", run)
    }
}

/// A button.
pub fn button(class: &'static str, label: Vec<AnyView>, act: Act) -> AnyView {
    let Act { key, run, reveal } = act;
    let mut attributes = vec![("type", "button".to_owned())];
    if !key.is_empty() {
        attributes.push((KEY, key));
    }
    let click: Box<dyn FnMut(ev::MouseEvent)> = Box::new(move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let button = target.and_then(|target| target.closest("button").ok().flatten());
        let place = button.as_ref().and_then(Place::of);
        run();
        match (place, button.as_ref().and_then(root_of)) {
            (Some(place), _) => place.keep(),
            (None, Some(root)) if !reveal.is_empty() => open_fold(&root, &reveal),
            _ => {}
        }
    });
    html::button().add_any_attr(listed(class, attributes)).on(ev::click, click).child(label).into_any()
}

/// The planner that holds `element`.
pub fn root_of(element: &web_sys::Element) -> Option<web_sys::Element> {
    element.closest(".pc-root").ok().flatten()
}

/// A control, by what it is found again once its part of the page was drawn anew.
pub struct Place {
    root: web_sys::Element,
    /// Its own key, the unit that it is about, and the disclosures that hold it, from the inside out.
    keys: Vec<String>,
}

impl Place {
    /// The place of a control with a key.
    fn of(control: &web_sys::Element) -> Option<Self> {
        let (root, key) = (root_of(control)?, control.get_attribute(KEY)?);
        let about = key.split_once(':').map(|(_, subject)| format!("unit:{subject}"));
        let mut keys: Vec<String> = std::iter::once(key).chain(about).collect();
        let mut inside = Some(control.clone());
        while let Some(details) = inside.and_then(|inside| inside.closest("details").ok().flatten()) {
            keys.extend(details.first_element_child().and_then(|summary| summary.get_attribute(KEY)));
            inside = details.parent_element();
        }
        Some(Self { root, keys })
    }

    /// The place of the control of `frame` that has the focus.
    pub fn focused(frame: &web_sys::Element) -> Option<Self> {
        Self::of(&frame.query_selector(&format!("[{KEY}]:focus")).ok().flatten()?)
    }

    /// Gives the focus back, once the page is drawn and if it was lost.
    pub fn keep(self) {
        // After the effects that draw the page anew, which run when this task ends.
        Timeout::new(0, move || {
            if self.root.query_selector(":focus").ok().flatten().is_some() {
                return;
            }
            let controls = self.keys.iter().map(|key| format!("[{KEY}=\"{key}\"]"));
            for selector in controls.chain(["#pc-plan".to_owned(), format!(".{SCREEN_TITLE}")]) {
                if focus(&self.root, &selector) {
                    return;
                }
            }
        })
        .forget();
    }
}

fn open_fold(root: &web_sys::Element, key: &str) {
    let summary = root.query_selector(&format!("[{KEY}=\"{key}\"]")).ok().flatten();
    let mut inside = summary.clone();
    // The disclosure, and those that hold it. Opening draws the content by the event that it raises.
    while let Some(details) = inside.and_then(|inside| inside.closest("details").ok().flatten()) {
        let _ = details.set_attribute("open", "");
        inside = details.parent_element();
    }
    if let Some(summary) = &summary {
        summary.scroll_into_view();
    }
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = summary.focus();
    }
}

/// Focuses the first element of `root` that `selector` finds, and says whether there was one.
pub fn focus(root: &web_sys::Element, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = &found {
        // Something that cannot take the focus leaves it where it is: nothing is lost.
        let _ = element.focus();
    }
    found.is_some()
}

/// A field to type a line into, with its label.
pub fn field(id: &'static str, words: &str, value: RwSignal<String>) -> [AnyView; 2] {
    let typed: Box<dyn FnMut(ev::Event)> = Box::new(move |event| value.set(event_target_value(&event)));
    let shown: Box<dyn Fn() -> String + Send> = Box::new(move || value.get());
    let attributes = [("id", id), ("type", "text"), ("maxlength", "40"), ("autocomplete", "off")];
    let attributes = attributes.map(|(name, value)| (name, value.to_owned())).into();
    let input = html::input().add_any_attr(listed("pc-input", attributes)).prop("value", shown).on(ev::input, typed).into_any();
    [el_with("label", "pc-label", vec![("for", id.to_owned())], vec![text(words)]), input]
}

/// A list to choose from, with its label.
pub fn list(
    id: String,
    label: Vec<AnyView>,
    options: Vec<(String, String)>,
    chosen: String,
    choose: impl Fn(String) + 'static,
) -> [AnyView; 2] {
    listing(id, label, options, chosen, false, Box::new(choose))
}

/// The same, of official titles: French in every language of the page, but for the option without a value.
pub fn list_of_titles(id: String, label: Vec<AnyView>, options: Vec<(String, String)>, choose: impl Fn(String) + 'static) -> [AnyView; 2] {
    listing(id, label, options, String::new(), true, Box::new(choose))
}

fn listing(
    id: String,
    label: Vec<AnyView>,
    options: Vec<(String, String)>,
    chosen: String,
    french: bool,
    choose: Box<dyn Fn(String)>,
) -> [AnyView; 2] {
    let options = options.into_iter().map(|(value, words)| {
        let mut attributes = vec![("value", value.clone())];
        if french && !value.is_empty() {
            attributes.push(("lang", "fr".to_owned()));
        }
        if value == chosen {
            attributes.push(("selected", String::new()));
        }
        el_with("option", "", attributes, vec![text(words)])
    });
    let changed: Box<dyn FnMut(ev::Event)> = Box::new(move |event| choose(event_target_value(&event)));
    let select = html::select().add_any_attr(listed("pc-input", vec![("id", id.clone())])).on(ev::change, changed);
    let select = select.child(options.collect::<Vec<_>>()).into_any();
    [el_with("label", "pc-label", vec![("for", id)], label), select]
}

/// A disclosure whose content is made when it is first opened.
pub fn fold(class: &'static str, summary: Vec<AnyView>, content: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    folding(None, String::new(), class, summary, Box::new(content))
}

/// A disclosure in a part that is drawn anew: `open` remembers under `id` whether it was open.
pub fn fold_kept(
    open: RwSignal<Vec<String>>,
    id: String,
    class: &'static str,
    summary: Vec<AnyView>,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    folding(Some(open), id, class, summary, Box::new(content))
}

fn folding(
    kept: Option<RwSignal<Vec<String>>>,
    id: String,
    class: &'static str,
    summary: Vec<AnyView>,
    content: Box<dyn Fn() -> AnyView + Send>,
) -> AnyView {
    let open = kept.is_some_and(|kept| kept.with_untracked(|kept| kept.contains(&id)));
    let opened = RwSignal::new(open);
    let mut attributes = Vec::new();
    if open {
        attributes.push(("open", String::new()));
    }
    let key = if id.is_empty() { Vec::new() } else { vec![(KEY, id.clone())] };
    let note = move |id: &String, open: bool| {
        if let Some(kept) = kept {
            kept.update_untracked(|kept| {
                kept.retain(|other| other != id);
                if open {
                    kept.push(id.clone());
                }
            });
        }
    };
    // The browser tells of the opening a moment later: a part that is drawn anew in between must know of it already.
    let own = id.clone();
    let clicked: Box<dyn FnMut(ev::MouseEvent)> = Box::new(move |event| {
        let summary = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let details = summary.and_then(|summary| summary.closest("details").ok().flatten());
        note(&own, !details.is_some_and(|details| details.has_attribute("open")));
    });
    let toggled: Box<dyn FnMut(ev::Event)> = Box::new(move |event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let open = details.is_some_and(|details| details.has_attribute("open"));
        if open && !opened.get_untracked() {
            opened.set(true);
        }
        note(&id, open);
    });
    let body = live(move || if opened.get() { content() } else { ().into_any() });
    html::details()
        .add_any_attr(listed(class, attributes))
        .on(ev::toggle, toggled)
        .child(vec![html::summary().add_any_attr(listed("", key)).on(ev::click, clicked).child(summary).into_any(), body])
        .into_any()
}

/// A part that is drawn anew when a signal that it reads changes.
pub fn live(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let part: Box<dyn Fn() -> AnyView + Send> = Box::new(part);
    part.into_any()
}

/// A drawing of `width` × `height` units, as wide as its place. What it says stands in words beside it, so that it is hidden from those who
/// listen.
pub fn drawing(class: &'static str, width: f64, height: f64, children: Vec<AnyView>) -> AnyView {
    svg_of(class, width, height, Vec::new(), children)
}

/// A bar of parts, each with a class and its share of the whole.
pub fn bar(class: &'static str, parts: Vec<(&'static str, f64)>) -> AnyView {
    const LENGTH: f64 = 1000.0;
    let mut at = 0.0;
    let mut shapes = vec![rect("pc-bar-back", 0.0, 0.0, LENGTH, 1.0)];
    for (class, share) in parts {
        let length = share.clamp(0.0, 1.0) * LENGTH;
        shapes.push(rect(class, at, 0.0, length, 1.0));
        at += length;
    }
    svg_of(class, LENGTH, 1.0, vec![("preserveAspectRatio", "none".to_owned())], shapes)
}

fn svg_of(class: &'static str, width: f64, height: f64, more: Vec<(&'static str, String)>, children: Vec<AnyView>) -> AnyView {
    let mut attributes = vec![
        ("viewBox", format!("0 0 {} {}", whole(width), whole(height))),
        ("aria-hidden", "true".to_owned()),
        ("focusable", "false".to_owned()),
    ];
    attributes.extend(more);
    svg::svg().add_any_attr(listed(class, attributes)).child(children).into_any()
}

/// A box of a drawing.
pub fn rect(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> AnyView {
    let number = |name: &'static str, value: f64| (name, whole(value).to_string());
    let attributes = vec![number("x", x), number("y", y), number("width", width.max(0.0)), number("height", height.max(0.0))];
    svg::rect().add_any_attr(listed(class, attributes)).into_any()
}

/// The nearest whole number of units: finer than anyone sees, and writing fractions would bring ten kilobytes of code.
pub fn whole(value: f64) -> i32 {
    value.round_ties_even() as i32
}

/// A line of a drawing, in the language of SVG paths.
pub fn path(class: &'static str, course: String) -> AnyView {
    svg::path().add_any_attr(listed(class, vec![("d", course)])).into_any()
}

/// Words in a drawing. `anchor` is `start`, `middle` or `end`.
pub fn label(class: &'static str, x: f64, y: f64, anchor: &'static str, words: impl Into<String>) -> AnyView {
    let attributes = vec![("x", whole(x).to_string()), ("y", whole(y).to_string()), ("text-anchor", anchor.to_owned())];
    svg::text().add_any_attr(listed(class, attributes)).child(vec![text(words)]).into_any()
}

fn listed(class: &'static str, attributes: Vec<(&'static str, String)>) -> Vec<AnyAttribute> {
    let class = (!class.is_empty()).then(|| ("class", class.to_owned()));
    class.into_iter().chain(attributes).map(|(name, value)| custom_attribute(name, value).into_any_attr()).collect()
}
