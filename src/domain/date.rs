//! Civil dates and teaching terms, without a clock or a time zone.

use super::read::{Faults, FromValue, Value, parsed};
use serde::{Serialize, Serializer};
use std::{cmp::Ordering, fmt, ops::RangeInclusive, str::FromStr};

/// A day of the Gregorian calendar, between the years 1900 and 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// 1970-01-01.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// The day `year`-`month`-`day`, or `None` when there is none.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let real = (1900..=2999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        real.then_some(Self { year, month, day })
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01 (negative before).
    #[must_use]
    pub fn days_since_epoch(self) -> i64 {
        // Howard Hinnant's civil-day arithmetic: years start in March so that the leap day comes last.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day that many days after 1970-01-01, or `None` outside the supported years.
    #[must_use]
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = u8::try_from(day_of_year - (153 * month + 2) / 5 + 1).ok()?;
        let month = u8::try_from(if month < 10 { month + 3 } else { month - 9 }).ok()?;
        let year = i32::try_from(year_of_era + era * 400 + i64::from(month <= 2)).ok()?;
        Self::new(year, month, day)
    }

    /// `days` later (earlier when negative), kept within the supported years.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let last = Self { year: 2999, month: 12, day: 31 };
        let first = Self { year: 1900, month: 1, day: 1 };
        let edge = if days < 0 { first } else { last };
        Self::from_days_since_epoch(self.days_since_epoch().saturating_add(days)).unwrap_or(edge)
    }

    /// `months` later (earlier when negative) on the calendar, the end of the month clamped: 31 December + 6 months = 30 June.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let index = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let index = index.clamp(1900 * 12, 2999 * 12 + 11);
        let year = i32::try_from(index.div_euclid(12)).unwrap_or(2999);
        let month = u8::try_from(index.rem_euclid(12) + 1).unwrap_or(12);
        Self { year, month, day: self.day.min(days_in_month(year, month)) }
    }

    /// Whole months from `self` to `later` (negative when `later` is before), the end of the month clamped.
    #[must_use]
    pub fn completed_months_until(self, later: Self) -> i32 {
        if later < self {
            return -later.completed_months_until(self);
        }
        let months = (later.year - self.year) * 12 + i32::from(later.month) - i32::from(self.month);
        if self.plus_months(months) > later { months - 1 } else { months }
    }

    /// Completed years from `self`, a birth date, to `later`. A person born on 29 February is a year older on 1 March of a common year
    /// in French practice; clamping gives 28 February, so that day is moved.
    #[must_use]
    pub fn completed_years_until(self, later: Self) -> i32 {
        let mut years = later.year - self.year;
        if (later.month, later.day) < (self.month, self.day) {
            years -= 1;
        }
        years
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        u8::try_from((self.days_since_epoch() + 3).rem_euclid(7)).unwrap_or(0)
    }
}

/// The number of days of a month.
#[must_use]
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is not a date: write it as year-month-day, for instance 2026-11-21");
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return Err(fault());
        }
        let number = |range: std::ops::Range<usize>| {
            text.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit())).and_then(|part| part.parse::<u16>().ok())
        };
        let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
            return Err(fault());
        };
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
            return Err(fault());
        };
        Self::new(i32::from(year), month, day).ok_or_else(fault)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromValue for Date {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        parsed(value, Self::EPOCH, faults)
    }
}

/// The season of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Season {
    /// `S1`: starts in September or October.
    Autumn,
    /// `S2`: starts in February.
    Spring,
    /// `S3`: starts in June; only some centres have one.
    Summer,
}

/// A teaching term, written `AAAA-S1`, `AAAA-S2` or `AAAA-S3`, where AAAA is the calendar year in which it **starts**.
///
/// Terms are ordered in time: `2026-S1` (autumn 2026) < `2027-S2` < `2027-S3` < `2027-S1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// The calendar year in which the term starts.
    pub year: i32,
    /// Its season.
    pub season: Season,
}

impl Term {
    /// The years in which a term may start. They begin with those of [`Date`], so that whatever is planned under a wrong clock can be read again.
    pub const YEARS: RangeInclusive<i32> = 1900..=2200;

    /// The season's place within a calendar year.
    fn rank(self) -> u8 {
        match self.season {
            Season::Spring => 0,
            Season::Summer => 1,
            Season::Autumn => 2,
        }
    }

    /// The term that follows in time; without `with_summer` the summer terms are skipped.
    #[must_use]
    pub fn next(self, with_summer: bool) -> Self {
        match self.season {
            Season::Autumn => Self { year: self.year + 1, season: Season::Spring },
            Season::Spring if with_summer => Self { year: self.year, season: Season::Summer },
            Season::Spring | Season::Summer => Self { year: self.year, season: Season::Autumn },
        }
    }

    /// The calendar year in which the academic year of this term begins: 2026 for `2026-S1`, `2027-S2` and `2027-S3`.
    #[must_use]
    pub fn academic_year(self) -> i32 {
        if self.season == Season::Autumn { self.year } else { self.year - 1 }
    }
}

impl Ord for Term {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.year, self.rank()).cmp(&(other.year, other.rank()))
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let season = match self.season {
            Season::Autumn => 1,
            Season::Spring => 2,
            Season::Summer => 3,
        };
        write!(f, "{:04}-S{season}", self.year)
    }
}

impl FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || {
            format!("`{text}` is not a term: write the year in which it starts and S1 (autumn), S2 (spring) or S3 (summer), as in 2027-S2")
        };
        let (year, season) = text.split_once("-S").ok_or_else(fault)?;
        let season = match season {
            "1" => Season::Autumn,
            "2" => Season::Spring,
            "3" => Season::Summer,
            _ => return Err(fault()),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return Err(fault());
        }
        let year = year.parse().map_err(|_| fault())?;
        if Self::YEARS.contains(&year) { Ok(Self { year, season }) } else { Err(fault()) }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromValue for Term {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        parsed(value, Self { year: *Self::YEARS.start(), season: Season::Spring }, faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn every_day_from_1900_to_2999_survives_the_round_trip_through_day_numbers() {
        let mut day = date("1900-01-01");
        let last = date("2999-12-31");
        while day < last {
            let next = day.plus_days(1);
            assert!(next > day && next.days_since_epoch() == day.days_since_epoch() + 1, "{day}");
            day = next;
        }
        assert_eq!(last.plus_days(1), last, "dates stay within the supported years");
    }

    #[test]
    fn months_are_counted_on_the_calendar_and_clamped() {
        assert_eq!(date("2025-12-31").plus_months(6), date("2026-06-30"));
        assert_eq!(date("2024-02-29").plus_months(12), date("2025-02-28"));
        assert_eq!(date("2025-12-31").completed_months_until(date("2026-06-29")), 5);
        assert_eq!(date("2025-12-31").completed_months_until(date("2026-06-30")), 6);
        assert_eq!(date("2026-06-30").completed_months_until(date("2025-12-31")), -6);
    }

    #[test]
    fn a_birthday_counts_on_the_day() {
        assert_eq!(date("2008-11-21").completed_years_until(date("2026-11-20")), 17);
        assert_eq!(date("2008-11-21").completed_years_until(date("2026-11-21")), 18);
        assert_eq!(date("2008-02-29").completed_years_until(date("2026-02-28")), 17);
        assert_eq!(date("2008-02-29").completed_years_until(date("2026-03-01")), 18);
    }

    #[test]
    fn weekdays() {
        assert_eq!(date("1970-01-01").weekday(), 3);
        assert_eq!(date("2026-11-21").weekday(), 5);
    }

    #[test]
    fn terms_are_ordered_in_time() {
        let term = |text: &str| text.parse::<Term>().unwrap();
        assert!(term("2026-S1") < term("2027-S2") && term("2027-S2") < term("2027-S3") && term("2027-S3") < term("2027-S1"));
        assert_eq!(term("2026-S1").next(false), term("2027-S2"));
        assert_eq!(term("2027-S2").next(false), term("2027-S1"));
        assert_eq!(term("2027-S2").next(true), term("2027-S3"));
        assert_eq!(term("2027-S3").academic_year(), 2026);
    }

    #[test]
    fn what_is_no_date_or_term_is_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-0a", "2026/01/01", "éé26-01-01", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["2026-S4", "2026-S", "S1-2026", "02026-S1", "2026-S01", "1899-S1", "2201-S2", ""] {
            assert!(text.parse::<Term>().is_err(), "{text}");
        }
    }
}
