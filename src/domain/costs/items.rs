//! The price of what a request lists.

use super::{
    bill::{ANNUAL_FEE, bill},
    book::{CostOutcome, Notes, PricedUnit, TariffBook},
    combine::combine,
    means::Means,
    missing::{Payer, missing},
};
use crate::domain::{
    answer::Cost,
    error::InputError,
    facts::PAYERS,
    region::is_french_region,
    request::{Item, Request},
};

/// Prices `request.items`: a line for each, and the annual fee.
///
/// Without items the only price is the one that the request declares (the fact `price`). The region of the centre must have been checked.
///
/// # Errors
/// `unknown_kind`, `unknown_payer`, `unknown_region`, `missing_ects`, `invalid_value` (no credits) or `duplicate_id`, at `items[…].…`.
pub fn price_items(book: &TariffBook, request: &Request, means: &Means) -> Result<CostOutcome, InputError> {
    let items = request.items.as_deref().unwrap_or_default();
    check(book, request, items)?;
    if items.is_empty() {
        let price = if request.items.is_none() { request.facts.money("price") } else { None };
        return Ok(CostOutcome { cost: Cost { price, ..Cost::default() }, ..CostOutcome::default() });
    }
    let context = book.context(request, means);
    let units: Vec<PricedUnit> = items.iter().map(PricedUnit::from).collect();
    let payers: Vec<Payer> = items.iter().map(|item| context.payer(item.payer.as_deref())).collect();
    let mut notes = Notes::default();
    let bill = bill(&context, &units, &payers.iter().map(|payer| payer.column()).collect::<Vec<_>>(), &mut notes);
    let combined = combine(&context, &units, &mut notes);
    let cost = Cost {
        price: bill.price,
        missing: missing(&context, &units, &payers, &bill),
        lines: bill.lines,
        best: combined.best,
        ways: Vec::new(),
        out_of_pocket: bill.out_of_pocket,
        left: combined.left,
        why_not: combined.why_not,
    };
    Ok(CostOutcome { cost, warnings: notes.into_warnings(), stakes: combined.stakes })
}

impl From<&Item> for PricedUnit {
    fn from(item: &Item) -> Self {
        Self {
            id: item.id.clone(),
            kind: Some(item.kind.clone()),
            ects: item.ects,
            organiser: item.organiser.clone(),
            modality: item.modality,
            term: item.term,
        }
    }
}

fn check(book: &TariffBook, request: &Request, items: &[Item]) -> Result<(), InputError> {
    let kinds = book.kinds();
    for (index, item) in items.iter().enumerate() {
        let fault = |code, key: &str, message: String| Err(InputError::new(code, format!("items[{index}].{key}"), message));
        if item.id.is_empty() || item.id == ANNUAL_FEE || items.iter().take(index).any(|other| other.id == item.id) {
            return fault("duplicate_id", "id", format!("`{}` already names another line: give each item an id of its own", item.id));
        }
        if !kinds.contains(&item.kind.as_str()) {
            return fault("unknown_kind", "kind", format!("`{}` is not one of {}", item.kind, kinds.join(", ")));
        }
        match item.ects {
            None if book.needs_ects(&item.kind) => {
                return fault("missing_ects", "ects", format!("the price of `{}` depends on its credits: give them", item.kind));
            }
            Some(0) if book.needs_ects(&item.kind) => {
                return fault("invalid_value", "ects", "a unit has at least one credit".to_owned());
            }
            _ => {}
        }
        if let Some(payer) = item.payer.as_deref()
            && !PAYERS.contains(&payer)
        {
            return fault("unknown_payer", "payer", format!("`{payer}` is not one of {}", PAYERS.join(", ")));
        }
        if let Some(region) = item.organiser.as_deref()
            && !is_french_region(region)
            && book.of_region(region).is_none()
            && request.centre_region.as_deref() != Some(region)
        {
            return fault("unknown_region", "organiser", format!("`{region}` is not the slug of a region, such as grand-est"));
        }
    }
    Ok(())
}
