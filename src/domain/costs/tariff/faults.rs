//! What is wrong with a tariff, beyond its shape: names that lead nowhere, doubles, negative amounts.

use super::{Cell, Figure, JOBSEEKER, MAX_COLUMNS, Rate, Tariff, UE};
use crate::domain::sorted::Map;
use crate::domain::{
    costs::means::ACCOUNT,
    error::InputError,
    facts::{FACTS, FactKind, PAYERS},
    money::Money,
};

/// Every fault, in the order of the file.
pub(super) fn faults(tariff: &Tariff) -> Vec<InputError> {
    let mut faults = Faults { tariff, found: Vec::new() };
    faults.columns();
    faults.cells();
    faults.fee();
    faults.limits();
    faults.accounts();
    faults.found
}

struct Faults<'a> {
    tariff: &'a Tariff,
    found: Vec<InputError>,
}

impl Faults<'_> {
    fn add(&mut self, code: &'static str, path: String, message: String) {
        self.found.push(InputError::new(code, path, message));
    }

    fn name(&mut self, column: &str, path: String) {
        if self.tariff.column(column).is_none() {
            self.add(
                "unknown_column",
                path,
                format!("`{column}` is not the id of a column of this tariff: add the column, or correct the name"),
            );
        }
    }

    fn amount(&mut self, amount: Money, path: &str) {
        if amount < Money::ZERO {
            self.add("negative_amount", path.to_owned(), format!("{amount} is negative: write an amount of 0.00 or more"));
        }
    }

    fn fact(&mut self, fact: &str, one_of: &[String], path: String) {
        let spec = FACTS.iter().find(|spec| spec.key == fact).map(|spec| spec.kind);
        let fits = match spec {
            None => fact == JOBSEEKER && one_of.is_empty(),
            Some(FactKind::Bool) => one_of.is_empty(),
            Some(FactKind::Choice(values)) => !one_of.is_empty() && one_of.iter().all(|value| values.contains(&value.as_str())),
            Some(_) => false,
        };
        if !fits {
            self.add(
                "unknown_fact",
                path,
                format!("`{fact}` must be a yes-or-no fact, `{JOBSEEKER}`, or with `one_of` a fact that has these values"),
            );
        }
    }

    fn columns(&mut self) {
        let tariff = self.tariff;
        if tariff.columns.len() > MAX_COLUMNS {
            self.add("too_many_columns", "columns".to_owned(), format!("a tariff has at most {MAX_COLUMNS} columns"));
        }
        let mut payers: Vec<&str> = Vec::new();
        for (index, column) in tariff.columns.iter().enumerate() {
            if tariff.columns.iter().take(index).any(|other| other.id == column.id) {
                self.add("duplicate_id", format!("columns[{index}].id"), format!("two columns are named `{}`", column.id));
            }
            for (at, payer) in column.payers.iter().enumerate() {
                let path = format!("columns[{index}].payers[{at}]");
                if !PAYERS.contains(&payer.as_str()) {
                    self.add("unknown_payer", path, format!("`{payer}` is not one of {}", PAYERS.join(", ")));
                } else if payers.contains(&payer.as_str()) {
                    self.add("duplicate_id", path, format!("`{payer}` already leads to another column"));
                }
                payers.push(payer);
            }
            for (name, requirements) in [("requires", &column.requires), ("otherwise", &column.otherwise)] {
                for (at, requirement) in requirements.iter().enumerate() {
                    self.fact(&requirement.fact, &requirement.one_of, format!("columns[{index}].{name}[{at}].fact"));
                }
            }
            if column.id == ACCOUNT {
                self.add("duplicate_id", format!("columns[{index}].id"), format!("`{ACCOUNT}` is the account: see `accounts`"));
            }
        }
    }

    fn cells(&mut self) {
        let tariff = self.tariff;
        for (index, row) in tariff.units.iter().enumerate() {
            self.row(&row.columns, &format!("units[{index}].columns"));
        }
        for (index, item) in tariff.items.iter().enumerate() {
            if item.id == UE || tariff.items.iter().take(index).any(|other| other.id == item.id) {
                self.add("duplicate_id", format!("items[{index}].id"), format!("`{}` is already the name of something else", item.id));
            }
            self.row(&item.columns, &format!("items[{index}].columns"));
        }
    }

    fn row(&mut self, cells: &Map<String, Cell>, path: &str) {
        for (column, cell) in cells {
            let path = format!("{path}.{column}");
            self.name(column, path.clone());
            let rate = cell.rate.map(|(Rate::Flat(amount) | Rate::PerEcts(amount) | Rate::PerHour(amount))| amount);
            if cell.eligible == (cell.sizes.is_empty() && rate.is_none()) {
                self.add("contradiction", path.clone(), "a cell has prices or is not eligible, one of the two".to_owned());
            }
            for amount in cell.sizes.values().copied().chain(rate) {
                self.amount(amount, &path);
            }
        }
    }

    fn fee(&mut self) {
        let Some(fee) = &self.tariff.annual_fee else {
            return;
        };
        for (column, amounts) in &fee.columns {
            let path = format!("annual_fee.columns.{column}");
            self.name(column, path.clone());
            self.amount(amounts.amount, &path);
            for reduced in &amounts.reduced {
                self.fact(&reduced.fact, &[], path.clone());
                self.amount(reduced.amount, &path);
            }
        }
        if let Some(waiver) = &fee.waiver {
            for column in waiver.columns.iter().chain(&waiver.disputed) {
                self.name(column, "annual_fee.waiver".to_owned());
            }
        }
        for still in &fee.still_asked {
            self.name(&still.column, "annual_fee.still_asked".to_owned());
            self.name(&still.as_column, "annual_fee.still_asked".to_owned());
        }
    }

    fn limits(&mut self) {
        let tariff = self.tariff;
        for (index, limit) in tariff.limits.iter().enumerate() {
            self.name(&limit.column, format!("limits[{index}].column"));
            self.name(&limit.beyond, format!("limits[{index}].beyond"));
            // A price that falls back again would have no end.
            if limit.guaranteed > limit.at_most || tariff.limits.iter().any(|other| other.column == limit.beyond) {
                self.add(
                    "contradiction",
                    format!("limits[{index}]"),
                    "`guaranteed` may not exceed `at_most`, nor may `beyond` have a limit of its own".to_owned(),
                );
            }
        }
        for (index, exclusion) in tariff.exclusions.iter().enumerate() {
            for column in exclusion.columns.iter().filter(|column| *column != ACCOUNT) {
                self.name(column, format!("exclusions[{index}].columns"));
            }
        }
    }

    fn accounts(&mut self) {
        let tariff = self.tariff;
        for (index, account) in tariff.accounts.iter().enumerate() {
            let path = format!("accounts[{index}]");
            if account.scheme != ACCOUNT {
                self.add("unknown_scheme", format!("{path}.scheme"), format!("`{}` is no account: `{ACCOUNT}` is", account.scheme));
            }
            for column in &account.columns {
                self.name(column, format!("{path}.columns"));
                if tariff.column(column).is_some_and(|column| column.figure == Figure::Funder) {
                    let message = format!("the learner pays nothing in `{column}`: name columns whose figures are the learner's");
                    self.add("contradiction", format!("{path}.columns"), message);
                }
            }
            for kind in account.kinds.iter().filter(|kind| *kind != UE && tariff.item(kind).is_none()) {
                self.add("unknown_kind", format!("{path}.kinds"), format!("`{kind}` is neither `{UE}` nor an item of this tariff"));
            }
        }
    }
}
