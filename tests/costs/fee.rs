//! The annual fee: who owes it, how often, and what exempts from it.

use super::shared::{EMPLOYEE, JOBSEEKER, NOBODY, expect, priced, text_of, warned};

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
