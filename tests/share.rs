//! Share links: nothing is lost, nothing is guessed, and old links open for ever.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::domain::{
    date::{Date, Season, Term},
    error::InputError,
    facts::{FACTS, FactKind, FactValue, Facts},
    money::Money,
    region::REGIONS,
    request::{Acquired, AcquiredHow, Item, Modality, Objective, Pace, Request, Route, RuleSet, Target, TermPace},
    share::{self, Decoded, EncodeError, FACT_NUMBERS, Language, LinkError, Numbered, Shared, WORD_NUMBERS, Why},
};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};
use std::collections::{BTreeMap, BTreeSet};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn request(json: &str) -> Request {
    InputError::read_json(json).unwrap()
}

fn opened(link: &str) -> Decoded {
    share::decode(link, day("2027-01-15")).unwrap()
}

fn told(decoded: &Decoded) -> Vec<String> {
    decoded.dropped.iter().map(ToString::to_string).collect()
}

/// A realistic plan, made up for this test: 24 units of the computing catalogue, 15 facts.
const REALISTIC: &str = r#"{"version":1,"today":"2026-11-21","centre_region":"grand-est",
  "facts":{"birth_date":"1990-01-15","status":"salarie","contract_kind":"cdi","contract_start":"2021-03-01","worked_time_ratio":0.8,
    "employer_sector":"prive","months_employed_total":120,"months_in_company":68,"qualification_level":5,"holds_bac":true,
    "months_experience":96,"cpf_balance":"3120.55","training_start":"2027-02-15","wants_to_change_job":false,"payer":"employer"},
  "target":{"diploma":"CYC9101A","start_term":"2027-S2","routes":["ue","vae"]},
  "pace":{"max_ue":3,"max_hours_per_week":12,"terms":{"2028-S1":{"max_ue":0},"2029-S2":{"max_ue":2,"max_ects":15}}},
  "modalities":["distance","soir","samedi"],
  "acquired":[{"ue":"NFA031","how":"ue","on":"2025-06-30"},{"ue":"NFA032","how":"ue","on":"2025-06-30"},
    {"ue":"NFA008","how":"ue","on":"2026-02-10"},{"ue":"RSX101","how":"ves","on":"2026-05-04"},{"ue":"UTC505","how":"ves","on":"2026-05-04"},
    {"ue":"MVA004","how":"ue","on":"2026-06-29"},{"ue":"ANG320","how":"equivalence"},{"ue":"UAEP01","how":"vae"}],
  "pins":{"UTC501":"2027-S2","UTC502":"2027-S1","UTC503":"2027-S2","UTC504":"2028-S2","NFP121":"2027-S1","RSX102":"2028-S2","NFP107":"2029-S1","UAAL0T":"2030-S2"},
  "chosen":["NFE113","NFE114","SEC101","RCP105","RCP209","ENG221"],"excluded":["RCP101","GLG204"],
  "objective":["cost","finish","peak","preference"]}"#;

#[test]
fn a_realistic_plan_fits_in_250_characters() {
    let mut shared = Shared::new(request(REALISTIC));
    let units = &shared.request;
    assert_eq!(units.acquired.len() + units.pins.len() + units.chosen.len() + units.excluded.len(), 24);
    assert_eq!(units.facts.iter().count(), 15);
    shared.language = Some(Language::Fr);
    let sizes = |shared: &Shared| share::fragment(shared).unwrap().len();
    let plain = sizes(&shared);
    shared.adviser_facts = vec!["contract_kind", "qualification_level", "cpf_balance"];
    shared.pack = Some("grand-est".to_owned());
    shared.keep_today = true;
    let advised = sizes(&shared);
    shared.note =
        Some("Bonjour, j'ai rempli votre contrat et votre CPF ; il reste à vérifier l'UE d'anglais avec le centre. À bientôt !".to_owned());
    let noted = sizes(&shared);
    println!("fragment of 24 units and 15 facts: {plain} characters; with pack, adviser's marks and day: {advised}; with a note: {noted}");
    println!("{}", share::fragment(&shared).unwrap());
    assert!(plain <= 250, "{plain}");
    assert!(advised <= 300, "{advised}");
    assert!(noted <= 500, "{noted}");
    assert_eq!(opened(&share::fragment(&shared).unwrap()).shared, shared);
}

#[test]
fn a_plan_to_stay_near_fits_in_400_characters() {
    let mut shared = Shared::new(request(REALISTIC));
    shared.keep_today = true;
    // Twenty-four units over eight terms, as a plan of CYC9101A spreads them.
    let units = "UTC501 UTC502 UTC503 UTC504 UTC505 NFP121 NFP107 RSX102 RSX103 RSX112 NFE113 NFE114 NFE106 SEC101 SEC102 RCP105 RCP209 \
        ENG221 ENG222 UAAD91 UAEP04 UAEP03 UA2B30 UAM91B";
    let term = |place: usize| format!("{}-S{}", 2027 + place / 2, 2 - place % 2);
    shared.request.near =
        units.split_whitespace().enumerate().map(|(place, code)| (code.to_owned(), term(place / 3).parse().unwrap())).collect();
    let link = share::fragment(&shared).unwrap();
    println!("with the plan to stay near: {} characters", link.len());
    assert!(link.len() <= 400, "{}", link.len());
    assert_eq!(opened(&link).shared, shared);
}

#[test]
fn an_empty_request_is_a_few_characters_and_opens_on_the_day_of_opening() {
    let shared = Shared::new(Request::blank(day("2026-11-21")));
    assert_eq!(share::fragment(&shared).unwrap(), "#p=1APg3");
    let decoded = opened("#p=1APg3");
    assert_eq!(decoded.shared.request, Request::blank(day("2027-01-15")));
    assert!(!decoded.shared.keep_today && decoded.dropped.is_empty());
}

#[test]
fn a_link_keeps_its_day_only_when_asked() {
    let mut shared = Shared::new(request(REALISTIC));
    let undated = opened(&share::fragment(&shared).unwrap()).shared;
    assert_eq!(undated.request, Request { today: day("2027-01-15"), ..shared.request.clone() });
    shared.keep_today = true;
    assert_eq!(opened(&share::fragment(&shared).unwrap()).shared, shared);
}

#[test]
fn a_link_survives_what_mail_programs_do() {
    let shared = Shared { keep_today: true, ..Shared::new(request(REALISTIC)) };
    let code = share::encode(&shared).unwrap();
    assert!(code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{code}");
    let (start, end) = code.split_at(70);
    for link in [
        code.clone(),
        format!("p={code}"),
        format!("#p={code}"),
        format!("https://example.org/planificateur/?utm_source=mail#p={code}"),
        format!("  https://example.org/#p={start}\r\n {end}  "),
        format!("<https://example.org/#p={code}>."),
        format!("https://example.org/#p%3D{code}"),
        format!("https://example.org/#p={code}\u{a0}»,"),
    ] {
        let decoded = opened(&link);
        assert_eq!((decoded.shared, decoded.dropped), (shared.clone(), vec![]), "{link}");
    }
    let decoded = opened(&format!("#p={code}&utm_campaign=rentree"));
    assert_eq!(decoded.shared, shared);
    assert_eq!(told(&decoded), ["utm_campaign: rentree (no such key)"]);
}

#[test]
fn sensitive_facts_leave_with_one_call() {
    let mut shared = Shared::new(request(
        r#"{"version":1,"today":"2026-11-21","facts":{"birth_date":"1990-01-15","rqth":true,"benefits":["aah"],"nationality":"FR","status":"salarie"}}"#,
    ));
    shared.adviser_facts = vec!["rqth", "status"];
    assert_eq!(shared.strip_sensitive(), ["birth_date", "nationality", "rqth", "benefits"]);
    let left = opened(&share::fragment(&shared).unwrap()).shared;
    assert_eq!(left.request.facts.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["status"], "no age in place of the birth date");
    assert_eq!(left.adviser_facts, ["status"]);
    let table = FACTS.iter().filter(|spec| spec.sensitive).map(|spec| spec.key);
    for key in ["birth_date", "rqth", "benefits", "nationality", "identity_valid_until"] {
        assert!(table.clone().any(|sensitive| sensitive == key), "{key}");
    }
}

// Errors

#[test]
fn errors_have_kinds() {
    let kind = |link: &str| InputError::from(share::decode(link, day("2027-01-15")).unwrap_err()).code;
    let code = share::encode(&Shared::new(request(REALISTIC))).unwrap();
    for link in ["", "#", "https://example.org/", "#section-2", "#section=2", "bonjour", "#p=", "#p=!", "é", "%", "#%ff"] {
        assert_eq!(kind(link), "not_a_link", "{link}");
    }
    assert_eq!(kind(&code.replacen('1', "2", 1)), "unknown_link_version");
    assert_eq!(kind(&format!("#p={}", code.replacen('1', "9", 1))), "unknown_link_version");
    assert_eq!(kind("1"), "truncated_link");
    assert_eq!(kind(&code[..code.len() - 40]), "truncated_link");
    let at = code.len() - 60;
    let other = if code[at..].starts_with('A') { "B" } else { "A" };
    assert_eq!(kind(&format!("{}{other}{}", &code[..at], &code[at + 1..])), "damaged_link");
    assert!(["damaged_link", "truncated_link"].contains(&kind(&code.to_ascii_lowercase())));
    assert_eq!(kind(&"1A".repeat(9000)), "link_too_long");
    assert_eq!(kind(&"#a=".repeat(90_000)), "link_too_long");
    assert_eq!(kind(&format!("#{}", "age=1&".repeat(201))), "link_too_long");
}

#[test]
fn an_unknown_version_is_explained() {
    let fault = share::decode("#p=2AAAA", day("2027-01-15")).unwrap_err();
    assert_eq!(fault, LinkError::UnknownVersion('2'));
    assert!(fault.to_string().contains("version 2") && fault.to_string().contains("version 1"), "{fault}");
}

#[test]
fn a_cut_link_keeps_the_parts_before_the_cut() {
    let shared = Shared::new(request(REALISTIC));
    let link = share::fragment(&shared).unwrap();
    let fault = share::decode(&link[..link.len() - 20], day("2026-11-21")).unwrap_err();
    let message = fault.to_string();
    assert!(matches!(fault, LinkError::Truncated(_)), "{message}");
    assert!(message.contains("still readable: aim, facts, pace; lost: units (cut off, with all that followed)"), "{message}");
    let kept = fault.into_recovered().unwrap().shared.request;
    assert_eq!((&kept.facts, &kept.target, &kept.pace), (&shared.request.facts, &shared.request.target, &shared.request.pace));
    assert!(kept.acquired.is_empty() && kept.pins.is_empty());
}

#[test]
fn damage_costs_one_part_and_names_it() {
    let shared = Shared::new(request(REALISTIC));
    let link = share::fragment(&shared).unwrap();
    let middle = link.len() - 60;
    let other = if link[middle..].starts_with('A') { "B" } else { "A" };
    let damaged = format!("{}{other}{}", &link[..middle], &link[middle + 1..]);
    let fault = share::decode(&damaged, day("2026-11-21")).unwrap_err();
    assert!(fault.to_string().contains("lost: units (damaged)"), "{fault}");
    let kept = fault.into_recovered().unwrap();
    let expected = Request { acquired: vec![], pins: BTreeMap::new(), chosen: vec![], excluded: vec![], ..shared.request };
    assert_eq!(kept.shared.request, expected);
}

#[test]
fn what_may_not_travel_is_refused() {
    let shared = Shared::new(Request::blank(day("2026-11-21")));
    let with_note = |note: String| share::encode(&Shared { note: Some(note), ..shared.clone() });
    assert!(with_note("é".repeat(200)).is_ok());
    assert_eq!(with_note("é".repeat(201)), Err(EncodeError::Note));
    assert_eq!(with_note("\u{1b}[31m".to_owned()), Err(EncodeError::Note));
    let with_pack = |pack: &str| share::encode(&Shared { pack: Some(pack.to_owned()), ..shared.clone() });
    assert!(with_pack("grand-est").is_ok() && with_pack("https://cnam.example/packs/bretagne.json").is_ok());
    for pack in ["", "javascript:alert(1)", "http://cnam.example/pack.json", "data:,x", "//evil.example/x", "https://", "https://a b"] {
        assert_eq!(with_pack(pack), Err(EncodeError::Pack), "{pack}");
    }
    let long = Request { excluded: vec!["NOT-A-USUAL-CODE".to_owned(); 2000], ..shared.request };
    assert!(matches!(share::encode(&Shared::new(long)), Err(EncodeError::TooLong(_))));
}

// The readable form

#[test]
fn partners_prefill_with_readable_keys() {
    let decoded = opened(
        "https://example.org/#centre_region=grand-est&diploma=lg02501a&status=salarie&benefits=&certifications_held=RNCP1,RNCP2\
         &start_term=2027-S1&routes=ue,vae&max_ue=2&modalities=soir,distance&acquired=NFA031:ves,NFA032&pins=UTC501:2027-S2\
         &chosen=NFP121&excluded=RCP101&objective=cost&cpf_balance=1200.50&worked_time_ratio=0.8&lang=en&pack=grand-est\
         &note=Bon+courage%2C%20%C3%A0+bient%C3%B4t&adviser_facts=status&ue=&max_ects=12&max_hours_per_week=6&rules=documents",
    );
    assert_eq!(told(&decoded), [""; 0]);
    let expected = request(
        r#"{"version":1,"today":"2027-01-15","rules":"documents","centre_region":"grand-est",
            "facts":{"status":"salarie","benefits":[],"certifications_held":["RNCP1","RNCP2"],"cpf_balance":"1200.50","worked_time_ratio":0.8},
            "target":{"diploma":"LG02501A","start_term":"2027-S1","routes":["ue","vae"]},
            "pace":{"max_ue":2,"max_ects":12,"max_hours_per_week":6},"modalities":["soir","distance"],
            "acquired":[{"ue":"NFA031","how":"ves"},{"ue":"NFA032"}],"pins":{"UTC501":"2027-S2"},
            "chosen":["NFP121"],"excluded":["RCP101"],"objective":["cost"]}"#,
    );
    assert_eq!(decoded.shared.request, expected);
    assert_eq!((decoded.shared.language, decoded.shared.pack.as_deref()), (Some(Language::En), Some("grand-est")));
    assert_eq!(decoded.shared.note.as_deref(), Some("Bon courage, à bientôt"));
    assert_eq!(decoded.shared.adviser_facts, ["status"]);
}

#[test]
fn what_a_partner_got_wrong_is_named_and_the_rest_is_kept() {
    let decoded =
        opened("#status=astronaute&age=200&colour=blue&max_ue=two&diploma=<b>&status=salarie&lang=de&pins=NFA031&note=%ff&holds_bac=true");
    let expected = request(r#"{"version":1,"today":"2027-01-15","facts":{"holds_bac":true}}"#);
    assert_eq!(decoded.shared.request, expected);
    let keys: Vec<&str> = decoded.dropped.iter().map(|each| each.path.as_str()).collect();
    assert_eq!(keys, ["status", "age", "colour", "max_ue", "diploma", "status", "lang", "pins", "note"]);
    assert_eq!(decoded.dropped[2].why, Why::UnknownKey);
    assert_eq!(decoded.dropped[5].why, Why::Repeated);
    assert!(told(&decoded)[1].contains("between 0 and 120"), "{}", told(&decoded)[1]);
}

#[test]
fn readable_keys_go_over_a_code() {
    let shared = Shared { keep_today: true, ..Shared::new(request(REALISTIC)) };
    let decoded = opened(&format!("#p={}&lang=en&max_ue=1", share::encode(&shared).unwrap()));
    assert_eq!(decoded.shared.language, Some(Language::En));
    let mut expected = shared.request;
    expected.pace.max_ue = Some(1);
    assert_eq!(decoded.shared.request, expected);
}

// Numbers and frozen links

fn numbered<T: Numbered>(table: &str) -> BTreeSet<String> {
    T::NAMED.iter().map(|(value, name)| format!("{table} {} {name}", value.number())).collect()
}

#[test]
fn numbers_never_change() {
    let frozen: BTreeSet<String> =
        include_str!("links/numbers.txt").lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let mut now: BTreeSet<String> = FACT_NUMBERS.iter().map(|(number, name)| format!("fact {number} {name}")).collect();
    now.extend(WORD_NUMBERS.iter().map(|(number, name)| format!("word {number} {name}")));
    now.append(&mut numbered::<RuleSet>("rules"));
    now.append(&mut numbered::<Route>("route"));
    now.append(&mut numbered::<Modality>("modality"));
    now.append(&mut numbered::<AcquiredHow>("how"));
    now.append(&mut numbered::<Objective>("objective"));
    now.append(&mut numbered::<Language>("language"));
    for (tag, part) in ["aim", "facts", "pace", "units", "items", "view", "note"].iter().enumerate() {
        now.insert(format!("part {} {part}", tag + 1));
    }
    let gone: Vec<_> = frozen.difference(&now).collect();
    let new: Vec<_> = now.difference(&frozen).collect();
    assert!(gone.is_empty(), "numbers given away in released links were changed or removed: {gone:?}");
    assert!(new.is_empty(), "append these lines to tests/links/numbers.txt: {new:?}");
    let unique = |table: &[(u16, &str)]| {
        let numbers: BTreeSet<_> = table.iter().map(|row| row.0).collect();
        let names: BTreeSet<_> = table.iter().map(|row| row.1).collect();
        (numbers.len(), names.len()) == (table.len(), table.len())
    };
    assert!(unique(FACT_NUMBERS) && unique(WORD_NUMBERS), "a number or a name is given twice");
}

#[test]
fn every_name_of_the_contract_has_a_number() {
    let has = |table: &[(u16, &str)], name: &str| table.iter().any(|(_, known)| *known == name);
    for spec in FACTS {
        assert!(has(FACT_NUMBERS, spec.key), "append the fact {} to FACT_NUMBERS", spec.key);
        if let FactKind::Choice(words) | FactKind::Choices(words) = spec.kind {
            words.iter().for_each(|word| assert!(has(WORD_NUMBERS, word), "append the word {word} to WORD_NUMBERS"));
        }
    }
    REGIONS.iter().for_each(|region| assert!(has(WORD_NUMBERS, region), "append the region {region} to WORD_NUMBERS"));
    for (value, name) in Modality::NAMED {
        assert_eq!(value.id(), *name);
    }
    // The names of the links are those of the requests.
    fn same_names<T: Numbered + serde::Serialize>() {
        for (value, name) in T::NAMED {
            assert_eq!(serde_json::to_value(value).unwrap(), *name);
        }
    }
    same_names::<RuleSet>();
    same_names::<Route>();
    same_names::<Modality>();
    same_names::<AcquiredHow>();
    same_names::<Objective>();
    same_names::<Language>();
}

/// What a frozen link carries, as `tests/links/v1.txt` writes it.
#[derive(parcours::domain::read::FromValue)]
#[serde(deny_unknown_fields)]
struct Frozen {
    request: Request,
    #[serde(default)]
    keep_today: bool,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    pack: Option<String>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    adviser_facts: BTreeSet<String>,
}

#[test]
fn frozen_links_open_for_ever() {
    let mut count = 0;
    for line in include_str!("links/v1.txt").lines().filter(|line| !line.starts_with("# ")) {
        let (link, json) = line.split_once(' ').unwrap();
        let expected: Frozen = InputError::read_json(json).unwrap();
        let decoded = share::decode(link, day("2026-11-21")).unwrap();
        assert_eq!(told(&decoded), [""; 0], "{link}");
        let Shared { request, keep_today, language, pack, note, adviser_facts } = decoded.shared;
        assert_eq!(request, expected.request, "{link}");
        assert_eq!((keep_today, pack, note), (expected.keep_today, expected.pack, expected.note), "{link}");
        assert_eq!(language, expected.language.map(|name| Language::of_name(&name).unwrap()), "{link}");
        assert_eq!(adviser_facts.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), expected.adviser_facts, "{link}");
        count += 1;
    }
    assert!(count >= 20, "the file of frozen links only grows");
}

// Properties

fn any_date() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => (-7_000..25_000_i64).prop_map(|days| Date::from_days_since_epoch(days).unwrap()),
        1 => (-25_567..376_200_i64).prop_map(|days| Date::from_days_since_epoch(days).unwrap()),
    ]
}

fn any_term() -> impl Strategy<Value = Term> {
    let season = select(vec![Season::Autumn, Season::Spring, Season::Summer]);
    (prop_oneof![4 => 2020..2041, 1 => 1990..=2200], season).prop_map(|(year, season)| Term { year, season })
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
            facts, target, pace, modalities, pins, near, excluded, chosen, items,
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
