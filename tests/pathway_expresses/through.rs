//! Through the engine: what the facts and the calendar of a region change of a plan.

use super::*;
use parcours::{data, domain::engine::Engine};

fn evaluated(catalogue: Catalogue, region: &str, facts: Value, more: impl Fn(&mut Request)) -> Plan {
    evaluated_by(&Engine::new(data::rule_book().unwrap(), catalogue), region, facts, more)
}

fn evaluated_by(engine: &Engine, region: &str, facts: Value, more: impl Fn(&mut Request)) -> Plan {
    let mut request = request("XX");
    request.centre_region = Some(region.to_owned());
    request.facts = serde_json::from_value(facts).unwrap();
    more(&mut request);
    let plan = engine.evaluate(&request).unwrap().plan.unwrap();
    assert_eq!(verify(engine.catalogue(), &request, &plan), Vec::<String>::new());
    plan
}

/// The shipped pack of a region, but for who may attend in the day: made up, those who look for work and nobody else.
const STRICT: &str = r#"{"options": [{"verdict": "yes", "needs": {"rule": "R056", "any": [{"is": "jobseeker"}]}}]}"#;

#[test]
fn courses_in_the_day_are_planned_for_those_who_may_attend_them() {
    let way = |term: &str, way: &str| json!({"terms": [term], "modality": way, "region": "national", "sources": ["made-up"]});
    let units = vec![unit("AAA001", json!({"offering": [way("S2", "journee"), way("S1", "soir")]}))];
    let engine = Engine::new(data::rule_book().unwrap(), catalogue(units, vec![diploma("XX", &["AAA001"], json!({}))]));
    let mut pack: Value = serde_json::from_str(include_str!("../../src/data/packs/grand-est.json")).unwrap();
    pack["decisions"]["modality.journee"]["both"] = serde_json::from_str(STRICT).unwrap();
    let strict = engine.with_pack("made-up.json", &pack.to_string(), None).unwrap().engine;
    let finish = |engine: &Engine, facts: Value| evaluated_by(engine, "grand-est", facts, |_| {}).finish;
    let at_work = json!({"status": "salarie", "contract_kind": "cdi", "seeking_work": false, "registered_france_travail": false});
    assert_eq!(finish(&strict, json!({"status": "demandeur_emploi"})), Some(term("2027-S2")));
    assert_eq!(finish(&strict, at_work.clone()), Some(term("2027-S1")), "in the day it is for those who look for work");
    assert_eq!(finish(&strict, json!({})), Some(term("2027-S2")), "only a known no rules it out");
    assert_eq!(finish(&engine, at_work), Some(term("2027-S2")), "the guide does not say that others may not join");
}

#[test]
fn hours_a_week_are_those_of_the_weeks_of_a_region() {
    let all = ["AAA001", "AAA002", "AAA003"];
    let sizes = |region: &str, hours: u32| {
        let units = all.iter().map(|code| unit(code, json!({"hours": [{"hours": 50, "sources": ["made-up"]}]}))).collect();
        let catalogue = catalogue(units, vec![diploma("XX", &all, json!({}))]);
        let plan = evaluated(catalogue, region, json!({}), |request| request.pace.max_hours_per_week = Some(hours));
        plan.terms.iter().map(|term| term.ue.len()).collect::<Vec<_>>()
    };
    // Spring courses from 15 February to 31 May are 15 weeks, autumn ones from 15 October to 15 January 13.
    assert_eq!(sizes("occitanie", 4), [1, 1, 1], "60 and 52 hours");
    assert_eq!(sizes("occitanie", 7), [2, 1], "105 and 91");
    assert_eq!(sizes("occitanie", 10), [3]);
    assert_eq!(sizes("nouvelle-aquitaine", 4), [3], "nobody published its weeks: three units a term");
}
