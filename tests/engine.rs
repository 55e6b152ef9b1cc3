//! What the engine takes for granted, it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data,
    domain::{date::Term, request::Request},
};

fn warns_of_the_start(centre: Option<&str>, start_term: Option<Term>) -> bool {
    let mut request = Request::blank("2026-11-21".parse().unwrap());
    request.centre_region = centre.map(str::to_owned);
    request.target.diploma = Some("LG02501A".to_owned());
    request.target.start_term = start_term;
    let answer = data::engine().unwrap().evaluate(&request).unwrap();
    answer.warnings.iter().any(|warning| warning.id == "start_assumed")
}

#[test]
fn a_first_term_that_no_centre_published_is_marked_as_assumed() {
    assert!(warns_of_the_start(None, None));
    assert!(warns_of_the_start(Some("nouvelle-aquitaine"), None), "this centre published no dates");
    assert!(!warns_of_the_start(Some("grand-est"), None), "this centre published its intakes");
    assert!(!warns_of_the_start(None, Some("2027-S2".parse().unwrap())), "the person said when");
}
