//! The days of a term in a region: courses, exams, jury, enrolment, as its pack gives them.

use super::{
    book::RuleBook,
    calendar::span_in,
    pack::{EnrolmentWindows, RegionPack, TermName},
};
use crate::domain::{
    catalogue::format::{ExamSession, OfferedTerm},
    date::{Date, Season, Term},
};

/// A day or a span, as far as a source gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dating<'a> {
    pub first: Date,
    pub last: Option<Date>,
    /// No source gives the exact day.
    pub approximate: bool,
    /// The rules it comes from.
    pub by: &'a [String],
}

/// The calendar of a region's centre.
#[derive(Clone, Copy)]
pub(super) struct Centre<'a> {
    pub book: &'a RuleBook,
    pub region: Option<&'a str>,
    /// The dated examination weeks of the catalogue.
    pub sessions: &'a [ExamSession],
}

impl<'a> Centre<'a> {
    pub fn pack(&self) -> Option<&'a RegionPack> {
        self.book.pack(self.region?)
    }

    /// The days of class. Where only the month of the first courses is known, its first day stands for it and there is no last.
    pub fn courses(&self, term: Term) -> Option<Dating<'a>> {
        let pack = self.pack()?;
        if let Some(window) = pack.terms.get(&TermName::of(term.season)) {
            let (first, last) = span_in(self.book, Some(pack), &window.parameter, term.year)?;
            return Some(Dating { first, last: Some(last), approximate: window.approximate, by: &window.by });
        }
        pack.intakes.iter().find_map(|intake| {
            let months = self.book.parameter_in(Some(pack), &intake.parameter)?.value.as_ref()?.as_array()?;
            let months = months.iter().filter_map(|month| u8::try_from(month.as_u64()?).ok());
            let month = months.into_iter().find(|month| season_of(*month) == term.season)?;
            Some(Dating { first: Date::new(term.year, month, 1)?, last: None, approximate: true, by: &intake.by })
        })
    }

    /// The exams of a term: its first or second session.
    pub fn exams(&self, term: Term, session: u32) -> Option<Dating<'a>> {
        let name = TermName::of(term.season);
        let pack = self.pack();
        let period = pack.and_then(|pack| pack.exam_periods.iter().find(|period| period.term == name && period.session == session));
        if let Some(period) = period {
            return self.next(&period.parameter, self.start(term), period.approximate, &period.by);
        }
        let offered = match term.season {
            Season::Autumn => OfferedTerm::S1,
            Season::Spring => OfferedTerm::S2,
            Season::Summer => OfferedTerm::S3,
        };
        let dated = self.sessions.iter().find(|one| {
            Some(one.region.as_str()) == self.region
                && (one.academic_year, one.term, one.session) == (term.academic_year(), offered, session)
        })?;
        Some(Dating { first: dated.from?, last: dated.to, approximate: false, by: &[] })
    }

    /// The jury that validates a term.
    pub fn jury(&self, term: Term) -> Option<Dating<'a>> {
        let window = self.pack()?.juries.get(&TermName::of(term.season))?;
        let taught = self.courses(term).and_then(|courses| courses.last);
        let examined = self.exams(term, 1).map(|exams| exams.last.unwrap_or(exams.first));
        let after = taught.max(examined).unwrap_or_else(|| self.start(term));
        self.next(&window.parameter, after, window.approximate, &window.by)
    }

    /// From when on what was passed in a term is certain: the jury; where none is published, the next courses, roughly.
    pub fn results(&self, term: Term) -> Option<Dating<'a>> {
        self.jury(term).or_else(|| {
            let next = self.courses(term.next(false))?;
            Some(Dating { approximate: true, last: None, ..next })
        })
    }

    /// When one may enrol for a term: the windows that open from half a year before its courses until two months after they began.
    pub fn enrolment(&self, term: Term) -> Vec<Dating<'a>> {
        let Some(EnrolmentWindows::Windows(windows)) = self.pack().and_then(|pack| pack.enrolment.as_ref()) else { return Vec::new() };
        let name = TermName::of(term.season);
        let start = self.start(term);
        let (early, late) = (start.plus_months(-6), start.plus_months(2));
        let about = windows.iter().filter(|window| window.terms.contains(&name));
        let found = about.filter_map(|window| self.next(&window.parameter, early, window.approximate, &window.by));
        found.filter(|dating| dating.first < late).collect()
    }

    /// The next occurrence of a yearly span that begins on `from` or later.
    pub fn next(&self, parameter: &str, from: Date, approximate: bool, by: &'a [String]) -> Option<Dating<'a>> {
        let mut years = from.year()..=from.year() + 1;
        let (first, last) = years.find_map(|year| span_in(self.book, self.pack(), parameter, year).filter(|(first, _)| *first >= from))?;
        Some(Dating { first, last: Some(last), approximate, by })
    }

    /// The first day of class, or about when it is in any centre: only to tell which year a date belongs to.
    fn start(&self, term: Term) -> Date {
        let month = match term.season {
            Season::Autumn => 9,
            Season::Spring => 2,
            Season::Summer => 6,
        };
        let usual = Date::new(term.year, month, 1).unwrap_or(Date::EPOCH);
        self.courses(term).map_or(usual, |courses| courses.first)
    }
}

/// The season of courses that begin in `month`.
fn season_of(month: u8) -> Season {
    match month {
        8.. => Season::Autumn,
        5..=7 => Season::Summer,
        _ => Season::Spring,
    }
}

/// What a plan needs of a region's calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TermDates {
    /// Weeks of class in autumn, spring and summer.
    pub weeks: [Option<u32>; 3],
    /// Months from the January of the year of an autumn, spring or summer term to the jury that ends it.
    pub jury_month: [Option<u32>; 3],
}

impl RuleBook {
    /// What a plan needs of the calendar of a region, read for the academic year that begins in `year`.
    #[must_use]
    pub fn term_dates(&self, region: &str, year: i32) -> TermDates {
        let centre = Centre { book: self, region: Some(region), sessions: &[] };
        let terms = [Season::Autumn, Season::Spring, Season::Summer];
        let terms = terms.map(|season| Term { year: if season == Season::Autumn { year } else { year + 1 }, season });
        let weeks = |term: Term| {
            let courses = centre.courses(term)?;
            let days = courses.last?.days_since_epoch() - courses.first.days_since_epoch() + 1;
            u32::try_from(days / 7).ok()
        };
        let jury = |term: Term| {
            let day = centre.jury(term)?.first;
            u32::try_from((day.year() - term.year) * 12 + i32::from(day.month()) - 1).ok()
        };
        TermDates { weeks: terms.map(weeks), jury_month: terms.map(jury) }
    }
}
