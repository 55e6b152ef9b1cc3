//! Form controls. Each writes into a draft; nothing counts before "Continue".

use super::session::Session;
use leptos::prelude::*;

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
    choices
        .into_iter()
        .map(|choice| {
            let (value, picked) = (choice.value.clone(), choice.value.clone());
            view! {
                <label class="pc-choice" class:pc-apart=choice.apart>
                    <input
                        type="radio"
                        name=name
                        value=choice.value
                        prop:checked=move || draft.with(|draft| draft.choice() == Some(picked.as_str()))
                        on:change=move |_| draft.update(|draft| draft.picked = vec![value.clone()])
                    />
                    <span lang=choice.lang[0]>{choice.label}</span>
                    {choice.sub.map(|sub| view! { <span class="pc-sub" lang=choice.lang[1]>{sub}</span> })}
                </label>
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// A group of checkboxes. An option that stands apart clears the others, and the others clear it.
// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
pub fn checkboxes(name: &'static str, choices: Vec<Choice>, draft: RwSignal<Draft>) -> AnyView {
    let alone: Vec<String> = choices.iter().filter(|choice| choice.apart).map(|choice| choice.value.clone()).collect();
    choices
        .into_iter()
        .map(|choice| {
            let (value, picked, alone) = (choice.value.clone(), choice.value.clone(), alone.clone());
            let toggle = move |_| {
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
            view! {
                <label class="pc-choice" class:pc-apart=choice.apart>
                    <input
                        type="checkbox"
                        name=name
                        value=choice.value
                        prop:checked=move || draft.with(|draft| draft.picked.contains(&picked))
                        on:change=toggle
                    />
                    <span lang=choice.lang[0]>{choice.label}</span>
                    {choice.sub.map(|sub| view! { <span class="pc-sub" lang=choice.lang[1]>{sub}</span> })}
                </label>
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// A number with its unit. `id` and `label` tie it to its name.
// Not part of the first question: see `src/bin/xtask/split.rs`.
#[inline(never)]
pub fn number_input(
    id: &'static str,
    label: String,
    unit: String,
    value: impl Fn() -> String + Send + 'static,
    set: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <div>
            <label class="pc-label" for=id>
                {label}
            </label>
            <span class="pc-with-unit">
                <input
                    class="pc-input pc-short"
                    id=id
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    prop:value=value
                    on:input=move |event| set(event_target_value(&event))
                />
                <span>{unit}</span>
            </span>
        </div>
    }
    .into_any()
}
