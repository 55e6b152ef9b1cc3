//! Days of the year: enrolment windows, intakes, working days.

use super::{
    book::RuleBook,
    case::Case,
    pack::{EnrolmentWindows, RegionPack, WindowRule},
};
use crate::domain::{
    answer::{Because, Window},
    date::{Date, days_in_month},
    read::Value,
};

/// Whether `day` is a public holiday in all of France (labour code, art. L3133-1). Good Friday and 26 December, off in Alsace-Moselle alone, are not.
#[must_use]
pub fn is_public_holiday(day: Date) -> bool {
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension and Whit Monday.
    let movable = |easter: Date| [1, 39, 50].iter().any(|days| easter.plus_days(*days) == day);
    fixed.contains(&(day.month(), day.day())) || easter(day.year()).is_some_and(movable)
}

/// `day` if it is neither a Saturday, a Sunday nor a public holiday, otherwise the next such day.
#[must_use]
pub fn next_working_day(mut day: Date) -> Date {
    // No run of days off is longer than a week, so this ends; the bound covers the last supported day.
    for _ in 0..14 {
        if day.weekday() < 5 && !is_public_holiday(day) {
            break;
        }
        day = day.plus_days(1);
    }
    day
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm published in Nature, 1876).
fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, u8::try_from(n / 31).ok()?, u8::try_from(n % 31 + 1).ok()?)
}

/// The enrolment window of the centre, today.
pub(super) fn window(case: &Case<'_>) -> Window {
    let cite = |rules: &[String]| rules.iter().map(|rule| Because::rule(rule.clone(), Some(true))).collect::<Vec<_>>();
    match case.pack.and_then(|pack| pack.enrolment.as_ref()) {
        None => Window::default(),
        Some(EnrolmentWindows::Always { by }) => Window { open: Some(true), next: None, approximate: false, because: cite(by) },
        Some(EnrolmentWindows::Windows(windows)) => {
            let spans = windows.iter().flat_map(|rule| years(case.today).filter_map(move |year| Some((rule, span(case, rule, year)?))));
            let mut later: Option<(&WindowRule, Date)> = None;
            for (rule, (first, last)) in spans {
                if first <= case.today && case.today <= last {
                    return Window { open: Some(true), next: None, approximate: rule.approximate, because: cite(&rule.by) };
                }
                if first > case.today && later.is_none_or(|(_, earliest)| first < earliest) {
                    later = Some((rule, first));
                }
            }
            // Closed today, as the rules say: none of them is a condition that the person fails.
            let because = windows.iter().flat_map(|rule| cite(&rule.by)).collect();
            later.map_or_else(Window::default, |(rule, first)| Window {
                open: Some(false),
                next: Some(first),
                approximate: rule.approximate,
                because,
            })
        }
    }
}

/// The next start of courses in the centre, with whether it is approximate and the rules that say so.
pub(super) fn next_intake<'a>(case: &Case<'a>) -> Option<(Date, &'a [String])> {
    let pack = case.pack?;
    let starts = pack.intakes.iter().flat_map(|intake| {
        let days = case.book.parameter_in(case.pack, &intake.parameter).and_then(|parameter| parameter.value.as_ref()?.as_array());
        // A list of months, or the two ends of a term.
        let starts: Vec<(u8, u8)> = match days {
            Some([Value::Text(first), ..]) => day_of_year(first).into_iter().collect(),
            Some(months) => months.iter().filter_map(|month| Some((u8::try_from(month.as_u64()?).ok()?, 1))).collect(),
            None => Vec::new(),
        };
        let dates = starts.into_iter().flat_map(move |(month, day)| years(case.today).filter_map(move |year| Date::new(year, month, day)));
        dates.map(move |date| (date, intake.by.as_slice()))
    });
    starts.filter(|(date, _)| *date >= case.today).min_by_key(|(date, _)| *date)
}

fn years(today: Date) -> impl Iterator<Item = i32> + Clone {
    today.year() - 1..=today.year() + 1
}

/// The span of a window that begins in `year`.
fn span(case: &Case<'_>, rule: &WindowRule, year: i32) -> Option<(Date, Date)> {
    span_in(case.book, case.pack, &rule.parameter, year)
}

/// The days of a parameter, of which the first falls in `year`.
pub(super) fn span_in(book: &RuleBook, pack: Option<&RegionPack>, parameter: &str, year: i32) -> Option<(Date, Date)> {
    let (from, to) = span_of_year(book.parameter_in(pack, parameter)?.value.as_ref()?)?;
    let first = Date::new(year, from.0, from.1)?;
    let last_year = if to < from { year + 1 } else { year };
    let last_day = if to == (2, 28) { days_in_month(last_year, 2) } else { to.1 };
    Some((first, Date::new(last_year, to.0, last_day)?))
}

/// The two days of the year of a value such as `["01-15","02-28"]`.
pub(super) fn span_of_year(value: &Value) -> Option<((u8, u8), (u8, u8))> {
    match value.as_array() {
        Some([from, to]) => Some((day_of_year(from.as_str()?)?, day_of_year(to.as_str()?)?)),
        _ => None,
    }
}

/// `"01-15"` as (1, 15). 29 February is no day of every year.
fn day_of_year(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Date::new(2001, month, day).map(|_| (month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn movable_holidays_follow_easter() {
        // Easter Sundays: 2024-03-31, 2025-04-20, 2026-04-05, 2027-03-28, 2038-04-25 (the latest day there is).
        for (year, day) in [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")] {
            assert_eq!(easter(year), Some(date(day)));
        }
        for day in ["2026-04-06", "2026-05-14", "2026-05-25", "2026-12-25", "2027-01-01", "2026-07-14"] {
            assert!(is_public_holiday(date(day)), "{day}");
        }
        for day in ["2026-04-03", "2026-04-07", "2026-12-26", "2026-05-24"] {
            assert!(!is_public_holiday(date(day)), "{day}");
        }
    }

    #[test]
    fn a_day_off_is_moved_over_weekends_and_holidays() {
        assert_eq!(next_working_day(date("2026-12-05")), date("2026-12-07"));
        assert_eq!(next_working_day(date("2026-12-07")), date("2026-12-07"));
        assert_eq!(next_working_day(date("2026-12-25")), date("2026-12-28"), "Friday, then a weekend");
        assert_eq!(next_working_day(date("2026-04-04")), date("2026-04-07"), "Saturday, Easter Sunday and Easter Monday");
    }
}
