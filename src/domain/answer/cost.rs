//! What the answer says of money: prices in each way of paying, the best combination of schemes, and what speaks against the others.
//!
//! An amount that nobody published is `None`, never nothing; one that is uncertain is a [`Span`].

use super::{Because, Verdict};
use crate::domain::{date::Term, money::Money};
use serde::Serialize;

/// What it costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Cost {
    /// The whole price, when it is known.
    pub price: Option<Money>,
    /// Line by line, for the payer of each thing or the one that the facts name.
    pub lines: Vec<CostLine>,
    /// The cheapest legal ways of paying, the cheapest for the learner first: the first is the best legal combination of schemes.
    pub best: Vec<Funding>,
    /// The price of the whole in each single way of paying that is not ruled out; only for a plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// What is left to the learner with the payers of `lines`: an amount, a range, or unknown.
    pub out_of_pocket: Option<Span>,
    /// What is left to the learner who combines the schemes at best: the least if all that is still open is granted, the most if all of it is
    /// refused. Unknown when a price is; where no tariff is published, it is what is left of the price that the person was quoted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Span>,
    /// What has no known price, and why: with the payer of its line or, where nobody said who pays, whoever pays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingPrice>,
    /// Why the first of `best` does not use other schemes that the person could have, and which of them do not go together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<WhyNot>,
}

/// A line of the cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct CostLine {
    /// The item, the unit, or `annual_fee`.
    pub id: String,
    /// Hours of class, when known.
    pub hours: Option<u32>,
    /// What the learner pays; `None` when nobody published it or the payer may not fund it.
    pub learner: Option<Span>,
    /// What a funder is invoiced.
    pub funder: Option<Money>,
    /// Why.
    pub because: Vec<Because>,
}

/// The price of a plan when everything is paid in one way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Way {
    /// The column of the tariff, or the account (`cpf`) that pays the learner's part of one.
    pub id: String,
    /// The payers that lead to it, as in the fact `payer`.
    pub payers: Vec<String>,
    /// The schemes that it stands for and that the person may have.
    pub schemes: Vec<String>,
    /// Whether it is open to the person: `maybe` when a third party decides, `ask` when a fact is missing.
    pub verdict: Verdict,
    /// What the learner pays in all, the fees included; unknown as soon as one price is.
    pub out_of_pocket: Option<Span>,
    /// What the learner pays for all that has a known price, the fees included when they are known.
    pub subtotal: Span,
    /// What a funder is invoiced in all.
    pub funder: Option<Money>,
    /// The units of each term, in order.
    pub terms: Vec<TermCost>,
    /// The fee of each academic year, in order.
    pub fees: Vec<YearFee>,
    /// Unit by unit, then the fee.
    pub lines: Vec<CostLine>,
    /// What has no known price in this way, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingPrice>,
}

/// What the units of a term cost, the annual fee apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct TermCost {
    /// Which.
    pub term: Term,
    /// What the learner pays.
    pub learner: Option<Span>,
    /// What a funder is invoiced.
    pub funder: Option<Money>,
}

/// The fee of an academic year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct YearFee {
    /// The calendar year in which it begins.
    pub academic_year: i32,
    /// What the learner pays.
    pub learner: Option<Span>,
}

/// A price that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct MissingPrice {
    /// The item, the unit, or `annual_fee`.
    pub id: String,
    /// The column of the tariff; `None` when it is unknown whoever pays.
    pub column: Option<String>,
    /// Why.
    pub reason: MissingReason,
    /// The rules that say so, where some do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Because>,
}

/// Why a price is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MissingReason {
    /// The centre published no tariff that is at hand.
    NoTariff,
    /// The centre says that its prices are elsewhere.
    Unpublished,
    /// The payer is none of those that the tariff names.
    PayerNotListed,
    /// The tariff does not list this unit or item.
    NotListed,
    /// The tariff does not list courses of this organiser attended in this way.
    ModalityNotListed,
    /// The credits are not known, or the tariff has no price for so many.
    SizeNotListed,
    /// The payer does not pay for this.
    NotEligible,
    /// The person may not have this payer.
    NotOpen,
    /// The tariff states no annual fee for this.
    FeeNotListed,
}

/// An amount, or a range when something is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Span {
    /// Exactly this.
    Exact(Money),
    /// Between the two, both included.
    Range {
        /// At least.
        min: Money,
        /// At most.
        max: Money,
    },
}

impl Span {
    /// Nothing at all.
    pub const ZERO: Self = Self::Exact(Money::ZERO);

    /// From `min` to `max`, in this order; exact when they are the same.
    #[must_use]
    pub fn between(min: Money, max: Money) -> Self {
        if min == max { Self::Exact(min) } else { Self::Range { min, max } }
    }

    /// The least it may be.
    #[must_use]
    pub fn min(self) -> Money {
        match self {
            Self::Exact(amount) | Self::Range { min: amount, .. } => amount,
        }
    }

    /// The most it may be.
    #[must_use]
    pub fn max(self) -> Money {
        match self {
            Self::Exact(amount) | Self::Range { max: amount, .. } => amount,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::between(self.min() + other.min(), self.max() + other.max())
    }

    /// Either of them.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::between(self.min().min(other.min()), self.max().max(other.max()))
    }
}

/// A way of paying: who pays for what.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Funding {
    /// The schemes it combines.
    pub schemes: Vec<String>,
    /// Those of them that nobody granted yet: a third party decides, or a fact is missing.
    pub open: Vec<String>,
    /// `yes` when nothing is open, `maybe` when third parties decide, `ask` when facts are missing.
    pub verdict: Verdict,
    /// What funders are invoiced; `None` when the part of one of them is not published.
    pub pays: Option<Money>,
    /// What is left to the learner, the fees included; `None` when something has no known price.
    pub out_of_pocket: Option<Span>,
    /// What is left to the learner of all that has a known price.
    pub subtotal: Span,
    /// Who pays how much of all that has a known price: the learner (`self`, fees included) first, then the others.
    pub payers: Vec<PayerShare>,
    /// The same term by term, the fees apart.
    pub terms: Vec<TermShares>,
    /// What the learner pays for each academic year, in order.
    pub fees: Vec<YearFee>,
    /// Who pays for each thing that has a known price.
    pub units: Vec<FundedUnit>,
    /// What has no known price, whoever pays, and is left out of the comparison.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
    /// Why.
    pub because: Vec<Because>,
}

/// What a payer pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct PayerShare {
    /// `self` for the learner, `cpf` for the personal training account, otherwise a value of the fact `payer`.
    pub payer: String,
    /// How much; `None` when this payer takes part and nobody published with how much.
    pub amount: Option<Span>,
}

/// Who pays for the units of a term.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct TermShares {
    /// Which.
    pub term: Term,
    /// Each payer, the learner first.
    pub payers: Vec<PayerShare>,
}

/// Who pays for a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct FundedUnit {
    /// The item or the unit.
    pub id: String,
    /// The column of the tariff that sets its price.
    pub column: String,
    /// What the learner pays for it.
    pub learner: Span,
    /// Each payer, the learner first.
    pub payers: Vec<PayerShare>,
}

/// Why the best combination leaves a scheme out, or why schemes do not go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct WhyNot {
    /// The scheme; several when it is their combination that is barred.
    pub schemes: Vec<String>,
    /// The reason.
    pub reason: WhyNotReason,
    /// What would be left to the learner by the cheapest way in which `schemes` pay for at least one thing; `None` when that is unknown. For a
    /// combination that is barred: if it were not.
    pub out_of_pocket: Option<Span>,
    /// How much more than in the best combination that is, the most of both compared.
    pub more: Option<Money>,
    /// What would be left by the cheapest legal way with `schemes` and without any payer of the best combination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<Span>,
    /// The facts that would tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The rules that say so.
    pub because: Vec<Because>,
}

/// The reason why a scheme is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyNotReason {
    /// A rule bars the combination.
    Excluded,
    /// A rule may bar the combination: no source settles it, and it is not counted as barred.
    MayBeExcluded,
    /// The learner would pay more.
    Dearer,
    /// The learner would pay the same, and more would have to be granted, or more payers or rights used up.
    NotCheaper,
    /// It pays for none of these things.
    NothingToPay,
    /// What the account holds is not known.
    UnknownAccount,
    /// No source tells what these things cost with it.
    NoPrice,
    /// It is a contract of its own and pays for the whole course, not unit by unit.
    OtherRoute,
}
