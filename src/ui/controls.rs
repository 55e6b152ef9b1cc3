//! Form controls. Each writes into a draft; nothing counts before "Continue".

use super::{
    dom::{el, el_with, label_for, tag, text},
    session::Session,
};
use leptos::{prelude::*, web_sys};

/// What is typed or ticked and not yet confirmed. Texts for inputs, picked values for radios and checkboxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text of the (first) input.
    pub text: String,
    /// The text of the second input: months beside years.
    pub second: String,
    /// The picked values.
    pub picked: Vec<String>,
}

impl Draft {
    /// A draft with these values picked.
    pub fn picked(values: impl IntoIterator<Item = String>) -> Self {
        Self { picked: values.into_iter().collect(), ..Self::default() }
    }

    /// A draft with this text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The one picked value.
    pub fn choice(&self) -> Option<&str> {
        self.picked.first().map(String::as_str)
    }
}

/// What is looked for in a long list, as its fields hold it: it outlives a change of language, which draws the list anew.
#[derive(Clone, Copy)]
pub struct Looked {
    /// The words of the search.
    pub typed: RwSignal<String>,
    /// The values of the filters, empty for any.
    pub filters: [RwSignal<String>; 3],
    /// Whether all that is found is shown.
    pub all: RwSignal<bool>,
}

impl Looked {
    /// Nothing is looked for.
    pub fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { typed: empty(), filters: [empty(), empty(), empty()], all: RwSignal::new(false) }
    }
}

/// The value of the option "I do not know".
pub const UNKNOWN: &str = "?";

/// An option of a group.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its value.
    pub value: String,
    /// Its label.
    pub label: String,
    /// One line more.
    pub sub: Option<String>,
    /// The languages of the label and of the line, where they are not those of the page.
    pub lang: [Option<&'static str>; 2],
    /// Whether it stands apart from the others: "I do not know", "None of these".
    pub apart: bool,
}

impl Choice {
    /// An ordinary option.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), sub: None, lang: [None; 2], apart: false }
    }

    /// The option "I do not know".
    pub fn unknown(session: Session) -> Self {
        Self { apart: true, ..Self::new(UNKNOWN, session.t("common.unknown_answer")) }
    }
}

/// A group of radio buttons, one a row. The whole row is the target.
pub fn radios(name: &'static str, choices: Vec<Choice>, draft: RwSignal<Draft>) -> AnyView {
    let one = |choice: Choice| {
        let (value, picked) = (choice.value.clone(), choice.value.clone());
        let checked = move || draft.with(|draft| draft.choice() == Some(picked.as_str()));
        row(Some(name), choice, checked, move |_| draft.update(|draft| draft.picked = vec![value.clone()]))
    };
    choices.into_iter().map(one).collect::<Vec<_>>().into_any()
}

/// A control before its label. It is changed rather than replaced when the language changes or more texts arrive: it may hold the focus.
/// Those of one `group` shut each other out; a checkbox is alone.
pub fn row(
    group: Option<&'static str>,
    choice: Choice,
    checked: impl Fn() -> bool + 'static,
    change: impl Fn(&web_sys::Event) + 'static,
) -> AnyView {
    let input = tag("input", "").with("value", choice.value);
    let input = match group {
        Some(name) => input.with("type", "radio").with("name", name),
        None => input.with("type", "checkbox"),
    };
    let [of_label, of_sub] = choice.lang.map(|lang| lang.map(|lang| ("lang", lang.to_owned())).into_iter().collect());
    let label = el_with("span", "", of_label, vec![text(choice.label)]);
    let mut parts = vec![input.prop("checked", checked).on("change", change).into_any(), label];
    parts.extend(choice.sub.map(|sub| el_with("span", "pc-sub", of_sub, vec![text(sub)])));
    tag("label", if choice.apart { "pc-choice pc-apart" } else { "pc-choice" }).children(parts).into_any()
}

/// A group of checkboxes. An option that stands apart clears the others, and the others clear it.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn checkboxes(choices: Vec<Choice>, draft: RwSignal<Draft>) -> AnyView {
    let alone: Vec<String> = choices.iter().filter(|choice| choice.apart).map(|choice| choice.value.clone()).collect();
    let one = |choice: Choice| {
        let (value, picked, alone) = (choice.value.clone(), choice.value.clone(), alone.clone());
        let toggle = move |_: &web_sys::Event| {
            draft.update(|draft| {
                if let Some(at) = draft.picked.iter().position(|other| *other == value) {
                    draft.picked.remove(at);
                } else if alone.contains(&value) {
                    draft.picked = vec![value.clone()];
                } else {
                    draft.picked.retain(|other| !alone.contains(other));
                    draft.picked.push(value.clone());
                }
            });
        };
        row(None, choice, move || draft.with(|draft| draft.picked.contains(&picked)), toggle)
    };
    choices.into_iter().map(one).collect::<Vec<_>>().into_any()
}

/// A number with its unit. `id` and `label` tie it to its name.
// Not part of the first question: see `src/bin/xtask/early.rs`.
#[inline(never)]
pub fn number_input(
    id: &'static str,
    label: String,
    unit: String,
    value: impl Fn() -> String + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    let input =
        tag("input", "pc-input pc-short").with("id", id).with("type", "text").with("inputmode", "decimal").with("autocomplete", "off");
    let input = input.prop("value", value).on("input", move |event| set(event_target_value(event))).into_any();
    let input = tag("span", "pc-with-unit").child(input).child(el("span", "", vec![text(unit)])).into_any();
    tag("div", "").child(label_for(id, label)).child(input).into_any()
}
