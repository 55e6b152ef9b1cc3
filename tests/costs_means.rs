//! What the verdicts and the account change in the costs of whole answers, on both sides of every threshold.
//!
//! Prices are those of the undated list of the Cnam in Nouvelle-Aquitaine: 13 euros a credit for an own course in the Region's column, a fee of
//! 150 euros a year, 75 for a jobseeker. The figures of the CPF: a flat share of 150 euros a purchase since 2026-04-02 (LAW004), 500 euros a
//! year up to 5,000 (LAW001), 800 up to 8,000 below level 3 (LAW002), 1,500 at most for a certification of the Répertoire spécifique (LAW008).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::{
    data,
    domain::{
        answer::{Answer, Cost, Funding, MissingReason, Span, Verdict, WhyNot, WhyNotReason},
        money::Money,
    },
};
use serde_json::{Value, json};

fn answer(rules: &str, region: &str, facts: &Value, items: &Value) -> Answer {
    let request = json!({ "version": 1, "today": "2026-11-21", "rules": rules, "centre_region": region, "facts": facts, "items": items });
    data::engine().unwrap().evaluate(&serde_json::from_value(request).unwrap()).unwrap()
}

fn cost(facts: &Value, items: &Value) -> Cost {
    answer("law", "nouvelle-aquitaine", facts, items).cost
}

/// An employee whom no employer pays for: nothing but the Region's column and the account.
fn account(balance: &str) -> Value {
    json!({ "status": "sans_emploi", "seeking_work": false, "registered_france_travail": false, "rqth": false, "qualification_level": 5,
            "target_register": "rncp", "certifications_held": [], "cpf_balance": balance, "employer_topup": "0.00", "region_topup": "0.00" })
}

/// As [`account`], at work full time.
fn employee(balance: &str) -> Value {
    with(account(balance), json!({ "status": "salarie", "worked_time_ratio": 1, "contract_kind": "cdi", "employer_sector": "prive" }))
}

fn with(mut facts: Value, change: Value) -> Value {
    facts.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    facts
}

fn unit(id: &str, ects: u32, term: &str) -> Value {
    json!({ "id": id, "kind": "ue", "ects": ects, "organiser": "nouvelle-aquitaine", "modality": "soir", "term": term })
}

fn euros(amount: i64) -> Span {
    Span::Exact(Money::from_euros(amount))
}

fn between(least: i64, most: i64) -> Span {
    Span::between(Money::from_euros(least), Money::from_euros(most))
}

fn funding<'a>(cost: &'a Cost, scheme: &str) -> Option<&'a Funding> {
    cost.best.iter().find(|funding| funding.schemes.iter().any(|known| known == scheme))
}

fn paid(funding: &Funding, payer: &str) -> Option<Span> {
    funding.payers.iter().find(|share| share.payer == payer).and_then(|share| share.amount)
}

fn why<'a>(cost: &'a Cost, schemes: &[&str]) -> Option<&'a WhyNot> {
    cost.why_not.iter().find(|why| why.schemes == schemes)
}

#[test]
fn the_account_pays_all_but_the_flat_share_or_all_that_it_holds() {
    // 24 credits in one purchase: 312 euros and the fee of 150. The account may pay 162.
    let items = json!([unit("a", 12, "2027-S2"), unit("b", 12, "2027-S2")]);
    for (balance, drawn) in [("161.99", "161.99"), ("162.00", "162.00"), ("162.01", "162.00"), ("5000.00", "162.00"), ("0.01", "0.01")] {
        let cost = cost(&account(balance), &items);
        let best = &cost.best[0];
        assert_eq!(best.schemes, ["aide_region", "autofinancement", "cpf"], "{balance}");
        assert_eq!(paid(best, "cpf"), Some(Span::Exact(drawn.parse().unwrap())), "{balance}");
        assert_eq!(best.out_of_pocket.unwrap().max() + drawn.parse().unwrap(), Money::from_euros(462), "{balance}");
        assert_eq!(paid(best, "region"), None, "the Region's part is not published: it is not nothing");
    }
    assert!(funding(&cost(&account("0.00"), &items), "cpf").is_none(), "an empty account pays nothing");
}

#[test]
fn below_the_flat_share_the_account_spares_nothing() {
    // 12 credits cost 156 euros, 11 cost 143: the flat share is 150.
    let best = |ects: u32| cost(&account("5000.00"), &json!([unit("a", ects, "2027-S2")]));
    assert_eq!(best(12).best[0].out_of_pocket, Some(euros(300)));
    let dear = best(11);
    assert_eq!(dear.best[0].out_of_pocket, Some(euros(293)));
    assert!(funding(&dear, "cpf").is_none());
    assert_eq!(why(&dear, &["cpf"]).map(|why| why.reason), Some(WhyNotReason::NotCheaper));
}

#[test]
fn the_flat_share_is_that_of_the_day_and_not_for_jobseekers_or_with_the_employers_money() {
    let drawn = |facts: Value| {
        let cost = cost(&facts, &json!([unit("a", 12, "2027-S2")]));
        funding(&cost, "cpf").and_then(|funding| paid(funding, "cpf"))
    };
    assert_eq!(drawn(account("5000.00")), Some(euros(6)));
    let before = |day: &str| drawn(with(account("5000.00"), json!({ "enrolment_contract_date": day })));
    // The units of 2027-S2 are bought in February 2027 at the earliest, whatever the day of the first contract.
    assert_eq!(before("2026-01-01"), Some(euros(6)));
    let jobseeker = json!({ "status": "demandeur_emploi", "seeking_work": true, "registered_france_travail": true });
    assert_eq!(drawn(with(account("5000.00"), jobseeker)), Some(euros(156)));
    let topped = with(employee("0.00"), json!({ "employer_topup": "1.00" }));
    let items = json!([unit("a", 12, "2027-S2")]);
    let found = cost(&topped, &items);
    // The balance gains 500 euros at the end of 2026; the employer's euro is used first and spares the flat share.
    let with_account = funding(&found, "cpf").unwrap();
    assert_eq!((paid(with_account, "employer"), paid(with_account, "cpf")), (Some(euros(1)), Some(euros(155))));
}

#[test]
fn who_may_be_exempt_pays_the_flat_share_or_nothing() {
    let mut facts = account("5000.00");
    facts.as_object_mut().unwrap().remove("employer_topup");
    let cost = cost(&facts, &json!([unit("a", 12, "2027-S2")]));
    assert_eq!(funding(&cost, "cpf").unwrap().out_of_pocket, Some(between(150, 300)));
}

#[test]
fn the_account_grows_with_every_year_that_ends_up_to_the_ceiling() {
    let drawn = |facts: Value, term: &str| {
        let units: Vec<Value> = (0..40).map(|at| unit(&format!("u{at}"), 12, term)).collect();
        let cost = cost(&facts, &json!(units));
        let funding = funding(&cost, "cpf")?;
        paid(funding, "cpf").map(|span| span.max().to_string())
    };
    // 40 units of 156 euros: more than the account ever holds.
    assert_eq!(drawn(employee("1000.00"), "2026-S1").as_deref(), Some("1000.00"), "bought on the day of the request");
    assert_eq!(drawn(employee("1000.00"), "2027-S2").as_deref(), Some("1500.00"), "2026 has ended");
    assert_eq!(drawn(employee("1000.00"), "2027-S1").as_deref(), Some("1500.00"), "2027 has not");
    assert_eq!(drawn(employee("1000.00"), "2028-S2").as_deref(), Some("2000.00"));
    assert_eq!(drawn(employee("4800.00"), "2027-S2").as_deref(), Some("5000.00"), "up to the ceiling");
    assert_eq!(drawn(employee("5200.00"), "2028-S2").as_deref(), Some("5200.00"), "the ceiling takes nothing away (LAW015)");
    let low = with(employee("1000.00"), json!({ "qualification_level": 2 }));
    assert_eq!(drawn(low, "2028-S2").as_deref(), Some("2600.00"), "800 a year");
    let half = with(employee("1000.00"), json!({ "worked_time_ratio": 0.4 }));
    assert_eq!(drawn(half, "2027-S2").as_deref(), Some("1200.00"), "in proportion below half-time");
    assert_eq!(drawn(account("1000.00"), "2028-S2").as_deref(), Some("1000.00"), "nothing without work (LAW001)");
}

#[test]
fn a_certification_of_the_repertoire_specifique_takes_at_most_1500_euros_in_all() {
    let units: Vec<Value> =
        ["2026-S1", "2027-S2"].iter().flat_map(|term| (0..8).map(move |at| unit(&format!("{term}{at}"), 12, term))).collect();
    let drawn = |register: &str| {
        let cost = cost(&with(account("9000.00"), json!({ "target_register": register })), &json!(units));
        funding(&cost, "cpf").and_then(|funding| paid(funding, "cpf"))
    };
    assert_eq!(drawn("rs"), Some(euros(1500)));
    // 16 units of 156 euros in two purchases, each with its flat share of 150.
    assert_eq!(drawn("rncp"), Some(euros(16 * 156 - 300)));
    assert_eq!(drawn("none"), None, "what is on no register is not bought with the account");
}

#[test]
fn the_account_buys_courses_and_activities_but_no_tests_exams_or_fees() {
    let item = |kind: &str| json!({ "id": kind, "kind": kind, "ects": 30, "term": "2027-S2" });
    for (kind, bought) in [
        ("memoire_ingenieur", true),
        ("memoire_psychologue_du_travail", true),
        ("organisation_examen_eleve_exterieur", false),
        ("examens_speciaux_de_rappel", false),
        ("admission_ecole_ingenieurs_cnam", false),
    ] {
        let cost = cost(&account("5000.00"), &json!([item(kind)]));
        assert_eq!(funding(&cost, "cpf").is_some(), bought, "{kind}");
        if !bought {
            assert_eq!(why(&cost, &["cpf"]).map(|why| why.reason), Some(WhyNotReason::NothingToPay), "{kind}");
        }
    }
}

#[test]
fn what_is_left_goes_from_all_granted_to_all_refused() {
    let items = json!([unit("a", 12, "2027-S2"), unit("b", 12, "2027-S2")]);
    let found = cost(&employee("0.00"), &items);
    // The employer pays all, or nobody does: 312 euros and the fee. What 2026 brings to the account is not settled either.
    assert_eq!((found.best[0].schemes.as_slice(), found.best[0].verdict), (&["employeur".to_owned()][..], Verdict::Maybe));
    assert_eq!(found.best[0].open, ["employeur"]);
    assert_eq!(found.left, Some(between(0, 462)));
    // Without an employer nothing is open but the account.
    assert_eq!(cost(&account("0.00"), &items).left, Some(euros(462)));
    assert_eq!(cost(&account("100.00"), &items).left, Some(between(362, 462)));
    let documents = answer("documents", "nouvelle-aquitaine", &account("100.00"), &items).cost;
    assert_eq!(documents.left, Some(euros(462)), "the documents do not say who pays what with the account");
    assert_eq!(why(&documents, &["cpf"]).map(|why| why.reason), Some(WhyNotReason::NoPrice));
}

#[test]
fn a_refused_scheme_pays_for_nothing() {
    let items = json!([unit("a", 6, "2027-S2")]);
    // A jobseeker who is not registered may not have the AIF (LAW080), though the tariff has a column for jobseekers.
    let jobseeker = json!({ "status": "demandeur_emploi", "seeking_work": true, "ag2r_contributor": false });
    let schemes = |registered: bool| -> Vec<String> {
        let facts = with(jobseeker.clone(), json!({ "registered_france_travail": registered }));
        cost(&facts, &items).best.iter().flat_map(|funding| funding.schemes.clone()).collect()
    };
    assert!(schemes(true).contains(&"aif".to_owned()));
    assert!(!schemes(false).contains(&"aif".to_owned()));
    // The self-employed have no employer, but the tariff names them in that column (R173).
    let own = cost(&json!({ "status": "independant", "registered_france_travail": false }), &items);
    assert_eq!((own.best[0].out_of_pocket, own.best[0].verdict), (Some(euros(0)), Verdict::Maybe));
}

#[test]
fn each_scheme_that_is_left_out_says_why_and_what_it_would_cost() {
    let items = json!([unit("a", 6, "2027-S2"), unit("b", 12, "2027-S2")]);
    let jobseeker = json!({ "status": "demandeur_emploi", "seeking_work": true, "registered_france_travail": true,
                            "ag2r_contributor": true });
    let found = cost(&jobseeker, &items);
    assert_eq!((found.best[0].schemes.as_slice(), found.best[0].out_of_pocket), (&["aif".to_owned()][..], Some(between(0, 75))));
    let region = why(&found, &["autofinancement"]).unwrap();
    // Without the AIF, AG2R would pay for the dearer unit, and its fee is disputed.
    assert_eq!((region.reason, region.instead), (WhyNotReason::Dearer, Some(between(78, 78 + 150))));
    let aif = why(&found, &["aif", "aide_region"]).unwrap();
    assert_eq!((aif.reason, aif.because[0].rule.as_str(), aif.because[0].holds), (WhyNotReason::MayBeExcluded, "LAW081", None));
    let apprenticeship = found.why_not.iter().find(|why| why.schemes == ["contrat_professionnalisation"]);
    assert!(apprenticeship.is_none_or(|why| why.reason == WhyNotReason::OtherRoute));
    assert!(found.why_not.iter().all(|why| why.schemes != found.best[0].schemes));
    // AG2R pays for no dissertation (R172).
    let dissertation = cost(&jobseeker, &json!([{ "id": "m", "kind": "memoire_ingenieur", "term": "2027-S2" }]));
    let ag2r = why(&dissertation, &["ag2r"]).unwrap();
    assert_eq!((ag2r.reason, ag2r.because[0].rule.as_str()), (WhyNotReason::NothingToPay, "R172"));
    assert_eq!(ag2r.out_of_pocket, None);
}

#[test]
fn an_account_whose_balance_nobody_gave_is_named_and_the_question_says_what_it_may_bring() {
    let items = json!([unit("a", 12, "2027-S2"), unit("b", 12, "2027-S2")]);
    let mut facts = account("0.00");
    facts.as_object_mut().unwrap().remove("cpf_balance");
    let found = answer("law", "nouvelle-aquitaine", &facts, &items);
    let unknown = why(&found.cost, &["cpf"]).unwrap();
    assert_eq!(
        (unknown.reason, unknown.out_of_pocket, unknown.missing.as_slice()),
        (WhyNotReason::UnknownAccount, None, &["cpf_balance".to_owned()][..])
    );
    let stake =
        |answer: &Answer, fact: &str| answer.questions.iter().find(|question| question.fact == fact).and_then(|question| question.at_stake);
    // 312 euros less the flat share of 150.
    assert_eq!(stake(&found, "cpf_balance"), Some(Money::from_euros(162)));
    // Without a price nothing is at stake that could be told.
    assert_eq!(stake(&answer("law", "occitanie", &facts, &items), "cpf_balance"), None);
}

#[test]
fn a_question_says_what_its_answer_may_save_through_the_combination() {
    let items = json!([unit("a", 12, "2027-S2"), unit("b", 6, "2027-S2"), unit("c", 6, "2027-S2")]);
    let facts = json!({ "status": "demandeur_emploi", "seeking_work": true, "registered_france_travail": true });
    let found = answer("documents", "nouvelle-aquitaine", &facts, &items);
    let stake =
        |answer: &Answer, fact: &str| answer.questions.iter().find(|question| question.fact == fact).and_then(|question| question.at_stake);
    // Alone: 312 and the fee of 75. AG2R surely pays for the dearest unit, perhaps for a second, and its fee of 150 is disputed.
    assert_eq!(found.cost.left.map(Span::max), Some(Money::from_euros(312 + 75)));
    assert_eq!(stake(&found, "ag2r_contributor"), Some(Money::from_euros(312 + 75 - (78 + 78 + 150))));
    let status = answer("documents", "nouvelle-aquitaine", &json!({}), &items);
    assert!(stake(&status, "status").is_some_and(|stake| stake > Money::ZERO), "{:?}", status.questions);
}

#[test]
fn what_has_no_price_says_which_unit_which_payer_and_why() {
    let day = json!({ "id": "d", "kind": "ue", "ects": 6, "organiser": "nouvelle-aquitaine", "modality": "journee", "term": "2027-S2", "payer": "self" });
    let opco = with(unit("o", 6, "2027-S2"), json!({ "payer": "opco" }));
    let exam = json!({ "id": "x", "kind": "examens_speciaux_de_rappel", "ects": 4, "term": "2027-S2", "payer": "employer" });
    let ag2r = with(unit("g", 6, "2027-S2"), json!({ "payer": "ag2r" }));
    let items = json!([unit("a", 6, "2027-S2"), day, opco, exam, ag2r]);
    let missing = |region: &str| -> Vec<(String, Option<String>, MissingReason)> {
        let found = answer("law", region, &employee("0.00"), &items).cost.missing;
        found.into_iter().map(|missing| (missing.id, missing.column, missing.reason)).collect()
    };
    let told = |id: &str, column: Option<&str>, reason| (id.to_owned(), column.map(str::to_owned), reason);
    assert_eq!(
        missing("nouvelle-aquitaine"),
        [
            told("d", Some("region"), MissingReason::ModalityNotListed),
            told("o", None, MissingReason::PayerNotListed),
            told("x", Some("employer"), MissingReason::NotEligible),
            told("g", Some("ag2r"), MissingReason::NotOpen),
        ],
        "the first has a price, whoever pays"
    );
    assert!(missing("occitanie").iter().all(|(_, _, reason)| *reason == MissingReason::Unpublished));
    assert!(missing("grand-est").iter().all(|(_, _, reason)| *reason == MissingReason::NoTariff));
    assert_eq!(missing("grand-est").len(), 5);
}

#[test]
fn a_plan_has_a_way_of_paying_with_the_account() {
    let request = json!({ "version": 1, "today": "2026-11-21", "centre_region": "nouvelle-aquitaine", "facts": account("300.00"),
                          "target": { "diploma": "LG02501A" }, "pace": { "max_ue": 4 } });
    let cost = data::engine().unwrap().evaluate(&serde_json::from_value(request).unwrap()).unwrap().cost;
    let ids: Vec<&str> = cost.ways.iter().map(|way| way.id.as_str()).collect();
    assert_eq!(ids, ["region", "cpf"]);
    let [region, cpf] = &cost.ways[..] else { panic!("{ids:?}") };
    assert_eq!((cpf.verdict, cpf.schemes.as_slice()), (Verdict::Ask, &["cpf".to_owned()][..]));
    let (alone, helped) = (region.out_of_pocket.unwrap(), cpf.out_of_pocket.unwrap());
    assert_eq!(alone.max() - helped.max(), Money::from_euros(300), "the account is used up");
    for (plain, with) in region.terms.iter().zip(&cpf.terms) {
        assert!(plain.learner.unwrap().max() >= with.learner.unwrap().max());
    }
}

/// The left of a quote in a region that published no tariff, for a diploma with a plan.
fn left_of_quote(region: &str, facts: &Value) -> Option<Span> {
    let request =
        json!({ "version": 1, "today": "2026-11-21", "centre_region": region, "facts": facts, "target": { "diploma": "LG02501A" } });
    data::engine().unwrap().evaluate(&serde_json::from_value(request).unwrap()).unwrap().cost.left
}

#[test]
fn a_quote_stands_in_where_no_tariff_is_published() {
    let quoted = |facts: Value| with(facts, json!({ "price": "1200.00" }));
    assert_eq!(left_of_quote("occitanie", &account("800.00")), None, "no quote, no amount");
    // Whoever may pay a share that nobody published may pay it all.
    let left = left_of_quote("occitanie", &quoted(account("800.00"))).unwrap();
    assert_eq!(left.min(), Money::ZERO);
    // The account is sure: 800 of 1,200 euros.
    assert_eq!(left.max(), Money::from_euros(400));
    let emptied = left_of_quote("occitanie", &quoted(account("0.00"))).unwrap();
    assert_eq!(emptied.max(), Money::from_euros(1_200), "an empty account spares nothing");
}

#[test]
fn a_published_tariff_goes_before_a_quote() {
    let facts = with(account("0.00"), json!({ "price": "1.00" }));
    let left = left_of_quote("nouvelle-aquitaine", &facts);
    assert!(left.is_none_or(|left| left.max() > Money::from_euros(1)), "{left:?}");
}
