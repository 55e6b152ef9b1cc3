//! What plans must be able to say, noun by noun, each on both sides: where it holds and where it does not.
//!
//! Every catalogue here is made up, unit by unit, and none of it is the Cnam's, but for that of [`shipped`].
//!
//! | what | where |
//! |---|---|
//! | all of, some of, credits with overshoot | [`requirements`]; a compulsory unit of the licence in `tests/pathway.rs` |
//! | caps and least of a theme, marks, packs | [`requirements`]; the licence and the engineers in `tests/pathway.rs` |
//! | eligible twice and counted once, exclusion, equivalence, renaming | [`requirements`]; RSX103, MSE147 and EME102 in `tests/pathway.rs` |
//! | another UA of other credits, gates without credits | [`requirements`], [`shipped`]; UAAD91 in `tests/pathway.rs` |
//! | prerequisites: all, one of, required, recommended, levels, status | [`order`], [`shipped`]; English for beginners in `tests/pathway.rs` |
//! | together, not together, rather together | [`order`], [`shipped`]; UTC505 and RSX101 in `tests/pathway.rs` |
//! | experience, oral and thesis after credits and units | [`order`], [`shipped`]; the engineers in `tests/pathway.rs` |
//! | terms, centres, ways, years, whole year, every other year, unknown | [`terms`]; opening schedules in `tests/schedules.rs` |
//! | in the day for those who may, hours a week of a region's terms | [`terms`]; from the facts and the calendar of a region in [`through`] |
//! | units, credits, hours, another pace for a term, a break | [`terms`]; the licence in `tests/pathway.rs` |
//! | held, exempted from a day on, in progress | [`learner`]; under another spelling in `tests/pathway.rs` |
//! | pins, choices, exclusions | [`learner`]; what clashes in `tests/pathway.rs` and `tests/answers_properties.rs` |
//! | two exam sessions | [`learner`]; the admission of engineers in `tests/answers.rs` |
//! | a class year by year | [`order`] |
//! | one diploma after another | [`learner`]; the licence and the engineer in [`shipped`] |

#![allow(clippy::unwrap_used, clippy::panic)]

mod learner;
mod order;
mod preference;
mod requirements;
mod shipped;
mod terms;
mod through;

use parcours::domain::{
    answer::{Plan, PlanStatus},
    catalogue::Catalogue,
    date::Term,
    pathway::{Calendar, Scene, plan, verify},
    request::Request,
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

/// A catalogue with what `more` adds to it.
fn catalogue_with(units: Vec<Value>, diplomas: Vec<Value>, more: Value) -> Catalogue {
    let mut file = json!({"format": "parcours-catalogue/1", "units": units, "diplomas": diplomas,
        "sources": [{"id": "made-up", "title": "Made up", "url": null, "date": null, "kind": "made_up"}]});
    for (key, value) in more.as_object().unwrap() {
        file[key] = value.clone();
    }
    Catalogue::read(&[("made-up.json", &file.to_string())]).unwrap()
}

fn catalogue(units: Vec<Value>, diplomas: Vec<Value>) -> Catalogue {
    catalogue_with(units, diplomas, json!({}))
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

/// A diploma `XX` of which these requirements make the whole.
fn made_of(requirements: Value) -> Value {
    diploma("XX", &[], json!({"requirements": requirements}))
}

/// One requirement.
fn needs(id: &str, rule: Value) -> Value {
    json!({"id": id, "ects": null, "rule": rule})
}

fn taken(plan: &Plan) -> Vec<&str> {
    let mut codes: Vec<&str> = plan.units().map(|(_, unit)| unit.code.as_str()).collect();
    codes.sort_unstable();
    codes
}

/// The plan when these units are ruled out.
fn without(catalogue: &Catalogue, units: &[&str]) -> Plan {
    let mut request = request("XX");
    request.excluded = units.iter().map(|code| (*code).to_owned()).collect();
    planned(catalogue, &request)
}

fn possible(plan: &Plan) -> bool {
    plan.status != PlanStatus::Infeasible
}

/// Whether each unit starts in this term.
fn stands(plan: &Plan, places: &[(&str, &str)]) -> bool {
    places.iter().all(|(code, when)| plan.term_of(code) == Some(term(when)))
}
