//! What plans must be able to say, noun by noun, each on both sides: where it holds and where it does not.
//!
//! Every catalogue here is made up, unit by unit: none of it is the Cnam's.

#![allow(clippy::unwrap_used, clippy::panic)]

mod learner;
mod order;
mod preference;
mod requirements;
mod terms;

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
