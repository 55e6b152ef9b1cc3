//! The doors to JavaScript. The only module that exports with `#[wasm_bindgen]`.
//!
//! `www/cnam-parcours.js` calls [`mount`] for the element; partners call [`evaluate`] for the engine without the page.

mod today;

use crate::{
    data::{calendar, texts::Lang},
    domain::{
        engine::ScheduleFile,
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
    pack: Option<String>,
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
        pack_faults: options.pack.as_deref().map(ui::pack_faults_of).unwrap_or_default(),
    };
    let opened = Rc::new(Cell::new(None));
    let told = Rc::clone(&opened);
    let handle = leptos::mount::mount_to(container, move || ui::app(options, |session| told.set(Some(session))));
    let session = opened.get().ok_or_else(|| JsValue::from_str("the planner did not start"))?;
    Ok(Planner { unmount: Some(Box::new(move || drop(handle))), session })
}

/// Gives a region pack to the planners mounted from now on, and to [`evaluate`]. `name` is its address, which faults name; `text` is absent when it
/// could not be fetched. `schedule` holds the bytes of the CSV that the pack names, `schedule_name` its address.
///
/// Gives what is wrong, as objects `{code, message, path}` whose path begins with the file: faults of the pack, which is then left out, or lines of
/// its schedule that were refused. A planner mounted with the option `pack: name` shows them.
///
/// # Errors
/// Never in practice: faults are plain data.
#[wasm_bindgen(js_name = loadPack)]
pub fn load_pack(name: &str, text: Option<String>, schedule_name: Option<String>, schedule: Option<Vec<u8>>) -> Result<JsValue, JsValue> {
    let file = schedule_name.as_deref().zip(schedule.as_deref()).map(|(name, bytes)| ScheduleFile { name, bytes });
    let lost = schedule_name.as_deref().filter(|_| schedule.is_none());
    to_js(&ui::load_pack(name, text.as_deref(), file, lost))
}

/// Answers a request: the same engine, the same request and the same answer as the page and the command line.
///
/// # Errors
/// An object `{code, message, path}` that names what is wrong with the request.
#[wasm_bindgen]
pub fn evaluate(request: JsValue) -> Result<JsValue, JsValue> {
    let request = request_of(&request)?;
    let answer = engine().and_then(|engine| engine.evaluate(&request)).map_err(|fault| thrown(&fault))?;
    to_js(&answer)
}

/// The dated steps of a request as a calendar file (RFC 5545), to be saved as `.ics`; `lang` is `fr` or `en`.
///
/// # Errors
/// An object `{code, message, path}` that names what is wrong with the request.
#[wasm_bindgen]
pub fn ics(request: JsValue, lang: &str) -> Result<String, JsValue> {
    let request = request_of(&request)?;
    let answer = engine().and_then(|engine| engine.evaluate(&request)).map_err(|fault| thrown(&fault))?;
    Ok(calendar::ics(ui::texts(), Lang::from_code(lang), &request, &answer))
}

/// Reads a request through JSON, so that one reader serves the page, the command line and these doors, and faults name the same paths.
fn request_of(request: &JsValue) -> Result<Request, JsValue> {
    let text = js_sys::JSON::stringify(request)?.as_string().unwrap_or_default();
    InputError::read_json(&text).map_err(|fault| thrown(&fault))
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

fn thrown(fault: &InputError) -> JsValue {
    to_js(fault).unwrap_or_else(|_| JsValue::from_str(&fault.message))
}
