//! How long an answer takes, part by part: `cargo bench --bench engine [FILTER]`.

#![allow(clippy::unwrap_used, missing_docs)]
// A bench may fail loudly; `criterion_group!` writes undocumented items.

use criterion::{Criterion, criterion_group, criterion_main};
use parcours::{
    data,
    domain::{
        catalogue::{Filters, format::UnitKind},
        costs::{Account, Means, PricedUnit, TariffBook, cheapest},
        engine::Engine,
        error::InputError,
        request::{Modality, Request},
        rules::{self, TargetInfo},
        share::{self, Shared},
    },
};
use std::hint::black_box;

/// An employee whose facts touch most schemes.
const FACTS: &str = r#"{"birth_date":"1990-01-15","status":"salarie","contract_kind":"cdi","contract_start":"2021-03-01",
    "worked_time_ratio":0.8,"employer_sector":"prive","months_employed_total":120,"months_in_company":68,"qualification_level":5,
    "holds_bac":true,"months_experience":96,"cpf_balance":"3120.55","training_start":"2027-02-15","wants_to_change_job":false}"#;

/// A plan in the words of a link: 24 units held, pinned, chosen and excluded.
const UNITS: &str = r#""target":{"diploma":"CYC9101A","start_term":"2027-S2","routes":["ue","vae"]},
    "pace":{"max_ue":3,"max_hours_per_week":12,"terms":{"2028-S1":{"max_ue":0},"2029-S2":{"max_ue":2,"max_ects":15}}},
    "modalities":["distance","soir","samedi"],
    "acquired":[{"ue":"NFA031","how":"ue","on":"2025-06-30"},{"ue":"NFA032","how":"ue","on":"2025-06-30"},
      {"ue":"NFA008","how":"ue","on":"2026-02-10"},{"ue":"RSX101","how":"ves","on":"2026-05-04"},{"ue":"UTC505","how":"ves","on":"2026-05-04"},
      {"ue":"MVA004","how":"ue","on":"2026-06-29"},{"ue":"ANG320","how":"equivalence"},{"ue":"UAEP01","how":"vae"}],
    "pins":{"UTC501":"2027-S2","UTC502":"2027-S1","UTC503":"2027-S2","UTC504":"2028-S2","NFP121":"2027-S1","RSX102":"2028-S2",
      "NFP107":"2029-S1","UAAL0T":"2030-S2"},
    "chosen":["NFE113","NFE114","SEC101","RCP105","RCP209","ENG221"],"excluded":["RCP101","GLG204"]"#;

fn request(region: &str, more: &str) -> Request {
    let text = format!(r#"{{"version":1,"today":"2026-11-21","centre_region":"{region}","facts":{FACTS}{more}}}"#);
    InputError::read_json(&text).unwrap()
}

/// Whole answers, as a person waits for them.
fn answers(criterion: &mut Criterion) {
    let engine = data::engine().unwrap();
    let mut group = criterion.benchmark_group("evaluate");
    let cases = [
        ("rules alone, no diploma", request("grand-est", "")),
        ("a licence with its plan", request("grand-est", r#","target":{"diploma":"LG02501A"},"pace":{"max_ue":3}"#)),
        ("an engineer's diploma with its plan", request("grand-est", r#","target":{"diploma":"CYC9101A"},"pace":{"max_ue":3}"#)),
    ];
    for (name, request) in cases {
        let planned = engine.evaluate(&request).unwrap().plan.is_some();
        assert_eq!(planned, request.target.diploma.is_some());
        group.bench_function(name, |bencher| bencher.iter(|| black_box(engine.evaluate(&request).unwrap())));
    }
    group.bench_function("reading all data", |bencher| bencher.iter(|| black_box(data::engine().unwrap())));
    group.finish();
}

/// The best combinations of schemes for 24 units over four years, with the account, in the region whose prices have most columns.
fn financing(criterion: &mut Criterion) {
    let engine = data::engine().unwrap();
    let request = request("nouvelle-aquitaine", "");
    let schemes = engine.evaluate(&request).unwrap().schemes;
    let tariffs = TariffBook::of_packs(engine.book().packs());
    let target = TargetInfo::default();
    let terms = |day| rules::account_on(engine.book(), &request, &target, day).unwrap_or_default();
    let account = Account {
        today: request.today,
        contract_day: request.today,
        balance: request.facts.money("cpf_balance"),
        employer_topup: None,
        region_topup: None,
        terms: &terms,
    };
    let means = Means { schemes: &schemes, account: Some(account) };
    let units = plan_of_24(&engine);
    let found = cheapest(&tariffs, &request, &means, &units);
    assert!(found.len() > 1 && found.iter().all(|funding| funding.units.len() == units.len()));
    criterion.bench_function("financing/best combinations for 24 units", |bencher| {
        bencher.iter(|| black_box(cheapest(&tariffs, &request, &means, &units)));
    });
}

/// The first 24 courses of the catalogue whose credits are known, three a term, in the evening.
fn plan_of_24(engine: &Engine) -> Vec<PricedUnit> {
    let courses = engine.catalogue().units().iter().filter(|unit| unit.kind == UnitKind::Ue && unit.ects.is_some_and(|ects| ects > 0));
    let priced = courses.take(24).enumerate().map(|(at, unit)| {
        let (year, season) = (2027 + at / 6, if at % 6 < 3 { "S2" } else { "S1" });
        PricedUnit {
            id: unit.code.clone(),
            kind: Some("ue".to_owned()),
            ects: unit.ects,
            organiser: Some("nouvelle-aquitaine".to_owned()),
            modality: Some(Modality::Soir),
            term: Some(format!("{year}-{season}").parse().unwrap()),
        }
    });
    let units: Vec<PricedUnit> = priced.collect();
    assert_eq!(units.len(), 24);
    units
}

/// The list of diplomas and units after each letter of a search.
fn search(criterion: &mut Criterion) {
    let engine = data::engine().unwrap();
    let catalogue = engine.catalogue();
    let typed = ["s", "sé", "sécu", "sécurité", "sécurité info"];
    assert!(!catalogue.search(typed[4], &Filters::default()).is_empty());
    criterion.bench_function("search/five strokes in the shipped catalogue", |bencher| {
        bencher.iter(|| typed.map(|text| black_box(catalogue.search(text, &Filters::default())).len()));
    });
}

/// The code of a link, both ways.
fn links(criterion: &mut Criterion) {
    let shared = Shared::new(request("grand-est", &format!(",{UNITS}")));
    let said = &shared.request;
    assert_eq!(said.acquired.len() + said.pins.len() + said.chosen.len() + said.excluded.len(), 24);
    let code = share::encode(&shared).unwrap();
    assert_eq!(share::decode(&code, said.today).unwrap().shared.request.pins, said.pins);
    let mut group = criterion.benchmark_group("link of 24 units");
    group.bench_function("write", |bencher| bencher.iter(|| black_box(share::encode(&shared).unwrap())));
    group.bench_function("read", |bencher| bencher.iter(|| black_box(share::decode(&code, shared.request.today).unwrap())));
    group.finish();
}

criterion_group!(benches, answers, financing, search, links);
criterion_main!(benches);
