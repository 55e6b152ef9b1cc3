//! The region pack that the host page asked for, and what is wrong with it: which file, where in it, and what to do.

use super::{
    arrival::{engine, texts},
    dom::{el, live, para, tag, text},
    session::Session,
};
use crate::domain::sorted::Map;
use crate::{
    data::{
        packs::{self, LoadedPack},
        texts::Lang,
    },
    domain::{engine::ScheduleFile, error::InputError},
};
use leptos::prelude::*;
use std::sync::RwLock;

/// The most faults that are listed; a file of another kind would have hundreds.
const MOST: usize = 12;

/// The code of a pack that was refused for where it is.
const FOREIGN: &str = "foreign_pack";

/// What a region pack has put in the place of the shipped texts and engine.
static PACKED: RwLock<Option<&'static LoadedPack>> = RwLock::new(None);

/// What was wrong with each pack that the page asked for, by its name.
static FAULTS: RwLock<Map<String, Vec<InputError>>> = RwLock::new(Map::new());

/// What a region pack has put in the place of the shipped texts and engine, if there is one.
#[inline(never)] // Its code arrives with the data: nobody asks before.
pub fn packed() -> Option<&'static LoadedPack> {
    PACKED.read().ok().and_then(|packed| *packed)
}

/// What was wrong with the pack `name`.
pub fn pack_faults_of(name: &str) -> Vec<InputError> {
    FAULTS.read().ok().and_then(|faults| faults.get(name).cloned()).unwrap_or_default()
}

/// Gives the region pack `text`, which could not be fetched if it is absent, to the planners that are mounted from now on; and tells what is wrong:
/// its faults, the lines of its schedule that were refused, and the file `lost` that could not be fetched either.
pub fn load_pack(name: &str, text: Option<&str>, schedule: Option<ScheduleFile<'_>>, lost: Option<&str>) -> Vec<InputError> {
    let unreachable =
        |name: &str| InputError::new("unreachable", name, "this file cannot be fetched: check its address, and that it allows this page");
    let mut faults = match text.map(|text| take_pack(name, text, schedule)) {
        None => vec![unreachable(name)],
        Some(Ok(refused)) => refused.to_vec(),
        Some(Err(faults)) => faults,
    };
    faults.extend(lost.map(unreachable));
    if let Ok(mut known) = FAULTS.write() {
        known.insert(name.to_owned(), faults.clone());
    }
    faults
}

/// Notes that the pack `name` was not fetched: our own page takes none of another site, which could say anything in our name.
pub fn refuse_pack(name: &str) {
    let refused = InputError::new(FOREIGN, name, "a link to this page cannot bring a pack of another site: it was not fetched");
    if let Ok(mut known) = FAULTS.write() {
        known.insert(name.to_owned(), vec![refused]);
    }
}

fn take_pack(name: &str, text: &str, schedule: Option<ScheduleFile<'_>>) -> Result<&'static [InputError], Vec<InputError>> {
    let engine = engine().map_err(|fault| vec![fault])?;
    let packed = packs::with_pack(engine, texts(), name, text, schedule)?;
    // Planners refer to the engine for as long as the page lives, so it is never freed; a page loads a pack or two, not hundreds.
    let packed: &'static LoadedPack = Box::leak(Box::new(packed));
    if let Ok(mut place) = PACKED.write() {
        *place = Some(packed);
    }
    Ok(&packed.loaded.refused)
}

/// The faults, for whoever set the page up. The planner works on without what was at fault.
pub fn pack_faults(session: Session) -> AnyView {
    let faults = session.options().pack_faults;
    if faults.is_empty() {
        return ().into_any();
    }
    // A line of a schedule concerns a unit; a pack that is refused concerns everybody.
    let open = faults.iter().any(|fault| !fault.path.contains(": line "));
    let mendable = faults.iter().any(|fault| fault.code != FOREIGN);
    live(move || {
        let listed: Vec<AnyView> = faults.iter().take(MOST).map(|fault| line(session, fault)).collect();
        let more = faults.len().saturating_sub(MOST);
        let mut parts = vec![el("summary", "", vec![text(session.t("pack.title"))])];
        if mendable {
            parts.push(para("", session.t("pack.intro")));
        }
        parts.push(el("ul", "pc-dates", listed));
        if more > 0 {
            parts.push(para("", session.plural("pack.more", more)));
        }
        let details = tag("details", "pc-note pc-apart").with("data-pack", "").children(parts);
        if open { details.with("open", "") } else { details }.into_any()
    })
}

/// What to do, by the kind of fault; the message of the fault says exactly what is meant.
fn cure(code: &str) -> &'static str {
    match code {
        "unreachable" => "fault.unreachable",
        FOREIGN => "fault.foreign",
        "malformed_json" => "fault.malformed",
        "unknown_key" => "fault.key",
        "dangling_reference" | "unknown_column" | "unknown_fact" | "unknown_payer" | "unknown_unit" => "fault.unknown",
        "defined_twice" | "duplicate_id" => "fault.twice",
        "rule_of_another_region" => "fault.region",
        "no_source" | "missing_text" | "missing_value" | "missing_header" | "empty" => "fault.missing",
        "unclosed_quote" | "too_many_cells" | "unknown_encoding" | "too_large" => "fault.table",
        "contradiction" | "circular" | "law_among_documents" => "fault.contradiction",
        _ => "fault.value",
    }
}

fn line(session: Session, fault: &InputError) -> AnyView {
    let (file, path) = fault.path.rsplit_once(": ").unwrap_or((&fault.path, ""));
    let place = if path.is_empty() {
        session.tf("pack.whole", &[("file", file)])
    } else {
        session.tf("pack.place", &[("file", file), ("path", path)])
    };
    // The message is English. In French its place and cure say what to do; what it quotes, a name or a value, is the same in both.
    let detail = match session.lang.get() {
        Lang::En => Some(fault.message.clone()),
        Lang::Fr => quoted(&fault.message).map(|named| session.tf("pack.named", &[("what", &named)])),
    };
    let mut parts = vec![el("strong", "", vec![text(place)]), text(" "), text(session.t(cure(fault.code)))];
    parts.extend(detail.map(|detail| el("span", "pc-source", vec![text(detail)])));
    el("li", "", parts)
}

/// What a message quotes first.
fn quoted(message: &str) -> Option<String> {
    message.split('`').nth(1).filter(|named| !named.is_empty()).map(str::to_owned)
}
