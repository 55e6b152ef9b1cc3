//! How long the planner takes: `cargo bench --bench planner [FILTER]`.

#![allow(clippy::unwrap_used, missing_docs)]
// A bench may fail loudly; `criterion_group!` writes undocumented items.

mod requests;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use parcours::{
    data::catalogue::catalogue,
    domain::{
        pathway,
        planner::{Budget, Explanation, Problem, Progress, Relaxable, Search, Status, explain, solve},
    },
};
use std::hint::black_box;

fn instances(text: &str) -> Vec<Problem> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Whole sets of instances, every level proven.
fn sets(criterion: &mut Criterion) {
    let sets =
        [("csplib", include_str!("csplib.jsonl")), ("made_up", include_str!("made_up.jsonl")), ("typical", include_str!("typical.jsonl"))];
    let mut group = criterion.benchmark_group("solve");
    group.sample_size(10);
    for (name, text) in sets {
        let problems = instances(text);
        group.bench_function(name, |bencher| {
            bencher.iter(|| problems.iter().map(|problem| solve(problem, Budget::default()).unwrap().conflicts).sum::<u64>());
        });
    }
    group.finish();
}

/// One diploma at its default pace: from the request to the problem, and from the problem to the plan.
fn diplomas(criterion: &mut Criterion) {
    let catalogue = catalogue().unwrap();
    let calendar = requests::calendar();
    let mut group = criterion.benchmark_group("diploma");
    for (name, request) in requests::all().into_iter().filter(|(name, _)| name.ends_with("-default")) {
        let scene = pathway::Scene::new(&catalogue, calendar);
        let compile = || pathway::compile(&scene, &request).unwrap().unwrap();
        group.bench_function(format!("{name}/compile"), |bencher| bencher.iter(|| black_box(compile())));
        let problem = compile().problem;
        group.bench_function(format!("{name}/solve"), |bencher| bencher.iter(|| solve(&problem, Budget::default()).unwrap()));
    }
    group.finish();
}

/// A slice of the search, as the page asks for it.
fn slices(criterion: &mut Criterion) {
    let problem = instances(include_str!("typical.jsonl")).into_iter().find(|problem| problem.name == "typical-8").unwrap();
    criterion.bench_function("slice/typical-8", |bencher| {
        bencher.iter_batched(
            || Search::new(&problem, Budget::default()).unwrap(),
            |mut search| matches!(search.step(1), Progress::Done(_)),
            BatchSize::SmallInput,
        );
    });
}

/// Why there is no plan, for every instance that has none.
fn conflicts(criterion: &mut Criterion) {
    let all = [include_str!("made_up.jsonl"), include_str!("typical.jsonl")].concat();
    let problems = instances(&all).into_iter().filter(|problem| solve(problem, Budget::default()).unwrap().status == Status::Infeasible);
    let split: Vec<Relaxable> = problems.map(|problem| Relaxable::split(&problem)).collect();
    let mut group = criterion.benchmark_group("explain");
    group.sample_size(10);
    group.bench_function("made_up and typical", |bencher| {
        bencher.iter(|| {
            let found = split.iter().map(|one| explain(one, Budget::default()).unwrap());
            found.filter(|one| matches!(one, Explanation::Conflict { .. })).count()
        });
    });
    group.finish();
}

criterion_group!(benches, sets, diplomas, slices, conflicts);
criterion_main!(benches);
