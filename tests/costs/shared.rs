//! Requests and items from short texts, and prices as short texts.

use parcours::{
    data::{RULES, rule_book},
    domain::{
        answer::{CostLine, Span},
        costs::{CostOutcome, Means, TariffBook, price_items},
        money::Money,
        request::Request,
    },
};
use serde_json::{Value, json};

pub const EMPLOYEE: &str = r#"{"status":"salarie","registered_france_travail":false}"#;
pub const JOBSEEKER: &str = r#"{"status":"demandeur_emploi","registered_france_travail":true,"ag2r_contributor":true}"#;
pub const NOBODY: &str = "{}";

pub fn request(region: &str, rules: &str, facts: &str, items: &[Value]) -> Request {
    let facts: Value = serde_json::from_str(facts).unwrap();
    let request = json!({ "version": 1, "today": "2026-11-21", "rules": rules, "centre_region": region, "facts": facts, "items": items });
    serde_json::from_value(request).unwrap()
}

/// An item from a short text: `kind[:ects] organiser modality term payer`, `-` for what is not known.
pub fn item(index: usize, text: &str) -> Value {
    let [kind, organiser, modality, term, payer] = text.split(' ').collect::<Vec<_>>()[..] else { panic!("{text}") };
    let known = |word: &str| if word == "-" { Value::Null } else { json!(word) };
    let organiser = match organiser {
        "na" => "nouvelle-aquitaine",
        "ge" => "grand-est",
        "oc" => "occitanie",
        other => other,
    };
    let (kind, ects) = kind.split_once(':').map_or((kind, Value::Null), |(kind, ects)| (kind, json!(ects.parse::<u32>().unwrap())));
    json!({ "id": format!("i{index}"), "kind": kind, "ects": ects, "organiser": known(organiser), "modality": known(modality),
            "term": known(term), "payer": known(payer) })
}

/// The tariffs of the shipped packs.
pub fn tariffs() -> TariffBook {
    TariffBook::of_packs(rule_book().unwrap().packs())
}

/// The text of the tariff inside the pack of a region, to be broken.
pub fn tariff_text(region: &str) -> &'static str {
    let (_, pack) = RULES.iter().find(|(name, _)| *name == format!("packs/{region}.json")).unwrap();
    let (_, rest) = pack.split_once("\"tariff\": ").unwrap();
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    values.next().unwrap().unwrap();
    &rest[..values.byte_offset()]
}

pub fn items(texts: &[&str]) -> Vec<Value> {
    texts.iter().enumerate().map(|(index, text)| item(index, text)).collect()
}

pub fn text_of(span: Option<Span>) -> String {
    match span {
        None => "?".to_owned(),
        Some(Span::Exact(amount)) => amount.to_string(),
        Some(Span::Range { min, max }) => format!("{min}..{max}"),
    }
}

pub fn text_of_money(amount: Option<Money>) -> String {
    amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string())
}

/// A line as `learner/funder/hours`.
pub fn text_of_line(line: &CostLine) -> String {
    let hours = line.hours.map_or_else(|| "?".to_owned(), |hours| hours.to_string());
    format!("{}/{}/{hours}", text_of(line.learner), text_of_money(line.funder))
}

pub fn priced(region: &str, rules: &str, facts: &str, texts: &[&str]) -> CostOutcome {
    price_items(&tariffs(), &request(region, rules, facts, &items(texts)), &Means::UNKNOWN).unwrap()
}

/// Prices items in Nouvelle-Aquitaine by the documents alone, and compares the lines (the fee last) and the total.
#[track_caller]
pub fn expect(facts: &str, texts: &[&str], lines: &[&str], total: &str) {
    let outcome = priced("nouvelle-aquitaine", "documents", facts, texts);
    let got: Vec<String> = outcome.cost.lines.iter().map(text_of_line).collect();
    assert_eq!(got, lines, "{texts:?}");
    assert_eq!(outcome.cost.lines.last().unwrap().id, "annual_fee");
    assert_eq!(text_of(outcome.cost.out_of_pocket), total, "{texts:?}");
}

pub fn warned(outcome: &CostOutcome, id: &str) -> bool {
    outcome.warnings.iter().any(|warning| warning.id == id)
}
