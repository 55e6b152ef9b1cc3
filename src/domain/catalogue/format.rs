//! The catalogue as it is written: `parcours-catalogue/1`.
//!
//! A catalogue is one or more JSON files of the shape of [`CatalogueFile`]; what one file says another may refer to. Two marks run through
//! all of it: `null` (or an absent key) is *nobody published it*, and an empty list is *the source says there is none*. Every record names
//! the ids of its `sources`, so that a reader can tell where a figure comes from; records made up for a test name a source of kind
//! `made_up`.
//!
//! The requirement tree is in [`super::requirement`].

use super::requirement::{OrderRule, Requirement};
use crate::domain::date::Date;
use crate::domain::read::FromValue;

/// The only value of `format`.
pub const FORMAT: &str = "parcours-catalogue/1";

/// A file of a catalogue. All lists may be absent: files are cut as their authors find handy.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CatalogueFile {
    /// `parcours-catalogue/1`.
    pub format: String,
    /// What the file is, for its readers.
    #[serde(default)]
    pub note: Option<String>,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// What is taught or examined: UE, US and UA.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Diplomas, titles and certificates.
    #[serde(default)]
    pub diplomas: Vec<Diploma>,
    /// Units that stand for others.
    #[serde(default)]
    pub equivalences: Vec<Equivalence>,
    /// Units that may not be held together.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// Dated examination weeks.
    #[serde(default)]
    pub exam_sessions: Vec<ExamSession>,
}

/// A document that facts come from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id, which records name.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its address; `null` when it has none.
    pub url: Option<String>,
    /// Its date, as precisely as it tells; `null` when undated.
    pub date: Option<String>,
    /// Who speaks in it.
    pub kind: SourceKind,
    /// What to know before trusting it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Who speaks in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The Cnam or the State.
    Official,
    /// A copy of an official text.
    OfficialCopy,
    /// A partner that teaches for the Cnam.
    OfficialPartner,
    /// Anybody else.
    ThirdParty,
    /// Made up, for a test or an example.
    MadeUp,
}

/// How far a reading of a source can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Stated as such.
    High,
    /// Retyped or read indirectly.
    Medium,
    /// Doubtful: confirm with a centre.
    Low,
}

/// A text in the two languages of the page.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

/// A unit: UE, US or UA.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// Other spellings of the same code, such as a letter O for a zero.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its official title, in French.
    pub title: Option<String>,
    /// UE, US or UA.
    pub kind: UnitKind,
    /// What a UA is made of; `null` for a course.
    #[serde(default)]
    pub role: Option<UnitRole>,
    /// Its credits. 0 is a published zero, as for an examination that only opens the way.
    pub ects: Option<u32>,
    /// Its hours of class, by centre. They may not be derived from the credits: centres differ.
    #[serde(default)]
    pub hours: Option<Vec<Hours>>,
    /// Who may enrol; `null` when nothing is said.
    #[serde(default)]
    pub access: Option<Access>,
    /// What to know or hold before. `[]` when the source says there is nothing.
    #[serde(default)]
    pub prerequisites: Option<Vec<Prerequisite>>,
    /// When, where and how it is given; `null` when nobody published it.
    #[serde(default)]
    pub offering: Option<Vec<Offering>>,
    /// How it is examined.
    #[serde(default)]
    pub assessment: Option<Assessment>,
    /// The most times it may be sat.
    #[serde(default)]
    pub max_attempts: Option<u32>,
    /// Marks that requirements count, such as `theorique`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it is still given; `null` when nothing is said.
    #[serde(default)]
    pub status: Option<Status>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Unité d'enseignement: a course, open to all.
    Ue,
    /// Unité spécifique: a course inside its parcours only.
    Us,
    /// Unité d'activité: experience, thesis, test; belongs to a diploma.
    Ua,
}

/// What a UA is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnitRole {
    /// Professional experience.
    Experience,
    /// A thesis (mémoire).
    Thesis,
    /// A jury that admits to what follows.
    Admission,
    /// A language certificate.
    LanguageTest,
    /// Time abroad or its equivalent.
    International,
    /// A project.
    Project,
}

/// Whether something can still be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Current when its sources were read.
    Current,
    /// Closed or replaced.
    Withdrawn,
    /// Known from an old document only: it may be gone.
    Historical,
}

/// Hours of class of a unit at a centre.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// How many.
    pub hours: u32,
    /// How precise; `null` is exact.
    #[serde(default)]
    pub precision: Option<Precision>,
    /// The region (slug), `etranger`, or `null` when the source names none.
    #[serde(default)]
    pub region: Option<String>,
    /// The centre, in words.
    #[serde(default)]
    pub centre: Option<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
}

/// How precise a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// At least this.
    Minimum,
    /// About this.
    About,
}

/// Who may enrol in a unit.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The regime.
    pub regime: AccessRegime,
    /// Diplomas whose learners are exempt from it, by id; `null` when they are not listed.
    #[serde(default)]
    pub exempt: Option<Vec<String>>,
    /// Whether it can be granted for earlier studies (VES).
    #[serde(default)]
    pub by_ves: Option<bool>,
    /// Whether it can be granted by a partial VAE.
    #[serde(default)]
    pub by_vae: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The regimes of access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessRegime {
    /// Anybody.
    Open,
    /// Only inside the parcours that contains it.
    Parcours,
    /// After an approval by the teaching team (agrément).
    Agreement,
    /// Only the audience that its page names.
    TargetPublic,
    /// Only pupils of the engineering school.
    School,
}

/// Something to know or hold before a unit.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    /// What.
    pub needs: Needs,
    /// Whether it is demanded.
    pub strength: Strength,
    /// Whether an equivalent level will do. `null` when the source does not say.
    #[serde(default)]
    pub or_equivalent: Option<bool>,
    /// Whether the same term will do; `null` when the source does not say, which a planner reads as *before*.
    #[serde(default)]
    pub timing: Option<Timing>,
    /// Where this comes from; empty is as the unit.
    #[serde(default)]
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a prerequisite asks for.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Needs {
    /// Each of these units.
    AllOf(Vec<String>),
    /// Some of these units.
    AnyOf {
        /// How many.
        n: u32,
        /// Out of these.
        units: Vec<String>,
    },
    /// Some units of these groups of the diploma one follows.
    UnitsOfGroups {
        /// How many.
        n: u32,
        /// The ids of the requirements.
        groups: Vec<String>,
    },
    /// To be admitted by this UA.
    Admission(String),
    /// The units of the first semester of the diploma.
    FirstSemester {
        /// What they are worth; `null` when nobody published it.
        ects: Option<u32>,
    },
    /// A level of education.
    Level(LevelNeed),
    /// A CEFR level that one may *not* have reached: the unit is for those below it.
    BelowCefr(String),
    /// A placement test.
    PlacementTest,
    /// Knowledge, in words.
    Competence(String),
    /// Months of professional experience.
    ExperienceMonths(u32),
}

/// A level of education.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelNeed {
    /// The level of the French framework, 3 to 8 (bac is 4, bac+2 is 5, bac+3 and bac+4 are 6, bac+5 is 7); `null` when the words do not map.
    pub level: Option<u8>,
    /// As the source writes it.
    pub text: String,
    /// In which field.
    #[serde(default)]
    pub field: Option<String>,
    /// A diploma is demanded: experience does not replace it.
    #[serde(default)]
    pub diploma_required: Option<bool>,
    /// Experience replaces it.
    #[serde(default)]
    pub or_experience: Option<bool>,
}

/// Whether something is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Demanded.
    Required,
    /// Advised.
    Recommended,
}

/// How two units stand in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// In an earlier term: the same one is forbidden.
    Before,
    /// In an earlier term or the same one.
    SameTermAllowed,
}

/// When, where and how a unit is given.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Offering {
    /// The terms; `null` when only the modality is known.
    pub terms: Option<Vec<OfferedTerm>>,
    /// How it is attended; `null` when not said.
    #[serde(default)]
    pub modality: Option<OfferedModality>,
    /// The region (slug), `national`, `etranger`, or `null` when the source names none.
    #[serde(default)]
    pub region: Option<String>,
    /// The centre, in words.
    #[serde(default)]
    pub centre: Option<String>,
    /// The academic year of which this was said, by the calendar year in which it begins; `null` when undated.
    #[serde(default)]
    pub academic_year: Option<i32>,
    /// Given only every other year; `null` when not said.
    #[serde(default)]
    pub years: Option<Parity>,
    /// In blocked days or weeks.
    #[serde(default)]
    pub blocked: Option<bool>,
    /// The terms are deduced by a reader, not stated by the source.
    #[serde(default)]
    pub inferred: bool,
    /// From the opening schedule of the region: exact for its academic year, and a guess beyond.
    #[serde(default)]
    pub scheduled: bool,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The terms in which a unit may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub enum OfferedTerm {
    /// Autumn.
    S1,
    /// Spring.
    S2,
    /// Summer.
    S3,
    /// From autumn to spring, as one unit.
    #[serde(rename = "annual")]
    Annual,
}

/// How a unit is attended, as catalogues say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfferedModality {
    /// Weekday evenings.
    Soir,
    /// Saturdays.
    Samedi,
    /// In the day.
    Journee,
    /// At a distance (FOAD).
    Distance,
    /// A course broadcast to several places.
    Visiocours,
    /// Under a work and study contract.
    Alternance,
    /// On site, at hours not said.
    Presentiel,
    /// Partly on site, partly at a distance.
    Hybride,
}

/// Which academic years, by the calendar year in which they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Parity {
    /// 2026, 2028, …
    Even,
    /// 2027, 2029, …
    Odd,
}

/// How a unit is examined.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Whether there is an examination; `false` for a unit validated without a mark.
    pub exam: Option<bool>,
    /// It differs by modality.
    #[serde(default)]
    pub differs_by_modality: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// Units that stand for others.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Equivalence {
    /// Who holds all of these …
    pub held: Vec<String>,
    /// … holds these.
    pub counts_as: Vec<String>,
    /// Also the other way round.
    pub both_ways: bool,
    /// How sure: only `high` is applied to a plan.
    pub confidence: Confidence,
    /// A request (VES) is needed; `null` when not said.
    #[serde(default)]
    pub request_needed: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// Sets of units of which one set at most may be held.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The sets: a unit of one rules out every unit of the others.
    pub sets: Vec<Vec<String>>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// Examination weeks.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExamSession {
    /// The region (slug).
    pub region: String,
    /// The academic year, by the calendar year in which it begins.
    pub academic_year: i32,
    /// The term examined.
    pub term: OfferedTerm,
    /// First or second session.
    pub session: u32,
    /// The first day.
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub from: Option<Date>,
    /// The last day.
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub to: Option<Date>,
    /// One has to register oneself; `null` when not said.
    #[serde(default)]
    pub self_registration: Option<bool>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// A diploma, title or certificate; two versions of one code are two diplomas with two ids.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Diploma {
    /// What requests and links name: the code where there is one, otherwise `sans-code-` and a slug made here.
    pub id: String,
    /// The Cnam's code; `null` when it is not known.
    pub code: Option<String>,
    /// Its official title, in French; `null` when no source shows it.
    pub title: Option<String>,
    /// The title is a reader's inference.
    #[serde(default)]
    pub title_inferred: bool,
    /// Its family.
    pub family: Option<Family>,
    /// Its level in the French framework: 3 to 8.
    pub level: Option<u8>,
    /// The credits it takes.
    pub ects: Option<u32>,
    /// Its hours in all.
    #[serde(default)]
    pub hours: Option<u32>,
    /// Its field, where title or source says it.
    pub domain: Option<Domain>,
    /// Whether it can still be started.
    pub status: Option<Status>,
    /// The diploma (id) that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Its entries in the national registers; `[]` when the source says there is none.
    #[serde(default)]
    pub registrations: Option<Vec<Registration>>,
    /// Who may enter.
    #[serde(default)]
    pub entry: Option<EntryRule>,
    /// How its years are run; `null` when not said.
    #[serde(default)]
    pub organisation: Option<Organisation>,
    /// What makes it up, all of it required; `null` when no source shows its structure.
    pub requirements: Option<Vec<Requirement>>,
    /// What must come before what.
    #[serde(default)]
    pub order: Option<Vec<OrderRule>>,
    /// What experience it takes.
    #[serde(default)]
    pub experience: Option<ExperienceRule>,
    /// How marks make a diploma.
    #[serde(default)]
    pub grading: Option<Grading>,
    /// Named parcours of the same structure.
    #[serde(default)]
    pub parcours: Vec<Parcours>,
    /// Structures that differ by status, by centre or by year.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Alternative ways to it, each a chain of diplomas or years.
    #[serde(default)]
    pub paths: Vec<PathWay>,
    /// What sources disagree on.
    #[serde(default)]
    pub conflicts: Vec<Conflict>,
    /// How far to trust the record; `null` where its parts say it.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The families of diplomas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Licence générale.
    Licence,
    /// Licence professionnelle.
    LicenceProfessionnelle,
    /// Diplôme d'études universitaires scientifiques et techniques.
    Deust,
    /// Diplôme d'ingénieur.
    Ingenieur,
    /// Master.
    Master,
    /// Titre enregistré au RNCP.
    TitreRncp,
    /// Certificat professionnel.
    CertificatProfessionnel,
    /// Certificat de compétence.
    CertificatCompetence,
    /// Certificat de spécialisation.
    CertificatSpecialisation,
    /// Diplômes de l'Intec: DGC, DSGC.
    Intec,
    /// Micro-certification.
    MicroCertification,
    /// Diplôme d'établissement.
    DiplomeEtablissement,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Licence,
        Self::LicenceProfessionnelle,
        Self::Deust,
        Self::Ingenieur,
        Self::Master,
        Self::TitreRncp,
        Self::CertificatProfessionnel,
        Self::CertificatCompetence,
        Self::CertificatSpecialisation,
        Self::Intec,
        Self::MicroCertification,
        Self::DiplomeEtablissement,
    ];

    /// Its name in the data, in filters and in rules.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::LicenceProfessionnelle => "licence_professionnelle",
            Self::Deust => "deust",
            Self::Ingenieur => "ingenieur",
            Self::Master => "master",
            Self::TitreRncp => "titre_rncp",
            Self::CertificatProfessionnel => "certificat_professionnel",
            Self::CertificatCompetence => "certificat_competence",
            Self::CertificatSpecialisation => "certificat_specialisation",
            Self::Intec => "intec",
            Self::MicroCertification => "micro_certification",
            Self::DiplomeEtablissement => "diplome_etablissement",
        }
    }
}

/// The fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Computing.
    Informatique,
    /// Accounting and management.
    ComptabiliteGestion,
    /// Trade and marketing.
    Commerce,
    /// Human resources.
    RessourcesHumaines,
    /// Real estate and its law.
    Immobilier,
    /// Law.
    Droit,
    /// Building and land.
    BatimentAmenagement,
    /// Industry: mechanics, electricity, production, logistics.
    Industrie,
    /// Work, health and safety.
    TravailSante,
    /// Food industry.
    Agroalimentaire,
    /// Training of adults.
    Formation,
}

impl Domain {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Informatique,
        Self::ComptabiliteGestion,
        Self::Commerce,
        Self::RessourcesHumaines,
        Self::Immobilier,
        Self::Droit,
        Self::BatimentAmenagement,
        Self::Industrie,
        Self::TravailSante,
        Self::Agroalimentaire,
        Self::Formation,
    ];

    /// Its name in the data and in filters.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Informatique => "informatique",
            Self::ComptabiliteGestion => "comptabilite_gestion",
            Self::Commerce => "commerce",
            Self::RessourcesHumaines => "ressources_humaines",
            Self::Immobilier => "immobilier",
            Self::Droit => "droit",
            Self::BatimentAmenagement => "batiment_amenagement",
            Self::Industrie => "industrie",
            Self::TravailSante => "travail_sante",
            Self::Agroalimentaire => "agroalimentaire",
            Self::Formation => "formation",
        }
    }
}

/// An entry in a national register of certifications.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Which register.
    pub register: Register,
    /// The number, `RNCP36889`; `null` when not known.
    pub number: Option<String>,
    /// The first day of validity.
    #[serde(default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub from: Option<Date>,
    /// The last day on which one may enter.
    #[serde(default)]
    #[cfg_attr(feature = "cli", schemars(with = "Option<String>"))]
    pub until: Option<Date>,
    /// The number that took its place.
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The national registers, as the fact `target_register` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// Répertoire national des certifications professionnelles.
    Rncp,
    /// A bloc of an RNCP certification.
    Bloc,
    /// Répertoire spécifique.
    Rs,
}

/// Who may enter a diploma.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryRule {
    /// In words, for readers of the data.
    pub text: String,
    /// Any of these will do; `null` when the words give no condition that can be computed.
    pub any_of: Option<Vec<EntryWay>>,
    /// Candidates are selected before any registration.
    #[serde(default)]
    pub selection: Option<bool>,
    /// When it is checked.
    #[serde(default)]
    pub checked_at: Option<CheckedAt>,
    /// The ways around that the source names: `vapp`, `ves`, `vae`.
    #[serde(default)]
    pub bypass: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// One way in: all that it names is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EntryWay {
    /// A level, 3 to 8 (bac is 4, bac+2 is 5).
    #[serde(default)]
    pub level: Option<u8>,
    /// In this field.
    #[serde(default)]
    pub field: Option<String>,
    /// Months of experience.
    #[serde(default)]
    pub experience_months: Option<u32>,
    /// These units.
    #[serde(default)]
    pub units: Vec<String>,
    /// That many units of the Cnam, whichever.
    #[serde(default)]
    pub any_units: Option<u32>,
    /// For a foreign diploma: what it takes, such as `enic_naric` and `ves`.
    #[serde(default)]
    pub foreign_diploma: Vec<String>,
}

/// When an entry condition is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CheckedAt {
    /// On registration in a unit.
    Registration,
    /// On candidacy.
    Candidacy,
    /// When the diploma is delivered.
    Delivery,
}

/// How the years of a diploma are run.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Organisation {
    /// Unit by unit, at one's own pace.
    ALaCarte,
    /// As a class, year after year.
    Cohort {
        /// How many years.
        years: Option<u32>,
        /// Units in all.
        units: Option<u32>,
        /// Hours of each.
        hours_each: Option<u32>,
    },
}

/// What experience a diploma takes.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExperienceRule {
    /// Whether any is needed.
    pub required: Option<bool>,
    /// Any one of these ways; `null` when the words give none that can be computed.
    #[serde(default)]
    pub ways: Option<Vec<ExperienceWay>>,
    /// Diplomas (ids) whose validated experience is taken over.
    #[serde(default)]
    pub carried_over_from: Vec<String>,
    /// Units held from which the file may be handed in early.
    #[serde(default)]
    pub early_file_from_units: Option<u32>,
    /// In words, for readers of the data.
    pub text: String,
    /// Where this comes from.
    pub sources: Vec<String>,
}

/// One way to bring the experience: all of its parts are needed.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExperienceWay {
    /// Its parts.
    pub parts: Vec<ExperiencePart>,
    /// The least and the most months of internship to add.
    #[serde(default)]
    pub internship_months: Option<(u32, u32)>,
}

/// A stretch of experience.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExperiencePart {
    /// How long, in months.
    pub months: u32,
    /// In the speciality of the diploma (`false`: outside it is enough).
    pub in_speciality: Option<bool>,
    /// At which level of responsibility.
    #[serde(default)]
    pub responsibility: Option<Responsibility>,
    /// The UA that it gives.
    #[serde(default)]
    pub unit: Option<String>,
}

/// Levels of responsibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Responsibility {
    /// Technician or higher technician.
    Technician,
    /// At the level of the diploma.
    Diploma,
    /// Engineer.
    Engineer,
}

/// How marks make a diploma.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// The regime; `null` when only parts of it are known.
    pub regime: Option<GradingRegime>,
    /// The mark, or the average, that passes, out of 20.
    #[serde(default)]
    pub pass_mark: Option<u32>,
    /// A mark below this fails all.
    #[serde(default)]
    pub eliminatory_below: Option<u32>,
    /// The least and the greatest coefficient.
    #[serde(default)]
    pub coefficients: Option<(u32, u32)>,
    /// Years, from the first unit, in which marks can be averaged.
    #[serde(default)]
    pub window_years: Option<u32>,
    /// All units must have been sat.
    #[serde(default)]
    pub all_units_sat: Option<bool>,
    /// The mark that a unit obtained by VES or VAE counts as.
    #[serde(default)]
    pub validated_counts_as: Option<u32>,
    /// Units that must be prepared in house.
    #[serde(default)]
    pub min_units_in_house: Option<u32>,
    /// The best of these sittings counts.
    #[serde(default)]
    pub best_of: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// The regimes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GradingRegime {
    /// Each unit on its own.
    Capitalisation,
    /// A weighted average may make up for a low mark.
    Compensation,
}

/// A named parcours.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Parcours {
    /// Its code.
    pub code: String,
    /// Its official title, in French.
    pub title: Option<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
}

/// A structure that holds for some learners only.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its id within the diploma.
    pub id: String,
    /// For whom: a status (`apprentissage`, `formation_continue`), a centre (`region:` and a slug) or a year (`annee:` and a number).
    pub when: String,
    /// What makes it up; `null` when no source shows it.
    pub requirements: Option<Vec<Requirement>>,
    /// Units it counts.
    #[serde(default)]
    pub unit_count: Option<u32>,
    /// How marks make it a diploma.
    #[serde(default)]
    pub grading: Option<Grading>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// One way to a diploma, step after step.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathWay {
    /// Its steps in order: diplomas or years, as the source names them.
    pub steps: Vec<String>,
    /// Where this comes from.
    pub sources: Vec<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// What sources disagree on.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// What they say.
    pub says: Vec<Saying>,
    /// Which was followed, and why.
    pub judgement: String,
}

/// What a source says.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// The words, paraphrased.
    pub text: String,
    /// Where this comes from.
    pub sources: Vec<String>,
}
