//! What is aimed at, by which rules, and how fast: the parts `aim` and `pace`.

use crate::domain::{
    request::{Pace, Request, Target, TermPace},
    share::{
        Decoded, Shared,
        bits::{BitReader, BitWriter},
        values::{
            Codes, known_word, read_amount, read_choice, read_choices, read_codes, read_date, read_optional, read_term, write_amount,
            write_choice, write_choices, write_codes, write_date, write_optional, write_term, write_word,
        },
    },
};

pub(super) fn write_aim(bits: &mut BitWriter, shared: &Shared) {
    let Request { today, rules, centre_region, target, modalities, objective, .. } = &shared.request;
    write_choice(bits, *rules);
    write_optional(bits, shared.keep_today.then_some(*today), write_date);
    write_optional(bits, centre_region.as_deref(), write_word);
    write_optional(bits, target.diploma.as_deref(), BitWriter::text);
    write_codes(bits, &mut Codes::default(), &target.ue);
    write_optional(bits, target.start_term, write_term);
    write_choices(bits, &target.routes);
    write_optional(bits, modalities.as_deref(), write_choices);
    let usual = Request::blank(*today).objective == *objective;
    write_optional(bits, (!usual).then_some(objective.as_slice()), write_choices);
}

pub(super) fn read_aim(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let Decoded { shared, dropped, .. } = decoded;
    let Shared { request, keep_today, .. } = shared;
    if let Some(rules) = read_choice(bits, "rules", dropped)? {
        request.rules = rules;
    }
    if let Some(today) = read_optional(bits, read_date)? {
        request.today = today;
        *keep_today = true;
    }
    if bits.flag()? {
        request.centre_region = known_word(bits, "centre_region", dropped)?;
    }
    let Target { diploma, ue, start_term, routes } = &mut request.target;
    *diploma = read_optional(bits, |bits| bits.text())?;
    read_codes(bits, &mut Codes::default(), ue)?;
    *start_term = read_optional(bits, read_term)?;
    *routes = read_choices(bits, "target.routes", dropped)?;
    if bits.flag()? {
        request.modalities = Some(read_choices(bits, "modalities", dropped)?);
    }
    if bits.flag()? {
        request.objective = read_choices(bits, "objective", dropped)?;
    }
    Some(())
}

pub(super) fn write_pace(bits: &mut BitWriter, shared: &Shared) {
    let Pace { max_ue, max_ects, max_hours_per_week, terms } = &shared.request.pace;
    for limit in [max_ue, max_ects, max_hours_per_week] {
        write_optional(bits, *limit, write_amount);
    }
    bits.count(terms.len());
    for (term, TermPace { max_ue, max_ects, max_hours_per_week }) in terms {
        write_term(bits, *term);
        for limit in [max_ue, max_ects, max_hours_per_week] {
            write_optional(bits, *limit, write_amount);
        }
    }
}

pub(super) fn read_pace(bits: &mut BitReader, decoded: &mut Decoded) -> Option<()> {
    let pace = &mut decoded.shared.request.pace;
    pace.max_ue = read_optional(bits, read_amount)?;
    pace.max_ects = read_optional(bits, read_amount)?;
    pace.max_hours_per_week = read_optional(bits, read_amount)?;
    for _ in 0..bits.count()? {
        let term = read_term(bits)?;
        let max_ue = read_optional(bits, read_amount)?;
        let max_ects = read_optional(bits, read_amount)?;
        let max_hours_per_week = read_optional(bits, read_amount)?;
        pace.terms.insert(term, TermPace { max_ue, max_ects, max_hours_per_week });
    }
    Some(())
}
