//! The cheapest way of paying, against every assignment of payers: a model of its own, without the engine's bill.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use parcours::{
    data::rule_book,
    domain::{
        answer::{Funding, Span},
        costs::{Means, PricedUnit, Tariff, TariffBook, cheapest, price_items},
        facts::PAYERS,
        money::Money,
        request::Request,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const TERMS: [&str; 4] = ["2026-S1", "2027-S2", "2027-S1", "2028-S2"];

/// A made-up tariff and things to pay, small enough to try everything. Amounts are whole euros.
#[derive(Clone, Debug)]
struct Case {
    columns: usize,
    /// By thing: its term, whether the limit counts it, its price by column (`None`: not eligible).
    things: Vec<(usize, bool, Vec<Option<i64>>)>,
    /// Whether the figures of a column are invoiced to a funder.
    invoiced: Vec<bool>,
    fees: Vec<i64>,
    waives: Vec<bool>,
    disputed: Vec<bool>,
    /// On column 1, falling back to column 0: surely so many, and so many more perhaps.
    limit: (u32, u32),
    excluded: Option<(usize, usize)>,
}

fn case() -> impl Strategy<Value = Case> {
    (2..=4_usize)
        .prop_flat_map(|columns| {
            let price = prop_oneof![4 => (0..6_i64).prop_map(|euros| Some(euros * 20)), 1 => Just(None)];
            let thing = (0..TERMS.len(), any::<bool>(), prop::collection::vec(price, columns));
            let flags = || prop::collection::vec(prop::bool::weighted(0.3), columns);
            (
                Just(columns),
                prop::collection::vec(thing, 1..=5),
                flags(),
                prop::collection::vec((0..4_i64).prop_map(|euros| euros * 50), columns),
                flags(),
                flags(),
                (0..=1_u32, 0..=2_u32),
                prop::option::of((0..columns, 0..columns)),
            )
        })
        .prop_map(|(columns, things, invoiced, fees, waives, disputed, limit, excluded)| Case {
            columns,
            things,
            invoiced,
            fees,
            waives,
            disputed,
            limit,
            excluded: excluded.filter(|(one, other)| one != other),
        })
}

fn euros(amount: i64) -> Value {
    json!(format!("{amount}.00"))
}

impl Case {
    fn tariff(&self) -> Tariff {
        let name = |column: usize| format!("c{column}");
        let named = |flags: &[bool]| -> Vec<String> { (0..self.columns).filter(|column| flags[*column]).map(name).collect() };
        let columns: Vec<Value> = (0..self.columns)
            .map(|column| {
                let figure = if self.invoiced[column] { "funder" } else { "learner" };
                json!({ "id": name(column), "payers": [PAYERS[column]], "schemes": [name(column)], "figure": figure })
            })
            .collect();
        let items: Vec<Value> = self
            .things
            .iter()
            .enumerate()
            .map(|(index, (_, _, prices))| {
                let cell = |price: &Option<i64>| match price {
                    Some(price) => json!({ "rule": "T1", "rate": { "flat": euros(*price) } }),
                    None => json!({ "rule": "T2", "eligible": false }),
                };
                let cells: BTreeMap<String, Value> = prices.iter().enumerate().map(|(column, price)| (name(column), cell(price))).collect();
                json!({ "id": format!("thing{index}"), "group": "test_or_exam", "columns": cells })
            })
            .collect();
        let limited: Vec<String> =
            (0..self.things.len()).filter(|index| self.things[*index].1).map(|index| format!("thing{index}")).collect();
        let fees: BTreeMap<String, Value> =
            (0..self.columns).map(|column| (name(column), json!({ "amount": euros(self.fees[column]) }))).collect();
        let exclusions: Vec<Value> = self
            .excluded
            .iter()
            .map(|(one, other)| json!({ "rule": "T3", "columns": [name(*one), name(*other)], "settled": true }))
            .collect();
        let tariff = json!({
            "format": "tariff/1", "region": "bretagne", "currency": "EUR",
            "source": { "document": "Made up for a test", "period": "none" },
            "columns": columns, "items": items,
            "annual_fee": { "rule": "T4", "columns": fees,
                            "waiver": { "rule": "T5", "columns": named(&self.waives), "disputed": named(&self.disputed) } },
            "limits": [{ "rule": "T6", "column": "c1", "kinds": limited, "guaranteed": self.limit.0, "at_most": self.limit.0 + self.limit.1,
                         "beyond": "c0" }],
            "exclusions": exclusions
        });
        Tariff::read(&tariff.to_string()).unwrap()
    }

    fn units(&self) -> Vec<PricedUnit> {
        let unit = |(index, (term, _, _)): (usize, &(usize, bool, Vec<Option<i64>>))| PricedUnit {
            id: format!("u{index}"),
            kind: Some(format!("thing{index}")),
            ects: None,
            organiser: None,
            modality: None,
            term: Some(TERMS[*term].parse().unwrap()),
        };
        self.things.iter().enumerate().map(unit).collect()
    }

    /// What the learner pays at most and at least and what funders are invoiced, for one column a thing; `None` when it is not allowed.
    fn cost(&self, assignment: &[usize]) -> Option<(i64, i64, i64)> {
        let used: BTreeSet<usize> = assignment.iter().copied().collect();
        if self.excluded.is_some_and(|(one, other)| used.contains(&one) && used.contains(&other)) {
            return None;
        }
        let learner = |thing: usize, column: usize| self.things[thing].2[column].map(|price| if self.invoiced[column] { 0 } else { price });
        let (mut most, mut least, mut invoiced) = (0, 0, 0);
        let mut under_limit: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (thing, column) in assignment.iter().enumerate() {
            let pays = learner(thing, *column)?;
            if *column == 1 && self.things[thing].1 {
                under_limit.entry(self.things[thing].0).or_default().push(thing);
            } else {
                most += pays;
                least += pays;
            }
            if self.invoiced[*column] {
                invoiced += self.things[thing].2[*column]?;
            }
        }
        for things in under_limit.values() {
            // Every choice of those that are surely paid for.
            let choices = (0..1_u32 << things.len()).filter(|sure| sure.count_ones() == self.limit.0.min(things.len() as u32));
            let priced = choices.filter_map(|sure| {
                let perhaps = things.len() as u32 - sure.count_ones();
                let sum = |each: &dyn Fn(i64, i64) -> i64| {
                    things.iter().enumerate().try_fold(0, |sum, (at, thing)| {
                        let here = learner(*thing, 1)?;
                        Some(sum + if sure >> at & 1 == 1 { here } else { each(here, learner(*thing, 0)?) })
                    })
                };
                (perhaps <= self.limit.1).then_some(())?;
                Some((sum(&|here, there| here.max(there))?, sum(&|here, there| here.min(there))?))
            });
            let (more, less) = priced.min()?;
            most += more;
            least += less;
        }
        for year in 0..2 {
            let paid: BTreeSet<usize> =
                (0..self.things.len()).filter(|thing| self.things[*thing].0 / 2 == year).map(|thing| assignment[thing]).collect();
            if paid.is_empty() || paid.iter().any(|column| self.waives[*column]) {
                continue;
            }
            most += paid.iter().map(|column| self.fees[*column]).max()?;
            if !paid.iter().any(|column| self.disputed[*column]) {
                least += paid.iter().map(|column| self.fees[*column]).min()?;
            }
        }
        Some((most, least, invoiced))
    }

    /// The best cost of every set of columns.
    fn by_set(&self) -> BTreeMap<BTreeSet<String>, (i64, i64, i64)> {
        let mut best: BTreeMap<BTreeSet<String>, (i64, i64, i64)> = BTreeMap::new();
        for mut code in 0..self.columns.pow(self.things.len() as u32) {
            let mut assignment = Vec::new();
            for _ in &self.things {
                assignment.push(code % self.columns);
                code /= self.columns;
            }
            if let Some(cost) = self.cost(&assignment) {
                let set = assignment.iter().map(|column| format!("c{column}")).collect();
                best.entry(set).and_modify(|known| *known = cost.min(*known)).or_insert(cost);
            }
        }
        best
    }
}

fn set_of(funding: &Funding) -> BTreeSet<String> {
    funding.schemes.iter().cloned().collect()
}

fn span(most: i64, least: i64) -> Span {
    Span::between(Money::from_euros(least), Money::from_euros(most))
}

fn blank() -> Request {
    serde_json::from_value(json!({ "version": 1, "today": "2026-11-21", "centre_region": "bretagne" })).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_cheapest_way_is_that_of_trying_everything(case in case()) {
        // Things that no column pays for are left out and tested elsewhere.
        prop_assume!(case.things.iter().all(|(_, limited, prices)| {
            prices.iter().enumerate().any(|(column, price)| price.is_some() && (column != 1 || !limited))
        }));
        let mut book = TariffBook::default();
        book.add(case.tariff());
        let found = cheapest(&book, &blank(), &Means::UNKNOWN, &case.units());
        let by_set = case.by_set();
        match by_set.values().min() {
            None => prop_assert!(found.is_empty(), "{found:?}"),
            Some(best) => {
                prop_assert!(!found.is_empty());
                prop_assert_eq!(found[0].out_of_pocket, Some(span(best.0, best.1)));
            }
        }
        for funding in &found {
            let (most, least, invoiced) = by_set[&set_of(funding)];
            prop_assert!(funding.pays.is_none_or(|pays| pays == Money::from_euros(invoiced)));
            prop_assert_eq!(funding.out_of_pocket, Some(span(most, least)));
            prop_assert_eq!(funding.subtotal, span(most, least), "the search and the bill agree");
            prop_assert_eq!(funding.units.len(), case.things.len());
        }
        // No set that is left out is better than those given, unless the list is full.
        if found.len() < 4 {
            for (set, (most, least, _)) in &by_set {
                let covered = found.iter().any(|funding| {
                    let left = funding.out_of_pocket.unwrap();
                    set_of(funding).is_subset(set) && (left.max(), left.min()) <= (Money::from_euros(*most), Money::from_euros(*least))
                });
                prop_assert!(covered, "{set:?}");
            }
        }
    }
}

fn shipped(rules: &str, facts: Value, items: Value) -> Vec<String> {
    let request = json!({ "version": 1, "today": "2026-11-21", "rules": rules, "centre_region": "nouvelle-aquitaine", "facts": facts, "items": items });
    let outcome =
        price_items(&TariffBook::of_packs(rule_book().unwrap().packs()), &serde_json::from_value(request).unwrap(), &Means::UNKNOWN)
            .unwrap();
    let text = |span: Span| if span.min() == span.max() { span.min().to_string() } else { format!("{}..{}", span.min(), span.max()) };
    let line = |funding: &Funding| {
        let units: Vec<String> = funding.units.iter().map(|unit| format!("{} {}", unit.id, unit.column)).collect();
        let left = funding.out_of_pocket.map_or_else(|| format!("? beyond {}", text(funding.subtotal)), text);
        format!("{}: {left} [{}]", funding.schemes.join("+"), units.join(", "))
    };
    outcome.cost.best.iter().map(line).collect()
}

fn unit(id: &str, ects: u32) -> Value {
    json!({ "id": id, "kind": "ue", "ects": ects, "organiser": "nouvelle-aquitaine", "modality": "soir", "term": "2027-S2" })
}

#[test]
fn an_employee_is_shown_the_employer_and_what_is_left_without_him() {
    let employee = json!({ "status": "salarie", "registered_france_travail": false });
    assert_eq!(
        shipped("documents", employee.clone(), json!([unit("a", 6), unit("b", 12)])),
        ["employeur: 0.00 [a employer, b employer]", "aide_region+autofinancement: 384.00 [a region, b region]"]
    );
    // The recall exam stands in the Region's column alone; one paid unit still exempts from the fee.
    let exam = json!({ "id": "x", "kind": "examens_speciaux_de_rappel", "ects": 4, "term": "2027-S2" });
    assert_eq!(
        shipped("documents", employee, json!([unit("a", 6), exam])),
        ["employeur+aide_region+autofinancement: 52.00 [a employer, x region]", "aide_region+autofinancement: 280.00 [a region, x region]"]
    );
}

#[test]
fn ag2r_pays_for_the_dearest_units_and_is_not_promised_to_others() {
    let jobseeker = json!({ "status": "demandeur_emploi", "registered_france_travail": true, "ag2r_contributor": true });
    let items = json!([unit("a", 3), unit("b", 12), unit("c", 6)]);
    let best = shipped("documents", jobseeker, items.clone());
    assert_eq!(best[0], "aif: 0.00 [a france_travail, b france_travail, c france_travail]");
    assert_eq!(best[1], "ag2r+aide_region+autofinancement: 39.00..267.00 [a region, b ag2r, c ag2r]");
    assert_eq!(best[2], "aide_region+autofinancement: 348.00 [a region, b region, c region]");
    let other = json!({ "status": "demandeur_emploi", "registered_france_travail": true, "ag2r_contributor": false });
    assert!(shipped("documents", other, items).iter().all(|way| !way.contains("ag2r")));
}

#[test]
fn what_has_no_price_is_named_and_the_total_unknown() {
    let employee = json!({ "status": "salarie" });
    let day = json!({ "id": "d", "kind": "ue", "ects": 6, "organiser": "nouvelle-aquitaine", "modality": "journee", "term": "2027-S2" });
    let request = json!({ "version": 1, "today": "2026-11-21", "centre_region": "nouvelle-aquitaine", "facts": employee, "items": [unit("a", 6), day] });
    let outcome =
        price_items(&TariffBook::of_packs(rule_book().unwrap().packs()), &serde_json::from_value(request).unwrap(), &Means::UNKNOWN)
            .unwrap();
    for funding in &outcome.cost.best {
        assert_eq!((funding.out_of_pocket, funding.unknown.as_slice()), (None, &["d".to_owned()][..]));
    }
    assert_eq!(outcome.cost.best[0].subtotal, Span::Exact(Money::ZERO));
    let nowhere = json!({ "version": 1, "today": "2026-11-21", "centre_region": "bretagne", "items": [unit("a", 6)] });
    assert!(
        price_items(&TariffBook::of_packs(rule_book().unwrap().packs()), &serde_json::from_value(nowhere).unwrap(), &Means::UNKNOWN)
            .unwrap()
            .cost
            .best
            .is_empty()
    );
}

#[test]
fn a_plan_of_six_years_has_its_ways_of_paying() {
    // Six years of five units a term: every column open, every limit met.
    let terms = (2026..2032).flat_map(|year| [format!("{year}-S1"), format!("{}-S2", year + 1)]);
    let items: Vec<Value> = terms
        .flat_map(|term| {
            (0..5).map(move |at| {
                json!({ "id": format!("{term}{at}"), "kind": "ue", "ects": 3 + at,
            "organiser": "nouvelle-aquitaine", "modality": "soir", "term": term })
            })
        })
        .collect();
    let ways = |facts: Value| -> Vec<String> {
        shipped("law", facts, json!(items)).iter().map(|way| way.split(" [").next().unwrap().to_owned()).collect()
    };
    // The Region: 12 terms of 25 credits at 13 euros, and 6 fees. AG2R: 7 credits a term surely, 6 more perhaps, and 6 disputed fees.
    let others = ["ag2r+aide_region+autofinancement: 1872.00..3708.00", "aide_region+autofinancement: 4350.00..4800.00"];
    assert_eq!(ways(json!({})), [&["employeur: 0.00", "aif: 0.00..900.00"], &others[..]].concat());
    let jobseeker = json!({ "status": "demandeur_emploi", "ag2r_contributor": true });
    assert_eq!(ways(jobseeker), ["aif: 0.00..450.00", others[0], "aide_region+autofinancement: 4350.00"]);
}
