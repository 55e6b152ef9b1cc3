//! The doors to JavaScript. The only module that exports with `#[wasm_bindgen]`.
//!
//! `www/cnam-parcours.js` mounts the page (`page`); the JavaScript package calls the engine without it (`package`). Both have [`evaluate`].

#[cfg(not(feature = "page"))]
mod package;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod today;

use crate::domain::{error::InputError, read::FromValue, request::Request};
#[cfg(feature = "page")]
use crate::ui::engine;
#[cfg(not(feature = "page"))]
use package::engine;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Answers a request: the same engine, the same request and the same answer as the page and the command line.
///
/// # Errors
/// An object `{code, message, path}` that names what is wrong with the request.
#[wasm_bindgen]
pub fn evaluate(request: JsValue) -> Result<JsValue, JsValue> {
    // Until the rest of the page has arrived there is no code to go on with.
    engine().map_err(|fault| thrown(&fault))?;
    answer(&request)
}

/// Answers a request once everything is there. It stays a function of its own, so that its code arrives with the rest.
#[inline(never)]
fn answer(request: &JsValue) -> Result<JsValue, JsValue> {
    let request: Request = from_js(request)?;
    let answer = engine().and_then(|engine| engine.evaluate(&request)).map_err(|fault| thrown(&fault))?;
    to_js(&answer)
}

/// Reads what JavaScript hands over, through JSON, so that one reader serves the page, the command line and this door, and faults name the same
/// paths. What is not given is an empty object.
fn from_js<T: FromValue>(value: &JsValue) -> Result<T, JsValue> {
    let text = if value.is_undefined() { None } else { js_sys::JSON::stringify(value)?.as_string() };
    InputError::read_json(text.as_deref().unwrap_or("{}")).map_err(|fault| thrown(&fault))
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

fn thrown(fault: &InputError) -> JsValue {
    to_js(fault).unwrap_or_else(|_| JsValue::from_str(&fault.message))
}
