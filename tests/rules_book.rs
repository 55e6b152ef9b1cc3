//! The rule book as data: what it refuses, and how a region is added to it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data::{
        self,
        texts::{Lang, Texts},
    },
    domain::{
        answer::Verdict,
        catalogue::Catalogue,
        date::Date,
        engine::Engine,
        request::{Modality, Request},
        rules::{self, RuleBook, RuleOrigin, Status, TargetInfo},
    },
};

/// The shipped book with `text` in the place of the file `name`, or beside the others when there is none of that name.
fn with_file(name: &str, text: &str) -> Vec<String> {
    let mut files: Vec<(&str, &str)> = data::RULES.iter().copied().filter(|(known, _)| *known != name).collect();
    files.push((name, text));
    RuleBook::read(&files).err().unwrap_or_default().into_iter().map(|fault| format!("{} {}", fault.code, fault.path)).collect()
}

/// A file of rules with one decision.
fn decision(id: &str, side: &str, needs: &str) -> String {
    format!(
        r#"{{"format":"parcours-rules","version":1,"decisions":{{"{id}":{{"{side}":{{"options":[{{"verdict":"maybe","needs":{needs}}}]}}}}}}}}"#
    )
}

#[test]
fn every_rule_of_the_source_is_a_record() {
    let book = data::rule_book().unwrap();
    for number in 1..=203 {
        let rule = book.rule(&format!("R{number:03}")).unwrap_or_else(|| panic!("R{number:03}"));
        assert_eq!((rule.book, rule.status), (RuleOrigin::Documents, Status::Document), "{}", rule.id);
        let document = rule.document.as_deref().and_then(|id| book.document(id));
        assert!(document.is_some() && rule.section.is_some(), "{} names its document and section", rule.id);
    }
    let law: Vec<_> = book.rules().filter(|rule| rule.book == RuleOrigin::Law).collect();
    assert_eq!(law.len(), 84);
    assert!(law.iter().all(|rule| rule.id.starts_with("LAW") && rule.source.is_some() && rule.status != Status::Document));
    let pro_a = book.rule("LAW035").unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert!(!pro_a.in_force(day("2025-12-31")) && pro_a.in_force(day("2026-01-01")), "validity is inclusive");
    let old = book.parameter("P-CPF-PART-2026A").unwrap();
    assert!(old.in_force(day("2026-04-01")) && !old.in_force(day("2026-04-02")));
}

#[test]
fn hours_are_those_of_the_region_and_never_borrowed() {
    let book = data::rule_book().unwrap();
    let hours = |region, ects| book.hours(region, ects).map(|(hours, _)| hours);
    assert_eq!(hours("nouvelle-aquitaine", 6), Some(51));
    assert_eq!(hours("occitanie", 4), Some(40));
    assert_eq!(hours("occitanie", 6), None, "listed without a figure");
    assert_eq!(hours("nouvelle-aquitaine", 5), None);
    assert_eq!(hours("grand-est", 6), None);
}

#[test]
fn what_is_named_must_exist() {
    let faults = |needs: &str| with_file("new.json", &decision("new", "both", needs));
    assert_eq!(faults(r#"{"rule":"R150","fact":"rqth","equals":true}"#), Vec::<String>::new());
    let here = ["dangling_reference new.json: decisions.new.both.options[0].needs"];
    assert_eq!(faults(r#"{"rule":"R999","fact":"rqth","equals":true}"#), here);
    assert_eq!(faults(r#"{"fact":"shoe_size","equals":44}"#), here);
    assert_eq!(faults(r#"{"fact":"months_in_company","at_least":{"parameter":"P-NONE"}}"#), here);
    assert_eq!(faults(r#"{"is":"nobody"}"#), here);
    assert_eq!(faults(r#"{"day":"months_in_company","at_least":"today"}"#), here);
    assert_eq!(faults(r#"{"fact":"status","equals":"salaried"}"#), ["impossible_value new.json: decisions.new.both.options[0].needs"]);
}

#[test]
fn the_documents_cannot_quote_the_law_nor_a_region_another() {
    let law = r#"{"rule":"LAW022","fact":"rqth","equals":true}"#;
    assert_eq!(with_file("new.json", &decision("new", "law", law)), Vec::<String>::new());
    assert_eq!(
        with_file("new.json", &decision("new", "documents", law)),
        ["law_among_documents new.json: decisions.new.documents.options[0].needs"]
    );
    assert_eq!(with_file("new.json", &decision("new", "both", law)), ["law_among_documents new.json: decisions.new.both.options[0].needs"]);
    let regional = r#"{"rule":"R001","fact":"rqth","equals":true}"#;
    assert_eq!(
        with_file("new.json", &decision("new", "law", regional)),
        ["rule_of_another_region new.json: decisions.new.law.options[0].needs"]
    );
}

#[test]
fn circles_doubles_and_misspelt_keys_are_refused() {
    let circle = r#"{"format":"parcours-rules","version":1,"definitions":{"a":{"is":"b"},"b":{"not":{"is":"a"}}}}"#;
    assert!(with_file("new.json", circle).iter().all(|fault| fault.starts_with("circular new.json: definitions.")));
    assert_eq!(with_file("new.json", circle).len(), 2);
    let needs = r#"{"fact":"rqth","equals":true}"#;
    assert_eq!(with_file("new.json", &decision("ptp", "law", needs)), ["defined_twice new.json: decisions.ptp"]);
    assert_eq!(with_file("new.json", r#"{"format":"parcours-rules","version":1,"ruels":[]}"#), ["unknown_key new.json: ruels"]);
    assert_eq!(with_file("new.json", r#"{"format":"recipe","version":1}"#), ["unknown_format new.json: format"]);
    let two = with_file("new.json", &decision("new", "law", r#"{"fact":"rqth","equals":true,"at_least":1}"#));
    assert!(two.len() == 1 && two[0].starts_with("invalid_value new.json: decisions.new"), "{two:?}");
    let misspelt = with_file("new.json", &decision("new", "law", r#"{"fact":"rqth","equal":true}"#));
    assert!(misspelt.len() == 1 && misspelt[0].starts_with("unknown_key new.json: decisions.new"), "{misspelt:?}");
}

/// A made-up region: nothing of it is true.
const ATLANTIDE: &str = r#"{
  "format": "parcours-pack", "version": 1, "region": "atlantide", "name": "Atlantide (made up)",
  "documents_cited": [{"id": "atlantide-leaflet", "title": "A made-up leaflet", "dated": "never"}],
  "rules": [{"id": "ATL1", "topic": "admission", "scope": "atlantide", "book": "documents", "document": "atlantide-leaflet", "section": "1"}],
  "parameters": [
    {"id": "P-ATL-WINDOW", "topic": "enrolment-window", "value": ["11-20", "11-22"], "unit": "MM-DD", "status": "document", "source": "made up"},
    {"id": "P-ATL-AGE", "topic": "admission", "value": 21, "unit": "years", "status": "document", "source": "made up"}
  ],
  "enrolment": {"windows": [{"parameter": "P-ATL-WINDOW", "by": ["ATL1"]}]},
  "texts": {"ATL1": {"fr": "Règle inventée", "en": "Made-up rule"}, "document.trident": {"fr": "Un trident", "en": "A trident"}},
  "exam_papers": [{"id": "trident", "by": ["ATL1"]}],
  "exam_places": [{"modalities": ["soir"], "place": "teaching_centre", "by": ["ATL1"]}],
  "decisions": {
    "admission": {"both": {"options": [{"verdict": "yes", "needs": {"rule": "ATL1", "age_on": "contract_day", "at_least": {"parameter": "P-ATL-AGE"}}}]}},
    "modality.soir": {"both": {"options": [{"verdict": "yes", "needs": {"rule": "ATL1", "all": []}}]}}
  }
}"#;

/// An engine on this book alone.
fn engine(book: RuleBook) -> Engine {
    Engine::new(book, Catalogue::default())
}

fn request(json: &str) -> Request {
    serde_json::from_str(json).unwrap()
}

#[test]
fn a_region_is_added_without_a_line_of_rust() {
    let book = data::rule_book().unwrap();
    let mut ask = request(r#"{"version":1,"today":"2026-11-21","centre_region":"atlantide","facts":{"birth_date":"2005-11-22"}}"#);
    ask.modalities = Some(vec![Modality::Soir]);
    let fault = engine(book.clone()).evaluate(&ask).unwrap_err();
    assert_eq!((fault.code, fault.path.as_str()), ("unknown_region", "centre_region"));

    let (_, larger) = book.with_pack("atlantide.json", ATLANTIDE).unwrap();
    let answer = engine(larger.clone()).evaluate(&ask).unwrap();
    assert_eq!(answer.admission.individual.verdict, Verdict::No);
    assert_eq!(answer.admission.individual.from, "2026-11-22".parse().ok());
    assert_eq!(answer.admission.individual.because[0].rule, "ATL1");
    assert_eq!(answer.admission.window.open, Some(true));
    assert_eq!(answer.exam.papers.iter().map(|paper| paper.id.as_str()).collect::<Vec<_>>(), ["trident"]);
    assert_eq!(answer.exam.place.as_deref(), Some("teaching_centre"));
    assert_eq!(answer.modalities.iter().find(|modality| modality.id == "soir").map(|modality| modality.verdict), Some(Verdict::Yes));
    assert_eq!(answer.modalities.iter().find(|modality| modality.id == "samedi").map(|modality| modality.verdict), Some(Verdict::Ask));

    // Replacing it replaces what it brought.
    let stricter = ATLANTIDE.replace("\"value\": 21", "\"value\": 30");
    let (_, replaced) = larger.with_pack("atlantide.json", &stricter).unwrap();
    let verdicts = rules::evaluate(&replaced, &ask, &TargetInfo::default());
    assert_eq!(verdicts.admission.individual.from, "2035-11-22".parse().ok());
}

#[test]
fn a_faulty_pack_is_refused_with_its_file_and_path() {
    let book = data::rule_book().unwrap();
    let faults = |from: &str, to: &str| -> Vec<String> {
        let text = ATLANTIDE.replacen(from, to, 1);
        assert_ne!(text, ATLANTIDE, "the fault is there");
        let faults = book.with_pack("a.json", &text).err().unwrap_or_default();
        faults.into_iter().map(|fault| format!("{} {}", fault.code, fault.path)).collect()
    };
    assert_eq!(faults(r#""place""#, r#""plaec""#), ["unknown_key a.json: exam_places[0].plaec", "invalid_value a.json: exam_places[0]"]);
    assert_eq!(faults(r#""by": ["ATL1"]}]}"#, r#""by": ["R016"]}]}"#), ["rule_of_another_region a.json: enrolment.windows[0].by[0]"]);
    assert_eq!(
        faults(r#"{"parameter": "P-ATL-AGE"}"#, r#"{"parameter": "P-ATL"}"#),
        ["dangling_reference a.json: decisions.admission.both.options[0].needs"]
    );
    assert_eq!(faults(r#""format": "parcours-pack""#, r#""format": "pack""#), ["unknown_format a.json: format"]);
    assert_eq!(
        faults(r#""region": "atlantide""#, r#""region": "Atlantide!""#).first().map(String::as_str),
        Some("invalid_value a.json: region")
    );
    assert_eq!(faults(r#""id": "ATL1""#, r#""id": "R001""#).first().map(String::as_str), Some("defined_twice a.json: rules[0].id"));
    assert_eq!(book.with_pack("a.json", "{").unwrap_err()[0].code, "malformed_json");
}

/// Every text that the shipped data names, as keys of the texts.
fn named(value: &serde_json::Value, inside: &str, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            let prefix = match inside {
                "deadlines" => Some("deadline"),
                "milestones" => Some("milestone"),
                "warnings" => Some("warning"),
                "advice" => Some("advice"),
                "papers" | "exam_papers" => Some("document"),
                _ => None,
            };
            if let (Some(prefix), Some(id)) = (prefix, map.get("id").and_then(|id| id.as_str())) {
                out.push(format!("{prefix}.{id}"));
            }
            for (key, value) in map {
                // The sides of a part, and the groups it is split into, are still that part.
                let part = ["deadlines", "milestones", "warnings", "papers", "exam_papers", "steps", "exam_places", "rules", "decisions"];
                let still = matches!(inside, "milestones" | "warnings" | "advice") && !part.contains(&key.as_str());
                named(value, if still { inside } else { key }, out);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| named(item, inside, out)),
        serde_json::Value::String(id) if inside == "steps" => out.push(format!("step.{id}")),
        serde_json::Value::String(id) if inside == "place" => out.push(format!("place.{id}")),
        _ => {}
    }
}

#[test]
fn everything_that_the_data_names_has_its_sentences() {
    let texts = Texts::read().unwrap();
    let mut keys = vec![
        "warning.centre_rules_missing".to_owned(),
        "warning.rules_aged".to_owned(),
        "warning.to_confirm".to_owned(),
        "warning.deadline_passed".to_owned(),
        "milestone.enrolment_opens".to_owned(),
        "milestone.next_intake".to_owned(),
    ];
    for (_, text) in data::RULES {
        named(&serde_json::from_str(text).unwrap(), "", &mut keys);
    }
    for prefix in ["step.", "deadline.", "milestone.withdrawal_end", "warning.cpf", "advice.", "document.", "place."] {
        assert!(keys.iter().any(|key| key.starts_with(prefix)), "{prefix} is found in the data");
    }
    let untold: Vec<_> = keys.iter().filter(|key| texts.find(Lang::Fr, key).is_none() || texts.find(Lang::En, key).is_none()).collect();
    assert!(untold.is_empty(), "without sentences: {untold:?}");
}
