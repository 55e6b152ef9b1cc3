//! What comes before what, together, or not at all.

use super::*;
use parcours::domain::request::Acquired;

fn needing(needs: Value, more: Value) -> Value {
    let mut one = json!({"needs": needs, "strength": "required", "timing": "before"});
    more.as_object().unwrap().iter().for_each(|(key, value)| one[key] = value.clone());
    json!({"prerequisites": [one]})
}

/// Three free units and one with a prerequisite.
fn three_and(last: Value) -> Catalogue {
    let units = vec![unit("AAA001", json!({})), unit("AAA002", json!({})), unit("AAA003", json!({})), unit("BBB001", last)];
    catalogue(units, vec![diploma("XX", &["AAA001", "AAA002", "AAA003", "BBB001"], json!({}))])
}

fn order(rule: Value, strength: &str) -> Value {
    json!({"order": [{"rule": rule, "strength": strength, "sources": ["made-up"]}]})
}

#[test]
fn all_of_the_prerequisites_or_one_of_them() {
    let paced = |catalogue: &Catalogue| {
        let mut request = request("XX");
        request.pace.max_ue = Some(1);
        request.pins = [("AAA002".to_owned(), term("2028-S1"))].into();
        planned(catalogue, &request)
    };
    let all = paced(&three_and(needing(json!({"all_of": ["AAA001", "AAA002"]}), json!({}))));
    assert!(all.term_of("BBB001") > Some(term("2028-S1")), "both come first");
    let any = paced(&three_and(needing(json!({"any_of": {"n": 1, "units": ["AAA001", "AAA002"]}}), json!({}))));
    assert!(any.term_of("BBB001") < Some(term("2028-S1")) && any.term_of("AAA001") < any.term_of("BBB001"), "one of them does");
    let two = paced(&three_and(needing(json!({"any_of": {"n": 2, "units": ["AAA001", "AAA002", "AAA003"]}}), json!({}))));
    let before = ["AAA001", "AAA002", "AAA003"].iter().filter(|code| two.term_of(code) < two.term_of("BBB001")).count();
    assert!(before >= 2);
}

#[test]
fn a_prerequisite_from_outside_is_added_unless_an_equivalent_level_replaces_it() {
    let build = |equivalent: bool| {
        let last = needing(json!({"all_of": ["CCC001"]}), json!({"or_equivalent": equivalent}));
        let units = vec![unit("BBB001", last), unit("CCC001", json!({}))];
        catalogue(units, vec![diploma("XX", &["BBB001"], json!({}))])
    };
    assert_eq!(taken(&planned(&build(false), &request("XX"))), ["BBB001", "CCC001"]);
    let level = planned(&build(true), &request("XX"));
    assert_eq!(taken(&level), ["BBB001"]);
    assert_eq!(level.terms[0].ue[0].assumed, ["equivalent_level", "offering"]);
    assert!(!possible(&without(&build(false), &["CCC001"])), "what nothing replaces cannot be ruled out");
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
fn what_is_recommended_is_followed_where_that_costs_nothing() {
    let first = |strength: &str| {
        let last = needing(json!({"all_of": ["AAA003"]}), json!({"strength": strength}));
        let units = vec![unit("BBB001", last), unit("AAA001", json!({})), unit("AAA002", json!({})), unit("AAA003", json!({}))];
        catalogue(units, vec![diploma("XX", &["BBB001", "AAA001", "AAA002", "AAA003"], json!({}))])
    };
    let mut one_a_term = request("XX");
    one_a_term.pace.max_ue = Some(1);
    let plan = planned(&first("recommended"), &one_a_term);
    assert!(plan.term_of("AAA003") < plan.term_of("BBB001"));
    one_a_term.pins = [("AAA003".to_owned(), term("2028-S1"))].into();
    let pinned = planned(&first("recommended"), &one_a_term);
    assert_eq!(pinned.terms.len(), 4, "it lengthens nothing");
    assert_eq!(planned(&first("required"), &one_a_term).terms.len(), 5, "what is required does");
}

#[test]
fn an_upper_bound_keeps_a_unit_for_those_who_ask_for_it() {
    let build = |needs: Value| {
        let units = vec![unit("AAA001", needing(needs, json!({}))), unit("AAA002", json!({}))];
        let choice = json!({"choose": {"min_units": 1, "units": ["AAA001", "AAA002"]}});
        catalogue(units, vec![made_of(json!([super::needs("language", choice)]))])
    };
    let below = build(json!({"below_cefr": "A2"}));
    assert_eq!(taken(&planned(&below, &request("XX"))), ["AAA002"]);
    assert!(!possible(&without(&below, &["AAA002"])), "nobody gets it unasked");
    let mut asked = request("XX");
    asked.chosen = vec!["AAA001".into()];
    assert_eq!(taken(&planned(&below, &asked)), ["AAA001"]);
}

#[test]
fn a_level_that_is_not_held_is_marked_and_rather_avoided() {
    let level = json!({"level": {"level": 6, "text": "bac+3"}});
    let only = catalogue(vec![unit("AAA001", needing(level.clone(), json!({})))], vec![diploma("XX", &["AAA001"], json!({}))]);
    let marked = |own: i64| {
        let mut request = request("XX");
        request.facts = serde_json::from_value(json!({"qualification_level": own})).unwrap();
        planned(&only, &request).terms[0].ue[0].assumed.iter().any(|what| what == "level")
    };
    assert!(marked(5) && !marked(6));
    let choice = json!({"choose": {"min_units": 1, "units": ["AAA001", "AAA002"]}});
    let units = vec![unit("AAA001", needing(level, json!({}))), unit("AAA002", json!({}))];
    let two = catalogue(units, vec![made_of(json!([super::needs("some", choice)]))]);
    assert_eq!(taken(&planned(&two, &request("XX"))), ["AAA002"], "another does as well");
    assert_eq!(taken(&without(&two, &["AAA002"])), ["AAA001"]);
}

#[test]
fn a_unit_for_another_public_is_taken_where_no_other_does() {
    let reserved = json!({"access": {"regime": "target_public", "sources": ["made-up"]}});
    let choice = json!({"choose": {"min_units": 1, "units": ["AAA001", "AAA002"]}});
    let catalogue = catalogue(vec![unit("AAA001", reserved), unit("AAA002", json!({}))], vec![made_of(json!([needs("some", choice)]))]);
    assert_eq!(taken(&planned(&catalogue, &request("XX"))), ["AAA002"]);
    assert_eq!(taken(&without(&catalogue, &["AAA002"])), ["AAA001"]);
}

#[test]
fn units_that_go_together_are_in_one_term_and_so_are_those_that_rather_would() {
    let build = |strength: &str, last: Value| {
        let units = vec![unit("AAA001", json!({})), unit("AAA002", json!({})), unit("AAA003", json!({})), unit("AAA004", last)];
        let together = order(json!({"together": {"units": ["AAA001", "AAA004"]}}), strength);
        catalogue(units, vec![diploma("XX", &["AAA001", "AAA002", "AAA003", "AAA004"], together)])
    };
    let same = |catalogue: &Catalogue, pace: u32| {
        let mut request = request("XX");
        request.pace.max_ue = Some(pace);
        let plan = planned(catalogue, &request);
        possible(&plan).then(|| plan.term_of("AAA001") == plan.term_of("AAA004"))
    };
    assert_eq!(same(&build("required", json!({})), 2), Some(true));
    assert_eq!(same(&build("recommended", json!({})), 2), Some(true));
    assert_eq!(same(&build("required", json!({})), 1), None, "no term holds both");
    assert_eq!(same(&build("recommended", json!({})), 1), Some(false));
    let spring = build("recommended", json!({"offering": given(&["S2"])}));
    let mut request = request("XX");
    request.pins = [("AAA001".to_owned(), term("2027-S1"))].into();
    assert_eq!(planned(&spring, &request).term_of("AAA004"), Some(term("2027-S2")), "a wish delays nothing");
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
fn a_thesis_comes_after_these_units_and_after_some_of_a_group() {
    let thesis = json!({"kind": "ua", "role": "thesis", "ects": 30});
    let build = |first: Value| {
        let units = vec![unit("AAA001", json!({})), unit("BBB001", json!({})), unit("BBB002", json!({})), unit("UAM001", thesis.clone())];
        let groups = json!([
            needs("core", json!({"all": {"units": ["AAA001"]}})),
            needs("group", json!({"choose": {"min_units": 2, "units": ["BBB001", "BBB002"]}})),
            needs("thesis", json!({"all": {"units": ["UAM001"]}}))
        ]);
        let mut rule = json!({"first": [], "then": ["UAM001"]});
        first.as_object().unwrap().iter().for_each(|(key, value)| rule[key] = value.clone());
        let mut diploma = made_of(groups);
        diploma["order"] = order(json!({"before": rule}), "required")["order"].clone();
        catalogue(units, vec![diploma])
    };
    let mut late = request("XX");
    late.pins = [("BBB001".to_owned(), term("2028-S2")), ("BBB002".to_owned(), term("2028-S1"))].into();
    let when = |first: Value| planned(&build(first), &late).term_of("UAM001").unwrap();
    assert_eq!(when(json!({})), term("2027-S2"), "nothing holds it back");
    assert_eq!(when(json!({"first": ["AAA001"]})), term("2027-S1"));
    assert_eq!(when(json!({"first_of_groups": {"n": 1, "groups": ["group"]}})), term("2028-S1"));
    assert_eq!(when(json!({"first_of_groups": {"n": 2, "groups": ["group"]}})), term("2029-S2"));
}

#[test]
fn a_class_goes_year_by_year_beside_units_of_ones_own() {
    let units = || ["AAA001", "AAA002", "BBB001", "BBB002", "CCC001"].iter().map(|code| unit(code, json!({}))).collect::<Vec<_>>();
    let years = json!([
        needs("first", json!({"all": {"units": ["AAA001", "AAA002"]}})),
        needs("second", json!({"all": {"units": ["BBB001", "BBB002"]}})),
        needs("free", json!({"all": {"units": ["CCC001"]}}))
    ]);
    let mut class = made_of(years.clone());
    class["order"] = order(json!({"cohort": {"years": ["first", "second"]}}), "required")["order"].clone();
    let (class, free) = (catalogue(units(), vec![class]), catalogue(units(), vec![made_of(years)]));
    let year = |plan: &Plan, code: &str| plan.term_of(code).map(Term::academic_year);
    let plan = planned(&class, &request("XX"));
    let found = ["AAA001", "AAA002", "BBB001", "BBB002"].map(|code| year(&plan, code));
    assert_eq!(found, [Some(2027), Some(2027), Some(2028), Some(2028)], "the class begins in autumn");
    assert_eq!(
        (plan.finish, plan.term_of("CCC001")),
        (Some(term("2028-S1")), Some(term("2027-S2"))),
        "what is free fills the spring before"
    );
    assert_eq!(planned(&free, &request("XX")).finish, Some(term("2027-S1")), "unit by unit it is quicker");
    let mut second = request("XX");
    second.acquired = ["AAA001", "AAA002"].map(|code| Acquired { ue: code.to_owned(), how: None, on: None }).into();
    assert_eq!(year(&planned(&class, &second), "BBB001"), Some(2027), "whoever holds the first year joins the second");
    let mut later = request("XX");
    later.pins = [("AAA001".to_owned(), term("2028-S1"))].into();
    assert_eq!(year(&planned(&class, &later), "BBB002"), Some(2029), "the class of a year later");
    later.pins.insert("BBB001".into(), term("2029-S2"));
    assert!(!possible(&planned(&class, &later)), "both years in one");
}
