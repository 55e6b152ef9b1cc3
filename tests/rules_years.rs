//! What the rules say on days for which they were not gathered: nothing is a silent yes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data,
    domain::{
        answer::{Scheme, Verdict},
        date::Date,
        error::InputError,
        request::Request,
        rules::{self, RuleBook, TargetInfo, Verdicts},
    },
};
use std::sync::LazyLock;

static BOOK: LazyLock<RuleBook> = LazyLock::new(|| data::rule_book().unwrap());

/// Somebody to whom nearly everything is open. Made up.
const OPEN: &str = r#""age":25,"status":"salarie","contract_kind":"cdi","employer_sector":"prive","worked_time_ratio":1,
    "qualification_level":4,"wants_to_change_job":true,"target_register":"rncp","certifications_held":[],"employer_topup":"0.00",
    "region_topup":"0.00","cpf_balance":"5000.00","price":"2000.00","months_employed_total":60,"months_employed_last_60":60,
    "months_in_company":36,"training_hours":300,"months_experience":60,"months_experience_in_speciality":60,"responsibility_level":5,
    "registered_france_travail":true,"payer":"self","rqth":false"#;

const REGIONS: [&str; 4] = ["grand-est", "occitanie", "nouvelle-aquitaine", "centre-val-de-loire"];

fn judged(book: &RuleBook, year: i32, rules: &str, region: &str) -> Verdicts {
    let json = format!(
        r#"{{"version":1,"today":"{year}-06-16","rules":"{rules}","centre_region":"{region}","facts":{{{OPEN},
            "training_start":"{year}-09-01","training_end":"{}-06-30","alternance_contract_start":"{year}-09-01"}}}}"#,
        year + 1
    );
    let request: Request = InputError::read_json(&json).unwrap();
    rules::evaluate(book, &request, &TargetInfo::default())
}

fn scheme(verdicts: &Verdicts, id: &str) -> Scheme {
    verdicts.schemes.iter().find(|scheme| scheme.id == id).cloned().unwrap()
}

fn warned(verdicts: &Verdicts, id: &str) -> bool {
    verdicts.warnings.iter().any(|warning| warning.id == id)
}

#[test]
fn no_favourable_verdict_rests_on_a_rule_out_of_force() {
    let mut favourable = 0;
    for year in [1970, 2010, 2016, 2021, 2026, 2027, 2028, 2030, 2099] {
        let day = Date::new(year, 6, 16).unwrap();
        for (rules, region) in ["law", "documents"].iter().flat_map(|rules| REGIONS.map(|region| (*rules, region))) {
            let verdicts = judged(&BOOK, year, rules, region);
            for scheme in verdicts.schemes.iter().filter(|scheme| matches!(scheme.verdict, Verdict::Yes | Verdict::Maybe)) {
                favourable += 1;
                for because in scheme.because.iter().filter(|because| because.holds == Some(true)) {
                    assert!(BOOK.rule(&because.rule).unwrap().in_force(day), "{} in {year} rests on {}", scheme.id, because.rule);
                }
            }
        }
    }
    assert!(favourable > 100, "only {favourable} favourable verdicts were looked at");
}

#[test]
fn what_is_only_possible_today_is_not_a_yes_in_another_age() {
    for (year, id, verdict) in [
        (1970, "cpf", Verdict::No),
        (1970, "ptp", Verdict::Ask),
        (1970, "apprentissage", Verdict::Ask),
        (1970, "periode_reconversion", Verdict::No),
        (2010, "cpf", Verdict::No),
        (2016, "cpf", Verdict::Yes),
        (2025, "pro_a", Verdict::Maybe),
        (2025, "periode_reconversion", Verdict::No),
        (2026, "pro_a", Verdict::No),
        (2026, "periode_reconversion", Verdict::Maybe),
    ] {
        assert_eq!(scheme(&judged(&BOOK, year, "law", "grand-est"), id).verdict, verdict, "{id} in {year}");
    }
}

#[test]
fn amounts_of_another_age_are_unknown_or_warned_of() {
    let amounts = |year, rules| scheme(&judged(&BOOK, year, rules, "grand-est"), "cpf").amounts.unwrap_or_default();
    for (year, known) in [(2016, false), (2021, true), (2026, true)] {
        assert_eq!(amounts(year, "law").yearly_credit.is_some(), known, "{year}: the account was in hours until 2019");
    }
    for (year, known) in [(2016, false), (2021, false), (2025, true)] {
        assert_eq!(amounts(year, "documents").participation.is_some(), known, "{year}: the guide speaks from 2025");
    }
    for (year, aged, over) in
        [(1970, true, false), (2025, true, false), (2026, false, false), (2027, false, true), (2028, true, true), (2099, true, true)]
    {
        let verdicts = judged(&BOOK, year, "law", "grand-est");
        assert_eq!((warned(&verdicts, "rules_aged"), warned(&verdicts, "to_confirm")), (aged, over), "{year}");
    }
}

/// The regional programme of Occitanie ends with 2026: after that no source tells, and it is never a yes.
#[test]
fn an_ended_programme_is_a_question() {
    let aid = |year, region| scheme(&judged(&BOOK, year, "law", region), "aide_region");
    for year in [2026, 2027, 2030] {
        assert_ne!(aid(year, "occitanie").verdict, Verdict::Yes, "{year}");
    }
    let rule = BOOK.rule("LAW092").unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert!(rule.in_force(day("2026-12-31")) && !rule.in_force(day("2027-01-01")));
}

/// The shipped book with another rule for the aid of France Travail, and one for the share of the learner. Made up.
fn with_end(last_day: &str) -> RuleBook {
    let text = r#"{"format":"parcours-rules","version":1,
        "rules":[{"id":"MADE-UP","topic":"aif","scope":"national","book":"law","status":"confirmed","to":"END","source":"made up"}],
        "parameters":[{"id":"P-MADE-UP","topic":"aif","value":1000,"unit":"EUR","to":"END","status":"confirmed","source":"made up"}],
        "decisions":{"aif":{"law":{
            "options":[{"verdict":"yes","needs":{"rule":"MADE-UP","fact":"registered_france_travail","equals":true}}],
            "amounts":{"pays":{"parameter":"P-MADE-UP"}}}}}}"#
        .replace("END", last_day);
    let mut files: Vec<(&str, &str)> = data::RULES.iter().copied().filter(|(name, _)| *name != "rules/decide-jobseekers.json").collect();
    files.push(("made-up.json", &text));
    RuleBook::read(&files).unwrap()
}

#[test]
fn a_rule_and_an_amount_end_with_their_last_day() {
    let aif = |last_day| scheme(&judged(&with_end(last_day), 2026, "law", "grand-est"), "aif");
    let amount = |scheme: &Scheme| scheme.amounts.as_ref().and_then(|amounts| amounts.pays).map(|amount| amount.to_string());
    let (over, last) = (aif("2026-06-15"), aif("2026-06-16"));
    assert_eq!((last.verdict, amount(&last).as_deref()), (Verdict::Yes, Some("1000.00")));
    assert_eq!((over.verdict, amount(&over)), (Verdict::Ask, None));
    assert!(over.missing.is_empty(), "no fact brings an ended rule back");
    assert!(over.because.iter().any(|because| because.rule == "MADE-UP" && because.holds.is_none()));
}
