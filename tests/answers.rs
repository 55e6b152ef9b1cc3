//! Questions about plans over the shipped catalogue.

#![allow(clippy::unwrap_used, clippy::panic)]

use parcours::{
    data,
    domain::{answer::Plan, engine::Engine, pathway::Task as _, request::Request},
};
use std::{sync::OnceLock, time::Instant};

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| data::engine().unwrap())
}

fn request(diploma: &str) -> Request {
    let mut request = Request::blank("2026-11-21".parse().unwrap());
    request.target.diploma = Some(diploma.into());
    request.target.start_term = Some("2027-S2".parse().unwrap());
    request
}

fn planned(request: &Request) -> Plan {
    engine().evaluate(request).unwrap().plan.unwrap()
}

#[test]
fn probe() {
    for id in ["LG02501A", "CYC9101A", "CYC9104A"] {
        let request = request(id);
        let plan = planned(&request);
        let t = Instant::now();
        let mut front = engine().front(&request).unwrap();
        let mut last = (0, 0);
        let mut s = Instant::now();
        let mut worst = std::time::Duration::ZERO;
        loop {
            let w = Instant::now();
            let done = front.step(20).unwrap();
            worst = worst.max(w.elapsed());
            if front.progress() != last || done {
                println!("   {:?} {:?}", front.progress(), s.elapsed());
                s = Instant::now();
                last = front.progress();
            }
            if done {
                break;
            }
        }
        println!("  {id} front {:?} worst {worst:?}", t.elapsed());
        let t = Instant::now();
        let mut worst = std::time::Duration::ZERO;
        let mut setbacks = engine().setbacks(&request, &plan).unwrap();
        loop {
            let w = Instant::now();
            let done = setbacks.step(20).unwrap();
            worst = worst.max(w.elapsed());
            if done {
                break;
            }
        }
        println!("  setbacks {:?} {:?}", t.elapsed(), worst);
        let mut changed = request.clone();
        let first = plan.terms[0].ue[0].code.clone();
        changed.pins.insert(first, plan.terms[1].term);
        let t = Instant::now();
        let re = engine().replan(&changed, &plan).unwrap().finish().unwrap();
        println!("  replan {:?} {} {:?}", t.elapsed(), re.proven, re.moves);
    }
    let t = Instant::now();
    let survey = engine().survey(&request("LG02501A")).unwrap().finish().unwrap();
    println!("survey {:?} {}", t.elapsed(), survey.len());
}
