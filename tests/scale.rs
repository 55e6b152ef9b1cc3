//! A catalogue of the Cnam's real size is read, searched and planned without fault. `cargo bench --bench scale` times it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "scale/mod.rs"]
mod made_up;

use parcours::domain::{
    catalogue::{Catalogue, Filters},
    engine::Engine,
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
