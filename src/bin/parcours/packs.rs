//! `--pack FILE` and `--schedule FILE.csv`: the shipped data with region packs and an opening schedule.

use crate::{
    Failure,
    options::{Options, bad_argument},
    read_stdin,
};
use parcours::{
    data::{
        self,
        packs::{LoadedPack, with_pack},
        texts::Texts,
    },
    domain::{
        engine::{Engine, ScheduleFile},
        error::InputError,
        request::Request,
    },
};
use std::path::Path;

/// The options that choose the data.
const OPTIONS: [&str; 2] = ["--pack", "--schedule"];

/// The engine that a command works with, and its texts.
pub struct Loaded {
    /// The engine.
    pub engine: Engine,
    /// The texts.
    pub texts: Texts,
}

impl Loaded {
    /// The shipped data with the packs of `--pack`, in order. `--schedule` belongs to the last of them, or, without a pack, to `region`. Lines
    /// of a schedule that are refused are named on standard error; the others count.
    ///
    /// # Errors
    /// Every fault of a pack; a file that cannot be read; a schedule that belongs to no region.
    pub fn of(options: &mut Options, region: Option<&str>) -> Result<Self, Failure> {
        let mut loaded = Self { engine: data::engine()?, texts: Texts::read()? };
        let schedule = options.take("--schedule").map(|name| read(&name).map(|bytes| (name, bytes))).transpose()?;
        let mut refused = Vec::new();
        let packs: Vec<String> = std::iter::from_fn(|| options.take("--pack")).collect();
        for (at, name) in packs.iter().enumerate() {
            let schedule = schedule.as_ref().filter(|_| at + 1 == packs.len());
            let pack = load(&loaded.engine, &loaded.texts, name, schedule)?;
            refused.extend(pack.loaded.refused);
            loaded = Self { engine: pack.loaded.engine, texts: pack.texts };
        }
        if let Some((name, bytes)) = schedule.as_ref().filter(|_| packs.is_empty()) {
            let region = region.ok_or_else(|| {
                InputError::new(
                    "bad_argument",
                    "centre_region",
                    "a schedule belongs to a region: give its pack, or `centre_region` in the request",
                )
            })?;
            let found = loaded.engine.with_schedule(region, &ScheduleFile { name, bytes })?;
            refused.extend(found.refused);
            loaded.engine = found.engine;
        }
        if !refused.is_empty() {
            eprintln!("{}", serde_json::json!({ "refused": refused }));
        }
        Ok(loaded)
    }
}

/// What a command that answers a request begins with: the request of standard input, and the data that its options choose.
///
/// `more` are the options that only this command takes; they are left in the options returned.
///
/// # Errors
/// An argument that is no option, a request that cannot be read, and what [`Loaded::of`] refuses.
pub fn request(command: &str, arguments: &[String], more: &[&str]) -> Result<(Request, Loaded, Options), Failure> {
    let mut options = Options::read(arguments, &[&OPTIONS, more].concat(), &[])?;
    if let Some(extra) = options.rest.first() {
        return Err(bad_argument(extra, &format!("{command} takes its request from standard input")).into());
    }
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let loaded = Loaded::of(&mut options, request.centre_region.as_deref())?;
    Ok((request, loaded, options))
}

/// Loads the pack of a file, with the schedule given, or the one that the pack names and that stands beside it.
///
/// # Errors
/// Every fault of the pack, or a file that cannot be read.
pub fn load(engine: &Engine, texts: &Texts, name: &str, schedule: Option<&(String, Vec<u8>)>) -> Result<LoadedPack, Vec<InputError>> {
    let text = String::from_utf8(read(name).map_err(|fault| vec![fault])?);
    let text = text.map_err(|_| vec![InputError::new("unknown_encoding", name, "a pack is written in UTF-8: save it so")])?;
    let beside = match schedule {
        Some(_) => None,
        None => beside(name, &text).map(|path| read(&path).map(|bytes| (path, bytes))).transpose().map_err(|fault| vec![fault])?,
    };
    let schedule = schedule.or(beside.as_ref()).map(|(name, bytes)| ScheduleFile { name, bytes });
    with_pack(engine, texts, name, &text, schedule)
}

/// The file beside the pack `name` that it names as its schedule; an address of the web is not fetched.
fn beside(name: &str, text: &str) -> Option<String> {
    let pack: serde_json::Value = serde_json::from_str(text).ok()?;
    let address = pack["schedule"]["url"].as_str().filter(|address| !address.contains("://"))?;
    Some(Path::new(name).with_file_name(address).to_string_lossy().into_owned())
}

/// The bytes of a file.
///
/// # Errors
/// `unreadable_input`, with its name.
pub fn read(name: &str) -> Result<Vec<u8>, InputError> {
    std::fs::read(name).map_err(|fault| InputError::new("unreadable_input", name, format!("the file cannot be read: {fault}")))
}
