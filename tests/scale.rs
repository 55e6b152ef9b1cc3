//! A catalogue of the Cnam's real size is read, searched and planned without fault. `cargo bench --bench scale` times it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "scale/mod.rs"]
mod made_up;

use parcours::domain::{
    catalogue::{Catalogue, Filters},
    engine::Engine,
    error::InputError,
    pathway::Task,
    request::Request,
};

#[test]
fn the_made_up_catalogue_is_sound_and_says_that_it_is_made_up() {
    let text = made_up::catalogue(1);
    assert_eq!(text, made_up::catalogue(1), "the same size gives the same text");
    assert!(text.contains("Made up by tests/scale"));
    let catalogue = Catalogue::read(&[("made-up.json", &text)]).unwrap();
    assert_eq!((catalogue.diplomas().len(), catalogue.units().len()), (made_up::DIPLOMAS, made_up::UNITS));
    assert!(catalogue.units().iter().all(|unit| unit.sources == ["made-up"]));
    assert!(catalogue.diplomas().iter().all(|diploma| diploma.plannable()));
}

#[test]
fn every_diploma_of_it_is_found_and_planned() {
    let text = made_up::catalogue(1);
    let catalogue = Catalogue::read(&[("made-up.json", &text)]).unwrap();
    assert_eq!(catalogue.search("invente 17 ", &Filters::default()).first().map(|diploma| diploma.id.as_str()), Some("ZD00016"));
    assert_eq!(catalogue.search_units("statistique decouverte", 5).len(), 5);
    let engine = Engine::new(parcours::data::rule_book().unwrap(), catalogue);
    let outlooks = engine.survey(&Request::blank("2026-11-21".parse().unwrap())).unwrap().finish().unwrap();
    assert_eq!(outlooks.len(), made_up::DIPLOMAS);
    // Whatever the centre, every unit is open somewhere: without a centre, every diploma has an end.
    let unplanned: Vec<_> =
        outlooks.iter().filter(|outlook| outlook.finish.is_none()).map(|outlook| (&outlook.diploma, outlook.reason)).collect();
    assert!(unplanned.is_empty(), "{unplanned:?}");
}

#[test]
fn the_survey_says_of_each_diploma_what_a_plan_for_it_alone_says() {
    let text = made_up::catalogue(1);
    let engine = Engine::new(parcours::data::rule_book().unwrap(), Catalogue::read(&[("made-up.json", &text)]).unwrap());
    let mut request: Request = InputError::read_json(
        r#"{"version":1,"today":"2026-11-21","centre_region":"nouvelle-aquitaine","facts":{"payer":"self"},"pace":{"max_ue":2},
            "objective":["finish"],"modalities":["distance"],
            "acquired":[{"ue":"ZZ00010","how":"ue","on":"2026-06-30"},{"ue":"ZZ00301","how":"ves","on":"2026-06-30"}]}"#,
    )
    .unwrap();
    let outlooks = engine.survey(&request).unwrap().finish().unwrap();
    // Every twelfth, in an order that has nothing to do with the one in which they were planned.
    for outlook in outlooks.iter().step_by(12) {
        request.target.diploma = Some(outlook.diploma.clone());
        let alone = engine.evaluate(&request).unwrap();
        let plan = alone.plan.unwrap();
        let said = (outlook.finish, outlook.status, outlook.ects_acquired, outlook.terms);
        let terms = u32::try_from(plan.terms.len()).ok();
        assert_eq!(said, (plan.finish, Some(plan.status), Some(plan.totals.ects_acquired), terms), "{}", outlook.diploma);
        assert_eq!(outlook.cost, alone.cost.out_of_pocket, "{}", outlook.diploma);
    }
    assert!(outlooks.iter().any(|outlook| outlook.cost.is_some()) && outlooks.iter().any(|outlook| outlook.ects_acquired > Some(0)));
}
