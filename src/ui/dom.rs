//! Elements that are written often, made of [`tag`]s.

pub use super::tag::{Tag, tag};

use super::{parts::SCREEN_TITLE, slices, tag::leave_when_gone};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

/// The attribute by which a control is found again after its part of the page was drawn anew: see [`Act::key`].
const KEY: &str = "data-k";

/// An element with a class (none when empty) and children, replaced when it is drawn anew.
pub fn el(name: &'static str, class: &'static str, children: Vec<AnyView>) -> AnyView {
    el_with(name, class, Vec::new(), children)
}

/// An element with more attributes than a class.
pub fn el_with(name: &'static str, class: &'static str, attributes: Vec<(&'static str, String)>, children: Vec<AnyView>) -> AnyView {
    tag(name, class).anew().all(attributes).children(children).into_any()
}

/// What may be absent.
pub fn maybe(part: Option<AnyView>) -> AnyView {
    part.unwrap_or_else(|| ().into_any())
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

/// A button. One that becomes another by itself, as from starting to stopping, keeps the focus.
pub fn button(class: &'static str, label: Vec<AnyView>, act: Act) -> AnyView {
    let Act { key, run, reveal } = act;
    let mut attributes = vec![("type", "button".to_owned())];
    if !key.is_empty() {
        attributes.push((KEY, key));
    }
    let click = move |event: &web_sys::Event| {
        let button = target_of(event).and_then(|target| target.closest("button").ok().flatten());
        let place = button.as_ref().and_then(Place::of);
        run();
        match (place, button.as_ref().and_then(root_of)) {
            (Some(place), _) => place.keep(),
            (None, Some(root)) if !reveal.is_empty() => open_fold(&root, &reveal),
            _ => {}
        }
    };
    tag("button", class).all(attributes).children(label).on("click", click).into_any()
}

/// The planner in which something happened.
pub fn root_around(event: &web_sys::Event) -> Option<web_sys::Element> {
    target_of(event).and_then(|from| root_of(&from))
}

fn target_of(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.target().and_then(|target| target.dyn_into().ok())
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
        slices::in_turn(move || {
            if self.root.query_selector(":focus").ok().flatten().is_some() {
                return;
            }
            let controls = self.keys.iter().map(|key| format!("[{KEY}=\"{key}\"]"));
            for selector in controls.chain(["#pc-plan".to_owned(), format!(".{SCREEN_TITLE}")]) {
                if focus(&self.root, &selector) {
                    return;
                }
            }
        });
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

/// The label of the control `id`.
pub fn label_for(id: &'static str, words: impl Into<String>) -> AnyView {
    el_with("label", "pc-label", vec![("for", id.to_owned())], vec![text(words)])
}

/// A field to type a line into, with its label.
pub fn field(id: &'static str, words: &str, value: RwSignal<String>) -> [AnyView; 2] {
    let attributes = [("id", id), ("type", "text"), ("maxlength", "40"), ("autocomplete", "off")];
    let attributes = attributes.map(|(name, value)| (name, value.to_owned())).into();
    let input = tag("input", "pc-input").anew().all(attributes).prop("value", move || value.get());
    [label_for(id, words), input.on("input", move |event| value.set(event_target_value(event))).into_any()]
}

/// A field to search in.
pub fn search(id: &'static str, value: RwSignal<String>) -> Tag {
    let input = tag("input", "pc-input").with("id", id).with("type", "search").with("autocomplete", "off");
    input.prop("value", move || value.get()).on("input", move |event| value.set(event_target_value(event)))
}

/// The name of a group of controls for those who listen to the page.
pub fn heard_legend(words: impl Into<String>) -> AnyView {
    el("legend", "pc-vh", vec![text(words)])
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
pub fn list_of_titles(
    id: String,
    label: Vec<AnyView>,
    options: Vec<(String, String)>,
    chosen: String,
    choose: impl Fn(String) + 'static,
) -> [AnyView; 2] {
    listing(id, label, options, chosen, true, Box::new(choose))
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
    let select = tag("select", "pc-input").anew().with("id", id.clone()).children(options.collect::<Vec<_>>());
    let select = select.on("change", move |event| choose(event_target_value(event))).into_any();
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
    let clicked = move |event: &web_sys::Event| {
        let details = target_of(event).and_then(|summary| summary.closest("details").ok().flatten());
        note(&own, !details.is_some_and(|details| details.has_attribute("open")));
    };
    let toggled = move |event: &web_sys::Event| {
        let details = target_of(event);
        let open = details.is_some_and(|details| details.has_attribute("open"));
        if open && !opened.get_untracked() {
            opened.set(true);
        }
        note(&id, open);
    };
    let body = live(move || if opened.get() { content() } else { ().into_any() });
    let summary = tag("summary", "").anew().all(key).children(summary).on("click", clicked).into_any();
    let details = tag("details", class).anew().all(attributes).child(summary).child(body);
    details.on("toggle", toggled).into_any()
}

/// A text that follows the signals it reads.
pub fn words(text: impl Fn() -> String + Send + 'static) -> AnyView {
    live(move || self::text(text()))
}

/// A part that is drawn anew when a signal that it reads changes.
pub fn live(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let part: Box<dyn Fn() -> AnyView + Send> = Box::new(part);
    let drawn: Box<dyn Fn() -> AnyView + Send> = Box::new(move || {
        leave_when_gone();
        part()
    });
    drawn.into_any()
}

/// A value worked out from the signals it reads, anew when one of them changes; whoever follows it hears of it only when the value is another.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    Memo::new(move |_| {
        leave_when_gone();
        value()
    })
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
    shape("svg", class, attributes, children)
}

/// A box of a drawing.
pub fn rect(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> AnyView {
    let number = |name: &'static str, value: f64| (name, whole(value).to_string());
    let attributes = vec![number("x", x), number("y", y), number("width", width.max(0.0)), number("height", height.max(0.0))];
    shape("rect", class, attributes, Vec::new())
}

/// The nearest whole number of units: finer than anyone sees, and writing fractions would bring ten kilobytes of code.
pub fn whole(value: f64) -> i32 {
    value.round_ties_even() as i32
}

/// A line of a drawing, in the language of SVG paths.
pub fn path(class: &'static str, course: String) -> AnyView {
    shape("path", class, vec![("d", course)], Vec::new())
}

/// Words in a drawing. `anchor` is `start`, `middle` or `end`.
pub fn label(class: &'static str, x: f64, y: f64, anchor: &'static str, words: impl Into<String>) -> AnyView {
    let attributes = vec![("x", whole(x).to_string()), ("y", whole(y).to_string()), ("text-anchor", anchor.to_owned())];
    shape("text", class, attributes, vec![text(words)])
}

/// An element of a drawing.
pub fn shape(name: &'static str, class: &'static str, attributes: Vec<(&'static str, String)>, children: Vec<AnyView>) -> AnyView {
    tag(name, class).drawn().anew().all(attributes).children(children).into_any()
}
