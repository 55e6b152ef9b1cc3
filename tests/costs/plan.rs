//! What the units of a plan cost, by term, by year and in all.

use super::shared::{EMPLOYEE, request, tariffs, text_of, text_of_money};
use parcours::{
    data::catalogue::catalogue,
    domain::{
        answer::{Plan, PlanTerm, PlanUnit},
        catalogue::format::UnitKind,
        costs::{Means, PricedUnit, price_plan, unit_price},
        request::Modality,
    },
};

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
