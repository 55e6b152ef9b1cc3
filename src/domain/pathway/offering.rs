//! In which terms a unit may start.

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
    /// Nobody published it for this region: autumn and spring, or what another region does.
    pub assumed: bool,
    /// It runs from autumn to spring.
    pub annual: bool,
    /// The ids of the sources.
    pub sources: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pattern {
    term: OfferedTerm,
    years: Option<Parity>,
}

impl Openings {
    /// When `unit` is given to someone of `region`.
    ///
    /// What a source says of the region, or of all of France, is known. Failing that, what is said of another region of France is taken
    /// for likely, and without any of it autumn and spring are: both are marked as assumed. What is said of a centre abroad is left out.
    ///
    /// Courses in the day do not count for who may not attend them (`daytime` false).
    pub fn of(unit: &Unit, region: Option<&str>, daytime: bool) -> Self {
        let open = |one: &&Offering| daytime || one.modality != Some(OfferedModality::Journee);
        let all =
            || unit.offering.iter().flatten().filter(|one| one.terms.is_some() && one.region.as_deref() != Some("etranger")).filter(open);
        let here = |one: &&Offering| one.region.as_deref() == Some("national") || (one.region.is_some() && one.region.as_deref() == region);
        let known: Vec<&Offering> = all().filter(here).collect();
        let likely: Vec<&Offering> = all().collect();
        let (used, assumed) = if known.is_empty() { (likely, true) } else { (known, false) };
        let assumed = assumed || used.iter().all(|one| one.inferred);
        let patterns: Vec<Pattern> =
            used.iter().flat_map(|one| one.terms.iter().flatten().map(|&term| Pattern { term, years: one.years })).collect();
        if patterns.is_empty() {
            let any = |term| Pattern { term, years: None };
            return Self { patterns: vec![any(OfferedTerm::S1), any(OfferedTerm::S2)], assumed: true, annual: false, sources: Vec::new() };
        }
        let annual = patterns.iter().all(|pattern| pattern.term == OfferedTerm::Annual);
        let mut sources: Vec<String> = used.iter().flat_map(|one| one.sources.iter().cloned()).collect();
        sources.sort_unstable();
        sources.dedup();
        Self { patterns, assumed, annual, sources }
    }

    /// Those of a unit that is not given at all.
    pub fn nowhere() -> Self {
        Self { patterns: Vec::new(), assumed: false, annual: false, sources: Vec::new() }
    }

    /// Whether it may start in `term`.
    pub fn opens_in(&self, term: Term) -> bool {
        self.patterns.iter().any(|pattern| {
            let season = match pattern.term {
                OfferedTerm::S1 => term.season == Season::Autumn,
                OfferedTerm::S2 => term.season == Season::Spring,
                OfferedTerm::S3 => term.season == Season::Summer,
                // Beside a term of its own, a year-long form is not planned.
                OfferedTerm::Annual => self.annual && term.season == Season::Autumn,
            };
            season
                && pattern.years.is_none_or(|years| {
                    let even = term.academic_year().rem_euclid(2) == 0;
                    even == (years == Parity::Even)
                })
        })
    }

    /// Whether it is known to open in summer.
    pub fn in_summer(&self) -> bool {
        !self.assumed && self.patterns.iter().any(|pattern| pattern.term == OfferedTerm::S3)
    }
}

/// How `unit` would be attended in `region` by someone who accepts `wanted` ways: a published way that fits, or `None`.
pub fn modality(unit: &Unit, region: Option<&str>, wanted: Option<&[Modality]>) -> Option<Modality> {
    let here = |one: &&Offering| one.region.as_deref() == Some("national") || (one.region.is_some() && one.region.as_deref() == region);
    let mut ways = unit.offering.iter().flatten().filter(here).filter_map(|one| match one.modality? {
        OfferedModality::Soir => Some(Modality::Soir),
        OfferedModality::Samedi => Some(Modality::Samedi),
        OfferedModality::Journee => Some(Modality::Journee),
        OfferedModality::Distance => Some(Modality::Distance),
        OfferedModality::Visiocours => Some(Modality::Visiocours),
        OfferedModality::Alternance => Some(Modality::Alternance),
        // No single way of the contract says these.
        OfferedModality::Presentiel | OfferedModality::Hybride => None,
    });
    ways.find(|way| wanted.is_none_or(|wanted| wanted.contains(way)))
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
    use crate::domain::catalogue::format::Unit;

    /// A made-up unit.
    fn unit(offering: &str) -> Unit {
        serde_json::from_str(&format!(r#"{{"code":"X","title":null,"kind":"ue","ects":6,"offering":{offering},"sources":["made-up"]}}"#))
            .unwrap()
    }

    fn opens(unit: &Unit, region: &str, term: &str) -> bool {
        Openings::of(unit, Some(region), true).opens_in(term.parse().unwrap())
    }

    #[test]
    fn nothing_published_is_assumed_in_autumn_and_spring() {
        let nothing = unit("null");
        assert!(Openings::of(&nothing, None, true).assumed);
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
            !Openings::of(&both, Some("bretagne"), true).assumed
                && !opens(&both, "bretagne", "2027-S2")
                && opens(&both, "corse", "2027-S2")
        );
        let elsewhere = Openings::of(&both, Some("normandie"), true);
        assert!(elsewhere.assumed && elsewhere.opens_in("2027-S2".parse().unwrap()) && !elsewhere.opens_in("2027-S3".parse().unwrap()));
    }

    #[test]
    fn daytime_counts_only_for_who_may_attend_it() {
        let day = unit(
            r#"[{"terms":["S1"],"region":"corse","modality":"journee","sources":["made-up"]},
                {"terms":["S2"],"region":"corse","modality":"soir","sources":["made-up"]}]"#,
        );
        let opens = |daytime, term: &str| Openings::of(&day, Some("corse"), daytime).opens_in(term.parse().unwrap());
        assert!(opens(true, "2027-S1") && opens(true, "2027-S2") && opens(false, "2027-S2") && !opens(false, "2027-S1"));
        let only = unit(r#"[{"terms":["S1"],"region":"corse","modality":"journee","sources":["made-up"]}]"#);
        assert!(Openings::of(&only, Some("corse"), false).assumed, "elsewhere, perhaps: to be confirmed");
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
        assert!(Openings::of(&annual, None, true).annual && opens(&annual, "corse", "2027-S1") && !opens(&annual, "corse", "2027-S2"));
    }
}
