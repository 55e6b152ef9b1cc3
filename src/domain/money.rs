//! Euros, exact.

use super::read::{Faults, FromValue, Value, parsed};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};
use std::{fmt, iter::Sum, ops, str::FromStr};

/// An amount in euros. Written as a decimal string with two decimals (`"102.23"`), never as a float.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// A whole number of cents.
    #[must_use]
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// A whole number of euros.
    #[must_use]
    pub fn from_euros(euros: i64) -> Self {
        Self(Decimal::from(euros))
    }

    /// An amount in euros, rounded to the cent (half up, as invoices are).
    #[must_use]
    pub fn from_decimal(euros: Decimal) -> Self {
        Self(euros.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }

    /// The amount in euros.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        self.0
    }

    /// The amount in cents, when that is a whole number that fits.
    #[must_use]
    pub fn cents(self) -> Option<i64> {
        use rust_decimal::prelude::ToPrimitive as _;
        self.0.checked_mul(Decimal::ONE_HUNDRED)?.to_i64()
    }

    /// The amount times a number (hours, credits, a rate), rounded to the cent; `None` when it does not fit.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Option<Self> {
        self.0.checked_mul(factor).map(Self::from_decimal)
    }

    /// The difference, or nothing when `other` is larger.
    #[must_use]
    pub fn minus_floor_zero(self, other: Self) -> Self {
        (self - other).max(Self::ZERO)
    }
}

impl ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl ops::Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, ops::Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is not an amount in euros: write it with a point and two decimals, as in \"102.23\"");
        let well_formed = text.split_once('.').map_or((text, ""), |(whole, cents)| (whole, cents));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let whole = well_formed.0.strip_prefix('-').unwrap_or(well_formed.0);
        if whole.is_empty() || whole.len() > 12 || !digits(whole) || well_formed.1.len() > 2 || !digits(well_formed.1) {
            return Err(fault());
        }
        Decimal::from_str(text).map(Self).map_err(|_| fault())
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromValue for Money {
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
        parsed(value, Self::ZERO, faults)
    }
}
