//! The tariff of a regional centre, as data (`tariff/1`).
//!
//! It is a part of the region pack. It says who may pay (columns), what each kind of thing costs in each column, the annual fee, and the limits.
//! A price that is not in the file is unknown: it is never zero and never borrowed from another region.

mod faults;

use crate::domain::sorted::Map;
use crate::domain::{date::Date, error::InputError, money::Money, read::FromValue, request::Modality};

/// The kind of thing that every tariff prices by its credits.
pub const UE: &str = "ue";

/// The condition that is no fact of its own: whether the person is a jobseeker.
pub const JOBSEEKER: &str = "jobseeker";

/// The most columns that a tariff may have; it bounds the search for the cheapest way of paying.
pub const MAX_COLUMNS: usize = 7;

/// The tariff of one region.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// The version of this format; a region pack need not repeat it.
    #[serde(default)]
    pub format: Format,
    /// The slug of the region whose centre publishes it; inside a region pack, that of the pack.
    #[serde(default)]
    pub region: String,
    /// The currency of every amount.
    pub currency: Currency,
    /// Where the figures come from.
    pub source: TariffSource,
    /// The rule that says that prices are not published, when there is one.
    #[serde(default)]
    pub unpublished: Option<String>,
    /// Hours of class of a unit by its credits.
    #[serde(default)]
    pub hours: Option<HourTable>,
    /// Who may pay; each has prices of its own.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// What a unit costs.
    #[serde(default)]
    pub units: Vec<UnitPrices>,
    /// What everything else costs: activities, tests, special exams.
    #[serde(default)]
    pub items: Vec<ItemPrices>,
    /// The fee of every academic year.
    #[serde(default)]
    pub annual_fee: Option<AnnualFee>,
    /// How much a column pays for.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Columns that do not go together.
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    /// What the personal training account may pay.
    #[serde(default)]
    pub accounts: Vec<AccountUse>,
}

/// The only version of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub enum Format {
    /// Version 1.
    #[default]
    #[serde(rename = "tariff/1")]
    V1,
}

/// The only currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub enum Currency {
    /// The euro.
    #[serde(rename = "EUR")]
    Euro,
}

/// Where the figures of a tariff come from.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TariffSource {
    /// The title of the document.
    pub document: String,
    /// The part of it.
    #[serde(default)]
    pub section: Option<String>,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// The day from which the prices hold. Without it they are historical, and every answer says so.
    #[serde(default)]
    pub dated: Option<Date>,
    /// What is known of its age when the day is not.
    #[serde(default)]
    pub period: Option<String>,
    /// How the document was read, where it leaves a doubt.
    #[serde(default)]
    pub reading: Option<String>,
}

/// Hours of class by credits.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HourTable {
    /// The rule that gives them.
    pub rule: String,
    /// Whose courses they are about.
    pub organisers: Vec<Organiser>,
    /// Hours by credits; `null` where the source lists the size without hours.
    pub sizes: Map<u32, Option<u32>>,
}

/// Who gives a course, seen from the centre of the tariff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Organiser {
    /// This centre.
    Own,
    /// The centre of another region.
    Other,
}

/// A way of paying.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in this file and in answers.
    pub id: String,
    /// The values of the fact `payer` that lead to it.
    pub payers: Vec<String>,
    /// The schemes that it stands for.
    pub schemes: Vec<String>,
    /// What its figures are.
    pub figure: Figure,
    /// The rule that opens it, when one does.
    #[serde(default)]
    pub rule: Option<String>,
    /// Who may use it; all of these.
    #[serde(default)]
    pub requires: Vec<Requirement>,
    /// Other schemes by which the same payer may pay the same.
    #[serde(default)]
    pub also: Vec<String>,
    /// Who may use it though no scheme is open to them: any of these.
    #[serde(default)]
    pub otherwise: Vec<Requirement>,
}

/// What the figures of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// What the learner pays; what the others pay is not published.
    Learner,
    /// What the funder is invoiced; the learner pays nothing.
    Funder,
}

/// A condition on the person.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The rule that sets it.
    pub rule: String,
    /// A fact that is yes or no, `jobseeker`, or with `one_of` a choice.
    pub fact: String,
    /// The values of the fact that are fine.
    #[serde(default)]
    pub one_of: Vec<String>,
}

/// What a unit costs, by who gives it and how.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitPrices {
    /// Who gives the course.
    pub organiser: Organiser,
    /// The ways of attending that the tariff prints. Any other has no price.
    pub modalities: Vec<Modality>,
    /// The price by column.
    pub columns: Map<String, Cell>,
}

/// What something else than a unit costs.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemPrices {
    /// Its name: the `kind` of an item of a request.
    pub id: String,
    /// What it belongs to, for display.
    pub group: ItemGroup,
    /// The UA of the catalogue that it prices, by code.
    #[serde(default)]
    pub units: Vec<String>,
    /// The law that says that it no longer exists.
    #[serde(default)]
    pub withdrawn: Option<String>,
    /// The price by column.
    pub columns: Map<String, Cell>,
}

/// What an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemGroup {
    /// An activity unit: experience, internship, dissertation.
    ActivityUnit,
    /// A test or a special exam.
    TestOrExam,
}

/// A cell of the tariff.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The rule that it is read from.
    pub rule: String,
    /// Whether this column pays for it at all.
    #[serde(default = "yes")]
    pub eligible: bool,
    /// The printed prices by credits.
    #[serde(default)]
    pub sizes: Map<u32, Money>,
    /// The rate. Beside printed sizes it is derived from them, and a price for another size is marked as extrapolated.
    #[serde(default)]
    pub rate: Option<Rate>,
}

fn yes() -> bool {
    true
}

/// How an amount grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    /// It does not.
    Flat(Money),
    /// With the credits.
    PerEcts(Money),
    /// With the hours of class.
    PerHour(Money),
}

/// The fee of an academic year.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnnualFee {
    /// The rule that sets it.
    pub rule: String,
    /// What the learner pays, by column.
    pub columns: Map<String, Fee>,
    /// Who is exempt.
    #[serde(default)]
    pub waiver: Option<Waiver>,
    /// Columns for which the law lets the centre ask for the fee all the same.
    #[serde(default)]
    pub still_asked: Vec<StillAsked>,
}

/// The fee in one column.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// The full amount.
    pub amount: Money,
    /// Lower amounts; the first whose condition holds applies.
    #[serde(default)]
    pub reduced: Vec<ReducedFee>,
}

/// A lower fee.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReducedFee {
    /// A fact that is yes or no, or `jobseeker`.
    pub fact: String,
    /// The amount.
    pub amount: Money,
}

/// One thing paid in one of these columns exempts from the fee of the year.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule that says so.
    pub rule: String,
    /// The columns that exempt.
    pub columns: Vec<String>,
    /// The columns that may or may not exempt: the source contradicts itself.
    #[serde(default)]
    pub disputed: Vec<String>,
}

/// A column that exempts by the tariff, but not surely by the law.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StillAsked {
    /// The column.
    pub column: String,
    /// The column whose fee might be asked.
    #[serde(rename = "as")]
    pub as_column: String,
    /// The law.
    pub rule: String,
}

/// How many things of a term a column pays for.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The rule that sets it.
    pub rule: String,
    /// The column.
    pub column: String,
    /// The kinds of things that count.
    pub kinds: Vec<String>,
    /// So many are surely paid for.
    pub guaranteed: u32,
    /// So many at most.
    pub at_most: u32,
    /// The column whose price applies to the others.
    pub beyond: String,
}

/// What an account may pay of the learner's part. An annual fee is never paid by it.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountUse {
    /// The rule that says so.
    pub rule: String,
    /// The scheme that is the account: `cpf`.
    pub scheme: String,
    /// The columns whose learner's part it may pay.
    pub columns: Vec<String>,
    /// The kinds of things that it may pay.
    pub kinds: Vec<String>,
    /// Whether a source surely says at which price. Otherwise the centre must confirm it.
    pub settled: bool,
}

/// Two columns or more that one person may not combine.
#[derive(Clone, Debug, PartialEq, Eq, FromValue)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The law that says so: it counts under the rules `law`.
    pub rule: String,
    /// The columns; `cpf` for the account.
    pub columns: Vec<String>,
    /// Whether it surely applies. A doubtful one is quoted but bars nothing.
    pub settled: bool,
}

impl Tariff {
    /// Reads a tariff and checks it.
    ///
    /// # Errors
    /// The first fault, with its path.
    pub fn read(text: &str) -> Result<Self, InputError> {
        let tariff: Self = InputError::read_json(text)?;
        tariff.faults().into_iter().next().map_or(Ok(tariff), Err)
    }

    /// What is wrong with it, beyond its shape: names that lead nowhere, doubles, negative amounts.
    #[must_use]
    pub fn faults(&self) -> Vec<InputError> {
        faults::faults(self)
    }

    /// The column named `id`.
    pub(super) fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The prices of the item named `id`.
    pub(super) fn item(&self, id: &str) -> Option<&ItemPrices> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The limit on things of `kind` in `column`.
    pub(super) fn limit(&self, column: &str, kind: &str) -> Option<&Limit> {
        self.limits.iter().find(|limit| limit.column == column && limit.kinds.iter().any(|known| known == kind))
    }

    /// Whether the price of `kind` depends on credits.
    pub(super) fn needs_ects(&self, kind: &str) -> bool {
        let grows = |cell: &Cell| !cell.sizes.is_empty() || matches!(cell.rate, Some(Rate::PerEcts(_)));
        kind == UE || self.item(kind).is_some_and(|item| item.columns.values().any(grows))
    }
}
