//! Numbers, dates, terms and euros as each language writes them.
//!
//! `Intl` would do most of it, but writes "1 septembre" where French wants "1er septembre", and is not there in tests, calendars and PDFs.

use super::texts::{Lang, Texts, fill};
use crate::domain::{
    answer::{Milestone, Span},
    date::{Date, Season, Term},
    money::Money,
};

const NARROW: char = '\u{202f}';

/// A whole number with its thousands: `5 000` (narrow no-break space) or `5,000`.
#[must_use]
pub fn number(lang: Lang, value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(if lang == Lang::Fr { NARROW } else { ',' });
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount: `1 020,50 €` or `€1,020.50`; cents only where there are some.
#[must_use]
pub fn money(lang: Lang, amount: Money) -> String {
    let text = amount.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
    let (whole, cents) = text.split_once('.').unwrap_or((text, "00"));
    let whole = number(lang, whole.parse().unwrap_or(0));
    match (lang, cents) {
        (Lang::Fr, "00") => format!("{sign}{whole}\u{a0}€"),
        (Lang::Fr, _) => format!("{sign}{whole},{cents}\u{a0}€"),
        (Lang::En, "00") => format!("{sign}€{whole}"),
        (Lang::En, _) => format!("{sign}€{whole}.{cents}"),
    }
}

/// An amount or a range.
#[must_use]
pub fn span(texts: &Texts, lang: Lang, span: Span) -> String {
    match span {
        Span::Exact(amount) => money(lang, amount),
        Span::Range { min, max } if min == max => money(lang, min),
        Span::Range { min, max } => fill(texts.get(lang, "format.range"), &[("min", &money(lang, min)), ("max", &money(lang, max))]),
    }
}

/// A day: `1er décembre 2026` or `1 December 2026`.
#[must_use]
pub fn date(texts: &Texts, lang: Lang, date: Date) -> String {
    let day = if lang == Lang::Fr && date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day}\u{a0}{} {}", month(texts, lang, date.month()), date.year())
}

/// A month of a year, given as `2029-09`: `septembre 2029`.
#[must_use]
pub fn year_month(texts: &Texts, lang: Lang, text: &str) -> String {
    let parts = text.split_once('-').and_then(|(year, number)| Some((year, number.parse::<u8>().ok()?)));
    match parts {
        Some((year, number)) if (1..=12).contains(&number) => format!("{} {year}", month(texts, lang, number)),
        _ => text.to_owned(),
    }
}

fn month(texts: &Texts, lang: Lang, number: u8) -> &str {
    const KEYS: [&str; 12] = [
        "month.1", "month.2", "month.3", "month.4", "month.5", "month.6", "month.7", "month.8", "month.9", "month.10", "month.11",
        "month.12",
    ];
    texts.get(lang, KEYS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("month.1"))
}

/// A term: `automne 2026`, `printemps 2027`.
#[must_use]
pub fn term(texts: &Texts, lang: Lang, term: Term) -> String {
    let key = match term.season {
        Season::Autumn => "term.autumn",
        Season::Spring => "term.spring",
        Season::Summer => "term.summer",
    };
    fill(texts.get(lang, key), &[("year", &term.year.to_string())])
}

/// What a dated step is about, with the term where it is about one: `Début des cours · Automne 2027`.
#[must_use]
pub fn milestone(texts: &Texts, lang: Lang, milestone: &Milestone) -> String {
    // The deadlines of schemes are milestones under their own ids.
    let own = format!("milestone.{}", milestone.id);
    let what = texts.find(lang, &own).or_else(|| texts.find(lang, &format!("deadline.{}", milestone.id))).unwrap_or(&milestone.id);
    match milestone.term {
        Some(when) => fill(texts.get(lang, "format.of_term"), &[("what", what), ("term", &term(texts, lang, when))]),
        None => what.to_owned(),
    }
}

/// The text of `key` for a count: `key.one` or `key.other`, with `{n}` filled. French counts 0 as one, English does not.
#[must_use]
pub fn plural(texts: &Texts, lang: Lang, key: &str, count: u64) -> String {
    let one = if lang == Lang::Fr { count < 2 } else { count == 1 };
    let form = format!("{key}.{}", if one { "one" } else { "other" });
    fill(texts.get(lang, &form), &[("n", &number(lang, count))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_are_written_as_each_language_writes_them() {
        let amount: Money = "1020.50".parse().unwrap();
        assert_eq!(money(Lang::Fr, amount), "1\u{202f}020,50\u{a0}€");
        assert_eq!(money(Lang::En, amount), "€1,020.50");
        assert_eq!(money(Lang::Fr, Money::from_euros(150)), "150\u{a0}€");
        assert_eq!(number(Lang::En, 1_234_567), "1,234,567");
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        let texts = Texts::read().unwrap();
        let first: Date = "2026-09-01".parse().unwrap();
        assert_eq!(date(&texts, Lang::Fr, first), "1er\u{a0}septembre 2026");
        assert_eq!(date(&texts, Lang::En, first), "1\u{a0}September 2026");
        assert_eq!(year_month(&texts, Lang::Fr, "2029-09"), "septembre 2029");
    }

    #[test]
    fn french_and_english_count_nothing_differently() {
        let texts = Texts::read().unwrap();
        assert_eq!(plural(&texts, Lang::Fr, "count.ects", 0), "0 crédit");
        assert_eq!(plural(&texts, Lang::En, "count.ects", 0), "0 credits");
    }
}
