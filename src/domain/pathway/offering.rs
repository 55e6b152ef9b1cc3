//! In which terms a unit may start.

use crate::domain::sorted::Sorting;
use crate::domain::{
    catalogue::format::{OfferedModality, OfferedTerm, Offering, Parity, Unit},
    date::{Season, Term},
    request::Modality,
};

/// When a unit is given, as far as a plan relies on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Openings {
    /// The ways it is given; any of them will do.
    patterns: Vec<Pattern>,
    /// They are those of the region's own opening schedule.
    scheduled: bool,
    /// Nobody published it for this region: autumn and spring, or what another region does.
    pub assumed: bool,
    /// It runs from autumn to spring.
    pub annual: bool,
    /// The ids of the sources.
    pub sources: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    term: OfferedTerm,
    years: Option<Parity>,
    /// The one academic year of a schedule that it is certain for.
    academic_year: Option<i32>,
    modality: Option<OfferedModality>,
    centre: Option<String>,
}

/// What the opening schedule of the region says of a unit in one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The schedule does not cover that year: it is taken to repeat.
    pub guessed: bool,
    /// How the unit is attended, where one way of the contract says it.
    pub modality: Option<Modality>,
    /// The centres that give it.
    pub centres: Vec<String>,
}

impl Openings {
    /// When `unit` is given to someone of `region` who accepts `wanted` ways of attending.
    ///
    /// The opening schedule of the region comes first; then what another source says of the region, or of all of France. Failing that, what
    /// is said of another region of France is taken for likely, and without any of it autumn and spring are: both are marked as assumed. What
    /// is said of a centre abroad is left out.
    ///
    /// Courses in the day do not count for who may not attend them (`daytime` false).
    pub fn of(unit: &Unit, region: Option<&str>, wanted: Option<&[Modality]>, daytime: bool) -> Self {
        let open = |one: &&Offering| daytime || one.modality != Some(OfferedModality::Journee);
        let all =
            || unit.offering.iter().flatten().filter(|one| one.terms.is_some() && one.region.as_deref() != Some("etranger")).filter(open);
        let schedule: Vec<&Offering> = all().filter(|one| one.scheduled && region.is_some() && one.region.as_deref() == region).collect();
        if !schedule.is_empty() {
            let fits = |one: &&Offering| wanted.is_none_or(|wanted| way(one.modality).is_none_or(|way| wanted.contains(&way)));
            let fitting: Vec<&Offering> = schedule.iter().copied().filter(fits).collect();
            // In no way that fits: it is planned all the same, and its way of attending marked as assumed.
            return Self::from(if fitting.is_empty() { schedule } else { fitting }, true, false);
        }
        // The schedule of another region is that region's own affair.
        let likely: Vec<&Offering> = all().filter(|one| !one.scheduled).collect();
        let known: Vec<&Offering> = likely.iter().copied().filter(|one| is_here(one, region)).collect();
        let (used, assumed) = if known.is_empty() { (likely, true) } else { (known, false) };
        let assumed = assumed || used.iter().all(|one| one.inferred);
        Self::from(used, false, assumed)
    }

    fn from(used: Vec<&Offering>, scheduled: bool, assumed: bool) -> Self {
        // Many centres say the same: each way is kept once. Where and how it is attended matters in a schedule alone.
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut sources: Vec<&String> = Vec::new();
        for one in used {
            for &term in one.terms.iter().flatten() {
                let pattern = Pattern {
                    term,
                    years: one.years,
                    academic_year: one.academic_year.filter(|_| scheduled),
                    modality: one.modality.filter(|_| scheduled),
                    centre: one.centre.as_ref().filter(|_| scheduled).cloned(),
                };
                if !patterns.contains(&pattern) {
                    patterns.push(pattern);
                }
            }
            for source in &one.sources {
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
        }
        if patterns.is_empty() {
            let any = |term| Pattern { term, years: None, academic_year: None, modality: None, centre: None };
            let patterns = vec![any(OfferedTerm::S1), any(OfferedTerm::S2)];
            return Self { patterns, scheduled: false, assumed: true, annual: false, sources: Vec::new() };
        }
        let annual = patterns.iter().all(|pattern| pattern.term == OfferedTerm::Annual);
        sources.order();
        Self { patterns, scheduled, assumed, annual, sources: sources.into_iter().cloned().collect() }
    }

    /// Those of a unit that is not given at all.
    pub fn nowhere() -> Self {
        Self { patterns: Vec::new(), scheduled: false, assumed: false, annual: false, sources: Vec::new() }
    }

    /// Whether it may start in `term`.
    pub fn opens_in(&self, term: Term) -> bool {
        self.matching(term).next().is_some()
    }

    /// What the opening schedule of the region says of `term`; `None` without one.
    pub fn scheduled_in(&self, term: Term) -> Option<Opened> {
        self.scheduled.then(|| {
            let mut centres: Vec<String> = self.matching(term).filter_map(|pattern| pattern.centre.clone()).collect();
            centres.order();
            centres.dedup();
            Opened {
                guessed: self.matching(term).all(|pattern| pattern.academic_year.is_some_and(|year| year != term.academic_year())),
                modality: self.matching(term).find_map(|pattern| way(pattern.modality)),
                centres,
            }
        })
    }

    /// How little `unit`, whose openings these are, suits in `term` who lives in `region` and accepts `wanted` ways of attending: 0 when it is
    /// given in one of them, 1 when nobody published the way, 2 when it is given in other ways alone.
    pub fn misfit(&self, unit: &Unit, region: Option<&str>, wanted: &[Modality], term: Term) -> i64 {
        let of = |offered: Option<OfferedModality>| way(offered).map_or(1, |way| if wanted.contains(&way) { 0 } else { 2 });
        let least = if self.scheduled {
            self.matching(term).map(|pattern| of(pattern.modality)).min()
        } else {
            unit.offering.iter().flatten().filter(|one| is_here(one, region)).map(|one| of(one.modality)).min()
        };
        least.unwrap_or(1)
    }

    /// The ways in which it may start in `term`.
    fn matching(&self, term: Term) -> impl Iterator<Item = &Pattern> {
        let year = self.year_like(term.academic_year());
        self.patterns.iter().filter(move |pattern| {
            let season = match pattern.term {
                OfferedTerm::S1 => term.season == Season::Autumn,
                OfferedTerm::S2 => term.season == Season::Spring,
                OfferedTerm::S3 => term.season == Season::Summer,
                // Beside a term of its own, a year-long form is not planned.
                OfferedTerm::Annual => self.annual && term.season == Season::Autumn,
            };
            let even = term.academic_year().rem_euclid(2) == 0;
            season
                && pattern.years.is_none_or(|years| even == (years == Parity::Even))
                && pattern.academic_year.is_none_or(|dated| Some(dated) == year)
        })
    }

    /// The academic year of the schedule that tells of `year`: itself, otherwise the last one before, otherwise the first.
    fn year_like(&self, year: i32) -> Option<i32> {
        let dated = || self.patterns.iter().filter_map(|pattern| pattern.academic_year);
        dated().filter(|dated| *dated <= year).max().or_else(|| dated().min())
    }

    /// Whether it is given every other year in some term.
    pub fn biennial(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.years.is_some())
    }

    /// Whether it is known to open in summer.
    pub fn in_summer(&self) -> bool {
        !self.assumed && self.patterns.iter().any(|pattern| pattern.term == OfferedTerm::S3)
    }
}

/// How `unit` would be attended in `region` by someone who accepts `wanted` ways: a published way that fits, or `None`.
pub fn modality(unit: &Unit, region: Option<&str>, wanted: Option<&[Modality]>) -> Option<Modality> {
    let mut ways = unit.offering.iter().flatten().filter(|one| is_here(one, region)).filter_map(|one| way(one.modality));
    ways.find(|way| wanted.is_none_or(|wanted| wanted.contains(way)))
}

/// Whether it is said of `region`, or of all of France.
fn is_here(one: &Offering, region: Option<&str>) -> bool {
    one.region.as_deref() == Some("national") || (one.region.is_some() && one.region.as_deref() == region)
}

/// A way of attending of a catalogue as the contract says it.
fn way(offered: Option<OfferedModality>) -> Option<Modality> {
    Some(match offered? {
        OfferedModality::Soir => Modality::Soir,
        OfferedModality::Samedi => Modality::Samedi,
        OfferedModality::Journee => Modality::Journee,
        OfferedModality::Distance => Modality::Distance,
        OfferedModality::Visiocours => Modality::Visiocours,
        OfferedModality::Alternance => Modality::Alternance,
        // No single way of the contract says these.
        OfferedModality::Presentiel | OfferedModality::Hybride => return None,
    })
}

/// The hours of class of `unit` in `region`: exact figures of that region, or of none in particular.
pub fn hours(unit: &Unit, region: Option<&str>) -> Option<u32> {
    let exact = unit.hours.iter().flatten().filter(|one| one.precision.is_none());
    let mut here = exact.filter(|one| one.region.is_none() || one.region.as_deref() == Some("national") || one.region.as_deref() == region);
    here.next().map(|one| one.hours)
}

#[cfg(test)]
mod tests {
    use super::Openings;
    use crate::domain::{catalogue::format::Unit, request::Modality};

    /// A made-up unit.
    fn unit(offering: &str) -> Unit {
        serde_json::from_str(&format!(r#"{{"code":"X","title":null,"kind":"ue","ects":6,"offering":{offering},"sources":["made-up"]}}"#))
            .unwrap()
    }

    fn opens(unit: &Unit, region: &str, term: &str) -> bool {
        Openings::of(unit, Some(region), None, true).opens_in(term.parse().unwrap())
    }

    #[test]
    fn nothing_published_is_assumed_in_autumn_and_spring() {
        let nothing = unit("null");
        assert!(Openings::of(&nothing, None, None, true).assumed);
        assert!(
            opens(&nothing, "bretagne", "2027-S2") && opens(&nothing, "bretagne", "2027-S1") && !opens(&nothing, "bretagne", "2027-S3")
        );
    }

    #[test]
    fn the_region_s_own_terms_come_before_those_of_others_and_abroad_does_not_count() {
        let both = unit(
            r#"[{"terms":["S1"],"region":"bretagne","sources":["made-up"]},{"terms":["S2"],"region":"corse","sources":["made-up"]},
                {"terms":["S3"],"region":"etranger","sources":["made-up"]}]"#,
        );
        assert!(
            !Openings::of(&both, Some("bretagne"), None, true).assumed
                && !opens(&both, "bretagne", "2027-S2")
                && opens(&both, "corse", "2027-S2")
        );
        let elsewhere = Openings::of(&both, Some("normandie"), None, true);
        assert!(elsewhere.assumed && elsewhere.opens_in("2027-S2".parse().unwrap()) && !elsewhere.opens_in("2027-S3".parse().unwrap()));
    }

    #[test]
    fn daytime_counts_only_for_who_may_attend_it() {
        let day = unit(
            r#"[{"terms":["S1"],"region":"corse","modality":"journee","sources":["made-up"]},
                {"terms":["S2"],"region":"corse","modality":"soir","sources":["made-up"]}]"#,
        );
        let opens = |daytime, term: &str| Openings::of(&day, Some("corse"), None, daytime).opens_in(term.parse().unwrap());
        assert!(opens(true, "2027-S1") && opens(true, "2027-S2") && opens(false, "2027-S2") && !opens(false, "2027-S1"));
        let only = unit(r#"[{"terms":["S1"],"region":"corse","modality":"journee","sources":["made-up"]}]"#);
        assert!(Openings::of(&only, Some("corse"), None, false).assumed, "elsewhere, perhaps: to be confirmed");
    }

    #[test]
    fn every_other_year_counts_academic_years() {
        let odd = unit(r#"[{"terms":["S1","S2"],"region":"national","years":"odd","sources":["made-up"]}]"#);
        assert!(opens(&odd, "corse", "2027-S1") && opens(&odd, "corse", "2028-S2"));
        assert!(!opens(&odd, "corse", "2027-S2") && !opens(&odd, "corse", "2028-S1"));
    }

    #[test]
    fn a_year_long_unit_starts_in_autumn() {
        let annual = unit(r#"[{"terms":["annual"],"region":"national","sources":["made-up"]}]"#);
        assert!(
            Openings::of(&annual, None, None, true).annual && opens(&annual, "corse", "2027-S1") && !opens(&annual, "corse", "2027-S2")
        );
    }

    #[test]
    fn the_opening_schedule_of_the_region_is_exact_for_its_years_and_a_guess_beyond() {
        let unit = unit(
            r#"[{"terms":["S1","S2"],"region":"national","sources":["made-up"]},
                {"terms":["S2"],"region":"corse","academic_year":2026,"scheduled":true,"modality":"soir","centre":"Bastia","sources":["s"]},
                {"terms":["S1"],"region":"corse","academic_year":2027,"scheduled":true,"modality":"distance","sources":["s"]}]"#,
        );
        let openings = Openings::of(&unit, Some("corse"), None, true);
        let opened = |term: &str| {
            let term = term.parse().unwrap();
            openings.opens_in(term).then(|| openings.scheduled_in(term).unwrap())
        };
        assert!(!openings.assumed && opened("2026-S1").is_none() && opened("2028-S2").is_none());
        let spring = opened("2027-S2").unwrap();
        assert_eq!((spring.guessed, spring.modality, spring.centres), (false, Some(Modality::Soir), vec!["Bastia".to_owned()]));
        assert!(!opened("2027-S1").unwrap().guessed && opened("2028-S1").unwrap().guessed, "the last year known repeats");
        assert!(opened("2026-S2").unwrap().guessed, "so does the first, before it");
        assert_eq!(Openings::of(&unit, Some("bretagne"), None, true).scheduled_in("2027-S2".parse().unwrap()), None);
        let by_night = Openings::of(&unit, Some("corse"), Some(&[Modality::Soir]), true);
        assert!(!by_night.opens_in("2027-S1".parse().unwrap()) && by_night.opens_in("2028-S2".parse().unwrap()), "only ways that fit");
        assert!(Openings::of(&unit, Some("corse"), Some(&[Modality::Samedi]), true).opens_in("2027-S1".parse().unwrap()), "none fits");
    }
}
