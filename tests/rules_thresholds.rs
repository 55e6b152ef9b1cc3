//! Both sides of the thresholds, rule by rule. The people are made up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use Verdict::{Ask, Maybe, No, Yes};
use parcours::{
    data,
    domain::{
        answer::{Amounts, Answer, Scheme, Verdict},
        engine::Engine,
        request::Request,
        rules::{self, TargetInfo},
    },
};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| data::engine().unwrap());

/// The answer on 21 November 2026, in Grand Est, by the law; `more` overrides keys of the request.
fn answer(facts: &str, more: &str) -> Answer {
    let mut request: serde_json::Value =
        serde_json::from_str(&format!(r#"{{"version":1,"today":"2026-11-21","centre_region":"grand-est","facts":{{{facts}}}}}"#)).unwrap();
    let more: serde_json::Value = serde_json::from_str(&format!("{{{more}}}")).unwrap();
    for (key, value) in more.as_object().unwrap() {
        request[key] = value.clone();
    }
    let request: Request = serde_json::from_value(request).unwrap();
    ENGINE.evaluate(&request).unwrap()
}

fn scheme(answer: &Answer, id: &str) -> Scheme {
    answer.schemes.iter().find(|scheme| scheme.id == id).unwrap().clone()
}

/// The verdict of a scheme when `template` is completed by each value.
fn verdicts<'a>(id: &str, template: &str, more: &str, values: impl IntoIterator<Item = (&'a str, Verdict)>) {
    for (value, wanted) in values {
        let scheme = scheme(&answer(&template.replace('?', value), more), id);
        assert_eq!(scheme.verdict, wanted, "{id} with {value}: {:?} {:?}", scheme.missing, scheme.because);
    }
}

const EMPLOYEE: &str = r#""status":"salarie","contract_kind":"cdi","employer_sector":"prive","rqth":false,"dismissed_or_unfit_last_24":false,
    "long_absence_last_24":false,"cdd_months_last_12":0,"wants_to_change_job":true,"target_register":"rncp","certifications_held":[]"#;
const DOCUMENTS: &str = r#""rules":"documents""#;

#[test]
fn ptp_seniority_is_24_months_of_which_12_in_the_company() {
    let total = format!(r#"{EMPLOYEE},"months_in_company":12,"months_employed_total":?"#);
    verdicts("ptp", &total, "", [("23", No), ("24", Maybe)]);
    verdicts("ptp", &total, DOCUMENTS, [("23", No), ("24", Maybe)]);
    let company = format!(r#"{EMPLOYEE},"months_employed_total":24,"months_in_company":?"#);
    verdicts("ptp", &company, "", [("11", No), ("12", Maybe)]);
    let unknown = scheme(&answer(EMPLOYEE, ""), "ptp");
    assert_eq!(
        (unknown.verdict, unknown.missing.as_slice()),
        (Ask, &["months_employed_total".to_owned(), "months_in_company".to_owned()][..])
    );
}

#[test]
fn ptp_of_a_fixed_term_contract() {
    let cdd = EMPLOYEE.replace("\"cdi\"", "\"cdd\"").replace("\"cdd_months_last_12\":0", "\"cdd_months_last_12\":4");
    let cdd = format!(
        r#"{cdd},"months_in_company":8,"months_employed_total":30,"months_employed_last_60":24,"cdd_months_last_12_are_alternance":false,
        "contract_end":"2026-11-30","last_cdd_end":"2026-11-30","training_start":"2027-02-15","ptp_request_date":"2026-11-30""#
    );
    let with = |from: &str, to: &str| cdd.replace(from, to);
    verdicts("ptp", &cdd, "", [("", Maybe)]);
    verdicts("ptp", &with("\"months_employed_last_60\":24", "\"months_employed_last_60\":23"), "", [("", No)]);
    verdicts("ptp", &with("\"cdd_months_last_12\":4", "\"cdd_months_last_12\":3"), "", [("", No)]);
    verdicts("ptp", &with("alternance\":false", "alternance\":true"), "", [("", No)]);
    verdicts("ptp", &with("_date\":\"2026-11-30", "_date\":\"2026-12-01"), "", [("", No)]);
    // Six months after 30 November is 30 May.
    verdicts("ptp", &with("2027-02-15", "?"), "", [("2027-05-30", Maybe), ("2027-05-31", No)]);
}

#[test]
fn ptp_of_an_agency_worker() {
    let interim = EMPLOYEE.replace("\"salarie\"", "\"interimaire\"").replace("\"cdi\"", "\"interim\"");
    let interim =
        format!(r#"{interim},"months_employed_total":10,"months_in_company":2,"interim_hours_last_18":1600,"interim_hours_in_agency":600"#);
    verdicts("ptp", &interim, "", [("", Maybe)]);
    verdicts("ptp", &interim.replace("1600", "1599"), "", [("", No)]);
    verdicts("ptp", &interim.replace("agency\":600", "agency\":599"), "", [("", No)]);
}

#[test]
fn ptp_leave_is_asked_for_120_days_before_six_months_of_absence_and_60_before_less() {
    let deadline = |end: &str, part_time: &str| {
        let facts = format!(
            r#"{EMPLOYEE},"months_in_company":36,"months_employed_total":36,"training_start":"2027-09-01","training_end":"{end}"{part_time}"#
        );
        scheme(&answer(&facts, ""), "ptp").deadlines.first().map(|deadline| deadline.on.to_string())
    };
    let full = r#","training_part_time":false"#;
    assert_eq!(deadline("2028-03-01", full).as_deref(), Some("2027-05-04"));
    assert_eq!(deadline("2028-02-28", full).as_deref(), Some("2027-07-03"));
    assert_eq!(deadline("2028-06-30", r#","training_part_time":true"#).as_deref(), Some("2027-07-03"));
    assert_eq!(deadline("2028-06-30", ""), None, "120 or 60: unknown");
}

#[test]
fn reconversion_takes_150_to_450_hours_in_12_months_or_2100_in_36_with_an_agreement() {
    let facts = format!(
        r#"{EMPLOYEE},"training_start":"2027-01-04","training_end":"2027-12-17","company_agreement_reconversion":false,"training_hours":?"#
    );
    verdicts("periode_reconversion", &facts, "", [("149", No), ("150", Maybe), ("450", Maybe), ("451", No)]);
    let longer = facts.replace("reconversion\":false", "reconversion\":true").replace("2027-12-17", "2029-12-14");
    verdicts("periode_reconversion", &longer, "", [("149", No), ("2100", Maybe), ("2101", No)]);
    let ends = facts.replace("\"training_hours\":?", "\"training_hours\":300").replace("2027-12-17", "?");
    verdicts("periode_reconversion", &ends, "", [("2028-01-04", Maybe), ("2028-01-05", No)]);
    let today = |day: &str| format!(r#""today":"{day}""#);
    let early = facts.replace('?', "300");
    verdicts("periode_reconversion", &early, &today("2025-12-31"), [("", No)]);
    verdicts("periode_reconversion", &early, &today("2026-01-31"), [("", Ask)]);
    verdicts("periode_reconversion", &early, &today("2026-02-01"), [("", Maybe)]);
    let pro_a = format!(r#"{EMPLOYEE},"qualification_level":?"#);
    verdicts("pro_a", &pro_a, &today("2025-12-31"), [("5", Maybe), ("6", No)]);
    verdicts("pro_a", &pro_a, &today("2026-01-01"), [("5", No)]);
    verdicts("pro_a", &pro_a, DOCUMENTS, [("6", Maybe)]);
}

const YOUNG: &str = r#""status":"sans_emploi","seeking_work":false,"registered_france_travail":false,"rqth":false,"benefits":[],
    "business_takeover_project":false,"previous_apprenticeship":false,"leaving_subsidised_contract":false,
    "alternance_contract_start":"2026-11-21","birth_date":"?""#;

#[test]
fn alternance_counts_completed_years_at_the_start_of_the_contract() {
    let school = format!(r#"{YOUNG},"lower_secondary_completed":false"#);
    verdicts("apprentissage", &school, "", [("2010-11-22", No), ("2010-11-21", Maybe), ("1996-11-22", Maybe), ("1996-11-21", No)]);
    // The guide says 16 to 30, and that more is possible under conditions that it does not list.
    verdicts("apprentissage", &school, DOCUMENTS, [("2010-11-22", No), ("1996-11-21", Maybe), ("1995-11-22", Maybe), ("1995-11-21", Ask)]);
    let at_15 = format!(r#"{YOUNG},"lower_secondary_completed":true"#);
    verdicts("apprentissage", &at_15, "", [("2011-11-22", No), ("2011-11-21", Maybe)]);
    verdicts(
        "contrat_professionnalisation",
        &at_15,
        "",
        [("2010-11-22", No), ("2010-11-21", Maybe), ("2000-11-22", Maybe), ("2000-11-21", No)],
    );
    verdicts("contrat_professionnalisation", &YOUNG.replace("work\":false", "work\":true"), "", [("2000-11-21", Maybe)]);
    verdicts("contrat_professionnalisation", &YOUNG.replace("work\":false", "work\":true"), DOCUMENTS, [("2000-11-21", No)]);
    verdicts("contrat_professionnalisation", &YOUNG.replace("[]", "[\"rsa\"]"), "", [("1980-01-01", Maybe)]);
    verdicts("apprentissage", &YOUNG.replace("rqth\":false", "rqth\":true"), "", [("1980-01-01", Maybe)]);
}

#[test]
fn a_second_apprenticeship_is_open_below_35_within_a_year_and_to_a_higher_level() {
    let facts = YOUNG.replace("apprenticeship\":false", "apprenticeship\":true");
    let facts = format!(r#"{facts},"previous_apprenticeship_end":"2025-11-21","previous_apprenticeship_level":5,"target_level":6"#);
    verdicts("apprentissage", &facts, "", [("1991-11-22", Maybe), ("1991-11-21", Ask), ("1990-11-22", Ask), ("1990-11-21", No)]);
    verdicts("apprentissage", &facts.replace("2025-11-21", "2025-11-20"), "", [("1991-11-22", No)]);
    verdicts("apprentissage", &facts.replace("target_level\":6", "target_level\":5"), "", [("1991-11-22", No)]);
}

#[test]
fn an_unknown_start_still_tells_who_is_too_old_already() {
    let facts = format!(r#"{},"lower_secondary_completed":true"#, YOUNG.replace("\"alternance_contract_start\":\"2026-11-21\",", ""));
    let asked = scheme(&answer(&facts.replace('?', "2000-01-01"), ""), "apprentissage");
    assert_eq!((asked.verdict, asked.missing.as_slice()), (Ask, &["alternance_contract_start".to_owned()][..]));
    verdicts("apprentissage", &facts, "", [("1980-01-01", No)]);
}

fn cpf(facts: &str, more: &str) -> Amounts {
    let facts = format!(r#""certifications_held":[],"region_topup":"0.00",{facts}"#);
    scheme(&answer(&facts, more), "cpf").amounts.unwrap()
}

fn text(amount: Option<parcours::domain::money::Money>) -> String {
    amount.map_or_else(|| "unknown".to_owned(), |amount| amount.to_string())
}

#[test]
fn the_cpf_participation_follows_the_day_of_the_purchase() {
    let facts = r#""status":"salarie","employer_topup":"0.00","cpf_balance":"5000.00","price":"2000.00","target_register":"rncp""#;
    let on = |day: &str, rules: &str| text(cpf(facts, &format!(r#""today":"{day}","rules":"{rules}""#)).participation);
    for (day, law) in [
        ("2024-05-01", "0.00"),
        ("2024-05-02", "100.00"),
        ("2024-12-31", "100.00"),
        ("2025-01-01", "102.23"),
        ("2025-12-31", "102.23"),
        ("2026-01-01", "103.20"),
        ("2026-04-01", "103.20"),
        ("2026-04-02", "150.00"),
    ] {
        assert_eq!(on(day, "law"), law, "{day}");
    }
    assert_eq!(on("2024-12-31", "documents"), "unknown");
    assert_eq!(on("2026-11-21", "documents"), "102.23");
    let unsaid = cpf(&facts.replace("\"employer_topup\":\"0.00\",", ""), "");
    assert_eq!(text(unsaid.participation), "unknown", "a co-financing employer would exempt");
}

#[test]
fn the_cpf_pays_what_the_participation_and_the_other_payers_leave() {
    let pays = |price: &str, balance: &str, employer: &str, more: &str| {
        let facts = format!(
            r#""status":"salarie","target_register":"rncp","price":"{price}","cpf_balance":"{balance}","employer_topup":"{employer}""#
        );
        let amounts = cpf(&facts, more);
        (text(amounts.pays), text(amounts.out_of_pocket))
    };
    let both = |pays: &str, learner: &str| (pays.to_owned(), learner.to_owned());
    assert_eq!(pays("5000.00", "5000.00", "0.00", ""), both("4850.00", "150.00"));
    assert_eq!(pays("5149.99", "5000.00", "0.00", ""), both("4999.99", "150.00"));
    assert_eq!(pays("5150.00", "5000.00", "0.00", ""), both("5000.00", "150.00"));
    assert_eq!(pays("5150.01", "5000.00", "0.00", ""), both("5000.00", "150.01"));
    assert_eq!(pays("100.00", "5000.00", "0.00", ""), both("0.00", "100.00"), "nobody pays more than the price");
    assert_eq!(pays("6000.00", "5000.00", "500.00", ""), both("5000.00", "500.00"));
    assert_eq!(pays("5400.00", "5000.00", "0.00", DOCUMENTS), both("unknown", "unknown"), "the documents give no arithmetic");
    assert_eq!(pays("5000.00", "5000.00", "0.00", DOCUMENTS), both("4897.77", "102.23"));
}

#[test]
fn the_use_ceiling_of_the_specific_register_begins_on_26_february_2026() {
    let facts = r#""status":"salarie","target_register":"rs","price":"3000.00","cpf_balance":"5000.00","employer_topup":"0.00""#;
    let on = |day: &str| text(cpf(facts, &format!(r#""today":"{day}""#)).pays);
    assert_eq!(on("2026-02-25"), "2896.80");
    assert_eq!(on("2026-02-26"), "1500.00");
}

#[test]
fn a_year_of_work_credits_500_or_800_in_proportion_below_half_time() {
    let credit = |facts: &str| {
        let amounts = cpf(facts, "");
        (text(amounts.yearly_credit), text(amounts.ceiling))
    };
    let of = |rqth: bool, level: u8, share: &str| {
        credit(&format!(r#""status":"salarie","rqth":{rqth},"qualification_level":{level},"worked_time_ratio":{share}"#))
    };
    let both = |credit: &str, ceiling: &str| (credit.to_owned(), ceiling.to_owned());
    assert_eq!(of(false, 3, "1"), both("500.00", "5000.00"));
    assert_eq!(of(false, 2, "1"), both("800.00", "8000.00"));
    assert_eq!(of(false, 3, "0.5"), both("500.00", "5000.00"));
    assert_eq!(of(false, 3, "0.49"), both("245.00", "5000.00"));
    assert_eq!(of(true, 3, "0.5"), both("800.00", "8000.00"));
    assert_eq!(of(true, 3, "0.49"), both("245.00", "5000.00"), "the higher rate needs half-time");
    assert_eq!(credit(r#""status":"demandeur_emploi""#), both("0.00", "unknown"));
    assert_eq!(credit(r#""status":"independant","cfp_paid":true"#), both("500.00", "5000.00"));
    assert_eq!(credit(r#""status":"independant","cfp_paid":false"#), both("0.00", "unknown"));
    assert_eq!(credit(r#""status":"independant""#), both("unknown", "unknown"));
    assert_eq!(credit(r#""status":"salarie","rqth":false,"worked_time_ratio":1"#), both("unknown", "unknown"));
}

#[test]
fn a_certification_already_held_is_refused_from_27_june_2026() {
    let facts = r#""status":"salarie","target_register":"rncp","certifications_held":["LG02501A"]"#;
    let on = |day: &str| {
        let answer = answer(facts, &format!(r#""today":"{day}","target":{{"diploma":"LG02501A"}}"#));
        scheme(&answer, "cpf").verdict
    };
    assert_eq!((on("2026-06-26"), on("2026-06-27")), (Yes, No));
}

#[test]
fn vapp_needs_20_years_two_years_out_of_school_and_experience_at_the_level() {
    let more = r#""target":{"diploma":"LG02501A"}"#;
    let facts = r#""qualification_level":4,"months_experience_in_speciality":36,"responsibility_level":5,"birth_date":"2006-11-21","left_initial_education":"2024-11-21""#;
    verdicts("vapp", facts, more, [("", Maybe)]);
    verdicts("vapp", &facts.replace("2006-11-21", "2006-11-22"), more, [("", No)]);
    verdicts("vapp", &facts.replace("2024-11-21", "2024-11-22"), more, [("", No)]);
    verdicts("vapp", &facts.replace("level\":5", "level\":4"), more, [("", No)]);
    verdicts("vapp", &facts.replace("\"responsibility_level\":5,", ""), more, [("", Ask)]);
    verdicts("vapp", &facts.replace("2006-11-21", "2008-11-21"), &format!("{more},{DOCUMENTS}"), [("", Maybe)]);
}

#[test]
fn the_law_on_vae_dropped_the_twelve_months_on_23_december_2022() {
    let facts = r#""target_register":"rncp","months_experience":?"#;
    verdicts("vae", facts, r#""today":"2022-12-22""#, [("11", No), ("12", Maybe)]);
    verdicts("vae", facts, r#""today":"2022-12-23""#, [("11", Maybe), ("0", Ask), ("0,\"months_experience_in_speciality\":0", No)]);
}

#[test]
fn entry_compares_levels_and_offers_ways_around() {
    let entry = |level: &str| answer(level, r#""target":{"diploma":"LG02501A"}"#).entry;
    assert_eq!(entry(r#""qualification_level":5"#).verdict, Yes);
    assert_eq!((entry(r#""qualification_level":4"#).verdict, entry(r#""qualification_level":4"#).bypass.len()), (No, 3));
    assert_eq!(entry("").missing, ["qualification_level"]);
    // No fact tells the entry level of a diploma when its source does not.
    let request: Request = serde_json::from_str(r#"{"version":1,"today":"2026-11-21","facts":{"qualification_level":5}}"#).unwrap();
    let target = TargetInfo { diploma: Some("XX00000A".to_owned()), ..TargetInfo::default() };
    let untold = rules::evaluate(ENGINE.book(), &request, &target).entry;
    assert_eq!((untold.verdict, untold.missing.len()), (Ask, 0));
}

#[test]
fn the_early_review_opens_with_the_fourth_unit() {
    let review = |count: usize, how: &str, on: &str| {
        let units: Vec<String> = (1..=count).map(|n| format!(r#"{{"ue":"UTC50{n}","how":"{how}","on":"{on}"}}"#)).collect();
        answer("", &format!(r#""acquired":[{}]"#, units.join(","))).experience.early_review.verdict
    };
    assert_eq!((review(3, "ue", "2026-07-10"), review(4, "ue", "2026-07-10")), (No, Yes));
    assert_eq!(review(4, "ue", "2027-07-10"), No, "not obtained yet");
    assert_eq!(review(4, "ves", "2026-07-10"), No, "an exemption obtains no unit");
    assert_eq!(answer("", "").experience.early_review.missing, ["acquired"]);
    assert_eq!(answer("", r#""centre_region":"occitanie","acquired":[{"ue":"UTC501"}]"#).experience.early_review.verdict, Ask);
}

#[test]
fn windows_of_centre_val_de_loire() {
    let window = |day: &str| {
        let window = answer("", &format!(r#""centre_region":"centre-val-de-loire","today":"{day}""#)).admission.window;
        (window.open, window.next.map(|day| day.to_string()), window.approximate)
    };
    let closed = |next: &str, approximate| (Some(false), Some(next.to_owned()), approximate);
    assert_eq!(window("2026-09-30"), (Some(true), None, false));
    assert_eq!(window("2026-10-01"), closed("2027-01-15", true));
    assert_eq!(window("2027-02-28").0, Some(true));
    assert_eq!(window("2027-03-01"), closed("2027-06-01", false));
    assert_eq!(window("2028-02-29").0, Some(true), "the end of February of a leap year");
    assert_eq!(window("2027-07-01"), closed("2027-09-01", false));
}

#[test]
fn withdrawal_ends_after_ten_days_or_fourteen_at_a_distance() {
    let end = |day: &str, channel: &str, more: &str| {
        let facts = format!(r#""payer":"self","enrolment_contract_date":"{day}","enrolment_channel":"{channel}""#);
        let found = answer(&facts, more).milestones.into_iter().find(|milestone| milestone.id == "withdrawal_end");
        found.map(|milestone| milestone.on.to_string())
    };
    assert_eq!(end("2026-11-21", "onsite", "").as_deref(), Some("2026-12-01"));
    assert_eq!(end("2026-11-21", "online", "").as_deref(), Some("2026-12-07"), "Saturday 5 December is moved to the Monday");
    assert_eq!(end("2026-12-11", "online", "").as_deref(), Some("2026-12-28"), "Christmas Day and a weekend");
    assert_eq!(end("2026-11-21", "online", DOCUMENTS), None, "only Centre-Val de Loire documents a period");
    let centre = format!(r#"{DOCUMENTS},"centre_region":"centre-val-de-loire""#);
    assert_eq!(end("2026-11-21", "online", &centre).as_deref(), Some("2026-12-01"));
}

#[test]
fn an_unconfirmed_aid_is_never_more_than_a_question() {
    let facts = r#""status":"salarie","seeking_work":false,"registered_france_travail":false,"residence_region":"grand-est","cpf_balance":"100.00","age":?"#;
    verdicts("aide_region", facts, "", [("54", No), ("55", Ask)]);
    let warned = |day: &str, topup: &str| {
        let facts = format!(r#""status":"salarie","employer_topup":"{topup}","region_topup":"0.00""#);
        answer(&facts, &format!(r#""today":"{day}""#)).warnings.iter().any(|warning| warning.id == "cpf_complement_2027")
    };
    assert!(warned("2026-10-02", "0.00") && !warned("2026-10-01", "0.00"));
    assert!(warned("2026-10-02", "149.99") && !warned("2026-10-02", "150.00"), "co-financing of 150 exempts");
}

#[test]
fn a_region_is_never_judged_by_the_rules_of_another() {
    let facts = r#""birth_date":"1990-01-15","status":"etudiant","seeking_work":false,"registered_france_travail":false"#;
    let admitted = |region: &str| answer(facts, &format!(r#""centre_region":"{region}""#)).admission.individual.verdict;
    assert_eq!(["grand-est", "occitanie", "centre-val-de-loire", "nouvelle-aquitaine", "bretagne"].map(admitted), [Yes, Yes, No, Ask, Ask]);
    let nowhere = answer(facts, r#""centre_region":null"#);
    assert_eq!(nowhere.admission.individual.missing, ["centre_region"]);
    assert!(nowhere.modalities.iter().all(|modality| modality.verdict == Ask));
}

#[test]
fn every_scheme_and_modality_is_listed_and_exam_leave_agrees() {
    let answer = answer(EMPLOYEE, "");
    assert_eq!((answer.schemes.len(), answer.modalities.len()), (16, 6));
    assert_eq!(answer.exam.leave.verdict, scheme(&answer, "conge_examen").verdict);
}
