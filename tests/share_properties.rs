//! Share links of anything that may be asked: what comes back, and what a changed or cut link is never taken for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::domain::{
    date::{Date, Season, Term},
    error::InputError,
    facts::{FACTS, FactKind, FactValue, Facts},
    money::Money,
    region::REGIONS,
    request::{Acquired, Item, Modality, Objective, Pace, Request, Route, Target, TermPace},
    share::{self, FACT_NUMBERS, Language, Numbered, Shared},
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};

fn any_date() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => (-7_000..25_000_i64).prop_map(|days| Date::from_days_since_epoch(days).unwrap()),
        1 => (-25_567..376_200_i64).prop_map(|days| Date::from_days_since_epoch(days).unwrap()),
    ]
}

fn any_term() -> impl Strategy<Value = Term> {
    let season = select(vec![Season::Autumn, Season::Spring, Season::Summer]);
    (prop_oneof![4 => 2020..2041, 1 => 1900..=2200], season).prop_map(|(year, season)| Term { year, season })
}

fn any_word() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Z]{3}[0-9]{3}", "[A-Z0-9]{2,8}", "[a-z-]{0,12}", ".{0,6}", select(vec!["NFP121".to_owned(), "NFP122".to_owned()])]
}

fn any_fact(kind: FactKind) -> BoxedStrategy<FactValue> {
    let pick = |words: &'static [&'static str]| select(words).prop_map(str::to_owned);
    match kind {
        FactKind::Bool => any::<bool>().prop_map(FactValue::Bool).boxed(),
        FactKind::Integer(least, most) => (least..=most).prop_map(FactValue::Integer).boxed(),
        FactKind::Ratio => (0..=1000_i64, 0..4_u32)
            .prop_map(|(share, scale)| (share % (10_i64.pow(scale) + 1), scale))
            .prop_map(|(share, scale)| FactValue::Ratio(rust_decimal::Decimal::new(share, scale)))
            .boxed(),
        FactKind::Money => {
            prop_oneof![0..1_000_000_i64, 0..99_999_999_999_999_i64].prop_map(|cents| FactValue::Money(Money::from_cents(cents))).boxed()
        }
        FactKind::Date => any_date().prop_map(FactValue::Date).boxed(),
        FactKind::Choice(words) => pick(words).prop_map(FactValue::Word).boxed(),
        FactKind::Choices(words) => vec(pick(words), 0..4).prop_map(FactValue::Words).boxed(),
        FactKind::Region => prop_oneof![pick(&REGIONS), "[a-z-]{1,12}"].prop_map(FactValue::Word).boxed(),
        FactKind::Country => "[A-Z]{2}".prop_map(FactValue::Word).boxed(),
        FactKind::Codes => vec(any_word(), 0..4).prop_map(FactValue::Words).boxed(),
    }
}

prop_compose! {
    fn any_facts()(
        values in FACTS.iter().map(|spec| option::weighted(0.3, any_fact(spec.kind))).collect::<Vec<_>>(),
    ) -> Facts {
        let mut facts = Facts::default();
        FACTS.iter().zip(values).for_each(|(spec, value)| facts.set(spec, value).unwrap());
        facts
    }
}

fn all<T: Numbered + std::fmt::Debug>(most: usize) -> impl Strategy<Value = Vec<T>> {
    vec(select(T::NAMED.iter().map(|(value, _)| *value).collect::<Vec<_>>()), 0..most)
}

fn one<T: Numbered + std::fmt::Debug>() -> impl Strategy<Value = Option<T>> {
    option::of(select(T::NAMED.iter().map(|(value, _)| *value).collect::<Vec<_>>()))
}

fn amount() -> impl Strategy<Value = Option<u32>> {
    option::of(prop_oneof![0..40_u32, any::<u32>()])
}

prop_compose! {
    fn any_pace()(
        (max_ue, max_ects, max_hours_per_week) in (amount(), amount(), amount()),
        terms in btree_map(any_term(), (amount(), amount(), amount()), 0..5),
    ) -> Pace {
        let own = |(max_ue, max_ects, max_hours_per_week)| TermPace { max_ue, max_ects, max_hours_per_week };
        Pace { max_ue, max_ects, max_hours_per_week, terms: terms.into_iter().map(|(term, pace)| (term, own(pace))).collect() }
    }
}

prop_compose! {
    fn any_item()(
        id in any_word(), kind in prop_oneof![Just("ue".to_owned()), any_word()], ects in amount(), organiser in option::of(any_word()),
        modality in one(), term in option::of(any_term()), payer in option::of(any_word()),
    ) -> Item {
        Item { id, kind, ects, organiser, modality, term, payer }
    }
}

prop_compose! {
    fn any_target()(
        diploma in option::of(any_word()), ue in vec(any_word(), 0..4), start_term in option::of(any_term()), routes in all::<Route>(4),
    ) -> Target {
        Target { diploma, ue, start_term, routes }
    }
}

prop_compose! {
    fn any_request()(
        (today, rules, region, facts) in (any_date(), one(), option::of(any_word()), any_facts()),
        (target, pace, modalities) in (any_target(), any_pace(), option::of(all::<Modality>(7))),
        acquired in vec((any_word(), one(), option::of(any_date())), 0..12),
        (pins, near) in (btree_map(any_word(), any_term(), 0..12), btree_map(any_word(), any_term(), 0..12)),
        (excluded, chosen) in (vec(any_word(), 0..8), vec(any_word(), 0..8)),
        items in option::of(vec(any_item(), 0..4)),
        objective in option::of(all::<Objective>(5)),
    ) -> Request {
        let blank = Request::blank(today);
        Request {
            rules: rules.unwrap_or_default(),
            centre_region: region,
            acquired: acquired.into_iter().map(|(ue, how, on)| Acquired { ue, how, on }).collect(),
            objective: objective.unwrap_or(blank.objective),
            facts, target, pace, modalities, excluded, chosen, items,
            pins: pins.into_iter().collect(),
            near: near.into_iter().collect(),
            ..Request::blank(today)
        }
    }
}

prop_compose! {
    fn any_shared()(
        (request, keep_today, language) in (any_request(), any::<bool>(), one::<Language>()),
        pack in option::of(prop_oneof!["[a-z0-9-]{1,20}", "https://[a-z./?&=#_-]{1,40}"]),
        note in option::of("[^\\p{Cc}]{0,200}"),
        adviser_facts in proptest::sample::subsequence(FACT_NUMBERS.iter().map(|row| row.1).collect::<Vec<_>>(), 0..6),
    ) -> Shared {
        Shared { request, keep_today, language, pack, note, adviser_facts }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_may_be_asked_comes_back(shared in any_shared()) {
        let link = share::fragment(&shared).unwrap();
        let decoded = share::decode(&link, shared.request.today).unwrap();
        prop_assert_eq!(&decoded.dropped, &vec![]);
        prop_assert_eq!(&decoded.shared, &shared);
        let json = serde_json::to_string(&decoded.shared.request).unwrap();
        prop_assert_eq!(&InputError::read_json::<Request>(&json).unwrap(), &shared.request);
    }

    #[test]
    fn a_changed_link_is_never_taken_for_a_sound_one(shared in any_shared(), changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let code = share::encode(&shared).unwrap();
        let mut bytes = code.clone().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from(byte & 63)];
        }
        let changed = String::from_utf8(bytes).unwrap();
        match share::decode(&changed, shared.request.today) {
            Ok(decoded) => prop_assert_eq!(decoded.shared, shared, "{} for {}", changed, code),
            Err(fault) => prop_assert!(fault.to_string().len() > 20),
        }
    }

    #[test]
    fn a_cut_link_is_never_taken_for_a_whole_one(shared in any_shared(), at in any::<prop::sample::Index>()) {
        let code = share::encode(&shared).unwrap();
        let cut = &code[..at.index(code.len())];
        if let Ok(decoded) = share::decode(cut, shared.request.today) {
            prop_assert_eq!(decoded.shared, shared);
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,300}", code in "1[A-Za-z0-9_-]{0,600}", pairs in "([a-z_]{1,12}=[a-zA-Z0-9%:,+.-]{0,12}&){0,6}") {
        for link in [&text, &code, &pairs, &format!("#p={text}"), &format!("#{text}={code}"), &format!("#p={code}&{pairs}")] {
            let _ = share::decode(link, Date::new(2026, 11, 21).unwrap());
        }
    }
}
