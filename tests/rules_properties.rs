//! What must hold of verdicts whatever the request.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use parcours::{
    data,
    domain::{
        answer::{Answer, Verdict},
        date::Date,
        engine::Engine,
        facts::{FACTS, FactKind, FactSpec, FactValue, Facts},
        money::Money,
        request::{Modality, Request, RuleSet},
        rules::RuleBook,
    },
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| data::engine().unwrap());

const REGIONS: [&str; 5] = ["grand-est", "occitanie", "nouvelle-aquitaine", "centre-val-de-loire", "bretagne"];

/// Facts that have a default when they are absent, so that forgetting them is another request: the day of the contract, and the declared age.
const WITH_DEFAULT: [&str; 2] = ["enrolment_contract_date", "age"];

fn today() -> Date {
    Date::new(2026, 11, 21).unwrap()
}

fn value(spec: &'static FactSpec) -> BoxedStrategy<FactValue> {
    match spec.kind {
        FactKind::Bool => any::<bool>().prop_map(FactValue::Bool).boxed(),
        // Values around the thresholds matter most.
        FactKind::Integer(least, most) => {
            let near = prop_oneof![
                Just(3),
                Just(4),
                Just(5),
                Just(6),
                Just(11),
                Just(12),
                Just(23),
                Just(24),
                Just(150),
                Just(450),
                Just(600),
                Just(1600)
            ];
            prop_oneof![near.prop_map(move |value: i64| value.clamp(least, most)), least..=most].prop_map(FactValue::Integer).boxed()
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
        request.facts = facts;
        request
    })
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
fn verdicts(answer: &Answer) -> Vec<(String, Verdict, Vec<String>)> {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Whatever is forgotten, a verdict is the one of the complete request or `ask`: an unknown fact never yields yes, and no answer to a question
    /// contradicts what was settled before it.
    #[test]
    fn forgetting_facts_only_ever_leads_to_ask(request in complete(), kept in prop::collection::vec(any::<bool>(), FACTS.len())) {
        let whole = verdicts(&ENGINE.evaluate(&request).unwrap());
        let less = verdicts(&ENGINE.evaluate(&partial(&request, &kept)).unwrap());
        for ((id, settled, _), (_, verdict, _)) in whole.iter().zip(&less) {
            prop_assert!(verdict == settled || *verdict == Verdict::Ask, "{id}: {verdict:?} with less, {settled:?} with everything");
        }
    }

    /// Only what is asked has missing facts, each of them is really absent from the request and has its question.
    #[test]
    fn missing_facts_are_absent_and_asked(request in complete(), kept in prop::collection::vec(any::<bool>(), FACTS.len())) {
        let request = partial(&request, &kept);
        let answer = ENGINE.evaluate(&request).unwrap();
        for (id, verdict, missing) in verdicts(&answer) {
            prop_assert!(verdict == Verdict::Ask || missing.is_empty(), "{id} is {verdict:?} and misses {missing:?}");
            for fact in missing {
                prop_assert!(request.facts.get(&fact).is_none(), "{id} misses {fact}, which is there");
                prop_assert!(answer.questions.iter().any(|question| question.fact == fact), "{fact} is missing and not asked");
            }
        }
    }

    /// A verdict that no fact would settle any more stays as it is: nothing is missing of a complete request but what the request cannot say.
    #[test]
    fn a_complete_request_misses_no_fact(request in complete()) {
        for (id, _, missing) in verdicts(&ENGINE.evaluate(&request).unwrap()) {
            let facts: Vec<_> = missing.iter().filter(|fact| *fact != "target.diploma" && *fact != "acquired").collect();
            prop_assert!(facts.is_empty(), "{id} misses {facts:?}");
        }
    }

    /// The documents alone never quote the law.
    #[test]
    fn the_documents_never_quote_the_law(request in complete(), kept in prop::collection::vec(any::<bool>(), FACTS.len())) {
        let request = Request { rules: RuleSet::Documents, ..partial(&request, &kept) };
        let text = serde_json::to_string(&ENGINE.evaluate(&request).unwrap()).unwrap();
        prop_assert!(!text.contains("\"LAW"), "{text}");
    }

    /// Every rule that an answer quotes is in the book.
    #[test]
    fn every_quoted_rule_is_in_the_book(request in complete()) {
        let answer = serde_json::to_value(ENGINE.evaluate(&request).unwrap()).unwrap();
        let mut quoted = Vec::new();
        collect(&answer, &mut quoted);
        for rule in quoted {
            prop_assert!(ENGINE.book().rule(&rule).is_some(), "{rule}");
        }
    }

    /// The order of the files of data is of no consequence.
    #[test]
    fn the_order_of_files_changes_nothing(files in Just(data::RULES.to_vec()).prop_shuffle()) {
        prop_assert_eq!(&RuleBook::read(&files).unwrap(), ENGINE.book());
    }
}

fn collect(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => {
            out.extend(map.get("rule").and_then(|rule| rule.as_str()).map(str::to_owned));
            map.values().for_each(|value| collect(value, out));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        _ => {}
    }
}
