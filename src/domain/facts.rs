//! What is known of a person, answer by answer.
//!
//! Facts are *data*: one table, [`FACTS`], says which facts exist, what kind of value each takes and its bounds.
//! Rules, the questionnaire, share links and the JSON Schema are all written against that table, so that a new fact is one new row.

use super::{
    date::Date,
    money::Money,
    read::{Faults, FromValue, Value},
};
use crate::domain::sorted::Map;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::str::FromStr;

/// What a fact may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Yes or no.
    Bool,
    /// A whole number between two bounds, both included: months, years, hours, a level.
    Integer(i64, i64),
    /// A share of full time, 0 to 1.
    Ratio,
    /// An amount in euros.
    Money,
    /// A day.
    Date,
    /// One of a closed list.
    Choice(&'static [&'static str]),
    /// Any number of a closed list.
    Choices(&'static [&'static str]),
    /// The slug of a region: a French one, or one that a region pack adds.
    Region,
    /// Two capital letters, ISO 3166.
    Country,
    /// A list of certification codes.
    Codes,
}

/// A row of the table of facts.
#[derive(Clone, Copy, Debug)]
pub struct FactSpec {
    /// Its name in requests.
    pub key: &'static str,
    /// What it may be.
    pub kind: FactKind,
    /// Whether a link may say it only if the visitor agrees: identity, health, benefits, exact amounts of money of their own.
    pub sensitive: bool,
}

const fn fact(key: &'static str, kind: FactKind) -> FactSpec {
    FactSpec { key, kind, sensitive: false }
}

const fn sensitive(key: &'static str, kind: FactKind) -> FactSpec {
    FactSpec { key, kind, sensitive: true }
}

const MONTHS: FactKind = FactKind::Integer(0, 900);
const HOURS: FactKind = FactKind::Integer(0, 20_000);
const LEVEL: FactKind = FactKind::Integer(0, 8);

/// Who may pay: the values of the fact `payer` and of `items[].payer`.
pub const PAYERS: &[&str] = &["self", "employer", "france_travail", "region", "ag2r", "opco", "transitions_pro"];

/// Every fact a request may hold. Names and values are those of the contract.
pub const FACTS: &[FactSpec] = &[
    sensitive("birth_date", FactKind::Date),
    fact("age", FactKind::Integer(0, 120)),
    fact(
        "status",
        FactKind::Choice(&[
            "salarie",
            "independant",
            "interimaire",
            "intermittent",
            "agent_public",
            "demandeur_emploi",
            "etudiant",
            "eleve",
            "sans_emploi",
        ]),
    ),
    fact("seeking_work", FactKind::Bool),
    fact("registered_france_travail", FactKind::Bool),
    fact("in_initial_education", FactKind::Bool),
    fact("lower_secondary_completed", FactKind::Bool),
    fact("left_initial_education", FactKind::Date),
    fact("residence_region", FactKind::Region),
    sensitive("nationality", FactKind::Country),
    sensitive("permit_mention", FactKind::Choice(&["salarie", "etudiant", "autre"])),
    sensitive("permit_valid_until", FactKind::Date),
    sensitive("identity_valid_until", FactKind::Date),
    sensitive("rqth", FactKind::Bool),
    sensitive("benefits", FactKind::Choices(&["rsa", "ass", "aah"])),
    fact("leaving_subsidised_contract", FactKind::Bool),
    fact(
        "contract_kind",
        FactKind::Choice(&["cdi", "cdd", "interim", "cui_cdi", "cui_cdd", "apprentissage", "professionnalisation", "sportif_cdd"]),
    ),
    fact("contract_start", FactKind::Date),
    fact("contract_end", FactKind::Date),
    fact("worked_time_ratio", FactKind::Ratio),
    fact("employer_sector", FactKind::Choice(&["prive", "public"])),
    fact("months_employed_total", MONTHS),
    fact("months_employed_last_60", FactKind::Integer(0, 60)),
    fact("months_in_company", MONTHS),
    fact("cdd_months_last_12", FactKind::Integer(0, 12)),
    fact("cdd_months_last_12_are_alternance", FactKind::Bool),
    fact("last_cdd_end", FactKind::Date),
    fact("interim_hours_last_18", HOURS),
    fact("interim_hours_in_agency", HOURS),
    fact("ptp_request_date", FactKind::Date),
    fact("training_start", FactKind::Date),
    fact("training_end", FactKind::Date),
    fact("exam_date", FactKind::Date),
    fact("alternance_contract_start", FactKind::Date),
    fact("training_hours", HOURS),
    fact("training_part_time", FactKind::Bool),
    fact("company_agreement_reconversion", FactKind::Bool),
    sensitive("dismissed_or_unfit_last_24", FactKind::Bool),
    sensitive("long_absence_last_24", FactKind::Bool),
    fact("wants_to_change_job", FactKind::Bool),
    fact("business_takeover_project", FactKind::Bool),
    fact("qualification_level", LEVEL),
    fact("certifications_held", FactKind::Codes),
    fact("holds_bac", FactKind::Bool),
    fact("previous_apprenticeship", FactKind::Bool),
    fact("previous_apprenticeship_end", FactKind::Date),
    fact("previous_apprenticeship_level", LEVEL),
    fact("target_level", LEVEL),
    fact("target_register", FactKind::Choice(&["rncp", "bloc", "rs", "none"])),
    fact("months_experience", MONTHS),
    fact("months_experience_in_speciality", MONTHS),
    fact("responsibility_level", LEVEL),
    sensitive("cpf_balance", FactKind::Money),
    sensitive("employer_topup", FactKind::Money),
    sensitive("region_topup", FactKind::Money),
    fact("price", FactKind::Money),
    fact("cfp_paid", FactKind::Bool),
    fact("ag2r_contributor", FactKind::Bool),
    fact("convocation_received", FactKind::Bool),
    fact("new_learner", FactKind::Bool),
    sensitive("needs_exam_adaptation", FactKind::Bool),
    fact("payer", FactKind::Choice(PAYERS)),
    fact("enrolment_contract_date", FactKind::Date),
    fact("enrolment_channel", FactKind::Choice(&["online", "onsite"])),
];

/// The row of `key`, or `None` when there is no such fact.
#[must_use]
pub fn fact_spec(key: &str) -> Option<&'static FactSpec> {
    FACTS.iter().find(|spec| spec.key == key)
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A share.
    Ratio(Decimal),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
    /// One word: a choice, a region, a country.
    Word(String),
    /// Several words: choices, certification codes. An empty list says "none", which is known.
    Words(Vec<String>),
}

impl FactValue {
    /// Checks and reads a text (`"true"`, `"14"`, `"2026-11-21"`, `"rsa,aah"`) as a value of `kind`, as forms and links write it.
    ///
    /// # Errors
    /// A sentence that says what the value must be.
    pub fn parse(kind: FactKind, text: &str) -> Result<Self, String> {
        match kind {
            FactKind::Bool => match text {
                "true" => Ok(Self::Bool(true)),
                "false" => Ok(Self::Bool(false)),
                _ => Err(format!("`{text}` is neither true nor false")),
            },
            FactKind::Integer(..) => {
                let number = text.parse().map_err(|_| format!("`{text}` is not a whole number"))?;
                Self::Integer(number).checked(kind)
            }
            FactKind::Ratio => {
                let number = Decimal::from_str(text).map_err(|_| format!("`{text}` is not a number"))?;
                Self::Ratio(number).checked(kind)
            }
            FactKind::Money => text.parse().map(Self::Money).and_then(|value| value.checked(kind)),
            FactKind::Date => text.parse().map(Self::Date),
            FactKind::Choice(_) | FactKind::Region | FactKind::Country => Self::Word(text.to_owned()).checked(kind),
            FactKind::Choices(_) | FactKind::Codes => {
                let words = text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
                Self::Words(words).checked(kind)
            }
        }
    }

    /// The text that [`FactValue::parse`] reads back.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Ratio(value) => value.normalize().to_string(),
            Self::Money(value) => value.to_string(),
            Self::Date(value) => value.to_string(),
            Self::Word(value) => value.clone(),
            Self::Words(values) => values.join(","),
        }
    }

    fn checked(self, kind: FactKind) -> Result<Self, String> {
        let one_of = |word: &str, allowed: &[&str]| {
            if allowed.contains(&word) { Ok(()) } else { Err(format!("`{word}` is not one of {}", allowed.join(", "))) }
        };
        match (&self, kind) {
            (Self::Integer(value), FactKind::Integer(least, most)) if !(least..=most).contains(value) => {
                return Err(format!("{value} is not between {least} and {most}"));
            }
            (Self::Ratio(value), FactKind::Ratio) if *value < Decimal::ZERO || *value > Decimal::ONE => {
                return Err(format!("{value} is not between 0 and 1"));
            }
            (Self::Money(value), FactKind::Money) if *value < Money::ZERO => return Err(format!("{value} is negative")),
            (Self::Word(word), FactKind::Choice(allowed)) => one_of(word, allowed)?,
            (Self::Words(words), FactKind::Choices(allowed)) => words.iter().try_for_each(|word| one_of(word, allowed))?,
            (Self::Word(word), FactKind::Country) if word.len() != 2 || !word.bytes().all(|b| b.is_ascii_uppercase()) => {
                return Err(format!("`{word}` is not a country: write its two capital letters, as in FR"));
            }
            (Self::Word(word), FactKind::Region) if !is_slug(word) => {
                return Err(format!("`{word}` is not the slug of a region, such as grand-est"));
            }
            _ => {}
        }
        Ok(self)
    }
}

/// Whether `word` has the shape of a slug: small letters, digits and hyphens.
#[must_use]
pub fn is_slug(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Serialize for FactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Ratio(value) => serialize_decimal(*value, serializer),
            Self::Money(value) => value.serialize(serializer),
            Self::Date(value) => value.serialize(serializer),
            Self::Word(value) => serializer.serialize_str(value),
            Self::Words(values) => values.serialize(serializer),
        }
    }
}

/// Writes a decimal as the shortest JSON number: `1`, `0.8`.
fn serialize_decimal<S: Serializer>(value: Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let value = value.normalize();
    if value.scale() == 0
        && let Ok(whole) = i64::try_from(value)
    {
        return serializer.serialize_i64(whole);
    }
    // A share has few digits. A float holds up to 2^53 and these powers of ten exactly, so that the nearest float to their quotient is the
    // one that prints back as the same digits; reading the digits as a float would bring ten kilobytes of tables.
    match (i64::try_from(value.mantissa()), 10_u64.checked_pow(value.scale())) {
        (Ok(digits), Some(power)) if digits.unsigned_abs() < 1 << 53 => serializer.serialize_f64(digits as f64 / power as f64),
        _ => serializer.collect_str(&value),
    }
}

/// The known facts. A fact that is absent is unknown, never "no".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Map<&'static str, FactValue>);

impl Facts {
    /// The value of `key`, or `None` when it is unknown.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&FactValue> {
        self.0.get(key)
    }

    /// Sets or, with `None`, forgets the fact of `spec`. The value must be of the kind that `spec` gives.
    ///
    /// # Errors
    /// A sentence that says what the value must be; nothing is changed then.
    pub fn set(&mut self, spec: &'static FactSpec, value: Option<FactValue>) -> Result<(), String> {
        match value {
            None => {
                self.0.remove(spec.key);
            }
            Some(value) => {
                if !is_of_kind(&value, spec.kind) {
                    return Err(format!("{} takes another kind of value", spec.key));
                }
                self.0.insert(spec.key, value.checked(spec.kind)?);
            }
        }
        Ok(())
    }

    /// The known facts with their values, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &FactValue)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fact as yes or no.
    #[must_use]
    pub fn bool(&self, key: &str) -> Option<bool> {
        if let Some(FactValue::Bool(value)) = self.get(key) { Some(*value) } else { None }
    }

    /// The fact as a whole number.
    #[must_use]
    pub fn integer(&self, key: &str) -> Option<i64> {
        if let Some(FactValue::Integer(value)) = self.get(key) { Some(*value) } else { None }
    }

    /// The fact as an amount.
    #[must_use]
    pub fn money(&self, key: &str) -> Option<Money> {
        if let Some(FactValue::Money(value)) = self.get(key) { Some(*value) } else { None }
    }

    /// The fact as a day.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<Date> {
        if let Some(FactValue::Date(value)) = self.get(key) { Some(*value) } else { None }
    }

    /// The fact as one word.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        if let Some(FactValue::Word(value)) = self.get(key) { Some(value) } else { None }
    }

    /// The fact as a list of words.
    #[must_use]
    pub fn words(&self, key: &str) -> Option<&[String]> {
        if let Some(FactValue::Words(values)) = self.get(key) { Some(values) } else { None }
    }

    /// The age in completed years on `day`: from `birth_date`, otherwise the declared `age`.
    #[must_use]
    pub fn age_on(&self, day: Date) -> Option<i64> {
        self.date("birth_date").map(|birth| i64::from(birth.completed_years_until(day))).or_else(|| self.integer("age"))
    }
}

fn is_of_kind(value: &FactValue, kind: FactKind) -> bool {
    matches!(
        (value, kind),
        (FactValue::Bool(_), FactKind::Bool)
            | (FactValue::Integer(_), FactKind::Integer(..))
            | (FactValue::Ratio(_), FactKind::Ratio)
            | (FactValue::Money(_), FactKind::Money)
            | (FactValue::Date(_), FactKind::Date)
            | (FactValue::Word(_), FactKind::Choice(_) | FactKind::Region | FactKind::Country)
            | (FactValue::Words(_), FactKind::Choices(_) | FactKind::Codes)
    )
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl FromValue for Facts {
    fn from_value<'v>(value: &'v Value, faults: &mut Faults<'v>) -> Self {
        let mut facts = Self::default();
        let Value::Map(entries) = value else {
            faults.tell(value, || "expected an object of facts".to_owned());
            return facts;
        };
        for (key, inner) in entries {
            let Some(spec) = fact_spec(key) else {
                faults.tell_unknown(inner, || format!("unknown field `{key}`, which is not a fact of the contract"));
                continue;
            };
            // A fact that is null is unknown.
            if *inner != Value::Null
                && let Some(known) = fact_value(spec.kind, inner, faults)
            {
                facts.0.insert(spec.key, known);
            }
        }
        facts
    }
}

/// Reads a value of a given kind.
fn fact_value<'v>(kind: FactKind, value: &'v Value, faults: &mut Faults<'v>) -> Option<FactValue> {
    let read = match (kind, value) {
        (FactKind::Ratio, Value::Integer(whole)) => FactValue::Ratio(Decimal::from(*whole)),
        (FactKind::Ratio, Value::Decimal(share)) => FactValue::Ratio(*share),
        (FactKind::Ratio, _) => {
            faults.tell(value, || "expected a share, between 0 and 1".to_owned());
            return None;
        }
        (FactKind::Bool, _) => FactValue::Bool(bool::from_value(value, faults)),
        (FactKind::Integer(..), _) => FactValue::Integer(i64::from_value(value, faults)),
        (FactKind::Money, _) => FactValue::Money(Money::from_value(value, faults)),
        (FactKind::Date, _) => FactValue::Date(Date::from_value(value, faults)),
        (FactKind::Choice(_) | FactKind::Region | FactKind::Country, _) => FactValue::Word(String::from_value(value, faults)),
        (FactKind::Choices(_) | FactKind::Codes, _) => FactValue::Words(Vec::from_value(value, faults)),
    };
    match read.checked(kind) {
        Ok(known) => Some(known),
        Err(fault) => {
            faults.tell(value, || fault);
            None
        }
    }
}

/// A known value as JSON writes it.
impl From<&FactValue> for Value {
    fn from(value: &FactValue) -> Self {
        match value {
            FactValue::Bool(value) => Self::Bool(*value),
            FactValue::Integer(value) => Self::Integer(*value),
            FactValue::Ratio(value) => Self::Decimal(*value),
            FactValue::Money(value) => Self::Text(value.to_string()),
            FactValue::Date(value) => Self::Text(value.to_string()),
            FactValue::Word(value) => Self::Text(value.clone()),
            FactValue::Words(values) => Self::List(values.iter().map(|word| Self::Text(word.clone())).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::error::InputError;

    #[test]
    fn absent_and_null_are_unknown_and_an_empty_list_is_known() {
        let facts: Facts = InputError::read_json(r#"{"rqth":null,"benefits":[]}"#).unwrap();
        assert_eq!(facts.bool("rqth"), None);
        assert_eq!(facts.words("benefits"), Some(&[][..]));
    }

    #[test]
    fn values_survive_json_and_text() {
        let json = r#"{"age":36,"benefits":["rsa","aah"],"birth_date":"1990-01-15","cpf_balance":"102.23","nationality":"FR","rqth":false,"status":"salarie","worked_time_ratio":0.8}"#;
        let facts: Facts = InputError::read_json(json).unwrap();
        assert_eq!(serde_json::to_string(&facts).unwrap(), json);
        for (key, value) in facts.iter() {
            let spec = fact_spec(key).unwrap();
            assert_eq!(FactValue::parse(spec.kind, &value.to_text()).as_ref(), Ok(value), "{key}");
        }
    }

    #[test]
    fn what_a_fact_may_not_be_is_refused() {
        for json in [
            r#"{"favourite_colour":"blue"}"#,
            r#"{"age":-1}"#,
            r#"{"age":12.5}"#,
            r#"{"status":"astronaute"}"#,
            r#"{"benefits":["apl"]}"#,
            r#"{"worked_time_ratio":1.5}"#,
            r#"{"cpf_balance":100}"#,
            r#"{"cpf_balance":"1e3"}"#,
            r#"{"cpf_balance":"-1.00"}"#,
            r#"{"nationality":"fr"}"#,
            r#"{"residence_region":"Grand Est"}"#,
            r#"{"birth_date":"1990-02-30"}"#,
        ] {
            assert!(InputError::read_json::<Facts>(json).is_err(), "{json}");
        }
    }
}
