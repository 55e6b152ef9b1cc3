//! Requests for the diplomas whose structure is complete in the catalogue, at several paces.

#![allow(clippy::unwrap_used)]

use parcours::domain::{pathway::Calendar, request::Request};

const COMPLETE: [&str; 6] = ["LG02501A", "CYC9101A", "CYC9102A", "CYC9104A", "CYC9105A", "CYC9106A"];

/// A name and a request each.
pub fn all() -> Vec<(String, Request)> {
    let mut found = Vec::new();
    for diploma in COMPLETE {
        for units in [None, Some(2), Some(3), Some(4), Some(6)] {
            let mut request = Request::blank("2026-11-21".parse().unwrap());
            request.target.diploma = Some(diploma.into());
            request.target.start_term = Some("2027-S2".parse().unwrap());
            request.pace.max_ue = units;
            let pace = units.map_or("default".to_owned(), |units| units.to_string());
            found.push((format!("{diploma}-{pace}"), request));
        }
    }
    found
}

/// A made-up calendar: a year from the spring of 2027 on.
pub fn calendar() -> Calendar {
    Calendar { jury_month: [Some(14), Some(8), None], ..Calendar::starting("2027-S2".parse().unwrap()) }
}
