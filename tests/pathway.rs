//! Plans over the shipped catalogue, each judged by a checker that reads the catalogue itself.

#![allow(clippy::unwrap_used, clippy::panic)]

use parcours::{
    data::catalogue::catalogue,
    domain::{
        answer::{Clash, Plan, PlanStatus},
        catalogue::Catalogue,
        date::Term,
        pathway::{Calendar, Planned, Scene, Survey, Task as _, alternatives, plan, verify},
        request::Request,
    },
};
use std::time::{Duration, Instant};

const COMPLETE: [(&str, u32); 6] =
    [("LG02501A", 60), ("CYC9101A", 180), ("CYC9102A", 180), ("CYC9104A", 180), ("CYC9105A", 180), ("CYC9106A", 180)];

fn shipped() -> Catalogue {
    catalogue().unwrap()
}

fn request(diploma: &str) -> Request {
    let mut request = Request::blank("2026-11-21".parse().unwrap());
    request.target.diploma = Some(diploma.into());
    request.target.start_term = Some("2027-S2".parse().unwrap());
    request
}

fn scene(catalogue: &Catalogue) -> Scene<'_> {
    Scene::new(catalogue, Calendar { jury_month: [Some(14), Some(8), None], ..Calendar::starting("2027-S2".parse().unwrap()) })
}

fn planned(catalogue: &Catalogue, request: &Request) -> Planned {
    let planned = plan(&scene(catalogue), request).unwrap().unwrap();
    assert_eq!(verify(catalogue, request, &planned.plan), Vec::<String>::new());
    planned
}

fn codes(plan: &Plan) -> Vec<&str> {
    plan.terms.iter().flat_map(|term| &term.ue).map(|unit| unit.code.as_str()).collect()
}

fn term_of(plan: &Plan, code: &str) -> Option<Term> {
    plan.terms.iter().find(|term| term.ue.iter().any(|unit| unit.code == code)).map(|term| term.term)
}

#[test]
fn the_six_complete_diplomas_have_an_optimal_plan_from_nothing() {
    let catalogue = shipped();
    for (id, ects) in COMPLETE {
        let start = Instant::now();
        let Planned { plan, warnings, .. } = planned(&catalogue, &request(id));
        assert_eq!(plan.status, PlanStatus::Optimal, "{id}");
        assert!(plan.totals.ects_planned >= ects, "{id}: {:?}", plan.totals);
        assert_eq!(plan.totals.ects_required, Some(ects));
        assert_eq!(warnings, ["default_pace"]);
        // An unoptimised build on a busy machine: the released one takes a tenth of it.
        assert!(start.elapsed() < Duration::from_secs(10), "{id}: {:?}", start.elapsed());
    }
}

#[test]
fn the_licence_at_three_units_a_term_takes_four_terms_and_five_with_a_pause() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.pace.max_ue = Some(3);
    let free = planned(&catalogue, &request);
    assert_eq!(free.plan.finish, Some("2028-S1".parse().unwrap()), "11 units, 3 a term");
    assert_eq!((free.plan.proof.lower_bound, free.plan.totals.ects_planned), (4, 60));
    assert_eq!((free.plan.proof.why[0].kind, free.plan.proof.why[0].needs, free.plan.proof.why[0].holds), ("units", Some(11), Some(9)));
    assert!(free.warnings.is_empty());
    request.pace.terms.insert("2028-S1".parse().unwrap(), parcours::domain::request::TermPace { max_ue: Some(0), ..Default::default() });
    let paused = planned(&catalogue, &request).plan;
    assert_eq!((paused.finish, paused.delivery.as_deref()), (Some("2029-S2".parse().unwrap()), Some("2029-09")));
    assert_eq!((paused.proof.lower_bound, paused.terms.len(), paused.terms[3].ue.len()), (5, 5, 0), "the pause is a term without units");
}

#[test]
fn themes_differ_and_utc505_comes_strictly_before_rsx101() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.pace.max_ue = Some(6);
    request.chosen = vec!["RSX101".into()];
    let plan = planned(&catalogue, &request).plan;
    let mut themes: Vec<&str> = plan
        .terms
        .iter()
        .flat_map(|term| &term.ue)
        .filter(|unit| unit.group.get(1).is_some_and(|group| group == "themes"))
        .map(|unit| unit.group[2].as_str())
        .collect();
    themes.sort_unstable();
    themes.dedup();
    assert_eq!(themes.len(), 3, "{themes:?}");
    let rsx101 = plan.terms.iter().flat_map(|term| &term.ue).find(|unit| unit.code == "RSX101").unwrap();
    assert!(term_of(&plan, "UTC505") < term_of(&plan, "RSX101"));
    assert!(rsx101.because.iter().any(|reason| reason.kind == "prerequisite" && reason.units == ["UTC505"] && !reason.sources.is_empty()));
    assert!(rsx101.elective && rsx101.because.iter().any(|reason| reason.kind == "chosen"));
    assert!(rsx101.assumed.contains(&"offering".to_owned()), "nobody published its terms");
}

#[test]
fn what_is_held_counts_and_shortens() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.acquired = serde_json::from_str(r#"[{"ue":"UTC501"},{"ue":"UTC502","how":"ves"},{"ue":"UAALOT"}]"#).unwrap();
    let plan = planned(&catalogue, &request).plan;
    assert_eq!((plan.totals.ects_acquired, plan.totals.ects_planned), (23, 37));
    assert_eq!(plan.finish, Some("2028-S2".parse().unwrap()), "8 units left, 3 a term");
    assert!(!codes(&plan).contains(&"UAAL0T"), "held under its other spelling");
    assert_eq!(plan.terms.last().map(|term| term.ects_cumulated), Some(60));
}

#[test]
fn a_renamed_unit_counts_and_sets_that_rule_each_other_out_are_not_mixed() {
    let catalogue = shipped();
    let mut request = request("CYC9101A");
    request.acquired = serde_json::from_str(r#"[{"ue":"EME102"}]"#).unwrap();
    let plan = planned(&catalogue, &request).plan;
    assert!(!codes(&plan).contains(&"MSE102") && plan.totals.ects_acquired == 6, "EME102 is MSE102 under its former code");
    request.acquired.clear();
    request.chosen = vec!["MSE103".into()];
    let plan = planned(&catalogue, &request).plan;
    assert!(codes(&plan).contains(&"MSE103") && !codes(&plan).contains(&"MSE147"));
    request.chosen.push("MSE147".into());
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.status, PlanStatus::Infeasible);
    let mut clash: Vec<(&str, Option<&str>)> = plan.conflict.iter().map(|clash| (clash.kind, clash.subject.as_deref())).collect();
    clash.sort_unstable();
    assert_eq!(clash, [("chosen", Some("MSE103")), ("chosen", Some("MSE147"))]);
    assert!(plan.relaxations.len() == 2 && plan.relaxations.iter().all(|way| way.finish.is_some()));
}

#[test]
fn units_that_rule_each_other_out_do_not_even_add_up_to_a_threshold_together() {
    let catalogue = shipped();
    for most in 3..12 {
        let mut request = request("CYC9102A");
        request.pace.max_ue = Some(most);
        // A late pin leaves room for units that nobody needs, and 30 credits have to come before the admission.
        request.pins.insert("RCP105".into(), "2031-S1".parse().unwrap());
        assert_eq!(planned(&catalogue, &request).plan.finish, Some("2031-S1".parse().unwrap()), "{most} a term");
    }
}

#[test]
fn english_for_beginners_is_never_given_unasked() {
    let catalogue = shipped();
    let mut request = request("CYC9106A");
    assert!(codes(&planned(&catalogue, &request).plan).contains(&"ANG330"));
    request.chosen = vec!["ANG100".into()];
    let plan = planned(&catalogue, &request).plan;
    assert!(codes(&plan).contains(&"ANG100") && !codes(&plan).contains(&"ANG330"));
}

#[test]
fn engineers_pass_the_gates_in_order_and_packs_stay_whole() {
    let catalogue = shipped();
    let plan = planned(&catalogue, &request("CYC9104A")).plan;
    let at = |code: &str| term_of(&plan, code);
    assert!(at("UAAD91") < at("UAEP04") && at("UAAD91") < at("UAEP03") && at("UAAD91") < at("ENG251"));
    assert!(at("ENG251") < at("UAM91B") && at("UAEP03") <= at("UAM91B"));
    assert_eq!(at("UATN01"), at("UAM91B"), "assessed at the defence");
    assert!(at("UTC505") < at("ENG261"));
    let pack: Vec<&str> =
        codes(&plan).into_iter().filter(|code| ["RSX217", "RSX218", "MUX205", "MUX206", "SMB214", "SMB215"].contains(code)).collect();
    assert!(
        [["RSX217", "RSX218"], ["MUX205", "MUX206"], ["SMB214", "SMB215"]].iter().any(|whole| whole.iter().all(|code| pack.contains(code)))
    );
    assert_eq!(pack.len(), 2);
}

#[test]
fn rsx103_counts_once() {
    let catalogue = shipped();
    let mut request = request("CYC9104A");
    request.chosen = vec!["RSX103".into()];
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(codes(&plan).iter().filter(|code| **code == "RSX103").count(), 1);
    assert!(plan.totals.ects_planned >= 180, "counted in the theme or in the speciality, not in both");
}

#[test]
fn a_pin_that_cannot_be_kept_is_the_conflict() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.chosen = vec!["RSX101".into()];
    request.pins.insert("UTC505".into(), "2028-S2".parse().unwrap());
    request.pins.insert("RSX101".into(), "2027-S1".parse().unwrap());
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.status, PlanStatus::Infeasible);
    let mut clash: Vec<(&str, Option<&str>)> = plan.conflict.iter().map(|clash| (clash.kind, clash.subject.as_deref())).collect();
    clash.sort_unstable();
    assert_eq!(clash, [("pin", Some("RSX101")), ("pin", Some("UTC505")), ("prerequisite", Some("RSX101"))]);
    let rule = plan.conflict.iter().find(|clash| !clash.is_wish()).unwrap();
    assert_eq!((rule.units.as_slice(), rule.sources.as_slice()), (["UTC505".to_owned()].as_slice(), ["bedeo-aisl".to_owned()].as_slice()));
    assert_eq!(plan.relaxations.len(), 2);
    request.pins.remove("RSX101");
    assert_eq!(term_of(&planned(&catalogue, &request).plan, "UTC505"), Some("2028-S2".parse().unwrap()));
}

#[test]
fn ruling_out_a_compulsory_unit_is_infeasible_and_says_so() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.excluded = vec!["UTC501".into(), "RCP105".into()];
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.conflict.len(), 1);
    assert_eq!((plan.conflict[0].kind, plan.conflict[0].subject.as_deref()), ("excluded", Some("UTC501")));
    assert!(plan.relaxations[0].finish.is_some());
}

#[test]
fn a_pace_that_is_too_slow_clashes_with_what_the_catalogue_says_and_the_least_wider_one_is_offered() {
    let catalogue = shipped();
    let too_slow = |id: &str, pace: &str| {
        let mut request = request(id);
        request.pace = serde_json::from_str(pace).unwrap();
        let plan = planned(&catalogue, &request).plan;
        assert_eq!(plan.status, PlanStatus::Infeasible);
        assert_eq!((plan.conflict.len(), plan.conflict[0].clone()), (2, Clash::of("pace", None)), "{:?}", plan.conflict);
        let ways: Vec<_> =
            plan.relaxations.iter().map(|way| (way.pace.as_ref().map(|pace| (pace.max_ue, pace.max_ects)), way.finish)).collect();
        (plan.conflict[1].clone(), ways)
    };
    for id in ["CYC9101A", "CYC9102A", "CYC9104A", "CYC9105A", "CYC9106A"] {
        let (rule, ways) = too_slow(id, r#"{"max_ue":1}"#);
        assert_eq!((rule.kind, rule.subject.as_deref(), rule.units), ("corequisite", Some("UAM91B"), vec!["UATN01".to_owned()]), "{id}");
        assert_eq!(rule.sources, ["bedeo-aisl"]);
        let mut two = request(id);
        two.pace.max_ue = Some(2);
        assert_eq!(
            ways,
            [(None, planned(&catalogue, &request(id)).plan.finish), (Some((Some(2), None)), planned(&catalogue, &two).plan.finish)]
        );
    }
    for (id, pace, unit, ects) in [("LG02501A", 5, "ANG320", 6), ("CYC9101A", 3, "ENG210", 6), ("CS52", 3, "DNT104", 4)] {
        let (rule, ways) = too_slow(id, &format!(r#"{{"max_ects":{pace}}}"#));
        assert_eq!((rule.kind, rule.subject.as_deref(), rule.needs), ("ects", Some(unit), Some(ects)), "{id}");
        assert!(ways.iter().any(|(pace, _)| *pace == Some((None, Some(ects)))), "{ways:?}");
    }
}

#[test]
fn without_the_rule_that_clashes_with_a_pace_there_is_a_plan() {
    // The shipped files, but for the rule that the thesis and the activities abroad go together.
    let mut files = vec![
        ("sources.json", include_str!("../src/data/catalogue/sources.json").to_owned()),
        ("units.json", include_str!("../src/data/catalogue/units.json").to_owned()),
    ];
    let mut diplomas: serde_json::Value = serde_json::from_str(include_str!("../src/data/catalogue/diplomas-ingenieur.json")).unwrap();
    for diploma in diplomas["diplomas"].as_array_mut().unwrap() {
        if let Some(rules) = diploma["order"].as_array_mut() {
            rules.retain(|rule| rule["rule"]["together"].is_null());
        }
    }
    files.push(("diplomas.json", diplomas.to_string()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let catalogue = Catalogue::read(&files).unwrap();
    for id in ["CYC9101A", "CYC9106A"] {
        let mut request = request(id);
        request.pace.max_ue = Some(1);
        assert_eq!(planned(&catalogue, &request).plan.status, PlanStatus::Optimal, "{id}");
    }
}

#[test]
fn a_pace_that_nobody_said_is_part_of_a_conflict_that_it_makes() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    let term: Term = "2027-S1".parse().unwrap();
    request.pins = ["UTC501", "UTC502", "UTC503", "UTC504"].map(|code| (code.to_owned(), term)).into();
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.conflict.iter().map(|clash| clash.kind).collect::<Vec<_>>(), ["pace", "pin", "pin", "pin", "pin"]);
    let wider = plan.relaxations.iter().find(|way| way.drop.kind == "pace").unwrap();
    assert_eq!(wider.pace.as_ref().and_then(|pace| pace.max_ue), Some(4));
    // At a pace that holds them, something else is the matter.
    request.pace.max_ue = Some(6);
    request.excluded = vec!["UTC505".into()];
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.conflict, [Clash::of("excluded", Some("UTC505".into()))]);
}

#[test]
fn a_term_in_which_a_unit_is_not_given_clashes_with_its_openings() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.pins.insert("UTC501".into(), "2027-S3".parse().unwrap());
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.conflict.iter().map(|clash| clash.kind).collect::<Vec<_>>(), ["pin", "offering"]);
}

#[test]
fn limits_on_credits_hold_and_what_no_term_could_hold_is_exempt() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.pace.max_ects = Some(12);
    let plan = planned(&catalogue, &request).plan;
    assert_eq!(plan.status, PlanStatus::Optimal);
    let experience = plan.terms.iter().flat_map(|term| &term.ue).find(|unit| unit.code == "UAAL0T").unwrap();
    assert!(experience.assumed.contains(&"pace".to_owned()));
    let alone = plan.terms.iter().find(|term| term.ue.contains(experience)).unwrap();
    assert_eq!(alone.ue.len(), 1, "it fills a term that cannot hold it");
    request.pace.max_ects = Some(20);
    let plan = planned(&catalogue, &request).plan;
    assert!(plan.terms.iter().all(|term| term.ects <= 20), "17 credits fit in 20");
}

#[test]
fn a_wider_limit_on_credits_never_lengthens_a_plan() {
    let catalogue = shipped();
    // Around the experience of 17 credits; around the thesis of 42 and what goes with it, of 3.
    for (id, limits) in [("LG02501A", vec![6, 9, 15, 16, 17, 20, 30, 60]), ("CYC9101A", vec![6, 9, 15, 30, 41, 42, 44, 45, 60, 180])] {
        let mut before = None;
        for limit in limits {
            let mut request = request(id);
            request.pace.max_ects = Some(limit);
            let plan = planned(&catalogue, &request).plan;
            assert_eq!(plan.status, PlanStatus::Optimal);
            assert!(before.is_none_or(|before| plan.finish <= before), "{id}, {limit} credits a term");
            let over = plan.terms.iter().filter(|term| term.ects > limit);
            assert!(over.flat_map(|term| &term.ue).all(|unit| ["UAAL0T", "UAEP03", "UAEP04", "UAM91B", "UATN01"].contains(&&*unit.code)));
            before = Some(plan.finish);
        }
    }
}

#[test]
fn unknown_codes_are_named_with_their_path() {
    let catalogue = shipped();
    let fault = |change: &dyn Fn(&mut Request)| {
        let mut request = request("LG02501A");
        change(&mut request);
        let fault = plan(&scene(&catalogue), &request).unwrap_err();
        (fault.code, fault.path, fault.message)
    };
    let (code, path, message) = fault(&|request| request.target.diploma = Some("LG02051A".into()));
    assert_eq!((code, path.as_str()), ("unknown_diploma", "target.diploma"));
    assert!(message.contains("LG02501A"), "{message}");
    assert_eq!(fault(&|request| request.pins.extend([("UTC51".to_owned(), "2027-S2".parse().unwrap())])).1, "pins.UTC51");
    assert_eq!(fault(&|request| request.chosen = vec!["RSX101".into(), "X".into()]).1, "chosen[1]");
    assert_eq!(fault(&|request| request.excluded = vec!["X".into()]).1, "excluded[0]");
    assert_eq!(fault(&|request| request.acquired = serde_json::from_str(r#"[{"ue":"X"}]"#).unwrap()).1, "acquired[0].ue");
    assert_eq!(fault(&|request| request.target.ue = vec!["X".into()]).1, "target.ue[0]");
}

#[test]
fn what_is_not_published_is_not_planned() {
    let catalogue = shipped();
    for id in ["MR132", "CRN0400A", "sans-code-cc-abd"] {
        assert_eq!(plan(&scene(&catalogue), &request(id)).unwrap(), None, "{id}");
    }
    let dpo = planned(&catalogue, &request("CS52")).plan;
    let unit = dpo.terms.iter().flat_map(|term| &term.ue).find(|unit| unit.code == "DNT105").unwrap();
    assert!(unit.ects.is_none() && unit.assumed.contains(&"ects".to_owned()));
    assert_eq!(dpo.totals.ects_required, None);
    let mut bare = request("LG02501A");
    bare.target.diploma = None;
    assert_eq!(plan(&scene(&catalogue), &bare).unwrap(), None);
}

#[test]
fn the_same_request_gives_the_same_plan() {
    let catalogue = shipped();
    let request = request("CYC9106A");
    assert_eq!(planned(&catalogue, &request), planned(&catalogue, &request));
}

#[test]
fn alternatives_can_be_swapped_in() {
    let catalogue = shipped();
    let request = request("LG02501A");
    let plan = planned(&catalogue, &request).plan;
    let elective = plan.terms.iter().flat_map(|term| &term.ue).find(|unit| unit.elective && unit.group[1] == "themes").unwrap();
    let others = alternatives(&catalogue, &request, &plan, &elective.code);
    assert!(!others.is_empty() && !others.contains(&elective.code));
    assert!(others.iter().all(|code| !codes(&plan).contains(&code.as_str())));
    assert!(alternatives(&catalogue, &request, &plan, "UTC501").is_empty(), "a compulsory unit has none");
    // Each can really be chosen, with the unit it replaces ruled out.
    for other in others.iter().take(3) {
        let mut swapped = request.clone();
        swapped.chosen = vec![other.clone()];
        swapped.excluded = vec![elective.code.clone()];
        assert_eq!(planned(&catalogue, &swapped).plan.finish, plan.finish, "{other}");
    }
}

#[test]
fn the_judge_sees_what_is_wrong() {
    let catalogue = shipped();
    let request = request("LG02501A");
    let good = planned(&catalogue, &request).plan;
    let mut missing = good.clone();
    missing.terms[0].ue.remove(0);
    assert!(!verify(&catalogue, &request, &missing).is_empty());
    let mut early = good.clone();
    let thrown = early.terms[1].ue.remove(0);
    early.terms[0].ue.push(thrown);
    assert!(verify(&catalogue, &request, &early).iter().any(|fault| fault.contains("holds 4 units")));
    let mut credits = good;
    credits.totals.ects_planned += 1;
    assert!(!verify(&catalogue, &request, &credits).is_empty());
}

#[test]
fn the_survey_puts_what_can_be_finished_first() {
    let catalogue = shipped();
    let mut request = request("LG02501A");
    request.target.diploma = None;
    request.acquired = serde_json::from_str(r#"[{"ue":"UTC501"}]"#).unwrap();
    let found = Survey::new(scene(&catalogue), &request).finish().unwrap();
    assert_eq!(found.len(), catalogue.diplomas().len());
    assert_eq!((found[0].diploma.as_str(), found[1].diploma.as_str()), ("CS52", "LG02501A"));
    assert_eq!(found[1].ects_acquired, Some(3));
    assert!(found.iter().any(|one| one.diploma == "CYC9102A-ancien" && one.reason == Some("withdrawn")));
    assert!(found.iter().filter(|one| one.reason == Some("structure_unpublished")).all(|one| one.finish.is_none() && one.status.is_none()));
    assert_eq!(found.last().and_then(|one| one.reason), Some("structure_unpublished"));
}
