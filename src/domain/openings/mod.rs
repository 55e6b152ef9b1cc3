//! Opening schedules: which unit the centres of a region give, when, where and how.
//!
//! A schedule is a part of a region pack, or the CSV that a regional office keeps in a spreadsheet ([`read_csv`]). It becomes offerings of the
//! units of the catalogue, exact for the academic years it covers.

mod cells;
mod csv;
mod read;

pub use read::{ReadSchedule, read_csv};

use crate::domain::{
    catalogue::{
        Catalogue,
        format::{OfferedModality, OfferedTerm, Offering, Parity, Source, SourceKind},
    },
    error::InputError,
    read::FromValue,
};

/// The opening schedule of a region. Its openings are listed here, or in a CSV: the text of one, or its address.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// Where it comes from.
    pub source: ScheduleSource,
    /// The openings.
    #[serde(default)]
    pub openings: Vec<Opening>,
    /// More openings, as the text of a CSV.
    #[serde(default)]
    pub csv: Option<String>,
    /// More openings, as the address of a CSV, from that of the pack on. Who loads the pack fetches it too.
    #[serde(default)]
    pub url: Option<String>,
}

/// Where a schedule comes from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScheduleSource {
    /// Its title.
    pub title: String,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// Its date, as precisely as it tells.
    #[serde(default)]
    pub date: Option<String>,
    /// Who speaks in it; the Cnam, unless it says otherwise.
    #[serde(default = "official")]
    pub kind: SourceKind,
}

fn official() -> SourceKind {
    SourceKind::Official
}

impl ScheduleSource {
    /// A schedule that nothing is known of but the name of its file.
    #[must_use]
    pub fn of_file(name: &str) -> Self {
        Self { title: name.to_owned(), url: None, date: None, kind: official() }
    }
}

/// A unit that opens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The code of the unit.
    pub ue: String,
    /// The terms in which it opens.
    pub terms: Vec<OfferedTerm>,
    /// How it is attended; absent when not said.
    #[serde(default)]
    pub modality: Option<OfferedModality>,
    /// The centre, in words.
    #[serde(default)]
    pub centre: Option<String>,
    /// The academic year, by the calendar year in which it begins; absent for every year.
    #[serde(default)]
    pub academic_year: Option<i32>,
    /// Only every other academic year, by the calendar year in which it begins.
    #[serde(default)]
    pub years: Option<Parity>,
}

/// The faults of the openings that a pack lists, at their paths in its file.
#[must_use]
pub fn faults(openings: &[Opening], catalogue: &Catalogue) -> Vec<InputError> {
    let mut faults = Vec::new();
    for (at, opening) in openings.iter().enumerate() {
        faults.extend(catalogue.expect_unit(&opening.ue, &format!("schedule.openings[{at}].ue")).err());
        if opening.terms.is_empty() {
            let message = "an opening has a term: write S1, S2, S3 or annual";
            faults.push(InputError::new("invalid_value", format!("schedule.openings[{at}].terms"), message));
        }
    }
    faults
}

impl Catalogue {
    /// This catalogue with the opening schedule of a region, in the place of the one that it had.
    #[must_use]
    pub fn with_schedule(&self, region: &str, source: &ScheduleSource, openings: Vec<Opening>) -> Self {
        let id = format!("schedule-{region}");
        let offerings = openings.into_iter().map(|opening| {
            let offering = Offering {
                terms: Some(opening.terms),
                modality: opening.modality,
                region: Some(region.to_owned()),
                centre: opening.centre,
                academic_year: opening.academic_year,
                years: opening.years,
                blocked: None,
                inferred: false,
                scheduled: true,
                sources: vec![id.clone()],
                note: None,
            };
            (opening.ue, offering)
        });
        let offerings = offerings.collect();
        let ScheduleSource { title, url, date, kind } = source.clone();
        self.with_offerings(Source { id, title, url, date, kind, note: None }, offerings)
    }
}
