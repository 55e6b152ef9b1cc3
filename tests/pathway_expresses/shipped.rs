//! The same on the shipped catalogue, where it has an example.

use super::*;
use parcours::{
    data,
    domain::pathway::{Chain, Task as _},
};

fn shipped() -> Catalogue {
    data::catalogue::catalogue().unwrap()
}

#[test]
fn the_experience_of_fifty_credits_fills_the_block_of_seventeen() {
    let catalogue = shipped();
    let direct = planned(&catalogue, &request("LG02501A"));
    let mut full = request("LG02501A");
    full.chosen = vec!["UAAL0S".into()];
    let full = planned(&catalogue, &full);
    assert!(direct.term_of("UAAL0T").is_some() && direct.term_of("UAAL0S").is_none());
    assert!(full.term_of("UAAL0S").is_some() && full.term_of("UAAL0T").is_none());
    assert_eq!((direct.totals.ects_planned, full.totals.ects_planned, full.totals.ects_required), (60, 93, Some(60)));
}

#[test]
fn what_is_rather_taken_after_or_together_is_where_that_costs_nothing() {
    let mut two = request("CS52");
    two.pace.max_ue = Some(2);
    let plan = planned(&shipped(), &two);
    assert!(stands(&plan, &[("DNT104", "2027-S2"), ("DNT105", "2027-S1"), ("DNT106", "2027-S1")]), "first DNT104, then the two together");
    let free = planned(&shipped(), &request("CS52"));
    assert_eq!(free.finish, Some(term("2027-S2")), "it is advice, and lengthens nothing");
}

#[test]
fn a_unit_comes_after_all_of_the_core_and_one_of_the_speciality() {
    let catalogue = shipped();
    let mut late = request("CYC9101A");
    late.pins = [("UTC504".to_owned(), term("2029-S1"))].into();
    let plan = planned(&catalogue, &late);
    assert!(plan.term_of("ENG261") > Some(term("2029-S1")), "all of the core, the last unit too");
    let speciality = ["specialite1", "specialite2"];
    let first = plan.units().filter(|(_, unit)| unit.group.get(1).is_some_and(|group| speciality.contains(&&**group)));
    let first = first.map(|(when, _)| when).min();
    assert!(first.is_some() && first < plan.term_of("ENG261"), "and one unit of the speciality");
    late.pins.insert("ENG261".into(), term("2029-S1"));
    assert!(!possible(&planned(&catalogue, &late)));
}

#[test]
fn an_engineer_after_the_licence_does_not_take_its_units_again() {
    let catalogue = shipped();
    let chain = |steps: &[&str]| {
        let steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        Chain::new(scene(&catalogue), &request(&steps[0]), &steps).finish().unwrap()
    };
    let both = chain(&["LG02501A", "CYC9101A"]);
    let (licence, engineer) = (both.legs[0].plan.as_ref().unwrap(), both.legs[1].plan.as_ref().unwrap());
    for code in ["UTC501", "UTC502", "UTC503", "UTC504", "UTC505"] {
        assert!(
            licence.term_of(code).is_some() && both.legs[1].carried.iter().any(|held| held == code) && engineer.term_of(code).is_none()
        );
    }
    assert!(engineer.totals.ects_acquired >= 15 + 18, "the core, and the themes: {:?}", engineer.totals);
    assert!(engineer.terms[0].term > licence.finish.unwrap());
    let alone = chain(&["CYC9101A"]).total.unwrap();
    let total = both.total.unwrap();
    assert!(total.finish > alone.finish && total.ects_planned < 60 + 180, "two diplomas take longer, and less than both from nothing");
}
