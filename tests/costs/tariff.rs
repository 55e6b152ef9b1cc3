//! The tariffs themselves: what they rest on, and what is refused.

use super::shared::{tariff_text, tariffs};
use parcours::{
    data::rule_book,
    domain::{
        costs::{Tariff, is_jobseeker},
        facts::Facts,
        truth::Truth,
    },
};
use serde_json::{Value, json};

#[test]
fn every_rule_that_a_tariff_quotes_is_in_the_rule_book() {
    fn quoted(value: &Value, rules: &mut Vec<String>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    match value {
                        Value::String(rule) if ["rule", "unpublished", "withdrawn"].contains(&key.as_str()) => rules.push(rule.clone()),
                        _ => quoted(value, rules),
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| quoted(value, rules)),
            _ => {}
        }
    }
    let book = rule_book().unwrap();
    for region in ["nouvelle-aquitaine", "occitanie"] {
        let mut rules = Vec::new();
        quoted(&serde_json::from_str(tariff_text(region)).unwrap(), &mut rules);
        assert!(!rules.is_empty(), "{region}");
        for rule in rules {
            assert!(book.rule(&rule).is_some(), "{region}: {rule}");
        }
    }
}

#[test]
fn hours_are_those_of_the_region_packs() {
    let (book, tariffs) = (rule_book().unwrap(), tariffs());
    for region in ["nouvelle-aquitaine", "occitanie"] {
        for ects in 1..=15 {
            let printed = tariffs.of_region(region).unwrap().hours.as_ref().unwrap().sizes.get(&ects).copied().flatten();
            assert_eq!(printed, book.hours(region, ects).map(|(hours, _)| hours), "{region} {ects}");
        }
    }
}

#[test]
fn jobseekers_are_those_of_the_rule_book() {
    // The definition is data of the rules; here it is read, not repeated.
    let definitions: Value = serde_json::from_str(include_str!("../../src/data/rules/definitions.json")).unwrap();
    fn truth(condition: &Value, facts: &Facts) -> Truth {
        let of = |key: &str| condition[key].as_array().unwrap().iter().map(|inner| truth(inner, facts)).collect::<Vec<_>>();
        if condition.get("any").is_some() {
            return of("any").into_iter().fold(Truth::No, Truth::or);
        }
        if condition.get("all").is_some() {
            return of("all").into_iter().fold(Truth::Yes, Truth::and);
        }
        let value = serde_json::to_value(facts.get(condition["fact"].as_str().unwrap())).unwrap();
        let wanted = condition.get("in").map_or_else(|| vec![condition["equals"].clone()], |list| list.as_array().unwrap().clone());
        (!value.is_null()).then(|| wanted.contains(&value)).into()
    }
    for status in [json!(null), json!("demandeur_emploi"), json!("salarie"), json!("sans_emploi"), json!("etudiant"), json!("agent_public")]
    {
        for seeking in [json!(null), json!(true), json!(false)] {
            for registered in [json!(null), json!(true), json!(false)] {
                let facts = json!({ "status": status, "seeking_work": seeking, "registered_france_travail": registered });
                let facts: Facts = serde_json::from_value(facts).unwrap();
                assert_eq!(is_jobseeker(&facts), truth(&definitions["definitions"]["jobseeker"], &facts), "{facts:?}");
            }
        }
    }
}

#[test]
fn a_faulty_tariff_is_refused_with_its_path() {
    let text = tariff_text("nouvelle-aquitaine");
    for (old, new, code, path) in [
        ("\"currency\": \"EUR\"", "\"format\": \"tariff/2\", \"currency\": \"EUR\"", "invalid_value", "format"),
        ("\"currency\": \"EUR\"", "\"currency\": \"EUR\", \"colour\": 1", "unknown_key", "colour"),
        ("\"payers\": [ \"ag2r\" ]", "\"payers\": [ \"agrr\" ]", "unknown_payer", "columns[3].payers[0]"),
        ("\"payers\": [ \"ag2r\" ]", "\"payers\": [ \"self\" ]", "duplicate_id", "columns[3].payers[0]"),
        ("\"fact\": \"ag2r_contributor\"", "\"fact\": \"ag2r\"", "unknown_fact", "columns[3].requires[1].fact"),
        ("\"beyond\": \"region\"", "\"beyond\": \"regional\"", "unknown_column", "limits[0].beyond"),
        ("\"guaranteed\": 1", "\"guaranteed\": 3", "contradiction", "limits[0]"),
        ("\"3\": \"520.00\"", "\"3\": \"-520.00\"", "negative_amount", "units[0].columns.employer"),
        ("\"eligible\": false", "\"eligible\": true", "contradiction", "items[1].columns.ag2r"),
        ("\"id\": \"memoire_ingenieur\"", "\"id\": \"ue\"", "duplicate_id", "items[1].id"),
    ] {
        let broken = text.replacen(old, new, 1);
        assert_ne!(broken, text, "{old}");
        let fault = Tariff::read(&broken).unwrap_err();
        assert_eq!((fault.code, fault.path.as_str()), (code, path), "{fault}");
    }
}

#[test]
fn every_shipped_tariff_reads_names_its_source_and_its_region() {
    let tariffs = tariffs();
    for region in ["nouvelle-aquitaine", "occitanie"] {
        let tariff = tariffs.of_region(region).unwrap();
        assert_eq!(tariff.region, region);
        assert!(!tariff.source.document.is_empty() && (tariff.source.dated.is_some() || tariff.source.period.is_some()));
    }
}
