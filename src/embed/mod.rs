//! The doors to JavaScript. The only module that exports with `#[wasm_bindgen]`.
//!
//! `www/cnam-parcours.js` calls [`mount`] for the element; partners call [`evaluate`] for the engine without the page.

mod today;

use crate::{
    data::texts::Lang,
    domain::{
        error::InputError,
        read::{FromValue, Value, read},
        request::Request,
    },
    ui::{self, Options, engine},
};
use leptos::prelude::*;
use serde::Serialize;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::prelude::*;

/// What the element's attributes say.
#[derive(Debug, Default, FromValue)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct MountOptions {
    lang: Option<String>,
    centre: Option<String>,
    diploma: Option<String>,
    heading_level: Option<u8>,
    own_page: bool,
}

/// A mounted planner.
#[wasm_bindgen]
pub struct Planner {
    unmount: Option<Box<dyn FnOnce()>>,
    session: ui::Session,
}

#[wasm_bindgen]
impl Planner {
    /// Removes the planner from the page and frees what it holds.
    pub fn unmount(&mut self) {
        if let Some(unmount) = self.unmount.take() {
            unmount();
        }
    }

    /// The request that the planner holds now.
    ///
    /// # Errors
    /// Never in practice: the request is plain data.
    pub fn state(&self) -> Result<JsValue, JsValue> {
        self.session.request.with_untracked(to_js)
    }

    /// Sets the language: `fr` or `en`.
    #[wasm_bindgen(js_name = setLang)]
    pub fn set_lang(&self, code: &str) {
        self.session.lang.set(Lang::from_code(code));
    }
}

/// The planner's style sheet, for its shadow root.
#[wasm_bindgen]
#[must_use]
pub fn style() -> String {
    ui::STYLE.to_owned()
}

/// Takes in `data`, the text of `parcours-data.txt`: from then on the planners go beyond their first question, and [`evaluate`] answers.
///
/// # Errors
/// `{code, message, path}` when the text did not arrive whole; it may be supplied again.
#[wasm_bindgen]
pub fn supply(data: &str) -> Result<(), JsValue> {
    ui::accept(data).map_err(|fault| thrown(&fault))
}

/// Has the planners say that what comes after the first question is late.
#[wasm_bindgen]
pub fn delay() {
    ui::delay();
}

/// Mounts a planner into `container`, an empty element of a shadow root.
///
/// # Errors
/// A message when an option is unknown or of the wrong kind.
#[wasm_bindgen]
pub fn mount(container: web_sys::HtmlElement, options: JsValue) -> Result<Planner, JsValue> {
    let options: Value = if options.is_undefined() { Value::Map(Vec::new()) } else { serde_wasm_bindgen::from_value(options)? };
    let options: MountOptions = read(&options).map_err(|fault| thrown(&fault))?;
    let options = Options {
        lang: options.lang.as_deref().map_or(Lang::Fr, Lang::from_code),
        today: today::today(),
        centre: options.centre.filter(|slug| !slug.is_empty()),
        diploma: options.diploma.filter(|code| !code.is_empty()),
        heading_level: options.heading_level.unwrap_or(2).clamp(1, 6),
        own_page: options.own_page,
    };
    let opened = Rc::new(Cell::new(None));
    let told = Rc::clone(&opened);
    let handle = leptos::mount::mount_to(container, move || ui::app(options, |session| told.set(Some(session))));
    let session = opened.get().ok_or_else(|| JsValue::from_str("the planner did not start"))?;
    Ok(Planner { unmount: Some(Box::new(move || drop(handle))), session })
}

/// Answers a request: the same engine, the same request and the same answer as the page and the command line.
///
/// # Errors
/// An object `{code, message, path}` that names what is wrong with the request.
#[wasm_bindgen]
pub fn evaluate(request: JsValue) -> Result<JsValue, JsValue> {
    // Until the rest has arrived there is no code to go on with.
    engine().map_err(|fault| thrown(&fault))?;
    answer(&request)
}

/// Answers a request once everything is there. It stays a function of its own, so that its code arrives with the rest.
#[inline(never)]
fn answer(request: &JsValue) -> Result<JsValue, JsValue> {
    // Through JSON, so that one reader serves the page, the command line and this door, and faults name the same paths.
    let text = js_sys::JSON::stringify(request)?.as_string().unwrap_or_default();
    let request: Request = InputError::read_json(&text).map_err(|fault| thrown(&fault))?;
    let answer = engine().and_then(|engine| engine.evaluate(&request)).map_err(|fault| thrown(&fault))?;
    to_js(&answer)
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

fn thrown(fault: &InputError) -> JsValue {
    to_js(fault).unwrap_or_else(|_| JsValue::from_str(&fault.message))
}
