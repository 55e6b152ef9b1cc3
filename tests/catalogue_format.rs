//! Everything that the catalogue format can say is read, kept and told apart, on made-up data.

#![allow(clippy::unwrap_used)]

use parcours::domain::catalogue::{
    Catalogue,
    format::{AccessRegime, Needs, OfferedTerm, Organisation, Parity, Precision, Status},
    requirement::{EntryRoute, Order, Rule},
};

#[test]
fn the_format_says_all_that_a_catalogue_needs() {
    let text = include_str!("data/made-up-catalogue.json");
    let catalogue = Catalogue::read(&[("made-up-catalogue.json", text)]).unwrap();
    let diploma = catalogue.diploma("XX0001A").unwrap();
    let rule = |id: &str| &diploma.requirements.as_ref().unwrap().iter().find(|one| one.id == id).unwrap().rule;
    let unit = |code: &str| catalogue.unit(code).unwrap();
    // 1 to 6: blocks, themes, pools, packs; AAA003 stands in three of them.
    assert!(matches!(rule("fixed"), Rule::All { units, .. } if units == &["AAA001"]));
    assert!(matches!(rule("themes"), Rule::Themes { min_themes: Some(1), theme_max_ects: Some(12), tags, .. } if tags[0].min_units == 1));
    assert!(matches!(rule("pool"), Rule::Choose { min_ects: Some(12), max_units: Some(3), .. }));
    assert!(matches!(rule("packs"), Rule::OneOf { options } if options.len() == 2));
    // 7: exclusion and equivalence.
    assert_eq!((catalogue.exclusions()[0].sets.len(), catalogue.equivalences()[0].request_needed), (2, Some(false)));
    // 8: options by the way in.
    assert!(matches!(rule("route"), Rule::OneOf { options } if options[1].when == Some(EntryRoute::FullPath)));
    // 9: a gate without credits, with a number of attempts.
    assert_eq!((unit("UAX001").ects, unit("UAX001").max_attempts), (Some(0), Some(3)));
    // 10 and 11: kinds of prerequisites and their time.
    let needs = unit("AAA002").prerequisites.as_ref().unwrap();
    assert_eq!(needs.len(), 9);
    assert!(needs.iter().any(|one| matches!(&one.needs, Needs::BelowCefr(level) if level == "A2")));
    // 12: order among UA.
    assert!(diploma.order.iter().flatten().any(|one| matches!(&one.rule, Order::NotAfter { then, .. } if then == &["UAX004"])));
    // 13, 14, 15: experience, entry, grading.
    let experience = diploma.experience.as_ref().unwrap();
    assert_eq!((experience.early_file_from_units, experience.ways.as_ref().unwrap()[1].internship_months), (Some(4), Some((3, 6))));
    let entry = diploma.entry.as_ref().unwrap();
    assert_eq!((entry.any_of.as_ref().unwrap().len(), entry.selection, diploma.entry_level()), (3, Some(true), None));
    assert_eq!(diploma.grading.as_ref().unwrap().eliminatory_below, Some(6));
    // 16, 17, 18: variants, paths, versions.
    assert_eq!((diploma.variants[0].unit_count, diploma.paths[0].steps.len()), (Some(9), 2));
    let old = catalogue.diploma("XX0001A-2").unwrap();
    assert_eq!((old.code.as_deref(), old.status, old.replaced_by.as_deref()), (Some("XX0001A"), Some(Status::Withdrawn), Some("XX0001A")));
    assert_eq!(diploma.register_on("2026-12-31".parse().unwrap()), Some("rncp"));
    assert_eq!(diploma.register_on("2027-01-01".parse().unwrap()), None);
    // 19, 20, 21, 22: access, offering, sessions, cohorts.
    assert_eq!(unit("AAA003").access.as_ref().map(|access| (access.regime, access.by_ves)), Some((AccessRegime::Parcours, Some(false))));
    let offering = unit("AAA004").offering.as_ref().unwrap();
    assert_eq!((offering[0].years, offering[1].terms.as_deref()), (Some(Parity::Even), Some(&[OfferedTerm::Annual][..])));
    assert_eq!(unit("AAA004").hours.as_ref().unwrap()[1].precision, Some(Precision::Minimum));
    assert_eq!(catalogue.exam_sessions()[0].session, 2);
    assert!(matches!(diploma.organisation, Some(Organisation::Cohort { units: Some(40), .. })));
    // 23: unknown stays unknown.
    assert_eq!((unit("UAX004").ects, unit("UAX004").title.as_deref(), old.requirements.is_none()), (None, None, true));
}
