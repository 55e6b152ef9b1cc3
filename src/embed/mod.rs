//! The doors to JavaScript. The only module that exports with `#[wasm_bindgen]`.
//!
//! `www/cnam-parcours.js` mounts the page (`page`); the JavaScript package calls the engine without it (`package`). Both have [`evaluate`].

#[cfg(not(feature = "page"))]
mod package;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
mod today;

use crate::domain::{error::InputError, request::Request};
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
    let request = read_request(&request)?;
    let answer = engine().and_then(|engine| engine.evaluate(&request)).map_err(|fault| thrown(&fault))?;
    to_js(&answer)
}

fn read_request(request: &JsValue) -> Result<Request, JsValue> {
    // Through JSON, so that one reader serves the page, the command line and this door, and faults name the same paths.
    let text = js_sys::JSON::stringify(request)?.as_string().unwrap_or_default();
    InputError::read_json(&text).map_err(|fault| thrown(&fault))
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(JsValue::from)
}

fn thrown(fault: &InputError) -> JsValue {
    to_js(fault).unwrap_or_else(|_| JsValue::from_str(&fault.message))
}
