//! What a region adds: its centre's contacts, calendar, papers, exams and aids.

use super::{
    decision::{Branch, Dated, Modes, PaperRule, PlaceRule, WarningRule},
    record::{Parameter, Rule, SourceDocument},
};
use crate::domain::{costs::Tariff, request::Version};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A region pack. A new region is one such file, without a line of Rust.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionPack {
    /// Always `parcours-pack`.
    pub format: String,
    /// The version of the format: 1.
    pub version: Version,
    /// The slug of the region.
    pub region: String,
    /// The name to show.
    pub name: String,
    /// The documents that this pack adds as sources.
    #[serde(default)]
    pub documents_cited: Vec<SourceDocument>,
    /// The rules that this pack adds.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The parameters that this pack adds.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// How to reach the centre.
    #[serde(default)]
    pub contacts: Option<Contacts>,
    /// Pages of the centre.
    #[serde(default)]
    pub links: Vec<Link>,
    /// When one may enrol; absent when the centre published nothing.
    #[serde(default)]
    pub enrolment: Option<EnrolmentWindows>,
    /// When courses start; absent when the centre published nothing.
    #[serde(default)]
    pub intakes: Vec<Intake>,
    /// The approximate dates of the terms: `S1`, `S2`, `S3`, each a parameter holding two days of the year.
    #[serde(default)]
    pub terms: BTreeMap<String, WindowRule>,
    /// The hours of class of a unit by its credits.
    #[serde(default)]
    pub hours: Option<Cited>,
    /// What the centre's courses cost; absent when it published nothing.
    #[serde(default)]
    pub tariff: Option<Tariff>,
    /// The papers to hand in on enrolling.
    #[serde(default)]
    pub papers: Vec<PaperRule>,
    /// The papers to bring to an exam; absent when the centre published nothing.
    #[serde(default)]
    pub exam_papers: Option<Vec<PaperRule>>,
    /// Where exams are held.
    #[serde(default)]
    pub exam_places: Vec<PlaceRule>,
    /// Exam sessions a year.
    #[serde(default)]
    pub exam_sessions: Option<Cited>,
    /// Dated steps.
    #[serde(default)]
    pub milestones: Modes<Vec<Dated>>,
    /// Warnings.
    #[serde(default)]
    pub warnings: Modes<Vec<WarningRule>>,
    /// Verdicts that this region's rules decide, by id.
    #[serde(default)]
    pub decisions: BTreeMap<String, Modes<Branch>>,
}

/// How to reach a centre.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// The postal address.
    #[serde(default)]
    pub address: Option<String>,
    /// The telephone number.
    #[serde(default)]
    pub telephone: Option<String>,
    /// The e-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// The e-mail address for questions of disability.
    #[serde(default)]
    pub disability_email: Option<String>,
    /// The web site.
    #[serde(default)]
    pub site: Option<String>,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// A page of the centre.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What it is about.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// When one may enrol.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EnrolmentWindows {
    /// At any time.
    Always {
        /// The rules it comes from.
        by: Vec<String>,
    },
    /// Between days that come back every year.
    Windows(Vec<WindowRule>),
}

/// A span of the year. An end on 28 February means the end of February.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WindowRule {
    /// The parameter that holds its first and its last day, `["01-15","02-28"]`.
    pub parameter: String,
    /// The source gives no exact day for its beginning.
    #[serde(default)]
    pub approximate: bool,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// When courses start.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// The parameter: months of the year (`[9,2]`), or the days of a term, of which the first counts.
    pub parameter: String,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// A parameter and the rules it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cited {
    /// The parameter.
    pub parameter: String,
    /// The rules it comes from.
    pub by: Vec<String>,
}
