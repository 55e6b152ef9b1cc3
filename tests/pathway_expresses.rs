//! What plans must be able to say, one by one, on a made-up catalogue.

#![allow(clippy::unwrap_used, clippy::panic)]

use parcours::domain::{
    answer::{Plan, PlanStatus},
    catalogue::Catalogue,
    date::Term,
    pathway::{Calendar, Chain, Scene, Task as _, plan, verify},
    request::{Request, TermPace},
};
use serde_json::{Value, json};

/// A course of 6 credits; `more` adds to it or changes it.
fn unit(code: &str, more: Value) -> Value {
    let mut unit = json!({"code": code, "title": null, "kind": "ue", "ects": 6, "sources": ["made-up"]});
    for (key, value) in more.as_object().unwrap() {
        unit[key] = value.clone();
    }
    unit
}

/// Given in these terms, in all of France.
fn given(terms: &[&str]) -> Value {
    json!([{"terms": terms, "region": "national", "sources": ["made-up"]}])
}

fn after(units: &[&str]) -> Value {
    json!([{"needs": {"all_of": units}, "strength": "required", "timing": "before"}])
}

fn diploma(id: &str, units: &[&str], more: Value) -> Value {
    let mut diploma = json!({"id": id, "code": id, "title": null, "family": null, "level": null, "ects": null, "domain": null,
        "status": null, "requirements": [{"id": "all", "ects": null, "rule": {"all": {"units": units}}}], "sources": ["made-up"]});
    for (key, value) in more.as_object().unwrap() {
        diploma[key] = value.clone();
    }
    diploma
}

fn catalogue(units: Vec<Value>, diplomas: Vec<Value>) -> Catalogue {
    let file = json!({"format": "parcours-catalogue/1", "units": units, "diplomas": diplomas,
        "sources": [{"id": "made-up", "title": "Made up", "url": null, "date": null, "kind": "made_up"}]});
    Catalogue::read(&[("made-up.json", &file.to_string())]).unwrap()
}

fn request(id: &str) -> Request {
    let mut request = Request::blank("2026-11-21".parse().unwrap());
    request.target.diploma = Some(id.into());
    request.target.start_term = Some(term("2027-S2"));
    request
}

fn term(text: &str) -> Term {
    text.parse().unwrap()
}

fn scene(catalogue: &Catalogue) -> Scene<'_> {
    Scene::new(catalogue, Calendar::starting(term("2027-S2")))
}

fn planned(catalogue: &Catalogue, request: &Request) -> Plan {
    let plan = plan(&scene(catalogue), request).unwrap().unwrap().plan;
    assert_eq!(verify(catalogue, request, &plan), Vec::<String>::new());
    plan
}

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
fn what_is_granted_later_counts_from_then_on_and_takes_no_place() {
    let units = vec![
        unit("AAA001", json!({})),
        unit("AAA002", json!({"prerequisites": after(&["AAA001"])})),
        unit("AAA003", json!({})),
        unit("AAA004", json!({})),
    ];
    let all = ["AAA001", "AAA002", "AAA003", "AAA004"];
    let catalogue = catalogue(units, vec![diploma("XX", &all, json!({}))]);
    let mut request = request("XX");
    request.pace.max_ue = Some(1);
    let with = |how: &str, on: &str| {
        let mut request = request.clone();
        request.acquired = serde_json::from_value(json!([{"ue": "AAA001", "how": how, "on": on}])).unwrap();
        planned(&catalogue, &request)
    };
    let (now, later) = (with("vae", "2026-11-01"), with("vae", "2027-06-30"));
    assert_eq!((now.finish, now.totals.ects_acquired), (Some(term("2028-S2")), 6), "three are left");
    assert_eq!(later.finish, now.finish, "the others come first");
    assert_eq!(later.term_of("AAA001"), None, "never taken");
    assert!(later.term_of("AAA002") >= Some(term("2027-S1")) && later.totals.ects_acquired == 6);
    assert_eq!(later.terms.iter().map(|term| term.ects_cumulated).collect::<Vec<_>>(), [12, 18, 24]);
    // An exam still to come, in a year: what builds on it waits, and so does the diploma.
    let far = with("ue", "2028-04-15");
    assert_eq!((far.term_of("AAA002"), far.finish), (Some(term("2028-S1")), Some(term("2028-S1"))));
    // The diploma itself waits for a grant that comes last.
    let last = |on: &str| {
        let mut request = request.clone();
        request.acquired = serde_json::from_value(json!([{"ue": "AAA004", "how": "ves", "on": on}])).unwrap();
        planned(&catalogue, &request).finish
    };
    assert_eq!((last("2027-05-01"), last("2028-10-01")), (Some(term("2028-S2")), Some(term("2028-S1"))));
}

#[test]
fn credits_before_experience_and_units_that_go_together() {
    let experience = json!({"kind": "ua", "role": "experience", "prerequisites": [
        {"needs": {"first_semester": {"ects": 12}}, "strength": "required"}]});
    let units = vec![unit("AAA001", json!({})), unit("AAA002", json!({})), unit("AAA003", json!({})), unit("UAX001", experience)];
    let together = json!({"order": [{"rule": {"together": {"units": ["AAA003", "UAX001"]}}, "sources": ["made-up"]}], "ects": 24});
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002", "AAA003", "UAX001"], together)]);
    let mut request = request("XX");
    request.pace.max_ue = Some(2);
    let plan = planned(&catalogue, &request);
    assert_eq!((plan.term_of("UAX001"), plan.term_of("AAA003")), (Some(term("2027-S1")), Some(term("2027-S1"))));
    request.pace.max_ue = Some(1);
    assert_eq!(planned(&catalogue, &request).status, PlanStatus::Infeasible, "no term holds the two together");
}

#[test]
fn recommended_is_no_demand_and_the_same_term_may_be_allowed() {
    let needs = |strength: &str, timing: &str| json!([{"needs": {"all_of": ["AAA001"]}, "strength": strength, "timing": timing}]);
    for (strength, timing, finish) in
        [("required", "before", "2027-S1"), ("required", "same_term_allowed", "2027-S2"), ("recommended", "before", "2027-S2")]
    {
        let units = vec![unit("AAA001", json!({})), unit("AAA002", json!({"prerequisites": needs(strength, timing)}))];
        let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]);
        assert_eq!(planned(&catalogue, &request("XX")).finish, Some(term(finish)), "{strength}, {timing}");
    }
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
fn diplomas_follow_one_another_and_credits_carry_over() {
    let units = ["AAA001", "AAA002", "AAA003"].iter().map(|code| unit(code, json!({}))).collect();
    let diplomas = vec![
        diploma("FIRST", &["AAA001", "AAA002"], json!({"ects": 12})),
        diploma("SECOND", &["AAA002", "AAA003"], json!({"ects": 12})),
        diploma("UNKNOWN", &[], json!({"requirements": null})),
    ];
    let catalogue = catalogue(units, diplomas);
    let steps: Vec<String> = ["FIRST", "SECOND", "UNKNOWN", "FIRST"].map(str::to_owned).to_vec();
    let legs = Chain::new(scene(&catalogue), &request("FIRST"), &steps).finish().unwrap();
    let second = legs[1].plan.as_ref().unwrap();
    assert_eq!((second.totals.ects_acquired, second.totals.ects_planned), (6, 6));
    assert_eq!((second.terms[0].term, second.finish), (term("2027-S1"), Some(term("2027-S1"))));
    assert!(legs.len() == 3 && legs[2].plan.is_none(), "what nobody published ends the chain");
}
