//! What things cost and who pays: the shipped tariffs, case by case, on both sides of every threshold.
//!
//! The expected figures are those of the undated price list of the Cnam in Nouvelle-Aquitaine (the column and the size give the amount) and
//! of the Occitanie questions and answers (hours only).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::{
    data::{RULES, catalogue::catalogue, rule_book},
    domain::{
        answer::{CostLine, Plan, PlanTerm, PlanUnit, Span},
        catalogue::format::UnitKind,
        costs::{CostOutcome, Means, PricedUnit, Tariff, TariffBook, is_jobseeker, price_items, price_plan, unit_price},
        facts::Facts,
        money::Money,
        request::{Modality, Request},
        truth::Truth,
    },
};
use serde_json::{Value, json};

const EMPLOYEE: &str = r#"{"status":"salarie","registered_france_travail":false}"#;
const JOBSEEKER: &str = r#"{"status":"demandeur_emploi","registered_france_travail":true,"ag2r_contributor":true}"#;
const NOBODY: &str = "{}";

fn request(region: &str, rules: &str, facts: &str, items: &[Value]) -> Request {
    let facts: Value = serde_json::from_str(facts).unwrap();
    let request = json!({ "version": 1, "today": "2026-11-21", "rules": rules, "centre_region": region, "facts": facts, "items": items });
    serde_json::from_value(request).unwrap()
}

/// An item from a short text: `kind[:ects] organiser modality term payer`, `-` for what is not known.
fn item(index: usize, text: &str) -> Value {
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
fn tariffs() -> TariffBook {
    TariffBook::of_packs(rule_book().unwrap().packs())
}

/// The text of the tariff inside the pack of a region, to be broken.
fn tariff_text(region: &str) -> &'static str {
    let (_, pack) = RULES.iter().find(|(name, _)| *name == format!("packs/{region}.json")).unwrap();
    let (_, rest) = pack.split_once("\"tariff\": ").unwrap();
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    values.next().unwrap().unwrap();
    &rest[..values.byte_offset()]
}

fn items(texts: &[&str]) -> Vec<Value> {
    texts.iter().enumerate().map(|(index, text)| item(index, text)).collect()
}

fn text_of(span: Option<Span>) -> String {
    match span {
        None => "?".to_owned(),
        Some(Span::Exact(amount)) => amount.to_string(),
        Some(Span::Range { min, max }) => format!("{min}..{max}"),
    }
}

fn text_of_money(amount: Option<Money>) -> String {
    amount.map_or_else(|| "?".to_owned(), |amount| amount.to_string())
}

/// A line as `learner/funder/hours`.
fn text_of_line(line: &CostLine) -> String {
    let hours = line.hours.map_or_else(|| "?".to_owned(), |hours| hours.to_string());
    format!("{}/{}/{hours}", text_of(line.learner), text_of_money(line.funder))
}

fn priced(region: &str, rules: &str, facts: &str, texts: &[&str]) -> CostOutcome {
    price_items(&tariffs(), &request(region, rules, facts, &items(texts)), &Means::UNKNOWN).unwrap()
}

/// Prices items in Nouvelle-Aquitaine by the documents alone, and compares the lines (the fee last) and the total.
#[track_caller]
fn expect(facts: &str, texts: &[&str], lines: &[&str], total: &str) {
    let outcome = priced("nouvelle-aquitaine", "documents", facts, texts);
    let got: Vec<String> = outcome.cost.lines.iter().map(text_of_line).collect();
    assert_eq!(got, lines, "{texts:?}");
    assert_eq!(outcome.cost.lines.last().unwrap().id, "annual_fee");
    assert_eq!(text_of(outcome.cost.out_of_pocket), total, "{texts:?}");
}

fn warned(outcome: &CostOutcome, id: &str) -> bool {
    outcome.warnings.iter().any(|warning| warning.id == id)
}

#[test]
fn every_printed_price_of_a_unit_is_read_as_printed() {
    // credits, hours, employer, France Travail, Region for an own course, Region for another centre's
    for (ects, hours, employer, france_travail, own, other) in [
        (3, 26, 520, 260, 39, 60),
        (4, 36, 720, 360, 52, 80),
        (6, 51, 1020, 510, 78, 120),
        (8, 69, 1380, 690, 104, 160),
        (12, 102, 2040, 1020, 156, 240),
    ] {
        for modality in ["soir", "distance"] {
            let price = |facts, payer| {
                let outcome = priced("nouvelle-aquitaine", "documents", facts, &[&format!("ue:{ects} na {modality} 2027-S2 {payer}")]);
                text_of_line(&outcome.cost.lines[0])
            };
            assert_eq!(price(EMPLOYEE, "employer"), format!("0.00/{employer}.00/{hours}"));
            assert_eq!(price(JOBSEEKER, "france_travail"), format!("0.00/{france_travail}.00/{hours}"));
            assert_eq!(price(EMPLOYEE, "self"), format!("{own}.00/?/{hours}"));
            assert_eq!(price(EMPLOYEE, "region"), format!("{own}.00/?/{hours}"));
            assert_eq!(price(JOBSEEKER, "ag2r"), format!("0.00/?/{hours}"));
        }
        let price = |facts, payer| {
            let outcome = priced("nouvelle-aquitaine", "documents", facts, &[&format!("ue:{ects} ge distance 2027-S2 {payer}")]);
            text_of_line(&outcome.cost.lines[0])
        };
        assert_eq!(price(EMPLOYEE, "transitions_pro"), format!("0.00/{employer}.00/{hours}"));
        assert_eq!(price(EMPLOYEE, "self"), format!("{other}.00/?/{hours}"));
        assert_eq!(price(JOBSEEKER, "ag2r"), format!("0.00/?/{hours}"));
    }
}

#[test]
fn every_other_item_has_its_price_in_each_column() {
    // item, employer, France Travail, Region, AG2R; `?` where the column does not pay for it
    for (item, employer, france_travail, region, ag2r) in [
        ("experience_professionnelle_ou_stage", "0.00/450.00/?", "0.00/225.00/?", "78.00/?/?", "0.00/?/?"),
        ("memoire_ingenieur", "0.00/1950.00/?", "0.00/800.00/?", "500.00/?/?", "?/?/?"),
        ("memoire_psychologue_du_travail", "0.00/1950.00/?", "0.00/800.00/?", "500.00/?/?", "?/?/?"),
        ("admission_ecole_ingenieurs_cnam", "0.00/450.00/?", "0.00/225.00/?", "120.00/?/?", "?/?/?"),
        ("test_bulats", "0.00/65.00/?", "0.00/65.00/?", "65.00/?/?", "0.00/?/?"),
        ("organisation_examen_eleve_exterieur", "0.00/84.00/?", "0.00/84.00/?", "84.00/?/?", "?/?/?"),
        ("examens_speciaux_de_rappel:4", "?/?/?", "?/?/?", "52.00/?/?", "?/?/?"),
        ("examens_speciaux_de_rappel:5", "?/?/?", "?/?/?", "65.00/?/?", "?/?/?"),
    ] {
        for (facts, payer, wanted) in [
            (EMPLOYEE, "employer", employer),
            (JOBSEEKER, "france_travail", france_travail),
            (JOBSEEKER, "region", region),
            (EMPLOYEE, "self", region),
            (JOBSEEKER, "ag2r", ag2r),
        ] {
            let outcome = priced("nouvelle-aquitaine", "documents", facts, &[&format!("{item} na - 2027-S2 {payer}")]);
            assert_eq!(text_of_line(&outcome.cost.lines[0]), wanted, "{item} {payer}");
            assert_eq!(outcome.cost.out_of_pocket.is_none(), wanted == "?/?/?", "{item} {payer}");
        }
    }
}

#[test]
fn a_refused_item_says_which_rule_refuses_it() {
    let outcome = priced("nouvelle-aquitaine", "documents", JOBSEEKER, &["memoire_ingenieur na - 2027-S2 ag2r"]);
    assert!(outcome.cost.lines[0].because.iter().any(|because| because.rule == "R172" && because.holds == Some(false)));
    assert!(!warned(&outcome, "tariff_historical"), "no price is shown");
}

#[test]
fn the_fee_is_75_for_jobseekers_150_for_others_and_in_between_when_unknown() {
    let one = ["ue:6 na soir 2027-S2 self"];
    expect(EMPLOYEE, &one, &["78.00/?/51", "150.00/?/?"], "228.00");
    expect(JOBSEEKER, &one, &["78.00/?/51", "75.00/?/?"], "153.00");
    expect(NOBODY, &one, &["78.00/?/51", "75.00..150.00/?/?"], "153.00..228.00");
    expect(r#"{"status":"salarie","registered_france_travail":true}"#, &one, &["78.00/?/51", "150.00/?/?"], "228.00");
    expect(r#"{"status":"sans_emploi","seeking_work":true}"#, &one, &["78.00/?/51", "75.00/?/?"], "153.00");
    expect(r#"{"status":"sans_emploi","seeking_work":false}"#, &one, &["78.00/?/51", "75.00..150.00/?/?"], "153.00..228.00");
    let neither = r#"{"status":"sans_emploi","seeking_work":false,"registered_france_travail":false}"#;
    expect(neither, &one, &["78.00/?/51", "150.00/?/?"], "228.00");
}

#[test]
fn the_fee_is_due_once_for_each_academic_year() {
    let same_year = ["ue:6 na soir 2026-S1 self", "ue:6 na soir 2027-S2 self", "ue:3 na soir 2027-S3 self"];
    expect(EMPLOYEE, &same_year, &["78.00/?/51", "78.00/?/51", "39.00/?/26", "150.00/?/?"], "345.00");
    let next_year = ["ue:6 na soir 2027-S2 self", "ue:6 na soir 2027-S1 self"];
    expect(EMPLOYEE, &next_year, &["78.00/?/51", "78.00/?/51", "300.00/?/?"], "456.00");
}

#[test]
fn one_thing_that_a_third_party_pays_exempts_from_the_fee_of_its_year_only() {
    expect(
        EMPLOYEE,
        &["ue:6 na soir 2027-S2 employer", "ue:6 na soir 2027-S2 self"],
        &["0.00/1020.00/51", "78.00/?/51", "0.00/0.00/?"],
        "78.00",
    );
    expect(
        EMPLOYEE,
        &["ue:6 na soir 2027-S2 employer", "ue:6 na soir 2027-S1 self"],
        &["0.00/1020.00/51", "78.00/?/51", "150.00/?/?"],
        "228.00",
    );
    // The Region's part is no such scheme: otherwise the fee would never be due.
    expect(EMPLOYEE, &["ue:6 na soir 2027-S2 region"], &["78.00/?/51", "150.00/?/?"], "228.00");
    // What the employer may not pay for exempts from nothing.
    expect(EMPLOYEE, &["examens_speciaux_de_rappel:6 na - 2027-S2 employer"], &["?/?/?", "?/?/?"], "?");
}

#[test]
fn ag2r_pays_one_unit_a_term_surely_a_second_perhaps_and_no_third() {
    let unit = "ue:6 na soir 2027-S2 ag2r";
    let fee = "0.00..150.00/?/?";
    expect(JOBSEEKER, &[unit], &["0.00/?/51", fee], "0.00..150.00");
    expect(JOBSEEKER, &[unit, unit], &["0.00/?/51", "0.00..78.00/?/51", fee], "0.00..228.00");
    expect(JOBSEEKER, &[unit, unit, unit], &["0.00/?/51", "0.00..78.00/?/51", "78.00/?/51", fee], "78.00..306.00");
    // The limit is by term, and about units only.
    expect(JOBSEEKER, &[unit, "ue:6 na soir 2027-S3 ag2r"], &["0.00/?/51", "0.00/?/51", fee], "0.00..150.00");
    expect(
        JOBSEEKER,
        &[unit, "experience_professionnelle_ou_stage na - 2027-S2 ag2r", "test_bulats na - 2027-S2 ag2r"],
        &["0.00/?/51", "0.00/?/?", "0.00/?/?", fee],
        "0.00..150.00",
    );
    // Another centre's course falls back to the Region's price for it.
    let other = "ue:6 ge distance 2027-S2 ag2r";
    expect(JOBSEEKER, &[other, other, other], &["0.00/?/51", "0.00..120.00/?/51", "120.00/?/51", fee], "120.00..390.00");
}

#[test]
fn who_a_column_is_for_counts() {
    let ag2r = ["ue:6 na soir 2027-S2 ag2r"];
    expect(r#"{"status":"demandeur_emploi","ag2r_contributor":false}"#, &ag2r, &["?/?/51", "?/?/?"], "?");
    expect(r#"{"status":"salarie","ag2r_contributor":true}"#, &ag2r, &["?/?/51", "?/?/?"], "?");
    let outcome = priced("nouvelle-aquitaine", "documents", r#"{"status":"demandeur_emploi"}"#, &ag2r);
    let because = &outcome.cost.lines[0].because;
    assert!(because.iter().any(|because| because.fact.as_deref() == Some("ag2r_contributor") && because.holds.is_none()), "{because:?}");
    expect(EMPLOYEE, &["ue:6 na soir 2027-S2 france_travail"], &["?/?/51", "?/?/?"], "?");
    expect(r#"{"status":"sans_emploi"}"#, &["ue:6 na soir 2027-S2 employer"], &["?/?/51", "?/?/?"], "?");
    // The list names the employer and what is now Transitions pro; of an OPCO it says nothing.
    expect(EMPLOYEE, &["ue:6 na soir 2027-S2 opco"], &["?/?/51", "?/?/?"], "?");
    expect(EMPLOYEE, &["ue:6 na soir 2027-S2 -"], &["?/?/51", "?/?/?"], "?");
}

#[test]
fn the_fact_payer_stands_in_for_the_items_that_name_none() {
    let facts = r#"{"status":"salarie","payer":"employer"}"#;
    expect(facts, &["ue:6 na soir 2027-S2 -", "ue:6 na soir 2027-S2 self"], &["0.00/1020.00/51", "78.00/?/51", "0.00/0.00/?"], "78.00");
}

#[test]
fn what_the_list_does_not_print_has_no_price() {
    // By day or on Saturday; an evening course of another centre.
    for unprinted in
        ["ue:6 na journee 2027-S2 self", "ue:6 na samedi 2027-S2 self", "ue:6 ge soir 2027-S2 self", "ue:6 ge soir 2027-S2 employer"]
    {
        let facts = EMPLOYEE;
        let outcome = priced("nouvelle-aquitaine", "documents", facts, &[unprinted]);
        assert_eq!(outcome.cost.lines[0].learner, None, "{unprinted}");
        assert_eq!(outcome.cost.out_of_pocket, None, "{unprinted}");
    }
}

#[test]
fn an_unprinted_size_follows_the_rate_and_says_so() {
    let outcome = priced("nouvelle-aquitaine", "documents", EMPLOYEE, &["ue:5 na soir 2027-S2 self", "ue:5 ge distance 2027-S2 self"]);
    let lines: Vec<String> = outcome.cost.lines.iter().map(text_of_line).collect();
    assert_eq!(lines, ["65.00/?/?", "100.00/?/?", "150.00/?/?"]);
    assert!(warned(&outcome, "tariff_extrapolated"));
    // By the hour, an unknown number of hours has no price; the learner still pays nothing.
    expect(EMPLOYEE, &["ue:5 na soir 2027-S2 employer"], &["0.00/?/?", "0.00/0.00/?"], "0.00");
    let printed = priced("nouvelle-aquitaine", "documents", EMPLOYEE, &["ue:6 na soir 2027-S2 self"]);
    assert!(!warned(&printed, "tariff_extrapolated") && !warned(&printed, "tariff_assumed"));
}

#[test]
fn an_unknown_organiser_or_modality_leaves_the_printed_rows_that_may_apply() {
    let price = |text: &str| {
        let outcome = priced("nouvelle-aquitaine", "documents", EMPLOYEE, &[text]);
        assert!(warned(&outcome, "tariff_assumed"), "{text}");
        text_of(outcome.cost.lines[0].learner)
    };
    assert_eq!(price("ue:6 - distance 2027-S2 self"), "78.00..120.00");
    assert_eq!(price("ue:6 - - 2027-S2 self"), "78.00..120.00");
    assert_eq!(price("ue:6 - soir 2027-S2 self"), "78.00");
    assert_eq!(price("ue:6 na - 2027-S2 self"), "78.00");
    assert_eq!(price("ue:6 ge - 2027-S2 self"), "120.00");
    assert_eq!(price("ue:6 - - 2027-S2 employer"), "0.00");
}

#[test]
fn without_their_terms_items_may_fall_in_one_year_or_in_several() {
    expect(EMPLOYEE, &["ue:6 na soir - self"], &["78.00/?/51", "150.00/?/?"], "228.00");
    expect(
        EMPLOYEE,
        &["ue:6 na soir - self", "ue:6 na soir - self"],
        &["78.00/?/51", "78.00/?/51", "150.00..300.00/?/?"],
        "306.00..456.00",
    );
    expect(
        EMPLOYEE,
        &["ue:6 na soir 2027-S2 self", "ue:6 na soir - self"],
        &["78.00/?/51", "78.00/?/51", "150.00..300.00/?/?"],
        "306.00..456.00",
    );
    expect(
        EMPLOYEE,
        &["ue:6 na soir 2027-S2 self", "ue:6 na soir - employer"],
        &["78.00/?/51", "0.00/1020.00/51", "0.00..150.00/?/?"],
        "78.00..228.00",
    );
    expect(JOBSEEKER, &["ue:6 na soir - ag2r"], &["0.00/?/51", "0.00..150.00/?/?"], "0.00..150.00");
    expect(
        JOBSEEKER,
        &["ue:6 na soir - ag2r", "ue:6 na soir - ag2r"],
        &["0.00..78.00/?/51", "0.00..78.00/?/51", "0.00..300.00/?/?"],
        "0.00..456.00",
    );
}

#[test]
fn the_law_lets_the_fee_be_asked_beside_france_travail_and_bulats_is_gone() {
    let texts = ["ue:6 na soir 2027-S2 france_travail", "test_bulats na - 2027-S2 france_travail"];
    let by_law = priced("nouvelle-aquitaine", "law", JOBSEEKER, &texts);
    assert_eq!(text_of(by_law.cost.out_of_pocket), "0.00..75.00");
    assert!(by_law.cost.lines[2].because.iter().any(|because| because.rule == "LAW081" && because.holds.is_none()));
    assert!(warned(&by_law, "item_withdrawn"));
    let by_documents = priced("nouvelle-aquitaine", "documents", JOBSEEKER, &texts);
    assert_eq!(text_of(by_documents.cost.out_of_pocket), "0.00");
    assert!(!warned(&by_documents, "item_withdrawn"));
    // The employer's part exempts in both.
    let employer = priced("nouvelle-aquitaine", "law", EMPLOYEE, &["ue:6 na soir 2027-S2 employer"]);
    assert_eq!(text_of(employer.cost.out_of_pocket), "0.00");
}

#[test]
fn a_region_without_prices_has_none_and_borrows_none() {
    for (region, hours) in [("occitanie", ["40", "?", "65", "100", "?"]), ("grand-est", ["?"; 5])] {
        let texts: Vec<String> = [4, 6, 8, 12, 5].iter().map(|ects| format!("ue:{ects} {region} soir 2027-S2 self")).collect();
        let outcome = priced(region, "law", EMPLOYEE, &texts.iter().map(String::as_str).collect::<Vec<_>>());
        let lines: Vec<String> = outcome.cost.lines.iter().map(text_of_line).collect();
        let mut wanted: Vec<String> = hours.iter().map(|hours| format!("?/?/{hours}")).collect();
        wanted.push("?/?/?".to_owned());
        assert_eq!(lines, wanted, "{region}");
        assert_eq!((outcome.cost.out_of_pocket, outcome.cost.price), (None, None), "{region}");
        assert!(outcome.warnings.is_empty(), "{region}");
    }
    // The averages of Occitanie are about its own courses.
    let elsewhere = priced("occitanie", "law", EMPLOYEE, &["ue:4 na distance 2027-S2 self"]);
    assert_eq!(elsewhere.cost.lines[0].hours, None);
}

#[test]
fn an_undated_price_is_called_historical() {
    assert!(warned(&priced("nouvelle-aquitaine", "law", EMPLOYEE, &["ue:6 na soir 2027-S2 self"]), "tariff_historical"));
    let text = tariff_text("nouvelle-aquitaine");
    let dated = text.replace("\"dated\": null", "\"dated\": \"2026-09-01\"");
    assert_ne!(dated, text);
    let mut book = TariffBook::default();
    book.add(Tariff { region: "nouvelle-aquitaine".to_owned(), ..Tariff::read(&dated).unwrap() });
    let request = request("nouvelle-aquitaine", "law", EMPLOYEE, &items(&["ue:6 na soir 2027-S2 self"]));
    let outcome = price_items(&book, &request, &Means::UNKNOWN).unwrap();
    assert!(!warned(&outcome, "tariff_historical") && outcome.cost.out_of_pocket.is_some());
}

#[test]
fn the_whole_price_is_known_when_a_funder_is_invoiced_for_all_of_it() {
    let price = |facts, texts: &[&str]| text_of_money(priced("nouvelle-aquitaine", "documents", facts, texts).cost.price);
    assert_eq!(price(EMPLOYEE, &["ue:6 na soir 2027-S2 employer", "ue:3 na soir 2027-S2 employer"]), "1540.00");
    assert_eq!(price(EMPLOYEE, &["ue:6 na soir 2027-S2 employer", "ue:3 na soir 2027-S2 self"]), "?", "the Region's part is not printed");
}

#[test]
fn a_faulty_item_is_named() {
    let fault = |items: Value| {
        let request = json!({ "version": 1, "today": "2026-11-21", "centre_region": "nouvelle-aquitaine", "items": items });
        let fault = price_items(&tariffs(), &serde_json::from_value(request).unwrap(), &Means::UNKNOWN).unwrap_err();
        (fault.code, fault.path)
    };
    let good = json!({ "id": "a", "kind": "ue", "ects": 6 });
    let with = |change: Value| {
        let mut item = json!({ "id": "b", "kind": "ue", "ects": 6 });
        item.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        fault(json!([good, item]))
    };
    assert_eq!(with(json!({ "kind": "licence" })), ("unknown_kind", "items[1].kind".to_owned()));
    assert_eq!(with(json!({ "ects": null })), ("missing_ects", "items[1].ects".to_owned()));
    assert_eq!(with(json!({ "ects": 0 })), ("invalid_value", "items[1].ects".to_owned()));
    assert_eq!(with(json!({ "kind": "examens_speciaux_de_rappel", "ects": null })), ("missing_ects", "items[1].ects".to_owned()));
    assert_eq!(with(json!({ "payer": "grandmother" })), ("unknown_payer", "items[1].payer".to_owned()));
    assert_eq!(with(json!({ "organiser": "atlantide" })), ("unknown_region", "items[1].organiser".to_owned()));
    assert_eq!(with(json!({ "id": "a" })), ("duplicate_id", "items[1].id".to_owned()));
    assert_eq!(with(json!({ "id": "annual_fee" })), ("duplicate_id", "items[1].id".to_owned()));
    // An item of some tariff is no fault where the region has none: its price is unknown.
    let elsewhere = priced("grand-est", "law", EMPLOYEE, &["test_bulats ge - 2027-S2 self"]);
    assert_eq!(elsewhere.cost.lines[0].learner, None);
}

#[test]
fn without_items_only_a_declared_price_is_known() {
    let mut request = request("nouvelle-aquitaine", "law", r#"{"price":"5400.00"}"#, &[]);
    request.items = None;
    let outcome = price_items(&tariffs(), &request, &Means::UNKNOWN).unwrap();
    assert_eq!((text_of_money(outcome.cost.price).as_str(), outcome.cost.lines.len()), ("5400.00", 0));
    assert_eq!(outcome.cost.out_of_pocket, None);
}

fn unit(id: &str, ects: Option<u32>, term: &str) -> PricedUnit {
    PricedUnit {
        id: id.to_owned(),
        kind: Some("ue".to_owned()),
        ects,
        organiser: Some("nouvelle-aquitaine".to_owned()),
        modality: Some(Modality::Soir),
        term: Some(term.parse().unwrap()),
    }
}

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
    let definitions: Value = serde_json::from_str(include_str!("../src/data/rules/definitions.json")).unwrap();
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
fn the_units_of_a_plan_are_priced_by_what_they_are() {
    let tariffs = tariffs();
    let catalogue = catalogue().unwrap();
    let facts = r#"{"status":"salarie","payer":"self"}"#;
    let request = request("nouvelle-aquitaine", "documents", facts, &[]);
    let unit = |code: &str| PlanUnit {
        code: code.to_owned(),
        ects: Some(6),
        hours: None,
        modality: None,
        assumed: Vec::new(),
        group: Vec::new(),
        elective: false,
        because: Vec::new(),
    };
    let term = |ue| PlanTerm { term: "2027-S2".parse().unwrap(), ue, ects: 0, ects_cumulated: 0, hours: None, cost: None };
    let plan = Plan { terms: vec![term(["NFA031", "UAEP03", "UAM91B", "UA2B30"].map(unit).to_vec())], ..Plan::default() };
    let units = tariffs.units_of(&request, &plan, &|code| catalogue.unit(code).is_some_and(|unit| unit.kind == UnitKind::Ua));
    let priced = price_plan(&tariffs, &request, &Means::UNKNOWN, &units);
    let lines: Vec<String> = priced.outcome.cost.lines.iter().map(|line| format!("{} {}", line.id, text_of(line.learner))).collect();
    // The organiser is unknown; the test of English is no item of the list.
    assert_eq!(lines, ["NFA031 78.00..120.00", "UAEP03 78.00", "UAM91B 500.00", "UA2B30 ?", "annual_fee 150.00"]);
    assert_eq!(priced.outcome.cost.best[0].unknown, ["UA2B30"]);
    let alone: Vec<String> = units.iter().map(|unit| text_of(unit_price(&tariffs, &request, unit))).collect();
    assert_eq!(alone, ["78.00..120.00", "78.00", "500.00", "?"]);
    // Every UA that the list names is in the catalogue, as a UA.
    for code in tariffs.of_region("nouvelle-aquitaine").unwrap().items.iter().flat_map(|item| &item.units) {
        assert_eq!(catalogue.unit(code).map(|unit| unit.kind), Some(UnitKind::Ua), "{code}");
    }
}

fn plan() -> Vec<PricedUnit> {
    vec![unit("A", Some(6), "2027-S2"), unit("B", Some(6), "2027-S2"), unit("C", Some(6), "2027-S2"), unit("D", Some(4), "2027-S1")]
}

#[test]
fn a_plan_is_priced_by_term_by_year_and_in_all_for_each_payer() {
    let book = tariffs();
    let price = |facts: &str| price_plan(&book, &request("nouvelle-aquitaine", "documents", facts, &[]), &Means::UNKNOWN, &plan());
    let priced = price(r#"{"status":"demandeur_emploi","ag2r_contributor":true,"payer":"self"}"#);
    let summary = |priced: &parcours::domain::costs::PlanCost| -> Vec<String> {
        let way = |way: &parcours::domain::answer::Way| {
            let terms: Vec<String> = way.terms.iter().map(|cost| format!("{} {}", cost.term, text_of(cost.learner))).collect();
            let fees: Vec<String> = way.fees.iter().map(|fee| format!("{} {}", fee.academic_year, text_of(fee.learner))).collect();
            format!(
                "{}: {} | {} | {} | {}",
                way.id,
                terms.join(", "),
                fees.join(", "),
                text_of(way.out_of_pocket),
                text_of_money(way.funder)
            )
        };
        priced.outcome.cost.ways.iter().map(way).collect()
    };
    assert_eq!(
        summary(&priced),
        [
            "france_travail: 2027-S2 0.00, 2027-S1 0.00 | 2026 0.00, 2027 0.00 | 0.00 | 1890.00",
            "region: 2027-S2 234.00, 2027-S1 52.00 | 2026 75.00, 2027 75.00 | 436.00 | ?",
            "ag2r: 2027-S2 78.00..156.00, 2027-S1 0.00 | 2026 0.00..150.00, 2027 0.00..150.00 | 78.00..456.00 | ?",
        ]
    );
    assert_eq!(text_of(priced.outcome.cost.out_of_pocket), "436.00");
    let terms: Vec<String> = priced.terms.iter().map(|(term, cost)| format!("{term} {}", text_of(*cost))).collect();
    assert_eq!(terms, ["2027-S2 234.00", "2027-S1 52.00"]);
    // Nobody said who pays: the ways tell, the total does not guess.
    let unsaid = price(r#"{"status":"salarie"}"#);
    assert_eq!(unsaid.outcome.cost.out_of_pocket, None);
    assert_eq!(summary(&unsaid).len(), 2, "an employee: the employer or the Region");
}

#[test]
fn one_unknown_in_a_plan_leaves_its_term_and_the_total_unknown_and_the_rest_known() {
    let book = tariffs();
    let request = request("nouvelle-aquitaine", "documents", r#"{"status":"salarie","payer":"self"}"#, &[]);
    let mut units = plan();
    units.push(unit("E", None, "2027-S1"));
    let priced = price_plan(&book, &request, &Means::UNKNOWN, &units);
    let terms: Vec<String> = priced.terms.iter().map(|(term, cost)| format!("{term} {}", text_of(*cost))).collect();
    assert_eq!(terms, ["2027-S2 234.00", "2027-S1 ?"]);
    assert_eq!(priced.outcome.cost.out_of_pocket, None);
    assert_eq!(priced.outcome.cost.lines.iter().filter(|line| line.learner.is_some()).count(), 5, "four units and the fee");
    units[4].kind = None;
    assert_eq!(
        price_plan(&book, &request, &Means::UNKNOWN, &units).outcome.cost.lines[4].learner,
        None,
        "neither a unit nor an item of the list"
    );
    let elsewhere = self::request("bretagne", "law", EMPLOYEE, &[]);
    let priced = price_plan(&book, &elsewhere, &Means::UNKNOWN, &plan());
    assert!(priced.outcome.cost.ways.is_empty() && priced.outcome.cost.lines.iter().all(|line| line.learner.is_none()));
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
