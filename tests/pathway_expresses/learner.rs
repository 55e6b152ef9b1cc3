//! What a person holds, wishes, fails, and does next.

use super::*;
use parcours::domain::{
    pathway::{Chain, Setbacks, Task as _},
    request::{Acquired, AcquiredHow},
};

/// Two units, the second of which builds on the first, and two free ones.
fn four() -> Catalogue {
    let units = vec![
        unit("AAA001", json!({})),
        unit("AAA002", json!({"prerequisites": after(&["AAA001"])})),
        unit("AAA003", json!({})),
        unit("AAA004", json!({})),
    ];
    catalogue(units, vec![diploma("XX", &["AAA001", "AAA002", "AAA003", "AAA004"], json!({}))])
}

fn acquired(how: AcquiredHow, on: Option<&str>) -> Request {
    let mut request = request("XX");
    request.pace.max_ue = Some(1);
    request.acquired = vec![Acquired { ue: "AAA001".into(), how: Some(how), on: on.map(|on| on.parse().unwrap()) }];
    request
}

#[test]
fn what_is_held_is_not_taken_again_and_counts() {
    let mut nothing = request("XX");
    nothing.pace.max_ue = Some(1);
    let (without, with) = (planned(&four(), &nothing), planned(&four(), &acquired(AcquiredHow::Ue, Some("2025-06-30"))));
    assert_eq!((without.terms.len(), without.totals.ects_acquired), (4, 0));
    assert_eq!((with.terms.len(), with.totals.ects_acquired, with.term_of("AAA001")), (3, 6, None));
}

#[test]
fn an_exemption_by_studies_or_experience_counts_from_its_day_on() {
    for how in [AcquiredHow::Ves, AcquiredHow::Vae] {
        let mut later = acquired(how, Some("2027-06-30"));
        later.pins = [("AAA002".to_owned(), term("2027-S2"))].into();
        assert!(!possible(&planned(&four(), &later)), "in spring it is not granted yet");
        later.pins = [("AAA002".to_owned(), term("2027-S1"))].into();
        let plan = planned(&four(), &later);
        assert_eq!((plan.term_of("AAA002"), plan.term_of("AAA001")), (Some(term("2027-S1")), None));
    }
}

#[test]
fn a_unit_in_progress_counts_from_its_exam_on() {
    let next = planned(&four(), &acquired(AcquiredHow::Ue, Some("2027-01-31")));
    let (far, mut free) = (planned(&four(), &acquired(AcquiredHow::Ue, Some("2028-04-15"))), acquired(AcquiredHow::Ue, Some("2028-04-15")));
    assert_eq!(next.finish, Some(term("2028-S2")), "three units, one a term");
    assert_eq!((far.term_of("AAA002"), far.finish), (Some(term("2028-S1")), Some(term("2028-S1"))));
    free.excluded = vec![];
    assert!(planned(&four(), &free).term_of("AAA001").is_none(), "it is not taken a second time");
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
fn a_pin_holds_a_choice_is_taken_and_an_exclusion_is_not() {
    let choice = json!({"choose": {"min_units": 1, "units": ["AAA001", "AAA002"]}});
    let catalogue = catalogue(vec![unit("AAA001", json!({})), unit("AAA002", json!({}))], vec![made_of(json!([needs("some", choice)]))]);
    let free = planned(&catalogue, &request("XX"));
    assert_eq!((taken(&free).len(), free.finish), (1, Some(term("2027-S2"))));
    let mut pinned = request("XX");
    pinned.pins = [("AAA002".to_owned(), term("2028-S2"))].into();
    let plan = planned(&catalogue, &pinned);
    assert_eq!((taken(&plan), plan.term_of("AAA002")), (vec!["AAA002"], Some(term("2028-S2"))), "though it ends later so");
    for code in ["AAA001", "AAA002"] {
        let mut chosen = request("XX");
        chosen.chosen = vec![code.into()];
        assert_eq!(taken(&planned(&catalogue, &chosen)), [code]);
        assert!(!taken(&without(&catalogue, &[code])).contains(&code));
    }
    let mut both = request("XX");
    (both.chosen, both.excluded) = (vec!["AAA001".into()], vec!["AAA001".into()]);
    let clash = planned(&catalogue, &both);
    assert!(!possible(&clash) && clash.conflict.len() == 2, "two wishes that clash are both named: {:?}", clash.conflict);
}

#[test]
fn a_retake_at_the_second_session_comes_too_late_for_the_spring_and_in_time_for_the_autumn() {
    let chain = |first: &str, then: &str| {
        let units = vec![
            unit("AAA001", json!({"offering": given(&[first])})),
            unit("AAA002", json!({"offering": given(&[then]), "prerequisites": after(&["AAA001"])})),
        ];
        let catalogue = catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]);
        let plan = planned(&catalogue, &request("XX"));
        let setbacks = Setbacks::new(scene(&catalogue), &request("XX"), &plan).finish().unwrap();
        let first = setbacks.iter().find(|one| one.code == "AAA001").unwrap();
        (first.retaken.unwrap().later, first.failed.later)
    };
    assert_eq!(chain("S1", "S2"), (Some(2), Some(2)), "passed in April, after the courses of that spring have begun");
    assert_eq!(chain("S2", "S1"), (Some(0), Some(2)), "passed before the autumn");
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
    let chain = |steps: &[&str]| {
        let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        Chain::new(scene(&catalogue), &request("FIRST"), &steps).finish().unwrap()
    };
    let both = chain(&["FIRST", "SECOND"]);
    let second = both.legs[1].plan.as_ref().unwrap();
    assert_eq!((second.totals.ects_acquired, second.totals.ects_planned), (6, 6));
    assert_eq!((second.terms[0].term, second.finish), (term("2027-S1"), Some(term("2027-S1"))), "after the first, not beside it");
    assert_eq!(both.legs[1].carried, ["AAA002"]);
    let total = both.total.unwrap();
    assert_eq!((total.finish, total.terms, total.ects_planned), (Some(term("2027-S1")), 2, 18), "three units, each earned once");
    let cut = chain(&["FIRST", "SECOND", "UNKNOWN", "FIRST"]);
    assert!(cut.legs.len() == 3 && cut.legs[2].plan.is_none() && cut.total.is_none(), "what nobody published ends the chain");
}

#[test]
fn an_early_choice_is_the_one_that_a_later_diploma_counts_too() {
    let units = ["AAA001", "AAA002", "AAA003"].iter().map(|code| unit(code, json!({}))).collect();
    let choice = json!({"choose": {"min_units": 1, "units": ["AAA001", "AAA002"]}});
    let first = diploma("FIRST", &[], json!({"requirements": [needs("some", choice)], "level": 6}));
    let high = json!([{"needs": {"level": {"level": 6, "text": "bac+3"}}, "strength": "required"}]);
    let mut units: Vec<Value> = units;
    units[2] = unit("AAA003", json!({"prerequisites": high}));
    let catalogue = catalogue(units, vec![first, diploma("SECOND", &["AAA002", "AAA003"], json!({}))]);
    let alone = Chain::new(scene(&catalogue), &request("FIRST"), &["FIRST".into()]).finish().unwrap();
    assert_eq!(taken(alone.legs[0].plan.as_ref().unwrap()), ["AAA001"]);
    let both = Chain::new(scene(&catalogue), &request("FIRST"), &["FIRST".into(), "SECOND".into()]).finish().unwrap();
    assert_eq!(taken(both.legs[0].plan.as_ref().unwrap()), ["AAA002"]);
    let second = both.legs[1].plan.as_ref().unwrap();
    assert_eq!(taken(second), ["AAA003"]);
    assert!(!second.terms[0].ue[0].assumed.iter().any(|what| what == "level"), "the first diploma gives the level");
}
