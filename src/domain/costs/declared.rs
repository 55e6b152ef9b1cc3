//! What is left of a price that the person was quoted, where no tariff at hand tells one.

use super::means::Means;
use super::why_not::UNPAID;
use crate::domain::{
    answer::{Scheme, Span, Verdict},
    money::Money,
    request::Request,
};

/// The scheme of who pays alone.
const ALONE: &str = "autofinancement";

/// What is left to the learner of the declared price (the fact `price`): the least if all that is still open is granted, the most if all of it
/// is refused. `None` when no price was declared.
///
/// A scheme that is open and whose share nobody published may pay everything: it lowers the least to nothing, and never the most.
#[must_use]
pub fn left_of_declared(request: &Request, means: &Means) -> Option<Span> {
    let price = request.facts.money("price")?;
    let payers = || means.schemes.iter().filter(|scheme| scheme.id != ALONE && !UNPAID.contains(&scheme.id.as_str()));
    let after = |scheme: &Scheme| scheme.amounts.as_ref().and_then(|amounts| amounts.out_of_pocket);
    let open = payers().filter(|scheme| scheme.verdict != Verdict::No);
    let least = open.map(|scheme| after(scheme).unwrap_or(Money::ZERO)).fold(price, Money::min);
    let sure = payers().filter(|scheme| scheme.verdict == Verdict::Yes);
    let most = sure.filter_map(after).fold(price, Money::min);
    Some(Span::between(least, most))
}
