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
    for id in ["LG02501A", "CYC9101A", "CYC9102A", "CYC9104A", "CYC9105A", "CYC9106A"] {
        for max in [2, 3, 4, 5, 7, 12] {
            let mut request = request(id);
            request.pace.max_ue = Some(max);
            let plan = planned(&request);
            println!("{id} {max} {:?} {} {:?}", plan.status, plan.finish.unwrap(), plan.proof);
        }
    }
}
