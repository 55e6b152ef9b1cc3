//! Region packs at run time: the engine and the texts with one more.

use super::texts::Texts;
use crate::domain::{
    engine::{Engine, Loaded, ScheduleFile},
    error::InputError,
    rules::{Branch, RegionPack},
};

/// An engine and the texts it quotes, with a region pack.
#[derive(Clone, Debug)]
pub struct LoadedPack {
    /// The engine, the region, and the lines of the opening schedule that were refused.
    pub loaded: Loaded,
    /// The texts, with those of the pack.
    pub texts: Texts,
}

/// `engine` and `texts` with the region pack `text`, and with the opening schedule `schedule` beside it.
///
/// # Errors
/// Every fault of the pack, with `file: path` as its path and what to do in its message.
pub fn with_pack(
    engine: &Engine,
    texts: &Texts,
    name: &str,
    text: &str,
    schedule: Option<ScheduleFile<'_>>,
) -> Result<LoadedPack, Vec<InputError>> {
    let loaded = engine.with_pack(name, text, schedule)?;
    let Some(pack) = loaded.engine.book().pack(&loaded.region) else { return Err(Vec::new()) };
    let mut faults = Sentences { pack, texts, found: Vec::new() }.faults();
    if faults.is_empty() {
        let texts = texts.with_pack(pack);
        return Ok(LoadedPack { loaded, texts });
    }
    for fault in &mut faults {
        fault.path = format!("{name}: {}", fault.path);
    }
    Err(faults)
}

/// The check that everything a pack names can be told in both languages.
struct Sentences<'a> {
    pack: &'a RegionPack,
    texts: &'a Texts,
    found: Vec<InputError>,
}

impl Sentences<'_> {
    fn faults(mut self) -> Vec<InputError> {
        let pack = self.pack;
        for (key, label) in &pack.texts {
            if self.texts.knows(key) && !self.texts.is_of_pack(key) {
                self.fault("defined_twice", format!("texts.{key}"), format!("`{key}` is a text of the planner: choose an id of your own"));
            }
            if label.fr.trim().is_empty() || label.en.trim().is_empty() {
                self.fault("missing_text", format!("texts.{key}"), "a text is empty: write it in `fr` and in `en`".to_owned());
            }
        }
        for (part, papers) in [("papers", Some(&pack.papers)), ("exam_papers", pack.exam_papers.as_ref())] {
            for (at, paper) in papers.into_iter().flatten().enumerate() {
                self.needs(&format!("document.{}", paper.id), || format!("{part}[{at}].id"));
            }
        }
        for (side, milestones) in
            [("law", &pack.milestones.law), ("documents", &pack.milestones.documents), ("both", &pack.milestones.both)]
        {
            for (at, milestone) in milestones.iter().flatten().enumerate() {
                self.needs(&format!("milestone.{}", milestone.id), || format!("milestones.{side}[{at}].id"));
            }
        }
        for (side, warnings) in [("law", &pack.warnings.law), ("documents", &pack.warnings.documents), ("both", &pack.warnings.both)] {
            for (at, warning) in warnings.iter().flatten().enumerate() {
                self.needs(&format!("warning.{}", warning.id), || format!("warnings.{side}[{at}].id"));
            }
        }
        for (id, modes) in &pack.decisions {
            for (side, branch) in [("law", &modes.law), ("documents", &modes.documents), ("both", &modes.both)] {
                if let Some(branch) = branch {
                    self.branch(branch, &format!("decisions.{id}.{side}"));
                }
            }
        }
        self.found
    }

    fn branch(&mut self, branch: &Branch, path: &str) {
        for (at, step) in branch.steps.iter().enumerate() {
            self.needs(&format!("step.{step}"), || format!("{path}.steps[{at}]"));
        }
        for (at, deadline) in branch.deadlines.iter().enumerate() {
            self.needs(&format!("deadline.{}", deadline.id), || format!("{path}.deadlines[{at}].id"));
        }
    }

    fn needs(&mut self, key: &str, path: impl FnOnce() -> String) {
        if !self.texts.knows(key) && !self.pack.texts.contains_key(key) {
            self.fault("missing_text", path(), format!("there is no text `{key}`: add it under `texts`, in `fr` and in `en`"));
        }
    }

    fn fault(&mut self, code: &'static str, path: String, message: String) {
        self.found.push(InputError::new(code, path, message));
    }
}
