//! The doors to JavaScript. The only module that exports with `#[wasm_bindgen]`.

use crate::ui::App;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// Mounts a planner into `element`.
#[wasm_bindgen]
pub fn mount(element: web_sys::HtmlElement) {
    leptos::mount::mount_to(element, || view! { <App /> }).forget();
}
