//! Items one by one, in each column of the list.

use super::shared::{
    EMPLOYEE, JOBSEEKER, expect, items, priced, request, tariff_text, tariffs, text_of, text_of_line, text_of_money, warned,
};
use parcours::domain::costs::{Means, Tariff, TariffBook, price_items};
use serde_json::{Value, json};

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
