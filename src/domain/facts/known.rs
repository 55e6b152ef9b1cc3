//! The facts that are known of one person.

use super::{
    FactSpec, FactValue, fact_spec,
    value::{fact_value, is_of_kind},
};
use crate::domain::{
    date::Date,
    money::Money,
    read::{Faults, FromValue, Value},
    sorted::Map,
};
use serde::{Serialize, Serializer, ser::SerializeMap};

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
    fn from_value<'v>(value: &'v Value<'v>, faults: &mut Faults<'v>) -> Self {
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
