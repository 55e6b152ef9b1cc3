//! Plans over the shipped catalogue, each judged by a checker that reads the catalogue itself.

use parcours::{
    data::catalogue::catalogue,
    domain::{
        answer::{Plan, PlanStatus},
        catalogue::Catalogue,
        pathway::{Calendar, Planned, plan, verify},
        planner::Budget,
        request::Request,
    },
};
use std::time::Instant;

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

fn calendar() -> Calendar {
    Calendar { jury_month: [Some(14), Some(8), None], ..Calendar::starting("2027-S2".parse().unwrap()) }
}

fn planned(catalogue: &Catalogue, request: &Request) -> Planned {
    let planned = plan(catalogue, request, &calendar(), None, Budget::default()).unwrap().unwrap();
    assert_eq!(verify(catalogue, request, &planned.plan), Vec::<String>::new());
    planned
}

fn show(plan: &Plan) {
    for term in &plan.terms {
        let ue: Vec<String> =
            term.ue.iter().map(|unit| format!("{}({})", unit.code, unit.ects.map_or("?".into(), |e| e.to_string()))).collect();
        println!("  {} {:>3} {:>3}  {}", term.term, term.ects, term.ects_cumulated, ue.join(" "));
    }
    println!("  {:?}", plan.proof);
}

#[test]
fn the_six_complete_diplomas_have_an_optimal_plan_from_nothing() {
    let catalogue = shipped();
    for (id, ects) in COMPLETE {
        let start = Instant::now();
        let Planned { plan, warnings } = planned(&catalogue, &request(id));
        println!("{id} {:?} {:?} {:?}", plan.status, plan.finish, start.elapsed());
        show(&plan);
        assert_eq!(plan.status, PlanStatus::Optimal, "{id}");
        assert!(plan.totals.ects_planned >= ects, "{id}: {:?}", plan.totals);
        assert_eq!(plan.totals.ects_required, Some(ects));
        assert_eq!(warnings, ["default_pace"]);
    }
}
