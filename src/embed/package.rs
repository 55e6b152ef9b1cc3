//! The engine without the page, for the JavaScript package (`src/embed/package/`).

use super::{from_js, thrown, to_js};
use crate::{
    data,
    domain::{
        date::Date,
        engine::{Engine, ScheduleFile},
        error::InputError,
        pathway::Task as _,
        read::FromValue,
        request::Request,
        share::{self, Decoded, Language, Numbered, Shared},
    },
};
use serde::Serialize;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;

thread_local! {
    /// The engine in use. Counted, so that a program which loads packs all day keeps only the last one.
    static ENGINE: RefCell<Option<Rc<Engine>>> = const { RefCell::new(None) };
}

/// The engine with the shipped data, and with the region packs given to [`load_pack`].
pub fn engine() -> Result<Rc<Engine>, InputError> {
    if let Some(engine) = ENGINE.with_borrow(Clone::clone) {
        return Ok(engine);
    }
    let engine = Rc::new(data::engine()?);
    ENGINE.set(Some(Rc::clone(&engine)));
    Ok(engine)
}

/// Adds a region pack, or puts it in the place of that region's, for every call from now on. `schedule` holds the bytes of the CSV that the
/// pack names or that came beside it. Gives `{region, refused}`: the slug, and the lines of the schedule that could not be read.
///
/// The sentences of the pack are not looked at: this package shows none.
///
/// # Errors
/// A list of every fault of the pack, each `{code, message, path}`. The engine is then as it was.
#[wasm_bindgen(js_name = loadPack)]
pub fn load_pack(text: &str, schedule: Option<Vec<u8>>) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct PackLoaded {
        region: String,
        refused: Vec<InputError>,
    }
    let file = schedule.as_deref().map(|bytes| ScheduleFile { name: "schedule", bytes });
    let loaded = engine().map_err(|fault| vec![fault]).and_then(|engine| engine.with_pack("pack", text, file));
    let loaded = loaded.map_err(|faults| to_js(&faults).unwrap_or_else(|fault| fault))?;
    ENGINE.set(Some(Rc::new(loaded.engine)));
    to_js(&PackLoaded { region: loaded.region, refused: loaded.refused })
}

/// Every diploma of the catalogue for the person of a request, best first, whatever the request aims at.
///
/// # Errors
/// An object `{code, message, path}` that names what is wrong with the request.
#[wasm_bindgen]
pub fn search(request: JsValue) -> Result<JsValue, JsValue> {
    let request: Request = from_js(&request)?;
    let found = engine().and_then(|engine| engine.survey(&request)?.finish()).map_err(|fault| thrown(&fault))?;
    to_js(&found)
}

/// What a link says beside the request.
#[derive(Debug, Default, FromValue)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct LinkOptions {
    /// Whether the link fixes the day of the request.
    keep_today: bool,
    lang: Option<String>,
    pack: Option<String>,
    note: Option<String>,
    adviser_facts: Vec<String>,
    /// Whether to leave out what is personal.
    strip: bool,
}

/// The fragment of the link of a request, `#p=` and its code.
///
/// # Errors
/// `{code, message, path}`: what is wrong with the request or the options, or does not fit.
#[wasm_bindgen]
pub fn link(request: JsValue, options: JsValue) -> Result<String, JsValue> {
    let request: Request = from_js(&request)?;
    let options: LinkOptions = from_js(&options)?;
    let mut shared = Shared { keep_today: options.keep_today, ..Shared::new(request) };
    let wrong = |path: &str, message: &str| thrown(&InputError::new("invalid_value", path, message));
    if let Some(name) = &options.lang {
        shared.language = Some(Language::of_name(name).ok_or_else(|| wrong("lang", "write fr or en"))?);
    }
    for key in &options.adviser_facts {
        let spec = crate::domain::facts::fact_spec(key).ok_or_else(|| wrong("adviserFacts", &format!("`{key}` is not a fact")))?;
        shared.adviser_facts.push(spec.key);
    }
    shared.pack = options.pack;
    shared.note = options.note;
    if options.strip {
        shared.strip_sensitive();
    }
    share::fragment(&shared).map_err(|fault| thrown(&fault.into()))
}

/// Reads a link, a fragment or a bare code: the request, what else it says, and what could not be kept. A link without a day is read for
/// `today`. Codes that the catalogue has renamed are replaced.
///
/// # Errors
/// `{code, message, path}` when nothing can be read; a damaged link gives what is left of it, with the damage in `damage`.
#[wasm_bindgen]
pub fn unlink(text: &str, today: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Unlinked {
        #[serde(flatten)]
        decoded: Decoded,
        damage: Option<InputError>,
    }
    let today: Date = today.parse().map_err(|fault: String| thrown(&InputError::new("invalid_value", "today", fault)))?;
    let (mut decoded, damage) = match share::decode(text, today) {
        Ok(decoded) => (decoded, None),
        Err(fault) => {
            let told = InputError::from(fault.clone());
            (fault.into_recovered().ok_or_else(|| thrown(&told))?, Some(told))
        }
    };
    let engine = engine().map_err(|fault| thrown(&fault))?;
    let renamed = decoded.shared.resolve(|kind, code| engine.catalogue().resolve(kind, code));
    decoded.dropped.extend(renamed);
    to_js(&Unlinked { decoded, damage })
}
