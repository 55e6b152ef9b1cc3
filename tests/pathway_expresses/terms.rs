//! When things are given, and how much a term holds.

use super::*;
use parcours::domain::request::{Modality, TermPace};

#[test]
fn summer_terms_are_planned_where_a_unit_is_given_in_summer() {
    let units = vec![unit("AAA001", json!({"offering": given(&["S3"])})), unit("AAA002", json!({"prerequisites": after(&["AAA001"])}))];
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]);
    let plan = planned(&catalogue, &request("XX"));
    assert_eq!((plan.term_of("AAA001"), plan.term_of("AAA002")), (Some(term("2027-S3")), Some(term("2027-S1"))));
    assert_eq!(plan.terms.len(), 3, "the spring before is waited through");
}

#[test]
fn year_long_units_and_units_of_every_other_year() {
    let odd = json!([{"terms": ["S1"], "years": "odd", "region": "national", "sources": ["made-up"]}]);
    let units = vec![
        unit("AAA001", json!({"offering": given(&["annual"])})),
        unit("AAA002", json!({"offering": odd, "prerequisites": after(&["AAA001"])})),
    ];
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]);
    let plan = planned(&catalogue, &request("XX"));
    assert_eq!(plan.term_of("AAA001"), Some(term("2027-S1")));
    assert_eq!(plan.term_of("AAA002"), Some(term("2029-S1")), "finished in spring 2028; the autumn of 2028 is of an even year");
}

#[test]
fn a_year_long_unit_takes_its_place_and_half_of_its_credits_in_both_of_its_terms() {
    let units = vec![unit("AAA001", json!({"offering": given(&["annual"])})), unit("AAA002", json!({})), unit("AAA003", json!({}))];
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002", "AAA003"], json!({}))]);
    let mut request = request("XX");
    request.pace.max_ue = Some(1);
    request.pins = [("AAA002".to_owned(), term("2027-S2"))].into();
    let one = planned(&catalogue, &request);
    assert!(stands(&one, &[("AAA001", "2027-S1"), ("AAA003", "2028-S1")]), "the spring of 2028 is taken");
    let terms = |ects: u32| {
        let mut request = request.clone();
        request.pace = serde_json::from_value(json!({"max_ects": ects})).unwrap();
        planned(&catalogue, &request).terms.len()
    };
    assert_eq!((terms(9), terms(8)), (3, 4), "three credits of it leave room for six others, or they come after it");
}

/// The first terms in which a unit with this offering is planned, when each further one is ruled out by a start after it.
fn first_terms(offering: Value, region: Option<&str>, modalities: Option<Vec<Modality>>) -> Vec<String> {
    let catalogue = catalogue(vec![unit("AAA001", json!({"offering": offering}))], vec![diploma("XX", &["AAA001"], json!({}))]);
    let mut request = request("XX");
    request.centre_region = region.map(str::to_owned);
    request.modalities = modalities;
    let mut found = Vec::new();
    for _ in 0..3 {
        let finish = planned(&catalogue, &request).term_of("AAA001").unwrap();
        found.push(finish.to_string());
        request.target.start_term = Some(finish.next(true));
    }
    found
}

#[test]
fn a_unit_is_given_in_its_terms() {
    assert_eq!(first_terms(given(&["S1"]), None, None), ["2027-S1", "2028-S1", "2029-S1"]);
    assert_eq!(first_terms(given(&["S2"]), None, None), ["2027-S2", "2028-S2", "2029-S2"]);
    assert_eq!(first_terms(given(&["S1", "S2"]), None, None), ["2027-S2", "2027-S1", "2028-S2"]);
    assert_eq!(first_terms(given(&["S3"]), None, None), ["2027-S3", "2028-S3", "2029-S3"]);
    assert_eq!(first_terms(given(&["annual"]), None, None), ["2027-S1", "2028-S1", "2029-S1"]);
}

#[test]
fn a_centre_gives_a_unit_in_its_own_terms_ways_and_years() {
    let by_region = json!([{"terms": ["S1"], "region": "corse", "sources": ["made-up"]},
        {"terms": ["S2"], "region": "bretagne", "sources": ["made-up"]}]);
    assert_eq!(first_terms(by_region.clone(), Some("corse"), None)[0], "2027-S1");
    assert_eq!(first_terms(by_region, Some("bretagne"), None)[0], "2027-S2");
    let by_way = json!([{"terms": ["S1"], "region": "corse", "modality": "soir", "scheduled": true, "sources": ["made-up"]},
        {"terms": ["S2"], "region": "corse", "modality": "distance", "scheduled": true, "sources": ["made-up"]}]);
    assert_eq!(first_terms(by_way.clone(), Some("corse"), Some(vec![Modality::Soir]))[0], "2027-S1");
    assert_eq!(first_terms(by_way, Some("corse"), Some(vec![Modality::Distance]))[0], "2027-S2");
    let by_year = json!([{"terms": ["S2"], "region": "corse", "academic_year": 2026, "scheduled": true, "sources": ["made-up"]},
        {"terms": ["S1"], "region": "corse", "academic_year": 2027, "scheduled": true, "sources": ["made-up"]}]);
    assert_eq!(first_terms(by_year, Some("corse"), None), ["2027-S2", "2027-S1", "2028-S1"], "the last known year repeats");
}

#[test]
fn every_other_year_is_even_or_odd() {
    let years = |parity: &str| json!([{"terms": ["S1"], "years": parity, "region": "national", "sources": ["made-up"]}]);
    assert_eq!(first_terms(years("odd"), None, None), ["2027-S1", "2029-S1", "2031-S1"]);
    assert_eq!(first_terms(years("even"), None, None), ["2028-S1", "2030-S1", "2032-S1"]);
}

#[test]
fn what_nobody_published_is_assumed_and_marked_and_what_is_known_is_not() {
    let assumed = |offering: Value| {
        let catalogue = catalogue(vec![unit("AAA001", json!({"offering": offering}))], vec![diploma("XX", &["AAA001"], json!({}))]);
        let mut request = request("XX");
        request.centre_region = Some("corse".into());
        planned(&catalogue, &request).units().any(|(_, unit)| unit.assumed.iter().any(|what| what == "offering"))
    };
    assert!(assumed(Value::Null));
    assert!(assumed(json!([{"terms": ["S1"], "region": "bretagne", "sources": ["made-up"]}])), "another region is only likely");
    assert!(!assumed(given(&["S1"])));
}

#[test]
fn courses_in_the_day_are_for_those_who_may() {
    let day = json!([{"terms": ["S2"], "modality": "journee", "region": "national", "sources": ["made-up"]},
        {"terms": ["S1"], "modality": "soir", "region": "national", "sources": ["made-up"]}]);
    let catalogue = catalogue(vec![unit("AAA001", json!({"offering": day}))], vec![diploma("XX", &["AAA001"], json!({}))]);
    assert_eq!(planned(&catalogue, &request("XX")).finish, Some(term("2027-S2")));
    let evening = Scene { daytime: false, ..scene(&catalogue) };
    assert_eq!(plan(&evening, &request("XX")).unwrap().unwrap().plan.finish, Some(term("2027-S1")));
}

#[test]
fn a_week_holds_so_many_hours_where_its_weeks_are_known() {
    let hours = json!([{"hours": 60, "sources": ["made-up"]}]);
    let units = vec![unit("AAA001", json!({"hours": hours})), unit("AAA002", json!({"hours": hours}))];
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]);
    let mut request = request("XX");
    request.pace.max_hours_per_week = Some(5);
    let weeks = Calendar { weeks: [Some(15), Some(15), None], ..Calendar::starting(term("2027-S2")) };
    let limited = plan(&Scene::new(&catalogue, weeks), &request).unwrap().unwrap().plan;
    assert_eq!(limited.finish, Some(term("2027-S1")), "75 hours a term hold one of 60");
    request.pace.terms.insert(term("2027-S2"), TermPace { max_hours_per_week: Some(8), ..TermPace::default() });
    let wider = plan(&Scene::new(&catalogue, weeks), &request).unwrap().unwrap().plan;
    assert_eq!(wider.finish, Some(term("2027-S2")), "120 hours hold both");
}

#[test]
fn a_limit_on_what_nobody_published_holds_three_units_a_term() {
    let units = ["AAA001", "AAA002", "AAA003", "AAA004"];
    let of = |more: Value| units.iter().map(|code| unit(code, more.clone())).collect::<Vec<_>>();
    let weeks = Calendar { weeks: [Some(15), Some(15), None], ..Calendar::starting(term("2027-S2")) };
    let planned = |more: Value, limit: &dyn Fn(&mut Request)| {
        let mut request = request("XX");
        limit(&mut request);
        let catalogue = catalogue(of(more), vec![diploma("XX", &units, json!({}))]);
        let planned = plan(&Scene::new(&catalogue, weeks), &request).unwrap().unwrap();
        assert_eq!(verify(&catalogue, &request, &planned.plan), Vec::<String>::new());
        (planned.plan.terms.iter().map(|term| term.ue.len()).collect::<Vec<_>>(), planned.warnings.contains(&"default_pace"))
    };
    let hours = |request: &mut Request| request.pace.max_hours_per_week = Some(20);
    let known = json!({"hours": [{"hours": 60, "sources": ["made-up"]}]});
    assert_eq!(planned(known, &hours), (vec![4], false), "300 hours hold four of 60");
    assert_eq!(planned(json!({}), &hours), (vec![2, 2], true), "unknown hours are no hours of zero");
    let ects = |request: &mut Request| request.pace.max_ects = Some(30);
    assert_eq!(planned(json!({}), &ects), (vec![4], false));
    assert_eq!(planned(json!({"ects": null}), &ects), (vec![2, 2], true));
    assert_eq!(planned(json!({"ects": null}), &|request| request.pace.max_ue = Some(4)), (vec![4], false), "units can be counted");
}

#[test]
fn the_terms_looked_at_are_enough_for_few_hours_a_week_units_of_every_other_year_and_long_chains() {
    let codes: Vec<String> = (1..=14).map(|place| format!("AAA{place:03}")).collect();
    let all: Vec<&str> = codes.iter().map(String::as_str).collect();
    let of = |more: Value, count: usize| {
        let units = all.iter().take(count).map(|code| unit(code, more.clone())).collect();
        catalogue(units, vec![diploma("XX", &all[..count], json!({}))])
    };
    let long = of(json!({"hours": [{"hours": 60, "sources": ["made-up"]}]}), 14);
    let weeks = Calendar { weeks: [Some(15), Some(15), None], ..Calendar::starting(term("2027-S2")) };
    let mut request = request("XX");
    request.pace.max_hours_per_week = Some(5);
    let slow = plan(&Scene::new(&long, weeks), &request).unwrap().unwrap().plan;
    assert_eq!((slow.status, slow.terms.len()), (PlanStatus::Optimal, 14), "75 hours a term hold one of 60");
    let odd = json!({"offering": [{"terms": ["S1"], "years": "odd", "region": "national", "sources": ["made-up"]}]});
    request.pace = parcours::domain::request::Pace { max_ue: Some(1), ..Default::default() };
    let rare = planned(&of(odd, 9), &request);
    assert_eq!((rare.status, rare.finish), (PlanStatus::Optimal, Some(term("2043-S1"))), "one every other autumn from 2027 on");
    let autumn =
        |place: usize| json!({"offering": given(&["S1"]), "prerequisites": if place > 0 { after(&[all[place - 1]]) } else { json!([]) }});
    let chain = catalogue((0..14).map(|place| unit(all[place], autumn(place))).collect(), vec![diploma("XX", &all, json!({}))]);
    request.pace.max_ue = Some(14);
    let chain = planned(&chain, &request);
    assert_eq!((chain.status, chain.finish), (PlanStatus::Optimal, Some(term("2040-S1"))), "one every autumn, whatever a term holds");
}

#[test]
fn a_term_holds_so_many_units_and_credits_and_each_term_may_have_a_pace_of_its_own() {
    let units = ["AAA001", "AAA002", "AAA003", "AAA004"];
    let catalogue = catalogue(units.iter().map(|code| unit(code, json!({}))).collect(), vec![diploma("XX", &units, json!({}))]);
    let sizes = |max_ue: Option<u32>, max_ects: Option<u32>, own: Option<(&str, TermPace)>| {
        let mut request = request("XX");
        (request.pace.max_ue, request.pace.max_ects) = (max_ue, max_ects);
        request.pace.terms = own.into_iter().map(|(when, pace)| (term(when), pace)).collect();
        planned(&catalogue, &request).terms.iter().map(|term| term.ue.len()).collect::<Vec<_>>()
    };
    let ue = |most: u32| TermPace { max_ue: Some(most), ..TermPace::default() };
    assert_eq!(sizes(Some(4), None, None), [4]);
    assert_eq!(sizes(Some(2), None, None), [2, 2]);
    assert_eq!(sizes(None, Some(17), None), [2, 2], "two of six credits fit in seventeen");
    assert_eq!(sizes(Some(4), Some(6), None), [1, 1, 1, 1], "the narrower limit holds");
    assert_eq!(sizes(Some(2), None, Some(("2027-S2", ue(0)))), [0, 2, 2], "a break");
    assert_eq!(sizes(Some(2), None, Some(("2027-S2", ue(1)))), [1, 2, 1]);
    assert_eq!(sizes(Some(1), None, Some(("2027-S2", ue(3)))), [3, 1], "a term may hold more, too");
    assert_eq!(sizes(None, Some(12), Some(("2027-S2", TermPace { max_ects: Some(6), ..TermPace::default() }))), [1, 2, 1]);
}
