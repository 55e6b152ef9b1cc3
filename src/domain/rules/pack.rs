//! What a region adds: its centre's contacts, calendar, papers, exams and aids.

use super::{
    condition::Condition,
    decision::{Branch, Dated, Modes, NoteRule, PaperRule, PlaceRule},
    record::{Parameter, Rule, SourceDocument},
};
use crate::domain::sorted::Map;
use crate::domain::{catalogue::format::Label, costs::Tariff, date::Season, openings::Schedule, read::FromValue, request::Version};
use std::{str::FromStr, sync::Arc};

/// A region pack. A new region is one such file, without a line of Rust.
///
/// It goes before the national rules where both speak: a decision, a definition or a parameter of the same id counts instead of the
/// national one for the learners of this region. Rules, milestones, warnings and schemes are added to the national ones.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
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
    /// For readers of the data; a made-up pack says so here.
    #[serde(default)]
    pub note: Option<String>,
    /// The sentences of what this pack adds, by key: its rules (`ATL1`), its schemes (`scheme.ID.name`, `scheme.ID.what`), and its papers,
    /// steps, deadlines, milestones and warnings (`document.ID`, `step.ID`, `deadline.ID`, `milestone.ID`, `warning.ID`).
    #[serde(default)]
    pub texts: Map<String, Label>,
    /// The documents that this pack adds as sources.
    #[serde(default)]
    pub documents_cited: Vec<SourceDocument>,
    /// The rules that this pack adds.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The parameters that this pack adds, or holds instead of the national ones.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// The named conditions that this pack adds, or holds instead of the national ones.
    #[serde(default)]
    pub definitions: Map<String, Condition>,
    /// The schemes that exist in this region alone, by id; each has a decision of that id.
    #[serde(default)]
    pub schemes: Vec<String>,
    /// The ids of national milestones and warnings that do not apply here.
    #[serde(default)]
    pub leaves_out: Vec<String>,
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
    /// The first and last days of class of each term.
    #[serde(default)]
    pub terms: Map<TermName, WindowRule>,
    /// When exams are held; absent when the centre published nothing.
    #[serde(default)]
    pub exam_periods: Vec<ExamPeriod>,
    /// When the juries meet that validate a term; from then on what was passed in it is certain.
    #[serde(default)]
    pub juries: Map<TermName, WindowRule>,
    /// Days of every year that rules count from, as `calendar.ID`: the jury of a VAE, say.
    #[serde(default)]
    pub dates: Vec<YearlyDate>,
    /// Which unit opens when, where and how; absent when the centre published nothing.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// The hours of class of a unit by its credits.
    #[serde(default)]
    pub hours: Option<Cited>,
    /// What the centre's courses cost; absent when it published nothing.
    #[serde(default)]
    pub tariff: Option<Arc<Tariff>>,
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
    pub warnings: Modes<Vec<NoteRule>>,
    /// What else to know, by topic.
    #[serde(default)]
    pub advice: Modes<Vec<NoteRule>>,
    /// Verdicts that this region's rules decide, by id.
    #[serde(default)]
    pub decisions: Map<String, Modes<Branch>>,
}

/// How to reach a centre.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
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
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
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
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
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
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WindowRule {
    /// The parameter that holds its first and its last day, `["01-15","02-28"]`.
    pub parameter: String,
    /// The terms that one enrols in, for a window of enrolment; empty when the source does not say.
    #[serde(default)]
    pub terms: Vec<TermName>,
    /// The source gives no exact day for its beginning.
    #[serde(default)]
    pub approximate: bool,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// A term of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub enum TermName {
    /// Autumn.
    S1,
    /// Spring.
    S2,
    /// Summer.
    S3,
}

impl FromStr for TermName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "S1" => Ok(Self::S1),
            "S2" => Ok(Self::S2),
            "S3" => Ok(Self::S3),
            _ => Err(format!("`{text}` is no term: write S1, S2 or S3")),
        }
    }
}

impl TermName {
    /// The term of that season.
    #[must_use]
    pub fn of(season: Season) -> Self {
        match season {
            Season::Autumn => Self::S1,
            Season::Spring => Self::S2,
            Season::Summer => Self::S3,
        }
    }
}

/// A day, or days, of every year.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct YearlyDate {
    /// Its id.
    pub id: String,
    /// The parameter that holds its first and its last day, `["06-01","06-05"]`.
    pub parameter: String,
    /// The source gives no exact day for its beginning.
    #[serde(default)]
    pub approximate: bool,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// When the exams of a term are held. It may fall in the year after the term.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExamPeriod {
    /// The term examined.
    pub term: TermName,
    /// The first or the second session: 1 or 2.
    pub session: u32,
    /// The parameter that holds its first and its last day, `["01-15","02-05"]`.
    pub parameter: String,
    /// The source gives no exact day for its beginning.
    #[serde(default)]
    pub approximate: bool,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// When courses start.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// The parameter: months of the year (`[9,2]`), or the days of a term, of which the first counts.
    pub parameter: String,
    /// The rules it comes from.
    pub by: Vec<String>,
}

/// A parameter and the rules it comes from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cited {
    /// The parameter.
    pub parameter: String,
    /// The rules it comes from.
    pub by: Vec<String>,
}
