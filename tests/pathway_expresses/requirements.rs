//! What makes a diploma: choices, thresholds, caps, marks, packs, and what counts for what.

use super::*;
use parcours::domain::request::Acquired;

/// Courses of 6 credits.
fn courses(codes: &[&str]) -> Vec<Value> {
    codes.iter().map(|code| unit(code, json!({}))).collect()
}

fn holding(codes: &[&str]) -> Request {
    let mut request = request("XX");
    request.acquired = codes.iter().map(|code| Acquired { ue: (*code).to_owned(), how: None, on: None }).collect();
    request
}

#[test]
fn some_of_several_are_as_many_as_asked_for() {
    for (n, count) in [(1, 1), (2, 2), (3, 3)] {
        let choice = json!({"choose": {"min_units": n, "units": ["AAA001", "AAA002", "AAA003"]}});
        let catalogue = catalogue(courses(&["AAA001", "AAA002", "AAA003"]), vec![made_of(json!([needs("some", choice)]))]);
        assert_eq!(taken(&planned(&catalogue, &request("XX"))).len(), count);
        assert_eq!(possible(&without(&catalogue, &["AAA001"])), n < 3, "two are left");
    }
}

#[test]
fn a_threshold_of_credits_may_be_overshot_and_not_missed() {
    let credits = |each: [u32; 3]| {
        let units = ["AAA001", "AAA002", "AAA003"].into_iter().zip(each).map(|(code, ects)| unit(code, json!({"ects": ects}))).collect();
        let choice = json!({"choose": {"min_ects": 12, "units": ["AAA001", "AAA002", "AAA003"]}});
        catalogue(units, vec![made_of(json!([needs("some", choice)]))])
    };
    assert_eq!(planned(&credits([8, 8, 8]), &request("XX")).totals.ects_planned, 16, "twelve exactly cannot be had");
    assert_eq!(planned(&credits([4, 8, 3]), &request("XX")).totals.ects_planned, 12);
    assert_eq!(taken(&planned(&credits([4, 4, 4]), &request("XX"))).len(), 3);
    assert!(!possible(&without(&credits([4, 8, 3]), &["AAA001"])), "eleven are not twelve");
}

/// Two themes, the first of three units, and 12 credits of them.
fn themes(theme: Value, rule: Value) -> Catalogue {
    let mut first = json!({"id": "first", "units": ["AAA001", "AAA002", "AAA003"]});
    let mut themes = json!({"min_ects": 12});
    for (to, from) in [(&mut first, &theme), (&mut themes, &rule)] {
        from.as_object().unwrap().iter().for_each(|(key, value)| to[key] = value.clone());
    }
    themes["themes"] = json!([first, {"id": "second", "units": ["BBB001", "BBB002"]}]);
    let mark = json!({"tags": ["theorique"]});
    let units = vec![
        unit("AAA001", json!({})),
        unit("AAA002", json!({})),
        unit("AAA003", mark.clone()),
        unit("BBB001", json!({})),
        unit("BBB002", mark),
    ];
    catalogue(units, vec![made_of(json!([needs("themes", json!({"themes": themes}))]))])
}

#[test]
fn a_theme_counts_no_more_than_its_cap() {
    assert!(possible(&without(&themes(json!({}), json!({})), &["BBB001", "BBB002"])), "twelve credits of one theme");
    for cap in [json!({"theme_max_ects": 6}), json!({"theme_max_units": 1})] {
        assert!(!possible(&without(&themes(json!({}), cap.clone()), &["BBB001", "BBB002"])), "only six of them count");
        assert!(possible(&without(&themes(json!({}), cap), &["BBB001"])));
    }
    assert!(!possible(&without(&themes(json!({"max_ects": 6}), json!({})), &["BBB001", "BBB002"])), "a cap of its own");
}

#[test]
fn a_theme_may_have_a_minimum_and_so_may_the_number_of_themes() {
    assert!(possible(&without(&themes(json!({}), json!({})), &["AAA001", "AAA002", "AAA003"])), "the second theme alone brings twelve");
    assert!(!possible(&without(&themes(json!({"min_ects": 6}), json!({})), &["AAA001", "AAA002", "AAA003"])));
    assert!(possible(&without(&themes(json!({"min_ects": 6}), json!({})), &["AAA001", "AAA002"])));
    assert!(!possible(&without(&themes(json!({}), json!({"min_themes": 2})), &["BBB001", "BBB002"])));
    let plan = planned(&themes(json!({}), json!({"min_themes": 2})), &request("XX"));
    assert!(plan.term_of("BBB001").is_some() || plan.term_of("BBB002").is_some());
}

#[test]
fn so_many_units_carry_a_mark_in_so_many_themes() {
    let marked = |min_units: u32, in_themes: Option<u32>| {
        themes(json!({}), json!({"tags": [{"tag": "theorique", "min_units": min_units, "min_themes": in_themes}]}))
    };
    let plan = planned(&marked(1, None), &request("XX"));
    assert!(plan.term_of("AAA003").is_some() || plan.term_of("BBB002").is_some());
    assert!(possible(&without(&themes(json!({}), json!({})), &["AAA003", "BBB002"])), "without the rule nobody needs the mark");
    assert!(!possible(&without(&marked(1, None), &["AAA003", "BBB002"])));
    assert!(taken(&without(&marked(1, None), &["AAA003"])).contains(&"BBB002"));
    assert_eq!(taken(&planned(&marked(2, Some(2)), &request("XX"))), ["AAA003", "BBB002"]);
    assert!(!possible(&without(&marked(2, Some(2)), &["AAA003"])), "two themes with a mark each");
}

#[test]
fn a_pack_is_taken_whole() {
    let packs = json!({"one_of": {"options": [
        {"id": "one", "rule": {"all": {"units": ["AAA001", "AAA002"]}}},
        {"id": "other", "rule": {"all": {"units": ["BBB001", "BBB002"]}}}]}});
    let catalogue = catalogue(courses(&["AAA001", "AAA002", "BBB001", "BBB002"]), vec![made_of(json!([needs("pack", packs)]))]);
    assert_eq!(taken(&without(&catalogue, &["AAA001"])), ["BBB001", "BBB002"]);
    assert_eq!(taken(&without(&catalogue, &["BBB002"])), ["AAA001", "AAA002"]);
    assert!(!possible(&without(&catalogue, &["AAA001", "BBB002"])), "half of each is none");
}

#[test]
fn a_unit_of_two_groups_counts_once() {
    let one_of = |units: [&str; 2]| json!({"choose": {"min_units": 1, "units": units}});
    let groups = json!([needs("first", one_of(["AAA001", "AAA002"])), needs("second", one_of(["AAA001", "AAA003"]))]);
    let catalogue = catalogue(courses(&["AAA001", "AAA002", "AAA003"]), vec![made_of(groups)]);
    assert_eq!(taken(&without(&catalogue, &["AAA002"])), ["AAA001", "AAA003"]);
    assert_eq!(taken(&without(&catalogue, &["AAA003"])), ["AAA001", "AAA002"]);
    assert!(!possible(&without(&catalogue, &["AAA002", "AAA003"])), "it cannot stand in both");
    let held = planned(&catalogue, &holding(&["AAA001"]));
    assert_eq!((taken(&held).len(), held.totals.ects_acquired), (1, 6));
}

#[test]
fn units_that_rule_each_other_out_are_not_taken_together() {
    let build = |exclusions: Value| {
        let choice = json!({"choose": {"min_ects": 12, "units": ["AAA001", "AAA002", "AAA003"]}});
        let units = courses(&["AAA001", "AAA002", "AAA003"]);
        catalogue_with(units, vec![made_of(json!([needs("some", choice)]))], json!({"exclusions": exclusions}))
    };
    let (free, bound) = (build(json!([])), build(json!([{"sets": [["AAA001"], ["AAA002"]], "sources": ["made-up"]}])));
    assert_eq!(taken(&without(&free, &["AAA003"])), ["AAA001", "AAA002"]);
    assert!(!possible(&without(&bound, &["AAA003"])));
    assert!(taken(&planned(&bound, &request("XX"))).contains(&"AAA003"));
    assert_eq!(taken(&planned(&bound, &holding(&["AAA001"]))), ["AAA003"], "one held rules the other out");
    let mut both = request("XX");
    both.chosen = vec!["AAA001".into(), "AAA002".into()];
    assert!(!possible(&planned(&bound, &both)) && possible(&planned(&free, &both)));
}

#[test]
fn what_is_held_counts_as_another_where_that_is_sure() {
    let build = |confidence: &str, both_ways: bool| {
        let equivalences = json!([{"held": ["OLD001"], "counts_as": ["AAA001"], "both_ways": both_ways, "confidence": confidence,
            "sources": ["made-up"]}]);
        let all = json!({"all": {"units": ["AAA001", "AAA002"]}});
        let units = courses(&["AAA001", "AAA002", "OLD001", "OLD002"]);
        let old = diploma("OLD", &["OLD001", "OLD002"], json!({}));
        catalogue_with(units, vec![made_of(json!([needs("all", all)])), old], json!({"equivalences": equivalences}))
    };
    assert_eq!(taken(&planned(&build("high", false), &holding(&["OLD001"]))), ["AAA002"]);
    assert_eq!(taken(&planned(&build("medium", false), &holding(&["OLD001"]))).len(), 2, "a doubtful one is not relied on");
    let old = |both_ways: bool| {
        let mut request = holding(&["AAA001"]);
        request.target.diploma = Some("OLD".into());
        taken(&planned(&build("high", both_ways), &request)).len()
    };
    assert_eq!((old(false), old(true)), (2, 1), "the other way round only where it holds both ways");
}

#[test]
fn a_renamed_unit_is_known_by_its_other_spelling() {
    let units = vec![unit("AAA001", json!({"aliases": ["AAAO01"]})), unit("AAA002", json!({}))];
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]);
    assert_eq!(taken(&planned(&catalogue, &holding(&["AAAO01"]))), ["AAA002"]);
    let fault = plan(&scene(&catalogue), &holding(&["AAA00X"])).unwrap_err();
    assert_eq!((fault.code, fault.path.as_str()), ("unknown_unit", "acquired[0].ue"));
}

#[test]
fn one_of_two_activity_units_of_different_credits_fills_its_block() {
    let activity = |ects: u32| json!({"kind": "ua", "role": "experience", "ects": ects});
    let block = json!({"id": "experience", "ects": 17, "rule": {"one_of": {"options": [
        {"id": "direct", "when": "direct", "rule": {"all": {"units": ["UAX017"]}}},
        {"id": "full", "when": "full_path", "rule": {"all": {"units": ["UAX050"]}}}]}}});
    let units = vec![unit("UAX017", activity(17)), unit("UAX050", activity(50)), unit("AAA001", json!({}))];
    let rest = needs("rest", json!({"all": {"units": ["AAA001"]}}));
    let catalogue = catalogue(units, vec![diploma("XX", &[], json!({"requirements": [block, rest], "ects": 23}))]);
    let direct = planned(&catalogue, &request("XX"));
    assert_eq!((taken(&direct), direct.totals.ects_planned), (vec!["AAA001", "UAX017"], 23));
    let mut full = request("XX");
    full.chosen = vec!["UAX050".into()];
    let full = planned(&catalogue, &full);
    assert_eq!((taken(&full), full.totals.ects_planned), (vec!["AAA001", "UAX050"], 56), "more is earned than the block counts");
}

#[test]
fn a_gate_without_credits_opens_what_comes_after() {
    let gate = json!({"kind": "ua", "role": "admission", "ects": 0, "prerequisites": [
        {"needs": {"first_semester": {"ects": 12}}, "strength": "required"}]});
    let behind = json!({"prerequisites": [{"needs": {"admission": "UAG001"}, "strength": "required"}]});
    let units = vec![unit("AAA001", json!({})), unit("AAA002", json!({})), unit("UAG001", gate), unit("AAA003", behind)];
    let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002", "UAG001", "AAA003"], json!({"ects": 24}))]);
    let plan = planned(&catalogue, &request("XX"));
    assert!(stands(&plan, &[("AAA001", "2027-S2"), ("AAA002", "2027-S2"), ("UAG001", "2027-S1"), ("AAA003", "2028-S2")]));
    assert_eq!(plan.totals.ects_planned, 18, "the gate brings nothing");
    let admitted = planned(&catalogue, &holding(&["UAG001"]));
    assert_eq!(admitted.finish, Some(term("2027-S2")), "who is admitted already takes all at once");
}
