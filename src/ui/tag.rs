//! The one type of element that the page is made of.
//!
//! Leptos compiles its own elements anew for each combination of tag, attributes, events and children, and each of those brings some fifty
//! functions. This one holds lists instead: its code is there once, whatever the page is made of.

use leptos::{
    prelude::*,
    reactive::{
        graph::{Observer, Subscriber},
        owner::Owner,
    },
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        renderer::{RemoveEventHandler, Rndr},
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr, any_view::AnyViewState},
    },
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{self, Element},
};
use send_wrapper::SendWrapper;

type Listener = Box<dyn Fn(&web_sys::Event)>;
type Follower = Box<dyn Fn(&Element)>;

/// An element to be drawn.
pub struct Tag {
    name: &'static str,
    space: Option<&'static str>,
    anew: bool,
    attributes: Vec<(&'static str, String)>,
    children: Vec<AnyView>,
    // Only ever touched by the one thread that there is.
    listeners: SendWrapper<Vec<(&'static str, Listener)>>,
    followers: SendWrapper<Vec<Follower>>,
}

/// An element with a class (none when empty). In a part that is drawn anew it is changed rather than replaced, so that it keeps the focus.
pub fn tag(name: &'static str, class: &'static str) -> Tag {
    let tag = Tag {
        name,
        space: None,
        anew: false,
        attributes: Vec::new(),
        children: Vec::new(),
        listeners: SendWrapper::new(Vec::new()),
        followers: SendWrapper::new(Vec::new()),
    };
    if class.is_empty() { tag } else { tag.with("class", class) }
}

impl Tag {
    /// An element of a drawing.
    pub fn drawn(self) -> Self {
        Self { space: Some("http://www.w3.org/2000/svg"), ..self }
    }

    /// Replaced rather than changed in a part that is drawn anew: what the person did to it, as opening it or choosing in it, is forgotten.
    pub fn anew(self) -> Self {
        Self { anew: true, ..self }
    }

    /// With an attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With more attributes.
    pub fn all(mut self, attributes: Vec<(&'static str, String)>) -> Self {
        self.attributes.extend(attributes);
        self
    }

    /// With a child behind those it has.
    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// With more children.
    pub fn children(mut self, children: impl Into<Vec<AnyView>>) -> Self {
        self.children.extend(children.into());
        self
    }

    /// With a text behind its children.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.child(text.into().into_any())
    }

    /// Calls `listener` at each event of that name.
    pub fn on(mut self, event: &'static str, listener: impl Fn(&web_sys::Event) + 'static) -> Self {
        self.listeners.push((event, Box::new(listener)));
        self
    }

    /// With an attribute that follows the signals it reads.
    pub fn shows(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.follows(move |element| Rndr::set_attribute(element, name, &value()))
    }

    /// With a property that follows the signals it reads.
    pub fn prop<T: Into<JsValue>>(self, name: &'static str, value: impl Fn() -> T + 'static) -> Self {
        self.follows(move |element| Rndr::set_property(element, name, &value().into()))
    }

    /// With a class while the signals say so.
    pub fn class_while(self, class: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        self.follows(move |element| {
            let classes = element.class_list();
            if holds() { Rndr::add_class(&classes, class) } else { Rndr::remove_class(&classes, class) }
        })
    }

    /// Calls `follower` when the element is made, and each time that a signal it reads changes.
    pub fn follows(mut self, follower: impl Fn(&Element) + 'static) -> Self {
        self.followers.push(Box::new(follower));
        self
    }
}

/// An element on the page.
pub struct Drawn {
    name: &'static str,
    anew: bool,
    element: Element,
    attributes: Vec<(&'static str, String)>,
    children: Vec<AnyViewState>,
    life: Life,
}

/// What goes on as long as it is held.
#[derive(Default)]
struct Life {
    _listeners: Vec<RemoveEventHandler<Element>>,
    _followers: Vec<RenderEffect<()>>,
}

impl Life {
    fn of(element: &Element, listeners: Vec<(&'static str, Listener)>, followers: Vec<Follower>) -> Self {
        let listen = |(event, listener): (&'static str, Listener)| {
            let owner = Owner::current().unwrap_or_default();
            Rndr::add_event_listener(element, event, Box::new(move |event| owner.with(|| listener(event.unchecked_ref()))))
        };
        let follow = |follower: Follower| {
            let element = element.clone();
            RenderEffect::new(move |_| {
                leave_when_gone();
                follower(&element);
            })
        };
        Self { _listeners: listeners.into_iter().map(listen).collect(), _followers: followers.into_iter().map(follow).collect() }
    }
}

/// Has what follows signals just now leave their lists of followers when the part of the page that it belongs to is drawn anew. Leptos empties the
/// list of a signal when that changes, and only then: what was drawn again and again beside a signal that stays would be listed there for ever.
pub fn leave_when_gone() {
    if let Some(follower) = Observer::get() {
        on_cleanup(move || follower.clear_sources(&follower));
    }
}

impl Render for Tag {
    type State = Drawn;

    fn build(self) -> Drawn {
        let Self { name, space, anew, attributes, children, listeners, followers } = self;
        let element = Rndr::create_element(name, space);
        for (name, value) in &attributes {
            Rndr::set_attribute(&element, name, value);
        }
        let build = |child: AnyView| {
            let mut child = child.build();
            child.mount(&element, None);
            child
        };
        let children = children.into_iter().map(build).collect();
        let life = Life::of(&element, listeners.take(), followers.take());
        Drawn { name, anew, element, attributes, children, life }
    }

    fn rebuild(self, drawn: &mut Drawn) {
        if self.anew || drawn.anew || self.name != drawn.name || self.children.len() != drawn.children.len() {
            let mut new = self.build();
            // First out, then in: when the focus goes, the browser lays the page out, and nothing must have changed by then.
            let place = drawn.element.parent_element().map(|parent| (parent, drawn.element.next_sibling()));
            drawn.unmount();
            // Without a place it is shown nowhere; what stands right under a shadow root is never made anew.
            if let Some((parent, next)) = place {
                new.mount(&parent, next.as_ref());
            }
            *drawn = new;
            return;
        }
        for (name, _) in drawn.attributes.iter().filter(|(name, _)| self.attributes.iter().all(|(other, _)| other != name)) {
            Rndr::remove_attribute(&drawn.element, name);
        }
        for attribute in self.attributes.iter().filter(|attribute| !drawn.attributes.contains(attribute)) {
            Rndr::set_attribute(&drawn.element, attribute.0, &attribute.1);
        }
        drawn.attributes = self.attributes;
        for (child, drawn) in self.children.into_iter().zip(&mut drawn.children) {
            child.rebuild(drawn);
        }
        // The old ones first: two must not write the same property.
        drawn.life = Life::default();
        drawn.life = Life::of(&drawn.element, self.listeners.take(), self.followers.take());
    }
}

impl Mountable for Drawn {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&web_sys::Node>) {
        Rndr::insert_node(parent, &self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.element));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

/// Nothing puts attributes on a part of the page from outside.
impl AddAnyAttr for Tag {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// What [`AnyView`] asks for. The page is made in the browser alone: nothing is written on a server, nor taken over from one.
impl RenderHtml for Tag {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
