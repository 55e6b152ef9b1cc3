//! Share links: nothing is lost and nothing is guessed. What is fixed for ever is in `share_frozen.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::data;
use parcours::domain::{
    date::Date,
    error::InputError,
    facts::{FACTS, FactKind},
    request::Request,
    share::{self, Decoded, EncodeError, Language, LinkError, Shared, Why},
    sorted::Map,
};

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
    let mut packed = shared.clone();
    packed.pack = Some("https://www.cnam-mon-centre.example/parcours/packs/mon-centre.json".to_owned());
    assert_eq!(opened(&share::fragment(&packed).unwrap()).shared, packed);
    assert!(sizes(&packed) <= 400, "{}", sizes(&packed));
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

/// A computer whose clock was lost plans from 1970 on.
#[test]
fn a_plan_of_a_wrong_clock_survives_its_link_and_its_text() {
    for day in ["1970-01-01", "1900-01-01", "2099-12-31"] {
        let mut request = request(&format!(r#"{{"version":1,"today":"{day}","target":{{"diploma":"LG02501A"}},"pace":{{"max_ue":3}}}}"#));
        let plan = data::engine().unwrap().evaluate(&request).unwrap().plan.unwrap();
        request.near = plan.places();
        request.pins = request.near.iter().take(2).map(|(code, term)| (code.clone(), *term)).collect();
        assert_eq!(request.pins.len(), 2, "{day}");
        let shared = Shared { keep_today: true, ..Shared::new(request) };
        let decoded = opened(&share::fragment(&shared).unwrap());
        assert_eq!((&decoded.shared, decoded.dropped), (&shared, vec![]), "{day}");
        assert_eq!(InputError::read_json::<Request>(&serde_json::to_string(&shared.request).unwrap()), Ok(shared.request), "{day}");
    }
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
}

/// What a link may say only if the visitor agrees, in the order of the table.
#[test]
fn identity_health_benefits_and_exact_amounts_are_sensitive() {
    let marked: Vec<_> = FACTS.iter().filter(|spec| spec.sensitive).map(|spec| spec.key).collect();
    let identity = ["birth_date", "nationality", "permit_mention", "permit_valid_until", "identity_valid_until"];
    let health_and_benefits = ["rqth", "benefits", "dismissed_or_unfit_last_24", "long_absence_last_24"];
    let amounts = ["cpf_balance", "employer_topup", "region_topup"];
    assert_eq!(marked, [&identity[..], &health_and_benefits, &amounts, &["needs_exam_adaptation"]].concat());
    // The price of a course is published; every other amount is somebody's own.
    for spec in FACTS.iter().filter(|spec| matches!(spec.kind, FactKind::Money)) {
        assert_eq!(spec.sensitive, spec.key != "price", "{}", spec.key);
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
    let expected = Request { acquired: vec![], pins: Map::new(), chosen: vec![], excluded: vec![], ..shared.request };
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
