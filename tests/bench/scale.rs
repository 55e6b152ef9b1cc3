//! A made-up catalogue of the Cnam's real size, and ten times that: read, searched as one types, planned as a whole.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../scale/mod.rs"]
mod made_up;

use criterion::{Criterion, criterion_group, criterion_main};
use parcours::domain::{
    catalogue::{Catalogue, Filters},
    engine::Engine,
    pathway::Task,
    request::Request,
};
use std::hint::black_box;

fn sizes(criterion: &mut Criterion) {
    for size in [1, 10] {
        let text = made_up::catalogue(size);
        let mut group = criterion.benchmark_group(format!("{} diplomas, {} units", made_up::DIPLOMAS * size, made_up::UNITS * size));
        group.sample_size(10);
        let read = || Catalogue::read(&[("made-up.json", &text)]).unwrap();
        group.bench_function("read", |bencher| bencher.iter(&read));
        let catalogue = read();
        group.bench_function("search as one types", |bencher| {
            bencher.iter(|| black_box(catalogue.search("statis", &Filters::default()).len()))
        });
        let engine = Engine::new(parcours::data::rule_book().unwrap(), catalogue);
        let request = Request::blank("2026-11-21".parse().unwrap());
        let survey = || engine.survey(&request).unwrap().finish().unwrap().len();
        group.bench_function("the finish of every diploma", |bencher| bencher.iter(survey));
        group.finish();
    }
}

criterion_group!(benches, sizes);
criterion_main!(benches);
