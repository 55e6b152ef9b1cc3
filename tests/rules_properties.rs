//! What must hold of verdicts whatever the request.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data,
    domain::{
        answer::Verdict,
        date::Date,
        engine::Engine,
        facts::{FACTS, FactKind, FactSpec, FactValue, Facts, fact_spec},
        money::Money,
        request::{Acquired, Modality, Request, RuleSet},
        rules::{self, RuleBook, TargetInfo, Verdicts},
    },
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;
use std::{cmp::Reverse, sync::LazyLock};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| data::engine().unwrap());

const REGIONS: [&str; 5] = ["grand-est", "occitanie", "nouvelle-aquitaine", "centre-val-de-loire", "bretagne"];

/// Facts that have a default when they are absent, so that forgetting them is another request: the day of the contract, and the declared age.
const WITH_DEFAULT: [&str; 2] = ["enrolment_contract_date", "age"];

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

/// What the catalogue says of the diplomas that the requests aim at. The plan itself is of no consequence here.
fn target(request: &Request) -> TargetInfo {
    let Some(diploma) = &request.target.diploma else { return TargetInfo::default() };
    let known = ENGINE.catalogue().expect_diploma(diploma, "target.diploma").unwrap();
    TargetInfo {
        diploma: Some(diploma.clone()),
        level: known.level,
        entry_level: known.entry_level(),
        register: known.register_on(request.today).map(str::to_owned),
        family: known.family.map(|family| family.id().to_owned()),
    }
}

fn judged(request: &Request) -> Verdicts {
    rules::evaluate(ENGINE.book(), request, &target(request))
}

fn value(spec: &'static FactSpec) -> BoxedStrategy<FactValue> {
    match spec.kind {
        FactKind::Bool => any::<bool>().prop_map(FactValue::Bool).boxed(),
        // Values around the thresholds matter most.
        FactKind::Integer(least, most) => {
            let near = prop::sample::select(&[3_i64, 4, 5, 6, 11, 12, 23, 24, 36, 150, 450, 600, 1600, 2100][..]);
            prop_oneof![near.prop_map(move |value| value.clamp(least, most)), least..=most].prop_map(FactValue::Integer).boxed()
        }
        FactKind::Ratio => (0..=4_i64).prop_map(|quarters| FactValue::Ratio(Decimal::new(quarters * 25, 2))).boxed(),
        FactKind::Money => (0..=600_000_i64).prop_map(|cents| FactValue::Money(Money::from_cents(cents))).boxed(),
        // Planned days are not before today; the others lie on both sides of it.
        FactKind::Date if ["training_start", "ptp_request_date", "alternance_contract_start"].contains(&spec.key) => {
            (0..=500_i64).prop_map(|days| FactValue::Date(today().plus_days(days))).boxed()
        }
        FactKind::Date if spec.key == "birth_date" => {
            (14 * 365..=60 * 365_i64).prop_map(|days| FactValue::Date(today().plus_days(-days))).boxed()
        }
        FactKind::Date if spec.key == "left_initial_education" => {
            (1..=1500_i64).prop_map(|days| FactValue::Date(today().plus_days(-days))).boxed()
        }
        FactKind::Date => (-500..=500_i64).prop_map(|days| FactValue::Date(today().plus_days(days))).boxed(),
        FactKind::Choice(words) => prop::sample::select(words).prop_map(|word| FactValue::Word(word.to_owned())).boxed(),
        FactKind::Choices(words) => prop::sample::subsequence(words, 0..=words.len())
            .prop_map(|words| FactValue::Words(words.into_iter().map(str::to_owned).collect()))
            .boxed(),
        FactKind::Region => prop::sample::select(&REGIONS[..]).prop_map(|word| FactValue::Word(word.to_owned())).boxed(),
        FactKind::Country => prop::sample::select(&["FR", "IT", "CH", "MA"][..]).prop_map(|word| FactValue::Word(word.to_owned())).boxed(),
        FactKind::Codes => {
            any::<bool>().prop_map(|held| FactValue::Words(if held { vec!["LG02501A".to_owned()] } else { Vec::new() })).boxed()
        }
    }
}

/// Sets a fact as JSON would, or forgets it.
fn set(facts: &mut Facts, key: &str, value: Option<FactValue>) {
    facts.set(fact_spec(key).unwrap(), value).unwrap();
}

/// A person cannot be registered as looking for work and look for none, nor have left a school that they still attend.
fn consistent(mut facts: Facts) -> Facts {
    let off_work = ["sans_emploi", "etudiant", "eleve"].contains(&facts.word("status").unwrap_or_default());
    if off_work && facts.bool("seeking_work") == Some(false) {
        set(&mut facts, "registered_france_travail", Some(FactValue::Bool(false)));
    }
    if facts.bool("in_initial_education") == Some(true) {
        set(&mut facts, "left_initial_education", Some(FactValue::Date(today().plus_days(90))));
    }
    facts
}

/// A request that says everything.
fn complete() -> impl Strategy<Value = Request> {
    let facts: Vec<BoxedStrategy<FactValue>> = FACTS.iter().map(value).collect();
    let target = prop::sample::select(&[None, Some("LG02501A"), Some("CYC9101A")][..]);
    (facts, prop::sample::select(&REGIONS[..]), any::<bool>(), target).prop_map(|(values, region, law, target)| {
        let mut facts = Facts::default();
        for (spec, value) in FACTS.iter().zip(values) {
            if spec.key != "age" {
                facts.set(spec, Some(value)).unwrap();
            }
        }
        let mut request = Request::blank(today());
        request.rules = if law { RuleSet::Law } else { RuleSet::Documents };
        request.centre_region = Some(region.to_owned());
        request.target.diploma = target.map(str::to_owned);
        request.modalities = Some(vec![Modality::Soir]);
        request.facts = consistent(facts);
        request
    })
}

fn kept() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(any::<bool>(), FACTS.len())
}

/// The request with the facts kept whose place in the table is in `kept`.
fn partial(request: &Request, kept: &[bool]) -> Request {
    let mut request = request.clone();
    for (spec, kept) in FACTS.iter().zip(kept) {
        if !kept && !WITH_DEFAULT.contains(&spec.key) {
            request.facts.set(spec, None).unwrap();
        }
    }
    request
}

/// Every verdict with its name and the facts said to be missing.
fn verdicts(answer: &Verdicts) -> Vec<(String, Verdict, Vec<String>)> {
    let mut out = vec![
        ("admission".to_owned(), answer.admission.individual.verdict, answer.admission.individual.missing.clone()),
        ("entry".to_owned(), answer.entry.verdict, answer.entry.missing.clone()),
        ("early_review".to_owned(), answer.experience.early_review.verdict, answer.experience.early_review.missing.clone()),
        ("exam.leave".to_owned(), answer.exam.leave.verdict, answer.exam.leave.missing.clone()),
    ];
    out.extend(answer.schemes.iter().map(|scheme| (scheme.id.clone(), scheme.verdict, scheme.missing.clone())));
    out.extend(answer.modalities.iter().map(|modality| (modality.id.clone(), modality.verdict, modality.missing.clone())));
    out
}

/// Everything that the rules say, as JSON.
fn told(answer: Verdicts) -> Value {
    let mut whole = parcours::domain::answer::Answer::default();
    answer.fill(&mut whole);
    serde_json::to_value(whole).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever is forgotten, a verdict is the one of the complete request or `ask`: an unknown fact never yields yes.
    #[test]
    fn forgetting_facts_only_ever_leads_to_ask(request in complete(), kept in kept()) {
        let whole = verdicts(&judged(&request));
        let less = verdicts(&judged(&partial(&request, &kept)));
        for ((id, settled, _), (_, verdict, _)) in whole.iter().zip(&less) {
            prop_assert!(verdict == settled || *verdict == Verdict::Ask, "{id}: {verdict:?} with less, {settled:?} with everything");
        }
    }

    /// Question after question, in the order in which they are asked: what is settled stays as it is, and in the end nothing is asked.
    #[test]
    fn answering_questions_never_contradicts_what_is_settled(request in complete(), kept in kept()) {
        let mut asked = partial(&request, &kept);
        for _ in 0..FACTS.len() {
            let before = judged(&asked);
            let open = before.questions.iter().find_map(|question| fact_spec(&question.fact).filter(|spec| asked.facts.get(spec.key).is_none()));
            let Some(spec) = open.filter(|spec| request.facts.get(spec.key).is_some()) else { break };
            asked.facts.set(spec, request.facts.get(spec.key).cloned()).unwrap();
            let after = judged(&asked);
            for ((id, old, _), (_, new, _)) in verdicts(&before).iter().zip(&verdicts(&after)) {
                prop_assert!(old == new || *old == Verdict::Ask, "{id} was {old:?}, and {} made it {new:?}", spec.key);
            }
        }
        let left = judged(&asked).questions;
        let left: Vec<&str> = left.iter().map(|question| question.fact.as_str()).filter(|fact| fact_spec(fact).is_some()).collect();
        prop_assert!(left.iter().all(|fact| request.facts.get(fact).is_none()), "still asked: {left:?}");
    }

    /// Only what is asked has missing facts, each of them is really absent from the request and has its question.
    #[test]
    fn missing_facts_are_absent_and_asked(request in complete(), kept in kept()) {
        let request = partial(&request, &kept);
        let answer = judged(&request);
        for (id, verdict, missing) in verdicts(&answer) {
            prop_assert!(verdict == Verdict::Ask || missing.is_empty(), "{id} is {verdict:?} and misses {missing:?}");
            for fact in missing {
                prop_assert!(request.facts.get(&fact).is_none(), "{id} misses {fact}, which is there");
                prop_assert!(answer.questions.iter().any(|question| question.fact == fact), "{fact} is missing and not asked");
            }
        }
    }

    /// The questions that settle most come first; of equals, those on which most money depends.
    #[test]
    fn questions_come_in_the_order_of_what_they_change(request in complete(), kept in kept()) {
        let questions = judged(&partial(&request, &kept)).questions;
        prop_assert!(questions.is_sorted_by_key(|question| Reverse((question.settles.len(), question.at_stake))), "{questions:?}");
    }

    /// A verdict that no fact would settle any more stays as it is: nothing is missing of a complete request but what the request cannot say.
    #[test]
    fn a_complete_request_misses_no_fact(request in complete()) {
        for (id, _, missing) in verdicts(&judged(&request)) {
            let facts: Vec<_> = missing.iter().filter(|fact| *fact != "target.diploma" && *fact != "acquired").collect();
            prop_assert!(facts.is_empty(), "{id} misses {facts:?}");
        }
    }

    /// The documents alone never quote the law.
    #[test]
    fn the_documents_never_quote_the_law(request in complete(), kept in kept()) {
        let request = Request { rules: RuleSet::Documents, ..partial(&request, &kept) };
        let text = told(judged(&request)).to_string();
        prop_assert!(!text.contains("\"LAW"), "{text}");
    }

    /// Every rule that an answer quotes is in the book, and of the region of the centre or of the nation; those of the exam's papers alone are a union.
    #[test]
    fn every_quoted_rule_is_in_the_book_and_of_the_region(request in complete()) {
        let mut answer = told(judged(&request));
        answer["exam"]["papers"] = Value::Null;
        let mut quoted = Vec::new();
        collect(&answer, &mut quoted);
        for rule in quoted {
            let known = ENGINE.book().rule(&rule);
            prop_assert!(known.is_some(), "{rule}");
            let scope = known.unwrap().scope.as_str();
            prop_assert!(scope == "national" || Some(scope) == request.centre_region.as_deref(), "{rule} is lent by {scope}");
        }
    }

    /// The order of the files of data is of no consequence.
    #[test]
    fn the_order_of_files_changes_nothing(files in Just(data::RULES.to_vec()).prop_shuffle()) {
        prop_assert_eq!(&RuleBook::read(&files).unwrap(), ENGINE.book());
    }

    /// Nor is the order in which a request lists things.
    #[test]
    fn the_order_of_lists_in_a_request_changes_nothing(
        request in complete(),
        units in prop::sample::subsequence(&["UTC501", "UTC502", "UTC503", "UTC504", "NFA031"][..], 0..=5).prop_shuffle(),
        modalities in prop::sample::subsequence(&Modality::ALL[..], 0..=6).prop_shuffle(),
        turn in 0..6_usize,
    ) {
        let mut one = request;
        one.acquired = units.iter().map(|ue| Acquired { ue: (*ue).to_owned(), how: None, on: None }).collect();
        one.modalities = Some(modalities);
        let mut other = one.clone();
        other.acquired.reverse();
        other.modalities.as_mut().unwrap().rotate_left(turn.min(one.modalities.as_ref().unwrap().len()));
        for key in ["benefits", "certifications_held"] {
            let turned = one.facts.words(key).map(|words| FactValue::Words(words.iter().rev().cloned().collect()));
            set(&mut other.facts, key, turned);
        }
        prop_assert_eq!(verdicts(&judged(&one)), verdicts(&judged(&other)));
    }

    /// More years, months, money or schooling never end a right, except where a rule says so by name.
    #[test]
    fn more_never_removes_a_right_but_by_name(request in complete(), kept in kept(), more in 1..=40_i64, which in any::<prop::sample::Index>()) {
        let mut request = partial(&request, &kept);
        let (fact, more) = (which.get(&GROWING.facts).as_str(), more);
        if fact == "age" {
            let years = request.facts.age_on(today()).unwrap_or(20);
            set(&mut request.facts, "birth_date", None);
            set(&mut request.facts, "age", Some(FactValue::Integer(years)));
        }
        let Some(larger) = grown(&request, fact, more) else { return Ok(()) };
        let (less, grown) = (judged(&request), judged(&larger));
        for ((id, before, _), (_, after, _)) in verdicts(&less).iter().zip(&verdicts(&grown)) {
            let lost = matches!(before, Verdict::Yes | Verdict::Maybe) && matches!(after, Verdict::No | Verdict::Ask);
            prop_assert!(!lost || GROWING.ends(fact, id), "more {fact} makes {id} {after:?}, which was {before:?}");
        }
        let left = |answer: &Verdicts| answer.schemes.iter().find(|scheme| scheme.id == "cpf").and_then(|scheme| scheme.amounts.as_ref()?.out_of_pocket);
        if let (Some(before), Some(after)) = (left(&less), left(&grown)) {
            prop_assert!(after <= before, "more {fact} leaves {after} to the learner, and {before} without");
        }
    }
}

/// What grows, and where a rule says by name that it ends a right.
struct Growing {
    facts: Vec<String>,
    ends: Vec<Value>,
}

static GROWING: LazyLock<Growing> = LazyLock::new(|| {
    let file: Value = serde_json::from_str(include_str!("data/rights-that-end.json")).unwrap();
    let facts = file["facts"].as_object().unwrap().values().flat_map(|keys| keys.as_array().unwrap());
    Growing { facts: facts.map(|key| key.as_str().unwrap().to_owned()).collect(), ends: file["ends"].as_array().unwrap().clone() }
});

impl Growing {
    fn ends(&self, fact: &str, verdict: &str) -> bool {
        self.ends.iter().any(|end| end["fact"] == fact && end["verdict"] == verdict)
    }
}

/// The request with more of a fact; `None` when nobody said how much there is.
fn grown(request: &Request, fact: &str, more: i64) -> Option<Request> {
    let spec = fact_spec(fact)?;
    let value = match (request.facts.get(fact)?, spec.kind) {
        (FactValue::Integer(value), FactKind::Integer(_, most)) => FactValue::Integer((value + more).min(most)),
        (FactValue::Money(value), _) => FactValue::Money(*value + Money::from_cents(more * 10_000)),
        _ => return None,
    };
    let mut request = request.clone();
    request.facts.set(spec, Some(value)).unwrap();
    Some(request)
}

#[test]
fn every_right_that_ends_does_so_by_the_rules_named() {
    for end in &GROWING.ends {
        let (fact, verdict) = (end["fact"].as_str().unwrap(), end["verdict"].as_str().unwrap());
        let request = |amount: &Value| -> Request {
            let mut facts = end["who"].clone();
            facts[fact] = amount.clone();
            let today = end["today"].as_str().unwrap_or("2026-11-21");
            let json = serde_json::json!({ "version": 1, "today": today, "centre_region": "grand-est", "facts": facts, "target": { "diploma": "LG02501A" } });
            serde_json::from_value(json).unwrap()
        };
        let (before, after) = (judged(&request(&end["who"][fact])), judged(&request(&end["more"])));
        let scheme = |answer: &Verdicts| answer.schemes.iter().find(|scheme| scheme.id == verdict).cloned().unwrap();
        assert_eq!(scheme(&before).verdict, Verdict::Maybe, "{end}");
        let lost = scheme(&after);
        assert_eq!(lost.verdict, Verdict::No, "{end}");
        let named = |rule: &str| end["rules"].as_array().unwrap().iter().any(|known| known == rule);
        assert!(lost.because.iter().any(|because| named(&because.rule)), "{verdict} is lost by {:?}", lost.because);
    }
}

fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            out.extend(map.get("rule").and_then(|rule| rule.as_str()).map(str::to_owned));
            map.values().for_each(|value| collect(value, out));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        _ => {}
    }
}
