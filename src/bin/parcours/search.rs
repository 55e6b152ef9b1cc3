//! `parcours search`: the whole catalogue, best first.

use crate::{Failure, read_stdin};
use parcours::{
    data,
    domain::{
        date::{Season, Term},
        error::InputError,
        pathway::{Calendar, survey},
        planner::Budget,
        request::Request,
    },
};

/// Prints every diploma with its earliest finish for the request on standard input, as one JSON array.
pub fn run() -> Result<(), Failure> {
    let request: Request = InputError::read_json(&read_stdin()?)?;
    let catalogue = data::catalogue::catalogue().map_err(first)?;
    let calendar = Calendar::starting(next_term(&request));
    let found = survey(&catalogue, &request, &calendar, Budget::default())?;
    println!("{}", serde_json::to_string(&found).map_err(|fault| InputError::from_json(fault, ""))?);
    Ok(())
}

/// The first of the faults of the shipped data.
fn first(faults: Vec<InputError>) -> Failure {
    faults.into_iter().next().map_or(Failure::Found, Failure::Input)
}

/// The first term that starts after the day of the request: spring terms start in February, autumn ones in September or October.
fn next_term(request: &Request) -> Term {
    let today = request.today;
    match today.month() {
        1 => Term { year: today.year(), season: Season::Spring },
        2..=9 => Term { year: today.year(), season: Season::Autumn },
        _ => Term { year: today.year() + 1, season: Season::Spring },
    }
}
