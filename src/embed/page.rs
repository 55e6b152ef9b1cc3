//! The page, for `www/cnam-parcours.js`.

use super::{from_js, thrown, to_js, today};
use crate::{
    data::{calendar, texts::Lang},
    domain::{accent, engine::ScheduleFile, read::FromValue, request::Request},
    ui::{self, Options},
};
use leptos::prelude::*;
use serde::Serialize;
use std::{cell::Cell, rc::Rc, sync::Arc};
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
    /// The name of a region pack given by [`load_pack`] or [`refuse_pack`].
    pack: Option<String>,
    /// Name, telephone, e-mail and site of the host's centre.
    contact: Vec<String>,
    /// The address of our own page, which links are for.
    page: String,
    /// A fragment to start from: that of a link, or what the planner told its listener before it had to start again.
    fragment: Option<String>,
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

    /// The plan of the current answer; `null` while nothing is aimed at.
    ///
    /// # Errors
    /// The fault of the request, as [`evaluate`] gives it.
    pub fn plan(&self) -> Result<JsValue, JsValue> {
        // The one on screen may be that of a moment ago.
        let fresh = || self.session.request.with_untracked(|request| ui::engine()?.evaluate(request).map(Arc::new));
        let known = if self.session.is_answered() { self.session.answer_now() } else { None };
        match known.map_or_else(fresh, Ok) {
            Ok(answer) => to_js(&answer.plan),
            Err(fault) => Err(thrown(&fault)),
        }
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

/// The style of a host's accent colour, to stand behind [`style`]: `{css, light, dark, kept}`. Where the colour could not be read on our
/// paper, `kept` is false and `light` and `dark` are the nearest that can.
///
/// # Errors
/// `{code, message, path}` when it is not a colour.
#[wasm_bindgen(js_name = accentStyle)]
pub fn accent_style(colour: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct AccentStyle {
        css: String,
        light: String,
        dark: String,
        kept: bool,
    }
    let accent::Accent { light, dark, on_light, on_dark, kept } =
        accent::Rgb::read(colour).map(accent::repair).map_err(|fault| thrown(&fault))?;
    let rule = |accent, on| format!(".pc-root{{--pc-accent:{accent};--pc-on-accent:{on};--pc-focus:{accent}}}");
    let css = format!("{}@media(prefers-color-scheme:dark){{{}}}", rule(light, on_light), rule(dark, on_dark));
    to_js(&AccentStyle { css, light: light.to_string(), dark: dark.to_string(), kept })
}

/// Has `panicked(message)` called when this instance of the module breaks: nothing of it works any more then, in any planner of it.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(panicked: js_sys::Function) {
    PANICKED.set(Some(panicked));
    std::panic::set_hook(Box::new(|info| {
        if let Some(panicked) = PANICKED.take() {
            // There is nobody left to tell.
            let _ = panicked.call1(&JsValue::NULL, &info.to_string().into());
        }
    }));
}

/// Has `draw(text)` asked for QR codes: a promise of the side in modules, a space, and the data of an SVG path.
/// The encoder is a script of its own, which few visitors need.
#[wasm_bindgen(js_name = onQr)]
pub fn on_qr(draw: js_sys::Function) {
    ui::draw_qr_with(draw);
}

/// Gives a region pack to the planners mounted from now on, and to [`super::evaluate`]. `name` is its address, which faults name; `text` is absent
/// when it could not be fetched. `schedule` holds the bytes of the CSV that the pack names, `schedule_name` its address.
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

/// Notes that our own page does not fetch the region pack `name`, which is of another site. A planner mounted with the option `pack: name` says so.
#[wasm_bindgen(js_name = refusePack)]
pub fn refuse_pack(name: &str) {
    ui::refuse_pack(name);
}

/// The dated steps of a request as a calendar file (RFC 5545), to be saved as `.ics`; `lang` is `fr` or `en`.
///
/// # Errors
/// `{code, message, path}` that names what is wrong with the request.
#[wasm_bindgen]
pub fn ics(request: JsValue, lang: &str) -> Result<String, JsValue> {
    let request: Request = from_js(&request)?;
    let answer = ui::engine().and_then(|engine| engine.evaluate(&request)).map_err(|fault| thrown(&fault))?;
    Ok(calendar::ics(ui::texts(), Lang::from_code(lang), &request, &answer))
}

/// Takes in `data`, the bytes of `parcours-data.txt`: from then on the planners go beyond their first question, and [`super::evaluate`]
/// answers. The second part of the wasm must be there by then: `src/bin/xtask/arrive.js` sees to both.
///
/// # Errors
/// `{code, message, path}` when they did not arrive whole; they may be supplied again.
#[wasm_bindgen]
pub fn supply(data: &[u8]) -> Result<(), JsValue> {
    ui::accept(data).map_err(|fault| thrown(&fault))
}

/// Has the planners say that what comes after the first question is late.
#[wasm_bindgen]
pub fn delay() {
    ui::delay();
}

/// Mounts a planner into `container`, an empty element of a shadow root, and calls `changed(fragment, screen, used, pack)` after each change:
/// the state as a fragment, `question` or `result`, whether the person said anything, and the address of a region pack that the link asks for
/// and that this planner was not mounted with. The fragment holds personal answers: it is for the element alone, which keeps it in case it
/// has to start again.
///
/// # Errors
/// A message when an option is unknown or of the wrong kind.
#[wasm_bindgen]
pub fn mount(container: web_sys::HtmlElement, options: JsValue, changed: js_sys::Function) -> Result<Planner, JsValue> {
    let options: MountOptions = from_js(&options)?;
    let options = Options {
        lang: options.lang.as_deref().map_or(Lang::Fr, Lang::from_code),
        today: today::today(),
        centre: options.centre.filter(|slug| !slug.is_empty()),
        diploma: options.diploma.filter(|code| !code.is_empty()),
        heading_level: options.heading_level.unwrap_or(2).clamp(1, 6),
        own_page: options.own_page,
        contact: options.contact,
        pack_faults: options.pack.as_deref().map(ui::pack_faults_of).unwrap_or_default(),
        pack: options.pack,
        page: options.page,
        fragment: options.fragment,
    };
    let opened = Rc::new(Cell::new(None));
    let told = Rc::clone(&opened);
    let handle = leptos::mount::mount_to(container, move || {
        ui::app(options, |session| {
            told.set(Some(session));
            follow(session, changed);
        })
    });
    let session = opened.get().ok_or_else(|| JsValue::from_str("the planner did not start"))?;
    Ok(Planner { unmount: Some(Box::new(move || drop(handle))), session })
}

/// Calls `changed` after each change, and once for what was answered before everything had arrived.
fn follow(session: ui::Session, changed: js_sys::Function) {
    let first = session.request.get_untracked();
    Effect::new(move |started: Option<bool>| {
        if ui::arrival() != ui::Arrival::Here {
            return false;
        }
        let (fragment, screen) = ui::state_of(session);
        let pack = session.pack_asked.get();
        // The state that the planner starts with is no change.
        if started == Some(true) || pack.is_some() || session.request.with_untracked(|request| *request != first) {
            let used = session.request.with_untracked(|request| *request != session.blank());
            // A listener that fails has told the console.
            let _ = changed.call4(&JsValue::NULL, &fragment.into(), &screen.into(), &used.into(), &pack.into());
        }
        true
    });
}

thread_local! {
    static PANICKED: Cell<Option<js_sys::Function>> = const { Cell::new(None) };
}
