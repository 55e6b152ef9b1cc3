//! Reading the rule book, and looking things up in it.

use super::{
    condition::Condition,
    decision::{Branch, CpfTerms, Dated, Implied, Modes, NoteRule, PaperRule},
    pack::RegionPack,
    record::{Parameter, Rule, SourceDocument, Survey},
};
use crate::domain::sorted::{Map, Set, Sorting};
use crate::domain::{
    error::InputError,
    facts::is_slug,
    read::{FromValue, Value, read, read_all},
    region::is_french_region,
    request::Version,
};
use std::sync::Arc;

/// One file of rules. Every part is optional, so that files can be split by topic.
#[derive(FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: Version,
    #[serde(default)]
    documents: Vec<SourceDocument>,
    #[serde(default)]
    rules: Vec<Rule>,
    #[serde(default)]
    parameters: Vec<Parameter>,
    #[serde(default)]
    definitions: Map<String, Condition>,
    #[serde(default)]
    decisions: Map<String, Modes<Branch>>,
    #[serde(default)]
    cpf: Option<Modes<CpfTerms>>,
    #[serde(default)]
    exam_papers: Vec<PaperRule>,
    #[serde(default)]
    milestones: Map<String, Modes<Vec<Dated>>>,
    #[serde(default)]
    warnings: Map<String, Modes<Vec<NoteRule>>>,
    #[serde(default)]
    advice: Map<String, Modes<Vec<NoteRule>>>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    survey: Option<Survey>,
    #[serde(default)]
    not_before_today: Set<String>,
    #[serde(default)]
    implied: Map<String, Implied>,
}

/// The rules, the parameters, the decisions and the region packs, checked against each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleBook {
    pub(super) documents: Map<String, SourceDocument>,
    pub(super) rules: Map<String, Rule>,
    pub(super) parameters: Map<String, Parameter>,
    pub(super) definitions: Map<String, Condition>,
    pub(super) decisions: Map<String, Modes<Branch>>,
    pub(super) cpf: Modes<CpfTerms>,
    pub(super) exam_papers: Vec<PaperRule>,
    pub(super) milestones: Map<String, Modes<Vec<Dated>>>,
    pub(super) warnings: Map<String, Modes<Vec<NoteRule>>>,
    pub(super) advice: Map<String, Modes<Vec<NoteRule>>>,
    /// The topics of advice, in the order in which they are read.
    pub(super) topics: Vec<String>,
    pub(super) survey: Option<Survey>,
    pub(super) not_before_today: Set<String>,
    pub(super) implied: Map<String, Implied>,
    /// Shared with the books that have one pack more: see [`RuleBook::with_pack`].
    pub(super) packs: Map<String, Arc<RegionPack>>,
}

impl RuleBook {
    /// The format of a file of rules.
    pub const RULES_FORMAT: &str = "parcours-rules";
    /// The format of a region pack.
    pub const PACK_FORMAT: &str = "parcours-pack";

    /// Reads files of rules and region packs, in any order, given as (name, text).
    ///
    /// # Errors
    /// Every fault found, each with its file and its path: what cannot be read, what is defined twice, what is named and does not exist.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<InputError>> {
        let mut book = Self::default();
        let mut faults = Vec::new();
        for (name, text) in files {
            let mut found = Vec::new();
            book.add_file(text, &mut found);
            faults.extend(found.into_iter().map(|fault| in_file(name, fault)));
        }
        book.exam_papers.order_by(|a, b| a.id.cmp(&b.id));
        let whole = book.faults();
        if !whole.is_empty() {
            let origins = origins(files);
            let origin = |path: &str| origins.iter().rev().find(|(part, _)| path.starts_with(part.as_str())).map(|(_, name)| *name);
            faults.extend(whole.into_iter().map(|fault| match origin(&fault.path) {
                Some(name) => in_file(name, fault),
                None => fault,
            }));
        }
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    /// This book with one region pack more, or with that region's pack replaced; and the slug of the region.
    ///
    /// # Errors
    /// Every fault of the pack, at its path in the file: what cannot be read, and what it names and nobody defines.
    pub fn with_pack(&self, name: &str, text: &str) -> Result<(String, Self), Vec<InputError>> {
        let told = |faults: Vec<InputError>| faults.into_iter().map(|fault| in_file(name, with_cure(fault))).collect::<Vec<_>>();
        let value = InputError::parse_json(text).map_err(|fault| told(vec![fault]))?;
        let pack: RegionPack = read_all(&value).map_err(told)?;
        let mut found = Vec::new();
        if pack.format != Self::PACK_FORMAT {
            let message = format!("`{}` is no region pack: write \"format\":\"{}\"", pack.format, Self::PACK_FORMAT);
            found.push(InputError::new("unknown_format", "format", message));
        }
        let mut book = self.clone();
        if let Some(old) = book.packs.remove(&pack.region) {
            for rule in &old.rules {
                book.rules.remove(&rule.id);
            }
            for document in &old.documents_cited {
                book.documents.remove(&document.id);
            }
        }
        let region = pack.region.clone();
        book.add_pack(pack, &mut found);
        // Without a region, everything in it would seem to belong to another.
        if is_slug(&region) {
            found.extend(book.faults());
        }
        if found.is_empty() { Ok((region, book)) } else { Err(found.into_iter().map(|fault| in_file(name, fault)).collect()) }
    }

    /// The rule `id`, with its source and validity.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(id)
    }

    /// Every rule, in the order of their ids.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// The parameter `id`.
    #[must_use]
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.get(id)
    }

    /// The parameter `id` for the learners of a pack's region: the pack's own, otherwise the national one.
    #[must_use]
    pub fn parameter_in<'a>(&'a self, pack: Option<&'a RegionPack>, id: &str) -> Option<&'a Parameter> {
        let own = pack.and_then(|pack| pack.parameters.iter().find(|parameter| parameter.id == id));
        own.or_else(|| self.parameters.get(id))
    }

    /// The condition named `name` for the learners of a pack's region: the pack's own, otherwise the national one.
    pub(super) fn definition_in<'a>(&'a self, pack: Option<&'a RegionPack>, name: &str) -> Option<&'a Condition> {
        pack.and_then(|pack| pack.definitions.get(name)).or_else(|| self.definitions.get(name))
    }

    /// The document that a rule names.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&SourceDocument> {
        self.documents.get(id)
    }

    /// The pack of a region.
    #[must_use]
    pub fn pack(&self, region: &str) -> Option<&RegionPack> {
        self.packs.get(region).map(Arc::as_ref)
    }

    /// Every region pack, in the order of their slugs.
    pub fn packs(&self) -> impl Iterator<Item = &RegionPack> {
        self.packs.values().map(Arc::as_ref)
    }

    /// Whether requests may name this region: a French one, or one with a pack.
    #[must_use]
    pub fn knows_region(&self, slug: &str) -> bool {
        is_french_region(slug) || self.packs.contains_key(slug)
    }

    /// The hours of class of a unit of `ects` credits in a region, with the rules that say so; `None` when its centre published none.
    #[must_use]
    pub fn hours(&self, region: &str, ects: u32) -> Option<(u32, &[String])> {
        let pack = self.pack(region)?;
        let hours = pack.hours.as_ref()?;
        let table = self.parameter_in(Some(pack), &hours.parameter)?.value.as_ref()?;
        let found = table.get(&ects.to_string())?.as_u64()?;
        u32::try_from(found).ok().map(|found| (found, hours.by.as_slice()))
    }

    fn add_file(&mut self, text: &str, faults: &mut Vec<InputError>) {
        let read = InputError::parse_json(text).and_then(|value| match value.get("format").and_then(Value::as_str).unwrap_or_default() {
            Self::PACK_FORMAT => read(&value).map(|pack| self.add_pack(pack, faults)),
            Self::RULES_FORMAT => read(&value).map(|file| self.add_rules(file, faults)),
            format => Err(InputError::new(
                "unknown_format",
                "format",
                format!("`{format}` is neither {} nor {}", Self::RULES_FORMAT, Self::PACK_FORMAT),
            )),
        });
        faults.extend(read.err());
    }

    /// The paths of the parts that faults are told at, to say which file a part came from.
    fn parts(&self) -> Set<String> {
        let all = |part: &'static str, ids: Vec<&String>| ids.into_iter().map(move |id| format!("{part}.{id}")).collect::<Vec<_>>();
        let mut out: Set<String> = Set::new();
        out.extend(all("rules", self.rules.keys().collect()));
        out.extend(all("definitions", self.definitions.keys().collect()));
        out.extend(all("decisions", self.decisions.keys().collect()));
        out.extend(all("milestones", self.milestones.keys().collect()));
        out.extend(all("warnings", self.warnings.keys().collect()));
        out.extend(all("advice", self.advice.keys().collect()));
        out.extend(self.packs.keys().map(|region| format!("{region}{IN_PACK}")));
        out.extend((!self.cpf.is_empty()).then(|| "cpf".to_owned()));
        out.extend((!self.exam_papers.is_empty()).then(|| "exam_papers".to_owned()));
        out
    }

    fn add_rules(&mut self, file: RuleFile, faults: &mut Vec<InputError>) {
        self.add_records(file.documents, file.rules, file.parameters, faults);
        insert_all(&mut self.definitions, file.definitions, "definitions", faults);
        insert_all(&mut self.decisions, file.decisions, "decisions", faults);
        insert_all(&mut self.milestones, file.milestones, "milestones", faults);
        insert_all(&mut self.warnings, file.warnings, "warnings", faults);
        insert_all(&mut self.advice, file.advice, "advice", faults);
        self.topics.extend(file.topics);
        if let Some(survey) = file.survey
            && self.survey.replace(survey).is_some()
        {
            faults.push(duplicate("survey", "survey"));
        }
        self.exam_papers.extend(file.exam_papers);
        self.not_before_today.extend(file.not_before_today);
        insert_all(&mut self.implied, file.implied, "implied", faults);
        if let Some(cpf) = file.cpf {
            if !self.cpf.is_empty() {
                faults.push(duplicate("cpf", "cpf"));
            }
            self.cpf = cpf;
        }
    }

    /// Adds a pack. Its faults have the path they have in its file.
    fn add_pack(&mut self, mut pack: RegionPack, faults: &mut Vec<InputError>) {
        for (at, document) in pack.documents_cited.iter().enumerate() {
            if self.documents.insert(document.id.clone(), document.clone()).is_some() {
                faults.push(duplicate(&format!("documents_cited[{at}].id"), &document.id));
            }
        }
        for (at, rule) in pack.rules.iter().enumerate() {
            if self.rules.contains_key(&rule.id) {
                faults.push(duplicate(&format!("rules[{at}].id"), &rule.id));
            } else {
                self.rules.insert(rule.id.clone(), rule.clone());
            }
        }
        if !is_slug(&pack.region) {
            let message = format!("`{}` is not a slug: use small letters, digits and hyphens", pack.region);
            faults.push(InputError::new("invalid_value", "region", message));
        }
        pack.papers.order_by(|a, b| a.id.cmp(&b.id));
        let region = pack.region.clone();
        // Nobody else holds it yet.
        if let Some(tariff) = pack.tariff.as_mut().and_then(Arc::get_mut) {
            if !tariff.region.is_empty() && tariff.region != region {
                let message = format!("this pack is of `{region}`: write that region, or leave it out");
                faults.push(InputError::new("contradiction", "tariff.region", message));
            }
            tariff.region.clone_from(&region);
            faults.extend(tariff.faults().into_iter().map(|fault| InputError { path: format!("tariff.{}", fault.path), ..fault }));
        }
        if self.packs.insert(region.clone(), Arc::new(pack)).is_some() {
            faults.push(duplicate("region", &region));
        }
    }

    fn add_records(&mut self, documents: Vec<SourceDocument>, rules: Vec<Rule>, parameters: Vec<Parameter>, faults: &mut Vec<InputError>) {
        insert_all(&mut self.documents, documents.into_iter().map(|document| (document.id.clone(), document)), "documents", faults);
        insert_all(&mut self.rules, rules.into_iter().map(|rule| (rule.id.clone(), rule)), "rules", faults);
        insert_all(&mut self.parameters, parameters.into_iter().map(|parameter| (parameter.id.clone(), parameter)), "parameters", faults);
    }
}

/// A character that no path holds. It ends the name of a region at the head of the path of a fault inside its pack.
pub(super) const IN_PACK: char = '\u{1f}';

/// Which file each part comes from. Only needed, and only built, to tell a fault.
fn origins<'a>(files: &[(&'a str, &str)]) -> Map<String, &'a str> {
    let parts = |(name, text): &(&'a str, &str)| {
        let mut alone = RuleBook::default();
        alone.add_file(text, &mut Vec::new());
        let name = *name;
        alone.parts().into_iter().map(move |part| (part, name))
    };
    files.iter().flat_map(parts).collect()
}

fn insert_all<T>(into: &mut Map<String, T>, from: impl IntoIterator<Item = (String, T)>, part: &str, faults: &mut Vec<InputError>) {
    for (id, value) in from {
        let path = format!("{part}.{id}");
        if into.insert(id.clone(), value).is_some() {
            faults.push(duplicate(&path, &id));
        }
    }
}

fn duplicate(path: &str, id: &str) -> InputError {
    InputError::new("defined_twice", path, format!("`{id}` is defined twice: keep one"))
}

/// A fault of shape says what is wrong; this adds what to do.
fn with_cure(fault: InputError) -> InputError {
    let cure = match fault.code {
        "malformed_json" => return fault,
        "unknown_key" => "correct its name, or remove it",
        _ if fault.message.starts_with("missing field") => "add it",
        _ => "write it so",
    };
    InputError { message: format!("{}: {cure}", fault.message), ..fault }
}

/// Names the file in the path of a fault.
fn in_file(name: &str, fault: InputError) -> InputError {
    let path = fault.path.split_once(IN_PACK).map_or(fault.path.as_str(), |(_, inside)| inside);
    let path = if path.is_empty() { name.to_owned() } else { format!("{name}: {path}") };
    InputError { path, ..fault }
}
