//! Of plans that are equally good, the one whose units are given in a way that suits.

use super::*;
use parcours::domain::{
    answer::Cause,
    request::{Modality, Objective},
};

/// Given in these terms, in this way, in all of France.
fn way(terms: &[&str], modality: Value) -> Value {
    json!({"terms": terms, "region": "national", "modality": modality, "sources": ["made-up"]})
}

fn wanting(modality: Modality) -> Request {
    let mut request = request("XX");
    request.modalities = Some(vec![modality]);
    request
}

fn reasons<'p>(plan: &'p Plan, code: &str) -> Vec<&'p str> {
    plan.units().filter(|(_, unit)| unit.code == code).flat_map(|(_, unit)| &unit.because).map(|reason| reason.kind).collect()
}

/// One of three units, the first in the evening, the second at a distance and with these prerequisites, the third in a way that nobody
/// published.
fn one_of_three(before: Value) -> Catalogue {
    let units = vec![
        unit("AAA001", json!({"offering": [way(&["S1", "S2"], json!("soir"))]})),
        unit("AAA002", json!({"offering": [way(&["S1", "S2"], json!("distance"))], "prerequisites": before})),
        unit("AAA003", json!({"offering": [way(&["S1", "S2"], json!(null))]})),
        unit("AAA009", json!({})),
    ];
    let rule = json!({"choose": {"min_ects": 6, "units": ["AAA001", "AAA002", "AAA003"]}});
    catalogue(units, vec![made_of(json!([needs("core", json!({"all": {"units": ["AAA009"]}})), needs("one", rule)]))])
}

#[test]
fn of_equal_electives_the_one_given_in_a_way_that_suits_is_taken_and_says_so() {
    let catalogue = one_of_three(json!(null));
    let plain = planned(&catalogue, &request("XX"));
    assert_eq!((taken(&plain), reasons(&plain, "AAA001").contains(&"suits")), (vec!["AAA001", "AAA009"], false), "nobody said a way");
    let plan = planned(&catalogue, &wanting(Modality::Distance));
    assert_eq!((taken(&plan), plan.finish, plan.status), (vec!["AAA002", "AAA009"], plain.finish, PlanStatus::Optimal));
    assert!(reasons(&plan, "AAA002").contains(&"suits") && !reasons(&plan, "AAA009").contains(&"suits"));
    assert_eq!(taken(&planned(&catalogue, &wanting(Modality::Soir))), ["AAA001", "AAA009"]);
    let unknown = planned(&catalogue, &wanting(Modality::Samedi));
    assert_eq!(taken(&unknown), ["AAA003", "AAA009"], "what nobody published may suit, what is known not to does not");
    assert!(!reasons(&unknown, "AAA003").contains(&"suits"), "and nobody knows whether it does");
    let careless = Request { objective: vec![Objective::Finish, Objective::Peak], ..wanting(Modality::Distance) };
    assert_eq!(taken(&planned(&catalogue, &careless)), ["AAA001", "AAA009"], "it was not asked for");
}

#[test]
fn what_suits_comes_in_its_place_among_the_objectives() {
    let catalogue = one_of_three(after(&["AAA009"]));
    let sooner = planned(&catalogue, &wanting(Modality::Distance));
    assert_eq!((taken(&sooner), sooner.finish), (vec!["AAA003", "AAA009"], Some(term("2027-S2"))), "what suits would end later");
    let objective = vec![Objective::Preference, Objective::Finish];
    let suited = planned(&catalogue, &Request { objective, ..wanting(Modality::Distance) });
    assert_eq!((taken(&suited), suited.finish), (vec!["AAA002", "AAA009"], Some(term("2027-S1"))));
}

/// Two units, one a term. The schedule of the region gives the first at a distance in autumn, and does not say how in spring.
fn one_a_term() -> (Catalogue, Request) {
    let scheduled = |term: &str, modality: Value| json!({"terms": [term], "region": "corse", "modality": modality, "academic_year": 2026, "scheduled": true, "sources": ["made-up"]});
    let offering = json!([scheduled("S2", json!(null)), scheduled("S1", json!("distance"))]);
    let units =
        vec![unit("AAA001", json!({"offering": offering})), unit("AAA002", json!({"offering": [way(&["S1", "S2"], json!("soir"))]}))];
    let mut request = request("XX");
    request.centre_region = Some("corse".into());
    request.pace.max_ue = Some(1);
    (catalogue(units, vec![diploma("XX", &["AAA001", "AAA002"], json!({}))]), request)
}

#[test]
fn a_unit_is_taken_in_the_term_in_which_its_way_suits() {
    let (catalogue, mut request) = one_a_term();
    assert!(stands(&planned(&catalogue, &request), &[("AAA001", "2027-S2"), ("AAA002", "2027-S1")]), "in the order of the diploma");
    request.modalities = Some(vec![Modality::Distance]);
    let plan = planned(&catalogue, &request);
    assert!(stands(&plan, &[("AAA001", "2027-S1"), ("AAA002", "2027-S2")]));
    assert!(reasons(&plan, "AAA001").contains(&"suits") && !reasons(&plan, "AAA002").contains(&"suits"));
}

#[test]
fn a_plan_that_suits_better_is_as_near_to_the_one_before_as_that_allows_and_says_what_moved_for_it() {
    let (catalogue, mut request) = one_a_term();
    let before = planned(&catalogue, &request);
    request.modalities = Some(vec![Modality::Distance]);
    request.near = before.places();
    let plan = planned(&catalogue, &request);
    assert!(stands(&plan, &[("AAA001", "2027-S1"), ("AAA002", "2027-S2")]));
    let why = |code: &str| plan.moves.iter().find(|one| one.code == code).map(|one| one.why.clone());
    assert_eq!(why("AAA001"), Some(Cause::Full { units: vec!["AAA002".into()] }), "alone it could not go back");
    request.pace.max_ue = Some(2);
    request.pins.insert("AAA002".into(), term("2027-S1"));
    assert_eq!(planned(&catalogue, &request).term_of("AAA001"), before.term_of("AAA001"), "two in one term would be heavier");
    request.objective = vec![Objective::Finish, Objective::Preference];
    let roomy = planned(&catalogue, &request);
    let why = roomy.moves.iter().find(|one| one.code == "AAA001").map(|one| one.why.clone());
    assert_eq!(why, Some(Cause::Suits), "there is room where it was, and what suits is elsewhere");
    request.modalities = None;
    assert_eq!(planned(&catalogue, &request).term_of("AAA001"), before.term_of("AAA001"), "without that wish it stays");
}
